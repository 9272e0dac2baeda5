// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers that describe a decoder-only transformer, from config.json or from GGUF metadata.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct RopeScaling {
    std::string type; // "linear", "yarn", "llama3", "dynamic", "longrope" (also "su"), "proportional"; empty: none
    double factor = 1.0;
    double lowFrequencyFactor = 1.0;  // llama3
    double highFrequencyFactor = 4.0; // llama3
    std::uint64_t originalContext = 0;
    std::vector<float> longFactors; // longrope
    std::vector<float> shortFactors;
    double rotatedShare = 1.0; // "proportional" (Gemma 4): of the pairs of a head those that turn at all
    double magnitude = 0;      // of sines and cosines, where config.json says more than GGUF can; 0: worked out from the rest
};

/// Latent attention (DeepSeek): queries, keys and values go through narrow matrices, and keys have a part without RoPE.
struct LatentAttention {
    std::uint32_t queryRank = 0; // 0: queries are not narrowed
    std::uint32_t rank = 0;      // of keys and values; 0: the model has no latent attention
    std::uint32_t ropeSize = 0;
    std::uint32_t plainSize = 0; // of a key, without RoPE
    std::uint32_t valueSize = 0;
    std::uint32_t heads = 0; // of keys and values
};

/// Layers with a gated delta rule in place of attention (Qwen3-Next, Qwen 3.5): their own heads and head sizes.
struct DeltaNet {
    std::uint32_t keyHeads = 0;
    std::uint32_t valueHeads = 0; // 0: the model has no such layers
    std::uint32_t keySize = 0;
    std::uint32_t valueSize = 0;
};

/// Chooses the tokens that a layer with latent attention looks at (DeepSeek 3.2, GLM 5).
struct Indexer {
    std::uint32_t heads = 0; // 0: every token that came before is looked at
    std::uint32_t headSize = 0;
    std::vector<bool> isIn; // by layer; others take the choice of an earlier one
    // Where it chooses blocks of tokens (MiniMax M3): how many, how large they are, and how many of the last are always seen.
    std::uint32_t blocks = 0;
    std::uint32_t blockTokens = 0;
    std::uint32_t localBlocks = 0;
};

/// A recurrence over the tokens in place of attention (Mamba, Mamba-2), or beside it: every channel keeps some states.
struct StateSpace {
    std::uint64_t channels = 0;   // 0: the model has none
    std::uint32_t states = 0;     // of a channel
    std::uint32_t heads = 0;      // that the channels are cut into; 0: each goes its own pace (Mamba)
    std::uint32_t groups = 0;     // of heads that share what goes in and out
    std::uint32_t stepRank = 0;   // of the matrix that makes the pace (Mamba)
    bool normsBeforeGate = false; // what comes out, where it is normed; a GGUF file has no key for it
    std::vector<bool> isIn;       // by layer
};

/// A number that each layer has in a tensor of its own, in the order of layers, and the key of GGUF that lists them.
struct LayerNumbers {
    std::string key;
    std::vector<float> values;
};

/// All counts are 0 where the checkpoint does not say (unknown architectures).
struct HyperParameters {
    std::uint32_t layers = 0;
    std::uint32_t predictionLayers = 0; // the last of them: they predict further tokens (MTP, NextN), no text runs through them
    std::uint32_t decoderLayers = 0;    // of a model whose layers above are those of an encoder (T5), beside them
    std::uint64_t contextTokens = 0;    // trained context
    std::uint64_t hidden = 0;
    std::vector<std::uint64_t> feedForward; // per layer
    std::vector<std::uint32_t> heads;       // per layer
    std::vector<std::uint32_t> kvHeads;     // per layer; 0: no KV cache in that layer
    std::uint32_t keyLength = 0;            // head size of K
    std::uint32_t valueLength = 0;          // head size of V
    std::uint64_t vocabulary = 0;
    std::uint32_t experts = 0; // 0: dense
    std::uint32_t expertsUsed = 0;
    std::uint64_t expertFeedForward = 0; // of one expert
    std::uint64_t sharedFeedForward = 0; // of the expert that every token goes through; 0: there is none
    std::uint32_t leadingDenseLayers = 0;
    std::uint32_t expertPeriod = 1; // behind the dense layers, every so manyth layer has experts
    std::vector<bool> expertLayers; // by layer, where neither of the two says it
    double routerJitter = 0.01;     // of a sparse mixer (Phi-3.5-MoE): how much worse than the best an expert may be
    LatentAttention latent;
    Indexer indexer;
    DeltaNet delta;
    StateSpace states;
    std::uint64_t expertInput = 0; // width of what experts work on, where it is not that of the stream
    std::uint32_t streams = 0;     // copies of the stream beside each other (Gemma 3n); 0: one
    std::uint32_t slidingWindow = 0;
    std::uint32_t windowHeadSize = 0;  // in layers with a window, for keys and values, where they have their own (Gemma 4)
    std::vector<bool> hasWindow;       // by layer; filled where windowHeadSize is
    std::uint32_t distanceBuckets = 0; // of distances between tokens that have a score of their own (T5)
    std::uint32_t labels = 0;          // of what an encoder's classifier tells apart, where they have names
    std::uint32_t sharedKvLayers = 0;  // so many of the last layers take keys and values of others
    bool keysAreValues = false;        // in layers without a window
    std::uint64_t perLayerInput = 0;   // values of every token and layer beside its embedding; 0: there are none
    std::vector<LayerNumbers> layerNumbers;
    double normEpsilon = 0;
    double ropeBase = 10000.0;
    std::uint32_t ropeDimensions = 0; // of a head that are rotated
    RopeScaling ropeScaling;
    bool tiedEmbeddings = false;

    /// Those that a text runs through.
    [[nodiscard]] std::uint32_t mainLayers() const { return layers - predictionLayers; }
};

} // namespace quantlathe
