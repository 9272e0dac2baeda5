// SPDX-License-Identifier: GPL-3.0-or-later
// Llama models of any size for tests of plans and estimates: real headers, tensor data that occupies no disk space.
#pragma once

#include "checkpoint/gguf_writer.h"
#include "model/model.h"
#include "plan/plan.h"

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <QTemporaryDir>
#include <string>
#include <vector>

namespace quantlathe::test {

struct LlamaShape {
    std::uint32_t layers = 2;
    std::uint32_t hidden = 256;
    std::uint32_t feedForward = 512;
    std::uint32_t heads = 4;
    std::uint32_t kvHeads = 2;
    std::uint32_t headSize = 64;
    std::uint32_t vocabulary = 448;
    std::uint32_t contextTokens = 4096;
    std::uint32_t experts = 0;
    std::uint32_t expertsUsed = 0;
    bool tied = false;
    bool ropeFactors = false;
    std::string architecture = "llama";
    std::uint32_t slidingWindow = 0;                // 0: no key
    std::vector<std::int32_t> kvHeadsOfLayers = {}; // empty: kvHeads in all
    bool singleExperts = false;                     // one tensor an expert, the last one first
    std::uint32_t statedExperts = 0;                // 0: as many as there are
    std::vector<MetadataPair> furtherKeys = {};     // without the architecture's name; in place of those above
    bool byteVocabulary = false; // of GPT-2's kind: a token a byte and two merges, no word about how words are cut
};

/// Meta's Llama 3.1 8B.
inline LlamaShape llama8B() {
    return {.layers = 32,
            .hidden = 4096,
            .feedForward = 14336,
            .heads = 32,
            .kvHeads = 8,
            .headSize = 128,
            .vocabulary = 128256,
            .contextTokens = 131072,
            .ropeFactors = true};
}

/// The character that stands for a byte in GPT-2's vocabularies: itself where it is visible, else one from U+0100 on.
inline std::string byteStandIn(unsigned byte, unsigned& invisible) {
    const bool isVisible = (byte > 32 && byte < 127) || (byte > 160 && byte != 173);
    const unsigned point = isVisible ? byte : 256 + invisible++;
    return point < 128 ? std::string(1, static_cast<char>(point))
                       : std::string{static_cast<char>(0xC0U | (point >> 6U)), static_cast<char>(0x80U | (point & 63U))};
}

inline void addByteVocabulary(Metadata& metadata) {
    std::vector<std::string> tokens;
    unsigned invisible = 0;
    for (unsigned byte = 0; byte < 256; ++byte) {
        tokens.push_back(byteStandIn(byte, invisible));
    }
    tokens.insert(tokens.end(), {"th", "the"});
    metadata.insert("tokenizer.ggml.model", std::string("gpt2"));
    metadata.insert("tokenizer.ggml.tokens", MetadataArray(std::move(tokens)));
    metadata.insert("tokenizer.ggml.merges", MetadataArray(std::vector<std::string>{"t h", "th e"}));
}

/// A GGUF file of such a model; its tensors read as zeros.
inline std::filesystem::path writeLlamaGguf(const QTemporaryDir& folder, const LlamaShape& shape,
                                            ElementType type = ElementType::BF16, const std::string& name = "model.gguf") {
    Metadata metadata;
    const std::string prefix = shape.architecture + '.';
    metadata.insert("general.architecture", shape.architecture);
    metadata.insert("general.name", std::string("Synthetic"));
    const auto count = [&](const char* key, std::uint32_t value) { metadata.insert(prefix + key, value); };
    count("block_count", shape.layers);
    count("context_length", shape.contextTokens);
    count("embedding_length", shape.hidden);
    count("feed_forward_length", shape.feedForward);
    count("attention.head_count", shape.heads);
    if (shape.kvHeadsOfLayers.empty()) {
        count("attention.head_count_kv", shape.kvHeads);
    } else {
        metadata.insert(prefix + "attention.head_count_kv", MetadataArray(shape.kvHeadsOfLayers));
    }
    count("attention.key_length", shape.headSize);
    count("attention.value_length", shape.headSize);
    count("rope.dimension_count", shape.headSize);
    count("vocab_size", shape.vocabulary);
    metadata.insert(prefix + "attention.layer_norm_rms_epsilon", 1e-5F);
    if (shape.slidingWindow > 0) {
        count("attention.sliding_window", shape.slidingWindow);
    }
    if (shape.experts > 0) {
        count("expert_count", shape.statedExperts > 0 ? shape.statedExperts : shape.experts);
        count("expert_used_count", shape.expertsUsed);
    }
    for (const MetadataPair& pair : shape.furtherKeys) {
        metadata.set(prefix + pair.key, pair.value);
    }
    if (shape.byteVocabulary) {
        addByteVocabulary(metadata);
    }

    std::vector<GgufTensor> tensors;
    const auto vector = [&](std::string tensor, std::uint64_t columns) {
        tensors.push_back({std::move(tensor), ElementType::F32, {columns}});
    };
    const auto matrix = [&](std::string tensor, std::vector<std::uint64_t> dimensions) {
        tensors.push_back({std::move(tensor), type, std::move(dimensions)});
    };
    if (shape.ropeFactors) {
        vector("rope_freqs.weight", shape.headSize / 2);
    }
    matrix("token_embd.weight", {shape.vocabulary, shape.hidden});
    for (std::uint32_t layer = 0; layer < shape.layers; ++layer) {
        const std::string block = "blk." + std::to_string(layer) + '.';
        const std::uint64_t queries = std::uint64_t{shape.heads} * shape.headSize;
        const std::uint64_t keys = std::uint64_t{shape.kvHeads} * shape.headSize;
        vector(block + "attn_norm.weight", shape.hidden);
        matrix(block + "attn_q.weight", {queries, shape.hidden});
        matrix(block + "attn_k.weight", {keys, shape.hidden});
        matrix(block + "attn_v.weight", {keys, shape.hidden});
        matrix(block + "attn_output.weight", {shape.hidden, queries});
        vector(block + "ffn_norm.weight", shape.hidden);
        if (shape.experts > 0) {
            tensors.push_back({block + "ffn_gate_inp.weight", ElementType::F32, {shape.experts, shape.hidden}});
            for (std::uint32_t expert = shape.singleExperts ? shape.experts : 0; expert-- > 0;) {
                const std::string suffix = '.' + std::to_string(expert) + ".weight";
                matrix(block + "ffn_gate" + suffix, {shape.feedForward, shape.hidden});
                matrix(block + "ffn_down" + suffix, {shape.hidden, shape.feedForward});
                matrix(block + "ffn_up" + suffix, {shape.feedForward, shape.hidden});
            }
            if (!shape.singleExperts) {
                matrix(block + "ffn_gate_exps.weight", {shape.experts, shape.feedForward, shape.hidden});
                matrix(block + "ffn_up_exps.weight", {shape.experts, shape.feedForward, shape.hidden});
                matrix(block + "ffn_down_exps.weight", {shape.experts, shape.hidden, shape.feedForward});
            }
        } else {
            matrix(block + "ffn_gate.weight", {shape.feedForward, shape.hidden});
            matrix(block + "ffn_up.weight", {shape.feedForward, shape.hidden});
            matrix(block + "ffn_down.weight", {shape.hidden, shape.feedForward});
        }
    }
    vector("output_norm.weight", shape.hidden);
    if (!shape.tied) {
        matrix("output.weight", {shape.vocabulary, shape.hidden});
    }

    const GgufLayout layout = layOutGguf(metadata, tensors);
    const auto path = std::filesystem::path(folder.path().toStdString()) / name;
    std::ofstream file(path, std::ios::binary);
    file.write(reinterpret_cast<const char*>(layout.header.data()), static_cast<std::streamsize>(layout.header.size()));
    file.close();
    std::filesystem::resize_file(path, layout.fileBytes); // sparse
    return path;
}

inline std::shared_ptr<const Model> llamaModel(const QTemporaryDir& folder, const LlamaShape& shape,
                                               ElementType type = ElementType::BF16) {
    return openModel(writeLlamaGguf(folder, shape, type));
}

inline Plan presetPlan(std::shared_ptr<const Model> model, const std::string& preset) {
    PlanDocument document;
    document.preset = preset;
    return makePlan(std::move(model), document);
}

} // namespace quantlathe::test
