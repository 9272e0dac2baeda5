// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/head_scan.h"

#include "kernels/row_functions.h"
#include "runtime/recurrence_steps.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

constexpr std::size_t scanChunk = 64;
constexpr std::size_t headsAtOnce = 8; // share what enters and what is read

struct HeadRange {
    std::size_t first = 0;
    std::size_t end = 0; // of the same group
};

/// Some heads of one sequence, chunk after chunk. With s the steps of a head, G_i = Σ_{j ≤ i} s_j · decay and S its states
/// [states × headSize] before the chunk:
///   Y = (lower part of C Bᵀ ∘ e^{G_i − G_j} ∘ s_j) X + (e^G · C) S + D · X      S ← e^{G_end} S + (e^{G_end − G} s · B)ᵀ X
class ScannedHeads {
public:
    ScannedHeads(const HeadScanShape& shape, const HeadScanValues& values, HeadRange heads)
        : shape_(shape), values_(values), heads_(heads), size_(shape.headSize), states_(shape.states),
          group_(heads.first / (shape.heads / shape.groups)), entering_(scanChunk * states_), read_(scanChunk * states_),
          products_(scanChunk * scanChunk), weights_(scanChunk * scanChunk), scaled_(scanChunk * states_),
          turned_(states_ * scanChunk), channels_(scanChunk * size_), steps_(scanChunk), sums_(scanChunk),
          kept_((heads.end - heads.first) * states_ * size_, 0.0F) {}

    void run(SequenceRows sequence, ConstMatrix x, Matrix out) {
        for (std::size_t first = 0; first < sequence.count; first += scanChunk) {
            count_ = std::min(scanChunk, sequence.count - first);
            readShared(sequence, first, x);
            for (std::size_t head = heads_.first; head < heads_.end; ++head) {
                readHead(head, sequence, first, x);
                makeHead(head, {out.data + (sequence.first + first) * out.stride + head * size_, count_, size_, out.stride});
                advance(head);
            }
        }
    }

private:
    [[nodiscard]] static std::span<float> rowOf(const Matrix& matrix, std::size_t row) {
        return {matrix.data + row * matrix.stride, matrix.columns};
    }
    [[nodiscard]] Matrix entering() { return {entering_.data(), count_, states_, states_}; }
    [[nodiscard]] Matrix read() { return {read_.data(), count_, states_, states_}; }
    [[nodiscard]] Matrix channels() { return {channels_.data(), count_, size_, size_}; }
    [[nodiscard]] Matrix square(std::vector<float>& buffer) const { return {buffer.data(), count_, count_, scanChunk}; }
    [[nodiscard]] Matrix statesOf(std::size_t head) {
        return {kept_.data() + (head - heads_.first) * states_ * size_, states_, size_, size_};
    }
    [[nodiscard]] ConstMatrix convolvedColumns(ConstMatrix x) const { return {x.data + shape_.width(), x.rows, 0, x.stride}; }

    void convolved(SequenceRows sequence, std::size_t first, ConstMatrix x, std::uint64_t channel, const Matrix& to) const {
        const ConstMatrix from = convolvedColumns(x);
        if (values_.convolution.taps.empty()) {
            for (std::size_t i = 0; i < to.rows; ++i) {
                std::copy_n(from.data + (sequence.first + first + i) * from.stride + channel, to.columns,
                            to.data + i * to.stride);
            }
            return;
        }
        convolve(values_.convolution, from, sequence, first, static_cast<std::size_t>(channel), to);
        activateRows(to);
    }

    void readShared(SequenceRows sequence, std::size_t first, ConstMatrix x) {
        convolved(sequence, first, x, shape_.width() + group_ * states_, entering());
        convolved(sequence, first, x, shape_.width() + shape_.shared() + group_ * states_, read());
        multiplyTransposed(asConst(read()), asConst(entering()), 1.0F, square(products_));
    }

