// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/cache_layout.h"

#include "base/text.h"
#include "base/words.h"
#include "estimate/bounded_product.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe {
namespace {

enum class WindowWhen : std::uint8_t {
    never,       // whatever the metadata say
    keyPositive, // attention.sliding_window is there and not 0
    keyOrRow,    // the key, else the row's own window
    unlessZero,  // the row's own window unless the key says 0
};

/// Which layers have a state that does not grow.
enum class StateIn : std::uint8_t {
    none,
    all,                    // and nothing else
    headless,               // layers without heads of keys and values
    headlessWithoutNetwork, // those of them that have no feed-forward network either
    listed,                 // attention.recurrent_layers, else all but every fourth (or full_attention_interval)
    besideAttention,        // all, and attention
};

/// Layer i is a window layer when i mod period < period − 1; with `fullFirst` when i mod period ≠ 0.
struct Row {
    std::string_view architecture;
    WindowWhen when = WindowWhen::never;
    std::uint32_t period = 0; // 0: the metadata list the window layers
    std::uint64_t window = 0;
    bool fullFirst = false;
    StateIn state = StateIn::none;
    std::uint32_t windowOnlyOf = 0; // models with so many layers; 0: all have one
    std::uint32_t ownKeys = 0;      // the first so many layers have keys and values of their own; 0: as the metadata say
};

// docs/estimates.md, "KV cache". Architectures that are missing here are honestly unknown.
constexpr auto rows = std::to_array<Row>({
    // Plain attention in every layer.
    {"llama"},
    {"mistral3"},
    {"smollm3"},
    {"qwen"},
    {"qwen2"},
    {"qwen2moe"},
    {"qwen2vl"},
    {"qwen3"},
    {"qwen3moe"},
    {"qwen3vl"},
    {"qwen3vlmoe"},
    {"gemma"},
    {"phi2"},
    {"phi3"},
    {"phimoe"},
    {"gpt2"},
    {"gptj"},
    {"gptneox"},
    {"falcon"},
    {"starcoder"},
    {"starcoder2"},
    {"olmo"},
    {"olmoe"},
    {"glm4"},
    {"glm4moe"},
    {"hy_v3"},
    {"chatglm"},
    {"granite"},
    {"granitemoe"},
    {"nemotron"},
    {"minimax-m2"},
    {"ernie4_5"},
    {"ernie4_5-moe"},
    {"hunyuan-dense"},
    {"hunyuan-moe"},
    {"exaone"},
    {"command-r"},
    {"seed_oss"},
    {"stablelm"},
    {"internlm2"},
    {"apertus"},
    {"arcee"},
    {"dots1"},
    {"bailingmoe2"},
    {"bitnet"},
    {"baichuan"},
    {"xverse"},
    {"orion"},
    {"minicpm"},
    {"codeshell"},
    {"refact"},
    {"mpt"},
    {"bloom"},
    {"dbrx"},
    {"grok"},
    {"deepseek"},
    // Keys and values of cross-attention are made anew from what the encoder gave, for every token: nothing is kept of them.
    {"t5"},
    // Attention in those layers whose count of key and value heads is not 0.
    {"deci"},
    {"openelm"},
    // One vector a layer for keys and values, and the key of an indexer.
    {"deepseek2"},
    {"mistral4"},
    {"deepseek32"},
    {"glm-dsa"},
    // States.
    {.architecture = "mamba", .state = StateIn::all},
    {.architecture = "mamba2", .state = StateIn::all},
    {.architecture = "lfm2", .state = StateIn::headless},
    {.architecture = "lfm2moe", .state = StateIn::headless},
    {.architecture = "jamba", .state = StateIn::headless},
    {.architecture = "kimi-linear", .state = StateIn::headless},
    {.architecture = "granitehybrid", .state = StateIn::headless},
    {.architecture = "nemotron_h", .state = StateIn::headlessWithoutNetwork},
    {.architecture = "nemotron_h_moe", .state = StateIn::headlessWithoutNetwork},
    {.architecture = "qwen3next", .state = StateIn::listed},
    {.architecture = "qwen35", .state = StateIn::listed},
    {.architecture = "qwen35moe", .state = StateIn::listed},
    {.architecture = "falcon-h1", .state = StateIn::besideAttention},
    // Windows.
    {"gemma2", WindowWhen::keyOrRow, 2, 4096},
    {"gemma3", WindowWhen::keyPositive, 6},
    {"cohere2", WindowWhen::keyPositive, 4},
    {.architecture = "exaone4", .when = WindowWhen::keyPositive, .period = 4, .windowOnlyOf = 64},
    {"gpt-oss", WindowWhen::keyPositive, 2},
    {"llama4", WindowWhen::unlessZero, 4, 8192},
    {"olmo2", WindowWhen::keyPositive, 4},
    {"exaone-moe", WindowWhen::keyOrRow, 4, 128},
    {"smallthinker", WindowWhen::keyOrRow, 4, 4096, true},
    {"mimo2", WindowWhen::keyPositive},
    {"gemma4", WindowWhen::keyPositive},
    {.architecture = "gemma3n", .when = WindowWhen::keyPositive, .period = 5, .ownKeys = 20},
});

const Row* rowOf(const Model& model) {
    const auto* found = std::ranges::find(rows, std::string_view(model.architecture()), &Row::architecture);
    return found == rows.end() ? nullptr : found;
}

std::string keyOf(const Model& model, std::string_view key) {
    return fmt::format("{}.{}", model.architecture(), key);
}

/// 0 where the metadata do not say it, or nothing that can be.
std::uint64_t countOf(const Model& model, std::string_view key, std::uint64_t limit = maxSize) {
    const auto value = model.ggufMetadata().integer(keyOf(model, key));
    return value && *value > 0 && static_cast<std::uint64_t>(*value) <= limit ? static_cast<std::uint64_t>(*value) : 0;
}

/// A list with one entry a layer, of truth values or of numbers; nothing if there is none, or one of another length.
std::optional<std::vector<bool>> listOf(const Model& model, std::string_view key) {
    const MetadataValue* const value = model.ggufMetadata().find(keyOf(model, key));
    const auto* const array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
    if (array == nullptr) {
        return std::nullopt;
    }
    std::vector<bool> flags;
    if (const auto* const stated = std::get_if<std::vector<bool>>(array)) {
        flags = *stated;
    } else if (const auto numbers = model.ggufMetadata().integers(keyOf(model, key), model.hyper().layers)) {
        std::ranges::transform(*numbers, std::back_inserter(flags), [](std::int64_t number) { return number != 0; });
    }
    return flags.size() == model.hyper().layers ? std::optional(std::move(flags)) : std::nullopt;
}

std::uint64_t windowOf(const Model& model, const Row& row) {
    const std::uint64_t key = model.hyper().slidingWindow;
    if (row.windowOnlyOf != 0 && row.windowOnlyOf != model.hyper().layers) {
        return 0;
    }
    switch (row.when) {
    case WindowWhen::never: return 0;
    case WindowWhen::keyPositive: return key;
    case WindowWhen::keyOrRow: return key > 0 ? key : row.window;
    case WindowWhen::unlessZero:
        return model.ggufMetadata().contains(keyOf(model, "attention.sliding_window")) && key == 0 ? 0 : row.window;
    }
    return 0;
}

constexpr std::string_view windowList = "attention.sliding_window_pattern"; // or a period

bool isWindowed(const Row& row, std::uint64_t period, std::uint32_t layer) {
    const std::uint64_t place = layer % period;
    return row.fullFirst ? place != 0 : place < period - 1;
}

std::uint32_t ownKeyLayers(const Model& model, const Row& row) {
    const std::uint32_t layers = model.hyper().layers;
    return row.ownKeys > 0 ? std::min(row.ownKeys, layers)
                           : layers - static_cast<std::uint32_t>(countOf(model, "attention.shared_kv_layers", layers));
}

std::vector<bool> stateLayers(const Model& model, const Row& row) {
    const HyperParameters& hyper = model.hyper();
    std::vector<bool> has(hyper.layers, row.state == StateIn::all || row.state == StateIn::besideAttention);
    if (row.state == StateIn::listed) {
        if (auto stated = listOf(model, "attention.recurrent_layers")) {
            return std::move(*stated);
        }
        const std::uint64_t interval = countOf(model, "full_attention_interval", maxLayers);
        for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
            has[layer] = (layer + 1) % (interval > 0 ? interval : 4) != 0;
        }
    } else if (row.state == StateIn::headless || row.state == StateIn::headlessWithoutNetwork) {
        const auto networks = model.ggufMetadata().integers(keyOf(model, "feed_forward_length"), hyper.layers);
        for (std::uint32_t layer = 0; layer < hyper.layers; ++layer) {
            const bool hasNetwork = networks && (*networks)[layer] != 0;
            has[layer] = hyper.kvHeads[layer] == 0 && (row.state == StateIn::headless || !hasNetwork);
        }
    }
    return has;
}

