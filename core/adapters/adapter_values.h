// SPDX-License-Identifier: GPL-3.0-or-later
// Reading values of bases and adapters as floats.
#pragma once

#include "convert/source_files.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Stored bytes of values [first, first + n) of a tensor, in the order of its shape.
void readStoredValues(const SourceFiles& files, const TensorInfo& tensor, std::uint64_t first, std::span<std::byte> out);

/// Values [first, first + out.size()) as floats. `buffer` keeps its memory between calls. Throws Error(badInput) when one is no
/// number.
void readNumbers(const SourceFiles& files, const Checkpoint& checkpoint, const TensorInfo& tensor, std::uint64_t first,
                 std::span<float> out, std::vector<std::byte>& buffer);

/// All values of a tensor of an adapter. Throws Error(badInput) also for types that have no float form.
[[nodiscard]] std::vector<float> allNumbers(const SourceFiles& files, const Checkpoint& checkpoint, std::size_t tensor);

} // namespace quantlathe
