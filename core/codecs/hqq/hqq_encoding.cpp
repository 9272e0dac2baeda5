// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/hqq/hqq_encoding.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/hqq/groups.h"
#include "codecs/hqq/hqq_grid.h"
#include "codecs/hqq/kernels.h"
#include "codecs/hqq/stored.h"
#include "codecs/importance_parts.h"
#include "codecs/scale_search.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe::hqq {
namespace {

/// Shares of the whole work, in iterations: writing the codes takes about as long as two.
constexpr double writingShare = 2;
constexpr double allShares = writingShare + static_cast<double>(solverIterations);

std::string nameOf(const Layout& layout) {
    const std::string group = layout.group != 0 ? fmt::format("G{}", layout.group) : layout.axis == 1 ? "ROW" : "COL";
    return fmt::format("HQQ{}-{}{}{}", layout.precision.name, group, layout.axis == 0 ? "-A0" : "",
                       layout.optimizes ? "" : "-RTN");
}

/// One matrix on its way into its parts.
class Writer {
public:
    Writer(const Layout& layout, const MatrixTask& task, std::span<const std::span<std::byte>> parts, std::vector<float> zeros)
        : layout_(layout), task_(task), geometry_(layout, task.shape), packing_(*layout.precision.packing), codes_(parts[0]),
          scales_(parts[1]), zerosOut_(parts[2]), zeros_(std::move(zeros)),
          importance_(layout.axis == 1 && layout.optimizes ? task.guide.importance : std::span<const float>(),
                      geometry_.group) {}

    void write() { layout_.axis == 1 ? writeRuns() : writeColumns(); }

private:
    struct Buffers {
        GroupTile tile;
        std::vector<float> scales;
        std::vector<std::uint8_t> codes;
        std::vector<std::uint32_t> words;
        // Of a search:
        std::vector<float> importance;
        StripBuffers strips;
        std::vector<float> decoded;
        std::vector<std::uint8_t> tried;
    };

    /// What the solver found for the tile's groups, which begin at `first`.
    void takeSolved(std::uint64_t first, std::uint64_t count, Buffers& buffers) const {
        const auto groups = static_cast<std::size_t>(count);
        GroupTile& tile = buffers.tile;
        if (!zeros_.empty()) {
            std::copy_n(&zeros_[static_cast<std::size_t>(first)], groups, tile.zeros.begin());
        }
        buffers.scales.resize(groups);
        std::transform(tile.inverseScales.begin(), tile.inverseScales.begin() + static_cast<std::ptrdiff_t>(groups),
                       buffers.scales.begin(), [](float inverse) { return 1 / inverse; });
    }

    /// Scales and zero points of the tile's groups into their tensors.
    void writeScales(std::uint64_t first, std::uint64_t count, const Buffers& buffers) const {
        const auto groups = static_cast<std::size_t>(count);
        const GroupTile& tile = buffers.tile;
        put(scales_, words("scale"), first, buffers.scales, tile);
        put(zerosOut_, words("zero point"), first, std::span(tile.zeros).first(groups), tile);
    }

    void put(std::span<std::byte> part, std::string_view what, std::uint64_t first, std::span<const float> values,
             const GroupTile& tile) const {
        const ElementType type = task_.shape.compute;
        const std::size_t bytes = info(type).bytesPerBlock;
        const auto stored = part.subspan(static_cast<std::size_t>(first) * bytes, values.size() * bytes);
        floatsToStored(type, values, stored);
        std::vector<float> readBack(values.size());
        floatsFromStored(type, stored, readBack);
        const auto bad = std::ranges::find_if_not(readBack, [](float value) { return std::isfinite(value); });
        if (bad != readBack.end()) {
            const auto at = static_cast<std::size_t>(bad - readBack.begin());
            const std::uint64_t group = first + at;
            const std::uint64_t index = layout_.axis == 1 ? group * geometry_.group : group;
            throw badInput({}, say("A {} of {} does not fit into {}", translated(what), values[at], info(type).name),
                           say("The group of row {}, column {} holds values from {} to {}. Keep this weight in 16 bits.",
                               groupedDigits(index / task_.shape.columns), groupedDigits(index % task_.shape.columns),
                               tile.low[at], tile.high[at]));
        }
    }

