// SPDX-License-Identifier: GPL-3.0-or-later
// What stands in for an importance matrix while one is only promised.
#pragma once

#include "formats/importance.h"

namespace quantlathe {

/// 1 for every column of every weight that a format may quantize: with it, encodings that need importance can be planned before
/// a text has told what is important. Sizes are then right; nothing should be encoded with it.
[[nodiscard]] ImportanceMatrix evenImportance(const Model& model);

} // namespace quantlathe
