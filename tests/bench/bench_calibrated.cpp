// SPDX-License-Identifier: GPL-3.0-or-later
// What calibrating one matrix takes, part by part, beside the speed of a plain product of matrices in the same run: the Gram
// matrix of 4 096 tokens, its factor, and the choice of codes with error feedback for each encoding
// (tests/interop/gptq_speed.py runs another program on a matrix of the same kind). At the end AQLM on the reference's golden
// matrices, processor time (tests/interop/aqlm_speed.py runs the reference on the same). Usage: bench_calibrated [columns,
// default 4096] [rows, default 4096] [threads, default 2] [encoding…]
#include "base/arena.h"
#include "calibrate/input_pairs.h"
#include "codecs/aqlm_gram_data.h"
#include "methods/error_feedback.h"
#include "runtime/run_context.h"

#include <chrono>
#include <ctime>
#include <fmt/format.h>
#include <functional>
#include <numeric>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <random>

using namespace quantlathe;

namespace {

constexpr std::size_t tokens = 4096;
constexpr double damping = 0.01;
constexpr std::array usualEncodings{"Q8_0",   "Q6_K",  "Q4_K",   "Q3_K",       "Q2_K",  "Q4_0",
                                    "IQ4_XS", "IQ3_S", "IQ2_XS", "GPTQ4-G128", "NF4-64"};

template <class Work>
double secondsOf(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// Neighbours hang together.
std::vector<float> inputs(std::size_t rows, std::size_t columns) {
    constexpr float shared = 0.9F;
    std::vector<float> values = test::normalValues(rows * columns, 1);
    for (std::size_t i = 1; i < values.size(); ++i) {
        values[i] += i % columns == 0 ? 0 : shared * values[i - 1];
    }
    return values;
}

class Bench {
public:
    Bench(std::size_t columns, std::size_t rows, int threads)
        : columns_(columns), rows_(rows), arena_(threads), context_{arena_, progress_, cancel_},
          inputs_(inputs(tokens, columns)), weights_(test::normalValues(rows * columns, 2)) {}

    void run(std::span<const std::string> names) {
        fmt::print("{} × {}, {} threads\n", rows_, columns_, arena_.threads());
        const std::vector<float> matrix = test::normalValues(columns_ * columns_, 3);
        std::vector<float> out(tokens * columns_);
        const double product = secondsOf([&] { multiply(matrix, out); });
        const double productRate = 2.0 * static_cast<double>(tokens * columns_ * columns_) / product;
        fmt::print("{:<28}{:>8.3f} s  {:.0f} GFLOP/s\n", "product with the tokens", product, productRate / 1e9);
        PairSums sums;
        const auto addAll = [&] { addPairs(sums, rowsOf(inputs_, tokens), {}, {}, arena_); };
        addAll(); // the memory is there
        const double summing = secondsOf(addAll);
        const double rate = static_cast<double>(tokens * columns_ * (columns_ + 1)) / summing;
        fmt::print("{:<28}{:>8.3f} s  {:.0f} % of that rate on the triangle\n", "Gram matrix", summing,
                   100 * rate / productRate);
        const double factoring =
            secondsOf([&] { factor_ = arena_.run([&] { return GramFactor(sums.gram, columns_, damping).feedback(); }); });
        fmt::print("{:<28}{:>8.3f} s\n", "factor", factoring);
        whole_ = lossOf(weights_);
        for (const std::string& name : names) {
            const Coded coded = encode(name);
            fmt::print("{:<28}{:>8.3f} s  {:.1f} ns a weight and thread, error of the outputs {:.6f}\n", name, coded.seconds,
                       coded.seconds * arena_.threads() * 1e9 / static_cast<double>(weights_.size()), coded.error);
        }
    }

private:
    struct Coded {
        double seconds; // of the codes alone
        double error;   // tr(R·H·Rᵀ) / tr(W·H·Wᵀ), H damped
    };

    double lossOf(std::span<const float> residuals) {
        std::vector<double> losses(rows_);
        forTiles([&](std::size_t first, std::size_t count) {
            feedbackLosses(factor_, residuals.subspan(first * columns_, count * columns_),
                           std::span(losses).subspan(first, count));
        });
        return std::accumulate(losses.begin(), losses.end(), 0.0);
    }

    [[nodiscard]] ConstMatrix rowsOf(const std::vector<float>& values, std::size_t rows) const {
        return {values.data(), rows, columns_, columns_};
    }

    void multiply(const std::vector<float>& matrix, std::vector<float>& out) {
        constexpr std::size_t tileRows = 512;
        context_.forEach(tokens / tileRows, [&](std::size_t tile) {
            multiplyTransposed(someRows(rowsOf(inputs_, tokens), tile * tileRows, tileRows), rowsOf(matrix, columns_), 1.0F,
                               {out.data() + tile * tileRows * columns_, tileRows, columns_, columns_});
        });
    }

    template <class Body>
    void forTiles(const Body& body) {
        constexpr std::size_t tileRows = FeedbackEncoder::rowsAtOnce;
        context_.forEach((rows_ + tileRows - 1) / tileRows,
                         [&](std::size_t tile) { body(tile * tileRows, std::min(tileRows, rows_ - tile * tileRows)); });
    }

    Coded encode(const std::string& name) {
        const Encoding* const encoding = encodingByName(name);
        if (encoding == nullptr) {
            throw std::runtime_error("no encoding " + name);
        }
        const MatrixShape shape{rows_, columns_, ElementType::BF16};
        if (const GriddedEncoding* const gridded = griddedEncoding(*encoding, shape)) {
            return encodeParts(*gridded, shape);
        }
        const BlockGrid* const grid = blockGridOf(*encoding);
        const LatticeGrid* const lattice = latticeGridOf(*encoding);
        if (grid == nullptr && lattice == nullptr) {
            throw std::runtime_error(name + " has no grid");
        }
        const auto rowBytes = static_cast<std::size_t>(encoding->rowBytes(columns_));
        std::vector<std::byte> out(rows_ * rowBytes);
        std::vector<double> losses(rows_);
        oneapi::tbb::enumerable_thread_specific<FeedbackEncoder> encoders;
        const double seconds = secondsOf([&] {
            forTiles([&](std::size_t first, std::size_t count) {
                const auto targets = std::span(weights_).subspan(first * columns_, count * columns_);
                const auto bytes = std::span(out).subspan(first * rowBytes, count * rowBytes);
                const auto loss = std::span(losses).subspan(first, count);
                grid != nullptr ? encoders.local().encode(*encoding, *grid, factor_, targets, bytes, loss)
                                : encoders.local().encode(*encoding, *lattice, factor_, targets, bytes, loss);
            });
        });
        return {seconds, std::accumulate(losses.begin(), losses.end(), 0.0) / whole_};
    }

    Coded encodeParts(const GriddedEncoding& encoding, const MatrixShape& shape) {
        std::vector<std::vector<std::byte>> parts;
        for (const MatrixPart& part : encoding.parts(shape)) {
            parts.emplace_back(part.bytes());
        }
        const std::vector<std::span<std::byte>> spans(parts.begin(), parts.end());
        encoding.encodeMatrix(
            {.shape = shape,
             .guide = {.importance = factor_.energy},
             .read = [&](std::uint64_t first,
                         std::span<float> out) { std::copy_n(weights_.data() + first, out.size(), out.data()); },
             .forEach = [&](std::size_t count, const auto& body) { context_.forEach(count, body); },
             .advance = [](double) {}},
            spans);
        const auto grid = encoding.gridOf(shape, spans);
        const std::size_t groups = grid->hasChoices() ? columns_ / grid->groupColumns() : 0;
        std::vector<std::uint8_t> codes(rows_ * columns_);
        std::vector<GridChoice> choices(rows_ * groups);
        oneapi::tbb::enumerable_thread_specific<FeedbackEncoder> encoders;
        const double seconds = secondsOf([&] {
            forTiles([&](std::size_t first, std::size_t count) {
                encoders.local().encode(*grid, factor_,
                                        {.firstRow = first,
                                         .targets = std::span(weights_).subspan(first * columns_, count * columns_),
                                         .codes = std::span(codes).subspan(first * columns_, count * columns_),
                                         .choices = std::span(choices).subspan(first * groups, count * groups)});
            });
            grid->write(codes, choices);
        });
        std::vector<float> residuals(weights_.size());
        encoding.decodeMatrix(shape, std::vector<std::span<const std::byte>>(parts.begin(), parts.end()), 0, residuals);
        std::ranges::transform(weights_, residuals, residuals.begin(), std::minus());
        return {seconds, lossOf(residuals) / whole_};
    }

    std::size_t columns_;
    std::size_t rows_;
    ThreadArena arena_;
    Progress progress_;
    CancelToken cancel_;
    RunContext context_;
    std::vector<float> inputs_;
    std::vector<float> weights_;
    FeedbackFactor factor_;
    double whole_ = 0; // loss of a matrix of zeros
};

void runAqlm() {
    for (const test::GoldenFile& file : test::goldenFiles) {
        const test::Golden golden(file);
        for (const char* const care : {"-FAST", "", "-HIGH"}) {
            const std::string name = std::string(test::encodingOf(file.layout).name()) + care;
            test::StoredModule stored;
            const std::clock_t start = std::clock();
            stored = test::improved(name, golden);
            const double seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
            fmt::print("{:<16}{:<20}{:>8.3f} s  error {:.5f}\n", file.name, name, seconds,
                       golden.relative(test::decodeModule(test::encodingNamed(name), file.shape, stored)));
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    try {
        const auto number = [&](int at, std::size_t usual) { return argc > at ? std::stoul(argv[at]) : usual; };
        std::vector<std::string> names(argv + std::min(argc, 4), argv + argc);
        if (names.empty()) {
            names.assign(usualEncodings.begin(), usualEncodings.end());
        }
        Bench(number(1, 4096), number(2, 4096), static_cast<int>(number(3, 2))).run(names);
        runAqlm();
    } catch (const std::exception& error) {
        fmt::print(stderr, "bench_calibrated: {}\n", error.what());
        return 2;
    }
}
