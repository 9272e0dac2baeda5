// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/graph.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "runtime/families.h"
#include "runtime/graph_ropes.h"
#include "weights/weight_rows.h"

#include <cmath>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe {
namespace {

/// Says what is missing or does not fit; the caller makes an Error or an answer of it.
struct NotRunnable {
    std::string reason;
};

[[noreturn]] void refuse(std::string reason) {
    throw NotRunnable{std::move(reason)};
}

class Builder {
public:
    Builder(const Model& model, const FamilyRow& family)
        : model_(model), hyper_(model.hyper()), family_(family), prefix_(model.architecture() + '.') {}

    Graph build() {
        checkHyperParameters();
        graph_.hidden = hyper_.hidden;
        graph_.vocabulary = hyper_.vocabulary;
        graph_.keyLength = hyper_.keyLength;
        graph_.valueLength = hyper_.valueLength;
        graph_.norm = family_.norm;
        graph_.activation = family_.activation;
        graph_.epsilon = static_cast<float>(hyper_.normEpsilon);
        graph_.attentionScale = attentionScale();
        graph_.attentionCap = static_cast<float>(number("attn_logit_softcapping").value_or(0.0));
        graph_.logitCap = static_cast<float>(number("final_logit_softcapping").value_or(0.0));
        graph_.embeddingScale = family_.scalesEmbedding ? std::sqrt(static_cast<float>(hyper_.hidden)) : 1.0F;
        graph_.parallelResidual =
            model_.ggufMetadata().boolean(prefix_ + "use_parallel_residual").value_or(model_.architecture() == "gptneox");
        addEmbeddings();
        addRopes();
        for (std::uint32_t layer = 0; layer < hyper_.layers; ++layer) {
            graph_.blocks.push_back(block(layer));
        }
        graph_.outputNorm = norm("output_norm", graph_.hidden);
        graph_.output = find("output.weight") != nullptr ? linear("output", graph_.vocabulary, graph_.hidden)
                                                         : linear("token_embd", graph_.vocabulary, graph_.hidden);
        return std::move(graph_);
    }

private:
    void checkHyperParameters() const {
        const bool isComplete = hyper_.layers > 0 && hyper_.hidden > 0 && hyper_.vocabulary > 0 &&
                                hyper_.heads.size() == hyper_.layers && hyper_.kvHeads.size() == hyper_.layers &&
                                hyper_.keyLength > 0 && hyper_.valueLength > 0;
        if (!isComplete) {
            refuse(say("its layers, heads, widths or vocabulary are not all known"));
        }
        for (std::uint32_t layer = 0; layer < hyper_.layers; ++layer) {
            if (hyper_.kvHeads[layer] == 0 || hyper_.heads[layer] == 0 || hyper_.heads[layer] % hyper_.kvHeads[layer] != 0) {
                refuse(say("layer {} has {} heads for {} heads of keys and values", layer, hyper_.heads[layer],
                           hyper_.kvHeads[layer]));
            }
        }
        if (!(hyper_.normEpsilon > 0 && hyper_.normEpsilon < 1)) {
            refuse(say("the epsilon of its norms is {}", hyper_.normEpsilon));
        }
    }

    [[nodiscard]] std::optional<double> number(std::string_view key) const {
        const auto value = model_.ggufMetadata().number(prefix_ + std::string(key));
        if (value && !std::isfinite(*value)) {
            refuse(say("{}{} is not finite", prefix_, key));
        }
        return value;
    }
    [[nodiscard]] std::uint64_t count(std::string_view key, std::uint64_t otherwise) const {
        const auto value = model_.ggufMetadata().integer(prefix_ + std::string(key));
        if (value && *value < 0) {
            refuse(say("{}{} is {}", prefix_, key, *value));
        }
        return value ? static_cast<std::uint64_t>(*value) : otherwise;
    }

    [[nodiscard]] const Weight* find(std::string_view name) const { return model_.find(name); }
    [[nodiscard]] bool has(std::uint32_t layer, std::string_view name) const {
        return find(fmt::format("blk.{}.{}.weight", layer, name)) != nullptr;
    }
    [[nodiscard]] static std::string inLayer(std::uint32_t layer, std::string_view name) {
        return fmt::format("blk.{}.{}", layer, name);
    }

