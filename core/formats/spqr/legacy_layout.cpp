// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/spqr/legacy_layout.h"

#include "base/checked.h"
#include "base/crc32.h"
#include "base/error.h"
#include "base/stored_zip.h"
#include "base/text.h"
#include "base/torch_pickle.h"
#include "base/words.h"
#include "codecs/spqr/layout.h"
#include "formats/stored_matrices.h"

#include <algorithm>
#include <filesystem>
#include <fmt/format.h>
#include <set>

namespace quantlathe::spqr {
namespace {

constexpr std::uint64_t alignment = 64; // of tensors in their storage

void put(std::vector<std::byte>& file, std::uint64_t at, std::span<const std::byte> bytes) {
    file.resize(std::max(file.size(), static_cast<std::size_t>(at + bytes.size())));
    std::ranges::copy(bytes, file.begin() + static_cast<std::ptrdiff_t>(at));
}

/// An archive of torch.save with a pickle and, unless it has no bytes, one storage. What is returned ends where the storage
/// begins, or holds all.
PlannedFile archiveOf(std::span<const std::byte> pickle, std::uint64_t storageBytes) {
    constexpr std::uint64_t aroundStorage = 4096; // at most, beside the pickle
    StoredZip zip(StoredZip::mustBeWide(storageBytes + pickle.size() + aroundStorage));
    const std::span<const std::byte> contents[] = {pickle, std::as_bytes(std::span(torchByteOrder)),
                                                   std::as_bytes(std::span(torchArchiveVersion))};
    zip.add("archive/data.pkl", pickle.size());
    zip.add("archive/byteorder", torchByteOrder.size());
    zip.add("archive/version", torchArchiveVersion.size());
    PlannedFile file;
    for (std::size_t i = 0; i < std::size(contents); ++i) {
        zip.setChecksum(i, crc32(contents[i]));
        put(file.header, zip.items()[i].header, zip.header(i));
        put(file.header, zip.items()[i].offset, contents[i]);
    }
    if (storageBytes > 0) {
        zip.add("archive/data/0", storageBytes);
        put(file.header, zip.items().back().header, zip.header(zip.items().size() - 1));
    } else {
        put(file.header, zip.end(), zip.directory(zip.end()));
    }
    file.bytes = zip.end() + zip.directoryBytes();
    return file;
}

/// What the authors' programs ask of the quantizer's settings, and what else is true of the codes.
PlannedFile settingsFile() {
    TorchPickle pickle;
    const auto number = [&](std::string_view key, std::int64_t value) {
        pickle.text(key);
        pickle.integer(value);
    };
    const auto flag = [&](std::string_view key, bool value) {
        pickle.text(key);
        pickle.boolean(value);
    };
    pickle.openDict();
    number("wbits", bits);
    number("groupsize", side);
    flag("perchannel", true);
    number("qq_scale_bits", bits);
    number("qq_zero_bits", bits);
    number("qq_groupsize", side);
    flag("qq_zero_sym", false);
    flag("sym", false);
    pickle.text("round_zero");
    pickle.none();
    pickle.text("permutation_order");
    pickle.text("act_order");
    pickle.closeDict();
    PlannedFile file = archiveOf(pickle.finish(), 0);
    file.relativePath = "args.pt";
    return file;
}

class LegacyFolder {
public:
    LegacyFolder(const Model& model, std::span<const Choice> choices)
        : model_(model), checkpoint_(model.checkpoint()), choices_(choices), isWritten_(checkpoint_.tensors().size(), false) {
        layout_.files.resize(1); // of all that is not encoded
        for (std::size_t i = 0; i < choices.size(); ++i) {
            addWeight(i);
        }
        for (std::size_t tensor = 0; tensor < isWritten_.size(); ++tensor) {
            carryOver(OutputPiece::noChoice, tensor);
        }
    }

    [[nodiscard]] OutputLayout layOut() {
        layout_.files.front() = othersFile();
        layout_.files.push_back(settingsFile());
        return std::move(layout_);
    }

private:
    struct Other {
        std::string name;
        ElementType type;
        std::vector<std::uint64_t> shape;
        std::uint64_t offset; // in the storage
        std::size_t piece;
    };

