// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of graphics cards and of what users own (resources/hardware/).
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// One card with one memory size; a card sold with two sizes is two entries.
struct Gpu {
    std::string name;              // as sold, with memory: "RTX 3060 12 GB"
    std::string vendor;            // "NVIDIA", "AMD", "Intel", "Apple"
    std::string architecture;      // "Ampere"
    std::string kind;              // "desktop", "laptop", "datacenter", …
    std::uint64_t memoryBytes = 0; // what models can use: GiB of the printed size; Apple: the share that the GPU may wire
    double bandwidthBytesPerSecond = 0;
};
/// Throws Error(badInput) for a file that is not such a table.
[[nodiscard]] std::vector<Gpu> readGpus(const std::filesystem::path& file);
/// As people and drivers write names: the exact one, else without regard to case, spacing and maker, else without its memory
/// size, else the card that has all words and fewest others. nullptr if there is none, or more than one that is as good.
[[nodiscard]] const Gpu* findGpu(std::span<const Gpu> gpus, std::string_view name);

/// The names that have most in common with what was asked for, best first, at most `most`: for messages.
[[nodiscard]] std::vector<std::string> closestGpus(std::span<const Gpu> gpus, std::string_view name, std::size_t most = 5);

/// Share of surveyed users by video memory.
struct Survey {
    std::string name;                          // "Steam hardware survey"
    std::string month;                         // "2026-04", the newest reliable one
    std::map<double, double> percentAtLeastGb; // class in GB → per cent of users with at least that much

    /// Per cent of users whose card has at least `bytes` (the smallest class that is large enough); 0 beyond the largest class.
    [[nodiscard]] double percentThatHold(std::uint64_t bytes) const;
};
[[nodiscard]] Survey readSurvey(const std::filesystem::path& file);

} // namespace quantlathe
