// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/attention_layout.h"

#include "base/text.h"
#include "base/words.h"

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

/// Layer i is a window layer when i mod period < period − 1; with `fullFirst` when i mod period ≠ 0.
struct Row {
    std::string_view architecture;
    WindowWhen when = WindowWhen::never;
    std::uint32_t period = 0;
    std::uint64_t window = 0;
    bool fullFirst = false;
};

// docs/estimates.md, "KV cache". Architectures that are missing here (state spaces, shared caches) are honestly unknown.
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
    // Attention in those layers whose count of key and value heads is not 0.
    {"deci"},
    {"lfm2"},
    {"lfm2moe"},
    {"openelm"},
    {"deepseek2"}, // one vector a layer
    {"gemma2", WindowWhen::keyOrRow, 2, 4096},
    {"gemma3", WindowWhen::keyPositive, 6},
    {"cohere2", WindowWhen::keyPositive, 4},
    {"exaone4", WindowWhen::keyPositive, 4},
    {"gpt-oss", WindowWhen::keyPositive, 2},
    {"llama4", WindowWhen::unlessZero, 4, 8192},
    {"olmo2", WindowWhen::keyPositive, 4},
    {"exaone-moe", WindowWhen::keyOrRow, 4, 128},
    {"smallthinker", WindowWhen::keyOrRow, 4, 4096, true},
});

const Row* rowOf(const Model& model) {
    const auto* found = std::ranges::find(rows, std::string_view(model.architecture()), &Row::architecture);
    return found == rows.end() ? nullptr : found;
}

const MetadataValue* windowKey(const Model& model, std::string_view key) {
    return model.ggufMetadata().find(fmt::format("{}.attention.{}", model.architecture(), key));
}

std::uint64_t windowOf(const Model& model, const Row& row) {
    const std::uint64_t key = model.hyper().slidingWindow;
    switch (row.when) {
    case WindowWhen::never: return 0;
    case WindowWhen::keyPositive: return key;
    case WindowWhen::keyOrRow: return key > 0 ? key : row.window;
    case WindowWhen::unlessZero: return windowKey(model, "sliding_window") != nullptr && key == 0 ? 0 : row.window;
    }
    return 0;
}

/// The metadata may list the window layers; nothing if they do not, or for another number of layers.
std::optional<std::vector<bool>> statedPattern(const Model& model) {
    const MetadataValue* value = windowKey(model, "sliding_window_pattern");
    const auto* array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
    const auto* flags = array == nullptr ? nullptr : std::get_if<std::vector<bool>>(array);
    return flags != nullptr && flags->size() == model.hyper().layers ? std::optional(*flags) : std::nullopt;
}

} // namespace

std::optional<std::string> whyCacheUnknown(const Model& model) {
    const HyperParameters& hyper = model.hyper();
    if (!model.understood()) {
        return say("the architecture {} is not known", escapeForDisplay(model.architecture()));
    }
    if (rowOf(model) == nullptr) {
        return say("how {} models keep keys and values is not known", escapeForDisplay(model.architecture()));
    }
    if (const auto further = model.ggufMetadata().integer(fmt::format("{}.nextn_predict_layers", model.architecture()));
        further && *further != 0 && model.architecture() != "deepseek2") {
        return say("whether its layers that predict further tokens keep keys and values is not known");
    }
    const bool hasLatentKeys = model.architecture() == "deepseek2"; // one vector for keys and values
    const bool hasHeads = hyper.layers > 0 && hyper.kvHeads.size() == hyper.layers && hyper.heads.size() == hyper.layers;
    if (!hasHeads || hyper.hidden == 0 || hyper.keyLength == 0 || (hyper.valueLength == 0 && !hasLatentKeys)) {
        return say("the model does not say its layers, heads and head size");
    }
    return std::nullopt;
}

AttentionLayout attentionLayout(const Model& model) {
    const Row& row = *rowOf(model);
    AttentionLayout layout;
    layout.window = windowOf(model, row);
    if (!layout.hasWindow()) {
        return layout;
    }
    if (auto stated = statedPattern(model)) {
        layout.isWindowed = std::move(*stated);
        return layout;
    }
    for (std::uint32_t layer = 0; layer < model.hyper().layers; ++layer) {
        const std::uint32_t place = layer % row.period;
        layout.isWindowed.push_back(row.fullFirst ? place != 0 : place < row.period - 1);
    }
    return layout;
}

} // namespace quantlathe
