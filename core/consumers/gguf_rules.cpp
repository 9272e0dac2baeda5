// SPDX-License-Identifier: GPL-3.0-or-later
// What llama.cpp wants of a GGUF file. Which tensors an architecture has and how large they are is read off the table by which
// models become GGUF (model/architectures.h). Sources: llama.cpp, October 2026; docs/consumers.md.
#include "base/text.h"
#include "consumers/rules.h"
#include "model/architectures.h"
#include "model/gguf_model.h"
#include "model/layer_sizes.h"
#include "model/limits.h"
#include "model/pre_tokenizer.h"
#include "model/tensor_names.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <optional>
#include <set>

namespace quantlathe {
namespace {

/// Architectures that llama.cpp knows beside those of the table.
constexpr std::array otherArchitectures{
    "afmoe",
    "apertus",
    "arctic",
    "arwkv7",
    "baichuan",
    "bailingmoe",
    "bailingmoe2",
    "bert",
    "bitnet",
    "bloom",
    "chameleon",
    "chatglm",
    "codeshell",
    "cogvlm",
    "cohere2moe",
    "dbrx",
    "deci",
    "deepseek",
    "deepseek2-ocr",
    "deepseek32",
    "deepseek4",
    "dflash",
    "dream",
    "eagle3",
    "eurobert",
    "exaone",
    "exaone-moe",
    "falcon-h1",
    "gemma",
    "gemma-embedding",
    "gemma3n",
    "gemma4-assistant",
    "glm-dsa",
    "gptj",
    "granitehybrid",
    "grok",
    "grovemoe",
    "hunyuan-moe",
    "hunyuan_vl",
    "hy_v3",
    "internlm2",
    "jais",
    "jais2",
    "jamba",
    "jina-bert-v2",
    "jina-bert-v3",
    "kimi-linear",
    "laguna",
    "llada",
    "llada-moe",
    "llama-embed",
    "maincoder",
    "mamba",
    "mamba2",
    "mellum",
    "mimo2",
    "minicpm",
    "minicpm3",
    "minimax-m3",
    "mistral4",
    "modern-bert",
    "mpt",
    "nemotron_h",
    "nemotron_h_moe",
    "neo-bert",
    "nomic-bert",
    "nomic-bert-moe",
    "openelm",
    "orion",
    "paddleocr",
    "pangu-embedded",
    "plamo",
    "plamo2",
    "plamo3",
    "plm",
    "qwen",
    "qwen2vl",
    "refact",
    "rnd1",
    "rwkv6",
    "rwkv6qwen2",
    "rwkv7",
    "smallthinker",
    "starcoder",
    "step35",
    "t5",
    "t5encoder",
    "talkie",
    "wavtokenizer-dec",
    "xverse",
};

bool isKnownToLlamaCpp(std::string_view architecture) {
    return std::ranges::any_of(architectures(), [&](const ArchitectureRow& row) { return row.name == architecture; }) ||
           std::ranges::find(otherArchitectures, architecture) != otherArchitectures.end();
}

std::vector<const ArchitectureRow*> rowsOf(std::string_view architecture) {
    std::vector<const ArchitectureRow*> rows;
    for (const ArchitectureRow& row : architectures()) {
        if (row.name == architecture) {
            rows.push_back(&row);
        }
    }
    return rows;
}

void wantMetadata(const Examination& examination, const std::string& key) {
    if (!examination.model.metadata.contains(key)) {
        examination.findings.refuse("key", [&] { return say("The key {} is missing", escapeForDisplay(key)); });
    }
}

void examineKeys(const Examination& examination, const std::string& architecture) {
    for (const char* const key : {"block_count", "context_length", "embedding_length"}) {
        wantMetadata(examination, fmt::format("{}.{}", architecture, key));
    }
    const Metadata& metadata = examination.model.metadata;
    const std::string epsilon = architecture + ".attention.layer_norm_rms_epsilon";
    if (!metadata.contains(epsilon) && !metadata.contains(architecture + ".attention.layer_norm_epsilon") &&
        !metadata.contains(architecture + ".attention.group_norm_epsilon")) {
        wantMetadata(examination, epsilon);
    }
}

std::optional<std::size_t> entriesOf(const Metadata& metadata, std::string_view key) {
    const MetadataValue* const value = metadata.find(key);
    const auto* const array = value != nullptr ? std::get_if<MetadataArray>(value) : nullptr;
    return array == nullptr ? std::nullopt
                            : std::optional(std::visit([](const auto& entries) { return entries.size(); }, *array));
}

void examinePreTokenizer(const Examination& examination) {
    const auto pre = examination.model.metadata.string("tokenizer.ggml.pre");
    if (!pre || *pre == "default") {
        examination.findings.warn("pre",
                                  [] { return say("tokenizer.ggml.pre does not say how words are cut: answers may suffer"); });
        return;
    }
    const auto known = knownPreTokenizers();
    if (std::ranges::find(known, *pre) == known.end()) {
        examination.findings.refuse("pre", [&] {
            return say("tokenizer.ggml.pre is {}, expected a name that llama.cpp knows", escapeForDisplay(*pre));
        });
    }
}

void examineTokenizer(const Examination& examination) {
    const Metadata& metadata = examination.model.metadata;
    const auto kind = metadata.string("tokenizer.ggml.model");
    constexpr std::array kinds{"llama", "gpt2", "bert", "t5", "rwkv", "plamo2", "gemma4", "no_vocab", "none"};
    if (!kind) {
        wantMetadata(examination, "tokenizer.ggml.model");
        return;
    }
    if (std::ranges::find(kinds, *kind) == kinds.end()) {
        examination.findings.refuse("tokenizer", [&] {
            return say("tokenizer.ggml.model is {}, expected {}", escapeForDisplay(*kind), fmt::join(kinds, ", "));
        });
        return;
    }
    if (*kind == "no_vocab" || *kind == "none") {
        return;
    }
    const auto tokens = entriesOf(metadata, "tokenizer.ggml.tokens");
    if (!tokens) {
        wantMetadata(examination, "tokenizer.ggml.tokens");
        return;
    }
    if (*kind == "gpt2") {
        wantMetadata(examination, "tokenizer.ggml.merges");
        examinePreTokenizer(examination);
    }
    const TensorInfo* const embedding = examination.model.find("token_embd.weight");
    if (embedding != nullptr && embedding->rows() != *tokens) {
        examination.findings.refuse("vocabulary", [&] {
            return say("{} has {} rows, expected {}, one a token of the vocabulary", "token_embd.weight", embedding->rows(),
                       *tokens);
        });
    }
}

void examineElementTypes(const Examination& examination) {
    using enum ElementType;
    constexpr std::array young{NVFP4, Q1_0, Q2_0}; // since 2026
    constexpr std::array neverStored{Q8_1, Q8_K};  // what products compute with
    for (const auto& entry : examination.model.tensors) {
        const std::string& name = entry.first;
        const auto& tensor = entry.second;
        const std::string_view type = info(tensor.type).name;
        if (std::ranges::find(neverStored, tensor.type) != neverStored.end()) {
            examination.findings.refuse("stored type", [&] {
                return say("{} is stored as {}, which no weight is stored in", escapeForDisplay(name), type);
            });
        } else if (std::ranges::find(young, tensor.type) != young.end()) {
            examination.findings.warn("young type", [&] {
                return say("{} is stored as {}, which versions from before 2026 do not know", escapeForDisplay(name), type);
            });
        }
    }
}

/// Compares the tensors of one architecture with its rules.
class TensorCheck {
public:
    TensorCheck(const Examination& examination, const std::vector<const ArchitectureRow*>& rows,
                const std::string& architecture)
        : examination_(examination), rows_(rows), architecture_(architecture),
          hyper_(hyperParametersOfGguf(examination.model.metadata,
                                       [&](std::string_view name) { return examination.model.find(name); })) {
        hasOwnSizes_ = examination.model.metadata.contains(architecture + ".attention.key_length_swa") ||
                       examination.model.metadata.contains(architecture + ".attention.key_length_mla");
    }

