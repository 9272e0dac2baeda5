// SPDX-License-Identifier: GPL-3.0-or-later
// Files: mapped for reading, written at offsets, replaced atomically. Every failure is an Error that names the file.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

/// What tells one version of a file from another without reading it.
struct FileStamp {
    std::uint64_t size = 0;
    std::int64_t modifiedNanoseconds = 0;
    friend bool operator==(const FileStamp&, const FileStamp&) = default;
};
[[nodiscard]] FileStamp stampOf(const std::filesystem::path& path);

/// A whole regular file, mapped read-only. Immutable; safe to read from many threads. Move-only.
class MappedFile {
public:
    MappedFile() = default;
    /// Throws Error(badInput) when the path is missing or is no regular file, Error(failed) when it cannot be mapped.
    explicit MappedFile(const std::filesystem::path& path);
    ~MappedFile();
    MappedFile(MappedFile&& other) noexcept;
    MappedFile& operator=(MappedFile&& other) noexcept;
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {data_, static_cast<std::size_t>(stamp_.size)}; }
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }
    [[nodiscard]] FileStamp stamp() const noexcept { return stamp_; }

    /// Tells the system that these bytes will be read soon, in order.
    void willRead(std::uint64_t offset, std::uint64_t length) const noexcept;
    /// Gives the whole pages inside the range back, so that a pass over a large file keeps memory flat.
    void release(std::uint64_t offset, std::uint64_t length) const noexcept;

private:
    void unmap() noexcept;

    std::filesystem::path path_;
    const std::byte* data_ = nullptr;
    FileStamp stamp_;
};

/// A regular file read at offsets. Unlike a mapping it survives a file that shrinks meanwhile: reading beyond its end is an
/// Error, never a signal. Safe to read from many threads. Move-only.
class InputFile {
public:
    /// Throws as MappedFile does.
    explicit InputFile(const std::filesystem::path& path);
    ~InputFile();
    InputFile(InputFile&& other) noexcept;
    InputFile& operator=(InputFile&& other) noexcept;
    InputFile(const InputFile&) = delete;
    InputFile& operator=(const InputFile&) = delete;

    /// Fills all of `into`; false when the file ends before. Throws Error(failed) when the disk cannot be read.
    [[nodiscard]] bool readAt(std::uint64_t offset, std::span<std::byte> into) const;
    /// Of the open file as it is now, whatever its name points to meanwhile.
    [[nodiscard]] FileStamp stamp() const;
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

/// A write that found no room: a full disk, a quota, a limit on the size of files.
class NoSpaceError : public Error {
public:
    NoSpaceError(const std::filesystem::path& file, std::string title, int errorNumber);
    /// The system's reason: ENOSPC, EDQUOT or EFBIG.
    [[nodiscard]] int errorNumber() const noexcept { return errorNumber_; }

private:
    int errorNumber_;
};

/// A file open for writing at any offset, from any thread (writes do not overlap). Never visible under its final name
/// before publishAs(). A failed sync is remembered: the system reports such an error once and takes the pages for written
/// afterwards, so everything that would vouch for the file (awaitRange, sync, syncData, close, publishAs) fails from then on.
/// Move-only.
class OutputFile {
public:
    enum class Mode { createNew, continueExisting, continueOrCreate };
    OutputFile() = default;
    /// A symbolic link under this name is refused: a temporary name is never somebody else's file. So is what is no regular
    /// file.
    OutputFile(const std::filesystem::path& path, Mode mode);
    ~OutputFile();
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// Writes all bytes; short writes are continued. Throws NoSpaceError, or Error(failed) with the reason (EIO …). A limit on
    /// the size of files (ulimit -f) is an Error as well, not the signal that ends the program.
    void writeAt(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Reads exactly `into.size()` bytes back; a file that is too short is an Error.
    void readAt(std::uint64_t offset, std::span<std::byte> into) const;
    /// Sets the length and reserves the space where the file system can, so that a full disk is found before the work
    /// starts. What the file holds already stays. Throws as writeAt().
    void reserve(std::uint64_t size);
    /// Cuts the file (or lengthens it with zeros).
    void setSize(std::uint64_t size);
    [[nodiscard]] std::uint64_t size() const;
    /// True if this is still the file under path(): nobody renamed or removed it since it was opened.
    [[nodiscard]] bool hasItsName() const;
    /// Throws Error(failed) unless hasItsName().
    void requireItsName() const;
    enum class Lock { held, taken, unknown };
    /// Locks the file against other holders of this lock, in this process and others, until it is closed. Unknown: the file
    /// system has no locks.
    [[nodiscard]] Lock tryLock();
    /// Starts and awaits the writing of the range, so that a long sync() can be done in steps; only a sync() afterwards
    /// makes it durable. Throws as sync().
    void awaitRange(std::uint64_t offset, std::uint64_t length);
    /// Returns when contents and size are on the disk. Throws NoSpaceError or Error(failed).
    void sync();
    /// As sync(), without the file's times.
    void syncData();
    /// As sync(), and lets go of what the system keeps of the file in memory, so that readAt() gives what the disk holds.
    void dropCached();
    void close();
    /// Syncs the finished file, makes sure that the temporary name is still its own, renames it, syncs the folder and closes
    /// it. Without `replace` an existing file is never overwritten, not even when it appears in between (Error badInput).
    void publishAs(const std::filesystem::path& destination, bool replace);
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    void throwIfFaulty() const;
    [[noreturn]] void failSync(int errorNumber);

    std::filesystem::path path_;
    int descriptor_ = -1;
    int syncFault_ = 0; // errno of the first sync that failed
};

/// Remembers which folder a name leads to, whatever happens to the name. Move-only.
class HeldFolder {
public:
    HeldFolder() = default;
    /// Throws Error(failed) for what is no folder; links are not followed.
    explicit HeldFolder(const std::filesystem::path& path);
    ~HeldFolder();
    HeldFolder(HeldFolder&& other) noexcept;
    HeldFolder& operator=(HeldFolder&& other) noexcept;
    HeldFolder(const HeldFolder&) = delete;
    HeldFolder& operator=(const HeldFolder&) = delete;

