// SPDX-License-Identifier: GPL-3.0-or-later
// What a model computes, as data: made from a model's architecture, hyper-parameters and weights, run by forward.h.
// One convention for all sources, that of GGUF: q and k rows in the order their rotary pairs need, norm weights complete,
// linear weights rows = outputs. docs/runtime.md lists the families.
#pragma once

#include "kernels/row_functions.h"
#include "model/model.h"
#include "runtime/mixer_shapes.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace quantlathe {

/// y = x · Wᵀ + b over `rows` rows of a weight from `firstRow` on (a stacked weight holds one matrix after the other).
struct Linear {
    const Weight* weight = nullptr;
    const Weight* bias = nullptr;
    std::uint64_t firstRow = 0;
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    std::optional<std::uint32_t> expert; // which matrix of a stacked weight: of an expert, or of a head
    [[nodiscard]] explicit operator bool() const { return weight != nullptr; }
    /// Precondition: a stacked weight.
    [[nodiscard]] Linear matrix(std::uint32_t number) const {
        Linear one = *this;
        one.firstRow = number * rows;
        one.expert = number;
        return one;
    }
};

enum class NormKind { rms, layerNorm };

/// Nothing happens where there is no gain, unless the norm is plain.
struct Norm {
    const Weight* gain = nullptr;
    const Weight* bias = nullptr;
    bool isPlain = false; // all gains are 1
    [[nodiscard]] explicit operator bool() const { return gain != nullptr || isPlain; }
};

/// Norms `width` values at a time, with gains that repeat, or that are there for all values of a row.
struct HeadNorm {
    Norm norm;
    NormKind kind = NormKind::rms;
    std::uint64_t width = 0;
    float epsilon = 0; // 0: that of the graph
};

/// Rotary position embedding of the first 2 · frequencies.size() values of a head. Angle of pair j at position p:
/// p · frequencies[j]; sine and cosine are multiplied by `magnitude`.
struct Rope {
    bool interleaved = false;            // pairs are neighbours, else halves apart
    std::vector<double> frequencies;     // radians a position
    std::vector<double> longFrequencies; // instead of the above when a sequence has more than `longFrom` tokens; may be empty
    std::uint64_t longFrom = 0;
    double magnitude = 1.0;
};

/// Chooses the tokens that a layer looks at (DeepSeek-AI 2025, "DeepSeek-V3.2", section 2.1): those of the largest
/// Σ weight · max(0, query · key) over its own heads, which share their keys. The mixer's last two inputs give keys and
/// weights.
struct TokenChoice {
    std::uint32_t heads = 0;
    std::uint32_t size = 0;     // of a head
    std::uint32_t ropeSize = 0; // its first values are rotated
    std::size_t rope = 0;       // index into Graph::ropes
    std::uint64_t most = 0;     // tokens
    Linear queries;             // narrow row of the layer's queries → heads × size
    HeadNorm keyNorm;
};

/// Keys and values of all heads come from one narrow row, the latent (DeepSeek-AI 2024, "DeepSeek-V2", section 2.1), in the
/// absorbed form: queries are turned into the latent's space, every head attends to the latents themselves, and what it reads
/// is turned into values. The mixer's inputs give queries (or what they are made from) and [latent | rotated part of keys].
struct Latents {
    std::uint32_t rank = 0;      // of the latent
    std::uint32_t plainSize = 0; // of a head's query, without rotation
    std::uint32_t ropeSize = 0;
    std::uint32_t valueSize = 0;
    HeadNorm latentNorm;
    HeadNorm queryNorm;  // of the narrow row that queries are made from
    Linear queries;      // narrow row → heads × (plainSize + ropeSize); not there: the mixer's inputs give them
    Linear keys, values; // stacked, one matrix a head: plainSize → rank; rank → valueSize
    /// In place of these two, in old files: rank → heads × (plainSize + valueSize). Every head has keys and values of its own
    /// then.
    Linear expansion;
    std::optional<TokenChoice> choice;
    std::optional<std::uint32_t> choiceOfLayer; // the same tokens as in that layer
};

