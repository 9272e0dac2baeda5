// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/spqr_encoding.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"
#include "codecs/spqr/grid.h"
#include "codecs/spqr/packing.h"
#include "codecs/spqr/writer.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe::spqr {
namespace {

/// Kernels take two tiles at a time, and keep the input vector in 48 KiB together with some 2 KiB of their own.
constexpr std::uint64_t inputsTogether = 2 * side;
constexpr std::uint64_t mostInputs = 23'488;
/// Places have 16 bits, offsets 31.
constexpr std::uint64_t mostPlaces = 0x8000;
constexpr std::uint64_t mostOutliers = 0x7FFFFFFF;
constexpr std::uint64_t longestSide = 0x7FFFFFFF;
constexpr double thousand = 1000;

std::string nameOf(const Layout& layout) {
    if (!layout.isCounted) {
        return fmt::format("SPQR3-OUT{}", layout.perMille / 10.0);
    }
    const double percent =
        100.0 * static_cast<double>(layout.outliers) / static_cast<double>(std::max<std::uint64_t>(layout.weights, 1));
    return fmt::format("SPQR3-OUT{:.2f}{}", percent, layout.isTiled ? "-TILED" : "");
}

} // namespace

SpqrEncoding::SpqrEncoding(const Layout& layout) : layout_(layout), name_(nameOf(layout)) {}

std::uint32_t SpqrEncoding::columnMultiple() const {
    return static_cast<std::uint32_t>(layout_.isLoose ? side : inputsTogether);
}

double SpqrEncoding::bitsPerWeight() const {
    constexpr double dense = 64.0 / side;
    constexpr double ofOutlier = 32;
    const double share = layout_.isCounted ? static_cast<double>(layout_.outliers) /
                                                 static_cast<double>(std::max<std::uint64_t>(layout_.weights, 1))
                                           : layout_.perMille / thousand;
    return dense + ofOutlier * share;
}

std::optional<std::string> SpqrEncoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (shape.columns % columnMultiple() != 0) {
        return say("its {} input features are no multiple of {}", groupedDigits(shape.columns), columnMultiple());
    }
    if (shape.rows % side != 0) {
        return say("its {} output features are no multiple of {}", groupedDigits(shape.rows), side);
    }
    if (shape.columns > (layout_.isLoose ? mostPlaces : mostInputs)) {
        return say("it has more than {} input features, which loaders of SpQR have no room for", groupedDigits(mostInputs));
    }
    if (shape.rows > longestSide || layout_.capacity(shape) > mostOutliers) {
        return say("the matrix is too large");
    }
    return std::nullopt;
}

std::vector<MatrixPart> SpqrEncoding::parts(const MatrixShape& shape) const {
    const std::uint64_t offsets = layout_.isTiled ? tilesOf(shape.rows) : shape.rows;
    return {
        {.suffix = ".dense_weights", .type = ElementType::I64, .shape = {tilesOf(shape.rows) * shape.columns}},
        {.suffix = ".row_offsets", .type = ElementType::I32, .shape = {offsets + 1}},
        {.suffix = ".col_vals", .type = ElementType::I32, .shape = {layout_.capacity(shape)}},
        {.suffix = ".in_perm", .type = ElementType::I32, .shape = {layout_.hasOrder ? shape.columns / 2 : 0}},
    };
}

void SpqrEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    writeMatrix(layout_, task, parts);
}

std::unique_ptr<MatrixGrid> SpqrEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return matrixGrid(layout_, shape, parts);
}

void SpqrEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                std::uint64_t first, std::span<float> out) const {
    const std::vector<std::uint32_t> places = placesOf(layout_, shape, parts);
    std::vector<float> row(places.size());
    while (!out.empty()) {
        const std::uint64_t number = first / shape.columns;
        const auto column = static_cast<std::size_t>(first % shape.columns);
        decodeRow(shape, parts[densePart], number, row);
        addOutliers(layout_, parts, number, row);
        const std::size_t count = std::min(places.size() - column, out.size());
        for (std::size_t i = 0; i < count; ++i) {
            out[i] = row[places[column + i]];
        }
        first += count;
        out = out.subspan(count);
    }
}

} // namespace quantlathe::spqr
