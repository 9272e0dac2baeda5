// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of every encoding on one thread against the scalar oracle (compiled -O3 -march=native), same data, same run: one
// line a type. Usage: bench_codecs [seconds per figure, default 0.3] [type…]. MB are 10^6 bytes of F32 weights.
#include "codecs/encoding.h"
#include "oracle/oracle.h"
#include "support/test_support.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fmt/format.h>
#include <hwy/targets.h>

using namespace quantlathe;

namespace {

constexpr std::uint64_t rows = 64;
constexpr std::uint64_t columns = 4096; // a 1 MiB tile, as the converter uses
double secondsPerFigure = 0.3;

/// MB of F32 weights per second; the fastest of all repetitions, so that a busy machine disturbs little.
template <class Work>
double speed(const Work& work) {
    using Clock = std::chrono::steady_clock;
    const auto start = Clock::now();
    double best = 0;
    while (std::chrono::duration<double>(Clock::now() - start).count() < secondsPerFigure || best == 0) {
        const auto before = Clock::now();
        work();
        const double seconds = std::chrono::duration<double>(Clock::now() - before).count();
        best = std::max(best, static_cast<double>(rows * columns * sizeof(float)) / 1e6 / seconds);
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
                    .ours = speed([&] { encoding.encode(weights, columns, importance, stored); })};
    if (stored != expected) {
        fmt::print("{}: BYTES DIFFER from the oracle\n", encoding.name());
        std::exit(1);
    }
    return pair;
}

Pair decodingSpeed(const Encoding& encoding, std::span<const float> weights) {
    std::vector<std::byte> stored(encoding.bytes(rows, columns));
    encoding.encode(weights, columns, {}, stored);
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
    std::string targets;
    for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
        targets += fmt::format(" {}", hwy::TargetName(target));
    }
    fmt::print("one thread, {} x {} weights, MB/s of F32; instruction sets:{}\n", rows, columns, targets);
    fmt::print("{:8}|{:^25}|{:^25}|{:^25}\n", "", "encode", "encode, importance", "decode");
    fmt::print("{:8}|{:>8} {:>8} {:>7}|{:>8} {:>8} {:>7}|{:>8} {:>8} {:>7}\n", "", "oracle", "ours", "ratio", "oracle", "ours",
               "ratio", "oracle", "ours", "ratio");
    for (const Encoding* encoding : ggmlEncodings()) {
        const auto isNamed = [&](const char* argument) { return encodingByName(argument) == encoding; };
        if (!encoding->canEncode() || (argc > 2 && std::none_of(argv + 2, argv + argc, isNamed))) {
            continue;
        }
        const std::string weighted = encoding->usesImportance() ? encodingSpeed(*encoding, weights, importance).text() : "";
        fmt::print("{:8}|{}|{:25}|{}\n", encoding->name(), encodingSpeed(*encoding, weights, {}).text(), weighted,
                   decodingSpeed(*encoding, weights).text());
    }
    return 0;
}
