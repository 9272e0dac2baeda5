// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ: the tensors that the library itself writes (tests/data/hqq), reading them back, and what holds for all matrices.
#include "codecs/block_data.h"
#include "codecs/matrix_encoding.h"
#include "support/test_support.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>
#include <mutex>
#include <set>
#include <thread>

using namespace quantlathe;

namespace {

const MatrixFamily& hqq() {
    const auto families = matrixFamilies();
    return **std::ranges::find(families, "hqq", &MatrixFamily::id);
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

/// The tensors of one stored matrix, and how a file would show them.
struct Stored {
    struct Tensor {
        ElementType type;
        std::vector<std::uint64_t> shape;
        std::vector<std::byte> bytes;
        friend bool operator==(const Tensor&, const Tensor&) = default;
    };
    std::map<std::string, Tensor, std::less<>> tensors;

    [[nodiscard]] PartLookup lookup() const {
        return [this](std::string_view suffix) -> std::optional<StoredPart> {
            const auto found = tensors.find(suffix);
            if (found == tensors.end()) {
                return std::nullopt;
            }
            return StoredPart{.type = found->second.type, .shape = found->second.shape, .bytes = found->second.bytes};
        };
    }
    [[nodiscard]] std::vector<std::span<const std::byte>> spans(const MatrixEncoding& encoding,
                                                                const MatrixShape& shape) const {
        std::vector<std::span<const std::byte>> spans;
        for (const MatrixPart& part : encoding.parts(shape)) {
            spans.emplace_back(tensors.at(part.suffix).bytes);
        }
        return spans;
    }
    template <class T>
    [[nodiscard]] std::vector<T> values(const std::string& suffix) const {
        const std::vector<std::byte>& bytes = tensors.at(suffix).bytes;
        std::vector<T> values(bytes.size() / sizeof(T));
        std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
    template <class T>
    void set(const std::string& suffix, ElementType type, std::vector<std::uint64_t> shape, const std::vector<T>& values) {
        const auto bytes = std::as_bytes(std::span(values));
        tensors[suffix] = {type, std::move(shape), {bytes.begin(), bytes.end()}};
    }
    void setText(const std::string& suffix, const std::string& text) {
        set(suffix, ElementType::U8, {text.size()}, std::vector<char>(text.begin(), text.end()));
    }
};

using ForEach = std::function<void(std::size_t, const std::function<void(std::size_t)>&)>;

void inOrder(std::size_t count, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = 0; i < count; ++i) {
        body(i);
    }
}
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

Stored encode(const MatrixEncoding& encoding, const MatrixShape& shape, std::span<const float> weights,
              const ForEach& forEach = inOrder, double* progress = nullptr) {
    Stored stored;
    std::vector<std::span<std::byte>> spans;
    for (const MatrixPart& part : encoding.parts(shape)) {
        auto& tensor = stored.tensors[part.suffix];
        tensor = {part.type, part.shape, std::vector<std::byte>(part.bytes(), std::byte{0xEE})};
        spans.emplace_back(tensor.bytes);
    }
    std::mutex mutex;
    double sum = 0;
    encoding.encodeMatrix(
        {.shape = shape,
         .read = [&](std::uint64_t first,
                     std::span<float> out) { std::ranges::copy(weights.subspan(first, out.size()), out.begin()); },
         .forEach = forEach,
         .advance =
             [&](double share) {
                 const std::scoped_lock lock(mutex);
                 sum += share;
             }},
        spans);
    if (progress != nullptr) {
        *progress = sum;
    }
    return stored;
}

std::vector<float> decode(const MatrixEncoding& encoding, const MatrixShape& shape, const Stored& stored) {
    std::vector<float> weights(shape.values());
    encoding.decodeMatrix(shape, stored.spans(encoding, shape), 0, weights);
    return weights;
}

double meanError(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::abs(static_cast<double>(a[i]) - b[i]);
    }
    return sum / static_cast<double>(a.size());
}

// ---- Golden files -------------------------------------------------------------------------------------------------------

struct GoldenFile {
    const char* file;
    const char* encoding;
    ElementType compute = ElementType::F16;
    bool isOfOlderSolver = false; // only read
    double differing = 0;         // share of codes that may differ
};

const std::array goldenFiles{
    GoldenFile{"b8_g64_ax1_main64", "HQQ8-G64"},
    GoldenFile{"b8_gNone_ax1_main64", "HQQ8-ROW"},
    GoldenFile{"b6_g64_ax1_main64", "HQQ6-G64"},
    GoldenFile{"b5_g64_ax1_main64", "HQQ5-G64"},
    GoldenFile{"b4_g64_ax1_main", "HQQ4-G64"},
    GoldenFile{"b4_g64_ax1_main64_bf16", "HQQ4-G64", ElementType::BF16},
    GoldenFile{"b4_g64_ax1_main64_f32", "HQQ4-G64", ElementType::F32},
    GoldenFile{"b4_g64_ax1_main64_noopt", "HQQ4-G64-RTN"},
    GoldenFile{"b4_g64_ax1_main64_kappa", "HQQ4-G64", ElementType::F16, true},
    GoldenFile{"b4_g64_ax0_main64", "HQQ4-G64-A0"},
    // Constant groups stand between two codes, and the order of a sum decides which it is.
    GoldenFile{"b4_g64_ax1_edge", "HQQ4-G64", ElementType::F16, false, 0.002},
    GoldenFile{"b3_g64_ax1_main64", "HQQ3-G64"},
    GoldenFile{"b3_g64_ax1_edge", "HQQ3-G64", ElementType::F16, false, 0.002},
    GoldenFile{"b3_g64_ax0_main64", "HQQ3-G64-A0"},
    GoldenFile{"b2_g64_ax1_main64", "HQQ2-G64"},
    GoldenFile{"b2_g16_ax1_main64", "HQQ2-G16"},
    GoldenFile{"b2_g64_ax0_edge", "HQQ2-G64-A0", ElementType::F16, false, 0.002},
    GoldenFile{"b1p58_g64_ax1_main64", "HQQ1.58-G64"},
    GoldenFile{"b1_g64_ax1_main64", "HQQ1-G64"},
};

std::filesystem::path pathOf(const GoldenFile& golden) {
    return test::dataFile(std::string("hqq/") + golden.file + ".safetensors");
}

const std::vector<std::string>& allSuffixes() {
    static const std::vector<std::string> suffixes{".W_q",
                                                   ".scale",
                                                   ".zero",
                                                   ".nbits",
                                                   ".group_size",
                                                   ".shape",
                                                   ".axis",
                                                   ".packing",
                                                   ".unpack_view_dtype",
                                                   ".compute_dtype",
                                                   ".view_as_float",
                                                   ".quant_scale",
                                                   ".quant_zero",
                                                   ".offload_meta",
                                                   ".encoded_state_dict",
                                                   ".stores_quant_config",
                                                   ".channel_wise",
                                                   ".optimize",
                                                   ".round_zero"};
    return suffixes;
}

Stored goldenLayer(const GoldenFile& golden) {
    Stored stored;
    for (const std::string& suffix : allSuffixes()) {
        if (const auto tensor = test::goldenTensor(pathOf(golden), "layer" + suffix)) {
            const auto type = elementTypeFromSafetensors(tensor->dtype);
            stored.tensors[suffix] = {type.value(), tensor->shape, {tensor->raw().begin(), tensor->raw().end()}};
        }
    }
    return stored;
}

struct GoldenInput {
    MatrixShape shape;
    std::vector<float> weights;
};
GoldenInput goldenInput(const GoldenFile& golden) {
    const auto input = test::goldenTensor(pathOf(golden), "input").value();
    return {{input.shape[0], input.shape[1], golden.compute}, input.floats()};
}

// ---- A second implementation --------------------------------------------------------------------------------------------

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

