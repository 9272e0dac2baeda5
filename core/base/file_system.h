// SPDX-License-Identifier: GPL-3.0-or-later
// The one door to the system's files: everything that opens, reads, maps, writes, syncs, names, lists or removes them goes
// through it. A test puts a disk in its place that fails when it is told to and forgets what was not synced
// (tests/support/faulty_disk.h).
#pragma once

#include "base/file_kind.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <vector>

namespace quantlathe {

/// What is known of a name or an open file.
struct FileStatus {
    FileKind kind = FileKind::none;
    std::uint64_t bytes = 0;
    std::uint64_t occupiedBytes = 0; // of the disk
    std::int64_t modifiedNanoseconds = 0;
    std::optional<std::uint64_t> device; // none: the system does not tell (Wine, of an open file that was renamed)
    std::uint64_t number = 0;            // of the object on its device

    /// Whether both are of one object, whatever its names.
    [[nodiscard]] bool isOf(const FileStatus& other) const noexcept {
        return number == other.number && (device == other.device || !device || !other.device);
    }
};

/// The calls of the system, each under a plain name: a negative answer means that errno says why. Nothing is repeated,
/// continued or hidden here. Paths are in the system's narrow encoding, UTF-8 on Windows. `folder` is an open folder below
/// which a relative path lies, or `workingFolder`. Thread-safe.
class FileSystem {
public:
    FileSystem() = default;
    virtual ~FileSystem() = default;
    FileSystem(const FileSystem&) = delete;
    FileSystem& operator=(const FileSystem&) = delete;

    static constexpr int workingFolder = -100;
    /// A file is opened without waiting for the other end of what turns out to be a pipe. Writing reads as well, and a link
    /// under the name is refused; so it is by `folderItself`.
    enum class Opening { read, write, create, createNew, folder, folderItself };
    virtual int open(int folder, const char* path, Opening how);
    virtual int close(int descriptor);
    virtual ssize_t read(int descriptor, std::span<std::byte> into, std::uint64_t offset);
    virtual ssize_t write(int descriptor, std::span<const std::byte> bytes, std::uint64_t offset);
    /// Read-only and shared; nullptr when it cannot be.
    virtual const std::byte* map(int descriptor, std::size_t bytes);
    virtual void unmap(std::span<const std::byte> mapping) noexcept;
    /// Will be read soon, in order; or may go from memory. Only whole pages inside the range are spoken of.
    enum class Advice { willRead, notNeeded };
    virtual void advise(std::span<const std::byte> range, Advice advice) noexcept;
    virtual int setSize(int descriptor, std::uint64_t size);
    /// Gives the first `size` bytes room on the disk; EOPNOTSUPP where that cannot be asked for.
    virtual int reserve(int descriptor, std::uint64_t size);
    virtual int sync(int descriptor);
    virtual int syncData(int descriptor);
    /// Starts and awaits the writing of a range, which promises nothing; ENOSYS where that cannot be asked for.
    virtual int awaitRange(int descriptor, std::uint64_t offset, std::uint64_t length);
    /// Advice: lets go of synced pages in memory.
    virtual int dropCached(int descriptor);
    /// Takes the file's lock, for itself or with all others that want it together, or says EWOULDBLOCK.
    enum class Lock { alone, together };
    virtual int lock(int descriptor, Lock how);

    virtual int status(int descriptor, FileStatus& status);
    enum class Links { followed, themselves };
    virtual int status(const char* path, FileStatus& status, Links links);
    /// Bytes that an unprivileged user may still write there.
    virtual int freeBytes(const char* path, std::uint64_t& bytes);
    /// Whether this process may make and remove names in a folder.
    virtual int mayChange(const char* folder);
    /// Appends the names in an open folder, in no order and at most `most`, without "." and "..".
    virtual int list(int folder, std::size_t most, std::vector<std::string>& names);

    /// `keep`: EEXIST when the new name is taken. `keep` and `exchange` may be unknown to a file system: EINVAL, ENOSYS.
    enum class Rename { replace, keep, exchange };
    virtual int rename(const char* from, const char* to, Rename how);
    virtual int link(const char* from, const char* to);
    virtual int makeFolder(const char* path);
    enum class Entry { file, emptyFolder };
    virtual int remove(int folder, const char* path, Entry entry);
    /// Sets the time of the last change to now.
    virtual int touch(const char* path);
};

/// Whether an errno speaks of the name that was given (nothing there, no right, a loop of links) and not of a machine that
/// fails: what is Error(badInput) and what Error(failed).
[[nodiscard]] bool isOfTheName(int errorNumber);

/// Whether an errno speaks of a write that found no room: a full disk, a quota, a limit on the size of files.
[[nodiscard]] bool isLackOfSpace(int errorNumber);

/// The largest size that this process may give to a file.
[[nodiscard]] std::uint64_t largestFile();

/// Asks for so many files open at once, beside a few others. What cannot be had is an error of the file that is one too many.
void allowOpenFiles(std::size_t count);

/// The one in use.
[[nodiscard]] FileSystem& fileSystem() noexcept;

/// Puts another file system in use for as long as this lives, then the one before; for tests, while no other thread uses files.
class FileSystemInUse {
public:
    explicit FileSystemInUse(FileSystem& other);
    ~FileSystemInUse();
    FileSystemInUse(const FileSystemInUse&) = delete;
    FileSystemInUse& operator=(const FileSystemInUse&) = delete;

private:
    FileSystem* before_;
};

} // namespace quantlathe
