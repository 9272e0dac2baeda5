// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/bitsandbytes/four_bit.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/bitsandbytes/four_bit_grid.h"
#include "codecs/bitsandbytes/four_bit_search.h"
#include "codecs/bitsandbytes/nested_scales.h"
#include "codecs/bitsandbytes/tables.h"
#include "codecs/matrix_pieces.h"
#include "codecs/nibble_pairs.h"
#include "kernels/convert.h"
#include "kernels/four_bit_levels.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstring>
#include <fmt/format.h>
#include <map>
#include <mutex>
#include <numeric>

namespace quantlathe::bitsandbytes {
namespace {

constexpr std::uint64_t quotientUp(std::uint64_t value, std::uint64_t divisor) {
    return (value + divisor - 1) / divisor;
}

void writeTable(std::span<const float> table, std::span<std::byte> out) {
    assert(out.size() == table.size_bytes());
    std::memcpy(out.data(), table.data(), out.size());
}

const std::array<float, 16>& valuesOf(FourBit type) {
    return type == FourBit::nf4 ? nf4Values : fp4Values;
}

/// Parts in the order of parts().
template <class Byte>
struct Parts {
    std::span<Byte> weight, absmax, map, nestedAbsmax, nestedMap, state;
    Parts(std::span<const std::span<Byte>> all, bool isNested)
        : weight(all[0]), absmax(all[1]), map(all[2]), nestedAbsmax(isNested ? all[3] : std::span<Byte>()),
          nestedMap(isNested ? all[4] : std::span<Byte>()), state(all[isNested ? 5 : 3]) {}
};

/// One piece into codes and scales, which begin at the piece.
void encodePiece(FourBit type, const FourBitTask& piece, const MatrixTask& task, std::uint64_t first) {
    const bool isFinite = type == FourBit::nf4 ? encodeNf4(piece, nf4Thresholds()) : encodeFp4(piece);
    if (!isFinite) {
        refuseValues(task, first, piece.count, ElementType::F32);
    }
}

NibblePairs pairsOf(std::span<const std::byte> map) {
    std::array<float, 16> values{};
    std::memcpy(values.data(), map.data(), sizeof values);
    return pairsHighFirst(values);
}

} // namespace

std::string_view stateSuffix(FourBit type) {
    return type == FourBit::nf4 ? ".weight.quant_state.bitsandbytes__nf4" : ".weight.quant_state.bitsandbytes__fp4";
}

const FourBitEncoding& FourBitEncoding::of(const FourBitForm& form) {
    static std::mutex mutex;
    static std::map<FourBitForm, std::unique_ptr<const FourBitEncoding>> known;
    const std::scoped_lock lock(mutex);
    auto& encoding = known[form];
    if (encoding == nullptr) {
        encoding.reset(new FourBitEncoding(form));
    }
    return *encoding;
}

FourBitEncoding::FourBitEncoding(const FourBitForm& form)
    : form_(form), name_(fmt::format("{}-{}{}", form.type == FourBit::nf4 ? "NF4" : "FP4", form.blockSize,
                                     form.nestedBlockSize != 0 ? "-DQ" : "")) {}

double FourBitEncoding::bitsPerWeight() const {
    const double block = form_.blockSize;
    return form_.nestedBlockSize == 0 ? 4 + 32 / block : 4 + 8 / block + 32 / (block * form_.nestedBlockSize);
}

std::optional<std::string> FourBitEncoding::whyNot(const MatrixShape& shape) const {
    if (auto why = whyNoMatrix(shape)) {
        return why;
    }
    const std::uint32_t unit = info(form_.storage).bytesPerBlock;
    if (quotientUp(shape.values(), 2) % unit != 0) {
        return say("its packed bytes are no multiple of {}, the size of {}", unit, info(form_.storage).name);
    }
    return std::nullopt;
}

FourBitState FourBitEncoding::state(const MatrixShape& shape, float offset) const {
    return {form_.type, form_.blockSize, shape, form_.nestedBlockSize, offset};
}

std::vector<MatrixPart> FourBitEncoding::parts(const MatrixShape& shape) const {
    using enum ElementType;
    const std::uint64_t blocks = quotientUp(shape.values(), form_.blockSize);
    const std::uint64_t bytes = quotientUp(shape.values(), 2);
    const bool isNested = form_.nestedBlockSize != 0;
    std::vector<MatrixPart> parts{
        {".weight", form_.storage, {bytes / info(form_.storage).bytesPerBlock, 1}},
        {".weight.absmax", isNested ? U8 : F32, {blocks}},
        {".weight.quant_map", F32, {nf4Values.size()}},
    };
    if (isNested) {
        parts.push_back({".weight.nested_absmax", F32, {quotientUp(blocks, form_.nestedBlockSize)}});
        parts.push_back({".weight.nested_quant_map", F32, {dynamicMap.size()}});
    }
    const std::uint32_t stateBytes = form_.stateBytes != 0 ? form_.stateBytes : state(shape).maxBytes();
    parts.push_back({std::string(stateSuffix(form_.type)), U8, {stateBytes}});
    return parts;
}

void FourBitEncoding::writeState(const MatrixShape& shape, float offset, std::span<std::byte> out) const {
    const std::string text = state(shape, offset).json();
    if (text.size() > out.size()) {
        throw badInput({}, say("The description of a matrix does not fit"),
                       say("It needs {} bytes, the file has room for {}.", text.size(), out.size()));
    }
    std::ranges::fill(out, std::byte{' '}); // JSON may end in blanks
    std::memcpy(out.data(), text.data(), text.size());
}

void FourBitEncoding::nestScales(const MatrixTask& task, std::span<const float> scales, float offset,
                                 std::span<std::byte> codes, std::span<std::byte> nestedAbsmax) const {
    const std::size_t nested = form_.nestedBlockSize;
    const std::size_t scalesATask = std::max<std::size_t>(nested, matrixPieceValues);
    task.forEach(quotientUp(scales.size(), scalesATask), [&](std::size_t unit) {
        const std::size_t end = std::min<std::size_t>(scales.size(), (unit + 1) * scalesATask);
        for (std::size_t at = unit * scalesATask; at < end; at += nested) {
            const std::size_t count = std::min(nested, end - at);
            const float scale = encodeNestedBlock(scales.subspan(at, count), offset, codes.subspan(at, count));
            storeFloat(nestedAbsmax, at / nested, scale);
        }
    });
}

void FourBitEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> all) const {
    const bool isNested = form_.nestedBlockSize != 0;
    const Parts<std::byte> parts(all, isNested);
    const std::uint64_t blocks = quotientUp(task.shape.values(), form_.blockSize);
    std::vector<float> scales(isNested ? blocks : 0);
    std::vector<double> tileSums(isNested ? quotientUp(task.shape.values(), matrixTileValues) : 0);
    const FourBitSearch search(form_.type, form_.blockSize, task);
    const bool searchesCodes = isNested && search.isGuided();
    // Double quantization takes a twentieth, a search of its own most of the time.
    constexpr double nestingShare = 0.05;
    const double searchShare = searchesCodes ? 0.75 : 0;
    const double mainShare = isNested ? 1 - nestingShare - searchShare : 1;
    forEachPiece(task, form_.blockSize, mainShare, [&](std::uint64_t first, std::span<float> values) {
        std::array<float, matrixPieceValues / 32>
            absmax; // NOLINT(cppcoreguidelines-pro-type-member-init): filled by the kernel
        encodePiece(form_.type,
                    {.values = values.data(),
                     .count = values.size(),
                     .blockSize = form_.blockSize,
                     .absmax = absmax.data(),
                     .packed = reinterpret_cast<std::uint8_t*>(parts.weight.data() + first / 2)},
                    task, first);
        const std::size_t count = quotientUp(values.size(), form_.blockSize);
        const std::uint64_t block = first / form_.blockSize;
        if (search.isGuided() && !isNested) {
            search.improve(first, values, std::span(absmax).first(count),
                           parts.weight.subspan(first / 2, (values.size() + 1) / 2));
        }
        if (isNested) {
            std::copy_n(absmax.begin(), count, scales.begin() + static_cast<std::ptrdiff_t>(block));
            double& sum = tileSums[first / matrixTileValues];
            sum = std::accumulate(absmax.begin(), absmax.begin() + static_cast<std::ptrdiff_t>(count), sum);
        } else {
            std::memcpy(parts.absmax.data() + block * sizeof(float), absmax.data(), count * sizeof(float));
        }
    });
    writeTable(valuesOf(form_.type), parts.map);
    float offset = 0;
    if (isNested) {
        writeTable(dynamicMap, parts.nestedMap);
        offset = static_cast<float>(std::accumulate(tileSums.begin(), tileSums.end(), 0.0) / static_cast<double>(blocks));
        nestScales(task, scales, offset, parts.absmax, parts.nestedAbsmax);
        task.advance(nestingShare);
    }
    if (searchesCodes) {
        const FourBitSearch::NestedScales stored{
            .codes = parts.absmax, .absmax = parts.nestedAbsmax, .blockSize = form_.nestedBlockSize, .offset = offset};
        forEachPiece(task, form_.blockSize, searchShare, [&](std::uint64_t first, std::span<float> values) {
            search.improve(first, values, stored, parts.weight.subspan(first / 2, (values.size() + 1) / 2));
        });
    }
    writeState(task.shape, offset, parts.state);
}

void FourBitEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> all,
                                   std::uint64_t first, std::span<float> out) const {
    const bool isNested = form_.nestedBlockSize != 0;
    const Parts<const std::byte> parts(all, isNested);
    const float offset = isNested ? parseState(parts.state, stateSuffix(form_.type)).nestedOffset : 0;
    const auto scaleOf = [&](std::uint64_t block) {
        if (!isNested) {
            return storedFloat(parts.absmax, block);
        }
        const auto code = std::to_integer<std::uint64_t>(parts.absmax[static_cast<std::size_t>(block)]);
        const float distance =
            storedFloat(parts.nestedMap, code) * storedFloat(parts.nestedAbsmax, block / form_.nestedBlockSize);
        return distance + offset;
    };
    const NibblePairs pairs = pairsOf(parts.map);
    // In runs that stay in the cache until they are rounded to what the model computes in.
    constexpr std::size_t runValues = 2048;
    for (std::size_t done = 0; done < out.size();) {
        const std::span<float> run = out.subspan(done, std::min(runValues, out.size() - done));
        for (std::size_t at = 0; at < run.size();) {
            const std::uint64_t value = first + done + at;
            const std::uint64_t block = value / form_.blockSize;
            const std::uint64_t blockEnd = (block + 1) * form_.blockSize;
            const std::size_t count = std::min<std::uint64_t>(blockEnd - value, run.size() - at);
            const float scale = scaleOf(block);
            decodeNibbles(pairs, parts.weight, value, run.subspan(at, count), [scale](float level) { return level * scale; });
            at += count;
        }
        roundFloats(shape.compute, run);
        done += run.size();
    }
}

bool FourBitEncoding::hasGrid(const MatrixShape& shape) const {
    return shape.columns % form_.blockSize == 0;
}

std::size_t FourBitEncoding::groupColumns(const MatrixShape& /*shape*/) const {
    return form_.blockSize;
}

std::unique_ptr<MatrixGrid> FourBitEncoding::gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const {
    return matrixGrid(form_, shape, parts);
}

} // namespace quantlathe::bitsandbytes
