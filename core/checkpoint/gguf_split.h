// SPDX-License-Identifier: GPL-3.0-or-later
// How a GGUF model is cut into several files (docs/formats/gguf.md, "Split files"): the same cuts and keys as llama-gguf-split.
#pragma once

#include "checkpoint/gguf_writer.h"
#include "checkpoint/metadata.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace quantlathe {

/// Limits of one file; 0: none. At most one of the two numbers is set.
struct GgufSplitLimits {
    std::uint64_t bytes = 0;   // of its tensors, each padded to 32; the header does not count
    std::uint32_t tensors = 0; // number
    bool isFirstEmpty = false; // the first file holds the metadata alone
};

/// For every tensor the number of its file, from 0 (1 with `isFirstEmpty`), ascending. `sizes`: bytes without padding, in file
/// order. A tensor larger than the limit gets a file of its own; only the first one cannot (llama-gguf-split refuses the empty
/// file before it): Error (badInput), as for more files than names have room for.
[[nodiscard]] std::vector<std::size_t> shardsOfTensors(std::span<const std::uint64_t> sizes, const GgufSplitLimits& limits);

/// The two tools of llama.cpp write the same three keys in different orders.
enum class SplitKeyOrder { ggufSplit, quantize };

/// Headers of a set of files. `shards`: the file of each tensor, in the order of `tensors`; every file holds its tensors in
/// that order. All keys but split.* stand in the first file only. Throws as layOutGguf().
[[nodiscard]] std::vector<GgufLayout> layOutGgufSet(const Metadata& metadata, std::span<const GgufTensor> tensors,
                                                    std::span<const std::size_t> shards, SplitKeyOrder order);

} // namespace quantlathe
