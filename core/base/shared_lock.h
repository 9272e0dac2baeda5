// SPDX-License-Identifier: GPL-3.0-or-later
// A lock that many processes hold together, against one that wants the file alone.
#pragma once

#include <filesystem>
#include <optional>

namespace quantlathe {

/// Held until it is destroyed, or the process ends. It excludes OutputFile::tryLock() of the same file, in this process and
/// others, and is excluded by it; it says nothing about reading and writing. Move-only.
class SharedLock {
public:
    /// Creates the file if it is not there. Nothing while somebody holds the file alone. Throws Error(failed) when it cannot be
    /// opened or the file system has no locks; links are not followed.
    [[nodiscard]] static std::optional<SharedLock> tryTake(const std::filesystem::path& path);
    ~SharedLock();
    SharedLock(SharedLock&& other) noexcept;
    SharedLock& operator=(SharedLock&& other) noexcept;
    SharedLock(const SharedLock&) = delete;
    SharedLock& operator=(const SharedLock&) = delete;

private:
    explicit SharedLock(int descriptor) : descriptor_(descriptor) {}
    [[nodiscard]] bool isOf(const std::filesystem::path& path) const;

    int descriptor_ = -1;
};

} // namespace quantlathe
