// SPDX-License-Identifier: GPL-3.0-or-later
// What a model shall run on: cards of the table, or this machine. Shared by estimate, plan, pareto and recommend.
#pragma once

#include "estimate/hardware.h"
#include "estimate/machine.h"
#include "session.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe::cli {

struct HardwareOptions {
    std::vector<std::string> gpus;
    bool thisMachine = false;
    std::string ram;
    std::string ramBandwidth;
    bool noDesktop = false;
    [[nodiscard]] bool isGiven() const { return thisMachine || !gpus.empty() || !ram.empty(); }
};
void addHardwareOptions(CLI::App& command, HardwareOptions& options);

struct Hardware {
    std::vector<Gpu> cards; // in the order in which a runtime numbers them; none: the processor alone
    HostMemory host;
    std::optional<Machine> machine; // of --this-machine
};
/// Asks the machine where it is wanted; what could not be asked is a warning. Throws Error(badInput): an unknown card (with the
/// closest names), no size.
[[nodiscard]] Hardware hardwareFrom(Session& session, const HardwareOptions& options);

/// The card with the most memory, or the processor with its main memory where there is no card.
[[nodiscard]] Gpu mainDevice(const Hardware& hardware);

/// Throws Error(badInput) that names the closest ones.
[[nodiscard]] Gpu gpuNamed(const std::string& name);

[[nodiscard]] Json gpuJson(const Gpu& gpu);
[[nodiscard]] Json machineJson(const Machine& machine);
[[nodiscard]] Json hostJson(const HostMemory& host);
/// "This machine", "Main memory": names and values for factLines().
[[nodiscard]] std::vector<std::pair<std::string, std::string>> hardwareFacts(const Hardware& hardware);

} // namespace quantlathe::cli
