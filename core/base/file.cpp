// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/mapping_guard.h"
#include "base/text.h"
#include "base/words.h"

#include <cerrno>
#include <cstdlib>
#include <sys/mman.h>
#include <sys/resource.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

/// Closes a file descriptor at the end of a scope.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    ~Descriptor() {
        if (number_ >= 0) {
            fileSystem().close(number_);
        }
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

FileStamp stampFrom(const struct stat& status) {
    return {static_cast<std::uint64_t>(status.st_size),
            static_cast<std::int64_t>(status.st_mtim.tv_sec) * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Error cannotOpen(const fs::path& path, int errorNumber) {
    if (errorNumber == ENOENT || errorNumber == ENOTDIR) {
        return badInput(path, say("There is no such file"));
    }
    const Error told = systemError(path, say("Cannot open the file"), errorNumber);
    return {isOfTheName(errorNumber) ? ErrorKind::badInput : ErrorKind::failed, told.title(), told.detail(), path};
}

/// Of a call that found nothing under a name: throws unless that is what it says.
void requireNothing(const fs::path& path, int errorNumber) {
    if (errorNumber != ENOENT && errorNumber != ENOTDIR) {
        throw systemError(path, say("Cannot find out what this is"), errorNumber);
    }
}

/// False when nothing is there.
bool isFound(const fs::path& path, struct stat& status) {
    const bool isThere = fileSystem().status(path.c_str(), status, FileSystem::Links::followed) == 0;
    if (!isThere) {
        requireNothing(path, errno);
    }
    return isThere;
}

struct PageRange {
    std::uint64_t begin;
    std::uint64_t length;
};

/// The whole pages inside [offset, offset + length).
PageRange wholePages(std::uint64_t offset, std::uint64_t length) {
    const auto page = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    const std::uint64_t begin = (offset + page - 1) / page * page;
    const std::uint64_t end = (offset + length) / page * page;
    return {begin, end > begin ? end - begin : 0};
}

} // namespace

FileStamp stampOf(const fs::path& path) {
    struct stat status {};
    if (fileSystem().status(path.c_str(), status, FileSystem::Links::followed) != 0) {
        throw cannotOpen(path, errno);
    }
    return stampFrom(status);
}

MappedFile::MappedFile(const fs::path& path) : path_(path) {
    const Descriptor descriptor(fileSystem().open(AT_FDCWD, path.c_str(), O_RDONLY | O_NONBLOCK));
    if (descriptor.number() < 0) {
        throw cannotOpen(path, errno);
    }
    struct stat status {};
    if (fileSystem().status(descriptor.number(), status) != 0) {
        throw systemError(path, say("Cannot read the file's size"), errno);
    }
    if (!S_ISREG(status.st_mode)) {
        throw badInput(path, say("This is not a regular file"));
    }
    stamp_ = stampFrom(status);
    if (stamp_.size == 0) {
        return;
    }
    void* const address = fileSystem().map(descriptor.number(), static_cast<std::size_t>(stamp_.size));
    if (address == MAP_FAILED) {
        throw systemError(path, say("Cannot map the file into memory"), errno);
    }
    data_ = static_cast<const std::byte*>(address);
    try {
        guardMapping(bytes());
    } catch (...) {
        unmap();
        throw;
    }
}

MappedFile::~MappedFile() {
    unmap();
}

MappedFile::MappedFile(MappedFile&& other) noexcept
    : path_(std::move(other.path_)), data_(std::exchange(other.data_, nullptr)), stamp_(std::exchange(other.stamp_, {})) {}

MappedFile& MappedFile::operator=(MappedFile&& other) noexcept {
    if (this != &other) {
        unmap();
        path_ = std::move(other.path_);
        data_ = std::exchange(other.data_, nullptr);
        stamp_ = std::exchange(other.stamp_, {});
    }
    return *this;
}

void MappedFile::unmap() noexcept {
    if (data_ != nullptr) {
        forgetMapping(bytes());
        ::munmap(const_cast<std::byte*>(data_), stamp_.size); // NOLINT(cppcoreguidelines-pro-type-const-cast)
        data_ = nullptr;
    }
}

void MappedFile::willRead(std::uint64_t offset, std::uint64_t length) const noexcept {
    const PageRange pages = wholePages(offset, length);
    if (pages.length > 0) {
        ::madvise(const_cast<std::byte*>(data_ + pages.begin), pages.length, MADV_WILLNEED); // NOLINT
    }
}

void MappedFile::release(std::uint64_t offset, std::uint64_t length) const noexcept {
    const PageRange pages = wholePages(offset, length);
    if (pages.length > 0) {
        ::madvise(const_cast<std::byte*>(data_ + pages.begin), pages.length, MADV_DONTNEED); // NOLINT
    }
}

InputFile::InputFile(const fs::path& path) : path_(path) {
    descriptor_ = fileSystem().open(AT_FDCWD, path.c_str(), O_RDONLY | O_NONBLOCK);
    if (descriptor_ < 0) {
        throw cannotOpen(path, errno);
    }
    struct stat status {};
    const bool isKnown = fileSystem().status(descriptor_, status) == 0;
    const int errorNumber = errno;
    if (!isKnown || !S_ISREG(status.st_mode)) {
        fileSystem().close(std::exchange(descriptor_, -1));
        throw isKnown ? badInput(path, say("This is not a regular file"))
                      : systemError(path, say("Cannot read the file's size"), errorNumber);
    }
}

InputFile::~InputFile() {
    if (descriptor_ >= 0) {
        fileSystem().close(descriptor_);
    }
}

InputFile::InputFile(InputFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)) {}