    const Weight& readable(const Weight& weight, std::span<const std::uint64_t> shape) const {
        if (!std::equal(shape.begin(), shape.end(), weight.shape.begin(), weight.shape.end())) {
            refuse(say("{} has the shape [{}], expected [{}]", escapeForDisplay(weight.name), fmt::join(weight.shape, ", "),
                       fmt::join(shape, ", ")));
        }
        if (const auto reason = whyNotReadable(weight)) {
            refuse(say("{} cannot be read: {}", escapeForDisplay(weight.name), *reason));
        }
        return weight;
    }
    const Weight& required(const std::string& name, std::initializer_list<std::uint64_t> shape) const {
        const Weight* const weight = find(name);
        if (weight == nullptr) {
            refuse(say("{} is missing", name));
        }
        return readable(*weight, {shape.begin(), shape.size()});
    }
    const Weight* optional(const std::string& name, std::initializer_list<std::uint64_t> shape) const {
        const Weight* const weight = find(name);
        return weight == nullptr ? nullptr : &readable(*weight, {shape.begin(), shape.size()});
    }

    [[nodiscard]] Linear linear(const std::string& name, std::uint64_t rows, std::uint64_t columns) const {
        return {&required(name + ".weight", {rows, columns}), optional(name + ".bias", {rows}), 0, rows, columns, {}};
    }
    /// The first of `count` matrices of a stacked weight.
    [[nodiscard]] Linear stacked(const std::string& name, std::uint64_t matrices, std::uint64_t rows,
                                 std::uint64_t columns) const {
        if (find(name + ".bias") != nullptr) {
            refuse(say("{}.bias is there, biases of experts are not supported", name));
        }
        return {&required(name + ".weight", {matrices, rows, columns}), nullptr, 0, rows, columns, 0};
    }
    [[nodiscard]] Norm norm(const std::string& name, std::uint64_t size) const {
        return {&required(name + ".weight", {size}), optional(name + ".bias", {size})};
    }
    [[nodiscard]] Norm normIfThere(const std::string& name, std::uint64_t size) const {
        return find(name + ".weight") == nullptr ? Norm{} : norm(name, size);
    }

    [[nodiscard]] float attentionScale() const {
        if (const auto scale = number("attention.scale"); scale && *scale > 0) {
            return static_cast<float>(*scale);
        }
        const bool byHeads = family_.wideHeadLayers != 0 && hyper_.layers == family_.wideHeadLayers;
        const double width = byHeads ? static_cast<double>(hyper_.hidden) / hyper_.heads.front() : hyper_.keyLength;
        return static_cast<float>(1.0 / std::sqrt(width));
    }

    void addEmbeddings() {
        graph_.tokenEmbedding = &required("token_embd.weight", {graph_.vocabulary, graph_.hidden});
        if (const Weight* const positions = find("position_embd.weight")) {
            const std::array shape{positions->rows(), graph_.hidden};
            graph_.positionEmbedding = &readable(*positions, shape);
            graph_.longestSequence = positions->rows();
        } else if (family_.rope == RopeStyle::none) {
            refuse(say("position_embd.weight is missing"));
        }
    }

    /// Rope 0 is that of layers that see all tokens, rope 1 (if there is one) that of layers with a window.
    void addRopes() {
        if (family_.rope == RopeStyle::none) {
            return;
        }
        RopeOrReason all = ropeOfModel(model_, family_, false);
        if (all.whyNot) {
            refuse(*all.whyNot);
        }
        graph_.ropes.push_back(std::move(all.rope));
        if (family_.windowLayersUnscaled) {
            graph_.ropes.push_back(ropeOfModel(model_, family_, true).rope);
        }
    }

