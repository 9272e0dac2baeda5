// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/safetensors_header.h"

#include "base/checked.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/json_stream.h"
#include "checkpoint/safetensors_reader.h"
#include "checkpoint/tensor_size.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <memory_resource>
#include <string>
#include <tuple>
#include <unordered_set>
#include <utility>

namespace quantlathe {
namespace {

constexpr int maxDepth = 16;              // the format needs three; members that it does not define may have more
constexpr std::size_t maxDimensions = 64; // as many as PyTorch and NumPy can have
constexpr std::size_t maxTensors = 500'000;
constexpr std::size_t maxMetadataKeys = 65'536;
constexpr std::string_view metadataName = "__metadata__";

/// Takes the header apart while it streams by. Depth 1 is inside the header object, 2 inside a tensor's object or
/// __metadata__, 3 inside shape or data_offsets.
class HeaderHandler : public JsonHandler {
public:
    explicit HeaderHandler(const HeaderSource& source, SafetensorsHeader& header, std::uint64_t dataOffset)
        : source_(source), header_(header), dataOffset_(dataOffset) {}

    void take(JsonEvent& event) override {
        position_ = event.position;
        switch (event.depth) {
        case 0: return takeRoot(event);
        case 1: return takeEntry(event);
        case 2: return inMetadata_ ? takeString(event) : takeField(event);
        default: return takeElement(event);
        }
    }

    [[noreturn]] void malformed(std::size_t position, std::string_view why) override {
        throw badInput(source_.file, translated(title),
                       say("The header at byte {}: {}.", groupedDigits(safetensorsLengthBytes + position), why));
    }

private:
    using Kind = JsonEvent::Kind;
    enum class Field { none, dtype, shape, offsets, other };
    static constexpr std::string_view title = words("This is no valid safetensors file");

    [[nodiscard]] Error wrong(std::string_view why) const {
        const std::string at = groupedDigits(safetensorsLengthBytes + position_);
        return badInput(source_.file, translated(title),
                        inMetadata_ ? say("Metadata {} at byte {}: {}.", escapeForDisplay(key_), at, why)
                                    : say("Tensor {} at byte {}: {}.", escapeForDisplay(tensor_.name), at, why));
    }

    void takeRoot(const JsonEvent& event) {
        if (event.kind != Kind::beginObject && event.kind != Kind::endObject) {
            malformed(event.position, say("it is not an object"));
        }
    }

    void takeEntry(JsonEvent& event) {
        switch (event.kind) {
        case Kind::key: return startEntry(std::move(event.text));
        case Kind::beginObject: return;
        case Kind::endObject: return finishEntry();
        default:
            if (!(inMetadata_ && event.isNull)) { // the reference implementation takes null for no metadata
                throw wrong(say("the value is not an object"));
            }
        }
    }

    void startEntry(std::string name) {
        inMetadata_ = name == metadataName;
        tensor_ = {};
        seen_ = {};
        tensor_.name = std::move(name);
        if (!inMetadata_ && header_.tensors.size() == maxTensors) {
            throw wrong(say("{} tensors are the most that a file may hold", groupedDigits(maxTensors)));
        }
        if (!names_.emplace(tensor_.name).second) {
            inMetadata_ = false;
            throw wrong(say("the name stands there twice"));
        }
    }

    void takeString(JsonEvent& event) {
        if (event.kind == Kind::key) {
            key_ = std::move(event.text);
        } else if (event.kind != Kind::string) {
            throw wrong(say("the value is not a string"));
        } else if (header_.metadata.pairs().size() == maxMetadataKeys) {
            throw wrong(say("{} keys are the most that are read", groupedDigits(maxMetadataKeys)));
        } else if (!header_.metadata.insert(key_, std::move(event.text))) {
            throw wrong(say("the key stands there twice"));
        }
    }

    void takeField(JsonEvent& event) {
        if (event.kind == Kind::key) {
            startField(event.text);
        } else if (field_ == Field::dtype) {
            takeType(event);
        } else if ((field_ == Field::shape || field_ == Field::offsets) && event.kind != Kind::beginArray &&
                   event.kind != Kind::endArray) {
            throw wrong(say("{} is not an array", nameOf(field_)));
        }
    }

