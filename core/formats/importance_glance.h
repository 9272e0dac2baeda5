// SPDX-License-Identifier: GPL-3.0-or-later
// Is this file an importance matrix? Told by its contents, for drag and drop and "Open file".
#pragma once

#include <filesystem>

namespace quantlathe {

/// True for a GGUF file that says so (general.type) and for the legacy form when its first entry reads like one: the number of
/// entries, a weight's name, counts that fit into the file. Reads only the start of the file. False for whatever cannot be
/// read; readImportanceMatrix() then says why.
[[nodiscard]] bool looksLikeImportanceMatrix(const std::filesystem::path& file) noexcept;

} // namespace quantlathe
