// SPDX-License-Identifier: GPL-3.0-or-later
// Which earlier tokens a token looks at, by the scores of an indexer (DeepSeek-AI 2025, "DeepSeek-V3.2", section 2.1).
#pragma once

#include "runtime/attention.h"
#include "runtime/gemm.h"
#include "runtime/run_context.h"

#include <cstddef>
#include <cstdint>
#include <span>

namespace quantlathe {

inline constexpr std::size_t choiceWordBits = 32;

/// `queries`: heads × size columns, `keys`: size columns, both normed and rotated; `weights`: heads columns, of queries' heads.
/// Rows are tokens of a batch, those of `sequence` are looked at. `chosen`: `stride` words for each token of the batch; bit p
/// is set where the token looks at position p. Of equal scores the earlier position wins; no choice is made among up to
/// choice.most positions. Results do not depend on the number of threads.
void chooseTokens(const TokenChoice& choice, SequenceRows sequence, ConstMatrix queries, ConstMatrix keys, ConstMatrix weights,
                  std::span<std::uint32_t> chosen, std::size_t stride, const RunContext& context);

} // namespace quantlathe
