// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/smoothquant/smoothquant_format.h"

#include "base/error.h"
#include "codecs/tensorrt/split_int8.h"
#include "formats/compressed_tensors/compressed_folder.h"
#include "formats/smoothquant/tensorrt_layout.h"
#include "formats/two_layouts.h"

#include <algorithm>
#include <array>

namespace quantlathe::smoothquant {
namespace {

constexpr std::string_view wholeNumbers = "W8A8";
constexpr std::string_view layoutOption = "layout";
constexpr std::string_view cardsOption = "tp_size";
constexpr std::string_view alphaOption = "alpha";

const std::array presetTable{
    Preset{
        wholeNumbers,
        {"INT8"},
        words("Weights of eight bits with a scale a row, activations with a scale a token, outliers of activations smoothed")},
};

const std::array optionTable{
    FormatOption{.id = layoutOption,
                 .title = words("Layout"),
                 .help = words("The form on disk: that of compressed-tensors, or the checkpoint that TensorRT-LLM builds "
                               "engines of (Llama and Mistral; TensorRT-LLM is about to give it up)."),
                 .values = {"compressed-tensors", "tensorrt-llm"},
                 .defaultValue = "compressed-tensors"},
    FormatOption{.id = alphaOption,
                 .title = words("Strength of smoothing"),
                 .help = words("How much of the difficulty moves from activations into weights. auto: searched for each place "
                               "where it can be moved, on the text that is run; a number: behind norms only, as SmoothQuant's "
                               "own tools do it."),
                 .values = {"auto", "0.5", "0.6", "0.7", "0.75", "0.8", "0.85", "0.9"},
                 .defaultValue = "auto"},
    FormatOption{.id = cardsOption,
                 .title = words("Cards"),
                 .help = words("To so many cards TensorRT-LLM shares out each matrix; its layout has a file for each of them."),
                 .values = {"1", "2", "4"},
                 .defaultValue = "1"},
};

constexpr std::string_view formatId = "smoothquant";
constexpr std::string_view formatTitle = "SmoothQuant";
constexpr std::string_view formatSummary =
    words("Weights and activations of eight bits for cards that multiply whole numbers. A text is run through the "
          "model, and what makes activations hard to round is moved into the weights first.");

std::uint32_t cardsOf(const FamilyOptions& options) {
    return static_cast<std::uint32_t>(options.count(cardsOption));
}

/// The last one loads layout=tensorrt-llm, the others the usual layout.
constexpr std::array programTable{LoadingProgram{"vLLM"}, LoadingProgram{"SGLang"}, LoadingProgram{"transformers"},
                                  LoadingProgram{"TensorRT-LLM"}};

/// layout=compressed-tensors.
class CompressedLayout final : public compressed::CompressedFolder {
public:
    using CompressedFolder::whyNot;

    [[nodiscard]] std::string_view id() const override { return formatId; }
    [[nodiscard]] std::string_view title() const override { return formatTitle; }
    [[nodiscard]] std::string_view summary() const override { return formatSummary; }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return std::span(programTable).first<3>(); }
    [[nodiscard]] Hardware hardware(const Preset&) const override {
        return {.nvidia = NvidiaGeneration::turing, .processor = true};
    }
    [[nodiscard]] bool needsCalibration(const Preset&) const override { return true; }

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
    [[nodiscard]] std::function<const MatrixEncoding*(const Weight&)>
    presetEncodings(const Model& model, const Preset& preset, const FamilyOptions& options) const override {
        if (cardsOf(options) != 1) {
            throw badInput({}, say("{} belongs to another layout", cardsOption),
                           say("Only TensorRT-LLM's has a file for each card: {}=tensorrt-llm.", layoutOption));
        }
        return CompressedFolder::presetEncodings(model, preset, options);
    }
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset&, const Weight& weight,
                                                       const FamilyOptions&) const override {
        static const Encoding& encoding = *encodingByName(wholeNumbers);
        return fitsWithPartners(model, weight, encoding) ? asMatrixEncoding(encoding) : nullptr;
    }
};

