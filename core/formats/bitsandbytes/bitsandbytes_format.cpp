// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/bitsandbytes/bitsandbytes_format.h"

#include "base/words.h"
#include "codecs/bitsandbytes/bitsandbytes.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe::bitsandbytes {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view int8Name = "LLM.INT8";

const std::array presetTable{
    Preset{"LLM.INT8", {"INT8"}, words("Eight bits, a scale a row; outliers of the activations are computed in 16 bits")},
    Preset{"NF4", {"NF4-64"}, words("Four bits at the quantiles of a normal distribution, a scale for every block")},
    Preset{"NF4-DQ", {"NF4-64-DQ"}, words("NF4 whose scales are quantized to eight bits: 0.4 bits a weight smaller")},
    Preset{"FP4", {"FP4-64"}, words("Four bits as tiny floating-point numbers; larger error than NF4")},
    Preset{"FP4-DQ", {"FP4-64-DQ"}, words("FP4 whose scales are quantized to eight bits")},
};

const std::array optionTable{
    FormatOption{.id = "block_size",
                 .title = words("Block size"),
                 .help =
                     words("Weights that share a scale in NF4 and FP4. Smaller blocks have a smaller error and a larger file."),
                 .values = {"64", "128", "256", "512", "1024", "2048", "4096"},
                 .defaultValue = "64"},
    FormatOption{.id = "compute_dtype",
                 .title = words("Compute type"),
                 .help = words("The type that NF4 and FP4 weights are decoded to for multiplying."),
                 .values = {"auto", "bfloat16", "float16", "float32"},
                 .defaultValue = "auto"},
    FormatOption{.id = "output_layer",
                 .title = words("Quantize the output matrix"),
                 .help = words("transformers leaves it in 16 bits; small models lose much when it is quantized."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "false"},
};

bool isEightBit(const Preset& preset) {
    return preset.name == int8Name;
}

std::string_view typeOf(std::string_view name) {
    return name.substr(0, 3);
}

bool isDouble(std::string_view name) {
    return name.ends_with("-DQ");
}

std::string_view typeName(ElementType type) {
    return type == ElementType::F16 ? "float16" : type == ElementType::BF16 ? "bfloat16" : "float32";
}

/// The float type of most of the layers.
ElementType commonType(std::span<const FolderModule> modules) {
    const auto count = [&](ElementType type) {
        return std::ranges::count(modules, type, [](const FolderModule& module) { return module.shape.compute; });
    };
    return std::ranges::max(std::array{ElementType::F32, ElementType::F16, ElementType::BF16}, {}, count);
}

constexpr std::array programTable{LoadingProgram{"transformers"}, LoadingProgram{"diffusers"}, LoadingProgram{"PEFT"}};

class BitsandbytesFormat final : public FolderFormat {
public:
    BitsandbytesFormat() : FolderFormat(bitsandbytesFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "bitsandbytes"; }
    [[nodiscard]] std::string_view title() const override { return "bitsandbytes"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset& preset) const override {
        return {.nvidia = isEightBit(preset) ? NvidiaGeneration::turing : NvidiaGeneration::any,
                .amd = true,
                .intel = true,
                .processor = true};
    }
    [[nodiscard]] std::string_view summary() const override {
        return words(
            "Weights are rounded in blocks, without any text to calibrate on, and decoded on the fly while the model runs. The "
            "usual base for fine-tuning with QLoRA; other formats of the same size answer faster.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }

    [[nodiscard]] std::optional<std::string> whyNot(const Preset& preset, const Encoding& encoding) const override {
        if (asMatrixEncoding(encoding) == nullptr) {
            return std::nullopt;
        }
        const bool isEight = encoding.name() == int8Name;
        if (isEight != isEightBit(preset)) {
            return say("a bitsandbytes folder holds 4-bit or 8-bit weights, never both");
        }
        if (!isEight &&
            (typeOf(encoding.name()) != typeOf(preset.name) || isDouble(encoding.name()) != isDouble(preset.name))) {
            return say(
                "transformers loads one kind of 4-bit weights in a folder: block sizes may differ, NF4 or FP4 and double "
                "quantization may not");
        }
        return std::nullopt;
    }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model&, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        if (weight.role == Role::output && !options.flag("output_layer")) {
            return nullptr;
        }
        if (isEightBit(preset)) {
            return asMatrixEncoding(*encodingByName(int8Name));
        }
        return asMatrixEncoding(*encodingByName(
            fmt::format("{}-{}{}", typeOf(preset.name), options.text("block_size"), isDouble(preset.name) ? "-DQ" : "")));
    }

    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions& options) const override {
        std::vector<std::string> names{std::string(int8Name)};
        for (const std::string& size : {options.text("block_size"), std::string("64"), std::string("128")}) {
            for (const char* const type : {"NF4", "FP4"}) {
                names.push_back(fmt::format("{}-{}", type, size));
                names.push_back(fmt::format("{}-{}-DQ", type, size));
            }
        }
        return names;
    }

    /// The weight's own type, as bitsandbytes records it; FP8 and F64 are taken as F32.
    [[nodiscard]] ElementType computeType(const Weight& weight, const FamilyOptions&) const override {
        const ElementType stored = weight.storedType;
        return stored == ElementType::F16 || stored == ElementType::BF16 ? stored : ElementType::F32;
    }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset& preset,
                                          const FamilyOptions& options) const override {
        const bool isEight = isEightBit(preset);
        const std::string& compute = options.text("compute_dtype");
        return {{"quant_method", "bitsandbytes"},
                {"_load_in_4bit", !isEight},
                {"_load_in_8bit", isEight},
                {"load_in_4bit", !isEight},
                {"load_in_8bit", isEight},
                {"bnb_4bit_quant_type", preset.name.starts_with("NF4") ? "nf4" : "fp4"},
                {"bnb_4bit_use_double_quant", isDouble(preset.name)},
                {"bnb_4bit_compute_dtype", isEight             ? "float32"
                                           : compute == "auto" ? std::string(typeName(commonType(contents.modules)))
                                                               : compute},
                {"bnb_4bit_quant_storage", "uint8"},
                {"llm_int8_threshold", 6.0},
                {"llm_int8_skip_modules", skippedModules(contents)},
                {"llm_int8_enable_fp32_cpu_offload", false},
                {"llm_int8_has_fp16_weight", false}};
    }
};

} // namespace

const Format& format() {
    static const BitsandbytesFormat instance;
    return instance;
}

} // namespace quantlathe::bitsandbytes
