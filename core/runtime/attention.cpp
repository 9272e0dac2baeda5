// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/attention.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe {
namespace {

constexpr std::size_t queryBlock = 128;
constexpr std::size_t keyBlock = 256;

struct Buffers {
    std::vector<float> scores;  // queryBlock × keyBlock
    std::vector<float> sums;    // queryBlock × valueLength
    std::vector<float> maxima;  // of each query so far
    std::vector<float> weights; // sum of the exponentials of each query so far
};

/// One head, one block of queries, all keys that they see.
struct Task {
    SequenceRows sequence;
    std::size_t head;
    std::size_t firstQuery; // position in the sequence
};

/// Behind the last key that a position of a sequence of `count` tokens sees.
std::size_t endKeyOf(const Attention& attention, std::size_t position, std::size_t count) {
    if (!attention.looksAhead) {
        return position + 1;
    }
    return attention.window == 0 ? count : std::min(count, position + attention.window);
}

/// The first key that a position sees.
std::size_t firstKeyOf(const Attention& attention, std::size_t position) {
    const std::size_t ofChunk = attention.chunk == 0 ? 0 : position / attention.chunk * attention.chunk;
    const bool isInside = attention.window == 0 || position + 1 <= attention.window;
    return std::max(ofChunk, isInside ? 0 : position + 1 - attention.window);
}

/// How steeply scores of a head fall with the distance of a key (Press, Smith, Lewis 2022, section 3; for a number of heads
/// that is no power of two, every second slope of twice as many).
float slopeOf(const Attention& attention, std::size_t head) {
    const std::size_t whole = std::bit_floor(std::size_t{attention.heads});
    const auto bias = static_cast<double>(attention.largestBias);
    const double power =
        head < whole ? bias * static_cast<double>(head + 1) : bias / 2 * static_cast<double>(2 * (head - whole) + 1);
    return static_cast<float>(std::exp2(-power / static_cast<double>(whole)));
}

constexpr std::size_t wordBits = 32;

/// Scores of positions firstKey… that the token does not look at become −∞. False if none is left.
bool leaveChosen(const std::uint32_t* chosen, std::size_t firstKey, std::span<float> scores) {
    bool isAnyLeft = false;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        const std::size_t key = firstKey + i;
        if ((chosen[key / wordBits] >> (key % wordBits) & 1U) != 0) {
            isAnyLeft = true;
        } else {
            scores[i] = -std::numeric_limits<float>::infinity();
        }
    }
    return isAnyLeft;
}

/// Turns raw scores of keys firstKey… into exponentials; masked ones become 0. Rescales what was summed so far.
void softmaxRows(const Attention& attention, const Task& task, const AttentionRows& rows, std::size_t firstKey, Matrix scores,
                 Buffers& buffers) {
    const float slope = attention.largestBias > 0 ? slopeOf(attention, task.head) : 0.0F;
    for (std::size_t i = 0; i < scores.rows; ++i) {
        const std::size_t position = task.firstQuery + i;
        const std::size_t visibleFrom = firstKeyOf(attention, position);
        const std::size_t begin = std::min(visibleFrom > firstKey ? visibleFrom - firstKey : 0, scores.columns);
        const std::size_t endKey = endKeyOf(attention, position, task.sequence.count);
        const std::size_t end = endKey <= firstKey ? 0 : std::min(endKey - firstKey, scores.columns);
        const std::span<float> row(scores.data + i * scores.stride, scores.columns);
        if (begin >= end) {
            std::ranges::fill(row, 0.0F);
            continue;
        }
        std::fill(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(begin), 0.0F);
        std::fill(row.begin() + static_cast<std::ptrdiff_t>(end), row.end(), 0.0F);
        const std::span<float> visible = row.subspan(begin, end - begin);
        if (attention.cap > 0) {
            softCap(visible, attention.cap);
        }
        if (slope > 0) {
            for (std::size_t key = begin; key < end; ++key) {
                const std::size_t other = firstKey + key;
                row[key] -= slope * static_cast<float>(other < position ? position - other : other - position);
            }
        }
        const std::uint32_t* const chosen =
            rows.chosen == nullptr ? nullptr : rows.chosen + (task.sequence.first + position) * rows.chosenStride;
        if (chosen != nullptr && !leaveChosen(chosen, firstKey + begin, visible)) {
            std::ranges::fill(row, 0.0F);
            continue;
        }
        const SoftmaxBlock result = softmaxBlock(visible, buffers.maxima[i]);
        const float shrink = std::exp(buffers.maxima[i] - result.maximum);
        buffers.maxima[i] = result.maximum;
        buffers.weights[i] = buffers.weights[i] * shrink + result.sum;
        if (shrink != 1.0F) {
            scaleRow(std::span(buffers.sums).subspan(i * attention.valueLength, attention.valueLength), shrink);
        }
    }
}

