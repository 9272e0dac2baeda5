// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/model_id.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <regex>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::size_t longestId = 256;
constexpr std::string_view sizeLetters = " KMBT"; // the index is the power of a thousand

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}
bool isLower(char c) {
    return c >= 'a' && c <= 'z';
}
bool isUpper(char c) {
    return c >= 'A' && c <= 'Z';
}
bool isLetter(char c) {
    return isLower(c) || isUpper(c) || static_cast<unsigned char>(c) >= 0x80;
}
char toUpper(char c) {
    return isLower(c) ? static_cast<char>(c - 'a' + 'A') : c;
}
char toLower(char c) {
    return isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool matches(const std::string& text, const char* pattern) {
    return std::regex_match(text, std::regex(pattern, std::regex::icase | std::regex::ECMAScript));
}

struct Part {
    std::string text;
    bool isBasename = false;
    bool isSize = false;
    bool isFinetune = false;
    bool isVersion = false;
    bool isType = false;
    [[nodiscard]] int marks() const { return isBasename + isSize + isFinetune + isVersion + isType; }
};

/// "7b1" → "7.1B", "1_5b" → "1.5B".
std::string normalizedSize(std::string size) {
    std::replace(size.begin(), size.end(), '_', '.');
    if (size.size() > 2 && isDigit(size.back())) {
        std::swap(size[size.size() - 1], size[size.size() - 2]);
        size.insert(size.size() - 2, 1, '.');
    }
    if (size.size() > 1 && isDigit(size[size.size() - 2])) {
        size.back() = toUpper(size.back());
    }
    return size;
}

/// True for a plain number with a unit that is more than 7/8 of the model's size away from it.
bool isFarFrom(const std::string& size, std::uint64_t parameters) {
    double number = 0;
    const char* end = size.data() + size.size() - 1;
    const auto [parsed, error] = std::from_chars(size.data(), end, number);
    const std::size_t power = sizeLetters.find(size.back());
    if (error != std::errc() || parsed != end || power == std::string_view::npos || parameters == 0) {
        return false;
    }
    const double labelled = number * std::pow(1000.0, static_cast<double>(power));
    return std::abs(labelled - static_cast<double>(parameters)) > std::floor(7.0 * static_cast<double>(parameters) / 8.0);
}

void mark(Part& part, bool isFirst, std::uint64_t parameters) {
    if (matches(part.text, R"((v|iter)?\d+([.]\d+)*)")) {
        part.isVersion = true;
    } else if (matches(part.text, R"(i?q\d(_\w)*|b?fp?(16|32))")) {
        part.isType = true;
        std::transform(part.text.begin(), part.text.end(), part.text.begin(), toUpper);
    } else if (isFirst) {
        return; // a name does not begin with its size
    } else if (matches(part.text, R"((a|\d+x)?\d+([._]\d+)?[kmbt]\d?|small|mini|medium|large|x?xl)")) {
        part.text = normalizedSize(part.text);
        part.isFinetune = isFarFrom(part.text, parameters);
        part.isSize = !part.isFinetune;
        if (part.isFinetune) {
            part.text.back() = toLower(part.text.back());
        }
    } else if (matches(part.text, "chat|instruct|vision|lora")) {
        part.isFinetune = true;
    }
}

/// A size in words counts only where no size in numbers does.
void preferSizesInNumbers(std::vector<Part>& parts) {
    const auto hasDigit = [](const Part& part) { return std::any_of(part.text.begin(), part.text.end(), isDigit); };
    if (std::any_of(parts.begin(), parts.end(), [&](const Part& part) { return part.isSize && hasDigit(part); })) {
        for (Part& part : parts) {
            part.isSize = part.isSize && hasDigit(part);
        }
    }
}

/// The base name is the unmarked (or version-like) beginning without trailing versions; unmarked parts behind are fine-tunes.
void markBasename(std::vector<Part>& parts) {
    bool atStart = true;
    for (Part& part : parts) {
        atStart = atStart && ((part.marks() == 0 && isLetter(part.text.front())) || part.isVersion);
        if (atStart) {
            part.isBasename = true;
        } else if (part.marks() == 0) {
            part.isFinetune = true;
        }
    }
    for (auto part = parts.rbegin(); part != parts.rend() && part->isBasename && part->marks() > 1; ++part) {
        part->isBasename = false;
    }
}

template <class Condition>
std::optional<std::string> joined(const std::vector<Part>& parts, Condition isMeant, bool eachOnce = false) {
    std::vector<std::string_view> chosen;
    for (const Part& part : parts) {
        if (isMeant(part) && !(eachOnce && std::find(chosen.begin(), chosen.end(), part.text) != chosen.end())) {
            chosen.push_back(part.text);
        }
    }
    return chosen.empty() ? std::nullopt : std::optional(fmt::format("{}", fmt::join(chosen, "-")));
}

std::vector<Part> cutAtDashes(std::string_view name) {
    std::vector<Part> parts;
    while (!name.empty()) {
        const std::size_t dash = name.find('-');
        if (const std::string_view part = name.substr(0, dash); !part.empty()) {
            parts.push_back(Part{std::string(part)});
        }
        name = dash == std::string_view::npos ? std::string_view() : name.substr(dash + 1);
    }
    return parts;
}

} // namespace

