// SPDX-License-Identifier: GPL-3.0-or-later
// adapter_config.json of a PEFT LoRA folder (docs/adapters.md).
#pragma once

#include "tokenize/pattern.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

/// What the training program wrote down about an adapter.
class LoraConfig {
public:
    /// Throws Error(badInput) that names the file for what is broken, for other kinds of adapters than LoRA, and for forms of
    /// LoRA whose result is no sum of two products.
    explicit LoraConfig(const std::filesystem::path& file);

    /// The base as its trainer called it: a name on the Hugging Face hub or a folder; may be empty.
    [[nodiscard]] const std::string& base() const { return base_; }
    [[nodiscard]] bool usesDora() const { return usesDora_; }
    [[nodiscard]] bool isFanInFanOut() const { return isFanInFanOut_; }
    /// lora_alpha, without the patterns.
    [[nodiscard]] double alpha() const { return alpha_; }
    /// The rank of a module ("model.layers.0.self_attn.q_proj") and its alpha: by the first pattern that fits the name or its
    /// end, else those of all.
    [[nodiscard]] std::uint64_t rankOf(std::string_view module) const;
    [[nodiscard]] double alphaOf(std::string_view module) const;
    /// By what the product of a module's two matrices is multiplied: alpha / rank, or alpha / √rank (rsLoRA).
    [[nodiscard]] double scalingOf(std::string_view module) const;

private:
    template <class Value>
    struct Rule {
        Pattern modules;
        Value value;
    };

    std::string base_;
    std::uint64_t rank_ = 8; // PEFT's defaults
    double alpha_ = 8;
    bool usesDora_ = false;
    bool usesRankRoot_ = false;
    bool isFanInFanOut_ = false;
    std::vector<Rule<std::uint64_t>> ranks_;
    std::vector<Rule<double>> alphas_;
};

} // namespace quantlathe
