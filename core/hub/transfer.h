// SPDX-License-Identifier: GPL-3.0-or-later
// One request over libcurl, without redirects and repetitions: those are decided by HttpClient.
#pragma once

#include "hub/http_client.h"
#include "hub/transfer_head.h"

#include <curl/curl.h>
#include <exception>
#include <optional>

namespace quantlathe {

struct TransferRequest {
    std::string url;
    std::string bearer;                // empty: without
    std::optional<std::uint64_t> from; // asks for the bytes from here …
    std::uint64_t length = 0;          // … so many
};

/// Sees the bytes of an answer as they come; says whether more are wanted. May throw.
using TransferSink = std::function<bool(const TransferHead& head, std::span<const std::byte> bytes)>;

struct TransferResult {
    TransferHead head;
    CURLcode code = CURLE_OK;
    bool hasEnough = false; // the sink wanted no more
    std::string reason;     // libcurl's words for a code that is not CURLE_OK
};

/// Keeps connections. Not thread-safe.
class Transfer {
public:
    Transfer(const HttpLimits& limits, HttpTraffic& traffic, std::function<bool()> shouldStop);
    ~Transfer();
    Transfer(const Transfer&) = delete;
    Transfer& operator=(const Transfer&) = delete;

    /// Throws Error(cancelled) when asked to stop, what the sink throws, and Error(failed) when libcurl cannot work at all.
    [[nodiscard]] TransferResult run(const TransferRequest& request, const TransferSink& sink);
    /// Returns after the time; throws Error(cancelled) when asked to stop before.
    void wait(std::chrono::milliseconds time) const;

private:
    struct Running;
    void prepare(const TransferRequest& request, Running& running);
    void perform(Running& running);

    HttpLimits limits_;
    HttpTraffic& traffic_;
    std::function<bool()> shouldStop_;
    CURLM* multi_ = nullptr;
    CURL* easy_ = nullptr;
};

} // namespace quantlathe
