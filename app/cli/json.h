// SPDX-License-Identifier: GPL-3.0-or-later
// JSON output: plain ASCII on the wire, whatever bytes a checkpoint holds, and no NaN or infinity (docs/cli.md).
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <string>
#include <string_view>

namespace quantlathe::cli {

using Json = nlohmann::ordered_json;

/// Valid UTF-8 as it is; otherwise control characters and bytes that are none become \xNN.
[[nodiscard]] std::string jsonText(std::string_view text);
[[nodiscard]] std::string jsonPath(const std::filesystem::path& path);
/// null for NaN and infinities.
[[nodiscard]] Json jsonNumber(double value);
/// Two blanks of indentation, non-ASCII as \uNNNN, a line end.
[[nodiscard]] std::string jsonDocument(const Json& value);
/// The same on one line, for JSON lines.
[[nodiscard]] std::string jsonLine(const Json& value);

} // namespace quantlathe::cli
