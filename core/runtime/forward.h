// SPDX-License-Identifier: GPL-3.0-or-later
// The forward pass, streamed: all sequences pass through one layer, then through the next. Only tiles of the weights in use
// are decoded, and the activations between layers lie in a bounded buffer (docs/runtime.md).
#pragma once

#include "runtime/activation_store.h"
#include "runtime/feed_forward.h"
#include "runtime/graph.h"
#include "runtime/kept_rows.h"
#include "runtime/layer_inputs.h"
#include "runtime/linear_groups.h"
#include "runtime/linear_runner.h"
#include "runtime/mixer.h"
#include "runtime/norms.h"
#include "runtime/run_context.h"
#include "runtime/stream_mixer.h"
#include "runtime/token_sequence.h"
#include "runtime/weight_source.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <vector>

namespace quantlathe {

struct ForwardOptions {
    Compute compute = Compute::f32;              // f32 also where the CPU has no bf16 instructions
    std::uint64_t activationBytes = 2ULL << 30U; // between layers; above it a temporary file takes them
    std::filesystem::path scratchFolder;         // of that file; empty: the system's
    std::size_t tokensAtOnce = 2048;             // whole sequences are taken until they have so many tokens
    std::uint64_t logitBytes = 256ULL << 20U;    // of one chunk handed to a consumer
};

/// Where a row of logits belongs: it predicts the token behind `position`.
struct LogitPosition {
    std::size_t sequence = 0;
    std::size_t position = 0;
};

/// Rows of logits, one value a token of the vocabulary; valid during the call.
struct LogitRows {
    std::span<const LogitPosition> positions;
    std::span<const float> values; // positions.size() × vocabulary
    std::size_t vocabulary = 0;
    [[nodiscard]] std::span<const float> row(std::size_t i) const { return values.subspan(i * vocabulary, vocabulary); }
};
using LogitConsumer = std::function<void(const LogitRows&)>;

/// One run of some sequences through one model. Call embed(), runNextLayer() until layersLeft() is 0, then ask for logits as
/// often as you like; runToLogits() does all that. Two passes can be stepped side by side and their logits compared row by
/// row. Not thread-safe; works with all threads of the context's arena. After an exception the pass can only be destroyed.
class ForwardPass {
public:
    /// Throws Error(badInput) for a model that cannot be run (with the reason), no sequence or an empty one, tokens outside the
    /// vocabulary, a sequence longer than the graph allows, logits wanted of a model that makes none. `source` and its model
    /// must outlive the pass.
    ForwardPass(const WeightSource& source, std::vector<TokenSequence> sequences, ForwardOptions options = {});

    [[nodiscard]] const Graph& graph() const { return graph_; }
    [[nodiscard]] Compute compute() const { return linears_.compute(); }
    [[nodiscard]] std::size_t tokens() const { return tokens_; }
    [[nodiscard]] const std::vector<TokenSequence>& sequences() const { return sequences_; }
    /// Units that the whole pass, or its part behind some layers, will report to Progress::add(): what to give to
    /// Progress::start().
    [[nodiscard]] std::uint64_t workUnits(std::size_t behindLayers = 0) const;

    void embed(const RunContext& context);
    /// Throws Error(badInput) that names the layer when activations stop being finite, and Error(cancelled).
    void runNextLayer(const RunContext& context);
    [[nodiscard]] std::size_t layersDone() const { return nextLayer_; }
    [[nodiscard]] std::size_t layersLeft() const { return graph_.blocks.size() - nextLayer_; }

    /// The sequences are worked on in batches. Runs one batch through the next layer up to the inputs of `step`, which the
    /// observers of the context see, and no further; the stream stays as it is. May show inputs of earlier steps, too. What it
    /// computed is kept (within options.activationBytes for each of attention, stream and network, then in files) for the steps
    /// that follow and for runNextLayer(), whose observers do not see it: show the steps of a layer in their order, and change
    /// a step's weights only before a later step is shown.
    [[nodiscard]] std::size_t batches() const { return batches_.size(); }
    void showInputs(Step step, std::size_t batch, const RunContext& context);
    /// What the outputs of that step are added to: tokens × hidden, valid until the next call. Precondition: showInputs() of
    /// mixerOutput or down.
    [[nodiscard]] ConstMatrix shownResidual() const { return shown_; }

    /// After the last layer: what the output matrix multiplies, for one batch; tokens × hidden, valid until the next call.
    [[nodiscard]] ConstMatrix outputInputs(std::size_t batch, const RunContext& context);

    /// In the order of sequences and positions.
    [[nodiscard]] std::span<const LogitPosition> logitPositions() const { return positions_; }
    /// Logits of positions first …; out.size() is a multiple of the vocabulary. Any order, any number of times.
    void readLogits(std::size_t first, std::span<float> out, const RunContext& context);
    /// All of them in order, in chunks of at most options.logitBytes.
    void forEachLogits(const LogitConsumer& consumer, const RunContext& context);

