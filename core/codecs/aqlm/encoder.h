// SPDX-License-Identifier: GPL-3.0-or-later
// Codebooks for a matrix, codes and scales (docs/formats/aqlm.md, "Choosing codebooks and codes"). Private to codecs/aqlm.
#pragma once

#include "codecs/aqlm/care.h"
#include "codecs/aqlm/layout.h"
#include "codecs/matrix_encoding.h"

namespace quantlathe::aqlm {

/// Whether there is a search for this layout.
[[nodiscard]] bool canSearch(const Layout& layout);

/// As MatrixEncoding::encodeMatrix(). Precondition: canSearch(layout).
void encodeMatrix(const Layout& layout, Care care, const MatrixTask& task, std::span<const std::span<std::byte>> parts);

} // namespace quantlathe::aqlm
