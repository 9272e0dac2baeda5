// SPDX-License-Identifier: GPL-3.0-or-later
// The A.* keys of GGUF, A being the architecture: small writers from which the table of architectures makes its lists
// (docs/formats/gguf-model.md, "Keys in their order").
#pragma once

#include "checkpoint/metadata.h"
#include "model/config.h"
#include "model/hyper_parameters.h"

#include <optional>
#include <string>

namespace quantlathe {

/// What a writer knows. `hyper` is checked, `config` is read as its readers say.
struct KeyContext {
    const Config& config;
    const RopeConfig& rope;
    const HyperParameters& hyper;
    std::string architecture;
    Metadata& metadata;
};
/// Appends its keys. Throws Error(badInput) naming config.json for values of the wrong kind or out of bounds.
using KeyWriter = void (*)(const KeyContext&);

namespace keys {

/// What most architectures write: counts, RoPE, epsilons, experts, head sizes, each only if config.json has it.
void common(const KeyContext&);

void blockCount(const KeyContext&);
void contextLength(const KeyContext&);
void embeddingLength(const KeyContext&);
void feedForwardLength(const KeyContext&);
void headCount(const KeyContext&);
void kvHeadCount(const KeyContext&);
void rmsEpsilon(const KeyContext&);
void layerNormEpsilon(const KeyContext&);
void headSizes(const KeyContext&);
void ropeBase(const KeyContext&);
/// Only if it is not what the engine takes anyhow.
void unusualRopeBase(const KeyContext&);
void ropeDimensions(const KeyContext&);
void vocabularySize(const KeyContext&);
void slidingWindow(const KeyContext&);
void slidingWindowPattern(const KeyContext&); // with the window, for models that alternate by a list
void softcaps(const KeyContext&);
void gemma3Rest(const KeyContext&);
void gemma4Rest(const KeyContext&); // after gemma3Rest()
void expertFeedForward(const KeyContext&);
void sharedFeedForward(const KeyContext&);
void parallelResidual(const KeyContext&);
void falconLayout(const KeyContext&);
void llamaLayout(const KeyContext&);   // the order of rows in q and k
void fixedRopeBase(const KeyContext&); // whatever config.json says
void scalingByOne(const KeyContext&);  // linear
void layerNumbers(const KeyContext&);  // lists of what stands in a tensor of one value in every layer
void originalContext(const KeyContext&);
void longRopeFactor(const KeyContext&);
void latentAttention(const KeyContext&);
void indexer(const KeyContext&); // of DeepSeek 3.2 and GLM 5

/// As common(), and the number of experts under the names that DeepSeek's descendants and Ernie have for it.
void commonWithRoutedExperts(const KeyContext&);
void clampKqv(const KeyContext&);
void logitScale(const KeyContext&);
void noRopeScaling(const KeyContext&);
void linearRopeScaling(const KeyContext&); // of Nemotron: or none
void yarnTemperature(const KeyContext&);   // of Ministral 3, nothing for others
void ntkRope(const KeyContext&);           // of HunYuan: dynamic RoPE as a larger base
void wideNtkRope(const KeyContext&);       // the same with the default of its models with experts
void stableLmResidual(const KeyContext&);
void noBosToken(const KeyContext&);
void graniteScales(const KeyContext&);
void exaoneWindow(const KeyContext&);
void deepstackLayers(const KeyContext&);
void shortConvolution(const KeyContext&);
void expertCount(const KeyContext&);
void expertUsedCount(const KeyContext&);
void leadingDenseLayers(const KeyContext&);
void sharedExpertCount(const KeyContext&);
void expertWeights(const KeyContext&); // how their sum is scaled, and whether it is brought to one
void sigmoidGating(const KeyContext&);
void predictionLayers(const KeyContext&);       // that predict further tokens, where there are some
void statedPredictionLayers(const KeyContext&); // the same, and none where config.json says that there are none
void commonOfKimi(const KeyContext&);           // Kimi Linear
void kimiDelta(const KeyContext&);              // sizes of its two kinds of layers, and its experts
void ernieExperts(const KeyContext&);
void t5(const KeyContext&);                // all of them
void plamoLayers(const KeyContext&);       // of PLaMo 2: which layers have heads, and how many
void plamoSizes(const KeyContext&);        // the rest of its sizes
void blockSparse(const KeyContext&);       // of MiniMax M3: its experts' weights, and which blocks of tokens its layers see
void deltaNet(const KeyContext&);          // of Qwen3-Next and Qwen 3.5: sizes, and which layers have it
void usualRopeSections(const KeyContext&); // where config.json has none
void expertPeriod(const KeyContext&);
void bloomKvHeads(const KeyContext&); // always written
void mptAttention(const KeyContext&); // heads of keys and values, the norms' epsilon, bounds and positions
void hunyuanExperts(const KeyContext&);
void hunyuanV3Shares(const KeyContext&); // of chosen experts
void bailingExperts(const KeyContext&);
void mimoWindows(const KeyContext&); // the window, and which layers have it
void valueScale(const KeyContext&);
void expertGroups(const KeyContext&);
void feedForwardList(const KeyContext&);   // one a layer, even where all are alike
void kvHeadList(const KeyContext&);        // the same
void noNetwork(const KeyContext&);         // neither that nor attention
void stateSpace(const KeyContext&);        // sizes of a recurrence
void groupedStateSpace(const KeyContext&); // the same, in another order
void selectionNorms(const KeyContext&);    // of Falcon-Mamba: what chooses what goes in and out is normed
void noSelectionNorms(const KeyContext&);
void ropeTurns(const KeyContext&); // of models of which others have no positions
void ropeStandsStill(const KeyContext&);
void nemotronExperts(const KeyContext&);
void gemma3nRest(const KeyContext&);    // after gemma3Rest()
void looksAhead(const KeyContext&);     // an encoder does
void encoder(const KeyContext&);        // sees the whole text; how its vectors are pooled, if modules.json says it
void expertInterval(const KeyContext&); // every so manyth layer has experts
void labels(const KeyContext&);         // what a classifier tells apart
void modernBertWindow(const KeyContext&);
void hiddenActivation(const KeyContext&);
void pooling(const KeyContext&);       // of embedding models
void fullAttention(const KeyContext&); // of Llama 4: no window where all layers see everything

} // namespace keys
} // namespace quantlathe
