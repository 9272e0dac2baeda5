// SPDX-License-Identifier: GPL-3.0-or-later
// Speed and memory of the statistics of one large weight, read from a file in the page cache, against a plain scalar loop
// that knows the range beforehand. Usage: bench_statistics [millions of weights, default 256]. GB are 10^9 stored bytes.
#include "base/numeric.h"
#include "codecs/encoding.h"
#include "kernels/convert.h"
#include "weights/encoding_error.h"
#include "weights/statistics.h"

#include "support/test_support.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fmt/format.h>
#include <memory>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

constexpr std::uint64_t columns = 4096;
constexpr std::uint64_t rowsPerPiece = 256;
constexpr int repetitions = 3;

/// The fastest of all repetitions, so that a busy machine disturbs little.
struct Duration {
    double wall = INFINITY;
    double processor = INFINITY; // of all threads together
};

template <class Work>
Duration durationOf(const Work& work) {
    using Clock = std::chrono::steady_clock;
    Duration best;
    for (int i = 0; i < repetitions; ++i) {
        const auto before = Clock::now();
        const std::clock_t processorBefore = std::clock();
        work();
        best.wall = std::min(best.wall, std::chrono::duration<double>(Clock::now() - before).count());
        best.processor = std::min(best.processor, static_cast<double>(std::clock() - processorBefore) / CLOCKS_PER_SEC);
    }
    return best;
}

/// A file with one weight of `rows` rows, the same normal values again and again in other orders.
std::shared_ptr<const Model> largeModel(const QTemporaryDir& folder, const Encoding& encoding, std::uint64_t rows) {
    const std::filesystem::path path = std::filesystem::path(folder.path().toStdString()) / encoding.name();
    std::vector<float> values = test::normalValues(rowsPerPiece * columns, 1);
    std::vector<std::byte> stored(encoding.bytes(rowsPerPiece, columns));
    {
        OutputFile file(path, OutputFile::Mode::createNew);
        for (std::uint64_t row = 0; row < rows; row += rowsPerPiece) {
            std::rotate(values.begin(), values.begin() + 977, values.end());
            encoding.encode(values, columns, {}, stored);
            file.writeAt(encoding.bytes(row, columns), stored);
        }
    }
    CheckpointContents contents;
    contents.path = path;
    contents.files.emplace_back(path);
    Weight weight;
    weight.name = "w";
    weight.tensors = {0};
    weight.storedType = elementTypeOf(encoding).value();
    weight.shape = {rows, columns};
    TensorInfo tensor;
    tensor.name = weight.name;
    tensor.type = weight.storedType;
    tensor.shape = weight.shape;
    tensor.bytes = encoding.bytes(rows, columns);
    contents.tensors.push_back(tensor);
    Model::Parts parts;
    parts.checkpoint = std::make_shared<const Checkpoint>(std::move(contents));
    parts.weights.push_back(weight);
    return std::make_shared<const Model>(std::move(parts));
}

struct PlainStatistics {
    double sums[4] = {};
    float minimum = INFINITY;
    float maximum = -INFINITY;
    std::uint64_t zeros = 0;
    std::uint64_t bins[256] = {};
};

// What one would write first: a loop over the values, with the range of the histogram given.
PlainStatistics plainLoop(std::span<const std::byte> stored, float range) {
    PlainStatistics s;
    for (std::size_t i = 0; i + 2 <= stored.size(); i += 2) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, stored.data() + i, sizeof bits);
        const float value = floatFromBf16(bits);
        const double v = value;
        s.sums[0] += v;
        s.sums[1] += v * v;
        s.sums[2] += v * v * v;
        s.sums[3] += v * v * v * v;
        s.minimum = std::min(s.minimum, value);
        s.maximum = std::max(s.maximum, value);
        s.zeros += value == 0 ? 1 : 0;
        const float position = (value + range) / (2 * range) * 256;
        ++s.bins[position < 0 ? 0 : position > 255 ? 255 : static_cast<std::size_t>(position)];
    }
    return s;
}

struct Speed {
    double wall = 0;
    double processor = 0;
    Speed(double bytes, const Duration& d) : wall(bytes / 1e9 / d.wall), processor(bytes / 1e9 / d.processor) {}
};

void print(const std::string& what, const Speed& speed, const Speed& plain) {
    fmt::print("{:44} {:7.2f} GB/s {:5.1f}x {:7.2f} GB per core second {:5.1f}x\n", what, speed.wall, speed.wall / plain.wall,
               speed.processor, speed.processor / plain.processor);
}

Speed plainSpeed() {
    const auto values = test::normalValues(1U << 22U, 2);
    std::vector<std::byte> stored(values.size() * 2);
    bf16FromFloats(values, stored);
    std::uint64_t seen = 0;
    const Duration duration = durationOf([&] { seen += plainLoop(stored, 0.1F).bins[128]; });
    if (seen == 0) { // keeps the loop alive
        std::abort();
    }
    return {static_cast<double>(stored.size()), duration};
}

} // namespace

int main(int argc, char** argv) {
    const std::uint64_t millions = argc > 1 ? std::stoull(argv[1]) : 256;
    const std::uint64_t rows =
        std::max<std::uint64_t>(rowsPerPiece, millions * 1000000 / columns / rowsPerPiece * rowsPerPiece);
    const QTemporaryDir folder;
    Progress silent;
    const CancelToken never;

    fmt::print("{} million weights\n", rows * columns / 1000000);
    const Speed plain = plainSpeed(); // BF16 in memory: the unit of the ratios, per stored byte
    print("BF16, plain scalar loop, in memory", plain, plain);
    for (const char* const type : {"BF16", "F16", "F32", "Q4_K"}) {
        const Encoding& encoding = *encodingByName(type);
        const auto model = largeModel(folder, encoding, rows);
        const auto bytes = static_cast<double>(encoding.bytes(rows, columns));
        const std::uint64_t peakBefore = peakResidentBytes();
        for (const int threads : {1, 2}) {
            ThreadArena arena(threads);
            const Duration duration =
                durationOf([&] { (void)computeStatistics(*model, model->weights()[0], arena, silent, never); });
            print(fmt::format("{}, statistics, {} thread{}", type, threads, threads == 1 ? "" : "s"), Speed(bytes, duration),
                  plain);
        }
        fmt::print("{:44} {:7.1f} MB, {:.1f} MB before\n", "    peak resident set",
                   static_cast<double>(peakResidentBytes()) / 1e6, static_cast<double>(peakBefore) / 1e6);
        if (std::string_view(type) == "BF16") {
            ThreadArena arena(2);
            EncodingError error;
            const Duration duration = durationOf(
                [&] { error = measureError(*model, model->weights()[0], *encodingByName("Q8_0"), {}, {}, arena, never); });
            fmt::print("{:44} {:7.2f} ms, {:.3f} % ± {:.3f} % of {} weights\n", "BF16, sampled error of Q8_0, 2 threads",
                       duration.wall * 1e3, 100 * error.relative, 100 * error.interval95, error.weightsLookedAt);
        }
        std::filesystem::remove(model->checkpoint().path());
    }
    return 0;
}
