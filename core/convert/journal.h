// SPDX-License-Identifier: GPL-3.0-or-later
// What an interrupted job had finished: an append-only text file beside the temporary output (docs/conversion.md, journal).
#pragma once

#include "base/file.h"
#include "convert/job.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace quantlathe {

/// A weight that is completely written, verified and on the disk.
struct JournalRecord {
    std::size_t choice = 0;        // index into the plan's choices
    std::uint64_t contentHash = 0; // of its encoded bytes: a resume believes these, not the journal
    WeightResult result;           // only the four measures are kept
};

/// What stands under a journal's name. `blank`: a file without contents, left by a program that ended at once; `foreign`:
/// somebody else's file or folder, which is never touched.
enum class JournalKind { none, blank, ours, foreign };
[[nodiscard]] JournalKind journalKind(const std::filesystem::path& path);

/// True if the journal says that its run had begun to give its files their names.
[[nodiscard]] bool hasBegunPublishing(const std::filesystem::path& path);

/// What Journal::note() wrote into it; nothing for a file that is no journal.
[[nodiscard]] std::vector<std::string> notesIn(const std::filesystem::path& path);

/// The foreign file under the name of a journal as an Error(badInput).
[[nodiscard]] Error journalInTheWay(const std::filesystem::path& path);

/// Holds the job's lock: whoever has the journal may touch the temporary output. Not thread-safe. Move-only.
class Journal {
public:
    /// Opens or creates the file and locks it. Throws Error(failed) when another job, here or elsewhere, holds it, and
    /// Error(badInput) when the file is no journal.
    explicit Journal(const std::filesystem::path& path);
    /// As the constructor, but nothing while another job holds it.
    [[nodiscard]] static std::optional<Journal> tryOpen(const std::filesystem::path& path);

    /// What a job of this fingerprint had finished; nothing when the journal is of another job or another version. A record
    /// that is torn or damaged ends the list. Later records follow the last valid one.
    [[nodiscard]] std::optional<std::vector<JournalRecord>> resume(std::uint64_t fingerprint);
    /// Empties the journal and begins it for this job; on the disk when it returns.
    void restart(std::uint64_t fingerprint);
    /// On the disk when it returns, unless `durable` is false.
    void append(std::span<const JournalRecord> records, bool durable);
    /// Notes that files are about to get their names; on the disk when it returns.
    void notePublishing();
    /// A line beside the records, of words the first of which is no hexadecimal number; on the disk when it returns.
    void note(std::string_view words);
    /// Removes the file; the lock lasts until the journal is destroyed.
    void remove();
    /// True while something lies under the temporary name that the job has put there and cannot remove: remove() then leaves
    /// the file, by which the next job knows whose it is.
    void keepForNextJob(bool keeps) { isKept_ = keeps; }

private:
    explicit Journal(OutputFile file) : file_(std::move(file)) {}

    OutputFile file_;
    std::uint64_t end_ = 0; // of the last valid record
    bool isKept_ = false;
};

} // namespace quantlathe