/// Of a layer: what convolutions have yet to see again, and the state of the recurrence.
std::uint64_t stateValues(const Model& model) {
    if (const std::uint64_t kernel = countOf(model, "shortconv.l_cache"); kernel > 0) {
        return boundedProduct(kernel - 1, model.hyper().hidden);
    }
    const std::uint64_t kernel = countOf(model, "ssm.conv_kernel");
    if (const std::uint64_t headSize = countOf(model, "kda.head_dim", maxHeads); headSize > 0) {
        constexpr std::uint64_t usualKernel = 4;
        const std::uint64_t heads = model.hyper().heads.empty() ? 0 : model.hyper().heads.front();
        const std::uint64_t waiting = boundedProduct(3, (kernel > 0 ? kernel : usualKernel) - 1, headSize); // q, k and v
        return boundedProduct(heads, waiting + headSize * headSize);
    }
    const std::uint64_t inner = countOf(model, "ssm.inner_size");
    const std::uint64_t states = countOf(model, "ssm.state_size");
    const std::uint64_t convolved = inner + boundedProduct(2, countOf(model, "ssm.group_count"), states);
    return std::min(boundedProduct(kernel > 0 ? kernel - 1 : 0, convolved) + boundedProduct(states, inner), mostEstimatedBytes);
}

