// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/model_card.h"

#include <algorithm>

namespace quantlathe {
namespace {

constexpr std::string_view blanks = " \t\r";

std::string_view trimmed(std::string_view text) {
    const std::size_t first = text.find_first_not_of(blanks);
    return first == std::string_view::npos ? std::string_view() : text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        if (line.ends_with('\r')) {
            line.remove_suffix(1);
        }
        lines.push_back(line);
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
    }
    return lines;
}

/// One scalar: quotes are taken off, a comment behind a plain one is cut.
std::string scalar(std::string_view text) {
    text = trimmed(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
        text.find(text.front(), 1) != std::string_view::npos) {
        return std::string(text.substr(1, text.find(text.front(), 1) - 1));
    }
    if (const std::size_t comment = text.find(" #"); comment != std::string_view::npos) {
        text = trimmed(text.substr(0, comment));
    }
    return std::string(text);
}

std::vector<std::string> bracketList(std::string_view text) {
    text = text.substr(1, text.find(']') - 1);
    std::vector<std::string> items;
    while (!text.empty()) {
        const std::size_t comma = text.find(',');
        if (std::string item = scalar(text.substr(0, comma)); !item.empty()) {
            items.push_back(std::move(item));
        }
        text = comma == std::string_view::npos ? std::string_view() : text.substr(comma + 1);
    }
    return items;
}

bool isIndented(std::string_view line) {
    return !line.empty() && (line.front() == ' ' || line.front() == '\t');
}

bool isNull(std::string_view text) {
    return text.empty() || text == "null" || text == "~";
}

/// "- text", but not "- key: value" (a map).
bool isListItem(std::string_view line) {
    return line == "-" || line.starts_with("- ");
}

bool isMapItem(std::string_view item) {
    return !item.starts_with('"') && !item.starts_with('\'') &&
           (item.find(": ") != std::string_view::npos || item.ends_with(':'));
}

} // namespace

ModelCard::ModelCard(std::string_view readme) {
    const std::vector<std::string_view> lines = linesOf(readme);
    if (lines.empty() || lines.front() != "---") {
        return;
    }
    const auto end = std::find(lines.begin() + 1, lines.end(), "---");
    for (auto line = lines.begin() + 1; line != end;) {
        const std::size_t colon = line->find(':');
        if (isIndented(*line) || colon == std::string_view::npos || line->starts_with('#') || isListItem(*line)) {
            ++line;
            continue;
        }
        const std::string key = scalar(line->substr(0, colon));
        const std::string_view inlineValue = trimmed(line->substr(colon + 1));
        ++line;
        Value value;
        const bool isBlock = inlineValue.starts_with('>') || inlineValue.starts_with('|');
        if (inlineValue.starts_with('[') && inlineValue.find(']') != std::string_view::npos) {
            value.isList = true;
            value.items = bracketList(inlineValue);
        } else if (!isBlock && !isNull(scalar(inlineValue))) {
            value.items.push_back(scalar(inlineValue));
        }
        std::string block;
        // What belongs to the key: indented lines, blank ones, and list items even without indentation.
        for (; line != end && (line->empty() || isIndented(*line) || isListItem(*line)); ++line) {
            const std::string_view content = trimmed(*line);
            if (isBlock) {
                if (!block.empty()) {
                    block += inlineValue.front() == '|' ? '\n' : ' ';
                }
                block += content;
            } else if (inlineValue.empty() && isListItem(content)) {
                value.isList = true;
                const std::string_view item = trimmed(content.substr(1));
                if (!isMapItem(item) && !item.empty()) {
                    value.items.push_back(scalar(item));
                }
            }
        }
        if (isBlock) { // ends with one line break unless the indicator says "strip"
            value.items.push_back(std::string(trimmed(block)) + (inlineValue.find('-') == std::string_view::npos ? "\n" : ""));
        }
        if (!value.items.empty() || value.isList) {
            values_.insert_or_assign(key, std::move(value));
        }
    }
    if (end == lines.end()) {
        values_.clear(); // no closing line: prose that happens to begin with a rule
    }
}

std::optional<std::string> ModelCard::text(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() || found->second.isList ? std::nullopt : std::optional(found->second.items.front());
}

std::optional<std::vector<std::string>> ModelCard::list(std::string_view key) const {
    const auto found = values_.find(key);
    return found == values_.end() ? std::nullopt : std::optional(found->second.items);
}

} // namespace quantlathe