    [[nodiscard]] std::uint32_t windowOf(std::uint32_t layer) const {
        const std::uint64_t window = count("attention.sliding_window", family_.defaultWindow);
        if (family_.windowPeriod == 0 || window == 0) {
            return 0;
        }
        const auto size = static_cast<std::uint32_t>(std::min<std::uint64_t>(window, UINT32_MAX));
        const MetadataValue* const pattern = model_.ggufMetadata().find(prefix_ + "attention.sliding_window_pattern");
        const auto* const array = pattern == nullptr ? nullptr : std::get_if<MetadataArray>(pattern);
        const auto* const flags = array == nullptr ? nullptr : std::get_if<std::vector<bool>>(array);
        if (flags != nullptr && layer < flags->size()) {
            return (*flags)[layer] ? size : 0;
        }
        const std::uint64_t period = count("attention.sliding_window_pattern", family_.windowPeriod);
        const bool hasWindow = period == 0 || layer % period < period - 1;
        return hasWindow || family_.windowPeriod == 1 ? size : 0;
    }

    Block block(std::uint32_t layer) {
        Block block;
        block.index = layer;
        block.heads = hyper_.heads[layer];
        block.kvHeads = hyper_.kvHeads[layer];
        block.window = windowOf(layer);
        const bool rotates =
            family_.rope != RopeStyle::none && (family_.ropeFreePeriod == 0 || (layer + 1) % family_.ropeFreePeriod != 0);
        if (rotates) {
            block.rope = block.window != 0 && graph_.ropes.size() > 1 ? 1 : 0;
        }
        addAttention(block);
        addFeedForward(block);
        return block;
    }

    void addAttention(Block& block) {
        const std::uint32_t layer = block.index;
        const std::uint64_t queries = std::uint64_t{block.heads} * graph_.keyLength;
        const std::uint64_t keys = std::uint64_t{block.kvHeads} * graph_.keyLength;
        const std::uint64_t values = std::uint64_t{block.kvHeads} * graph_.valueLength;
        // Families that norm the outputs instead have no norm in front.
        block.postAttnNorm = normIfThere(inLayer(layer, "post_attention_norm"), graph_.hidden);
        block.attnNorm = block.postAttnNorm ? normIfThere(inLayer(layer, "attn_norm"), graph_.hidden)
                                            : norm(inLayer(layer, "attn_norm"), graph_.hidden);
        if (has(layer, "attn_qkv")) {
            block.qkv = {linear(inLayer(layer, "attn_qkv"), queries + keys + values, graph_.hidden)};
        } else {
            block.qkv = {linear(inLayer(layer, "attn_q"), queries, graph_.hidden),
                         linear(inLayer(layer, "attn_k"), keys, graph_.hidden),
                         linear(inLayer(layer, "attn_v"), values, graph_.hidden)};
        }
        if (const Weight* const gain = find(inLayer(layer, "attn_q_norm.weight"))) {
            block.normsHeads = gain->elements() == graph_.keyLength;
            block.queryNorm = norm(inLayer(layer, "attn_q_norm"), block.normsHeads ? graph_.keyLength : queries);
            block.keyNorm = norm(inLayer(layer, "attn_k_norm"), block.normsHeads ? graph_.keyLength : keys);
        }
        block.attnOutput =
            linear(inLayer(layer, "attn_output"), graph_.hidden, std::uint64_t{block.heads} * graph_.valueLength);
    }

    void addFeedForward(Block& block) {
        const std::uint32_t layer = block.index;
        block.postFfnNorm = normIfThere(inLayer(layer, "post_ffw_norm"), graph_.hidden);
        block.ffnNorm = block.postFfnNorm ? normIfThere(inLayer(layer, "ffn_norm"), graph_.hidden)
                                          : norm(inLayer(layer, "ffn_norm"), graph_.hidden);
        if (has(layer, "ffn_gate_inp")) {
            block.experts = experts(layer);
            return;
        }
        const Weight* const down = find(inLayer(layer, "ffn_down.weight"));
        if (down == nullptr) {
            refuse(say("blk.{}.ffn_down.weight is missing", layer));
        }
        block.feedForward = down->columns();
        block.down = linear(inLayer(layer, "ffn_down"), graph_.hidden, block.feedForward);
        const Weight* const up = find(inLayer(layer, "ffn_up.weight"));
        if (has(layer, "ffn_gate")) {
            block.gateUp = {linear(inLayer(layer, "ffn_gate"), block.feedForward, graph_.hidden),
                            linear(inLayer(layer, "ffn_up"), block.feedForward, graph_.hidden)};
        } else {
            block.gated = up != nullptr && up->rows() == 2 * block.feedForward;
            block.gateUp = {linear(inLayer(layer, "ffn_up"), (block.gated ? 2 : 1) * block.feedForward, graph_.hidden)};
        }
    }

