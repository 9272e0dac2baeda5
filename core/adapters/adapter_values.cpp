// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/adapter_values.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "kernels/convert.h"
#include "weights/strided_values.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

void requireNumbers(std::span<const float> values, const TensorInfo& tensor, const std::filesystem::path& file) {
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
        throw badInput(file, say("{} holds values that are no numbers", escapeForDisplay(tensor.name)),
                       say("It is damaged, or its training failed. Nothing was kept."));
    }
}

} // namespace

void readStoredValues(const SourceFiles& files, const TensorInfo& tensor, std::uint64_t first, std::span<std::byte> out) {
    if (tensor.strides.empty()) {
        files.read(tensor, first * info(tensor.type).bytesPerBlock, out);
    } else {
        readStrided(tensor, first, out,
                    [&](std::uint64_t offset, std::span<std::byte> into) { files.read(tensor, offset, into); });
    }
}

void readNumbers(const SourceFiles& files, const Checkpoint& checkpoint, const TensorInfo& tensor, std::uint64_t first,
                 std::span<float> out, std::vector<std::byte>& buffer) {
    buffer.resize(out.size() * info(tensor.type).bytesPerBlock);
    readStoredValues(files, tensor, first, buffer);
    floatsFromStored(tensor.type, buffer, out);
    requireNumbers(out, tensor, checkpoint.files()[tensor.file].path());
}

std::vector<float> allNumbers(const SourceFiles& files, const Checkpoint& checkpoint, std::size_t index) {
    const TensorInfo& tensor = checkpoint.tensors()[index];
    if (!hasFloatForm(tensor.type)) {
        throw badInput(checkpoint.files()[tensor.file].path(),
                       say("{} is stored as {}", escapeForDisplay(tensor.name), info(tensor.type).name),
                       say("Expected an adapter in F32, F16 or BF16."));
    }
    std::vector<float> values(static_cast<std::size_t>(tensor.elements()));
    std::vector<std::byte> buffer;
    readNumbers(files, checkpoint, tensor, 0, values, buffer);
    return values;
}

} // namespace quantlathe
