// SPDX-License-Identifier: GPL-3.0-or-later
// Weights that programs join into one matrix when they load a model, and that therefore get one encoding.
#pragma once

#include "model/model.h"

#include <string>

namespace quantlathe {

/// Weights that get one encoding together.
struct Fusing {
    bool attention = false; // q, k and v of a layer, or what they are computed from
    bool gateUp = false;    // gate and up of a layer; of its experts, too
    bool experts = false;   // all matrices of a layer's experts
    friend bool operator==(const Fusing&, const Fusing&) = default;
    /// A member: as a function of the namespace it would hide those of other libraries' flags.
    [[nodiscard]] constexpr Fusing operator|(const Fusing& other) const {
        return {attention || other.attention, gateUp || other.gateUp, experts || other.experts};
    }
};

/// Weights with equal keys get one encoding; empty: the weight stands alone.
[[nodiscard]] std::string fusedGroup(const Weight& weight, const Fusing& fusing);

} // namespace quantlathe
