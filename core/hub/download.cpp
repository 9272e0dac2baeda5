// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/download.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/text.h"
#include "base/words.h"
#include "hub/file_fetch.h"

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

constexpr std::string_view stateName = ".quantlathe-download.json"; // hidden: it is no companion of the model
constexpr std::uint64_t mostStateBytes = 1U << 20U;
constexpr std::uint64_t spareBytes = 64U << 20U; // left on the disk

fs::path withPart(fs::path path) {
    path += ".part";
    return path;
}

fs::path cleaned(const fs::path& folder) {
    const fs::path normal = folder.lexically_normal();
    return normal.has_filename() ? normal : normal.parent_path();
}

std::string shown(const fs::path& path) {
    return escapeForDisplay(path.filename().string());
}

/// What an interrupted download was of.
Json stateOf(const HubAccess& access, const DownloadRequest& request, const std::string& commit) {
    return {{"quantlathe_download", 1},
            {"endpoint", access.endpoint},
            {"address", request.address.text()},
            {"files", request.patterns},
            {"commit", commit}};
}

/// The commit of the interrupted run in `work`; nothing if there was none.
std::optional<std::string> interruptedCommit(const HubAccess& access, const DownloadRequest& request, const fs::path& work) {
    if (fileKindOfEntry(work) == FileKind::none) {
        return std::nullopt;
    }
    const auto refuse = [&](std::string detail) {
        return badInput(work, say("{} is in the way", shown(work)), std::move(detail));
    };
    const fs::path file = work / stateName;
    if (fileKindOfEntry(work) != FileKind::folder) {
        throw refuse(say("The download needs this name. Remove it or choose another folder."));
    }
    if (fileKind(file) != FileKind::file) {
        if (entriesOf(work).empty()) {
            return std::nullopt;
        }
        throw refuse(say("It is no interrupted download. Remove it or choose another folder."));
    }
    const std::string text = readTextFile(file, mostStateBytes);
    if (text.empty()) { // killed before the first word
        return std::nullopt;
    }
    const Json state = Json::parse(text, nullptr, false);
    const Json commit = state.is_object() ? state.value("commit", Json()) : Json();
    if (!commit.is_string() || !isCommit(commit.get<std::string>())) {
        if (state.is_discarded() && entriesOf(work).size() == 1) { // the power went before the first word was on the disk
            return std::nullopt;
        }
        throw refuse(say("What it says of the interrupted download cannot be read. Remove it."));
    }
    if (state != stateOf(access, request, commit.get<std::string>())) {
        throw refuse(say("It is the interrupted download of something else. Remove it or choose another folder."));
    }
    return commit.get<std::string>();
}

void checkDestination(const fs::path& folder) {
    if (folder.empty() || folder.filename() == "." || folder.filename() == "..") {
        throw badInput(folder, say("A name for the folder is missing"), say("Give one that is not there yet."));
    }
    const FileKind kind = fileKindOfEntry(folder);
    if (kind != FileKind::none && (kind != FileKind::folder || !entriesOf(folder).empty())) {
        throw badInput(folder, say("{} exists already", shown(folder)), say("Choose another name or remove it."));
    }
    const fs::path parent = folder.parent_path();
    if (!parent.empty() && fileKind(parent) != FileKind::folder) {
        throw badInput(parent, say("There is no such folder"), say("Make it first, or choose another one."));
    }
}

/// "a" grows under "a.part", which must be nobody's name.
void checkNames(const PlannedDownload& plan) {
    std::set<std::string> names;
    for (const HubFile& file : plan.files) {
        names.insert(plan.relative(file));
    }
    for (const std::string& name : names) {
        if (names.contains(name + ".part") || name == stateName) {
            throw badInput({}, say("{} cannot be downloaded together with the others", escapeForDisplay(name)),
                           say("Its name is needed for something else. Choose files with --file."));
        }
    }
}

std::uint64_t bytesHere(const fs::path& work, const PlannedDownload& plan) {
    return std::accumulate(plan.files.begin(), plan.files.end(), std::uint64_t{0}, [&](std::uint64_t sum, const HubFile& file) {
        return sum + bytesFetched(file, work / plan.relative(file));
    });
}

class Downloader {
public:
    Downloader(HubConnection& hub, const PlannedDownload& plan, fs::path work)
        : hub_(hub), plan_(plan), work_(std::move(work)) {}

    void run(std::size_t parallel) {
        std::vector<const HubFile*> order; // the largest first: none of them is alone at the end
        for (const HubFile& file : plan_.files) {
            order.push_back(&file);
        }
        std::ranges::stable_sort(order, std::greater(), [](const HubFile* file) { return file->bytes; });
        hub_.progress.start(say("Downloading"), plan_.bytes, plan_.bytesHere);
        forEachConcurrently(hub_, order.size(), std::max<std::size_t>(parallel, 1),
                            [&](HttpClient& client, std::size_t i) { fetch(client, *order[i]); });
        hub_.progress.finish();
    }

private:
    void fetch(HttpClient& client, const HubFile& file) {
        hub_.progress.setItem(plan_.relative(file));
        fetchFile(hub_, client, plan_.listing, file, work_ / plan_.relative(file));
    }

