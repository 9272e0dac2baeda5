// SPDX-License-Identifier: GPL-3.0-or-later
// The feed-forward half of a layer: one network, or a router and many.
#pragma once

#include "runtime/linear_runner.h"

#include <array>
#include <cstdint>
#include <vector>

namespace quantlathe {

/// Buffers are reused from call to call. Not thread-safe.
class FeedForward {
public:
    explicit FeedForward(LinearRunner& linears) : linears_(linears) {}

    /// out = network(x). Both have `hidden` columns.
    void run(const Graph& graph, const Block& block, ConstMatrix x, Matrix out, std::size_t firstToken,
             const RunContext& context);

    /// Only up to the inputs of gate and up, or of the matrix behind them, which the observers see: of experts, too, and only
    /// those that somebody wants are run so far.
    void show(const Graph& graph, const Block& block, bool downToo, ConstMatrix x, std::size_t firstToken,
              const RunContext& context);

    /// The two halves of a network without experts: what its last matrix multiplies (valid until the next call), and the rest.
    [[nodiscard]] ConstMatrix middle(const Graph& graph, const Block& block, ConstMatrix x, std::size_t firstToken,
                                     const RunContext& context) {
        return makeMiddle(graph.activation, block.gateUp, block.gated, block.feedForward, x, firstToken, context);
    }
    void finish(const Block& block, ConstMatrix middle, Matrix out, std::size_t firstToken, const RunContext& context) {
        linears_.run(std::span(&block.down, 1), middle, out, firstToken, context);
    }

    /// Of one token.
    [[nodiscard]] static double multiplyAdds(const Block& block);
    /// Floats of buffers that one token needs.
    [[nodiscard]] static std::uint64_t floatsPerToken(const Graph& graph, const Block& block);

private:
    struct Choice {
        std::size_t token;
        float share;
    };
    /// The rows of one expert.
    struct Gathered {
        std::array<Linear, 2> gateUp;
        Linear down;
        ConstMatrix x;
        std::vector<std::size_t> tokens; // of the run
    };
    [[nodiscard]] Gathered gather(const Experts& experts, std::uint32_t expert, std::span<const Choice> chosen, ConstMatrix x,
                                  std::size_t firstToken, const RunContext& context);
    [[nodiscard]] ConstMatrix makeMiddle(Activation activation, std::span<const Linear> gateUp, bool gated, std::uint64_t width,
                                         ConstMatrix x, RowTokens tokens, const RunContext& context);
    void network(Activation activation, std::span<const Linear> gateUp, bool gated, const Linear& down, std::uint64_t width,
                 ConstMatrix x, Matrix out, RowTokens tokens, const RunContext& context);
    void showExperts(const Graph& graph, const Experts& experts, bool downToo, ConstMatrix x, std::size_t firstToken,
                     const RunContext& context);
    void runExperts(const Graph& graph, const Experts& experts, ConstMatrix x, Matrix out, std::size_t firstToken,
                    const RunContext& context);
    void addShared(const Graph& graph, const Experts& experts, ConstMatrix x, Matrix out, std::size_t firstToken,
                   const RunContext& context);
    [[nodiscard]] std::vector<std::vector<Choice>> route(const Experts& experts, ConstMatrix x, std::size_t firstToken,
                                                         const RunContext& context);

    LinearRunner& linears_;
    std::vector<float> inner_;
    std::vector<float> gathered_;
    std::vector<float> partial_;
    std::vector<float> scores_;
};

/// Makes room for `count` floats and gives them; what was in them before may be gone.
[[nodiscard]] std::span<float> room(std::vector<float>& buffer, std::size_t count);

} // namespace quantlathe