/// Layers that choose tokens by keys of their own. Nothing if that is not known.
std::optional<std::vector<bool>> indexLayers(const Model& model) {
    constexpr std::uint64_t contextOfSharedIndexes = 1'048'576; // GLM 5.2 and later; older ones have an indexer in all layers
    if (auto stated = listOf(model, "attention.indexer.types")) {
        return stated;
    }
    const bool isOld = model.architecture() != "glm-dsa" || model.hyper().contextTokens < contextOfSharedIndexes;
    return isOld ? std::optional(std::vector<bool>(model.hyper().layers, true)) : std::nullopt;
}

bool hasIndexer(const Model& model) {
    return model.architecture() == "glm-dsa" || model.architecture() == "deepseek32";
}

bool saysItsHeads(const Model& model, const Row& row) {
    const HyperParameters& hyper = model.hyper();
    const bool hasLatentKeys = countOf(model, "attention.key_length_mla") > 0;
    return row.state == StateIn::all || (hyper.kvHeads.size() == hyper.layers && hyper.heads.size() == hyper.layers &&
                                         hyper.keyLength > 0 && (hyper.valueLength > 0 || hasLatentKeys));
}

} // namespace

bool CacheLayout::hasState() const {
    return std::ranges::any_of(layers, [](const LayerKeeps& layer) { return layer.stateValues > 0; });
}

std::optional<std::string> whyCacheUnknown(const Model& model) {
    const HyperParameters& hyper = model.hyper();
    if (!model.understood()) {
        return say("the architecture {} is not known", escapeForDisplay(model.architecture()));
    }
    const Row* const row = rowOf(model);
    if (row == nullptr) {
        return say("how {} models keep keys and values is not known", escapeForDisplay(model.architecture()));
    }
    if (hyper.layers == 0 || hyper.hidden == 0 || !saysItsHeads(model, *row)) {
        return say("the model does not say its layers, heads and head size");
    }
    if (predictingLayers(model) >= hyper.layers) {
        return say("all its layers predict further tokens");
    }
    if (row->state != StateIn::none && stateValues(model) == 0) {
        return say("the model does not say the sizes of its recurrence");
    }
    if (windowOf(model, *row) > 0 && row->period == 0 && !listOf(model, windowList)) {
        return say("the model does not say which layers have a window");
    }
    if (hasIndexer(model) && (countOf(model, "attention.indexer.key_length", maxHeads) == 0 || !indexLayers(model))) {
        return say("the model does not say which layers choose tokens, and by what");
    }
    return std::nullopt;
}

