// SPDX-License-Identifier: GPL-3.0-or-later
// Attention of all kinds, from metadata and weights.
#include "runtime/graph_reader.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

/// Models with so many experts norm no queries (Llama 4 Maverick; no file says it).
constexpr std::uint32_t expertsWithoutHeadNorms = 128;

class MixerBuilder {
public:
    MixerBuilder(const GraphReader& reader, const Graph& graph, Block& block)
        : reader_(reader), hyper_(reader.hyper()), family_(reader.family()), graph_(graph), block_(block), layer_(block.index) {
    }

    void add() {
        if (!has("attn_output") || has("ssm_f_a")) { // the output of Kimi delta attention has that name, too
            return;
        }
        addNorms();
        Attention attention;
        attention.heads = hyper_.heads[layer_];
        attention.cap = static_cast<float>(reader_.number("attn_logit_softcapping").value_or(0.0));
        addSight(attention);
        if (reader_.count("attention.kv_lora_rank", 0) > 0) {
            addLatents(attention);
        } else {
            addHeads(attention);
        }
        block_.mixerOutputs = {linear("attn_output", graph_.hidden, attention.width())};
        block_.attention = attention;
    }

private:
    [[nodiscard]] Linear linear(std::string_view name, std::uint64_t rows, std::uint64_t columns) const {
        return reader_.linear(inLayer(layer_, name), rows, columns);
    }
    [[nodiscard]] bool has(std::string_view name) const { return reader_.has(layer_, name); }

    /// A norm behind attention and none in front of the network: it has that name only (seed_oss, glm4moe, gpt-oss,
    /// Qwen3-Next).
    [[nodiscard]] bool isPostNormOfAttention() const {
        return has("post_attention_norm") && (has("ffn_norm") || has("post_ffw_norm"));
    }

    void addNorms() {
        if (family_.hasPlainNorms) {
            block_.mixerNorm = {.isPlain = true};
            return;
        }
        if (family_.normsStream) {
            block_.streamNormBehindMixer = reader_.norm(inLayer(layer_, "attn_output_norm"), graph_.hidden);
            block_.streamNormAgain = reader_.normIfThere(inLayer(layer_, "attn_norm_2"), graph_.hidden);
            return;
        }
        if (family_.isEncoder && layer_ == 0 && !has("attn_norm")) { // the norm of the embedding stands right in front
            return;
        }
        if (isPostNormOfAttention()) {
            block_.postMixerNorm = reader_.norm(inLayer(layer_, "post_attention_norm"), graph_.hidden);
        }
        // Falcon 40B norms what attention reads and what the network reads apart; the first has the number 2.
        const std::string name = inLayer(layer_, has("attn_norm_2") ? "attn_norm_2" : "attn_norm");
        // Families that norm the outputs instead have no norm in front.
        block_.mixerNorm = block_.postMixerNorm ? reader_.normIfThere(name, graph_.hidden) : reader_.norm(name, graph_.hidden);
    }

    /// Which tokens are seen, and how their places are told.
    void addSight(Attention& attention) const {
        const std::uint32_t window = windowOf();
        (family_.windowsAreChunks ? attention.chunk : attention.window) = window;
        attention.looksAhead = family_.isEncoder;
        const bool isFree = family_.ropeFreePeriod != 0 && (layer_ + 1) % family_.ropeFreePeriod == 0;
        const bool isFullAmongWindows = family_.rotatesInWindowsOnly && window == 0 && hasWindows();
        if (!graph_.ropes.empty() && !isFree && !isFullAmongWindows) {
            attention.rope = window != 0 && graph_.ropes.size() > 1 ? 1 : 0;
        }
        const bool isByDistance = family_.distanceLayers == 0 || family_.distanceLayers == hyper_.layers;
        attention.largestBias =
            static_cast<float>(reader_.number("attention.max_alibi_bias").value_or(isByDistance ? family_.largestBias : 0.0));
        addTemperature(attention);
    }