/// Softmax attention. Queries, keys and values of all heads lie side by side in a row, unless it says otherwise.
struct Attention {
    std::uint32_t heads = 0;
    std::uint32_t kvHeads = 0;
    std::uint32_t keyLength = 0;
    std::uint32_t valueLength = 0;
    float scale = 1.0F;
    float cap = 0;                   // cap · tanh(score / cap); 0: none
    std::uint32_t window = 0;        // a token sees itself and window − 1 before it; 0: all
    bool looksAhead = false;         // and as many behind it (encoders)
    std::uint32_t chunk = 0;         // a token sees those of its chunk of so many tokens; 0: all
    std::optional<std::size_t> rope; // index into Graph::ropes
    HeadNorm queryNorm;
    HeadNorm keyNorm;
    bool normsBehindRope = false;
    HeadNorm valueNorm;
    float valueFactor = 1.0F;
    float clip = 0;                // of queries, keys and values as they come; 0: none
    bool isGated = false;          // each head of queries is followed by as many values; their sigmoids multiply what it reads
    bool keysAreValues = false;    // as they come, before norms and rotation
    const Weight* sinks = nullptr; // a score for each head that takes its share and has no value
    float largestBias = 0;         // ALiBi (Press, Smith, Lewis 2022): scores fall with the distance; 0: they do not
    // Queries grow with the position p: · 1 + temperature · ln(1 + ⌊(p + temperatureShift) / temperatureStep⌋).
    float temperature = 0;
    std::uint64_t temperatureStep = 1;
    std::uint64_t temperatureShift = 0;
    std::optional<Latents> latent;
    std::optional<std::uint32_t> keysOfLayer; // keys and values are those of that layer

    /// Of what all heads read.
    [[nodiscard]] std::uint64_t width() const { return std::uint64_t{heads} * (latent ? latent->valueSize : valueLength); }
};

/// What mixes tokens in place of attention, or beside it, in the order of a sequence: its inputs lie side by side in a row.
struct Recurrence {
    std::variant<DeltaShape, HeadScanShape, SelectedHeadScanShape, ChannelScanShape, ShortConvolutionShape, ChannelDeltaShape>
        shape;
    const Weight* taps = nullptr;         // of the convolution of some inputs: channels × kernel
    std::vector<const Weight*> apartTaps; // of queries, keys and values (Kimi delta attention)
    const Weight* tapsBias = nullptr;
    const Weight* decay = nullptr; // negative
    const Weight* stepBias = nullptr;
    const Weight* direct = nullptr;            // what goes past the states
    const Weight* gain = nullptr;              // of the norm of what it makes
    Linear selection;                          // Mamba, PLaMo 2: channels → what a token selects, in the shape's order
    Linear paces;                              // low rank → channels, or heads
    Linear gates;                              // Kimi delta attention: low rank → channels
    std::vector<const Weight*> selectionGains; // of the norms of these three; empty: all are 1

    /// Columns of its inputs.
    [[nodiscard]] std::uint64_t inputs() const;
    /// Of what it makes.
    [[nodiscard]] std::uint64_t width() const;
};

/// How much each expert says.
enum class ExpertScores {
    softmax,
    sigmoid,
    sigmoidOfInput, // multiplies what the expert reads; what it makes is added as it is (Llama 4)
    sparseMixer, // two experts, each by a softmax over those about as good (L. Liu and others 2023, "Sparse Backpropagation")
};

/// A router picks `used` of `count` feed-forward networks for each token.
struct Experts {
    std::uint32_t count = 0;
    std::uint32_t used = 0;
    ExpertScores scores = ExpertScores::softmax;
    float jitter = 0;                   // of a sparse mixer: how far from the best, relatively and halved, one is about as good
    const Weight* choiceBias = nullptr; // added to scores for the choice only
    std::uint32_t groups = 1;           // of experts; the best `groupsUsed` by their two largest scores are chosen from
    std::uint32_t groupsUsed = 1;
    bool normalizeShares = false; // shares of the chosen ones add up to 1
    float shareFactor = 1.0F;
    const Weight* expertFactors = nullptr; // one for each expert's share
    std::uint64_t feedForward = 0;
    bool gated = true;
    Linear router;
    Linear narrowing;           // of what experts read, where they work on narrower rows than the stream's
    Linear widening;            // of what they make together
    std::vector<Linear> gateUp; // stacked: gate and up, both in one, or up alone
    Linear down;                // stacked
    // A network that every token passes, optionally weighed by the sigmoid of a linear function.
    std::vector<Linear> sharedGateUp;
    Linear sharedDown;
    std::uint64_t sharedFeedForward = 0;
    Linear sharedGate;
    // Where a network without experts works beside them (Gemma 4): the router and the experts have norms of their own for what
    // they read, and the two results for what they make.
    Norm routerNorm;
    float routerScale = 1.0F;
    Norm inputNorm;
    Norm outputNorm;
    Norm besideNorm;
};

