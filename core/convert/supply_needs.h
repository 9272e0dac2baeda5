// SPDX-License-Identifier: GPL-3.0-or-later
// Which files of a source are read for what.
#pragma once

#include "convert/source_supply.h"
#include "convert/work.h"

#include <cstdint>
#include <vector>

namespace quantlathe {

/// Numbers of files in the checkpoint, each once, in order: those of the weight, and of matrices that share a scale with it.
[[nodiscard]] std::vector<std::size_t> filesReadFor(const WeightWork& work, const Checkpoint& checkpoint);

/// Of whole files, where they come from.
[[nodiscard]] std::vector<std::uint64_t> fileSizesOf(const Checkpoint& checkpoint);

} // namespace quantlathe
