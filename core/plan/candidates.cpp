// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/candidates.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_encoding.h"
#include "plan/plan.h"
#include "weights/encoding_error.h"
#include "weights/result_cache.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <mutex>
#include <numbers>
#include <random>

namespace quantlathe {
namespace {

constexpr std::uint64_t nominalRows = 32;

/// Box and Muller's transform: the same on every machine.
std::vector<float> normalValues(std::size_t count) {
    std::mt19937_64 random(20240229); // any fixed seed
    const auto uniform = [&] { return (static_cast<double>(random() >> 11U) + 0.5) * 0x1.0p-53; };
    std::vector<float> values(count);
    for (float& value : values) {
        const double radius = std::sqrt(-2 * std::log(uniform()));
        value = static_cast<float>(0.02 * radius * std::cos(2 * std::numbers::pi * uniform()));
    }
    return values;
}

std::uint64_t nominalColumns(const Encoding& encoding) {
    const MatrixEncoding* const matrix = asMatrixEncoding(encoding);
    for (const std::uint64_t columns : {1024U, 2048U, 4096U, 8192U}) {
        if (columns % encoding.columnMultiple() == 0 &&
            (matrix == nullptr || !matrix->whyNot({.rows = nominalRows, .columns = columns}))) {
            return columns;
        }
    }
    return 0;
}

double measuredOnNormalValues(const Encoding& encoding) {
    const std::uint64_t columns = nominalColumns(encoding);
    if (columns == 0 || !encoding.canEncode() || !encoding.canDecode()) {
        return 1;
    }
    const std::vector<float> original = normalValues(static_cast<std::size_t>(nominalRows * columns));
    const std::vector<float> importance(encoding.requiresImportance() ? columns : 0, 1.0F);
    std::vector<std::byte> stored(static_cast<std::size_t>(encoding.bytes(nominalRows, columns)));
    encoding.encode(original, columns, {.importance = importance}, stored);
    std::vector<float> decoded(original.size());
    encoding.decode(stored, columns, decoded);
    double difference = 0;
    double squares = 0;
    for (std::size_t i = 0; i < original.size(); ++i) {
        const double value = static_cast<double>(original[i]);
        difference += (value - static_cast<double>(decoded[i])) * (value - static_cast<double>(decoded[i]));
        squares += value * value;
    }
    return std::min(1.0, difference / squares);
}

std::span<const float> importanceOf(const CandidateTable& table, const Weight& weight) {
    if (table.importance == nullptr) {
        return {};
    }
    const std::span<const float> values = table.importance->of(weight.name);
    return values.size() == importanceLength(weight) ? values : std::span<const float>();
}

/// What the weight may become, smallest first. `lackingImportance` collects encodings that only a matrix would allow.
std::vector<const Encoding*> allowedEncodings(const CandidateTable& table, const Weight& weight,
                                              std::vector<const Encoding*>& lackingImportance) {
    const bool hasImportance = !importanceOf(table, weight).empty();
    std::vector<const Encoding*> allowed;
    const auto consider = [&](const Encoding& encoding) {
        if (std::ranges::find(allowed, &encoding) != allowed.end() || table.format->whyNot(*table.model, weight, encoding)) {
            return;
        }
        const bool isCopy = isLossless({.weight = &weight, .encoding = &encoding});
        if (!isCopy && (!encoding.canEncode() || !encoding.canDecode())) {
            return;
        }
        if (!isCopy && !hasImportance && table.format->needsImportance(*table.model, weight, encoding)) {
            lackingImportance.push_back(&encoding);
            return;
        }
        allowed.push_back(&encoding);
    };
    for (const Encoding* const encoding : table.format->encodings()) {
        consider(*encoding);
    }
    if (const Encoding* const stored = encodingFor(weight.storedType)) {
        consider(*stored);
    }
    return allowed;
}

/// Only sampled figures have an interval.
struct SquaredError {
    double value = 0;
    double interval95 = 0;
};

SquaredError squaredErrorOf(const EncodingError& error) {
    const double relative = error.weightedRelative.value_or(error.relative);
    // The interval is that of the unweighted error; the weighted one spreads alike.
    const double share = error.relative > 0 ? error.interval95 / error.relative : 0;
    return {relative * relative, 2 * share * relative * relative};
}

/// Loss is linear in the error where it was probed and where methods of this kind were shown to work (three bits and more).
/// One-bit encodings of attention matrices were measured to do about a hundred times the linear damage (docs/planning.md), so
/// beyond the range the loss is taken to grow with the fifth power of the error.
double growthBeyondRange(double error) {
    constexpr double range = 0.1;
    return error <= range ? 1.0 : std::pow(error / range, 4);
}

/// Losses by the entry's sensitivity, and the order that follows.
void weigh(WeightCandidates& entry) {
    for (Candidate& candidate : entry.candidates) {
        const double perError = entry.sensitivity * candidate.share * growthBeyondRange(candidate.share * candidate.error);
        candidate.loss = perError * candidate.error;
        candidate.lossInterval95 = perError * candidate.errorInterval95;
    }
    std::ranges::stable_sort(entry.candidates, [](const Candidate& a, const Candidate& b) {
        return a.bytes != b.bytes ? a.bytes < b.bytes : a.loss < b.loss;
    });
}

class Builder {
public:
    Builder(const CandidateRequest& request, ResultCache* cache, ThreadArena& arena, Progress& progress,
            const CancelToken& cancel)
        : request_(request), cache_(cache), arena_(arena), progress_(progress), cancel_(cancel) {
        table_.model = request.model;
        table_.format = request.format;
        table_.importance = request.importance;
        table_.sensitivity = request.sensitivity;
        table_.effort = request.effort;
        table_.errors = request.errors;
    }

