// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hugging_face_weights.h"

#include "base/reason.h"
#include "base/text.h"
#include "base/words.h"
#include "model/layer_sizes.h"
#include "model/rope.h"
#include "model/stored_change.h"
#include "model/tensor_names.h"
#include "model/tensor_rules.h"
#include "model/usual_names.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <stdexcept>
#include <unordered_map>

namespace quantlathe {
namespace {

// Buffers that old checkpoints carry along, which the engine computes, and scales of activations and caches beside FP8 weights.
constexpr auto droppedEndings =
    std::to_array<std::string_view>({".attention.masked_bias", ".attention.bias", ".rotary_emb.inv_freq", ".input_scale",
                                     ".input_zero_point", ".input_global_scale", ".activation_scale", ".k_scale", ".v_scale"});

// Parts of models that also see or hear, which are no part of their text model.
constexpr auto otherSenses =
    std::to_array<std::string_view>({"visual.", "vision.", "vision_", "audio.", "audio_", "talker.", "token2wav.", "code2wav.",
                                     "projector.", "image_newline", "patch_embed", "patch_merger.", "model.connector."});
constexpr auto otherRoots =
    std::to_array<std::string_view>({"mlp1.", "vit.", "vpm.", "siglip2.", "conformer.", "merger.", "resampler."});

constexpr std::array readableTypes{ElementType::F64,  ElementType::F32,     ElementType::F16,
                                   ElementType::BF16, ElementType::F8_E4M3, ElementType::F8_E5M2};

using Shape = std::vector<std::uint64_t>;

/// Why the checkpoint is no model of its architecture; never leaves this file.
class Misfit : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

[[noreturn]] void misfit(const std::string& why) {
    throw Misfit(why);
}

/// The pattern's `*` is the number of an expert. Nothing if the name is another one.
struct Fit {
    std::optional<std::uint32_t> expert;
};
std::optional<Fit> fit(std::string_view pattern, std::string_view name) {
    const std::size_t star = pattern.find('*');
    if (star == std::string_view::npos) {
        return pattern == name ? std::optional(Fit{}) : std::nullopt;
    }
    if (!name.starts_with(pattern.substr(0, star))) {
        return std::nullopt;
    }
    std::string numbered(name.substr(star));
    numbered += star + 1 == pattern.size() ? "." : ""; // takeNumber() wants a dot behind it
    name = numbered;
    const auto expert = takeNumber(name);
    return expert && name == pattern.substr(std::min(star + 2, pattern.size())) ? std::optional(Fit{expert}) : std::nullopt;
}

/// What a stored name says.
struct StoredName {
    std::string_view base;  // without the layer, ".weight" and ".bias"
    std::string_view whole; // with them
    std::optional<std::uint32_t> layer;
    bool isOfDecoder = false; // the layer is one of the second stack
    bool isBias = false;
    bool hasSuffix = false;
};

StoredName takeApart(std::string_view name, const ArchitectureRow& row) {
    StoredName parts;
    const auto takeLayer = [&](std::string_view prefix) {
        if (prefix.empty() || !name.starts_with(prefix)) {
            return false;
        }
        std::string_view rest = name.substr(prefix.size());
        parts.layer = takeNumber(rest);
        name = parts.layer ? rest : name;
        return parts.layer.has_value();
    };
    parts.isOfDecoder = !takeLayer(row.layerPrefix) && takeLayer(row.decoder.layerPrefix);
    parts.whole = name;
    parts.isBias = name.ends_with(".bias");
    parts.hasSuffix = parts.isBias || name.ends_with(".weight");
    parts.base = parts.hasSuffix ? name.substr(0, name.rfind('.')) : name;
    return parts;
}

/// A weight in the making.
struct Draft {
    Weight weight;
    const TensorRule* rule = nullptr;
    std::size_t ruleNumber = 0;                   // in the architecture's list
    bool isRepacked = false;                      // stacks that the reference takes as they are: it writes them ahead of all
    std::pair<std::size_t, std::string> place;    // file and stored name of the tensor behind which the reference writes it
    std::map<std::uint32_t, std::size_t> experts; // of a stack: number of the expert → tensor
};

/// Walks the stored tensors once and gathers the weights that they make.
class Mapper {
public:
    Mapper(const LogicalTensors& logical, const ArchitectureRow& row, const HyperParameters& hyper, bool saysTied)
        : logical_(logical), tensors_(logical.tensors), row_(row), hyper_(hyper), rules_(row, hyper), saysTied_(saysTied),
          names_(logical.tensors, row, hyper.mainLayers()) {}

