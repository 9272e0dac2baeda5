// SPDX-License-Identifier: GPL-3.0-or-later
// The table of Hugging Face architectures that can become a GGUF model: one row a class, its tensors and its keys.
// A new architecture is a new row (docs/formats/gguf-model.md, "A new architecture").
#pragma once

#include "model/architecture_keys.h"
#include "model/config.h"
#include "model/hyper_parameters.h"
#include "model/tokenizer_style.h"
#include "model/weight.h"

#include <span>
#include <string_view>
#include <vector>

namespace quantlathe {

/// What a dimension of a tensor must be, in terms of the hyper-parameters of its layer.
enum class Size {
    none,
    one,
    any, // as the file has it
    hidden,
    twiceHidden,
    feedForward,
    twiceFeedForward,
    queryRows,
    keyRows,
    valueRows,
    outputColumns, // as many as the heads' values
    fusedRows,     // queries, keys and values in one matrix
    keyAndValueRows,
    headSize,
    heads,
    kvHeads,
    perLayerInput,
    allPerLayerInputs,
    gatedQueryRows, // queries, and as many gates
    vocabulary,
    context,
    experts,
    expertFeedForward,
    twiceExpertFeedForward,
    expertRows, // of all experts, one behind the other
    buckets,    // of distances between tokens
    sharedFeedForward,
    twiceSharedFeedForward,
    // Latent attention (DeepSeek)
    queryRank,
    latentRank,
    latentRankAndRope,
    latentQueryRows,
    latentKvRows,
    latentOutputColumns,
    indexRows,
    indexHeads,
    indexHeadSize,
    // Gated delta rule (Qwen3-Next)
    deltaRows,      // queries, keys and values
    deltaGatedRows, // the same and gates
    deltaValueRows,
    deltaValueHeads,
    twiceDeltaValueHeads,
    deltaValueSize,
    // Recurrences (Mamba)
    stateChannels,
    twiceStateChannels,
    stateInputs,    // of all that a token brings
    stateConvolved, // of what goes through the convolution
    stateHeads,
    stateStates,
    stateSelection, // the pace, and what goes in and out
    stateStepRank,
    expertInputs,
    // Several streams (Gemma 3n)
    streams,
    streamPairs,
    otherStreams,
};

/// What happens on the way from the stored tensor to the canonical weight (docs/formats/gguf-model.md, "Transforms"). A `*`
/// in the stored name stacks the tensors of all experts beside that.
enum class Change {
    none,
    cutRows, // rows behind the expected number are padding
    interleaveHeads,
    interleaveKvHeads,
    // Of the rotated part of each head neighbours become halves
    partNeighbours,
    partNeighboursOfKv,
    ungroupQkv,
    // The same rows as matrices of their own, of queries and keys interleaved
    interleavedQueriesOfGroups,
    interleavedKeysOfGroups,
    valuesOfGroups,
    // The same of all queries, then all keys, then all values
    interleavedQueriesOfAll,
    interleavedKeysOfAll,
    valuesOfAll,
    firstHalf, // of the rows
    secondHalf,
    transpose,
    gateHalf, // of the fused gate and up matrices of all experts
    upHalf,
    sharedGateHalf, // the same of the expert that every token goes through
    sharedUpHalf,
    squeeze,   // [rows, 1, columns] is stored
    latentKey, // the key part of kv_b_proj, transposed
    latentValue,
    // Heads of values of a gated delta rule, from beside their keys to ggml's order; in rows, or in columns
    tileValueHeads,
    squeezeAndTileValueHeads,
    tileValueColumns,
    deltaQkv, // of a matrix whose rows are stored key head by key head
    deltaGate,
    // Stacks of experts that are stored input-major, or not: the shape tells
    turn,
    turnedGateHalf,
    turnedUpHalf,
    turnedEvenRows, // gate and up alternate (gpt-oss)
    turnedOddRows,
    evenColumns,
    oddColumns,
    padRows,        // rows of zeros up to the expected number
    groupChannels,  // a row for each group of channels
    single,         // a matrix of one column
    amongOnes,      // stored as [1, 1, rows, 1], and stays so
    fourDimensions, // [rows, 1, columns] or [rows, columns] becomes [1, rows, 1, columns]
    cutPositions,   // the rows of positions that no text has
    matrixForEach,  // of the experts, whose rows stand one behind the other in one matrix
    turnedMatrixForEach,
};

/// In which layers a tensor has its place. Conditions on the model hold for all layers or none.
enum class Where {
    everywhere,
    denseLayers,
    expertLayers,
    sharedExperts,
    narrowQueries,
    wideQueries,
    attentionLayers, // of models that mix kinds of layers
    otherLayers,
    ownKeys, // not taken from another layer
    ownValues,
    perLayerInputs,
    indexLayers,
    stateLayers,
    labelledModels, // whose config.json names what a classifier tells apart
    unlabelledModels,
    networkLayers, // with a feed-forward network and nothing else, of models whose layers have one part
    predictions,   // layers behind the model's own, which predict further tokens
    nowhere,
};

enum class Bias { none, allowed, needed };

/// One linear layer, norm or embedding. Names are without ".weight" and ".bias".
struct TensorRule {
    std::string_view source; // of a layer's tensor: the part behind "<layerPrefix>N."; `*` stands for the number of an expert
    std::string_view target; // of a layer's tensor: the part behind "blk.N."
    Size rows = Size::none;
    Size columns = Size::none; // none: one-dimensional
    Size matrices = Size::none;
    Change change = Change::none;
    Bias bias = Bias::none;
    Where where = Where::everywhere;
    /// A weight that may be missing. Of several rules with one target one is enough.
    bool isOptional = false;
    /// The stored name has no ".weight", the target says all of its own.
    bool isWholeName = false;
    Where neededIn = Where::nowhere;    // of optional ones
    bool isNegativeExponential = false; // logarithms are stored, see Weight
    bool isCopied = false;              // of several tensors with this target the first one counts
    float addend = 0;                   // to every stored value, in place of the architecture's
};
using TensorRules = std::span<const TensorRule>;

/// A second stack of layers, of models with an encoder and a decoder (T5).
struct DecoderRules {
    std::string_view layerPrefix;              // behind `prefix` of the row
    std::string_view target;                   // in front of a layer's number
    std::span<const TensorRules> layerTensors; // in groups
};

/// Layers behind a model's own that predict further tokens (MTP, NextN), as a class stores them: they have the tensors of a
/// layer with attention, and some beside these.
struct PredictionRules {
    /// A start of stored names, and what stands in its place behind the path of the first of these layers.
    struct Name {
        std::string_view stored;
        std::string_view usual;
    };
    std::span<const TensorRules> tensors; // beside those of every layer, in groups
    std::string_view count{};             // member of config.json: how many there are; empty: as many as are stored
    std::string_view numbered{};          // in front of their numbers from 0; empty: their numbers go on behind the others'
    std::span<const Name> names{};        // of tensors that stand outside of numbered layers: the first one that fits
    std::string_view kvHeads{};           // member of config.json: heads of keys and values; empty: as other layers have
    bool areDense = false;                // although other layers have experts
};

/// A tensor of one value in every layer that becomes an entry of a list in a GGUF file's metadata.
struct LayerNumberRule {
    std::string_view source; // the part behind "<layerPrefix>N."
    std::string_view key;    // the whole
    bool isList = false;     // stored as a list of one value, else without a dimension
};

struct ArchitectureRow {
    std::string_view hfClass;                  // architectures[0] of config.json
    std::string_view name;                     // general.architecture
    bool (*isFor)(const Config&) = nullptr;    // of a class that becomes several architectures: the first that it is for
    std::string_view prefix{};                 // cut off from stored names where it is there
    std::string_view layerPrefix;              // "model.layers.", behind `prefix`
    std::span<const TensorRules> modelTensors; // in groups that architectures share
    std::span<const TensorRules> layerTensors; //
    std::span<const KeyWriter> keys;           // all A.* keys, in the order in which the reference writes them
    TokenizerStyle tokenizer = TokenizerStyle::byteLevel;
    std::span<const std::string_view> needs{};                 // members of config.json or its RoPE values that must be there
    std::span<const std::string_view> ropeTypes{};             // kinds of RoPE scaling beside none
    void (*adjust)(const Config&, HyperParameters&) = nullptr; // what config.json leaves unsaid for this architecture
    float normAddend = 0;                                      // to every "…norm.weight"
    std::string_view plainNorm{};                              // but not to names with this in them
    std::span<const std::string_view> drops{};                 // stored names with one of these in them belong to no weight
    bool tiesByDefault = false;                                // tie_word_embeddings where config.json does not say it
    bool dropsTiedOutput = false;                              // the output matrix of a model that says that it is tied
    bool dropsExtraLayers = false;     // layers beyond the number of layers predict further tokens; GGUF files go without them
    bool mixesLayers = false;          // some have no attention: no heads of keys and values
    bool usesSlidingWindow = false;    // llama.cpp has no window for the others, whatever config.json says
    std::string_view byteLevelWords{}; // the name that GPT-2's rules for cutting words have in this family
    bool hasNoOutput = false;          // an encoder: what it makes of a text is no token
    /// Numbers of config.json by which values are multiplied: there is no other place for them in a file.
    std::vector<RowFactor> (*factors)(const Config&, const HyperParameters&, const Weight&) = nullptr;
    std::span<const LayerNumberRule> layerNumbers{}; // `drops` names their tensors
    std::string_view layerTarget = "blk.";           // GGUF's name for a layer, in front of its number
    DecoderRules decoder{};                          // of models that have both
    std::span<const KeyWriter> earlyKeys{};          // those that the reference writes directly behind general.architecture
    const PredictionRules* predictions = nullptr;    // of layers that predict further tokens; nullptr: no folder has them
};

[[nodiscard]] std::span<const ArchitectureRow> architectures();
/// nullptr if the class is not known, or has no row for such a config.json.
[[nodiscard]] const ArchitectureRow* architectureOf(std::string_view hfClass, const Config& config);
/// Of a model whose config.json names no class of the table: by its model_type ("qwen2_moe"), or by the class without a head
/// ("Qwen2MoeModel"). nullptr if there is none.
[[nodiscard]] const ArchitectureRow* architectureOfKind(std::string_view modelType, const Config& config);

} // namespace quantlathe
