// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/gguf_header.h"

#include "base/checked.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/gguf_layout.h"
#include "checkpoint/gguf_reader.h"
#include "checkpoint/tensor_size.h"

#include <algorithm>
#include <bit>
#include <cctype>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <unordered_set>
#include <utility>

namespace quantlathe {
namespace {

// What any model needs many times over; what they bound is the memory that a small file can ask for.
constexpr std::uint64_t maxKeys = std::uint64_t{1} << 16U;
constexpr std::uint64_t maxGgufTensors = std::uint64_t{1} << 18U;
constexpr std::uint64_t maxStrings = std::uint64_t{1}
                                     << 22U; // in all arrays; the largest vocabularies have 2^18, their merges 2^19
// The fewest bytes that a key/value pair (key of one byte, value of one) and a tensor info (no name, no dimensions) take.
constexpr std::uint64_t minPairBytes = 8 + 1 + 4 + 1;
constexpr std::uint64_t minTensorInfoBytes = 8 + 4 + 4 + 8;

struct RemovedType {
    std::uint32_t number;
    std::string_view name;
};
constexpr std::array removedTypes{
    RemovedType{4, "Q4_2"},      RemovedType{5, "Q4_3"},        RemovedType{31, "Q4_0_4_4"},   RemovedType{32, "Q4_0_4_8"},
    RemovedType{33, "Q4_0_8_8"}, RemovedType{36, "IQ4_NL_4_4"}, RemovedType{37, "IQ4_NL_4_8"}, RemovedType{38, "IQ4_NL_8_8"},
};

/// Reads the header from front to back, never beyond its bytes, and knows what it is reading for the messages.
class Cursor {
public:
    explicit Cursor(const HeaderSource& source)
        : source_(source), bytes_(source.bytes.first(std::min<std::uint64_t>(source.bytes.size(), maxGgufHeaderBytes))) {}

    [[nodiscard]] std::uint64_t position() const { return position_; }
    [[nodiscard]] std::uint64_t remaining() const { return bytes_.size() - position_; }

    /// From here on errors speak of "<part> number <index + 1>", and of its name as soon as it is known.
    void enter(std::string_view part, std::uint64_t index) {
        part_ = part;
        index_ = index;
        name_.clear();
    }
    void setName(const std::string& name) { name_ = escapeForDisplay(name); }
    void enter(std::string_view part) { enter(part, std::numeric_limits<std::uint64_t>::max()); }

    [[nodiscard]] std::string place() const {
        if (!name_.empty()) {
            return fmt::format("{} {}", translated(part_), name_);
        }
        return index_ == std::numeric_limits<std::uint64_t>::max() ? translated(part_)
                                                                   : say("{} number {}", translated(part_), index_ + 1);
    }

    /// Always "<place> at byte N: <why>", N being where the wrong field starts.
    [[nodiscard]] Error wrong(std::uint64_t at, std::string_view why) const {
        std::string start = place();
        start.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(start.front())));
        return badInput(source_.file, say("This is no valid GGUF file"),
                        say("{} at byte {}: {}.", start, groupedDigits(at), why));
    }

    template <class T>
    T read() {
        if constexpr (std::is_same_v<T, std::string>) {
            return readString();
        } else if constexpr (std::is_same_v<T, bool>) {
            return read<std::uint8_t>() != 0;
        } else {
            T value{};
            const std::span<const std::byte> raw = take(sizeof(T));
            std::memcpy(&value, raw.data(), sizeof(T));
            return value;
        }
    }

    /// The next `length` bytes; what the length says is compared with what is there before anything else happens.
    std::span<const std::byte> take(std::uint64_t length) {
        if (length > remaining()) {
            failTooShort(length);
        }
        const auto taken = bytes_.subspan(position_, length);
        position_ += length;
        return taken;
    }

    /// Has the file more bytes than there are here?
    [[nodiscard]] bool isOnlyAStart() const { return source_.bytes.size() < source_.fileBytes; }

    /// Strings that arrays may still have.
    [[nodiscard]] std::uint64_t stringsLeft() const { return stringsLeft_; }
    void takeStrings(std::uint64_t count) { stringsLeft_ -= count; }

    [[noreturn]] void failTooShort(std::uint64_t needed) const {
        if (bytes_.size() < source_.bytes.size()) {
            throw wrong(position_, say("the header is longer than {} bytes, more is not read", groupedDigits(bytes_.size())));
        }
        throw HeaderCutShort(cutShort(source_, needed - remaining(), place()));
    }

private:
    std::string readString() {
        const std::uint64_t at = position_;
        const auto length = read<std::uint64_t>();
        if (length > maxGgufHeaderBytes) {
            throw wrong(at, say("a string of {} bytes is too long, the limit is {}", groupedDigits(length),
                                groupedDigits(maxGgufHeaderBytes)));
        }
        const auto raw = take(length);
        return {reinterpret_cast<const char*>(raw.data()), raw.size()};
    }