void runTask(const Attention& attention, const Task& task, const AttentionRows& rows, std::span<const float> sinks, Matrix out,
             Buffers& buffers) {
    const std::size_t keyLength = attention.keyLength;
    const std::size_t valueLength = attention.valueLength;
    const std::size_t kvHead = task.head / (attention.heads / attention.kvHeads);
    const std::size_t queries = std::min(queryBlock, task.sequence.count - task.firstQuery);
    const auto at = [&](const ConstMatrix& matrix, std::size_t position, std::size_t column) {
        return matrix.data + (task.sequence.first + position) * matrix.stride + column;
    };
    buffers.scores.resize(queryBlock * keyBlock);
    buffers.sums.assign(queryBlock * valueLength, 0.0F);
    // A sink is a key that was seen first and has no value.
    buffers.maxima.assign(queryBlock, sinks.empty() ? -std::numeric_limits<float>::infinity() : sinks[task.head]);
    buffers.weights.assign(queryBlock, sinks.empty() ? 0.0F : 1.0F);
    const std::size_t endKey = endKeyOf(attention, task.firstQuery + queries - 1, task.sequence.count);
    for (std::size_t key = firstKeyOf(attention, task.firstQuery) / keyBlock * keyBlock; key < endKey; key += keyBlock) {
        const std::size_t keys = std::min(keyBlock, endKey - key);
        const Matrix scores{buffers.scores.data(), queries, keys, keyBlock};
        multiplyTransposed(
            {at(rows.queries, task.firstQuery, task.head * rows.queryStride), queries, keyLength, rows.queries.stride},
            {at(rows.keys, key, kvHead * rows.keyStride), keys, keyLength, rows.keys.stride}, attention.scale, scores);
        softmaxRows(attention, task, rows, key, scores, buffers);
        multiplyAdd({scores.data, queries, keys, keyBlock},
                    {at(rows.values, key, kvHead * rows.valueStride), keys, valueLength, rows.values.stride},
                    {buffers.sums.data(), queries, valueLength, valueLength});
    }
    for (std::size_t i = 0; i < queries; ++i) {
        const auto sum = std::span(buffers.sums).subspan(i * valueLength, valueLength);
        scaleRow(sum, 1.0F / buffers.weights[i]);
        std::ranges::copy(sum, out.data + (task.sequence.first + task.firstQuery + i) * out.stride + task.head * valueLength);
    }
}

/// Pairs of query and key that are computed for a block of queries (whole blocks of keys count).
double pairsOf(const Attention& attention, std::size_t firstQuery, std::size_t queries, std::size_t count) {
    const std::size_t firstKey = firstKeyOf(attention, firstQuery) / keyBlock * keyBlock;
    return static_cast<double>(queries) * static_cast<double>(endKeyOf(attention, firstQuery + queries - 1, count) - firstKey);
}

double multiplyAddsOfPair(const Attention& attention) {
    return attention.keyLength + static_cast<double>(attention.valueLength);
}

} // namespace

RopeTable::RopeTable(const Rope& rope, std::size_t longest) : interleaved_(rope.interleaved) {
    const bool isLong = !rope.longFrequencies.empty() && longest > rope.longFrom;
    const std::vector<double>& frequencies = isLong ? rope.longFrequencies : rope.frequencies;
    pairs_ = frequencies.size();
    cosines_.reserve(longest * pairs_);
    sines_.reserve(longest * pairs_);
    for (std::size_t position = 0; position < longest; ++position) {
        for (const double frequency : frequencies) {
            const double angle = static_cast<double>(position) * frequency;
            cosines_.push_back(static_cast<float>(std::cos(angle) * rope.magnitude));
            sines_.push_back(static_cast<float>(std::sin(angle) * rope.magnitude));
        }
    }
}

void RopeTable::rotate(std::size_t position, std::span<float> head) const {
    rotatePairs(head.first(2 * pairs_), std::span(cosines_).subspan(position * pairs_, pairs_),
                std::span(sines_).subspan(position * pairs_, pairs_), interleaved_);
}

void attend(const Attention& attention, std::span<const SequenceRows> sequences, const AttentionRows& rows,
            std::span<const float> sinks, Matrix out, const RunContext& context) {
    std::vector<Task> tasks;
    for (const SequenceRows& sequence : sequences) {
        for (std::size_t head = 0; head < attention.heads; ++head) {
            for (std::size_t query = 0; query < sequence.count; query += queryBlock) {
                tasks.push_back({sequence, head, query});
            }
        }
    }
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers;
    const double perPair = multiplyAddsOfPair(attention) / multiplyAddsPerUnit;
    context.forEach(tasks.size(), [&](std::size_t i) {
        const Task& task = tasks[i];
        runTask(attention, task, rows, sinks, out, buffers.local());
        const std::size_t queries = std::min(queryBlock, task.sequence.count - task.firstQuery);
        context.progress.add(
            static_cast<std::uint64_t>(pairsOf(attention, task.firstQuery, queries, task.sequence.count) * perPair));
    });
}

double attentionMultiplyAdds(const Attention& attention, std::size_t tokens) {
    double pairs = 0;
    for (std::size_t query = 0; query < tokens; query += queryBlock) {
        pairs += pairsOf(attention, query, std::min(queryBlock, tokens - query), tokens);
    }
    return pairs * attention.heads * multiplyAddsOfPair(attention);
}

} // namespace quantlathe
