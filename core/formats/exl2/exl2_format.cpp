// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/exl2/exl2_format.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/exl2/family.h"
#include "formats/exl2/mixture.h"
#include "formats/folder_format.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <map>

namespace quantlathe::exl2 {
namespace {

using Json = nlohmann::ordered_json;

/// The usual one first.
const std::array presetTable{
    Preset{"EXL2-4.0", {}, words("Four bits a weight: close to the original in a quarter of 16 bits")},
    Preset{"EXL2-2.5", {}, words("Two and a half bits: the smallest that is still of use")},
    Preset{"EXL2-3.0", {}, words("Three bits")},
    Preset{"EXL2-3.5", {}, words("Three and a half bits")},
    Preset{"EXL2-4.5", {}, words("Four and a half bits")},
    Preset{"EXL2-5.0", {}, words("Five bits: hardly any loss")},
    Preset{"EXL2-6.0", {}, words("Six bits: as good as the original for most uses")},
};
constexpr std::string_view presetPrefix = "EXL2-";

const std::array optionTable{
    FormatOption{.id = "bits",
                 .title = words("Bits a weight"),
                 .help =
                     words("What all tensors of the layers' matrices may have on average; the output matrix is not counted. "
                           "0: as the preset says. Codes of two bits and their scales need a little more than 2; below that "
                           "every matrix gets the smallest setting."),
                 .kind = FormatOption::Kind::number,
                 .low = 0,
                 .high = 8,
                 .defaultValue = "0"},
    FormatOption{.id = "head_bits",
                 .title = words("Bits of the output matrix"),
                 .help = words("6 is what ExLlamaV2's converter takes; 16: it stays as it is."),
                 .values = {"2", "3", "4", "5", "6", "8", "16"},
                 .defaultValue = "6"},
};

double targetOf(const Preset& preset, const FamilyOptions& options) {
    if (const double stated = options.number("bits"); stated > 0) {
        return stated;
    }
    double bits = 0;
    const std::string_view number = preset.name.substr(presetPrefix.size());
    std::from_chars(number.data(), number.data() + number.size(), bits);
    return bits;
}

/// As ExLlamaV2's converter has it for each number of bits.
const Exl2Encoding* headEncoding(const std::string& bits) {
    static const std::map<std::string, const char*, std::less<>> names{
        {"2", "EXL2-4G32.30-2G32"},   {"3", "EXL2-4G32.15-3G32"},   {"4", "EXL2-6G32.15-4G32"},
        {"5", "EXL2-6G128.15-5G128"}, {"6", "EXL2-8G128.15-6G128"}, {"8", "EXL2-8G128"}};
    const auto found = names.find(bits);
    return found == names.end() ? nullptr : dynamic_cast<const Exl2Encoding*>(encodingByName(found->second));
}

bool isOneOf(Role role, std::initializer_list<Role> roles) {
    return std::ranges::find(roles, role) != roles.end();
}

/// Matrices that a loader wants either all quantized or all plain; empty: it stands alone.
std::string blockOf(const Weight& weight) {
    using enum Role;
    if (!weight.layer || weight.isBias || weight.dimensions() < 2) {
        return {};
    }
    if (isOneOf(weight.role, {attnQ, attnK, attnV, attnQkv, attnOutput})) {
        return fmt::format("{} attention", *weight.layer);
    }
    if (isOneOf(weight.role, {ffnGate, ffnUp, ffnDown, ffnGateExperts, ffnUpExperts, ffnDownExperts})) {
        return fmt::format("{} feed-forward", *weight.layer);
    }
    return {};
}

/// The loader applies the activation to so many features at a time and leaves what remains without it (0.3.2, seen).
constexpr std::uint64_t activatedTogether = 64;

/// What an error in it counts (docs/formats/exl2.md, "Mixtures").
double weightOf(Role role) {
    using enum Role;
    switch (role) {
    case attnQ:
    case attnK: return 0.8;
    case attnV: return 2.5;
    case attnOutput: return 1.3;
    case ffnDown:
    case ffnDownExperts: return 1.6;
    default: return 1;
    }
}

constexpr std::array programTable{LoadingProgram{"ExLlamaV2"}, LoadingProgram{"TabbyAPI"},
                                  LoadingProgram{"text-generation-webui"}};

class Exl2Format final : public FolderFormat {
public:
    Exl2Format() : FolderFormat(exl2Family()) {}
    using FolderFormat::whyNot;

