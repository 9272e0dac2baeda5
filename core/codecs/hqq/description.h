// SPDX-License-Identifier: GPL-3.0-or-later
// The small tensors that describe a stored HQQ matrix (docs/formats/hqq.md, "Tensors"). Private to codecs/hqq.
#pragma once

#include "codecs/hqq/layout.h"
#include "codecs/matrix_encoding.h"

#include <vector>

namespace quantlathe::hqq {

/// How a checkpoint describes its matrices, as far as that is open.
struct Description {
    bool storesBitsAsFloat = false;
    std::uint32_t missing = 0; // bit i: the field number i of fieldSuffixes() is not there
    friend bool operator==(const Description&, const Description&) = default;

    /// What the library writes.
    [[nodiscard]] static Description standard(const Layout& layout) {
        return {.storesBitsAsFloat = layout.precision.bits == 1.58F};
    }
};

/// In the order in which parts() has them, after codes, scales and zero points.
[[nodiscard]] std::span<const std::string_view> fieldSuffixes();

[[nodiscard]] std::vector<MatrixPart> descriptionParts(const Layout& layout, const Description& description,
                                                       const MatrixShape& shape);
/// `parts`: one span for each of descriptionParts().
void writeDescription(const Layout& layout, const Description& description, const MatrixShape& shape,
                      std::span<const std::span<std::byte>> parts);

/// What the small tensors of a module say, and the stored type of its scales.
struct StoredDescription {
    Layout layout;
    Description description;
    MatrixShape shape;
};
/// Precondition: there is a tensor ".W_q". Nothing when no small tensor of HQQ stands beside it; Error(badInput) when what they
/// say makes no sense, or is something that Quantlathe does not read.
[[nodiscard]] std::optional<StoredDescription> readDescription(const PartLookup& lookup);

} // namespace quantlathe::hqq
