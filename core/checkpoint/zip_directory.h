// SPDX-License-Identifier: GPL-3.0-or-later
// The directory of a zip archive whose entries are stored as they are: where the bytes of each lie, so that they can be mapped.
// (zip libraries hand entries out as streams and do not tell their place.) Source: APPNOTE.TXT 6.3, sections 4.3 to 4.5, with
// the 64-bit extensions.
#pragma once

#include "checkpoint/header_source.h"

#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace quantlathe {

struct ZipEntry {
    std::uint64_t offset = 0; // of the first byte of its contents, from the start of the file
    std::uint64_t bytes = 0;
};

/// Names as they stand in the archive; the views point into the source. Entries of length 0 (folders) are left out.
using ZipDirectory = std::unordered_map<std::string_view, ZipEntry>;

/// `source.bytes` is the whole file. Throws Error(badInput) for what is cut short or contradicts itself, for names that stand
/// there twice, and for entries that are compressed or encrypted. Allocates in proportion to the directory only.
[[nodiscard]] ZipDirectory parseZipDirectory(const HeaderSource& source);

} // namespace quantlathe
