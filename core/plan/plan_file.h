// SPDX-License-Identifier: GPL-3.0-or-later
// plan.json as a file.
#pragma once

#include "plan/plan.h"

#include <filesystem>

namespace quantlathe {

/// A relative path of its calibration is one from the folder of the plan. Throws Error(badInput) for what is no plan or larger
/// than 64 MiB, Error(failed) for what cannot be read.
[[nodiscard]] PlanDocument readPlan(const std::filesystem::path& file);

/// Whether the file is meant as a plan, by its name and its beginning; readPlan() says what is wrong with it.
[[nodiscard]] bool looksLikePlan(const std::filesystem::path& file) noexcept;

} // namespace quantlathe
