// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/compressed_tensors/compressed_tensors_format.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/compressed_tensors/family.h"
#include "formats/compressed_tensors/compressed_folder.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe::compressed {
namespace {

constexpr std::string_view withInputs = "NVFP4"; // a name that the encodings of GGUF files have taken

/// The usual one first.
const std::array presetTable{
    Preset{"W4A16-g128", {"W4A16"}, words("Four bits in groups of 128: small, and what vLLM runs fastest for few users")},
    Preset{"W4A16-g64", {}, words("Four bits in groups of 64: a smaller error for an eighth of a bit more")},
    Preset{"W4A16-g32", {}, words("Four bits in groups of 32: the smallest error of whole numbers of four bits")},
    Preset{"W8A16-g128", {"W8A16"}, words("Eight bits in groups of 128: hardly any error, half the size of 16 bits")},
    Preset{"W8A16-g32", {}, words("Eight bits in groups of 32")},
    Preset{"FP8-DYNAMIC",
           {"FP8"},
           words("8-bit floating point with a scale a row; activations too, with a scale a token, while the model runs")},
    Preset{"FP8-BLOCK", {}, words("8-bit floating point with a scale for every 128 × 128 weights, as DeepSeek does it")},
    Preset{"W8A8",
           {"INT8"},
           words("Whole numbers of eight bits; activations too, with a scale a token: for many users on cards without FP8. "
                 "Outliers of activations are not smoothed")},
    Preset{"NVFP4A16", {}, words("Four-bit floating point in groups of 16 with a second scale, as Blackwell cards compute")},
    Preset{
        withInputs,
        {},
        words("Four-bit floating point in groups of 16, activations too: what Blackwell cards multiply. Needs a text for the "
              "scales of activations")},
    Preset{"MXFP4A16", {}, words("Four-bit floating point in groups of 32 whose scales are powers of two")},
};

/// A choice that leaves something to the preset.
constexpr std::string_view asUsual = "auto";

const std::array optionTable{
    FormatOption{.id = "group_size",
                 .title = words("Group size"),
                 .help =
                     words("W4A16 and W8A16: weights of a row that share a scale; −1: all of a row; auto: as the preset says."),
                 .values = {asUsual, "32", "64", "128", "-1"},
                 .defaultValue = asUsual},
    FormatOption{.id = "sym",
                 .title = words("Symmetric"),
                 .help = words("W4A16: the zero point is the middle code. Without it every group has a zero point of its own, "
                               "which lowers the error for an eighth of a bit or less."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "true"},
};

constexpr std::string_view blockName = "FP8-BLOCK";
constexpr std::uint64_t blockSide = 128;

/// "W4A16" and "128" of "W4A16-g128"; no group for the others.
struct PresetParts {
    std::string_view name;
    std::string_view group;
};
PresetParts partsOf(const Preset& preset) {
    const std::size_t at = preset.name.find("-g");
    return at == std::string_view::npos ? PresetParts{preset.name, {}}
                                        : PresetParts{preset.name.substr(0, at), preset.name.substr(at + 2)};
}

std::string wholeNumbersName(std::string_view name, std::string_view group, bool isSymmetric) {
    const bool hasZeroPoints = !isSymmetric && name == "W4A16"; // vLLM has no kernel for eight bits with them
    return fmt::format("{}-{}{}", name, group == "-1" ? "ROW" : fmt::format("G{}", group), hasZeroPoints ? "-ASYM" : "");
}

std::string encodingNameOf(const Preset& preset, const FamilyOptions& options) {
    const PresetParts parts = partsOf(preset);
    if (parts.group.empty()) {
        return std::string(preset.name == withInputs ? "NVFP4A4" : preset.name);
    }
    const std::string& group = options.text("group_size");
    return wholeNumbersName(parts.name, group == asUsual ? parts.group : std::string_view(group), options.flag("sym"));
}

/// docs/formats/compressed-tensors.md, "Who loads it".
constexpr std::array programTable{
    LoadingProgram{"vLLM"},
    LoadingProgram{"SGLang", {}, [](const Preset& preset) { return preset.name.find("FP4") == std::string_view::npos; }},
    LoadingProgram{"transformers"}};

class CompressedTensorsFormat final : public CompressedFolder {
public:
    using CompressedFolder::whyNot;

    [[nodiscard]] std::string_view id() const override { return "compressed-tensors"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset& preset) const override {
        return {.nvidia = preset.name == withInputs         ? NvidiaGeneration::blackwell
                          : preset.name.starts_with("FP8-") ? NvidiaGeneration::ampere // before Ada as weights alone
                                                            : NvidiaGeneration::turing,
                .processor = true};
    }
    [[nodiscard]] bool needsCalibration(const Preset& preset) const override { return preset.name == withInputs; }
    [[nodiscard]] std::string_view title() const override { return "compressed-tensors"; }
    [[nodiscard]] std::string_view summary() const override {
        return words("The form in which vLLM takes most kinds of numbers: whole ones of four and eight bits, FP8, NVFP4 and "
                     "MXFP4, also several of them in one folder. Scales are searched for the least error, weighed by an "
                     "importance matrix where there is one.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        const Encoding& encoding = *encodingByName(encodingNameOf(preset, options));
        // Of whole numbers the user may choose another group size, so only what fits in none stays as it is.
        static const Encoding& wholeRows = *encodingByName("W4A16-ROW");
        const bool hasGroups = !partsOf(preset).group.empty();
        if (!fitsWithPartners(model, weight, hasGroups ? wholeRows : encoding) ||
            (encoding.name() == blockName && cutsBlocks(model, weight))) {
            return nullptr;
        }
        return asMatrixEncoding(encoding);
    }

    /// Joined matrices stand one below the other: a block must not reach from one into the next.
    [[nodiscard]] bool cutsBlocks(const Model& model, const Weight& weight) const {
        const std::string group = fusedGroup(weight, requiredFusing());
        return !group.empty() && std::ranges::any_of(model.weights(), [&](const Weight& other) {
            return other.layer == weight.layer && !other.isBias && fusedGroup(other, requiredFusing()) == group &&
                   other.rowsPerMatrix() % blockSide != 0;
        });
    }

    [[nodiscard]] std::optional<std::string> whyNotTogether(std::span<const Choice> choices) const override {
        for (const Choice& choice : choices) {
            const Weight& weight = *choice.weight;
            if (choice.encoding->name() == blockName && !fusedGroup(weight, requiredFusing()).empty() &&
                weight.rowsPerMatrix() % blockSide != 0) {
                return say("{} has {} output features, no multiple of {}: blocks of {} would reach into a matrix that it is "
                           "joined with",
                           escapeForDisplay(weight.name), weight.rowsPerMatrix(), blockSide, blockName);
            }
        }
        return std::nullopt;
    }

    /// All presets, and what the options say beside them.
    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions& options) const override {
        std::vector<std::string> names;
        for (const std::string_view name : {"W8A16", "W4A16"}) {
            for (const std::string_view group : {"32", "64", "128", "-1"}) {
                names.push_back(wholeNumbersName(name, group, options.flag("sym")));
            }
        }
        for (const Preset& preset : presetTable) {
            names.push_back(encodingNameOf(preset, options));
        }
        return names;
    }
};

} // namespace

const Format& format() {
    static const CompressedTensorsFormat instance;
    return instance;
}

} // namespace quantlathe::compressed
