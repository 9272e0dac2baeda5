// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/rows.h"

#include "base/error.h"

#include <atomic>

namespace quantlathe {

std::span<float> room(std::vector<float>& buffer, std::size_t count) {
    if (buffer.size() < count) {
        buffer.clear(); // nothing of the old content is copied
        buffer.resize(count);
    }
    return std::span(buffer).first(count);
}

void addRows(Matrix x, ConstMatrix part, float factor, const RunContext& context) {
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            addScaled({x.data + row * x.stride, x.columns}, {part.data + row * part.stride, part.columns}, factor);
        }
    });
}

void requireFinite(const WeightSource& source, ConstMatrix x, const Block& block, std::string_view where,
                   const RunContext& context) {
    std::atomic<bool> isFinite{true};
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            if (!allFinite({x.data + row * x.stride, x.columns})) {
                isFinite = false;
            }
        }
    });
    if (!isFinite) {
        throw badInput(source.model().checkpoint().path(), say("The activations of layer {} are not finite", block.index),
                       say("NaN or infinity appears in {} of blk.{}. Its weights are damaged, or their numbers overflow.",
                           translated(where), block.index));
    }
}

} // namespace quantlathe
