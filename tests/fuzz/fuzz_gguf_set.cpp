// SPDX-License-Identifier: GPL-3.0-or-later
// A GGUF model in two files, the second one behind the first byte sequence 0xFF 0xFE: their names, counts, numbers and keys
// must agree, from whichever of them the set is opened.
#include "checkpoint/checkpoint.h"
#include "checkpoint/tensor_size.h"
#include "fuzz_support.h"

#include <optional>

using namespace quantlathe;

namespace {

std::optional<Checkpoint> opened(const std::filesystem::path& path) {
    try {
        return openCheckpoint(path);
    } catch (const Error& error) {
        fuzz::require(error.exitCode() == 2 && !error.title().empty() && !error.detail().empty());
        return std::nullopt;
    }
}

void check(const Checkpoint& checkpoint) {
    for (const TensorInfo& tensor : checkpoint.tensors()) {
        fuzz::require(tensorBytes(tensor.type, tensor.shape) == tensor.bytes);
        fuzz::require(checkpoint.bytes(tensor).size() == tensor.bytes);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const std::string_view all = fuzz::textOf(bytes);
        const std::size_t middle = std::min(all.find("\xFF\xFE"), all.size());
        const auto first = folder.write("model-00001-of-00002.gguf", all.substr(0, middle));
        const auto second = folder.write("model-00002-of-00002.gguf", all.substr(std::min(middle + 2, all.size())));
        const auto fromFirst = opened(first);
        const auto fromSecond = opened(second);
        const auto fromFolder = opened(folder.path());
        if (fromFirst && fromSecond && fromFirst->files().size() == 2 && fromSecond->files().size() == 2) {
            fuzz::require(fromFirst->identity() == fromSecond->identity());
            fuzz::require(fromFolder && fromFolder->tensors().size() == fromFirst->tensors().size());
        }
        for (const auto& checkpoint : {std::cref(fromFirst), std::cref(fromSecond), std::cref(fromFolder)}) {
            if (checkpoint.get()) {
                check(*checkpoint.get());
            }
        }
    });
}
