// SPDX-License-Identifier: GPL-3.0-or-later
// How the encoders of matrices walk through their source: in pieces that stay in the processor's cache.
#pragma once

#include "codecs/matrix_encoding.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace quantlathe {

/// Values that are read at once: 64 KiB of floats.
inline constexpr std::uint64_t matrixPieceValues = 1U << 11U;
/// Zeros behind every piece.
inline constexpr std::size_t matrixPiecePadding = 64;

/// Calls body(first, values) for the pieces of the flat matrix, from several threads. Pieces begin at multiples of `unit`
/// (which divides the number of values, or ends in a shorter last piece), have at most max(unit, matrixPieceValues) values and
/// are followed by matrixPiecePadding zeros. The pieces of a tile, matrixPiecesPerTile of them, come in order from one thread.
/// `share` of the whole work is reported on the way.
inline constexpr std::uint64_t matrixPiecesPerTile = matrixTileValues / matrixPieceValues;
void forEachPiece(const MatrixTask& task, std::uint64_t unit, double share,
                  const std::function<void(std::uint64_t first, std::span<float> values)>& body);

/// An encoding with one scale a row and one byte a value.
struct RowwiseCodes {
    /// What values are rounded to before anything else; F32 for nothing.
    ElementType rounding = ElementType::F32;
    /// Stored for a row whose largest magnitude is `largest`.
    float (*scaleOf)(float largest) = nullptr;
    void (*encode)(std::span<const float> values, float scale, std::span<std::byte> codes) = nullptr;
};
/// Fills `codes` (rows × columns bytes) and `scales` (rows floats, aligned or not). A row longer than a tile is read twice.
void encodeRowwise(const MatrixTask& task, const RowwiseCodes& form, std::span<std::byte> codes, std::span<std::byte> scales);

/// Calls body(row, index of the first value in the matrix, the values to fill) for every part of a row in the flat range
/// [first, first + out.size()), at most matrixPieceValues at once.
template <class Body>
void forEachRowPart(const MatrixShape& shape, std::uint64_t first, std::span<float> out, const Body& body) {
    for (std::size_t done = 0; done < out.size();) {
        const std::uint64_t at = first + done;
        const std::uint64_t row = at / shape.columns;
        const std::uint64_t rest = std::min((row + 1) * shape.columns - at, matrixPieceValues);
        const std::span<float> values = out.subspan(done, std::min<std::uint64_t>(rest, out.size() - done));
        body(row, at, values);
        done += values.size();
    }
}

/// Throws the Error for the first of the values [first, first + count) that is not finite, or not once it is rounded to
/// `rounding`. Precondition: there is one.
[[noreturn]] void refuseValues(const MatrixTask& task, std::uint64_t first, std::uint64_t count, ElementType rounding);

/// Why no encoding can store it: no values, too many, or an element type that no model computes in. Nothing if all is well.
[[nodiscard]] std::optional<std::string> whyNoMatrix(const MatrixShape& shape);

/// The `index`-th float of stored bytes, aligned or not.
[[nodiscard]] float storedFloat(std::span<const std::byte> bytes, std::uint64_t index);
void storeFloat(std::span<std::byte> bytes, std::uint64_t index, float value);

} // namespace quantlathe
