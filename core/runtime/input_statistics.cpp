// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/input_statistics.h"

#include "runtime/gemm.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

constexpr std::size_t columnBlock = 64; // of the sums
constexpr std::size_t gramBlock = 512;

void addSums(const Observation& seen, std::size_t first, std::size_t end, double* squares, double* magnitudes, float* largest) {
    for (std::size_t i = 0; i < seen.rows; ++i) {
        const std::span<const float> row = seen.row(i);
        for (std::size_t column = first; column < end; ++column) {
            const float magnitude = std::abs(row[column]);
            squares[column] += static_cast<double>(magnitude) * magnitude;
            magnitudes[column] += magnitude;
            largest[column] = std::max(largest[column], magnitude);
        }
    }
}

/// A block of the lower half of xᵀ·x; the upper half is its mirror image.
void addGramBlock(const Observation& seen, std::size_t row, std::size_t column, std::vector<float>& product, double* gram) {
    const std::size_t rows = std::min(gramBlock, seen.columns - row);
    const std::size_t columns = std::min(gramBlock, seen.columns - column);
    product.resize(gramBlock * gramBlock);
    multiplyLeftTransposed({seen.data + row, seen.rows, rows, seen.stride},
                           {seen.data + column, seen.rows, columns, seen.stride}, {product.data(), rows, columns, gramBlock});
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            const double value = product[i * gramBlock + j];
            gram[(row + i) * seen.columns + column + j] += value;
            if (row != column) {
                gram[(column + j) * seen.columns + row + i] += value;
            }
        }
    }
}

} // namespace

std::vector<InputGroup> inputGroups(const Graph& graph, bool withOutputHead) {
    std::vector<InputGroup> groups;
    for (const Block& block : graph.blocks) {
        for (const LinearGroup& linears : linearGroups(block)) {
            InputGroup& group = groups.emplace_back();
            std::ranges::transform(linears.linears, std::back_inserter(group.weights), &Linear::weight);
            group.layer = block.index;
            group.step = linears.step;
            group.columns = linears.linears.front().columns;
            group.matrices = linears.matrices;
        }
    }
    if (withOutputHead) {
        groups.push_back({{graph.output.weight}, std::nullopt, std::nullopt, graph.output.columns, 1});
    }
    return groups;
}

InputCollector::InputCollector(std::vector<InputGroup> groups, bool withGram)
    : groups_(std::move(groups)), withGram_(withGram) {
    for (std::size_t i = 0; i < groups_.size(); ++i) {
        byFirst_.emplace(&groups_[i].first(), i);
    }
}

bool InputCollector::wants(const Weight& weight, Side side) const {
    return side == Side::input && byFirst_.contains(&weight);
}

InputStatistics InputCollector::empty(const InputGroup& group) const {
    InputStatistics statistics;
    const auto values = static_cast<std::size_t>(group.matrices * group.columns);
    statistics.rows.resize(group.matrices);
    statistics.squares.resize(values);
    statistics.magnitudes.resize(values);
    statistics.largest.resize(values);
    if (withGram_) {
        statistics.gram.resize(values * static_cast<std::size_t>(group.columns));
    }
    return statistics;
}

void InputCollector::observe(const Observation& seen, ThreadArena& arena) {
    const std::size_t index = byFirst_.at(&seen.weight);
    const auto [entry, isNew] = collected_.try_emplace(index);
    InputStatistics& statistics = entry->second;
    if (isNew) {
        statistics = empty(groups_[index]);
    }
    const std::size_t matrix = seen.expert.value_or(0);
    const std::size_t first = matrix * seen.columns;
    statistics.rows[matrix] += seen.rows;
    arena.run([&] {
        const std::size_t blocks = (seen.columns + columnBlock - 1) / columnBlock;
        oneapi::tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
            addSums(seen, block * columnBlock, std::min((block + 1) * columnBlock, seen.columns),
                    statistics.squares.data() + first, statistics.magnitudes.data() + first, statistics.largest.data() + first);
        });
        if (!withGram_) {
            return;
        }
        oneapi::tbb::enumerable_thread_specific<std::vector<float>> products;
        const std::size_t side = (seen.columns + gramBlock - 1) / gramBlock;
        double* const gram = statistics.gram.data() + matrix * seen.columns * seen.columns;
        oneapi::tbb::parallel_for(std::size_t{0}, side * side, [&](std::size_t block) {
            if (block % side <= block / side) {
                addGramBlock(seen, block / side * gramBlock, block % side * gramBlock, products.local(), gram);
            }
        });
    });
}

InputStatistics InputCollector::take(std::size_t group) {
    auto node = collected_.extract(group);
    return node.empty() ? empty(groups_[group]) : std::move(node.mapped());
}

void InputCollector::clear() {
    collected_.clear();
}

} // namespace quantlathe
