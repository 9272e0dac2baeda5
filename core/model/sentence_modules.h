// SPDX-License-Identifier: GPL-3.0-or-later
// What sentence-transformers keeps beside an embedding model (modules.json, 1_Pooling/config.json, 2_Dense): how one vector
// becomes of those of all tokens, and what is done to it (docs/formats/gguf-model.md, "Embedding models").
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

enum class Pooling : std::uint32_t { mean = 1, first = 2, last = 3 }; // as llama.cpp counts them

/// Of a model's folder; nothing where there is no modules.json, or none that pools. Throws Error(badInput) for a modules.json
/// that is malformed, and for a way of pooling that no GGUF file can say.
[[nodiscard]] std::optional<Pooling> poolingOfFolder(const std::filesystem::path& folder);

/// What of them no GGUF file holds, one sentence each.
[[nodiscard]] std::vector<std::string> sentenceModulesLeftOut(const std::filesystem::path& folder);

} // namespace quantlathe
