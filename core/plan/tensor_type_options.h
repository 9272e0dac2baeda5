// SPDX-License-Identifier: GPL-3.0-or-later
// A plan as arguments of llama-quantize.
#pragma once

#include "plan/plan.h"

#include <string>
#include <vector>

namespace quantlathe {

/// REGEX=TYPE pairs for --tensor-type that give every weight with a choice the encoding that the plan gives it; layers that
/// agree are joined. Each weight is matched by exactly one of them, so their order does not matter. Fit for --tensor-type-file,
/// too: there is no white space in them.
[[nodiscard]] std::vector<std::string> tensorTypeOptions(const Plan& plan);

} // namespace quantlathe
