// SPDX-License-Identifier: GPL-3.0-or-later
#include "adapters/merge_worker.h"

#include "adapters/adapter_values.h"
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "kernels/convert.h"
#include "kernels/matrix_product.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <functional>
#include <oneapi/tbb/blocked_range.h>
#include <oneapi/tbb/parallel_for.h>
#include <oneapi/tbb/parallel_reduce.h>
#include <oneapi/tbb/partitioner.h>

namespace quantlathe {
namespace {

constexpr std::uint64_t tileValues = 1U << 18U; // a megabyte of floats, which a second-level cache holds

using Rows = oneapi::tbb::blocked_range<std::uint64_t>;

/// Rounds to `type`, one of those that a base may have.
void store(ElementType type, std::span<float> values, std::vector<std::byte>& stored) {
    stored.resize(values.size() * info(type).bytesPerBlock);
    if (type == ElementType::F16) {
        f16FromFloats(values, stored);
    } else if (type == ElementType::BF16) {
        bf16FromFloats(values, stored);
    } else if (type == ElementType::F32) {
        std::memcpy(stored.data(), values.data(), stored.size());
    } else {
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double value = values[i];
            std::memcpy(stored.data() + i * sizeof value, &value, sizeof value);
        }
    }
}

/// Throws when rounding to `type` makes an infinity of a value.
void requireRoom(std::span<float> values, const TensorInfo& tensor, const std::filesystem::path& file) {
    roundFloats(tensor.type, values);
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); })) {
        throw badInput(file,
                       say("The merged values of {} do not fit into {}", escapeForDisplay(tensor.name), info(tensor.type).name),
                       say("The adapter is of another base, or the base is needed in BF16 or F32. Nothing was kept."));
    }
}

} // namespace

/// What is added to the rows of one tensor.
class MergeWorker::Sum {
public:
    Sum(const MergeWorker& worker, const MergedTensor& change)
        : worker_(worker), change_(change), tensor_(worker.plan_.base->checkpoint().tensors()[change.tensor]),
          columns_(change.isBias || !change.module ? 1 : std::max<std::uint64_t>(1, tensor_.columns())),
          rows_(tensor_.elements() / columns_) {
        if (!change.module) {
            return;
        }
        const LoraModule& module = worker.plan_.adapter.modules[*change.module];
        scaling_ = static_cast<float>(module.scaling);
        rank_ = static_cast<std::size_t>(module.rank);
        if (change.isBias) {
            b_ = fromAdapter(*module.bias);
            return;
        }
        a_ = fromAdapter(module.a);
        b_ = fromAdapter(module.b);
        if (module.magnitude) {
            magnitude_ = fromAdapter(*module.magnitude);
            if (change.isTransposed) {
                turnIntoFactors();
            }
        }
    }

    [[nodiscard]] std::uint64_t rows() const { return rows_; }
    [[nodiscard]] std::uint64_t columns() const { return columns_; }
    [[nodiscard]] std::uint64_t rowsPerTile() const { return std::max<std::uint64_t>(1, tileValues / columns_); }

    /// Rows [first, first + n) of the result.
    void merged(std::uint64_t first, std::span<float> out, std::vector<std::byte>& buffer) const {
        added(first, out, buffer);
        const std::size_t columns = static_cast<std::size_t>(columns_);
        for (std::size_t row = 0; !magnitude_.empty() && row < out.size() / columns; ++row) {
            const std::span<float> values = out.subspan(row * columns, columns);
            if (change_.isTransposed) {
                std::ranges::transform(values, magnitude_, values.begin(), std::multiplies());
            } else {
                const float factor = magnitude_[static_cast<std::size_t>(first) + row] / length(values);
                std::ranges::transform(values, values.begin(), [factor](float value) { return value * factor; });
            }
        }
    }

private:
    [[nodiscard]] std::vector<float> fromAdapter(std::size_t tensor) const {
        return allNumbers(worker_.adapter_, *worker_.plan_.adapter.checkpoint, tensor);
    }

    [[nodiscard]] static float length(std::span<const float> values) {
        double sum = 0;
        for (const float value : values) {
            sum += static_cast<double>(value) * value;
        }
        return static_cast<float>(std::sqrt(sum));
    }

    /// Base and product, without magnitudes.
    void added(std::uint64_t first, std::span<float> out, std::vector<std::byte>& buffer) const {
        const LoraAdapter& adapter = worker_.plan_.adapter;
        if (change_.whole) {
            const TensorInfo& whole = adapter.checkpoint->tensors()[adapter.whole[*change_.whole].tensor];
            readNumbers(worker_.adapter_, *adapter.checkpoint, whole, first * columns_, out, buffer);
        } else {
            readNumbers(worker_.base_, worker_.plan_.base->checkpoint(), tensor_, first * columns_, out, buffer);
        }
        if (!change_.module) {
            return;
        }
        const std::size_t from = static_cast<std::size_t>(first);
        const std::size_t columns = static_cast<std::size_t>(columns_);
        if (change_.isBias) {
            for (std::size_t i = 0; i < out.size(); ++i) {
                out[i] += b_[from + i] * scaling_;
            }
            return;
        }
        const ProductShape shape{out.size() / columns, rank_, columns};
        if (change_.isTransposed) { // (B · A)ᵀ = Aᵀ · Bᵀ
            const std::size_t inputs = static_cast<std::size_t>(rows_);
            multiplyMatrices(shape, scaling_, {a_.data() + from, inputs, true}, {b_.data(), rank_, true}, true, out.data(),
                             columns);
        } else {
            multiplyMatrices(shape, scaling_, {b_.data() + from * rank_, rank_, false}, {a_.data(), columns, false}, true,
                             out.data(), columns);
        }
    }