    /// True if `path` is this folder.
    [[nodiscard]] bool isUnder(const std::filesystem::path& path) const;

private:
    int descriptor_ = -1;
};

/// Renames what is finished and synced to its final name and syncs the folder. Without `replace` nothing is ever overwritten,
/// not even what appears in between (Error badInput).
void publish(const std::filesystem::path& temporary, const std::filesystem::path& destination, bool replace);

/// Makes renames and removals inside `folder` durable. Throws Error(failed) when the disk could not; file systems that know no
/// such thing, and folders that may not be read, are no error.
void syncFolder(const std::filesystem::path& folder);

/// A file that appears under its name when it is complete and not before. It grows in the same folder under a name that
/// nobody else uses, and locked; what a killed run left in that folder is removed by the next one.
class PendingFile {
public:
    explicit PendingFile(const std::filesystem::path& destination);
    /// Without publish() nothing stays.
    ~PendingFile();
    PendingFile(const PendingFile&) = delete;
    PendingFile& operator=(const PendingFile&) = delete;

    [[nodiscard]] OutputFile& file() noexcept { return file_; }
    /// As OutputFile::publishAs().
    void publish(bool replace);

private:
    std::filesystem::path destination_;
    OutputFile file_;
};

/// A small text file written whole and atomically (temporary name, sync, rename).
void writeTextFileAtomically(const std::filesystem::path& path, std::string_view text);

/// Reads a whole small file; more than `maxBytes` is an Error(badInput) naming the limit.
[[nodiscard]] std::string readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// Free bytes for an unprivileged user on the file system that holds (or will hold) `path`.
[[nodiscard]] std::uint64_t freeSpaceAt(const std::filesystem::path& path);

/// Bytes of disk that a file or folder occupies now, all files below counted; 0 if there is none.
[[nodiscard]] std::uint64_t occupiedBytes(const std::filesystem::path& path);

/// True if both paths name the same existing file (through links too).
[[nodiscard]] bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

/// Refuses with Error(badInput) an output that would replace one of the files that the same command reads, by whatever name
/// or link, and outputs that would replace each other. Empty paths and inputs that are not there count for nothing.
void requireOwnPlaces(std::span<const std::filesystem::path> outputs, std::span<const std::filesystem::path> inputs);

/// $XDG_CACHE_HOME/quantlathe or ~/.cache/quantlathe, created on demand.
[[nodiscard]] std::filesystem::path cacheFolder();

/// Highest resident set of this process so far, in bytes.
[[nodiscard]] std::uint64_t peakResidentBytes();

} // namespace quantlathe
