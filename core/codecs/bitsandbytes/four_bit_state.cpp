// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/bitsandbytes/four_bit_state.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

namespace quantlathe::bitsandbytes {
namespace {

constexpr std::array<std::pair<ElementType, std::string_view>, 3> dtypes{{
    {ElementType::BF16, "bfloat16"},
    {ElementType::F16, "float16"},
    {ElementType::F32, "float32"},
}};

/// Digits of a positive double that came from a float: "1.2345678901234567e-05" is as long as they get.
constexpr std::uint32_t longestNumber = 24;

/// As Python's repr(float).
std::string pythonFloat(double value) {
    std::string text = fmt::format("{}", value);
    return text.find_first_of(".en") == std::string::npos ? text + ".0" : text;
}

/// One text, and the errors about it.
class StateReader {
public:
    StateReader(std::span<const std::byte> text, std::string_view suffix) : suffix_(suffix) {
        if (text.size() > maxStateBytes) {
            fail(say("It has {} bytes; the description of a matrix has at most {}.", groupedDigits(text.size()),
                     groupedDigits(maxStateBytes)));
        }
        const auto* const begin = reinterpret_cast<const char*>(text.data());
        root_ = nlohmann::json::parse(begin, begin + text.size(), nullptr, false);
        if (!root_.is_object()) {
            fail(say("It must be one JSON object."));
        }
    }

    [[nodiscard]] bool has(const char* key) const { return root_.contains(key); }
    [[nodiscard]] const nlohmann::json& at(const char* key) const {
        const auto found = root_.find(key);
        if (found == root_.end()) {
            fail(say("It has no \"{}\".", key));
        }
        return *found;
    }
    [[nodiscard]] std::string text(const char* key) const {
        const nlohmann::json& value = at(key);
        if (!value.is_string()) {
            fail(say("\"{}\" must be a text.", key));
        }
        return value.get<std::string>();
    }
    [[nodiscard]] std::uint32_t blockSize(const char* key) const {
        const nlohmann::json& value = at(key);
        if (!value.is_number_unsigned() || !isBlockSize(value.get<std::uint64_t>())) {
            fail(say("\"{}\" must be a power of two from 32 to 4096.", key));
        }
        return value.get<std::uint32_t>();
    }
    [[noreturn]] void fail(const std::string& detail) const {
        throw badInput({}, say("The tensor {} does not describe a matrix of bitsandbytes", suffix_), detail);
    }

private:
    std::string_view suffix_;
    nlohmann::json root_;
};

FourBit readType(const StateReader& reader) {
    const std::string type = reader.text("quant_type");
    for (const FourBit known : {FourBit::nf4, FourBit::fp4}) {
        if (type == name(known)) {
            return known;
        }
    }
    reader.fail(say("\"quant_type\" is \"{}\"; known are \"nf4\" and \"fp4\".", escapeForDisplay(type, 40)));
}

MatrixShape readShape(const StateReader& reader) {
    const nlohmann::json& dimensions = reader.at("shape");
    if (!dimensions.is_array() || dimensions.size() != 2 || !dimensions[0].is_number_unsigned() ||
        !dimensions[1].is_number_unsigned()) {
        reader.fail(say("\"shape\" must be a list of two numbers: output and input features."));
    }
    MatrixShape shape{dimensions[0].get<std::uint64_t>(), dimensions[1].get<std::uint64_t>()};
    const std::string dtype = reader.text("dtype");
    const auto* const known = std::ranges::find(dtypes, dtype, &std::pair<ElementType, std::string_view>::second);
    if (known == dtypes.end()) {
        reader.fail(
            say("\"dtype\" is \"{}\"; known are \"bfloat16\", \"float16\" and \"float32\".", escapeForDisplay(dtype, 40)));
    }
    shape.compute = known->first;
    if (const auto why = whyNoMatrix(shape)) {
        reader.fail(say("Its \"shape\" is not possible: {}.", *why));
    }
    return shape;
}

} // namespace

std::string_view name(FourBit type) {
    return type == FourBit::nf4 ? "nf4" : "fp4";
}

bool isBlockSize(std::uint64_t size) {
    return size >= 32 && size <= 4096 && std::has_single_bit(size);
}

std::string FourBitState::json() const {
    const auto* const dtype = std::ranges::find(dtypes, shape.compute, &std::pair<ElementType, std::string_view>::first);
    std::string text = fmt::format(R"({{"quant_type": "{}", "blocksize": {}, "dtype": "{}", "shape": [{}, {}])", name(type),
                                   blockSize, dtype->second, shape.rows, shape.columns);
    if (nestedBlockSize != 0) {
        text += fmt::format(R"(, "nested_blocksize": {}, "nested_dtype": "float32", "nested_offset": {})", nestedBlockSize,
                            pythonFloat(nestedOffset));
    }
    return text + "}";
}

std::uint32_t FourBitState::maxBytes() const {
    if (nestedBlockSize == 0) {
        return static_cast<std::uint32_t>(json().size());
    }
    FourBitState shortest = *this;
    shortest.nestedOffset = 0; // "0.0"
    return static_cast<std::uint32_t>(shortest.json().size()) - 3 + longestNumber;
}

FourBitState parseState(std::span<const std::byte> text, std::string_view suffix) {
    const StateReader reader(text, suffix);
    FourBitState state{.type = readType(reader), .blockSize = reader.blockSize("blocksize"), .shape = readShape(reader)};
    if (reader.has("nested_blocksize") || reader.has("nested_offset") || reader.has("nested_dtype")) {
        state.nestedBlockSize = reader.blockSize("nested_blocksize");
        if (reader.text("nested_dtype") != "float32") {
            reader.fail(say("\"nested_dtype\" must be \"float32\"."));
        }
        const nlohmann::json& offset = reader.at("nested_offset");
        const double value = offset.is_number() ? offset.get<double>() : NAN;
        if (!(std::abs(value) <= std::numeric_limits<float>::max())) {
            reader.fail(say("\"nested_offset\" must be a number that a float can hold."));
        }
        state.nestedOffset = static_cast<float>(value);
    }
    return state;
}

} // namespace quantlathe::bitsandbytes
