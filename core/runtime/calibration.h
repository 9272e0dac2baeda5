// SPDX-License-Identifier: GPL-3.0-or-later
// Calibration: one run of a text through a model that leaves a file of statistics, and goes on where it was interrupted.
#pragma once

#include "runtime/calibration_file.h"
#include "runtime/forward.h"

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace quantlathe {

struct CalibrationRequest {
    std::vector<TokenSequence> sequences; // their logits are not made
    std::string dataset;                  // as shown: the text's file name
    ForwardOptions options;
    bool withGram = false;
    bool withOutputHead = false;           // llama-imatrix leaves it out, too
    std::uint64_t gramBytes = 8ULL << 30U; // most memory that the Gram matrices of one layer may take
    /// What a resume needs is saved after a layer when so much time has passed since it was saved last.
    std::chrono::seconds saveInterval{60};
};

/// Identifies the source's weights, text and settings: calibrations with equal keys give equal statistics. Empty for a source
/// without an identity, whose statistics are made anew each time.
[[nodiscard]] std::string calibrationKey(const WeightSource& source, const CalibrationRequest& request);
/// <cache folder>/calibration/<key>.gguf. Precondition: the key is not empty.
[[nodiscard]] std::filesystem::path calibrationCacheFile(const std::string& key);

/// The statistics in `file` where they are complete, undamaged and those of the key; nothing else. Reads the whole file.
[[nodiscard]] std::optional<CalibrationStatistics> finishedCalibration(const std::filesystem::path& file,
                                                                       const std::string& key);
/// Whether an interrupted run has left something there that the next one goes on from, or begins anew.
[[nodiscard]] bool hasInterruptedCalibration(const std::filesystem::path& file);

/// Returns the statistics in `file` if they are those asked for. Else runs the text through the model and writes them; a file
/// of something else is replaced. An interrupted run (cancelled, killed, failed) leaves `<file>.part`, `<file>.state` and
/// `<file>.stream`, from which the next call with the same request goes on behind the last layer that was saved; they go when
/// the file is complete. Throws what ForwardPass throws, and Error(badInput) when Gram matrices need more memory than allowed.
[[nodiscard]] CalibrationStatistics calibrate(const WeightSource& source, const CalibrationRequest& request,
                                              const std::filesystem::path& file, const RunContext& context);

} // namespace quantlathe