    static void join(std::span<const std::uint8_t> codes, std::uint32_t shift, std::uint32_t* words) {
        for (std::size_t i = 0; i < codes.size(); ++i) {
            words[i] |= static_cast<std::uint32_t>(codes[i]) << shift;
        }
    }

    /// What is read back of a scale or zero point.
    [[nodiscard]] float asStored(float value) const {
        roundFloats(task_.shape.compute, std::span(&value, 1));
        return value;
    }

    [[nodiscard]] double decodedError(std::span<const std::uint8_t> codes, float scale, float zero,
                                      std::span<const float> original, std::span<const float> importance,
                                      std::vector<float>& decoded) const {
        decoded.resize(codes.size());
        valuesOfRun(codes.data(), codes.size(), scale, zero, decoded.data());
        return weightedSquares(original, decoded, importance);
    }

    /// Groups of a tile with another scale and zero point, and the codes nearest to their weights under them, where what a
    /// reader decodes is then closer to the weights by importance; the others stay as the solver left them.
    void improve(std::uint64_t first, std::size_t count, Buffers& buffers) const {
        const auto length = static_cast<std::size_t>(geometry_.group);
        const float maxCode = layout_.precision.maxCode;
        buffers.tried.resize(length);
        for (std::size_t begin = 0; begin < count; begin += stripGroups) {
            const std::size_t groups = std::min(stripGroups, count - begin);
            const auto values = std::span<const float>(buffers.tile.values).subspan(begin * length, groups * length);
            buffers.importance.resize(values.size());
            importance_.ofGroups((first + begin) * length, length, buffers.importance);
            std::array<float, stripGroups> scales{};
            std::array<float, stripGroups> offsets{};
            for (std::size_t i = 0; i < groups; ++i) {
                scales[i] = asStored(buffers.scales[begin + i]);
                offsets[i] = -asStored(buffers.tile.zeros[begin + i]) * scales[i];
            }
            searchGrids(buffers.strips.of(values, buffers.importance, length), maxCode, scales.data(), offsets.data());
            for (std::size_t i = 0; i < groups; ++i) {
                const float scale = asStored(scales[i]);
                const float zero = asStored(-offsets[i] / scale);
                if (!(scale > 0) || !std::isfinite(scale) || !std::isfinite(zero) || !std::isfinite(1 / scale)) {
                    continue;
                }
                const auto original = values.subspan(i * length, length);
                const auto weights = std::span<const float>(buffers.importance).subspan(i * length, length);
                const auto codes = std::span(buffers.codes).subspan((begin + i) * length, length);
                float& scaleNow = buffers.scales[begin + i];
                float& zeroNow = buffers.tile.zeros[begin + i];
                codesOfRun(original.data(), length, 1 / scale, zero, maxCode, buffers.tried.data());
                if (decodedError(buffers.tried, scale, zero, original, weights, buffers.decoded) <
                    decodedError(codes, asStored(scaleNow), asStored(zeroNow), original, weights, buffers.decoded)) {
                    std::ranges::copy(buffers.tried, codes.begin());
                    scaleNow = scale;
                    zeroNow = zero;
                }
            }
        }
    }

    /// Axis 1: a row of codes is a group. A tile is some stored rows with all the groups that they join.
    void writeRuns() {
        const auto length = static_cast<std::size_t>(geometry_.group);
        const std::uint64_t tileRows = std::max<std::uint64_t>(matrixTileValues / (length * packing_.rows), 1);
        const std::uint64_t tiles = (geometry_.packedRows + tileRows - 1) / tileRows;
        task_.forEach(static_cast<std::size_t>(tiles), [&](std::size_t t) {
            Buffers& buffers = buffers_.local();
            const std::uint64_t firstRow = t * tileRows;
            const std::uint64_t rows = std::min(tileRows, geometry_.packedRows - firstRow);
            buffers.words.assign(static_cast<std::size_t>(rows) * length, 0);
            std::uint64_t done = 0;
            for (std::uint32_t place = 0; place < packing_.rows; ++place) {
                const std::uint64_t first = place * geometry_.packedRows + firstRow;
                const std::uint64_t count = std::min(rows, geometry_.groups - std::min(first, geometry_.groups));
                if (count == 0) {
                    break;
                }
                readGroups(task_, layout_, geometry_, first, count, buffers.tile);
                takeSolved(first, count, buffers);
                buffers.codes.resize(static_cast<std::size_t>(count) * length);
                for (std::size_t g = 0; g < count; ++g) {
                    codesOfRun(&buffers.tile.values[g * length], length, buffers.tile.inverseScales[g], buffers.tile.zeros[g],
                               layout_.precision.maxCode, &buffers.codes[g * length]);
                }
                if (!importance_.empty()) {
                    improve(first, static_cast<std::size_t>(count), buffers);
                }
                writeScales(first, count, buffers);
                join(buffers.codes, packing_.shift(place), buffers.words.data());
                done += count * length;
            }
            putWords(packing_, codes_, firstRow * length, buffers.words);
            advance(done);
        });
    }