    [[nodiscard]] Experts experts(std::uint32_t layer) const {
        Experts experts;
        experts.count = hyper_.experts;
        experts.used = hyper_.expertsUsed;
        if (experts.used == 0 || experts.used > experts.count) {
            refuse(say("{} of {} experts are used", experts.used, experts.count));
        }
        if (count("expert_gating_func", 1) != 1) {
            refuse(say("its experts are not chosen by a softmax"));
        }
        if (find(inLayer(layer, "exp_probs_b.bias")) != nullptr || count("expert_group_count", 1) > 1) {
            refuse(say("its experts are chosen by biases or in groups"));
        }
        experts.normalizeShares =
            model_.ggufMetadata().boolean(prefix_ + "expert_weights_norm").value_or(family_.normalizesShares);
        if (const double factor = number("expert_weights_scale").value_or(1.0); factor > 0) {
            experts.shareFactor = static_cast<float>(factor);
        }
        const Weight* const down = find(inLayer(layer, "ffn_down_exps.weight"));
        if (down == nullptr) {
            refuse(say("blk.{}.ffn_down_exps.weight is missing", layer));
        }
        experts.feedForward = down->columns();
        experts.router = linear(inLayer(layer, "ffn_gate_inp"), experts.count, graph_.hidden);
        experts.gate = stacked(inLayer(layer, "ffn_gate_exps"), experts.count, experts.feedForward, graph_.hidden);
        experts.up = stacked(inLayer(layer, "ffn_up_exps"), experts.count, experts.feedForward, graph_.hidden);
        experts.down = stacked(inLayer(layer, "ffn_down_exps"), experts.count, graph_.hidden, experts.feedForward);
        if (const Weight* const shared = find(inLayer(layer, "ffn_down_shexp.weight"))) {
            experts.sharedFeedForward = shared->columns();
            experts.sharedGateUp = {linear(inLayer(layer, "ffn_gate_shexp"), experts.sharedFeedForward, graph_.hidden),
                                    linear(inLayer(layer, "ffn_up_shexp"), experts.sharedFeedForward, graph_.hidden)};
            experts.sharedDown = linear(inLayer(layer, "ffn_down_shexp"), graph_.hidden, experts.sharedFeedForward);
            if (const Weight* const gate = find(inLayer(layer, "ffn_gate_inp_shexp.weight"))) {
                experts.sharedGate = sharedGate(*gate);
            }
        }
        return experts;
    }

    /// One row; GGUF files drop its leading dimension.
    [[nodiscard]] Linear sharedGate(const Weight& weight) const {
        if (weight.elements() != graph_.hidden || weight.columns() != graph_.hidden || whyNotReadable(weight)) {
            refuse(say("{} is no row of {} values", escapeForDisplay(weight.name), graph_.hidden));
        }
        return {&weight, nullptr, 0, 1, graph_.hidden, {}};
    }

    const Model& model_;
    const HyperParameters& hyper_;
    const FamilyRow& family_;
    std::string prefix_;
    Graph graph_;
};

Graph buildGraph(const Model& model) {
    const FamilyRow* const family = familyOf(model.architecture());
    if (family == nullptr) {
        refuse(
            say("the architecture \"{}\" cannot be run; these can: {}", escapeForDisplay(model.architecture()), familyNames()));
    }
    if (!model.understood()) {
        refuse(*model.notUnderstood());
    }
    return Builder(model, *family).build();
}

} // namespace

std::optional<std::string> whyNotRunnable(const Model& model) {
    try {
        static_cast<void>(buildGraph(model));
    } catch (const NotRunnable& reason) {
        return reason.reason;
    } catch (const Error& error) {
        return std::string(error.what());
    }
    return std::nullopt;
}

Graph graphOf(const Model& model) {
    try {
        return buildGraph(model);
    } catch (const NotRunnable& reason) {
        throw badInput(model.checkpoint().path(), say("A text cannot be run through this model"),
                       say("Reason: {}.", reason.reason));
    }
}

} // namespace quantlathe