    /// Outputs are columns: their lengths take a pass over all rows. Sums are cut where the tiles are, whoever computes them.
    void turnIntoFactors() {
        using Sums = std::vector<double>;
        const std::size_t columns = static_cast<std::size_t>(columns_);
        const Sums sums = oneapi::tbb::parallel_deterministic_reduce(
            Rows(0, rows_, rowsPerTile()), Sums(columns, 0.0),
            [&](const Rows& range, Sums sum) {
                std::vector<float> values(static_cast<std::size_t>(range.size()) * columns);
                std::vector<std::byte> buffer;
                added(range.begin(), values, buffer);
                for (std::size_t i = 0; i < values.size(); ++i) {
                    sum[i % columns] += static_cast<double>(values[i]) * values[i];
                }
                return sum;
            },
            [](Sums left, const Sums& right) {
                std::ranges::transform(left, right, left.begin(), std::plus());
                return left;
            },
            oneapi::tbb::simple_partitioner());
        std::ranges::transform(magnitude_, sums, magnitude_.begin(),
                               [](float magnitude, double sum) { return magnitude / static_cast<float>(std::sqrt(sum)); });
    }

    const MergeWorker& worker_;
    const MergedTensor& change_;
    const TensorInfo& tensor_;
    std::uint64_t columns_;
    std::uint64_t rows_;
    float scaling_ = 0;
    std::size_t rank_ = 0;
    std::vector<float> a_;
    std::vector<float> b_;         // or the bias
    std::vector<float> magnitude_; // of rows; of transposed tensors the factor of each column
};

MergeWorker::MergeWorker(const MergePlan& plan)
    : plan_(plan), base_(plan.base->checkpoint()), adapter_(*plan.adapter.checkpoint) {}

void MergeWorker::requireUnchanged() const {
    base_.checkUnchanged();
    adapter_.checkUnchanged();
}

void MergeWorker::copy(const OutputPiece& piece, DirectWriter& writer) const {
    const TensorInfo& tensor = plan_.base->checkpoint().tensors()[*piece.stored];
    const std::uint64_t width = info(tensor.type).bytesPerBlock;
    const auto copyTile = [&](const Rows& values) {
        std::vector<std::byte> bytes(static_cast<std::size_t>(values.size() * width));
        std::vector<std::byte> scratch;
        readStoredValues(base_, tensor, values.begin(), bytes);
        writer.write(piece.file, piece.offset + values.begin() * width, bytes, scratch);
    };
    oneapi::tbb::parallel_for(Rows(0, tensor.elements(), 2 * tileValues), copyTile, oneapi::tbb::simple_partitioner());
}

void MergeWorker::merge(const OutputPiece& piece, const MergedTensor& change, DirectWriter& writer) const {
    const TensorInfo& tensor = plan_.base->checkpoint().tensors()[change.tensor];
    const Sum sum(*this, change);
    const std::uint64_t rowBytes = sum.columns() * info(tensor.type).bytesPerBlock;
    const auto mergeTile = [&](const Rows& rows) {
        std::vector<float> values(static_cast<std::size_t>(rows.size() * sum.columns()));
        std::vector<std::byte> bytes;
        std::vector<std::byte> scratch;
        writer.throwIfCancelled();
        sum.merged(rows.begin(), values, bytes);
        requireRoom(values, tensor, plan_.adapter.checkpoint->path());
        store(tensor.type, values, bytes);
        writer.write(piece.file, piece.offset + rows.begin() * rowBytes, bytes, scratch);
    };
    oneapi::tbb::parallel_for(Rows(0, sum.rows(), sum.rowsPerTile()), mergeTile, oneapi::tbb::simple_partitioner());
}

void MergeWorker::writeAll(DirectWriter& writer) const {
    std::uint64_t total = 0;
    for (const OutputPiece& piece : plan_.layout.pieces) {
        total += piece.bytes;
    }
    writer.progress().start(say("Merging"), total);
    auto next = plan_.merged.begin();
    for (const OutputPiece& piece : plan_.layout.pieces) { // one for every tensor of the base, in order
        writer.progress().setItem(plan_.base->checkpoint().tensors()[*piece.stored].name);
        if (next != plan_.merged.end() && next->tensor == *piece.stored) {
            merge(piece, *next++, writer);
        } else {
            copy(piece, writer);
        }
    }
}

} // namespace quantlathe
