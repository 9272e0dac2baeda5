// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/gguf_format.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "formats/gguf/layout.h"
#include "formats/gguf/mixture.h"
#include "formats/gguf/mixture_rules.h"
#include "formats/gguf/rule_text.h"
#include "model/prediction_layers.h"
#include "model/vision/image_part.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <numeric>

namespace quantlathe::gguf {
namespace {

/// A preset is offered when whatever its rules may choose can be written.
bool isWritable(FileType fileType) {
    return std::ranges::all_of(possibleTypes(fileType), [](ElementType type) {
        const Encoding* const encoding = encodingFor(type);
        return encoding != nullptr && encoding->canEncode();
    });
}

std::vector<Preset> makePresets() {
    std::vector<Preset> presets;
    for (const FileTypeInfo& fileType : fileTypes()) {
        if (isWritable(fileType.type)) {
            presets.push_back({fileType.name, {}, fileType.description});
            if (!fileType.alias.empty()) {
                presets.back().aliases.push_back(fileType.alias);
            }
        }
    }
    return presets;
}

std::vector<const Encoding*> makeEncodings() {
    std::vector<const Encoding*> writable;
    std::ranges::copy_if(ggmlEncodings(), std::back_inserter(writable), &Encoding::canEncode);
    return writable;
}

FileType fileTypeOf(const Preset& preset) {
    return std::ranges::find(fileTypes(), preset.name, &FileTypeInfo::name)->type;
}

/// A count that GGUF stores once or per layer: that of layer 0.
std::optional<std::uint32_t> firstCount(const Metadata& metadata, const std::string& key) {
    const auto values = metadata.integers(key, 1);
    if (!values || values->empty() || values->front() < 0 || values->front() > 0xFFFFFFFFLL) {
        return std::nullopt;
    }
    return static_cast<std::uint32_t>(values->front());
}

/// What the rules ask of the metadata, as numbers that the user may have overridden.
Metadata overridden(const Metadata& stored, std::span<const MetadataOverride> overrides) {
    Metadata numbers;
    for (const MetadataPair& pair : stored.pairs()) {
        if (!pair.key.starts_with("tokenizer.")) {
            numbers.insert(pair.key, pair.value);
        }
    }
    for (const MetadataOverride& entry : overrides) {
        std::visit([&](const auto& value) { numbers.set(entry.key, value); }, entry.value);
    }
    return numbers;
}

MixtureModel mixtureModel(const Model& model, const OutputOptions& options) {
    const Metadata metadata = overridden(model.ggufMetadata(), options.overrides);
    MixtureModel facts;
    facts.architecture = model.architecture();
    const std::string prefix = model.architecture() + '.';
    const auto count = [&](const char* key) { return firstCount(metadata, prefix + key); };
    // llama-quantize counts the layers before it prunes, and those that predict further tokens with the others.
    facts.layers = count("block_count").value_or(0) + static_cast<std::uint32_t>(options.prunedLayers.size());
    facts.heads = count("attention.head_count").value_or(0);
    facts.kvHeads = count("attention.head_count_kv").value_or(facts.heads);
    facts.experts = count("expert_count").value_or(0);
    return facts;
}

bool isFromGguf(const Model& model) {
    return model.checkpoint().kind() == ContainerKind::gguf;
}

/// The type that matrices have before llama-quantize sees them: a conversion keeps 16-bit floats and widens the rest.
ElementType convertedType(const Weight& weight, FileType fileType) {
    const ElementType asked = info(fileType).defaultType;
    if (!info(asked).isBlocked()) {
        return asked;
    }
    return weight.storedType == ElementType::F16 || weight.storedType == ElementType::BF16 ? weight.storedType
                                                                                           : ElementType::F32;
}

/// Why the weight is stored in one way only, whatever the preset.
std::optional<std::string_view> whyAlwaysKept(const Model& model, const Weight& weight) {
    return keepingOf(model, weight) != Keeping::none
               ? std::optional<std::string_view>(words("belongs to an image encoder: never quantized"))
               : whyKept(weight.name, weight.dimensions());
}

/// The type of a weight that is never quantized: as stored in GGUF, or as the conversion to GGUF stores it.
ElementType keptType(const Model& model, const Weight& weight, FileType fileType) {
    if (isFromGguf(model) && weight.isStored()) {
        return weight.storedType;
    }
    if (const Keeping keeping = keepingOf(model, weight); keeping != Keeping::none) {
        const bool isHalf = keeping == Keeping::f16 || (keeping == Keeping::f16BesideF16 && fileType == FileType::F16);
        return isHalf ? ElementType::F16 : ElementType::F32;
    }
    if (fileType == FileType::Copy) { // 16-bit floats stay, whatever else is widened
        fileType = FileType::Q8_0;
    }
    return isAlwaysF32(weight.name, weight.dimensions()) ? ElementType::F32 : convertedType(weight, fileType);
}

/// The conversion to GGUF stores rows that Q8_0 does not divide as F16; quantizing a GGUF file refuses them.
bool fallsBackToF16(const Model& model, const Weight& weight, FileType fileType) {
    return !isFromGguf(model) && fileType == FileType::Q8_0 && weight.columns() % info(ElementType::Q8_0).weightsPerBlock != 0;
}

/// The conversion to GGUF stores these matrices of a few rows in F32; quantizing a GGUF file takes them like any other.
bool isConvertedToF32(const Model& model, const Weight& weight, FileType fileType) {
    const bool isConversion = fileType == FileType::Q8_0 || !info(info(fileType).defaultType).isBlocked();
    return !isFromGguf(model) && isConversion && weight.name.ends_with(".indexer.proj.weight");
}

/// Layers that predict further tokens, which no text calibrates, are not stored in fewer bits than this unless it is asked for.
/// What is quantized below it already stays so. Nothing for other layers, and where the preset has as many bits.
std::optional<ElementType> protectedType(const Model& model, const Weight& weight, FileType fileType) {
    const ElementTypeInfo& eightBits = info(ElementType::Q8_0);
    const ElementTypeInfo& usual = info(info(fileType).defaultType);
    const bool isLow = usual.isBlocked() && usual.bitsPerWeight() < eightBits.bitsPerWeight();
    if (!isLow || !predictsFurtherTokens(model, weight)) {
        return std::nullopt;
    }
    const ElementTypeInfo& stored = info(weight.storedType);
    if (isFromGguf(model) && weight.isStored() && stored.isBlocked() && stored.bitsPerWeight() <= eightBits.bitsPerWeight()) {
        return weight.storedType;
    }
    return weight.columns() % eightBits.weightsPerBlock == 0 ? ElementType::Q8_0 : ElementType::F16;
}

std::uint64_t matricesOf(const Weight& weight) {
    return weight.shape.size() < 3 ? 1 : weight.shape[weight.shape.size() - 3];
}

[[noreturn]] void refuse(const Weight& weight, const Encoding& encoding, std::string_view reason) {
    throw badInput({}, say("{} cannot be stored as {}", escapeForDisplay(weight.name), encoding.name()),
                   say("Reason: {}.", reason));
}

[[noreturn]] void refuseWithoutImportance(const Preset& preset, const Weight& weight, const Encoding& encoding, bool isWished,
                                          const ImportanceMatrix* importance) {
    const std::string name = escapeForDisplay(weight.name);
    const std::string title = isWished ? say("{} as {} needs an importance matrix", name, encoding.name())
                                       : say("{} needs an importance matrix", preset.name);
    if (importance == nullptr) {
        throw badInput({}, title,
                       isWished ? say("Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix "
                                      "FILE), or choose a larger type.",
                                      name, encoding.name())
                                : say("Without one {} cannot be stored as {}. Give a file made by llama-imatrix (--imatrix "
                                      "FILE), or choose a larger preset.",
                                      name, encoding.name()));
    }
    const std::string file = importance->file.string();
    throw badInput({}, title,
                   encoding.requiresImportance()
                       ? say("{} has no values for {}. Choose another type than {} for it.", file, name, encoding.name())
                       : say("{} has no values for {}.", file, name));
}

constexpr std::array programTable{LoadingProgram{"llama.cpp"}, LoadingProgram{"Ollama"}, LoadingProgram{"LM Studio"}};

class GgufFormat final : public Format {
public:
    using Format::whyNot;
    [[nodiscard]] std::string_view id() const override { return "gguf"; }
    [[nodiscard]] std::string_view title() const override { return "GGUF"; }
    [[nodiscard]] std::span<const LoadingProgram> programs() const override { return programTable; }
    [[nodiscard]] Hardware hardware(const Preset&) const override {
        return {.amd = true, .intel = true, .apple = true, .processor = true};
    }
    [[nodiscard]] bool needsCalibration(const Preset& preset) const override {
        const FileType fileType = fileTypeOf(preset);
        constexpr std::string_view ordinary = "blk.0.ffn_up.weight"; // the rules spare the matrices of tokens
        return std::ranges::any_of(possibleTypes(fileType), [&](ElementType type) {
            return encodingFor(type)->requiresImportance() || gguf::needsImportance(ordinary, type, fileType);
        });
    }
    [[nodiscard]] std::string_view fileSuffix() const override { return ".gguf"; }
    [[nodiscard]] std::string_view summary() const override {
        return words("One file with everything in it, for any machine: CPU, every kind of graphics card, or both at once. The "
                     "widest choice of sizes, from 16 bits down to less than 2, mixed weight by weight.");
    }

