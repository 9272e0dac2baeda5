// SPDX-License-Identifier: GPL-3.0-or-later
// The golden matrices with their Gram matrices, encoded for these.
#pragma once

#include "codecs/aqlm_data.h"
#include "codecs/gram_encoding.h"
#include "methods/gram_factor.h"

#include <atomic>
#include <thread>

namespace quantlathe::test {

struct Golden {
    explicit Golden(const GoldenFile& file)
        : shape(file.shape), weights(tensorOf<float>(file.name, "weight")), gram(tensorOf<float>(file.name, "xtx")) {}
    MatrixShape shape;
    std::vector<float> weights;
    std::vector<float> gram;

    [[nodiscard]] double relative(std::span<const float> decoded) const {
        return outputError(gram, decoded, weights) / outputError(gram, weights, std::vector<float>(weights.size()));
    }
};

inline StoredModule improved(const std::string& name, const Golden& golden, unsigned threads = 1) {
    const auto columns = static_cast<std::size_t>(golden.shape.columns);
    const std::vector<double> exact(golden.gram.begin(), golden.gram.end());
    const FeedbackFactor factor = GramFactor(exact, columns, 1e-3).feedback();
    const MatrixEncoding& encoding = encodingNamed(name);
    StoredModule stored = encodeModule(encoding, golden.shape, golden.weights, 1, nullptr, factor.energy);
    std::vector<std::span<std::byte>> parts;
    for (const MatrixPart& part : encoding.parts(golden.shape)) {
        parts.emplace_back(stored.tensors.at(part.suffix).bytes);
    }
    const GramTask task{.shape = golden.shape,
                        .targets = golden.weights,
                        .gram = golden.gram,
                        .upper = factor.upper,
                        .energy = factor.energy,
                        .forEach = [&](std::size_t count, const std::function<void(std::size_t)>& body) {
                            std::atomic<std::size_t> next = 0;
                            std::vector<std::jthread> workers;
                            for (unsigned i = 0; i < threads; ++i) {
                                workers.emplace_back([&] {
                                    for (std::size_t at = next++; at < count; at = next++) {
                                        body(count - 1 - at);
                                    }
                                });
                            }
                        }};
    gramEncoding(encoding)->improveMatrix(task, parts);
    return stored;
}

} // namespace quantlathe::test