    void addTemperature(Attention& attention) const {
        const double given = reader_.number("attention.temperature_scale").value_or(0.0);
        const double temperature = given > 0 ? given : family_.temperature;
        const bool isHere = family_.temperature == 0 || !attention.rope; // Llama 4: only where nothing rotates
        const std::uint64_t step =
            reader_.count("attention.temperature_length",
                          family_.temperatureStep != 0 ? family_.temperatureStep : hyper_.ropeScaling.originalContext);
        if (temperature > 0 && isHere && step > 0) {
            attention.temperature = static_cast<float>(temperature);
            attention.temperatureStep = step;
            attention.temperatureShift = family_.temperature > 0 ? 1 : 0;
        }
    }

    [[nodiscard]] std::uint64_t windowSize() const {
        const std::uint64_t size = reader_.count("attention.sliding_window", family_.defaultWindow);
        if (family_.windowPeriod == 0 || size == 0) {
            return 0;
        }
        return family_.isEncoder ? size / 2 + 1 : size + family_.windowExtra; // of an encoder both sides are given
    }
    [[nodiscard]] std::uint32_t windowOf() const {
        const std::uint64_t window = windowSize();
        if (window == 0) {
            return 0;
        }
        const auto size = static_cast<std::uint32_t>(std::min<std::uint64_t>(window, UINT32_MAX));
        constexpr std::string_view pattern = "attention.sliding_window_pattern";
        if (const auto flag = reader_.flagOfLayer(pattern, layer_)) {
            return *flag ? size : 0;
        }
        const std::uint64_t period =
            reader_.isList(pattern) ? family_.windowPeriod : reader_.count(pattern, family_.windowPeriod);
        const std::uint64_t full = family_.startsWithFullLayer || period == 0 ? 0 : period - 1;
        const bool hasWindow = period == 0 || layer_ % period != full;
        return hasWindow || family_.windowPeriod == 1 ? size : 0;
    }
    [[nodiscard]] bool hasWindows() const { return windowSize() != 0; }

    [[nodiscard]] float scaleOf(const Attention& attention) const {
        if (const auto scale = reader_.number("attention.scale"); scale && *scale > 0) {
            return static_cast<float>(*scale);
        }
        if (family_.hasUnscaledScores) {
            return 1.0F;
        }
        const bool byHeads = family_.wideHeadLayers != 0 && hyper_.layers == family_.wideHeadLayers;
        const double width = byHeads ? static_cast<double>(hyper_.hidden) / hyper_.heads.front() : attention.keyLength;
        return static_cast<float>(1.0 / std::sqrt(width));
    }

    // ---- Heads of their own ---------------------------------------------------------------------------------------------

    void addHeads(Attention& attention) {
        const bool isWindowed = attention.window != 0;
        attention.kvHeads = hyper_.kvHeads[layer_];
        attention.keyLength = isWindowed ? sizeOfWindows("attention.key_length_swa", hyper_.keyLength) : hyper_.keyLength;
        attention.valueLength =
            isWindowed ? sizeOfWindows("attention.value_length_swa", hyper_.valueLength) : hyper_.valueLength;
        if (attention.keyLength == 0 || attention.valueLength == 0) {
            refuse(say("the sizes of its heads are not known"));
        }
        if (attention.kvHeads == 0 || attention.heads == 0 || attention.heads % attention.kvHeads != 0) {
            refuse(say("layer {} has {} heads for {} heads of keys and values", layer_, attention.heads, attention.kvHeads));
        }
        attention.scale = scaleOf(attention);
        attention.clip = static_cast<float>(reader_.number("attention.clamp_kqv").value_or(0.0));
        attention.valueFactor = static_cast<float>(reader_.number("attention.value_scale").value_or(1.0));
        attention.normsBehindRope = family_.normsBehindRope;
        if (family_.normsValues) {
            attention.valueNorm = {{.isPlain = true}, NormKind::rms, attention.valueLength};
        }
        if (reader_.has(layer_, "attn_sinks")) {
            attention.sinks = &reader_.required(inLayer(layer_, "attn_sinks.weight"), {attention.heads});
        }
        addInputs(attention);
        addHeadNorms(attention);
    }

    /// Of heads in layers with a window, which may have their own.
    [[nodiscard]] std::uint32_t sizeOfWindows(std::string_view key, std::uint32_t usual) const {
        return reader_.count(key, 0) == 0 ? usual : reader_.size(key);
    }

