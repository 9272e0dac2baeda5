// SPDX-License-Identifier: GPL-3.0-or-later
// The options that say what else an output shall be, besides an encoding for each weight: shared by plan and convert.
#pragma once

#include "formats/output_options.h"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <string>
#include <vector>

namespace quantlathe::cli {

/// How files are cut, as split, plan and convert take it.
struct SplitLimitOptions {
    std::string maxSize; // N(M|G)
    std::uint32_t maxTensors = 0;
    /// Throws Error(badInput) for a size that is none and when both limits are given.
    [[nodiscard]] SplitOptions resolved() const;
};
void addSplitLimitOptions(CLI::App& command, SplitLimitOptions& options);

struct OutputFlags {
    bool pure = false;
    bool leaveOutput = false;
    bool keepHeader = false;
    std::vector<std::string> overrides; // KEY=TYPE:VALUE
    std::string prunedLayers;           // "0,3,7"
    bool keepSplit = false;
    SplitLimitOptions split;
};
void addOutputFlags(CLI::App& command, OutputFlags& flags);

/// Adds what the command line says to what a plan says already: overrides follow those of the plan, everything else replaces
/// it. Throws Error(badInput).
void applyOutputFlags(const OutputFlags& flags, OutputOptions& options);

} // namespace quantlathe::cli