    const HeaderSource& source_;
    std::span<const std::byte> bytes_;
    std::uint64_t position_ = 0;
    std::uint64_t stringsLeft_ = maxStrings;
    std::string_view part_ = words("the file header");
    std::uint64_t index_ = std::numeric_limits<std::uint64_t>::max();
    std::string name_;
};

template <class T>
std::vector<T> readElements(Cursor& cursor) {
    const std::uint64_t at = cursor.position();
    const auto count = cursor.read<std::uint64_t>();
    constexpr std::uint64_t elementBytes = std::is_same_v<T, std::string> ? sizeof(std::uint64_t) : sizeof(T);
    const std::uint64_t limit = std::is_same_v<T, std::string> ? cursor.stringsLeft() : maxGgufHeaderBytes;
    if (count > limit) {
        throw cursor.wrong(
            at, say("an array of {} elements is too long, the limit is {}", groupedDigits(count), groupedDigits(limit)));
    }
    if constexpr (std::is_same_v<T, std::string>) {
        cursor.takeStrings(count);
    }
    if (count * elementBytes > cursor.remaining()) {
        cursor.failTooShort(count * elementBytes);
    }
    std::vector<T> values;
    if constexpr (std::is_same_v<T, std::string> || std::is_same_v<T, bool>) {
        values.reserve(count);
        for (std::uint64_t i = 0; i < count; ++i) {
            values.push_back(cursor.read<T>());
        }
    } else {
        values.resize(count);
        const auto raw = cursor.take(count * elementBytes);
        if (!raw.empty()) {
            std::memcpy(values.data(), raw.data(), raw.size());
        }
    }
    return values;
}

MetadataArray readArray(Cursor& cursor) {
    const std::uint64_t at = cursor.position();
    const auto type = cursor.read<std::uint32_t>();
    if (type >= gguf::typeNames.size() || type == gguf::arrayType) {
        throw cursor.wrong(at, say("the array's elements have type {}, expected 0 to 12 without 9", type));
    }
    using Reader = MetadataArray (*)(Cursor&);
    static constexpr auto readers = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<Reader, sizeof...(I)>{[](Cursor& from) {
            using Elements = std::variant_alternative_t<I, MetadataArray>;
            return MetadataArray(readElements<typename Elements::value_type>(from));
        }...};
    }
    (std::make_index_sequence<std::variant_size_v<MetadataArray>>());
    return readers[type < gguf::arrayType ? type : type - 1](cursor);
}

MetadataValue readValue(Cursor& cursor) {
    const std::uint64_t at = cursor.position();
    const auto type = cursor.read<std::uint32_t>();
    if (type >= gguf::typeNames.size()) {
        throw cursor.wrong(at, say("the value has type {}, expected 0 to 12", type));
    }
    using Reader = MetadataValue (*)(Cursor&);
    static constexpr auto readers = []<std::size_t... I>(std::index_sequence<I...>) {
        return std::array<Reader, sizeof...(I)>{[](Cursor& from) {
            using Value = std::variant_alternative_t<I, MetadataValue>;
            if constexpr (std::is_same_v<Value, MetadataArray>) {
                return MetadataValue(std::in_place_index<I>, readArray(from));
            } else {
                return MetadataValue(std::in_place_index<I>, from.read<Value>());
            }
        }...};
    }
    (std::make_index_sequence<std::variant_size_v<MetadataValue>>());
    return readers[type](cursor);
}

std::uint32_t readVersion(Cursor& cursor, const HeaderSource& source) {
    const std::span<const std::byte> start = cursor.take(gguf::magic.size());
    if (!std::equal(start.begin(), start.end(), gguf::magic.begin())) {
        throw cursor.wrong(0, say("the first four bytes are not GGUF"));
    }
    const auto version = cursor.read<std::uint32_t>();
    if (version != 0 && (version & 0xFFFFU) == 0) {
        throw badInput(source.file, say("Big-endian GGUF files are not supported"),
                       say("The version at byte 4 reads {:#x} in little-endian order. Convert the file on a "
                           "little-endian machine.",
                           version));
    }
    if (version == 1) {
        throw badInput(source.file, say("GGUF version 1 is not supported"),
                       say("The version at byte 4 is 1, expected 2 or 3. Convert the model again with a current tool."));
    }
    if (version != 2 && version != gguf::version) {
        throw cursor.wrong(4, say("the version is {}, expected 2 or 3", version));
    }
    return version;
}

