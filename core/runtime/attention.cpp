// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/attention.h"

#include <algorithm>
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

std::size_t firstKeyOf(std::size_t position, std::uint32_t window) {
    return window == 0 || position + 1 <= window ? 0 : position + 1 - window;
}

/// Turns raw scores of keys firstKey… into exponentials; masked ones become 0. Rescales what was summed so far.
void softmaxRows(const Graph& graph, const Block& block, std::size_t firstQuery, std::size_t firstKey, Matrix scores,
                 Buffers& buffers) {
    for (std::size_t i = 0; i < scores.rows; ++i) {
        const std::size_t position = firstQuery + i;
        const std::size_t visibleFrom = firstKeyOf(position, block.window);
        const std::size_t begin = std::min(visibleFrom > firstKey ? visibleFrom - firstKey : 0, scores.columns);
        const std::size_t end = position < firstKey ? 0 : std::min(position - firstKey + 1, scores.columns);
        const std::span<float> row(scores.data + i * scores.stride, scores.columns);
        if (begin >= end) {
            std::ranges::fill(row, 0.0F);
            continue;
        }
        std::fill(row.begin(), row.begin() + static_cast<std::ptrdiff_t>(begin), 0.0F);
        std::fill(row.begin() + static_cast<std::ptrdiff_t>(end), row.end(), 0.0F);
        const std::span<float> visible = row.subspan(begin, end - begin);
        if (graph.attentionCap > 0) {
            softCap(visible, graph.attentionCap);
        }
        const SoftmaxBlock result = softmaxBlock(visible, buffers.maxima[i]);
        const float shrink = std::exp(buffers.maxima[i] - result.maximum);
        buffers.maxima[i] = result.maximum;
        buffers.weights[i] = buffers.weights[i] * shrink + result.sum;
        if (shrink != 1.0F) {
            scaleRow(std::span(buffers.sums).subspan(i * graph.valueLength, graph.valueLength), shrink);
        }
    }
}

void runTask(const Graph& graph, const Block& block, const Task& task, ConstMatrix qkv, Matrix out, Buffers& buffers) {
    const std::size_t keyLength = graph.keyLength;
    const std::size_t valueLength = graph.valueLength;
    const std::size_t kvHead = task.head / (block.heads / block.kvHeads);
    const std::size_t keyColumn = block.heads * keyLength + kvHead * keyLength;
    const std::size_t valueColumn = (block.heads + std::size_t{block.kvHeads}) * keyLength + kvHead * valueLength;
    const std::size_t queries = std::min(queryBlock, task.sequence.count - task.firstQuery);
    const auto at = [&](std::size_t position, std::size_t column) {
        return qkv.data + (task.sequence.first + position) * qkv.stride + column;
    };
    buffers.scores.resize(queryBlock * keyBlock);
    buffers.sums.assign(queryBlock * valueLength, 0.0F);
    buffers.maxima.assign(queryBlock, -std::numeric_limits<float>::infinity());
    buffers.weights.assign(queryBlock, 0.0F);
    const std::size_t endKey = task.firstQuery + queries;
    for (std::size_t key = firstKeyOf(task.firstQuery, block.window) / keyBlock * keyBlock; key < endKey; key += keyBlock) {
        const std::size_t keys = std::min(keyBlock, endKey - key);
        const Matrix scores{buffers.scores.data(), queries, keys, keyBlock};
        multiplyTransposed({at(task.firstQuery, task.head * keyLength), queries, keyLength, qkv.stride},
                           {at(key, keyColumn), keys, keyLength, qkv.stride}, graph.attentionScale, scores);
        softmaxRows(graph, block, task.firstQuery, key, scores, buffers);
        multiplyAdd({scores.data, queries, keys, keyBlock}, {at(key, valueColumn), keys, valueLength, qkv.stride},
                    {buffers.sums.data(), queries, valueLength, valueLength});
    }
    for (std::size_t i = 0; i < queries; ++i) {
        const auto sum = std::span(buffers.sums).subspan(i * valueLength, valueLength);
        scaleRow(sum, 1.0F / buffers.weights[i]);
        std::ranges::copy(sum, out.data + (task.sequence.first + task.firstQuery + i) * out.stride + task.head * valueLength);
    }
}

/// Pairs of query and key that are computed for a block of queries (whole blocks of keys count).
double pairsOf(const Block& block, std::size_t firstQuery, std::size_t queries) {
    const std::size_t firstKey = firstKeyOf(firstQuery, block.window) / keyBlock * keyBlock;
    return static_cast<double>(queries) * static_cast<double>(firstQuery + queries - firstKey);
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

void attend(const Graph& graph, const Block& block, std::span<const SequenceRows> sequences, ConstMatrix qkv, Matrix out,
            const RunContext& context) {
    std::vector<Task> tasks;
    for (const SequenceRows& sequence : sequences) {
        for (std::size_t head = 0; head < block.heads; ++head) {
            for (std::size_t query = 0; query < sequence.count; query += queryBlock) {
                tasks.push_back({sequence, head, query});
            }
        }
    }
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers;
    const double perPair = (graph.keyLength + static_cast<double>(graph.valueLength)) / multiplyAddsPerUnit;
    context.forEach(tasks.size(), [&](std::size_t i) {
        const Task& task = tasks[i];
        runTask(graph, block, task, qkv, out, buffers.local());
        const std::size_t queries = std::min(queryBlock, task.sequence.count - task.firstQuery);
        context.progress.add(static_cast<std::uint64_t>(pairsOf(block, task.firstQuery, queries) * perPair));
    });
}

double attentionMultiplyAdds(const Graph& graph, const Block& block, std::size_t tokens) {
    double pairs = 0;
    for (std::size_t query = 0; query < tokens; query += queryBlock) {
        pairs += pairsOf(block, query, std::min(queryBlock, tokens - query));
    }
    return pairs * block.heads * (graph.keyLength + static_cast<double>(graph.valueLength));
}

} // namespace quantlathe
