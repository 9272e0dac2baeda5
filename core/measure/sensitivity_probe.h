// SPDX-License-Identifier: GPL-3.0-or-later
// Measures what an error in each part of a model does to its answers: one group of weights at a time is encoded coarsely, and
// the KL divergence from the undisturbed model is taken (docs/planning.md).
#pragma once

#include "base/shard.h"
#include "measure/text_quality.h"
#include "plan/candidates.h"
#include "plan/sensitivity_file.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

enum class ProbeGroups : std::uint8_t {
    automatic, // weights where that takes minutes, else bands
    weights,   // each alone
    bands,     // of each role the weights of a quarter of the layers together
};

struct ProbeRequest {
    /// Errors of every encoding, weighed by the importance matrix if there is one; the probes are encoded with it.
    std::shared_ptr<const CandidateTable> table;
    TextWindows text;
    std::string textName; // as shown: a file's name
    ProbeGroups groups = ProbeGroups::automatic;
    std::optional<Shard> shard{}; // only this share of the groups, by work; which group is where depends on the request alone
    /// Relative squared errors to probe at: the encodings that come nearest are taken. Large ones, so that the effect stands
    /// out of the noise.
    std::vector<double> errors = {0.06, 0.01};
    MeasureOptions measure;
    std::size_t modelsAtOnce = 8; // side by side with one run of the original
};

/// Groups of weights with the encodings that a request probes, nothing measured yet.
[[nodiscard]] std::vector<SensitivityGroup> probeGroups(const ProbeRequest& request);

/// Multiply-adds of all probes and of the two passes of the original.
[[nodiscard]] double probeMultiplyAdds(const ProbeRequest& request);

/// Runs all probes that `cacheFile` does not hold already and writes it after every few of them, so that an interrupted
/// measurement goes on where it was; an empty path keeps nothing. Progress counts multiply-adds over all that is left. The same
/// numbers for any number of threads. Throws what measureText() throws; `cancelled`.
[[nodiscard]] SensitivityMeasurement measureSensitivity(const ProbeRequest& request, const std::filesystem::path& cacheFile,
                                                        const RunContext& context);
/// Does the file hold all probes of the request, and is there one at all?
[[nodiscard]] bool isSensitivityKnown(const ProbeRequest& request, const std::filesystem::path& cacheFile);
/// <cache folder>/sensitivity/<key>.json: the key is of the model's files, the text, the encodings and what guides them.
[[nodiscard]] std::filesystem::path probeCacheFile(const ProbeRequest& request);

} // namespace quantlathe
