// SPDX-License-Identifier: GPL-3.0-or-later
// The architectures that can be run: what their names alone say. Everything else stands in metadata and weights.
#pragma once

#include "runtime/graph.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

/// How a model knows where a token stands.
enum class Positions {
    pairs,      // rotary embedding of neighbours
    halves,     // rotary embedding of values half a head apart
    learned,    // a table
    byDistance, // scores fall with the distance (ALiBi)
    none,       // by what recurrences keep
};

struct FamilyRow {
    std::string_view architecture; // general.architecture
    NormKind norm = NormKind::rms;
    Activation activation = Activation::silu;
    Positions positions = Positions::halves;
    bool isParallel = false;         // both halves of a layer read the stream in front of it, unless the metadata say
    bool hasPlainNorms = false;      // norms have no gains
    bool hasLayersOfOneHalf = false; // layers may have no network
    bool scalesEmbedding = false;    // by √hidden
    bool normsEmbedding = false;
    std::uint64_t vocabularyOfNormedRows = 0; // models with that many tokens norm the rows of the output matrix
    bool normsStream = false;                 // behind what each half of a layer adds, and nothing in front (BERT)
    bool isEncoder = false;                   // tokens see those behind them, too, and none is predicted
    bool dividesLogits = false;               // by logit_scale, instead of multiplying
    bool hasXielu = false;                    // in place of the activation, with numbers of each layer
    // Attention
    NormKind headNorm = NormKind::rms; // of queries and keys
    bool hasGainsByHead = false;       // which each head has of its own
    bool hasPlainHeadNorms = false;    // without gains, in layers that rotate
    bool normsBehindRope = false;
    bool normsValues = false; // by their root mean square
    bool gatesAttention = false;
    bool keysMayBeValues = false; // in layers without a weight for values
    bool hasUnscaledScores = false;
    double largestBias = 0;            // ALiBi, where the metadata do not say
    std::uint32_t distanceLayers = 0;  // models of so many layers tell places by distance, others as the row says
    double temperature = 0;            // in layers that do not rotate, where the metadata do not say
    std::uint64_t temperatureStep = 0; // tokens
    std::uint32_t wideHeadLayers = 0;  // models of so many layers scale scores by √(heads / hidden)
    // Windows and rotation
    std::uint32_t ropeFreePeriod = 0; // every n-th layer has no rotary embedding
    bool rotatesInWindowsOnly = false;
    bool sectionsAreOfHalves = false; // where RoPE has sections (models that also see), halves are rotated, not pairs
    bool mayStandStill = false;       // rotates only where rope.scaling.finetuned says so
    std::uint32_t windowPeriod = 0;   // every n-th layer sees all tokens, 1: none does; 0: the family has no window
    std::uint32_t defaultWindow = 0;  // where the metadata do not say
    bool startsWithFullLayer = false; // of every so many, else the last
    std::uint32_t windowExtra = 0;    // seen beside the size that is given
    bool windowsAreChunks = false;
    bool windowLayersUnscaled = false; // layers with a window rotate without scaling, by rope.freq_base_swa
    double defaultWindowRopeBase = 0;  // 0: that of the other layers
    bool roundsYarn = true;            // to whole pairs, where blending begins and ends
    bool indexerRotatesHalves = false; // where the others rotate pairs
    bool yarnScalesScores = false;     // instead of sines and cosines
    // Recurrences
    float shortestStep = 0;       // of a scan of heads
    bool selectsForHeads = false; // what enters, is read and forgotten follows from the channels, as in Mamba
    // Experts
    ExpertScores expertScores = ExpertScores::softmax; // unless the metadata say
    bool sigmoidWithBias = false;                      // where the choice has a bias, unless the metadata say
    bool normalizesShares = false;                     // of chosen experts, unless the metadata say
};

[[nodiscard]] std::span<const FamilyRow> families();
/// nullptr if it cannot be run.
[[nodiscard]] const FamilyRow* familyOf(std::string_view architecture);
/// "llama, qwen2, …" for messages.
[[nodiscard]] std::string familyNames();

} // namespace quantlathe
