// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/gguf/mixture.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "formats/gguf/mixture_rules.h"

#include <algorithm>
#include <charconv>
#include <numeric>

namespace quantlathe::gguf {
namespace {

using enum ElementType;

bool divides(ElementType type, std::uint64_t columns) {
    return columns % info(type).weightsPerBlock == 0;
}

/// Walks the tensors in output order and counts as llama.cpp does.
class Mixer {
public:
    Mixer(const MixtureModel& model, std::span<const MixtureTensor> tensors, FileType fileType, bool withImportance,
          Mixing mixing)
        : model_(model), fileType_(fileType), defaultType_(info(fileType).defaultType), mixing_(mixing) {
        using std::ranges::any_of, std::ranges::count_if;
        isTied_ = !any_of(tensors, [](const MixtureTensor& tensor) { return tensor.name == "output.weight"; });
        values_.total = static_cast<std::uint64_t>(
            count_if(tensors, [](const MixtureTensor& tensor) { return categoryOf(tensor.name) == Category::value; }));
        const std::uint32_t gqa = model.kvHeads == 0 ? 0 : model.heads / model.kvHeads;
        always_ |= gqa >= 4 ? gqa4 : always;
        always_ |= model.experts >= 4 ? experts4 : always;
        always_ |= model.experts == 8 ? experts8 : notExperts8;
        always_ |= withImportance ? withMatrix : withoutMatrix;
        always_ |= model.architecture == "falcon" ? falcon : notFalcon;
        downs_.total = gates_.total = ups_.total = model.layers;
        is70B_ = model.architecture == "llama" && model.experts != 8 && model.layers == 80 && model.heads != model.kvHeads;
    }

    MixedType next(const MixtureTensor& tensor) {
        if (tensor.decided) {
            if (Counter* counter = tensor.isCounted ? counterOf(categoryOf(tensor.name)) : nullptr) {
                ++counter->next;
            }
            return {*tensor.decided, {.kind = Kind::decided}};
        }
        if (!info(defaultType_).isBlocked()) {
            return {defaultType_, {.kind = Kind::everywhere}};
        }
        return mixing_ == Mixing::pure ? MixedType{unreplaced(tensor), {.kind = Kind::everywhere}}
                                       : fitted(tensor, ruled(tensor));
    }

private:
    using Kind = MixtureReason::Kind;

    struct Counter {
        std::uint64_t next = 0;
        std::uint64_t total = 0;
    };

    MixedType ruled(const MixtureTensor& tensor) {
        const Category category = categoryOf(tensor.name);
        if (category == Category::output || (category == Category::embedding && isTied_)) {
            return {outputType(tensor), {.kind = Kind::output}};
        }
        if (fileType_ == FileType::MXFP4_MOE) {
            return {tensor.matrices > 1 ? MXFP4 : Q8_0, {.kind = Kind::experts}};
        }
        const auto row = ruledType(fileType_, category, always_ | position(tensor, category));
        const MixedType mixed = row ? MixedType{row->type, {.kind = Kind::row, .when = row->when}}
                                    : MixedType{defaultType_, {.kind = Kind::ordinary}};
        return category == Category::value && !contains(veryLow, fileType_) ? adjustedValueType(mixed) : mixed;
    }

    /// The output matrix, which a tied embedding also is.
    [[nodiscard]] ElementType outputType(const MixtureTensor& tensor) const {
        if (fileType_ == FileType::MXFP4_MOE || model_.architecture == "falcon" || !divides(defaultType_, tensor.columns)) {
            return Q8_0;
        }
        if (contains(fiveBitOutput, fileType_)) {
            return Q5_K;
        }
        return defaultType_ == Q8_0 ? Q8_0 : Q6_K;
    }

    /// 70B models share their few value projections among many heads, models of eight experts among the experts: both can
    /// afford more bits there.
    [[nodiscard]] MixedType adjustedValueType(const MixedType& mixed) const {
        if (model_.experts == 8) {
            return {Q8_0, {.kind = Kind::eightExperts}};
        }
        return is70B_ && (mixed.type == Q3_K || mixed.type == Q4_K) ? MixedType{Q5_K, {.kind = Kind::manyHeads}} : mixed;
    }

    /// nullptr: the rules do not count the kind.
    [[nodiscard]] Counter* counterOf(Category category) {
        return category == Category::value  ? &values_
               : category == Category::down ? &downs_
               : category == Category::gate ? &gates_
               : category == Category::up   ? &ups_
                                            : nullptr;
    }

