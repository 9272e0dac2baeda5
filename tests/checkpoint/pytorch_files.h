// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch files as torch.save writes them, and others in which every field can be wrong.
#pragma once

#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe::test {

template <typename Number>
std::string numberBytes(Number value) {
    std::string bytes(sizeof value, '\0');
    std::memcpy(bytes.data(), &value, sizeof value);
    return bytes;
}

/// Opcodes of pickle protocol 2, one after the other.
class PickleText {
public:
    PickleText() : text_("\x80\x02") {}
    PickleText& raw(std::string_view bytes) {
        text_ += bytes;
        return *this;
    }
    PickleText& text(std::string_view value) {
        text_ += 'X';
        text_ += numberBytes(static_cast<std::uint32_t>(value.size()));
        text_ += value;
        return *this;
    }
    PickleText& integer(std::int64_t value) {
        text_ += "\x8A\x08";
        text_ += numberBytes(value);
        return *this;
    }
    PickleText& tuple(const std::vector<std::int64_t>& values) {
        text_ += '(';
        for (const std::int64_t value : values) {
            integer(value);
        }
        text_ += 't';
        return *this;
    }
    PickleText& global(std::string_view module, std::string_view name) {
        text_ += 'c';
        text_ += module;
        text_ += '\n';
        text_ += name;
        text_ += '\n';
        return *this;
    }
    PickleText& orderedDict() { return global("collections", "OrderedDict").raw(")R"); }
    PickleText& storage(std::string_view type, std::string_view key, std::int64_t elements) {
        raw("(").text("storage").global("torch", type).text(key).text("cpu").integer(elements);
        return raw("tQ");
    }
    /// What torch._utils._rebuild_tensor_v2 is called with.
    PickleText& tensor(std::string_view type, std::string_view key, std::int64_t storageElements, std::int64_t offset,
                       const std::vector<std::int64_t>& shape, const std::vector<std::int64_t>& strides) {
        global("torch._utils", "_rebuild_tensor_v2").raw("(").storage(type, key, storageElements);
        integer(offset).tuple(shape).tuple(strides).raw("\x89");
        return orderedDict().raw("tR");
    }
    [[nodiscard]] std::string done() const { return text_ + '.'; }

private:
    std::string text_;
};

struct ZipMember {
    std::string name;
    std::string contents;
    std::uint16_t method = 0;
    std::uint16_t flags = 0;
    std::optional<std::uint32_t> localOffset; // instead of the true one
};

/// A zip archive; with `isWide` all sizes and offsets stand in 64-bit fields.
inline std::string zipArchive(const std::vector<ZipMember>& members, bool isWide = false) {
    std::string file;
    std::string directory;
    const auto u16 = [](auto value) { return numberBytes(static_cast<std::uint16_t>(value)); };
    const auto u32 = [](auto value) { return numberBytes(static_cast<std::uint32_t>(value)); };
    const auto u64 = [](auto value) { return numberBytes(static_cast<std::uint64_t>(value)); };
    for (const ZipMember& member : members) {
        const std::uint64_t size = member.contents.size();
        const std::uint64_t offset = member.localOffset.value_or(static_cast<std::uint32_t>(file.size()));
        const std::string sizes = isWide ? u32(0xFFFFFFFFU) + u32(0xFFFFFFFFU) : u32(size) + u32(size);
        const std::string extra = isWide ? u16(1) + u16(24) + u64(size) + u64(size) + u64(offset) : std::string();
        const std::string padding(static_cast<std::size_t>(60 - file.size() % 60), '\x5A'); // storages start anywhere
        file += u32(0x04034B50U) + u16(0) + u16(member.flags) + u16(member.method) + u32(0) + u32(0) + sizes +
                u16(member.name.size()) + u16(padding.size()) + member.name + padding + member.contents;
        directory += u32(0x02014B50U) + u16(0) + u16(0) + u16(member.flags) + u16(member.method) + u32(0) + u32(0) + sizes +
                     u16(member.name.size()) + u16(extra.size()) + u16(0) + u16(0) + u16(0) + u32(0) +
                     u32(isWide ? 0xFFFFFFFFU : offset) + member.name + extra;
    }
    const std::uint64_t start = file.size();
    file += directory;
    if (isWide) {
        const std::uint64_t end = file.size();
        file += u32(0x06064B50U) + u64(44) + u16(0) + u16(0) + u32(0) + u32(0) + u64(members.size()) + u64(members.size()) +
                u64(directory.size()) + u64(start);
        file += u32(0x07064B50U) + u32(0) + u64(end) + u32(1);
    }
    file += u32(0x06054B50U) + u16(0) + u16(0) + u16(isWide ? 0xFFFF : members.size()) + u16(isWide ? 0xFFFF : members.size()) +
            u32(isWide ? 0xFFFFFFFFU : directory.size()) + u32(isWide ? 0xFFFFFFFFU : start) + u16(0);
    return file;
}

} // namespace quantlathe::test
