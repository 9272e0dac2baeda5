// SPDX-License-Identifier: GPL-3.0-or-later
#include "mutations.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <nlohmann/json.hpp>
#include <sstream>
#include <vector>

namespace quantlathe::reliability {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::uint64_t, 20> edges{0,
                                              1,
                                              2,
                                              7,
                                              8,
                                              0x7F,
                                              0xFF,
                                              0x100,
                                              0x7FFF,
                                              0xFFFF,
                                              0x10000,
                                              0x7FFFFFFF,
                                              0x80000000,
                                              0xFFFFFFFF,
                                              0x100000000,
                                              std::uint64_t{1} << 40U,
                                              std::uint64_t{1} << 61U,
                                              0x7FFFFFFFFFFFFFFF,
                                              0x8000000000000000,
                                              0xFFFFFFFFFFFFFFFF};

void overwriteNumber(std::string& bytes, std::size_t at, Dice& dice) {
    constexpr std::array<std::size_t, 4> widths{1, 2, 4, 8};
    const std::size_t width = std::min(dice.of(widths), bytes.size() - at);
    std::uint64_t number = 0;
    std::memcpy(&number, &bytes[at], width);
    if (dice.oneIn(4)) {
        number += static_cast<std::uint64_t>(dice.below(17)) - 8; // a little more or less
    } else {
        number = dice.oneIn(5) ? bytes.size() - at : dice.of(edges);
    }
    std::memcpy(&bytes[at], &number, width);
}

void damageOnce(std::string& bytes, std::size_t reach, Dice& dice) {
    const std::size_t limit = std::min(reach, bytes.size());
    if (limit == 0) {
        return;
    }
    const std::size_t at = dice.below(limit);
    const std::size_t some = std::min<std::size_t>(std::size_t{1} << dice.below(7), bytes.size() - at);
    switch (dice.below(10)) {
    case 0:
    case 1: bytes[at] = static_cast<char>(bytes[at] ^ (1 << dice.below(8))); break;
    case 2: bytes[at] = static_cast<char>(dice.below(256)); break;
    case 3:
    case 4:
    case 5: overwriteNumber(bytes, at, dice); break;
    case 6: bytes.erase(at, some); break;
    case 7:
        bytes.insert(at, bytes.substr(dice.below(bytes.size() - some + 1), some)); // a piece from elsewhere
        break;
    case 8:
        std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), some, static_cast<char>(dice.oneIn(2) ? 0xFF : 0));
        break;
    default: bytes.resize(dice.oneIn(3) ? at : bytes.size() - some); // cut short
    }
}

