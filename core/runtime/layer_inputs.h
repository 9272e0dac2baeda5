// SPDX-License-Identifier: GPL-3.0-or-later
// Embeddings by token and layer, which reach the stream at the end of each layer (Gemma 3n and 4).
#pragma once

#include "runtime/linear_runner.h"
#include "runtime/norms.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Made for a layer when it comes to it: nothing of all layers × tokens is kept. Buffers are reused; not thread-safe.
class LayerInputMaker {
public:
    /// All outlive it. Precondition: graph.layerInputs, if run() is called.
    LayerInputMaker(const Graph& graph, const WeightSource& source, LinearRunner& linears)
        : graph_(graph), source_(source), linears_(linears) {}

    /// norm(projection(activation(gate(x)) · input of the layer and token)); valid until the next call. `tokens`: one a row.
    [[nodiscard]] ConstMatrix make(ConstMatrix x, const Block& block, const BlockNorms& norms,
                                   std::span<const std::int32_t> tokens, std::size_t firstToken, const RunContext& context);

private:
    [[nodiscard]] Matrix inputsOf(const Block& block, std::span<const std::int32_t> tokens, const RunContext& context);

    const Graph& graph_;
    const WeightSource& source_;
    LinearRunner& linears_;
    std::vector<float> embeddings_, inputs_, gates_, outputs_;
};

} // namespace quantlathe
