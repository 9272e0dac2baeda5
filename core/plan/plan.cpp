// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/plan.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/pruned_model.h"
#include "plan/rules.h"
#include "weights/packed_rows.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

const Format& formatNamed(std::string_view id) {
    if (const Format* format = formatById(id)) {
        return *format;
    }
    std::vector<std::string_view> ids;
    std::ranges::transform(formats(), std::back_inserter(ids), &Format::id);
    throw badInput({}, say("There is no format {}", escapeForDisplay(id)), say("There are {}.", fmt::join(ids, ", ")));
}

const Preset& presetNamed(const Format& format, std::string_view name) {
    if (const Preset* preset = presetByName(format, name)) {
        return *preset;
    }
    std::vector<std::string_view> names;
    std::ranges::transform(format.presets(), std::back_inserter(names), &Preset::name);
    throw badInput({}, say("{} has no preset {}", format.title(), escapeForDisplay(name)),
                   say("There are {}.", fmt::join(names, ", ")));
}

/// What the document wants for each weight of a model, in the model's order; nullptr: as the preset says.
class Wishes {
public:
    Wishes(const Model& model, const Format& format, const PlanDocument& document)
        : model_(model), format_(format), byWeight_(model.weights().size()) {
        applyNames(document);
        applyRules(document);
    }

    [[nodiscard]] const WishedEncoding& of(const Weight& weight) const {
        return byWeight_[static_cast<std::size_t>(&weight - model_.weights().data())];
    }
    [[nodiscard]] bool passOver() const { return std::ranges::any_of(byWeight_, &WishedEncoding::isPassedOver); }

private:
    void applyNames(const PlanDocument& document) {
        for (const auto& [name, encodingName] : document.weights) {
            const Weight* weight = model_.find(name);
            if (weight == nullptr) {
                throw badInput({}, say("The model has no weight {}", escapeForDisplay(name)),
                               say("The plan was made for another model. Remove the entry or open the right model."));
            }
            const Encoding& encoding = encodingFor(*weight, encodingName);
            if (const auto reason = format_.whyNot(model_, *weight, encoding)) {
                throw badInput({}, say("{} cannot be stored as {}", escapeForDisplay(name), encoding.name()),
                               say("Reason: {}.", *reason));
            }
            byWeight_[static_cast<std::size_t>(weight - model_.weights().data())].encoding = &encoding;
        }
    }

    /// Also one that nothing can encode, if the weight is stored so: it is copied then.
    [[nodiscard]] const Encoding& encodingFor(const Weight& weight, const std::string& encodingName) const {
        const Encoding* const known = encodingByName(encodingName);
        const bool isCopy =
            known != nullptr && weight.isStored() && !weight.isPacked() && elementTypeOf(*known) == weight.storedType;
        return isCopy ? *known : encodingNamed(format_, encodingName, say("the weight {}", escapeForDisplay(weight.name)));
    }

    void applyRules(const PlanDocument& document) {
        std::vector<ResolvedRule> rules;
        rules.reserve(document.rules.size());
        for (const PlanRule& rule : document.rules) {
            rules.emplace_back(rule, format_);
        }
        std::vector<bool> isUsed(rules.size(), false); // matched a weight, even if something before it won
        for (std::size_t i = 0; i < byWeight_.size(); ++i) {
            const Weight& weight = model_.weights()[i];
            if (!format_.offersChoice(model_, weight)) {
                continue;
            }
            for (std::size_t r = 0; r < rules.size(); ++r) {
                if (rules[r].matches(weight)) {
                    isUsed[r] = true;
                    if (byWeight_[i].encoding == nullptr) {
                        byWeight_[i] = {&rules[r].encoding(), document.rules[r].isPassedOver};
                    }
                }
            }
        }
        const auto unused = std::ranges::find(isUsed, false);
        if (unused != isUsed.end()) {
            const ResolvedRule& rule = rules[static_cast<std::size_t>(unused - isUsed.begin())];
            throw badInput({}, say("The rule {} matches no weight", rule.description()),
                           say("Nothing of that name, role or layer can be given an encoding in this model."));
        }
    }

    const Model& model_;
    const Format& format_;
    std::vector<WishedEncoding> byWeight_;
};

/// The entries of a matrix under the names that the weights have after pruning.
std::shared_ptr<const ImportanceMatrix> renamed(const Model& pruned, const ImportanceMatrix& importance,
                                                std::span<const std::uint32_t> layers) {
    auto result = std::make_shared<ImportanceMatrix>(importance);
    result->columns.clear();
    result->counts.clear();
    for (const Weight& weight : pruned.weights()) {
        const std::string before = nameBeforePruning(weight.name, layers);
        if (const auto found = importance.columns.find(before); found != importance.columns.end()) {
            result->columns.emplace(weight.name, found->second);
        }
        if (const auto found = importance.counts.find(before); found != importance.counts.end()) {
            result->counts.emplace(weight.name, found->second);
        }
    }
    return result;
}

void checkOptions(const PlanDocument& document) {
    const OutputOptions& options = document.options;
    std::ranges::for_each(options.overrides, [](const MetadataOverride& entry) { check(entry); });
    if (static_cast<int>(options.split.asSource) + static_cast<int>(options.split.maxBytes > 0) +
            static_cast<int>(options.split.maxTensors > 0) >
        1) {
        throw badInput({}, say("The output can be split in one way only"),
                       say("Keep the files of the source, or limit their size, or their number of tensors."));
    }
    if (options.keepHeader && !options.prunedLayers.empty()) {
        throw badInput({}, say("The header of the source cannot be kept without all of its layers"),
                       say("Leave one of the two wishes out."));
    }
    if (options.leaveOutput && document.weights.contains("output.weight")) {
        throw badInput({}, say("The output matrix cannot be left as it is and get an encoding"),
                       say("Leave one of the two wishes for output.weight out."));
    }
}

} // namespace

