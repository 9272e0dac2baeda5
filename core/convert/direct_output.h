// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs that are about as fast as the disk and are therefore not resumed: names, locks and syncing are those of conversions, and
// whatever stops them leaves nothing.
#pragma once

#include "base/progress.h"
#include "convert/committer.h"
#include "convert/output.h"

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <vector>

namespace quantlathe {

/// Where such a job puts its bytes. Safe to use from many threads as long as ranges do not overlap.
class DirectWriter {
public:
    DirectWriter(JobOutput& output, Committer& committer, const std::filesystem::path& destination, Progress& progress,
                 const CancelToken& cancel, std::atomic<std::uint64_t>& done)
        : output_(output), committer_(committer), destination_(destination), progress_(progress), cancel_(cancel), done_(done) {
    }

    /// Writes the bytes, reads them back and compares; progress counts them. `scratch` keeps its memory between calls. Throws
    /// Error, also after a cancellation.
    void write(std::size_t file, std::uint64_t offset, std::span<const std::byte> bytes, std::vector<std::byte>& scratch);
    [[nodiscard]] Progress& progress() { return progress_; }
    void throwIfCancelled() const { cancel_.throwIfCancelled(); }

private:
    JobOutput& output_;
    Committer& committer_;
    const std::filesystem::path& destination_;
    Progress& progress_;
    const CancelToken& cancel_;
    std::atomic<std::uint64_t>& done_;
};

struct DirectReport {
    std::vector<std::filesystem::path> files; // in order
    std::uint64_t bytesWritten = 0;
    double seconds = 0;
    std::uint64_t peakResidentBytes = 0;
};

/// What a job does: `fill` writes all pieces, `requireUnchanged` throws when what was read is no longer what it was; it is
/// called before the output gets its name.
struct DirectJob {
    std::function<void(DirectWriter&)> fill;
    std::function<void()> requireUnchanged;
};

/// Writes the layout under temporary names, syncs it and gives it its name. The place was looked at before: checkOutputPlace().
/// An error or a cancellation leaves nothing; what a killed run left is removed by the next one.
[[nodiscard]] DirectReport writeDirectly(const OutputLayout& layout, const std::filesystem::path& destination, bool replace,
                                         const DirectJob& job, Progress& progress, const CancelToken& cancel);

} // namespace quantlathe
