// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/smoothquant/smoothquant_format.h"

#include "formats/compressed_tensors/compressed_folder.h"

#include <array>

namespace quantlathe::smoothquant {
namespace {

constexpr std::string_view wholeNumbers = "W8A8";

const std::array presetTable{
    Preset{
        wholeNumbers,
        {"INT8"},
        words("Weights of eight bits with a scale a row, activations with a scale a token, outliers of activations smoothed")},
};

const std::array optionTable{
    FormatOption{.id = "layout",
                 .title = words("Layout"),
                 .help = words("The form on disk: that of compressed-tensors."),
                 .values = {"compressed-tensors"},
                 .defaultValue = "compressed-tensors"},
    FormatOption{.id = "alpha",
                 .title = words("Strength of smoothing"),
                 .help = words("How much of the difficulty moves from activations into weights. auto: searched for each place "
                               "where it can be moved, on the text that is run; a number: behind norms only, as SmoothQuant's "
                               "own tools do it."),
                 .values = {"auto", "0.5", "0.6", "0.7", "0.75", "0.8", "0.85", "0.9"},
                 .defaultValue = "0.5"}, // the search makes texts of another kind worse (docs/calibrated.md)
};

class SmoothQuantFormat final : public compressed::CompressedFolder {
public:
    using CompressedFolder::whyNot;

    [[nodiscard]] std::string_view id() const override { return "smoothquant"; }
    [[nodiscard]] std::string_view title() const override { return "SmoothQuant"; }
    [[nodiscard]] std::string_view summary() const override {
        return words("Weights and activations of eight bits for cards that multiply whole numbers. A text is run through the "
                     "model, and what makes activations hard to round is moved into the weights first.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }

    [[nodiscard]] std::optional<std::string> whyNot(const Preset&, const Encoding& encoding) const override {
        if (asMatrixEncoding(encoding) == nullptr || encoding.name() == wholeNumbers) {
            return std::nullopt;
        }
        return say("only {} is smoothed", wholeNumbers);
    }

private:
    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions&) const override {
        return {std::string(wholeNumbers)};
    }
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset&, const Weight& weight,
                                                       const FamilyOptions&) const override {
        static const Encoding& encoding = *encodingByName(wholeNumbers);
        return fitsWithPartners(model, weight, encoding) ? asMatrixEncoding(encoding) : nullptr;
    }
};

} // namespace

const Format& format() {
    static const SmoothQuantFormat instance;
    return instance;
}

} // namespace quantlathe::smoothquant
