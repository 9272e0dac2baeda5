// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/driver_cards.h"

#include "base/isolated_call.h"
#include "base/text.h"
#include "base/words.h"
#include "estimate/nvml.h"
#include "estimate/sysfs_gpus.h"
#include "estimate/vulkan.h"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using Json = nlohmann::json;

/// What a driver answered, or an empty object and a problem in words. `who` is a name, not a word of a language.
Json askDriver(const std::function<Json()>& ask, std::string_view who, std::chrono::milliseconds limit,
               std::vector<std::string>& problems) {
    const IsolatedAnswer answer =
        callIsolated([&] { return ask().dump(-1, ' ', false, Json::error_handler_t::replace); }, limit);
    switch (answer.end) {
    case IsolatedAnswer::End::answered: break;
    case IsolatedAnswer::End::tooSlow:
        problems.push_back(say("{} did not answer within {:Lg} s", who, static_cast<double>(limit.count()) / 1000));
        return Json::object();
    case IsolatedAnswer::End::crashed: problems.push_back(say("{} crashed when it was asked", who)); return Json::object();
    case IsolatedAnswer::End::failed: problems.push_back(say("{} could not be asked", who)); return Json::object();
    }
    const Json json = Json::parse(*answer.text, nullptr, false);
    return json.is_object() ? json : Json::object();
}

template <class Value>
std::optional<Value> valueOf(const Json& card, const char* key) {
    const auto found = card.find(key);
    return found != card.end() && found->is_number() ? std::optional(found->get<Value>()) : std::nullopt;
}

/// Bandwidth and architecture from the table, where it knows the card; else what the driver said.
void complete(MachineGpu& gpu, std::span<const Gpu> table) {
    const Gpu* known = gpu.bytes ? findGpuOfSize(table, gpu.name, *gpu.bytes) : findGpu(table, gpu.name);
    if (known == nullptr) {
        return;
    }
    gpu.tableName = known->name;
    gpu.architecture = known->architecture;
    gpu.bandwidthBytesPerSecond = known->bandwidthBytesPerSecond;
    if (!gpu.bytes && gpu.vendor == "Intel") { // found by name alone, so sold with one size: the kernel's driver tells none
        gpu.bytes = known->memoryBytes;
    }
}

MachineGpu gpuFrom(const Json& card, std::string_view vendor, std::string_view source) {
    MachineGpu gpu;
    gpu.vendor = vendor;
    gpu.source = source;
    gpu.name = escapeForDisplay(card.value("name", std::string(vendor)));
    gpu.bytes = valueOf<std::uint64_t>(card, "total");
    gpu.freeBytes = valueOf<std::uint64_t>(card, "free");
    gpu.bandwidthBytesPerSecond = valueOf<double>(card, "bandwidth");
    gpu.architecture = card.value("architecture", "");
    gpu.sharesMainMemory = card.value("integrated", false);
    return gpu;
}

void addNvidia(Machine& machine, std::span<const Gpu> table, const MachineSources& sources) {
    const Json answer =
        askDriver([&] { return askNvml(sources.nvmlLibrary); }, "NVML (NVIDIA)", sources.limit, machine.problems);
    if (const auto code = valueOf<int>(answer, "problem")) {
        machine.problems.push_back(say("{} could not be started (code {})", "NVML (NVIDIA)", *code));
    }
    for (const Json& card : answer.value("cards", Json::array())) {
        machine.gpus.push_back(gpuFrom(card, "NVIDIA", "NVML"));
        complete(machine.gpus.back(), table);
    }
}

