// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/folder_config.h"

#include "base/error.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/intact.h"
#include "checkpoint/replica.h"
#include "model/config.h"
#include "model/limits.h"
#include "model/prediction_layers.h"
#include "model/rope.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <set>

namespace quantlathe {
namespace {

using OrderedJson = nlohmann::ordered_json;

/// Keys of GGUF and the names that most classes have for them, in the order of a usual config.json.
struct NamedKey {
    enum class Kind { count, counts, number, flag };
    std::string_view key;
    std::string_view name;
    Kind kind = Kind::count;
};
using enum NamedKey::Kind;
constexpr auto namedKeys = std::to_array<NamedKey>({
    {"embedding_length", "hidden_size"},
    {"feed_forward_length", "intermediate_size", counts},
    {"attention.head_count", "num_attention_heads", counts},
    {"attention.head_count_kv", "num_key_value_heads", counts},
    {"attention.key_length", "head_dim"},
    {"context_length", "max_position_embeddings"},
    {"attention.layer_norm_rms_epsilon", "rms_norm_eps", number},
    {"attention.layer_norm_epsilon", "layer_norm_eps", number},
    {"rope.freq_base", "rope_theta", number},
    {"rope.freq_base_swa", "rope_local_base_freq", number},
    {"attention.sliding_window", "sliding_window"},
    {"attn_logit_softcapping", "attn_logit_softcapping", number},
    {"final_logit_softcapping", "final_logit_softcapping", number},
    {"attention.clamp_kqv", "clip_qkv", number},
    {"attention.scale", "attention_multiplier", number},
    {"embedding_scale", "embedding_multiplier", number},
    {"residual_scale", "residual_multiplier", number},
    {"logit_scale", "logit_scale", number},
    {"use_parallel_residual", "use_parallel_residual", flag},
    {"expert_count", "num_experts"},
    {"expert_used_count", "num_experts_per_tok"},
    {"expert_feed_forward_length", "moe_intermediate_size"},
    {"expert_shared_feed_forward_length", "shared_expert_intermediate_size"},
    {"expert_shared_count", "n_shared_experts"},
    {"expert_group_count", "n_group"},
    {"expert_group_used_count", "topk_group"},
    {"expert_weights_scale", "routed_scaling_factor", number},
    {"expert_weights_norm", "norm_topk_prob", flag},
    {"leading_dense_block_count", "first_k_dense_replace"},
    {"interleave_moe_layer_step", "interleave_moe_layer_step"},
    {"attention.q_lora_rank", "q_lora_rank"},
    {"attention.kv_lora_rank", "kv_lora_rank"},
    {"shortconv.l_cache", "conv_L_cache"},
    {"ssm.conv_kernel", "linear_conv_kernel_dim"},
    {"ssm.state_size", "linear_key_head_dim"},
    {"ssm.group_count", "linear_num_key_heads"},
    {"ssm.time_step_rank", "linear_num_value_heads"},
    {"full_attention_interval", "full_attention_interval"},
});

double shortest(double value) {
    return std::strtod(fmt::format("{}", static_cast<float>(value)).c_str(), nullptr);
}

OrderedJson countsJson(const std::vector<std::int64_t>& values) {
    const bool isOne = std::ranges::all_of(values, [&](std::int64_t value) { return value == values.front(); });
    return isOne ? OrderedJson(values.front()) : OrderedJson(values);
}

void addNamedKey(const NamedKey& row, const Metadata& metadata, const std::string& key, std::uint32_t layers,
                 OrderedJson& config) {
    if (row.kind == number) {
        if (const auto value = metadata.number(key)) {
            config[std::string(row.name)] = shortest(*value);
        }
    } else if (row.kind == flag) {
        if (const auto value = metadata.boolean(key)) {
            config[std::string(row.name)] = *value;
        }
    } else if (row.kind == counts) {
        if (const auto values = metadata.integers(key, layers); values && !values->empty()) {
            config[std::string(row.name)] = countsJson(*values);
        }
    } else if (const auto value = metadata.integer(key); value && *value >= 0) {
        config[std::string(row.name)] = *value;
    }
}

void addNamedKeys(ConfigDraft& draft) {
    const Model& gguf = draft.gguf();
    draft.config["vocab_size"] = gguf.hyper().vocabulary;
    draft.config["num_hidden_layers"] = draft.layers();
    for (const NamedKey& row : namedKeys) {
        addNamedKey(row, gguf.checkpoint().metadata(), fmt::format("{}.{}", gguf.architecture(), row.key), draft.layers(),
                    draft.config);
    }
    if (const auto gating = draft.count("expert_gating_func"); gating == 1U || gating == 2U) {
        draft.config["scoring_func"] = *gating == 1 ? "softmax" : "sigmoid";
    }
}

/// Null where the file says none: the classes' own defaults belong to other vocabularies.
void addSpecialIds(ConfigDraft& draft) {
    for (const std::string_view name : {"bos", "eos", "pad"}) {
        OrderedJson& id = draft.config[fmt::format("{}_token_id", name)];
        const auto& tokenizer = draft.gguf().tokenizer();
        if (!tokenizer) {
            continue;
        }
        const auto found = std::ranges::find_if(tokenizer->specialIds, [&](const auto& entry) { return entry.first == name; });
        if (found != tokenizer->specialIds.end()) {
            id = found->second;
        }
    }
}

void addYarn(const ConfigDraft& draft, OrderedJson& scaling) {
    scaling["original_max_position_embeddings"] = draft.count("rope.scaling.original_context_length").value_or(0);
    constexpr auto names = std::to_array<std::pair<std::string_view, std::string_view>>({
        {"yarn_ext_factor", "extrapolation_factor"},
        {"yarn_attn_factor", "attention_factor"},
        {"yarn_beta_fast", "beta_fast"},
        {"yarn_beta_slow", "beta_slow"},
    });
    for (const auto& [key, name] : names) {
        if (const auto value = draft.number(fmt::format("rope.scaling.{}", key))) {
            scaling[std::string(name)] = *value;
        }
    }
}

OrderedJson longRope(const ConfigDraft& draft, const std::vector<float>& longFactors, const std::vector<float>& shortFactors) {
    OrderedJson scaling{{"rope_type", "longrope"}, {"type", "longrope"}};
    for (const auto& [name, factors] : {std::pair("long_factor", &longFactors), std::pair("short_factor", &shortFactors)}) {
        OrderedJson list = OrderedJson::array();
        std::ranges::transform(*factors, std::back_inserter(list), shortest);
        scaling[name] = std::move(list);
    }
    scaling["original_max_position_embeddings"] = draft.count("rope.scaling.original_context_length").value_or(0);
    return scaling;
}

/// Throws Error(badInput) for factors that belong to no known scaling.
void addRopeScaling(ConfigDraft& draft) {
    const std::string_view type = draft.text("rope.scaling.type").value_or("");
    const auto longFactors = draft.values("rope_factors_long.weight");
    const auto shortFactors = draft.values("rope_factors_short.weight");
    if (longFactors && shortFactors) {
        draft.config["original_max_position_embeddings"] = draft.count("rope.scaling.original_context_length").value_or(0);
        draft.config["rope_scaling"] = longRope(draft, *longFactors, *shortFactors);
    } else if (type == "linear" || type == "yarn") {
        OrderedJson scaling{{"rope_type", type}, {"type", type}, {"factor", draft.number("rope.scaling.factor").value_or(1.0)}};
        if (type == "yarn") {
            addYarn(draft, scaling);
        }
        draft.config["rope_scaling"] = std::move(scaling);
    } else if (const auto factors = draft.values("rope_freqs.weight"); factors && draft.gguf().architecture() != "gemma4") {
        const double base = draft.number("rope.freq_base").value_or(10000.0);
        const auto scaling = llama3ScalingOf(*factors, base);
        if (!scaling) {
            throw badInput(draft.gguf().checkpoint().path(), say("rope_freqs.weight belongs to no known RoPE scaling"),
                           say("Expected factors as Llama 3.1 has them."));
        }
        draft.config["rope_scaling"] = {{"rope_type", "llama3"},
                                        {"factor", shortest(scaling->factor)},
                                        {"low_freq_factor", shortest(scaling->lowFrequencyFactor)},
                                        {"high_freq_factor", shortest(scaling->highFrequencyFactor)},
                                        {"original_max_position_embeddings", scaling->originalContext}};
    }
}

/// The share of a head that is rotated, so that the same number comes out of it again.
void addRotatedShare(ConfigDraft& draft) {
    const auto rotated = draft.count("rope.dimension_count");
    const std::uint64_t size = draft.headSize();
    if (!rotated || size == 0 || *rotated >= size || draft.count("attention.kv_lora_rank").value_or(0) > 0) {
        return;
    }
    double share = static_cast<double>(*rotated) / static_cast<double>(size);
    while (static_cast<std::uint64_t>(share * static_cast<double>(size)) < *rotated) {
        share = std::nextafter(share, 1.0);
    }
    draft.config["partial_rotary_factor"] = share;
}

void rename(const FolderClass& folderClass, OrderedJson& config) {
    for (const auto& [usual, own] : folderClass.renames) {
        const std::string name(usual);
        if (!config.contains(name)) {
            continue;
        }
        OrderedJson value = config[name];
        config.erase(name);
        if (!own.empty()) {
            config[std::string(own)] = std::move(value);
        }
    }
}

/// A model that also sees keeps what is said about its text in a place of its own.
OrderedJson nested(const FolderClass& folderClass, OrderedJson text) {
    OrderedJson root{{"architectures", text["architectures"]}, {"model_type", folderClass.modelType}};
    root["tie_word_embeddings"] = text["tie_word_embeddings"];
    text.erase("architectures");
    text["model_type"] = folderClass.textConfig;
    root["text_config"] = std::move(text);
    return root;
}

OrderedJson configOf(const Model& gguf, const FolderClass& folderClass) {
    ConfigDraft draft(gguf);
    draft.config["architectures"] = OrderedJson::array({folderClass.hfClass});
    draft.config["model_type"] = folderClass.modelType;
    addNamedKeys(draft);
    addRopeScaling(draft);
    addRotatedShare(draft);
    draft.config["tie_word_embeddings"] = gguf.hyper().tiedEmbeddings;
    addSpecialIds(draft);
    if (!folderClass.constants.empty()) {
        draft.config.update(OrderedJson::parse(fmt::format("{{{}}}", folderClass.constants)));
    }
    if (folderClass.complete != nullptr) {
        folderClass.complete(draft);
    }
    rename(folderClass, draft.config);
    return folderClass.textConfig.empty() ? std::move(draft.config) : nested(folderClass, std::move(draft.config));
}

/// What keys say, in a form in which equal meanings are equal texts.
std::string textOf(const MetadataValue& value) {
    return std::visit(
        [](const auto& one) -> std::string {
            using Value = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<Value, MetadataArray>) {
                return std::visit(
                    [](const auto& list) {
                        std::string text;
                        for (const auto& entry : list) {
                            if constexpr (std::is_same_v<std::decay_t<decltype(list)>, std::vector<std::string>>) {
                                text += entry + ' ';
                            } else {
                                text += fmt::format("{} ", static_cast<double>(entry));
                            }
                        }
                        return text;
                    },
                    one);
            } else if constexpr (std::is_same_v<Value, std::string>) {
                return one;
            } else {
                return fmt::format("{}", static_cast<double>(one));
            }
        },
        value);
}

/// Keys of the architecture that a conversion of the folder would not write as the file has them.
std::vector<std::string> keysThatGetLost(const Model& gguf, const ArchitectureRow& row, const Config& config,
                                         const HyperParameters& hyper) {
    const RopeConfig rope(config);
    Metadata again;
    const KeyContext context{config, rope, hyper, std::string(row.name), again};
    for (const auto& writers : {row.earlyKeys, row.keys}) {
        for (const KeyWriter write : writers) {
            write(context);
        }
    }
    std::vector<std::string> lost;
    const std::string own = gguf.architecture() + '.';
    for (const MetadataPair& pair : gguf.checkpoint().metadata().pairs()) {
        if (!pair.key.starts_with(own)) {
            continue;
        }
        const std::string rest = pair.key.substr(own.size());
        const MetadataValue* const value = again.find(fmt::format("{}.{}", row.name, rest));
        if (value == nullptr || textOf(*value) != textOf(pair.value)) {
            lost.push_back(rest);
        }
    }
    return lost;
}

/// Keys whose loss changes nothing: what engines take anyhow, or what the folder says in another way.
bool isWithoutMeaning(const Model& gguf, std::string_view key) {
    constexpr auto known =
        std::to_array<std::string_view>({"vocab_size", "rope.dimension_count", "nextn_predict_layers", "attention.value_length",
                                         "attention.key_length", "tensor_data_layout", "rope.scaling.finetuned"});
    if (std::ranges::find(known, key) != known.end()) {
        return true;
    }
    const Metadata& metadata = gguf.checkpoint().metadata();
    const std::string full = fmt::format("{}.{}", gguf.architecture(), key);
    return (key == "rope.freq_base" && metadata.number(full) == 10000.0) ||
           (key == "attention.head_count_kv" &&
            metadata.integer(full) == metadata.integer(gguf.architecture() + ".attention.head_count")) ||
           (key == "rope.scaling.type" && metadata.string(full) == "none") ||
           (key == "block_count" && metadata.contains(gguf.architecture() + ".nextn_predict_layers"));
}

/// The first row of the class.
const ArchitectureRow& rowOf(const FolderClass& folderClass) {
    return *std::ranges::find(architectures(), folderClass.hfClass, &ArchitectureRow::hfClass);
}

std::string_view ownArchitecture(const FolderClass& folderClass, const ArchitectureRow& row) {
    return folderClass.architecture.empty() ? row.name : folderClass.architecture;
}

std::vector<const FolderClass*> classesFor(const Model& gguf) {
    std::vector<const FolderClass*> classes;
    for (const FolderClass& each : folderClasses()) {
        if (ownArchitecture(each, rowOf(each)) == gguf.architecture() && (each.fits == nullptr || each.fits(gguf))) {
            classes.push_back(&each);
        }
    }
    return classes;
}

std::string knownArchitectures() {
    std::set<std::string_view> names;
    for (const FolderClass& each : folderClasses()) {
        names.insert(ownArchitecture(each, rowOf(each)));
    }
    return fmt::format("{}", fmt::join(names, ", "));
}

HyperParameters hyperParametersOf(const Config& config, const ArchitectureRow& row) {
    HyperParameters hyper = hyperParametersFrom(config);
    if (row.adjust != nullptr) {
        row.adjust(config, hyper);
    }
    hyper.tiedEmbeddings = config.flag("tie_word_embeddings").value_or(row.tiesByDefault);
    if (!row.usesSlidingWindow) {
        hyper.slidingWindow = 0;
    }
    return hyper;
}

/// Draft models have only a part of them, files from before they were kept have none.
bool keepsPredictionLayers(const Model& gguf, std::uint32_t mainLayers) {
    return gguf.find(fmt::format("blk.{}.nextn.eh_proj.weight", mainLayers)) != nullptr;
}

void fill(const Model& gguf, const FolderClass& folderClass, FolderModel& folder) {
    folder.config = configOf(gguf, folderClass);
    const Config config(nlohmann::json(folder.config), "config.json");
    const ArchitectureRow* const found = architectureOf(folderClass.hfClass, config);
    const ArchitectureRow& row = found != nullptr ? *found : rowOf(folderClass);
    folder.row = &row;
    HyperParameters hyper = hyperParametersOf(config, row);
    if (keepsPredictionLayers(gguf, hyper.layers)) {
        addPredictionLayers(row, config, gguf.hyper().predictionLayers, hyper);
    }
    const FolderNaming naming{folderClass.textPrefix, folderClass.stackSuffix,
                              folderClass.unusedSource != nullptr ? folderClass.unusedSource(gguf) : std::string_view()};
    FolderTensors made = folderTensors(gguf, row, hyper, naming);
    folder.whyNot = std::move(made.whyNot);
    folder.tensors = std::move(made.tensors);
    if (folder.whyNot) {
        return;
    }
    if (made.leftOut > 0) {
        folder.remarks.push_back(
            say("{} tensors of layers that predict further tokens (MTP) are left out of the folder", made.leftOut));
    }
    if (!folderClass.textConfig.empty()) {
        folder.remarks.push_back(say("the part of a {} that sees images is no part of this file: the folder holds its text "
                                     "model only",
                                     folderClass.hfClass));
    }
    std::vector<std::string> lost = keysThatGetLost(gguf, row, config, hyper);
    std::erase_if(lost, [&](const std::string& key) { return isWithoutMeaning(gguf, key); });
    if (!lost.empty()) {
        folder.remarks.push_back(say("config.json of a {} cannot say what the file says about {}", folderClass.hfClass,
                                     escapeForDisplay(fmt::format("{}", fmt::join(lost, ", ")), 200)));
    }
}

} // namespace

