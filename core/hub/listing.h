// SPDX-License-Identifier: GPL-3.0-or-later
// What files a repository of a hub holds, at one commit (docs/hub.md, "Requests").
#pragma once

#include "hub/address.h"
#include "hub/http_client.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct HubFile {
    std::string path; // from the repository's root; isSafeHubPath()
    std::uint64_t bytes = 0;
    std::string sha256;  // of large files (LFS); empty for others
    std::string gitHash; // of small ones: SHA-1 of "blob <bytes>\0" and the contents
};

struct HubListing {
    HubAddress address;
    std::string commit;
    std::vector<HubFile> files; // in the order of their paths

    [[nodiscard]] const HubFile* find(std::string_view path) const;
};

/// One page of the hub's answer to "tree": an array of files and folders. `shown` is for messages. Throws Error(badInput), also
/// for paths that would lead out of a folder.
[[nodiscard]] std::vector<HubFile> parseTreePage(std::string_view text, const std::string& shown);
/// The commit in the hub's answer about a revision. Throws Error(badInput).
[[nodiscard]] std::string parseRevision(std::string_view text, const std::string& shown);
/// The address with rel="next" in a header Link; nothing on the last page.
[[nodiscard]] std::optional<std::string> nextPage(std::string_view link);

/// The commit that the revision of the address means now: one small request, none when it is a commit already.
[[nodiscard]] std::string commitOf(HttpClient& client, const HubAccess& access, const HubAddress& address);
/// Throws as HttpClient, and Error(badInput) for more files than any model has.
[[nodiscard]] HubListing listFiles(HttpClient& client, const HubAccess& access, const HubAddress& address,
                                   const std::string& commit);
/// Where the file's bytes are.
[[nodiscard]] RemoteFile remoteFile(const HubAccess& access, const HubListing& listing, const HubFile& file);

} // namespace quantlathe
