// SPDX-License-Identifier: GPL-3.0-or-later
// Running a model in tests: all logits of a prompt, greedy continuations, recorded references, distances.
#pragma once

#include "runtime/forward.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <filesystem>
#include <memory>
#include <span>
#include <vector>

namespace quantlathe::test {

struct Runner {
    ThreadArena arena{2};
    Progress progress;
    CancelToken cancel;
    std::vector<Observer*> observers;
    [[nodiscard]] RunContext context() { return {arena, progress, cancel, observers}; }
};

/// Logits of all wanted positions, one row after the other.
inline std::vector<float> runLogits(const WeightSource& source, std::vector<TokenSequence> sequences,
                                    const ForwardOptions& options = {}, std::vector<Observer*> observers = {}) {
    Runner runner;
    runner.observers = std::move(observers);
    std::vector<float> all;
    runForward(
        source, std::move(sequences), options,
        [&](const LogitRows& rows) { all.insert(all.end(), rows.values.begin(), rows.values.end()); }, runner.context());
    return all;
}

/// What is there at the end: logits; of an encoder the rows behind its last layer.
inline std::vector<float> outcomeOf(ForwardPass& pass, const RunContext& context) {
    std::vector<float> all;
    if (pass.graph().output) {
        pass.forEachLogits([&](const LogitRows& rows) { all.insert(all.end(), rows.values.begin(), rows.values.end()); },
                           context);
        return all;
    }
    for (std::size_t batch = 0; batch < pass.batches(); ++batch) {
        const ConstMatrix rows = pass.outputInputs(batch, context);
        for (std::size_t row = 0; row < rows.rows; ++row) {
            all.insert(all.end(), rows.data + row * rows.stride, rows.data + row * rows.stride + rows.columns);
        }
    }
    return all;
}

/// A run up to that.
inline std::vector<float> runToEnd(const WeightSource& source, std::vector<TokenSequence> sequences,
                                   const ForwardOptions& options = {}, std::vector<Observer*> observers = {}) {
    if (!graphOf(source.model()).output) {
        std::ranges::for_each(sequences, [](TokenSequence& sequence) { sequence.endLogit = 0; });
    }
    Runner runner;
    runner.observers = std::move(observers);
    ForwardPass pass(source, std::move(sequences), options);
    pass.embed(runner.context());
    while (pass.layersLeft() > 0) {
        pass.runNextLayer(runner.context());
    }
    return outcomeOf(pass, runner.context());
}

inline std::size_t largest(std::span<const float> row) {
    return static_cast<std::size_t>(std::max_element(row.begin(), row.end()) - row.begin());
}

/// The most likely next token, `count` times.
inline std::vector<std::int32_t> greedy(const WeightSource& source, std::vector<std::int32_t> prompt, std::size_t count) {
    std::vector<std::int32_t> made;
    for (std::size_t i = 0; i < count; ++i) {
        const auto logits = runLogits(source, {{prompt, prompt.size() - 1}});
        made.push_back(static_cast<std::int32_t>(largest(logits)));
        prompt.push_back(made.back());
    }
    return made;
}

inline std::vector<std::int32_t> goldenTokens(const std::filesystem::path& file, const std::string& name) {
    const auto tensor = goldenTensor(file, name);
    std::vector<std::int32_t> tokens;
    if (tensor) {
        tokens.resize(tensor->raw().size() / sizeof(std::int32_t));
        std::memcpy(tokens.data(), tensor->raw().data(), tensor->raw().size());
    }
    return tokens;
}

struct Distance {
    double relative = 0; // largest difference over the range of the expected values
    std::size_t otherArgmax = 0;
};

/// Row by row of `columns` values.
inline Distance distance(std::span<const float> got, std::span<const float> expected, std::size_t columns) {
    Distance result;
    if (got.size() != expected.size() || got.empty() || got.size() % columns != 0) {
        result.relative = INFINITY;
        return result;
    }
    const auto [low, high] = std::minmax_element(expected.begin(), expected.end());
    double most = 0;
    for (std::size_t i = 0; i < got.size(); ++i) {
        const double difference = std::abs(static_cast<double>(got[i]) - expected[i]);
        most = difference <= most ? most : difference; // a NaN stays
    }
    result.relative = most / (static_cast<double>(*high) - *low);
    for (std::size_t row = 0; row < got.size(); row += columns) {
        result.otherArgmax += largest(got.subspan(row, columns)) != largest(expected.subspan(row, columns));
    }
    return result;
}

} // namespace quantlathe::test