bool Plan::isPlainPreset() const {
    const OutputOptions& options = document.options;
    return document.rules.empty() && document.weights.empty() && !options.pure && !options.leaveOutput && !options.keepHeader &&
           options.prunedLayers.empty() && options.overrides.empty() && options.family.empty();
}

double Plan::bitsPerWeight() const {
    return model->parameters() == 0 ? 0.0 : 8.0 * static_cast<double>(fileBytes()) / static_cast<double>(model->parameters());
}

const Encoding* Plan::encodingOf(std::string_view weightName) const {
    const auto found = std::ranges::find_if(choices, [&](const Choice& choice) { return choice.weight->name == weightName; });
    return found == choices.end() ? nullptr : found->encoding;
}

std::optional<std::string> Plan::whyNot(const Weight& weight, const Encoding& encoding) const {
    auto reason = format->whyNot(*model, weight, encoding);
    return reason ? reason : format->whyNot(*preset, encoding);
}

std::vector<ChoicePlace> Plan::places() const {
    std::vector<ChoicePlace> places(choices.size());
    for (const OutputPiece& piece : layout.pieces) {
        if (piece.choice != OutputPiece::noChoice) {
            places[piece.choice].bytes += piece.bytes;
            places[piece.choice].file = piece.file;
        }
    }
    return places;
}

std::span<const float> Plan::importanceOf(const Weight& weight) const {
    if (importance == nullptr) {
        return {};
    }
    const std::span<const float> values = importance->of(weight.name);
    return values.size() == importanceLength(weight) ? values : std::span<const float>();
}

bool Plan::hasEffort() const {
    return std::ranges::any_of(choices, [](const Choice& choice) { return choice.encoding->hasEffort(); });
}

PlanDocument Plan::explicitDocument() const {
    PlanDocument complete = document;
    complete.rules.clear();
    complete.weights.clear();
    for (const Choice& choice : choices) {
        if (!choice.isForced) {
            complete.weights.emplace(choice.weight->name, choice.encoding->name());
        }
    }
    return complete;
}

Plan makePlan(std::shared_ptr<const Model> model, PlanDocument document, std::shared_ptr<const ImportanceMatrix> importance) {
    const Format& format = formatNamed(document.format);
    const Preset& preset = presetNamed(format, document.preset);
    if (const auto reason = format.whyNot(*model)) {
        throw badInput(model->checkpoint().path(), say("This model cannot become {}", format.title()), *reason + '.');
    }
    checkOptions(document);
    if (document.options.keepHeader && (model->checkpoint().kind() != ContainerKind::gguf || format.id() != "gguf")) {
        throw badInput(model->checkpoint().path(), say("There is no header to keep"),
                       say("Only a GGUF file that becomes a GGUF file can keep its header."));
    }
    if (importance != nullptr) {
        requireFit(*model, *importance);
    }
    const auto stated = importance; // what the metadata says is about the whole matrix
    const OutputOptions& options = document.options;
    if (!options.prunedLayers.empty()) {
        model = withoutLayers(*model, options.prunedLayers);
        importance = importance == nullptr ? nullptr : renamed(*model, *importance, options.prunedLayers);
    }
    const Wishes wishes(*model, format, document);
    Plan plan;
    plan.choices = format.choose(
        *model, preset, [&](const Weight& weight) { return wishes.of(weight); }, importance.get(), options);
    plan.layout = format.layOut(*model, preset, plan.choices, stated.get(), options);
    document.format = format.id();
    document.preset = preset.name;
    if (document.modelName.empty()) {
        document.modelName = model->name();
    }
    if (document.createdBy.empty()) {
        document.createdBy = "quantlathe " QUANTLATHE_VERSION;
    }
    plan.model = std::move(model);
    plan.format = &format;
    plan.preset = &preset;
    plan.document = std::move(document);
    plan.importance = std::move(importance);
    return plan;
}

EncodingWish wishesOf(const Plan& plan) {
    return [wishes = Wishes(*plan.model, *plan.format, plan.document)](const Weight& weight) { return wishes.of(weight); };
}

std::vector<MovedWeight> movedWeights(const Plan& plan) {
    std::vector<MovedWeight> moved;
    const Wishes wishes(*plan.model, *plan.format, plan.document);
    if (!wishes.passOver()) {
        return moved;
    }
    OutputOptions options = plan.document.options;
    options.isDryRun = true; // the encodings are compared, not written
    const auto counted = [&](const Weight& weight) { return WishedEncoding{wishes.of(weight).encoding}; };
    const std::vector<Choice> others = plan.format->choose(*plan.model, *plan.preset, counted, plan.importance.get(), options);
    for (std::size_t i = 0; i < plan.choices.size(); ++i) { // in the same order
        if (plan.choices[i].encoding != others[i].encoding) {
            moved.push_back({i, others[i].encoding});
        }
    }
    return moved;
}

bool isLossless(const Choice& choice) {
    const Weight& weight = *choice.weight;
    const auto type = elementTypeOf(*choice.encoding);
    return (type == weight.storedType && !weight.isPacked()) || (type && holdsBlocksOf(weight, *type)) ||
           (choice.encoding->isExact() && weight.storedType != ElementType::F64);
}

} // namespace quantlathe
