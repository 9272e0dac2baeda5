// SPDX-License-Identifier: GPL-3.0-or-later
// The right factor is cut into blocks and packed as panels that are as wide as two vectors; the left one is read where it lies,
// some rows at a time. Their block of the result stays in registers while the inner dimension is run through (K. Goto and R.
// van de Geijn, Anatomy of high-performance matrix multiplication, 2008). Panels are padded with zeros and missing rows stand
// for the last one, so that the inner loop knows no edges.
#include "kernels/matrix_product.h"

#include <algorithm>
#include <hwy/cache_control.h>
#include <new>

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "kernels/matrix_product.cpp"
#include <hwy/foreach_target.h>
#include <hwy/highway.h>

#ifndef QUANTLATHE_MATRIX_PRODUCT_BLOCKS
#define QUANTLATHE_MATRIX_PRODUCT_BLOCKS
namespace quantlathe {
namespace {

constexpr std::size_t innerBlock = 384;   // at most: a panel of the right factor stays in the first-level cache
constexpr std::size_t rowBlock = 192;     // a block of the left factor stays in the second-level cache
constexpr std::size_t columnBlock = 1024; // a block of the right factor stays in what is left of the caches
constexpr std::size_t panelsAtOnce = 8;   // packed side by side: as many as the ways of a first-level cache

/// Blocks of about the same size, so that none is left over that is not worth its trouble.
std::size_t stepOf(std::size_t count, std::size_t most) {
    const std::size_t blocks = (count + most - 1) / most;
    return (count + blocks - 1) / blocks;
}

/// Room for packed factors, kept from product to product.
struct PackingRoom {
    float* left = nullptr; // only of a transposed one
    float* right = nullptr;
};

/// A factor on the right: where it lies and room for a block of it, or all of its panels, block by block.
struct RightFactor {
    Factor stored;
    const float* panels = nullptr;
};

} // namespace
} // namespace quantlathe
#endif

