// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings whose layers hold one number more: loaders scale the inputs of the layer by it before they round them, too.
#pragma once

#include "codecs/encoding.h"

#include <string_view>

namespace quantlathe {

class InputScaledEncoding {
public:
    virtual ~InputScaledEncoding() = default;
    /// Of its tensor, F32 [1], beside the parts of the matrix: ".input_global_scale".
    [[nodiscard]] virtual std::string_view inputScaleSuffix() const = 0;
    /// The number for inputs whose largest magnitude is this. Finite and positive.
    [[nodiscard]] virtual float inputScale(float largest) const = 0;

protected:
    InputScaledEncoding() = default;
    InputScaledEncoding(const InputScaledEncoding&) = default;
    InputScaledEncoding& operator=(const InputScaledEncoding&) = default;
    InputScaledEncoding(InputScaledEncoding&&) = default;
    InputScaledEncoding& operator=(InputScaledEncoding&&) = default;
};

/// nullptr for encodings without.
[[nodiscard]] inline const InputScaledEncoding* inputScaledEncoding(const Encoding& encoding) {
    return dynamic_cast<const InputScaledEncoding*>(&encoding);
}

} // namespace quantlathe
