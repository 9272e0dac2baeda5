// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/block_levels.h"

#include "base/error.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <set>

namespace quantlathe {

namespace {

constexpr std::size_t mostLevels = 256;
constexpr std::size_t mostCodeBits = 8;
constexpr std::uint64_t mostDecodedValues = 1U << 24U;
constexpr std::uint64_t probeStep = 16; // no encoding has scales for fewer columns than this

bool isSame(float a, float b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

/// An encoded block whose bits can be turned.
class Block {
public:
    Block(const Encoding& encoding, std::vector<std::byte> stored, std::uint64_t columns)
        : encoding_(encoding), stored_(std::move(stored)), plain_(columns), changed_(columns) {
        encoding_.decode(stored_, columns, plain_);
    }

    [[nodiscard]] const std::vector<float>& values() const { return plain_; }
    [[nodiscard]] std::size_t bytes() const { return stored_.size(); }

    /// Bits that change the value at `column` and no other.
    [[nodiscard]] std::vector<std::size_t> codeBitsOf(std::size_t column) {
        // Codes mostly stand first and in order, so they are looked for where they should be, and elsewhere where that is
        // cheap.
        constexpr std::size_t window = 128;
        const std::size_t expected = column * stored_.size() / plain_.size();
        const std::size_t first = expected > window ? expected - window : 0;
        std::vector<std::size_t> bits = codeBitsIn(first, std::min(stored_.size(), expected + window), column);
        const bool isSmall = stored_.size() * plain_.size() <= mostDecodedValues;
        if (isSmall && stored_.size() > window) {
            bits = codeBitsIn(0, stored_.size(), column);
        }
        return bits;
    }

    /// What the value at `column` becomes with every setting of `bits`.
    void collect(std::size_t column, const std::vector<std::size_t>& bits, std::set<float>& levels) {
        const std::vector<std::byte> before = stored_;
        for (std::size_t setting = 0; setting < (std::size_t{1} << bits.size()); ++setting) {
            for (std::size_t i = 0; i < bits.size(); ++i) {
                const std::byte mask = std::byte{1} << (bits[i] % 8);
                std::byte& byte = stored_[bits[i] / 8];
                byte = ((setting >> i) & 1U) != 0 ? byte | mask : byte & ~mask;
            }
            encoding_.decode(stored_, changed_.size(), changed_);
            if (std::isfinite(changed_[column])) {
                levels.insert(changed_[column] + 0.0F); // −0 is 0
            }
        }
        stored_ = before;
    }

private:
    [[nodiscard]] std::vector<std::size_t> codeBitsIn(std::size_t first, std::size_t end, std::size_t column) {
        std::vector<std::size_t> bits;
        for (std::size_t byte = first; byte < end; ++byte) {
            // A byte of codes holds a few neighbours at most; most bytes are told apart by turning all of their bits at once.
            if (!touches(byte, std::byte{0xFF}, column)) {
                continue;
            }
            for (unsigned bit = 0; bit < 8; ++bit) {
                if (touchesOnly(byte, std::byte{1} << bit, column)) {
                    bits.push_back(8 * byte + bit);
                }
            }
        }
        return bits;
    }

    /// False when the turned bits belong to a description that then describes nothing: they are no code.
    [[nodiscard]] bool decodesWith(std::size_t byte, std::byte mask) {
        bool isDecoded = true;
        stored_[byte] ^= mask;
        try {
            encoding_.decode(stored_, changed_.size(), changed_);
        } catch (const Error&) {
            isDecoded = false;
        }
        stored_[byte] ^= mask;
        return isDecoded;
    }
    [[nodiscard]] bool touches(std::size_t byte, std::byte mask, std::size_t column) {
        return decodesWith(byte, mask) && !isSame(changed_[column], plain_[column]);
    }
    [[nodiscard]] bool touchesOnly(std::size_t byte, std::byte mask, std::size_t column) {
        if (!decodesWith(byte, mask)) {
            return false;
        }
        for (std::size_t i = 0; i < plain_.size(); ++i) {
            if (isSame(changed_[i], plain_[i]) == (i == column)) {
                return false;
            }
        }
        return true;
    }

    const Encoding& encoding_;
    std::vector<std::byte> stored_;
    std::vector<float> plain_;
    std::vector<float> changed_;
};

/// Ascending levels at one column; nothing when codes do not speak of it alone.
std::vector<float> levelsAt(Block& block, std::size_t column) {
    const std::vector<std::size_t> bits = block.codeBitsOf(column);
    std::set<float> levels;
    // One bit alone is the sign of a lattice point: not a code.
    if (bits.size() > 1 && bits.size() <= mostCodeBits) {
        block.collect(column, bits, levels);
    }
    return {levels.begin(), levels.end()};
}

} // namespace

BlockLevels blockLevels(std::span<const float> values, const Encoding& encoding, const EncodingGuide& guide,
                        std::uint64_t column) {
    const std::uint64_t columns = values.size();
    if (column >= columns || !encoding.canEncode() || !encoding.canDecode()) {
        throw badInput({}, say("There are no levels of {} at column {}", encoding.name(), column),
                       say("The row has {} columns.", columns));
    }
    if (columns % encoding.columnMultiple() != 0) { // blocks span rows
        return {.row = 0, .firstColumn = 0, .columns = columns, .levels = {}, .isComplete = false};
    }
    std::vector<std::byte> stored(encoding.bytes(1, columns));
    encoding.encode(values, columns, guide, stored);
    // Where the columns of a block are encoded by themselves, one block is enough.
    std::uint64_t first = 0;
    std::uint64_t width = columns;
    const std::uint64_t multiple = encoding.columnMultiple();
    if (multiple >= probeStep && encoding.rowBytes(columns) == columns / multiple * encoding.rowBytes(multiple)) {
        first = column / multiple * multiple;
        width = multiple;
        const std::uint64_t bytes = encoding.rowBytes(multiple);
        const auto begin = stored.begin() + static_cast<std::ptrdiff_t>(column / multiple * bytes);
        stored = std::vector<std::byte>(begin, begin + static_cast<std::ptrdiff_t>(bytes));
    }
    BlockLevels result;
    result.firstColumn = first;
    result.columns = width;
    if (encoding.bitsPerWeight() > mostCodeBits + 1) {
        return result;
    }
    Block block(encoding, std::move(stored), width);
    const auto at = static_cast<std::size_t>(column - first);
    result.levels = levelsAt(block, at);
    // A bit of a lattice's index may change one value alone by chance: then neighbours have values that are not among these.
    const bool hasBlocks = width == multiple;
    const std::size_t from = hasBlocks ? at / probeStep * probeStep : 0;
    const std::size_t to = hasBlocks ? std::min<std::size_t>(width, from + probeStep) : width;
    result.isComplete = !result.levels.empty() &&
                        std::all_of(block.values().begin() + static_cast<std::ptrdiff_t>(from),
                                    block.values().begin() + static_cast<std::ptrdiff_t>(to),
                                    [&result](float value) { return std::ranges::binary_search(result.levels, value + 0.0F); });
    if (!result.isComplete) { // what occurs
        std::set<float> occurring;
        std::ranges::copy_if(block.values(), std::inserter(occurring, occurring.end()),
                             [](float v) { return std::isfinite(v); });
        result.levels.assign(occurring.begin(), occurring.end());
    } else if (hasBlocks) {
        // Neighbours with the same levels, in steps that no scale is finer than.
        std::uint64_t begin = at / probeStep * probeStep;
        std::uint64_t end = std::min(width, begin + probeStep);
        while (begin >= probeStep && levelsAt(block, begin - probeStep) == result.levels) {
            begin -= probeStep;
        }
        while (end < width && levelsAt(block, end) == result.levels) {
            end = std::min(width, end + probeStep);
        }
        result.firstColumn = first + begin;
        result.columns = end - begin;
    }
    if (result.levels.size() > mostLevels) {
        result.levels.clear();
    }
    return result;
}

BlockLevels blockLevels(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                        std::uint64_t row, std::uint64_t column) {
    if (row >= weight.rows() || column >= weight.columns()) {
        throw badInput({}, say("{} has no row {}, column {}", weight.name, row, column),
                       say("It has {} rows of {} columns.", weight.rows(), weight.columns()));
    }
    std::vector<float> values(weight.columns());
    readRows(model, weight, row, values);
    requireUnchanged(model.checkpoint());
    EncodingGuide ofRow = guide;
    if (guide.importance.size() > values.size()) { // one stretch for each of the stacked matrices
        ofRow.importance = guide.importance.subspan(row / weight.rowsPerMatrix() * values.size(), values.size());
    }
    BlockLevels result = blockLevels(values, encoding, ofRow, column);
    result.row = row;
    return result;
}

} // namespace quantlathe
