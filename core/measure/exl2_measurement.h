// SPDX-License-Identifier: GPL-3.0-or-later
// measurement.json of ExLlamaV2's converter: what each setting of a block of EXL2 matrices does to the block's output
// (docs/formats/exl2.md, "measurement.json").
#pragma once

#include "codecs/exl2/layout.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe::exl2 {

enum class BlockKind : std::uint8_t { attention, feedForward, experts };

struct MeasuredMatrix {
    std::string projection; // "q_proj", "down_proj"; of experts "w1", "w2", "w3"
    std::vector<Run> runs;  // the last one takes what is left: 100 %
    friend bool operator==(const MeasuredMatrix&, const MeasuredMatrix&) = default;
};

struct MeasuredOption {
    double accuracy = 0;    // 1 − ‖change of the block's output‖ / ‖output‖, the residual stream included
    std::uint64_t bits = 0; // of all tensors
    std::vector<MeasuredMatrix> matrices;
    friend bool operator==(const MeasuredOption&, const MeasuredOption&) = default;
};

struct MeasuredBlock {
    std::uint32_t layer = 0;
    BlockKind kind = BlockKind::attention;
    std::vector<MeasuredOption> options; // never empty
    friend bool operator==(const MeasuredBlock&, const MeasuredBlock&) = default;
};

/// A value type.
struct Measurement {
    std::uint64_t lastModule = 0;      // the converter's count: embedding, two for each layer, norm, output matrix
    std::vector<MeasuredBlock> blocks; // ascending in layer and kind, each once
    friend bool operator==(const Measurement&, const Measurement&) = default;
};

/// The projections of a block, in the file's order.
[[nodiscard]] std::vector<std::string_view> projectionsOf(BlockKind kind);
/// "model.layers.3.self_attn"
[[nodiscard]] std::string keyOf(std::uint32_t layer, BlockKind kind);

[[nodiscard]] std::string measurementJson(const Measurement& measurement);
/// `file` is only for messages. Throws Error(badInput) for what is no such file, what exceeds its limits, and blocks of kinds
/// that are not known here (parallel decoders).
[[nodiscard]] Measurement parseMeasurement(std::string_view json, const std::filesystem::path& file);
[[nodiscard]] Measurement readMeasurement(const std::filesystem::path& file);

} // namespace quantlathe::exl2
