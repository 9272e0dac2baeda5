// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub_option.h"

#include "base/text.h"
#include "hub/remote_model.h"

#include <fmt/format.h>

namespace quantlathe::cli {
namespace {

/// "9 requests, 3.1 MB"
std::string trafficText(std::uint64_t requests, std::uint64_t bytes) {
    return fmt::format("{} request{}, {}", requests, requests == 1 ? "" : "s", fileSizeText(bytes));
}

} // namespace

std::unique_ptr<HubConnection> connectToHub(Session& session) {
    return std::unique_ptr<HubConnection>(new HubConnection{.access = hubAccessFromEnvironment(),
                                                            .limits = {},
                                                            .traffic = {},
                                                            .cancel = session.cancelToken(),
                                                            .progress = session.progress()});
}

std::filesystem::path localModel(Session& session, const std::string& model) {
    if (!looksLikeHubAddress(model)) {
        return model;
    }
    const auto hub = connectToHub(session);
    const HubAddress address = parseHubAddress(model, hub->access.endpoint);
    const RemoteModel remote = lookAtRemoteModel(*hub, address);
    constexpr std::size_t shortCommit = 8;
    session.note(fmt::format("{} is not on this machine: headers and small files of commit {} ({})", address.text(),
                             remote.commit.substr(0, shortCommit),
                             remote.requests == 0 ? "from the cache" : trafficText(remote.requests, remote.bytes)));
    return remote.path;
}

void requireModelHere(const std::string& model) {
    if (!looksLikeHubAddress(model)) {
        return;
    }
    const std::string address = parseHubAddress(model, hubAccessFromEnvironment().endpoint).text();
    throw badInput({}, fmt::format("The weights of {} are not on this machine", address),
                   fmt::format("Download it first: quantlathe-cli download {} -o FOLDER.", address));
}

} // namespace quantlathe::cli