    void run() {
        if (hyper_.layers == 0) {
            return;
        }
        wantAll();
        for (const auto& [name, tensor] : examination_.model.tensors) {
            check(name, tensor);
        }
    }

private:
    struct Place {
        std::optional<std::uint32_t> layer;
        std::string_view target; // without ".weight" or ".bias"
        bool isBias = false;
        bool isOfDecoder = false; // of two stacks of layers the second
    };

    static Place placeOf(std::string_view name) {
        Place place{.layer = {}, .target = name};
        const std::string_view stack = name.starts_with("enc.blk.") || name.starts_with("dec.blk.") ? name.substr(0, 4) : "";
        if (const std::string_view rest = name.substr(stack.size()); rest.starts_with("blk.")) {
            place.layer = layerInName(name);
            place.target = rest.substr(std::min(rest.size(), rest.find('.', 4) + 1));
            place.isOfDecoder = stack == "dec.";
        }
        for (const std::string_view ending : {".weight", ".bias"}) {
            if (place.target.ends_with(ending)) {
                place.isBias = ending == ".bias";
                place.target.remove_suffix(ending.size());
            }
        }
        return place;
    }

    template <class Take>
    static void forEachRule(const ArchitectureRow& row, bool isOfLayer, const Take& take, bool isOfDecoder = false) {
        for (const TensorRules rules : !isOfLayer    ? row.modelTensors
                                       : isOfDecoder ? row.decoder.layerTensors
                                                     : row.layerTensors) {
            for (const TensorRule& rule : rules) {
                take(rule);
            }
        }
    }

