// SPDX-License-Identifier: GPL-3.0-or-later
// How long a forward pass takes on this machine, from its beginning.
#pragma once

#include "runtime/forward.h"

namespace quantlathe {

/// Calls embed() and runNextLayer() of a new pass and takes all that it has to do for as fast. Seconds. Throws what they throw.
/// Starts no progress.
[[nodiscard]] double tryPass(ForwardPass& pass, ThreadArena& arena, const CancelToken& cancel);

} // namespace quantlathe
