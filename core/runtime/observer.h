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

/// Rows of activations at one linear layer; valid during the call. Row i is token firstToken + i of the run (sequences one
/// after the other); rows of an expert are those tokens that chose it, in order, and only their number is known.
struct Observation {
    const Weight& weight; // name, role, layer
    Side side = Side::input;
    std::optional<std::uint32_t> expert; // which matrix of a stacked weight
    std::optional<std::size_t> firstToken;
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
    /// May use the arena's threads; an exception ends the run.
    virtual void observe(const Observation& observation, ThreadArena& arena) = 0;
};

} // namespace quantlathe
