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
    std::string name;                   // as sold, with memory: "RTX 3060 12 GB"
    std::string vendor;                 // "NVIDIA", "AMD", "Intel", "Apple"
    std::string architecture;           // "Ampere"
    std::string kind;                   // "desktop", "laptop", "datacenter", …
    std::uint64_t memoryBytes = 0;      // what models can use: GiB of the printed size; Apple: the share that the GPU may wire
    double bandwidthBytesPerSecond = 0; // 0: unknown, in no card of the table
    /// A card of this machine: memoryBytes is what was free when it was asked (0: its driver does not say), so that a desktop
    /// on it is counted already.
    bool isMeasured = false;
    /// No card at all: main memory and the processor's own bandwidth.
    [[nodiscard]] bool isProcessor() const { return kind == "processor"; }
};
/// Main memory for what does not fit on cards.
struct HostMemory {
    std::uint64_t bytes = 0;   // that a model may take; 0: unknown
    double bytesPerSecond = 0; // read by all threads together; 0: unknown
};

/// The processor with that memory, as something to run a model on.
[[nodiscard]] Gpu processorWith(const HostMemory& host);

/// Throws Error(badInput) for a file that is not such a table.
[[nodiscard]] std::vector<Gpu> readGpus(const std::filesystem::path& file);
/// As people and drivers write names: the exact one, else without regard to case, spacing and maker, else without its memory
/// size, else the card that has all words and fewest others. nullptr if there is none, or more than one that is as good.
[[nodiscard]] const Gpu* findGpu(std::span<const Gpu> gpus, std::string_view name);

/// The card of that name as its driver reports it ("NVIDIA GeForce RTX 4060 Ti"), of the printed size that is nearest to the
/// reported one and not further away than a tenth. nullptr if there is none.
[[nodiscard]] const Gpu* findGpuOfSize(std::span<const Gpu> gpus, std::string_view driversName, std::uint64_t bytes);

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
