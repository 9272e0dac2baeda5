// SPDX-License-Identifier: GPL-3.0-or-later
// Are a file's bytes those that the hub lists?
#pragma once

#include "base/digest.h"
#include "base/error.h"
#include "hub/listing.h"

#include <optional>

namespace quantlathe {

/// SHA-256 of a large file, git's hash of a small one; a listing that has neither is taken at the word of the connection.
class FileChecksum {
public:
    explicit FileChecksum(const HubFile& file);
    void add(std::span<const std::byte> bytes);
    /// When all bytes were added, once.
    [[nodiscard]] bool fits();

private:
    std::optional<Digest> digest_;
    std::string expected_;
};

[[nodiscard]] Error otherContents(const HubFile& file);

} // namespace quantlathe
