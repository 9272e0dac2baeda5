// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/delta_rule.h"

#include "kernels/row_functions.h"
#include "runtime/recurrence_steps.h"

#include <algorithm>
#include <cmath>

namespace quantlathe {
namespace {

constexpr std::size_t deltaChunk = 64;
constexpr float lengthEpsilon = 1e-6F; // of queries and keys, as the models' classes have it

/// One head of values of one sequence, chunk after chunk. With G_i the logarithm of what is forgotten up to token i of a chunk,
/// D_ij = exp(G_i − G_j), β the strengths and S the state before the chunk:
///   M = I + strictly lower part of (β · K Kᵀ ∘ D)      U = M⁻¹ (β · V)      Y = M⁻¹ (β e^G · K)      N = U − Y S
///   O = (e^G · Q) S + (lower part of Q Kᵀ ∘ D) N       S ← e^{G_end} S + (e^{G_end − G} · K)ᵀ N
class DeltaHead {
public:
    DeltaHead(const DeltaShape& shape, const DeltaValues& values, std::size_t head)
        : shape_(shape), values_(values), head_(head), keySize_(shape.keySize), valueSize_(shape.valueSize),
          keyHead_(shape.tilesValueHeads ? head % shape.keyHeads : head / (shape.valueHeads / shape.keyHeads)),
          queryGain_(keySize_, 1.0F / static_cast<float>(keySize_)),
          keyGain_(keySize_, 1.0F / std::sqrt(static_cast<float>(keySize_))), queries_(deltaChunk * keySize_),
          keys_(deltaChunk * keySize_), corrections_(deltaChunk * valueSize_), reads_(deltaChunk * keySize_),
          decays_(deltaChunk * deltaChunk), scores_(deltaChunk * deltaChunk), turned_(keySize_ * deltaChunk),
          outputs_(deltaChunk * valueSize_), gate_(valueSize_), state_(keySize_ * valueSize_, 0.0F), strengths_(deltaChunk),
          sums_(deltaChunk) {}

    void run(SequenceRows sequence, ConstMatrix x, Matrix out) {
        for (std::size_t first = 0; first < sequence.count; first += deltaChunk) {
            count_ = std::min(deltaChunk, sequence.count - first);
            readChunk(sequence, first, x);
            solve();
            makeOutputs();
            writeOutputs(someRows(x, sequence.first + first, count_), someRows(out, sequence.first + first, count_));
            advance();
        }
    }

private:
    [[nodiscard]] static Matrix matrixOf(std::vector<float>& buffer, std::size_t rows, std::size_t columns) {
        return {buffer.data(), rows, columns, columns};
    }
    [[nodiscard]] Matrix queries() { return matrixOf(queries_, count_, keySize_); }
    [[nodiscard]] Matrix keys() { return matrixOf(keys_, count_, keySize_); }
    [[nodiscard]] Matrix corrections() { return matrixOf(corrections_, count_, valueSize_); }
    [[nodiscard]] Matrix reads() { return matrixOf(reads_, count_, keySize_); }
    [[nodiscard]] Matrix state() { return matrixOf(state_, keySize_, valueSize_); }
    [[nodiscard]] Matrix scores() { return {scores_.data(), count_, count_, deltaChunk}; }
    [[nodiscard]] float& decay(std::size_t i, std::size_t j) { return decays_[i * deltaChunk + j]; }
    [[nodiscard]] float& score(std::size_t i, std::size_t j) { return scores_[i * deltaChunk + j]; }
    [[nodiscard]] static std::span<float> rowOf(const Matrix& matrix, std::size_t row) {
        return {matrix.data + row * matrix.stride, matrix.columns};
    }

    /// Queries and keys of length 1 (queries by √keySize shorter), values, strengths and decays.
    void readChunk(SequenceRows sequence, std::size_t first, ConstMatrix x) {
        const auto keyWidth = static_cast<std::size_t>(shape_.keyWidth());
        const auto read = [&](const Matrix& to, std::size_t channel) {
            convolve(values_.convolution, x, sequence, first, channel, to);
            activateRows(to);
        };
        read(queries(), keyHead_ * keySize_);
        read(keys(), keyWidth + keyHead_ * keySize_);
        read(corrections(), 2 * keyWidth + head_ * valueSize_);
        const float epsilon = lengthEpsilon / static_cast<float>(keySize_); // of a mean instead of a sum
        for (std::size_t i = 0; i < count_; ++i) {
            rmsNorm(rowOf(queries(), i), queryGain_, epsilon, rowOf(queries(), i));
            rmsNorm(rowOf(keys(), i), keyGain_, epsilon, rowOf(keys(), i));
        }
        readPaces(someRows(x, sequence.first + first, count_));
    }

