// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/recurrence.h"

#include "kernels/row_functions.h"
#include "runtime/channel_delta.h"
#include "runtime/channel_scan.h"
#include "runtime/delta_rule.h"
#include "runtime/head_scan.h"
#include "runtime/rows.h"

#include <algorithm>
#include <iterator>

namespace quantlathe {
namespace {

template <class... Functions>
struct ForShape : Functions... {
    using Functions::operator()...;
};
template <class... Functions>
ForShape(Functions...) -> ForShape<Functions...>;

/// Of each head gates | channels → gates of all | channels of all, in the first columns of `out`.
void partHeads(const HeadScanShape& shape, ConstMatrix inputs, Matrix out, const RunContext& context) {
    const std::size_t size = shape.headSize;
    context.forRows(inputs.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const float* from = inputs.data + row * inputs.stride;
            float* const gates = out.data + row * out.stride;
            for (std::size_t head = 0; head < shape.heads; ++head, from += 2 * size) {
                std::copy_n(from, size, gates + head * size);
                std::copy_n(from + size, size, gates + (shape.heads + head) * size);
            }
        }
    });
}

/// Each of the parts that lie side by side by its own root mean square.
void normParts(std::span<const std::vector<float>> gains, float epsilon, Matrix x, const RunContext& context) {
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            float* at = x.data + row * x.stride;
            for (const std::vector<float>& gain : gains) {
                const std::span<float> part(at, gain.size());
                rmsNorm(part, gain, epsilon, part);
                at += gain.size();
            }
        }
    });
}

} // namespace

std::uint64_t Recurrence::inputs() const {
    return std::visit(ForShape{[](const DeltaShape& delta) { return delta.inputs(); },
                               [](const HeadScanShape& scan) { return scan.inputs(); },
                               [](const SelectedHeadScanShape& selected) { return selected.inputs(); },
                               [](const ChannelScanShape& scan) { return 2 * scan.width; },
                               [](const ShortConvolutionShape& convolution) { return 3 * convolution.width; },
                               [](const ChannelDeltaShape& delta) { return delta.inputs(); }},
                      shape);
}

std::uint64_t Recurrence::width() const {
    return std::visit(ForShape{[](const DeltaShape& delta) { return delta.width(); },
                               [](const HeadScanShape& scan) { return scan.width(); },
                               [](const SelectedHeadScanShape& selected) { return selected.scan.width(); },
                               [](const ChannelScanShape& scan) { return scan.width; },
                               [](const ShortConvolutionShape& convolution) { return convolution.width; },
                               [](const ChannelDeltaShape& delta) { return delta.width(); }},
                      shape);
}

std::vector<float> RecurrenceRunner::valuesOf(const Weight* weight) const {
    std::vector<float> values(weight == nullptr ? 0 : static_cast<std::size_t>(weight->elements()));
    if (weight != nullptr) {
        source_.rows(*weight, 0, values);
    }
    return values;
}

void RecurrenceRunner::run(const Recurrence& recurrence, std::span<const SequenceRows> sequences, ConstMatrix inputs,
                           Matrix out, std::size_t firstToken, const RunContext& context) {
    const auto convolution = [&](std::uint64_t channels) {
        return convolutionOf(valuesOf(recurrence.taps), valuesOf(recurrence.tapsBias), static_cast<std::size_t>(channels));
    };
    std::visit(ForShape{[&](const DeltaShape& shape) {
                            runDeltaRule(shape,
                                         {convolution(shape.convolved()), valuesOf(recurrence.decay),
                                          valuesOf(recurrence.stepBias), valuesOf(recurrence.gain)},
                                         sequences, inputs, out, context);
                        },
                        [&](const HeadScanShape& shape) {
                            scanHeads(shape,
                                      {convolution(shape.convolved()), valuesOf(recurrence.decay),
                                       valuesOf(recurrence.stepBias), valuesOf(recurrence.direct), valuesOf(recurrence.gain)},
                                      sequences, inputs, out, context);
                        },
                        [&](const SelectedHeadScanShape& shape) {
                            scanSelectedHeads(shape, recurrence, sequences, inputs, out, firstToken, context);
                        },
                        [&](const ChannelScanShape& shape) {
                            scanSelected(shape, recurrence, sequences, inputs, out, firstToken, context);
                        },
                        [&](const ShortConvolutionShape& shape) {
                            convolveGated(convolution(shape.width), sequences, inputs, out, context);
                        },
                        [&](const ChannelDeltaShape& shape) {
                            correctByChannels(shape, recurrence, sequences, inputs, out, firstToken, context);
                        }},
               recurrence.shape);
}

