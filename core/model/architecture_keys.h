// SPDX-License-Identifier: GPL-3.0-or-later
// The A.* keys of GGUF, A being the architecture: small writers from which the table of architectures makes its lists
// (docs/formats/gguf-model.md, "Keys in their order").
#pragma once

#include "checkpoint/metadata.h"
#include "model/config.h"
#include "model/hyper_parameters.h"

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
void expertFeedForward(const KeyContext&);
void sharedFeedForward(const KeyContext&);
void parallelResidual(const KeyContext&);
void falconLayout(const KeyContext&);
void originalContext(const KeyContext&);
void longRopeFactor(const KeyContext&);
void latentAttention(const KeyContext&);

} // namespace keys
} // namespace quantlathe
