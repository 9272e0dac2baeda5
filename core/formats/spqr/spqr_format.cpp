// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/spqr/spqr_format.h"

#include "base/words.h"
#include "codecs/spqr/family.h"
#include "codecs/spqr/legacy_encoding.h"
#include "formats/folder_files.h"
#include "formats/folder_format.h"
#include "formats/spqr/legacy_layout.h"
#include "formats/two_layouts.h"

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

constexpr std::string_view layoutOption = "layout";
constexpr std::string_view legacyLayout = "legacy";

const std::array optionTable{
    FormatOption{
        .id = layoutOption,
        .title = words("Layout"),
        .help = words("compressed: what transformers loads. legacy: the folder that the authors' quantizer saves, for their "
                      "own programs only, with the same codes in a byte each."),
        .values = {"compressed", legacyLayout},
        .defaultValue = "compressed"},
};

constexpr std::string_view formatId = "spqr";
constexpr std::string_view formatTitle = "SpQR";
constexpr std::string_view formatSummary =
    words("Three bits a weight with scales that are quantized themselves, and the few weights that this would hurt "
          "most stored exactly. Near the original at a little over four bits, on NVIDIA cards only.");

/// Outliers in a hundred weights, as the encoding's name has them.
std::string_view outliersOf(const Preset& preset) {
    constexpr std::string_view before = "SPQR-3-OUT";
    return preset.name.size() > before.size() ? preset.name.substr(before.size()) : "1";
}

bool isLegacy(const Encoding& encoding) {
    return dynamic_cast<const LegacyEncoding*>(&encoding) != nullptr;
}

constexpr std::array programTable{LoadingProgram{"transformers", words("4.49 to 4.57 with the package spqr_quant")}};
constexpr std::array legacyPrograms{LoadingProgram{"Vahe1994/SpQR", words("(the authors' programs)")}};

/// What both layouts have in common.
class SpqrFolder : public FolderFormat {
public:
    SpqrFolder(const MatrixFamily& family, bool isLegacyLayout) : FolderFormat(family), isLegacy_(isLegacyLayout) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return formatId; }
    [[nodiscard]] std::string_view title() const override { return formatTitle; }
    [[nodiscard]] std::string_view summary() const override { return formatSummary; }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    [[nodiscard]] bool isSlow() const override { return true; }
    [[nodiscard]] Hardware hardware(const Preset&) const override { return {}; }

protected:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions&) const override {
        const Encoding& encoding =
            *encodingByName(fmt::format("SPQR3-OUT{}{}", outliersOf(preset), isLegacy_ ? "-LEGACY" : ""));
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

    /// A folder is one or the other.
    [[nodiscard]] std::optional<std::string> whyNotTogether(std::span<const Choice> choices) const override {
        const auto other = std::ranges::find_if(choices, [&](const Choice& choice) {
            return asMatrixEncoding(*choice.encoding) != nullptr && isLegacy(*choice.encoding) != isLegacy_;
        });
        return other == choices.end()
                   ? std::nullopt
                   : std::optional(say("{} belongs to another value of the option {}", other->encoding->name(), layoutOption));
    }

    /// Their kernels know no other type, and legacy files are decoded in it.
    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"float16"}; }

private:
    bool isLegacy_;
};

/// layout=compressed.
class CompressedLayout final : public SpqrFolder {
public:
    CompressedLayout() : SpqrFolder(spqrFamily(), false) {}

    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }

private:
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

/// layout=legacy.
class LegacyLayout final : public SpqrFolder {
public:
    LegacyLayout() : SpqrFolder(spqrLegacyFamily(), true) {}

    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return legacyPrograms; }

    [[nodiscard]] OutputLayout folder(const Model& model, const Preset& preset, std::span<const Choice> choices) const {
        OutputLayout layout = legacyWeights(model, choices);
        const std::filesystem::path source = model.checkpoint().folder();
        layout.files.push_back(textFile("config.json", configText(source, nullptr, modelTypes())));
        layout.files.push_back(textFile("README.md", modelCard(*this, model, preset, choices, loadingExample())));
        std::ranges::move(companionFiles(source), std::back_inserter(layout.files));
        return layout;
    }

private:
    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model& model, const Weight& weight) const override {
        if (auto reason = SpqrFolder::whyNotLayer(model, weight)) {
            return reason;
        }
        return legacyPlace(model, weight) ? std::nullopt : std::optional(say("it belongs to no numbered block of the model"));
    }

    /// Their programs take the form from args.pt; what stands in config.json other loaders would follow.
    [[nodiscard]] Json quantizationConfig(const FolderContents&, const Preset&, const FamilyOptions&) const override {
        return nullptr;
    }

    [[nodiscard]] LoadingExample loadingExample() const override {
        return {"transformers", "# in a copy of github.com/Vahe1994/SpQR, which decodes all weights to 16 bits\n"
                                "from modelutils import get_model\n\n"
                                "folder = \"path/to/this/folder\"\n"
                                "model = get_model(folder, load_quantized=folder, dtype=\"float16\")\n"};
    }
};

/// One of the two, as the options say.
class SpqrFormat final : public TwoLayouts {
public:
    SpqrFormat() { takeEncodings(compressed_, legacy_); }
    [[nodiscard]] std::string_view id() const override { return formatId; }
    [[nodiscard]] std::string_view title() const override { return formatTitle; }
    [[nodiscard]] std::string_view summary() const override { return formatSummary; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return compressed_.programs(); }
    [[nodiscard]] Hardware hardware(const Preset& preset) const override { return compressed_.hardware(preset); }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    [[nodiscard]] OutputLayout layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                      const ImportanceMatrix* importance, const OutputOptions& options) const override {
        return isOtherWanted(options) ? legacy_.folder(model, preset, choices)
                                      : compressed_.layOut(model, preset, choices, importance, options);
    }

private:
    [[nodiscard]] const Format& usual() const override { return compressed_; }
    [[nodiscard]] const Format& other() const override { return legacy_; }
    [[nodiscard]] bool isOtherWanted(const OutputOptions& options) const override {
        return FamilyOptions(*this, options.family).text(layoutOption) == legacyLayout;
    }
    [[nodiscard]] bool isOfOther(const Encoding& encoding) const override { return isLegacy(encoding); }

    CompressedLayout compressed_;
    LegacyLayout legacy_;
};

} // namespace

const Format& format() {
    static const SpqrFormat instance;
    return instance;
}

} // namespace quantlathe::spqr
