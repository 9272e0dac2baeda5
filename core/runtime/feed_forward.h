// SPDX-License-Identifier: GPL-3.0-or-later
// The feed-forward half of a layer: one network, or a router and many.
#pragma once

#include "runtime/linear_runner.h"
#include "runtime/norms.h"
#include "runtime/router.h"

#include <cstdint>
#include <vector>

namespace quantlathe {

/// Buffers are reused from call to call. Not thread-safe.
class FeedForward {
public:
    /// Both outlive it.
    FeedForward(const Graph& graph, const WeightSource& source, LinearRunner& linears)
        : graph_(graph), source_(source), linears_(linears) {}

    /// out = network(norm(x)), `hidden` columns both. `x`: the stream; `normed`: behind the norm in front of the network.
    void run(const Block& block, const BlockNorms& norms, ConstMatrix x, ConstMatrix normed, Matrix out, std::size_t firstToken,
             const RunContext& context);

    /// Only up to the inputs of gate and up, or of the matrix behind them, which the observers see: of experts, too, and only
    /// those that somebody wants are run so far.
    void show(const Block& block, const BlockNorms& norms, bool downToo, ConstMatrix x, ConstMatrix normed,
              std::size_t firstToken, const RunContext& context);

    /// The two halves of a network without experts: what its last matrix multiplies (valid until the next call), and the rest.
    [[nodiscard]] ConstMatrix middle(const Block& block, ConstMatrix normed, std::size_t firstToken,
                                     const RunContext& context) {
        return makeMiddle(block.gateUp, block.gated, block.feedForward, normed, firstToken, context, &block);
    }
    void finish(const Block& block, ConstMatrix middle, Matrix out, std::size_t firstToken, const RunContext& context) {
        linears_.run(std::span(&block.down, 1), middle, out, firstToken, context);
    }

    /// Floats of buffers that one token needs.
    [[nodiscard]] static std::uint64_t floatsPerToken(const Graph& graph, const Block& block);

private:
    /// The rows of one expert.
    struct Gathered {
        std::vector<Linear> gateUp;
        Linear down;
        ConstMatrix x;
        std::vector<std::size_t> tokens; // of the run
    };
    [[nodiscard]] Gathered gather(const Experts& experts, std::uint32_t expert, std::span<const ExpertChoice> chosen,
                                  ConstMatrix x, std::size_t firstToken, const RunContext& context);
    [[nodiscard]] ConstMatrix makeMiddle(std::span<const Linear> gateUp, bool gated, std::uint64_t width, ConstMatrix x,
                                         RowTokens tokens, const RunContext& context, const Block* own = nullptr);
    void network(std::span<const Linear> gateUp, bool gated, const Linear& down, std::uint64_t width, ConstMatrix x, Matrix out,
                 RowTokens tokens, const RunContext& context);
    void showExperts(const Experts& experts, const BlockNorms& norms, bool downToo, ConstMatrix x, ConstMatrix normed,
                     std::size_t firstToken, const RunContext& context);
    void runExperts(const Experts& experts, const BlockNorms& norms, ConstMatrix x, ConstMatrix normed, Matrix out,
                    std::size_t firstToken, const RunContext& context);
    void addShared(const Experts& experts, ConstMatrix x, Matrix out, std::size_t firstToken, const RunContext& context);
    [[nodiscard]] std::vector<std::vector<ExpertChoice>> route(const Experts& experts, const BlockNorms& norms, ConstMatrix x,
                                                               ConstMatrix normed, std::size_t firstToken,
                                                               const RunContext& context);
    /// What experts read.
    [[nodiscard]] ConstMatrix expertInputs(const Experts& experts, const BlockNorms& norms, ConstMatrix x, ConstMatrix normed,
                                           std::size_t firstToken, const RunContext& context);
    void normInPlace(const NormValues& norm, Matrix x, const RunContext& context) const;

    const Graph& graph_;
    const WeightSource& source_;
    LinearRunner& linears_;
    std::vector<float> inner_;
    std::vector<float> gathered_;
    std::vector<float> partial_;
    std::vector<float> scores_;
    std::vector<float> ofExperts_;
    std::vector<float> narrowSum_;
};

} // namespace quantlathe
