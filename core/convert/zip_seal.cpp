// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/zip_seal.h"

#include "base/crc32.h"
#include "base/stored_zip.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::uint64_t stepBytes = 1U << 20U;

std::uint32_t checksumOf(const OutputFile& file, const ZipItem& item) {
    std::vector<std::byte> bytes;
    std::uint32_t checksum = 0;
    for (std::uint64_t at = 0; at < item.bytes; at += stepBytes) {
        bytes.resize(static_cast<std::size_t>(std::min(stepBytes, item.bytes - at)));
        file.readAt(item.offset + at, bytes);
        checksum = crc32(bytes, checksum);
    }
    return checksum;
}

} // namespace

bool isOpenArchive(std::span<const std::byte> header, std::uint64_t fileBytes) {
    const auto zip = StoredZip::fromHeaders(header);
    return zip && header.size() < fileBytes && zip->end() + zip->directoryBytes() == fileBytes;
}

void sealArchive(OutputFile& file, std::span<const std::byte> header, std::uint64_t fileBytes) {
    std::optional<StoredZip> zip = StoredZip::fromHeaders(header);
    for (std::size_t i = 0; i < zip->items().size(); ++i) {
        zip->setChecksum(i, checksumOf(file, zip->items()[i]));
        file.writeAt(zip->items()[i].header, zip->header(i));
    }
    const std::uint64_t at = fileBytes - zip->directoryBytes();
    file.writeAt(at, zip->directory(at));
}

} // namespace quantlathe
