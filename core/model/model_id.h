// SPDX-License-Identifier: GPL-3.0-or-later
// What the name of a model says: "meta-llama/Llama-3.1-8B-Instruct" → organisation, base name, size, fine-tune, version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {

struct ModelId {
    std::optional<std::string> name; // as given, without the organisation
    std::optional<std::string> organization;
    std::optional<std::string> basename;
    std::optional<std::string> finetune;
    std::optional<std::string> version;
    std::optional<std::string> sizeLabel;
};

/// By the rules of docs/formats/gguf-model.md, "Names". A size in the name that is far from `parameters` counts as something
/// else (a context length). Longer than 256 bytes gives nothing.
[[nodiscard]] ModelId parseModelId(std::string_view id, std::uint64_t parameters);

/// "llama-3.1-8b-instruct" → "Llama 3.1 8b Instruct": words in lower case get capitals, version numbers stay.
[[nodiscard]] std::string titleFromId(std::string_view id);

/// "8.0B", "135M", "67K": at least two digits.
[[nodiscard]] std::string sizeLabel(std::uint64_t parameters);

} // namespace quantlathe