    /// embed(), all layers, forEachLogits(). Starts and finishes the progress itself.
    void runToLogits(const LogitConsumer& consumer, const RunContext& context);

    /// The stream of activations after layersDone() layers, for saving; and for going on behind an interruption.
    [[nodiscard]] const ActivationStore& stream() const { return stream_; }
    /// Whether the stream is all that the layers behind so many need: some models take keys and values of earlier layers, too.
    [[nodiscard]] bool streamSuffices(std::size_t layersDone) const;
    void resumeAt(std::size_t layersDone, const std::function<void(std::size_t firstRow, std::span<float> rows)>& read);

private:
    void checkSequences() const;
    void makeBatches();
    /// `learned`: memory.
    void embedRow(std::int32_t token, std::size_t position, const NormValues& norm, std::span<float> row,
                  std::vector<float>& learned) const;
    void normStream(const NormValues& norm, Matrix x, const RunContext& context) const;
    void runBatch(const Block& block, const BlockNorms& norms, std::size_t number, const RunContext& context);
    [[nodiscard]] ConstMatrix mixedOf(const Block& block, const BlockNorms& norms, std::size_t number, ConstMatrix x,
                                      const RunContext& context);
    [[nodiscard]] Matrix roomForMixed(const Block& block, const TokenBatch& batch);
    /// Whether layers end with a network of their own behind the mixer, whose parts are worth keeping.
    [[nodiscard]] bool keepsNetwork(const Block& block) const {
        return !graph_.parallelResidual && !block.experts && block.hasMixer() && block.down;
    }
    void startKeeping(const Block& block);
    void mixKept(const Block& block, const BlockNorms& norms, std::size_t number, Matrix x, const RunContext& context);
    void showMixer(const Block& block, const BlockNorms& norms, Step step, std::size_t number, ConstMatrix x,
                   const RunContext& context);
    void showNetwork(const Block& block, const BlockNorms& norms, Step step, std::size_t number, Matrix x,
                     const RunContext& context);
    void showFeedForward(const Block& block, const BlockNorms& norms, Step step, ConstMatrix mixed, Matrix x,
                         std::size_t firstToken, const RunContext& context);
    void finishKept(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix x, const RunContext& context);
    void addMixed(const Block& block, const BlockNorms& norms, ConstMatrix mixed, Matrix partial, Matrix x,
                  std::size_t firstToken, const RunContext& context);
    void finishRows(const Block& block, const BlockNorms& norms, ConstMatrix mixed, Matrix x, std::size_t firstToken,
                    const RunContext& context);
    /// The stream that the layer works on, in x; all of them as the layer expects them, where there are several.
    [[nodiscard]] Matrix activeOf(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix rows,
                                  const RunContext& context);
    void closeStreams(const Block& block, const BlockNorms& norms, const TokenBatch& batch, Matrix x, Matrix rows,
                      const RunContext& context);
    /// What the output matrix multiplies, of rows of the stream behind the last layer.
    [[nodiscard]] ConstMatrix lastNorm(Matrix rows, const RunContext& context);
    void divideByLengths(Matrix logits, const RunContext& context);
    void endLayer(const Block& block, const BlockNorms& norms, Matrix x, std::size_t firstToken, const RunContext& context);
    [[nodiscard]] std::size_t rowsAtOnce(const Block& block) const;

    const WeightSource& source_;
    std::vector<TokenSequence> sequences_;
    ForwardOptions options_;
    Graph graph_;
    std::size_t tokens_ = 0;
    std::vector<TokenBatch> batches_;
    std::vector<std::int32_t> tokenIds_; // of all sequences, one after the other; where layers need them
    std::vector<LogitPosition> positions_;
    std::vector<std::size_t> rowsOfPositions_; // in the stream
    ActivationStore stream_;
    LinearRunner linears_;
    Mixer mixer_;
    FeedForward feedForward_;
    LayerInputMaker layerInputs_;
    StreamMixer streams_;
    std::size_t nextLayer_ = 0;
    std::vector<float> mixed_, normed_, partial_, second_, inner_, trial_, middle_, predicted_, active_;
    KeptRows keptMixed_, keptStream_, keptNetwork_; // of the next layer
    std::size_t keptLayer_ = static_cast<std::size_t>(-1);
    ConstMatrix shown_;
    std::vector<float> rowFactors_; // of the output matrix, where it has any
};

/// One pass over all sequences.
void runForward(const WeightSource& source, std::vector<TokenSequence> sequences, const ForwardOptions& options,
                const LogitConsumer& consumer, const RunContext& context);

} // namespace quantlathe
