// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/gram_state.h"
#include "kernels/matrix_product.h"

#include <oneapi/tbb/enumerable_thread_specific.h>

namespace quantlathe::aqlm {
namespace {

/// The loss is a quadratic function of all codebook values: with q the sums of vectors, s the scale of a row and R what is
/// left, its gradient for a vector is −2 Σ s·(R·H) over the places that have its code, and a step by p takes s·p·H from R·H.
template <std::size_t N>
class CodebookFit {
public:
    explicit CodebookFit(GramState<N>& state)
        : state_(state), values_(std::size_t{state.layout.codebooks} * state.set.vectors() * N),
          work_(state.rows * state.columns) {}

    void run(int steps) {
        measureUse();
        fill([&](const RowTile& tile, float* rows) { takeResiduals(state_, tile, rows); });
        std::vector<double> change(values_);
        std::vector<double> gradient = gathered();
        std::vector<double> direction = conditioned(gradient);
        double slope = product(gradient, direction);
        for (int step = 0; step < steps && slope > 0; ++step) {
            fill([&](const RowTile& tile, float* rows) { takeDirection(direction, tile, rows); });
            const std::vector<double> curved = gathered();
            const double curvature = product(direction, curved);
            if (!(curvature > 0)) {
                break;
            }
            const double length = slope / curvature;
            for (std::size_t i = 0; i < values_; ++i) {
                change[i] += length * direction[i];
                gradient[i] -= length * curved[i];
            }
            std::vector<double> next = conditioned(gradient);
            const double nextSlope = product(gradient, next);
            for (std::size_t i = 0; i < values_; ++i) {
                direction[i] = next[i] + nextSlope / slope * direction[i];
            }
            slope = nextSlope;
        }
        apply(change);
    }

private:
    /// work = rows · H.
    template <class Take>
    void fill(const Take& take) {
        state_.forTiles([&](const RowTile& tile) {
            std::vector<float>& rows = buffers_.local();
            rows.resize(tile.rows * state_.columns);
            take(tile, rows.data());
            multiplyByGram(state_, rows.data(), tile.rows, work_.data() + tile.first * state_.columns);
        });
    }

    void takeDirection(std::span<const double> direction, const RowTile& tile, float* out) const {
        for (std::size_t row = tile.first; row < tile.first + tile.rows; ++row) {
            const auto scale = static_cast<double>(state_.scales[row]);
            for (std::size_t group = 0; group < state_.groups; ++group, out += N) {
                const std::uint16_t* const codes =
                    state_.codes.data() + (row * state_.groups + group) * state_.layout.codebooks;
                std::array<double, N> sum{};
                for (std::uint32_t m = 0; m < state_.layout.codebooks; ++m) {
                    const double* const own = direction.data() + placeOf(m, codes[m]);
                    for (std::size_t t = 0; t < N; ++t) {
                        sum[t] += own[t];
                    }
                }
                for (std::size_t t = 0; t < N; ++t) {
                    out[t] = static_cast<float>(scale * sum[t]);
                }
            }
        }
    }

    [[nodiscard]] std::size_t placeOf(std::uint32_t codebook, std::size_t code) const {
        return (std::size_t{codebook} * state_.set.vectors() + code) * N;
    }

    /// Calls body(row, group, sums of the code there) for every place and codebook: each thread sees some of the codes, in the
    /// order of the places.
    template <class Body>
    void forPlaces(std::vector<double>& sums, const Body& body) const {
        constexpr std::uint32_t parts = 16; // of a codebook
        const std::uint32_t codebooks = state_.layout.codebooks;
        const std::uint32_t size = state_.set.vectors() / parts;
        state_.task.forEach(std::size_t{codebooks} * parts, [&](std::size_t number) {
            const auto m = static_cast<std::uint32_t>(number / parts);
            const auto first = static_cast<std::uint32_t>(number % parts * size);
            const std::uint16_t* code = state_.codes.data() + m;
            for (std::size_t row = 0; row < state_.rows; ++row) {
                for (std::size_t group = 0; group < state_.groups; ++group, code += codebooks) {
                    if (*code - first < size) {
                        body(row, group, sums.data() + placeOf(m, *code));
                    }
                }
            }
        });
    }