    [[nodiscard]] bool isThere(std::string_view target, std::optional<std::uint32_t> layer) const {
        return examination_.model.find(layer ? inLayer(*layer, target) : fmt::format("{}.weight", target)) != nullptr;
    }

    [[nodiscard]] std::string inLayer(std::uint32_t layer, std::string_view target) const {
        return fmt::format("{}{}.{}.weight", rows_.empty() ? "blk." : rows_.front()->layerTarget, layer, target);
    }

    /// Targets that every form of the architecture has in every layer, or outside of them.
    [[nodiscard]] std::set<std::string_view> neededTargets(bool isOfLayer) const {
        std::set<std::string_view> needed;
        bool isFirst = true;
        for (const ArchitectureRow* const row : rows_) {
            std::set<std::string_view> own;
            std::set<std::string_view> optional;
            forEachRule(*row, isOfLayer, [&](const TensorRule& rule) {
                const bool isNeeded = !rule.isOptional && !rule.isWholeName && rule.where == Where::everywhere;
                (isNeeded ? own : optional).insert(rule.target);
            });
            std::erase_if(own, [&](std::string_view target) { return optional.contains(target); });
            if (isFirst) {
                needed = std::move(own);
            } else {
                std::erase_if(needed, [&](std::string_view target) { return !own.contains(target); });
            }
            isFirst = false;
        }
        return needed;
    }

    void wantAll() const {
        for (const std::string_view target : neededTargets(false)) {
            if (!isThere(target, {})) {
                missing(fmt::format("{}.weight", target));
            }
        }
        const std::set<std::string_view> needed = neededTargets(true);
        constexpr std::array joined{"attn_q", "attn_k", "attn_v"};
        // Of layers that predict further tokens most architectures may lack all tensors.
        const bool mayLackFurther = !architecture_.starts_with("qwen3");
        for (std::uint32_t layer = 0; layer < (mayLackFurther ? hyper_.mainLayers() : hyper_.layers); ++layer) {
            for (const std::string_view target : needed) {
                const bool isJoined = std::ranges::find(joined, target) != joined.end() && isThere("attn_qkv", layer);
                if (!isJoined && !isThere(target, layer)) {
                    missing(inLayer(layer, target));
                }
            }
        }
    }

    void missing(const std::string& name) const {
        examination_.findings.refuse("missing", [&] {
            return say("{} is missing, which a {} model with {} layers needs", name, architecture_, hyper_.layers);
        });
    }

    void check(const std::string& name, const TensorInfo& tensor) const {
        const Place place = placeOf(name);
        if (place.layer && !place.isOfDecoder && *place.layer >= hyper_.layers) {
            examination_.findings.refuse("layer", [&] {
                return say("{} is there, but {}.block_count is {}", escapeForDisplay(name), architecture_, hyper_.layers);
            });
            return;
        }
        bool isKnown = name.starts_with("rope_f") || place.target.starts_with("rope_f"); // factors of long contexts
        for (const ArchitectureRow* const row : rows_) {
            forEachRule(
                *row, place.layer.has_value(),
                [&](const TensorRule& rule) {
                    const bool isIt = rule.target == place.target || (rule.isWholeName && name.ends_with(rule.target));
                    if (isIt && !isKnown && !place.isBias && !place.isOfDecoder) {
                        compare(name, tensor, rule, place.layer);
                    }
                    isKnown = isKnown || isIt;
                },
                place.isOfDecoder);
        }
        const bool isFurther = place.layer && !place.isOfDecoder && *place.layer >= hyper_.mainLayers();
        if (!isKnown && !isFurther && !isAside(name, place.target)) {
            examination_.findings.warn("unknown tensor", [&] {
                return say("{} is no known tensor of a {} model: llama.cpp loads only files without others",
                           escapeForDisplay(name), architecture_);
            });
        }
    }

