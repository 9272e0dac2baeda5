// SPDX-License-Identifier: GPL-3.0-or-later
// An importance matrix: for each weight, how strongly each input column is used (mean of squared activations).
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// Immutable after reading; safe to read from many threads.
struct ImportanceMatrix {
    std::filesystem::path file;
    std::vector<std::string> datasets;
    std::uint32_t chunks = 0;
    std::unordered_map<std::string, std::vector<float>> columns; // by canonical weight name; one value per input column

    /// Empty when the matrix says nothing about the weight.
    [[nodiscard]] std::span<const float> of(std::string_view weightName) const;
};

/// GGUF form and the legacy .dat form (docs/formats/imatrix.md). Throws Error(badInput) for malformed files and non-finite
/// values.
[[nodiscard]] ImportanceMatrix readImportanceMatrix(const std::filesystem::path& file);

} // namespace quantlathe
