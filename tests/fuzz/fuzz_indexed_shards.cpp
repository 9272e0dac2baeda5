// SPDX-License-Identifier: GPL-3.0-or-later
// A model in two safetensors files with an index: model.safetensors.index.json and the two headers, with a byte 0xFF between
// them. Behind each header 64 bytes follow.
#include "checkpoint/checkpoint.h"
#include "checkpoint/tensor_size.h"
#include "fuzz_support.h"
#include "safetensors_text.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 3);
        const std::string values(64, '\x11');
        folder.write("model.safetensors.index.json", parts[0]);
        folder.write("model-00001-of-00002.safetensors", fuzz::safetensorsFile(parts[1], values));
        folder.write("model-00002-of-00002.safetensors", fuzz::safetensorsFile(parts[2], values));
        const Checkpoint checkpoint = openCheckpoint(folder.path());
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            fuzz::require(tensor.file < checkpoint.files().size() && checkpoint.bytes(tensor).size() == tensor.bytes);
            fuzz::require(checkpoint.find(tensor.name) == &tensor);
        }
    });
}
