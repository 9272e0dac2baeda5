// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/pytorch_reader.h"
#include "checkpoint/tensor_size.h"
#include "fuzz_support.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const FileContents contents = parsePyTorchFile({bytes, bytes.size(), "fuzz.bin"});
        for (const TensorInfo& tensor : contents.tensors) {
            fuzz::require(tensorBytes(tensor.type, tensor.shape) == tensor.bytes);
            fuzz::require(tensor.offset <= bytes.size() && tensor.extent() <= bytes.size() - tensor.offset);
        }
    });
}
