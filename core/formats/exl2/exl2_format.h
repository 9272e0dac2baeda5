// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2 as a Hugging Face folder, in the form that ExLlamaV2 and TabbyAPI load (docs/formats/exl2.md).
#pragma once

#include "formats/format.h"

#include <map>
#include <string>

namespace quantlathe::exl2 {

[[nodiscard]] const Format& format();

/// Bits a weight of the layers' matrices that a preset and options ask for. Throws Error(badInput) for options that the format
/// does not have.
[[nodiscard]] double targetBits(const Preset& preset, const std::map<std::string, std::string>& options);

} // namespace quantlathe::exl2
