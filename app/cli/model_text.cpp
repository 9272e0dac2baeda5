// SPDX-License-Identifier: GPL-3.0-or-later
#include "model_text.h"

#include "base/text.h"
#include "model/assumptions.h"

#include <algorithm>
#include <fmt/format.h>
#include <type_traits>

namespace quantlathe::cli {
namespace {

constexpr std::size_t shownArrayElements = 8;

template <class Number>
Json perLayerJson(const std::vector<Number>& values) {
    if (values.empty()) {
        return nullptr;
    }
    const bool allEqual = std::all_of(values.begin(), values.end(), [&](Number value) { return value == values.front(); });
    return allEqual ? Json(values.front()) : Json(values);
}

Json knownOrNull(std::uint64_t value) {
    return value == 0 ? Json(nullptr) : Json(value);
}

template <class Value>
Json scalarJson(const Value& value) {
    if constexpr (std::is_same_v<Value, std::string>) {
        return jsonText(value);
    } else if constexpr (std::is_floating_point_v<Value>) {
        return jsonNumber(static_cast<double>(value));
    } else {
        return Json(value);
    }
}

std::string tokenizerText(const TokenizerData& tokenizer) {
    const bool isSentencePiece = tokenizer.model == "llama";
    std::string kind = isSentencePiece ? "SentencePiece" : tokenizer.model == "gpt2" ? "byte-level BPE" : tokenizer.model;
    if (!tokenizer.preTokenizer.empty() && !isSentencePiece) {
        kind += " (" + tokenizer.preTokenizer + ")";
    }
    return fmt::format("{}, {} tokens{}", escapeForDisplay(kind), groupedDigits(tokenizer.tokens.size()),
                       tokenizer.chatTemplate ? ", chat template" : "");
}

std::string headsText(const HyperParameters& hyper) {
    std::string text = perLayerText(hyper.heads);
    if (!hyper.kvHeads.empty()) {
        text += fmt::format(", {} for keys and values", perLayerText(hyper.kvHeads));
    }
    if (hyper.keyLength != 0) {
        text += fmt::format(", {} wide", hyper.keyLength);
    }
    return text;
}

std::string parametersText(const Model& model) {
    const std::string all = parameterText(model.parameters());
    if (countsPackedNumbers(model)) {
        return all + " numbers as they are stored; weights are packed in some of them, so the model has more";
    }
    const std::uint64_t active = activeParameters(model);
    return active < model.parameters() ? fmt::format("{}, {} active for a token", all, parameterText(active)) : all;
}

} // namespace

std::string shapeText(std::span<const std::uint64_t> shape) {
    return shape.empty() ? "scalar" : fmt::format("{}", fmt::join(shape, " × "));
}

template <class Number>
std::string perLayerText(const std::vector<Number>& values) {
    if (values.empty()) {
        return {};
    }
    const auto [least, most] = std::minmax_element(values.begin(), values.end());
    return *least == *most ? groupedDigits(*least) : fmt::format("{} to {}", groupedDigits(*least), groupedDigits(*most));
}
template std::string perLayerText(const std::vector<std::uint32_t>&);
template std::string perLayerText(const std::vector<std::uint64_t>&);

std::vector<std::pair<std::string, std::string>> modelFacts(const Model& model) {
    const Checkpoint& checkpoint = model.checkpoint();
    const HyperParameters& hyper = model.hyper();
    std::vector<std::pair<std::string, std::string>> facts;
    const auto add = [&](const char* title, std::string value) {
        if (!value.empty()) {
            facts.emplace_back(title, std::move(value));
        }
    };
    const std::size_t files = checkpoint.files().size();
    add("Model", escapeForDisplay(model.name()));
    add("Format", fmt::format("{}, {} file{}, {}", name(checkpoint.kind()), files, files == 1 ? "" : "s",
                              fileSizeText(checkpoint.fileBytes())));
    add("Architecture", escapeForDisplay(model.architecture()));
    add("Parameters", parametersText(model));
    const std::string further =
        hyper.predictionLayers > 0 ? fmt::format(", the last {} predict further tokens", hyper.predictionLayers) : "";
    add("Layers", hyper.layers == 0 ? "" : std::to_string(hyper.layers) + further);
    add("Hidden size", hyper.hidden == 0 ? "" : groupedDigits(hyper.hidden));
    add("Feed-forward", perLayerText(hyper.feedForward));
    add("Heads", hyper.heads.empty() ? "" : headsText(hyper));
    add("Experts", hyper.experts == 0 ? "" : fmt::format("{}, {} used for a token", hyper.experts, hyper.expertsUsed));
    add("Context", hyper.contextTokens == 0 ? "" : groupedDigits(hyper.contextTokens) + " tokens");
    add("Vocabulary", hyper.vocabulary == 0 ? "" : groupedDigits(hyper.vocabulary));
    add("Embeddings", hyper.tiedEmbeddings ? "tied: the output matrix is the token embedding" : "");
    add("Tokenizer", model.tokenizer() ? tokenizerText(*model.tokenizer()) : "none");
    add("Stored as", std::string(model.storedTypeName()) + (model.isQuantized() ? " (quantized)" : ""));
    return facts;
}

Json hyperParametersJson(const HyperParameters& hyper) {
    Json scaling = nullptr;
    if (!hyper.ropeScaling.type.empty()) {
        scaling = {{"type", jsonText(hyper.ropeScaling.type)},
                   {"factor", jsonNumber(hyper.ropeScaling.factor)},
                   {"original_context", knownOrNull(hyper.ropeScaling.originalContext)}};
    }
    return {{"context_tokens", knownOrNull(hyper.contextTokens)},
            {"hidden", knownOrNull(hyper.hidden)},
            {"feed_forward", perLayerJson(hyper.feedForward)},
            {"heads", perLayerJson(hyper.heads)},
            {"kv_heads", perLayerJson(hyper.kvHeads)},
            {"key_length", knownOrNull(hyper.keyLength)},
            {"value_length", knownOrNull(hyper.valueLength)},
            {"vocabulary", knownOrNull(hyper.vocabulary)},
            {"experts", hyper.experts},
            {"experts_used", hyper.expertsUsed},
            {"sliding_window", knownOrNull(hyper.slidingWindow)},
            {"norm_epsilon", jsonNumber(hyper.normEpsilon)},
            {"rope_base", jsonNumber(hyper.ropeBase)},
            {"rope_scaling", std::move(scaling)},
            {"tied_embeddings", hyper.tiedEmbeddings}};
}

Json tokenizerJson(const std::optional<TokenizerData>& tokenizer) {
    if (!tokenizer) {
        return nullptr;
    }
    Json special = Json::object();
    for (const auto& [name, id] : tokenizer->specialIds) {
        special[jsonText(name)] = id;
    }
    return {{"model", jsonText(tokenizer->model)}, {"pre", jsonText(tokenizer->preTokenizer)},
            {"tokens", tokenizer->tokens.size()},  {"merges", tokenizer->merges.size()},
            {"special", std::move(special)},       {"chat_template", tokenizer->chatTemplate.has_value()}};
}

Json metadataJson(const Metadata& metadata) {
    Json all = Json::object();
    for (const MetadataPair& pair : metadata.pairs()) {
        all[jsonText(pair.key)] = std::visit(
            [](const auto& value) -> Json {
                if constexpr (std::is_same_v<std::decay_t<decltype(value)>, MetadataArray>) {
                    return std::visit(
                        [](const auto& elements) {
                            Json first = Json::array();
                            for (std::size_t i = 0; i < std::min(elements.size(), shownArrayElements); ++i) {
                                first.push_back(scalarJson<typename std::decay_t<decltype(elements)>::value_type>(elements[i]));
                            }
                            return Json{{"count", elements.size()}, {"first", std::move(first)}};
                        },
                        value);
                } else {
                    return scalarJson(value);
                }
            },
            pair.value);
    }
    return all;
}

} // namespace quantlathe::cli