InputFile& InputFile::operator=(InputFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

bool InputFile::readAt(std::uint64_t offset, std::span<std::byte> into) const {
    while (!into.empty()) {
        const ssize_t count = fileSystem().read(descriptor_, into, offset);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw systemError(path_, say("Cannot read at byte {}", groupedDigits(offset)), errno);
        }
        if (count == 0) {
            return false;
        }
        offset += static_cast<std::uint64_t>(count);
        into = into.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

FileStamp InputFile::stamp() const {
    struct stat status {};
    if (fileSystem().status(descriptor_, status) != 0) {
        throw systemError(path_, say("Cannot read the file's size"), errno);
    }
    return stampFrom(status);
}

std::string readTextFile(const fs::path& path, std::uint64_t maxBytes) {
    const InputFile file(path);
    const FileStamp stamp = file.stamp();
    if (stamp.size > maxBytes) {
        throw badInput(path, say("The file is too large for what it should be"),
                       say("It has {} bytes, at most {} are read.", groupedDigits(stamp.size), groupedDigits(maxBytes)));
    }
    std::string text(static_cast<std::size_t>(stamp.size), '\0');
    if (!file.readAt(0, std::as_writable_bytes(std::span(text))) || file.stamp() != stamp) {
        throw badInput(path, say("The file was changed while it was read"),
                       say("Wait until nothing writes to it any more, then try again."));
    }
    return text;
}

std::uint64_t freeSpaceAt(const fs::path& path) {
    fs::path existing = fs::absolute(path);
    while (!isThere(existing) && existing.has_relative_path()) {
        existing = existing.parent_path();
    }
    struct statvfs space {};
    if (fileSystem().space(existing.c_str(), space) != 0) {
        throw systemError(existing, say("Cannot ask for the free space"), errno);
    }
    return std::uint64_t{space.f_bavail} * space.f_frsize;
}

std::uint64_t occupiedBytes(const fs::path& path) {
    struct stat status {};
    if (fileSystem().status(path.c_str(), status, FileSystem::Links::themselves) != 0) {
        requireNothing(path, errno);
        return 0;
    }
    constexpr std::uint64_t blockBytes = 512; // st_blocks counts these on every file system
    std::uint64_t sum = static_cast<std::uint64_t>(status.st_blocks) * blockBytes;
    if (S_ISDIR(status.st_mode)) {
        for (const fs::path& entry : entriesOf(path)) {
            sum += occupiedBytes(entry);
        }
    }
    return sum;
}

bool isSameFile(const fs::path& a, const fs::path& b) {
    struct stat first {};
    struct stat second {};
    return isFound(a, first) && isFound(b, second) && first.st_dev == second.st_dev && first.st_ino == second.st_ino;
}

fs::path cacheFolder() {
    fs::path folder;
    if (const char* const xdg = std::getenv("XDG_CACHE_HOME"); xdg != nullptr && *xdg != '\0') {
        folder = xdg;
    } else if (const char* const home = std::getenv("HOME"); home != nullptr && *home != '\0') {
        folder = fs::path(home) / ".cache";
    } else {
        folder = fs::temp_directory_path();
    }
    folder /= "quantlathe";
    makeFolders(folder);
    return folder;
}

std::uint64_t peakResidentBytes() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024U;
}

} // namespace quantlathe
