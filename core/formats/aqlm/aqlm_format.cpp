// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/aqlm/aqlm_format.h"

#include "base/words.h"
#include "codecs/aqlm/family.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe::aqlm {
namespace {

using Json = nlohmann::ordered_json;

/// The usual one first.
const std::array presetTable{
    Preset{"AQLM-2x8", {}, words("Two codebooks of 256 vectors: two bits a weight, with fast programs for CPUs and GPUs")},
    Preset{"AQLM-3x8", {}, words("Three codebooks: three bits a weight, for CPUs")},
    Preset{"AQLM-4x8", {}, words("Four codebooks: four bits a weight, for CPUs")},
    Preset{"AQLM-1x16",
           {},
           words("One codebook of 65 536 vectors, a megabyte a matrix: two bits a weight for large models on GPUs")},
    Preset{"AQLM-1x8", {}, words("One codebook: one bit a weight, for experiments")},
};

constexpr std::string_view presetPrefix = "AQLM-";
constexpr std::string_view effortOption = "effort";
constexpr std::string_view groupOption = "group_size";

const std::array optionTable{
    FormatOption{.id = effortOption,
                 .title = words("Effort"),
                 .help = words("How long codebooks and codes are looked for. Of the time of normal, fast takes about half and "
                               "high two and a half times; its result is only a little better."),
                 .values = {nameOf(Care::fast), nameOf(Care::normal), nameOf(Care::high)},
                 .defaultValue = nameOf(Care::normal)},
    FormatOption{.id = groupOption,
                 .title = words("Weights of a vector"),
                 .help =
                     words("16 halves the bits of every preset: two codebooks of 256 vectors then take one bit a weight. The "
                           "fast programs of the package aqlm for graphics cards know 16 with one codebook of 65 536 vectors "
                           "only."),
                 .values = {"8", "16"},
                 .defaultValue = "8"},
};

const AqlmEncoding* aqlmOf(const Encoding* encoding) {
    return dynamic_cast<const AqlmEncoding*>(encoding);
}

Care careOf(const FamilyOptions& options) {
    const std::string& wish = options.text(effortOption);
    return wish == nameOf(Care::fast) ? Care::fast : wish == nameOf(Care::high) ? Care::high : Care::normal;
}

constexpr std::array programTable{LoadingProgram{"transformers", words("with the package aqlm")}};

class AqlmFormat final : public FolderFormat {
public:
    AqlmFormat() : FolderFormat(aqlmFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "aqlm"; }
    [[nodiscard]] std::string_view title() const override { return "AQLM"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset& preset) const override {
        return {.processor = !preset.name.ends_with("x16")}; // docs/formats/aqlm.md: codes of eight bits
    }
    [[nodiscard]] std::string_view summary() const override {
        return words("Eight or sixteen weights at a time as a sum of vectors that are learned for each matrix: better than "
                     "rounding at two "
                     "bits a weight, and much slower to make. A text that is run through the model helps a good deal.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    [[nodiscard]] bool isSlow() const override { return true; }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        std::string scheme(preset.name.substr(presetPrefix.size())); // "2x8"
        std::ranges::replace(scheme, 'x', 'X');
        const Encoding& usual = *encodingByName(fmt::format("AQLM{}-G{}", scheme, options.count(groupOption)));
        if (whyNot(model, weight, usual)) {
            return nullptr;
        }
        const auto all = aqlmFamily().encodings();
        const auto found = std::ranges::find_if(all, [&](const MatrixEncoding* encoding) {
            const AqlmEncoding& own = *aqlmOf(encoding);
            return own.layout() == aqlmOf(&usual)->layout() && own.care() == careOf(options);
        });
        return *found;
    }

    /// One of each scheme.
    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions& options) const override {
        std::vector<std::string> names;
        for (const MatrixEncoding* const encoding : aqlmFamily().encodings()) {
            const AqlmEncoding& own = *aqlmOf(encoding);
            if (own.care() == careOf(options) && own.layout().group == options.count(groupOption)) {
                names.emplace_back(encoding->name());
            }
        }
        return names;
    }

    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::F16; }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        if (weight.role == Role::output) {
            return say("loaders of AQLM files take the output matrix in 16 bits");
        }
        if (weight.isStoredTransposed()) {
            return say("the model keeps it as a Conv1D, which loaders of AQLM files do not replace");
        }
        return std::nullopt;
    }

    /// Codebooks and scales are F16, and loaders compute in that type on a graphics card.
    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"float16"}; }

    [[nodiscard]] std::optional<std::string> whyNotTogether(std::span<const Choice> choices) const override {
        const AqlmEncoding* first = nullptr;
        for (const Choice& choice : choices) {
            const AqlmEncoding* const encoding = aqlmOf(choice.encoding);
            if (encoding == nullptr) {
                continue;
            }
            first = first == nullptr ? encoding : first;
            if (encoding->layout() != first->layout()) {
                return say("{} and {} stand in one plan; config.json says one for all layers", first->name(), encoding->name());
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset&, const FamilyOptions&) const override {
        const Layout& layout = aqlmOf(contents.modules.front().encoding)->layout();
        Json skipped = Json::array();
        for (const std::string& path : skippedModules(contents)) { // transformers 4 asks by parameter, 5 by module
            skipped.push_back(path + ".weight");
            skipped.push_back(path);
        }
        return {{"quant_method", "aqlm"},
                {"in_group_size", layout.group},
                {"out_group_size", 1},
                {"num_codebooks", layout.codebooks},
                {"nbits_per_codebook", layout.bits},
                {"linear_weights_not_to_quantize", std::move(skipped)}};
    }
};

} // namespace

const Format& format() {
    static const AqlmFormat instance;
    return instance;
}

} // namespace quantlathe::aqlm
