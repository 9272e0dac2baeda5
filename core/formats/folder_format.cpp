// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/folder_format.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "formats/folder_files.h"
#include "formats/stored_matrices.h"
#include "model/guessed_roles.h"
#include "model/prediction_layers.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>

namespace quantlathe {
namespace {

std::vector<const Encoding*> withFloats(std::span<const MatrixEncoding* const> family) {
    std::vector<const Encoding*> all(family.begin(), family.end());
    for (const ElementType type : {ElementType::F32, ElementType::F16, ElementType::BF16}) { // for layers that are left alone
        all.push_back(encodingFor(type));
    }
    return all;
}

Error cannotStore(const Weight& weight, const Encoding& encoding, std::string_view reason) {
    return badInput(
        {}, say("{} cannot be stored as {}", escapeForDisplay(weight.name), encoding.name()),
        say("Reason: {}. Choose another encoding for it, or leave it as it is ({}).", reason, info(weight.storedType).name));
}

void requireImportance(const Weight& weight, const Encoding& encoding, const ImportanceMatrix* importance) {
    if (importance == nullptr || importance->of(weight.name).size() != importanceLength(weight)) {
        throw badInput({}, say("{} as {} needs an importance matrix", escapeForDisplay(weight.name), encoding.name()),
                       say("Give a text (--text FILE), a calibration or an importance matrix that has values for it."));
    }
}

} // namespace

void refuseForeignOptions(const Format& format, const OutputOptions& options) {
    const std::array<std::pair<bool, std::string_view>, 5> foreign{{
        {options.pure, "pure"},
        {!options.prunedLayers.empty(), "prune_layers"},
        {!options.overrides.empty(), "override_kv"},
        {options.split.asSource, "split.as_source"},
        {options.split.maxTensors > 0, "split.max_tensors"},
    }};
    for (const auto& [isSet, id] : foreign) {
        if (isSet) {
            throw badInput({}, say("{} has no option {}", format.title(), id), say("It belongs to GGUF files. Leave it out."));
        }
    }
}

std::vector<std::string> skippedModules(const FolderContents& contents) {
    constexpr std::string_view outputLayer = "lm_head";
    std::vector<std::string> skipped = contents.keptLayers;
    if (std::ranges::find(skipped, outputLayer) == skipped.end() &&
        std::ranges::find(contents.modules, outputLayer, &FolderModule::path) == contents.modules.end()) {
        skipped.emplace_back(outputLayer);
    }
    return skipped;
}

FamilyOptions::FamilyOptions(const Format& format, const std::map<std::string, std::string>& stated) {
    for (const FormatOption& option : format.options()) {
        values_.emplace(option.id, option.defaultValue);
    }
    for (const auto& [id, value] : stated) {
        const auto table = format.options();
        const auto known = std::ranges::find(table, id, &FormatOption::id);
        if (known == table.end()) {
            std::vector<std::string_view> ids;
            std::ranges::transform(table, std::back_inserter(ids), &FormatOption::id);
            throw badInput({}, say("{} has no option {}", format.title(), escapeForDisplay(id)),
                           ids.empty() ? say("It has no options.") : say("There are {}.", fmt::join(ids, ", ")));
        }
        if (const auto reason = whyNotValue(*known, value)) {
            throw badInput({}, say("{} is no value for {}", escapeForDisplay(value), id), *reason);
        }
        values_.insert_or_assign(id, value);
    }
}

const std::string& FamilyOptions::text(std::string_view id) const {
    return values_.find(id)->second;
}

std::uint64_t FamilyOptions::count(std::string_view id) const {
    const std::string& value = text(id);
    std::uint64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

double FamilyOptions::number(std::string_view id) const {
    const std::string& value = text(id);
    double number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

bool FamilyOptions::flag(std::string_view id) const {
    return text(id) == "true";
}

FolderFormat::FolderFormat(const MatrixFamily& family) : encodings_(withFloats(family.encodings())) {}

std::vector<const Encoding*> FolderFormat::suggestedEncodings(const OutputOptions& options) const {
    const std::vector<std::string> names = suggestions(FamilyOptions(*this, options.family));
    std::vector<const Encoding*> suggested = encodings_;
    if (!names.empty()) {
        std::erase_if(suggested, [&](const Encoding* encoding) {
            return asMatrixEncoding(*encoding) != nullptr && std::ranges::find(names, encoding->name()) == names.end();
        });
    }
    std::ranges::stable_sort(suggested, std::ranges::greater(), &Encoding::bitsPerWeight);
    return suggested;
}

std::optional<std::string> FolderFormat::whyNot(const Model& model) const {
    if (model.checkpoint().kind() == ContainerKind::gguf) {
        return say("{} folders are made from Hugging Face folders, with their config.json and tokenizer files; this is a "
                   "GGUF file",
                   title());
    }
    if (!model.understood() && !hasGuessedRoles(model)) {
        return *model.notUnderstood();
    }
    if (model.isQuantized()) {
        return say("Its weights are quantized already. Start from the original");
    }
    const bool canEncode = std::ranges::any_of(model.weights(), [&](const Weight& weight) {
        return std::ranges::any_of(encodings_, [&](const Encoding* encoding) {
            return asMatrixEncoding(*encoding) != nullptr && !whyNot(model, weight, *encoding);
        });
    });
    return canEncode ? std::nullopt : std::optional(whyNothing(model));
}

bool FolderFormat::offersChoice(const Model& model, const Weight& weight) const {
    return isLinearLayer(model, weight) && !whyNotLayer(model, weight);
}

std::optional<std::string> FolderFormat::whyNot(const Model& model, const Weight& weight, const Encoding& encoding) const {
    const MatrixEncoding* const matrix = asMatrixEncoding(encoding);
    if (matrix == nullptr) {
        return elementTypeOf(encoding) == weight.storedType
                   ? std::nullopt
                   : std::optional(say("what {} does not encode stays in {}", title(), info(weight.storedType).name));
    }
    if (!isLinearLayer(model, weight)) {
        return whyNoLinearLayer(model, weight);
    }
    if (auto reason = whyNotLayer(model, weight)) {
        return reason;
    }
    return matrix->whyNot(layerShape(weight, ElementType::BF16));
}

std::optional<std::string> FolderFormat::whyNot(const Model& model, const Preset& preset, const ImportanceMatrix*) const {
    try {
        static_cast<void>(choose(model, preset, {}, nullptr, {}));
    } catch (const Error& error) {
        return error.detail().empty() ? error.title() : fmt::format("{}. {}", error.title(), error.detail());
    }
    return std::nullopt;
}

/// Why no layer is encoded: the reason that one of them has, or that the plan leaves all of them alone.
std::string FolderFormat::whyNothing(const Model& model) const {
    const auto matrix =
        std::ranges::find_if(encodings_, [](const Encoding* each) { return asMatrixEncoding(*each) != nullptr; });
    for (const Weight& weight : model.weights()) {
        if (isLinearLayer(model, weight) && weight.role != Role::output) {
            if (const auto reason = whyNot(model, weight, **matrix)) {
                return fmt::format("{}: {}", escapeForDisplay(weight.name), *reason);
            }
        }
    }
    return say("The plan leaves every linear layer as it is. Loaders want at least one that is quantized.");
}

std::vector<Choice> FolderFormat::choose(const Model& model, const Preset& preset, const EncodingWish& wish,
                                         const ImportanceMatrix* importance, const OutputOptions& options) const {
    refuseForeignOptions(*this, options);
    const FamilyOptions values(*this, options.family);
    const auto encodingOf = presetEncodings(model, preset, values);
    std::vector<Choice> choices;
    for (const Weight& weight : model.weights()) {
        if (!weight.isStored()) {
            continue; // made by the consumer itself
        }
        const Encoding* const asStored = encodingFor(weight.storedType);
        if (!offersChoice(model, weight)) {
            choices.push_back({&weight, keptEncoding(weight), true});
            continue;
        }
        const Encoding* encoding = wish ? wish(weight).encoding : nullptr;
        const bool isWished = encoding != nullptr;
        if (!isWished && !predictsFurtherTokens(model, weight)) {
            encoding = encodingOf(weight);
        }
        if (encoding != nullptr) {
            auto reason = whyNot(model, weight, *encoding);
            if (reason && !isWished && (leavesMisfits() || !model.understood())) {
                encoding = nullptr;
            } else if (reason = reason ? reason : whyNot(preset, *encoding); reason) {
                throw cannotStore(weight, *encoding, *reason);
            }
        }
        if (encoding != nullptr && encoding->requiresImportance()) {
            requireImportance(weight, *encoding, importance);
        }
        choices.push_back({&weight, encoding != nullptr ? encoding : asStored, false});
    }
    if (std::ranges::none_of(choices, [](const Choice& choice) { return asMatrixEncoding(*choice.encoding) != nullptr; })) {
        throw badInput({}, say("Nothing would be stored as {}", title()), whyNothing(model));
    }
    checkTogether(choices);
    return choices;
}

std::string FolderFormat::presetRule(const Model& model, const Preset& preset, const Weight& weight, const EncodingWish&,
                                     const ImportanceMatrix*, const OutputOptions& options) const {
    if (!offersChoice(model, weight)) {
        const auto reason = isLinearLayer(model, weight) ? whyNotLayer(model, weight) : whyNoLinearLayer(model, weight);
        return say("It stays as it is: {}.", reason.value_or(std::string()));
    }
    if (predictsFurtherTokens(model, weight)) {
        return say(
            "It stays as it is unless a rule says otherwise: it predicts further tokens (MTP), and no text that is run for "
            "calibrating or measuring goes through it.");
    }
    const FamilyOptions values(*this, options.family);
    const MatrixEncoding* const encoding = presetEncodings(model, preset, values)(weight);
    if (encoding == nullptr) {
        return say("{} leaves this layer as it is.", preset.name);
    }
    if (const auto reason = whyNot(model, weight, *encoding)) {
        return say("{} would give it {}, but {}: it stays as it is.", preset.name, encoding->name(), *reason);
    }
    return say("{} gives this layer {}.", preset.name, encoding->name());
}

bool FolderFormat::fitsWithPartners(const Model& model, const Weight& weight, const Encoding& encoding) const {
    const std::string group = fusedGroup(weight, requiredFusing());
    return std::ranges::none_of(model.weights(), [&](const Weight& other) {
        const bool isTogether = &other == &weight || (!group.empty() && other.layer == weight.layer && !other.isBias &&
                                                      fusedGroup(other, requiredFusing()) == group);
        return isTogether && whyNot(model, other, encoding);
    });
}

void FolderFormat::checkTogether(std::span<const Choice> choices) const {
    std::map<std::string, const Choice*> firstOfGroup;
    for (const Choice& choice : choices) {
        const std::string group = fusedGroup(*choice.weight, requiredFusing());
        if (group.empty()) {
            continue;
        }
        const Choice& first = *firstOfGroup.emplace(group, &choice).first->second;
        if (first.encoding != choice.encoding) {
            throw badInput({},
                           say("{} and {} must have one encoding", escapeForDisplay(first.weight->name),
                               escapeForDisplay(choice.weight->name)),
                           say("Programs that load {} join them into one matrix; the plan says {} and {}.", title(),
                               first.encoding->name(), choice.encoding->name()));
        }
    }
    if (const auto reason = whyNotTogether(choices)) {
        throw badInput({}, say("This plan cannot become one folder of {}", title()), *reason + '.');
    }
}

std::function<const MatrixEncoding*(const Weight&)> FolderFormat::presetEncodings(const Model& model, const Preset& preset,
                                                                                  const FamilyOptions& options) const {
    return [&](const Weight& weight) { return presetEncoding(model, preset, weight, options); };
}

LoadingExample FolderFormat::loadingExample() const {
    return {"transformers", "from transformers import AutoModelForCausalLM, AutoTokenizer\n\n"
                            "model = AutoModelForCausalLM.from_pretrained(\"path/to/this/folder\", device_map=\"auto\")\n"
                            "tokenizer = AutoTokenizer.from_pretrained(\"path/to/this/folder\")\n"};
}

SafetensorsMetadata FolderFormat::fileMetadata(std::span<const FolderModule>, std::span<const std::string>) const {
    return {{"format", "pt"}};
}

} // namespace quantlathe
