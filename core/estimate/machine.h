// SPDX-License-Identifier: GPL-3.0-or-later
// This computer: its cards with what is free on them now, its main memory and how fast that is read.
#pragma once

#include "estimate/hardware.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

struct MachineGpu {
    std::string name;                       // as the driver or the system's list of devices calls it
    std::string vendor;                     // "NVIDIA", "AMD", "Intel"
    std::optional<std::uint64_t> bytes;     // nothing: the driver does not say
    std::optional<std::uint64_t> freeBytes; // now
    std::optional<double> bandwidthBytesPerSecond;
    std::string architecture;      // "Pascal" or empty; of the table where it knows the card
    std::string tableName;         // the card in the table, empty: not there
    bool sharesMainMemory = false; // part of the processor
    std::string source;            // "NVML", "amdgpu", "xe", "Vulkan": where the card was found

    /// For estimates: what is free now, or all of it where the driver does not say what is free.
    [[nodiscard]] Gpu asGpu() const;
};

struct Machine {
    std::vector<MachineGpu> gpus; // NVIDIA's in the order of their slots, then the others
    std::uint64_t ramBytes = 0;   // 0: unknown; of a container: its limit
    std::uint64_t ramAvailableBytes = 0;
    double ramBytesPerSecond = 0; // read by all threads together, measured; 0: not measured
    int threads = 0;
    std::uint64_t diskFreeBytes = 0;   // where this process works; 0: unknown
    std::vector<std::string> problems; // for people: what could not be asked, and why

    /// Cards of their own memory that say how much they have, as they are asked for by estimates.
    [[nodiscard]] std::vector<Gpu> cards() const;
    [[nodiscard]] HostMemory host() const { return {ramAvailableBytes, ramBytesPerSecond}; }
};

struct MachineSources {
    std::filesystem::path root = "/"; // of /proc, /sys and /usr/share
    std::string nvmlLibrary = "libnvidia-ml.so.1";
    std::string vulkanLibrary = "libvulkan.so.1"; // empty: not asked
    std::chrono::milliseconds limit{3000};        // for each driver
    bool measuresBandwidth = true;                // takes about a tenth of a second

    /// $QUANTLATHE_SYSTEM_ROOT, $QUANTLATHE_NVML_LIBRARY and $QUANTLATHE_VULKAN_LIBRARY, where they are set, instead of the
    /// usual places: tests, and containers that see their host's files elsewhere. Vulkan would tell of this machine, so with
    /// another root it is only asked where it is named.
    [[nodiscard]] static MachineSources fromEnvironment();
};

/// Never throws for what a driver does: that is a problem in words. Drivers are asked in child processes (base/isolated_call.h)
/// and cannot hang or crash this one. Vulkan is asked for what the others leave open. Takes some tenths of a second, up to
/// three times the limit; not for the window's thread.
[[nodiscard]] Machine probeMachine(std::span<const Gpu> table, const MachineSources& sources);

/// What memory of such a measured bandwidth usually is: "as two channels of DDR4". Empty: not measured.
[[nodiscard]] std::string bandwidthClass(double bytesPerSecond);

/// "RTX 4060 8 GB, 6.9 GiB free", "CPU only, 24.0 GiB of main memory free".
[[nodiscard]] std::string summary(const Machine& machine);

} // namespace quantlathe
