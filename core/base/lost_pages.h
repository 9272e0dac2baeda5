// SPDX-License-Identifier: GPL-3.0-or-later
// What the system's handler of unreadable pages and the list of guarded mappings (mapping_guard.cpp) know of each other.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>

namespace quantlathe {

/// The mapping that a page was lost of.
struct LostPage {
    std::uintptr_t begin = 0;
    std::size_t size = 0;
    bool isFirst = false; // of this mapping
};

/// Marks the mapping that holds the address; nothing where none does. Safe in a signal's handler.
[[nodiscard]] std::optional<LostPage> noteLostPage(std::uintptr_t address) noexcept;

/// Installs the handler, once. From then on a touch of a lost page of a guarded mapping finds zeros.
void awaitLostPages();

/// Of the pages that mappings are made of. Safe in a signal's handler, after awaitLostPages().
[[nodiscard]] std::uintptr_t lostPageBytes() noexcept;

} // namespace quantlathe
