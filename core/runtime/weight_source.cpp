// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/weight_source.h"

#include "weights/weight_rows.h"

namespace quantlathe {

void WeightSource::prepare(const Weight&, ThreadArena&, const CancelToken&) const {}

void ModelWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    readRows(*model_, weight, firstRow, out);
}

void ModelWeights::release(const Weight& weight) const {
    releaseRows(*model_, weight, 0, weight.rows());
}

} // namespace quantlathe
