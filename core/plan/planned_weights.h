// SPDX-License-Identifier: GPL-3.0-or-later
// A model's weights as a plan would store them, without a file: what a planned model would answer can be measured at once.
#pragma once

#include "plan/encoded_matrices.h"
#include "plan/plan.h"
#include "runtime/weight_source.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// What becomes of the inputs of layers.
enum class Inputs : std::uint8_t {
    asLoaded, // rounded where loaders of the planned folder do that
    kept,     // to see what is lost in the weights alone
};

/// What PlannedWeights(plan, inputs).identity() gives, for any plan and without its checks.
[[nodiscard]] std::string plannedIdentity(const Plan& plan, Inputs inputs = Inputs::asLoaded);

/// The greatest magnitude of what shares a scale with the weight when it is stored so, 0 if nothing does. Read anew for each of
/// the joined weights: that costs little beside encoding them.
[[nodiscard]] float joinedLargest(const Plan& plan, const Weight& weight, const Encoding& encoding, ThreadArena& arena,
                                  const CancelToken& cancel);

/// Encodes each weight as the conversion would, guided by the plan's importance and effort, and decodes it again. prepare()
/// keeps the encoded form of a weight in memory until release(). Rows of weights that are not prepared make the way there and
/// back each time; a weight that is encoded as a whole is prepared when its rows are asked for. Thread-safe as a WeightSource
/// is.
class PlannedWeights final : public WeightSource {
public:
    /// Throws Error(badInput) that names the first weight whose encoding cannot be encoded and decoded here.
    explicit PlannedWeights(Plan plan, Inputs inputs = Inputs::asLoaded);

    [[nodiscard]] const Plan& plan() const { return plan_; }
    [[nodiscard]] const Model& model() const override { return *plan_.model; }
    /// Of the values alone: plans that come to the same encodings, importance and effort have one identity, whatever their
    /// presets and rules are called.
    [[nodiscard]] std::string identity() const override { return plannedIdentity(plan_, inputs_); }
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override;
    [[nodiscard]] const InputRounding* inputRounding(const Weight& weight, std::optional<std::uint32_t> expert) const override;
    void prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const override;
    void release(const Weight& weight) const override;

private:
    void prepareMatrices(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const;

    Plan plan_;
    Inputs inputs_;
    std::unordered_map<const Weight*, InputRounding> roundings_;             // the same for all experts of a weight
    std::unordered_map<const Weight*, const Encoding*> changed_;             // weights whose values the plan changes
    std::unordered_map<const Weight*, std::vector<PlannedMatrix>> matrices_; // of those that are encoded as a whole
    mutable std::shared_mutex mutex_;                                        // of the next two
    mutable std::unordered_map<const Weight*, std::vector<std::byte>> prepared_;
    mutable std::unordered_map<const Weight*, EncodedMatrices> encoded_;
};

} // namespace quantlathe
