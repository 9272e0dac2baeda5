// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/safetensors_header.h"
#include "checkpoint/tensor_size.h"
#include "fuzz_support.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const SafetensorsHeader header = parseSafetensorsHeader({bytes, bytes.size(), "fuzz.safetensors"});
        std::uint64_t covered = 0;
        for (const TensorInfo& tensor : header.tensors) {
            fuzz::require(tensor.offset <= bytes.size() && tensor.bytes <= bytes.size() - tensor.offset);
            fuzz::require(tensorBytes(tensor.type, tensor.shape) == tensor.bytes);
            covered += tensor.bytes;
        }
        fuzz::require(covered < bytes.size()); // each byte belongs to one tensor, and the header to none
    });
}
