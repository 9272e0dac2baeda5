// SPDX-License-Identifier: GPL-3.0-or-later
#include "tokenize/normalizer.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/utf8.h"
#include "tokenize/word_cutter.h"

#include <unicode/bytestream.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

namespace quantlathe {
namespace {

using Json = nlohmann::json;
namespace fs = std::filesystem;

constexpr std::size_t maxSteps = 64;
constexpr std::size_t maxGrowth = 64; // times the text, and a little: more comes only from a hostile file

const icu::Normalizer2& form(Normalizer::Kind kind) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* instance = nullptr;
    switch (kind) {
    case Normalizer::Kind::nfd: instance = icu::Normalizer2::getNFDInstance(status); break;
    case Normalizer::Kind::nfkc: instance = icu::Normalizer2::getNFKCInstance(status); break;
    case Normalizer::Kind::nfkd: instance = icu::Normalizer2::getNFKDInstance(status); break;
    default: instance = icu::Normalizer2::getNFCInstance(status); break;
    }
    if (U_FAILURE(status)) {
        throw Error(ErrorKind::failed, say("Unicode's normal forms are not available"), u_errorName(status));
    }
    return *instance;
}

std::string inForm(std::string_view text, Normalizer::Kind kind) {
    UErrorCode status = U_ZERO_ERROR;
    const icu::StringPiece piece(text.data(), static_cast<std::int32_t>(text.size()));
    std::string result;
    icu::StringByteSink<std::string> sink(&result, static_cast<std::int32_t>(text.size()));
    form(kind).normalizeUTF8(0, piece, sink, nullptr, status);
    if (U_FAILURE(status)) {
        throw Error(ErrorKind::failed, say("Text could not be brought into a normal form"), u_errorName(status));
    }
    return result;
}

/// Character by character, as the original does: no rules that depend on neighbours or languages.
std::string lowered(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size(); at += characterBytes(text[at])) {
        const char32_t character = firstCharacter(text.substr(at));
        if (character < 0x80) {
            result += character >= U'A' && character <= U'Z' ? static_cast<char>(text[at] + ('a' - 'A')) : text[at];
        } else {
            icu::UnicodeString(static_cast<UChar32>(character)).toLower(icu::Locale::getRoot()).toUTF8String(result);
        }
    }
    return result;
}

std::string withoutMarks(std::string_view text) {
    std::string result;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = characterBytes(text[at]);
        const auto character = static_cast<UChar32>(firstCharacter(text.substr(at)));
        if ((U_GET_GC_MASK(character) & U_GC_M_MASK) == 0) {
            result += text.substr(at, length);
        }
        at += length;
    }
    return result;
}

bool isSpace(std::string_view character) {
    return u_isUWhiteSpace(static_cast<UChar32>(firstCharacter(character))) != 0;
}

std::string_view withoutSpacesBefore(std::string_view text) {
    while (!text.empty() && isSpace(text)) {
        text.remove_prefix(characterBytes(text.front()));
    }
    return text;
}

std::string_view withoutSpacesBehind(std::string_view text) {
    while (!text.empty()) {
        std::size_t at = text.size() - 1;
        while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) {
            --at;
        }
        if (!isSpace(text.substr(at))) {
            break;
        }
        text = text.substr(0, at);
    }
    return text;
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    std::string result;
    result.reserve(text.size() + text.size() / 2);
    for (std::size_t at = text.find(what); at != std::string_view::npos; at = text.find(what)) {
        result += text.substr(0, at);
        result += with;
        text.remove_prefix(at + what.size());
    }
    result += text;
    return result;
}

Error notUnderstood(const fs::path& file, const std::string& what) {
    return badInput(file, say("The normalizer of this tokenizer is not understood"), what);
}

