// SPDX-License-Identifier: GPL-3.0-or-later
// "What should I take?": the preset and the KV type that lose least and still run well on these cards and this main memory
// (docs/estimates.md, "What to take").
#pragma once

#include "base/progress.h"
#include "estimate/placement.h"
#include "plan/candidates.h"
#include "plan/plan.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct RecommendRequest {
    const CandidateTable* table = nullptr; // of a format that llama.cpp loads; says model, importance matrix and errors
    RunSettings run;                       // context and sequences; its KV type counts only where `fixedKv` says so
    bool fixedKv = false;                  // else f16 and q8_0 are tried, and q4_0 where nothing fits with them
    std::vector<Gpu> cards;
    HostMemory host;
    std::optional<double> minTokensPerSecond;
};

struct Offer {
    const Preset* preset = nullptr;
    KvType kv = KvType::f16;
    std::uint64_t fileBytes = 0;
    double bitsPerWeight = 0;
    Prediction prediction; // of the weights
    double kl = 0;         // predicted, with what the KV type adds
    Placement placement;
    /// Between the ends of the estimate; nothing while it is unknown.
    [[nodiscard]] std::optional<double> tokensPerSecond() const;
};

struct Recommendation {
    std::optional<Offer> best;
    std::optional<Offer> stepUp;      // the next that loses clearly less: what it would cost
    std::optional<Offer> stepDown;    // the next that loses clearly more
    std::optional<Offer> furtherStep; // where one of the two is missing: one more in the other direction
    bool isTight = false;             // nothing leaves 1 GiB free
    std::string whyNothing;           // without `best`
};

/// A preset for this model, without hardware.
struct PresetVerdict {
    const Preset* preset = nullptr;
    Prediction prediction;
    std::string whyNotSensible; // for people: "the same file as Q8_0"; empty: it is
};
/// Of every preset that the model can become, in the format's order; what recommend() never offers is not sensible.
[[nodiscard]] std::vector<PresetVerdict> judgePresets(const CandidateTable& table, const CancelToken& cancel);

/// Makes a plan for every preset: milliseconds each. Never offers types for special models (Q1_0, TQ1_0, TQ2_0, Q2_0), two
/// presets that give the same file, presets that another beats in size and loss, nor what is expected to be broken.
[[nodiscard]] Recommendation recommend(const RecommendRequest& request, const CancelToken& cancel);

/// "IQ4_XS: fits with 16 384 tokens of context (KV cache q8_0), whole on the card, about 41 tokens/s, predicted loss 0.012".
[[nodiscard]] std::string sentence(const Offer& offer, const RunSettings& run);

} // namespace quantlathe