ConfigDraft::ConfigDraft(const Model& gguf) : gguf_(gguf), layers_(gguf.hyper().layers) {
    const std::uint64_t further = count("nextn_predict_layers").value_or(0);
    layers_ -= static_cast<std::uint32_t>(std::min<std::uint64_t>(further, layers_));
}

std::string ConfigDraft::keyOf(std::string_view key) const {
    return fmt::format("{}.{}", gguf_.architecture(), key);
}

std::optional<std::uint64_t> ConfigDraft::count(std::string_view key) const {
    const auto value = gguf_.checkpoint().metadata().integer(keyOf(key));
    return value && *value >= 0 ? std::optional(static_cast<std::uint64_t>(*value)) : std::nullopt;
}

std::optional<double> ConfigDraft::number(std::string_view key) const {
    const auto value = gguf_.checkpoint().metadata().number(keyOf(key));
    return value ? std::optional(shortest(*value)) : std::nullopt;
}

std::optional<std::string_view> ConfigDraft::text(std::string_view key) const {
    return gguf_.checkpoint().metadata().string(keyOf(key));
}

std::vector<bool> ConfigDraft::flags(std::string_view key) const {
    const MetadataValue* const value = gguf_.checkpoint().metadata().find(keyOf(key));
    const auto* const array = value == nullptr ? nullptr : std::get_if<MetadataArray>(value);
    const auto* const list = array == nullptr ? nullptr : std::get_if<std::vector<bool>>(array);
    return list != nullptr && list->size() >= layers_ ? std::vector<bool>(list->begin(), list->begin() + layers_)
                                                      : std::vector<bool>();
}

