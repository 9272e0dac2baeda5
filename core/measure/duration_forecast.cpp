// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/duration_forecast.h"

#include "runtime/pass_trial.h"
#include "weights/round_trip.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <map>

namespace quantlathe {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t probeWeights = 1U << 15U; // encoded to see how fast an encoding is

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Weights of one encoding, all of them and the one to try.
struct Share {
    const Weight* example = nullptr;
    double weights = 0;
};

/// What is done with the rows of a trial.
using Trial = std::function<void(RoundTrip& trip, const Weight& weight, const Encoding& encoding, std::uint64_t rows)>;

double secondsPerWeight(const Plan& plan, const Weight& weight, const Encoding& encoding, const Trial& trial,
                        const CancelToken& cancel) {
    const std::span<const float> importance = plan.importanceOf(weight);
    checkRoundTrip(*plan.model, weight, encoding, importance);
    const std::uint64_t wanted = std::max<std::uint64_t>(probeWeights / weight.columns(), 1);
    const std::uint64_t rows = importanceRun(weight, importance, 0, std::min(wanted, weight.rows())).rows;
    RoundTrip trip(&cancel);
    trial(trip, weight, encoding, 1); // tables and pages are there now
    const auto start = Clock::now();
    trial(trip, weight, encoding, rows);
    return secondsSince(start) / static_cast<double>(rows * weight.columns());
}

double forecastTrials(const Plan& plan, const Trial& trial, ThreadArena& arena, const CancelToken& cancel) {
    std::map<const Encoding*, Share> shares;
    for (const Choice& choice : plan.choices) {
        if (isLossless(choice)) {
            continue;
        }
        Share& share = shares[choice.encoding];
        share.weights += static_cast<double>(choice.weight->elements());
        if (share.example == nullptr || choice.weight->elements() > share.example->elements()) {
            share.example = choice.weight;
        }
    }
    double seconds = 0;
    for (const auto& [encoding, share] : shares) {
        cancel.throwIfCancelled();
        seconds += share.weights * secondsPerWeight(plan, *share.example, *encoding, trial, cancel);
    }
    return seconds / arena.threads();
}

} // namespace

PassDuration forecastPass(const WeightSource& model, const TextWindows& text, const ForwardOptions& options, ThreadArena& arena,
                          const CancelToken& cancel, std::size_t probeTokens) {
    const std::size_t contextTokens = std::max<std::size_t>(text.settings.contextTokens, 1);
    const std::size_t windows = std::clamp<std::size_t>(probeTokens / contextTokens, 1, text.sequences.size());
    ForwardPass pass(model, {text.sequences.begin(), text.sequences.begin() + static_cast<std::ptrdiff_t>(windows)}, options);
    return {tryPass(pass, arena, cancel) / static_cast<double>(windows), 0};
}

double forecastEncoding(const Plan& plan, ThreadArena& arena, const CancelToken& cancel) {
    const Trial encode = [&](RoundTrip& trip, const Weight& weight, const Encoding& encoding, std::uint64_t rows) {
        static_cast<void>(trip.encode(*plan.model, weight, encoding, plan.guideOf(weight), 0, rows));
    };
    return forecastTrials(plan, encode, arena, cancel);
}

double forecastRoundTrips(const Plan& plan, ThreadArena& arena, const CancelToken& cancel) {
    const Trial encodeAndDecode = [&](RoundTrip& trip, const Weight& weight, const Encoding& encoding, std::uint64_t rows) {
        static_cast<void>(trip.run(*plan.model, weight, encoding, plan.guideOf(weight), 0, rows));
    };
    return forecastTrials(plan, encodeAndDecode, arena, cancel);
}

} // namespace quantlathe
