// SPDX-License-Identifier: GPL-3.0-or-later
// What loaders of quantized models do to the inputs of linear layers before they multiply: rounding them to few bits, too.
// Equations: docs/quality.md.
#pragma once

#include "codecs/encoding.h"
#include "model/model.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace quantlathe {

/// How the inputs of one linear layer are rounded. A value type.
struct InputRounding {
    enum class Numbers : std::uint8_t { int8, float8, float4 };
    enum class Scales : std::uint8_t {
        token,  // one for all features of a token
        group,  // one for so many features of a token
        stored, // one for all tokens, in the file
    };
    Numbers numbers = Numbers::int8;
    Scales scales = Scales::token;
    std::uint32_t group = 0;
    float scale = 1; // the stored one; of float4, what the scales of groups are multiplied with before they are rounded
    int zero = 0;    // the whole number that stands for 0, of int8 with a stored scale
    /// False: they are rounded in a way that is not known here, so nothing is done to them.
    bool isKnown = true;

    friend bool operator==(const InputRounding&, const InputRounding&) = default;
};

/// Row by row what the layer gets of `x`; `out` may be `x`. Values that are not finite do not become finite. Precondition:
/// rounding.isKnown. Any thread.
void roundInput(const InputRounding& rounding, std::span<const float> x, std::span<float> out);

/// How loaders round the inputs of layers that are written in this encoding; nothing if they do not.
[[nodiscard]] std::optional<InputRounding> inputRoundingOf(const Encoding& encoding);

/// By weight: of each of its matrices, or one for all.
using InputRoundings = std::unordered_map<const Weight*, std::vector<std::optional<InputRounding>>>;

/// What a model's folder says (config.json and scales beside the weights); empty for models without such layers. Throws
/// Error(badInput) for a malformed config.json.
[[nodiscard]] InputRoundings statedInputRoundings(const Model& model);

/// "INT8, a scale a token": whatever the stored scales are.
[[nodiscard]] std::string describe(const InputRounding& rounding);

} // namespace quantlathe
