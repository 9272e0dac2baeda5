// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/assumptions.h"

#include "base/words.h"
#include "model/hugging_face.h"

#include <algorithm>
#include <array>

namespace quantlathe {
namespace {

std::uint64_t activeElements(const Weight& weight, const HyperParameters& hyper) {
    const bool isStack =
        weight.role == Role::ffnGateExperts || weight.role == Role::ffnUpExperts || weight.role == Role::ffnDownExperts;
    if (!isStack || weight.shape.size() < 3 || weight.shape.front() == 0 || hyper.expertsUsed == 0) {
        return weight.elements();
    }
    return weight.elements() / weight.shape.front() * std::min<std::uint64_t>(hyper.expertsUsed, weight.shape.front());
}

bool isInteger(ElementType type) {
    using enum ElementType;
    constexpr std::array integers{I8, I16, I32, I64, U8, U16, U32, U64};
    return std::ranges::find(integers, type) != integers.end();
}

} // namespace

bool countsPackedNumbers(const Model& model) {
    return !model.understood() && std::ranges::any_of(model.weights(), [](const Weight& weight) {
        return weight.isStored() && !weight.isPacked() && weight.dimensions() >= 2 && isInteger(weight.storedType);
    });
}

std::optional<std::string> tokenizerGuess(const Model& model) {
    // A folder's own rules are used, whatever name they have; GGUF files from before May 2024 say nothing at all.
    const bool isFile = model.checkpoint().kind() == ContainerKind::gguf;
    const auto& tokenizer = model.tokenizer();
    if (!isFile || !tokenizer || tokenizer->model != "gpt2" || !tokenizer->preTokenizer.empty()) {
        return std::nullopt;
    }
    return say("the file does not say how its tokenizer cuts words (tokenizer.ggml.pre is missing): they are cut by a default, "
               "and what is measured on a text may be wrong");
}

OpenedModel openModelTyingOutput(const std::filesystem::path& path) {
    auto checkpoint = std::make_shared<const Checkpoint>(openCheckpoint(path));
    if (checkpoint->kind() == ContainerKind::gguf) { // where a missing output matrix means just that
        return {understand(std::move(checkpoint)), std::nullopt};
    }
    std::optional<std::string> reason;
    Model::Parts parts = understandHuggingFace(std::move(checkpoint), MissingOutput::takeEmbedding, &reason);
    OpenedModel opened{std::make_shared<const Model>(std::move(parts)), std::nullopt};
    if (reason) {
        opened.outputGuess =
            say("{}. The token embedding was taken for it, as was asked for: that is another model than the one "
                "that was trained, unless the two are the same",
                *reason);
    }
    return opened;
}

std::uint64_t activeParameters(const Model& model) {
    std::uint64_t sum = 0;
    for (const Weight& weight : model.weights()) {
        sum += weight.isStored() ? activeElements(weight, model.hyper()) : 0;
    }
    return sum;
}

} // namespace quantlathe
