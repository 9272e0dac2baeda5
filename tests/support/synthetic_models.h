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
    std::uint32_t slidingWindow = 0; // 0: no key
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
    count("attention.head_count_kv", shape.kvHeads);
    count("attention.key_length", shape.headSize);
    count("attention.value_length", shape.headSize);
    count("rope.dimension_count", shape.headSize);
    count("vocab_size", shape.vocabulary);
    metadata.insert(prefix + "attention.layer_norm_rms_epsilon", 1e-5F);
    if (shape.slidingWindow > 0) {
        count("attention.sliding_window", shape.slidingWindow);
    }
    if (shape.experts > 0) {
        count("expert_count", shape.experts);
        count("expert_used_count", shape.expertsUsed);
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
            matrix(block + "ffn_gate_exps.weight", {shape.experts, shape.feedForward, shape.hidden});
            matrix(block + "ffn_up_exps.weight", {shape.experts, shape.feedForward, shape.hidden});
            matrix(block + "ffn_down_exps.weight", {shape.experts, shape.hidden, shape.feedForward});
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