    void startField(std::string_view name) {
        field_ = name == "dtype"          ? Field::dtype
                 : name == "shape"        ? Field::shape
                 : name == "data_offsets" ? Field::offsets
                                          : Field::other;
        bool& seen = seen_[static_cast<std::size_t>(field_)];
        if (seen && field_ != Field::other) {
            throw wrong(say("{} stands there twice", nameOf(field_)));
        }
        seen = true;
    }

    void takeType(const JsonEvent& event) {
        if (event.kind != Kind::string) {
            throw wrong(say("dtype is not a string"));
        }
        const auto type = elementTypeFromSafetensors(event.text);
        if (!type) {
            throw wrong(
                say("the element type {} is not known, expected one of {}", escapeForDisplay(event.text, 40), knownTypes()));
        }
        tensor_.type = *type;
    }

    void takeElement(const JsonEvent& event) {
        if (inMetadata_) {
            throw wrong(say("the value is not a string"));
        }
        if (field_ != Field::shape && field_ != Field::offsets) {
            return; // inside a member that the format does not define
        }
        if (event.kind != Kind::unsignedNumber) {
            throw wrong(say("{} holds something else than numbers of 0 to 2^64 − 1", nameOf(field_)));
        }
        auto& numbers = field_ == Field::shape ? tensor_.shape : offsets_;
        const std::size_t limit = field_ == Field::shape ? maxDimensions : 2;
        if (numbers.size() == limit) {
            throw wrong(say("{} has more than {} numbers", nameOf(field_), limit));
        }
        numbers.push_back(event.number);
    }

    void finishEntry() {
        if (!inMetadata_) {
            finishTensor();
        }
        inMetadata_ = false;
        offsets_.clear();
        field_ = Field::none;
    }

    void finishTensor() {
        for (const Field field : {Field::dtype, Field::shape, Field::offsets}) {
            if (!seen_[static_cast<std::size_t>(field)]) {
                throw wrong(say("{} is missing", nameOf(field)));
            }
        }
        if (offsets_.size() != 2 || offsets_[0] > offsets_[1]) {
            throw wrong(say("data_offsets is not a begin and an end behind it"));
        }
        const auto bytes = tensorBytes(tensor_.type, tensor_.shape);
        if (!bytes) {
            throw wrong(say("the product of the dimensions does not fit into 63 bits"));
        }
        if (*bytes != offsets_[1] - offsets_[0]) {
            throw wrong(say("data_offsets span {} bytes, expected {} from dtype and shape",
                            groupedDigits(offsets_[1] - offsets_[0]), groupedDigits(*bytes)));
        }
        const auto end = checkedAdd(offsets_[1], dataOffset_);
        if (!end || !std::in_range<std::int64_t>(*end)) {
            throw wrong(say("data_offsets does not fit into 63 bits"));
        }
        tensor_.bytes = *bytes;
        tensor_.offset = offsets_[0] + dataOffset_;
        header_.tensors.push_back(std::move(tensor_));
    }

    static std::string_view nameOf(Field field) {
        constexpr std::array<std::string_view, 5> names{"", "dtype", "shape", "data_offsets", ""};
        return names[static_cast<std::size_t>(field)];
    }

    static std::string knownTypes() {
        std::string all;
        for (const ElementTypeInfo& type : elementTypes()) {
            if (!type.safetensors.empty()) {
                all.append(all.empty() ? "" : " ").append(type.safetensors);
            }
        }
        return all;
    }

