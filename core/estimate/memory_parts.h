// SPDX-License-Identifier: GPL-3.0-or-later
// What the estimates of several programs share. Every formula stands in docs/estimates.md with its source.
#pragma once

#include "estimate/memory.h"

#include <cstdint>
#include <span>
#include <string>

namespace quantlathe {

inline constexpr std::uint64_t mebi = 1U << 20U;
inline constexpr std::uint64_t gibi = 1U << 30U;
inline constexpr std::uint64_t desktopBytes = 1040 * mebi; // what a desktop on the card takes
inline constexpr std::uint64_t headlessBytes = 400 * mebi; // driver and kernels on a card without one

[[nodiscard]] Figure unknownFigure(std::string_view reason);
/// The weights that a program loads: not those of layers that predict further tokens.
[[nodiscard]] std::vector<Choice> loadedChoices(const Model& model, std::span<const Choice> choices);
/// The formula, and how many tensors are left out.
[[nodiscard]] std::string withoutPredicting(std::string formula, std::size_t notLoaded);

/// All but tables that are only looked up; those are `hostBytes`.
[[nodiscard]] Figure weightsOnDevice(const Model& model, std::span<const Choice> choices, std::uint64_t& hostBytes);
/// Every tensor.
[[nodiscard]] Figure weightsOfFolder(const Model& model, std::span<const Choice> choices);
/// Driver, kernels and a desktop.
[[nodiscard]] Figure overheadOf(const RunSettings& settings);
/// Why programs other than llama.cpp keep something of this model in a way that is not known; nothing if it is known.
[[nodiscard]] std::optional<std::string> whyCacheUnknownIn(const Model& model, Runtime runtime);

// One a runtime.
[[nodiscard]] MemoryEstimate estimateTransformers(const Model& model, std::span<const Choice> choices,
                                                  const RunSettings& settings);
[[nodiscard]] MemoryEstimate estimateServer(const Model& model, std::span<const Choice> choices, const RunSettings& settings);
[[nodiscard]] MemoryEstimate estimateExllama(const Model& model, std::span<const Choice> choices, const RunSettings& settings);

} // namespace quantlathe
