// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ: what the library itself writes and reads (tests/data/hqq), and what holds for all matrices.
#include "codecs/hqq_matrices.h"

#include <cmath>
#include <set>
#include <thread>

using namespace quantlathe;
using namespace quantlathe::test::hqq_matrices;

namespace {

void fromBehind(std::size_t count, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = count; i-- > 0;) {
        body(i);
    }
}
void onThreeThreads(std::size_t count, const std::function<void(std::size_t)>& body) {
    std::vector<std::jthread> threads;
    for (std::size_t t = 0; t < 3; ++t) {
        threads.emplace_back([&body, t, count] {
            for (std::size_t i = t; i < count; i += 3) {
                body(i);
            }
        });
    }
}

double meanError(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::abs(static_cast<double>(a[i]) - b[i]);
    }
    return sum / static_cast<double>(a.size());
}

struct GoldenInput {
    MatrixShape shape;
    std::vector<float> weights;
};
GoldenInput goldenInput(const GoldenFile& golden) {
    const auto input = test::goldenTensor(pathOf(golden), "input").value();
    return {{input.shape[0], input.shape[1], golden.compute}, input.floats()};
}

/// The library's steps, one value after the other; sums in double precision.
struct PlainResult {
    std::vector<float> inverseScales, zeros;
    std::vector<std::uint8_t> codes; // by place in the matrix
};
PlainResult plainly(std::span<const float> w, std::size_t group, int axis, float maxCode, bool roundsZero) {
    const std::size_t groups = w.size() / group;
    const auto at = [&](std::size_t g, std::size_t i) { return axis == 1 ? g * group + i : i * groups + g; };
    PlainResult result{std::vector<float>(groups), std::vector<float>(groups), std::vector<std::uint8_t>(w.size())};
    for (std::size_t g = 0; g < groups; ++g) {
        float low = w[at(g, 0)];
        float high = low;
        for (std::size_t i = 0; i < group; ++i) {
            low = std::min(low, w[at(g, i)]);
            high = std::max(high, w[at(g, i)]);
        }
        const float scale = high - low <= 1e-4F ? 1.0F : std::min(1 / (high - low) * maxCode, 20000.0F);
        result.inverseScales[g] = scale;
        result.zeros[g] = roundsZero ? std::nearbyint(-low * scale) : -low * scale;
    }
    const auto codeOf = [&](std::size_t g, std::size_t i) {
        return std::clamp(std::nearbyint(w[at(g, i)] * result.inverseScales[g] + result.zeros[g]), 0.0F, maxCode);
    };
    float best = INFINITY;
    for (int iteration = 0; iteration < 20; ++iteration) {
        double error = 0;
        for (std::size_t g = 0; g < groups; ++g) {
            double zero = 0;
            const float scale = result.inverseScales[g];
            for (std::size_t i = 0; i < group; ++i) {
                const float value = w[at(g, i)];
                const float code = codeOf(g, i);
                const float difference = value - (code - result.zeros[g]) / scale;
                const float magnitude = std::abs(difference);
                error += magnitude;
                const float kept = magnitude == 0 ? 0.0F : std::max(magnitude - 0.1F * std::pow(magnitude, -0.3F), 0.0F);
                zero += code - (value - std::copysign(kept, difference)) * scale;
            }
            result.zeros[g] = static_cast<float>(zero / static_cast<double>(group));
        }
        const auto mean = static_cast<float>(error / static_cast<double>(w.size()));
        if (!(mean < best)) {
            break;
        }
        best = mean;
    }
    for (std::size_t g = 0; g < groups; ++g) {
        for (std::size_t i = 0; i < group; ++i) {
            result.codes[at(g, i)] = static_cast<std::uint8_t>(codeOf(g, i));
        }
    }
    return result;
}

} // namespace

class TestHqq : public QObject {
    Q_OBJECT

    static void addGoldenFiles(bool (*isWanted)(const GoldenFile&) = [](const GoldenFile&) { return true; }) {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(goldenFiles.size()); ++i) {
            if (isWanted(goldenFiles[static_cast<std::size_t>(i)])) {
                QTest::newRow(goldenFiles[static_cast<std::size_t>(i)].file) << i;
            }
        }
    }

