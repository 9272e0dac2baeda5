// SPDX-License-Identifier: GPL-3.0-or-later
// What Effort::high gains and costs against Effort::normal, one line a type: the share by which the weighted error shrinks
// (√Σs(w−q)²) and the ratio of processor time, on the sample model and on a matrix with heavy tails, with and without
// importance. Usage: bench_effort [repetitions, default 5] [instruction set] [type…].
#include "codecs/encoding.h"
#include "model/model.h"
#include "support/test_support.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <fmt/format.h>

#define HWY_DISABLED_TARGETS HWY_SSSE3 // as core/CMakeLists.txt
#include <hwy/targets.h>

using namespace quantlathe;

namespace {

struct Matrix {
    std::vector<float> weights;
    std::uint64_t columns = 0;
    std::vector<float> importance;
};

double threadSeconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// Log-normal, as mean squares of activations about are: exp of a normal number with deviation 1.
std::vector<float> importanceOf(std::uint64_t columns, std::uint64_t seed) {
    std::vector<float> values = test::normalValues(columns, seed, 1);
    std::ranges::transform(values, values.begin(), [](float value) { return std::exp(value); });
    return values;
}

std::vector<Matrix> sampleModel() {
    const auto model = openModel(std::string(QUANTLATHE_RESOURCES) + "/sample");
    std::vector<Matrix> matrices;
    for (const Weight& weight : model->weights()) {
        if (weight.shape.size() == 2 && weight.columns() % 256 == 0) {
            Matrix matrix{.weights = std::vector<float>(weight.elements()),
                          .columns = weight.columns(),
                          .importance = importanceOf(weight.columns(), matrices.size())};
            readRows(*model, weight, 0, matrix.weights);
            matrices.push_back(std::move(matrix));
        }
    }
    return matrices;
}

/// Student's t with four degrees of freedom.
std::vector<Matrix> heavyTails() {
    constexpr std::uint64_t columns = 4096;
    constexpr std::size_t count = 128 * columns;
    const std::vector<float> normal = test::normalValues(5 * count, 1, 1);
    Matrix matrix{.weights = std::vector<float>(count), .columns = columns, .importance = importanceOf(columns, 2)};
    for (std::size_t i = 0; i < count; ++i) {
        float squares = 0;
        for (std::size_t k = 1; k < 5; ++k) {
            squares += normal[5 * i + k] * normal[5 * i + k];
        }
        matrix.weights[i] = 0.02F * normal[5 * i] / std::sqrt(squares / 4);
    }
    return {std::move(matrix)};
}

struct Outcome {
    double error = 0; // weighted, squared
    double seconds = 0;
};

Outcome measure(const Encoding& encoding, std::span<const Matrix> matrices, bool weighted, Effort effort, int repetitions) {
    Outcome outcome;
    for (const Matrix& matrix : matrices) {
        const EncodingGuide guide{.importance = weighted ? std::span(matrix.importance) : std::span<const float>(),
                                  .effort = effort};
        std::vector<std::byte> stored(encoding.bytes(matrix.weights.size() / matrix.columns, matrix.columns));
        double best = 1e9;
        for (int repetition = 0; repetition < repetitions; ++repetition) {
            const double before = threadSeconds();
            encoding.encode(matrix.weights, matrix.columns, guide, stored);
            best = std::min(best, threadSeconds() - before);
        }
        outcome.seconds += best;
        std::vector<float> decoded(matrix.weights.size());
        encoding.decode(stored, matrix.columns, decoded);
        for (std::size_t i = 0; i < decoded.size(); ++i) {
            const double difference = static_cast<double>(matrix.weights[i]) - static_cast<double>(decoded[i]);
            outcome.error +=
                difference * difference * (weighted ? static_cast<double>(matrix.importance[i % matrix.columns]) : 1);
        }
    }
    return outcome;
}

std::string comparison(const Encoding& encoding, std::span<const Matrix> matrices, bool weighted, int repetitions) {
    const Outcome normal = measure(encoding, matrices, weighted, Effort::normal, repetitions);
    const Outcome high = measure(encoding, matrices, weighted, Effort::high, repetitions);
    return fmt::format("{:7.2f} % {:7.2f} % {:6.2f}x", 100 * (1 - std::sqrt(high.error / normal.error)),
                       100 * (1 - high.error / normal.error), high.seconds / normal.seconds);
}

} // namespace

int main(int argc, char** argv) {
    const int repetitions = argc > 1 ? std::atoi(argv[1]) : 5;
    const std::vector<std::int64_t> targets = hwy::SupportedAndGeneratedTargets();
    std::int64_t used = targets.front();
    for (const std::int64_t target : targets) {
        if (argc > 2 && std::strcmp(argv[2], hwy::TargetName(target)) == 0) {
            used = target;
        }
    }
    hwy::SetSupportedTargetsForTest(used);
    hwy::GetChosenTarget().Update(used);
    const std::vector<Matrix> sample = sampleModel();
    const std::vector<Matrix> heavy = heavyTails();
    fmt::print("high effort against normal: error smaller by, squared error smaller by, time; instruction set {}\n",
               hwy::TargetName(used));
    fmt::print("{:8}|{:^27}|{:^27}|{:^27}|{:^27}\n", "", "sample model", "with importance", "heavy tails", "with importance");
    const bool all = std::none_of(argv + 1, argv + argc, [](const char* argument) { return encodingByName(argument); });
    for (const Encoding* encoding : ggmlEncodings()) {
        const auto isNamed = [&](const char* argument) { return encodingByName(argument) == encoding; };
        if (encoding->hasEffort() && (all || std::any_of(argv + 1, argv + argc, isNamed))) {
            fmt::print("{:8}|{:>27}|{:>27}|{:>27}|{:>27}\n", encoding->name(),
                       comparison(*encoding, sample, false, repetitions), comparison(*encoding, sample, true, repetitions),
                       comparison(*encoding, heavy, false, repetitions), comparison(*encoding, heavy, true, repetitions));
        }
    }
    return 0;
}
