// SPDX-License-Identifier: GPL-3.0-or-later
// What calibration learns about the inputs of linear layers: sums over all tokens, per column.
#pragma once

#include "runtime/linear_groups.h"
#include "runtime/observer.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// Weights that multiply the same input (q, k, v; gate and up): their statistics are equal and kept once, under the first.
struct InputGroup {
    std::vector<const Weight*> weights;
    std::optional<std::uint32_t> layer; // nothing: the output head
    std::optional<Step> step;           // nothing: the output head, or what calibration passes over
    std::uint64_t columns = 0;
    std::uint32_t matrices = 1; // experts of a stacked weight; each has sums of its own

    [[nodiscard]] const Weight& first() const { return *weights.front(); }
};
/// Layer by layer; the output head last, if wanted.
[[nodiscard]] std::vector<InputGroup> inputGroups(const Graph& graph, bool withOutputHead);

/// Sums over the rows x of one group's input. Vectors hold matrices × columns values, Gram matrices matrices × columns ×
/// columns.
struct InputStatistics {
    std::vector<std::uint64_t> rows; // of each matrix: tokens, or tokens that chose the expert
    std::vector<double> squares;     // Σ x²: llama-imatrix's in_sum2
    std::vector<double> magnitudes;  // Σ |x|
    std::vector<float> largest;      // max |x|
    std::vector<double> gram;        // Σ x xᵀ, symmetric; empty unless wanted
};

/// Collects the statistics of one layer at a time. Sums run in double precision over tokens in their order: they do not depend
/// on the number of threads. Gram matrices: products of up to tokensAtOnce rows in single precision, added up in double.
class InputCollector final : public Observer {
public:
    InputCollector(std::vector<InputGroup> groups, bool withGram);

    [[nodiscard]] bool wants(const Weight& weight, Side side) const override;
    void observe(const Observation& observation, ThreadArena& arena) override;

    /// What was collected for a group since the last call for it; all zero if nothing was.
    [[nodiscard]] InputStatistics take(std::size_t group);
    /// Forgets what was collected for all groups.
    void clear();
    [[nodiscard]] const std::vector<InputGroup>& groups() const { return groups_; }

private:
    [[nodiscard]] InputStatistics empty(const InputGroup& group) const;

    std::vector<InputGroup> groups_;
    bool withGram_;
    std::unordered_map<const Weight*, std::size_t> byFirst_;
    std::unordered_map<std::size_t, InputStatistics> collected_;
};

} // namespace quantlathe
