// SPDX-License-Identifier: GPL-3.0-or-later
// Encodings with a scale for a whole matrix, which matrices that consumers join into one (formats/fusing.h) must share.
#pragma once

#include "codecs/matrix_encoding.h"

namespace quantlathe {

/// What such a MatrixEncoding is besides.
class JoinedScaleEncoding {
public:
    virtual ~JoinedScaleEncoding() = default;
    /// encodeMatrix() of one of several matrices. `largest`: the greatest magnitude in all of them, itself included; 0: it
    /// stands alone.
    virtual void encodeJoined(const MatrixTask& task, float largest, std::span<const std::span<std::byte>> parts) const = 0;
};

/// nullptr for encodings whose matrices have nothing in common.
[[nodiscard]] inline const JoinedScaleEncoding* joinedScaleEncoding(const Encoding& encoding) {
    return dynamic_cast<const JoinedScaleEncoding*>(&encoding);
}

} // namespace quantlathe