/// A chip whose card and processor share fast memory ("Ryzen AI Max+ 395 (Radeon 8060S)" in the table) may use all that the
/// system maps for it. Other cards inside processors have a small part of main memory to themselves, and no bandwidth to gain.
void lookIntoTheProcessor(MachineGpu& gpu, const Json& card, std::span<const Gpu> table) {
    constexpr std::uint64_t setAsideAtMost = 2ULL << 30U; // by firmware, where nobody changed it
    const auto chip = std::ranges::find_if(table, [&](const Gpu& known) {
        const std::size_t open = known.name.find('(');
        const std::size_t close = known.name.find(')');
        return known.kind == "unified" && known.vendor == gpu.vendor && open != std::string::npos && close > open &&
               gpu.name.find(known.name.substr(open + 1, close - open - 1)) != std::string::npos;
    });
    if (chip != table.end() && gpu.bytes) {
        gpu.bytes = *gpu.bytes + valueOf<std::uint64_t>(card, "shared").value_or(0);
        gpu.freeBytes = gpu.freeBytes.value_or(0) + valueOf<std::uint64_t>(card, "shared_free").value_or(0);
        gpu.bandwidthBytesPerSecond = chip->bandwidthBytesPerSecond;
        gpu.architecture = chip->architecture;
    } else if (gpu.bytes && *gpu.bytes <= setAsideAtMost) {
        gpu.sharesMainMemory = true;
    }
}

/// True where the bus has a card of NVIDIA.
bool addOthers(Machine& machine, std::span<const Gpu> table, const MachineSources& sources) {
    const Json answer = askDriver([&] { return askSysfs(sources.root); }, "/sys/class/drm", sources.limit, machine.problems);
    for (const Json& card : answer.value("cards", Json::array())) {
        MachineGpu gpu = gpuFrom(card, card.value("vendor", ""), card.value("driver", ""));
        if (!gpu.sharesMainMemory) {
            complete(gpu, table);
        }
        if (gpu.tableName.empty()) {
            lookIntoTheProcessor(gpu, card, table);
        }
        machine.gpus.push_back(std::move(gpu));
    }
    return answer.value("nvidia", 0) > 0;
}

bool isOpen(const MachineGpu& gpu) {
    return !gpu.sharesMainMemory && (!gpu.bytes || !gpu.freeBytes);
}

/// The nth card of a maker is the nth that Vulkan lists: what is known of it already stays.
void addVulkan(Machine& machine, std::span<const Gpu> table, const MachineSources& sources, bool hasUnseenNvidia) {
    const bool isNeeded = machine.gpus.empty() || hasUnseenNvidia || std::ranges::any_of(machine.gpus, isOpen);
    if (sources.vulkanLibrary.empty() || !isNeeded) {
        return;
    }
    const Json answer = askDriver([&] { return askVulkan(sources.vulkanLibrary); }, "Vulkan", sources.limit, machine.problems);
    const std::size_t known = machine.gpus.size();
    std::vector<bool> isTaken(known, false);
    for (const Json& card : answer.value("cards", Json::array())) {
        MachineGpu told = gpuFrom(card, card.value("vendor", ""), "Vulkan");
        std::size_t at = 0;
        while (at < known && (isTaken[at] || machine.gpus[at].vendor != told.vendor ||
                              machine.gpus[at].sharesMainMemory != told.sharesMainMemory)) {
            ++at;
        }
        if (at == known) {
            machine.gpus.push_back(std::move(told));
            complete(machine.gpus.back(), table);
            continue;
        }
        isTaken[at] = true;
        MachineGpu& gpu = machine.gpus[at];
        if (isOpen(gpu) && told.bytes) {
            const bool hadBytes = gpu.bytes.has_value();
            gpu.bytes = hadBytes ? gpu.bytes : told.bytes;
            gpu.freeBytes = gpu.freeBytes ? gpu.freeBytes : told.freeBytes;
            if (!hadBytes) {
                complete(gpu, table);
            }
        }
    }
}

} // namespace

void addCards(Machine& machine, std::span<const Gpu> table, const MachineSources& sources) {
    addNvidia(machine, table, sources);
    const bool hasNvidia = addOthers(machine, table, sources);
    const auto seesNvidia = [&] {
        return std::ranges::any_of(machine.gpus, [](const MachineGpu& gpu) { return gpu.vendor == "NVIDIA"; });
    };
    addVulkan(machine, table, sources, hasNvidia && !seesNvidia());
    for (const MachineGpu& gpu : machine.gpus) {
        if (!gpu.bytes && !gpu.sharesMainMemory) {
            machine.problems.push_back(say("{}: the driver does not say how much memory it has", gpu.name));
        }
    }
    if (hasNvidia && !seesNvidia()) {
        machine.problems.push_back(say("there is a card of NVIDIA, and NVIDIA's driver is missing or does not answer"));
    }
}

} // namespace quantlathe
