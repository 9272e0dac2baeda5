// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at what goes into and comes out of every linear layer while a text passes through the model.
#pragma once

#include "base/arena.h"
#include "model/weight.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace quantlathe {

enum class Side { input, output };

/// Which tokens of the run (sequences one after the other) rows of activations belong to.
struct RowTokens {
    RowTokens(std::size_t firstToken) : first(firstToken) {}               // NOLINT(google-explicit-constructor)
    RowTokens(std::nullopt_t) {}                                           // NOLINT(google-explicit-constructor)
    RowTokens(std::span<const std::size_t> ofExpert) : chosen(ofExpert) {} // NOLINT(google-explicit-constructor)

    std::optional<std::size_t> first;    // row i is token first + i
    std::span<const std::size_t> chosen; // of an expert: the tokens that chose it, ascending
};

/// Rows of activations at one linear layer; valid during the call.
struct Observation {
    const Weight& weight; // name, role, layer
    Side side = Side::input;
    std::optional<std::uint32_t> expert; // which matrix of a stacked weight
    RowTokens tokens = std::nullopt;
    const float* data = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0; // the weight's columns at its input, its rows (of one expert) at its output
    std::size_t stride = 0;  // floats from one row to the next

    [[nodiscard]] std::span<const float> row(std::size_t i) const { return {data + i * stride, columns}; }
};

/// Called by one thread at a time, layer after layer, tokens of a layer in order; always in the same order for the same run.
class Observer {
public:
    virtual ~Observer() = default;
    /// Asked before each linear layer: values that nobody wants are not handed over.
    [[nodiscard]] virtual bool wants(const Weight& weight, Side side) const = 0;
    /// Asked for weights of experts that it wants.
    [[nodiscard]] virtual bool wantsExpert(std::uint32_t /*expert*/) const { return true; }
    /// May use the arena's threads; an exception ends the run.
    virtual void observe(const Observation& observation, ThreadArena& arena) = 0;
};

} // namespace quantlathe
