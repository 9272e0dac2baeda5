// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/guessed_roles.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace quantlathe {
namespace {

struct NamedRole {
    std::string_view module; // last part of the name without ".weight"
    Role role;
};

// Of modules that mean the same wherever they stand.
constexpr auto plainRoles = std::to_array<NamedRole>({
    {"q_proj", Role::attnQ},
    {"wq", Role::attnQ},
    {"q_lin", Role::attnQ},
    {"query", Role::attnQ},
    {"k_proj", Role::attnK},
    {"wk", Role::attnK},
    {"k_lin", Role::attnK},
    {"key", Role::attnK},
    {"v_proj", Role::attnV},
    {"wv", Role::attnV},
    {"v_lin", Role::attnV},
    {"value", Role::attnV},
    {"qkv_proj", Role::attnQkv},
    {"query_key_value", Role::attnQkv},
    {"wqkv", Role::attnQkv},
    {"Wqkv", Role::attnQkv},
    {"qkv", Role::attnQkv},
    {"o_proj", Role::attnOutput},
    {"out_lin", Role::attnOutput},
    {"q_a_proj", Role::attnQA},
    {"q_b_proj", Role::attnQB},
    {"kv_a_proj_with_mqa", Role::attnKvA},
    {"kv_b_proj", Role::attnKvB},
    {"gate_proj", Role::ffnGate},
    {"w1", Role::ffnGate},
    {"up_proj", Role::ffnUp},
    {"w3", Role::ffnUp},
    {"fc1", Role::ffnUp},
    {"fc_in", Role::ffnUp},
    {"lin1", Role::ffnUp},
    {"gate_up_proj", Role::ffnUp},
    {"dense_h_to_4h", Role::ffnUp},
    {"down_proj", Role::ffnDown},
    {"w2", Role::ffnDown},
    {"fc2", Role::ffnDown},
    {"fc_out", Role::ffnDown},
    {"lin2", Role::ffnDown},
    {"dense_4h_to_h", Role::ffnDown},
    {"router", Role::ffnRouter},
    {"embed_tokens", Role::tokenEmbedding},
    {"wte", Role::tokenEmbedding},
    {"word_embeddings", Role::tokenEmbedding},
    {"tok_embeddings", Role::tokenEmbedding},
    {"embed_in", Role::tokenEmbedding},
    {"wpe", Role::positionEmbedding},
    {"position_embeddings", Role::positionEmbedding},
    {"lm_head", Role::output},
    {"embed_out", Role::output},
    {"input_layernorm", Role::attnNorm},
    {"attention_norm", Role::attnNorm},
    {"ln_1", Role::attnNorm},
    {"post_attention_layernorm", Role::ffnNorm},
    {"ffn_norm", Role::ffnNorm},
    {"ln_2", Role::ffnNorm},
    {"q_norm", Role::attnQNorm},
    {"k_norm", Role::attnKNorm},
});

// Of a feed-forward block that every token goes through beside the experts.
constexpr auto sharedRoles = std::to_array<std::pair<Role, Role>>({
    {Role::ffnGate, Role::ffnGateShared},
    {Role::ffnUp, Role::ffnUpShared},
    {Role::ffnDown, Role::ffnDownShared},
});

constexpr std::array<std::string_view, 5> wordsOfOtherSenses{"vision", "visual", "image", "audio", "speech"};
constexpr std::array<std::string_view, 6> noLinear{"embed", "norm", "router", "conv", "rotary", "lora_"};
constexpr std::array<std::string_view, 3> eitherWayRound{"c_attn", "c_proj", "c_fc"};

/// The parts between the dots, without ".weight" and ".bias".
std::vector<std::string_view> partsOf(std::string_view name) {
    std::vector<std::string_view> parts;
    for (std::size_t at = 0; at <= name.size();) {
        const std::size_t dot = std::min(name.find('.', at), name.size());
        parts.push_back(name.substr(at, dot - at));
        at = dot + 1;
    }
    if (parts.size() > 1 && (parts.back() == "weight" || parts.back() == "bias")) {
        parts.pop_back();
    }
    return parts;
}

template <class Words>
bool holdsOneOf(std::string_view text, const Words& words) {
    return std::ranges::any_of(words, [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

bool seesOrHears(std::string_view name) {
    return holdsOneOf(name, wordsOfOtherSenses);
}

/// A gate that is no matrix of a feed-forward block: it chooses experts.
bool isRouter(const std::vector<std::string_view>& parts) {
    return parts.size() > 1 && (parts.back() == "gate" || parts.back() == "wg" || parts.back() == "shared_expert_gate" ||
                                holdsOneOf(parts.back(), std::array<std::string_view, 1>{"router"}) ||
                                holdsOneOf(parts[parts.size() - 2], std::array<std::string_view, 1>{"router"}));
}

Role roleOf(const Weight& weight) {
    const std::vector<std::string_view> parts = partsOf(weight.name);
    const std::string_view module = parts.back();
    const std::string_view parent = parts.size() > 1 ? parts[parts.size() - 2] : std::string_view();
    if (seesOrHears(weight.name)) {
        return Role::other;
    }
    if (weight.layer && isRouter(parts)) {
        return module == "shared_expert_gate" ? Role::ffnSharedRouter : Role::ffnRouter;
    }
    if (!weight.layer &&
        (module == "norm" || module == "ln_f" || module == "final_layernorm" || module == "final_layer_norm")) {
        return Role::outputNorm;
    }
    const bool isInAttention = holdsOneOf(parent, std::array<std::string_view, 2>{"attn", "attention"});
    if (module == "out_proj" || module == "dense" || module == "wo") {
        return isInAttention ? Role::attnOutput : Role::other;
    }
    const auto* const found = std::ranges::find(plainRoles, module, &NamedRole::module);
    if (found == plainRoles.end()) {
        return Role::other;
    }
    const auto* const shared = std::ranges::find(sharedRoles, found->role, &std::pair<Role, Role>::first);
    const bool isShared = shared != sharedRoles.end() && holdsOneOf(parent, std::array<std::string_view, 1>{"shared"});
    return isShared ? shared->second : found->role;
}

} // namespace

void guessRoles(std::span<Weight> weights) {
    for (Weight& weight : weights) {
        weight.isBias = weight.name.ends_with(".bias");
        weight.role = roleOf(weight);
    }
}

bool hasGuessedRoles(const Model& model) {
    return !model.understood() && model.checkpoint().kind() != ContainerKind::gguf &&
           std::ranges::any_of(model.weights(), [](const Weight& weight) { return weight.role != Role::other; });
}

bool isGuessedLinear(const Weight& weight) {
    const std::vector<std::string_view> parts = partsOf(weight.name);
    return weight.layer && !weight.isBias && weight.shape.size() == 2 && weight.name.ends_with(".weight") &&
           !seesOrHears(weight.name) && !isRouter(parts) && !holdsOneOf(weight.name, noLinear) &&
           std::ranges::find(eitherWayRound, parts.back()) == eitherWayRound.end();
}

} // namespace quantlathe
