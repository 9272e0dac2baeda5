// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of the encodings that store a matrix as several tensors, against copying memory in the same run: one line an
// encoding. The source is a BF16 matrix in memory; rates count bytes read and bytes written. Decoding is one thread into F32,
// MB/s of F32. "by importance": how often the time of one thread is taken when importance guides the search. Usage:
// bench_matrix_encodings [seconds per figure, default 0.5] [threads, default 2] [instruction set, "-" for the best] [name…]
// where a name may be a pattern ("NF4-*") and must match the whole name; without names all are measured.
#include "base/arena.h"
#include "base/text.h"
#include "codecs/matrix_encoding.h"
#include "kernels/convert.h"
#include "support/test_support.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

#define HWY_DISABLED_TARGETS HWY_SSSE3 // as core/CMakeLists.txt
#include <hwy/targets.h>

using namespace quantlathe;

namespace {

constexpr MatrixShape shape{8192, 4096, ElementType::BF16};
double secondsPerFigure = 0.5;

double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
double threadSeconds() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) * 1e-9;
}

/// GB/s of the fastest of at least three repetitions, so that a busy machine disturbs little.
template <class Clock, class Work>
double speed(const Clock& clock, std::uint64_t bytes, const Work& work) {
    const double start = now();
    double best = 0;
    for (int repetition = 0; repetition < 3 || now() - start < secondsPerFigure; ++repetition) {
        const double before = clock();
        work();
        best = std::max(best, static_cast<double>(bytes) / 1e9 / (clock() - before));
    }
    return best;
}

class Bench {
public:
    explicit Bench(int threads) : arena_(threads), source_(2 * shape.values()) {
        const auto values = test::normalValues(shape.values() / 64, 1);
        for (std::size_t part = 0; part < 64; ++part) {
            bf16FromFloats(values, std::span(source_).subspan(part * 2 * values.size(), 2 * values.size()));
        }
        target_.resize(source_.size());
    }

    /// Of bytes read plus bytes written.
    [[nodiscard]] double copySpeed(bool oneThread) {
        constexpr std::size_t piece = 1U << 18U;
        const auto copy = [&](std::size_t i) { std::memcpy(&target_[i * piece], &source_[i * piece], piece); };
        return measure(oneThread, 2 * source_.size(), [&](const auto& forEach) { forEach(source_.size() / piece, copy); });
    }

    [[nodiscard]] double encodingSpeed(const MatrixEncoding& encoding, bool oneThread, std::span<const float> importance = {}) {
        const auto parts = encoding.parts(shape);
        std::uint64_t bytes = source_.size();
        stored_.clear();
        for (const MatrixPart& part : parts) {
            stored_.emplace_back(part.bytes());
            bytes += part.bytes();
        }
        const std::vector<std::span<std::byte>> spans(stored_.begin(), stored_.end());
        return measure(oneThread, bytes, [&](const auto& forEach) {
            encoding.encodeMatrix({.shape = shape,
                                   .guide = {.importance = importance},
                                   .read =
                                       [&](std::uint64_t first, std::span<float> out) {
                                           floatsFromStored(ElementType::BF16,
                                                            std::span(source_).subspan(2 * first, 2 * out.size()), out);
                                       },
                                   .forEach = forEach,
                                   .advance = [](double) {}},
                                  spans);
        });
    }

    /// What encodingSpeed() stored, one thread.
    [[nodiscard]] double decodingSpeed(const MatrixEncoding& encoding) const {
        const std::vector<std::span<const std::byte>> spans(stored_.begin(), stored_.end());
        std::vector<float> tile(matrixTileValues);
        return speed(threadSeconds, shape.values() * sizeof(float), [&] {
            for (std::uint64_t first = 0; first < shape.values(); first += tile.size()) {
                encoding.decodeMatrix(shape, spans, first, tile);
            }
        });
    }

private:
    template <class Work>
    double measure(bool oneThread, std::uint64_t bytes, const Work& work) {
        if (oneThread) {
            return speed(threadSeconds, bytes, [&] {
                work([](std::size_t count, const std::function<void(std::size_t)>& body) {
                    for (std::size_t i = 0; i < count; ++i) {
                        body(i);
                    }
                });
            });
        }
        return arena_.run([&] {
            return speed(now, bytes, [&] {
                work([](std::size_t count, const std::function<void(std::size_t)>& body) {
                    oneapi::tbb::parallel_for(std::size_t{0}, count, body);
                });
            });
        });
    }

    ThreadArena arena_;
    std::vector<std::byte> source_;
    std::vector<std::byte> target_;
    std::vector<std::vector<std::byte>> stored_;
};

void chooseTarget(const std::string& name) {
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        if (name == hwy::TargetName(target)) {
            hwy::SetSupportedTargetsForTest(target);
            hwy::GetChosenTarget().Update(target);
            return;
        }
    }
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    secondsPerFigure = !arguments.empty() ? std::stod(arguments[0]) : secondsPerFigure;
    const int threads = arguments.size() > 1 ? std::stoi(arguments[1]) : 2;
    if (arguments.size() > 2) {
        chooseTarget(arguments[2]);
    }
    const std::span<const std::string> patterns = std::span(arguments).subspan(std::min<std::size_t>(3, arguments.size()));
    Bench bench(threads);
    fmt::print("{} x {} BF16 weights; GB/s of bytes read and written, share of a copy\n", shape.rows, shape.columns);
    fmt::print("{:18}|{:^21}|{:^21}|{:>14}|{:>14}\n", "", "1 thread (its CPU)", fmt::format("{} threads (wall)", threads),
               "decode MB/s", "by importance");
    std::vector<float> importance = test::normalValues(shape.columns, 2, 1.0F);
    std::ranges::transform(importance, importance.begin(), [](float value) { return std::exp(value); });
    for (const MatrixFamily* const family : matrixFamilies()) {
        for (const MatrixEncoding* const encoding : family->encodings()) {
            const auto matches = [&](const std::string& pattern) { return globMatches(pattern, encoding->name()); };
            if ((!patterns.empty() && std::ranges::none_of(patterns, matches)) || encoding->whyNot(shape)) {
                continue;
            }
            const double copyOne = bench.copySpeed(true);
            const double one = bench.encodingSpeed(*encoding, true);
            const double copyMany = bench.copySpeed(false);
            const double many = bench.encodingSpeed(*encoding, false);
            const double guided = encoding->usesImportance() ? bench.encodingSpeed(*encoding, true, importance) : one;
            fmt::print("{:18}|{:6.1f} of {:5.1f} {:3.0f} % |{:6.1f} of {:5.1f} {:3.0f} % |{:14.0f}|{:>14}\n", encoding->name(),
                       one, copyOne, 100 * one / copyOne, many, copyMany, 100 * many / copyMany,
                       1000 * bench.decodingSpeed(*encoding),
                       encoding->usesImportance() ? fmt::format("{:.1f} x", one / guided) : "");
            std::fflush(stdout);
        }
    }
    return 0;
}
