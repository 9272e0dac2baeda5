// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/model.h"

#include "base/words.h"
#include "model/gguf_model.h"
#include "model/hugging_face.h"
#include "model/pre_tokenizer.h"

#include "base/error.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <utility>

namespace quantlathe {

Model::Model(Parts parts) : parts_(std::move(parts)) {
    std::map<ElementType, std::uint64_t> elementsByType; // of matrices
    std::map<std::string_view, std::uint64_t> elementsByName;
    for (const Weight& weight : parts_.weights) {
        if (!weight.isStored()) {
            continue;
        }
        parameters_ += weight.elements();
        if (weight.dimensions() >= 2) {
            elementsByType[weight.storedType] += weight.elements();
            elementsByName[weight.storedName()] += weight.elements();
            quantized_ = quantized_ || weight.isQuantized();
        }
    }
    const auto most = std::max_element(elementsByType.begin(), elementsByType.end(),
                                       [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most != elementsByType.end()) {
        dominantType_ = most->first;
    } else if (!parts_.weights.empty()) {
        dominantType_ = parts_.weights.front().storedType;
    }
    const auto mostNamed = std::max_element(elementsByName.begin(), elementsByName.end(),
                                            [](const auto& a, const auto& b) { return a.second < b.second; });
    storedTypeName_ = mostNamed != elementsByName.end() ? mostNamed->first : info(dominantType_).name;
    byName_.reserve(parts_.weights.size());
    for (std::size_t i = 0; i < parts_.weights.size(); ++i) {
        byName_.emplace(parts_.weights[i].name, i);
    }
}

const Weight* Model::find(std::string_view canonicalName) const {
    const auto found = byName_.find(canonicalName);
    return found == byName_.end() ? nullptr : &parts_.weights[found->second];
}

std::shared_ptr<const Model> openModel(const std::filesystem::path& path) {
    return understand(std::make_shared<const Checkpoint>(openCheckpoint(path)));
}

std::shared_ptr<const Model> understand(std::shared_ptr<const Checkpoint> checkpoint) {
    const bool isGguf = checkpoint->kind() == ContainerKind::gguf;
    return std::make_shared<const Model>(isGguf ? understandGguf(std::move(checkpoint))
                                                : understandHuggingFace(std::move(checkpoint)));
}

std::shared_ptr<const Model> withPreTokenizer(const Model& model, std::string_view name) {
    const auto known = knownPreTokenizers();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
        throw badInput(model.checkpoint().path(), say("The pre-tokenizer \"{}\" is not known", escapeForDisplay(name, 40)),
                       say("Known are {}.", fmt::join(known, ", ")));
    }
    if (!model.tokenizer()) {
        throw badInput(model.checkpoint().path(), say("This model has no vocabulary"), say("A pre-tokenizer belongs to one."));
    }
    Model::Parts parts = model.parts();
    parts.tokenizer->preTokenizer = std::string(name);
    parts.tokenizerProblem.reset();
    // Behind tokenizer.ggml.model, where the key belongs.
    Metadata metadata;
    for (const MetadataPair& pair : parts.ggufMetadata.pairs()) {
        if (pair.key != "tokenizer.ggml.pre") {
            metadata.insert(pair.key, pair.value);
        }
        if (pair.key == "tokenizer.ggml.model") {
            metadata.insert("tokenizer.ggml.pre", std::string(name));
        }
    }
    parts.ggufMetadata = std::move(metadata);
    return std::make_shared<const Model>(std::move(parts));
}

} // namespace quantlathe
