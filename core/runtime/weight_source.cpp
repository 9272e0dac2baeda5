// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/weight_source.h"

#include "base/hash.h"
#include "weights/weight_rows.h"

#include <fmt/format.h>

namespace quantlathe {

std::string WeightSource::identity() const {
    return {};
}

void WeightSource::prepare(const Weight&, ThreadArena&, const CancelToken&) const {}

std::string ModelWeights::identity() const {
    return identityOf(*model_);
}

void ModelWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    readRows(*model_, weight, firstRow, out);
}

void ModelWeights::release(const Weight& weight) const {
    releaseRows(*model_, weight, 0, weight.rows());
}

std::string identityOf(const Model& model) {
    HashBuilder hash;
    for (const Weight& weight : model.weights()) {
        hash.add(weight.name);
        hash.add(std::as_bytes(std::span(weight.tensors)));
    }
    return fmt::format("{}-{:016x}", model.checkpoint().identity(), hash.value());
}

} // namespace quantlathe
