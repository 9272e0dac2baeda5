// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/safetensors/plain_tensors.h"

#include "base/text.h"
#include "base/words.h"
#include "model/guessed_roles.h"
#include "model/packed_tensors.h"
#include "weights/weight_rows.h"

#include <algorithm>

namespace quantlathe::plain {
namespace {

/// Quantized layers are stored as linear layers have them; the classes of these models keep theirs in another way.
std::optional<std::string> whyNotUnpacked(const Model& model) {
    constexpr std::string_view inputMajor = "gpt2";
    for (const Weight& weight : model.weights()) {
        const bool isStack = weight.shape.size() > 2 && weight.packed.size() == 1;
        if (weight.isPacked() && (isStack || model.architecture() == inputMajor)) {
            return say("{} is quantized in another order than its model's class has it. Make a GGUF file of the folder and "
                       "then a folder of that",
                       escapeForDisplay(weight.name));
        }
    }
    return std::nullopt;
}

FolderModel folderOfFolder(const Model& model) {
    FolderModel folder;
    folder.config = nullptr;
    if (!model.understood() && !hasGuessedRoles(model)) {
        folder.whyNot = *model.notUnderstood();
        return folder;
    }
    folder.whyNot = whyNotUnpacked(model);
    if (folder.whyNot) {
        return folder;
    }
    const Checkpoint& checkpoint = model.checkpoint();
    for (Weight& weight : weightsAsStored(checkpoint, logicalTensors(checkpoint))) {
        if (const auto reason = weight.isPacked() ? whyNotReadable(weight) : std::nullopt) {
            folder.whyNot = say("{} cannot be read: {}", escapeForDisplay(weight.name), *reason);
            return folder;
        }
        FolderTensor& tensor = folder.tensors.emplace_back();
        tensor.name = weight.name;
        tensor.shape = weight.shape;
        tensor.pieces.push_back(std::move(weight));
    }
    return folder;
}

} // namespace

FolderModel folderOf(const Model& model) {
    if (model.checkpoint().kind() != ContainerKind::gguf) {
        return folderOfFolder(model);
    }
    FolderModel folder = folderModelOf(model);
    for (const FolderTensor& tensor : folder.tensors) {
        for (const Weight& piece : tensor.pieces) {
            if (const auto reason = whyNotReadable(piece); reason && !folder.whyNot) {
                folder.whyNot = say("{} cannot be read: {}", escapeForDisplay(piece.name), *reason);
            }
        }
    }
    return folder;
}

} // namespace quantlathe::plain