    std::vector<Weight> map() {
        for (std::size_t i = 0; i < tensors_.size(); ++i) {
            if (!isDropped(tensors_[i].name)) {
                add(i);
            }
        }
        completeStacks();
        checkNothingIsMissing();
        std::vector<Draft*> order;
        for (auto& [name, draft] : drafts_) {
            order.push_back(&draft);
        }
        // The reference walks the files by name and the tensors of each by name.
        std::ranges::sort(order, {},
                          [](const Draft* draft) { return std::tuple(!draft->isRepacked, draft->place, draft->ruleNumber); });
        std::vector<Weight> weights;
        for (Draft* draft : order) {
            weights.push_back(resolved(std::move(draft->weight)));
        }
        return weights;
    }

private:
    [[nodiscard]] Weight resolved(Weight weight) const {
        const std::size_t matrices = weight.tensors.size();
        resolve(weight, logical_);
        if (weight.isPacked() && weight.packed.size() != matrices) {
            misfit(
                say("{} is quantized in part: some of its matrices are, others are not", escapeForDisplay(weight.sourceName)));
        }
        return weight;
    }

    [[nodiscard]] bool isDropped(std::string_view name) const {
        const auto endsSo = [&](std::string_view end) { return name.ends_with(end); };
        const auto holds = [&](std::string_view part) { return name.find(part) != std::string_view::npos; };
        const auto startsSo = [&](std::string_view start) { return name.starts_with(start); };
        if (std::ranges::any_of(droppedEndings, endsSo) || std::ranges::any_of(row_.drops, holds) ||
            std::ranges::any_of(otherSenses, holds) || std::ranges::any_of(otherRoots, startsSo) ||
            (row_.dropsTiedOutput && saysTied_ && name == "lm_head.weight")) {
            return true;
        }
        const auto further = names_.predictionLayer(name);
        return (row_.dropsExtraLayers || row_.predictions != nullptr) && further && *further >= hyper_.predictionLayers;
    }

    [[nodiscard]] std::uint32_t layersOf(const StoredName& name) const {
        return name.isOfDecoder ? hyper_.decoderLayers : hyper_.layers;
    }

    [[nodiscard]] const std::vector<TensorRule>& rulesOf(const StoredName& name) const {
        return !name.layer ? rules_.ofModel() : name.isOfDecoder ? rules_.ofDecoder() : rules_.ofLayers();
    }

    [[nodiscard]] bool hasPlace(const TensorRule& rule, std::uint32_t layer) const { return rules_.isIn(rule.where, layer); }

    void add(std::size_t index) {
        const TensorInfo& tensor = tensors_[index];
        const std::string cut = names_.of(tensor.name);
        const StoredName name = takeApart(cut, row_);
        const std::vector<TensorRule>& rules = rulesOf(name);
        const std::uint32_t layer = name.layer.value_or(0);
        bool isKnown = false;
        for (std::size_t number = 0; number < rules.size(); ++number) {
            const TensorRule& rule = rules[number];
            const bool mayFit = rule.isWholeName ? true : name.hasSuffix && !(name.isBias && rule.bias == Bias::none);
            const auto fits = mayFit ? fit(rule.source, rule.isWholeName ? name.whole : name.base) : std::nullopt;
            const auto fitsWithSuffix = // fused experts may end in .weight or not
                rule.isWholeName && !fits && name.hasSuffix && !name.isBias ? fit(rule.source, name.base) : std::nullopt;
            if ((fits || fitsWithSuffix) && hasPlace(rule, layer)) {
                place(index, name, rule, number, fits ? *fits : *fitsWithSuffix);
                isKnown = true;
            }
        }
        if (!isKnown) {
            misfit(say("{} has no place in a {} model", escapeForDisplay(tensor.name), row_.name));
        }
    }

