// SPDX-License-Identifier: GPL-3.0-or-later
// Encoded weights that were chosen before the conversion, by looking at what a text does in the model; and how the model was
// changed for them without changing what it computes.
#pragma once

#include "model/weight.h"
#include "plan/tensor_scaling.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace quantlathe {

/// Immutable; safe to read from many threads.
class ReadyCodes {
public:
    virtual ~ReadyCodes() = default;
    /// Two with equal names hold equal bytes.
    [[nodiscard]] virtual const std::string& identity() const = 0;
    [[nodiscard]] virtual bool contains(const Weight& weight) const = 0;
    /// Bytes from number `first` on of the weight's encoded rows. Precondition: contains(weight). Throws Error when they
    /// cannot be read or are not what was written.
    virtual void read(const Weight& weight, std::uint64_t first, std::span<std::byte> out) const = 0;
    /// What a tensor of the checkpoint is multiplied by, whether it is encoded here or not; nullptr: it stays as it is.
    [[nodiscard]] virtual const TensorScaling* scalingOf(std::size_t /*tensor*/) const { return nullptr; }
    /// Whether scalings were looked for at all; there may be none.
    [[nodiscard]] virtual bool knowsScalings() const { return false; }
};

} // namespace quantlathe