/// layout=tensorrt-llm: which layers become what; the folder is tensorRtLayout().
class TensorRtLayout final : public FolderFormat {
public:
    TensorRtLayout() : FolderFormat(tensorrtFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return formatId; }
    [[nodiscard]] std::string_view title() const override { return formatTitle; }
    [[nodiscard]] std::string_view summary() const override { return formatSummary; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return std::span(programTable).last<1>(); }
    [[nodiscard]] Hardware hardware(const Preset&) const override { return {.nvidia = NvidiaGeneration::turing}; }
    [[nodiscard]] bool needsCalibration(const Preset&) const override { return true; }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    [[nodiscard]] Fusing requiredFusing() const override { return {.attention = true, .gateUp = true}; }

    [[nodiscard]] OutputLayout folder(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                      const OutputOptions& options) const {
        const FamilyOptions values(*this, options.family);
        return tensorRtLayout({*this, model, preset, choices}, cardsOf(values), quantizationConfig({}, preset, values));
    }

private:
    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions& options) const override {
        std::vector<std::string> names;
        for (const tensorrt::Cut cut : {tensorrt::Cut::rows, tensorrt::Cut::columns}) {
            names.emplace_back(tensorrt::splitInt8(cardsOf(options), cut).name());
        }
        return names;
    }
    [[nodiscard]] std::function<const MatrixEncoding*(const Weight&)>
    presetEncodings(const Model& model, const Preset& preset, const FamilyOptions& options) const override {
        if (const auto reason = whyNoTensorRt(model, cardsOf(options))) {
            throw badInput(model.checkpoint().path(), say("This model cannot become a checkpoint of TensorRT-LLM"),
                           *reason + '.');
        }
        return FolderFormat::presetEncodings(model, preset, options);
    }
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model&, const Preset&, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        return tensorRtEncoding(weight, cardsOf(options));
    }
    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::F32; }
    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        return weight.role == Role::output ? std::optional(say("TensorRT-LLM takes the output matrix as it is")) : std::nullopt;
    }
    [[nodiscard]] nlohmann::ordered_json quantizationConfig(const FolderContents&, const Preset&,
                                                            const FamilyOptions& options) const override {
        nlohmann::ordered_json quantization{
            {"quant_algo", "W8A8_SQ_PER_CHANNEL_PER_TOKEN_PLUGIN"},
            {"kv_cache_quant_algo", nullptr},
            {"group_size", 128},
            {"clamp_val", nullptr},
            {"has_zero_point", false},
            {"pre_quant_scale", false},
            {"exclude_modules", nullptr},
        };
        if (options.text(alphaOption) != "auto") {
            quantization["smoothquant_val"] = options.number(alphaOption);
        }
        return quantization;
    }
};

/// One of the two, as the options say.
class SmoothQuantFormat final : public TwoLayouts {
public:
    SmoothQuantFormat() { takeEncodings(compressed_, tensorRt_); }
    [[nodiscard]] std::string_view id() const override { return formatId; }
    [[nodiscard]] std::string_view title() const override { return formatTitle; }
    [[nodiscard]] std::string_view summary() const override { return formatSummary; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override {
        return {.nvidia = NvidiaGeneration::turing, .processor = true};
    }
    [[nodiscard]] bool needsCalibration(const Preset&) const override { return true; }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    [[nodiscard]] OutputLayout layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                      const ImportanceMatrix* importance, const OutputOptions& options) const override {
        return isOtherWanted(options) ? tensorRt_.folder(model, preset, choices, options)
                                      : compressed_.layOut(model, preset, choices, importance, options);
    }

private:
    [[nodiscard]] const Format& usual() const override { return compressed_; }
    [[nodiscard]] const Format& other() const override { return tensorRt_; }
    [[nodiscard]] bool isOtherWanted(const OutputOptions& options) const override {
        return FamilyOptions(*this, options.family).text(layoutOption) == "tensorrt-llm";
    }
    [[nodiscard]] bool isOfOther(const Encoding& encoding) const override { return tensorrt::isSplitInt8(encoding); }

    CompressedLayout compressed_;
    TensorRtLayout tensorRt_;
};

} // namespace

const Format& format() {
    static const SmoothQuantFormat instance;
    return instance;
}

} // namespace quantlathe::smoothquant
