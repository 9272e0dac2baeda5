// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/stored_zip.h"

#include "base/checked.h"
#include "base/zip_format.h"

#include <algorithm>
#include <concepts>
#include <cstring>

namespace quantlathe {
namespace {

using namespace zip;

constexpr std::uint64_t fieldBytes = 4; // of the head of an extra field

constexpr std::uint16_t paddingFieldId = 0x4246; // "FB": torch.save's
constexpr std::uint16_t manyEntries = 0xFFFF;
constexpr std::uint16_t narrowVersion = 20;
constexpr std::uint16_t wideVersion = 45;
constexpr std::uint16_t namesAreUtf8 = 0x0800;
constexpr std::uint16_t firstDay = 0x0021; // 1 January 1980, so that the bytes do not depend on the day
constexpr std::uint64_t alignment = 64;
constexpr std::size_t mostItems = 1000;        // that are looked for
constexpr std::uint64_t headerBytesMost = 256; // without the name

/// Numbers one after the other, little-endian.
class Bytes {
public:
    explicit Bytes(std::uint64_t room) { bytes_.reserve(static_cast<std::size_t>(room)); }
    template <std::integral Number>
    Bytes& add(Number number) {
        const auto raw = std::as_bytes(std::span(&number, 1));
        bytes_.insert(bytes_.end(), raw.begin(), raw.end());
        return *this;
    }
    Bytes& add(std::string_view text) {
        const auto raw = std::as_bytes(std::span(text));
        bytes_.insert(bytes_.end(), raw.begin(), raw.end());
        return *this;
    }
    Bytes& addZeros(std::uint64_t count) {
        bytes_.resize(bytes_.size() + static_cast<std::size_t>(count));
        return *this;
    }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }

private:
    std::vector<std::byte> bytes_;
};

template <class Number>
Number numberAt(std::span<const std::byte> bytes, std::uint64_t offset) {
    Number number = 0;
    std::memcpy(&number, bytes.data() + offset, sizeof number);
    return number;
}

std::uint32_t narrow(std::uint64_t number) {
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(number, inWideField));
}

} // namespace

bool StoredZip::mustBeWide(std::uint64_t bytes) {
    return bytes >= inWideField;
}

std::uint64_t StoredZip::headerBytes(std::uint64_t at, std::string_view name) const {
    constexpr std::uint64_t wideField = fieldBytes + 2 * sizeof(std::uint64_t);
    const std::uint64_t least = localBytes + name.size() + (isWide_ ? wideField : 0) + fieldBytes;
    return roundUp(at + least, alignment) - at;
}

void StoredZip::add(std::string_view name, std::uint64_t bytes) {
    const std::uint64_t at = end();
    items_.push_back({.name = std::string(name), .bytes = bytes, .header = at, .offset = at + headerBytes(at, name)});
}

std::uint64_t StoredZip::end() const {
    return items_.empty() ? 0 : items_.back().offset + items_.back().bytes;
}

std::vector<std::byte> StoredZip::header(std::size_t index) const {
    const ZipItem& item = items_[index];
    const std::uint64_t extra = item.offset - item.header - localBytes - item.name.size();
    const std::uint64_t wideField = isWide_ ? fieldBytes + 2 * sizeof(std::uint64_t) : 0;
    const std::uint32_t size = isWide_ ? inWideField : narrow(item.bytes);
    Bytes bytes(item.offset - item.header);
    bytes.add(localSignature).add(isWide_ ? wideVersion : narrowVersion).add(namesAreUtf8).add(std::uint16_t{0});
    bytes.add(std::uint16_t{0}).add(firstDay).add(item.checksum).add(size).add(size);
    bytes.add(static_cast<std::uint16_t>(item.name.size())).add(static_cast<std::uint16_t>(extra)).add(item.name);
    if (isWide_) {
        bytes.add(wideFieldId).add(static_cast<std::uint16_t>(wideField - fieldBytes)).add(item.bytes).add(item.bytes);
    }
    const std::uint64_t padding = extra - wideField - fieldBytes;
    return bytes.add(paddingFieldId).add(static_cast<std::uint16_t>(padding)).addZeros(padding).take();
}

