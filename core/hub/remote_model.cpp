// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/remote_model.h"

#include "base/cache_file.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_header.h"
#include "checkpoint/replica.h"
#include "checkpoint/safetensors_header.h"
#include "hub/selection.h"

#include <algorithm>
#include <cstring>
#include <fmt/format.h>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t firstBytesOfHeader = 128U << 10U; // what most headers of safetensors fit into
constexpr std::size_t workers = 8;
constexpr std::uint64_t mostPlaceBytes = 8192;

/// Where the cache keeps what belongs to a repository; `what` tells apart.
fs::path placeFor(const HubAccess& access, const HubAddress& address, std::string_view revision, std::string_view what) {
    HashBuilder hash;
    for (const std::string_view part :
         {std::string_view(access.endpoint), std::string_view(address.repository()), revision, what}) {
        hash.add(part);
    }
    return cacheFolder() / "hub" / fmt::format("{:016x}", hash.value());
}

/// The bytes of one file of weights up to where its values begin.
class HeaderReader {
public:
    HeaderReader(HttpClient& client, const RemoteFile& file) : client_(client), file_(file) {}

    std::vector<std::byte> read(HubContainer container) {
        fetchTo(firstBytesOfHeader);
        return container == HubContainer::gguf ? readGguf() : readSafetensors();
    }

private:
    void fetchTo(std::uint64_t size) {
        size = std::min(size, file_.bytes);
        if (size > bytes_.size()) {
            client_.getRange(file_, bytes_.size(), size - bytes_.size(), [this](std::span<const std::byte> more) {
                bytes_.insert(bytes_.end(), more.begin(), more.end());
            });
        }
    }

    [[nodiscard]] HeaderSource source() const { return {.bytes = bytes_, .fileBytes = file_.bytes, .file = file_.shown}; }

    std::vector<std::byte> readSafetensors() {
        std::uint64_t length = 0;
        if (bytes_.size() >= sizeof length) {
            std::memcpy(&length, bytes_.data(), sizeof length);
        }
        if (length > 0 && length <= maxSafetensorsHeaderBytes) {
            fetchTo(sizeof length + length);
        }
        static_cast<void>(parseSafetensorsHeader(source())); // says what is wrong before anything is kept
        bytes_.resize(sizeof length + static_cast<std::size_t>(length));
        return std::move(bytes_);
    }

    /// Where a GGUF header ends is known when it was read: twice as much is fetched until it is whole.
    std::vector<std::byte> readGguf() {
        for (;;) {
            try {
                const GgufHeader header = parseGgufHeader(source());
                bytes_.resize(static_cast<std::size_t>(std::min<std::uint64_t>(bytes_.size(), header.dataOffset)));
                return std::move(bytes_);
            } catch (const HeaderCutShort&) {
                if (bytes_.size() >= std::min(file_.bytes, maxGgufHeaderBytes)) {
                    throw;
                }
            }
            fetchTo(2 * bytes_.size());
        }
    }

    HttpClient& client_;
    const RemoteFile& file_;
    std::vector<std::byte> bytes_;
};

class ReplicaBuilder {
public:
    ReplicaBuilder(HubConnection& hub, const HubListing& listing, const HubSelection& selection, fs::path folder)
        : hub_(hub), listing_(listing), selection_(selection), folder_(std::move(folder)) {}

    void build() {
        hub_.progress.start(say("Reading headers"), units());
        const std::size_t companions = selection_.companions.size();
        forEachConcurrently(hub_, companions + selection_.weights.size(), workers, [&](HttpClient& client, std::size_t i) {
            const bool isCompanion = i < companions;
            const HubFile& file = isCompanion ? selection_.companions[i] : selection_.weights[i - companions];
            hub_.progress.setItem(file.path);
            isCompanion ? keepText(client, file) : keepHeader(client, file);
            hub_.progress.add(isCompanion ? file.bytes : firstBytesOfHeader);
        });
        hub_.progress.finish();
        Replica replica{.address = listing_.address.text(), .commit = listing_.commit, .wholeBytes = {}};
        for (const HubFile& file : selection_.weights) {
            replica.wholeBytes.emplace(selection_.relative(file), file.bytes);
        }
        writeReplica(folder_, replica);
    }

private:
    [[nodiscard]] std::uint64_t units() const {
        std::uint64_t sum = selection_.weights.size() * firstBytesOfHeader;
        for (const HubFile& file : selection_.companions) {
            sum += file.bytes;
        }
        return sum;
    }

    [[nodiscard]] fs::path placeOf(const HubFile& file) const {
        fs::path place = folder_ / selection_.relative(file);
        makeFolders(place.parent_path());
        return place;
    }

    void keepText(HttpClient& client, const HubFile& file) {
        writeTextFileAtomically(placeOf(file), fetchText(client, hub_.access, listing_, file));
    }

    void keepHeader(HttpClient& client, const HubFile& file) {
        const RemoteFile remote = remoteFile(hub_.access, listing_, file);
        const std::vector<std::byte> header = HeaderReader(client, remote).read(selection_.container);
        writeTextFileAtomically(placeOf(file), {reinterpret_cast<const char*>(header.data()), header.size()});
    }

    HubConnection& hub_;
    const HubListing& listing_;
    const HubSelection& selection_;
    fs::path folder_;
};

/// The commit that the revision means; without the network, the one that it meant when it was asked for last.
std::string currentCommit(HubConnection& hub, HttpClient& client, const HubAddress& address) {
    const fs::path kept = placeFor(hub.access, address, address.revision, "revision");
    if (!hub.access.isOffline) {
        std::string commit = commitOf(client, hub.access, address);
        if (!isCommit(address.revision)) {
            makeFolders(kept.parent_path());
            writeCacheFile(kept, commit);
        }
        return commit;
    }
    if (isCommit(address.revision)) {
        return address.revision;
    }
    const auto commit = readCacheFile(kept, mostPlaceBytes);
    if (!commit || !isCommit(*commit)) {
        requireOnline(hub.access);
    }
    return commit.value();
}

} // namespace

RemoteModel lookAtRemoteModel(HubConnection& hub, const HubAddress& address) {
    const std::uint64_t requestsBefore = hub.traffic.requests;
    const std::uint64_t bytesBefore = hub.traffic.bytes;
    HttpClient client = hub.client();
    RemoteModel model;
    model.commit = currentCommit(hub, client, address);
    const fs::path place = placeFor(hub.access, address, model.commit, address.path);
    const fs::path folder = place / address.name; // models without a name of their own have their folder's
    const fs::path finished = place / "opened-2"; // written last: what is opened, below the folder; 2: the replica's form
    auto opened = readCacheFile(finished, mostPlaceBytes);
    if (!opened) {
        requireOnline(hub.access);
        const HubListing listing = listFiles(client, hub.access, address, model.commit);
        const HubSelection selection =
            selectModel(listing, [&](const HubFile& file) { return fetchText(client, hub.access, listing, file); });
        if (selection.container == HubContainer::pyTorch) {
            throw badInput({}, say("PyTorch's files can only be looked at when they are here"),
                           say("Download the model first: quantlathe-cli download {} -o FOLDER.", address.text()));
        }
        makeFolders(folder);
        ReplicaBuilder(hub, listing, selection, folder).build();
        opened = selection.opened ? selection.relative(*listing.find(*selection.opened)) : std::string();
        writeCacheFile(finished, *opened);
    }
    model.path = opened->empty() ? folder : folder / *opened;
    model.requests = hub.traffic.requests - requestsBefore;
    model.bytes = hub.traffic.bytes - bytesBefore;
    return model;
}

} // namespace quantlathe
