// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gptq/gptq_format.h"

#include "base/words.h"
#include "codecs/gptq/family.h"
#include "codecs/gptq/gptq_encoding.h"
#include "formats/folder_files.h"
#include "formats/folder_format.h"
#include "formats/gptq/configuration.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe::gptq {
namespace {

using Json = nlohmann::ordered_json;

/// The usual one first.
const std::array presetTable{
    Preset{"GPTQ-4-g128", {}, words("Four bits in groups of 128: what every program for GPTQ files loads")},
    Preset{"GPTQ-4-g64", {}, words("Four bits in groups of 64: a smaller error for a sixth of a bit more")},
    Preset{"GPTQ-4-g32", {}, words("Four bits in groups of 32: the smallest error of the four-bit presets")},
    Preset{"GPTQ-4-row", {}, words("Four bits with one scale a row: the smallest file of four bits")},
    Preset{"GPTQ-8-g128", {}, words("Eight bits: hardly any error, half the size of 16 bits")},
    Preset{"GPTQ-8-g64", {}, words("Eight bits in smaller groups")},
    Preset{"GPTQ-8-g32", {}, words("Eight bits in groups of 32")},
    Preset{"GPTQ-3-g128", {}, words("Three bits; GPTQModel and transformers load them, vLLM does not")},
    Preset{"GPTQ-3-g64", {}, words("Three bits in groups of 64")},
    Preset{"GPTQ-3-g32", {}, words("Three bits in groups of 32")},
    Preset{"GPTQ-2-g128", {}, words("Two bits: for experiments")},
    Preset{"GPTQ-2-g64", {}, words("Two bits in groups of 64")},
    Preset{"GPTQ-2-g32", {}, words("Two bits: small groups are needed to keep the model usable")},
};

/// A choice that leaves something to the preset, or to another option.
constexpr std::string_view asUsual = "auto";

const std::array optionTable{
    FormatOption{.id = "bits",
                 .title = words("Bits"),
                 .help = words("Bits of a code; auto: as the preset says. vLLM loads 4 and 8, ExLlamaV2 4."),
                 .values = {asUsual, "2", "3", "4", "8"},
                 .defaultValue = asUsual},
    FormatOption{.id = "group_size",
                 .title = words("Group size"),
                 .help =
                     words("Weights of a row that share a scale; −1: all of a row; auto: as the preset says. vLLM loads 32, "
                           "64, 128 and −1."),
                 .values = {asUsual, "16", "32", "64", "128", "256", "512", "1024", "-1"},
                 .defaultValue = asUsual},
    FormatOption{.id = "sym",
                 .title = words("Symmetric"),
                 .help = words("The zero point is the middle code. Without it every group has a zero point of its own, which "
                               "lowers the error a little and which vLLM does not load."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "true"},
    FormatOption{.id = "desc_act",
                 .title = words("Groups by importance"),
                 .help = words("Groups are made of the input features that count most, then of those that count less, "
                               "instead of neighbours. Needs a text or an importance matrix. Slower in most programs, and "
                               "vLLM on a CPU does not load it. Whole rows have nothing to order."),
                 .kind = FormatOption::Kind::flag,
                 .defaultValue = "false"},
    FormatOption{.id = "checkpoint_format",
                 .title = words("Form of zero points"),
                 .help = words("gptq stores them less one, gptq_v2 as they are. auto: gptq, and gptq_v2 where groups have zero "
                               "points of their own, since GPTQModel refuses those in the old form."),
                 .values = {asUsual, "gptq", "gptq_v2"},
                 .defaultValue = asUsual},
};

/// "4" and "128" of "GPTQ-4-g128", "4" and "-1" of "GPTQ-4-row".
struct Numbers {
    std::string bits;
    std::string group;
};
Numbers numbersOf(const Preset& preset, const FamilyOptions& options) {
    constexpr std::size_t bitsAt = 5;
    const std::string_view group = preset.name.substr(bitsAt + 2);
    Numbers numbers{std::string(preset.name.substr(bitsAt, 1)), group == "row" ? "-1" : std::string(group.substr(1))};
    if (options.text("bits") != asUsual) {
        numbers.bits = options.text("bits");
    }
    if (options.text("group_size") != asUsual) {
        numbers.group = options.text("group_size");
    }
    return numbers;
}

std::string nameOf(const Numbers& numbers, const FamilyOptions& options) {
    const std::string& form = options.text("checkpoint_format");
    const bool isSymmetric = options.flag("sym");
    const bool isSecondForm = form == asUsual ? !isSymmetric : form == "gptq_v2";
    const bool isRow = numbers.group == "-1";
    return fmt::format("GPTQ{}-{}{}{}{}", numbers.bits, isRow ? "ROW" : "G" + numbers.group, isSymmetric ? "" : "-ASYM",
                       isSecondForm ? "-V2" : "", options.flag("desc_act") && !isRow ? "-ACT" : "");
}

/// docs/formats/gptq.md, "Who loads it".
constexpr std::array programTable{
    LoadingProgram{"GPTQModel"}, LoadingProgram{"transformers"},
    LoadingProgram{"vLLM",
                   {},
                   [](const Preset& preset) { return preset.name.starts_with("GPTQ-4") || preset.name.starts_with("GPTQ-8"); }},
    LoadingProgram{"ExLlamaV2", {}, [](const Preset& preset) {
                       return preset.name.starts_with("GPTQ-4") && preset.name != "GPTQ-4-row";
                   }}};

class GptqFormat final : public FolderFormat {
public:
    GptqFormat() : FolderFormat(gptqFamily()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "gptq"; }
    [[nodiscard]] std::string_view title() const override { return "GPTQ"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override {
        return {.nvidia = NvidiaGeneration::volta, .amd = true, .intel = true, .processor = true};
    }
    [[nodiscard]] std::string_view summary() const override {
        return words("Whole numbers with a scale for every group of a row, the form that most programs on graphics cards load. "
                     "Scales are searched for the least error, weighed by an importance matrix where there is one.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }
    /// vLLM joins them and wants one setting in each.
    [[nodiscard]] Fusing requiredFusing() const override { return {.attention = true, .gateUp = true, .experts = true}; }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        // Sides that no GPTQ file can hold stay as they are. A group size that does not fit is another matter: the user may
        // choose a better one.
        static const Encoding& wholeRows = *encodingByName("GPTQ4-ROW");
        if (!fitsWithPartners(model, weight, wholeRows)) {
            return nullptr;
        }
        return asMatrixEncoding(*encodingByName(nameOf(numbersOf(preset, options), options)));
    }

    /// All presets, and what the options say beside them.
    [[nodiscard]] std::vector<std::string> suggestions(const FamilyOptions& options) const override {
        std::vector<std::string> names;
        for (const char* const bits : {"8", "4", "3", "2"}) {
            for (const char* const group : {"32", "64", "128", "-1"}) {
                names.push_back(nameOf({bits, group}, options));
            }
        }
        for (const Preset& preset : presetTable) {
            names.push_back(nameOf(numbersOf(preset, options), options));
        }
        return names;
    }

    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::F16; }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        if (weight.role == Role::output) {
            return say("loaders of GPTQ files take the output matrix in 16 bits");
        }
        if (weight.isStoredTransposed()) {
            return say("the model keeps it as a Conv1D, which not all loaders of GPTQ files replace");
        }
        return std::nullopt;
    }

    /// Their kernels compute in 16 bits.
    [[nodiscard]] std::vector<std::string_view> modelTypes() const override { return {"float16", "bfloat16"}; }

    [[nodiscard]] std::optional<std::string> whyNotTogether(std::span<const Choice> choices) const override {
        const Choice* first = nullptr;
        for (const Choice& choice : choices) {
            const auto* const encoding = dynamic_cast<const GptqEncoding*>(choice.encoding);
            if (encoding == nullptr) {
                continue;
            }
            first = first == nullptr ? &choice : first;
            if (encoding->layout().storesZeroLessOne !=
                dynamic_cast<const GptqEncoding&>(*first->encoding).layout().storesZeroLessOne) {
                return say("{} and {} store zero points in different forms, of which a folder has one", first->encoding->name(),
                           encoding->name());
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset&, const FamilyOptions&) const override {
        return quantizationConfigOf(contents);
    }

    /// Tools from before 2024 look only there.
    [[nodiscard]] std::vector<PlannedFile> extraFiles(const Json& quantizationConfig) const override {
        return {textFile("quantize_config.json", quantizationConfig.dump(2) + '\n')};
    }
};

} // namespace

const Format& format() {
    static const GptqFormat instance;
    return instance;
}

} // namespace quantlathe::gptq
