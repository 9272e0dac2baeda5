// SPDX-License-Identifier: GPL-3.0-or-later
// Names of tensors as the table of architectures has them: without what wrappers put in front, and with the numbers of layers
// that predict further tokens behind those of the others.
#pragma once

#include "checkpoint/checkpoint.h"
#include "model/architectures.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace quantlathe {

/// Cuts a number off the front that a dot follows.
[[nodiscard]] std::optional<std::uint32_t> takeNumber(std::string_view& text);

/// Of one checkpoint. `row` must live longer. Immutable.
class UsualNames {
public:
    /// `mainLayers`: without those that predict further tokens.
    UsualNames(std::span<const TensorInfo> tensors, const ArchitectureRow& row, std::uint32_t mainLayers);

    [[nodiscard]] std::string of(std::string_view stored) const;
    /// Of a tensor of a layer that predicts further tokens: its number among these, from 0.
    [[nodiscard]] std::optional<std::uint32_t> predictionLayer(std::string_view stored) const;

private:
    const ArchitectureRow& row_;
    std::uint32_t mainLayers_;
    bool isBare_;    // saved without its head: names without "model." in front
    bool isWrapped_; // names with it that have none by themselves
};

/// The way back, for a tensor of the usual name.
[[nodiscard]] std::string storedPredictionName(std::string usual, const ArchitectureRow& row, std::uint32_t mainLayers);

} // namespace quantlathe
