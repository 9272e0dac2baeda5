// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/replica.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"

#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view markName = ".quantlathe-replica.json"; // hidden: it is no companion of the model
constexpr std::string_view addressKey = "address";
constexpr std::string_view commitKey = "commit";
constexpr std::string_view filesKey = "whole_bytes";
constexpr std::uint64_t mostBytes = 32U << 20U;

Error malformed(const fs::path& file) {
    return badInput(file, say("This is no description of a model that lies elsewhere"),
                    say("Expected are the model's address and the lengths of its files. Remove the folder."));
}

} // namespace

void writeReplica(const fs::path& folder, const Replica& replica) {
    Json document{{addressKey, replica.address}, {commitKey, replica.commit}, {filesKey, Json::object()}};
    for (const auto& [name, bytes] : replica.wholeBytes) {
        document[filesKey][name] = bytes;
    }
    writeTextFileAtomically(folder / markName, document.dump(1, ' ', false, Json::error_handler_t::replace) + '\n');
}

std::optional<Replica> replicaIn(const fs::path& folder) {
    const fs::path file = folder / markName;
    if (fileKind(file) != FileKind::file) {
        return std::nullopt;
    }
    const Json document = Json::parse(readTextFile(file, mostBytes), nullptr, false);
    if (!document.is_object() || !document.contains(addressKey) || !document[addressKey].is_string() ||
        !document.contains(commitKey) || !document[commitKey].is_string() || !document.contains(filesKey) ||
        !document[filesKey].is_object()) {
        throw malformed(file);
    }
    Replica replica{
        .address = document[addressKey].get<std::string>(), .commit = document[commitKey].get<std::string>(), .wholeBytes = {}};
    for (const auto& [name, bytes] : document[filesKey].items()) {
        if (!bytes.is_number_unsigned()) {
            throw malformed(file);
        }
        replica.wholeBytes.emplace(name, bytes.get<std::uint64_t>());
    }
    return replica;
}

std::uint64_t wholeBytes(const MappedFile& file) {
    const std::uint64_t here = file.stamp().size;
    const auto replica = replicaIn(file.path().parent_path());
    if (!replica) {
        return here;
    }
    const auto listed = replica->wholeBytes.find(file.path().filename().string());
    if (listed == replica->wholeBytes.end()) {
        return here;
    }
    if (listed->second < here) {
        throw malformed(file.path());
    }
    return listed->second;
}

std::optional<std::string> addressOfReplica(const Checkpoint& checkpoint) {
    auto replica = replicaIn(checkpoint.folder());
    return replica ? std::optional(std::move(replica->address)) : std::nullopt;
}

void requireValues(const Checkpoint& checkpoint) {
    if (!checkpoint.files().empty() && addressOfReplica(checkpoint)) {
        throw absentValues(checkpoint.files().front().path());
    }
}

Error absentValues(const fs::path& file) {
    const auto replica = replicaIn(file.parent_path());
    if (!replica) { // the file was longer when its header was read
        return badInput(file, say("The weights are not in this file"), say("It ends before them. Download it again."));
    }
    const std::string address = escapeForDisplay(replica->address, 1000);
    return badInput({}, say("The weights of {} are not on this machine", address),
                    say("Download it first: quantlathe-cli download {} -o FOLDER.", address));
}

} // namespace quantlathe
