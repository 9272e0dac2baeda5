// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/hugging_face_weights.h"

#include "base/text.h"
#include "model/rope.h"
#include "model/tensor_names.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <unordered_set>

namespace quantlathe {
namespace {

// Buffers that old checkpoints carry along; the engine computes them.
constexpr std::array<std::string_view, 3> droppedEndings{".attention.masked_bias", ".attention.bias", ".rotary_emb.inv_freq"};

constexpr std::array readableTypes{ElementType::F64,  ElementType::F32,     ElementType::F16,
                                   ElementType::BF16, ElementType::F8_E4M3, ElementType::F8_E5M2};

bool isDropped(std::string_view name) {
    return std::any_of(droppedEndings.begin(), droppedEndings.end(), [&](std::string_view end) { return name.ends_with(end); });
}

/// The rule that a stored name falls under, and what the name says beside it.
struct Match {
    const TensorRule* rule = nullptr;
    std::optional<std::uint32_t> layer;
    bool isBias = false;
};

std::optional<Match> matchName(std::string_view name, const ArchitectureRow& row) {
    Match match;
    std::string_view rest = name;
    std::span<const TensorRule> rules = row.modelTensors;
    if (rest.starts_with(row.layerPrefix)) {
        rest.remove_prefix(row.layerPrefix.size());
        std::uint32_t layer = 0;
        const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), layer);
        const auto digits = static_cast<std::size_t>(end - rest.data());
        if (error != std::errc() || digits >= rest.size() || rest[digits] != '.') {
            return std::nullopt;
        }
        rest.remove_prefix(digits + 1);
        match.layer = layer;
        rules = row.layerTensors;
    }
    match.isBias = rest.ends_with(".bias");
    if (!match.isBias && !rest.ends_with(".weight")) {
        return std::nullopt;
    }
    rest.remove_suffix(match.isBias ? std::string_view(".bias").size() : std::string_view(".weight").size());
    const auto rule = std::find_if(rules.begin(), rules.end(), [&](const TensorRule& one) { return one.source == rest; });
    if (rule == rules.end() || (match.isBias && !rule->mayHaveBias)) {
        return std::nullopt;
    }
    match.rule = &*rule;
    return match;
}

/// All sizes of one layer, looked up by what a rule names.
std::uint64_t sizeOf(Size size, const HyperParameters& hyper, std::uint32_t layer) {
    switch (size) {
    case Size::hidden: return hyper.hidden;
    case Size::feedForward: return hyper.feedForward[layer];
    case Size::queryRows: return std::uint64_t{hyper.heads[layer]} * hyper.keyLength;
    case Size::keyRows: return std::uint64_t{hyper.kvHeads[layer]} * hyper.keyLength;
    case Size::valueRows: return std::uint64_t{hyper.kvHeads[layer]} * hyper.valueLength;
    case Size::vocabulary: return hyper.vocabulary;
    case Size::none: break;
    }
    return 1;
}

std::vector<std::uint64_t> expectedShape(const Match& match, const HyperParameters& hyper) {
    const std::uint32_t layer = match.layer.value_or(0);
    std::vector<std::uint64_t> shape{sizeOf(match.rule->rows, hyper, layer)};
    if (match.rule->columns != Size::none && !match.isBias) {
        shape.push_back(sizeOf(match.rule->columns, hyper, layer));
    }
    return shape;
}

/// Nothing if the hyper-parameters are complete and fit together.
std::optional<std::string> whyHyperParametersDoNotDo(const HyperParameters& hyper) {
    const std::array<std::pair<std::string_view, bool>, 6> needed{{
        {"the number of layers", hyper.layers > 0},
        {"the hidden size", hyper.hidden > 0},
        {"the intermediate size", !hyper.feedForward.empty()},
        {"the number of attention heads", !hyper.heads.empty()},
        {"the head size", hyper.keyLength > 0},
        {"the size of the vocabulary", hyper.vocabulary > 0},
    }};
    for (const auto& [what, isThere] : needed) {
        if (!isThere) {
            return fmt::format("config.json does not say {}", what);
        }
    }
    if (hyper.keyLength % 2 != 0) {
        return fmt::format("the head size {} is odd, rotary pairs need an even one", hyper.keyLength);
    }
    for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
        if (hyper.kvHeads[layer] == 0 || hyper.heads[layer] % hyper.kvHeads[layer] != 0) {
            return fmt::format("{} attention heads do not divide into {} groups of keys and values", hyper.heads[layer],
                               hyper.kvHeads[layer]);
        }
    }
    return std::nullopt;
}