void addSteps(const Json& step, const fs::path& file, int depth, std::size_t& count, Normalizer& chain) {
    const std::string kind = textMember(step, "type").value_or(std::string());
    if (++count > maxSteps || depth > 8) {
        throw notUnderstood(file, say("It has more than {} steps, or chains inside chains.", maxSteps));
    }
    if (kind == "Sequence") {
        const Json* steps = member(step, "normalizers");
        if (steps == nullptr || !steps->is_array()) {
            throw notUnderstood(file, say("A Sequence must have a list \"normalizers\"."));
        }
        for (const Json& one : *steps) {
            addSteps(one, file, depth + 1, count, chain);
        }
    } else if (kind == "Prepend") {
        chain.addPrepend(textMember(step, "prepend").value_or(std::string()));
    } else if (kind == "Replace") {
        const Json* pattern = member(step, "pattern");
        const std::string with = textMember(step, "content").value_or(std::string());
        const auto text = pattern == nullptr ? std::nullopt : textMember(*pattern, "String");
        if (text && !text->empty()) {
            chain.addReplace(*text, with);
        } else {
            chain.addReplace(patternFromJson(pattern == nullptr ? Json() : *pattern, file), with);
        }
    } else if (kind == "NFC") {
        chain.add(Normalizer::Kind::nfc);
    } else if (kind == "NFD") {
        chain.add(Normalizer::Kind::nfd);
    } else if (kind == "NFKC") {
        chain.add(Normalizer::Kind::nfkc);
    } else if (kind == "NFKD") {
        chain.add(Normalizer::Kind::nfkd);
    } else if (kind == "Lowercase") {
        chain.add(Normalizer::Kind::lowercase);
    } else if (kind == "StripAccents") {
        chain.add(Normalizer::Kind::stripAccents);
    } else if (kind == "Strip") {
        if (flagMember(step, "strip_left").value_or(true)) {
            chain.add(Normalizer::Kind::stripStart);
        }
        if (flagMember(step, "strip_right").value_or(true)) {
            chain.add(Normalizer::Kind::stripEnd);
        }
    } else {
        throw notUnderstood(file, say("A step is of the type \"{}\". Known are Sequence, Prepend, Replace, NFC, NFD, NFKC, "
                                      "NFKD, Lowercase, Strip and StripAccents.",
                                      escapeForDisplay(kind, 40)));
    }
}

} // namespace

void Normalizer::addPrepend(std::string text) {
    steps_.push_back({Kind::prepend, std::nullopt, {}, std::move(text)});
}

void Normalizer::addReplace(Pattern pattern, std::string with) {
    steps_.push_back({Kind::replace, std::move(pattern), {}, std::move(with)});
}

void Normalizer::addReplace(std::string text, std::string with) {
    steps_.push_back({Kind::replace, std::nullopt, std::move(text), std::move(with)});
}

void Normalizer::add(Kind kind) {
    steps_.push_back({kind, std::nullopt, {}, {}});
}

std::string_view Normalizer::apply(std::string_view text, std::string& storage) const {
    const std::size_t limit = text.size() * maxGrowth + 4096;
    std::string_view now = text;
    for (const Step& step : steps_) {
        if (now.empty()) {
            break;
        }
        std::string result;
        switch (step.kind) {
        case Kind::prepend: result = step.with + std::string(now); break;
        case Kind::replace:
            if (!step.pattern) {
                result = replaced(now, step.what, step.with);
                break;
            }
            step.pattern->forEach(now, [&](std::size_t begin, std::size_t end, bool isMatch) {
                result += isMatch ? std::string_view(step.with) : now.substr(begin, end - begin);
            });
            break;
        case Kind::lowercase: result = lowered(now); break;
        case Kind::stripAccents: result = withoutMarks(now); break;
        case Kind::stripStart: result = withoutSpacesBefore(now); break;
        case Kind::stripEnd: result = withoutSpacesBehind(now); break;
        default: result = inForm(now, step.kind); break;
        }
        if (result.size() > limit) {
            throw badInput({}, say("The normalizer of this tokenizer makes the text too long"),
                           say("{} bytes became more than {}.", text.size(), limit));
        }
        storage = std::move(result);
        now = storage;
    }
    return now;
}

Normalizer normalizerFromJson(const Json& normalizer, const fs::path& file) {
    Normalizer chain;
    std::size_t count = 0;
    if (!normalizer.is_null()) {
        addSteps(normalizer, file, 0, count, chain);
    }
    return chain;
}

} // namespace quantlathe
