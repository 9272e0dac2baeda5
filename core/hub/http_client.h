// SPDX-License-Identifier: GPL-3.0-or-later
// Requests to a hub (docs/hub.md, "Requests"): TLS checked, redirects followed by hand so that the token never reaches another
// host, sizes and waits bounded, cut connections continued where they broke, ended within a fraction of a second when asked to.
#pragma once

#include "hub/access.h"

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>

namespace quantlathe {

struct HttpLimits {
    int redirects = 5;
    int attempts = 6;                         // without progress between them
    std::chrono::milliseconds firstWait{500}; // doubled for every further attempt
    std::chrono::milliseconds longestBackOff{20'000};
    std::chrono::milliseconds longestWait{120'000}; // a server that asks for more is not waited for
    std::chrono::milliseconds connectTimeout{20'000};
    std::uint32_t slowestBytesPerSecond = 1000;
    std::chrono::seconds slowestFor{30};       // below the speed for so long counts as a cut connection
    std::uint64_t progressBytes = 256U << 10U; // so many more than at the last break, and attempts count anew
};

/// What went over the network. Counted by all clients of one piece of work.
struct HttpTraffic {
    std::atomic<std::uint64_t> requests{0};
    std::atomic<std::uint64_t> bytes{0}; // bodies and headers received
};

struct HttpAnswer {
    std::string body;
    std::string link; // the header Link, as listings in pages have it
};

/// One file on a server. The length is known from a listing and must be the server's.
struct RemoteFile {
    std::string url;
    std::uint64_t bytes = 0;
    std::string shown; // for messages
};

/// Asks one hub, one request at a time; connections stay open between them. Not thread-safe: one client a thread. Every failure
/// is an Error: badInput for what the user asked for and is not there or not allowed, failed for what the network or the server
/// does wrong, cancelled when `shouldStop` says so. None shows the token, or the query of an address.
class HttpClient {
public:
    HttpClient(const HubAccess& access, const HttpLimits& limits, HttpTraffic& traffic, std::function<bool()> shouldStop);
    ~HttpClient();
    HttpClient(HttpClient&& other) noexcept;
    HttpClient& operator=(HttpClient&& other) noexcept;
    HttpClient(const HttpClient&) = delete;
    HttpClient& operator=(const HttpClient&) = delete;

    /// A whole body of at most `maxBytes`. `shown` names what is asked for.
    [[nodiscard]] HttpAnswer get(const std::string& url, std::uint64_t maxBytes, const std::string& shown);

    using Sink = std::function<void(std::span<const std::byte> bytes)>;
    /// The bytes [offset, offset + length) in order; what `sink` throws ends the request and passes through. A server that
    /// ignores ranges costs the bytes before them.
    void getRange(const RemoteFile& file, std::uint64_t offset, std::uint64_t length, const Sink& sink);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

} // namespace quantlathe
