// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/recommend.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/cache_layout.h"
#include "estimate/kv_cache.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace quantlathe {
namespace {

/// For models that were trained for them, and for trying things out: nobody's first choice.
constexpr auto specialEncodings = std::to_array<std::string_view>({"Q1_0", "TQ1_0", "TQ2_0", "Q2_0"});

/// What a quantized cache adds to the KL divergence, in nats (docs/estimates.md, "What to take").
double lossOf(KvType type) {
    switch (type) {
    case KvType::q8_0: return 0.0008;
    case KvType::q5_1: // not measured: at most that
    case KvType::q4_0: return 0.01;
    default: return 0;
    }
}

/// Faster than one reads is fast enough; each halving below it counts as so many nats.
constexpr double comfortableTokensPerSecond = 10;
constexpr double natsForHalfTheSpeed = 0.02;
constexpr double clearly = 1.25; // losses nearer to each other are the same

/// A preset for this model, without hardware.
struct Ware {
    Plan plan;
    Prediction prediction;
    std::string whyNot; // sensible, in words; empty: it is
};

bool isSpecial(const Plan& plan) {
    return std::ranges::any_of(plan.choices, [](const Choice& choice) {
        return std::ranges::find(specialEncodings, choice.encoding->name()) != specialEncodings.end();
    });
}

bool isSameFile(const Plan& a, const Plan& b) {
    return std::ranges::equal(a.choices, b.choices, [](const Choice& x, const Choice& y) {
        return x.weight == y.weight && x.encoding == y.encoding;
    });
}

/// Names for each sensible one another that beats it in loss and size. Of two that are the same in both, the one that keeps
/// more weights as they are, or the first, stays.
void markBeaten(std::vector<Ware>& wares) {
    struct Rank {
        double kl;
        std::uint64_t bytes;
        std::size_t losses;
        std::size_t at;
    };
    std::vector<Rank> ranks;
    for (std::size_t i = 0; i < wares.size(); ++i) {
        const Ware& ware = wares[i];
        if (ware.whyNot.empty()) {
            const auto lossless = static_cast<std::size_t>(std::ranges::count_if(ware.plan.choices, isLossless));
            ranks.push_back({ware.prediction.kl, ware.plan.fileBytes(), ware.plan.choices.size() - lossless, i});
        }
    }
    for (const Rank& own : ranks) {
        const auto better = std::ranges::find_if(ranks, [&](const Rank& other) {
            return other.kl == own.kl && other.bytes == own.bytes
                       ? std::pair(other.losses, other.at) < std::pair(own.losses, own.at)
                       : other.kl <= own.kl && other.bytes <= own.bytes;
        });
        if (better != ranks.end()) {
            wares[own.at].whyNot = say("{} is not larger and loses no more", wares[better->at].plan.preset->name);
        }
    }
}

/// In the order of the format.
std::vector<Ware> judged(const CandidateTable& table, const CancelToken& cancel) {
    std::vector<Ware> wares;
    for (const Preset& preset : table.format->presets()) {
        cancel.throwIfCancelled();
        if (table.format->whyNot(*table.model, preset, table.importance.get())) {
            continue;
        }
        PlanDocument document;
        document.format = table.format->id();
        document.preset = preset.name;
        document.effort = table.effort;
        Plan plan = makePlan(table.model, document, table.importance);
        const Prediction prediction = table.predict(plan.choices);
        const auto same =
            std::ranges::find_if(wares, [&](const Ware& ware) { return ware.whyNot.empty() && isSameFile(ware.plan, plan); });
        std::string whyNot = isSpecial(plan)         ? say("only for models that were trained for it")
                             : prediction.isBroken() ? say("expected to break the model")
                             : same != wares.end()   ? say("the same file as {}", same->plan.preset->name)
                                                     : std::string();
        wares.push_back({std::move(plan), prediction, std::move(whyNot)});
    }
    markBeaten(wares);
    return wares;
}

std::vector<Ware> sensibleOnes(const CandidateTable& table, const CancelToken& cancel) {
    std::vector<Ware> wares = judged(table, cancel);
    std::erase_if(wares, [](const Ware& ware) { return !ware.whyNot.empty(); });
    return wares;
}

std::optional<Offer> offerOf(const Ware& ware, KvType kv, const RecommendRequest& request) {
    RunSettings run = request.run;
    run.kv = kv;
    auto placement = placeModel(*ware.plan.model, ware.plan.choices, run, request.cards, request.host);
    if (!placement) {
        return std::nullopt;
    }
    return Offer{ware.plan.preset,      kv,
                 ware.plan.fileBytes(), ware.plan.bitsPerWeight(),
                 ware.prediction,       ware.prediction.kl + lossOf(kv),
                 std::move(*placement)};
}

double costOf(const Offer& offer, const RecommendRequest& request) {
    const auto speed = offer.tokensPerSecond();
    const bool isSlow = speed && !request.minTokensPerSecond && *speed < comfortableTokensPerSecond;
    return offer.kl + (isSlow ? natsForHalfTheSpeed * std::log2(comfortableTokensPerSecond / *speed) : 0);
}

bool isFastEnough(const Offer& offer, const RecommendRequest& request) {
    const auto speed = offer.tokensPerSecond();
    return !request.minTokensPerSecond || (speed && *speed >= *request.minTokensPerSecond);
}

/// The least cost among those that pass; of equal ones the smaller file.
template <class Passes>
const Offer* cheapest(const std::vector<Offer>& offers, const RecommendRequest& request, Passes passes) {
    const Offer* best = nullptr;
    for (const Offer& offer : offers) {
        const auto rank = [&](const Offer& of) { return std::pair(costOf(of, request), of.fileBytes); };
        if (passes(offer) && (best == nullptr || rank(offer) < rank(*best))) {
            best = &offer;
        }
    }
    return best;
}

std::vector<Offer> offersWith(const std::vector<Ware>& wares, std::span<const KvType> types, const RecommendRequest& request,
                              const CancelToken& cancel) {
    std::vector<Offer> offers;
    const Model& model = *request.table->model;
    if (whyComputeUnknown(model)) {
        return offers;
    }
    for (const Ware& ware : wares) {
        cancel.throwIfCancelled();
        for (const KvType type : types) {
            if (auto offer = canCache(model, type) ? offerOf(ware, type, request) : std::nullopt) {
                offers.push_back(std::move(*offer));
            }
        }
    }
    return offers;
}

bool isSome(Fit fit) {
    return fit == Fit::fits || fit == Fit::tight;
}

/// The next in loss from `from`: upwards (less loss) or downwards, each preset with the KV type that serves it best.
std::optional<Offer> stepFrom(const Offer& from, bool upwards, const std::vector<Offer>& offers,
                              const RecommendRequest& request) {
    const auto isBeyond = [&](const Offer& offer) {
        const bool isStep = upwards ? offer.kl < from.kl / clearly && offer.fileBytes > from.fileBytes
                                    : offer.kl > from.kl * clearly && offer.fileBytes < from.fileBytes;
        return isStep && offer.placement.fit != Fit::unknown;
    };
    const Offer* nearest = nullptr;
    for (const Offer& offer : offers) {
        const bool isNearer = nearest == nullptr || (upwards ? offer.kl > nearest->kl : offer.kl < nearest->kl);
        if (isBeyond(offer) && isNearer) {
            nearest = &offer;
        }
    }
    if (nearest == nullptr) {
        return std::nullopt;
    }
    const Offer* best = nullptr;
    for (const Fit fit : {Fit::fits, Fit::tight}) {
        if (best == nullptr) {
            best = cheapest(offers, request, [&](const Offer& offer) {
                return offer.preset == nearest->preset && isBeyond(offer) && offer.placement.fit == fit;
            });
        }
    }
    return best != nullptr ? *best : *nearest;
}

std::string whyNothingIsOffered(const std::vector<Ware>& wares, const std::vector<Offer>& offers,
                                const RecommendRequest& request) {
    if (wares.empty()) {
        return say("no preset can be used for this model");
    }
    const Model& model = *request.table->model;
    if (offers.empty()) {
        const auto reason = whyComputeUnknown(model);
        return reason ? say("what it needs is unknown: {}", *reason) : say("llama.cpp does not load this format");
    }
    const bool anyFits = std::ranges::any_of(offers, [](const Offer& offer) { return isSome(offer.placement.fit); });
    if (anyFits) {
        return say("nothing reaches {:Lg} tokens/s", request.minTokensPerSecond.value_or(0));
    }
    const bool isUnknown = std::ranges::any_of(offers, [](const Offer& offer) { return offer.placement.fit == Fit::unknown; });
    const auto smallest = std::ranges::min_element(offers, {}, &Offer::fileBytes);
    return isUnknown
               ? say("nothing fits on the card as a whole, and how much main memory there is is not known")
               : say("nothing fits: even {} has {} in its file", smallest->preset->name, fileSizeText(smallest->fileBytes));
}

} // namespace

