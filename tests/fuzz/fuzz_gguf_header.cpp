// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/gguf_header.h"
#include "checkpoint/gguf_writer.h"
#include "checkpoint/tensor_size.h"
#include "fuzz_support.h"

using namespace quantlathe;

namespace {

/// What was read must be written back and read again as the same thing.
void checkRoundTrip(const GgufHeader& header) {
    std::vector<GgufTensor> tensors;
    for (const TensorInfo& tensor : header.tensors) {
        tensors.push_back({tensor.name, tensor.type, tensor.shape});
    }
    GgufLayout layout;
    try {
        layout = layOutGguf(header.metadata, tensors);
    } catch (const Error&) {
        return; // names with zero bytes can be read, not written
    }
    const GgufHeader again = parseGgufHeader({layout.header, layout.fileBytes, "again"});
    fuzz::require(again.tensors.size() == header.tensors.size());
    fuzz::require(again.metadata.pairs().size() == header.metadata.pairs().size());
    for (std::size_t i = 0; i < again.tensors.size(); ++i) {
        fuzz::require(again.tensors[i].name == header.tensors[i].name && again.tensors[i].bytes == header.tensors[i].bytes);
        fuzz::require(again.tensors[i].offset == layout.offsets[i]);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        // The data section need not be there: a claimed length lets small inputs reach the checks behind the header.
        const std::uint64_t fileBytes = bytes.size() + (std::uint64_t{1} << 20U);
        const GgufHeader header = parseGgufHeader({bytes, fileBytes, "fuzz.gguf"});
        for (const TensorInfo& tensor : header.tensors) {
            fuzz::require(tensor.offset <= fileBytes && tensor.bytes <= fileBytes - tensor.offset);
            fuzz::require(tensorBytes(tensor.type, tensor.shape) == tensor.bytes);
        }
        checkRoundTrip(header);
    });
}
