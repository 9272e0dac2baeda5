// SPDX-License-Identifier: GPL-3.0-or-later
// Why a weight of a plan has its encoding: who gave it, and with a planner what it loses, what its bytes are worth and what
// the other encodings would cost.
#pragma once

#include "plan/planner.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

/// Who gave the weight its encoding.
struct ChoiceOrigin {
    enum class Kind : std::uint8_t {
        kept,    // the format leaves no choice here
        preset,  // by its rules
        rule,    // of the plan's document
        named,   // the document names the weight
        planner, // chosen for the budget
        pin,     // of the planner
    };
    Kind kind = Kind::preset;
    std::string sentence; // for people: the rule, the pin, what the preset does
};
[[nodiscard]] std::string_view name(ChoiceOrigin::Kind kind); // "kept", "preset", "rule", "named", "planner", "pin"

/// What a plan says by itself. Throws Error(badInput) for a weight that the plan does not hold.
[[nodiscard]] ChoiceOrigin originOf(const Plan& plan, const Weight& weight);

/// An encoding that the weight, and all that share an encoding with it, could have.
struct Alternative {
    enum class Worth : std::uint8_t {
        chosen,   // what the plan has
        pays,     // larger, and gains more a byte than the price, or smaller, and loses less
        tooDear,  // larger, and gains less a byte than the price
        tooLossy, // smaller, and loses more a byte than the price
        beaten,   // another one is not larger and loses less
    };
    const Encoding* encoding = nullptr;
    std::uint64_t bytes = 0; // of all of them together
    double error = 0;        // of the weight asked about: relative squared error, ‖W − Q‖² / ‖W‖²
    double share = 1;        // of the error, what calibrated codes leave: Candidate::share
    double loss = 0;         // nats, of all of them together
    double lossPerByte = 0;  // of changing to it: nats gained by a byte more, or lost by a byte less
    Worth worth = Worth::chosen;
};

/// A planner's view of one weight of any plan for its model.
struct PriceOfWeight {
    double sensitivity = 0;            // nats for a relative squared error of 1
    std::vector<const Weight*> shared; // get one encoding together; the weight asked about is one of them
    /// The exchange rate of a plan of this size: nats that its last byte must gain. 0: no byte more would gain anything. In a
    /// mix for a machine that of this weight's bytes: what its memory and the time to read them cost.
    double price = 0;
    double step = 1e8;                     // so many bytes a rate is told for: byteStep() of the plan's file
    std::vector<Alternative> alternatives; // ascending in bytes, then in loss
    std::optional<std::size_t> chosen;     // into alternatives; nothing: an encoding that the planner does not know
    std::optional<std::size_t> nextBetter; // the next larger and the next smaller one that no other beats
    std::optional<std::size_t> nextSmaller;
    std::string pin; // the pin or minimum that the planner keeps to; empty: none
    bool isPinned = false;
};

/// nullopt: the weight has no choice. `choices`: of the plan, in any order.
[[nodiscard]] std::optional<PriceOfWeight> priceOf(const Planner& planner, std::span<const Choice> choices,
                                                   const Weight& weight, const WeightPrices* prices = nullptr);

struct Explanation {
    Choice choice;
    std::uint64_t bytes = 0; // in the output; 0: it shares its tensors with another weight
    ChoiceOrigin origin;
    std::optional<PriceOfWeight> price; // nothing: no choice, no planner, or a plan with pruned layers
};
/// Everything about one weight of `plan.model`. `planner` may be nullptr; `isMix`: it made the plan; `prices`: those of a mix
/// for a machine. Milliseconds; not for the window's thread. Throws Error(badInput) for a weight that the plan does not hold.
[[nodiscard]] Explanation explain(const Plan& plan, const Planner* planner, bool isMix, const Weight& weight,
                                  const WeightPrices* prices = nullptr);

/// "gains 0.0021 nats per 100 MB; elsewhere they gain 0.0035", in the reader's language.
[[nodiscard]] std::string worthText(const Alternative& alternative, const PriceOfWeight& price);
/// "0.0021", nats for price.step bytes.
[[nodiscard]] std::string rateText(double lossPerByte, const PriceOfWeight& price);

} // namespace quantlathe
