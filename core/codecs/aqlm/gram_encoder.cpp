// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/gram_encoder.h"

#include "codecs/aqlm/gram_state.h"
#include "codecs/aqlm/stored_parts.h"
#include "kernels/matrix_product.h"

#include <cmath>
#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe::aqlm {
namespace {

/// Columns whose changes reach those behind them in one product.
constexpr std::size_t stretch = 256;

/// Buffers of one thread, rows of a tile × columns.
struct Buffers {
    std::vector<float> sums;    // what changes have done to a column
    std::vector<float> changes; // of columns that were visited
};

template <std::size_t N>
class GramEncoder {
public:
    GramEncoder(const Layout& layout, Care care, const GramTask& task, std::span<const std::span<std::byte>> parts)
        : care_(settingsOf(care)), parts_(parts), state_(layout, task) {}

    void run() {
        load();
        feedBack();
        for (int round = 0; round < care_.gramRounds; ++round) {
            fitCodebooks(state_, care_.gramSteps);
            fitScales(true);
        }
        fitCodebooks(state_, care_.gramSteps);
        fitScales(false);
        store();
    }

private:
    void load() {
        loadCodebooks(parts_[codebooksPart], state_.set);
        state_.forTiles([&](const RowTile& tile) {
            for (std::size_t row = tile.first; row < tile.first + tile.rows; ++row) {
                state_.scales[row] = loadScale(parts_[scalesPart], row);
                for (std::size_t group = 0; group < state_.groups; ++group) {
                    state_.setCodes(row, group, loadCodes(state_.layout, parts_[codesPart], row * state_.groups + group));
                }
            }
        });
    }

    void store() {
        storeCodebooks(state_.set, parts_[codebooksPart]);
        for (std::size_t row = 0; row < state_.rows; ++row) {
            for (std::size_t group = 0; group < state_.groups; ++group) {
                storeCodes(state_.layout, state_.codesOf(row, group), parts_[codesPart], row * state_.groups + group);
            }
        }
    }

    Buffers& buffersFor(const RowTile& tile) {
        Buffers& buffers = buffers_.local();
        buffers.sums.resize(tile.rows * state_.columns);
        buffers.changes.resize(tile.rows * state_.columns);
        return buffers;
    }

    /// Visits the vectors of a tile from left to right. choose(search, row, group, sums, change) chooses codes and says what
    /// changes by them; sums of all columns behind become larger by change · spread.
    template <class MetricOf, class Choose>
    void sweep(const RowTile& tile, Buffers& buffers, const float* spread, const MetricOf& metricOf, const Choose& choose) {
        const std::size_t columns = state_.columns;
        const auto carry = [&](std::size_t from, std::size_t to, std::size_t end) {
            if (to < end) {
                multiplyMatrices({.rows = tile.rows, .inner = to - from, .columns = end - to}, 1.0F,
                                 {buffers.changes.data() + from, columns}, {spread + from * columns + to, columns}, true,
                                 buffers.sums.data() + to, columns);
            }
        };
        CodeSearch<N> search(state_.set, care_.width);
        for (std::size_t first = 0; first < columns; first += stretch) {
            const std::size_t end = std::min(first + stretch, columns);
            for (std::size_t column = first; column < end; column += N) {
                search.setMetric(metricOf(column));
                for (std::size_t row = 0; row < tile.rows; ++row) {
                    choose(search, tile.first + row, column / N, buffers.sums.data() + row * columns + column,
                           buffers.changes.data() + row * columns + column);
                }
                carry(column, column + N, end);
            }
            carry(first, end, columns);
        }
    }

    // ---- Error feedback -------------------------------------------------------------------------------------------------

    /// Codes for what the ones before have left: with r what is left of a column and A what residuals before a vector have
    /// added to its columns, its loss is Σ D (r·U + A)² over its own columns, which is that of a vector w + A·U⁻¹ in the metric
    /// U·D·Uᵀ.
    void feedBack() {
        const float* const upper = state_.task.upper.data();
        state_.forTiles([&](const RowTile& tile) {
            Buffers& buffers = buffersFor(tile);
            std::ranges::fill(buffers.sums, 0.0F);
            sweep(
                tile, buffers, upper, [&](std::size_t column) { return ownLoss(column); },
                [&](CodeSearch<N>& search, std::size_t row, std::size_t group, const float* sums, float* change) {
                    chooseFed(search, row, group, sums, change);
                });
        });
    }

    /// U·D·Uᵀ of a vector's columns.
    [[nodiscard]] Metric<N> ownLoss(std::size_t column) const {
        Metric<N> metric{};
        for (std::size_t t = 0; t < N; ++t) {
            for (std::size_t u = 0; u < N; ++u) {
                for (std::size_t i = std::max(t, u); i < N; ++i) {
                    metric[t][u] += upperAt(column, t, i) * state_.task.energy[column + i] * upperAt(column, u, i);
                }
            }
        }
        return metric;
    }
    [[nodiscard]] float upperAt(std::size_t column, std::size_t t, std::size_t i) const {
        return t == i ? 1.0F : state_.task.upper[(column + t) * state_.columns + column + i];
    }

