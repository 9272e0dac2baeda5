// SPDX-License-Identifier: GPL-3.0-or-later
// Several streams beside each other, of which a layer works on one while the others follow (Gemma 3n; C. Baykal and others
// 2023, "Alternating Updates for Efficient Transformers"). Rows hold all streams of a token one after the other, the active one
// first.
#pragma once

#include "runtime/linear_runner.h"
#include "runtime/norms.h"

#include <cstddef>
#include <vector>

namespace quantlathe {

/// Buffers are reused from call to call. Not thread-safe; works with all threads of the context's arena.
class StreamMixer {
public:
    /// All outlive it. Precondition of all calls: graph.streams > 1.
    StreamMixer(const Graph& graph, const WeightSource& source, LinearRunner& linears)
        : graph_(graph), source_(source), linears_(linears) {}

    /// Makes the other streams from the first, which holds embeddings.
    void start(Matrix rows, const RunContext& context);
    /// What a layer expects of all streams before it works on the first of them.
    void predict(const Block& block, const BlockNorms& norms, ConstMatrix rows, Matrix predicted, std::size_t firstToken,
                 const RunContext& context);
    /// What goes around the mixer: normed + norm(wide(narrow(normed))). Valid until the next call.
    [[nodiscard]] ConstMatrix around(const Block& block, const BlockNorms& norms, ConstMatrix normed, std::size_t firstToken,
                                     const RunContext& context);
    /// rows = predicted, each stream corrected by its share of what the layer changed. `made`: of the first stream.
    void correct(const Block& block, const BlockNorms& norms, ConstMatrix predicted, ConstMatrix made, Matrix rows,
                 std::size_t firstToken, const RunContext& context);
    /// The mean of all streams, behind the last layer.
    void join(ConstMatrix rows, Matrix out, const RunContext& context);

private:
    [[nodiscard]] Matrix modalities(const Block& block, const BlockNorms& norms, ConstMatrix x, std::size_t firstToken,
                                    const RunContext& context);
    [[nodiscard]] std::vector<float> valuesOfWeight(const Weight& weight) const;

    const Graph& graph_;
    const WeightSource& source_;
    LinearRunner& linears_;
    std::vector<float> normed_, modalities_, other_, narrow_, wide_;
};

} // namespace quantlathe