std::uint64_t readCount(Cursor& cursor, std::string_view what, std::uint64_t limit) {
    const std::uint64_t at = cursor.position();
    const auto count = cursor.read<std::uint64_t>();
    if (count > limit) {
        throw cursor.wrong(
            at, say("{} {} are too many, the limit is {}", groupedDigits(count), translated(what), groupedDigits(limit)));
    }
    return count;
}

void checkFits(const Cursor& cursor, std::uint64_t at, std::uint64_t count, std::string_view what, std::uint64_t minBytes) {
    if (count > cursor.remaining() / minBytes) {
        if (cursor.isOnlyAStart()) {
            cursor.failTooShort(count * minBytes);
        }
        throw cursor.wrong(at, say("{} {} cannot fit into the {} bytes that follow", groupedDigits(count), translated(what),
                                   groupedDigits(cursor.remaining())));
    }
}

Metadata readPairs(Cursor& cursor, std::uint64_t count) {
    Metadata metadata;
    for (std::uint64_t i = 0; i < count; ++i) {
        cursor.enter(words("key"), i);
        const std::uint64_t at = cursor.position();
        auto key = cursor.read<std::string>();
        if (key.empty() || key.size() > gguf::maxKeyBytes) {
            throw cursor.wrong(at, say("it has {} bytes, expected 1 to {}", key.size(), gguf::maxKeyBytes));
        }
        cursor.setName(key);
        if (metadata.contains(key)) {
            throw cursor.wrong(at, say("the key stands there twice"));
        }
        MetadataValue value = readValue(cursor);
        if (key == gguf::alignmentKey) {
            const auto* const alignment = std::get_if<std::uint32_t>(&value);
            if (alignment == nullptr || !std::has_single_bit(*alignment)) {
                throw cursor.wrong(at, say("it must be a u32 that is a power of two"));
            }
        }
        metadata.insert(std::move(key), std::move(value));
    }
    return metadata;
}

/// Dimensions as the file has them, innermost first.
std::vector<std::uint64_t> readDimensions(Cursor& cursor) {
    const std::uint64_t at = cursor.position();
    const auto count = cursor.read<std::uint32_t>();
    if (count > gguf::maxDimensions) {
        throw cursor.wrong(at, say("it has {} dimensions, expected at most {}", count, gguf::maxDimensions));
    }
    std::vector<std::uint64_t> dimensions(count);
    for (std::uint64_t& dimension : dimensions) {
        const std::uint64_t dimensionAt = cursor.position();
        dimension = cursor.read<std::uint64_t>();
        if (!std::in_range<std::int64_t>(dimension)) {
            throw cursor.wrong(dimensionAt, say("the dimension {} does not fit into 63 bits", dimension));
        }
    }
    return dimensions;
}

ElementType readElementType(Cursor& cursor, std::string_view tensorName) {
    const std::uint64_t at = cursor.position();
    const auto number = cursor.read<std::uint32_t>();
    if (const auto type = elementTypeFromGgml(number)) {
        return *type;
    }
    const auto* const removed = std::find_if(removedTypes.begin(), removedTypes.end(),
                                             [number](const RemovedType& type) { return type.number == number; });
    constexpr std::uint32_t ollamaMxfp4 = 4;
    if (number == ollamaMxfp4 &&
        tensorName.find("_exps.") != std::string_view::npos) { // no file of that age has stacked experts
        throw cursor.wrong(at, say("this is Ollama's own form of MXFP4 (element type number {}), which no other program reads. "
                                   "Convert the model's original folder, or take a GGUF file made by llama.cpp",
                                   number));
    }
    if (removed != removedTypes.end()) {
        throw cursor.wrong(at, say("the element type {} (number {}) was removed from the format. Convert the model again "
                                   "with a current tool",
                                   removed->name, number));
    }
    throw cursor.wrong(at, say("the element type number {} is not known", number));
}

TensorInfo readTensorInfo(Cursor& cursor) {
    const std::uint64_t at = cursor.position();
    TensorInfo tensor;
    tensor.name = cursor.read<std::string>();
    cursor.setName(tensor.name);
    if (tensor.name.size() > gguf::maxNameBytes) {
        throw cursor.wrong(
            at, say("the name has {} bytes, expected at most {}", groupedDigits(tensor.name.size()), gguf::maxNameBytes));
    }
    const std::uint64_t shapeAt = cursor.position();
    const std::vector<std::uint64_t> dimensions = readDimensions(cursor);
    tensor.shape.assign(dimensions.rbegin(), dimensions.rend());
    tensor.type = readElementType(cursor, tensor.name);
    const ElementTypeInfo& type = info(tensor.type);
    if (!rowsFitBlocks(tensor.type, tensor.shape)) {
        throw cursor.wrong(shapeAt, say("rows of {} weights do not divide into blocks of {} ({})",
                                        groupedDigits(tensor.columns()), type.weightsPerBlock, type.name));
    }
    const auto bytes = tensorBytes(tensor.type, tensor.shape);
    if (!bytes) {
        throw cursor.wrong(shapeAt, say("the product of the dimensions does not fit into 63 bits"));
    }
    tensor.bytes = *bytes;
    tensor.offset = cursor.read<std::uint64_t>();
    return tensor;
}