    void addInputs(Attention& attention) {
        const std::uint64_t queries = std::uint64_t{attention.heads} * attention.keyLength;
        const std::uint64_t keys = std::uint64_t{attention.kvHeads} * attention.keyLength;
        const std::uint64_t values = std::uint64_t{attention.kvHeads} * attention.valueLength;
        if (has("attn_qkv")) {
            block_.mixerInputs = {linear("attn_qkv", queries + keys + values, graph_.hidden)};
            return;
        }
        const Weight* const query = reader_.find(inLayer(layer_, "attn_q.weight"));
        attention.isGated = family_.gatesAttention && query != nullptr && query->rows() == 2 * queries;
        block_.mixerInputs = {linear("attn_q", (attention.isGated ? 2 : 1) * queries, graph_.hidden)};
        attention.keysOfLayer = layerOfKeys(attention.window != 0);
        if (attention.keysOfLayer) {
            return;
        }
        block_.mixerInputs.push_back(linear("attn_k", keys, graph_.hidden));
        attention.keysAreValues = family_.keysMayBeValues && !has("attn_v");
        if (!attention.keysAreValues) {
            block_.mixerInputs.push_back(linear("attn_v", values, graph_.hidden));
        }
    }

    /// The last layers take keys and values of the last layer of their kind that has its own.
    [[nodiscard]] std::optional<std::uint32_t> layerOfKeys(bool isWindowed) const {
        const std::uint64_t shared = std::min<std::uint64_t>(reader_.count("attention.shared_kv_layers", 0), hyper_.layers);
        const auto own = static_cast<std::uint32_t>(hyper_.layers - shared);
        if (layer_ < own) {
            return std::nullopt;
        }
        for (std::uint32_t layer = own; layer-- > 0;) {
            const auto& made = graph_.blocks[layer].attention;
            if (made && (made->window != 0) == isWindowed) {
                return layer;
            }
        }
        refuse(say("layer {} takes keys of an earlier layer, and there is none of its kind", layer_));
    }

    /// Gains for one head that all have in common, for all heads of a row at once, or for each head apart.
    [[nodiscard]] HeadNorm headNorm(std::string_view name, std::uint64_t heads, std::uint64_t length) const {
        const std::string full = inLayer(layer_, name);
        const Weight* const gain = reader_.find(full + ".weight");
        if (gain == nullptr) {
            return {};
        }
        HeadNorm norm{{}, family_.headNorm, length};
        if (gain->elements() == length) {
            norm.norm = reader_.norm(full, length);
        } else if (family_.hasGainsByHead) {
            norm.norm.gain = &reader_.required(full + ".weight", {heads, length});
        } else {
            norm.norm = reader_.norm(full, heads * length);
            norm.width = heads * length;
        }
        return norm;
    }

    void addHeadNorms(Attention& attention) const {
        if (family_.hasPlainHeadNorms) {
            if (attention.rope && hyper_.experts != expertsWithoutHeadNorms) {
                attention.queryNorm = attention.keyNorm = {{.isPlain = true}, NormKind::rms, attention.keyLength};
            }
            return;
        }
        attention.queryNorm = headNorm("attn_q_norm", attention.heads, attention.keyLength);
        attention.keyNorm = headNorm("attn_k_norm", attention.kvHeads, attention.keyLength);
    }

    // ---- Latents --------------------------------------------------------------------------------------------------------

