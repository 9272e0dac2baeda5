// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/planned_folds.h"

#include "codecs/stored_numbers.h"
#include "formats/stored_matrices.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>
#include <utility>

namespace quantlathe {
namespace {

bool isFloats(ElementType type) {
    return type == ElementType::F32 || type == ElementType::F16 || type == ElementType::BF16;
}

const char* nameOf(Step step) {
    switch (step) {
    case Step::mixerInput: return "mixer_input";
    case Step::mixerInner: return "mixer_inner";
    case Step::mixerOutput: return "mixer_output";
    case Step::gateUp: return "gate_up";
    case Step::down: return "down";
    }
    return "";
}

class Usability {
public:
    Usability(const Plan& plan, const std::map<const Weight*, std::size_t>& groups) : groups_(groups) {
        for (const OutputPiece& piece : plan.layout.pieces) {
            if (piece.stored) {
                written_.insert(*piece.stored);
            }
        }
        for (const Choice& choice : plan.choices) {
            if (asMatrixEncoding(*choice.encoding) != nullptr) {
                encoded_.insert(choice.weight);
            }
        }
    }
    [[nodiscard]] bool canUse(const Fold& fold) const {
        return std::ranges::all_of(fold.parts, [this](const FoldPart& part) {
            const Weight& weight = *part.weight;
            const bool isPlain = weight.isStored() && !weight.isPacked() && !weight.transform.needsWholeRows() &&
                                 !weight.isNegativeExponential && weight.factors.empty() && isFloats(weight.storedType);
            const bool isWritten =
                std::ranges::all_of(weight.tensors, [this](std::size_t tensor) { return written_.contains(tensor); });
            return isPlain && isWritten && (!encoded_.contains(&weight) || groups_.contains(&weight));
        });
    }

private:
    const std::map<const Weight*, std::size_t>& groups_;
    std::set<std::size_t> written_; // tensors of the checkpoint, as they are stored
    std::set<const Weight*> encoded_;
};

/// The tensors of a checkpoint that folds scale.
class Scalings {
public:
    explicit Scalings(const Model& model) : model_(model) {}

    void add(const Fold& fold, std::span<const float> factors) {
        for (const FoldPart& part : fold.parts) {
            if (part.isAlongRows) {
                scaleRows(part, factors);
            } else if (part.isProducer) {
                scaleElements(part, factors);
            } else {
                scaleColumns(part, factorsOfColumns(fold, factors));
            }
        }
    }
    [[nodiscard]] TensorScalings take() { return std::move(all_); }

private:
    struct Place {
        std::size_t tensor = 0;
        std::uint64_t unit = 0; // row, or element of a weight of one dimension
    };
    /// Where a row of the weight, or an element, lies.
    [[nodiscard]] Place placeOf(const Weight& weight, std::uint64_t unit, std::uint64_t unitValues) const {
        const std::uint64_t stored = weight.transform.picksRows() ? weight.transform.sourceRow(unit) : unit;
        const std::uint64_t inTensor = elementsOf(weight.tensors.front()) / unitValues;
        return {weight.tensors.at(static_cast<std::size_t>(stored / inTensor)), stored % inTensor};
    }
    [[nodiscard]] std::uint64_t elementsOf(std::size_t tensor) const {
        std::uint64_t elements = 1;
        for (const std::uint64_t side : model_.checkpoint().tensors()[tensor].shape) {
            elements *= side;
        }
        return elements;
    }
    TensorScaling& of(std::size_t tensor, std::uint64_t columns, float addend) {
        return all_.try_emplace(tensor, elementsOf(tensor) / columns, columns, addend).first->second;
    }

