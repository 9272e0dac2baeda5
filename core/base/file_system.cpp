// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file_system.h"

#include <atomic>
#include <cerrno>

namespace quantlathe {
namespace {

std::atomic<FileSystem*> inUse{nullptr}; // nullptr: the system's own

} // namespace

bool isOfTheName(int errorNumber) {
    switch (errorNumber) {
    case ENOENT:
    case ENOTDIR:
    case EACCES:
    case EPERM:
    case ELOOP:
    case ENAMETOOLONG:
    case ENXIO:
    case ENODEV:
    case EINVAL: return true;
    default: return false;
    }
}

FileSystem& fileSystem() noexcept {
    static FileSystem system;
    FileSystem* const other = inUse.load(std::memory_order_acquire);
    return other != nullptr ? *other : system;
}

FileSystemInUse::FileSystemInUse(FileSystem& other) : before_(inUse.exchange(&other)) {}

FileSystemInUse::~FileSystemInUse() {
    inUse.store(before_);
}

} // namespace quantlathe