    const HeaderSource& source_;
    SafetensorsHeader& header_;
    std::uint64_t dataOffset_;
    std::pmr::monotonic_buffer_resource namesMemory_; // a hundred thousand of them come and go as one
    std::pmr::unordered_set<std::pmr::string> names_{&namesMemory_};
    std::size_t position_ = 0;
    bool inMetadata_ = false;
    std::string key_;
    TensorInfo tensor_;
    Field field_ = Field::none;
    std::array<bool, 5> seen_{};
    std::vector<std::uint64_t> offsets_;
};

/// The data section must be covered without holes, overlaps or a rest.
void checkCoverage(const SafetensorsHeader& header, const HeaderSource& source, std::uint64_t dataOffset) {

    std::uint64_t end = dataOffset;
    const TensorInfo* firstOutside = nullptr;
    for (const TensorInfo& tensor : header.tensors) {
        if (tensor.offset != end) {
            const std::string name = escapeForDisplay(tensor.name);
            const std::string start = groupedDigits(tensor.offset);
            throw badInput(
                source.file, say("This is no valid safetensors file"),
                tensor.offset < end
                    ? say("Tensor {} starts at byte {} of the file, inside the tensor before it, which ends at byte {}.", name,
                          start, groupedDigits(end))
                    : say("Tensor {} starts at byte {} of the file, leaving a hole behind the tensor before it, which ends at "
                          "byte {}.",
                          name, start, groupedDigits(end)));
        }
        end += tensor.bytes;
        if (end > source.fileBytes && firstOutside == nullptr) {
            firstOutside = &tensor;
        }
    }
    if (firstOutside != nullptr) {
        throw cutShort(source, end - source.fileBytes,
                       say("tensor {} (bytes {} to {})", escapeForDisplay(firstOutside->name),
                           groupedDigits(firstOutside->offset), groupedDigits(firstOutside->offset + firstOutside->bytes)));
    }
    if (end < source.fileBytes) {
        throw badInput(source.file, say("This is no valid safetensors file"),
                       say("The last tensor ends at byte {}, but {} more bytes follow that belong to none.", groupedDigits(end),
                           groupedDigits(source.fileBytes - end)));
    }
}

std::uint64_t headerLength(std::span<const std::byte> bytes) {
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    return length;
}

} // namespace

bool looksLikeSafetensors(std::span<const std::byte> firstBytes) {
    return firstBytes.size() > safetensorsLengthBytes && headerLength(firstBytes) <= maxSafetensorsHeaderBytes &&
           firstBytes[safetensorsLengthBytes] == std::byte{'{'};
}

SafetensorsHeader parseSafetensorsHeader(const HeaderSource& source) {
    if (source.bytes.size() < safetensorsLengthBytes) {
        throw cutShort(source, safetensorsLengthBytes - source.bytes.size(), say("the length of the header"));
    }
    const std::uint64_t length = headerLength(source.bytes);
    if (length > maxSafetensorsHeaderBytes) {
        throw badInput(source.file, say("This is no valid safetensors file"),
                       say("The header says at byte 0 that it is {} bytes long, at most {} are allowed.", groupedDigits(length),
                           groupedDigits(maxSafetensorsHeaderBytes)));
    }
    if (length > source.bytes.size() - safetensorsLengthBytes) {
        throw badInput(source.file, say("This is no valid safetensors file"),
                       say("The header says at byte 0 that it is {} bytes long, the file has {}.", groupedDigits(length),
                           groupedDigits(source.fileBytes)));
    }
    const auto raw = source.bytes.subspan(safetensorsLengthBytes, length);
    const std::string_view text(reinterpret_cast<const char*>(raw.data()), raw.size());
    SafetensorsHeader header;
    HeaderHandler handler(source, header, safetensorsLengthBytes + length);
    if (!text.starts_with('{')) {
        handler.malformed(0, say("it does not start with an opening brace"));
    }
    streamJson(text, maxDepth, handler);
    // Empty tensors may share their place with the one behind them: they come first.
    const auto isBefore = [](const TensorInfo& a, const TensorInfo& b) {
        return std::tuple(a.offset, a.bytes != 0) < std::tuple(b.offset, b.bytes != 0);
    };
    if (!std::ranges::is_sorted(header.tensors, isBefore)) {
        std::ranges::stable_sort(header.tensors, isBefore);
    }
    checkCoverage(header, source, safetensorsLengthBytes + length);
    header.hash = contentHash(source.bytes.first(safetensorsLengthBytes + length));
    return header;
}

} // namespace quantlathe