    void place(std::size_t index, const StoredName& name, const TensorRule& rule, std::size_t number, const Fit& fits) {
        TensorInfo tensor = tensors_[index];
        // Quantizers of Conv1D layers store them the way round that linear layers have.
        const bool isTurned = rule.change == Change::transpose && logical_.sources[index].packed && tensor.shape.size() == 2;
        if (isTurned) {
            std::swap(tensor.shape[0], tensor.shape[1]);
        }
        const auto shown = [&] { return escapeForDisplay(tensor.name); };
        if (name.layer && *name.layer >= layersOf(name)) {
            misfit(say("{} belongs to layer {}, the model has {} layers", shown(), *name.layer, layersOf(name)));
        }
        if (std::ranges::find(readableTypes, tensor.type) == readableTypes.end()) {
            misfit(say("{} is stored as {}, expected floating-point numbers", shown(), info(tensor.type).name));
        }
        const std::uint32_t layer = name.isOfDecoder ? 0 : name.layer.value_or(0); // those of a second stack are all alike
        const LayerSizes sizes(hyper_, layer);
        const bool isTurnedStack = turns(rule.change) && isTurnedIn(index, rule, sizes);
        checkShape(tensor, index, rule, name.isBias, sizes);
        const std::string suffix = rule.isWholeName ? "" : name.isBias ? ".bias" : ".weight";
        const std::string_view stack = name.isOfDecoder ? row_.decoder.target : row_.layerTarget;
        const std::string target = name.layer ? fmt::format("{}{}.{}{}", stack, *name.layer, rule.target, suffix)
                                              : fmt::format("{}{}", rule.target, suffix);
        auto [found, isNew] = drafts_.try_emplace(target);
        Draft& draft = found->second;
        if (!isNew && rule.isCopied) {
            return;
        }
        if (isNew) {
            draft.rule = &rule;
            draft.ruleNumber = number;
            fillWeight(draft.weight, target, tensor, rule, name);
            draft.isRepacked = turns(rule.change) && logical_.sources[index].packed;
            if (turns(rule.change)) {
                pickFromStack(draft.weight, rule, isTurnedStack, sizes);
            }
            if (isTurned) {
                draft.weight.transform = {};
            }
        }
        if (!fits.expert) {
            if (!isNew) {
                misfit(say("{} and {} are both {}", escapeForDisplay(draft.weight.sourceName), shown(), target));
            }
            draft.weight.tensors = {index};
        } else {
            placeExpert(draft, index, *fits.expert);
        }
        draft.place = std::max(draft.place, {tensor.file, tensor.name});
    }

    /// How many tensors of its own a stack is made of.
    [[nodiscard]] std::uint64_t matricesOf(const TensorRule& rule) const {
        return rule.matrices == Size::none ? hyper_.experts : LayerSizes(hyper_, 0).of(rule.matrices);
    }

    void placeExpert(Draft& draft, std::size_t index, std::uint32_t expert) {
        const TensorInfo& tensor = tensors_[index];
        if (const std::uint64_t experts = matricesOf(*draft.rule); expert >= experts) {
            misfit(say("{} belongs to expert {}, the model has {} experts", escapeForDisplay(tensor.name), expert, experts));
        }
        if (!draft.weight.tensors.empty()) {
            misfit(say("{} and {} are both {}", escapeForDisplay(draft.weight.sourceName), escapeForDisplay(tensor.name),
                       draft.weight.name));
        }
        if (const auto [found, isNew] = draft.experts.emplace(expert, index); !isNew) { // the same number written in two ways
            misfit(say("{} and {} are the same expert", escapeForDisplay(tensors_[found->second].name),
                       escapeForDisplay(tensor.name)));
        }
        if (tensor.type != draft.weight.storedType) {
            misfit(say("{} is stored as {}, other experts as {}", escapeForDisplay(tensor.name), info(tensor.type).name,
                       info(draft.weight.storedType).name));
        }
    }

