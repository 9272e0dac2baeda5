// SPDX-License-Identifier: GPL-3.0-or-later
// How models, weights and their parts are written, in text and in JSON: shared by the commands.
#pragma once

#include "json.h"
#include "model/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace quantlathe::cli {

/// "4096 × 256"; "scalar" without dimensions.
[[nodiscard]] std::string shapeText(std::span<const std::uint64_t> shape);

/// One number for all layers, or "4 to 8" where they differ; empty when the checkpoint does not say.
template <class Number>
[[nodiscard]] std::string perLayerText(const std::vector<Number>& values);

/// Name and value of everything that fits on a line about a model.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> modelFacts(const Model& model);

/// null where the checkpoint does not say; per-layer values are one number when all layers agree, else an array.
[[nodiscard]] Json hyperParametersJson(const HyperParameters& hyper);
/// null for a model without a tokenizer.
[[nodiscard]] Json tokenizerJson(const std::optional<TokenizerData>& tokenizer);
/// Key → value; arrays become {"count", "first"} with at most eight elements.
[[nodiscard]] Json metadataJson(const Metadata& metadata);

} // namespace quantlathe::cli
