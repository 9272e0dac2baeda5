// SPDX-License-Identifier: GPL-3.0-or-later
// How the folder of a model of compressed-tensors says that inputs are rounded.
#include "base/mapping_guard.h"
#include "checkpoint/intact.h"
#include "codecs/compressed_tensors/family.h"
#include "codecs/stored_numbers.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "runtime/input_rounding.h"
#include "tokenize/pattern.h"

#include <algorithm>
#include <string_view>
#include <utility>

namespace quantlathe {
namespace {

using Json = nlohmann::json;
using Rounding = std::optional<InputRounding>;

bool isPatternFor(const Pattern& pattern, std::string_view module) {
    bool isAtStart = false; // as Python's re.match(): the rest of the name is not asked
    pattern.forEach(module, [&](std::size_t begin, std::size_t, bool isMatch) { isAtStart |= isMatch && begin == 0; });
    return isAtStart;
}

/// A group of config.json: whose layers are whose inputs are rounded how.
class Group {
public:
    Group(const Json& group, const std::filesystem::path& file) {
        if (const Json* const activations = member(group, "input_activations")) {
            activations_ = *activations;
        }
        const Json* const targets = member(group, "targets");
        if (targets == nullptr || !targets->is_array()) {
            return;
        }
        constexpr std::string_view isExpression = "re:";
        for (const Json& target : *targets) {
            const std::string text = target.is_string() ? target.get<std::string>() : std::string();
            if (text.starts_with(isExpression)) {
                patterns_.emplace_back(text.substr(isExpression.size()), file);
            } else if (!text.empty()) {
                names_.push_back(text);
            }
        }
    }
    [[nodiscard]] bool names(std::string_view module) const {
        return std::ranges::find(names_, module) != names_.end() ||
               std::ranges::any_of(patterns_, [&](const Pattern& pattern) { return isPatternFor(pattern, module); });
    }
    [[nodiscard]] bool takesClass() const { return std::ranges::find(names_, "Linear") != names_.end(); }
    [[nodiscard]] const Json& activations() const { return activations_; }

private:
    Json activations_; // null: kept
    std::vector<std::string> names_;
    std::vector<Pattern> patterns_;
};

/// The scales beside a layer's weight.
class Beside {
public:
    Beside(const Checkpoint& checkpoint, const std::string& module) : checkpoint_(checkpoint), module_(module) {}
    /// The tensor's only number, as a float; nothing if there is no such tensor, or if it holds something else.
    [[nodiscard]] std::optional<float> number(std::string_view suffix) const {
        const TensorInfo* const tensor = checkpoint_.find(module_ + std::string(suffix));
        if (tensor == nullptr) {
            return std::nullopt;
        }
        const bool isOne = std::ranges::all_of(tensor->shape, [](std::uint64_t side) { return side == 1; });
        const bool isNumber = tensor->type == ElementType::F32 || tensor->type == ElementType::F16 ||
                              tensor->type == ElementType::BF16 || tensor->type == ElementType::I8;
        if (!isOne || !isNumber || !tensor->strides.empty()) {
            return std::nullopt;
        }
        return readIntact(checkpoint_, [&] {
            const auto bytes = checkpoint_.bytes(*tensor);
            return tensor->type == ElementType::I8 ? static_cast<float>(static_cast<std::int8_t>(bytes[0]))
                                                   : storedNumber(tensor->type, bytes, 0);
        });
    }

private:
    const Checkpoint& checkpoint_;
    const std::string& module_;
};

bool says(const Json& object, std::string_view key, const Json& value) {
    const Json* const stated = member(object, key);
    return stated != nullptr && *stated == value;
}

/// A scale in the file must be one to divide by.
Rounding withStoredScale(InputRounding rounding, std::string_view suffix, const Beside& beside) {
    const auto scale = beside.number(suffix);
    rounding.isKnown = scale && std::isfinite(*scale) && *scale > 0;
    rounding.scale = rounding.isKnown ? *scale : 1;
    return rounding;
}

Rounding withTensorScale(InputRounding rounding, const Json& stated, const Beside& beside) {
    rounding.scales = InputRounding::Scales::stored;
    if (!says(stated, "symmetric", false)) {
        return withStoredScale(rounding, ".input_scale", beside);
    }
    const auto zero = beside.number(".input_zero_point");
    rounding.zero = static_cast<int>(zero.value_or(0));
    const Rounding result = withStoredScale(rounding, ".input_scale", beside);
    constexpr InputRounding unknown{.isKnown = false};
    return zero && rounding.numbers == InputRounding::Numbers::int8 ? result : unknown;
}

/// `stated`: input_activations of a group.
Rounding roundingOf(const Json& stated, const Beside& beside) {
    if (stated.is_null()) {
        return std::nullopt;
    }
    constexpr InputRounding unknown{.isKnown = false};
    const bool isFloat = says(stated, "type", "float");
    const bool hasEight = says(stated, "num_bits", 8);
    const bool isDynamic = says(stated, "dynamic", true);
    if (!isFloat && !says(stated, "type", "int")) {
        return unknown;
    }
    InputRounding rounding{.numbers = isFloat ? InputRounding::Numbers::float8 : InputRounding::Numbers::int8};
    if (hasEight && says(stated, "strategy", "tensor") && says(stated, "dynamic", false)) {
        return withTensorScale(rounding, stated, beside);
    }
    if (says(stated, "symmetric", false)) {
        return unknown;
    }
    if (hasEight && isDynamic && says(stated, "strategy", "token")) {
        return rounding;
    }
    const Json* const size = member(stated, "group_size");
    const bool isGrouped = size != nullptr && size->is_number_unsigned() && *size > 0 && *size <= 1U << 20U;
    rounding.scales = InputRounding::Scales::group;
    rounding.group = isGrouped ? size->get<std::uint32_t>() : 0;
    if (isGrouped && isFloat && hasEight && isDynamic && says(stated, "strategy", "group")) {
        return rounding;
    }
    if (isGrouped && isFloat && says(stated, "num_bits", 4) && says(stated, "strategy", "tensor_group")) {
        rounding.numbers = InputRounding::Numbers::float4;
        return withStoredScale(rounding, ".input_global_scale", beside);
    }
    return unknown;
}

/// What config.json says of all layers.
class Statement {
public:
    explicit Statement(const Checkpoint& checkpoint) : checkpoint_(checkpoint) {
        const std::filesystem::path file = checkpoint.folder() / "config.json";
        const Json config = readJsonObjectIfThere(file, maxConfigBytes).value_or(Json::object());
        const Json* const own = member(config, "quantization_config");
        if (own == nullptr || !says(*own, "quant_method", "compressed-tensors")) {
            return;
        }
        if (const Json* const groups = member(*own, "config_groups"); groups != nullptr && groups->is_object()) {
            for (const Json& group : *groups) {
                groups_.emplace_back(group, file);
            }
        }
    }

