// SPDX-License-Identifier: GPL-3.0-or-later
// config.json of a Hugging Face model: its many spellings of the same numbers behind one interface.
#pragma once

#include "model/hyper_parameters.h"

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// Names under which one value is known; the first that is present and not null counts.
using ConfigNames = std::span<const std::string_view>;

namespace config_names {
inline constexpr std::string_view layers[]{"n_layers", "num_hidden_layers", "n_layer", "num_layers"};
inline constexpr std::string_view context[]{"max_position_embeddings", "n_ctx",           "n_positions", "max_length",
                                            "max_sequence_length",     "model_max_length"};
inline constexpr std::string_view hidden[]{"hidden_size", "n_embd", "dim"};
inline constexpr std::string_view feedForward[]{"intermediate_size", "n_inner", "hidden_dim"};
inline constexpr std::string_view heads[]{"num_attention_heads", "n_head", "n_heads"};
inline constexpr std::string_view kvHeads[]{"num_key_value_heads", "n_kv_heads"};
inline constexpr std::string_view headSize[]{"head_dim"};
inline constexpr std::string_view vocabulary[]{"vocab_size"};
inline constexpr std::string_view rmsEpsilon[]{"rms_norm_eps", "norm_eps"};
inline constexpr std::string_view layerNormEpsilon[]{"layer_norm_eps", "layer_norm_epsilon", "norm_epsilon"};
inline constexpr std::string_view experts[]{"num_local_experts", "num_experts", "n_routed_experts"};
inline constexpr std::string_view expertsUsed[]{"num_experts_per_tok", "num_experts_per_token", "top_k_experts"};
inline constexpr std::string_view ropeBase[]{"rope_theta", "global_rope_theta", "rope_global_theta", "rope_theta_global",
                                             "rotary_emb_base"};
inline constexpr std::string_view slidingRopeBase[]{"local_rope_theta", "rope_local_theta", "rope_theta_local",
                                                    "swa_rope_theta", "rope_local_base_freq"};
inline constexpr std::string_view slidingWindow[]{"sliding_window"};
inline constexpr std::string_view originalContext[]{"original_max_position_embeddings"};
} // namespace config_names

/// The values of a text model: members of text_config and the like lie over those of the root. Every reading function
/// throws Error(badInput) that names the file, the key and what was expected when the value is of the wrong kind or out of
/// bounds, and gives nothing when it is absent.
class Config {
public:
    Config(const nlohmann::json& root, std::filesystem::path file);

    [[nodiscard]] const nlohmann::json& values() const { return values_; }
    [[nodiscard]] const std::filesystem::path& file() const { return file_; }

    [[nodiscard]] std::optional<std::uint64_t> count(ConfigNames names, std::uint64_t limit) const;
    /// One value a layer, from a list or from a single value; a list must have `layers` values.
    [[nodiscard]] std::vector<std::uint64_t> perLayer(ConfigNames names, std::size_t layers, std::uint64_t limit) const;
    [[nodiscard]] bool isPerLayer(ConfigNames names) const;
    [[nodiscard]] std::optional<double> number(ConfigNames names) const;
    /// A list of finite numbers, at most `limit` of them.
    [[nodiscard]] std::optional<std::vector<float>> numbers(std::string_view name, std::size_t limit) const;
    [[nodiscard]] bool has(std::string_view name) const; // and not null
    /// A whole number below 0, which some files write for "none".
    [[nodiscard]] bool isNegative(ConfigNames names) const;
    [[nodiscard]] std::optional<bool> flag(std::string_view name) const;
    [[nodiscard]] std::optional<std::string> text(std::string_view name) const;

    /// architectures[0]; empty if there is none.
    [[nodiscard]] std::string architectureClass() const;
    [[nodiscard]] std::string modelType() const { return text("model_type").value_or(std::string()); }

private:
    struct Found {
        std::string_view name;
        const nlohmann::json* value;
    };
    [[nodiscard]] std::optional<Found> find(ConfigNames names) const;
    [[nodiscard]] std::uint64_t checkedCount(std::string_view name, const nlohmann::json& value, std::uint64_t limit) const;

    nlohmann::json values_;
    std::filesystem::path file_;
};

/// Rope scaling as config.json has it, in rope_parameters or rope_scaling. What stands there wins over members of the root.
class RopeConfig {
public:
    explicit RopeConfig(const Config& config);
    [[nodiscard]] const std::string& type() const { return type_; } // lower case; empty: none
    [[nodiscard]] std::optional<double> number(ConfigNames names) const { return values_.number(names); }
    [[nodiscard]] std::optional<std::uint64_t> count(ConfigNames names) const;
    [[nodiscard]] std::optional<std::vector<float>> numbers(std::string_view name, std::size_t limit) const {
        return values_.numbers(name, limit);
    }
    [[nodiscard]] bool has(std::string_view name) const { return values_.has(name); }
    [[nodiscard]] std::optional<double> base() const { return base_; }
    /// Of the layers with a sliding window, where they have their own.
    [[nodiscard]] std::optional<double> slidingBase() const { return slidingBase_; }

private:
    Config values_;
    std::string type_;
    std::optional<double> base_;
    std::optional<double> slidingBase_;
};

/// rope_parameters and rope_scaling say different things: libraries differ in which of them they take.
[[nodiscard]] std::optional<std::string> whyRopeContradicts(const Config& config);

[[nodiscard]] HyperParameters hyperParametersFrom(const Config& config);

} // namespace quantlathe
