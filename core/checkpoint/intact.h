// SPDX-License-Identifier: GPL-3.0-or-later
// The guard of base/mapping_guard.h for all files of a model.
#pragma once

#include "checkpoint/checkpoint.h"

namespace quantlathe {

/// Throws as requireIntact() of a mapped file does: after every tile that was read from the checkpoint's bytes.
void requireIntact(const Checkpoint& checkpoint);
/// Throws as requireUnchanged() does: before results that were read from the checkpoint are given out or kept.
void requireUnchanged(const Checkpoint& checkpoint);

} // namespace quantlathe
