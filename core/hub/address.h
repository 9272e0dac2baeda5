// SPDX-License-Identifier: GPL-3.0-or-later
// How a user names a model that lies on a hub: hf:ORG/NAME[@REVISION][/SUBFOLDER or file], or the address of its page
// (docs/hub.md).
#pragma once

#include <string>
#include <string_view>

namespace quantlathe {

struct HubAddress {
    std::string organization;
    std::string name;
    std::string revision = "main"; // a branch, a tag or a commit
    std::string path;              // inside the repository, without slashes at its ends; empty: all of it

    /// "ORG/NAME"
    [[nodiscard]] std::string repository() const { return organization + '/' + name; }
    /// "hf:ORG/NAME@REVISION/PATH"; parseHubAddress() gives the same address back.
    [[nodiscard]] std::string text() const;
    friend bool operator==(const HubAddress&, const HubAddress&) = default;
};

/// True for what is meant as an address, right or wrong: it starts with hf:, with http:// or https://, or with the name of the
/// hub. Everything else is a path on this machine.
[[nodiscard]] bool looksLikeHubAddress(std::string_view text);

/// `endpoint`: addresses of pages there are understood beside those of huggingface.co. Throws Error(badInput).
[[nodiscard]] HubAddress parseHubAddress(std::string_view text, std::string_view endpoint);

/// A relative path that stays below the folder it is joined to: no empty, "." or ".." part, no control character, valid UTF-8,
/// of a length that file systems have.
[[nodiscard]] bool isSafeHubPath(std::string_view path);

/// Escaped for a URL; a slash stays only with `keepsSlashes`.
[[nodiscard]] std::string percentEncoded(std::string_view text, bool keepsSlashes);

/// Is this the whole name of a commit, which always means the same files?
[[nodiscard]] bool isCommit(std::string_view revision);

} // namespace quantlathe
