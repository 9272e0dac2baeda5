// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/spqr/spqr_format.h"

#include "base/words.h"
#include "codecs/spqr/family.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe::spqr {
namespace {

using Json = nlohmann::ordered_json;

/// The usual one first.
const std::array presetTable{
    Preset{"SPQR-3", {"SpQR-3-g16"}, words("Three bits, and one weight in a hundred almost exactly, as the authors take it")},
    Preset{"SPQR-3-OUT4", {}, words("Four weights in a hundred almost exactly: the smallest error, five bits a weight")},
    Preset{"SPQR-3-OUT2", {}, words("Two weights in a hundred almost exactly")},
    Preset{"SPQR-3-OUT0.5", {}, words("One weight in two hundred almost exactly")},
    Preset{"SPQR-3-OUT0", {}, words("No weights beside the codes: four bits a weight, scales included")},
};

/// Outliers in a hundred weights, as the encoding's name has them.
std::string_view outliersOf(const Preset& preset) {
    constexpr std::string_view before = "SPQR-3-OUT";
    return preset.name.size() > before.size() ? preset.name.substr(before.size()) : "1";
}

class SpqrFormat final : public FolderFormat {
public:
    SpqrFormat() : FolderFormat(spqrFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "spqr"; }
    [[nodiscard]] std::string_view title() const override { return "SpQR"; }
    [[nodiscard]] std::string_view loadsIn() const override { return "transformers 4.49 to 4.57, with the package spqr_quant"; }
    [[nodiscard]] std::string_view summary() const override {
        return words("Three bits a weight with scales that are quantized themselves, and the few weights that this would hurt "
                     "most stored exactly. Near the original at a little over four bits, on NVIDIA cards only.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] bool isSlow() const override { return true; }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions&) const override {
        const Encoding& encoding = *encodingByName(fmt::format("SPQR3-OUT{}", outliersOf(preset)));
        return whyNot(model, weight, encoding) ? nullptr : asMatrixEncoding(encoding);
    }

    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::F16; }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model& model, const Weight& weight) const override {
        if (weight.role == Role::output) {
            return say("loaders of SpQR files take the output matrix in 16 bits");
        }
        if (weight.isStoredTransposed()) {
            return say("the model keeps it as a Conv1D, which loaders of SpQR files do not replace");
        }
        const Checkpoint& checkpoint = model.checkpoint();
        const bool hasBias = std::ranges::any_of(weight.tensors, [&](std::size_t tensor) {
            return checkpoint.find(modulePath(checkpoint.tensors()[tensor].name) + ".bias") != nullptr;
        });
        if (hasBias) {
            return say("it has a bias, which loaders of SpQR files would leave out");
        }
        return std::nullopt;
    }

    /// Their kernels know no other type.
    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"float16"}; }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset&, const FamilyOptions&) const override {
        Json skipped = Json::array();
        for (const std::string& path : skippedModules(contents)) { // transformers 4 asks by parameter, 5 by module
            skipped.push_back(path + ".weight");
            skipped.push_back(path);
        }
        Json shapes = Json::object();
        for (const FolderModule& module : contents.modules) {
            for (const MatrixPart& part : module.encoding->parts(module.shape)) {
                shapes[module.path + part.suffix + ".shape"] = part.shape.front();
            }
        }
        return {{"quant_method", "spqr"},
                {"bits", bits},
                {"beta1", side},
                {"beta2", side},
                {"modules_to_not_convert", std::move(skipped)},
                {"shapes", std::move(shapes)}};
    }

    [[nodiscard]] LoadingExample loadingExample() const override {
        return {"transformers",
                "import torch\nfrom transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                "# pip install \"transformers<5\" accelerate spqr_quant; an NVIDIA card and its compiler are needed\n"
                "model = AutoModelForCausalLM.from_pretrained(\"path/to/this/folder\", "
                "torch_dtype=torch.float16, device_map=\"cuda\")\n"
                "tokenizer = AutoTokenizer.from_pretrained(\"path/to/this/folder\")\n"};
    }
};

} // namespace

const Format& format() {
    static const SpqrFormat instance;
    return instance;
}

} // namespace quantlathe::spqr
