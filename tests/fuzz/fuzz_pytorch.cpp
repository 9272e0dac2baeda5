// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/pytorch_reader.h"
#include "checkpoint/tensor_size.h"
#include "fuzz_support.h"

using namespace quantlathe;

namespace {

void read(std::span<const std::byte> bytes, PyTorchDepth depth) {
    const FileContents contents = parsePyTorchFile({bytes, bytes.size(), "fuzz.bin"}, depth);
    for (const TensorInfo& tensor : contents.tensors) {
        fuzz::require(tensorBytes(tensor.type, tensor.shape) == tensor.bytes);
        fuzz::require(tensor.offset <= bytes.size() && tensor.extent() <= bytes.size() - tensor.offset);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::run(data, size, [](std::span<const std::byte> bytes) { read(bytes, PyTorchDepth::listsToo); });
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) { read(bytes, PyTorchDepth::tensors); });
}
