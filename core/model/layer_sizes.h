// SPDX-License-Identifier: GPL-3.0-or-later
// The sizes that the tensors of one layer must have.
#pragma once

#include "model/architectures.h"
#include "model/hyper_parameters.h"

#include <cstdint>

namespace quantlathe {

/// `hyper` has a value for every layer; sizes that the model does not have are 0.
class LayerSizes {
public:
    LayerSizes(const HyperParameters& hyper, std::uint32_t layer) : hyper_(hyper), layer_(layer) {}
    [[nodiscard]] std::uint64_t of(Size size) const;

private:
    const HyperParameters& hyper_;
    std::uint32_t layer_;
};

} // namespace quantlathe
