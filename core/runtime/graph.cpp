// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/graph.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "runtime/families.h"
#include "runtime/graph_reader.h"
#include "runtime/graph_ropes.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlathe {
namespace {

class Builder {
public:
    Builder(const Model& model, const FamilyRow& family) : reader_(model, family), hyper_(model.hyper()), family_(family) {}

    Graph build() {
        const std::uint32_t layers = checkedLayers();
        graph_.hidden = hyper_.hidden;
        graph_.vocabulary = hyper_.vocabulary;
        graph_.norm = family_.norm;
        graph_.activation = activation();
        graph_.epsilon = static_cast<float>(hyper_.normEpsilon);
        graph_.logitCap = static_cast<float>(reader_.number("final_logit_softcapping").value_or(0.0));
        graph_.parallelResidual = reader_.flag("use_parallel_residual").value_or(family_.isParallel);
        addFactors();
        addEmbeddings();
        addRopes();
        for (std::uint32_t layer = 0; layer < layers; ++layer) {
            graph_.blocks.push_back(block(layer));
        }
        addOutput();
        limitLength();
        return std::move(graph_);
    }

private:
    /// Layers that only predict further tokens stand behind the others and are not run.
    [[nodiscard]] std::uint32_t checkedLayers() const {
        const bool isComplete = hyper_.layers > 0 && hyper_.hidden > 0 && hyper_.vocabulary > 0 &&
                                hyper_.heads.size() == hyper_.layers && hyper_.kvHeads.size() == hyper_.layers;
        if (!isComplete) {
            refuse(say("its layers, heads, widths or vocabulary are not all known"));
        }
        if (!(hyper_.normEpsilon > 0 && hyper_.normEpsilon < 1)) {
            refuse(say("the epsilon of its norms is {}", hyper_.normEpsilon));
        }
        const std::uint64_t predicting = reader_.count("nextn_predict_layers", 0);
        if (predicting >= hyper_.layers) {
            refuse(say("all of its {} layers predict further tokens", hyper_.layers));
        }
        return hyper_.layers - static_cast<std::uint32_t>(predicting);
    }

    /// The family's, unless the file names one (ModernBERT and what was made of it).
    [[nodiscard]] Activation activation() const {
        const Metadata& metadata = reader_.model().ggufMetadata();
        const auto name = metadata.string(reader_.model().architecture() + ".hidden_activation");
        if (!name || *name == "gelu") {
            return family_.activation;
        }
        if (*name != "silu") {
            refuse(say("its activation \"{}\" is not known", escapeForDisplay(*name, 40)));
        }
        return Activation::silu;
    }

    [[nodiscard]] float factor(std::string_view key) const {
        const double value = reader_.number(key).value_or(0.0);
        return value == 0.0 ? 1.0F : static_cast<float>(value); // llama.cpp takes 0 for "not given"
    }

    void addFactors() {
        graph_.embeddingScale =
            family_.scalesEmbedding ? std::sqrt(static_cast<float>(hyper_.hidden)) : factor("embedding_scale");
        graph_.residualFactor = factor("residual_scale");
        const float logits = factor("logit_scale");
        graph_.logitFactor = family_.dividesLogits ? 1.0F / logits : logits;
    }

    void addEmbeddings() {
        graph_.tokenEmbedding = &reader_.required("token_embd.weight", {graph_.vocabulary, graph_.hidden});
        if (const Weight* const positions = reader_.find("position_embd.weight")) {
            const std::array shape{positions->rows(), graph_.hidden};
            graph_.positionEmbedding = &reader_.readable(*positions, shape);
            graph_.longestSequence = positions->rows();
            graph_.longestReason = say("the model has learned that many positions");
        } else if (family_.positions == Positions::learned) {
            refuse(say("position_embd.weight is missing"));
        }
        graph_.tokenTypes = firstRowOf("token_types.weight");
        if (family_.normsEmbedding) {
            graph_.embeddingNorm = reader_.norm("token_embd_norm", graph_.hidden);
        }
        if (reader_.find("per_layer_token_embd.weight") != nullptr) {
            addLayerInputs();
        }
        graph_.streams = static_cast<std::uint32_t>(reader_.count("altup.num_inputs", 1));
        if (graph_.streams > 1) {
            checkStreams();
            graph_.toStreams = reader_.stacked("altup_proj", graph_.streams - 1, graph_.hidden, graph_.hidden);
            graph_.fromStreams = reader_.stacked("altup_unembd_proj", graph_.streams - 1, graph_.hidden, graph_.hidden);
        }
    }

