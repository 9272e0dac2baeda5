// SPDX-License-Identifier: GPL-3.0-or-later
// Small JSON files beside the weights (config.json and its kin), read with limits.
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

namespace quantlathe {

/// An object as the outermost value, at most `maxBytes` long and maxJsonDepth levels deep. The last of duplicate keys counts.
/// Throws Error(badInput) for what people mistake for a file of a model: a pointer of Git LFS, a web page, an archive.
void refuseForeignText(std::string_view text, const std::filesystem::path& file);

/// Throws Error(badInput) that names the file and the place. What Python writes is read too, see inPlainJson().
[[nodiscard]] nlohmann::json readJsonObject(const std::filesystem::path& file, std::uint64_t maxBytes);

/// JSON as Python's own module writes it, made plain: no byte order mark, and Infinity, -Infinity and NaN as texts that no
/// other value has, so that whoever needs a number refuses them and nobody else minds. inPythonsJson() turns those texts back.
[[nodiscard]] std::string inPlainJson(std::string_view text);
[[nodiscard]] std::string inPythonsJson(std::string text);

/// The same from text; `file` is only named in errors.
[[nodiscard]] nlohmann::json parseJsonObject(std::string_view text, const std::filesystem::path& file);

/// Nothing if there is no such file.
[[nodiscard]] std::optional<nlohmann::json> readJsonObjectIfThere(const std::filesystem::path& file, std::uint64_t maxBytes);

/// The member, or nullptr if `object` is no object, has no such member, or the member is null.
[[nodiscard]] const nlohmann::json* member(const nlohmann::json& object, std::string_view key);

/// The member as text, true or false; nothing if it is absent or of another kind.
[[nodiscard]] std::optional<std::string> textMember(const nlohmann::json& object, std::string_view key);
[[nodiscard]] std::optional<bool> flagMember(const nlohmann::json& object, std::string_view key);

} // namespace quantlathe
