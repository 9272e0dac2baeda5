// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/machine.h"

#include "base/arena.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/words.h"
#include "estimate/driver_cards.h"
#include "estimate/main_memory.h"

#include <algorithm>
#include <array>
#include <cstdlib>

namespace quantlathe {
namespace {

std::uint64_t freeBytesHere() {
    try {
        return freeSpaceAt(".");
    } catch (const Error&) { // the folder is gone: unknown
        return 0;
    }
}

const char* environment(const char* name) {
    const char* const value = std::getenv(name); // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
    return value != nullptr && *value != '\0' ? value : nullptr;
}

} // namespace

Gpu MachineGpu::asGpu() const {
    Gpu gpu;
    gpu.name = tableName.empty() ? name : tableName;
    gpu.vendor = vendor;
    gpu.architecture = architecture;
    gpu.kind = "machine";
    gpu.memoryBytes = freeBytes ? *freeBytes : bytes.value_or(0);
    gpu.bandwidthBytesPerSecond = bandwidthBytesPerSecond.value_or(0);
    gpu.isMeasured = freeBytes.has_value(); // else a desktop on it is still to be counted
    return gpu;
}

std::vector<Gpu> Machine::cards() const {
    std::vector<Gpu> cards;
    for (const MachineGpu& gpu : gpus) {
        if (gpu.bytes && !gpu.sharesMainMemory) {
            cards.push_back(gpu.asGpu());
        }
    }
    return cards;
}

MachineSources MachineSources::fromEnvironment() {
    MachineSources sources;
    if (const char* const root = environment("QUANTLATHE_SYSTEM_ROOT")) {
        sources.root = root;
    }
    if (const char* const library = environment("QUANTLATHE_NVML_LIBRARY")) {
        sources.nvmlLibrary = library;
    }
    if (const char* const library = environment("QUANTLATHE_VULKAN_LIBRARY")) {
        sources.vulkanLibrary = library;
    } else if (sources.root != "/") {
        sources.vulkanLibrary.clear();
    }
    return sources;
}

Machine probeMachine(std::span<const Gpu> table, const MachineSources& sources) {
    Machine machine;
    addCards(machine, table, sources);
    const MainMemory memory = askMainMemory(sources.root);
    machine.ramBytes = memory.bytes;
    machine.ramAvailableBytes = memory.availableBytes;
    machine.threads = threadCount(0);
    machine.diskFreeBytes = freeBytesHere();
    if (memory.bytes == 0) {
        machine.problems.push_back(say("the system does not say how much main memory it has"));
    }
    if (sources.measuresBandwidth) {
        machine.ramBytesPerSecond = measureReadBandwidth(machine.threads, memory.availableBytes);
    }
    return machine;
}

std::string bandwidthClass(double bytesPerSecond) {
    struct Class {
        double atMost; // GB/s that processors reach of it: about four fifths of the specification
        std::string_view name;
    };
    static constexpr auto classes = std::to_array<Class>({{21, words("as one channel of DDR4")},
                                                          {46, words("as two channels of DDR4")},
                                                          {85, words("as two channels of DDR5")},
                                                          {170, words("as four channels")},
                                                          {1e9, words("as eight channels or more")}});
    if (!(bytesPerSecond > 0)) {
        return {};
    }
    return translated(
        std::ranges::find_if(classes, [&](const Class& each) { return bytesPerSecond / 1e9 <= each.atMost; })->name);
}

std::string summary(const Machine& machine) {
    std::string text;
    for (const Gpu& card : machine.cards()) {
        text += text.empty() ? "" : " + ";
        text += card.isMeasured ? say("{}, {} free", card.name, memoryText(card.memoryBytes)) : card.name;
    }
    if (!text.empty()) {
        return text;
    }
    return machine.ramBytes == 0 ? say("CPU only")
                                 : say("CPU only, {} of main memory free", memoryText(machine.ramAvailableBytes));
}

} // namespace quantlathe