    /// nullptr where there is none.
    [[nodiscard]] const Weight* firstRowOf(const std::string& name) const {
        const Weight* const weight = reader_.find(name);
        if (weight == nullptr) {
            return nullptr;
        }
        std::vector<std::uint64_t> shape{weight->rows(), graph_.hidden};
        if (weight->shape.size() == 1) { // GGUF files drop the leading dimension of a single row
            shape.erase(shape.begin());
        }
        return &reader_.readable(*weight, shape);
    }

    void checkStreams() const {
        constexpr std::uint32_t most = 64;
        if (graph_.streams > most || reader_.count("altup.active_idx", 0) != 0) {
            refuse(say("of {} streams it works on another one than the first", graph_.streams));
        }
    }

    void addLayerInputs() {
        LayerInputs inputs;
        inputs.width = reader_.count("embedding_length_per_layer_input", 0);
        const std::uint64_t all = inputs.width * hyper_.layers;
        if (inputs.width == 0) {
            refuse(say("the width of its embeddings by layer is not known"));
        }
        inputs.table = &reader_.required("per_layer_token_embd.weight", {graph_.vocabulary, all});
        inputs.projection = reader_.linear("per_layer_model_proj", all, graph_.hidden);
        inputs.norm = reader_.norm("per_layer_proj_norm", inputs.width);
        graph_.layerInputs = inputs;
    }

    /// Rope 0 is that of layers that see all tokens, rope 1 (if there is one) that of layers with a window; the last one is
    /// that of indexers.
    void addRopes() {
        const bool standsStill = (family_.mayStandStill && !reader_.flag("rope.scaling.finetuned").value_or(false)) ||
                                 (family_.distanceLayers != 0 && family_.distanceLayers == hyper_.layers);
        if ((family_.positions != Positions::pairs && family_.positions != Positions::halves) || standsStill) {
            return;
        }
        for (const bool isOfWindows : {false, true}) {
            if (isOfWindows && !family_.windowLayersUnscaled) {
                continue;
            }
            RopeOrReason found = ropeOfModel(reader_.model(), family_, isOfWindows);
            if (found.whyNot) {
                refuse(*found.whyNot);
            }
            graph_.ropes.push_back(std::move(found.rope));
        }
        if (family_.indexerRotatesHalves) {
            graph_.ropes.push_back(graph_.ropes.front());
            graph_.ropes.back().interleaved = false;
        }
    }

    Block block(std::uint32_t layer) {
        Block block;
        block.index = layer;
        addMixer(reader_, graph_, block);
        addRecurrence(reader_, graph_, block);
        addNetwork(reader_, graph_, block);
        if (!block.hasMixer() && !block.hasNetwork()) {
            refuse(say("layer {} has neither attention nor a feed-forward network that is known", layer));
        }
        if (graph_.layerInputs) {
            const std::uint64_t width = graph_.layerInputs->width;
            block.layerInput = LayerInput{reader_.linear(inLayer(layer, "inp_gate"), width, graph_.hidden),
                                          reader_.linear(inLayer(layer, "proj"), graph_.hidden, width),
                                          reader_.norm(inLayer(layer, "post_norm"), graph_.hidden)};
        }
        if (graph_.streams > 1) {
            block.streams = streamMixing(layer);
        }
        block.outputFactor = outputFactor(layer);
        return block;
    }

