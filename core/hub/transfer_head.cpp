// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/transfer_head.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <ctime>
#include <curl/curl.h>
#include <utility>

namespace quantlathe {
namespace {

using std::chrono::milliseconds;

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == '\r' || text.back() == '\n' || text.back() == ' ')) {
        text.remove_suffix(1);
    }
    while (!text.empty() && text.front() == ' ') {
        text.remove_prefix(1);
    }
    return text;
}

std::optional<std::uint64_t> leadingNumber(std::string_view& text) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc()) {
        return std::nullopt;
    }
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return number;
}

} // namespace

void TransferHead::take(std::string_view line) {
    if (line.starts_with("HTTP/")) { // the next answer begins
        const std::size_t blank = line.find(' ');
        *this = {};
        if (blank != std::string_view::npos) {
            std::from_chars(line.data() + blank + 1, line.data() + line.size(), status);
        }
        return;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
        return;
    }
    const std::string_view value = trimmed(line.substr(colon + 1));
    const std::pair<std::string_view, std::string*> wanted[] = {// NOLINT(modernize-avoid-c-arrays)
                                                                {"location", &location},
                                                                {"retry-after", &retryAfter},
                                                                {"content-range", &contentRange},
                                                                {"link", &link},
                                                                {"x-error-code", &errorCode}};
    for (const auto& [name, place] : wanted) {
        if (equalsAnyCase(line.substr(0, colon), name)) {
            *place = value;
        }
    }
}

std::optional<ContentRange> parseContentRange(std::string_view text) {
    constexpr std::string_view unit = "bytes ";
    if (!text.starts_with(unit)) {
        return std::nullopt;
    }
    text.remove_prefix(unit.size());
    const auto first = leadingNumber(text);
    if (!first || !text.starts_with('-')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    if (!leadingNumber(text) || !text.starts_with('/')) {
        return std::nullopt;
    }
    text.remove_prefix(1);
    return ContentRange{*first, text == "*" ? std::nullopt : leadingNumber(text)};
}

std::optional<milliseconds> parseRetryAfter(const std::string& text, std::chrono::system_clock::time_point now) {
    std::string_view rest = text;
    if (const auto seconds = leadingNumber(rest); seconds && rest.empty()) {
        constexpr std::uint64_t most = 86'400;
        return milliseconds(1000 * std::min(*seconds, most));
    }
    const std::time_t at = text.empty() ? -1 : curl_getdate(text.c_str(), nullptr);
    const std::time_t from = std::chrono::system_clock::to_time_t(now);
    return at == -1 ? std::nullopt : std::optional(milliseconds(1000 * std::max<std::time_t>(0, at - from)));
}

} // namespace quantlathe