std::optional<double> Offer::tokensPerSecond() const {
    const SpeedEstimate& speed = placement.speed;
    return speed.isKnown() ? std::optional(speed.middle()) : std::nullopt;
}

std::vector<PresetVerdict> judgePresets(const CandidateTable& table, const CancelToken& cancel) {
    std::vector<PresetVerdict> verdicts;
    for (Ware& ware : judged(table, cancel)) {
        verdicts.push_back({ware.plan.preset, ware.prediction, std::move(ware.whyNot)});
    }
    return verdicts;
}

Recommendation recommend(const RecommendRequest& request, const CancelToken& cancel) {
    constexpr auto usual = std::to_array({KvType::f16, KvType::q8_0});
    constexpr auto small = std::to_array({KvType::q4_0});
    const std::array fixed{request.run.kv};
    const std::vector<Ware> wares = sensibleOnes(*request.table, cancel);
    std::vector<Offer> offers =
        offersWith(wares, request.fixedKv ? std::span<const KvType>(fixed) : std::span<const KvType>(usual), request, cancel);
    const auto withRoom = [&](const Offer& offer) { return offer.placement.fit == Fit::fits && isFastEnough(offer, request); };
    const auto withSomeRoom = [&](const Offer& offer) { return isSome(offer.placement.fit) && isFastEnough(offer, request); };
    const Offer* best = cheapest(offers, request, withRoom);
    if (best == nullptr && !request.fixedKv) {
        std::vector<Offer> more = offersWith(wares, small, request, cancel);
        std::ranges::move(more, std::back_inserter(offers));
        best = cheapest(offers, request, withRoom);
    }
    Recommendation found;
    if (best == nullptr) {
        best = cheapest(offers, request, withSomeRoom);
        found.isTight = best != nullptr;
    }
    if (best == nullptr) {
        found.whyNothing = whyNothingIsOffered(wares, offers, request);
        return found;
    }
    found.best = *best;
    found.stepUp = stepFrom(*best, true, offers, request);
    found.stepDown = stepFrom(*best, false, offers, request);
    if (!found.stepUp && found.stepDown) {
        found.furtherStep = stepFrom(*found.stepDown, false, offers, request);
    } else if (!found.stepDown && found.stepUp) {
        found.furtherStep = stepFrom(*found.stepUp, true, offers, request);
    }
    return found;
}

std::string sentence(const Offer& offer, const RunSettings& run) {
    const Fit fit = offer.placement.fit;
    const std::string fits = fit == Fit::fits ? say("fits") : fit == Fit::tight ? say("fits tightly") : say("does not fit");
    const auto speed = offer.tokensPerSecond();
    // A token a second more or less is much where there are few.
    const std::string speedWords = !speed        ? say("at an unknown speed")
                                   : *speed < 10 ? say("about {:.1Lf} tokens/s", *speed)
                                                 : say("about {:.0Lf} tokens/s", *speed);
    const std::string loss = offer.kl == 0 ? say("no loss") : say("predicted loss {:.2Lg}", offer.kl);
    return say("{}: {} with {} tokens of context (KV cache {}), {}, {}, {}", offer.preset->name, fits,
               groupedDigits(run.contextTokens), name(offer.kv), placementText(offer.placement), speedWords, loss);
}

} // namespace quantlathe
