// SPDX-License-Identifier: GPL-3.0-or-later
// Speed of HQQ: millions of weights a second of encoding (reading a BF16 source included) and decoding, one line an encoding.
// Usage: bench_hqq [threads, default 2] [rows columns, default 4096 4096] [file of raw BF16 weights, default random ones]
// [encoding…].
#include "base/arena.h"
#include "base/numeric.h"
#include "codecs/matrix_encoding.h"
#include "kernels/convert.h"
#include "support/test_support.h"

#include <algorithm>
#include <chrono>
#include <cstring>
#include <fmt/format.h>
#include <oneapi/tbb/parallel_for.h>

using namespace quantlathe;

namespace {

std::vector<std::byte> randomWeights(std::size_t count) {
    std::vector<std::byte> stored(2 * count);
    const std::vector<float> values = test::normalValues(std::min<std::size_t>(count, 1U << 20U), 1);
    for (std::size_t i = 0; i < count; ++i) {
        const std::uint16_t bits = bf16FromFloat(values[(i + i / values.size() * 7919) % values.size()]);
        std::memcpy(&stored[2 * i], &bits, sizeof bits);
    }
    return stored;
}

/// Millions of weights a second; the faster of two runs.
template <class Work>
double speed(std::uint64_t weights, const Work& work) {
    double best = 0;
    for (int run = 0; run < 2; ++run) {
        const auto start = std::chrono::steady_clock::now();
        work();
        const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
        best = std::max(best, static_cast<double>(weights) / 1e6 / seconds.count());
    }
    return best;
}

} // namespace

int main(int argc, char** argv) {
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    const auto number = [&](std::size_t i, std::uint64_t otherwise) {
        return i < arguments.size() ? std::stoull(arguments[i]) : otherwise;
    };
    ThreadArena arena(static_cast<int>(number(0, 2)));
    const MatrixShape shape{number(1, 4096), number(2, 4096), ElementType::BF16};
    const std::vector<std::byte> source =
        arguments.size() > 3 && arguments[3] != "-" ? test::readAll(arguments[3]) : randomWeights(shape.values());
    if (source.size() != 2 * shape.values()) {
        fmt::print("the file does not hold {} × {} BF16 weights\n", shape.rows, shape.columns);
        return 2;
    }
    std::vector<std::string> names(arguments.begin() + std::min<std::ptrdiff_t>(4, std::ssize(arguments)), arguments.end());
    if (names.empty()) {
        names = {"HQQ8-G64", "HQQ4-G64", "HQQ4-G64-A0", "HQQ4-G8",     "HQQ4-ROW",
                 "HQQ3-G64", "HQQ2-G64", "HQQ1-G64",    "HQQ4-G64-RTN"};
    }
    fmt::print("{} threads, {} × {} weights, millions of weights a second\n", arena.threads(), shape.rows, shape.columns);
    fmt::print("{:16}{:>10}{:>10}\n", "", "encode", "decode");
    for (const std::string& name : names) {
        const MatrixEncoding& encoding = *asMatrixEncoding(*encodingByName(name));
        const auto forEach = [&](std::size_t count, const std::function<void(std::size_t)>& body) {
            arena.run([&] { oneapi::tbb::parallel_for(std::size_t{0}, count, body); });
        };
        std::vector<std::vector<std::byte>> parts;
        for (const MatrixPart& part : encoding.parts(shape)) {
            parts.emplace_back(part.bytes());
        }
        const std::vector<std::span<std::byte>> into(parts.begin(), parts.end());
        const std::vector<std::span<const std::byte>> from(parts.begin(), parts.end());
        const MatrixTask task{.shape = shape,
                              .read =
                                  [&](std::uint64_t first, std::span<float> out) {
                                      floatsFromStored(ElementType::BF16, std::span(source).subspan(2 * first, 2 * out.size()),
                                                       out);
                                  },
                              .forEach = forEach,
                              .advance = [](double) {}};
        const double encoded = speed(shape.values(), [&] { encoding.encodeMatrix(task, into); });
        const double decoded = speed(shape.values(), [&] {
            forEach((shape.values() + matrixTileValues - 1) / matrixTileValues, [&](std::size_t tile) {
                thread_local std::vector<float> values(matrixTileValues);
                const std::uint64_t first = tile * matrixTileValues;
                encoding.decodeMatrix(shape, from, first,
                                      std::span(values).first(std::min(matrixTileValues, shape.values() - first)));
            });
        });
        fmt::print("{:16}{:10.1f}{:10.0f}\n", name, encoded, decoded);
    }
    return 0;
}