    /// A stack is input-major if its shape allows it; a quantized one never is.
    [[nodiscard]] bool isTurnedIn(std::size_t index, const TensorRule& rule, const LayerSizes& sizes) const {
        return !logical_.sources[index].packed &&
               tensors_[index].shape == Shape{sizes.of(rule.matrices), sizes.of(rule.columns), sizes.of(rule.rows)};
    }

    /// `tensor`: number `index`, the way round that the rule has it.
    void checkShape(const TensorInfo& tensor, std::size_t index, const TensorRule& rule, bool isBias,
                    const LayerSizes& sizes) const {
        Shape expected = shapeByRule(rule, isBias, sizes, tensor.shape);
        if (turns(rule.change)) {
            if (logical_.sources[index].packed) { // all matrices of a quantized stack are one
                expected = {expected[0] * expected[1], expected[2]};
            } else if (isTurnedIn(index, rule, sizes)) {
                std::swap(expected[1], expected[2]);
            }
        }
        Shape stored = tensor.shape;
        if (rule.change == Change::cutRows && !stored.empty()) {
            stored.front() = std::min(stored.front(), expected.front());
        } else if (rule.change == Change::cutPositions) {
            expected.front() = std::max(expected.front(), sizes.of(Size::context));
        } else if (rule.change == Change::padRows && !stored.empty() && stored.front() > 0) {
            stored.front() = std::max(stored.front(), expected.front());
        }
        if (stored != expected) {
            misfit(say("{} has the shape [{}], by config.json it should be [{}]", escapeForDisplay(tensor.name),
                       fmt::join(tensor.shape, ", "), fmt::join(expected, ", ")));
        }
    }

    void fillWeight(Weight& weight, const std::string& target, const TensorInfo& tensor, const TensorRule& rule,
                    const StoredName& name) const {
        const GgufNameParts parts = partsOfGgufName(target);
        weight.name = target;
        weight.sourceName = tensor.name;
        weight.role = parts.role;
        weight.isBias = parts.isBias;
        weight.layer = name.layer;
        weight.storedType = tensor.type;
        weight.shape = tensor.shape;
        const bool isPlain = !row_.plainNorm.empty() && tensor.name.find(row_.plainNorm) != std::string::npos;
        weight.addend = rule.addend != 0 ? rule.addend : name.whole.ends_with("norm.weight") && !isPlain ? row_.normAddend : 0;
        weight.isNegativeExponential = rule.isNegativeExponential;
        applyChange(weight, rule.change, hyper_, name.isOfDecoder ? 0 : name.layer.value_or(0));
        if (rule.source.find('*') != std::string_view::npos) {
            weight.shape.insert(weight.shape.begin(), matricesOf(rule));
            const std::string path = name.layer ? layerPath(*name.layer) + '.' : std::string();
            const std::string own = storedPredictionName(fmt::format("{}{}", path, rule.source), row_, hyper_.mainLayers());
            weight.sourceName = fmt::format("{}{}.weight", row_.prefix, own);
        }
    }

    [[nodiscard]] std::string layerPath(std::uint32_t layer) const { return fmt::format("{}{}", row_.layerPrefix, layer); }

    /// Other stacks stand where the last of their own tensors does.
    [[nodiscard]] static bool isOfExperts(const Draft& draft) {
        return !draft.experts.empty() && draft.weight.layer && draft.rule->matrices == Size::none;
    }