    /// Axis 0: a column of codes is a group. A tile is some columns.
    void writeColumns() {
        const auto rows = static_cast<std::size_t>(geometry_.group);
        const std::uint64_t tileGroups = groupsOfTile(geometry_);
        const std::uint64_t tiles = (geometry_.groups + tileGroups - 1) / tileGroups;
        task_.forEach(static_cast<std::size_t>(tiles), [&](std::size_t t) {
            Buffers& buffers = buffers_.local();
            const std::uint64_t first = t * tileGroups;
            const std::uint64_t count = std::min(tileGroups, geometry_.groups - first);
            readGroups(task_, layout_, geometry_, first, count, buffers.tile);
            takeSolved(first, count, buffers);
            writeScales(first, count, buffers);
            buffers.codes.resize(rows * stripGroups);
            for (std::uint64_t g = 0; g < count; g += stripGroups) {
                codesOfStrip(&buffers.tile.strips[g * rows], rows, &buffers.tile.inverseScales[g], &buffers.tile.zeros[g],
                             layout_.precision.maxCode, buffers.codes.data());
                const auto width = static_cast<std::size_t>(std::min<std::uint64_t>(stripGroups, count - g));
                for (std::uint64_t row = 0; row < geometry_.packedRows; ++row) {
                    std::array<std::uint32_t, stripGroups> words{};
                    std::uint32_t place = 0;
                    for (std::uint64_t from = row; from < rows; from += geometry_.packedRows, ++place) {
                        join(std::span(buffers.codes).subspan(static_cast<std::size_t>(from) * stripGroups, stripGroups),
                             packing_.shift(place), words.data());
                    }
                    putWords(packing_, codes_, row * geometry_.groups + first + g, std::span(words).first(width));
                }
            }
            advance(count * rows);
        });
    }

    void advance(std::uint64_t values) const {
        const double share = layout_.optimizes ? writingShare / allShares : 1;
        task_.advance(share * static_cast<double>(values) / static_cast<double>(task_.shape.values()));
    }