/// Values that no reader of a number, a text, a flag or a list may trip over.
Json strangeValue(Dice& dice) {
    static const std::vector<Json> values = [] {
        std::vector<Json> list{nullptr, true, false, 0, 1, -1, 0.5, -0.0, 1e308, 1e-320, 2147483648U, 4294967296U};
        list.insert(list.end(), {9007199254740993U, 18446744073709551615U, "", "x", "0", "../../../etc/passwd", "/dev/zero"});
        list.emplace_back(std::string("a\0b", 3));
        list.emplace_back("\x1B[31m\x07 \xE2\x80\xAE right to left \xE2\x80\x8B");
        list.emplace_back(std::string(70'000, 'a'));
        list.emplace_back(Json::array());
        list.emplace_back(Json::object());
        list.emplace_back(Json::array({Json::array()}));
        list.emplace_back(Json::array({1, 2, 3}));
        list.emplace_back(Json::array({18446744073709551615U, 2}));
        list.emplace_back(Json(std::vector<std::string>(3000, "x")));
        list.emplace_back(Json{{"a", {{"b", 1}}}});
        return list;
    }();
    return dice.of(values);
}

/// Any value inside of `root`, each container on the way as likely as what is in it.
Json* someNode(Json& root, Dice& dice) {
    Json* node = &root;
    while (node->is_structured() && !node->empty() && !dice.oneIn(4)) {
        auto child = node->begin();
        std::advance(child, static_cast<std::ptrdiff_t>(dice.below(node->size())));
        node = &*child;
    }
    return node;
}

void changeMember(Json& object, Dice& dice) {
    auto member = object.begin();
    std::advance(member, static_cast<std::ptrdiff_t>(dice.below(object.size())));
    const Json value = member.value();
    const std::string key = member.key();
    if (dice.oneIn(2)) {
        object.erase(member);
    }
    if (dice.oneIn(3)) {
        const Json name = strangeValue(dice);
        object[name.is_string() ? name.get<std::string>() : key + "_"] = value;
    }
}

void damageTree(Json& root, Dice& dice) {
    Json& node = *someNode(root, dice);
    if (node.is_number() && dice.oneIn(2)) {
        constexpr std::array<std::int64_t, 6> factors{-1, 0, 2, 1000, 1 << 20, 1};
        node = node.is_number_float()
                   ? Json(node.get<double>() * static_cast<double>(dice.of(factors)))
                   : Json(static_cast<std::int64_t>(node.get<std::uint64_t>() & 0xFFFFFFFFU) * dice.of(factors) +
                          (dice.oneIn(2) ? 1 : -1));
    } else if (node.is_object() && !node.empty() && dice.oneIn(2)) {
        changeMember(node, dice);
    } else if (node.is_array() && !node.empty() && dice.oneIn(2)) {
        const Json value = node[dice.below(node.size())];
        if (dice.oneIn(2)) {
            node.erase(dice.below(node.size()));
        } else {
            node.insert(node.end(), 1 + dice.below(50), value);
        }
    } else if (dice.oneIn(4)) {
        node = Json(*someNode(root, dice)); // of another place
    } else {
        node = strangeValue(dice);
    }
}

/// What a JSON library does not write: numbers beyond all types, members twice, endless nesting.
std::string damagedText(std::string text, Dice& dice) {
    const std::size_t colon = text.find(':', dice.below(text.size() + 1));
    switch (dice.below(4)) {
    case 0: {
        constexpr std::array<std::string_view, 7> numbers{"1e999", "-1e999", "NaN", "0x10", "-0", "01", "1.e5"};
        const std::size_t digit = text.find_first_of("0123456789", dice.below(text.size() + 1));
        return digit == std::string::npos ? text : text.replace(digit, 1, dice.of(numbers));
    }
    case 1: return colon == std::string::npos ? text : text.insert(colon + 1, std::string(1 + dice.below(200'000), '['));
    case 2: return text.insert(text.find('{') == std::string::npos ? 0 : text.find('{') + 1, text.substr(1, 40) + ',');
    default: return std::string("\xEF\xBB\xBF") + text; // a byte order mark
    }
}

std::uint64_t headerLength(const std::string& file) {
    std::uint64_t length = 0;
    std::memcpy(&length, file.data(), std::min<std::size_t>(8, file.size()));
    return length;
}

std::string withLength(const std::string& header, std::uint64_t length) {
    std::string file(8, '\0');
    std::memcpy(file.data(), &length, 8);
    return file + header;
}

} // namespace

std::string damagedBytes(std::string bytes, std::size_t reach, Dice& dice) {
    constexpr std::array<int, 6> times{1, 1, 1, 2, 3, 6};
    for (int i = dice.of(times); i > 0; --i) {
        damageOnce(bytes, reach, dice);
    }
    return bytes;
}

std::string damagedJson(const std::string& text, Dice& dice) {
    if (dice.oneIn(4)) {
        return damagedBytes(text, text.size(), dice);
    }
    Json root = Json::parse(text, nullptr, false);
    if (root.is_discarded()) {
        return damagedBytes(text, text.size(), dice);
    }
    constexpr std::array<int, 5> times{1, 1, 1, 2, 4};
    for (int i = dice.of(times); i > 0; --i) {
        damageTree(root, dice);
    }
    std::string damaged = root.dump(-1, ' ', dice.oneIn(2), Json::error_handler_t::replace);
    return dice.oneIn(8) ? damagedText(std::move(damaged), dice) : damaged;
}

std::string damagedSafetensors(const std::string& file, Dice& dice) {
    const std::uint64_t length = headerLength(file);
    if (file.size() < 8 || length > file.size() - 8 || dice.oneIn(6)) {
        return damagedBytes(file, dice.oneIn(2) ? 64 : file.size(), dice);
    }
    const std::string header = file.substr(8, static_cast<std::size_t>(length));
    const std::string data = file.substr(8 + header.size());
    if (dice.oneIn(4)) { // values: scales, codes, descriptions of quantized matrices
        return withLength(header, length) + damagedBytes(data, data.size(), dice);
    }
    const std::string damaged = dice.oneIn(3) ? damagedBytes(header, header.size(), dice) : damagedJson(header, dice);
    return withLength(damaged, dice.oneIn(15) ? dice.of(edges) : damaged.size()) + data;
}

std::string damagedLines(const std::string& text, Dice& dice) {
    if (dice.oneIn(3)) {
        return damagedBytes(text, text.size(), dice);
    }
    std::vector<std::string> lines;
    std::istringstream stream(text);
    for (std::string line; std::getline(stream, line);) {
        lines.push_back(line);
    }
    if (lines.empty()) {
        return text;
    }
    static const std::vector<std::string> strange{"",
                                                  "---",
                                                  "[",
                                                  "a: [b",
                                                  "- - -",
                                                  "=",
                                                  "x=",
                                                  "(a+)+$=q8_0",
                                                  "\r",
                                                  "\xFF\xFE",
                                                  "\"",
                                                  "\t: |",
                                                  "a b c",
                                                  std::string(70'000, 'y'),
                                                  std::string("\0", 1)};
    for (std::size_t i = 1 + dice.below(3); i > 0; --i) {
        std::string& line = lines[dice.below(lines.size())];
        const std::string copy = lines[dice.below(lines.size())];
        line = dice.oneIn(3) ? copy : dice.oneIn(2) ? dice.of(strange) : line + dice.of(strange);
    }
    std::string damaged;
    for (const std::string& line : lines) {
        damaged += line + '\n';
    }
    return damaged;
}

} // namespace quantlathe::reliability