    void addLatents(Attention& attention) {
        Latents latent;
        latent.rank = reader_.size("attention.kv_lora_rank");
        latent.ropeSize = reader_.size("rope.dimension_count");
        const bool isOld = !has("attn_k_b") && has("attn_kv_b"); // from before the matrices of keys and values were parted
        latent.valueSize = reader_.size(isOld ? "attention.value_length" : "attention.value_length_mla");
        const std::uint32_t ofQuery = reader_.size(isOld ? "attention.key_length" : "attention.key_length_mla");
        if (ofQuery <= latent.ropeSize || attention.heads == 0) {
            refuse(say("a head of {} values cannot have {} that are rotated", ofQuery, latent.ropeSize));
        }
        latent.plainSize = ofQuery - latent.ropeSize;
        const std::uint64_t queries = std::uint64_t{attention.heads} * ofQuery;
        if (const std::uint64_t rank = reader_.count("attention.q_lora_rank", 0); rank > 0) {
            block_.mixerInputs = {linear("attn_q_a", rank, graph_.hidden)};
            latent.queryNorm = {reader_.norm(inLayer(layer_, "attn_q_a_norm"), rank), NormKind::rms, rank, innerEpsilon};
            latent.queries = linear("attn_q_b", queries, rank);
        } else {
            block_.mixerInputs = {linear("attn_q", queries, graph_.hidden)};
        }
        block_.mixerInputs.push_back(linear("attn_kv_a_mqa", latent.rank + latent.ropeSize, graph_.hidden));
        latent.latentNorm = {reader_.norm(inLayer(layer_, "attn_kv_a_norm"), latent.rank), NormKind::rms, latent.rank,
                             innerEpsilon};
        if (isOld) {
            const std::uint64_t ofHead = std::uint64_t{latent.plainSize} + latent.valueSize;
            latent.expansion = linear("attn_kv_b", attention.heads * ofHead, latent.rank);
            attention.kvHeads = attention.heads;
            attention.keyLength = ofQuery;
            attention.valueLength = latent.valueSize;
        } else {
            latent.keys = reader_.stacked(inLayer(layer_, "attn_k_b"), attention.heads, latent.rank, latent.plainSize);
            latent.values = reader_.stacked(inLayer(layer_, "attn_v_b"), attention.heads, latent.valueSize, latent.rank);
            attention.kvHeads = 1;
            attention.keyLength = latent.rank + latent.ropeSize;
            attention.valueLength = latent.rank;
        }
        attention.scale = static_cast<float>(latentScale(ofQuery));
        addChoice(latent);
        attention.latent = latent;
    }

    /// Layers without an indexer of their own take the choice of the last one that has it.
    void addChoice(Latents& latent) {
        const std::uint64_t most = reader_.count("attention.indexer.top_k", 0);
        if (most == 0) {
            return;
        }
        if (!has("indexer.attn_k")) {
            for (std::uint32_t layer = layer_; layer-- > 0 && !latent.choiceOfLayer;) {
                const auto& other = graph_.blocks[layer].attention;
                if (other && other->latent && other->latent->choice) {
                    latent.choiceOfLayer = layer;
                }
            }
            return;
        }
        TokenChoice choice;
        choice.heads = reader_.size("attention.indexer.head_count");
        choice.size = reader_.size("attention.indexer.key_length");
        choice.ropeSize = latent.ropeSize;
        choice.rope = graph_.ropes.size() - 1;
        choice.most = most;
        if (!latent.queries || choice.ropeSize > choice.size || graph_.ropes.empty()) {
            refuse(say("the sizes of its indexer do not fit together"));
        }
        choice.queries = linear("indexer.attn_q_b", std::uint64_t{choice.heads} * choice.size, latent.queries.columns);
        choice.keyNorm = {reader_.norm(inLayer(layer_, "indexer.k_norm"), choice.size), NormKind::layerNorm, choice.size,
                          innerEpsilon};
        block_.mixerInputs.push_back(linear("indexer.attn_k", choice.size, graph_.hidden));
        block_.mixerInputs.push_back(linear("indexer.proj", choice.heads, graph_.hidden));
        latent.choice = choice;
    }

    /// YaRN's temperature works on scores here, not on sines and cosines (docs/runtime.md).
    [[nodiscard]] double latentScale(std::uint32_t ofQuery) const {
        const double plain = 1.0 / std::sqrt(static_cast<double>(ofQuery));
        const RopeScaling& scaling = hyper_.ropeScaling;
        const double multiplier = reader_.number("rope.scaling.yarn_log_multiplier").value_or(0.0);
        if (scaling.type != "yarn" || !(scaling.factor > 1)) {
            return plain;
        }
        const double temperature = 1 + multiplier * std::log(scaling.factor);
        return plain * temperature * temperature;
    }

    static constexpr float innerEpsilon = 1e-6F; // whatever the others have (transformers)

    const GraphReader& reader_;
    const HyperParameters& hyper_;
    const FamilyRow& family_;
    const Graph& graph_;
    Block& block_;
    std::uint32_t layer_;
};

} // namespace

void addMixer(const GraphReader& reader, const Graph& graph, Block& block) {
    MixerBuilder(reader, graph, block).add();
}

} // namespace quantlathe
