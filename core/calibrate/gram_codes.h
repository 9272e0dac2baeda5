// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices whose encoding chooses all of its tensors for a Gram matrix itself. Private to calibrate/.
#pragma once

#include "codecs/gram_encoding.h"
#include "methods/gram_factor.h"

#include <span>

namespace quantlathe {

/// U · D · Uᵀ again, columns × columns.
[[nodiscard]] std::vector<float> gramOf(const FeedbackFactor& factor, const decltype(GramTask::forEach)& forEach);

/// As GramEncoding::improveMatrix(). `factor`: of columns as they come.
void chooseForGram(const GramEncoding& encoding, const MatrixShape& shape, const FeedbackFactor& factor,
                   std::span<const float> targets, const decltype(GramTask::forEach)& forEach,
                   std::span<const std::span<std::byte>> parts);

} // namespace quantlathe
