// SPDX-License-Identifier: GPL-3.0-or-later
#include "shard_option.h"

#include "base/error.h"

namespace quantlathe::cli {

CLI::Option* addShardOption(CLI::App& command, std::optional<Shard>& shard, const std::string& about) {
    const auto read = [&shard](const std::string& text) {
        try {
            shard = parseShard(text);
        } catch (const Error& error) {
            throw CLI::ValidationError("--shard", error.what());
        }
    };
    return command.add_option_function<std::string>("--shard", read, about)->type_name("I/N");
}

} // namespace quantlathe::cli