private slots:
    void namesAreUniqueAndFound() {
        const auto encodings = hqq().encodings();
        QCOMPARE(encodings.size(), std::size_t{8 * 8 * 2 * 2});
        std::set<std::string> names;
        for (const MatrixEncoding* const encoding : encodings) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
        }
        QCOMPARE(encodingByName("hqq4-g64"), encodingByName("HQQ4-G64"));
        QCOMPARE(std::string(encodings.front()->name()), std::string("HQQ8-G8"));
        for (const char* const name : {"HQQ1.58-COL-A0", "HQQ3-ROW-RTN", "HQQ2-G16-A0-RTN"}) {
            QVERIFY2(encodingByName(name) != nullptr, name);
        }
        QCOMPARE(encodingByName("HQQ7-G64"), nullptr);
    }

    void bitsPerWeight() {
        const std::map<std::string, double> expected{{"HQQ8-G64", 8.5}, {"HQQ6-G64", 8.5},    {"HQQ5-G64", 8.5},
                                                     {"HQQ4-G64", 4.5}, {"HQQ3-G64", 3.7},    {"HQQ2-G64", 2.5},
                                                     {"HQQ1-G64", 1.5}, {"HQQ1.58-G64", 2.5}, {"HQQ4-ROW", 4}};
        for (const auto& [name, bits] : expected) {
            QCOMPARE(encodingNamed(name).bitsPerWeight(), bits);
        }
    }

    void writesWhatTheLibraryWrites_data() {
        addGoldenFiles([](const GoldenFile& golden) { return !golden.isOfOlderSolver; });
    }
    void writesWhatTheLibraryWrites() {
        QFETCH(int, index);
        const GoldenFile& golden = goldenFiles[static_cast<std::size_t>(index)];
        const GoldenInput input = goldenInput(golden);
        const MatrixEncoding& encoding = encodingNamed(golden.encoding);
        const Stored stored = encode(encoding, input.shape, input.weights);
        const Stored expected = goldenLayer(golden);
        QCOMPARE(stored.tensors.size(), allSuffixes().size());
        for (const auto& [suffix, tensor] : expected.tensors) {
            const auto& ours = stored.tensors.at(suffix);
            QVERIFY2(ours.type == tensor.type && ours.shape == tensor.shape, suffix.c_str());
            // Zero points are means: their last bit depends on the order of the sum, and shows in F32 only.
            const bool mayDiffer = suffix == ".zero" && golden.compute == ElementType::F32;
            if (!mayDiffer && (golden.differing == 0 || (suffix != ".W_q" && suffix != ".zero"))) {
                QVERIFY2(ours.bytes == tensor.bytes, suffix.c_str());
            }
        }
        const auto ours = decode(encoding, input.shape, stored);
        const auto theirs = test::goldenTensor(pathOf(golden), "dequant").value().floats();
        QVERIFY(meanError(ours, input.weights) <= 1.001 * meanError(theirs, input.weights));
    }

    void codesAndZeroPointsBeforeRounding_data() {
        addGoldenFiles([](const GoldenFile& golden) {
            return !golden.isOfOlderSolver && !std::string_view(golden.encoding).ends_with("-RTN");
        });
    }
    void codesAndZeroPointsBeforeRounding() {
        QFETCH(int, index);
        const GoldenFile& golden = goldenFiles[static_cast<std::size_t>(index)];
        GoldenInput input = goldenInput(golden);
        input.shape.compute = ElementType::F32;
        const MatrixEncoding& encoding = encodingNamed(golden.encoding);
        const Stored stored = encode(encoding, input.shape, input.weights);
        const std::vector<float> zeros = stored.values<float>(".zero");
        const std::vector<float> expected = test::goldenTensor(pathOf(golden), "f32.zero_final").value().floats();
        QCOMPARE(zeros.size(), expected.size());
        for (std::size_t g = 0; g < zeros.size(); ++g) {
            const float bound = 2e-7F * std::max(1.0F, std::abs(expected[g]));
            QVERIFY2(std::abs(zeros[g] - expected[g]) <= bound || golden.differing > 0,
                     (std::to_string(zeros[g]) + " " + std::to_string(expected[g])).c_str());
        }
        // Codes follow from exact scales and zero points.
        const std::vector<float> scales = stored.values<float>(".scale");
        const std::vector<float> weights = decode(encoding, input.shape, stored);
        const auto codes = test::goldenTensor(pathOf(golden), "f32.codes").value();
        const bool isAxis0 = std::string(golden.encoding).ends_with("-A0");
        std::size_t differing = 0;
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const std::size_t group = isAxis0 ? i % zeros.size() : i / (weights.size() / zeros.size());
            const float code = std::round(weights[i] / scales[group] + zeros[group]);
            differing +=
                static_cast<std::uint8_t>(code) != static_cast<std::uint8_t>(codes.bytes[static_cast<int>(i)]) ? 1U : 0U;
        }
        QVERIFY2(static_cast<double>(differing) <= golden.differing * static_cast<double>(weights.size()),
                 std::to_string(differing).c_str());
    }

    void readsWhatTheLibraryWrites_data() { addGoldenFiles(); }
    void readsWhatTheLibraryWrites() {
        QFETCH(int, index);
        const GoldenFile& golden = goldenFiles[static_cast<std::size_t>(index)];
        const Stored stored = goldenLayer(golden);
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        // A row of 256 values is stored as groups of 256.
        const std::string name = golden.encoding == std::string("HQQ8-ROW") ? "HQQ8-G256" : golden.encoding;
        QCOMPARE(std::string(found->encoding->name()), name);
        QCOMPARE(found->shape, goldenInput(golden).shape);
        const std::vector<float> expected = test::goldenTensor(pathOf(golden), "dequant").value().floats();
        const std::vector<float> weights = decode(*found->encoding, found->shape, stored);
        QCOMPARE(std::memcmp(weights.data(), expected.data(), expected.size() * sizeof(float)), 0);
    }

    void agreesWithAPlainImplementation() {
        struct Case {
            const char* encoding;
            std::size_t rows, columns, group;
            int axis;
            float maxCode;
            float deviation;
        };
        // Deviations of 1 and more put every value above the threshold of the shrinking operator.
        for (const Case& c : {Case{"HQQ4-G64", 48, 192, 64, 1, 15, 0.02F}, Case{"HQQ4-G8", 30, 72, 8, 1, 15, 1.0F},
                              Case{"HQQ2-G32-A0", 32, 100, 32, 0, 3, 0.5F}, Case{"HQQ1-ROW", 40, 90, 90, 1, 1, 30.0F},
                              Case{"HQQ3-COL-A0", 21, 50, 21, 0, 7, 4.0F}, Case{"HQQ1.58-G16", 20, 48, 16, 1, 2, 1e6F},
                              Case{"HQQ8-G128", 33, 128, 128, 1, 255, 100.0F}, Case{"HQQ1-G64", 64, 64, 64, 1, 1, 0.3F}}) {
            const MatrixEncoding& encoding = encodingNamed(c.encoding);
            const MatrixShape shape{c.rows, c.columns, ElementType::F32};
            QVERIFY2(!encoding.whyNot(shape), c.encoding);
            const std::vector<float> w = test::normalValues(shape.values(), 5, c.deviation);
            const Stored stored = encode(encoding, shape, w);
            const PlainResult plain = plainly(w, c.group, c.axis, c.maxCode, c.maxCode == 15);
            const std::vector<float> zeros = stored.values<float>(".zero");
            const std::vector<float> scales = stored.values<float>(".scale");
            QCOMPARE(zeros.size(), plain.zeros.size());
            for (std::size_t g = 0; g < zeros.size(); ++g) {
                QCOMPARE(scales[g], 1 / plain.inverseScales[g]);
                // powf() may be off by a unit in the last place.
                QVERIFY2(std::abs(zeros[g] - plain.zeros[g]) <= 1e-6F * std::max(1.0F, std::abs(plain.zeros[g])), c.encoding);
            }
            const std::vector<float> weights = decode(encoding, shape, stored);
            std::size_t differing = 0;
            for (std::size_t i = 0; i < w.size(); ++i) {
                const std::size_t group = c.axis == 1 ? i / c.group : i % zeros.size();
                const float code = std::round(weights[i] / scales[group] + zeros[group]);
                differing += static_cast<std::uint8_t>(code) != plain.codes[i] ? 1U : 0U;
            }
            QVERIFY2(differing <= w.size() / 500, (c.encoding + std::string(" ") + std::to_string(differing)).c_str());
        }
    }

    void solverLowersTheError() {
        const MatrixShape shape{64, 512, ElementType::BF16};
        const std::vector<float> w = test::normalValues(shape.values(), 11);
        for (const char* const name : {"HQQ4-G64", "HQQ3-G64", "HQQ2-G32", "HQQ4-G64-A0"}) {
            const MatrixEncoding& solved = encodingNamed(name);
            const MatrixEncoding& plain = encodingNamed(std::string(name) + "-RTN");
            const double with = meanError(w, decode(solved, shape, encode(solved, shape, w)));
            const double without = meanError(w, decode(plain, shape, encode(plain, shape, w)));
            QVERIFY2(with < 0.99 * without, name);
        }
    }

    /// Without the solver a weight is at most half a step away; the rounded zero point of four bits may cut half a step more.
    void errorIsBoundedByTheStep() {
        const MatrixShape shape{16, 256, ElementType::F32};
        const std::vector<float> w = test::normalValues(shape.values(), 3);
        for (const auto& [name, steps] : std::map<std::string, float>{{"HQQ8-G64-RTN", 0.5F},
                                                                      {"HQQ5-G64-RTN", 0.5F},
                                                                      {"HQQ4-G64-RTN", 1},
                                                                      {"HQQ3-G64-RTN", 0.5F},
                                                                      {"HQQ1-G64-RTN", 0.5F}}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const Stored stored = encode(encoding, shape, w);
            const std::vector<float> scales = stored.values<float>(".scale");
            const std::vector<float> weights = decode(encoding, shape, stored);
            for (std::size_t i = 0; i < w.size(); ++i) {
                QVERIFY2(std::abs(w[i] - weights[i]) <= steps * 1.001F * scales[i / 64], name.c_str());
            }
        }
    }

    void constantGroupsKeepTheirValue() {
        for (const float value : {0.0F, 0.5F, -0.25F, 3.0F, -1000.0F, 1e-6F}) {
            const MatrixShape shape{8, 64, ElementType::F32};
            const std::vector<float> w(shape.values(), value);
            for (const char* const name : {"HQQ8-G64", "HQQ4-G64", "HQQ4-G64-RTN", "HQQ3-G32-A0", "HQQ1-ROW"}) {
                const MatrixEncoding& encoding = encodingNamed(name);
                for (const float decoded : decode(encoding, shape, encode(encoding, shape, w))) {
                    // Four bits start from a rounded zero point and keep the rest of it without the solver.
                    QVERIFY(std::abs(decoded - value) <= (std::string(name) == "HQQ4-G64-RTN" ? 0.5F : 1e-4F));
                }
            }
        }
    }

    void sameBytesForAnyOrderOfTiles() {
        const MatrixShape shape{300, 1024, ElementType::BF16}; // several tiles, the last of them short
        const std::vector<float> w = test::normalValues(shape.values(), 7);
        for (const char* const name : {"HQQ4-G64", "HQQ3-G8", "HQQ2-G16-A0", "HQQ8-ROW", "HQQ4-COL-A0", "HQQ1-G32-RTN"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            double progress = 0;
            const Stored expected = encode(encoding, shape, w, inOrder, &progress);
            QVERIFY2(std::abs(progress - 1) < 1e-9, name);
            QVERIFY2(encode(encoding, shape, w, fromBehind).tensors == expected.tensors, name);
            QVERIFY2(encode(encoding, shape, w, onThreeThreads).tensors == expected.tensors, name);
        }
    }

    void sameBytesOnEveryInstructionSet() {
        const MatrixShape shape{40, 208, ElementType::BF16};
        for (const float deviation : {0.02F, 1.0F}) {
            const std::vector<float> w = test::normalValues(shape.values(), 9, deviation);
            for (const char* const name : {"HQQ4-G16", "HQQ3-G8", "HQQ2-G16-A0", "HQQ5-ROW", "HQQ1-COL-A0"}) {
                const MatrixEncoding& encoding = encodingNamed(name);
                const Stored expected = encode(encoding, shape, w);
                const std::vector<float> weights = decode(encoding, shape, expected);
                for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                    const test::OnlyTarget only(target);
                    QVERIFY2(encode(encoding, shape, w).tensors == expected.tensors, hwy::TargetName(target));
                    QVERIFY2(decode(encoding, shape, expected) == weights, hwy::TargetName(target));
                }
            }
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{24, 160, ElementType::F16};
        const std::vector<float> w = test::normalValues(shape.values(), 13);
        for (const char* const name : {"HQQ8-G32", "HQQ4-G16", "HQQ3-G32", "HQQ3-G32-A0", "HQQ2-COL-A0", "HQQ1-ROW"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const Stored stored = encode(encoding, shape, w);
            const std::vector<float> whole = decode(encoding, shape, stored);
            for (const std::size_t first : {0U, 1U, 31U, 160U, 1003U, 3839U}) {
                for (const std::size_t count : {1U, 2U, 63U, 1025U, 2800U}) {
                    if (first + count <= w.size()) {
                        std::vector<float> part(count);
                        encoding.decodeMatrix(shape, stored.spans(encoding, shape), first, part);
                        QVERIFY2(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)),
                                 name);
                    }
                }
            }
        }
    }

    /// Samples of rows need not fill the bytes that codes share.
    void rowsInMemory() {
        for (const MatrixEncoding* const encoding : hqq().encodings()) {
            const std::uint64_t columns = 512;
            QCOMPARE(columns % encoding->columnMultiple(), std::uint64_t{0});
            for (const std::uint64_t rows : {1U, 3U}) {
                const std::vector<float> w = test::normalValues(rows * columns, 17);
                std::vector<std::byte> stored(encoding->bytes(rows, columns));
                encoding->encode(w, columns, {}, stored);
                std::vector<float> weights(w.size());
                encoding->decode(stored, columns, weights);
                // Coarse steps are as wide as the weights; for finer ones a code in a wrong place would show.
                const bool isFine =
                    encoding->name() > "HQQ4" && encoding->name().find("COL") == std::string_view::npos; // columns of 1 or 3
                const double bound = isFine ? 0.004 : 0.05;
                QVERIFY2(meanError(w, weights) < bound, std::string(encoding->name()).c_str());
            }
        }
    }

    void shapesThatCannotBeStored() {
        const auto reason = [](const char* name, MatrixShape shape) { return encodingNamed(name).whyNot(shape).value_or(""); };
        QCOMPARE(reason("HQQ4-G64", {10, 100, ElementType::F16}),
                 std::string("10 × 100 values are no multiple of the group size 64"));
        QCOMPARE(reason("HQQ4-G64", {1, 64, ElementType::F16}),
                 std::string("1 groups are no multiple of 2, the number of codes that share a byte"));
        QCOMPARE(reason("HQQ1-COL-A0", {12, 64, ElementType::F16}),
                 std::string("groups of 12 are no multiple of 8, the number of codes that share a byte"));
        QCOMPARE(reason("HQQ4-G512", {3, 100, ElementType::F16}),
                 std::string("3 × 100 values are no multiple of the group size 512"));
        QVERIFY(!reason("HQQ4-G64", {0, 64, ElementType::F16}).empty());
        QVERIFY(!reason("HQQ4-G64", {64, 64, ElementType::F64}).empty());
        QVERIFY(!reason("HQQ4-G64", {1ULL << 40U, 64, ElementType::F16}).empty());
        QCOMPARE(reason("HQQ3-G64", {1, 64, ElementType::F16}), std::string());   // padded
        QCOMPARE(reason("HQQ4-G512", {16, 64, ElementType::F16}), std::string()); // a group may span rows
    }

    void valuesThatCannotBeStored() {
        const MatrixShape shape{16, 128, ElementType::F16};
        for (const char* const name : {"HQQ4-G64", "HQQ4-G64-RTN", "HQQ4-G8-A0"}) {
            for (const float bad : {NAN, INFINITY, -INFINITY}) {
                std::vector<float> w = test::normalValues(shape.values(), 1);
                w[5 * 128 + 77] = bad;
                const auto error = test::errorOf([&] { (void)encode(encodingNamed(name), shape, w); });
                QVERIFY(error.has_value());
                QVERIFY2(error->detail().find("row 5, column 77") != std::string::npos, error->what());
                QVERIFY(error->kind() == ErrorKind::badInput);
            }
        }
        // A zero point beyond F16: a narrow range far from zero.
        std::vector<float> w = test::normalValues(shape.values(), 1);
        for (std::size_t i = 0; i < 64; ++i) {
            w[3 * 128 + 64 + i] = 1000.0F + 1e-3F * static_cast<float>(i % 7);
        }
        const auto error = test::errorOf([&] { (void)encode(encodingNamed("HQQ4-G64"), shape, w); });
        QVERIFY(error.has_value());
        QVERIFY2(error->title().find("does not fit into F16") != std::string::npos, error->what());
        QVERIFY2(error->detail().find("row 3, column 64") != std::string::npos, error->what());
        QVERIFY(!test::errorOf([&] { (void)encode(encodingNamed("HQQ4-G64"), {16, 128, ElementType::BF16}, w); }));
        w[0] = 3e38F;
        w[1] = -3e38F;
        const auto tooWide = test::errorOf([&] { (void)encode(encodingNamed("HQQ4-G64"), {16, 128, ElementType::BF16}, w); });
        QVERIFY(tooWide.has_value());
        QVERIFY2(tooWide->detail().find("row 0, column 0") != std::string::npos, tooWide->what());
    }

    // ---- Reading back ---------------------------------------------------------------------------------------------------
};

QTEST_APPLESS_MAIN(TestHqq)
#include "tst_hqq.moc"
