// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/mapping_guard.h"
#include "base/system_places.h"
#include "base/text.h"
#include "base/words.h"

#include <cerrno>
#include <system_error>
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

FileStamp stampFrom(const FileStatus& status) {
    return {status.bytes, status.modifiedNanoseconds};
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
bool isFound(const fs::path& path, FileStatus& status) {
    const bool isThere = fileSystem().status(path.string().c_str(), status, FileSystem::Links::followed) == 0;
    if (!isThere) {
        requireNothing(path, errno);
    }
    return isThere;
}

} // namespace

FileStamp stampOf(const fs::path& path) {
    FileStatus status;
    if (fileSystem().status(path.string().c_str(), status, FileSystem::Links::followed) != 0) {
        throw cannotOpen(path, errno);
    }
    return stampFrom(status);
}

MappedFile::MappedFile(const fs::path& path) : path_(path) {
    const Descriptor descriptor(fileSystem().open(FileSystem::workingFolder, path.string().c_str(), FileSystem::Opening::read));
    if (descriptor.number() < 0) {
        throw cannotOpen(path, errno);
    }
    FileStatus status;
    if (fileSystem().status(descriptor.number(), status) != 0) {
        throw systemError(path, say("Cannot read the file's size"), errno);
    }
    if (status.kind != FileKind::file) {
        throw badInput(path, say("This is not a regular file"));
    }
    stamp_ = stampFrom(status);
    if (stamp_.size == 0) {
        return;
    }
    data_ = fileSystem().map(descriptor.number(), static_cast<std::size_t>(stamp_.size));
    if (data_ == nullptr) {
        throw systemError(path, say("Cannot map the file into memory"), errno);
    }
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
        fileSystem().unmap(bytes());
        data_ = nullptr;
    }
}

void MappedFile::willRead(std::uint64_t offset, std::uint64_t length) const noexcept {
    fileSystem().advise({data_ + offset, static_cast<std::size_t>(length)}, FileSystem::Advice::willRead);
}

void MappedFile::release(std::uint64_t offset, std::uint64_t length) const noexcept {
    fileSystem().advise({data_ + offset, static_cast<std::size_t>(length)}, FileSystem::Advice::notNeeded);
}

InputFile::InputFile(const fs::path& path) : path_(path) {
    descriptor_ = fileSystem().open(FileSystem::workingFolder, path.string().c_str(), FileSystem::Opening::read);
    if (descriptor_ < 0) {
        throw cannotOpen(path, errno);
    }
    FileStatus status;
    const bool isKnown = fileSystem().status(descriptor_, status) == 0;
    const int errorNumber = errno;
    if (!isKnown || status.kind != FileKind::file) {
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
    FileStatus status;
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
    std::uint64_t bytes = 0;
    if (fileSystem().freeBytes(existing.string().c_str(), bytes) != 0) {
        throw systemError(existing, say("Cannot ask for the free space"), errno);
    }
    return bytes;
}

std::uint64_t occupiedBytes(const fs::path& path) {
    FileStatus status;
    if (fileSystem().status(path.string().c_str(), status, FileSystem::Links::themselves) != 0) {
        requireNothing(path, errno);
        return 0;
    }
    std::uint64_t sum = status.occupiedBytes;
    if (status.kind == FileKind::folder) {
        for (const fs::path& entry : entriesOf(path)) {
            sum += occupiedBytes(entry);
        }
    }
    return sum;
}

bool isSameFile(const fs::path& a, const fs::path& b) {
    FileStatus first;
    FileStatus second;
    return isFound(a, first) && isFound(b, second) && first.isOf(second);
}

fs::path cacheFolder() {
    fs::path folder = userCacheFolder() / "quantlathe";
    makeFolders(folder);
    return folder;
}

} // namespace quantlathe
