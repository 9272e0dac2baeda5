// SPDX-License-Identifier: GPL-3.0-or-later
// quantization_config of a GPTQ folder: one setting for most modules, rules for the others (docs/formats/gptq.md).
#pragma once

#include "formats/folder_format.h"

#include <nlohmann/json.hpp>

namespace quantlathe::gptq {

/// Precondition: there is a module, all are of one version, and modules that consumers join have one setting.
[[nodiscard]] nlohmann::ordered_json quantizationConfigOf(const FolderContents& contents);

} // namespace quantlathe::gptq
