// SPDX-License-Identifier: GPL-3.0-or-later
// What all work with a hub shares: where it is asked, how long, who may stop it, who hears of it.
#pragma once

#include "base/progress.h"
#include "hub/http_client.h"
#include "hub/listing.h"

#include <functional>

namespace quantlathe {

struct HubConnection {
    HubAccess access;
    HttpLimits limits;
    HttpTraffic traffic;
    const CancelToken& cancel;
    Progress& progress;

    /// For the calling thread; stops when the user does.
    [[nodiscard]] HttpClient client();
};

/// Calls work(client, i) for every i below `count` on at most `workers` threads, each with a client of its own. The threads
/// wait for the network and compute next to nothing, which is why they are none of a ThreadArena. The first Error ends all of
/// them and is thrown.
void forEachConcurrently(HubConnection& hub, std::size_t count, std::size_t workers,
                         const std::function<void(HttpClient& client, std::size_t i)>& work);

/// A small file as a whole, checked against what the listing says of it. Throws as HttpClient, and Error(failed) for other
/// contents than listed.
[[nodiscard]] std::string fetchText(HttpClient& client, const HubAccess& access, const HubListing& listing,
                                    const HubFile& file);

/// Throws Error(badInput) when the environment asks for no network (HF_HUB_OFFLINE).
void requireOnline(const HubAccess& access);

} // namespace quantlathe
