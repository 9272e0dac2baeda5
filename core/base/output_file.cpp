// SPDX-License-Identifier: GPL-3.0-or-later
// Writing: files at offsets, room found beforehand, names given at the end.
#include "base/file.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <cerrno>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

bool isLackOfSpace(int errorNumber) {
    return errorNumber == ENOSPC || errorNumber == EDQUOT || errorNumber == EFBIG;
}

[[noreturn]] void throwWriteError(const fs::path& file, std::string title, int errorNumber) {
    if (isLackOfSpace(errorNumber)) {
        throw NoSpaceError(file, std::move(title), errorNumber);
    }
    throw systemError(file, std::move(title), errorNumber);
}

/// The largest size that this process may give to a file. Going beyond would not fail but end the program by SIGXFSZ.
std::uint64_t fileSizeLimit() {
    struct rlimit limit {};
    if (::getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) {
        return UINT64_MAX;
    }
    return limit.rlim_cur;
}

int openFlags(OutputFile::Mode mode) {
    switch (mode) {
    case OutputFile::Mode::createNew: return O_CREAT | O_EXCL;
    case OutputFile::Mode::continueOrCreate: return O_CREAT;
    case OutputFile::Mode::continueExisting: break;
    }
    return 0;
}

} // namespace

NoSpaceError::NoSpaceError(const fs::path& file, std::string title, int errorNumber)
    : Error(systemError(file, std::move(title), errorNumber)), errorNumber_(errorNumber) {}

OutputFile::OutputFile(const fs::path& path, Mode mode) : path_(path) {
    descriptor_ = ::open(path.c_str(), O_RDWR | O_CLOEXEC | O_NOFOLLOW | openFlags(mode), 0644);
    if (descriptor_ < 0) {
        throwWriteError(
            path, mode == Mode::continueExisting ? say("Cannot open the file for writing") : say("Cannot create the file"),
            errno);
    }
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        ::close(descriptor_);
    }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

void OutputFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes) {
    const std::uint64_t limit = fileSizeLimit();
    while (!bytes.empty()) {
        const std::uint64_t room = offset < limit ? limit - offset : 0;
        if (room == 0) {
            throwWriteError(path_, say("Cannot write at byte {}", groupedDigits(offset)), EFBIG);
        }
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), room));
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), count, static_cast<off_t>(offset));
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            throwWriteError(path_, say("Cannot write at byte {}", groupedDigits(offset)), written < 0 ? errno : ENOSPC);
        }
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void OutputFile::readAt(std::uint64_t offset, std::span<std::byte> into) const {
    while (!into.empty()) {
        const ssize_t count = ::pread(descriptor_, into.data(), into.size(), static_cast<off_t>(offset));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            throw systemError(path_, say("Cannot read back at byte {}", groupedDigits(offset)), count < 0 ? errno : EIO);
        }
        offset += static_cast<std::uint64_t>(count);
        into = into.subspan(static_cast<std::size_t>(count));
    }
}

void OutputFile::reserve(std::uint64_t size) {
    const std::string title = say("Cannot reserve {}", fileSizeText(size));
    if (size > fileSizeLimit()) {
        throwWriteError(path_, title, EFBIG);
    }
    setSize(size);
#ifdef __linux__
    // Not posix_fallocate(): where the file system cannot reserve, that one writes every block instead.
    int result = 0;
    do {
        result = size == 0 ? 0 : ::fallocate(descriptor_, 0, 0, static_cast<off_t>(size));
    } while (result != 0 && errno == EINTR);
    if (result != 0 && isLackOfSpace(errno)) {
        throwWriteError(path_, title, errno);
    }
#endif
}

void OutputFile::setSize(std::uint64_t size) {
    if (size > fileSizeLimit() && size > this->size()) {
        throwWriteError(path_, say("Cannot set the file's length"), EFBIG);
    }
    if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) {
        throwWriteError(path_, say("Cannot set the file's length"), errno);
    }
}

std::uint64_t OutputFile::size() const {
    struct stat status {};
    if (::fstat(descriptor_, &status) != 0) {
        throw systemError(path_, say("Cannot read the file's size"), errno);
    }
    return static_cast<std::uint64_t>(status.st_size);
}

bool OutputFile::hasItsName() const {
    struct stat mine {};
    struct stat named {};
    return ::fstat(descriptor_, &mine) == 0 && ::lstat(path_.c_str(), &named) == 0 && mine.st_dev == named.st_dev &&
           mine.st_ino == named.st_ino;
}

bool OutputFile::tryLock() {
    int result = 0;
    do {
        result = ::flock(descriptor_, LOCK_EX | LOCK_NB);
    } while (result != 0 && errno == EINTR);
    if (result != 0 && errno != EWOULDBLOCK && errno != ENOLCK && errno != EOPNOTSUPP) {
        throw systemError(path_, say("Cannot lock the file"), errno);
    }
    return result == 0 || errno != EWOULDBLOCK; // a file system without locks has nobody to exclude by them
}

void OutputFile::flushRange(std::uint64_t offset, std::uint64_t length) noexcept {
#ifdef __linux__
    ::sync_file_range(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(length), SYNC_FILE_RANGE_WRITE);
#else
    (void)offset;
    (void)length;
#endif
}

void OutputFile::awaitRange(std::uint64_t offset, std::uint64_t length) {
#ifdef __linux__
    const int result = ::sync_file_range(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(length),
                                         SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER);
    if (result != 0 && (errno == EIO || isLackOfSpace(errno))) {
        throwWriteError(path_, say("Cannot write the file to the disk"), errno);
    }
#else
    (void)offset;
    (void)length;
#endif
}

void OutputFile::sync() {
    if (::fsync(descriptor_) != 0) {
        throwWriteError(path_, say("Cannot write the file to the disk"), errno);
    }
}

void OutputFile::syncData() {
#ifdef __linux__
    if (::fdatasync(descriptor_) != 0) {
        throwWriteError(path_, say("Cannot write the file to the disk"), errno);
    }
#else
    sync();
#endif
}

void OutputFile::close() {
    const int descriptor = std::exchange(descriptor_, -1);
    if (descriptor >= 0 && ::close(descriptor) != 0) {
        throwWriteError(path_, say("Cannot close the file"), errno);
    }
}

void syncFolder(const fs::path& folder) {
    const int descriptor = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor >= 0) {
        ::fsync(descriptor); // some file systems cannot sync folders; what happened there has happened
        ::close(descriptor);
    }
}

void publish(const fs::path& temporary, const fs::path& destination, bool replace) {
    if (replace) {
        if (::rename(temporary.c_str(), destination.c_str()) != 0) {
            throw systemError(destination, say("Cannot rename the finished file"), errno);
        }
    } else {
#ifdef __linux__
        int result = ::renameat2(AT_FDCWD, temporary.c_str(), AT_FDCWD, destination.c_str(), RENAME_NOREPLACE);
        if (result != 0 && errno == EINVAL) { // not on this file system: a hard link refuses an existing name as well
            result = ::link(temporary.c_str(), destination.c_str());
            if (result == 0) {
                ::unlink(temporary.c_str());
            }
        }
#else
        int result = ::link(temporary.c_str(), destination.c_str());
        if (result == 0) {
            ::unlink(temporary.c_str());
        }
#endif
        if (result != 0) {
            if (errno == EEXIST) {
                throw badInput(destination, say("The file exists already"),
                               say("Choose another name or allow it to be replaced."));
            }
            throw systemError(destination, say("Cannot rename the finished file"), errno);
        }
    }
    syncFolder(destination.parent_path());
}

} // namespace quantlathe
