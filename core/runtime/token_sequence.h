// SPDX-License-Identifier: GPL-3.0-or-later
// What is run through a model.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace quantlathe {

/// Tokens that see each other; positions count from 0.
struct TokenSequence {
    std::vector<std::int32_t> tokens;
    /// Logits are made at positions firstLogit … endLogit − 1 (cut at the sequence's end).
    std::size_t firstLogit = 0;
    std::size_t endLogit = SIZE_MAX;
};

} // namespace quantlathe
