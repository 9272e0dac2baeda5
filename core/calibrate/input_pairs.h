// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into one step of a layer, in the model as it is and in the model whose weights before that step are encoded.
#pragma once

#include "runtime/gemm.h"
#include "runtime/observer.h"

#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Copies what goes into one weight. Rows come in the order of the tokens.
class InputCapture final : public Observer {
public:
    void follow(const Weight& weight) {
        weight_ = &weight;
        values_.clear();
        rows_ = 0;
    }
    [[nodiscard]] bool wants(const Weight& weight, Side side) const override {
        return &weight == weight_ && side == Side::input;
    }
    void observe(const Observation& seen, ThreadArena& arena) override;
    /// Divides each column of all rows.
    void divide(std::span<const float> factors);
    [[nodiscard]] ConstMatrix rows() const {
        const std::size_t columns = rows_ == 0 ? 0 : values_.size() / rows_;
        return {values_.data(), rows_, columns, columns};
    }

private:
    const Weight* weight_ = nullptr;
    std::vector<float> values_;
    std::size_t rows_ = 0;
};

/// One token in so many only judges.
inline constexpr std::size_t heldBackShare = 8;

/// Sums over tokens; x̂ is the input in the encoded model, x in the original one, r and r̂ the streams that the step's output is
/// added to.
struct PairSums {
    std::uint64_t tokens = 0;
    std::vector<double> gram;      // Σ x̂ x̂ᵀ
    std::vector<float> difference; // Σ x̂ (x − x̂)ᵀ; empty without an original
    std::vector<float> residual;   // Σ x̂ (r − r̂)ᵀ, columns × hidden; empty where nothing is added
};

/// `difference`: x − x̂, `residual`: r − r̂; no rows or as many as `encoded`. Products are of single precision, sums have the
/// precision of their type and the order of the calls.
void addPairs(PairSums& sums, ConstMatrix encoded, ConstMatrix difference, ConstMatrix residual, ThreadArena& arena);

struct PairRows {
    ConstMatrix encoded, difference, residual;
};
/// The last `judging` of them go into `held`, the others into `fit`.
void addPairs(PairSums& fit, PairSums& held, std::size_t judging, const PairRows& rows, ThreadArena& arena);

} // namespace quantlathe
