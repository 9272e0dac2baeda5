// SPDX-License-Identifier: GPL-3.0-or-later
// Files of a source that are not on this machine: brought when a job needs their values, dropped when it needs them no more, so
// that the disk never holds all of the source (docs/hub.md, "Converting without keeping the original").
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <vector>

namespace quantlathe {

/// Where a job gets them from. Files are those of the source's checkpoint, by their numbers. Used by one thread at a time, but
/// for bring(), beside which other files may be dropped; and only by the job that holds the destination's journal.
class SourceSupply {
public:
    SourceSupply() = default;
    SourceSupply(const SourceSupply&) = delete;
    SourceSupply& operator=(const SourceSupply&) = delete;
    virtual ~SourceSupply() = default;

    /// Removes what is here of other files than these, or of another model. Throws Error(badInput) for what is nobody's.
    virtual void keepOnly(std::span<const std::size_t> files) = 0;
    /// Bytes of the file that an earlier run brought.
    [[nodiscard]] virtual std::uint64_t bytesHere(std::size_t file) const = 0;
    /// Returns when the file is here as a whole and its checksum is the one that is listed. Counts its bytes in the job's
    /// progress.
    [[nodiscard]] virtual std::filesystem::path bring(std::size_t file) = 0;
    virtual void drop(std::size_t file) = 0;
    /// From any thread: a bring() that is at work, and every later one, ends soon with an Error.
    virtual void interrupt() = 0;
    /// Removes everything.
    virtual void clear() = 0;
};

/// A part of the work for which some files must be here.
struct SupplyStep {
    std::vector<std::size_t> bring; // files that are not here yet
    std::vector<std::size_t> items; // what can be done then
    std::vector<std::size_t> drop;  // files that nothing needs afterwards
};

struct SupplyOrder {
    std::vector<SupplyStep> steps;    // every item is in one of them, every needed file is brought once
    std::uint64_t bytes = 0;          // of all files that are brought
    std::uint64_t peakBytes = 0;      // the most that is here at a time
    std::uint64_t peakBytesAhead = 0; // the same where the files of a step are brought during the step before it
};

/// An order in which few bytes are here at a time: what is begun is finished first. `needs`: of each item the files that it
/// reads.
[[nodiscard]] SupplyOrder orderOfSupply(std::span<const std::vector<std::size_t>> needs,
                                        std::span<const std::uint64_t> fileBytes);

} // namespace quantlathe