    /// Conditions from the tensor's place among its kind; advances the counter of that kind.
    Conditions position(const MixtureTensor& tensor, Category category) {
        Counter* counter = counterOf(category);
        if (counter == nullptr) {
            return always;
        }
        // Expert tensors need not appear in every block, so their block number counts. The very low types of llama.cpp
        // count on.
        const bool countsBlocks = model_.experts > 1 && counter != &values_ && !contains(veryLow, fileType_);
        const std::uint64_t index = countsBlocks ? checkedBlock(tensor) : counter->next;
        ++counter->next;
        return positionConditions(index, counter->total);
    }

    [[nodiscard]] std::uint64_t checkedBlock(const MixtureTensor& tensor) const {
        const auto block = blockOf(tensor.name);
        if (!block || *block >= model_.layers) {
            throw badInput(
                {}, say("{} stands in no block of the model", escapeForDisplay(tensor.name)),
                say("The model has {} blocks; the name of an expert's tensor must say which one it is in.", model_.layers));
        }
        return *block;
    }

    [[nodiscard]] ElementType unreplaced(const MixtureTensor& tensor) const {
        if (!divides(defaultType_, tensor.columns)) {
            throw badInput(
                {}, say("{} cannot be stored as {}", escapeForDisplay(tensor.name), info(defaultType_).name),
                say("Its row length {} is not a multiple of {}, and a pure file has no replacements. Give it another "
                    "encoding, or leave --pure out.",
                    groupedDigits(tensor.columns), info(defaultType_).weightsPerBlock));
        }
        return defaultType_;
    }

    [[nodiscard]] static MixedType fitted(const MixtureTensor& tensor, MixedType mixed) {
        const ElementType type = mixed.type;
        if (divides(type, tensor.columns)) {
            return mixed;
        }
        const auto replacement = fallbackFor(type);
        if (!replacement) {
            throw badInput({}, say("{} cannot be stored as {}", escapeForDisplay(tensor.name), info(type).name),
                           say("Its row length {} is not a multiple of {}, and {} has no replacement. Choose F16 or BF16.",
                               groupedDigits(tensor.columns), info(type).weightsPerBlock, info(type).name));
        }
        mixed.type = divides(*replacement, tensor.columns) ? *replacement : F16;
        mixed.reason.replaced = type;
        return mixed;
    }

