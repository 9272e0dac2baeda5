// SPDX-License-Identifier: GPL-3.0-or-later
// Files: mapped for reading, written at offsets, replaced atomically. Every failure is an Error that names the file.
#pragma once

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

/// A file open for writing at any offset, from any thread (writes do not overlap). Never visible under its final name
/// before publish(). Move-only.
class OutputFile {
public:
    enum class Mode { createNew, continueExisting };
    OutputFile() = default;
    OutputFile(const std::filesystem::path& path, Mode mode);
    ~OutputFile();
    OutputFile(OutputFile&& other) noexcept;
    OutputFile& operator=(OutputFile&& other) noexcept;
    OutputFile(const OutputFile&) = delete;
    OutputFile& operator=(const OutputFile&) = delete;

    /// Writes all bytes; short writes are continued. Throws Error(failed) with the reason (ENOSPC, EFBIG, EIO …).
    void writeAt(std::uint64_t offset, std::span<const std::byte> bytes);
    /// Reads exactly `into.size()` bytes back; a file that is too short is an Error.
    void readAt(std::uint64_t offset, std::span<std::byte> into) const;
    /// Sets the length and reserves the space, so that a full disk is found before the work starts.
    void reserve(std::uint64_t size);
    /// Asks the system to write dirty pages of the range out and to drop them from memory afterwards.
    void flushRange(std::uint64_t offset, std::uint64_t length) noexcept;
    void sync();
    void close();
    [[nodiscard]] const std::filesystem::path& path() const noexcept { return path_; }

private:
    std::filesystem::path path_;
    int descriptor_ = -1;
};

/// Renames a finished, synced temporary file to its final name and syncs the folder. Without `replace` an existing
/// file is never overwritten, not even when it appears in between (Error badInput).
void publish(const std::filesystem::path& temporary, const std::filesystem::path& destination, bool replace);

/// A small text file written whole and atomically (temporary name, sync, rename).
void writeTextFileAtomically(const std::filesystem::path& path, std::string_view text);

/// Reads a whole small file; more than `maxBytes` is an Error(badInput) naming the limit.
[[nodiscard]] std::string readTextFile(const std::filesystem::path& path, std::uint64_t maxBytes);

/// Free bytes for an unprivileged user on the file system that holds (or will hold) `path`.
[[nodiscard]] std::uint64_t freeSpaceAt(const std::filesystem::path& path);

/// True if both paths name the same existing file (through links too).
[[nodiscard]] bool isSameFile(const std::filesystem::path& a, const std::filesystem::path& b);

/// $XDG_CACHE_HOME/quantlathe or ~/.cache/quantlathe, created on demand.
[[nodiscard]] std::filesystem::path cacheFolder();

/// Highest resident set of this process so far, in bytes.
[[nodiscard]] std::uint64_t peakResidentBytes();

} // namespace quantlathe
