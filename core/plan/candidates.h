// SPDX-License-Identifier: GPL-3.0-or-later
// Every encoding that each weight of a model could get in a format, with its size and what it loses: what the planner chooses
// from. Works over any Format; nothing here knows one.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "formats/format.h"
#include "formats/importance.h"
#include "plan/sensitivity.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace quantlathe {

class ResultCache;

enum class ErrorSource : std::uint8_t {
    nominal, // of normally distributed values: the weights were not looked at
    sampled, // rows of each weight, with an interval
    exact,   // all rows
};
[[nodiscard]] std::string_view name(ErrorSource source); // "nominal", "sampled", "exact"

struct Candidate {
    const Encoding* encoding = nullptr;
    std::uint64_t bytes = 0;
    double error = 0; // relative squared error, weighed by importance where there is some: ‖W − Q‖² / ‖W‖²
    double share = 1; // of the error, what calibrated codes are expected to leave of it in the outputs
    double loss = 0;  // nats: sensitivity × share × error, growing faster for products of these above 0.1
    double errorInterval95 = 0; // half width; 0 when nominal or exact
    double lossInterval95 = 0;
};

struct WeightCandidates {
    const Weight* weight = nullptr;
    double sensitivity = 0;            // nats for an error of 1
    std::vector<Candidate> candidates; // ascending in bytes, then in loss; never empty
    [[nodiscard]] const Candidate* find(const Encoding& encoding) const;
};

/// Immutable once made; keeps the model alive.
struct CandidateTable {
    std::shared_ptr<const Model> model;
    const Format* format = nullptr;
    std::shared_ptr<const ImportanceMatrix> importance; // may be nullptr
    Sensitivity sensitivity;
    Effort effort = Effort::normal;
    ErrorSource errors = ErrorSource::nominal;
    bool isCalibrated = false;             // losses are those of codes that a text chooses
    std::vector<WeightCandidates> weights; // those with a choice, in the model's order
    std::vector<std::string> notes;        // why smaller encodings are missing, for people

    [[nodiscard]] const WeightCandidates* of(const Weight& weight) const;
    /// Σ of the losses, and √Σ of the squared intervals; a weight or encoding that the table does not hold counts as 0.
    [[nodiscard]] Prediction predict(std::span<const Choice> choices) const;

    std::unordered_map<const Weight*, std::size_t> places; // into weights
};

struct CandidateRequest {
    std::shared_ptr<const Model> model;
    const Format* format = nullptr;
    std::shared_ptr<const ImportanceMatrix> importance;
    Sensitivity sensitivity;
    Effort effort = Effort::normal;
    ErrorSource errors = ErrorSource::sampled;
    /// Values looked at in a weight when sampled; a few dozen rows are always looked at.
    std::uint64_t sampleWeights = 1U << 15U;
};

/// Measures every pair of weight and encoding that the cache (which may be nullptr) does not know; with ErrorSource::nominal it
/// reads no weights, takes milliseconds and needs neither cache nor threads. Call from a worker thread. Throws Error(badInput)
/// for a model that cannot become the format, an importance matrix of another model, weights that cannot be read; `cancelled`.
[[nodiscard]] CandidateTable makeCandidates(const CandidateRequest& request, ResultCache* cache, ThreadArena& arena,
                                            Progress& progress, const CancelToken& cancel);

/// The same errors with the losses of other sensitivities.
[[nodiscard]] CandidateTable withSensitivity(const CandidateTable& table, Sensitivity sensitivity);

/// The same errors with the losses of calibrated codes: `shareOf` tells what is left of the error of a weight in an encoding.
[[nodiscard]] CandidateTable withShares(const CandidateTable& table,
                                        const std::function<double(const Weight&, const Encoding&)>& shareOf);

/// Relative squared error of an encoding on normally distributed values without importance; 0 for exact ones.
[[nodiscard]] double nominalError(const Encoding& encoding);

} // namespace quantlathe
