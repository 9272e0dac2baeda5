// SPDX-License-Identifier: GPL-3.0-or-later
// Status line and headers of an answer: what a server says before it says anything. Hostile like everything that is read.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {

struct TransferHead {
    long status = 0;
    std::string location;
    std::string retryAfter;
    std::string contentRange;
    std::string link;
    std::string errorCode; // the hub's own word: RepoNotFound, GatedRepo …

    /// One line as it comes; a status line begins anew. What is not known is passed over.
    void take(std::string_view line);
};

/// "bytes 100-199/5000"
struct ContentRange {
    std::uint64_t first = 0;
    std::optional<std::uint64_t> total; // nothing: "*"
};
/// Nothing for anything else.
[[nodiscard]] std::optional<ContentRange> parseContentRange(std::string_view text);

/// Seconds, or a date: how long from `now` on, at most a day where seconds are given, and not negative. Nothing for anything
/// else.
[[nodiscard]] std::optional<std::chrono::milliseconds> parseRetryAfter(const std::string& text,
                                                                       std::chrono::system_clock::time_point now);

} // namespace quantlathe
