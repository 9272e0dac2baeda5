// SPDX-License-Identifier: GPL-3.0-or-later
// quantization_config of a compressed-tensors folder: groups of modules with one scheme each
// (docs/formats/compressed-tensors.md).
#pragma once

#include "formats/folder_format.h"

#include <nlohmann/json.hpp>

namespace quantlathe::compressed {

/// Precondition: there is a module, and modules that consumers join have one scheme.
[[nodiscard]] nlohmann::ordered_json quantizationConfigOf(const FolderContents& contents);

} // namespace quantlathe::compressed
