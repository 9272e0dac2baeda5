// SPDX-License-Identifier: GPL-3.0-or-later
// Where a model's chat template may be kept, and which of several is the plain one.
#pragma once

#include "model/tokenizer_data.h"

#include <filesystem>
#include <nlohmann/json.hpp>

namespace quantlathe {

/// Fills chatTemplate and namedChatTemplates: from tokenizer_config.json, else chat_template.jinja (with the files in
/// additional_chat_templates/), else chat_template.json. Throws Error(badInput) for a file that cannot be read.
void readChatTemplates(const std::filesystem::path& folder, const nlohmann::json& tokenizerConfig, TokenizerData& tokenizer);

} // namespace quantlathe
