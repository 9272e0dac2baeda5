// SPDX-License-Identifier: GPL-3.0-or-later
// The temporary output of a job: one file, or a folder of files, that gets its final name when it is complete.
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "formats/format.h"

#include <atomic>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace quantlathe {

struct TemporaryPaths {
    std::filesystem::path part;
    std::filesystem::path journal;
};
[[nodiscard]] TemporaryPaths temporaryPaths(const std::filesystem::path& destination);

/// A format with one file puts it under the destination's own name, one with several makes the destination a folder.
[[nodiscard]] bool isFolder(const OutputLayout& layout);

/// "/data": where the file system that holds (or will hold) the path is mounted; for messages.
[[nodiscard]] std::filesystem::path mountPointOf(const std::filesystem::path& path);

/// The NoSpaceError in the words of the user: how far the job came, what it needs, what to do.
[[nodiscard]] Error diskFull(const NoSpaceError& error, const std::filesystem::path& destination, std::uint64_t written,
                             std::uint64_t total);

/// Writing and reading back is safe from many threads as long as ranges do not overlap. The headers are written last: until
/// then no reader takes the files for what they are to become.
class JobOutput {
public:
    enum class Start { anew, resumed };
    /// Opens the temporary files and reserves their space; `anew` removes older ones first. With `resumed` the files must be
    /// there in their full length: see canResume(). Throws NoSpaceError when the disk has no room.
    JobOutput(const std::filesystem::path& destination, const OutputLayout& layout, Start start);

    /// True if the temporary files of an interrupted run of this layout are all there.
    [[nodiscard]] static bool canResume(const std::filesystem::path& destination, const OutputLayout& layout);

    void write(std::size_t file, std::uint64_t offset, std::span<const std::byte> bytes);
    void readBack(std::size_t file, std::uint64_t offset, std::span<std::byte> into) const;
    /// On the disk when it returns true; false as soon as `stop` says so.
    bool sync(const std::function<bool()>& stop);
    /// Writes and syncs the headers, gives the output its name. Nothing is written afterwards.
    void publish(bool replace);

private:
    std::filesystem::path destination_;
    std::filesystem::path part_;
    const OutputLayout* layout_;
    std::vector<OutputFile> files_;
};

} // namespace quantlathe
