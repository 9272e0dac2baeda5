// SPDX-License-Identifier: GPL-3.0-or-later
// Zip archives whose entries are stored as they are, laid out before their contents exist: the form of the files that
// torch.save writes. Contents begin at multiples of 64 bytes. Source: APPNOTE.TXT 6.3, sections 4.3 to 4.5. Reading:
// checkpoint/zip_directory.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

struct ZipItem {
    std::string name;
    std::uint64_t bytes = 0;
    std::uint64_t header = 0; // where its header stands
    std::uint64_t offset = 0; // where its contents stand
    std::uint32_t checksum = 0;
};

class StoredZip {
public:
    /// `isWide`: numbers of 64 bits, for archives of 4 GiB and more.
    explicit StoredZip(bool isWide) : isWide_(isWide) {}
    /// Whether an archive of so many bytes must be wide.
    [[nodiscard]] static bool mustBeWide(std::uint64_t bytes);

    /// Behind the last one.
    void add(std::string_view name, std::uint64_t bytes);
    [[nodiscard]] std::span<const ZipItem> items() const { return items_; }
    void setChecksum(std::size_t item, std::uint32_t checksum) { items_[item].checksum = checksum; }
    /// The first byte behind all contents.
    [[nodiscard]] std::uint64_t end() const;

    /// What stands before the contents of an item.
    [[nodiscard]] std::vector<std::byte> header(std::size_t item) const;
    /// What ends the archive when it starts at byte `at`, which is end() or lies behind it.
    [[nodiscard]] std::vector<std::byte> directory(std::uint64_t at) const;
    [[nodiscard]] std::uint64_t directoryBytes() const;

    /// The items whose headers lie in the start of an archive of this class; contents may be cut off. Nothing for other bytes.
    [[nodiscard]] static std::optional<StoredZip> fromHeaders(std::span<const std::byte> start);

private:
    [[nodiscard]] std::uint64_t headerBytes(std::uint64_t at, std::string_view name) const;

    bool isWide_;
    std::vector<ZipItem> items_;
};

} // namespace quantlathe