    [[nodiscard]] std::vector<double> gathered() const {
        std::vector<double> sums(values_);
        forPlaces(sums, [&](std::size_t row, std::size_t group, double* own) {
            const auto scale = static_cast<double>(state_.scales[row]);
            const float* const found = work_.data() + row * state_.columns + group * N;
            for (std::size_t t = 0; t < N; ++t) {
                own[t] += scale * static_cast<double>(found[t]);
            }
        });
        return sums;
    }

    /// The diagonal of the quadratic form, but for what codebooks and places have to do with each other.
    void measureUse() {
        use_.resize(values_);
        forPlaces(use_, [&](std::size_t row, std::size_t group, double* own) {
            const auto scale = static_cast<double>(state_.scales[row]);
            for (std::size_t t = 0; t < N; ++t) {
                const std::size_t column = group * N + t;
                own[t] += scale * scale * static_cast<double>(state_.task.gram[column * state_.columns + column]);
            }
        });
    }

    [[nodiscard]] std::vector<double> conditioned(const std::vector<double>& gradient) const {
        std::vector<double> result(values_);
        for (std::size_t i = 0; i < values_; ++i) {
            result[i] = use_[i] > 0 ? gradient[i] / use_[i] : 0;
        }
        return result;
    }

    [[nodiscard]] static double product(const std::vector<double>& a, const std::vector<double>& b) {
        double sum = 0;
        for (std::size_t i = 0; i < a.size(); ++i) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    void apply(const std::vector<double>& change) {
        for (std::uint32_t m = 0; m < state_.layout.codebooks; ++m) {
            for (std::uint32_t code = 0; code < state_.set.vectors(); ++code) {
                Vector<N> vector = state_.set.at(m, code);
                for (std::size_t t = 0; t < N; ++t) {
                    vector[t] = static_cast<float>(static_cast<double>(vector[t]) + change[placeOf(m, code) + t]);
                }
                state_.set.set(m, code, vector);
            }
        }
    }

    GramState<N>& state_;
    std::size_t values_;      // of all codebooks
    std::vector<float> work_; // rows × columns
    std::vector<double> use_;
    oneapi::tbb::enumerable_thread_specific<std::vector<float>> buffers_;
};

} // namespace

template <std::size_t N>
void multiplyByGram(const GramState<N>& state, const float* rows, std::size_t count, float* out) {
    multiplyMatrices({.rows = count, .inner = state.columns, .columns = state.columns}, 1.0F, {rows, state.columns},
                     {state.task.gram.data(), state.columns}, false, out, state.columns);
}

template <std::size_t N>
void takeResiduals(const GramState<N>& state, const RowTile& tile, float* out) {
    for (std::size_t row = tile.first; row < tile.first + tile.rows; ++row) {
        const float* wanted = state.targets(row);
        for (std::size_t group = 0; group < state.groups; ++group) {
            const Vector<N> sum = state.set.sumOf(state.codesOf(row, group));
            for (std::size_t t = 0; t < N; ++t) {
                *out++ = *wanted++ - sum[t] * state.scales[row];
            }
        }
    }
}

template <std::size_t N>
void fitCodebooks(GramState<N>& state, int steps) {
    CodebookFit<N>(state).run(steps);
}

template void multiplyByGram(const GramState<shortVector>& state, const float* rows, std::size_t count, float* out);
template void takeResiduals(const GramState<shortVector>& state, const RowTile& tile, float* out);
template void fitCodebooks(GramState<shortVector>& state, int steps);
template void multiplyByGram(const GramState<longVector>& state, const float* rows, std::size_t count, float* out);
template void takeResiduals(const GramState<longVector>& state, const RowTile& tile, float* out);
template void fitCodebooks(GramState<longVector>& state, int steps);

} // namespace quantlathe::aqlm