ModelId parseModelId(std::string_view id, std::uint64_t parameters) {
    ModelId result;
    if (id.empty() || id.size() > longestId) {
        return result;
    }
    if (id.find(' ') != std::string_view::npos) {
        result.name = std::string(id); // a sentence, no identifier
        return result;
    }
    std::string_view name = id;
    if (const std::size_t slash = id.find('/'); slash != std::string_view::npos) {
        name = id.substr(slash + 1);
        if (const std::string_view organization = id.substr(0, slash); !organization.empty() && organization.front() != '.') {
            result.organization = std::string(organization);
        }
    }
    result.name = std::string(name);
    std::vector<Part> parts = cutAtDashes(name);
    for (std::size_t i = 0; i < parts.size(); ++i) {
        mark(parts[i], i == 0, parameters);
    }
    preferSizesInNumbers(parts);
    markBasename(parts);
    result.sizeLabel = joined(
        parts, [](const Part& part) { return part.isSize; }, true);
    result.finetune = joined(parts, [](const Part& part) { return part.isFinetune; });
    result.version = joined(parts, [](const Part& part) { return part.isVersion && !part.isBasename; });
    if (result.sizeLabel || result.finetune || result.version) {
        result.basename = joined(parts, [](const Part& part) { return part.isBasename; });
    }
    return result;
}

std::string titleFromId(std::string_view id) {
    std::string title;
    std::string word;
    const auto finishWord = [&] {
        if (word.empty()) {
            return;
        }
        const bool isVersion = isDigit(word.front()) || matches(word, R"(v\d+(\.\d+)*)");
        const bool isAllLower =
            std::any_of(word.begin(), word.end(), isLower) && std::none_of(word.begin(), word.end(), isUpper);
        if (isAllLower && !isVersion) {
            char before = ' ';
            for (char& c : word) {
                const char original = c;
                c = isLetter(before) ? c : toUpper(c);
                before = original;
            }
        }
        title += title.empty() ? word : ' ' + word;
        word.clear();
    };
    for (const char c : id.substr(0, longestId)) {
        if (c == '-' || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            finishWord();
        } else {
            word += c;
        }
    }
    finishWord();
    return title;
}

std::string sizeLabel(std::uint64_t parameters) {
    struct Unit {
        double above;
        double scale;
        char letter;
    };
    static constexpr std::array units{Unit{1e12, 1e-12, 'T'}, Unit{1e9, 1e-9, 'B'}, Unit{1e6, 1e-6, 'M'}, Unit{-1, 1e-3, 'K'}};
    const auto count = static_cast<double>(parameters);
    const auto& unit = *std::find_if(units.begin(), units.end(), [&](const Unit& one) { return count > one.above; });
    const double scaled = count * unit.scale;
    const double whole = std::nearbyint(scaled);
    const int digits = whole < 1 ? 0 : whole < 10 ? 1 : 2;
    return fmt::format("{:.{}f}{}", scaled, 2 - digits, unit.letter);
}

} // namespace quantlathe
