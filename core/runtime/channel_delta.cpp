// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/channel_delta.h"

#include "kernels/row_functions.h"
#include "runtime/recurrence_steps.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

constexpr float lengthEpsilonOfKimi = 1e-6F; // under the root of a sum of squares

/// One head of one sequence.
class DeltaHeadByChannels {
public:
    DeltaHeadByChannels(const ChannelDeltaShape& shape, const ChannelDeltaValues& values, std::size_t head)
        : shape_(shape), values_(values), head_(head), size_(shape.size), query_(size_), key_(size_), decays_(size_),
          read_(size_), made_(size_), state_(size_ * size_, 0.0F) {
        const float length = std::sqrt(static_cast<float>(size_));
        keyGain_.assign(size_, 1 / length);
        queryGain_.assign(size_, 1 / (length * length)); // shorter by √size
    }

    void run(SequenceRows sequence, const ChannelDeltaRows& rows, Matrix out) {
        for (std::size_t token = sequence.first; token < sequence.first + sequence.count; ++token) {
            step(rows, token);
            const std::span<float> row(out.data + token * out.stride + head_ * size_, size_);
            rmsNorm(made_, values_.gain, shape_.epsilon, row);
            const float* const gates = rows.gates.data + token * rows.gates.stride + head_ * size_;
            for (std::size_t i = 0; i < size_; ++i) {
                row[i] *= sigmoid(gates[i]);
            }
        }
    }

private:
    [[nodiscard]] std::span<float> stateOf(std::size_t channel) { return std::span(state_).subspan(channel * size_, size_); }

    void step(const ChannelDeltaRows& rows, std::size_t token) {
        const float* const convolved = rows.convolved.data + token * rows.convolved.stride + head_ * size_;
        const auto width = static_cast<std::size_t>(shape_.width());
        const float epsilon = lengthEpsilonOfKimi / static_cast<float>(size_); // of a mean instead of a sum
        rmsNorm({convolved, size_}, queryGain_, epsilon, query_);
        rmsNorm({convolved + width, size_}, keyGain_, epsilon, key_);
        const float* const paces = rows.paces.data + token * rows.paces.stride + head_ * size_;
        for (std::size_t i = 0; i < size_; ++i) {
            decays_[i] = values_.decay[head_] * softPlus(paces[i] + values_.stepBias[head_ * size_ + i]);
        }
        exponentiate(decays_);
        std::ranges::fill(read_, 0.0F);
        for (std::size_t i = 0; i < size_; ++i) {
            scaleRow(stateOf(i), decays_[i]);
            addScaled(read_, stateOf(i), key_[i]);
        }
        const float strength = sigmoid(rows.strengths.data[token * rows.strengths.stride + head_]);
        const float* const value = convolved + 2 * width;
        for (std::size_t i = 0; i < size_; ++i) {
            read_[i] = strength * (value[i] - read_[i]);
        }
        std::ranges::fill(made_, 0.0F);
        for (std::size_t i = 0; i < size_; ++i) {
            addScaled(stateOf(i), read_, key_[i]);
            addScaled(made_, stateOf(i), query_[i]);
        }
    }

    const ChannelDeltaShape& shape_;
    const ChannelDeltaValues& values_;
    std::size_t head_;
    std::size_t size_;
    std::vector<float> queryGain_, keyGain_;
    std::vector<float> query_, key_, decays_;
    std::vector<float> read_; // what the key finds, then the correction
    std::vector<float> made_;
    std::vector<float> state_; // channels of keys × channels of values
};

} // namespace

double multiplyAddsOf(const ChannelDeltaShape& shape) {
    return 4.0 * static_cast<double>(shape.width()) * shape.size;
}

void runChannelDelta(const ChannelDeltaShape& shape, const ChannelDeltaValues& values, std::span<const SequenceRows> sequences,
                     const ChannelDeltaRows& rows, Matrix out, const RunContext& context) {
    const double perToken = multiplyAddsOf(shape) / shape.heads / multiplyAddsPerUnit;
    context.forEach(sequences.size() * shape.heads, [&](std::size_t i) {
        const SequenceRows& sequence = sequences[i / shape.heads];
        DeltaHeadByChannels(shape, values, i % shape.heads).run(sequence, rows, out);
        context.progress.add(static_cast<std::uint64_t>(perToken * static_cast<double>(sequence.count)));
    });
}

} // namespace quantlathe
