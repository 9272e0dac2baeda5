// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/hqq/hqq_format.h"

#include "base/words.h"
#include "codecs/hqq/family.h"
#include "codecs/hqq/hqq_encoding.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace quantlathe::hqq {
namespace {

using Json = nlohmann::ordered_json;

const std::array presetTable{
    Preset{"HQQ8", {"8bit"}, words("Eight bits: hardly any error, half the size of 16 bits")},
    Preset{"HQQ4", {"4bit"}, words("Four bits: the library's default")},
    Preset{"HQQ3", {"3bit"}, words("Three bits, packed ten to a 32-bit word")},
    Preset{"HQQ2", {"2bit"}, words("Two bits: small groups are needed to keep the model usable")},
    Preset{"HQQ1", {"1bit"}, words("One bit: for experiments")},
};

const std::array optionTable{
    FormatOption{
        .id = "group_size",
        .title = words("Group size"),
        .help = words("Weights that share a scale and a zero point. Smaller groups have a smaller error and a larger file."),
        .values = {"8", "16", "32", "64", "128", "256", "512", "none"},
        .defaultValue = "64"},
    FormatOption{
        .id = "axis",
        .title = words("Axis"),
        .help = words("1: groups run along the rows, which fast kernels need. 0: along the columns, often a smaller error."),
        .values = {"1", "0"},
        .defaultValue = "1"},
    FormatOption{.id = "optimize",
                 .title = words("Half-quadratic solver"),
                 .help = words("Moves the zero points in up to 20 steps; without it codes are only rounded."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "true"},
    FormatOption{
        .id = "compute_dtype",
        .title = words("Type of scales"),
        .help =
            words("The type of scales and zero points, and what the weights are decoded to. float16 is the library's default."),
        .values = {"float16", "bfloat16", "float32"},
        .defaultValue = "float16"},
    FormatOption{.id = "output_layer",
                 .title = words("Quantize the output matrix"),
                 .help = words("transformers leaves it in 16 bits; small models lose much when it is quantized."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "false"},
};

std::string_view bitsOf(const Preset& preset) {
    return preset.name.substr(3);
}

const Layout& layoutOf(const FolderModule& module) {
    return dynamic_cast<const HqqEncoding&>(*module.encoding).layout();
}

Json configurationOf(const FolderModule& module) {
    const Layout& layout = layoutOf(module);
    Json group = layout.group;
    if (layout.group == 0) {
        group = nullptr;
    }
    return {{"weight_quant_params",
             {{"nbits", layout.precision.bits == 1.58F ? Json(1.58) : Json(static_cast<int>(layout.precision.bits))},
              {"channel_wise", true},
              {"group_size", group},
              {"optimize", layout.optimizes},
              {"round_zero", layout.roundsZero()},
              {"axis", layout.axis},
              {"view_as_float", false}}},
            {"scale_quant_params", nullptr},
            {"zero_quant_params", nullptr},
            {"offload_meta", false}};
}

/// "self_attn.q_proj" of "model.layers.3.self_attn.q_proj": the same for every block.
std::string tagOf(std::string_view path) {
    std::string tag;
    while (!path.empty()) {
        const std::size_t dot = std::min(path.find('.'), path.size());
        const std::string_view part = path.substr(0, dot);
        const bool isNumber = std::ranges::all_of(part, [](char c) { return c >= '0' && c <= '9'; });
        if (part != "model" && part != "layers" && !isNumber) {
            tag += fmt::format("{}{}", tag.empty() ? "" : ".", part);
        }
        path.remove_prefix(std::min(dot + 1, path.size()));
    }
    return tag;
}

/// One configuration for all layers, or one for each kind of layer where every block agrees; else the most frequent one:
/// loaders take the truth from the tensors, so any valid one does.
Json configurations(std::span<const FolderModule> modules) {
    std::map<std::string, std::pair<std::size_t, Json>> byText;
    std::map<std::string, Json> byTag;
    bool isByTag = true;
    for (const FolderModule& module : modules) {
        const Json configuration = configurationOf(module);
        auto& [count, kept] = byText[configuration.dump()];
        ++count;
        kept = configuration;
        const auto [found, isNew] = byTag.emplace(tagOf(module.path), configuration);
        isByTag = isByTag && (isNew || found->second == configuration);
    }
    if (byText.size() > 1 && isByTag) {
        return byTag;
    }
    const auto most = std::ranges::max_element(byText, {}, [](const auto& entry) { return entry.second.first; });
    return most == byText.end() ? Json(nullptr) : most->second.second;
}

constexpr std::array programTable{LoadingProgram{"transformers", "4"}, LoadingProgram{"hqq"}};

class HqqFormat final : public FolderFormat {
public:
    HqqFormat() : FolderFormat(hqqFamily) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "hqq"; }
    [[nodiscard]] std::string_view title() const override { return "HQQ"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override { return {.processor = true}; }
    [[nodiscard]] std::string_view summary() const override {
        return words(
            "A solver moves the zero point of every group until few weights are far off, in seconds and without any text to "
            "calibrate on. Every layer may have bits and groups of its own; below three bits calibrated formats lose less.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model&, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        if (weight.role == Role::output && !options.flag("output_layer")) {
            return nullptr;
        }
        return asMatrixEncoding(*encodingByName(nameOf(bitsOf(preset), options.text("group_size"), options)));
    }

    /// All bits with the chosen group, and smaller groups where bits are few.
    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions& options) const override {
        std::vector<std::string> names;
        for (const Precision& precision : precisions) {
            names.push_back(nameOf(precision.name, options.text("group_size"), options));
        }
        for (const char* const bits : {"4", "3", "2"}) {
            for (const char* const group : {"128", "64", "32", "16"}) {
                names.push_back(nameOf(bits, group, options));
            }
        }
        return names;
    }

    [[nodiscard]] static std::string nameOf(std::string_view bits, const std::string& size, const FamilyOptions& options) {
        const bool isAxisOne = options.text("axis") == "1";
        const std::string group = size != "none" ? "G" + size : isAxisOne ? "ROW" : "COL";
        return fmt::format("HQQ{}-{}{}{}", bits, group, isAxisOne ? "" : "-A0", options.flag("optimize") ? "" : "-RTN");
    }

    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions& options) const override {
        const std::string& type = options.text("compute_dtype");
        return type == "bfloat16" ? ElementType::BF16 : type == "float32" ? ElementType::F32 : ElementType::F16;
    }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        return weight.isStoredTransposed()
                   ? std::optional<std::string>(say("the model keeps it as a Conv1D, which hqq does not replace"))
                   : std::nullopt;
    }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset&, const FamilyOptions&) const override {
        return {{"quant_method", "hqq"},
                {"quant_config", configurations(contents.modules)},
                {"skip_modules", skippedModules(contents)}};
    }
};

} // namespace

const Format& format() {
    static const HqqFormat instance;
    return instance;
}

} // namespace quantlathe::hqq
