// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/stored_matrices.h"

#include "base/text.h"
#include "base/words.h"
#include "model/guessed_roles.h"

#include <algorithm>
#include <array>
#include <set>

namespace quantlathe {
namespace {

constexpr std::string_view weightSuffix = ".weight";

// Linear layers of every token, or of an expert's tokens. Routers are linear layers too, but small and never worth it.
constexpr auto linearRoles = std::to_array<Role>({
    Role::output,         Role::attnQ,         Role::attnK,       Role::attnV,          Role::attnQkv,
    Role::attnOutput,     Role::attnQA,        Role::attnQB,      Role::attnKvA,        Role::attnKvB,
    Role::ffnGate,        Role::ffnUp,         Role::ffnDown,     Role::ffnGateExperts, Role::ffnUpExperts,
    Role::ffnDownExperts, Role::ffnGateShared, Role::ffnUpShared, Role::ffnDownShared,
});
constexpr auto otherLinearRoles =
    std::to_array<Role>({Role::attnKB, Role::attnVB, Role::ffnRouter, Role::ffnSharedRouter}); // that stay as they are

bool isOneOf(Role role, std::span<const Role> roles) {
    return std::ranges::find(roles, role) != roles.end();
}

/// Nothing if each tensor of the weight is a matrix with a name like a module's weight, and belongs to this weight alone.
std::optional<std::string_view> whyNotWhole(const Model& model, const Weight& weight) {
    std::uint64_t stored = 0;
    for (const std::size_t index : weight.tensors) {
        const TensorInfo& tensor = model.checkpoint().tensors()[index];
        if (tensor.shape.size() != 2 || !tensor.name.ends_with(weightSuffix)) {
            return words("the model stores it together with other matrices in one tensor");
        }
        stored += tensor.elements();
    }
    return stored == weight.elements() ? std::nullopt
                                       : std::optional<std::string_view>(words("it is a part of a fused matrix"));
}

bool isMatrix(const Model& model, const Weight& weight) {
    return weight.role != Role::tokenEmbedding && weight.role != Role::positionEmbedding && !whyNotWhole(model, weight);
}

} // namespace

bool isLinearLayer(const Model& model, const Weight& weight) {
    const bool isLinear =
        !model.understood() && weight.role != Role::output ? isGuessedLinear(weight) : isOneOf(weight.role, linearRoles);
    return weight.isStored() && !weight.isBias && isLinear && !whyNotWhole(model, weight);
}

std::string whyNoLinearLayer(const Model& model, const Weight& weight) {
    if (weight.role == Role::tokenEmbedding || weight.role == Role::positionEmbedding) {
        return say("embeddings are never quantized in this format");
    }
    if (weight.dimensions() < 2) {
        return say("only matrices are quantized in this format");
    }
    if (weight.role == Role::ffnRouter || weight.role == Role::ffnSharedRouter) {
        return say("routers stay as they are");
    }
    const auto reason = whyNotWhole(model, weight);
    return reason ? translated(*reason) : say("it is no linear layer");
}

MatrixShape layerShape(const Weight& weight, ElementType compute) {
    return {weight.rowsPerMatrix(), weight.columns(), compute};
}

std::string modulePath(std::string_view tensorName) {
    return std::string(
        tensorName.substr(0, tensorName.size() - (tensorName.ends_with(weightSuffix) ? weightSuffix.size() : 0)));
}

ElementType carriedType(const Choice& choice, const TensorInfo& tensor) {
    const std::optional<ElementType> chosen = elementTypeOf(*choice.encoding);
    return chosen && *chosen != choice.weight->storedType ? *chosen : tensor.type;
}

std::vector<std::string> keptLinearLayers(const Model& model, std::span<const Choice> choices) {
    std::vector<std::string> paths;
    std::set<std::size_t> seen; // several weights may be parts of one tensor
    for (const Choice& choice : choices) {
        const Weight& weight = *choice.weight;
        // Of an unknown architecture every matrix may be a linear layer that a loader would take for an encoded one.
        const bool isLinear = isOneOf(weight.role, linearRoles) || isOneOf(weight.role, otherLinearRoles) ||
                              (!model.understood() && isMatrix(model, weight));
        if (!isLinear || weight.isBias || asMatrixEncoding(*choice.encoding) != nullptr) {
            continue;
        }
        for (const std::size_t tensor : weight.tensors) {
            if (seen.insert(tensor).second) {
                paths.push_back(modulePath(model.checkpoint().tensors()[tensor].name));
            }
        }
    }
    return paths;
}

} // namespace quantlathe