    void addWeight(std::size_t choice) {
        const MatrixEncoding* const matrix = asMatrixEncoding(*choices_[choice].encoding);
        for (const std::size_t tensor : choices_[choice].weight->tensors) {
            if (matrix == nullptr) {
                carryOver(choice, tensor);
            } else {
                addLayer(choice, tensor, *matrix);
            }
        }
    }

    void addLayer(std::size_t choice, std::size_t tensor, const MatrixEncoding& matrix) {
        const Weight& weight = *choices_[choice].weight;
        const auto place = legacyPlace(model_, weight);
        const auto path = place ? std::filesystem::path(place->block) / place->layer : std::filesystem::path();
        if (!place || !paths_.insert(path).second) {
            throw badInput({}, say("{} cannot be stored as {}", escapeForDisplay(weight.name), matrix.name()),
                           say("Each layer has a file in the folder of its block; this one has no name of its own."));
        }
        isWritten_[tensor] = true;
        const MatrixShape shape = layerShape(weight, ElementType::F16);
        const std::uint64_t bytes = matrix.parts(shape).front().bytes();
        layout_.pieces.push_back(
            {.choice = choice, .file = layout_.files.size(), .bytes = bytes, .stored = tensor, .shape = shape});
        layout_.files.push_back({.relativePath = path, .bytes = bytes});
    }

    /// A tensor that several weights have parts of is carried over with the first of them.
    void carryOver(std::size_t choice, std::size_t tensor) {
        if (isWritten_[tensor]) {
            return;
        }
        isWritten_[tensor] = true;
        const TensorInfo& stored = checkpoint_.tensors()[tensor];
        const ElementType type = choice == OutputPiece::noChoice ? stored.type : carriedType(choices_[choice], stored);
        const std::uint64_t bytes = stored.elements() * info(type).bytesPerBlock;
        others_.push_back({stored.name, type, stored.shape, storageBytes_, layout_.pieces.size()});
        layout_.pieces.push_back({.choice = choice, .bytes = bytes, .stored = tensor});
        storageBytes_ = roundUp(storageBytes_ + bytes, alignment);
    }

    /// One storage for all of them. With types of their own it has none, which readers before PyTorch 2.1 do not know.
    [[nodiscard]] PlannedFile othersFile() {
        const ElementType first = others_.empty() ? ElementType::F16 : others_.front().type;
        const bool isUntyped = std::ranges::any_of(others_, [&](const Other& other) { return other.type != first; });
        const std::uint64_t width = isUntyped ? 1 : info(first).bytesPerBlock;
        const TorchStorage storage{.key = "0", .type = first, .elements = storageBytes_ / width, .isUntyped = isUntyped};
        TorchPickle pickle;
        pickle.openDict();
        for (const Other& other : others_) {
            pickle.text(other.name);
            pickle.tensor(storage, other.type, other.offset / info(other.type).bytesPerBlock, other.shape);
        }
        pickle.closeDict();
        PlannedFile file = archiveOf(pickle.finish(), storageBytes_);
        file.relativePath = "not_quantized_weights.pt";
        for (const Other& other : others_) {
            layout_.pieces[other.piece].offset = file.header.size() + other.offset;
        }
        return file;
    }

    const Model& model_;
    const Checkpoint& checkpoint_;
    std::span<const Choice> choices_;
    std::vector<bool> isWritten_; // by tensor of the checkpoint
    std::vector<Other> others_;
    std::uint64_t storageBytes_ = 0; // of these
    std::set<std::filesystem::path> paths_;
    OutputLayout layout_;
};

} // namespace

std::optional<LegacyPlace> legacyPlace(const Model& model, const Weight& weight) {
    if (!weight.layer || weight.tensors.size() != 1) {
        return std::nullopt;
    }
    const std::string path = modulePath(model.checkpoint().tensors()[weight.tensors.front()].name);
    const std::string block = fmt::to_string(*weight.layer);
    const std::size_t at = path.find('.' + block + '.');
    if (at == std::string::npos) {
        return std::nullopt;
    }
    std::string layer = path.substr(at + block.size() + 2);
    const bool isName = !layer.empty() && !layer.starts_with('.') && layer.find('/') == std::string::npos;
    return isName ? std::optional(LegacyPlace{block, std::move(layer)}) : std::nullopt;
}

OutputLayout legacyWeights(const Model& model, std::span<const Choice> choices) {
    return LegacyFolder(model, choices).layOut();
}

} // namespace quantlathe::spqr