HWY_BEFORE_NAMESPACE();
namespace quantlathe::HWY_NAMESPACE {
namespace hn = hwy::HWY_NAMESPACE;

using Tag = hn::ScalableTag<float>;
using Floats = hn::Vec<Tag>;

/// As many as the registers hold: sums, two vectors of the right factor, one value of the left one.
constexpr std::size_t panelRows() {
    return HWY_TARGET == HWY_AVX3 || HWY_TARGET == HWY_AVX3_DL || HWY_TARGET == HWY_NEON ? 12 : 6;
}
static_assert(rowBlock % panelRows() == 0);

std::size_t panelColumns() {
    return 2 * hn::Lanes(Tag());
}

/// Four rows of four values become four columns.
void transposeFour(const float* from, std::size_t stride, float* to, std::size_t step) {
#if HWY_TARGET == HWY_SCALAR
    for (std::size_t row = 0; row < 4; ++row) {
        for (std::size_t column = 0; column < 4; ++column) {
            to[column * step + row] = from[row * stride + column];
        }
    }
#else
    const hn::Full128<float> d;
    const auto row0 = hn::LoadU(d, from);
    const auto row1 = hn::LoadU(d, from + stride);
    const auto row2 = hn::LoadU(d, from + 2 * stride);
    const auto row3 = hn::LoadU(d, from + 3 * stride);
    const auto low02 = hn::InterleaveLower(d, row0, row2);
    const auto low13 = hn::InterleaveLower(d, row1, row3);
    const auto high02 = hn::InterleaveUpper(d, row0, row2);
    const auto high13 = hn::InterleaveUpper(d, row1, row3);
    hn::StoreU(hn::InterleaveLower(d, low02, low13), d, to);
    hn::StoreU(hn::InterleaveUpper(d, low02, low13), d, to + step);
    hn::StoreU(hn::InterleaveLower(d, high02, high13), d, to + 2 * step);
    hn::StoreU(hn::InterleaveUpper(d, high02, high13), d, to + 3 * step);
#endif
}

/// Packs `count` lines of `inner` values, each line's values one behind the other in memory, into a panel of `width` lines:
/// to[i · width + line].
void packLines(const float* from, std::size_t stride, std::size_t count, std::size_t inner, std::size_t width, float* to) {
    std::size_t line = 0;
    for (; line + 4 <= count; line += 4) {
        const float* const lines = from + line * stride;
        std::size_t i = 0;
        for (; i + 4 <= inner; i += 4) {
            transposeFour(lines + i, stride, to + i * width + line, width);
        }
        for (; i < inner; ++i) {
            for (std::size_t k = 0; k < 4; ++k) {
                to[i * width + line + k] = lines[k * stride + i];
            }
        }
    }
    for (; line < width; ++line) {
        for (std::size_t i = 0; i < inner; ++i) {
            to[i * width + line] = line < count ? from[line * stride + i] : 0.0F;
        }
    }
}

/// The same of lines that lie side by side, value i of all of them from[i · stride …], to several panels, each `inner` ·
/// `width` values long: row by row, since values of one column are far apart.
void packColumns(const float* from, std::size_t stride, std::size_t count, std::size_t inner, std::size_t width, float* to) {
    const Tag d;
    const std::size_t lanes = hn::Lanes(d);
    const std::size_t whole = count / width * width;
    for (std::size_t i = 0; i < inner; ++i) {
        const float* const row = from + i * stride;
        float* panel = to + i * width;
        for (std::size_t column = 0; column < whole; column += width, panel += inner * width) {
            hn::Store(hn::LoadU(d, row + column), d, panel);
            hn::Store(hn::LoadU(d, row + column + lanes), d, panel + lanes);
        }
        if (whole < count) {
            std::fill(std::copy(row + whole, row + count, panel), panel + width, 0.0F);
        }
    }
}

/// `count` columns of the right factor from `firstColumn` on, of each `inner` values from `first` on, as panels.
void packRight(const Factor& right, std::size_t firstColumn, std::size_t count, std::size_t first, std::size_t inner,
               float* to) {
    const std::size_t width = panelColumns();
    const std::size_t atOnce = right.isTransposed ? width : panelsAtOnce * width;
    for (std::size_t column = 0; column < count; column += atOnce, to += inner * atOnce) {
        const std::size_t some = std::min(atOnce, count - column);
        if (right.isTransposed) {
            packLines(right.data + (firstColumn + column) * right.stride + first, right.stride, some, inner, width, to);
        } else {
            packColumns(right.data + first * right.stride + firstColumn + column, right.stride, some, inner, width, to);
        }
    }
}

/// Rows of the left factor, one behind the other in memory.
struct LeftRows {
    const float* data;
    std::size_t stride;
};

/// `count` rows from `firstRow` on, of each `inner` values from `first` on: packed if they are columns in memory.
LeftRows leftRows(const Factor& left, std::size_t firstRow, std::size_t count, std::size_t first, std::size_t inner,
                  float* packed) {
    if (!left.isTransposed) {
        return {left.data + firstRow * left.stride + first, left.stride};
    }
    packLines(left.data + first * left.stride + firstRow, left.stride, inner, count, inner, packed);
    return {packed, inner};
}

/// What is done with a block of sums.
struct Target {
    float alpha;
    bool adds;
    float* out;
    std::size_t stride;
    std::size_t rows;
    std::size_t columns;
};

/// Some rows by one panel. Whole blocks of sums go straight to the result, others through memory of their own.
HWY_INLINE void multiplyPanel(std::size_t inner, LeftRows left, const float* HWY_RESTRICT right, const Target& target) {
    constexpr std::size_t rows = panelRows();
    const Tag d;
    const std::size_t lanes = hn::Lanes(d);
    const float* starts[rows];
    Floats sums[rows][2];
#pragma GCC unroll 12
    for (std::size_t row = 0; row < rows; ++row) {
        const std::size_t there = std::min(row, target.rows - 1);
        starts[row] = left.data + there * left.stride;
        hwy::Prefetch(target.out + there * target.stride);
        sums[row][0] = hn::Zero(d);
        sums[row][1] = hn::Zero(d);
    }
    for (std::size_t i = 0; i < inner; ++i) {
        const Floats right0 = hn::Load(d, right);
        const Floats right1 = hn::Load(d, right + lanes);
#pragma GCC unroll 12
        for (std::size_t row = 0; row < rows; ++row) {
            const Floats one = hn::Set(d, starts[row][i]);
            sums[row][0] = hn::MulAdd(one, right0, sums[row][0]);
            sums[row][1] = hn::MulAdd(one, right1, sums[row][1]);
        }
        right += 2 * lanes;
    }
    const Floats alpha = hn::Set(d, target.alpha);
    const bool isWhole = target.rows == rows && target.columns == 2 * lanes;
    HWY_ALIGN float edge[rows * 2 * hn::MaxLanes(Tag())];
    float* const out = isWhole ? target.out : edge;
    const std::size_t stride = isWhole ? target.stride : 2 * lanes;
    const bool addsHere = isWhole && target.adds;
#pragma GCC unroll 12
    for (std::size_t row = 0; row < rows; ++row) {
#pragma GCC unroll 2
        for (std::size_t half = 0; half < 2; ++half) {
            float* const to = out + row * stride + half * lanes;
            const Floats scaled = hn::Mul(sums[row][half], alpha);
            hn::StoreU(addsHere ? hn::Add(hn::LoadU(d, to), scaled) : scaled, d, to);
        }
    }
    if (isWhole) {
        return;
    }
    for (std::size_t row = 0; row < target.rows; ++row) {
        float* const to = target.out + row * target.stride;
        for (std::size_t column = 0; column < target.columns; ++column) {
            const float value = edge[row * stride + column];
            to[column] = target.adds ? to[column] + value : value;
        }
    }
}

void multiply(ProductShape shape, float alpha, Factor left, RightFactor right, bool adds, float* out, std::size_t outStride,
              PackingRoom room) {
    constexpr std::size_t height = panelRows();
    const std::size_t width = panelColumns();
    const std::size_t innerStep = stepOf(shape.inner, innerBlock);
    const float* panels = right.panels;
    for (std::size_t column = 0; column < shape.columns; column += columnBlock) {
        const std::size_t columns = std::min(columnBlock, shape.columns - column);
        for (std::size_t first = 0; first < shape.inner; first += innerStep) {
            const std::size_t inner = std::min(innerStep, shape.inner - first);
            if (right.panels == nullptr) {
                packRight(right.stored, column, columns, first, inner, room.right);
                panels = room.right;
            }
            for (std::size_t row = 0; row < shape.rows; row += rowBlock) {
                const std::size_t rows = std::min(rowBlock, shape.rows - row);
                const LeftRows lefts = leftRows(left, row, rows, first, inner, room.left);
                for (std::size_t c = 0; c < columns; c += width) {
                    for (std::size_t r = 0; r < rows; r += height) {
                        multiplyPanel(inner, {lefts.data + r * lefts.stride, lefts.stride}, panels + c * inner,
                                      {alpha, adds || first > 0, out + (row + r) * outStride + column + c, outStride,
                                       std::min(height, rows - r), std::min(width, columns - c)});
                    }
                }
            }
            panels += (columns + width - 1) / width * width * inner;
        }
    }
}

/// All panels of a factor in the order in which multiply() takes them.
void packAll(const Factor& right, std::size_t inner, std::size_t columns, float* to) {
    const std::size_t width = panelColumns();
    const std::size_t innerStep = stepOf(inner, innerBlock);
    for (std::size_t column = 0; column < columns; column += columnBlock) {
        const std::size_t count = std::min(columnBlock, columns - column);
        for (std::size_t first = 0; first < inner; first += innerStep) {
            const std::size_t some = std::min(innerStep, inner - first);
            packRight(right, column, count, first, some, to);
            to += (count + width - 1) / width * width * some;
        }
    }
}

} // namespace quantlathe::HWY_NAMESPACE
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace quantlathe {

HWY_EXPORT(panelColumns);
HWY_EXPORT(multiply);
HWY_EXPORT(packAll);

namespace {

using Room = hwy::AlignedFreeUniquePtr<float[]>;

Room roomFor(std::size_t floats) {
    Room room = hwy::AllocateAligned<float>(floats);
    if (!room) {
        throw std::bad_alloc();
    }
    return room;
}

float* roomIn(Room& room, std::size_t& has, std::size_t floats) {
    if (has < floats) {
        has = 0;
        room = roomFor(floats);
        has = floats;
    }
    return room.get();
}

/// Room of this thread, for products of that shape.
PackingRoom packingRoom(const ProductShape& shape, bool packsLeft, bool packsRight) {
    thread_local Room leftRoom;
    thread_local Room rightRoom;
    thread_local std::size_t leftHas = 0;
    thread_local std::size_t rightHas = 0;
    const std::size_t inner = stepOf(shape.inner, innerBlock);
    const std::size_t columns =
        std::min(shape.columns, columnBlock) + HWY_DYNAMIC_DISPATCH(panelColumns)(); // the last is padded
    return {packsLeft ? roomIn(leftRoom, leftHas, std::min(shape.rows, rowBlock) * inner) : nullptr,
            packsRight ? roomIn(rightRoom, rightHas, columns * inner) : nullptr};
}

void multiplyWith(const RightFactor& right, const ProductShape& shape, float alpha, const Factor& left, bool adds, float* out,
                  std::size_t outStride) {
    if (shape.inner == 0 && !adds) {
        for (std::size_t row = 0; row < shape.rows; ++row) {
            std::fill_n(out + row * outStride, shape.columns, 0.0F);
        }
    }
    if (shape.rows == 0 || shape.columns == 0 || shape.inner == 0) {
        return;
    }
    HWY_DYNAMIC_DISPATCH(multiply)
    (shape, alpha, left, right, adds, out, outStride, packingRoom(shape, left.isTransposed, right.panels == nullptr));
}

} // namespace

void multiplyMatrices(ProductShape shape, float alpha, Factor left, Factor right, bool adds, float* out,
                      std::size_t outStride) {
    multiplyWith({right}, shape, alpha, left, adds, out, outStride);
}

void multiplyMatrices(std::size_t rows, float alpha, Factor left, const PackedFactor& right, bool adds, float* out,
                      std::size_t outStride) {
    multiplyWith({{}, right.panels()}, {rows, right.inner(), right.columns()}, alpha, left, adds, out, outStride);
}

PackedFactor::PackedFactor(const Factor& right, std::size_t inner, std::size_t columns) : inner_(inner), columns_(columns) {
    if (isEmpty()) {
        return;
    }
    const std::size_t width = HWY_DYNAMIC_DISPATCH(panelColumns)();
    panels_ = roomFor((columns + width - 1) / width * width * inner);
    HWY_DYNAMIC_DISPATCH(packAll)(right, inner, columns, panels_.get());
}

} // namespace quantlathe
#endif