    void scaleElements(const FoldPart& part, std::span<const float> factors) {
        const Weight& weight = *part.weight;
        std::map<std::size_t, std::vector<float>> changes;
        for (std::size_t i = 0; i < factors.size(); ++i) {
            const Place place = placeOf(weight, part.firstElement + i, 1);
            std::vector<float>& values = changes[place.tensor];
            values.resize(static_cast<std::size_t>(elementsOf(place.tensor)), 1.0F);
            values[static_cast<std::size_t>(place.unit)] = part.shareOf(factors[i]);
        }
        for (auto& [tensor, values] : changes) {
            const std::uint64_t row = 0;
            const std::size_t columns = values.size();
            of(tensor, columns, weight.addend).scaleColumns(std::span(&row, 1), std::move(values));
        }
    }
    void scaleRows(const FoldPart& part, std::span<const float> factors) {
        const Weight& weight = *part.weight;
        for (std::size_t i = 0; i < factors.size(); ++i) {
            const Place place = placeOf(weight, part.firstRow + i, weight.columns());
            of(place.tensor, weight.columns(), weight.addend).scaleRow(place.unit, part.shareOf(factors[i]));
        }
    }
    void scaleColumns(const FoldPart& part, const std::vector<float>& factors) {
        const Weight& weight = *part.weight;
        std::map<std::size_t, std::vector<std::uint64_t>> rows;
        for (std::uint64_t row = 0; row < part.rows; ++row) {
            const Place place = placeOf(weight, part.firstRow + row, weight.columns());
            rows[place.tensor].push_back(place.unit);
        }
        for (const auto& [tensor, own] : rows) {
            of(tensor, weight.columns(), weight.addend).scaleColumns(own, factors);
        }
    }

    const Model& model_;
    TensorScalings all_;
};

} // namespace

std::vector<PlannedFold> plannedFolds(const Plan& plan, const Graph& graph, const std::map<const Weight*, std::size_t>& groups,
                                      const FoldMethod& method) {
    std::vector<PlannedFold> folds;
    if (method.kind == FoldMethod::Kind::none) {
        return folds;
    }
    const Usability usability(plan, groups);
    for (Fold& fold : foldsOf(graph)) {
        // A stated strength is that of the method's own tools, which scale behind norms only.
        if ((method.alpha && fold.parts.front().isAlongRows) || fold.expert || !usability.canUse(fold)) {
            continue;
        }
        PlannedFold planned{.fold = {}, .consumers = {}, .name = fmt::format("fold.{}.{}", fold.layer, nameOf(fold.step))};
        for (const FoldPart& part : fold.parts) {
            if (const auto found = groups.find(part.weight); !part.isProducer && found != groups.end()) {
                planned.consumers.push_back({part.weight, part.firstRow, part.rows, found->second});
            }
        }
        if (!planned.consumers.empty()) {
            planned.fold = std::move(fold);
            folds.push_back(std::move(planned));
        }
    }
    return folds;
}

std::vector<float> storableFactors(const Plan& plan, const Fold& fold, std::vector<float> factors,
                                   const WeightSource& weights) {
    const FoldPart& producer = fold.parts.front();
    const Weight& gain = *producer.weight;
    if (producer.isAlongRows || producer.firstElement != 0 || gain.elements() != factors.size()) {
        return factors;
    }
    const auto choice = std::ranges::find(plan.choices, &gain, &Choice::weight);
    const ElementType type = carriedType(*choice, plan.model->checkpoint().tensors()[gain.tensors.front()]);
    std::vector<float> values(factors.size());
    weights.rows(gain, 0, values);
    for (std::size_t i = 0; i < factors.size(); ++i) {
        const float written = roundedTo(type, values[i] / factors[i] - gain.addend) + gain.addend;
        const float factor = values[i] / written;
        if (std::isfinite(factor) && factor > 0) {
            factors[i] = factor;
        }
    }
    return factors;
}

TensorScalings scalingsOf(const Model& model, std::span<const PlannedFold> folds,
                          const std::function<std::vector<float>(const PlannedFold&)>& factorsOf) {
    Scalings scalings(model);
    for (const PlannedFold& planned : folds) {
        if (const std::vector<float> factors = factorsOf(planned); factors.size() == planned.fold.factors) {
            scalings.add(planned.fold, factors);
        }
    }
    return scalings.take();
}

} // namespace quantlathe
