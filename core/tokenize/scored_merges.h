// SPDX-License-Identifier: GPL-3.0-or-later
// SentencePiece's way of merging (T. Kudo, J. Richardson, "SentencePiece", 2018, section 3.1): neighbours whose joined text is
// a piece, the highest score first. As ranks of pairs it is ordinary byte-pair encoding.
#pragma once

#include "tokenize/bpe.h"

#include <filesystem>
#include <span>

namespace quantlathe {

/// Gives `bpe` a merge for every way to put a token together from two tokens or characters. `scores` by id, as many as tokens.
/// Throws Error(badInput) naming `file` for a vocabulary of such long tokens that looking at all ways would take minutes.
void addScoredMerges(std::span<const float> scores, const std::filesystem::path& file, Bpe& bpe);

} // namespace quantlathe
