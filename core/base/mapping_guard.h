// SPDX-License-Identifier: GPL-3.0-or-later
// Mapped files that vanish under their reader. The system answers a touch of a page that is no longer in the file, or that the
// disk cannot read, with the signal SIGBUS, which ends a program. Here it puts zeros in the page's place and marks the mapping:
// whoever read through it asks requireIntact() before anything is made of the values. (Copying every tile by pread instead
// costs the statistics of a BF16 model a sixth of their time.)
#pragma once

#include "base/error.h"
#include "base/file.h"

#include <cstddef>
#include <span>
#include <type_traits>

namespace quantlathe {

/// What readers of a model throw when a file is no longer as it was when it was opened: Error(badInput).
[[nodiscard]] Error changedWhileRead(const std::filesystem::path& file);

/// Throws changedWhileRead(), or Error(failed) when the disk cannot read the file, if a page of the mapping was lost at any
/// time. Costs next to nothing as long as none was: call it after every tile. Thread-safe.
void requireIntact(const MappedFile& file);

/// The same, and that size and time of what lies under the file's name are still those of the mapping: asked before results are
/// given out or kept, for a file can change without losing a page. Throws Error(failed) when the disk does not answer.
/// Thread-safe.
void requireUnchanged(const MappedFile& file);

/// Runs `read`, which looks at mapped bytes of `source` (a file, or all files of a checkpoint). Where some of them were lost,
/// that is the Error, whatever the zeros in their place led to.
template <class Source, class Read>
auto readIntact(const Source& source, const Read& read) -> decltype(read()) {
    try {
        if constexpr (std::is_void_v<decltype(read())>) {
            read();
            requireIntact(source);
        } else {
            auto result = read();
            requireIntact(source);
            return result;
        }
    } catch (const Error&) {
        requireIntact(source);
        throw;
    }
}

/// Lives as long as the pages are mapped; MappedFile keeps one for each mapping. The first one installs the handler of SIGBUS,
/// which passes on what is not ours.
void guardMapping(std::span<const std::byte> pages);
void forgetMapping(std::span<const std::byte> pages) noexcept;

} // namespace quantlathe
