// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file_system.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <dirent.h>
#include <fcntl.h>
#include <string_view>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

namespace quantlathe {
namespace {

constexpr mode_t fileRights = 0644; // less the user's mask, as those below
constexpr mode_t folderRights = 0777;
constexpr unsigned blockBytes = 512; // st_blocks counts these on every file system

static_assert(FileSystem::workingFolder == AT_FDCWD);

int flagsFor(FileSystem::Opening how) {
    constexpr int written = O_RDWR | O_NOFOLLOW | O_NONBLOCK; // network file systems lock only what may be written
    switch (how) {
    case FileSystem::Opening::read: return O_RDONLY | O_NONBLOCK;
    case FileSystem::Opening::write: return written;
    case FileSystem::Opening::create: return written | O_CREAT;
    case FileSystem::Opening::createNew: return written | O_CREAT | O_EXCL;
    case FileSystem::Opening::folder: return O_RDONLY | O_DIRECTORY;
    case FileSystem::Opening::folderItself: break;
    }
    return O_RDONLY | O_DIRECTORY | O_NOFOLLOW;
}

FileKind kindOf(mode_t mode) {
    switch (mode & S_IFMT) {
    case S_IFREG: return FileKind::file;
    case S_IFDIR: return FileKind::folder;
    case S_IFLNK: return FileKind::link;
    default: return FileKind::other;
    }
}

FileStatus statusFrom(const struct stat& told) {
    return {.kind = kindOf(told.st_mode),
            .bytes = static_cast<std::uint64_t>(told.st_size),
            .occupiedBytes = static_cast<std::uint64_t>(told.st_blocks) * blockBytes,
            .modifiedNanoseconds = static_cast<std::int64_t>(told.st_mtim.tv_sec) * 1'000'000'000 + told.st_mtim.tv_nsec,
            .device = static_cast<std::uint64_t>(told.st_dev),
            .number = static_cast<std::uint64_t>(told.st_ino)};
}

} // namespace

int FileSystem::open(int folder, const char* path, Opening how) {
    return ::openat(folder, path, flagsFor(how) | O_CLOEXEC, fileRights);
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

const std::byte* FileSystem::map(int descriptor, std::size_t bytes) {
    void* const address = ::mmap(nullptr, bytes, PROT_READ, MAP_SHARED, descriptor, 0);
    return address == MAP_FAILED ? nullptr : static_cast<const std::byte*>(address);
}

void FileSystem::unmap(std::span<const std::byte> mapping) noexcept {
    ::munmap(const_cast<std::byte*>(mapping.data()), mapping.size()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
}

void FileSystem::advise(std::span<const std::byte> range, Advice advice) noexcept {
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto start = reinterpret_cast<std::uintptr_t>(range.data());
    const std::uintptr_t begin = (start + page - 1) / page * page;
    const std::uintptr_t end = (start + range.size()) / page * page;
    if (end > begin) {
        ::madvise(reinterpret_cast<void*>(begin), end - begin, // NOLINT(performance-no-int-to-ptr)
                  advice == Advice::willRead ? MADV_WILLNEED : MADV_DONTNEED);
    }
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

int FileSystem::status(int descriptor, FileStatus& status) {
    struct stat told {};
    const int result = ::fstat(descriptor, &told);
    status = statusFrom(told);
    return result;
}

int FileSystem::status(const char* path, FileStatus& status, Links links) {
    struct stat told {};
    const int result = links == Links::followed ? ::stat(path, &told) : ::lstat(path, &told);
    status = statusFrom(told);
    return result;
}

int FileSystem::freeBytes(const char* path, std::uint64_t& bytes) {
    struct statvfs space {};
    const int result = ::statvfs(path, &space);
    bytes = std::uint64_t{space.f_bavail} * space.f_frsize;
    return result;
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

bool isLackOfSpace(int errorNumber) {
    return errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
}

/// Going beyond would not fail but end the program by SIGXFSZ.
std::uint64_t largestFile() {
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return UINT64_MAX;
    }
    return limit.rlim_cur;
}

void allowOpenFiles(std::size_t count) {
    constexpr rlim_t others = 256;
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur < count + others) {
        limit.rlim_cur = std::min<rlim_t>(count + others, limit.rlim_max);
        static_cast<void>(::setrlimit(RLIMIT_NOFILE, &limit));
    }
}

} // namespace quantlathe