    void somebodyElsesWeightOfThatName() {
        Stored stored;
        QVERIFY(!hqq().recognise(stored.lookup()));
        stored.set<float>(".W_q", ElementType::F32, {2, 2}, {1, 2, 3, 4});
        QVERIFY(!hqq().recognise(stored.lookup()));
    }

    /// Who reads 1.58 bits and saves again writes nbits = 1: the packing counts.
    void packingDecidesWhatCodesAre() {
        const GoldenFile& golden = *std::ranges::find(goldenFiles, std::string_view("HQQ1.58-G64"), &GoldenFile::encoding);
        Stored stored = goldenLayer(golden);
        stored.set<std::int32_t>(".nbits", ElementType::I32, {}, {1});
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(decode(*found->encoding, found->shape, stored),
                 test::goldenTensor(pathOf(golden), "dequant").value().floats());
        QCOMPARE(found->encoding, hqq().recognise(stored.lookup())->encoding); // one address
    }

    void groupSizesThatAreNotOffered() {
        const MatrixShape shape{20, 96, ElementType::BF16};
        const std::vector<float> w = test::normalValues(shape.values(), 1);
        const MatrixEncoding& rows = encodingNamed("HQQ4-ROW");
        Stored stored = encode(rows, shape, w);
        // The same tensors say "groups of 96" of a matrix with rows of 192.
        stored.set<std::int64_t>(".shape", ElementType::I64, {2}, {10, 192});
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(std::string(found->encoding->name()), std::string("HQQ4-G96"));
        QCOMPARE(decode(*found->encoding, found->shape, stored), decode(rows, shape, encode(rows, shape, w)));
        QCOMPARE(encodingByName("HQQ4-G96"), nullptr); // only read
    }

