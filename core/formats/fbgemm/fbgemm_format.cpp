// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/fbgemm/fbgemm_format.h"

#include "base/words.h"
#include "codecs/fbgemm/fbgemm.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>

namespace quantlathe::fbgemm {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view fp8Name = "FBGEMM-FP8";
constexpr std::string_view int4Prefix = "FBGEMM-INT4-";

const std::array presetTable{
    Preset{"FP8", {}, words("All linear layers in 8-bit floating point, a scale a row; activations too while the model runs")},
    Preset{"FP8-FFN",
           {"FP8-405B"},
           words("FP8 as Meta made Llama 3.1 405B: feed-forward matrices only, first and last layer whole")},
    Preset{"INT4", {}, words("Four bits with scale and offset for every group (torchao's Int4Tensor)")},
};

const std::array optionTable{
    FormatOption{
        .id = "group_size",
        .title = words("Group size"),
        .help = words("Weights of a row that share a scale and an offset in INT4. Smaller groups have a smaller error and a "
                      "larger file."),
        .values = {"32", "64", "128", "256"},
        .defaultValue = "128"},
    FormatOption{.id = "activation_scale_ub",
                 .title = words("Upper bound of activations"),
                 .help = words("FP8: activations above it are cut off while the model runs. 1200 is the loaders' default."),
                 .kind = FormatOption::Kind::number,
                 .low = 1,
                 .high = 1e6,
                 .defaultValue = "1200"},
    FormatOption{.id = "output_layer",
                 .title = words("Quantize the output matrix"),
                 .help = words("Loaders leave it in 16 bits; small models lose much when it is quantized."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "false"},
};

bool isInt4(const Preset& preset) {
    return preset.name == "INT4";
}

bool isFeedForward(Role role) {
    constexpr std::array roles{Role::ffnGate,        Role::ffnUp,        Role::ffnDown,
                               Role::ffnGateExperts, Role::ffnUpExperts, Role::ffnDownExperts,
                               Role::ffnGateShared,  Role::ffnUpShared,  Role::ffnDownShared};
    return std::ranges::find(roles, role) != roles.end();
}

std::string groupOf(const MatrixEncoding& encoding) {
    return std::string(encoding.name().substr(int4Prefix.size()));
}

/// What torchao's reader rebuilds the weight from. Older readers know no "activation_dtype", newer ones take bfloat16 without.
Json int4Description(const FolderModule& module) {
    return {{"_type", "Int4Tensor"},
            {"_data",
             {{"block_size", {1, std::stoi(groupOf(*module.encoding))}}, {"shape", {module.shape.rows, module.shape.columns}}}},
            {"_tensor_data_names", {"qdata", "scale", "zero_point"}}};
}

/// The group size of most layers; the tensors' own metadata say the truth of each.
int commonGroup(std::span<const FolderModule> modules, const FamilyOptions& options) {
    std::map<std::string, std::size_t> counts;
    for (const FolderModule& module : modules) {
        ++counts[groupOf(*module.encoding)];
    }
    const auto most = std::ranges::max_element(counts, {}, [](const auto& entry) { return entry.second; });
    return most == counts.end() ? static_cast<int>(options.count("group_size")) : std::stoi(most->first);
}

constexpr std::array programTable{LoadingProgram{"transformers"}, LoadingProgram{"vLLM"}};

class FbgemmFormat final : public FolderFormat {
public:
    FbgemmFormat() : FolderFormat(fbgemmFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "fbgemm"; }
    [[nodiscard]] std::string_view title() const override { return "FBGEMM"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    /// FP8 on cards before Hopper in vLLM alone, before Ada as weights whose products are those of the model's type.
    [[nodiscard]] Hardware hardware(const Preset&) const override { return {.nvidia = NvidiaGeneration::ampere}; }
    [[nodiscard]] std::string_view summary() const override {
        return words(
            "Meta's kernels for large cards: FP8 multiplies weights and activations in 8-bit floating point, INT4 stores four "
            "bits with a scale and an offset for every group. Both are made in one pass without calibration; older cards "
            "cannot run them.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }

    [[nodiscard]] std::optional<std::string> whyNot(const Preset& preset, const Encoding& encoding) const override {
        if (asMatrixEncoding(encoding) == nullptr || encoding.name().starts_with(int4Prefix) == isInt4(preset)) {
            return std::nullopt;
        }
        return say("FP8 and INT4 belong to different loaders (fbgemm_fp8 and torchao): a folder holds one of them");
    }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        if (weight.role == Role::output && !options.flag("output_layer")) {
            return nullptr;
        }
        if (isInt4(preset)) {
            return asMatrixEncoding(*encodingByName(fmt::format("{}{}", int4Prefix, options.text("group_size"))));
        }
        const bool isOutside = !weight.layer || *weight.layer == 0 || *weight.layer + 1 == model.hyper().mainLayers();
        if (preset.name == "FP8-FFN" && (!isFeedForward(weight.role) || isOutside)) {
            return nullptr;
        }
        return asMatrixEncoding(*encodingByName(fp8Name));
    }

    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::BF16; }

    [[nodiscard]] bool leavesMisfits() const override { return true; } // as torchao does

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        return weight.isStoredTransposed()
                   ? std::optional<std::string>(say("the model keeps it as a Conv1D, which these loaders do not replace"))
                   : std::nullopt;
    }

    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"bfloat16"}; }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset& preset,
                                          const FamilyOptions& options) const override {
        if (!isInt4(preset)) {
            return {{"quant_method", "fbgemm_fp8"},
                    {"activation_scale_ub", options.number("activation_scale_ub")},
                    {"modules_to_not_convert", skippedModules(contents)}};
        }
        const Json data{{"group_size", commonGroup(contents.modules, options)},
                        {"set_inductor_config", true},
                        {"int4_packing_format", {{"_type", "Int4PackingFormat"}, {"_data", "PLAIN"}}},
                        {"int4_choose_qparams_algorithm", {{"_type", "Int4ChooseQParamsAlgorithm"}, {"_data", "TINYGEMM"}}}};
        return {{"quant_method", "torchao"},
                {"quant_type", {{"default", {{"_type", "Int4WeightOnlyConfig"}, {"_version", 2}, {"_data", data}}}}},
                {"quant_type_kwargs", Json::object()},
                {"modules_to_not_convert", skippedModules(contents)},
                {"include_input_output_embeddings", false},
                {"untie_embedding_weights", false}};
    }

    /// torchao's reader wants a description of every tensor of the file, by its original name.
    [[nodiscard]] SafetensorsMetadata fileMetadata(std::span<const FolderModule> modules,
                                                   std::span<const std::string> plainTensors) const override {
        SafetensorsMetadata metadata = FolderFormat::fileMetadata(modules, plainTensors);
        const bool isTorchao = std::ranges::any_of(
            modules, [](const FolderModule& module) { return module.encoding->name().starts_with(int4Prefix); });
        if (!isTorchao) {
            return metadata;
        }
        Json names = Json::array();
        for (const FolderModule& module : modules) {
            const std::string name = module.path + ".weight";
            names.push_back(name);
            metadata[name] = int4Description(module).dump();
        }
        for (const std::string& name : plainTensors) {
            names.push_back(name);
            metadata[name] = R"({"_type": "Tensor"})";
        }
        metadata["tensor_names"] = names.dump();
        return metadata;
    }
};

} // namespace

const Format& format() {
    static const FbgemmFormat instance;
    return instance;
}

} // namespace quantlathe::fbgemm
