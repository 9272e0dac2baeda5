// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/checksum.h"

#include "base/text.h"
#include "base/words.h"

#include <fmt/format.h>

namespace quantlathe {

FileChecksum::FileChecksum(const HubFile& file) : expected_(file.sha256.empty() ? file.gitHash : file.sha256) {
    if (expected_.empty()) {
        return;
    }
    digest_.emplace(file.sha256.empty() ? Digest::Kind::sha1 : Digest::Kind::sha256);
    if (file.sha256.empty()) {
        std::string start = fmt::format("blob {}", file.bytes);
        start.push_back('\0');
        digest_->add(start);
    }
}

void FileChecksum::add(std::span<const std::byte> bytes) {
    if (digest_) {
        digest_->add(bytes);
    }
}

bool FileChecksum::fits() {
    return !digest_ || digest_->hex() == expected_;
}

Error otherContents(const HubFile& file) {
    return {ErrorKind::failed, say("{} arrived damaged", escapeForDisplay(file.path)),
            say("Its checksum is another one than the hub lists. Try again.")};
}

} // namespace quantlathe
