// SPDX-License-Identifier: GPL-3.0-or-later
// Command lines to copy that run a model as it was estimated.
#pragma once

#include "estimate/placement.h"

#include <string>
#include <string_view>

namespace quantlathe {

/// llama-server with all that the placement says: `modelFile` as it shall stand there. `threads` 0: left to llama.cpp.
[[nodiscard]] std::string llamaCppCommand(const Placement& placement, const RunSettings& settings, std::string_view modelFile,
                                          int threads = 0);

/// "vllm serve FOLDER --max-model-len 16384 …": context, sequences, cache, share of the card, cards.
[[nodiscard]] std::string vllmCommand(const RunSettings& settings, std::string_view modelFolder);

} // namespace quantlathe
