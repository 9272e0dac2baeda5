// SPDX-License-Identifier: GPL-3.0-or-later
// An importance matrix: for each weight, how strongly each input column is used (mean of squared activations).
#pragma once

#include "model/model.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// Immutable after reading; safe to read from many threads.
struct ImportanceMatrix {
    enum class Form { gguf, legacy };
    std::filesystem::path file;
    Form form = Form::gguf;
    std::vector<std::string> datasets;                           // names of the calibration texts, as the file says them
    std::uint32_t chunks = 0;                                    // of text; 0: not said
    std::uint32_t chunkTokens = 0;                               // 0: not said (the legacy form never does)
    std::unordered_map<std::string, std::vector<float>> columns; // by canonical weight name; one value per input column
    /// By canonical weight name: how many rows of activations (legacy form: calls) stand behind each matrix of the weight; one
    /// number for a plain matrix, one an expert for stacked ones. An expert with 0 was never used: its values are all 1.
    std::unordered_map<std::string, std::vector<std::uint64_t>> counts;

    /// Empty when the matrix says nothing about the weight.
    [[nodiscard]] std::span<const float> of(std::string_view weightName) const;
};

/// Values that a matrix must have for the weight: columns × experts.
[[nodiscard]] std::uint64_t importanceLength(const Weight& weight);

/// What a matrix says about one weight that could be quantized.
struct WeightCoverage {
    enum class State { covered, missing, wrongWidth };
    const Weight* weight = nullptr; // of the model that was asked about
    State state = State::missing;
    std::uint64_t expected = 0;      // importanceLength(*weight)
    std::uint64_t values = 0;        // those of the matrix; 0 if missing
    std::uint64_t experts = 1;       // matrices stacked in the weight
    std::uint64_t unusedExperts = 0; // of them, that the calibration text never reached
    /// Of `values`: zeros that fill aligned runs of 16, the fewest columns that share a scale in any encoding. Encoders let
    /// such columns count evenly (codecs/importance_parts.h).
    std::uint64_t silentColumns = 0;
};

/// How a matrix and a model fit together. A value; keep the model alive as long as `weights` is looked at.
struct ImportanceCoverage {
    std::vector<WeightCoverage> weights; // in the model's order: every weight that a format may quantize
    std::vector<std::string> unknown;    // entries of the matrix that name no weight of the model, sorted
    std::size_t covered = 0;
    std::size_t missing = 0;
    std::size_t wrongWidth = 0;
    /// True if the matrix was made from a model of this shape: something is covered (or the matrix is empty), and no width
    /// differs but that of a token embedding, whose values llama.cpp ignores then.
    [[nodiscard]] bool fits() const;
    /// "14 of 16 matrices covered; 2 missing: token_embd.weight, output.weight": one line, at most a few names, escaped.
    [[nodiscard]] std::string summary() const;
};
[[nodiscard]] ImportanceCoverage coverage(const Model& model, const ImportanceMatrix& importance);

/// Throws Error(badInput) listing the first mismatches when the matrix does not fit() the model.
void requireFit(const Model& model, const ImportanceMatrix& importance);

/// The matrix without the entries whose name contains one of `excluded`, or with only those whose name contains one of
/// `included` (llama-quantize's --exclude-weights and --include-weights). Both empty: unchanged.
[[nodiscard]] ImportanceMatrix filtered(ImportanceMatrix importance, std::span<const std::string> included,
                                        std::span<const std::string> excluded);

/// GGUF form and the legacy .dat form (docs/formats/imatrix.md). Throws Error(badInput) for malformed files and for values that
/// cannot be mean squares: negative, not finite or enormous.
[[nodiscard]] ImportanceMatrix readImportanceMatrix(const std::filesystem::path& file);

} // namespace quantlathe
