// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/layer_inputs.h"

#include "runtime/rows.h"

#include <cmath>
#include <numbers>

namespace quantlathe {

Matrix LayerInputMaker::inputsOf(const Block& block, std::span<const std::int32_t> tokens, const RunContext& context) {
    const LayerInputs& all = *graph_.layerInputs;
    const auto hidden = static_cast<std::size_t>(graph_.hidden);
    const auto width = static_cast<std::size_t>(all.width);
    const Matrix embeddings{room(embeddings_, tokens.size() * hidden).data(), tokens.size(), hidden, hidden};
    context.forRows(tokens.size(), [&](std::size_t first, std::size_t end) {
        for (std::size_t i = first; i < end; ++i) {
            const std::span<float> row(embeddings.data + i * hidden, hidden);
            source_.rows(*graph_.tokenEmbedding, static_cast<std::uint64_t>(tokens[i]), row);
            scaleRow(row, graph_.embeddingScale);
        }
    });
    const Matrix inputs{room(inputs_, tokens.size() * width).data(), tokens.size(), width, width};
    Linear ofLayer = all.projection;
    ofLayer.firstRow = block.index * all.width;
    ofLayer.rows = all.width;
    linears_.run(std::span(&ofLayer, 1), {embeddings.data, embeddings.rows, hidden, hidden}, inputs, std::nullopt, context);
    const NormValues norm = valuesOf(all.norm, all.width, source_);
    const auto ofEmbedding = static_cast<float>(1 / std::sqrt(static_cast<double>(hidden)));
    const auto ofTable = static_cast<float>(std::sqrt(static_cast<double>(width)));
    const auto ofSum = static_cast<float>(1 / std::numbers::sqrt2);
    context.forRows(tokens.size(), [&](std::size_t first, std::size_t end) {
        std::vector<float> row(static_cast<std::size_t>(all.table->columns()));
        for (std::size_t i = first; i < end; ++i) {
            const std::span<float> input(inputs.data + i * width, width);
            scaleRow(input, ofEmbedding);
            applyNorm(graph_.norm, norm, graph_.epsilon, input, input);
            source_.rows(*all.table, static_cast<std::uint64_t>(tokens[i]), row);
            addScaled(input, std::span(row).subspan(block.index * width, width), ofTable);
            scaleRow(input, ofSum);
        }
    });
    return inputs;
}

ConstMatrix LayerInputMaker::make(ConstMatrix x, const Block& block, const BlockNorms& norms,
                                  std::span<const std::int32_t> tokens, std::size_t firstToken, const RunContext& context) {
    const LayerInput& layer = *block.layerInput;
    const Matrix inputs = inputsOf(block, tokens, context);
    const std::size_t width = inputs.columns;
    const Matrix gates{room(gates_, x.rows * width).data(), x.rows, width, width};
    linears_.run(std::span(&layer.gate, 1), x, gates, firstToken, context);
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            activateGated(graph_.activation, {gates.data + row * width, width}, {inputs.data + row * width, width});
        }
    });
    const Matrix outputs{room(outputs_, x.rows * x.columns).data(), x.rows, x.columns, x.columns};
    linears_.run(std::span(&layer.projection, 1), asConst(gates), outputs, firstToken, context);
    applyNorm(graph_.norm, norms.layerInput, graph_.epsilon, asConst(outputs), outputs, context);
    return asConst(outputs);
}

} // namespace quantlathe