    /// Readers look at names in all groups, then at the class.
    [[nodiscard]] Rounding of(const std::string& module) const {
        auto found = std::ranges::find_if(groups_, [&](const Group& group) { return group.names(module); });
        if (found == groups_.end()) {
            found = std::ranges::find_if(groups_, &Group::takesClass);
        }
        return found == groups_.end() ? std::nullopt : roundingOf(found->activations(), Beside(checkpoint_, module));
    }

private:
    const Checkpoint& checkpoint_;
    std::vector<Group> groups_;
};

std::string moduleOf(const Checkpoint& checkpoint, const PackedMatrix& packed) {
    const std::string& name = checkpoint.tensors()[packed.parts.front()].name;
    return name.substr(0, name.rfind(".weight"));
}

} // namespace

InputRoundings statedInputRoundings(const Model& model) {
    InputRoundings roundings;
    std::optional<Statement> statement; // read when the first layer wants it
    for (const Weight& weight : model.weights()) {
        std::vector<Rounding> ofMatrices;
        for (const PackedMatrix& packed : weight.packed) {
            if (!compressed::schemeOf(*packed.encoding)) {
                ofMatrices.emplace_back();
                continue;
            }
            if (!statement) {
                statement.emplace(model.checkpoint());
            }
            ofMatrices.push_back(statement->of(moduleOf(model.checkpoint(), packed)));
        }
        if (std::ranges::any_of(ofMatrices, [](const Rounding& each) { return each.has_value(); })) {
            roundings.emplace(&weight, std::move(ofMatrices));
        }
    }
    return roundings;
}

} // namespace quantlathe
