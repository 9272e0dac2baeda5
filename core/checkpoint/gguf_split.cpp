// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/gguf_split.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_layout.h"

#include <algorithm>

namespace quantlathe {
namespace {

constexpr std::size_t mostFiles = 65535; // split.count is a u16

void addSplitKeys(Metadata& metadata, std::size_t number, std::size_t count, std::size_t tensors, SplitKeyOrder order) {
    metadata.set("split.no", static_cast<std::uint16_t>(number));
    if (order == SplitKeyOrder::quantize) {
        metadata.set("split.count", static_cast<std::uint16_t>(count));
    }
    metadata.set("split.tensors.count", static_cast<std::int32_t>(tensors));
    if (order == SplitKeyOrder::ggufSplit) { // it knows the count only at the end
        metadata.set("split.count", static_cast<std::uint16_t>(count));
    }
}

void checkCount(std::size_t files) {
    if (files > mostFiles) {
        throw badInput({}, say("The model would be cut into too many files"),
                       say("More than {} files; choose a larger limit.", groupedDigits(mostFiles)));
    }
}

} // namespace

std::vector<std::size_t> shardsOfTensors(std::span<const std::uint64_t> sizes, const GgufSplitLimits& limits) {
    std::vector<std::size_t> shards;
    shards.reserve(sizes.size());
    std::size_t shard = limits.isFirstEmpty ? 1 : 0;
    std::uint64_t bytes = 0; // of the current file
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const std::uint64_t padded = roundUp(sizes[i], gguf::defaultAlignment);
        const bool isFull = limits.bytes > 0     ? bytes + padded > limits.bytes
                            : limits.tensors > 0 ? i > 0 && i % limits.tensors == 0
                                                 : false;
        if (isFull && i == 0) {
            throw badInput({}, say("The limit for a file is smaller than the first tensor"),
                           say("It has {} bytes, a file may have {}. Choose a larger limit.", groupedDigits(padded),
                               groupedDigits(limits.bytes)));
        }
        bytes = isFull ? padded : bytes + padded;
        shard += isFull ? 1 : 0;
        shards.push_back(shard);
    }
    checkCount(shard + 1);
    return shards;
}

std::vector<GgufLayout> layOutGgufSet(const Metadata& metadata, std::span<const GgufTensor> tensors,
                                      std::span<const std::size_t> shards, SplitKeyOrder order) {
    const std::size_t count = shards.empty() ? 1 : std::ranges::max(shards) + 1;
    checkCount(count);
    std::vector<std::vector<GgufTensor>> members(count);
    for (std::size_t i = 0; i < tensors.size(); ++i) {
        members[shards[i]].push_back(tensors[i]);
    }
    std::vector<GgufLayout> layouts;
    layouts.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        Metadata own;
        if (i == 0) {
            own = metadata;
        } else if (const MetadataValue* const alignment = metadata.find(gguf::alignmentKey)) {
            own.insert(std::string(gguf::alignmentKey), *alignment); // each file is read by itself
        }
        addSplitKeys(own, i, count, tensors.size(), order);
        layouts.push_back(layOutGguf(own, members[i]));
    }
    return layouts;
}

} // namespace quantlathe