bool ConfigDraft::hasInLayers(std::string_view name) const {
    for (std::uint32_t layer = 0; layer < layers_; ++layer) {
        if (has(fmt::format("blk.{}.{}", layer, name))) {
            return true;
        }
    }
    return false;
}

std::optional<std::vector<float>> ConfigDraft::values(std::string_view tensor) const {
    const Checkpoint& checkpoint = gguf_.checkpoint();
    const TensorInfo* const found = checkpoint.find(std::string(tensor));
    if (found == nullptr) {
        return std::nullopt;
    }
    if (found->type != ElementType::F32 || found->elements() > maxHeads) {
        throw badInput(checkpoint.path(), say("{} is not as expected", tensor), say("Expected a short list of F32 numbers."));
    }
    requireValues(checkpoint);
    std::vector<float> values(static_cast<std::size_t>(found->elements()));
    readIntact(checkpoint, [&] { std::memcpy(values.data(), checkpoint.bytes(*found).data(), values.size() * sizeof(float)); });
    return values;
}

std::uint64_t ConfigDraft::headSize() const {
    const HyperParameters& hyper = gguf_.hyper();
    if (const auto own = count("attention.key_length")) {
        return *own;
    }
    return hyper.heads.empty() || hyper.heads.front() == 0 ? 0 : hyper.hidden / hyper.heads.front();
}

FolderModel folderModelOf(const Model& gguf) {
    FolderModel folder;
    if (!gguf.understood()) {
        folder.whyNot = *gguf.notUnderstood();
        return folder;
    }
    const std::vector<const FolderClass*> classes = classesFor(gguf);
    if (classes.empty()) {
        folder.whyNot = say("how a Hugging Face folder of architecture \"{}\" looks is not known; known are {}",
                            escapeForDisplay(gguf.architecture(), 60), knownArchitectures());
        return folder;
    }
    try {
        fill(gguf, *classes.front(), folder);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput) {
            throw;
        }
        folder.whyNot = error.detail().empty() ? error.title() : fmt::format("{}. {}", error.title(), error.detail());
    }
    return folder;
}

} // namespace quantlathe
