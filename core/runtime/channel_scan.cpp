// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/channel_scan.h"

#include "kernels/row_functions.h"
#include "runtime/recurrence_steps.h"

#include <algorithm>

namespace quantlathe {
namespace {

constexpr std::size_t channelsAtOnce = 64;
constexpr double exponentialCost = 8; // in multiply-adds

/// Some channels of one sequence.
class ScannedChannels {
public:
    ScannedChannels(const ChannelScanShape& shape, const ChannelScanValues& values, std::size_t first, std::size_t count)
        : shape_(shape), values_(values), first_(first), count_(count), steps_(count), entering_(count),
          decays_(count * shape.states), kept_(count * shape.states, 0.0F) {}

    void run(SequenceRows sequence, const ChannelScanRows& rows, Matrix out) {
        for (std::size_t token = sequence.first; token < sequence.first + sequence.count; ++token) {
            const float* const channels = rows.channels.data + token * rows.channels.stride + first_;
            const float* const paces = rows.paces.data + token * rows.paces.stride + first_;
            for (std::size_t i = 0; i < count_; ++i) {
                steps_[i] = softPlus(paces[i]);
                entering_[i] = steps_[i] * channels[i];
            }
            const std::span<float> made(out.data + token * out.stride + first_, count_);
            for (std::size_t i = 0; i < count_; ++i) {
                made[i] = values_.direct[first_ + i] * channels[i];
            }
            step(rows.selection.data + token * rows.selection.stride + shape_.stepRank, made);
        }
    }

private:
    /// `selected`: what enters and what is read, a value for each state.
    void step(const float* selected, std::span<float> made) {
        for (std::size_t n = 0; n < shape_.states; ++n) {
            const float* const decay = values_.decay.data() + n * shape_.width + first_;
            for (std::size_t i = 0; i < count_; ++i) {
                decays_[n * count_ + i] = steps_[i] * decay[i];
            }
        }
        exponentiate(decays_);
        for (std::size_t n = 0; n < shape_.states; ++n) {
            const float enters = selected[n];
            const float reads = selected[shape_.states + n];
            float* const kept = kept_.data() + n * count_;
            const float* const decay = decays_.data() + n * count_;
            for (std::size_t i = 0; i < count_; ++i) {
                kept[i] = kept[i] * decay[i] + entering_[i] * enters;
                made[i] += kept[i] * reads;
            }
        }
    }

    const ChannelScanShape& shape_;
    const ChannelScanValues& values_;
    std::size_t first_;
    std::size_t count_;
    std::vector<float> steps_, entering_;
    std::vector<float> decays_, kept_; // states × channels
};

} // namespace

std::vector<float> turnedDecay(std::span<const float> decay, const ChannelScanShape& shape) {
    std::vector<float> turned(decay.size());
    for (std::size_t channel = 0; channel < shape.width; ++channel) {
        for (std::size_t n = 0; n < shape.states; ++n) {
            turned[n * shape.width + channel] = decay[channel * shape.states + n];
        }
    }
    return turned;
}

void normSelection(const ChannelScanShape& shape, std::span<const float> gains, Matrix selection, const RunContext& context) {
    if (!shape.normsSelection) {
        return;
    }
    const std::vector<float> ones(gains.empty() ? static_cast<std::size_t>(shape.selected()) : 0, 1.0F);
    const std::span<const float> all = gains.empty() ? ones : gains;
    context.forRows(selection.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> values(selection.data + row * selection.stride, all.size());
            std::size_t at = 0;
            for (const std::size_t size : {shape.stepRank, shape.states, shape.states}) {
                const std::span<float> part = values.subspan(at, size);
                rmsNorm(part, all.subspan(at, size), shape.epsilon, part);
                at += size;
            }
        }
    });
}

double multiplyAddsOf(const ChannelScanShape& shape) {
    return static_cast<double>(shape.width) * shape.states * (3 + exponentialCost);
}

void scanChannels(const ChannelScanShape& shape, const ChannelScanValues& values, std::span<const SequenceRows> sequences,
                  const ChannelScanRows& rows, Matrix out, const RunContext& context) {
    const auto width = static_cast<std::size_t>(shape.width);
    const std::size_t blocks = (width + channelsAtOnce - 1) / channelsAtOnce;
    const double perToken = multiplyAddsOf(shape) / static_cast<double>(blocks) / multiplyAddsPerUnit;
    context.forEach(sequences.size() * blocks, [&](std::size_t i) {
        const SequenceRows& sequence = sequences[i / blocks];
        const std::size_t first = i % blocks * channelsAtOnce;
        ScannedChannels(shape, values, first, std::min(channelsAtOnce, width - first)).run(sequence, rows, out);
        context.progress.add(static_cast<std::uint64_t>(perToken * static_cast<double>(sequence.count)));
    });
    context.forRows(out.rows, [&](std::size_t first, std::size_t end) {
        std::vector<float> gates(width);
        for (std::size_t row = first; row < end; ++row) {
            const std::span<float> made(out.data + row * out.stride, width);
            std::copy_n(rows.gates.data + row * rows.gates.stride, width, gates.begin());
            activateGated(Activation::silu, gates, made);
            std::ranges::copy(gates, made.begin());
        }
    });
}

} // namespace quantlathe
