// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/hub_supply.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/replica.h"
#include "convert/output.h"
#include "hub/file_fetch.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using SupplyJson = nlohmann::ordered_json;

constexpr std::string_view supplyMark = ".quantlathe-source.json"; // says whose the folder is
constexpr std::uint64_t mostMarkBytes = 1U << 20U;

Replica replicaOf(const Checkpoint& source) {
    const auto replica = replicaIn(source.folder());
    if (!replica) {
        throw badInput(source.path(), say("The model is on this machine already"), say("Convert it from there."));
    }
    return *replica;
}

HubListing listingOf(HubConnection& hub, HttpClient& client, const Replica& replica) {
    requireOnline(hub.access);
    return listFiles(client, hub.access, parseHubAddress(replica.address, hub.access.endpoint), replica.commit);
}

/// What the mark in the folder says; null where there is none.
SupplyJson markIn(const fs::path& folder) {
    const fs::path file = folder / supplyMark;
    return fileKind(file) == FileKind::file ? SupplyJson::parse(readTextFile(file, mostMarkBytes), nullptr, false)
                                            : SupplyJson();
}

void removeFolder(const fs::path& folder) {
    if (const std::error_code error = removeAll(folder)) {
        throw systemError(folder, say("Cannot remove what an earlier run left"), error.value());
    }
}

} // namespace

HubSupply::HubSupply(HubConnection& hub, const Checkpoint& source, const fs::path& destination)
    : hub_(hub), client_(hub.access, hub.limits, hub.traffic, [this] { return isInterrupted_ || hub_.cancel.isCancelled(); }),
      listing_(listingOf(hub, client_, replicaOf(source))),
      selection_(
          selectModel(listing_, [this](const HubFile& file) { return fetchText(client_, hub_.access, listing_, file); })),
      folder_(temporaryPaths(destination).source) {
    for (const MappedFile& file : source.files()) {
        const std::string name = file.path().lexically_relative(source.folder()).string();
        const auto listed =
            std::ranges::find(selection_.weights, name, [this](const HubFile& each) { return selection_.relative(each); });
        if (listed == selection_.weights.end() || listed->bytes != wholeBytes(file)) {
            throw badInput({}, say("{} is not what the hub lists", escapeForDisplay(name)),
                           say("Remove what the cache keeps of the model, then try again."));
        }
        files_.push_back(&*listed);
    }
}

fs::path HubSupply::placeOf(std::size_t file) const {
    return folder_ / selection_.relative(*files_[file]);
}

std::string HubSupply::state() const {
    return SupplyJson{{"quantlathe_source", 1},
                      {"endpoint", hub_.access.endpoint},
                      {"address", listing_.address.text()},
                      {"commit", listing_.commit}}
        .dump(1);
}

void HubSupply::keepOnly(std::span<const std::size_t> files) {
    if (fileKindOfEntry(folder_) != FileKind::none) {
        const bool isFolder = fileKindOfEntry(folder_) == FileKind::folder;
        const SupplyJson mark = isFolder ? markIn(folder_) : SupplyJson();
        if (!isFolder || (mark.is_null() && !entriesOf(folder_).empty())) {
            throw badInput(folder_, say("{} is in the way", escapeForDisplay(folder_.filename().string())),
                           say("The model's files are fetched to this name. Choose another name or remove it."));
        }
        if (mark != SupplyJson::parse(state())) {
            removeFolder(folder_);
        }
    }
    makeFolders(folder_);
    if (markIn(folder_).is_null()) {
        writeTextFileAtomically(folder_ / supplyMark, state());
    }
    removeBut(files);
}

void HubSupply::removeBut(std::span<const std::size_t> files) const {
    std::set<fs::path> kept{folder_ / supplyMark};
    for (const std::size_t file : files) {
        const fs::path place = placeOf(file);
        kept.insert({place, place.string() + ".part"});
    }
    for (const fs::path& entry : entriesOf(folder_)) {
        if (!kept.contains(entry)) {
            removeFolder(entry);
        }
    }
}

std::uint64_t HubSupply::bytesHere(std::size_t file) const {
    return bytesFetched(*files_[file], placeOf(file));
}

fs::path HubSupply::bring(std::size_t file) {
    fetchFile(hub_, client_, listing_, *files_[file], placeOf(file));
    return placeOf(file);
}

void HubSupply::drop(std::size_t file) {
    removeFolder(placeOf(file));
}

void HubSupply::clear() {
    if (!markIn(folder_).is_null()) {
        removeFolder(folder_);
    }
}

std::optional<std::string> suppliedCommit(const fs::path& destination, const HubAddress& address) {
    const SupplyJson mark = markIn(temporaryPaths(destination).source);
    if (!mark.is_object() || mark.value("address", SupplyJson()) != address.text() || !mark.contains("commit") ||
        !mark["commit"].is_string() || !isCommit(mark["commit"].get<std::string>())) {
        return std::nullopt;
    }
    return mark["commit"].get<std::string>();
}

void removeSupplied(const fs::path& destination) {
    const fs::path folder = temporaryPaths(destination).source;
    if (fileKindOfEntry(folder) == FileKind::folder && !markIn(folder).is_null()) {
        removeFolder(folder);
    }
}

} // namespace quantlathe
