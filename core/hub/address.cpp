// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/address.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <fmt/format.h>
#include <optional>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::size_t longestName = 96;      // of an organization or a repository, as the hub allows
constexpr std::size_t longestRevision = 250; // of a branch
constexpr std::size_t longestPart = 255;     // that any usual file system has
constexpr std::size_t longestPath = 1024;
constexpr std::size_t longestAddress = 4096;
constexpr std::string_view scheme = "hf:";
constexpr auto webHosts = std::to_array<std::string_view>({"huggingface.co", "www.huggingface.co", "hf.co"});
constexpr auto pageKinds = std::to_array<std::string_view>({"tree", "blob", "resolve", "raw"});

bool isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

class Refusal {
public:
    explicit Refusal(std::string_view text) : text_(escapeForDisplay(text)) {}
    [[nodiscard]] Error operator()(std::string_view why) const {
        return badInput({}, say("{} is no address of a model", text_),
                        say("{}. Expected is hf:ORG/NAME, with @REVISION and a folder or file behind it if need be.", why));
    }

private:
    std::string text_;
};

std::vector<std::string> partsOf(std::string_view text) {
    std::vector<std::string> parts;
    for (;;) {
        const std::size_t end = text.find('/');
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) {
            return parts;
        }
        text.remove_prefix(end + 1);
    }
}

std::string joined(const std::vector<std::string>& parts, std::size_t first) {
    std::string path;
    for (std::size_t i = first; i < parts.size(); ++i) {
        path += (i == first && !parts[i].empty() ? "" : "/") + parts[i]; // an empty part stays seen
    }
    return path;
}

std::optional<int> digitOf(char c) {
    constexpr std::string_view digits = "0123456789abcdef";
    const std::size_t found = digits.find(static_cast<char>(std::tolower(static_cast<unsigned char>(c))));
    return found == std::string_view::npos ? std::nullopt : std::optional(static_cast<int>(found));
}

std::optional<std::string> percentDecoded(std::string_view text) {
    std::string decoded;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            decoded += text[i];
            continue;
        }
        const auto high = i + 2 < text.size() ? digitOf(text[i + 1]) : std::nullopt;
        const auto low = i + 2 < text.size() ? digitOf(text[i + 2]) : std::nullopt;
        if (!high || !low) {
            return std::nullopt;
        }
        decoded += static_cast<char>(*high * 16 + *low);
        i += 2;
    }
    return decoded;
}

bool isName(std::string_view name) {
    return !name.empty() && name.size() <= longestName && isLetterOrDigit(name.front()) && name.find("..") == name.npos &&
           std::ranges::all_of(name, [](char c) { return isLetterOrDigit(c) || c == '.' || c == '_' || c == '-'; });
}

/// What git allows in the name of a branch, without the rare.
bool isRevision(std::string_view revision) {
    return !revision.empty() && revision.size() <= longestRevision && isLetterOrDigit(revision.front()) &&
           revision.back() != '/' && revision.find("..") == revision.npos && revision.find("//") == revision.npos &&
           std::ranges::all_of(revision, [](char c) {
               return isLetterOrDigit(c) || std::string_view("._-+/").find(c) != std::string_view::npos;
           });
}

/// A revision in the parts of an address from `at` on; `at` is behind it afterwards. Of branches with slashes only those that
/// the hub makes itself (refs/pr/7, refs/convert/parquet) can be told from folders.
std::string takeRevision(const std::vector<std::string>& parts, std::size_t& at, const std::string& first) {
    ++at;
    if (first == "refs" && at + 1 < parts.size()) {
        at += 2;
        return first + '/' + parts[at - 2] + '/' + parts[at - 1];
    }
    return first;
}

void check(const HubAddress& address, const Refusal& refusal) {
    for (const std::string& name : {address.organization, address.name}) {
        if (!isName(name)) {
            throw refusal(name.empty() ? say("A name is missing")
                                       : say("“{}” is no name of an organization or a model", escapeForDisplay(name)));
        }
    }
    if (!isRevision(address.revision)) {
        throw refusal(say("“{}” is no revision", escapeForDisplay(address.revision)));
    }
    if (!address.path.empty() && !isSafeHubPath(address.path)) {
        throw refusal(say("“{}” is no path in a repository", escapeForDisplay(address.path)));
    }
}

/// ORG/NAME[@REVISION][/PATH]
HubAddress parseShort(std::string_view text, const Refusal& refusal) {
    const std::vector<std::string> parts = partsOf(text.ends_with('/') ? text.substr(0, text.size() - 1) : text);
    if (parts.size() < 2) {
        throw refusal(say("The organization or the name is missing"));
    }
    HubAddress address{.organization = parts[0], .name = parts[1], .revision = "main", .path = {}};
    std::size_t next = 2;
    if (const std::size_t at = address.name.find('@'); at != std::string::npos) {
        const auto revision = percentDecoded(address.name.substr(at + 1));
        if (!revision) {
            throw refusal(say("“{}” is no revision", escapeForDisplay(address.name.substr(at + 1))));
        }
        next = 1;
        address.revision = takeRevision(parts, next, *revision);
        address.name.resize(at);
    }
    address.path = joined(parts, next);
    return address;
}