    void lessDescription() {
        const MatrixShape shape{16, 64, ElementType::F16};
        const MatrixEncoding& encoding = encodingNamed("HQQ2-G32");
        const std::vector<float> w = test::normalValues(shape.values(), 1);
        Stored stored = encode(encoding, shape, w);
        const std::vector<float> expected = decode(encoding, shape, stored);
        for (const char* const suffix : {".optimize", ".round_zero", ".channel_wise", ".offload_meta", ".quant_zero"}) {
            stored.tensors.erase(suffix);
        }
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(found->encoding->parts(shape).size(), allSuffixes().size() - 5);
        QCOMPARE(decode(*found->encoding, shape, stored), expected);
        // What it writes has the same tensors again.
        const Stored again = encode(*found->encoding, shape, w);
        QVERIFY(again.tensors == stored.tensors);
    }

    void brokenDescriptionsAreRefused_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(faults().size()); ++i) {
            QTest::newRow(faults()[static_cast<std::size_t>(i)].name) << i;
        }
    }
    void brokenDescriptionsAreRefused() {
        QFETCH(int, index);
        const Fault& fault = faults()[static_cast<std::size_t>(index)];
        const MatrixShape shape{16, 64, ElementType::F16};
        Stored stored = encode(encodingNamed("HQQ4-G32"), shape, test::normalValues(shape.values(), 1));
        QVERIFY(hqq().recognise(stored.lookup()));
        fault.make(stored);
        const auto error = test::errorOf([&] { (void)hqq().recognise(stored.lookup()); });
        QVERIFY(error.has_value());
        QVERIFY(error->kind() == ErrorKind::badInput);
        QVERIFY2(std::string(error->what()).find(fault.named) != std::string::npos, error->what());
    }

