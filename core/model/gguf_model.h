// SPDX-License-Identifier: GPL-3.0-or-later
// Understands a GGUF checkpoint: everything is said in its metadata and in the names of its tensors
// (docs/formats/gguf-model.md).
#pragma once

#include "model/model.h"

namespace quantlathe {

/// Never throws for what the metadata says: what cannot be understood is a reason in the result.
[[nodiscard]] Model::Parts understandGguf(std::shared_ptr<const Checkpoint> checkpoint);

} // namespace quantlathe
