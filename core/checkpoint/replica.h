// SPDX-License-Identifier: GPL-3.0-or-later
// A model that is not on this machine: a folder with its small files and, of every file of weights, the header alone. The files
// of weights end where their values would begin: there is nothing to read values from, neither holes nor zeros, and
// Checkpoint::bytes() answers with absentValues(). A hidden file says what the folder stands for.
#pragma once

#include "checkpoint/checkpoint.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>

namespace quantlathe {

struct Replica {
    std::string address;                                          // as a user names the model: "hf:ORG/NAME"
    std::string commit;                                           // that the headers are of
    std::map<std::string, std::uint64_t, std::less<>> wholeBytes; // length of each file of weights, by its name
};

/// Atomically; before it stands there, the files of weights are cut short for every reader.
void writeReplica(const std::filesystem::path& folder, const Replica& replica);
/// Nothing for every other folder. Throws Error(badInput) for a text that is none of ours.
[[nodiscard]] std::optional<Replica> replicaIn(const std::filesystem::path& folder);

/// The length of the whole file; of a file in a replica, the one that it has where it comes from. Throws Error(badInput) when
/// the part that is here is longer.
[[nodiscard]] std::uint64_t wholeBytes(const MappedFile& file);
/// The address of a model whose values are elsewhere; nothing for one that is here.
[[nodiscard]] std::optional<std::string> addressOfReplica(const Checkpoint& checkpoint);

/// Throws absentValues() for a replica: what will read values asks before it writes anything.
void requireValues(const Checkpoint& checkpoint);

/// What every reader of values throws for a file of a replica: Error(badInput) that says how to get them.
[[nodiscard]] Error absentValues(const std::filesystem::path& file);

} // namespace quantlathe