private:
    struct Fault {
        const char* name;
        const char* named; // what the message must name
        void (*make)(Stored&);
    };
    static const std::vector<Fault>& faults() {
        constexpr auto i32 = ElementType::I32;
        constexpr auto i64 = ElementType::I64;
        static const std::vector<Fault> all{
            {"no scales", ".scale", [](Stored& s) { s.tensors.erase(".scale"); }},
            {"no zero points", ".zero", [](Stored& s) { s.tensors.erase(".zero"); }},
            {"no packing", ".packing", [](Stored& s) { s.tensors.erase(".packing"); }},
            {"no axis", ".axis", [](Stored& s) { s.tensors.erase(".axis"); }},
            {"no group size", ".group_size", [](Stored& s) { s.tensors.erase(".group_size"); }},
            {"no bits", ".nbits", [](Stored& s) { s.tensors.erase(".nbits"); }},
            {"no shape", ".shape", [](Stored& s) { s.tensors.erase(".shape"); }},
            {"unknown packing", ".packing", [](Stored& s) { s.setText(".packing", "7bit_u8"); }},
            {"long packing", ".packing", [](Stored& s) { s.setText(".packing", std::string(10000, 'x')); }},
            {"packing with control characters", "\\x1B", [](Stored& s) { s.setText(".packing", "\x1B[2J"); }},
            {"another packing", ".W_q", [](Stored& s) { s.setText(".packing", "8bit_u8"); }},
            {"numbers of another type", ".axis", [](Stored& s) { s.set<std::int64_t>(".axis", i64, {}, {1}); }},
            {"a vector for a number", ".axis",
             [](Stored& s) {
                 s.set<std::int32_t>(".axis", i32, {2}, {1, 1});
             }},
            {"axis 2", ".axis", [](Stored& s) { s.set<std::int32_t>(".axis", i32, {}, {2}); }},
            {"the other axis", ".scale", [](Stored& s) { s.set<std::int32_t>(".axis", i32, {}, {0}); }},
            {"group size 0", ".group_size", [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {0}); }},
            {"negative group size", ".group_size", [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {-64}); }},
            {"group size that does not divide", ".group_size",
             [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {33}); }},
            {"another group size", ".W_q", [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {64}); }},
            {"one dimension", ".shape", [](Stored& s) { s.set<std::int64_t>(".shape", i64, {1}, {1024}); }},
            {"negative shape", ".shape",
             [](Stored& s) {
                 s.set<std::int64_t>(".shape", i64, {2}, {-16, -64});
             }},
            {"enormous shape", ".shape",
             [](Stored& s) {
                 s.set<std::int64_t>(".shape", i64, {2}, {1LL << 62, 1LL << 62});
             }},
            {"large shape", ".W_q",
             [](Stored& s) {
                 s.set<std::int64_t>(".shape", i64, {2}, {1 << 30, 1 << 30});
             }},
            {"scales of integers", ".scale", [](Stored& s) { s.tensors[".scale"].type = ElementType::U8; }},
            {"zero points of another type", ".zero", [](Stored& s) { s.tensors[".zero"].type = ElementType::BF16; }},
            {"another compute type", ".compute_dtype", [](Stored& s) { s.setText(".compute_dtype", "torch.float32"); }},
            {"quantized scales", ".quant_scale", [](Stored& s) { s.tensors[".quant_scale"].bytes[0] = std::byte{1}; }},
            {"quantized zero points", ".zero_q", [](Stored& s) { s.set<std::uint8_t>(".zero_q", ElementType::U8, {1}, {0}); }},
            {"codes as floats", ".view_as_float", [](Stored& s) { s.tensors[".view_as_float"].bytes[0] = std::byte{1}; }},
            {"one scale for all", ".channel_wise", [](Stored& s) { s.tensors[".channel_wise"].bytes[0] = std::byte{0}; }},
            {"a flag of another type", ".optimize", [](Stored& s) { s.set<std::int32_t>(".optimize", i32, {}, {1}); }},
            {"codes of another shape", ".W_q",
             [](Stored& s) {
                 s.tensors[".W_q"].shape = {32, 16};
             }},
        };
        return all;
    }
};

QTEST_APPLESS_MAIN(TestHqq)
#include "tst_hqq.moc"