void RecurrenceRunner::scanSelected(const ChannelScanShape& shape, const Recurrence& recurrence,
                                    std::span<const SequenceRows> sequences, ConstMatrix inputs, Matrix out,
                                    std::size_t firstToken, const RunContext& context) {
    const auto width = static_cast<std::size_t>(shape.width);
    const auto selected = static_cast<std::size_t>(shape.selected());
    const std::size_t tokens = inputs.rows;
    const Matrix channels{room(channels_, tokens * width).data(), tokens, width, width};
    const Matrix selection{room(selection_, tokens * selected).data(), tokens, selected, selected};
    const Matrix paces{room(paces_, tokens * width).data(), tokens, width, width};
    const ChannelScanValues values{convolutionOf(valuesOf(recurrence.taps), valuesOf(recurrence.tapsBias), width),
                                   turnedDecay(valuesOf(recurrence.decay), shape), valuesOf(recurrence.direct)};
    convolveAndActivate(values.convolution, sequences, {inputs.data, tokens, width, inputs.stride}, channels, context);
    linears_.run(std::span(&recurrence.selection, 1), asConst(channels), selection, firstToken, context);
    std::vector<float> gains;
    for (const Weight* const gain : recurrence.selectionGains) {
        std::ranges::copy(valuesOf(gain), std::back_inserter(gains));
    }
    normSelection(shape, gains, selection, context);
    linears_.run(std::span(&recurrence.paces, 1), {selection.data, tokens, shape.stepRank, selection.stride}, paces, firstToken,
                 context);
    const ConstMatrix gates{inputs.data + width, tokens, width, inputs.stride};
    scanChannels(shape, values, sequences, {asConst(channels), asConst(selection), asConst(paces), gates}, out, context);
}

/// Lays what is selected out as a scan of heads reads it.
void RecurrenceRunner::scanSelectedHeads(const SelectedHeadScanShape& shape, const Recurrence& recurrence,
                                         std::span<const SequenceRows> sequences, ConstMatrix inputs, Matrix out,
                                         std::size_t firstToken, const RunContext& context) {
    const auto width = static_cast<std::size_t>(shape.scan.width());
    const auto columns = static_cast<std::size_t>(shape.scan.inputs());
    const std::size_t states = shape.scan.states;
    const std::size_t selected = 2 * states + shape.stepRank;
    const std::size_t tokens = inputs.rows;
    const Matrix laidOut{room(laidOut_, tokens * columns).data(), tokens, columns, columns};
    const Matrix channels{room(channels_, tokens * width).data(), tokens, width, width};
    const Matrix selection{room(selection_, tokens * selected).data(), tokens, selected, selected};
    partHeads(shape.scan, inputs, laidOut, context);
    convolveAndActivate(convolutionOf(valuesOf(recurrence.taps), valuesOf(recurrence.tapsBias), width), sequences,
                        columnsOf(asConst(laidOut), width, width), channels, context);
    linears_.run(std::span(&recurrence.selection, 1), asConst(channels), selection, firstToken, context);
    std::vector<std::vector<float>> gains;
    for (const Weight* const gain : recurrence.selectionGains) {
        gains.push_back(valuesOf(gain));
    }
    normParts(gains, shape.epsilon, selection, context);
    linears_.run(std::span(&recurrence.paces, 1), columnsOf(asConst(selection), 2 * states, shape.stepRank),
                 columnsOf(laidOut, columns - shape.scan.heads, shape.scan.heads), firstToken, context);
    context.forRows(tokens, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            float* const to = laidOut.data + row * columns + width;
            std::copy_n(selection.data + row * selected, 2 * states, std::copy_n(channels.data + row * width, width, to));
        }
    });
    scanHeads(shape.scan, {{}, valuesOf(recurrence.decay), valuesOf(recurrence.stepBias), valuesOf(recurrence.direct), {}},
              sequences, asConst(laidOut), out, context);
}

void RecurrenceRunner::correctByChannels(const ChannelDeltaShape& shape, const Recurrence& recurrence,
                                         std::span<const SequenceRows> sequences, ConstMatrix inputs, Matrix out,
                                         std::size_t firstToken, const RunContext& context) {
    const auto width = static_cast<std::size_t>(shape.width());
    const std::size_t tokens = inputs.rows;
    const Matrix convolved{room(channels_, tokens * 3 * width).data(), tokens, 3 * width, 3 * width};
    for (std::size_t part = 0; part < recurrence.apartTaps.size(); ++part) {
        convolveAndActivate(convolutionOf(valuesOf(recurrence.apartTaps[part]), {}, width), sequences,
                            columnsOf(inputs, part * width, width), columnsOf(convolved, part * width, width), context);
    }
    const std::size_t narrow = 3 * width + shape.heads;
    const Matrix paces{room(paces_, tokens * width).data(), tokens, width, width};
    const Matrix gates{room(selection_, tokens * width).data(), tokens, width, width};
    linears_.run(std::span(&recurrence.paces, 1), columnsOf(inputs, narrow, shape.size), paces, firstToken, context);
    linears_.run(std::span(&recurrence.gates, 1), columnsOf(inputs, narrow + shape.size, shape.size), gates, firstToken,
                 context);
    runChannelDelta(shape, {valuesOf(recurrence.decay), valuesOf(recurrence.stepBias), valuesOf(recurrence.gain)}, sequences,
                    {asConst(convolved), columnsOf(inputs, 3 * width, shape.heads), asConst(paces), asConst(gates)}, out,
                    context);
}

double multiplyAddsOf(const Recurrence& recurrence) {
    return std::visit(
        ForShape{[](const ShortConvolutionShape&) { return 0.0; }, [](const auto& shape) { return multiplyAddsOf(shape); }},
        recurrence.shape);
}

} // namespace quantlathe
