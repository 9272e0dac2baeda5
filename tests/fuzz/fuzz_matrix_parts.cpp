// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices that are stored as several tensors: a safetensors file whose tensor names say "a matrix of this family". Whatever
// a family recognises must be decodable to its last value.
#include "checkpoint/safetensors_header.h"
#include "codecs/matrix_encoding.h"
#include "fuzz_support.h"

#include <algorithm>
#include <string>
#include <vector>

using namespace quantlathe;

namespace {

constexpr std::uint64_t maxValues = 1U << 20U;

void decodeAll(const StoredMatrix& matrix, const PartLookup& lookup) {
    fuzz::require(matrix.encoding != nullptr && !matrix.encoding->whyNot(matrix.shape));
    std::vector<std::span<const std::byte>> parts;
    for (const MatrixPart& part : matrix.encoding->parts(matrix.shape)) {
        const auto stored = lookup(part.suffix);
        fuzz::require(stored && stored->type == part.type && stored->bytes.size() == part.bytes());
        parts.push_back(stored->bytes);
    }
    if (matrix.shape.values() > maxValues) {
        return;
    }
    const auto count = static_cast<std::size_t>(matrix.shape.values());
    std::vector<float> whole(count);
    matrix.encoding->decodeMatrix(matrix.shape, parts, 0, whole);
    std::vector<float> end(count - count / 3);
    matrix.encoding->decodeMatrix(matrix.shape, parts, count / 3, end);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const SafetensorsHeader header = parseSafetensorsHeader({bytes, bytes.size(), "fuzz.safetensors"});
        for (const MatrixFamily* const family : matrixFamilies()) {
            for (const std::string_view marker : family->markers) {
                for (const TensorInfo& tensor : header.tensors) {
                    if (!tensor.name.ends_with(marker)) {
                        continue;
                    }
                    const std::string module = tensor.name.substr(0, tensor.name.size() - marker.size());
                    const PartLookup lookup = [&](std::string_view suffix) -> std::optional<StoredPart> {
                        const auto found = std::ranges::find(header.tensors, module + std::string(suffix), &TensorInfo::name);
                        if (found == header.tensors.end()) {
                            return std::nullopt;
                        }
                        return StoredPart{found->type, found->shape, bytes.subspan(found->offset, found->bytes)};
                    };
                    if (const auto matrix = family->recognise(lookup)) {
                        decodeAll(*matrix, lookup);
                    }
                }
            }
        }
    });
}