    HubConnection& hub_;
    const PlannedDownload& plan_;
    fs::path work_;
};

void checkSpace(const fs::path& folder, const PlannedDownload& plan) {
    const std::uint64_t needed = plan.bytes - plan.bytesHere + spareBytes;
    const std::uint64_t free = freeSpaceAt(folder);
    if (free < needed) {
        throw Error(ErrorKind::failed, say("There is too little room for the download"),
                    say("It needs {} more, {} are free.", fileSizeText(needed), fileSizeText(free)), folder);
    }
}

/// The lock on the state's file says that a run is at work.
OutputFile startWork(const fs::path& work, const std::string& state) {
    makeFolders(work);
    OutputFile file(work / stateName, OutputFile::Mode::continueOrCreate);
    if (file.tryLock() == OutputFile::Lock::taken) {
        throw badInput(work, say("Another run downloads into this folder"), say("Wait for it or choose another folder."));
    }
    if (readTextFile(file.path(), mostStateBytes) != state) { // empty or torn: planDownload() has looked
        file.setSize(0);
        file.writeAt(0, std::as_bytes(std::span(state)));
    }
    file.sync();
    syncFolder(work); // before any file of the model is there, as without it nobody knows what they are
    syncFolder(work.parent_path());
    return file;
}

void syncFolders(const fs::path& work, const PlannedDownload& plan) {
    std::set<fs::path> folders{work};
    for (const HubFile& file : plan.files) {
        for (fs::path folder = (work / plan.relative(file)).parent_path(); folder != work; folder = folder.parent_path()) {
            folders.insert(folder);
        }
    }
    std::ranges::for_each(folders, syncFolder);
}

} // namespace

std::string PlannedDownload::relative(const HubFile& file) const {
    return folder.empty() ? file.path : file.path.substr(folder.size() + 1);
}

PlannedDownload planDownload(HubConnection& hub, const DownloadRequest& request) {
    requireOnline(hub.access);
    const fs::path folder = cleaned(request.folder);
    checkDestination(folder);
    const auto interrupted = interruptedCommit(hub.access, request, withPart(folder));
    HttpClient client = hub.client();
    PlannedDownload plan;
    plan.listing = listFiles(client, hub.access, request.address,
                             interrupted ? *interrupted : commitOf(client, hub.access, request.address));
    if (request.patterns.empty()) {
        const HubListing& listing = plan.listing;
        HubSelection selection =
            selectModel(listing, [&](const HubFile& file) { return fetchText(client, hub.access, listing, file); });
        plan.folder = selection.folder;
        plan.files = std::move(selection.weights);
        std::ranges::move(selection.companions, std::back_inserter(plan.files));
    } else {
        plan.folder = request.address.path;
        plan.files = selectFiles(plan.listing, request.patterns);
    }
    std::ranges::sort(plan.files, {}, &HubFile::path);
    checkNames(plan);
    plan.bytes = std::accumulate(plan.files.begin(), plan.files.end(), std::uint64_t{0},
                                 [](std::uint64_t sum, const HubFile& file) { return sum + file.bytes; });
    plan.bytesHere = bytesHere(withPart(folder), plan);
    return plan;
}

DownloadReport download(HubConnection& hub, const DownloadRequest& request) {
    const auto started = std::chrono::steady_clock::now();
    const std::uint64_t bytesBefore = hub.traffic.bytes;
    const fs::path folder = cleaned(request.folder);
    const fs::path work = withPart(folder);
    DownloadReport report{.plan = planDownload(hub, request), .bytesFetched = 0, .seconds = 0};
    checkSpace(folder, report.plan);
    {
        const OutputFile lock = startWork(work, stateOf(hub.access, request, report.plan.listing.commit).dump(1));
        Downloader(hub, report.plan, work).run(request.parallel);
        syncFolders(work, report.plan);
        removeEntry(folder); // an empty one; all else refuses, and publish() then says so
        publish(work, folder, false);
        removeEntry(folder / stateName);
    }
    report.bytesFetched = hub.traffic.bytes - bytesBefore;
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

void discardInterruptedDownload(const fs::path& folder) {
    const fs::path work = withPart(cleaned(folder));
    if (fileKindOfEntry(work) != FileKind::folder || fileKind(work / stateName) != FileKind::file) {
        return;
    }
    OutputFile lock(work / stateName, OutputFile::Mode::continueOrCreate);
    if (lock.tryLock() == OutputFile::Lock::taken) {
        return;
    }
    if (const std::error_code error = removeAll(work)) {
        throw systemError(work, say("Cannot delete the folder"), error.value());
    }
}

} // namespace quantlathe
