// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/awq/awq_format.h"

#include "base/words.h"
#include "codecs/awq/awq_encoding.h"
#include "codecs/awq/family.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <string>

namespace quantlathe::awq {
namespace {

using Json = nlohmann::ordered_json;

/// The usual one first.
const std::array presetTable{
    Preset{
        "AWQ-4-g128",
        {"AWQ"},
        words(
            "Four bits in groups of 128, in AWQ's files. Scales are chosen by importance; activations do not rescale weights")},
    Preset{
        "AWQ-4-g64",
        {},
        words(
            "Four bits in groups of 64, in AWQ's files. Scales are chosen by importance; activations do not rescale weights")},
    Preset{
        "AWQ-4-g32",
        {},
        words(
            "Four bits in groups of 32, in AWQ's files. Scales are chosen by importance; activations do not rescale weights")},
};

const std::array optionTable{
    FormatOption{.id = "activation_scales",
                 .title = words("Scale input features"),
                 .help =
                     words("Where a text is run through the model: input features are scaled by what activations are, as AWQ "
                           "does it, before codes are chosen."),
                 .values = {"none", "search"},
                 .defaultValue = "none"},
    FormatOption{.id = "duo_scaling",
                 .title = words("Look at weights, too"),
                 .help = words("The search for these scales also counts how large the weights of a feature are."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "true"},
    FormatOption{.id = "error_feedback",
                 .title = words("Error feedback"),
                 .help = words("Where a text is run through the model: codes make up for the errors of those before them. "
                               "Without it each weight gets its nearest code, as AWQ's own tools do it."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "true"},
    FormatOption{.id = "version",
                 .title = words("Version"),
                 .help = words("How codes are packed. gemm is what programs load; gemv and gemv_fast are for AutoAWQ's own "
                               "kernels, which it no longer develops."),
                 .values = {"gemm", "gemv", "gemv_fast"},
                 .defaultValue = "gemm"},
};

constexpr std::array<std::string_view, 3> versions{"gemm", "gemv", "gemv_fast"}; // as Version

const AwqEncoding* awqOf(const Encoding* encoding) {
    return dynamic_cast<const AwqEncoding*>(encoding);
}

constexpr std::array programTable{LoadingProgram{"vLLM"}, LoadingProgram{"SGLang"}, LoadingProgram{"transformers"},
                                  LoadingProgram{"GPTQModel"}};

class AwqFormat final : public FolderFormat {
public:
    AwqFormat() : FolderFormat(awqFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "awq"; }
    [[nodiscard]] std::string_view title() const override { return "AWQ"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override {
        return {.nvidia = NvidiaGeneration::turing, .intel = true, .processor = true};
    }
    [[nodiscard]] std::string_view summary() const override {
        return words(
            "The files of AWQ: four bits with a scale and a zero point for every group, which many programs on graphics "
            "cards load. Scales and zero points are searched for the least error, weighed by an importance matrix "
            "where there is one; the weights are not rescaled by activations, as AWQ's own tools do.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    /// vLLM joins them, and all of them are quantized or none.
    [[nodiscard]] Fusing requiredFusing() const override { return {.attention = true, .gateUp = true, .experts = true}; }

    [[nodiscard]] std::optional<std::string> whyNot(const Preset& preset, const Encoding& encoding) const override {
        const AwqEncoding* const awq = awqOf(&encoding);
        if (awq == nullptr || awq->layout().group == groupOf(preset)) {
            return std::nullopt;
        }
        return say("AWQ files have one group size, and the preset's is {}", groupOf(preset));
    }

private:
    static std::uint64_t groupOf(const Preset& preset) {
        constexpr std::string_view before = "AWQ-4-g";
        return awqOf(encodingByName(fmt::format("AWQ4-G{}", preset.name.substr(before.size()))))->layout().group;
    }

    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        std::string version = options.text("version") == "gemm" ? "" : "-" + options.text("version");
        std::erase(version, '_');
        // What fits in no group stays as it is; where another group size would do, the user may choose it.
        if (!fitsWithPartners(model, weight, *encodingByName("AWQ4-G32" + version))) {
            return nullptr;
        }
        return asMatrixEncoding(*encodingByName(fmt::format("AWQ4-G{}{}", groupOf(preset), version)));
    }

    [[nodiscard]] std::optional<std::string> whyNotTogether(std::span<const Choice> choices) const override {
        const AwqEncoding* first = nullptr;
        for (const Choice& choice : choices) {
            const AwqEncoding* const awq = awqOf(choice.encoding);
            if (awq == nullptr) {
                continue;
            }
            first = first == nullptr ? awq : first;
            if (awq->layout().version != first->layout().version) {
                return say("{} and {} are packed in different ways, of which a folder has one", first->name(), awq->name());
            }
        }
        return std::nullopt;
    }

    /// Scales are of F16.
    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::F16; }
    /// Kernels compute in 16 bits.
    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"float16", "bfloat16"}; }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        if (weight.role == Role::output) {
            return say("loaders of AWQ files take the output matrix in 16 bits");
        }
        if (weight.isStoredTransposed()) {
            return say("the model keeps it as a Conv1D, which loaders of AWQ files do not replace");
        }
        return std::nullopt;
    }

    /// Full names only: some loaders look for them anywhere in a name, others take them for patterns of its end.
    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset&, const FamilyOptions&) const override {
        const AwqEncoding& encoding = *awqOf(contents.modules.front().encoding);
        return {
            {"quant_method", "awq"},
            {"bits", bits},
            {"group_size", encoding.layout().group},
            {"zero_point", true},
            {"version", versions[static_cast<std::size_t>(encoding.layout().version)]},
            {"modules_to_not_convert", contents.keptLayers.empty() ? Json() : Json(contents.keptLayers)},
        };
    }
};

} // namespace

const Format& format() {
    static const AwqFormat instance;
    return instance;
}

} // namespace quantlathe::awq