    void readPaces(ConstMatrix x) {
        const std::size_t perKey = shape_.valueHeads / shape_.keyHeads;
        const std::size_t begin = static_cast<std::size_t>(shape_.convolved() + shape_.width());
        const std::size_t strength = begin + (shape_.pairsPaces ? head_ / perKey * 2 * perKey + head_ % perKey : head_);
        const std::size_t pace = strength + (shape_.pairsPaces ? perKey : shape_.valueHeads);
        double sum = 0;
        for (std::size_t i = 0; i < count_; ++i) {
            const float* const row = x.data + i * x.stride;
            strengths_[i] = sigmoid(row[strength]);
            sum += double{values_.decay[head_]} * softPlus(row[pace] + values_.stepBias[head_]);
            sums_[i] = sum;
            for (std::size_t j = 0; j <= i; ++j) {
                decay(i, j) = std::exp(static_cast<float>(sum - sums_[j]));
            }
        }
    }

    /// corrections: values → N; reads: −Y.
    void solve() {
        multiplyTransposed(asConst(keys()), asConst(keys()), 1.0F, scores());
        for (std::size_t i = 0; i < count_; ++i) {
            const std::span<float> ofValue = rowOf(corrections(), i);
            const std::span<float> ofKey = rowOf(reads(), i);
            scaleRow(ofValue, strengths_[i]);
            std::ranges::copy(rowOf(keys(), i), ofKey.begin());
            scaleRow(ofKey, -strengths_[i] * std::exp(static_cast<float>(sums_[i])));
            for (std::size_t j = 0; j < i; ++j) {
                const float factor = -strengths_[i] * score(i, j) * decay(i, j);
                addScaled(ofValue, rowOf(corrections(), j), factor);
                addScaled(ofKey, rowOf(reads(), j), factor);
            }
        }
        multiplyAdd(asConst(reads()), asConst(state()), corrections());
    }

    void makeOutputs() {
        multiplyTransposed(asConst(queries()), asConst(keys()), 1.0F, scores());
        for (std::size_t i = 0; i < count_; ++i) {
            for (std::size_t j = 0; j < count_; ++j) {
                score(i, j) = j <= i ? score(i, j) * decay(i, j) : 0.0F;
            }
            scaleRow(rowOf(queries(), i), std::exp(static_cast<float>(sums_[i])));
        }
        const Matrix outputs = matrixOf(outputs_, count_, valueSize_);
        std::ranges::fill(outputs_, 0.0F);
        multiplyAdd(asConst(scores()), asConst(corrections()), outputs);
        multiplyAdd(asConst(queries()), asConst(state()), outputs);
    }

    void writeOutputs(ConstMatrix x, Matrix out) {
        const std::size_t gateColumn = static_cast<std::size_t>(shape_.convolved()) + head_ * valueSize_;
        for (std::size_t i = 0; i < count_; ++i) {
            const std::span<float> made = std::span(outputs_).subspan(i * valueSize_, valueSize_);
            rmsNorm(made, values_.gain, shape_.epsilon, made);
            std::copy_n(x.data + i * x.stride + gateColumn, valueSize_, gate_.begin());
            activateGated(Activation::silu, gate_, made);
            std::ranges::copy(gate_, out.data + i * out.stride + head_ * valueSize_);
        }
    }

    void advance() {
        const Matrix turned{turned_.data(), keySize_, count_, deltaChunk};
        for (std::size_t j = 0; j < count_; ++j) {
            const float kept = decay(count_ - 1, j);
            for (std::size_t i = 0; i < keySize_; ++i) {
                turned_[i * deltaChunk + j] = keys_[j * keySize_ + i] * kept;
            }
        }
        scaleRow(state_, std::exp(static_cast<float>(sums_[count_ - 1])));
        multiplyAdd(asConst(turned), asConst(corrections()), state());
    }

    const DeltaShape& shape_;
    const DeltaValues& values_;
    std::size_t head_;
    std::size_t keySize_;
    std::size_t valueSize_;
    std::size_t keyHead_;
    std::size_t count_ = 0; // tokens of the chunk
    std::vector<float> queryGain_, keyGain_;
    std::vector<float> queries_, keys_, corrections_, reads_;
    std::vector<float> decays_, scores_; // token × earlier token
    std::vector<float> turned_, outputs_, gate_, state_;
    std::vector<float> strengths_;
    std::vector<double> sums_; // G
};

} // namespace

double multiplyAddsOf(const DeltaShape& shape) {
    const double key = shape.keySize;
    const double value = shape.valueSize;
    const double perHead = 3 * key * value + deltaChunk * (2 * key + 0.5 * (key + value) + value);
    return shape.valueHeads * perHead;
}

void runDeltaRule(const DeltaShape& shape, const DeltaValues& values, std::span<const SequenceRows> sequences, ConstMatrix x,
                  Matrix out, const RunContext& context) {
    const double perToken = multiplyAddsOf(shape) / shape.valueHeads / multiplyAddsPerUnit;
    context.forEach(sequences.size() * shape.valueHeads, [&](std::size_t i) {
        const SequenceRows& sequence = sequences[i / shape.valueHeads];
        DeltaHead(shape, values, i % shape.valueHeads).run(sequence, x, out);
        context.progress.add(static_cast<std::uint64_t>(perToken * static_cast<double>(sequence.count)));
    });
}

} // namespace quantlathe