    const Layout& layout_;
    const MatrixTask& task_;
    Geometry geometry_;
    const Packing& packing_;
    std::span<std::byte> codes_;
    std::span<std::byte> scales_;
    std::span<std::byte> zerosOut_;
    std::vector<float> zeros_; // empty: those of the start
    GroupImportance importance_;
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

constexpr std::size_t decodedAtOnce = 1024;

} // namespace

HqqEncoding::HqqEncoding(const Layout& layout, const Description& description)
    : layout_(layout), description_(description), name_(nameOf(layout)) {}

std::uint32_t HqqEncoding::columnMultiple() const {
    return layout_.group == 0 ? 1 : static_cast<std::uint32_t>(layout_.group);
}

double HqqEncoding::bitsPerWeight() const {
    const Packing& packing = *layout_.precision.packing;
    const double codes = 8.0 * info(packing.word).bytesPerBlock / packing.rows;
    return layout_.group == 0 ? codes : codes + 32.0 / static_cast<double>(layout_.group);
}

std::optional<std::string> HqqEncoding::whyNot(const MatrixShape& shape) const {
    const ElementType type = shape.compute;
    if (type != ElementType::F16 && type != ElementType::BF16 && type != ElementType::F32) {
        return say("HQQ keeps its scales in F16, BF16 or F32, not in {}", info(type).name);
    }
    if (shape.values() == 0) {
        return say("the matrix is empty");
    }
    if (std::max(shape.rows, shape.columns) > maxDimension) {
        return say("the matrix is too large");
    }
    const Geometry geometry(layout_, shape);
    if (shape.values() % geometry.group != 0) {
        return say("{} × {} values are no multiple of the group size {}", groupedDigits(shape.rows),
                   groupedDigits(shape.columns), geometry.group);
    }
    const Packing& packing = *layout_.precision.packing;
    if (packing.word == ElementType::U8 && geometry.codeRows % packing.rows != 0) {
        return layout_.axis == 1 ? say("{} groups are no multiple of {}, the number of codes that share a byte",
                                       groupedDigits(geometry.groups), packing.rows)
                                 : say("groups of {} are no multiple of {}, the number of codes that share a byte",
                                       groupedDigits(geometry.group), packing.rows);
    }
    return std::nullopt;
}

std::vector<MatrixPart> HqqEncoding::parts(const MatrixShape& shape) const {
    const Geometry geometry(layout_, shape);
    const std::vector<std::uint64_t> perGroup =
        layout_.axis == 1 ? std::vector<std::uint64_t>{geometry.groups, 1} : std::vector<std::uint64_t>{1, geometry.groups};
    std::vector<MatrixPart> parts{
        {.suffix = ".W_q", .type = layout_.precision.packing->word, .shape = {geometry.packedRows, geometry.codeColumns}},
        {.suffix = ".scale", .type = shape.compute, .shape = perGroup},
        {.suffix = ".zero", .type = shape.compute, .shape = perGroup},
    };
    for (MatrixPart& part : descriptionParts(layout_, description_, shape)) {
        parts.push_back(std::move(part));
    }
    return parts;
}

void HqqEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    writeDescription(layout_, description_, task.shape, parts.subspan(3));
    std::vector<float> zeros;
    if (layout_.optimizes) {
        const auto values = static_cast<double>(task.shape.values());
        std::size_t iterations = 0;
        zeros = solvedZeros(
            task, layout_, Geometry(layout_, task.shape),
            [&](std::uint64_t done) { task.advance(static_cast<double>(done) / values / allShares); }, iterations);
        task.advance(static_cast<double>(solverIterations - iterations) / allShares);
    }
    Writer(layout_, task, parts, std::move(zeros)).write();
}

void HqqEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                               std::span<float> out) const {
    const Geometry geometry(layout_, shape);
    const Packing& packing = *layout_.precision.packing;
    const std::size_t bytes = info(shape.compute).bytesPerBlock;
    std::array<std::uint8_t, decodedAtOnce> codes{};
    std::array<float, decodedAtOnce> scales{};
    std::array<float, decodedAtOnce> zeros{};
    const auto load = [&](std::size_t part, std::uint64_t group, std::span<float> values) {
        floatsFromStored(shape.compute, parts[part].subspan(static_cast<std::size_t>(group) * bytes, values.size() * bytes),
                         values);
    };
    while (!out.empty()) {
        const std::uint64_t row = first / geometry.codeColumns;
        const std::uint64_t column = first % geometry.codeColumns;
        const auto count = static_cast<std::size_t>(
            std::min({geometry.codeColumns - column, std::uint64_t{out.size()}, std::uint64_t{decodedAtOnce}}));
        unpack(packing, parts[0], row % geometry.packedRows * geometry.codeColumns + column, row / geometry.packedRows,
               std::span(codes).first(count));
        if (layout_.axis == 1) {
            load(1, row, std::span(scales).first(1));
            load(2, row, std::span(zeros).first(1));
            valuesOfRun(codes.data(), count, scales[0], zeros[0], out.data());
        } else {
            load(1, column, std::span(scales).first(count));
            load(2, column, std::span(zeros).first(count));
            valuesOfColumns(codes.data(), count, scales.data(), zeros.data(), out.data());
        }
        first += count;
        out = out.subspan(count);
    }
}

bool HqqEncoding::hasGrid(const MatrixShape& shape) const {
    return usesImportance() && shape.columns % Geometry(layout_, shape).group == 0;
}

std::size_t HqqEncoding::groupColumns(const MatrixShape& shape) const {
    return static_cast<std::size_t>(Geometry(layout_, shape).group);
}

std::unique_ptr<MatrixGrid> HqqEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return matrixGrid(layout_, shape, parts);
}

} // namespace quantlathe::hqq
