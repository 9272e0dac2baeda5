// SPDX-License-Identifier: GPL-3.0-or-later
// The file of calibration statistics (docs/formats/calibration.md): laid out whole before any text runs, filled layer by layer.
#pragma once

#include "base/file.h"
#include "checkpoint/checkpoint.h"
#include "runtime/input_statistics.h"
#include "runtime/token_sequence.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// What the statistics were made of; `key` tells them from all others.
struct CalibrationOrigin {
    std::string key;
    std::string dataset; // as shown: a file's name
    std::uint64_t sequences = 0;
    std::uint64_t longestSequence = 0;
    std::uint64_t tokens = 0;
};

/// A complete file, opened. Immutable; safe to read from many threads. Functions throw Error(badInput) for a weight that the
/// file says nothing about and for a damaged file.
class CalibrationStatistics {
public:
    /// Throws Error(badInput) when the file is none of this kind.
    explicit CalibrationStatistics(const std::filesystem::path& file);

    [[nodiscard]] const CalibrationOrigin& origin() const { return origin_; }
    /// The tokens that were run.
    [[nodiscard]] std::vector<TokenSequence> sequences() const;
    /// All weights, sorted by name.
    [[nodiscard]] const std::vector<std::string>& weights() const { return weights_; }
    [[nodiscard]] bool contains(std::string_view weight) const;
    /// Without the Gram matrix.
    [[nodiscard]] InputStatistics of(std::string_view weight) const;
    [[nodiscard]] bool hasGram() const { return hasGram_; }
    /// Σ x xᵀ of one matrix, columns × columns.
    [[nodiscard]] std::vector<float> gram(std::string_view weight, std::uint32_t matrix = 0) const;

private:
    [[nodiscard]] const std::string& firstOf(std::string_view weight) const;
    template <class T>
    [[nodiscard]] std::vector<T> values(const std::string& tensor, ElementType type) const;

    std::shared_ptr<const Checkpoint> file_;
    CalibrationOrigin origin_;
    std::vector<std::string> weights_;
    std::unordered_map<std::string, std::string> firsts_; // weight → the weight under which its statistics stand
    bool hasGram_ = false;
};

/// Writes such a file under the name that it is given; the caller renames it when it is complete. Not thread-safe.
class CalibrationWriter {
public:
    /// Continues what is there if the header is the same, else empties the file; begin() then makes it one of this run.
    CalibrationWriter(const std::filesystem::path& file, const CalibrationOrigin& origin,
                      std::span<const TokenSequence> sequences, std::span<const InputGroup> groups, bool withGram);
    [[nodiscard]] bool continues() const { return continues_; }
    /// Until it is called, no later writer continues the file: what an earlier run noted of its own can be removed before.
    void begin();
    void write(std::size_t group, const InputStatistics& statistics);
    void sync();

private:
    OutputFile file_;
    std::vector<std::pair<std::uint64_t, std::vector<std::byte>>> start_; // what begin() writes, and where
    bool continues_ = false;
    std::vector<std::vector<std::uint64_t>> offsets_; // group → of its tensors, in the order of the table in the .cpp
};

} // namespace quantlathe
