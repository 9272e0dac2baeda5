// SPDX-License-Identifier: GPL-3.0-or-later
// What goes into stacked experts: each sees only the tokens that chose it.
#pragma once

#include "calibrate/input_pairs.h"
#include "runtime/observer.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// The inputs of one expert, and whose they are.
struct ExpertRows {
    ConstMatrix values;
    std::span<const std::size_t> tokens; // ascending
};

/// Copies what goes into some experts of a stacked weight.
class ExpertCapture final : public Observer {
public:
    void follow(const Weight& weight, std::uint32_t first, std::uint32_t count);
    [[nodiscard]] bool wants(const Weight& weight, Side side) const override {
        return &weight == weight_ && side == Side::input;
    }
    [[nodiscard]] bool wantsExpert(std::uint32_t expert) const override {
        return expert >= first_ && expert - first_ < experts_.size();
    }
    void observe(const Observation& seen, ThreadArena& arena) override;
    /// Of the expert with that number among those that are followed; valid until the next call of follow() or observe().
    [[nodiscard]] ExpertRows rowsOf(std::uint32_t number) const;

private:
    struct Expert {
        std::vector<float> values;
        std::vector<std::size_t> tokens;
    };
    const Weight* weight_ = nullptr;
    std::uint32_t first_ = 0;
    std::vector<Expert> experts_;
};

/// Bytes of ExpertSums for each column².
inline constexpr std::uint64_t expertSumBytes = 24;

/// The sums of one expert.
struct ExpertSums {
    PairSums fit;
    PairSums held; // one token in so many, which only judge

    /// Tokens that chose the expert in both models: x̂ is the input in the encoded one, x in the original.
    void add(const ExpertRows& original, const ExpertRows& encoded, std::size_t judgingOneOf, ThreadArena& arena);
    /// Without an encoded model.
    void add(const ExpertRows& rows, std::size_t judgingOneOf, ThreadArena& arena);
    /// Adds some of the sums of all tokens to what codes are chosen for: as many as there are columns. Experts that few tokens
    /// chose learn from the others what inputs have in common. Returns what the tokens are worth together, equal ones being
    /// worth their number.
    double borrow(const PairSums& all);

private:
    void addRows(ConstMatrix encoded, ConstMatrix difference, std::size_t judgingOneOf, ThreadArena& arena);
};

} // namespace quantlathe
