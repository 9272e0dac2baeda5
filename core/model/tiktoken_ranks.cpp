// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tiktoken_ranks.h"

#include "base/error.h"
#include "base/file.h"
#include "base/words.h"
#include "model/byte_level.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <unordered_map>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::size_t longestToken = 1024; // bytes; the longest in use are runs of some hundred blanks

using Ranks = std::unordered_map<std::string_view, std::uint32_t>;
constexpr std::uint32_t noRank = std::numeric_limits<std::uint32_t>::max();

/// Ends of the parts of `token` after all merges of a rank below `limit`.
std::vector<std::size_t> endsOfParts(std::string_view token, const Ranks& ranks, std::uint32_t limit) {
    std::vector<std::size_t> ends(token.size());
    for (std::size_t i = 0; i < ends.size(); ++i) {
        ends[i] = i + 1;
    }
    const auto rankOfPair = [&](std::size_t left) {
        if (left + 1 >= ends.size()) {
            return noRank;
        }
        const std::size_t begin = left == 0 ? 0 : ends[left - 1];
        const auto found = ranks.find(token.substr(begin, ends[left + 1] - begin));
        return found == ranks.end() ? noRank : found->second;
    };
    std::vector<std::uint32_t> pairs(ends.size()); // of each part with the next
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        pairs[i] = rankOfPair(i);
    }
    while (ends.size() > 1) {
        const auto least = std::ranges::min_element(pairs);
        if (*least >= limit) {
            break;
        }
        const auto left = static_cast<std::size_t>(least - pairs.begin());
        ends.erase(ends.begin() + static_cast<std::ptrdiff_t>(left));
        pairs.erase(pairs.begin() + static_cast<std::ptrdiff_t>(left));
        pairs[left] = rankOfPair(left);
        if (left > 0) {
            pairs[left - 1] = rankOfPair(left - 1);
        }
    }
    return ends;
}

} // namespace

std::optional<std::string> bytesOfBase64(std::string_view text) {
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const std::size_t padding = text.ends_with("==") ? 2 : text.ends_with('=') ? 1 : 0;
    if (text.empty() || text.size() % 4 != 0) {
        return std::nullopt;
    }
    text.remove_suffix(padding);
    std::string bytes;
    std::uint32_t bits = 0;
    unsigned count = 0;
    for (const char letter : text) {
        const std::size_t value = letters.find(letter);
        if (value == std::string_view::npos) {
            return std::nullopt;
        }
        bits = (bits << 6U) | static_cast<std::uint32_t>(value);
        count += 6;
        if (count >= 8) {
            count -= 8;
            bytes += static_cast<char>(bits >> count & 0xFFU);
        }
    }
    return bytes;
}

std::vector<std::string> parseTiktokenRanks(std::string_view text, const std::filesystem::path& file) {
    std::vector<std::string> tokens;
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string_view row = text.substr(begin, end - begin);
        begin = end + 1;
        ++line;
        if (row.empty()) {
            continue;
        }
        const std::size_t blank = row.find(' ');
        auto bytes = blank == std::string_view::npos ? std::nullopt : bytesOfBase64(row.substr(0, blank));
        std::uint64_t rank = 0;
        const char* const rowEnd = row.data() + row.size();
        const char* const number = blank == std::string_view::npos ? rowEnd : row.data() + blank + 1;
        const auto [rest, error] = std::from_chars(number, rowEnd, rank);
        const bool isNumber = error == std::errc() && rest == rowEnd;
        if (!bytes || !isNumber || rank != tokens.size() || bytes->size() > longestToken || tokens.size() == maxVocabulary) {
            throw badInput(file, say("This is no valid list of tokens"),
                           say("Line {} is not a token of at most {} bytes in base64, a blank and the rank {}.", line,
                               longestToken, tokens.size()));
        }
        tokens.push_back(std::move(*bytes));
    }
    if (tokens.empty()) {
        throw badInput(file, say("This is no valid list of tokens"), say("It is empty."));
    }
    return tokens;
}

std::vector<std::string> readTiktokenRanks(const std::filesystem::path& file) {
    return parseTiktokenRanks(readTextFile(file, maxTokenizerBytes), file);
}

std::vector<std::string> mergesOfRanks(const std::vector<std::string>& tokens) {
    Ranks ranks;
    for (std::size_t rank = 0; rank < tokens.size(); ++rank) {
        ranks.emplace(tokens[rank], static_cast<std::uint32_t>(rank));
    }
    std::vector<std::string> merges;
    for (std::size_t rank = 0; rank < tokens.size(); ++rank) {
        const std::string_view token = tokens[rank];
        if (token.size() < 2) {
            continue;
        }
        const std::vector<std::size_t> ends = endsOfParts(token, ranks, static_cast<std::uint32_t>(rank));
        if (ends.size() == 2) {
            merges.push_back(withStandIns(token.substr(0, ends[0])) + ' ' + withStandIns(token.substr(ends[0])));
        }
    }
    return merges;
}

} // namespace quantlathe