/// Offsets are from the start of the data section as yet.
std::vector<TensorInfo> readTensorInfos(Cursor& cursor, std::uint64_t count, std::uint64_t alignment) {
    std::vector<TensorInfo> tensors;
    std::unordered_set<std::string> names;
    tensors.reserve(count);
    names.reserve(count);
    std::uint64_t expectedOffset = 0;
    for (std::uint64_t i = 0; i < count; ++i) {
        cursor.enter(words("tensor"), i);
        const std::uint64_t at = cursor.position();
        TensorInfo tensor = readTensorInfo(cursor);
        // Other readers end a name at a zero byte, so names that differ only behind one are the same to them.
        if (!names.emplace(tensor.name.c_str()).second) {
            throw cursor.wrong(at, say("the name stands there twice"));
        }
        if (tensor.offset != expectedOffset) {
            throw cursor.wrong(cursor.position() - sizeof(std::uint64_t),
                               say("its data starts at {} of the data section, expected {}: right behind the tensor before, "
                                   "aligned to {}",
                                   groupedDigits(tensor.offset), groupedDigits(expectedOffset), alignment));
        }
        const auto padded = checkedRoundUp(tensor.bytes, alignment);
        const auto next = padded ? checkedAdd(expectedOffset, *padded) : std::nullopt;
        if (!next || !std::in_range<std::int64_t>(*next)) {
            throw cursor.wrong(at, say("all tensors together do not fit into 63 bits"));
        }
        expectedOffset = *next;
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

/// Makes offsets count from the start of the file and checks that every tensor ends inside it.
void placeTensors(GgufHeader& header, const HeaderSource& source, std::uint64_t headerEnd) {
    // A file without tensors has no data section and need not be padded.
    const auto start = header.tensors.empty() ? std::optional(headerEnd) : checkedRoundUp(headerEnd, header.alignment);
    if (!start || *start > source.fileBytes) {
        throw cutShort(source, start.value_or(source.fileBytes) - source.fileBytes, say("the padding in front of the data"));
    }
    header.dataOffset = *start;
    const TensorInfo* firstOutside = nullptr;
    std::uint64_t end = *start;
    for (TensorInfo& tensor : header.tensors) {
        tensor.offset += *start; // both are below 2^63
        end = tensor.offset + tensor.bytes;
        if (firstOutside == nullptr && end > source.fileBytes) {
            firstOutside = &tensor;
        }
    }
    if (firstOutside != nullptr) {
        throw cutShort(source, end - source.fileBytes,
                       say("tensor {} (bytes {} to {})", escapeForDisplay(firstOutside->name),
                           groupedDigits(firstOutside->offset), groupedDigits(firstOutside->offset + firstOutside->bytes)));
    }
}

} // namespace

bool looksLikeGguf(std::span<const std::byte> firstBytes) {
    return firstBytes.size() >= gguf::magic.size() && std::equal(gguf::magic.begin(), gguf::magic.end(), firstBytes.begin());
}

GgufHeader parseGgufHeader(const HeaderSource& source) {
    Cursor cursor(source);
    GgufHeader header;
    header.version = readVersion(cursor, source);
    const std::uint64_t tensorCountAt = cursor.position();
    const std::uint64_t tensorCount = readCount(cursor, words("tensors"), maxGgufTensors);
    const std::uint64_t keyCountAt = cursor.position();
    const std::uint64_t keyCount = readCount(cursor, words("keys"), maxKeys);
    checkFits(cursor, tensorCountAt, tensorCount, words("tensors"), minTensorInfoBytes);
    checkFits(cursor, keyCountAt, keyCount, words("keys"), minPairBytes);

    header.metadata = readPairs(cursor, keyCount);
    const MetadataValue* const alignment = header.metadata.find(gguf::alignmentKey);
    header.alignment = alignment == nullptr ? gguf::defaultAlignment : std::get<std::uint32_t>(*alignment);
    cursor.enter(words("tensor count"));
    checkFits(cursor, tensorCountAt, tensorCount, words("tensors"), minTensorInfoBytes);
    header.tensors = readTensorInfos(cursor, tensorCount, header.alignment);
    header.hash = contentHash(source.bytes.first(cursor.position()));
    placeTensors(header, source, cursor.position());
    return header;
}

} // namespace quantlathe
