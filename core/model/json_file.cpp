// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_file.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "checkpoint/json_bounds.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <span>

namespace quantlathe {
namespace {

constexpr std::size_t maxJsonValues = 2'000'000; // keys count, objects and arrays twice; about 200 MB of memory

// Longer ones first. The texts are as the library writes them.
struct PythonConstant {
    std::string_view python;
    std::string_view json;
};
constexpr std::array<PythonConstant, 3> pythonConstants{{
    {"-Infinity", "\"\\u0001-Infinity\""},
    {"Infinity", "\"\\u0001Infinity\""},
    {"NaN", "\"\\u0001NaN\""},
}};

/// The library's message starts with its own error number in brackets; what follows is fit for people.
std::string withoutErrorNumber(std::string_view message) {
    const std::size_t end = message.find("] ");
    return escapeForDisplay(end == std::string_view::npos ? message : message.substr(end + 2));
}

void refuseTooMuch(std::string_view text, const std::filesystem::path& file) {
    if (const auto breach = breachOf(text, {.deepestNesting = maxJsonDepth, .mostValues = maxJsonValues})) {
        throw breach->kind == JsonBreach::Kind::nesting
            ? badInput(file, say("This JSON file is nested too deeply"),
                       say("More than {} levels of objects and arrays are not accepted.", maxJsonDepth))
            : badInput(file, say("This JSON file holds too much"),
                       say("More than {} values are not accepted.", groupedDigits(maxJsonValues)));
    }
}

} // namespace

void refuseForeignText(std::string_view text, const std::filesystem::path& file) {
    if (!text.empty()) {
        refuseForeignContent(std::as_bytes(std::span(text.substr(0, contentBytes))), file);
    }
}

std::string inPlainJson(std::string_view text) {
    constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
    text.remove_prefix(text.starts_with(byteOrderMark) ? byteOrderMark.size() : 0);
    std::string plain;
    plain.reserve(text.size());
    bool isInText = false;
    for (std::size_t at = 0; at < text.size();) {
        const auto* const constant = std::ranges::find_if(
            pythonConstants, [&](const PythonConstant& each) { return text.substr(at).starts_with(each.python); });
        if (!isInText && constant != pythonConstants.end()) {
            plain += constant->json;
            at += constant->python.size();
            continue;
        }
        const bool isEscape = isInText && text[at] == '\\' && at + 1 < text.size();
        isInText = isInText != (text[at] == '"');
        plain += text.substr(at, isEscape ? 2 : 1);
        at += isEscape ? 2 : 1;
    }
    return plain;
}

std::string inPythonsJson(std::string text) {
    for (const PythonConstant& constant : pythonConstants) {
        for (std::size_t at = text.find(constant.json); at != std::string::npos; at = text.find(constant.json, at)) {
            text.replace(at, constant.json.size(), constant.python);
        }
    }
    return text;
}

nlohmann::json parseJsonObject(std::string_view text, const std::filesystem::path& file) {
    refuseTooMuch(text, file);
    nlohmann::json root = nlohmann::json::parse(text, nullptr, false);
    if (root.is_discarded()) {
        const std::string plain = inPlainJson(text);
        refuseTooMuch(plain, file);
        try {
            root = nlohmann::json::parse(plain);
        } catch (const nlohmann::json::exception& error) {
            refuseForeignText(text, file);
            throw badInput(file, say("This is no valid JSON file"), withoutErrorNumber(error.what()) + ".");
        }
    }
    if (!root.is_object()) {
        throw badInput(file, say("This JSON file is not as expected"),
                       say("The outermost value must be an object, it is {}.", root.type_name()));
    }
    return root;
}

nlohmann::json readJsonObject(const std::filesystem::path& file, std::uint64_t maxBytes) {
    return parseJsonObject(readTextFile(file, maxBytes), file);
}

std::optional<nlohmann::json> readJsonObjectIfThere(const std::filesystem::path& file, std::uint64_t maxBytes) {
    if (!isThere(file)) {
        return std::nullopt;
    }
    return readJsonObject(file, maxBytes);
}

const nlohmann::json* member(const nlohmann::json& object, std::string_view key) {
    if (!object.is_object()) {
        return nullptr;
    }
    const auto found = object.find(key);
    return found == object.end() || found->is_null() ? nullptr : &*found;
}

std::optional<std::string> textMember(const nlohmann::json& object, std::string_view key) {
    const nlohmann::json* value = member(object, key);
    return value != nullptr && value->is_string() ? std::optional(value->get<std::string>()) : std::nullopt;
}

std::optional<bool> flagMember(const nlohmann::json& object, std::string_view key) {
    const nlohmann::json* value = member(object, key);
    return value != nullptr && value->is_boolean() ? std::optional(value->get<bool>()) : std::nullopt;
}

} // namespace quantlathe
