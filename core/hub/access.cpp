// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/access.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <curl/curl.h>
#include <memory>
#include <optional>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t mostTokenBytes = 4096;

std::string environment(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? std::string() : std::string(value);
}

std::string withoutBlanks(std::string text) {
    const auto isBlank = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; };
    while (!text.empty() && isBlank(text.back())) {
        text.pop_back();
    }
    text.erase(text.begin(), std::ranges::find_if_not(text, isBlank));
    return text;
}

fs::path tokenFile() {
    if (const std::string path = environment("HF_TOKEN_PATH"); !path.empty()) {
        return path;
    }
    if (const std::string home = environment("HF_HOME"); !home.empty()) {
        return fs::path(home) / "token";
    }
    if (const std::string cache = environment("XDG_CACHE_HOME"); !cache.empty()) {
        return fs::path(cache) / "huggingface" / "token";
    }
    const std::string home = environment("HOME");
    return home.empty() ? fs::path() : fs::path(home) / ".cache" / "huggingface" / "token";
}

/// It becomes a line of a request: what is no visible ASCII could begin another one.
Secret checkedToken(std::string text, const fs::path& file, std::string_view source) {
    text = withoutBlanks(std::move(text));
    if (!std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7F; })) {
        throw badInput(file, say("The token for the hub is not valid"),
                       say("{} must hold one line of letters, digits and signs.", source));
    }
    return Secret(std::move(text));
}

Secret tokenFromEnvironment() {
    if (std::string token = environment("HF_TOKEN"); !withoutBlanks(token).empty()) {
        return checkedToken(std::move(token), {}, "HF_TOKEN");
    }
    const fs::path file = tokenFile();
    if (file.empty() || fileKind(file) != FileKind::file) {
        return {};
    }
    const std::string text = withoutBlanks(readTextFile(file, mostTokenBytes));
    return checkedToken(text, file, words("The file"));
}

std::string endpointFromEnvironment() {
    std::string endpoint = withoutBlanks(environment("HF_ENDPOINT"));
    if (endpoint.empty()) {
        return HubAccess().endpoint;
    }
    while (endpoint.ends_with('/')) {
        endpoint.pop_back();
    }
    if (originOf(endpoint).empty() || endpoint.find_first_of("?#") != std::string::npos) {
        throw badInput({}, say("HF_ENDPOINT is no address of a hub"), say("Expected is https:// and a name."));
    }
    return endpoint;
}

bool isTrue(const std::string& value) {
    constexpr auto yes = std::to_array<std::string_view>({"1", "ON", "YES", "TRUE"});
    return std::ranges::any_of(yes, [&](std::string_view word) { return equalsAnyCase(word, value); });
}

struct FreeUrl {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};

std::optional<std::string> part(CURLU* url, CURLUPart what) {
    char* text = nullptr;
    if (curl_url_get(url, what, &text, CURLU_DEFAULT_PORT) != CURLUE_OK) {
        return std::nullopt;
    }
    std::string copy(text);
    curl_free(text);
    return copy;
}

} // namespace

HubAccess hubAccessFromEnvironment() {
    return {.endpoint = endpointFromEnvironment(),
            .token = tokenFromEnvironment(),
            .isOffline = isTrue(environment("HF_HUB_OFFLINE"))};
}

std::string originOf(const std::string& url) {
    const std::unique_ptr<CURLU, FreeUrl> parsed(curl_url());
    if (parsed == nullptr || curl_url_set(parsed.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
        part(parsed.get(), CURLUPART_USER) || part(parsed.get(), CURLUPART_PASSWORD)) {
        return {};
    }
    const auto scheme = part(parsed.get(), CURLUPART_SCHEME);
    auto host = part(parsed.get(), CURLUPART_HOST);
    const auto port = part(parsed.get(), CURLUPART_PORT);
    if (!scheme || !host || !port || host->empty() || (*scheme != "http" && *scheme != "https")) {
        return {};
    }
    std::ranges::transform(*host, host->begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return *scheme + "://" + *host + ":" + *port;
}

bool isPrivateOrigin(std::string_view origin) {
    return origin.starts_with("https://") || origin.starts_with("http://127.0.0.1:") ||
           origin.starts_with("http://localhost:") || origin.starts_with("http://[::1]:");
}

} // namespace quantlathe
