// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/walk_folds.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

namespace quantlathe {
namespace {

/// Some rows of what goes into a weight, spread over the text so that no place in a window is there more often than others: the
/// token that begins a text is unlike all that follow.
class InputSample final : public Observer {
public:
    InputSample(const Weight& weight, std::size_t tokens)
        : weight_(weight), share_(static_cast<double>(mostRows) / static_cast<double>(std::max(tokens, mostRows))) {}
    [[nodiscard]] bool wants(const Weight& weight, Side side) const override {
        return &weight == &weight_ && side == Side::input;
    }
    void observe(const Observation& seen, ThreadArena&) override {
        for (std::size_t i = 0; i < seen.rows; ++i) {
            const double place = static_cast<double>(number_++) * golden;
            if (place - std::floor(place) < share_) {
                const std::span<const float> row = seen.row(i);
                values_.insert(values_.end(), row.begin(), row.end());
            }
        }
    }
    [[nodiscard]] std::vector<float> take() { return std::move(values_); }

private:
    static constexpr std::size_t mostRows = 2304;
    const Weight& weight_;
    static constexpr double golden = 0.6180339887498949; // its multiples are spread evenly between whole numbers
    double share_;
    std::size_t number_ = 0;
    std::vector<float> values_;
};

std::vector<float> floatsOf(std::span<const std::byte> bytes) {
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
}

} // namespace

FoldInput WalkFolds::inputOf(const PlannedFold& planned, ForwardPass& original, const RunContext& context) const {
    const Weight& reader = *planned.consumers.front().weight;
    const bool isRounded = method_.kind == FoldMethod::Kind::activationAware;
    InputCollector sums({{.weights = {&reader}, .layer = planned.fold.layer, .step = {}, .columns = reader.columns()}},
                        isRounded);
    InputSample sample(reader, original.tokens());
    std::vector<Observer*> observers{&sums};
    if (!isRounded) {
        observers.push_back(&sample);
    }
    for (std::size_t batch = 0; batch < original.batches(); ++batch) {
        original.showInputs(planned.fold.step, batch, {context.arena, context.progress, context.cancel, observers});
    }
    return {sums.take(0), sample.take()};
}

void WalkFolds::startLayer(const Block& block, ForwardPass& original, const WeightSource& weights, OverlaidWeights& encoded,
                           CodeStoreWriter& writer, const RunContext& context) {
    ofInputs_.clear();
    chosen_.clear();
    std::vector<PlannedFold> own;
    std::ranges::copy_if(folds_, std::back_inserter(own),
                         [&](const PlannedFold& planned) { return planned.fold.layer == block.index; });
    // All of them are searched on the layer as it is, then all are applied.
    for (const PlannedFold& planned : own) {
        if (const auto found = writer.found(planned.name)) {
            chosen_[planned.name] = floatsOf(*found);
            continue;
        }
        std::vector<float> factors =
            searchFactors(method_, planned.fold, inputOf(planned, original, context), planned.consumers, weights, context);
        if (!factors.empty()) {
            factors = storableFactors(plan_, planned.fold, std::move(factors), weights);
        }
        StoredCode code;
        code.weight = planned.name;
        code.encoding = StoredCode::factorsName;
        writer.add(std::move(code), std::as_bytes(std::span(factors)));
        chosen_[planned.name] = std::move(factors);
    }
    for (const PlannedFold& planned : own) {
        const std::vector<float>& factors = chosen_[planned.name];
        if (factors.size() != planned.fold.factors) {
            continue;
        }
        encoded.apply(planned.fold, factors);
        for (const FoldPart& part : planned.fold.parts) {
            if (!part.isProducer) {
                ofInputs_.emplace(part.weight, factorsOfColumns(planned.fold, factors));
            }
        }
    }
    scalings_ = scalingsOf(*plan_.model, own, [this](const PlannedFold& planned) { return chosen_[planned.name]; });
}

std::span<const float> WalkFolds::factorsOf(const Weight& weight) const {
    const auto found = ofInputs_.find(&weight);
    return found == ofInputs_.end() ? std::span<const float>() : found->second;
}

const TensorScaling* WalkFolds::scalingOf(std::size_t tensor) const {
    const auto found = scalings_.find(tensor);
    return found == scalings_.end() ? nullptr : &found->second;
}

std::span<const float> WalkFolds::importanceOf(const Weight& weight, std::span<const float> importance,
                                               std::vector<float>& own) const {
    const std::span<const float> factors = factorsOf(weight);
    if (factors.size() != importance.size()) {
        return importance;
    }
    own.resize(importance.size());
    std::ranges::transform(importance, factors, own.begin(),
                           [](float value, float factor) { return value / (factor * factor); });
    return own;
}

} // namespace quantlathe
