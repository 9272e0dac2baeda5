// SPDX-License-Identifier: GPL-3.0-or-later
// The command about adapters, declared apart from the others.
#pragma once

#include "command.h"

namespace quantlathe::cli {

[[nodiscard]] Command addMergeLora(CLI::App& program);

} // namespace quantlathe::cli
