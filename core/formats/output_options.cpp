// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/output_options.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <array>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>

namespace quantlathe {
namespace {

constexpr std::size_t longestText = 127; // bytes of a key and of a text, as llama-quantize allows

Error badOverride(std::string_view option, std::string detail) {
    return badInput({}, say("{} is no KEY=TYPE:VALUE", escapeForDisplay(option)), std::move(detail));
}

template <class Number>
std::optional<Number> numberIn(std::string_view text) {
    Number number{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::uint32_t wholeNumber(std::string_view option, std::string_view text) {
    const auto number = numberIn<std::uint32_t>(text);
    if (!number) {
        throw badOverride(
            option, say("int is a whole number from 0 to {}: it is stored as u32.", std::numeric_limits<std::uint32_t>::max()));
    }
    return *number;
}

} // namespace

void check(const MetadataOverride& entry) {
    if (entry.key.empty() || entry.key.size() > longestText) {
        throw badInput({}, say("{} is no key to override", escapeForDisplay(entry.key)),
                       say("A key has 1 to {} bytes.", longestText));
    }
    if (entry.key.starts_with("split.")) {
        throw badInput({}, say("{} cannot be overridden", escapeForDisplay(entry.key)),
                       say("The split keys say how the output is cut into files; the program writes them itself."));
    }
    const auto* const text = std::get_if<std::string>(&entry.value);
    if (text != nullptr && text->size() > longestText) {
        throw badInput({}, say("The text for {} is too long", escapeForDisplay(entry.key)),
                       say("It has {} bytes, at most {} are allowed.", text->size(), longestText));
    }
    const auto* const number = std::get_if<float>(&entry.value);
    if (number != nullptr && !std::isfinite(*number)) {
        throw badInput({}, say("The value for {} is not finite", escapeForDisplay(entry.key)),
                       say("float is a number that a 32-bit float can hold."));
    }
}

std::string_view typeName(const MetadataOverride& entry) {
    constexpr std::array<std::string_view, 4> names{"int", "float", "bool", "str"};
    return names[entry.value.index()];
}

MetadataOverride overrideFromOption(std::string_view option) {
    const std::size_t equals = option.find('=');
    const std::size_t colon = equals == std::string_view::npos ? equals : option.find(':', equals);
    if (equals == 0 || colon == std::string_view::npos) {
        throw badOverride(option,
                          say("Write a key, an equals sign, one of int, float, bool and str, a colon and the value, for "
                              "example llama.context_length=int:8192."));
    }
    MetadataOverride result{std::string(option.substr(0, equals)), {}};
    const std::string_view type = option.substr(equals + 1, colon - equals - 1);
    const std::string_view value = option.substr(colon + 1);
    if (type == "int") {
        result.value = wholeNumber(option, value);
    } else if (type == "float") {
        const auto number = numberIn<double>(value);
        if (!number) {
            throw badOverride(option, say("float is a number such as 10000 or 1e-5."));
        }
        result.value = static_cast<float>(*number); // llama-quantize rounds a double, too
    } else if (type == "bool") {
        if (value != "true" && value != "false") {
            throw badOverride(option, say("bool is true or false."));
        }
        result.value = value == "true";
    } else if (type == "str") {
        result.value = std::string(value);
    } else {
        throw badOverride(option, say("There is no type {}; there are int, float, bool and str.", escapeForDisplay(type)));
    }
    check(result);
    return result;
}

std::uint64_t splitSizeFromOption(std::string_view option) {
    constexpr std::uint64_t million = 1'000'000;
    const char unit = option.empty() ? '\0' : option.back();
    const std::string_view digits = option.substr(0, option.empty() ? 0 : option.size() - 1);
    if (const auto bytes = numberIn<std::uint64_t>(digits); unit == 'B' && bytes && *bytes > 0) { // as a plan may state it
        return *bytes;
    }
    const auto number = numberIn<std::uint32_t>(digits);
    if ((unit != 'M' && unit != 'G') || !number || *number == 0) {
        throw badInput({}, say("{} is no size for a file", escapeForDisplay(option)),
                       say("Write a whole number and M or G: 500M is 500,000,000 bytes, 2G is 2,000,000,000."));
    }
    return *number * (unit == 'G' ? 1000 * million : million);
}

} // namespace quantlathe
