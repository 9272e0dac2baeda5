// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file.h"

#include "base/error.h"
#include "base/text.h"

#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
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
            ::close(number_);
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
        return badInput(path, "There is no such file");
    }
    return {ErrorKind::badInput, "Cannot open the file", std::generic_category().message(errorNumber) + ".", path};
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

void syncFolder(const fs::path& folder) {
    const Descriptor descriptor(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (descriptor.number() >= 0) {
        ::fsync(descriptor.number()); // some file systems cannot sync folders; the rename itself has happened
    }
}

} // namespace

FileStamp stampOf(const fs::path& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        throw cannotOpen(path, errno);
    }
    return stampFrom(status);
}

MappedFile::MappedFile(const fs::path& path) : path_(path) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.number() < 0) {
        throw cannotOpen(path, errno);
    }
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0) {
        throw systemError(path, "Cannot read the file's size", errno);
    }
    if (!S_ISREG(status.st_mode)) {
        throw badInput(path, "This is not a regular file");
    }
    stamp_ = stampFrom(status);
    if (stamp_.size == 0) {
        return;
    }
    void* const address = ::mmap(nullptr, stamp_.size, PROT_READ, MAP_SHARED, descriptor.number(), 0);
    if (address == MAP_FAILED) {
        throw systemError(path, "Cannot map the file into memory", errno);
    }
    data_ = static_cast<const std::byte*>(address);
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

OutputFile::OutputFile(const fs::path& path, Mode mode) : path_(path) {
    const int flags = O_RDWR | O_CLOEXEC | (mode == Mode::createNew ? O_CREAT | O_EXCL : 0);
    descriptor_ = ::open(path.c_str(), flags, 0644);
    if (descriptor_ < 0) {
        throw systemError(path, mode == Mode::createNew ? "Cannot create the file" : "Cannot open the file for writing", errno);
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
    while (!bytes.empty()) {
        const ssize_t written = ::pwrite(descriptor_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            throw systemError(path_, fmt::format("Cannot write at byte {}", groupedDigits(offset)), errno);
        }
        if (written == 0) {
            throw systemError(path_, fmt::format("Cannot write at byte {}", groupedDigits(offset)), ENOSPC);
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
            throw systemError(path_, fmt::format("Cannot read back at byte {}", groupedDigits(offset)),
                              count < 0 ? errno : EIO);
        }
        offset += static_cast<std::uint64_t>(count);
        into = into.subspan(static_cast<std::size_t>(count));
    }
}

void OutputFile::reserve(std::uint64_t size) {
    const int result = ::posix_fallocate(descriptor_, 0, static_cast<off_t>(size));
    if (result == EOPNOTSUPP || result == EINVAL) { // no reservation on this file system: only set the length
        if (::ftruncate(descriptor_, static_cast<off_t>(size)) != 0) {
            throw systemError(path_, "Cannot set the file's length", errno);
        }
    } else if (result != 0) {
        throw systemError(path_, fmt::format("Cannot reserve {}", fileSizeText(size)), result);
    }
}

void OutputFile::flushRange(std::uint64_t offset, std::uint64_t length) noexcept {
#ifdef __linux__
    ::sync_file_range(descriptor_, static_cast<off_t>(offset), static_cast<off_t>(length), SYNC_FILE_RANGE_WRITE);
#else
    (void)offset;
    (void)length;
#endif
}

void OutputFile::sync() {
    if (::fsync(descriptor_) != 0) {
        throw systemError(path_, "Cannot write the file to the disk", errno);
    }
}

void OutputFile::close() {
    const int descriptor = std::exchange(descriptor_, -1);
    if (descriptor >= 0 && ::close(descriptor) != 0) {
        throw systemError(path_, "Cannot close the file", errno);
    }
}

void publish(const fs::path& temporary, const fs::path& destination, bool replace) {
    if (replace) {
        if (::rename(temporary.c_str(), destination.c_str()) != 0) {
            throw systemError(destination, "Cannot rename the finished file", errno);
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
                throw badInput(destination, "The file exists already", "Choose another name or allow it to be replaced.");
            }
            throw systemError(destination, "Cannot rename the finished file", errno);
        }
    }
    syncFolder(destination.parent_path());
}

void writeTextFileAtomically(const fs::path& path, std::string_view text) {
    fs::path temporary = path;
    temporary += fmt::format(".{}.tmp", ::getpid());
    std::error_code ignored;
    fs::remove(temporary, ignored);
    try {
        OutputFile file(temporary, OutputFile::Mode::createNew);
        file.writeAt(0, std::as_bytes(std::span(text)));
        file.sync();
        file.close();
        publish(temporary, path, true);
    } catch (...) {
        fs::remove(temporary, ignored);
        throw;
    }
}

std::string readTextFile(const fs::path& path, std::uint64_t maxBytes) {
    const Descriptor descriptor(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (descriptor.number() < 0) {
        throw cannotOpen(path, errno);
    }
    struct stat status {};
    if (::fstat(descriptor.number(), &status) != 0 || !S_ISREG(status.st_mode)) {
        throw badInput(path, "This is not a regular file");
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > maxBytes) {
        throw badInput(path, "The file is too large for what it should be",
                       fmt::format("It has {} bytes, at most {} are read.", groupedDigits(size), groupedDigits(maxBytes)));
    }
    std::string text(size, '\0');
    std::size_t done = 0;
    while (done < size) {
        const ssize_t count = ::read(descriptor.number(), text.data() + done, size - done);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            throw systemError(path, "Cannot read the file", errno);
        }
        if (count == 0) {
            break;
        }
        done += static_cast<std::size_t>(count);
    }
    text.resize(done);
    return text;
}

std::uint64_t freeSpaceAt(const fs::path& path) {
    fs::path existing = fs::absolute(path);
    std::error_code ignored;
    while (!fs::exists(existing, ignored) && existing.has_relative_path()) {
        existing = existing.parent_path();
    }
    std::error_code error;
    const fs::space_info space = fs::space(existing, error);
    if (error) {
        throw systemError(existing, "Cannot ask for the free space", error.value());
    }
    return space.available;
}

bool isSameFile(const fs::path& a, const fs::path& b) {
    std::error_code error;
    return fs::equivalent(a, b, error) && !error;
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
    fs::create_directories(folder);
    return folder;
}

std::uint64_t peakResidentBytes() {
    struct rusage usage {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::uint64_t>(usage.ru_maxrss) * 1024U;
}

} // namespace quantlathe