    void readHead(std::size_t head, SequenceRows sequence, std::size_t first, ConstMatrix x) {
        convolved(sequence, first, x, head * size_, channels());
        const std::size_t column = static_cast<std::size_t>(shape_.width() + shape_.convolved()) + head;
        double sum = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            const float pace = x.data[(sequence.first + first + i) * x.stride + column] + values_.stepBias[head];
            steps_[i] = std::max(softPlus(pace), shape_.shortestStep);
            sum += double{values_.decay[head]} * steps_[i];
            sums_[i] = sum;
        }
    }

    void makeHead(std::size_t head, const Matrix& out) {
        const Matrix scaled{scaled_.data(), count_, states_, states_};
        std::ranges::fill(weights_, 0.0F);
        for (std::size_t i = 0; i < count_; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                const std::size_t at = i * scanChunk + j;
                weights_[at] = products_[at] * steps_[j] * std::exp(static_cast<float>(sums_[i] - sums_[j]));
            }
            std::ranges::copy(rowOf(read(), i), rowOf(scaled, i).begin());
            scaleRow(rowOf(scaled, i), std::exp(static_cast<float>(sums_[i])));
            std::ranges::copy(rowOf(channels(), i), rowOf(out, i).begin());
            scaleRow(rowOf(out, i), values_.direct[head]);
        }
        multiplyAdd(asConst(square(weights_)), asConst(channels()), out);
        multiplyAdd(asConst(scaled), asConst(statesOf(head)), out);
    }

    void advance(std::size_t head) {
        const double end = sums_[count_ - 1];
        for (std::size_t j = 0; j < count_; ++j) {
            const float kept = steps_[j] * std::exp(static_cast<float>(end - sums_[j]));
            for (std::size_t n = 0; n < states_; ++n) {
                turned_[n * scanChunk + j] = entering_[j * states_ + n] * kept;
            }
        }
        const Matrix states = statesOf(head);
        scaleRow({states.data, states_ * size_}, std::exp(static_cast<float>(end)));
        multiplyAdd({turned_.data(), states_, count_, scanChunk}, asConst(channels()), states);
    }

    const HeadScanShape& shape_;
    const HeadScanValues& values_;
    HeadRange heads_;
    std::size_t size_;
    std::size_t states_;
    std::size_t group_;
    std::size_t count_ = 0; // tokens of the chunk
    std::vector<float> entering_, read_, products_, weights_, scaled_, turned_, channels_, steps_;
    std::vector<double> sums_; // G
    std::vector<float> kept_;  // states of all heads
};

/// Heads that one task takes together; those of a group only.
std::vector<HeadRange> rangesOf(const HeadScanShape& shape) {
    std::vector<HeadRange> ranges;
    const std::size_t inGroup = shape.heads / shape.groups;
    for (std::size_t group = 0; group < shape.heads; group += inGroup) {
        for (std::size_t first = group; first < group + inGroup; first += headsAtOnce) {
            ranges.push_back({first, std::min(first + headsAtOnce, group + inGroup)});
        }
    }
    return ranges;
}

/// One row: gate and norm, in the order that the shape says.
void gateRow(const HeadScanShape& shape, const HeadScanValues& values, std::span<const float> gates, std::span<float> row,
             std::span<float> buffer) {
    const auto norm = [&](std::span<float> all) {
        const std::size_t size = all.size() / shape.groups;
        for (std::size_t at = 0; at < all.size(); at += size) {
            rmsNorm(all.subspan(at, size), std::span(values.gain).subspan(at, size), shape.epsilon, all.subspan(at, size));
        }
    };
    if (shape.norm == ScanNorm::beforeGate) {
        norm(row);
    }
    std::ranges::copy(gates, buffer.begin());
    activateGated(Activation::silu, buffer, row);
    if (shape.norm == ScanNorm::behindGate) {
        norm(buffer);
    }
    std::ranges::copy(buffer, row.begin());
}

} // namespace

double multiplyAddsOf(const SelectedHeadScanShape& shape) {
    return multiplyAddsOf(shape.scan);
}

double multiplyAddsOf(const HeadScanShape& shape) {
    const double perHead = 2.0 * shape.states * shape.headSize + double{scanChunk} * shape.headSize;
    return shape.heads * (perHead + double{scanChunk} * shape.states / headsAtOnce);
}

void scanHeads(const HeadScanShape& shape, const HeadScanValues& values, std::span<const SequenceRows> sequences, ConstMatrix x,
               Matrix out, const RunContext& context) {
    const std::vector<HeadRange> ranges = rangesOf(shape);
    const double perToken = multiplyAddsOf(shape) / shape.heads / multiplyAddsPerUnit;
    context.forEach(sequences.size() * ranges.size(), [&](std::size_t i) {
        const SequenceRows& sequence = sequences[i / ranges.size()];
        const HeadRange& heads = ranges[i % ranges.size()];
        ScannedHeads(shape, values, heads).run(sequence, x, out);
        const auto done = static_cast<double>(sequence.count * (heads.end - heads.first));
        context.progress.add(static_cast<std::uint64_t>(perToken * done));
    });
    const auto width = static_cast<std::size_t>(shape.width());
    context.forRows(out.rows, [&](std::size_t first, std::size_t end) {
        std::vector<float> buffer(width);
        for (std::size_t row = first; row < end; ++row) {
            gateRow(shape, values, {x.data + row * x.stride, width}, {out.data + row * out.stride, width}, buffer);
        }
    });
}

} // namespace quantlathe
