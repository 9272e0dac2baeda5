// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/gguf_writer.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_layout.h"
#include "checkpoint/tensor_size.h"

#include <algorithm>
#include <bit>
#include <fmt/format.h>
#include <type_traits>
#include <unordered_set>

namespace quantlathe {
namespace {

// A file may legally be aligned to 2 GiB, but the padding would be part of the header that is built in memory.
constexpr std::uint32_t maxAlignment = std::uint32_t{1} << 20U;

Error cannotWrite(std::string_view what, std::string_view name, std::string_view why) {
    return badInput({}, say("This cannot be written as GGUF"),
                    fmt::format("{} {}: {}.", translated(what), escapeForDisplay(name), why));
}

/// Appends numbers and strings as GGUF stores them.
class HeaderBytes {
public:
    template <class T>
    requires std::is_arithmetic_v<T>
    void add(T value) {
        if constexpr (std::is_same_v<T, bool>) {
            add(static_cast<std::uint8_t>(value ? 1 : 0));
        } else {
            append(std::as_bytes(std::span(&value, 1)));
        }
    }
    void add(std::string_view text) {
        add(static_cast<std::uint64_t>(text.size()));
        append(std::as_bytes(std::span(text)));
    }
    void add(const std::string& text) { add(std::string_view(text)); }
    void add(const MetadataArray& array) {
        add(gguf::arrayElementType(array.index()));
        std::visit([this](const auto& values) { addElements(values); }, array);
    }
    void append(std::span<const std::byte> bytes) {
        const std::size_t end = bytes_.size();
        bytes_.resize(end + bytes.size());
        std::ranges::copy(bytes, bytes_.begin() + static_cast<std::ptrdiff_t>(end));
    }
    void padTo(std::uint64_t alignment) { bytes_.resize(roundUp(bytes_.size(), alignment)); }
    [[nodiscard]] std::vector<std::byte> take() { return std::move(bytes_); }
    [[nodiscard]] std::uint64_t size() const { return bytes_.size(); }

private:
    template <class T>
    void addElements(const std::vector<T>& values) {
        add(static_cast<std::uint64_t>(values.size()));
        for (const auto& value : values) {
            add(static_cast<const T&>(value));
        }
    }

    std::vector<std::byte> bytes_;
};

std::uint64_t alignmentOf(const Metadata& metadata) {
    const MetadataValue* const value = metadata.find(gguf::alignmentKey);
    if (value == nullptr) {
        return gguf::defaultAlignment;
    }
    const auto* const number = std::get_if<std::uint32_t>(value);
    if (number == nullptr || !std::has_single_bit(*number) || *number > maxAlignment) {
        throw cannotWrite(words("Key"), gguf::alignmentKey,
                          say("it must be a u32 that is a power of two up to {}", maxAlignment));
    }
    return *number;
}

void addPairs(HeaderBytes& header, const Metadata& metadata) {
    for (const MetadataPair& pair : metadata.pairs()) {
        if (pair.key.empty() || pair.key.size() > gguf::maxKeyBytes) {
            throw cannotWrite(words("Key"), pair.key, say("a key has 1 to {} bytes", gguf::maxKeyBytes));
        }
        header.add(pair.key);
        header.add(static_cast<std::uint32_t>(pair.value.index()));
        std::visit([&](const auto& value) { header.add(value); }, pair.value);
    }
}

/// Innermost first, without trailing ones, at least one.
std::vector<std::uint64_t> fileDimensions(const GgufTensor& tensor) {
    std::vector<std::uint64_t> dimensions(tensor.shape.rbegin(), tensor.shape.rend());
    while (dimensions.size() > 1 && dimensions.back() == 1) {
        dimensions.pop_back();
    }
    if (dimensions.empty()) {
        dimensions.push_back(1);
    }
    return dimensions;
}

/// Checks one tensor; its size in bytes.
std::uint64_t checkedSize(const GgufTensor& tensor) {
    const ElementTypeInfo& type = info(tensor.type);
    if (tensor.name.size() > gguf::maxNameBytes) {
        throw cannotWrite(words("Tensor"), tensor.name,
                          say("the name has {} bytes, at most {} are allowed", tensor.name.size(), gguf::maxNameBytes));
    }
    if (tensor.name.find('\0') != std::string::npos) {
        throw cannotWrite(words("Tensor"), tensor.name, say("the name holds a zero byte"));
    }
    if (!type.ggml) {
        throw cannotWrite(words("Tensor"), tensor.name, say("GGUF has no element type {}", type.name));
    }
    if (!rowsFitBlocks(tensor.type, tensor.shape)) {
        throw cannotWrite(words("Tensor"), tensor.name,
                          say("rows of {} weights do not divide into blocks of {} ({})",
                              tensor.shape.empty() ? 1 : tensor.shape.back(), type.weightsPerBlock, type.name));
    }
    const auto bytes = tensorBytes(tensor.type, tensor.shape);
    if (!bytes) {
        throw cannotWrite(words("Tensor"), tensor.name, say("its size does not fit into 63 bits"));
    }
    return *bytes;
}

} // namespace

GgufLayout layOutGguf(const Metadata& metadata, std::span<const GgufTensor> tensors) {
    const std::uint64_t alignment = alignmentOf(metadata);
    HeaderBytes header;
    header.append(gguf::magic);
    header.add(gguf::version);
    header.add(static_cast<std::uint64_t>(tensors.size()));
    header.add(static_cast<std::uint64_t>(metadata.pairs().size()));
    addPairs(header, metadata);

    GgufLayout layout;
    std::unordered_set<std::string_view> names;
    std::uint64_t dataBytes = 0;
    for (const GgufTensor& tensor : tensors) {
        const std::uint64_t size = checkedSize(tensor);
        if (!names.insert(tensor.name).second) {
            throw cannotWrite(words("Tensor"), tensor.name, say("the name stands there twice"));
        }
        const std::vector<std::uint64_t> dimensions = fileDimensions(tensor);
        if (dimensions.size() > gguf::maxDimensions) {
            throw cannotWrite(words("Tensor"), tensor.name,
                              say("it has {} dimensions, at most {} are allowed", dimensions.size(), gguf::maxDimensions));
        }
        header.add(tensor.name);
        header.add(static_cast<std::uint32_t>(dimensions.size()));
        for (const std::uint64_t dimension : dimensions) {
            header.add(dimension);
        }
        header.add(*info(tensor.type).ggml);
        header.add(dataBytes);

        layout.offsets.push_back(dataBytes); // of the data section for now
        layout.sizes.push_back(size);
        const auto padded = checkedRoundUp(size, alignment);
        const auto sum = padded ? checkedAdd(dataBytes, *padded) : std::nullopt;
        if (!sum || *sum > (std::uint64_t{1} << 62U)) {
            throw cannotWrite(words("Tensor"), tensor.name, say("the file would be larger than 2^62 bytes"));
        }
        dataBytes = *sum;
    }
    header.padTo(alignment);
    for (std::uint64_t& offset : layout.offsets) {
        offset += header.size();
    }
    layout.fileBytes = header.size() + dataBytes;
    layout.header = header.take();
    return layout;
}

} // namespace quantlathe
