// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file_system.h"

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <string_view>
#include <sys/file.h>
#include <sys/mman.h>
#include <unistd.h>

namespace quantlathe {
namespace {

constexpr mode_t fileRights = 0644; // less the user's mask, as those below
constexpr mode_t folderRights = 0777;

std::atomic<FileSystem*> inUse{nullptr}; // nullptr: the system's own

} // namespace

int FileSystem::open(int folder, const char* path, int flags) {
    return ::openat(folder, path, flags | O_CLOEXEC, fileRights);
}

int FileSystem::close(int descriptor) {
    return ::close(descriptor);
}

ssize_t FileSystem::read(int descriptor, std::span<std::byte> into, std::uint64_t offset) {
    return ::pread(descriptor, into.data(), into.size(), static_cast<off_t>(offset));
}

ssize_t FileSystem::write(int descriptor, std::span<const std::byte> bytes, std::uint64_t offset) {
    return ::pwrite(descriptor, bytes.data(), bytes.size(), static_cast<off_t>(offset));
}

void* FileSystem::map(int descriptor, std::size_t bytes) {
    return ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, 0);
}

int FileSystem::setSize(int descriptor, std::uint64_t size) {
    return ::ftruncate(descriptor, static_cast<off_t>(size));
}

int FileSystem::reserve(int descriptor, std::uint64_t size) {
#ifdef __linux__
    // Not posix_fallocate(): where the file system cannot reserve, that one writes every block instead.
    return ::fallocate(descriptor, 0, 0, static_cast<off_t>(size));
#else
    (void)descriptor;
    (void)size;
    errno = EOPNOTSUPP;
    return -1;
#endif
}

int FileSystem::sync(int descriptor) {
    return ::fsync(descriptor);
}

int FileSystem::syncData(int descriptor) {
#ifdef __linux__
    return ::fdatasync(descriptor);
#else
    return ::fsync(descriptor);
#endif
}

int FileSystem::awaitRange(int descriptor, std::uint64_t offset, std::uint64_t length) {
#ifdef __linux__
    return ::sync_file_range(descriptor, static_cast<off_t>(offset), static_cast<off_t>(length),
                             SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
#else
    (void)descriptor;
    (void)offset;
    (void)length;
    errno = ENOSYS;
    return -1;
#endif
}

int FileSystem::dropCached(int descriptor) {
#ifdef POSIX_FADV_DONTNEED
    return ::posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED);
#else
    (void)descriptor;
    return 0;
#endif
}

int FileSystem::lock(int descriptor, Lock how) {
    return ::flock(descriptor, (how == Lock::alone ? LOCK_EX : LOCK_SH) | LOCK_NB);
}

int FileSystem::status(int descriptor, struct stat& status) {
    return ::fstat(descriptor, &status);
}

int FileSystem::status(const char* path, struct stat& status, Links links) {
    return links == Links::followed ? ::stat(path, &status) : ::lstat(path, &status);
}

int FileSystem::space(const char* path, struct statvfs& space) {
    return ::statvfs(path, &space);
}

int FileSystem::mayChange(const char* folder) {
    return ::faccessat(AT_FDCWD, folder, W_OK | X_OK, AT_EACCESS);
}

int FileSystem::list(int folder, std::size_t most, std::vector<std::string>& names) {
    const int own = ::openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC); // closing the list closes it
    DIR* const entries = own < 0 ? nullptr : ::fdopendir(own);
    if (entries == nullptr) {
        const int errorNumber = errno;
        if (own >= 0) {
            ::close(own);
        }
        errno = errorNumber;
        return -1;
    }
    errno = 0;
    while (names.size() < most) {
        const dirent* const entry = ::readdir(entries); // NOLINT(concurrency-mt-unsafe): nobody else has this list
        if (entry == nullptr) {
            break;
        }
        if (const std::string_view name = entry->d_name; name != "." && name != "..") {
            names.emplace_back(name);
        }
    }
    const int errorNumber = errno;
    ::closedir(entries);
    errno = errorNumber;
    return errorNumber == 0 ? 0 : -1;
}

int FileSystem::rename(const char* from, const char* to, Rename how) {
    if (how == Rename::replace) {
        return ::rename(from, to);
    }
#ifdef __linux__
    return ::renameat2(AT_FDCWD, from, AT_FDCWD, to, how == Rename::keep ? RENAME_NOREPLACE : RENAME_EXCHANGE);
#else
    errno = ENOSYS;
    return -1;
#endif
}

int FileSystem::link(const char* from, const char* to) {
    return ::link(from, to);
}

int FileSystem::makeFolder(const char* path) {
    return ::mkdir(path, folderRights);
}

int FileSystem::remove(int folder, const char* path, Entry entry) {
    return ::unlinkat(folder, path, entry == Entry::emptyFolder ? AT_REMOVEDIR : 0);
}

int FileSystem::touch(const char* path) {
    return ::utimensat(AT_FDCWD, path, nullptr, 0);
}

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