/// At the end of a layer: a small row for every token and layer is let through by the stream and added to it (Gemma 3n and 4).
struct LayerInput {
    Linear gate;       // hidden → width
    Linear projection; // width → hidden
    Norm norm;
};

/// How a layer treats streams beside the one that it works on, and what goes around its mixer (Gemma 3n).
struct StreamMixing {
    Norm routerNorm;
    Linear router;                       // hidden → streams
    const Weight* predictions = nullptr; // streams² × streams
    const Weight* corrections = nullptr; // streams × streams
    const Weight* activeGain = nullptr;  // of the first stream, for the layer's input
    Linear narrow, wide;                 // hidden → rank → hidden
    Norm aroundNorm;
};

/// One layer: what mixes tokens, then a feed-forward network, each added to the stream; either may be missing.
struct Block {
    std::uint32_t index = 0;
    Norm mixerNorm;
    std::vector<Linear> mixerInputs; // outputs side by side
    std::optional<Attention> attention;
    std::optional<Recurrence> recurrence; // its inputs and what it makes stand behind those of attention
    std::vector<Linear> mixerOutputs;     // one for each kind of mixer, of what it makes; they are added
    Norm postMixerNorm;
    Norm streamNormBehindMixer; // of the stream with what was added to it (BERT)
    Norm streamNormAgain;       // of that and, once more, the stream as the mixer read it (JinaBERT for code)

    Norm ffnNorm;
    std::vector<Linear> gateUp; // gate and up, both fused, or up alone
    bool gated = true;
    std::uint64_t feedForward = 0;
    Linear down;
    std::optional<Experts> experts; // instead of the three above, or beside them
    Norm postFfnNorm;
    Norm streamNormBehindNetwork;
    float gateSparsity = 0;     // gates below their mean and so many deviations are 0
    std::optional<Xielu> xielu; // in place of the activation of a network without gate
    std::optional<LayerInput> layerInput;
    std::optional<StreamMixing> streams;
    float outputFactor = 1.0F; // of the stream

    [[nodiscard]] bool hasMixer() const { return !mixerInputs.empty(); }
    /// Matrices between those two.
    [[nodiscard]] bool hasInnerLinears() const { return (attention && attention->latent) || (recurrence && recurrence->paces); }
    [[nodiscard]] bool hasNetwork() const { return down || experts; }
    /// Of what all mixers make.
    [[nodiscard]] std::uint64_t mixedWidth() const;
};

/// What layer inputs are made from: a table row and the embedding of the token.
struct LayerInputs {
    std::uint64_t width = 0; // of one layer
    const Weight* table = nullptr;
    Linear projection;
    Norm norm;
};

/// Points into the model's weights: the model must live as long. A value type otherwise; immutable once made.
struct Graph {
    std::uint64_t hidden = 0;
    std::uint64_t vocabulary = 0;
    std::uint64_t longestSequence = 0; // 0: no limit
    std::string longestReason;         // why
    NormKind norm = NormKind::rms;
    float epsilon = 0;
    Activation activation = Activation::silu;
    bool parallelResidual = false; // the feed-forward network reads what the attention read
    float residualFactor = 1.0F;   // of what each half of a layer adds
    float logitCap = 0;
    float logitFactor = 1.0F;
    float embeddingScale = 1.0F;
    const Weight* tokenEmbedding = nullptr;
    const Weight* positionEmbedding = nullptr;
    const Weight* tokenTypes = nullptr; // the first row is added to every embedding: texts are of one type
    Norm embeddingNorm;                 // of all that was added
    std::optional<LayerInputs> layerInputs;
    std::uint32_t streams = 1;
    Linear toStreams, fromStreams; // stacked, for all but the first: hidden → hidden
    std::vector<Rope> ropes;
    std::vector<Block> blocks;
    Norm outputNorm;
    bool normsOutputRows = false; // each row of it is divided by its length (Baichuan 2)
    Linear output;                // not there: an encoder, whose rows behind the last layer are what it is for
};

/// Why the model's text cannot be run through it (its architecture, a missing or misshapen weight), in one sentence that says
/// which architectures can; nothing if it can.
[[nodiscard]] std::optional<std::string> whyNotRunnable(const Model& model);
/// Throws Error(badInput) with that reason.
[[nodiscard]] Graph graphOf(const Model& model);
/// Why a model that runs predicts no token, in one sentence; nothing if it does.
[[nodiscard]] std::optional<std::string> whyNoPredictions(const Graph& graph);

} // namespace quantlathe
