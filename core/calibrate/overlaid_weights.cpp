// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/overlaid_weights.h"

#include <utility>

namespace quantlathe {

OverlaidWeights::OverlaidWeights(const Plan& plan, std::unordered_set<const Weight*> awaited)
    : planned_(plan), folded_(planned_), awaited_(std::move(awaited)) {}

void OverlaidWeights::set(const Weight& weight, const Encoding& encoding, std::vector<std::byte> bytes) {
    codes_.insert_or_assign(&weight, Codes{&encoding, std::move(bytes)});
}

void OverlaidWeights::set(const Weight& weight, EncodedMatrices matrix) {
    matrices_.insert_or_assign(&weight, std::move(matrix));
}

void OverlaidWeights::finishLayer(std::span<const Weight* const> weights) {
    for (const Weight* const weight : weights) {
        codes_.erase(weight);
        matrices_.erase(weight);
        planned_.release(*weight);
    }
}

void OverlaidWeights::rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const {
    if (const auto matrix = matrices_.find(&weight); matrix != matrices_.end()) {
        matrix->second.rows(firstRow, out);
        return;
    }
    const auto found = codes_.find(&weight);
    if (found == codes_.end()) {
        folded_.rows(weight, firstRow, out);
        return;
    }
    const auto& [encoding, bytes] = found->second;
    const std::uint64_t columns = weight.columns();
    encoding->decode(std::span(bytes).subspan(static_cast<std::size_t>(encoding->bytes(firstRow, columns)),
                                              static_cast<std::size_t>(encoding->bytes(out.size() / columns, columns))),
                     columns, out);
}

void OverlaidWeights::prepare(const Weight& weight, ThreadArena& arena, const CancelToken& cancel) const {
    if (!awaited_.contains(&weight)) {
        planned_.prepare(weight, arena, cancel);
    }
}

/// A layer is looked at again and again: its weights stay until finishLayer().
void OverlaidWeights::release(const Weight& weight) const {
    if (!weight.layer) {
        planned_.release(weight);
    }
}

} // namespace quantlathe