    CandidateTable build() {
        listPairs();
        std::uint64_t units = 0;
        for (const WeightCandidates& entry : table_.weights) {
            units += unitsOf(*entry.weight) * entry.candidates.size();
        }
        progress_.start(say("Measuring errors"), units);
        for (WeightCandidates& entry : table_.weights) {
            cancel_.throwIfCancelled();
            progress_.setItem(entry.weight->name);
            measure(entry);
        }
        progress_.finish();
        if (cache_ != nullptr && request_.errors != ErrorSource::nominal) {
            cache_->save();
        }
        return std::move(table_);
    }

private:
    void listPairs() {
        const Model& model = *table_.model;
        if (const auto reason = table_.format->whyNot(model)) {
            throw badInput(model.checkpoint().path(), say("This model cannot become {}", table_.format->title()),
                           *reason + '.');
        }
        if (table_.importance != nullptr) {
            requireFit(model, *table_.importance);
        }
        std::vector<const Encoding*> lacking;
        for (const Weight& weight : model.weights()) {
            if (!table_.format->offersChoice(model, weight)) {
                continue;
            }
            WeightCandidates entry{.weight = &weight, .sensitivity = table_.sensitivity.of(weight.name), .candidates = {}};
            for (const Encoding* const encoding : allowedEncodings(table_, weight, lacking)) {
                entry.candidates.push_back({.encoding = encoding, .bytes = encoding->bytes(weight.rows(), weight.columns())});
            }
            if (!entry.candidates.empty()) {
                table_.places.emplace(&weight, table_.weights.size());
                table_.weights.push_back(std::move(entry));
            }
        }
        if (!lacking.empty()) {
            std::vector<std::string_view> names;
            for (const Encoding* const encoding : table_.format->encodings()) { // in the format's order, each once
                if (std::ranges::find(lacking, encoding) != lacking.end()) {
                    names.push_back(encoding->name());
                }
            }
            table_.notes.push_back(names.size() == 1 ? say("{} needs an importance matrix.", names.front())
                                                     : say("{} need an importance matrix.", fmt::join(names, ", ")));
        }
    }

    [[nodiscard]] std::uint64_t unitsOf(const Weight& weight) const {
        return request_.errors == ErrorSource::exact ? weight.elements() : std::min(weight.elements(), request_.sampleWeights);
    }

