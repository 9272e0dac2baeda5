// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/legacy_encoding.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"
#include "codecs/spqr/legacy_archive.h"
#include "codecs/spqr/legacy_grid.h"

#include <algorithm>
#include <fmt/format.h>
#include <numeric>

namespace quantlathe::spqr {
namespace {

constexpr double bitsOfByte = 8;
/// Their places are two numbers each, which the file counts with 31 bits.
constexpr std::uint64_t mostLegacyOutliers = 0x3FFFFFFF;

} // namespace

LegacyEncoding::LegacyEncoding(std::uint32_t perMille)
    : compressed_(Layout{.perMille = perMille}), name_(fmt::format("{}-LEGACY", compressed_.name())) {}

double LegacyEncoding::bitsPerWeight() const {
    constexpr double ofWeight = bitsOfByte;
    constexpr double ofRow = 2 * bitsOfByte; // codes of scale and zero point, for each row of a tile
    constexpr double ofTile = 4 * 2 * bitsOfByte;
    constexpr double ofOutlier = (2 * sizeof(std::uint64_t) + 2) * bitsOfByte;
    constexpr double thousand = 1000;
    return ofWeight + ofRow / side + ofTile / tileValues + ofOutlier * compressed_.layout().perMille / thousand;
}

std::optional<std::string> LegacyEncoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = compressed_.whyNot(shape)) {
        return reason;
    }
    return compressed_.layout().capacity(shape) > mostLegacyOutliers ? std::optional(say("the matrix is too large"))
                                                                     : std::nullopt;
}

std::vector<MatrixPart> LegacyEncoding::parts(const MatrixShape& shape) const {
    return {{.suffix = "", .type = ElementType::U8, .shape = {legacyArchiveBytes(compressed_.layout(), shape)}}};
}

void LegacyEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    CompressedParts compressed(compressed_, task.shape);
    compressed_.encodeMatrix(task, compressed.spans());
    packLegacyArchive(task.shape, compressed.stored(), parts.front());
}

void LegacyEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                  std::uint64_t first, std::span<float> out) const {
    const OpenedArchive opened = openLegacyArchive(compressed_.layout(), shape, parts.front());
    decodeLegacy(opened.tensors, first, out);
}

std::unique_ptr<MatrixGrid> LegacyEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return legacyGrid(compressed_, shape, parts);
}

LegacyFileEncoding::LegacyFileEncoding(const LegacyForm& form, const MatrixShape& shape)
    : form_(form), name_(fmt::format("SPQR-OUT{:.2f}-LEGACY",
                                     100.0 * static_cast<double>(form.outliers) / static_cast<double>(shape.values()))),
      bits_(0) {
    const std::vector<MatrixPart> all = parts(shape);
    const auto bytes = std::accumulate(all.begin(), all.end(), std::uint64_t{0},
                                       [](std::uint64_t sum, const MatrixPart& part) { return sum + part.bytes(); });
    bits_ = bitsOfByte * static_cast<double>(bytes) / static_cast<double>(shape.values());
}

std::optional<std::string> LegacyFileEncoding::whyNot(const MatrixShape& shape) const {
    return whyNoMatrix(shape);
}

std::vector<MatrixPart> LegacyFileEncoding::parts(const MatrixShape& shape) const {
    std::vector<MatrixPart> all{
        {.suffix = ".quant_weights", .type = ElementType::I8, .shape = {shape.rows, shape.columns}},
        {.suffix = ".perm", .type = ElementType::I32, .shape = {shape.columns}},
        {.suffix = ".outliers_matrix.indices", .type = ElementType::I64, .shape = {2, form_.outliers}},
        {.suffix = ".outliers_matrix.values", .type = form_.numbers, .shape = {form_.outliers}},
    };
    const std::uint64_t units = shape.rows / form_.together;
    for (std::size_t list = 0; list < legacyLists.size(); ++list) {
        const bool isCodes = list == scaleCodes || list == zeroCodes;
        for (std::uint64_t group = 0; group < form_.groups; ++group) {
            all.push_back({.suffix = fmt::format(".{}.{}", legacyLists[list], group),
                           .type = isCodes ? ElementType::I8 : form_.numbers,
                           .shape = {units, isCodes ? form_.together : 1}});
        }
    }
    return all;
}

void LegacyFileEncoding::encodeMatrix(const MatrixTask& /*task*/, std::span<const std::span<std::byte>> /*parts*/) const {
    throw badInput({}, say("{} can only be read", name()), say("Choose an encoding of another family."));
}

void LegacyFileEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                      std::uint64_t first, std::span<float> out) const {
    decodeLegacy({.shape = shape,
                  .form = form_,
                  .codes = parts[0],
                  .order = parts[1],
                  .outlierPlaces = parts[2],
                  .outlierValues = parts[3],
                  .lists = parts.subspan(4)},
                 first, out);
}

} // namespace quantlathe::spqr