Weight canonicalWeight(const TensorInfo& tensor, std::size_t index, const Match& match, const HyperParameters& hyper) {
    Weight weight;
    const std::string_view suffix = match.isBias ? "bias" : "weight";
    weight.name = match.layer ? fmt::format("blk.{}.{}.{}", *match.layer, match.rule->target, suffix)
                              : fmt::format("{}.{}", match.rule->target, suffix);
    weight.sourceName = tensor.name;
    weight.tensor = index;
    weight.role = partsOfGgufName(weight.name).role;
    weight.isBias = match.isBias;
    weight.layer = match.layer;
    weight.storedType = tensor.type;
    weight.shape = tensor.shape;
    const std::uint32_t layer = match.layer.value_or(0);
    switch (match.rule->rowRule) {
    case RowRule::interleaveHeads: weight.transform.interleaveHeads = hyper.heads[layer]; break;
    case RowRule::interleaveKvHeads: weight.transform.interleaveHeads = hyper.kvHeads[layer]; break;
    case RowRule::asStored: break;
    }
    return weight;
}

std::optional<std::string> whyTensorDoesNotFit(const TensorInfo& tensor, const Match& match, const HyperParameters& hyper) {
    const std::string shown = escapeForDisplay(tensor.name);
    if (match.layer && *match.layer >= hyper.layers) {
        return fmt::format("{} belongs to layer {}, the model has {} layers", shown, *match.layer, hyper.layers);
    }
    if (std::find(readableTypes.begin(), readableTypes.end(), tensor.type) == readableTypes.end()) {
        return fmt::format("{} is stored as {}, expected floating-point numbers", shown, info(tensor.type).name);
    }
    if (const auto expected = expectedShape(match, hyper); tensor.shape != expected) {
        return fmt::format("{} has the shape [{}], by config.json it should be [{}]", shown, fmt::join(tensor.shape, ", "),
                           fmt::join(expected, ", "));
    }
    return std::nullopt;
}

std::optional<std::string> firstMissing(const std::vector<Weight>& weights, const ArchitectureRow& row, std::uint32_t layers) {
    std::unordered_set<std::string_view> names;
    for (const Weight& weight : weights) {
        names.insert(weight.sourceName);
    }
    for (const TensorRule& rule : row.modelTensors) {
        if (auto name = fmt::format("{}.weight", rule.source); rule.isRequired && !names.contains(name)) {
            return name;
        }
    }
    for (std::uint32_t layer = 0; layer < layers; ++layer) {
        for (const TensorRule& rule : row.layerTensors) {
            if (auto name = fmt::format("{}{}.{}.weight", row.layerPrefix, layer, rule.source);
                rule.isRequired && !names.contains(name)) {
                return name;
            }
        }
    }
    return std::nullopt;
}

Weight ropeFactorWeight(const HyperParameters& hyper) {
    Weight weight;
    weight.name = "rope_freqs.weight";
    weight.role = Role::ropeFactors;
    weight.generated = llama3RopeFactors(hyper.ropeScaling, hyper.ropeBase, hyper.keyLength);
    weight.shape = {weight.generated.size()};
    return weight;
}

} // namespace

MappedWeights mapWeights(const Checkpoint& checkpoint, const ArchitectureRow& row, const HyperParameters& hyper) {
    MappedWeights mapped;
    mapped.whyNot = whyHyperParametersDoNotDo(hyper);
    if (!mapped.whyNot) {
        mapped.whyNot = whyNotWritable(hyper.ropeScaling);
    }
    if (mapped.whyNot) {
        return mapped;
    }
    const std::span<const TensorInfo> tensors = checkpoint.tensors();
    mapped.weights.reserve(tensors.size() + 1);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        if (isDropped(tensors[i].name)) {
            continue;
        }
        const auto match = matchName(tensors[i].name, row);
        mapped.whyNot =
            match ? whyTensorDoesNotFit(tensors[i], *match, hyper)
                  : std::optional(fmt::format("{} has no place in a {} model", escapeForDisplay(tensors[i].name), row.name));
        if (mapped.whyNot) {
            return mapped;
        }
        mapped.weights.push_back(canonicalWeight(tensors[i], i, *match, hyper));
    }
    if (const auto missing = firstMissing(mapped.weights, row, hyper.layers)) {
        mapped.whyNot = fmt::format("{} is missing, which the {} layers of config.json need", *missing, hyper.layers);
        return mapped;
    }
    // The reference walks the files by name and the tensors of each by name.
    std::stable_sort(mapped.weights.begin(), mapped.weights.end(), [&](const Weight& a, const Weight& b) {
        const std::size_t fileA = tensors[*a.tensor].file;
        const std::size_t fileB = tensors[*b.tensor].file;
        return fileA != fileB ? fileA < fileB : a.sourceName < b.sourceName;
    });
    mapped.tiedEmbeddings = std::none_of(mapped.weights.begin(), mapped.weights.end(),
                                         [](const Weight& weight) { return weight.role == Role::output; });
    if (hyper.ropeScaling.type == "llama3") {
        mapped.weights.insert(mapped.weights.begin(), ropeFactorWeight(hyper));
    }
    return mapped;
}

} // namespace quantlathe
