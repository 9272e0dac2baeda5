// SPDX-License-Identifier: GPL-3.0-or-later
// Where the forward pass takes its weights from: the model as it is, or as a plan would make it.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "model/model.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>

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
    /// The weight will be read as a whole, perhaps several times: a source for which that is costly does the work once now.
    virtual void prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const;
    /// The weight is not needed any more for a while: memory that holds it may go.
    virtual void release(const Weight& weight) const = 0;
};

/// The weights as they are stored, decoded on the fly.
class ModelWeights final : public WeightSource {
public:
    explicit ModelWeights(std::shared_ptr<const Model> model) : model_(std::move(model)) {}
    [[nodiscard]] const Model& model() const override { return *model_; }
    [[nodiscard]] std::string identity() const override;
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override;
    void release(const Weight& weight) const override;

private:
    std::shared_ptr<const Model> model_;
};

/// Of a model's files and of what its weights are made of (layers may have been left out).
[[nodiscard]] std::string identityOf(const Model& model);

} // namespace quantlathe
