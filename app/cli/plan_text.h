// SPDX-License-Identifier: GPL-3.0-or-later
// A plan in text and in JSON: what plan and the dry run of convert print.
#pragma once

#include "json.h"
#include "plan/plan.h"
#include "terminal.h"

#include <filesystem>
#include <string>

namespace quantlathe::cli {

/// Sums by encoding; with `tensors` every weight; the files if there are several. `destination` may be empty.
[[nodiscard]] std::string planText(const Plan& plan, const std::filesystem::path& destination, bool tensors,
                                   const Terminal& screen);
/// The keys of docs/cli.md, "plan".
[[nodiscard]] Json planDocumentJson(const Plan& plan, const std::filesystem::path& destination);

} // namespace quantlathe::cli