    void chooseFed(CodeSearch<N>& search, std::size_t row, std::size_t group, const float* sums, float* change) {
        const std::size_t column = group * N;
        const float* const wanted = state_.targets(row) + column;
        const float scale = state_.scales[row];
        Codes codes = state_.codesOf(row, group);
        if (scale > 0) {
            Vector<N> values{};
            std::copy_n(wanted, N, values.begin());
            Vector<N> pull = times(values, search.metric());
            for (std::size_t t = 0; t < N; ++t) {
                for (std::size_t i = t; i < N; ++i) {
                    pull[t] += sums[i] * state_.task.energy[column + i] * upperAt(column, t, i);
                }
                pull[t] /= scale;
            }
            if (search.improve(pull, codes)) {
                state_.setCodes(row, group, codes);
            }
        }
        const Vector<N> sum = state_.set.sumOf(codes);
        for (std::size_t t = 0; t < N; ++t) {
            change[t] = wanted[t] - scale * sum[t];
        }
    }

    // ---- One vector at a time -------------------------------------------------------------------------------------------

    /// The best scale of each row for its codes and, if wanted, then the best codes of each vector beside all others: neither
    /// makes the loss larger.
    void fitScales(bool thenCodes) {
        state_.forTiles([&](const RowTile& tile) {
            Buffers& buffers = buffersFor(tile);
            for (std::size_t row = tile.first; row < tile.first + tile.rows; ++row) {
                takeSums(row, buffers.changes.data() + (row - tile.first) * state_.columns);
            }
            multiplyByGram(state_, buffers.changes.data(), tile.rows, buffers.sums.data());
            for (std::size_t row = 0; row < tile.rows; ++row) {
                fitScale(tile.first + row, buffers.changes.data() + row * state_.columns,
                         buffers.sums.data() + row * state_.columns);
            }
            if (thenCodes) {
                descend(tile, buffers);
            }
        });
    }

    /// A row as it would be with a scale of one.
    void takeSums(std::size_t row, float* out) const {
        for (std::size_t group = 0; group < state_.groups; ++group, out += N) {
            std::ranges::copy(state_.set.sumOf(state_.codesOf(row, group)), out);
        }
    }

    void fitScale(std::size_t row, const float* sums, const float* spread) {
        double products = 0;
        double squares = 0;
        for (std::size_t i = 0; i < state_.columns; ++i) {
            products += static_cast<double>(state_.targets(row)[i]) * static_cast<double>(spread[i]);
            squares += static_cast<double>(sums[i]) * static_cast<double>(spread[i]);
        }
        if (!(products > 0 && squares > 0)) {
            return;
        }
        const float scale = storeScale(products / squares, parts_[scalesPart], row);
        if (std::isfinite(scale)) {
            state_.scales[row] = scale;
        }
    }

    void descend(const RowTile& tile, Buffers& buffers) {
        takeResiduals(state_, tile, buffers.changes.data());
        multiplyByGram(state_, buffers.changes.data(), tile.rows, buffers.sums.data());
        sweep(
            tile, buffers, state_.task.gram.data(), [&](std::size_t column) { return gramAt(column); },
            [&](CodeSearch<N>& search, std::size_t row, std::size_t group, const float* sums, float* change) {
                chooseBeside(search, row, group, sums, change);
            });
    }

    [[nodiscard]] Metric<N> gramAt(std::size_t column) const {
        Metric<N> metric{};
        for (std::size_t t = 0; t < N; ++t) {
            const auto own = state_.task.gram.subspan((column + t) * state_.columns + column, N);
            std::ranges::copy(own, metric[t].begin());
        }
        return metric;
    }

    void chooseBeside(CodeSearch<N>& search, std::size_t row, std::size_t group, const float* sums, float* change) {
        std::fill_n(change, N, 0.0F);
        const float scale = state_.scales[row];
        if (!(scale > 0)) {
            return;
        }
        Codes codes = state_.codesOf(row, group);
        const Vector<N> old = state_.set.sumOf(codes);
        Vector<N> pull = times(old, search.metric());
        for (std::size_t t = 0; t < N; ++t) {
            pull[t] += sums[t] / scale;
        }
        if (!search.improve(pull, codes)) {
            return;
        }
        state_.setCodes(row, group, codes);
        const Vector<N> sum = state_.set.sumOf(codes);
        for (std::size_t t = 0; t < N; ++t) {
            change[t] = scale * (old[t] - sum[t]);
        }
    }

    CareSettings care_;
    std::span<const std::span<std::byte>> parts_;
    GramState<N> state_;
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

} // namespace

void improveMatrix(const Layout& layout, Care care, const GramTask& task, std::span<const std::span<std::byte>> parts) {
    if (layout.group == shortVector) {
        GramEncoder<shortVector>(layout, care, task, parts).run();
    } else {
        GramEncoder<longVector>(layout, care, task, parts).run();
    }
}

} // namespace quantlathe::aqlm
