// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/pytorch_reader.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/model_files.h"
#include "checkpoint/pytorch_state.h"
#include "checkpoint/tensor_size.h"
#include "checkpoint/zip_directory.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace quantlathe {
namespace {

constexpr std::string_view pickleName = "/data.pkl";

/// The one entry <archive>/data.pkl; its folder is the prefix of all others.
std::string_view prefixOf(const ZipDirectory& directory, const HeaderSource& source) {
    std::string_view prefix;
    for (const auto& [name, entry] : directory) {
        if (name.ends_with(pickleName) && name.find('/') == name.size() - pickleName.size()) {
            if (!prefix.empty()) {
                throw badInput(source.file, say("{} is no PyTorch file", source.subject),
                               say("It holds two pickles named data.pkl."));
            }
            prefix = name.substr(0, name.size() - pickleName.size() + 1);
        }
    }
    if (prefix.empty()) {
        throw badInput(source.file, say("{} is no PyTorch file", source.subject),
                       say("It is a zip archive without data.pkl, so torch.save did not write it."));
    }
    return prefix;
}

std::span<const std::byte> contentsOf(const ZipEntry& entry, const HeaderSource& source) {
    return source.bytes.subspan(entry.offset, entry.bytes);
}

const ZipEntry* entryNamed(const ZipDirectory& directory, std::string_view prefix, std::string_view name) {
    const auto found = directory.find(std::string(prefix).append(name));
    return found == directory.end() ? nullptr : &found->second;
}

void checkArchive(const ZipDirectory& directory, std::string_view prefix, const HeaderSource& source) {
    if (const ZipEntry* const order = entryNamed(directory, prefix, "byteorder")) {
        const auto bytes = contentsOf(*order, source);
        if (std::string_view(reinterpret_cast<const char*>(bytes.data()), bytes.size()) != "little") {
            throw badInput(source.file, say("{} was written by a big-endian machine", source.subject),
                           say("Only little-endian files can be read. Save the model again on another machine."));
        }
    }
    if (entryNamed(directory, prefix, "constants.pkl") != nullptr) {
        throw badInput(source.file, say("{} is a TorchScript program", source.subject),
                       say("Programs are not run. Save model.state_dict(), or the model as safetensors."));
    }
}

/// True when the values of the shape lie one after the other; dimensions of one element have no say.
bool isContiguous(const PyTorchTensor& tensor) {
    std::uint64_t expected = 1;
    for (std::size_t i = tensor.shape.size(); i-- > 0;) {
        if (tensor.shape[i] != 1 && tensor.strides[i] != expected) {
            return false;
        }
        expected *= tensor.shape[i];
    }
    return true;
}

TensorInfo infoOf(const PyTorchTensor& tensor, const ZipDirectory& directory, std::string_view prefix,
                  const HeaderSource& source) {
    TensorInfo result;
    result.name = tensor.name;
    result.type = tensor.type;
    result.shape = tensor.shape;
    result.bytes = tensorBytes(tensor.type, tensor.shape).value(); // checked when the pickle was read
    if (result.bytes == 0) {
        return result; // torch.save writes no entry for an empty storage
    }
    const ZipEntry* const entry = entryNamed(directory, prefix, std::string("data/").append(tensor.storage));
    if (entry == nullptr || entry->bytes != tensor.storageBytes) {
        const std::string storage = escapeForDisplay(tensor.storage);
        throw badInput(source.file, say("{} is damaged", source.subject),
                       entry == nullptr ? say("Storage {} of tensor {} is missing.", storage, escapeForDisplay(tensor.name))
                                        : say("Storage {} of tensor {} at byte {} has {} bytes, {} are expected.", storage,
                                              escapeForDisplay(tensor.name), groupedDigits(entry->offset),
                                              groupedDigits(entry->bytes), groupedDigits(tensor.storageBytes)));
    }
    result.offset = entry->offset + tensor.offset * info(tensor.type).bytesPerBlock;
    if (!isContiguous(tensor)) {
        result.strides = tensor.strides;
    }
    return result;
}

/// An output matrix that shares its values with the embedding is the second name, wherever it stands: a tied model is one
/// that lists only the embedding.
bool isOutputName(std::string_view name) {
    return name.ends_with("lm_head.weight") || name.ends_with("embed_out.weight") || name == "output.weight";
}

CheckpointContents opening(const std::filesystem::path& opened) {
    CheckpointContents contents;
    contents.kind = ContainerKind::pytorch;
    contents.path = opened;
    return contents;
}

} // namespace

bool looksLikePyTorch(std::span<const std::byte> firstBytes) {
    const std::string_view text(reinterpret_cast<const char*>(firstBytes.data()), firstBytes.size());
    return text.starts_with("PK\x03\x04") && text.find(pickleName) != std::string_view::npos;
}

FileContents parsePyTorchFile(const HeaderSource& source, PyTorchDepth depth) {
    const ZipDirectory directory = parseZipDirectory(source);
    const std::string_view prefix = prefixOf(directory, source);
    checkArchive(directory, prefix, source);
    const auto pickle = contentsOf(*entryNamed(directory, prefix, pickleName.substr(1)), source);
    std::vector<PyTorchTensor> state = parsePyTorchState({pickle, pickle.size(), source.file, source.subject}, depth);
    std::stable_partition(state.begin(), state.end(), [](const PyTorchTensor& tensor) { return !isOutputName(tensor.name); });

    using View = std::tuple<std::uint64_t, ElementType, std::vector<std::uint64_t>, std::vector<std::uint64_t>>;
    std::map<View, std::string> listed;
    FileContents contents;
    contents.headerHash = contentHash(pickle);
    for (const PyTorchTensor& tensor : state) {
        TensorInfo found = infoOf(tensor, directory, prefix, source);
        if (found.bytes != 0) {
            const auto [first, isNew] = listed.try_emplace({found.offset, found.type, found.shape, found.strides}, found.name);
            if (!isNew) {
                contents.aliases.emplace_back(found.name, first->second);
                continue;
            }
        }
        contents.tensors.push_back(std::move(found));
    }
    return contents;
}

CheckpointContents readPyTorchFiles(const std::filesystem::path& opened, std::span<const std::filesystem::path> files) {
    return readFiles(opening(opened), files, [](const HeaderSource& source) { return parsePyTorchFile(source); });
}

CheckpointContents readPyTorchIndex(const std::filesystem::path& opened, const std::filesystem::path& index) {
    return readIndexed(opening(opened), index, [](const HeaderSource& source) { return parsePyTorchFile(source); });
}

} // namespace quantlathe
