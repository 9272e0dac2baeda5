// SPDX-License-Identifier: GPL-3.0-or-later
// Encoders: they see a whole text at once and make vectors of it (embeddings), or marks (rerankers), and have no output matrix.
#include "base/error.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/tensor_groups.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

using namespace tensor_groups;

// ---- BERT and RoBERTa ----

constexpr TensorRule bertModel[]{
    {.source = "embeddings.LayerNorm", .target = "token_embd_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "embeddings.token_type_embeddings", .target = "token_types", .rows = any, .columns = hidden, .isOptional = true},
    {.source = "embeddings.word_embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden},
};
constexpr TensorRule positions[]{
    {.source = "embeddings.position_embeddings", .target = "position_embd", .rows = context, .columns = hidden},
};
/// The first rows are for padding, which has no position.
constexpr TensorRule positionsBehindPadding[]{
    {.source = "embeddings.position_embeddings",
     .target = "position_embd",
     .rows = any,
     .columns = hidden,
     .change = Change::cutPositions},
};
constexpr TensorRule classifier[]{
    {.source = "classifier.dense",
     .target = "cls",
     .rows = hidden,
     .columns = hidden,
     .bias = Bias::allowed,
     .isOptional = true},
    {.source = "pre_classifier", .target = "cls", .rows = hidden, .columns = hidden, .bias = Bias::allowed, .isOptional = true},
    {.source = "classifier.out_proj",
     .target = "cls.output",
     .rows = any,
     .columns = hidden,
     .bias = Bias::allowed,
     .isOptional = true},
    {.source = "classifier",
     .target = "cls.output",
     .rows = any,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::labelledModels,
     .isOptional = true},
    {.source = "classifier",
     .target = "cls",
     .rows = any,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::unlabelledModels,
     .isOptional = true},
};
constexpr TensorRule bertLayer[]{
    {.source = "attention.self.query", .target = "attn_q", .rows = queryRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.self.key", .target = "attn_k", .rows = keyRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.self.value", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.output.dense", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::needed},
    {.source = "attention.output.LayerNorm", .target = "attn_output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "intermediate.dense", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::needed},
    {.source = "output.dense", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
    {.source = "output.LayerNorm", .target = "layer_output_norm", .rows = hidden, .bias = Bias::needed},
};
constexpr TensorRule distilBertLayer[]{
    {.source = "attention.q_lin", .target = "attn_q", .rows = queryRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.k_lin", .target = "attn_k", .rows = keyRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.v_lin", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.out_lin", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::needed},
    {.source = "sa_layer_norm", .target = "attn_output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "ffn.lin1", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::needed},
    {.source = "ffn.lin2", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
    {.source = "output_layer_norm", .target = "layer_output_norm", .rows = hidden, .bias = Bias::needed},
};

// ---- ModernBERT: rotary positions, gates, a window in two of three layers ----

constexpr TensorRule modernBertModel[]{
    {.source = "embeddings.norm", .target = "token_embd_norm", .rows = hidden},
    {.source = "embeddings.tok_embeddings", .target = "token_embd", .rows = vocabulary, .columns = hidden},
    {.source = "final_norm", .target = "output_norm", .rows = hidden},
    {.source = "head.dense", .target = "cls", .rows = hidden, .columns = hidden, .isOptional = true},
    {.source = "head.norm", .target = "cls.norm", .rows = hidden, .isOptional = true},
};
constexpr TensorRule modernBertLayer[]{
    {.source = "attn_norm", .target = "attn_norm", .rows = hidden, .isOptional = true}, // not in the first layer
    {.source = "attn.Wqkv", .target = "attn_qkv", .rows = fusedRows, .columns = hidden},
    {.source = "attn.Wo", .target = "attn_output", .rows = hidden, .columns = queryRows},
    {.source = "mlp_norm", .target = "ffn_norm", .rows = hidden},
    {.source = "mlp.Wi", .target = "ffn_up", .rows = twiceFeedForward, .columns = hidden},
    {.source = "mlp.Wo", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};

// ---- NomicBERT: rotary positions, gates, or experts in every so manyth layer ----

constexpr TensorRule nomicModel[]{
    {.source = "emb_ln", .target = "token_embd_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "embeddings.token_type_embeddings", .target = "token_types", .rows = any, .columns = hidden, .isOptional = true},
    {.source = "embeddings.word_embeddings",
     .target = "token_embd",
     .rows = vocabulary,
     .columns = hidden,
     .change = Change::cutRows},
};
constexpr TensorRule nomicLayer[]{
    {.source = "attn.Wqkv", .target = "attn_qkv", .rows = fusedRows, .columns = hidden, .bias = Bias::allowed},
    {.source = "attn.out_proj", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::allowed},
    {.source = "norm1", .target = "attn_output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "norm2", .target = "layer_output_norm", .rows = hidden, .bias = Bias::needed},
};
constexpr TensorRule nomicGated[]{
    {.source = "mlp.fc11", .target = "ffn_up", .rows = feedForward, .columns = hidden},
    {.source = "mlp.fc12", .target = "ffn_gate", .rows = feedForward, .columns = hidden},
    {.source = "mlp.fc2", .target = "ffn_down", .rows = hidden, .columns = feedForward},
};
constexpr TensorRule nomicExperts[]{
    {.source = "mlp.fc1",
     .target = "ffn_up",
     .rows = feedForward,
     .columns = hidden,
     .bias = Bias::allowed,
     .where = Where::denseLayers},
    {.source = "mlp.fc2",
     .target = "ffn_down",
     .rows = hidden,
     .columns = feedForward,
     .bias = Bias::allowed,
     .where = Where::denseLayers},
    {.source = "mlp.router.layer", .target = "ffn_gate_inp", .rows = experts, .columns = hidden, .where = Where::expertLayers},
    {.source = "mlp.experts.mlp.w1",
     .target = "ffn_up_exps.weight",
     .rows = expertRows,
     .columns = hidden,
     .change = Change::matrixForEach,
     .where = Where::expertLayers,
     .isWholeName = true},
    {.source = "mlp.experts.mlp.w2",
     .target = "ffn_down_exps.weight",
     .rows = expertRows,
     .columns = hidden,
     .change = Change::turnedMatrixForEach,
     .where = Where::expertLayers,
     .isWholeName = true},
};

// ---- JinaBERT 2: scores that fall with the distance, gates ----

constexpr TensorRule jinaLayer[]{
    {.source = "attention.self.query", .target = "attn_q", .rows = queryRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.self.key", .target = "attn_k", .rows = keyRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.self.value", .target = "attn_v", .rows = valueRows, .columns = hidden, .bias = Bias::needed},
    {.source = "attention.self.layer_norm_q",
     .target = "attn_q_norm",
     .rows = queryRows,
     .bias = Bias::needed,
     .isOptional = true},
    {.source = "attention.self.layer_norm_k",
     .target = "attn_k_norm",
     .rows = keyRows,
     .bias = Bias::needed,
     .isOptional = true},
    {.source = "attention.output.dense", .target = "attn_output", .rows = hidden, .columns = queryRows, .bias = Bias::needed},
    {.source = "attention.output.LayerNorm", .target = "attn_output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "layer_norm_1", .target = "attn_norm_2", .rows = hidden, .bias = Bias::needed, .isOptional = true},
    {.source = "layer_norm_2", .target = "layer_output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "mlp.layernorm", .target = "layer_output_norm", .rows = hidden, .bias = Bias::needed},
    {.source = "mlp.gated_layers", .target = "ffn_up", .rows = twiceFeedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.up_gated_layer", .target = "ffn_up", .rows = twiceFeedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.gated_layers_v", .target = "ffn_up", .rows = feedForward, .columns = hidden, .bias = Bias::allowed},
    {.source = "mlp.gated_layers_w", .target = "ffn_gate", .rows = feedForward, .columns = hidden, .isOptional = true},
    {.source = "mlp.wo", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
    {.source = "mlp.down_layer", .target = "ffn_down", .rows = hidden, .columns = feedForward, .bias = Bias::needed},
};

constexpr TensorRules nomicModelParts[]{nomicModel, classifier};
constexpr TensorRules nomicParts[]{nomicLayer, nomicGated};
constexpr TensorRules nomicExpertParts[]{nomicLayer, nomicExperts};
constexpr TensorRules jinaModelParts[]{bertModel, classifier};
constexpr TensorRules jinaParts[]{jinaLayer};

constexpr KeyWriter nomicExpertKeys[]{keys::common, keys::encoder, keys::labels, keys::expertInterval, keys::expertUsedCount};

constexpr TensorRules bertModelParts[]{bertModel, positions, classifier};
constexpr TensorRules robertaModelParts[]{bertModel, positionsBehindPadding, classifier};
constexpr TensorRules modernBertModelParts[]{modernBertModel, classifier};
constexpr TensorRules bertParts[]{bertLayer};
constexpr TensorRules distilBertParts[]{distilBertLayer};
constexpr TensorRules modernBertParts[]{modernBertLayer};

// ---- EuroBERT: a Llama that looks ahead ----

constexpr TensorRules euroBertModelParts[]{embedTokens, finalNorm};
constexpr TensorRules euroBertParts[]{normsBefore, queriesAndKeys, valuesAndOutput, gatedFeedForward};
constexpr KeyWriter euroBertKeys[]{keys::common, keys::looksAhead, keys::noRopeScaling, keys::pooling};

constexpr KeyWriter bertKeys[]{keys::common, keys::encoder, keys::labels};
constexpr KeyWriter distilBertKeys[]{keys::layerNormEpsilon, keys::common, keys::encoder, keys::labels};
constexpr KeyWriter modernBertKeys[]{keys::common,         keys::layerNormEpsilon, keys::encoder,
                                     keys::labels,         keys::modernBertWindow, keys::noRopeScaling,
                                     keys::vocabularySize, keys::hiddenActivation};

// Heads that guess words, and what is worked out.
constexpr std::string_view bertDrops[]{"position_ids", "pooler.dense.", "cls.predictions", "cls.seq_relationship", "vocab_"};
constexpr std::string_view robertaDrops[]{"position_ids", "pooler.dense.", "lm_head."};
constexpr std::string_view modernBertDrops[]{"decoder."};
constexpr std::string_view nomicDrops[]{"position_ids", "pooler.dense.", "cls.predictions", "cls.seq_relationship",
                                        "mlp.experts.bias"};

/// Two labels of which the first has no name are those that a library makes up; a model that has a classifier has them all the
/// same, and llama.cpp loads its matrix only if they are listed.
void countLabels(const Config& config, HyperParameters& hyper) {
    constexpr std::uint64_t usualLabels = 2;
    static constexpr std::string_view count[]{"num_labels"};
    const bool classifies = config.architectureClass().ends_with("ForSequenceClassification");
    const nlohmann::json* const labels = member(config.values(), "id2label");
    const bool areThere = labels != nullptr && labels->is_object() && !labels->empty();
    const bool areMadeUp = areThere && labels->size() == usualLabels && labels->begin().value() == "LABEL_0";
    std::uint64_t all = classifies ? config.count(count, maxHeads).value_or(usualLabels) : 0;
    if (areThere) {
        all = areMadeUp && !classifies ? 0 : labels->size();
    }
    hyper.labels = static_cast<std::uint32_t>(std::min(all, maxHeads));
}

void adjustDistilBert(const Config& config, HyperParameters& hyper) {
    countLabels(config, hyper);
    hyper.normEpsilon = 1e-12; // of its class
}

void adjustRoberta(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view padding[]{"pad_token_id"};
    countLabels(config, hyper);
    if (const auto pad = config.count(padding, maxVocabulary)) {
        hyper.contextTokens -= std::min(hyper.contextTokens, *pad + 1);
    }
}

constexpr std::string_view expertInterval[]{"moe_every_n_layers"};

bool hasNomicExperts(const Config& config) {
    return config.count(expertInterval, maxLayers).value_or(0) > 0;
}

/// What config.json may say and no file of these architectures can.
void refuseOtherNomic(const Config& config) {
    static constexpr std::string_view share[]{"rotary_emb_fraction"};
    for (const std::string_view name : {"prenorm", "use_rms_norm", "rotary_emb_interleaved", "causal"}) {
        if (config.flag(name).value_or(false)) {
            throw badInput(config.file(), say("{} has an impossible value", name), say("It is true, expected false."));
        }
    }
    if (config.number(share).value_or(1.0) != 1.0) {
        throw badInput(config.file(), say("{} has an impossible value", share[0]),
                       say("Expected 1: heads are rotated as a whole."));
    }
}

void adjustNomic(const Config& config, HyperParameters& hyper) {
    static constexpr std::string_view used[]{"moe_top_k"};
    static constexpr std::string_view trained[]{"max_trained_positions"};
    static constexpr std::string_view positionCount[]{"n_positions"};
    countLabels(config, hyper);
    refuseOtherNomic(config);
    if (config.count(positionCount, maxSize) && config.count(trained, maxSize).value_or(2048) == 2048) {
        // Texts were as long as this in training: version 1 and 1.5; version 2.
        hyper.contextTokens = hyper.contextTokens == 8192 ? 2048 : hyper.contextTokens == 2048 ? 512 : hyper.contextTokens;
    }
    const std::uint64_t interval = config.count(expertInterval, maxLayers).value_or(0);
    for (std::uint32_t layer = 0; interval > 0 && layer < hyper.layers; ++layer) {
        hyper.expertLayers.push_back(layer % interval == 1);
    }
    hyper.expertsUsed = static_cast<std::uint32_t>(config.count(used, maxHeads).value_or(hyper.expertsUsed));
}

constexpr ArchitectureRow encoder(std::string_view hfClass, std::string_view name, std::string_view prefix,
                                  TokenizerStyle tokenizer) {
    return {.hfClass = hfClass,
            .name = name,
            .prefix = prefix,
            .layerPrefix = "encoder.layer.",
            .modelTensors = bertModelParts,
            .layerTensors = bertParts,
            .keys = bertKeys,
            .tokenizer = tokenizer,
            .adjust = countLabels,
            .drops = bertDrops,
            .hasNoOutput = true};
}

constexpr ArchitectureRow bert(std::string_view hfClass) {
    return encoder(hfClass, "bert", "bert.", TokenizerStyle::wordPieces);
}

constexpr ArchitectureRow distilBert(std::string_view hfClass) {
    ArchitectureRow row = encoder(hfClass, "bert", "distilbert.", TokenizerStyle::wordPieces);
    row.layerPrefix = "transformer.layer.";
    row.layerTensors = distilBertParts;
    row.keys = distilBertKeys;
    row.adjust = adjustDistilBert;
    return row;
}

constexpr ArchitectureRow roberta(std::string_view hfClass, TokenizerStyle tokenizer) {
    ArchitectureRow row = encoder(hfClass, "bert", "roberta.", tokenizer);
    row.modelTensors = robertaModelParts;
    row.adjust = adjustRoberta;
    row.drops = robertaDrops;
    row.byteLevelWords = "roberta-bpe";
    return row;
}

constexpr ArchitectureRow modernBert(std::string_view hfClass) {
    ArchitectureRow row = encoder(hfClass, "modern-bert", "model.", TokenizerStyle::byteLevel);
    row.layerPrefix = "layers.";
    row.modelTensors = modernBertModelParts;
    row.layerTensors = modernBertParts;
    row.keys = modernBertKeys;
    row.drops = modernBertDrops;
    row.byteLevelWords = "modern-bert";
    return row;
}

constexpr ArchitectureRow nomicBert(std::string_view name, TokenizerStyle tokenizer) {
    ArchitectureRow row = encoder("NomicBertModel", name, "bert.", tokenizer);
    row.layerPrefix = "encoder.layers.";
    row.modelTensors = nomicModelParts;
    row.layerTensors = nomicParts;
    row.adjust = adjustNomic;
    row.drops = nomicDrops;
    return row;
}

constexpr ArchitectureRow nomicBertWithExperts() {
    ArchitectureRow row = nomicBert("nomic-bert-moe", TokenizerStyle::unigramWithMask);
    row.isFor = hasNomicExperts;
    row.layerTensors = nomicExpertParts;
    row.keys = nomicExpertKeys;
    return row;
}

constexpr ArchitectureRow jinaBert(std::string_view hfClass) {
    ArchitectureRow row = encoder(hfClass, "jina-bert-v2", "bert.", TokenizerStyle::wordPiecesOrBytes);
    row.modelTensors = jinaModelParts;
    row.layerTensors = jinaParts;
    return row;
}

constexpr ArchitectureRow euroBert(std::string_view hfClass) {
    return {.hfClass = hfClass,
            .name = "eurobert",
            .layerPrefix = usualLayers,
            .modelTensors = euroBertModelParts,
            .layerTensors = euroBertParts,
            .keys = euroBertKeys,
            .drops = outputMatrix,
            .hasNoOutput = true};
}

constexpr auto table = std::to_array<ArchitectureRow>({
    euroBert("EuroBertModel"),
    euroBert("EuroBertForMaskedLM"),
    nomicBertWithExperts(),
    nomicBert("nomic-bert", TokenizerStyle::wordPieces),
    jinaBert("JinaBertModel"),
    jinaBert("JinaBertForMaskedLM"),
    bert("BertModel"),
    bert("BertForMaskedLM"),
    bert("BertForPreTraining"),
    bert("BertForSequenceClassification"),
    distilBert("DistilBertModel"),
    distilBert("DistilBertForMaskedLM"),
    distilBert("DistilBertForSequenceClassification"),
    roberta("RobertaModel", TokenizerStyle::byteLevelEncoder),
    roberta("RobertaForMaskedLM", TokenizerStyle::byteLevelEncoder),
    roberta("RobertaForSequenceClassification", TokenizerStyle::byteLevelEncoder),
    roberta("XLMRobertaModel", TokenizerStyle::unigram),
    roberta("CamembertModel", TokenizerStyle::unigram),
    roberta("CamembertForMaskedLM", TokenizerStyle::unigram),
    roberta("CamembertForSequenceClassification", TokenizerStyle::unigram),
    roberta("XLMRobertaForMaskedLM", TokenizerStyle::unigram),
    roberta("XLMRobertaForSequenceClassification", TokenizerStyle::unigram),
    modernBert("ModernBertModel"),
    modernBert("ModernBertForMaskedLM"),
    modernBert("ModernBertForSequenceClassification"),
});

} // namespace

std::span<const ArchitectureRow> encoderArchitectures() {
    return table;
}

} // namespace quantlathe