std::optional<std::string> whyComputeUnknown(const Model& model) {
    if (auto reason = whyCacheUnknown(model)) {
        return reason;
    }
    if (hasCrossAttention(model)) {
        return say("how much its encoder works on at the same time is not known");
    }
    if (countOf(model, "kda.head_dim") > 0) {
        return say("how much its recurrence works on at the same time is not known");
    }
    return hasIndexer(model) ? std::optional(say("how much its choice of tokens works on at the same time is not known"))
                             : std::nullopt;
}

bool hasCrossAttention(const Model& model) {
    return model.architecture() == "t5";
}

CacheLayout cacheLayout(const Model& model) {
    const HyperParameters& hyper = model.hyper();
    const Row& row = *rowOf(model);
    CacheLayout layout;
    layout.window = windowOf(model, row);
    layout.layers.resize(hyper.layers);
    const auto windows = layout.hasWindow() ? listOf(model, windowList) : std::nullopt;
    const std::uint64_t period = countOf(model, windowList, maxLayers);
    const std::vector<bool> states = stateLayers(model, row);
    const auto indexes = hasIndexer(model) ? indexLayers(model) : std::nullopt;
    const auto indexLength = static_cast<std::uint32_t>(countOf(model, "attention.indexer.key_length", maxHeads));
    const auto orElse = [&](std::string_view key, std::uint32_t usual) {
        const std::uint64_t own = countOf(model, key, maxHeads);
        return own > 0 ? static_cast<std::uint32_t>(own) : usual;
    };
    const std::uint32_t windowKeys = orElse("attention.key_length_swa", hyper.keyLength);
    const std::uint32_t windowValues = orElse("attention.value_length_swa", hyper.valueLength);
    const std::uint32_t ownKeys = ownKeyLayers(model, row);
    for (std::uint32_t i = 0; i + predictingLayers(model) < hyper.layers; ++i) {
        LayerKeeps& layer = layout.layers[i];
        layer.isWindowed =
            layout.hasWindow() && (windows ? (*windows)[i] : isWindowed(row, period > 0 ? period : row.period, i));
        layer.stateValues = states[i] ? stateValues(model) : 0;
        const bool attends = row.state != StateIn::all && (!states[i] || row.state == StateIn::besideAttention);
        if (attends && i < ownKeys) {
            layer.kvHeads = hyper.kvHeads[i];
            layer.keyLength = layer.isWindowed ? windowKeys : hyper.keyLength;
            layer.valueLength = layer.isWindowed ? windowValues : hyper.valueLength;
            layer.indexLength = indexes && (*indexes)[i] ? indexLength : 0;
        }
    }
    return layout;
}

std::optional<DeltaState> deltaState(const Model& model) {
    if (rowOf(model)->state != StateIn::listed) {
        return std::nullopt;
    }
    const std::uint64_t recurrence = boundedProduct(countOf(model, "ssm.inner_size"), countOf(model, "ssm.state_size"));
    const std::uint64_t all = stateValues(model);
    return DeltaState{all - std::min(all, recurrence), recurrence};
}

std::uint64_t recurrenceWidth(const Model& model) {
    const std::uint64_t inner = countOf(model, "ssm.inner_size");
    if (inner == 0) {
        return 0;
    }
    const std::uint64_t groups = countOf(model, "ssm.group_count");
    const std::uint64_t heads = groups > 0 ? countOf(model, "ssm.time_step_rank") : 0; // without groups it is no count of heads
    const std::uint64_t incoming = 2 * inner + boundedProduct(2, groups, countOf(model, "ssm.state_size")) + heads;
    return std::min(boundedProduct(3, incoming) + inner + model.hyper().hidden, mostEstimatedBytes);
}

std::uint32_t predictingLayers(const Model& model) {
    return static_cast<std::uint32_t>(countOf(model, "nextn_predict_layers", maxLayers));
}

bool isLoaded(const Model& model, const Weight& weight) {
    const std::uint64_t predicting = predictingLayers(model);
    return predicting == 0 || !weight.layer || *weight.layer + predicting < model.hyper().layers;
}

} // namespace quantlathe