    [[nodiscard]] std::span<const Preset> presets() const override {
        static const std::vector<Preset> all = makePresets();
        return all;
    }

    [[nodiscard]] std::span<const Encoding* const> encodings() const override {
        static const std::vector<const Encoding*> all = makeEncodings();
        return all;
    }

    [[nodiscard]] std::optional<std::string> whyNot(const Model& model) const override {
        const Metadata& metadata = model.ggufMetadata();
        const auto architecture = metadata.string("general.architecture");
        if (!model.understood()) {
            return *model.notUnderstood();
        }
        if (model.tokenizerProblem()) {
            return *model.tokenizerProblem();
        }
        if (!architecture) {
            return say("The model says no architecture (general.architecture)");
        }
        const std::string blockCount = std::string(*architecture) + ".block_count";
        if (!isImagePart(model) && !firstCount(metadata, blockCount)) {
            return say("The model does not say how many blocks it has ({})", escapeForDisplay(blockCount));
        }
        for (const Weight& weight : model.weights()) {
            if (const auto reason = whyNotReadable(weight)) {
                return say("{} cannot be read: {}", escapeForDisplay(weight.name), *reason);
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] bool offersChoice(const Model& model, const Weight& weight) const override {
        return !whyAlwaysKept(model, weight);
    }

    [[nodiscard]] std::optional<std::string> whyNot(const Model& model, const Weight& weight,
                                                    const Encoding& encoding) const override {
        const auto type = elementTypeOf(encoding);
        if (!type) {
            return say("GGUF has no tensor type {}", encoding.name());
        }
        if (const auto reason = whyAlwaysKept(model, weight)) {
            const ElementType kept = keptType(model, weight, FileType::Q8_0);
            return kept == *type ? std::nullopt
                                 : std::optional(say("{}, it stays in {}", translated(*reason), info(kept).name));
        }
        const bool isCopy = isFromGguf(model) && weight.isStored() && weight.storedType == *type;
        if (!encoding.canEncode() && !isCopy) {
            return say("{} cannot be written yet", encoding.name());
        }
        if (weight.columns() % encoding.columnMultiple() != 0) {
            return say("row length {} is not a multiple of {}", groupedDigits(weight.columns()), encoding.columnMultiple());
        }
        return std::nullopt;
    }

    [[nodiscard]] bool needsImportance(const Model&, const Weight& weight, const Encoding& encoding) const override {
        const auto type = elementTypeOf(encoding);
        return encoding.requiresImportance() || (type && gguf::needsImportance(weight.name, *type, FileType::Q8_0));
    }
    [[nodiscard]] std::optional<std::string> whyNot(const Model& model, const Preset& preset,
                                                    const ImportanceMatrix* importance) const override {
        try {
            static_cast<void>(choose(model, preset, {}, importance, {}));
        } catch (const Error& error) {
            return error.detail().empty() ? error.title() : fmt::format("{}. {}", error.title(), error.detail());
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<Choice> choose(const Model& model, const Preset& preset, const EncodingWish& wish,
                                             const ImportanceMatrix* importance, const OutputOptions& options) const override;

    [[nodiscard]] std::string presetRule(const Model& model, const Preset& preset, const Weight& weight,
                                         const EncodingWish& wish, const ImportanceMatrix* importance,
                                         const OutputOptions& options) const override;

    [[nodiscard]] OutputLayout layOut(const Model& model, const Preset& preset, std::span<const Choice> choices,
                                      const ImportanceMatrix* importance, const OutputOptions& options) const override {
        return gguf::layOut(model, fileTypeOf(preset), choices, importance, options);
    }

private:
    /// What the mixture rules are asked about, in output order.
    struct Asked {
        std::vector<std::size_t> order; // into the model's weights
        std::vector<MixtureTensor> tensors;
        std::vector<bool> isForced;
    };
    [[nodiscard]] Asked ask(const Model& model, FileType fileType, const EncodingWish& wish,
                            const OutputOptions& options) const;
    [[nodiscard]] std::vector<MixedType> mixed(const Model& model, FileType fileType, const Asked& asked,
                                               const ImportanceMatrix* importance, const OutputOptions& options) const;
};

/// The file types that the conversion of an image part knows.
void requireImageType(const Preset& preset, FileType fileType) {
    constexpr std::array known{FileType::F32, FileType::F16, FileType::BF16, FileType::Q8_0};
    if (std::ranges::find(known, fileType) == known.end()) {
        throw badInput({}, say("An image part cannot become {}", preset.name), say("Choose F16, BF16, Q8_0 or F32."));
    }
}

/// llama.cpp's order, or that of the source's files. An image part is in its order already.
std::vector<std::size_t> orderOf(const Model& model, const OutputOptions& options) {
    const std::span<const Weight> weights = model.weights();
    if (options.keepHeader || isImagePart(model)) {
        std::vector<std::size_t> asStored(weights.size());
        std::iota(asStored.begin(), asStored.end(), std::size_t{0});
        return asStored;
    }
    std::vector<std::string_view> names(weights.size());
    std::ranges::transform(weights, names.begin(), [](const Weight& weight) { return std::string_view(weight.name); });
    std::vector<std::size_t> order = outputOrder(names);
    if (options.split.asSource) {
        const auto placeOf = [&](std::size_t index) {
            const Weight& weight = weights[index];
            const bool isStored = weight.isStored();
            return std::pair(sourceFileOf(model, weight),
                             isStored ? model.checkpoint().tensors()[weight.tensors.front()].offset : std::uint64_t{0});
        };
        std::ranges::stable_sort(order, {}, placeOf);
    }
    return order;
}

/// Refuses what ggml's encoders could not do, and what would be garbage without importance. `isWished`: not the preset's
/// choice.
void checkImportance(const Preset& preset, const Choice& choice, bool isWished, const ImportanceMatrix* importance) {
    const Weight& weight = *choice.weight;
    const ElementType type = *elementTypeOf(*choice.encoding);
    const bool isCopy = weight.isStored() && weight.keepsValues() && weight.storedType == type;
    const bool needsMatrix = needsImportance(weight.name, type, fileTypeOf(preset)) || choice.encoding->requiresImportance();
    if (!isCopy && needsMatrix && (importance == nullptr || importance->of(weight.name).size() != importanceLength(weight))) {
        refuseWithoutImportance(preset, weight, *choice.encoding, isWished, importance);
    }
}

GgufFormat::Asked GgufFormat::ask(const Model& model, FileType fileType, const EncodingWish& wish,
                                  const OutputOptions& options) const {
    const std::span<const Weight> weights = model.weights();
    Asked asked{.order = orderOf(model, options), .tensors = {}, .isForced = {}};
    asked.tensors.reserve(asked.order.size());
    for (const std::size_t index : asked.order) {
        const Weight& weight = weights[index];
        MixtureTensor tensor{weight.name, weight.columns(), matricesOf(weight)};
        const bool isForced = !offersChoice(model, weight) || (options.leaveOutput && weight.name == "output.weight");
        const WishedEncoding wished = !isForced && wish ? wish(weight) : WishedEncoding{};
        if (wished.encoding != nullptr) {
            if (const auto reason = whyNot(model, weight, *wished.encoding)) {
                refuse(weight, *wished.encoding, *reason);
            }
            tensor.decided = elementTypeOf(*wished.encoding);
            tensor.isCounted = !wished.isPassedOver;
        } else if (isForced || fileType == FileType::Copy) {
            tensor.decided = keptType(model, weight, fileType);
        } else if (fallsBackToF16(model, weight, fileType)) {
            tensor.decided = ElementType::F16;
        } else if (isConvertedToF32(model, weight, fileType)) {
            tensor.decided = ElementType::F32;
        } else if (const auto type = protectedType(model, weight, fileType); type && !options.pure) {
            tensor.decided = type;
            tensor.isCounted = true; // the types of the others stay what they are
        }
        asked.tensors.push_back(tensor);
        asked.isForced.push_back(isForced);
    }
    return asked;
}

std::vector<MixedType> GgufFormat::mixed(const Model& model, FileType fileType, const Asked& asked,
                                         const ImportanceMatrix* importance, const OutputOptions& options) const {
    const MixtureModel facts = mixtureModel(model, options);
    const bool withImportance = importance != nullptr && !importance->columns.empty();
    return explainedMixture(facts, asked.tensors, fileType, withImportance, options.pure ? Mixing::pure : Mixing::mixed);
}

std::vector<Choice> GgufFormat::choose(const Model& model, const Preset& preset, const EncodingWish& wish,
                                       const ImportanceMatrix* importance, const OutputOptions& options) const {
    const FileType fileType = fileTypeOf(preset);
    if (isImagePart(model)) {
        requireImageType(preset, fileType);
    }
    const Asked asked = ask(model, fileType, wish, options);
    const std::vector<MixedType> types = mixed(model, fileType, asked, importance, options);
    std::vector<Choice> choices;
    choices.reserve(asked.order.size());
    for (std::size_t i = 0; i < asked.order.size(); ++i) {
        const Weight& weight = model.weights()[asked.order[i]];
        const Encoding* encoding = encodingFor(types[i].type);
        if (encoding == nullptr) {
            throw badInput(model.checkpoint().path(), say("{} cannot be carried over", escapeForDisplay(weight.name)),
                           say("It is stored as {}, which cannot be written yet.", info(types[i].type).name));
        }
        choices.push_back({.weight = &weight, .encoding = encoding, .isForced = asked.isForced[i]});
        if (!options.isDryRun) {
            checkImportance(preset, choices.back(), asked.tensors[i].decided.has_value(), importance);
        }
    }
    return choices;
}

std::string GgufFormat::presetRule(const Model& model, const Preset& preset, const Weight& weight, const EncodingWish& wish,
                                   const ImportanceMatrix* importance, const OutputOptions& options) const {
    const FileType fileType = fileTypeOf(preset);
    const Asked asked = ask(model, fileType, wish, options);
    const auto found = std::ranges::find(asked.tensors, std::string_view(weight.name), &MixtureTensor::name);
    const auto place = static_cast<std::size_t>(found - asked.tensors.begin());
    const MixedType type = mixed(model, fileType, asked, importance, options).at(place);
    if (type.reason.kind != MixtureReason::Kind::decided) {
        return ruleText(preset.name, asked.tensors[place], type);
    }
    const std::string_view name = info(type.type).name;
    if (const auto kept = whyAlwaysKept(model, weight)) {
        return say("It stays in {}: {}.", name, translated(*kept));
    }
    if (protectedType(model, weight, fileType) && !asked.isForced[place]) {
        return say("{}, unless a rule or --pure says otherwise: it predicts further tokens (MTP), and no text that is run for "
                   "calibrating or measuring goes through it.",
                   name);
    }
    return asked.isForced[place]        ? say("It stays in {}: the output matrix is left as it is stored.", name)
           : fileType == FileType::Copy ? say("{} leaves every tensor as it is stored.", preset.name)
                                        : say("Blocks of Q8_0 do not divide its rows: the conversion stores them in F16.");
}

} // namespace

const Format& format() {
    static const GgufFormat instance;
    return instance;
}

} // namespace quantlathe::gguf
