// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts a GGUF model into several files and puts such a set together again: keys as llama-gguf-split writes them, every tensor
// byte for byte. Models that cannot be converted (unknown architecture, none at all, types without an encoder) work as well.
#pragma once

#include "base/progress.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/gguf_split.h"
#include "convert/direct_output.h"
#include "formats/format.h"

#include <filesystem>

namespace quantlathe {

/// One file of what is its set (docs/formats/gguf.md, "Split files"). `choice` of a piece is the index of its tensor. Throws
/// Error(badInput) for what is no GGUF set.
[[nodiscard]] OutputLayout layOutMerged(const Checkpoint& source);

/// A set, of one file when everything fits; a set is cut anew. Throws Error(badInput) for what is no GGUF, and as
/// shardsOfTensors().
[[nodiscard]] OutputLayout layOutSplit(const Checkpoint& source, const GgufSplitLimits& limits);

/// Writes the layout: temporary names, every piece read back and compared, synced, renamed. Refuses as checkOutputPlace(). An
/// error or a cancellation leaves nothing; what a killed run left is removed by the next one. Progress counts bytes of tensors.
/// Memory: one tile.
[[nodiscard]] DirectReport copyGguf(const Checkpoint& source, const OutputLayout& layout,
                                    const std::filesystem::path& destination, bool replace, Progress& progress,
                                    const CancelToken& cancel);

} // namespace quantlathe
