// SPDX-License-Identifier: GPL-3.0-or-later
// Planned mixes in text and in JSON: shared by plan and pareto.
#pragma once

#include "json.h"
#include "plan/planner.h"
#include "terminal.h"

#include <string>

namespace quantlathe::cli {

/// Three significant digits, four decimals at least: "0.0282", "0.000412".
[[nodiscard]] std::string klText(double kl);
/// What "so many more bytes" are in such a file: "100 MB", "1 MB".
[[nodiscard]] std::string stepText(std::uint64_t fileBytes);
/// {"kl", "kl_low", "kl_high", "ln_perplexity_change", …, "source"}.
[[nodiscard]] Json predictionJson(const Prediction& prediction);
/// {"sensitivity": {"source", "description"}, "errors", "notes"}.
[[nodiscard]] Json sourceJson(const CandidateTable& table);
[[nodiscard]] std::string sourceText(const CandidateTable& table, const Terminal& screen);
/// What was chosen and what it is worth: prediction, gap, nearest preset, memory on a card.
[[nodiscard]] std::string mixText(const Planner& planner, const PlannedMix& mix, const Terminal& screen);
[[nodiscard]] Json mixJson(const Planner& planner, const PlannedMix& mix);

} // namespace quantlathe::cli
