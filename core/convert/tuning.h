// SPDX-License-Identifier: GPL-3.0-or-later
// The numbers behind a job. Users never see them; tests make them small, the benchmark chose them.
#pragma once

#include "convert/job.h"

#include <chrono>
#include <cstdint>

namespace quantlathe {

struct JobTuning {
    /// Values of one tile (whole rows, at least one): its floats, its stored and its encoded form stay in a second-level cache.
    std::uint64_t tileWeights = 1U << 16U;
    /// Finished weights become durable, and enter the journal, after so many written bytes or so much time.
    std::uint64_t commitBytes = 128U << 20U;
    std::chrono::milliseconds commitInterval{2000};
    /// Workers wait for the disk when more than this is written but not yet on it.
    std::uint64_t unsyncedLimit = 768U << 20U;
};

/// convert() with other numbers.
[[nodiscard]] ConvertReport convert(const Plan& plan, const std::filesystem::path& destination, const ConvertOptions& options,
                                    const JobTuning& tuning, Progress& progress, const CancelToken& cancel);

} // namespace quantlathe