    /// The reference writes the stacks of a layer behind the last of all its experts' tensors.
    void completeStacks() {
        std::map<std::uint32_t, std::pair<std::size_t, std::string>> lastOfLayer;
        for (auto& [target, draft] : drafts_) {
            if (draft.experts.empty()) {
                continue;
            }
            if (isOfExperts(draft)) {
                auto& last = lastOfLayer[*draft.weight.layer];
                last = std::max(last, draft.place);
            }
            std::uint32_t expert = 0;
            for (const auto& [number, tensor] : draft.experts) {
                if (number != expert) {
                    break;
                }
                draft.weight.tensors.push_back(tensor);
                ++expert;
            }
            if (expert != matricesOf(*draft.rule)) {
                std::string name = draft.weight.sourceName;
                misfit(say("{} is missing: config.json says {} experts",
                           escapeForDisplay(name.replace(name.find('*'), 1, std::to_string(expert))), matricesOf(*draft.rule)));
            }
        }
        for (auto& [target, draft] : drafts_) {
            if (isOfExperts(draft)) {
                draft.place = lastOfLayer[*draft.weight.layer];
            }
        }
    }

    void checkNothingIsMissing() const {
        const std::string_view stemOfDecoder = row_.decoder.target.empty() ? "-" : row_.decoder.target;
        const auto check = [&](const TensorRule& rule, std::uint32_t layer, const std::string& stem, const std::string& path) {
            const std::string weight = rule.isWholeName ? std::string() : ".weight";
            const bool hasWeight = drafts_.contains(fmt::format("{}{}{}", stem, rule.target, weight));
            if (!hasWeight && (!rule.isOptional || rules_.isIn(rule.neededIn, layer))) {
                const std::string own = path + std::string(rule.source) + weight;
                if (layer >= hyper_.mainLayers() && layer > 0) {
                    misfit(say("{}{} is missing: the layers that predict further tokens (MTP) are there only in part",
                               row_.prefix, storedPredictionName(own, row_, hyper_.mainLayers())));
                }
                misfit(say("{}{} is missing, which the {} layers of config.json need", row_.prefix, own,
                           stem.starts_with(stemOfDecoder) ? hyper_.decoderLayers : hyper_.layers));
            }
            if (hasWeight && rule.bias == Bias::needed && !drafts_.contains(fmt::format("{}{}.bias", stem, rule.target))) {
                misfit(say("{}{}{}.bias is missing: a {} model has it", row_.prefix, path, rule.source, row_.name));
            }
        };
        for (const TensorRule& rule : rules_.ofModel()) {
            if (hasPlace(rule, 0)) {
                check(rule, 0, "", "");
            }
        }
        for (std::uint32_t layer = 0; layer < hyper_.layers; ++layer) {
            for (const TensorRule& rule : rules_.ofLayers()) {
                if (hasPlace(rule, layer)) {
                    check(rule, layer, fmt::format("{}{}.", row_.layerTarget, layer), layerPath(layer) + '.');
                }
            }
        }
        for (std::uint32_t layer = 0; layer < hyper_.decoderLayers; ++layer) {
            for (const TensorRule& rule : rules_.ofDecoder()) {
                check(rule, 0, fmt::format("{}{}.", row_.decoder.target, layer),
                      fmt::format("{}{}.", row_.decoder.layerPrefix, layer));
            }
        }
    }