    /// Multipliers beside weights in NVFP4, and draft models, all of whose layers predict further tokens.
    static bool isAside(std::string_view name, std::string_view target) {
        return name.ends_with(".scale") || name.ends_with(".input_scale") || target.starts_with("nextn.");
    }

    /// The sizes that the keys of every architecture tell.
    [[nodiscard]] std::optional<std::uint64_t> sizeOf(Size size, std::optional<std::uint32_t> layer) const {
        switch (size) {
        case Size::hidden: return hyper_.hidden == 0 ? std::nullopt : std::optional(hyper_.hidden);
        case Size::queryRows:
        case Size::keyRows:
        case Size::valueRows:
        case Size::feedForward: break;
        default: return std::nullopt;
        }
        const std::size_t layers = hyper_.layers;
        const bool isFeedForward = size == Size::feedForward;
        const bool isTold = isFeedForward ? hyper_.feedForward.size() == layers
                                          : !hasOwnSizes_ && hyper_.heads.size() == layers && hyper_.kvHeads.size() == layers;
        if (!layer || !isTold || (isFeedForward && hyper_.experts > 0)) {
            return std::nullopt;
        }
        HyperParameters told = hyper_;
        told.heads.resize(layers);
        told.kvHeads.resize(layers);
        told.feedForward.resize(layers);
        const std::uint64_t value = LayerSizes(told, *layer).of(size);
        return value == 0 ? std::nullopt : std::optional(value);
    }

    void compare(const std::string& name, const TensorInfo& tensor, const TensorRule& rule,
                 std::optional<std::uint32_t> layer) const {
        const bool isTurned = rule.change == Change::transpose;
        constexpr std::array keepsShape{
            Change::none,       Change::cutRows,  Change::interleaveHeads, Change::interleaveKvHeads,
            Change::ungroupQkv, Change::transpose};
        if (std::ranges::find(keepsShape, rule.change) == keepsShape.end()) {
            return;
        }
        if (rule.columns == Size::none) {
            wantSide(name, "rows", tensor.elements(), sizeOf(rule.rows, layer));
            return;
        }
        const std::uint64_t rows = tensor.shape.size() < 2 ? 1 : tensor.shape[tensor.shape.size() - 2];
        wantSide(name, "rows", rows, sizeOf(isTurned ? rule.columns : rule.rows, layer));
        wantSide(name, "columns", tensor.columns(), sizeOf(isTurned ? rule.rows : rule.columns, layer));
    }

    void wantSide(const std::string& name, std::string_view side, std::uint64_t is,
                  std::optional<std::uint64_t> expected) const {
        if (!expected || is == *expected) {
            return;
        }
        examination_.findings.refuse("size", [&] {
            return side == "rows" ? say("{} has {} rows, expected {} by the keys of {}", escapeForDisplay(name), is, *expected,
                                        architecture_)
                                  : say("{} has {} columns, expected {} by the keys of {}", escapeForDisplay(name), is,
                                        *expected, architecture_);
        });
    }

    const Examination& examination_;
    const std::vector<const ArchitectureRow*>& rows_;
    const std::string& architecture_;
    HyperParameters hyper_;
    bool hasOwnSizes_ = false; // in some layers, of heads
};

} // namespace

void examineGguf(const Examination& examination) {
    const auto stated = examination.model.metadata.string("general.architecture");
    if (!stated) {
        wantMetadata(examination, "general.architecture");
        return;
    }
    const std::string architecture(*stated);
    const std::string shown = escapeForDisplay(architecture);
    if (!isKnownToLlamaCpp(architecture)) {
        examination.findings.refuse(
            "architecture", [&] { return say("general.architecture is {}, expected one that llama.cpp knows", shown); });
        return;
    }
    if (const auto type = examination.model.metadata.string("general.type"); type && *type != "model") {
        examination.findings.refuse(
            "kind of file", [&] { return say("{} is {}, expected {}", "general.type", escapeForDisplay(*type), "model"); });
    }
    examineKeys(examination, architecture);
    examineTokenizer(examination);
    examineElementTypes(examination);
    if (const std::vector<const ArchitectureRow*> rows = rowsOf(architecture); !rows.empty()) {
        TensorCheck(examination, rows, architecture).run();
    }
}

} // namespace quantlathe
