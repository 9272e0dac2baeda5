// SPDX-License-Identifier: GPL-3.0-or-later
// Errors of code that knows what a file said, but not where it stood.
#pragma once

#include "base/error.h"

#include <filesystem>

namespace quantlathe {

/// Returns `work()`. An Error of it that names no file then names this one; nothing is changed for an empty path.
template <class Work>
auto namingFile(const std::filesystem::path& file, Work work) {
    try {
        return work();
    } catch (const Error& error) {
        if (file.empty() || !error.file().empty()) {
            throw;
        }
        throw Error(error.kind(), error.title(), error.detail(), file);
    }
}

} // namespace quantlathe