/// The page of a model, of a folder or of a file: ORG/NAME[/tree|blob|resolve|raw/REVISION[/PATH]], with escapes.
HubAddress parsePage(std::string_view text, const Refusal& refusal) {
    text = text.substr(0, text.find_first_of("?#"));
    while (text.ends_with('/')) {
        text.remove_suffix(1);
    }
    std::vector<std::string> parts;
    for (const std::string& part : partsOf(text)) {
        auto decoded = percentDecoded(part);
        if (!decoded) {
            throw refusal(say("“{}” has a wrong escape", escapeForDisplay(part)));
        }
        parts.push_back(*std::move(decoded));
    }
    if (parts.front() == "models") {
        parts.erase(parts.begin());
    }
    if (parts.size() < 2) {
        throw refusal(say("The organization or the name is missing"));
    }
    if (parts.front() == "datasets" || parts.front() == "spaces") {
        throw refusal(say("It leads to something else than a model"));
    }
    HubAddress address{.organization = parts[0], .name = parts[1], .revision = "main", .path = {}};
    if (parts.size() > 2) {
        if (std::ranges::find(pageKinds, parts[2]) == pageKinds.end() || parts.size() < 4) {
            throw refusal(say("It leads to a page that lists no files"));
        }
        std::size_t next = 3;
        address.revision = takeRevision(parts, next, parts[3]);
        address.path = joined(parts, next);
    }
    return address;
}

/// Takes "https://host/" off, or "host/" of a known host; false if there is none.
bool takeHost(std::string_view& text, std::string_view endpoint) {
    const auto take = [&](std::string_view prefix) {
        if (!text.starts_with(prefix) || !text.substr(prefix.size()).starts_with('/')) {
            return false;
        }
        text.remove_prefix(prefix.size() + 1);
        return true;
    };
    return (!endpoint.empty() && take(endpoint)) || std::ranges::any_of(webHosts, [&](std::string_view host) {
               return take(host) || take(fmt::format("https://{}", host)) || take(fmt::format("http://{}", host));
           });
}

} // namespace

std::string HubAddress::text() const {
    // A branch with slashes of its own would be taken for a folder.
    const bool isPlain = revision.starts_with("refs/") && std::ranges::count(revision, '/') == 2;
    const std::string behind =
        revision == "main" ? std::string() : '@' + (isPlain ? revision : percentEncoded(revision, false));
    return fmt::format("{}{}{}{}{}", scheme, repository(), behind, path.empty() ? "" : "/", path);
}

bool looksLikeHubAddress(std::string_view text) {
    return text.starts_with(scheme) || text.starts_with("https://") || text.starts_with("http://") ||
           std::ranges::any_of(webHosts, [&](std::string_view host) { return text.starts_with(fmt::format("{}/", host)); });
}

HubAddress parseHubAddress(std::string_view text, std::string_view endpoint) {
    const Refusal refusal(text);
    if (text.size() > longestAddress) {
        throw refusal(say("It is too long"));
    }
    std::string_view rest = text;
    const bool isShort = rest.starts_with(scheme);
    if (isShort) {
        rest.remove_prefix(scheme.size());
    } else if (!takeHost(rest, endpoint)) {
        throw refusal(say("It leads to another place than the hub"));
    }
    HubAddress address = isShort ? parseShort(rest, refusal) : parsePage(rest, refusal);
    check(address, refusal);
    return address;
}

bool isSafeHubPath(std::string_view path) {
    if (path.empty() || path.size() > longestPath || !isValidUtf8(path)) {
        return false;
    }
    const auto isControl = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    if (std::ranges::any_of(path, isControl)) {
        return false;
    }
    return std::ranges::all_of(partsOf(path), [](const std::string& part) {
        return !part.empty() && part != "." && part != ".." && part.size() <= longestPart;
    });
}

std::string percentEncoded(std::string_view text, bool keepsSlashes) {
    std::string encoded;
    for (const char c : text) {
        if (isLetterOrDigit(c) || std::string_view("-._~").find(c) != std::string_view::npos || (keepsSlashes && c == '/')) {
            encoded += c;
        } else {
            encoded += fmt::format("%{:02X}", static_cast<unsigned char>(c));
        }
    }
    return encoded;
}

bool isCommit(std::string_view revision) {
    constexpr std::size_t digits = 40;
    return revision.size() == digits &&
           std::ranges::all_of(revision, [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

} // namespace quantlathe