    [[nodiscard]] StreamMixing streamMixing(std::uint32_t layer) const {
        const std::uint64_t streams = graph_.streams;
        StreamMixing mixing;
        mixing.routerNorm = reader_.norm(inLayer(layer, "altup_router_norm"), graph_.hidden);
        mixing.router = reader_.linear(inLayer(layer, "altup_router"), streams, graph_.hidden);
        mixing.predictions = &reader_.required(inLayer(layer, "altup_predict_coef.weight"), {streams * streams, streams});
        mixing.corrections = &reader_.required(inLayer(layer, "altup_correct_coef.weight"), {streams, streams});
        mixing.activeGain = reader_.optional(inLayer(layer, "altup_correct_scale.weight"), {graph_.hidden});
        const std::string narrow = inLayer(layer, "laurel_l");
        const Weight* const weight = reader_.find(narrow + ".weight");
        const std::uint64_t rank = weight == nullptr ? 0 : weight->rows();
        mixing.narrow = reader_.linear(narrow, rank, graph_.hidden);
        mixing.wide = reader_.linear(inLayer(layer, "laurel_r"), graph_.hidden, rank);
        mixing.aroundNorm = reader_.norm(inLayer(layer, "laurel_post_norm"), graph_.hidden);
        return mixing;
    }

    /// One number behind the layer (Gemma 4).
    [[nodiscard]] float outputFactor(std::uint32_t layer) const {
        const std::string name = inLayer(layer, "layer_output_scale.weight");
        if (reader_.find(name) == nullptr) {
            return 1.0F;
        }
        return reader_.value(reader_.row(name, 1));
    }

    void addOutput() {
        if (family_.isEncoder) {
            graph_.outputNorm = reader_.normIfThere("output_norm", graph_.hidden);
            return;
        }
        const std::string_view norm = reader_.find("output_norm.weight") == nullptr && !family_.normsEmbedding
                                          ? "token_embd_norm" // LFM2 has its last norm under this name
                                          : "output_norm";
        graph_.outputNorm = family_.hasPlainNorms ? Norm{.isPlain = true} : reader_.norm(std::string(norm), graph_.hidden);
        graph_.normsOutputRows = graph_.vocabulary == family_.vocabularyOfNormedRows;
        graph_.output = reader_.find("output.weight") != nullptr
                            ? reader_.linear("output", graph_.vocabulary, graph_.hidden)
                            : reader_.linear("token_embd", graph_.vocabulary, graph_.hidden);
    }

    /// Up to so many tokens an indexer chooses all of them (DeepSeek V3.2, GLM 5): such files are of use without it.
    void limitLength() {
        const std::uint64_t chosen = reader_.count("attention.indexer.top_k", 0);
        const auto hasNone = [](const Block& block) {
            return block.attention && block.attention->latent && !block.attention->latent->choice &&
                   !block.attention->latent->choiceOfLayer;
        };
        if (chosen > 0 && std::ranges::any_of(graph_.blocks, hasNone)) {
            graph_.longestSequence = chosen;
            graph_.longestReason = say("in longer texts its layers choose what they look at, and the file has no indexer");
        }
        if (const std::uint64_t blockTokens = reader_.count("attention.indexer.block_size", 0); chosen > 0 && blockTokens > 0) {
            graph_.longestSequence =
                std::min<std::uint64_t>(chosen, UINT16_MAX) * std::min<std::uint64_t>(blockTokens, UINT16_MAX);
            graph_.longestReason = say("in longer texts its layers choose blocks of tokens, which is not computed");
        }
    }

    GraphReader reader_;
    const HyperParameters& hyper_;
    const FamilyRow& family_;
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

std::optional<std::string> whyNoPredictions(const Graph& graph) {
    return graph.output ? std::nullopt
                        : std::optional(say("It is an encoder, which turns a text into vectors: there is no probability of the "
                                            "next token. Statistics of its inputs (imatrix, calibrate) can be made."));
}

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
