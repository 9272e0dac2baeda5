// SPDX-License-Identifier: GPL-3.0-or-later
// Valid small models with everything around them: what is damaged afterwards. Each has some ten thousand weights.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace quantlathe::reliability {

[[nodiscard]] std::string contentsOf(const std::filesystem::path& file);
void writeFile(const std::filesystem::path& file, std::string_view contents);

/// How a folder says what its tokens are.
enum class Vocabulary { sentencePiece, tokenizerJson, vocabularyAndMerges };

/// A Llama in one safetensors file, with model card, chat templates and generation settings.
void writeLlama(const std::filesystem::path& folder, Vocabulary vocabulary);
/// The same weights in two files with an index.
void writeShardedLlama(const std::filesystem::path& folder);
/// The same as torch.save() writes them.
void writePyTorchLlama(const std::filesystem::path& folder);

} // namespace quantlathe::reliability
