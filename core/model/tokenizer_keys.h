// SPDX-License-Identifier: GPL-3.0-or-later
// A vocabulary to and from GGUF's tokenizer keys (docs/formats/gguf-model.md, "Tokenizer").
#pragma once

#include "checkpoint/metadata.h"
#include "model/tokenizer_data.h"

#include <optional>

namespace quantlathe {

/// Nothing if the metadata holds no vocabulary. Lists of other lengths than the tokens' are left out.
[[nodiscard]] std::optional<TokenizerData> tokenizerFromMetadata(const Metadata& metadata);

/// Appends the keys in the reference's order.
void addTokenizerKeys(const TokenizerData& tokenizer, Metadata& metadata);

} // namespace quantlathe
