// SPDX-License-Identifier: GPL-3.0-or-later
// Facts about a running model that both the memory and the speed estimate ask for.
#pragma once

#include "formats/format.h"
#include "model/model.h"

#include <cstdint>
#include <span>

namespace quantlathe {

/// Tables that llama.cpp looks rows up in, on the CPU.
[[nodiscard]] bool isInputTable(const Weight& weight);
/// True when there is a token embedding and no output matrix of its own.
[[nodiscard]] bool tiesOutputToEmbedding(std::span<const Choice> choices);
/// Widest feed-forward activation of a token: experts in use count together.
[[nodiscard]] std::uint64_t feedForwardAtOnce(const Model& model, std::span<const Choice> choices);
[[nodiscard]] bool isExpertStack(const Weight& weight);
/// What a choice takes in memory, aligned as in a GGUF file.
[[nodiscard]] std::uint64_t residentBytes(const Choice& choice);
/// Bytes that one token reads of the choice: of experts only those in use, of a table that is only looked up nothing.
[[nodiscard]] double activeBytes(const Model& model, const Choice& choice, bool isTied);

} // namespace quantlathe
