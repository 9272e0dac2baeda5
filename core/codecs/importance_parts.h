// SPDX-License-Identifier: GPL-3.0-or-later
// What encoders make of an importance matrix that says nothing, or hardly anything, about some columns.
#pragma once

#include "codecs/encoding.h"

#include <vector>

namespace quantlathe {

/// Columns of a row that share one scale of the encoding: 32 in Q4_K, whose blocks have 256. The scale is fitted to the
/// columns by their importance, so it needs some. 0 for encodings that do not look at importance.
[[nodiscard]] std::uint32_t columnsPerScale(const Encoding& encoding);

/// The importance that Encoding::encode() works with: a search among codes that all weigh nothing would find a scale of 0, and
/// the weights would be gone. So
/// - a block without importance counts as 1 everywhere;
/// - in other blocks, columns without importance count as little as the least of the block where they are the most of those
/// that
///   share a scale;
/// - a block whose values are so large or small that sums over them leave binary32 is scaled by a power of four, which changes
///   no code otherwise.
/// Empty when `importance`, one value a column, is good as it is, which it is for all usual matrices: the bytes are those of
/// the reference implementation then. Pure.
[[nodiscard]] std::vector<float> usableImportance(const Encoding& encoding, std::span<const float> importance);

/// The same for one block, in place; whether anything had to be changed.
bool makeUsable(std::span<float> block, std::size_t partColumns);

/// Importance of the groups of a matrix as encodings of matrices work with it: usable group by group. Groups are runs of the
/// flat matrix, so they may begin in one row and end in the next. Immutable after its constructor.
class GroupImportance {
public:
    /// `importance`: one value a column, or nothing.
    GroupImportance(std::span<const float> importance, std::uint64_t groupSize);
    [[nodiscard]] bool empty() const { return columns_.empty(); }
    /// Of the values [first, first + out.size()) of the flat matrix: whole groups, of which the last one may be short.
    void ofGroups(std::uint64_t first, std::uint64_t groupSize, std::span<float> out) const;

private:
    std::vector<float> columns_;
    bool isPrepared_; // usable already, as no group straddles rows
};

} // namespace quantlathe