    const MixtureModel& model_;
    FileType fileType_;
    ElementType defaultType_;
    Mixing mixing_;
    bool isTied_ = false;
    bool is70B_ = false;
    Conditions always_ = always; // what holds for every tensor of the model
    Counter values_, downs_, gates_, ups_;
};

struct KeptPattern {
    enum class Where : std::uint8_t { anywhere, wholeName };
    std::string_view text;
    Where where;
    std::string_view reason;
};

constexpr std::string_view small = words("small and sensitive: never quantized");
constexpr std::string_view timeMix = words("time-mixing vectors are never quantized");
constexpr std::string_view vision = words("belongs to an image encoder: never quantized");
constexpr auto anywhere = KeptPattern::Where::anywhere;
constexpr auto wholeName = KeptPattern::Where::wholeName;

constexpr auto keptPatterns = std::to_array<KeptPattern>({
    {"_norm.weight", anywhere, words("norms are never quantized")},
    {"ffn_gate_inp.weight", anywhere, words("the router of the experts is never quantized")},
    {"ffn_gate_tid2eid.weight", anywhere, words("the table of experts by token is never quantized")},
    {"position_embd.weight", wholeName, words("the position embedding is never quantized")},
    {"token_types.weight", wholeName, words("the token type embedding is never quantized")},
    {"altup", anywhere, small},
    {"laurel", anywhere, small},
    {"per_layer_model_proj", anywhere, small},
    {"ssm_conv1d", anywhere, small},
    {"shortconv.conv.weight", anywhere, small},
    {"indexer.k_proj.weight", anywhere, small},
    {"indexer.q_proj.weight", anywhere, small},
    {"a.rvq.codebook", anywhere, words("the code book of an audio encoder is never quantized")},
    {"mm.a.code_embd", anywhere, words("the code book of an audio encoder is never quantized")},
    {"time_mix_first.weight", anywhere, timeMix},
    {"time_mix_w0.weight", anywhere, timeMix},
    {"time_mix_w1.weight", anywhere, timeMix},
    {"time_mix_w2.weight", anywhere, timeMix},
    {"time_mix_v0.weight", anywhere, timeMix},
    {"time_mix_v1.weight", anywhere, timeMix},
    {"time_mix_v2.weight", anywhere, timeMix},
    {"time_mix_a0.weight", anywhere, timeMix},
    {"time_mix_a1.weight", anywhere, timeMix},
    {"time_mix_a2.weight", anywhere, timeMix},
    {"time_mix_g1.weight", anywhere, timeMix},
    {"time_mix_g2.weight", anywhere, timeMix},
    {"time_mix_decay_w1.weight", anywhere, timeMix},
    {"time_mix_decay_w2.weight", anywhere, timeMix},
    {"time_mix_lerp_fused.weight", anywhere, timeMix},
    {"attn_rel_b.weight", anywhere, small},
    {".position_embd", anywhere, vision},
    {"sam.pos_embd", anywhere, vision},
    {"sam.neck.", anywhere, vision},
    {"sam.net_", anywhere, vision},
    {".rel_pos", anywhere, vision},
    {".patch_embd", anywhere, vision},
    {".patch_merger", anywhere, vision},
});

/// Kept tensors that a conversion from Hugging Face's form leaves in the type of the other matrices.
constexpr auto notForcedToF32 =
    std::to_array<std::string_view>({"altup", "laurel", "per_layer_model_proj", "attn_rel_b", ".position_embd", "sam.",
                                     ".rel_pos", ".patch_embd", ".patch_merger"});

/// But not these of them, of a few values each.
constexpr auto forcedToF32 = std::to_array<std::string_view>({"altup_correct_coef", "altup_predict_coef"});

} // namespace

std::optional<std::uint32_t> blockOf(std::string_view name) {
    constexpr std::string_view prefix = "blk.";
    if (!name.starts_with(prefix)) {
        return std::nullopt;
    }
    name.remove_prefix(prefix.size());
    std::uint32_t block = 0;
    const auto [end, status] = std::from_chars(name.data(), name.data() + name.size(), block);
    const bool isNumber = status == std::errc{} && end != name.data() + name.size() && *end == '.';
    return isNumber ? std::optional(block) : std::nullopt;
}

std::vector<std::size_t> outputOrder(std::span<const std::string_view> names) {
    std::vector<std::size_t> order(names.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::vector<std::int64_t> blocks(names.size());
    std::ranges::transform(names, blocks.begin(), [](std::string_view name) {
        const auto block = blockOf(name);
        return block ? std::int64_t{*block} : std::int64_t{-1};
    });
    std::ranges::sort(order, [&](std::size_t a, std::size_t b) {
        return blocks[a] != blocks[b] ? blocks[a] < blocks[b] : names[a] < names[b];
    });
    return order;
}

std::vector<MixedType> explainedMixture(const MixtureModel& model, std::span<const MixtureTensor> tensors, FileType fileType,
                                        bool withImportance, Mixing mixing) {
    Mixer mixer(model, tensors, fileType, withImportance, mixing);
    std::vector<MixedType> types;
    types.reserve(tensors.size());
    for (const MixtureTensor& tensor : tensors) {
        types.push_back(mixer.next(tensor));
    }
    return types;
}

std::vector<ElementType> mixture(const MixtureModel& model, std::span<const MixtureTensor> tensors, FileType fileType,
                                 bool withImportance, Mixing mixing) {
    const std::vector<MixedType> mixed = explainedMixture(model, tensors, fileType, withImportance, mixing);
    std::vector<ElementType> types(mixed.size());
    std::ranges::transform(mixed, types.begin(), &MixedType::type);
    return types;
}

bool needsImportance(std::string_view name, ElementType type, FileType fileType) {
    const Category category = categoryOf(name);
    if (category == Category::output || category == Category::embedding) {
        return false;
    }
    switch (type) {
    case IQ3_XXS:
    case IQ2_XXS:
    case IQ2_XS:
    case IQ2_S:
    case IQ1_M:
    case IQ1_S: return true;
    case Q2_K: return fileType == FileType::Q2_K_S;
    default: return false;
    }
}

std::optional<std::string_view> whyKept(std::string_view name, std::size_t dimensions) {
    const auto* found = std::ranges::find_if(keptPatterns, [&](const KeptPattern& pattern) {
        return pattern.where == wholeName ? name == pattern.text : name.find(pattern.text) != std::string_view::npos;
    });
    if (found != keptPatterns.end()) {
        return found->reason;
    }
    if (name.ends_with(".bias")) {
        return words("biases are never quantized");
    }
    if (dimensions < 2) {
        return words("vectors are never quantized");
    }
    return name.ends_with("weight") ? std::nullopt
                                    : std::optional<std::string_view>(words("only tensors named …weight are quantized"));
}

bool isAlwaysF32(std::string_view name, std::size_t dimensions) {
    if (dimensions < 2 || !name.ends_with("weight")) {
        return true;
    }
    const auto holds = [&](std::string_view text) { return name.find(text) != std::string_view::npos; };
    return whyKept(name, dimensions).has_value() &&
           (!std::ranges::any_of(notForcedToF32, holds) || std::ranges::any_of(forcedToF32, holds));
}

} // namespace quantlathe::gguf
