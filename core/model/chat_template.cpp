// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/chat_template.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "checkpoint/content.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::size_t maxTemplates = 1000;

/// Letters, digits and underscores: the name becomes part of a key.
std::string keyPart(std::string name) {
    const auto isPlain = [](char c) { return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    std::string part;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const bool continuesCharacter = (static_cast<unsigned char>(name[i]) & 0xC0U) == 0x80U;
        if (!continuesCharacter) {
            part += isPlain(name[i]) ? name[i] : '_';
        }
    }
    return part;
}

std::vector<fs::path> additionalTemplates(const fs::path& folder) {
    const fs::path others = folder / "additional_chat_templates";
    if (fileKind(others) != FileKind::folder) {
        return {};
    }
    std::vector<fs::path> files = entriesOf(others);
    std::erase_if(files, [](const fs::path& file) { return file.extension() != ".jinja"; });
    files.resize(std::min(files.size(), maxTemplates));
    return files;
}

/// Throws Error(badInput) for what is known to be something else: a file that was not downloaded.
std::string templateText(const fs::path& file) {
    std::string text = readTextFile(file, maxConfigBytes);
    refuseForeignContent(std::as_bytes(std::span(text)), file);
    return text;
}

/// What the files beside tokenizer_config.json say, in the form in which that one would.
Json templatesInFiles(const fs::path& folder) {
    if (isThere(folder / "chat_template.jinja")) {
        Json text = templateText(folder / "chat_template.jinja");
        const std::vector<fs::path> others = additionalTemplates(folder);
        if (others.empty()) {
            return text;
        }
        Json list = Json::array({{{"name", "default"}, {"template", std::move(text)}}});
        for (const fs::path& file : others) {
            list.push_back({{"name", file.stem().string()}, {"template", templateText(file)}});
        }
        return list;
    }
    if (const auto object = readJsonObjectIfThere(folder / "chat_template.json", maxConfigBytes)) {
        const Json* text = member(*object, "chat_template");
        return text == nullptr ? Json() : *text;
    }
    return {};
}

} // namespace

void readChatTemplates(const fs::path& folder, const Json& tokenizerConfig, TokenizerData& tokenizer) {
    // A null in tokenizer_config.json hides the files, as it does for the reference.
    const Json templates =
        tokenizerConfig.contains("chat_template") ? tokenizerConfig["chat_template"] : templatesInFiles(folder);
    if (templates.is_string()) {
        tokenizer.chatTemplate = templates.get<std::string>();
        return;
    }
    if (!templates.is_array()) {
        return;
    }
    for (const Json& entry : templates) {
        const std::string name = keyPart(textMember(entry, "name").value_or(std::string()));
        const auto text = textMember(entry, "template");
        if (name.empty() || !text || tokenizer.namedChatTemplates.size() == maxTemplates) {
            continue;
        }
        if (name == "default") {
            tokenizer.chatTemplate = *text;
        } else {
            tokenizer.namedChatTemplates.emplace_back(name, *text);
        }
    }
}

} // namespace quantlathe
