// SPDX-License-Identifier: GPL-3.0-or-later
// One encoding for every weight, under a name, with its exact size: what a conversion will do. docs/plan.md is the file format.
#pragma once

#include "formats/format.h"
#include "plan/calibration_choice.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

/// "Weights that match get this encoding." All conditions given must hold; the first rule that matches wins.
struct PlanRule {
    std::optional<std::string> glob;  // over the whole canonical name
    std::optional<std::string> regex; // searched in the canonical name (PCRE2, as llama-quantize's --tensor-type)
    std::optional<Role> role;
    std::optional<std::pair<std::uint32_t, std::uint32_t>> layers; // first and last, both included
    /// As llama-quantize treats --tensor-type: WishedEncoding::isPassedOver. Else other weights stay as they are.
    bool isPassedOver = false;
    std::string encoding;
    friend bool operator==(const PlanRule&, const PlanRule&) = default;
};

/// What bounded a mix that was planned for a machine, and what a little more of each would be worth; informative.
struct PlanLimit {
    enum class Of : std::uint8_t { file, card, mainMemory, speed };
    Of of = Of::file;
    std::string card; // its name
    double most = 0;  // bytes; of the speed milliseconds a token
    double used = 0;
    double multiplier = 0; // nats that one byte or millisecond more saves
    friend bool operator==(const PlanLimit&, const PlanLimit&) = default;
};
[[nodiscard]] std::string_view name(PlanLimit::Of of); // "file", "card", "main memory", "speed"
struct PlanLimits {
    std::uint64_t contextTokens = 0;
    std::string kvType;
    std::vector<PlanLimit> limits; // empty: the plan was not made for a machine
    friend bool operator==(const PlanLimits&, const PlanLimits&) = default;
};

/// What plan.json holds: independent of a model until it is resolved. A value type.
struct PlanDocument {
    std::string format = "gguf";
    std::string preset;
    std::vector<PlanRule> rules;
    std::map<std::string, std::string> weights; // canonical name → encoding; wins over rules
    Effort effort = Effort::normal;             // of every encoding that knows a better search
    CalibrationChoice calibration;              // for who runs the plan: it changes no choice by itself
    OutputOptions options;                      // pure, pruned layers, overrides of metadata, split
    PlanLimits machine;                         // informative
    std::string modelName;                      // provenance, informative
    std::string createdBy;
    friend bool operator==(const PlanDocument&, const PlanDocument&) = default;
};

/// `file` is only for error messages. Unknown keys, wrong types and other versions are Error(badInput).
[[nodiscard]] PlanDocument parsePlan(std::string_view json, const std::filesystem::path& file = {});
[[nodiscard]] std::string planJson(const PlanDocument& document);
/// "PATTERN=TYPE": a regular expression, lower-cased as llama-quantize does, searched in the name. Throws Error(badInput) for
/// anything else. Whether the preset passes over what it matches is the caller's affair.
[[nodiscard]] PlanRule ruleFromTensorTypeOption(std::string_view option);

/// What one choice takes in the output, all its tensors together.
struct ChoicePlace {
    std::uint64_t bytes = 0; // 0: it shares its tensors with a choice before it
    std::size_t file = 0;    // that holds the last of them
};

/// A resolved plan. Immutable; keeps the model alive.
struct Plan {
    std::shared_ptr<const Model> model; // without the layers that the document prunes
    const Format* format = nullptr;
    const Preset* preset = nullptr;
    PlanDocument document;
    std::vector<Choice> choices;                        // in output order
    OutputLayout layout;                                // exact
    std::shared_ptr<const ImportanceMatrix> importance; // by the names of `model`

    [[nodiscard]] std::uint64_t fileBytes() const { return layout.bytes(); }
    /// 8 × file size / parameters, as llama.cpp prints it.
    [[nodiscard]] double bitsPerWeight() const;
    [[nodiscard]] const Encoding* encodingOf(std::string_view weightName) const;
    /// One of each choice.
    [[nodiscard]] std::vector<ChoicePlace> places() const;
    /// Why the weight cannot get the encoding in this plan, for the weight's sake or for that of the others; nothing if it can.
    [[nodiscard]] std::optional<std::string> whyNot(const Weight& weight, const Encoding& encoding) const;
    /// What a menu of encodings shows: Format::suggestedEncodings().
    [[nodiscard]] std::vector<const Encoding*> suggestedEncodings() const {
        return format->suggestedEncodings(document.options);
    }
    /// The importance values to encode the weight with: empty without a matrix, without an entry for the weight, and for an
    /// embedding whose entry has another length (llama-quantize ignores that one too).
    [[nodiscard]] std::span<const float> importanceOf(const Weight& weight) const;
    /// All that guides the encoding of the weight.
    [[nodiscard]] EncodingGuide guideOf(const Weight& weight) const { return {importanceOf(weight), document.effort}; }
    /// Whether Effort::high would give any weight other bytes.
    [[nodiscard]] bool hasEffort() const;
    /// True when no weight deviates from the preset.
    [[nodiscard]] bool isPlainPreset() const;
    /// The document with one explicit encoding per weight, for writing to plan.json.
    [[nodiscard]] PlanDocument explicitDocument() const;
};

/// What the plan's document wants for weights of its model, as Format::choose() asks for it. Used while the plan lives.
[[nodiscard]] EncodingWish wishesOf(const Plan& plan);

/// A weight that stands elsewhere than it would if the preset's rules counted every weight: moved by rules of --tensor-type's
/// kind, which do not name it.
struct MovedWeight {
    std::size_t choice = 0; // index into Plan::choices
    const Encoding* otherwise = nullptr;
};
/// In the order of the choices; empty for plans without such rules.
[[nodiscard]] std::vector<MovedWeight> movedWeights(const Plan& plan);

/// True when the weight's values stay as they are: bytes that are copied, or floats that the encoding holds exactly.
[[nodiscard]] bool isLossless(const Choice& choice);

/// Throws Error(badInput): unknown format, preset or encoding (with the list of known ones), rules that match no weight,
/// names that the model does not have, encodings that are not allowed, an importance matrix that is needed and missing or that
/// belongs to another model, layers to prune that are not there.
[[nodiscard]] Plan makePlan(std::shared_ptr<const Model> model, PlanDocument document,
                            std::shared_ptr<const ImportanceMatrix> importance = nullptr);

} // namespace quantlathe
