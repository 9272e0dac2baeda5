// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fusing.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {

std::string fusedGroup(const Weight& weight, const Fusing& fusing) {
    if (!weight.layer || weight.isBias) {
        return {};
    }
    const auto isOneOf = [&](std::initializer_list<Role> roles) {
        return std::ranges::find(roles, weight.role) != roles.end();
    };
    if (fusing.attention && isOneOf({Role::attnQ, Role::attnK, Role::attnV})) {
        return fmt::format("{} attention", *weight.layer);
    }
    if (fusing.attention && isOneOf({Role::attnQA, Role::attnKvA})) {
        return fmt::format("{} low ranks of attention", *weight.layer);
    }
    if (fusing.experts && isOneOf({Role::ffnGateExperts, Role::ffnUpExperts, Role::ffnDownExperts})) {
        return fmt::format("{} experts", *weight.layer);
    }
    if (fusing.gateUp && isOneOf({Role::ffnGate, Role::ffnUp})) {
        return fmt::format("{} gate and up", *weight.layer);
    }
    if (fusing.gateUp && isOneOf({Role::ffnGateExperts, Role::ffnUpExperts})) {
        return fmt::format("{} gate and up of experts", *weight.layer);
    }
    if (fusing.gateUp && isOneOf({Role::ffnGateShared, Role::ffnUpShared})) {
        return fmt::format("{} gate and up of the shared expert", *weight.layer);
    }
    return {};
}

} // namespace quantlathe
