// SPDX-License-Identifier: GPL-3.0-or-later
// What one pass over all weights of a model finds, and the pass.
#pragma once

#include "base/progress.h"
#include "weights/fine_histogram.h"
#include "weights/result_cache.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace quantlathe::ui {

/// Models of fewer bytes are read without being asked; for others it is long work that stands in the list of jobs.
inline constexpr std::uint64_t longWorkBytes = 2'000'000'000;

/// The numbers of one weight that tables and maps show.
struct WeightSummary {
    double standardDeviation = 0;
    double excessKurtosis = 0;
    double largest = 0;  // |w|
    double farthest = 0; // |w − mean|
    double zeroShare = 0;
    double symmetricRange = 0; // ± holds 99.9 %
    std::uint64_t nanCount = 0;
    std::uint64_t infCount = 0;

    [[nodiscard]] bool hasBadValues() const { return nanCount + infCount > 0; }
    /// Beyond this many standard deviations a value counts as an outlier.
    static constexpr double outlierSigma = 20;
};

/// Some of it, on its way to the window.
struct ScanBatch {
    std::vector<std::pair<std::size_t, WeightSummary>> weights; // by their places in the model
    std::map<std::uint32_t, FineHistogram> layers;
};

struct ModelScan {
    std::vector<std::optional<WeightSummary>> weights; // in the order of the model
    std::map<std::uint32_t, FineHistogram> layers;     // of all matrices of the layer
    double doneShare = 0;
    double seconds = 0;
    bool isComplete = false;
    bool isRunning = false;

    void take(const ScanBatch& batch);
};

/// Reads every weight that is there and can be read; what the cache (which may be nullptr) knows is not read again. `deliver`
/// gets batches a few times a second, so that a model of many small tensors does not flood the window, and the last of them
/// before this returns. Progress: stored bytes. Throws the first thing that goes wrong: a scan with holes is none.
void scanWeights(const Model& model, ResultCache* cache, Progress& progress, const CancelToken& cancel,
                 const std::function<void(ScanBatch)>& deliver);

} // namespace quantlathe::ui
