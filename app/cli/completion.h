// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "command.h"

namespace quantlathe::cli {

/// Prints a script that lets a shell complete commands, options and names; made of `program` as it is when the work runs.
[[nodiscard]] Command addCompletion(CLI::App& program);

} // namespace quantlathe::cli
