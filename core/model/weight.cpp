// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/weight.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

struct RoleInfo {
    Role role;
    std::string_view name;
    std::string_view module;
};

constexpr std::string_view attention = "attention";
constexpr std::string_view feedForward = "feed-forward";
constexpr std::string_view norms = "norms";

// In the order of the enumeration: the index of a row is the role's number.
constexpr std::array roleTable{
    RoleInfo{Role::tokenEmbedding, "token_embd", ""},
    RoleInfo{Role::positionEmbedding, "position_embd", ""},
    RoleInfo{Role::output, "output", ""},
    RoleInfo{Role::outputNorm, "output_norm", ""},
    RoleInfo{Role::ropeFactors, "rope_freqs", ""},
    RoleInfo{Role::attnNorm, "attn_norm", norms},
    RoleInfo{Role::attnQ, "attn_q", attention},
    RoleInfo{Role::attnK, "attn_k", attention},
    RoleInfo{Role::attnV, "attn_v", attention},
    RoleInfo{Role::attnQkv, "attn_qkv", attention},
    RoleInfo{Role::attnOutput, "attn_output", attention},
    RoleInfo{Role::attnQNorm, "attn_q_norm", norms},
    RoleInfo{Role::attnKNorm, "attn_k_norm", norms},
    RoleInfo{Role::attnQA, "attn_q_a", attention},
    RoleInfo{Role::attnQB, "attn_q_b", attention},
    RoleInfo{Role::attnKvA, "attn_kv_a_mqa", attention},
    RoleInfo{Role::attnKvB, "attn_kv_b", attention},
    RoleInfo{Role::attnKB, "attn_k_b", attention},
    RoleInfo{Role::attnVB, "attn_v_b", attention},
    RoleInfo{Role::attnQANorm, "attn_q_a_norm", norms},
    RoleInfo{Role::attnKvANorm, "attn_kv_a_norm", norms},
    RoleInfo{Role::attnNorm2, "attn_norm_2", norms},
    RoleInfo{Role::postAttnNorm, "post_attention_norm", norms},
    RoleInfo{Role::ffnNorm, "ffn_norm", norms},
    RoleInfo{Role::postFfnNorm, "post_ffw_norm", norms},
    RoleInfo{Role::ffnGate, "ffn_gate", feedForward},
    RoleInfo{Role::ffnUp, "ffn_up", feedForward},
    RoleInfo{Role::ffnDown, "ffn_down", feedForward},
    RoleInfo{Role::ffnRouter, "ffn_gate_inp", feedForward},
    RoleInfo{Role::ffnRouterBias, "exp_probs_b", feedForward},
    RoleInfo{Role::ffnGateExperts, "ffn_gate_exps", feedForward},
    RoleInfo{Role::ffnUpExperts, "ffn_up_exps", feedForward},
    RoleInfo{Role::ffnDownExperts, "ffn_down_exps", feedForward},
    RoleInfo{Role::ffnSharedRouter, "ffn_gate_inp_shexp", feedForward},
    RoleInfo{Role::ffnGateShared, "ffn_gate_shexp", feedForward},
    RoleInfo{Role::ffnUpShared, "ffn_up_shexp", feedForward},
    RoleInfo{Role::ffnDownShared, "ffn_down_shexp", feedForward},
    RoleInfo{Role::other, "other", ""},
};

constexpr bool isInOrder() {
    for (std::size_t i = 0; i < roleTable.size(); ++i) {
        if (static_cast<std::size_t>(roleTable[i].role) != i) {
            return false;
        }
    }
    return roleTable.back().role == Role::other;
}
static_assert(isInOrder());

const RoleInfo& infoOf(Role role) {
    return roleTable[static_cast<std::size_t>(role)];
}

} // namespace

std::string_view name(Role role) {
    return infoOf(role).name;
}

std::string_view moduleOf(Role role) {
    return infoOf(role).module;
}

std::optional<Role> roleFromName(std::string_view name) {
    const auto* found = std::find_if(roleTable.begin(), roleTable.end(), [&](const RoleInfo& row) { return row.name == name; });
    return found == roleTable.end() ? std::nullopt : std::optional(found->role);
}

std::string_view Weight::storedName() const {
    return isPacked() ? packed.front().encoding->name() : info(storedType).name;
}

std::uint64_t Weight::storedBytes() const {
    if (!isStored()) {
        return generated.size() * sizeof(float);
    }
    if (isPacked()) {
        std::uint64_t bytes = 0;
        for (const PackedMatrix& matrix : packed) {
            bytes += matrix.bytes;
        }
        return bytes;
    }
    const ElementTypeInfo& type = info(storedType);
    return elements() / type.weightsPerBlock * type.bytesPerBlock;
}

std::uint64_t Weight::elements() const {
    std::uint64_t product = 1; // cannot overflow: the checkpoint has checked the shape against the file's size
    for (const std::uint64_t dimension : shape) {
        product *= dimension;
    }
    return product;
}

std::uint64_t Weight::columns() const {
    return shape.empty() ? 1 : shape.back();
}

std::uint64_t Weight::rows() const {
    std::uint64_t product = 1;
    for (std::size_t i = 0; i + 1 < shape.size(); ++i) {
        product *= shape[i];
    }
    return product;
}

std::uint64_t Weight::rowsPerMatrix() const {
    return shape.size() > 2 ? shape[shape.size() - 2] : rows();
}

std::size_t Weight::dimensions() const {
    const auto first = std::find_if(shape.begin(), shape.end(), [](std::uint64_t dimension) { return dimension != 1; });
    return std::max<std::size_t>(static_cast<std::size_t>(shape.end() - first), 1);
}

} // namespace quantlathe
