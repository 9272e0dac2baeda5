// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/shared_lock.h"

#include "base/error.h"
#include "base/file_system.h"
#include "base/words.h"

#include <cerrno>
#include <utility>

namespace quantlathe {

std::optional<SharedLock> SharedLock::tryTake(const std::filesystem::path& path) {
    for (;;) {
        SharedLock lock(fileSystem().open(FileSystem::workingFolder, path.string().c_str(), FileSystem::Opening::create));
        if (lock.descriptor_ < 0) {
            throw systemError(path, say("Cannot open the file for writing"), errno);
        }
        int result = 0;
        do {
            result = fileSystem().lock(lock.descriptor_, FileSystem::Lock::together);
        } while (result != 0 && errno == EINTR);
        if (result != 0 && errno == EWOULDBLOCK) {
            return std::nullopt;
        }
        if (result != 0) {
            throw Error(ErrorKind::failed, say("Files cannot be locked here"),
                        say("Processes that share one output need locks. Network file systems have them when they are mounted "
                            "so; for Lustre the option is flock."),
                        path);
        }
        if (lock.isOf(path)) { // else it was removed between the opening and the lock
            return lock;
        }
    }
}

SharedLock::~SharedLock() {
    if (descriptor_ >= 0) {
        fileSystem().close(descriptor_);
    }
}

SharedLock::SharedLock(SharedLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

SharedLock& SharedLock::operator=(SharedLock&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

bool SharedLock::isOf(const std::filesystem::path& path) const {
    FileStatus mine;
    FileStatus named;
    return fileSystem().status(descriptor_, mine) == 0 &&
           fileSystem().status(path.string().c_str(), named, FileSystem::Links::themselves) == 0 && mine.isOf(named);
}

} // namespace quantlathe
