// SPDX-License-Identifier: GPL-3.0-or-later
// --shard I/N of commands whose work several processes share.
#pragma once

#include "base/shard.h"

#include <CLI/CLI.hpp>
#include <optional>
#include <string>

namespace quantlathe::cli {

/// Adds the option; what is no shard is a wrong command line.
CLI::Option* addShardOption(CLI::App& command, std::optional<Shard>& shard, const std::string& about);

} // namespace quantlathe::cli