    const LogicalTensors& logical_;
    std::span<const TensorInfo> tensors_;
    const ArchitectureRow& row_;
    const HyperParameters& hyper_;
    TensorRuleSet rules_;
    bool saysTied_;
    UsualNames names_;
    std::map<std::string, Draft> drafts_; // by canonical name
};

/// Nothing if the hyper-parameters are complete and fit together.
std::optional<std::string> whyHyperParametersDoNotDo(const HyperParameters& hyper, bool mixesLayers) {
    const bool hasAttention = !mixesLayers || std::ranges::any_of(hyper.kvHeads, [](std::uint32_t heads) { return heads > 0; });
    const std::array<std::pair<std::string_view, bool>, 8> needed{{
        {words("the number of layers"), hyper.layers > 0},
        {words("the hidden size"), hyper.hidden > 0},
        {words("the intermediate size"), !hyper.feedForward.empty()},
        {words("the number of attention heads"), !hyper.heads.empty()},
        {words("the head size"), !hasAttention || hyper.keyLength > 0},
        {words("the size of the vocabulary"), hyper.vocabulary > 0},
        {words("the longest context"), hyper.contextTokens > 0},
        {words("the epsilon of the norms"), hyper.normEpsilon > 0},
    }};
    for (const auto& [what, isThere] : needed) {
        if (!isThere) {
            return say("config.json does not say {}", translated(what));
        }
    }
    if (hyper.keyLength % 2 != 0) {
        return say("the head size {} is odd, rotary pairs need an even one", hyper.keyLength);
    }
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        if (mixesLayers && hyper.kvHeads[layer] == 0) {
            continue;
        }
        if (hyper.kvHeads[layer] == 0 || hyper.heads[layer] == 0 || hyper.heads[layer] % hyper.kvHeads[layer] != 0) {
            return say("{} attention heads do not divide into {} groups of keys and values", hyper.heads[layer],
                       hyper.kvHeads[layer]);
        }
    }
    const StateSpace& space = hyper.states;
    const bool isInGroups = space.heads == 0 || (space.groups > 0 && space.channels % space.groups == 0);
    if (!isInGroups) {
        return say("{} channels of a recurrence do not divide into {} groups", space.channels, space.groups);
    }
    return std::nullopt;
}

Weight factorWeight(std::string name, std::vector<float> factors) {
    Weight weight;
    weight.name = std::move(name);
    weight.role = Role::ropeFactors;
    weight.shape = {factors.size()};
    weight.generated = std::move(factors);
    return weight;
}

std::vector<Weight> ropeFactorWeights(const HyperParameters& hyper) {
    const RopeScaling& scaling = hyper.ropeScaling;
    std::vector<Weight> weights;
    if (scaling.type == "llama3") {
        weights.push_back(factorWeight("rope_freqs.weight", llama3RopeFactors(scaling, hyper.ropeBase, hyper.keyLength)));
    } else if (scaling.type == "proportional") {
        const std::size_t pairs = hyper.keyLength / 2;
        const auto turning = static_cast<std::size_t>(std::clamp(scaling.rotatedShare, 0.0, 1.0) * hyper.keyLength / 2);
        std::vector<float> factors(pairs, 1e30F); // pairs that stand still
        std::fill_n(factors.begin(), std::min(turning, pairs), 1.0F);
        weights.push_back(factorWeight("rope_freqs.weight", std::move(factors)));
    } else if (scaling.type == "longrope") {
        weights.push_back(factorWeight("rope_factors_long.weight", scaling.longFactors));
        weights.push_back(factorWeight("rope_factors_short.weight", scaling.shortFactors));
    }
    return weights;
}

} // namespace

std::optional<std::string> whySizesDoNotDo(const HyperParameters& hyper, const ArchitectureRow& row) {
    auto reason = whyHyperParametersDoNotDo(hyper, row.mixesLayers);
    return reason ? reason : whyNoDeltaHeads(hyper, row);
}

MappedWeights mapWeights(const LogicalTensors& logical, const ArchitectureRow& row, const HyperParameters& hyper) {
    MappedWeights mapped;
    mapped.whyNot = whySizesDoNotDo(hyper, row);
    if (!mapped.whyNot) {
        mapped.whyNot = whyNotWritable(hyper.ropeScaling, row.ropeTypes, hyper.ropeDimensions);
    }
    if (mapped.whyNot) {
        return mapped;
    }
    try {
        mapped.weights = Mapper(logical, row, hyper, hyper.tiedEmbeddings).map();
    } catch (const Misfit& misfit) {
        mapped.whyNot = withoutFullStop(misfit.what());
        return mapped;
    }
    mapped.tiedEmbeddings = std::ranges::none_of(mapped.weights, [](const Weight& w) { return w.role == Role::output; });
    std::vector<Weight> generated = ropeFactorWeights(hyper);
    mapped.weights.insert(mapped.weights.begin(), std::make_move_iterator(generated.begin()),
                          std::make_move_iterator(generated.end()));
    return mapped;
}

} // namespace quantlathe
