// SPDX-License-Identifier: GPL-3.0-or-later
// The temporary output of a job: one file, a numbered set of files, or a folder of files, that gets its final name when it is
// complete.
#pragma once

#include "base/file.h"
#include "base/progress.h"
#include "base/shared_lock.h"
#include "convert/journal.h"
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
    std::filesystem::path source; // files of a source that is supplied
};
[[nodiscard]] TemporaryPaths temporaryPaths(const std::filesystem::path& destination);

/// A format with one file puts it under the destination's own name, one with several makes the destination a folder unless
/// they are a set.
[[nodiscard]] bool isFolder(const OutputLayout& layout);
[[nodiscard]] inline bool isSet(const OutputLayout& layout) {
    return !layout.setSuffix.empty();
}

/// Where the files of the layout lie in the end, in its order. A set stands beside the destination: for "model.gguf", "model"
/// and "model-00002-of-00003.gguf" it is model-00001-of-00003.gguf and so on.
[[nodiscard]] std::vector<std::filesystem::path> finalPaths(const std::filesystem::path& destination,
                                                            const OutputLayout& layout);

/// A run that was interrupted while its set got its names has given some of them away already: true for such a file, which
/// belongs to the run and not to the user. The journal says that names were being given, and the run's first file, which is
/// the last to get its name and the first to be removed, still lies among the temporary files.
[[nodiscard]] bool isPublishedPart(const std::filesystem::path& destination, const std::filesystem::path& finalPath);

/// Removes the temporary output, and what an interrupted run published of a set already. Killed at any point and called
/// again, it removes the rest and nothing else. Only for who holds the journal. Throws Error(failed).
void removePart(const std::filesystem::path& destination);

/// "/data": where the file system that holds (or will hold) the path is mounted; for messages.
[[nodiscard]] std::filesystem::path mountPointOf(const std::filesystem::path& path);

/// The NoSpaceError in the words of the user: how far the job came, what it needs, what to do. `canResume`: what is done
/// stays; else the job begins anew.
[[nodiscard]] Error diskFull(const NoSpaceError& error, const std::filesystem::path& destination, std::uint64_t written,
                             std::uint64_t total, bool canResume = true);

/// Writing and reading back is safe from many threads as long as ranges do not overlap. The headers are written last: until
/// then no reader takes the files for what they are to become.
class JobOutput {
public:
    enum class Start { anew, resumed, joined };
    /// Opens the temporary files and reserves their space. With `anew` nothing may lie under their names (removePart()), and
    /// nothing does after an error; with `resumed` they must be there in their full length: see canResume(). With `joined`,
    /// too, and others write to them at the same time. Throws NoSpaceError when the disk has no room, Error(badInput) when a
    /// file that is to be copied has another size meanwhile.
    JobOutput(const std::filesystem::path& destination, const OutputLayout& layout, Start start);

    /// True if the temporary files of an interrupted run of this layout are all there.
    [[nodiscard]] static bool canResume(const std::filesystem::path& destination, const OutputLayout& layout);

    void write(std::size_t file, std::uint64_t offset, std::span<const std::byte> bytes);
    void readBack(std::size_t file, std::uint64_t offset, std::span<std::byte> into) const;
    /// From now on readBack() gives what the disk holds, whatever an earlier run believed to have written. Throws Error when
    /// the system cannot write out what it still keeps: nothing of the files can be believed then.
    void dropCached();
    /// False when somebody renamed or replaced the temporary output: what lies under its name is not the job's.
    [[nodiscard]] bool isStillThere() const;
    /// On the disk when it returns true; false as soon as `stop` says so.
    bool sync(const std::function<bool()>& stop);
    /// Writes and syncs the headers and copies, makes sure that the copied files are as they were at the start and that the
    /// temporary files are still the job's own, gives the output its name. Nothing is written afterwards.
    void publish(bool replace, Journal& journal);

private:
    void open(Start start);
    void removeOwnPart();
    void publishSet(bool replace, Journal& journal);
    void giveNamesBack(std::size_t from) const;
    void publishFolder(bool replace, Journal& journal);
    void writeCopy(std::size_t file);
    void requireUnchangedCopies() const;

    std::filesystem::path destination_;
    std::filesystem::path part_;
    const OutputLayout* layout_;
    std::vector<std::filesystem::path> finals_;
    std::vector<FileStamp> copied_; // of the files that are copied, as the job found them
    std::vector<OutputFile> files_;
    std::vector<SharedLock> locks_; // of files that were joined
    HeldFolder folder_;             // the temporary one, where there are several files
};

} // namespace quantlathe
