// SPDX-License-Identifier: GPL-3.0-or-later
// Sensitivities whose groups several processes measure: each writes a file with its share, and the files become one
// (docs/planning.md has the layout).
#pragma once

#include "measure/sensitivity_probe.h"
#include "plan/sensitivity_file.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// A share. A value type.
struct SensitivityPart {
    Shard shard;
    std::string key;                   // of the whole: the model's files, the text, the encodings and what guides them
    std::uint64_t groups = 0;          // of the whole
    std::vector<std::uint64_t> places; // of the share's groups in the whole
    SensitivityMeasurement measured;   // those groups alone
};

/// Measures what `request.shard` says, kept in the cache folder as an unshared measurement is. Throws as measureSensitivity().
[[nodiscard]] SensitivityPart measureSensitivityShard(const ProbeRequest& request, const RunContext& context);

[[nodiscard]] std::string sensitivityPartJson(const SensitivityPart& part);
/// `file` is only for messages. Everything but what sensitivityPartJson() writes is Error(badInput).
[[nodiscard]] SensitivityPart parseSensitivityPart(std::string_view json, const std::filesystem::path& file = {});

/// What one process would have measured. Throws Error(badInput) that names the file of another measurement and what differs, a
/// share that is there twice, and those that are missing.
[[nodiscard]] SensitivityMeasurement mergedSensitivity(std::span<const std::filesystem::path> files);

} // namespace quantlathe
