// SPDX-License-Identifier: GPL-3.0-or-later
// What a command of quantlathe-cli is: its options and what it does. One file a command; main.cpp lists them all.
#pragma once

#include "session.h"

#include <CLI/CLI.hpp>
#include <functional>

namespace quantlathe::cli {

struct Command {
    CLI::App* options;                  // as parsed
    std::function<void(Session&)> work; // throws Error
};

/// Each adds its subcommand to the program; the returned work holds the parsed values.
[[nodiscard]] Command addInspect(CLI::App& program);
[[nodiscard]] Command addEstimate(CLI::App& program);
[[nodiscard]] Command addRecommend(CLI::App& program);
[[nodiscard]] Command addFormats(CLI::App& program);
[[nodiscard]] Command addPlan(CLI::App& program);
[[nodiscard]] Command addPareto(CLI::App& program);
[[nodiscard]] Command addSensitivity(CLI::App& program);
[[nodiscard]] Command addConvert(CLI::App& program);
[[nodiscard]] Command addCompare(CLI::App& program);
[[nodiscard]] Command addDiff(CLI::App& program);
[[nodiscard]] Command addMeasure(CLI::App& program);
[[nodiscard]] Command addCalibrate(CLI::App& program);
[[nodiscard]] Command addImatrix(CLI::App& program);
[[nodiscard]] Command addVerify(CLI::App& program);
[[nodiscard]] Command addSplit(CLI::App& program);
[[nodiscard]] Command addMerge(CLI::App& program);
[[nodiscard]] Command addImatrixInfo(CLI::App& program);

} // namespace quantlathe::cli
