// SPDX-License-Identifier: GPL-3.0-or-later
// Codebooks, codes and scales for the Gram matrix of a matrix's inputs (docs/formats/aqlm.md, "Calibration"). Private to
// codecs/aqlm.
#pragma once

#include "codecs/aqlm/care.h"
#include "codecs/aqlm/layout.h"
#include "codecs/gram_encoding.h"

namespace quantlathe::aqlm {

/// As GramEncoding::improveMatrix(). Precondition: canSearch(layout).
void improveMatrix(const Layout& layout, Care care, const GramTask& task, std::span<const std::span<std::byte>> parts);

} // namespace quantlathe::aqlm
