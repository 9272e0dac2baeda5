// SPDX-License-Identifier: GPL-3.0-or-later
// The half of a layer that mixes tokens, between the stream and the matrices that add it to the stream again.
#pragma once

#include "runtime/activation_store.h"
#include "runtime/attention.h"
#include "runtime/linear_runner.h"
#include "runtime/norms.h"
#include "runtime/recurrence.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <vector>

namespace quantlathe {

/// Whole sequences that are worked on together; their rows lie one after the other in the stream, too.
struct TokenBatch {
    std::vector<SequenceRows> sequences; // rows inside the batch
    std::size_t firstToken = 0;
    std::size_t tokens = 0;
};

/// Buffers are reused from call to call. Not thread-safe; works with all threads of the context's arena.
class Mixer {
public:
    /// `longest`: tokens of the longest sequence. `tokens`: of all. What layers take over from earlier ones lies in memory up
    /// to `memoryLimit` for each, else in a file in `folder`. All references outlive the mixer.
    Mixer(const Graph& graph, const WeightSource& source, LinearRunner& linears, std::size_t longest, std::size_t tokens,
          std::uint64_t memoryLimit, const std::filesystem::path& folder);

    /// mixed = what the layer's mixers make of the batch: block.mixedWidth() columns. `x`: the stream. `rowsAtOnce`: of norms
    /// in front of products. `isLast`: what later layers need of this one is kept. Throws Error(badInput) naming the layer when
    /// activations are not finite.
    void run(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix x, Matrix mixed,
             std::size_t rowsAtOnce, bool isLast, const RunContext& context);
    /// Only shows the inputs of block.mixerInputs.
    void showInputs(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix x, std::size_t rowsAtOnce,
                    const RunContext& context);

private:
    void makeInputs(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix x, Matrix inputs,
                    std::size_t rowsAtOnce, const RunContext& context);
    void attendTo(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix inputs, Matrix mixed,
                  bool isLast, const RunContext& context);
    void prepareRow(const Attention& attention, const BlockNorms& norms, std::size_t position, std::span<float> row) const;
    void attendToLatents(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix inputs, Matrix mixed,
                         bool isLast, const RunContext& context);
    [[nodiscard]] bool isChosen(const Latents& latent) const;
    [[nodiscard]] const std::uint32_t* chosenTokens(const Block& block, const BlockNorms& norms, const TokenBatch& batch,
                                                    ConstMatrix inputs, ConstMatrix queries, bool isLast,
                                                    const RunContext& context);
    void attendToExpanded(const Block& block, const BlockNorms& norms, const TokenBatch& batch, ConstMatrix inputs,
                          Matrix mixed, const RunContext& context);
    [[nodiscard]] ConstMatrix latentQueries(const Attention& attention, const BlockNorms& norms, const TokenBatch& batch,
                                            ConstMatrix inputs, const RunContext& context);
    void runHeads(const Linear& stacked, std::size_t heads, ConstMatrix x, Matrix out, const TokenBatch& batch,
                  const RunContext& context);
    [[nodiscard]] AttentionRows takenOver(const Attention& attention, const TokenBatch& batch, ConstMatrix queries);
    void keepKeys(const Block& block, const TokenBatch& batch, const AttentionRows& rows);
    [[nodiscard]] std::vector<float> sinksOf(const Attention& attention) const;

    const Graph& graph_;
    const WeightSource& source_;
    LinearRunner& linears_;
    RecurrenceRunner recurrences_;
    std::vector<RopeTable> ropes_;
    std::map<std::uint32_t, ActivationStore> keys_;    // keys and values side by side, by the layer that made them
    std::map<std::uint32_t, ActivationStore> choices_; // what layers look at, by the layer that chose: words as they are
    std::size_t longest_;
    std::size_t choiceWords_; // of a token
    std::vector<std::uint32_t> chosen_;
    std::vector<float> inputs_, normed_, queries_, latents_, read_, taken_, choiceRows_;
    std::vector<std::size_t> tokens_;
};

} // namespace quantlathe