    void measure(WeightCandidates& entry) {
        for (Candidate& candidate : entry.candidates) {
            const SquaredError error = errorOf(*entry.weight, *candidate.encoding);
            candidate.error = std::clamp(error.value, 0.0, 1.0); // as bad as zeros is the worst
            candidate.errorInterval95 = std::min(error.interval95, 1.0);
            progress_.add(unitsOf(*entry.weight));
        }
        weigh(entry);
    }

    [[nodiscard]] SquaredError errorOf(const Weight& weight, const Encoding& encoding) {
        if (isLossless({.weight = &weight, .encoding = &encoding})) {
            return {};
        }
        if (request_.errors == ErrorSource::nominal) {
            return {nominalError(encoding), 0};
        }
        const EncodingGuide guide{.importance = importanceOf(table_, weight), .effort = request_.effort};
        const ErrorOptions options{.exact = request_.errors == ErrorSource::exact, .sampleWeights = request_.sampleWeights};
        if (cache_ != nullptr) {
            if (const auto known = cache_->find(*table_.model, weight, encoding, guide, options)) {
                return squaredErrorOf(*known);
            }
        }
        const EncodingError error = measureError(*table_.model, weight, encoding, guide, options, arena_, cancel_);
        if (cache_ != nullptr) {
            cache_->store(*table_.model, weight, encoding, guide, options, error);
        }
        return squaredErrorOf(error);
    }

    const CandidateRequest& request_;
    ResultCache* cache_;
    ThreadArena& arena_;
    Progress& progress_;
    const CancelToken& cancel_;
    CandidateTable table_;
};

} // namespace

std::string_view name(ErrorSource source) {
    switch (source) {
    case ErrorSource::nominal: return "nominal";
    case ErrorSource::sampled: return "sampled";
    case ErrorSource::exact: return "exact";
    }
    return "nominal";
}

double nominalError(const Encoding& encoding) {
    if (encoding.isExact()) {
        return 0;
    }
    static std::mutex mutex;
    static std::map<const Encoding*, double> known;
    const std::scoped_lock lock(mutex);
    const auto found = known.find(&encoding);
    return found != known.end() ? found->second : known.emplace(&encoding, measuredOnNormalValues(encoding)).first->second;
}

const Candidate* WeightCandidates::find(const Encoding& encoding) const {
    const auto found = std::ranges::find(candidates, &encoding, &Candidate::encoding);
    return found == candidates.end() ? nullptr : &*found;
}

const WeightCandidates* CandidateTable::of(const Weight& weight) const {
    const auto found = places.find(&weight);
    return found == places.end() ? nullptr : &weights[found->second];
}

Prediction CandidateTable::predict(std::span<const Choice> choices) const {
    double loss = 0;
    double squares = 0;
    for (const Choice& choice : choices) {
        const WeightCandidates* const entry = of(*choice.weight);
        const Candidate* const candidate = entry == nullptr ? nullptr : entry->find(*choice.encoding);
        if (candidate != nullptr) {
            loss += candidate->loss;
            squares += candidate->lossInterval95 * candidate->lossInterval95;
        }
    }
    return quantlathe::predict(loss, std::sqrt(squares), sensitivity.source, sensitivity.bandFactor);
}

CandidateTable withSensitivity(const CandidateTable& table, Sensitivity sensitivity) {
    CandidateTable weighed = table;
    weighed.sensitivity = std::move(sensitivity);
    for (WeightCandidates& entry : weighed.weights) {
        entry.sensitivity = weighed.sensitivity.of(entry.weight->name);
        weigh(entry);
    }
    return weighed;
}

CandidateTable withShares(const CandidateTable& table, const std::function<double(const Weight&, const Encoding&)>& shareOf) {
    CandidateTable shared = table;
    shared.isCalibrated = true;
    for (WeightCandidates& entry : shared.weights) {
        for (Candidate& candidate : entry.candidates) {
            candidate.share = shareOf(*entry.weight, *candidate.encoding);
        }
        weigh(entry);
    }
    return shared;
}

CandidateTable makeCandidates(const CandidateRequest& request, ResultCache* cache, ThreadArena& arena, Progress& progress,
                              const CancelToken& cancel) {
    return Builder(request, cache, arena, progress, cancel).build();
}

} // namespace quantlathe
