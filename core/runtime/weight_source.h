// SPDX-License-Identifier: GPL-3.0-or-later
// Where the forward pass takes its weights from: the model as it is, or as a plan would make it.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "model/model.h"
#include "runtime/input_rounding.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

/// All functions may be called from many threads at once, except prepare() and release() of the same weight.
class WeightSource {
public:
    virtual ~WeightSource() = default;

    /// Architecture, hyper-parameters and the weights' shapes. Lives as long as the source.
    [[nodiscard]] virtual const Model& model() const = 0;
    /// Sources with equal identities hand out equal values, also in another process: the key for keeping results. Empty: this
    /// cannot be told, results are not to be kept.
    [[nodiscard]] virtual std::string identity() const;
    /// As readRows() of weights/weight_rows.h: whole rows from canonical row `firstRow` on, as floats.
    virtual void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const = 0;
    /// How the inputs of a layer are rounded before they are multiplied with this weight (with matrix `expert` of a stack);
    /// nullptr: not at all. Lives as long as the source; a part of what identity() stands for.
    [[nodiscard]] virtual const InputRounding* inputRounding(const Weight& weight, std::optional<std::uint32_t> expert) const;
    /// The weight will be read as a whole, perhaps several times: a source for which that is costly does the work once now.
    virtual void prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const;
    /// The weight is not needed any more for a while: memory that holds it may go.
    virtual void release(const Weight& weight) const = 0;
};

/// The weights as they are stored, decoded on the fly; inputs are rounded as the model's folder says.
class ModelWeights final : public WeightSource {
public:
    /// Throws what statedInputRoundings() throws.
    explicit ModelWeights(std::shared_ptr<const Model> model);
    [[nodiscard]] const Model& model() const override { return *model_; }
    [[nodiscard]] std::string identity() const override;
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override;
    [[nodiscard]] const InputRounding* inputRounding(const Weight& weight, std::optional<std::uint32_t> expert) const override;
    void release(const Weight& weight) const override;

private:
    std::shared_ptr<const Model> model_;
    InputRoundings roundings_;
};

/// Layers whose inputs a source rounds in one way, whatever the stored scales are.
struct RoundedLayers {
    InputRounding rounding;
    std::size_t layers = 0; // matrices
};
[[nodiscard]] std::vector<RoundedLayers> roundedLayers(const WeightSource& source);

/// Of a model's files and of what its weights are made of (layers may have been left out); not of how inputs are rounded.
[[nodiscard]] std::string identityOf(const Model& model);

} // namespace quantlathe
