// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/pruned_model.h"

#include "base/error.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <fmt/format.h>
#include <optional>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::string_view blockPrefix = "blk.";

struct BlockName {
    std::uint32_t number = 0;
    std::string_view rest; // ".attn_q.weight"
};

std::optional<BlockName> blockIn(std::string_view name) {
    if (!name.starts_with(blockPrefix)) {
        return std::nullopt;
    }
    name.remove_prefix(blockPrefix.size());
    BlockName block;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), block.number);
    block.rest = name.substr(static_cast<std::size_t>(end - name.data()));
    return error == std::errc() && block.rest.starts_with('.') ? std::optional(block) : std::nullopt;
}

std::string withBlock(const BlockName& block, std::uint32_t number) {
    return fmt::format("{}{}{}", blockPrefix, number, block.rest);
}

bool isPruned(std::span<const std::uint32_t> layers, std::size_t layer) {
    return std::ranges::binary_search(layers, layer);
}

template <class Values>
void dropPruned(Values& values, std::span<const std::uint32_t> layers, std::uint32_t count) {
    if (values.size() == count) {
        Values kept;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!isPruned(layers, i)) {
                kept.push_back(values[i]);
            }
        }
        values = std::move(kept);
    }
}

// Keys that may hold one value a layer. llama-quantize leaves them as they are, and the loader then refuses the file.
constexpr auto perLayerKeys = std::to_array<std::string_view>({
    "attention.head_count",
    "attention.head_count_kv",
    "attention.sliding_window_pattern",
    "feed_forward_length",
});

Metadata prunedMetadata(const Model& model, std::span<const std::uint32_t> layers, std::uint32_t left) {
    const std::string prefix = model.architecture() + '.';
    const std::string blockCount = prefix + "block_count";
    Metadata metadata;
    for (const MetadataPair& pair : model.ggufMetadata().pairs()) {
        MetadataValue value = pair.value;
        auto* const array = std::get_if<MetadataArray>(&value);
        if (pair.key == blockCount) {
            value = left;
        } else if (array != nullptr && std::ranges::any_of(perLayerKeys, [&](std::string_view key) {
                       return pair.key == prefix + std::string(key);
                   })) {
            std::visit([&](auto& values) { dropPruned(values, layers, model.hyper().layers); }, *array);
        }
        metadata.insert(pair.key, std::move(value));
    }
    return metadata;
}

} // namespace

std::shared_ptr<const Model> withoutLayers(const Model& model, std::span<const std::uint32_t> layers) {
    const std::uint32_t count = model.hyper().layers;
    if (!layers.empty() && layers.back() >= count) {
        throw badInput(model.checkpoint().path(), say("There is no layer {} to prune", layers.back()),
                       say("The model has {} layers, counted from 0.", count));
    }
    if (layers.size() >= count) {
        throw badInput(model.checkpoint().path(), say("No layer would be left"), say("Prune fewer layers."));
    }
    const auto left = static_cast<std::uint32_t>(count - layers.size());
    Model::Parts parts = model.parts();
    std::erase_if(parts.weights, [&](const Weight& weight) {
        const auto block = blockIn(weight.name);
        return block && isPruned(layers, block->number);
    });
    for (Weight& weight : parts.weights) {
        if (const auto block = blockIn(weight.name)) {
            const auto before = static_cast<std::uint32_t>(std::ranges::lower_bound(layers, block->number) - layers.begin());
            weight.name = withBlock(*block, block->number - before);
            weight.layer = block->number - before;
        }
    }
    parts.ggufMetadata = prunedMetadata(model, layers, left);
    parts.hyper.layers = left;
    parts.hyper.predictionLayers -= static_cast<std::uint32_t>(
        std::ranges::count_if(layers, [&](std::uint32_t layer) { return layer >= model.hyper().mainLayers(); }));
    dropPruned(parts.hyper.feedForward, layers, count);
    dropPruned(parts.hyper.heads, layers, count);
    dropPruned(parts.hyper.kvHeads, layers, count);
    return std::make_shared<const Model>(std::move(parts));
}

std::string nameBeforePruning(std::string_view name, std::span<const std::uint32_t> layers) {
    const auto block = blockIn(name);
    if (!block) {
        return std::string(name);
    }
    std::uint32_t number = block->number;
    for (const std::uint32_t pruned : layers) { // ascending: each one before it moves it down by one
        number += pruned <= number ? 1 : 0;
    }
    return withBlock(*block, number);
}

std::optional<std::string> nameAfterPruning(std::string_view name, std::span<const std::uint32_t> layers) {
    const auto block = blockIn(name);
    if (!block) {
        return std::string(name);
    }
    if (isPruned(layers, block->number)) {
        return std::nullopt;
    }
    const auto before = static_cast<std::uint32_t>(std::ranges::lower_bound(layers, block->number) - layers.begin());
    return withBlock(*block, block->number - before);
}

} // namespace quantlathe
