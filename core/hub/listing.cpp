// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/listing.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/json_stream.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::uint64_t mostPageBytes = 32U << 20U;
constexpr std::uint64_t mostRevisionBytes = 32U << 20U; // hubs that know no "expand" answer with all they know
constexpr std::size_t mostFiles = 100'000;
constexpr int mostPages = 1000;
constexpr int maxDepth = 32;

bool isHex(std::string_view text, std::size_t digits) {
    return text.size() == digits &&
           std::ranges::all_of(text, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

class Handler : public JsonHandler {
public:
    explicit Handler(const std::string& shown) : shown_(shown) {}
    [[noreturn]] void malformed(std::size_t position, std::string_view why) override {
        throw badInput({}, say("The hub's answer about {} is not valid", shown_),
                       say("The text at byte {}: {}.", groupedDigits(position), why));
    }

private:
    const std::string& shown_;
};

/// [{"type": "file", "path": …, "size": …, "oid": …, "lfs": {"oid": …, "size": …}}, …]; all else is skipped.
class TreeHandler : public Handler {
public:
    TreeHandler(const std::string& shown, std::vector<HubFile>& files) : Handler(shown), files_(files) {}

    void take(JsonEvent& event) override {
        using Kind = JsonEvent::Kind;
        const bool isOuter = event.kind == Kind::beginArray || event.kind == Kind::endArray;
        if (event.depth == 0 && !isOuter) {
            malformed(event.position, say("it is not a list"));
        }
        if (event.depth == 1) {
            takeEntry(event);
        } else if (event.depth == 2) {
            takeField(event);
        } else if (event.depth == 3 && key_ == "lfs") {
            takeLarge(event);
        }
    }

private:
    void takeEntry(const JsonEvent& event) {
        if (event.kind == JsonEvent::Kind::beginObject) {
            file_ = {};
            isFile_ = hasSize_ = false;
            key_.clear();
        } else if (event.kind == JsonEvent::Kind::endObject) {
            finish(event.position);
        } else {
            malformed(event.position, say("an entry is no object"));
        }
    }

    void takeField(JsonEvent& event) {
        if (event.kind == JsonEvent::Kind::key) {
            key_ = std::move(event.text);
        } else if (key_ == "type" && event.kind == JsonEvent::Kind::string) {
            isFile_ = event.text == "file";
        } else if (key_ == "path" && event.kind == JsonEvent::Kind::string) {
            file_.path = std::move(event.text);
        } else if (key_ == "oid" && event.kind == JsonEvent::Kind::string) {
            file_.gitHash = std::move(event.text);
        } else if (key_ == "size" && event.kind == JsonEvent::Kind::unsignedNumber) {
            file_.bytes = event.number;
            hasSize_ = true;
        }
    }

    void takeLarge(JsonEvent& event) {
        if (event.kind == JsonEvent::Kind::key) {
            largeKey_ = std::move(event.text);
        } else if (largeKey_ == "oid" && event.kind == JsonEvent::Kind::string) {
            file_.sha256 = std::move(event.text);
        } else if (largeKey_ == "size" && event.kind == JsonEvent::Kind::unsignedNumber) {
            file_.bytes = event.number;
            hasSize_ = true;
        }
    }

    void finish(std::size_t position) {
        if (!isFile_) {
            return;
        }
        if (!isSafeHubPath(file_.path)) {
            malformed(position, say("“{}” is no path in a repository", escapeForDisplay(file_.path)));
        }
        if (!hasSize_) {
            malformed(position, say("the size of {} is missing", escapeForDisplay(file_.path)));
        }
        if (!file_.sha256.empty() && !isHex(file_.sha256, 64)) {
            malformed(position, say("the checksum of {} is none", escapeForDisplay(file_.path)));
        }
        if (!isHex(file_.gitHash, 40) || !file_.sha256.empty()) { // git's hash of a large file is that of a pointer to it
            file_.gitHash.clear();
        }
        if (files_.size() == mostFiles) {
            malformed(position, say("it lists more than {} files", groupedDigits(mostFiles)));
        }
        files_.push_back(std::move(file_));
    }

    std::vector<HubFile>& files_;
    HubFile file_;
    bool isFile_ = false;
    bool hasSize_ = false;
    std::string key_;
    std::string largeKey_;
};

/// {"sha": "…"}; all else is skipped.
class RevisionHandler : public Handler {
public:
    using Handler::Handler;
    void take(JsonEvent& event) override {
        position_ = event.position;
        if (event.depth != 1) {
            return;
        }
        if (event.kind == JsonEvent::Kind::key) {
            isCommit_ = event.text == "sha";
        } else if (isCommit_ && event.kind == JsonEvent::Kind::string) {
            commit_ = std::move(event.text);
        }
    }
    [[nodiscard]] std::string commit() {
        if (!isHex(commit_, 40)) {
            malformed(position_, say("it names no commit"));
        }
        return std::move(commit_);
    }

private:
    std::string commit_;
    std::size_t position_ = 0;
    bool isCommit_ = false;
};

std::string apiAddress(const HubAccess& access, const HubAddress& address) {
    return fmt::format("{}/api/models/{}", access.endpoint, address.repository());
}

} // namespace

const HubFile* HubListing::find(std::string_view path) const {
    const auto found = std::ranges::lower_bound(files, path, {}, &HubFile::path);
    return found != files.end() && found->path == path ? &*found : nullptr;
}

std::vector<HubFile> parseTreePage(std::string_view text, const std::string& shown) {
    std::vector<HubFile> files;
    TreeHandler handler(shown, files);
    streamJson(text, maxDepth, handler);
    return files;
}

std::string parseRevision(std::string_view text, const std::string& shown) {
    RevisionHandler handler(shown);
    streamJson(text, maxDepth, handler);
    return handler.commit();
}

std::optional<std::string> nextPage(std::string_view link) {
    while (!link.empty()) {
        const std::size_t open = link.find('<');
        const std::size_t close = link.find('>', open);
        if (open == std::string_view::npos || close == std::string_view::npos) {
            return std::nullopt;
        }
        const std::string_view address = link.substr(open + 1, close - open - 1);
        link.remove_prefix(close + 1);
        const std::string_view parameters = link.substr(0, link.find('<'));
        if (parameters.find("rel=\"next\"") != std::string_view::npos ||
            parameters.find("rel=next") != std::string_view::npos) {
            return std::string(address);
        }
    }
    return std::nullopt;
}

std::string commitOf(HttpClient& client, const HubAccess& access, const HubAddress& address) {
    if (isCommit(address.revision)) {
        return address.revision;
    }
    const std::string url =
        fmt::format("{}/revision/{}?expand[]=sha", apiAddress(access, address), percentEncoded(address.revision, false));
    const std::string shown = address.text();
    return parseRevision(client.get(url, mostRevisionBytes, shown).body, shown);
}

HubListing listFiles(HttpClient& client, const HubAccess& access, const HubAddress& address, const std::string& commit) {
    HubListing listing{.address = address, .commit = commit, .files = {}};
    const std::string shown = address.text();
    std::optional<std::string> url = fmt::format("{}/tree/{}?recursive=true", apiAddress(access, address), commit);
    for (int page = 0; url; ++page) {
        if (page == mostPages || originOf(*url) != originOf(access.endpoint)) {
            throw badInput({}, say("The hub's answer about {} is not valid", shown),
                           say("Its list of files goes on at a place where it cannot."));
        }
        const HttpAnswer answer = client.get(*url, mostPageBytes, shown);
        std::ranges::move(parseTreePage(answer.body, shown), std::back_inserter(listing.files));
        if (listing.files.size() > mostFiles) {
            throw badInput({}, say("{} holds too many files", shown), say("At most {} are listed.", groupedDigits(mostFiles)));
        }
        url = nextPage(answer.link);
    }
    std::ranges::sort(listing.files, {}, &HubFile::path);
    const auto twice = std::ranges::adjacent_find(listing.files, {}, &HubFile::path);
    if (twice != listing.files.end()) {
        throw badInput({}, say("The hub's answer about {} is not valid", shown),
                       say("{} is listed twice.", escapeForDisplay(twice->path)));
    }
    return listing;
}

RemoteFile remoteFile(const HubAccess& access, const HubListing& listing, const HubFile& file) {
    return {.url = fmt::format("{}/{}/resolve/{}/{}", access.endpoint, listing.address.repository(), listing.commit,
                               percentEncoded(file.path, true)),
            .bytes = file.bytes,
            .shown = escapeForDisplay(file.path)};
}

} // namespace quantlathe
