// SPDX-License-Identifier: GPL-3.0-or-later
// Why a weight of a plan has its encoding, in text and in JSON.
#pragma once

#include "json.h"
#include "plan/explanation.h"
#include "terminal.h"

#include <string>
#include <string_view>

namespace quantlathe::cli {

/// The weight of that canonical name, or the one that a tensor of that name in the model's files belongs to. Throws
/// Error(badInput) for other names.
[[nodiscard]] const Weight& weightNamed(const Model& model, std::string_view name);
[[nodiscard]] std::string explanationText(const Explanation& explained, const CandidateTable& table, const Terminal& screen);
/// The keys of docs/cli.md, "plan".
[[nodiscard]] Json explanationJson(const Explanation& explained, const CandidateTable& table);

} // namespace quantlathe::cli
