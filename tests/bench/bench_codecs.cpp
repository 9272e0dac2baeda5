// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of every encoding on one thread against the scalar oracle (compiled -O3 -march=native), same data, same run: one
// line a type. Usage: bench_codecs [seconds per figure, default 0.3] [instruction set] [type…]. MB are 10^6 bytes of F32
// weights.
#include "codecs/encoding.h"
#include "oracle/oracle.h"
#include "support/test_support.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fmt/format.h>

#define HWY_DISABLED_TARGETS HWY_SSSE3 // as core/CMakeLists.txt
#include <hwy/targets.h>

using namespace quantlathe;

namespace {

constexpr std::uint64_t rows = 64;
constexpr std::uint64_t columns = 4096; // a 1 MiB tile, as the converter uses
double secondsPerFigure = 0.3;

double threadSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// MB of F32 weights per second of processor time; the fastest of at least five repetitions, so that a busy machine disturbs
/// little.
template <class Work>
double speed(const Work& work) {
    const double start = threadSeconds();
    double best = 0;
    for (int repetition = 0; repetition < 5 || threadSeconds() - start < secondsPerFigure; ++repetition) {
        const double before = threadSeconds();
        work();
        best = std::max(best, static_cast<double>(rows * columns * sizeof(float)) / 1e6 / (threadSeconds() - before));
    }
    return best;
}

struct Pair {
    double oracle = 0;
    double ours = 0;
    [[nodiscard]] std::string text() const { return fmt::format("{:8.0f} {:8.0f} {:6.1f}x", oracle, ours, ours / oracle); }
};

Pair encodingSpeed(const Encoding& encoding, std::span<const float> weights, std::span<const float> importance) {
    std::vector<std::byte> expected(encoding.bytes(rows, columns));
    std::vector<std::byte> stored(expected.size());
    const ElementType type = elementTypeOf(encoding).value();
    const Pair pair{.oracle = speed([&] { oracle::encode(type, weights, columns, importance, expected); }),
                    .ours = speed([&] { encoding.encode(weights, columns, {.importance = importance}, stored); })};
    if (stored != expected) {
        fmt::print("{}: BYTES DIFFER from the oracle\n", encoding.name());
        std::exit(1);
    }
    return pair;
}

Pair decodingSpeed(const Encoding& encoding, std::span<const float> weights, std::span<const float> importance) {
    std::vector<std::byte> stored(encoding.bytes(rows, columns));
    encoding.encode(weights, columns, {.importance = importance}, stored);
    std::vector<float> decoded(weights.size());
    const ElementType type = elementTypeOf(encoding).value();
    return {.oracle = speed([&] { oracle::decode(type, stored, decoded); }),
            .ours = speed([&] { encoding.decode(stored, columns, decoded); })};
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1) {
        secondsPerFigure = std::stod(argv[1]);
    }
    const std::vector<float> weights = test::normalValues(rows * columns, 1);
    std::vector<float> importance = test::normalValues(columns, 2, 1);
    for (float& value : importance) {
        value = value * value + 0.01F;
    }
    const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
    std::int64_t used = targets.front();
    for (const std::int64_t target : targets) {
        if (argc > 2 && std::strcmp(argv[2], hwy::TargetName(target)) == 0) {
            used = target;
        }
    }
    hwy::SetSupportedTargetsForTest(used);
    hwy::GetChosenTarget().Update(used);
    fmt::print("one thread, {} x {} weights, MB/s of F32, instruction set {}\n", rows, columns, hwy::TargetName(used));
    fmt::print("{:8}|{:^25}|{:^25}|{:^25}\n", "", "encode", "encode, importance", "decode");
    fmt::print("{:8}|{:>8} {:>8} {:>7}|{:>8} {:>8} {:>7}|{:>8} {:>8} {:>7}\n", "", "oracle", "ours", "ratio", "oracle", "ours",
               "ratio", "oracle", "ours", "ratio");
    const bool all = std::none_of(argv + 1, argv + argc, [](const char* argument) { return encodingByName(argument); });
    for (const Encoding* encoding : ggmlEncodings()) {
        const auto isNamed = [&](const char* argument) { return encodingByName(argument) == encoding; };
        if (!encoding->canEncode() || (!all && std::none_of(argv + 1, argv + argc, isNamed))) {
            continue;
        }
        const std::string weighted = encoding->usesImportance() ? encodingSpeed(*encoding, weights, importance).text() : "";
        const std::string plain = encoding->requiresImportance() ? "" : encodingSpeed(*encoding, weights, {}).text();
        fmt::print("{:8}|{:25}|{:25}|{}\n", encoding->name(), plain, weighted,
                   decodingSpeed(*encoding, weights, importance).text());
    }
    return 0;
}
