// SPDX-License-Identifier: GPL-3.0-or-later
// One matrix of several parts from the source to the output and back: encode, write, read back, decode, compare.
#pragma once

#include "base/arena.h"
#include "base/progress.h"
#include "convert/output.h"
#include "convert/source_files.h"
#include "convert/tile_worker.h"
#include "convert/work.h"

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace quantlathe {

/// Works on one matrix at a time with all threads of the arena; its encoded form is in memory meanwhile. The result does not
/// depend on the number of threads. Not thread-safe.
class MatrixWorker {
public:
    MatrixWorker(const SourceFiles& source, JobOutput& output, ThreadArena& arena, Progress& progress,
                 const CancelToken& cancel)
        : source_(source), output_(output), arena_(arena), progress_(progress), cancel_(cancel) {}

    /// Progress gets the bytes of the source twice. Throws Error(badInput) for values that are not finite and those that the
    /// encoding cannot hold, Error(failed) when other bytes come back than were written.
    [[nodiscard]] TileResult run(const WeightWork& work);
    /// Hash of what the output holds for the matrix.
    [[nodiscard]] std::uint64_t hashOfWritten(const WeightWork& work);

private:
    void take(const WeightWork& work);
    void encode(const WeightWork& work);
    void write(const WeightWork& work);
    void readBack(const WeightWork& work);
    [[nodiscard]] ErrorSums compare(const WeightWork& work);
    void read(const WeightWork& work, std::uint64_t first, std::span<float> out) const;
    /// The greatest magnitude of all matrices that share a scale with this one.
    [[nodiscard]] float joinedLargest(const WeightWork& work);
    [[nodiscard]] float largestOf(const WeightWork& work) const;
    [[nodiscard]] Error notFinite(const WeightWork& work) const;

    const SourceFiles& source_;
    JobOutput& output_;
    ThreadArena& arena_;
    Progress& progress_;
    const CancelToken& cancel_;
    std::vector<std::vector<std::byte>> parts_;
    /// What was found last, as joined matrices mostly follow each other.
    std::shared_ptr<const std::vector<const WeightWork*>> lastJoined_;
    float lastLargest_ = 0;
};

} // namespace quantlathe
