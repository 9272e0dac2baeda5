// SPDX-License-Identifier: GPL-3.0-or-later
#include "hardware_options.h"

#include "base/error.h"
#include "base/resources.h"
#include "base/text.h"
#include "planner_options.h"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <fmt/ranges.h>

namespace quantlathe::cli {
namespace {

/// Two channels of the usual speed: DDR4-3200 and DDR5-5600.
constexpr double ddr4 = 51.2e9;
constexpr double ddr5 = 89.6e9;

double bandwidthFromOption(const std::string& option) {
    if (equalsAnyCase(option, "ddr4")) {
        return ddr4;
    }
    if (equalsAnyCase(option, "ddr5")) {
        return ddr5;
    }
    constexpr double most = 1e5;
    double gigabytes = 0;
    const auto [end, error] = std::from_chars(option.data(), option.data() + option.size(), gigabytes);
    std::string unit(end, option.data() + option.size());
    std::erase(unit, ' ');
    if (error != std::errc() || !(gigabytes > 0) || gigabytes > most || !(unit.empty() || equalsAnyCase(unit, "GB/s"))) {
        throw badInput({}, "This is no bandwidth: " + escapeForDisplay(option),
                       "Write GB a second (51.2), or ddr4 or ddr5 for two channels of DDR4-3200 or DDR5-5600.");
    }
    return gigabytes * 1e9;
}

template <class Value>
Json orNull(const std::optional<Value>& value) {
    return value ? Json(*value) : Json(nullptr);
}

Json positiveOrNull(double value) {
    return value > 0 ? jsonNumber(value) : Json(nullptr);
}

} // namespace

void addHardwareOptions(CLI::App& command, HardwareOptions& options) {
    CLI::Option* const gpu =
        command.add_option("--gpu", options.gpus, "Card to run on, for example \"RTX 3060 12 GB\"; repeat it for several")
            ->type_name("NAME")
            ->expected(1)
            ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
    command.add_flag("--this-machine", options.thisMachine, "This computer's cards, with what is free on them now, and memory")
        ->excludes(gpu);
    command.add_option("--ram", options.ram, "Main memory that the model may take besides or instead of cards: 32GB, 24GiB")
        ->type_name("SIZE");
    command
        .add_option("--ram-bandwidth", options.ramBandwidth,
                    "How fast main memory is read: GB a second, ddr4 or ddr5 (this machine's is measured)")
        ->type_name("GB/S");
    command.add_flag("--no-desktop", options.noDesktop, "Nothing else uses the card: less overhead");
}

Gpu gpuNamed(const std::string& name) {
    const std::vector<Gpu> gpus = readGpus(resourcePath("hardware/gpus.json"));
    if (const Gpu* const found = findGpu(gpus, name)) {
        return *found;
    }
    throw badInput({}, "No card, or more than one, is called " + escapeForDisplay(name),
                   fmt::format("Closest are {}. quantlathe-cli estimate --list-gpus prints all.",
                               fmt::join(closestGpus(gpus, name), ", ")));
}

Hardware hardwareFrom(Session& session, const HardwareOptions& options) {
    Hardware hardware;
    if (options.thisMachine) {
        hardware.machine = probeMachine(readGpus(resourcePath("hardware/gpus.json")), MachineSources::fromEnvironment());
        for (const std::string& problem : hardware.machine->problems) {
            session.warn(problem);
        }
        hardware.cards = hardware.machine->cards();
        hardware.host = hardware.machine->host();
    }
    std::ranges::transform(options.gpus, std::back_inserter(hardware.cards), gpuNamed);
    if (!options.ram.empty()) {
        hardware.host.bytes = bytesFromOption(options.ram);
    }
    if (!options.ramBandwidth.empty()) {
        hardware.host.bytesPerSecond = bandwidthFromOption(options.ramBandwidth);
    }
    return hardware;
}

Gpu mainDevice(const Hardware& hardware) {
    return hardware.cards.empty() ? processorWith(hardware.host)
                                  : *std::ranges::max_element(hardware.cards, {}, &Gpu::memoryBytes);
}

Json gpuJson(const Gpu& gpu) {
    return {{"name", jsonText(gpu.name)},
            {"vendor", jsonText(gpu.vendor)},
            {"kind", jsonText(gpu.kind)},
            {"memory_bytes", gpu.memoryBytes > 0 ? Json(gpu.memoryBytes) : Json(nullptr)},
            {"bandwidth_bytes_per_second", positiveOrNull(gpu.bandwidthBytesPerSecond)}};
}

Json machineJson(const Machine& machine) {
    Json gpus = Json::array();
    for (const MachineGpu& gpu : machine.gpus) {
        gpus.push_back({{"name", jsonText(gpu.name)},
                        {"vendor", jsonText(gpu.vendor)},
                        {"known_as", gpu.tableName.empty() ? Json(nullptr) : Json(jsonText(gpu.tableName))},
                        {"memory_bytes", orNull(gpu.bytes)},
                        {"free_bytes", orNull(gpu.freeBytes)},
                        {"bandwidth_bytes_per_second", positiveOrNull(gpu.bandwidthBytesPerSecond.value_or(0))},
                        {"shares_main_memory", gpu.sharesMainMemory},
                        {"source", jsonText(gpu.source)}});
    }
    Json problems = Json::array();
    for (const std::string& problem : machine.problems) {
        problems.push_back(jsonText(problem));
    }
    const bool knowsRam = machine.ramBytes > 0;
    return {{"gpus", std::move(gpus)},
            {"ram_bytes", knowsRam ? Json(machine.ramBytes) : Json(nullptr)},
            {"ram_available_bytes", knowsRam ? Json(machine.ramAvailableBytes) : Json(nullptr)},
            {"ram_bytes_per_second", positiveOrNull(machine.ramBytesPerSecond)},
            {"ram_class",
             machine.ramBytesPerSecond > 0 ? Json(jsonText(bandwidthClass(machine.ramBytesPerSecond))) : Json(nullptr)},
            {"threads", machine.threads},
            {"disk_free_bytes", machine.diskFreeBytes > 0 ? Json(machine.diskFreeBytes) : Json(nullptr)},
            {"problems", std::move(problems)}};
}

Json hostJson(const HostMemory& host) {
    return {{"bytes", host.bytes > 0 ? Json(host.bytes) : Json(nullptr)},
            {"bytes_per_second", positiveOrNull(host.bytesPerSecond)}};
}

std::vector<std::pair<std::string, std::string>> hardwareFacts(const Hardware& hardware) {
    std::vector<std::pair<std::string, std::string>> facts;
    if (hardware.machine) {
        facts.emplace_back("This machine", escapeForDisplay(summary(*hardware.machine)));
    }
    for (const Gpu& card : hardware.cards) {
        facts.emplace_back("Card", fmt::format("{}, {}", card.name,
                                               card.bandwidthBytesPerSecond > 0
                                                   ? fmt::format("{:.0f} GB/s", card.bandwidthBytesPerSecond / 1e9)
                                                   : "bandwidth unknown"));
    }
    const bool isMeasured = hardware.machine && hardware.machine->ramBytesPerSecond == hardware.host.bytesPerSecond;
    const std::string kind = isMeasured ? ", " + bandwidthClass(hardware.host.bytesPerSecond) : std::string();
    if (hardware.host.bytes > 0) {
        facts.emplace_back("Main memory",
                           fmt::format("{}{}, {}", memoryText(hardware.host.bytes), hardware.machine ? " available" : "",
                                       hardware.host.bytesPerSecond > 0
                                           ? fmt::format("{:.0f} GB/s{}", hardware.host.bytesPerSecond / 1e9, kind)
                                           : "bandwidth unknown"));
    }
    if (hardware.machine) {
        facts.emplace_back("Processor", fmt::format("{} threads", hardware.machine->threads));
        if (hardware.machine->diskFreeBytes > 0) {
            facts.emplace_back("Disk", fmt::format("{} free here", fileSizeText(hardware.machine->diskFreeBytes)));
        }
    }
    return facts;
}

} // namespace quantlathe::cli