    [[nodiscard]] std::string_view id() const override { return "exl2"; }
    [[nodiscard]] std::string_view title() const override { return "EXL2"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override { return {.nvidia = NvidiaGeneration::turing, .amd = true}; }
    [[nodiscard]] std::string_view summary() const override {
        return words("Codes of two to eight bits side by side in every matrix, wide ones for the inputs that count most: any "
                     "size from 2 to 8 bits a weight. For graphics cards of NVIDIA, with ExLlamaV2.");
    }
    [[nodiscard]] std::span<const Preset> presets() const override { return presetTable; }
    [[nodiscard]] std::span<const FormatOption> options() const override { return optionTable; }

    [[nodiscard]] std::optional<std::string> whyNot(const Model& model) const override {
        using enum Role;
        for (const Weight& weight : model.weights()) {
            if (isOneOf(weight.role, {attnQA, attnKvA, attnKvB, ffnGateShared, ffnUpShared, ffnDownShared})) {
                return say("ExLlamaV2 does not know models with a weight such as {}", escapeForDisplay(weight.sourceName));
            }
        }
        return FolderFormat::whyNot(model);
    }

    [[nodiscard]] std::string presetRule(const Model& model, const Preset& preset, const Weight& weight,
                                         const EncodingWish& wish, const ImportanceMatrix* importance,
                                         const OutputOptions& options) const override {
        std::string rule = FolderFormat::presetRule(model, preset, weight, wish, importance, options);
        const bool isMixed = offersChoice(model, weight) && weight.role != Role::output;
        return isMixed
                   ? rule + ' ' +
                         say("Settings of all layers together: the least expected error within the preset's bits, value and "
                             "down projections counting more.")
                   : rule;
    }

private:
    [[nodiscard]] const MatrixEncoding* presetEncoding(const Model& model, const Preset& preset, const Weight& weight,
                                                       const FamilyOptions& options) const override {
        return presetEncodings(model, preset, options)(weight);
    }

    [[nodiscard]] std::function<const MatrixEncoding*(const Weight&)>
    presetEncodings(const Model& model, const Preset& preset, const FamilyOptions& options) const override {
        const std::vector<Unit> units = unitsOf(model);
        std::vector<MixtureUnit> sizes;
        std::uint64_t values = 0;
        for (const Unit& unit : units) {
            sizes.push_back(unit.size);
            values += unit.size.values();
        }
        const auto budget = static_cast<std::uint64_t>(targetOf(preset, options) * static_cast<double>(values));
        std::map<const Weight*, const MatrixEncoding*> chosen;
        const std::vector<const Exl2Encoding*> settings = mixture(sizes, offeredEncodings(), budget);
        for (std::size_t i = 0; i < units.size(); ++i) {
            for (const Weight* const member : units[i].members) {
                chosen[member] = &asRead(*settings[i], member->columns());
            }
        }
        for (const Weight& weight : model.weights()) {
            if (weight.role == Role::output && offersChoice(model, weight)) {
                const Exl2Encoding* const head = headEncoding(options.text("head_bits"));
                const bool fits = head != nullptr && !whyNot(model, weight, *head);
                chosen[&weight] = fits ? &asRead(*head, weight.columns()) : nullptr;
            }
        }
        return [chosen = std::move(chosen)](const Weight& weight) {
            const auto found = chosen.find(&weight);
            return found == chosen.end() ? nullptr : found->second;
        };
    }

    /// Weights that get one setting: Q and K, as in the original, the others by themselves.
    struct Unit {
        std::vector<const Weight*> members;
        MixtureUnit size;
    };
    [[nodiscard]] std::vector<Unit> unitsOf(const Model& model) const {
        const std::map<std::string, bool> isWhole = wholeBlocks(model);
        std::vector<Unit> units;
        std::map<std::uint32_t, std::size_t> queries; // by layer
        for (const Weight& weight : model.weights()) {
            const auto block = isWhole.find(blockOf(weight));
            if (block == isWhole.end() || !block->second) {
                continue;
            }
            const bool isJoined = isOneOf(weight.role, {Role::attnQ, Role::attnK});
            const auto [place, isNew] =
                isJoined ? queries.emplace(*weight.layer, units.size()) : std::pair(queries.end(), true);
            if (isNew) {
                units.push_back({.members = {}, .size = {.matrices = {}, .weight = weightOf(weight.role)}});
            }
            Unit& unit = isNew ? units.back() : units[place->second];
            unit.members.push_back(&weight);
            unit.size.matrices.push_back({weight.columns(), weight.rowsPerMatrix(), weight.rows() / weight.rowsPerMatrix()});
        }
        return units;
    }

    /// Whether all of a block's matrices can be EXL2: a loader takes no half of one.
    [[nodiscard]] std::map<std::string, bool> wholeBlocks(const Model& model) const {
        std::map<std::string, bool> isWhole;
        for (const Weight& weight : model.weights()) {
            if (const std::string block = blockOf(weight); !block.empty()) {
                const bool fits = !whyNot(model, weight, *offeredEncodings().front());
                isWhole[block] = fits && (!isWhole.contains(block) || isWhole[block]);
            }
        }
        return isWhole;
    }

    [[nodiscard]] std::optional<std::string> whyNotTogether(std::span<const Choice> choices) const override {
        std::map<std::string, const Choice*> first;
        for (const Choice& choice : choices) {
            const std::string block = blockOf(*choice.weight);
            if (block.empty()) {
                continue;
            }
            const Choice& other = *first.emplace(block, &choice).first->second;
            const bool isMatrix = asMatrixEncoding(*choice.encoding) != nullptr;
            if (isMatrix != (asMatrixEncoding(*other.encoding) != nullptr)) {
                return say("{} and {} belong to one block, which ExLlamaV2 wants quantized as a whole or not at all",
                           escapeForDisplay(other.weight->name), escapeForDisplay(choice.weight->name));
            }
        }
        return std::nullopt;
    }

    /// Loaders take a bias that stands beside codes for F16, whatever its type says.
    [[nodiscard]] const Encoding* keptEncoding(const Weight& weight) const override {
        const bool isFloat = weight.storedType == ElementType::BF16 || weight.storedType == ElementType::F32;
        return encodingFor(weight.isBias && isFloat ? ElementType::F16 : weight.storedType);
    }

    [[nodiscard]] ElementType computeType(const Weight&, const FamilyOptions&) const override { return ElementType::F16; }

    [[nodiscard]] std::optional<std::string> whyNotLayer(const Model&, const Weight& weight) const override {
        if (weight.isStoredTransposed()) {
            return say("the model keeps it as a Conv1D, transposed");
        }
        using enum Role;
        const bool isBeforeActivation = isOneOf(weight.role, {ffnGate, ffnUp, ffnGateExperts, ffnUpExperts});
        const std::uint64_t together = isBeforeActivation ? activatedTogether : outputsTogether;
        if (weight.rowsPerMatrix() % together != 0) {
            return say("its {} output features are no multiple of {}", groupedDigits(weight.rowsPerMatrix()), together);
        }
        if (isOneOf(weight.role, {ffnDown, ffnDownExperts}) && weight.columns() % activatedTogether != 0) {
            return say("its {} input features are no multiple of {}", groupedDigits(weight.columns()), activatedTogether);
        }
        return std::nullopt;
    }

    [[nodiscard]] Json quantizationConfig(const FolderContents& contents, const Preset& preset,
                                          const FamilyOptions& options) const override {
        std::uint64_t bits = 0;
        std::uint64_t values = 0;
        std::uint32_t headBits = 16;
        for (const FolderModule& module : contents.modules) {
            const auto& encoding = dynamic_cast<const Exl2Encoding&>(*module.encoding);
            const std::uint64_t own =
                storedBits(encoding.layout().groupsOf(module.shape.columns), module.shape.columns, module.shape.rows);
            if (module.path == "lm_head") {
                headBits = encoding.layout().groupsOf(module.shape.columns).back().bits; // of most of it
            } else {
                bits += own;
                values += module.shape.values();
            }
        }
        const double real = values > 0 ? static_cast<double>(bits) / static_cast<double>(values) : 0;
        const double target = targetOf(preset, options);
        constexpr double near = 0.01; // what a mixture may miss the size by
        const double stated = std::fabs(real - target) <= near * target ? target : std::round(real * 100) / 100;
        return {{"quant_method", "exl2"},
                {"version", "0.3.2"}, // of the form, which has not changed since
                {"bits", stated},
                {"head_bits", headBits}};
    }

    [[nodiscard]] LoadingExample loadingExample() const override {
        return {"exllamav2", "from exllamav2 import ExLlamaV2, ExLlamaV2Cache, ExLlamaV2Config, ExLlamaV2Tokenizer\n"
                             "from exllamav2.generator import ExLlamaV2DynamicGenerator\n\n"
                             "config = ExLlamaV2Config(\"path/to/this/folder\")\n"
                             "model = ExLlamaV2(config)\n"
                             "cache = ExLlamaV2Cache(model, lazy=True)\n"
                             "model.load_autosplit(cache)\n"
                             "generator = ExLlamaV2DynamicGenerator(model=model, cache=cache, "
                             "tokenizer=ExLlamaV2Tokenizer(config))\n"
                             "print(generator.generate(prompt=\"Once upon a time\", max_new_tokens=100))\n"};
    }
};

} // namespace

const Format& format() {
    static const Exl2Format instance;
    return instance;
}

double targetBits(const Preset& preset, const std::map<std::string, std::string>& options) {
    return targetOf(preset, FamilyOptions(format(), options));
}

} // namespace quantlathe::exl2
