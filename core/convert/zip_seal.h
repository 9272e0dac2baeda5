// SPDX-License-Identifier: GPL-3.0-or-later
// Completes zip archives whose contents were written piece by piece: their checksums and directory are known only afterwards.
#pragma once

#include "base/file.h"

#include <cstddef>
#include <span>

namespace quantlathe {

/// Whether a planned file is such an archive: its header begins one and its contents follow. The last entry of the header
/// reaches to the directory.
[[nodiscard]] bool isOpenArchive(std::span<const std::byte> header, std::uint64_t fileBytes);

/// Reads all contents once and writes their checksums and the directory, which ends the file of `fileBytes`.
void sealArchive(OutputFile& file, std::span<const std::byte> header, std::uint64_t fileBytes);

} // namespace quantlathe
