// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/connection.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "hub/checksum.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::uint64_t mostTextBytes = 256U << 20U;

} // namespace

HttpClient HubConnection::client() {
    return {access, limits, traffic, [this] { return cancel.isCancelled(); }};
}

void forEachConcurrently(HubConnection& hub, std::size_t count, std::size_t workers,
                         const std::function<void(HttpClient&, std::size_t)>& work) {
    std::atomic<std::size_t> next{0};
    std::atomic<bool> hasFailed{false};
    std::mutex mutex;
    std::exception_ptr first;
    const auto run = [&] {
        try {
            HttpClient client(hub.access, hub.limits, hub.traffic, [&] { return hasFailed || hub.cancel.isCancelled(); });
            for (std::size_t i = next++; i < count && !hasFailed; i = next++) {
                work(client, i);
            }
        } catch (...) {
            const std::scoped_lock lock(mutex);
            if (first == nullptr) { // those after it were only told to stop
                first = std::current_exception();
            }
            hasFailed = true;
        }
    };
    {
        std::vector<std::jthread> threads;
        for (std::size_t i = 1; i < std::min(workers, count); ++i) {
            threads.emplace_back(run);
        }
        run();
    }
    if (first != nullptr) {
        std::rethrow_exception(first);
    }
}

std::string fetchText(HttpClient& client, const HubAccess& access, const HubListing& listing, const HubFile& file) {
    const RemoteFile remote = remoteFile(access, listing, file);
    if (file.bytes > mostTextBytes) {
        throw badInput({}, say("{} is too large", remote.shown), say("At most {} are read.", fileSizeText(mostTextBytes)));
    }
    std::string text;
    FileChecksum checksum(file);
    client.getRange(remote, 0, file.bytes, [&](std::span<const std::byte> bytes) {
        text.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        checksum.add(bytes);
    });
    if (!checksum.fits()) {
        throw otherContents(file);
    }
    return text;
}

void requireOnline(const HubAccess& access) {
    if (access.isOffline) {
        throw badInput({}, say("HF_HUB_OFFLINE forbids to ask the hub"), say("Unset it to use the network."));
    }
}

} // namespace quantlathe