std::uint64_t StoredZip::directoryBytes() const {
    std::uint64_t bytes = endBytes + (isWide_ ? wideEndBytes + wideLocatorBytes : 0);
    for (const ZipItem& item : items_) {
        bytes += centralBytes + item.name.size() + (isWide_ ? fieldBytes + 3 * sizeof(std::uint64_t) : 0);
    }
    return bytes;
}

std::vector<std::byte> StoredZip::directory(std::uint64_t at) const {
    const std::uint16_t version = isWide_ ? wideVersion : narrowVersion;
    const std::uint64_t length = directoryBytes() - endBytes - (isWide_ ? wideEndBytes + wideLocatorBytes : 0);
    Bytes bytes(directoryBytes());
    for (const ZipItem& item : items_) {
        const std::uint32_t size = isWide_ ? inWideField : narrow(item.bytes);
        const std::uint64_t extra = isWide_ ? fieldBytes + 3 * sizeof(std::uint64_t) : 0;
        bytes.add(centralSignature).add(version).add(version).add(namesAreUtf8).add(std::uint16_t{0});
        bytes.add(std::uint16_t{0}).add(firstDay).add(item.checksum).add(size).add(size);
        bytes.add(static_cast<std::uint16_t>(item.name.size())).add(static_cast<std::uint16_t>(extra));
        bytes.addZeros(10); // comment, disk, attributes
        bytes.add(isWide_ ? inWideField : narrow(item.header)).add(item.name);
        if (isWide_) {
            bytes.add(wideFieldId).add(static_cast<std::uint16_t>(extra - fieldBytes));
            bytes.add(item.bytes).add(item.bytes).add(item.header);
        }
    }
    const std::uint64_t count = items_.size();
    if (isWide_) {
        bytes.add(wideEndSignature).add(wideEndBytes - 12).add(version).add(version).addZeros(8);
        bytes.add(count).add(count).add(length).add(at);
        bytes.add(wideLocatorSignature).addZeros(4).add(at + length).add(std::uint32_t{1});
    }
    const auto narrowCount = static_cast<std::uint16_t>(std::min<std::uint64_t>(count, manyEntries));
    bytes.add(endSignature).addZeros(4).add(narrowCount).add(narrowCount);
    bytes.add(narrow(length)).add(isWide_ ? inWideField : narrow(at)).addZeros(2);
    return bytes.take();
}

std::optional<StoredZip> StoredZip::fromHeaders(std::span<const std::byte> start) {
    const auto holds = [&](std::uint64_t at, std::uint64_t count) { return at <= start.size() && count <= start.size() - at; };
    if (!holds(0, localBytes)) {
        return std::nullopt;
    }
    constexpr std::uint64_t sizeAt = 22;
    constexpr std::uint64_t nameLengthAt = 26;
    StoredZip zip(numberAt<std::uint32_t>(start, sizeAt) == inWideField);
    for (std::uint64_t at = 0;
         holds(at, localBytes) && numberAt<std::uint32_t>(start, at) == localSignature && zip.items_.size() < mostItems;
         at = zip.end()) {
        const std::uint64_t nameBytes = numberAt<std::uint16_t>(start, at + nameLengthAt);
        const std::uint64_t wideSizeAt = at + localBytes + nameBytes + fieldBytes;
        if (!holds(at + localBytes, nameBytes) || (zip.isWide_ && !holds(wideSizeAt, sizeof(std::uint64_t)))) {
            return std::nullopt;
        }
        const std::string_view name(reinterpret_cast<const char*>(start.data() + at + localBytes), nameBytes);
        const std::uint64_t bytes =
            zip.isWide_ ? numberAt<std::uint64_t>(start, wideSizeAt) : numberAt<std::uint32_t>(start, at + sizeAt);
        if (!checkedAdd(at + headerBytesMost + nameBytes, bytes)) {
            return std::nullopt;
        }
        zip.add(name, bytes);
    }
    return zip.items_.empty() ? std::nullopt : std::optional(std::move(zip));
}

} // namespace quantlathe
