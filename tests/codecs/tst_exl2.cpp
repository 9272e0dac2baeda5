// SPDX-License-Identifier: GPL-3.0-or-later
// EXL2's tensors: what ExLlamaV2's converter writes (tests/data/exl2), scales of least error, and what holds for all matrices.
#include "base/numeric.h"
#include "codecs/block_data.h"
#include "codecs/exl2/family.h"
#include "codecs/exl2/packing.h"
#include "codecs/exl2_reference.h"
#include "codecs/matrix_data.h"
#include "methods/error_feedback.h"

#include <cmath>
#include <cstring>
#include <set>

using namespace quantlathe;
using namespace quantlathe::exl2;

namespace {

struct GoldenFile {
    const char* name;
    std::vector<Run> runs;
    std::uint64_t inputs, outputs;
    std::uint64_t totalBits;
    double outputError; // tr(E·H·Eᵀ)/tr(W·H·Wᵀ) that the original reaches
    bool hasGram = false;
    bool hasFeedback = true;
};

const std::array goldenFiles{
    GoldenFile{"6b4b_g32", {{6, 32, 25}, {4, 32}}, 256, 256, 311680, 1.181222e-03},
    GoldenFile{"3b2b_g64", {{3, 64, 25}, {2, 64}}, 256, 256, 159936, 3.366938e-02, true},
    GoldenFile{"8b5b_g32_g64_partial", {{8, 32, 5}, {5, 64}}, 256, 256, 365808, 6.203551e-04},
    GoldenFile{"8b6b5b4b3b2b_all",
               {{8, 32, 10}, {6, 32, 20}, {5, 32, 10}, {4, 64, 20}, {3, 32, 20}, {2, 64}},
               288,
               128,
               181632,
               1.969565e-03,
               true},
    GoldenFile{"4b_g32_bias_pad", {{4, 32}}, 128, 224, 122560, 5.379833e-03, true},
    GoldenFile{"rtn_8b6b_g128", {{8, 128, 15}, {6, 128}}, 256, 96, 181088, 1.758436e-04, true, false},
};

const std::string goldenLayer = "model.layers.0.self_attn.q_proj";

std::filesystem::path pathOf(const GoldenFile& golden) {
    return test::dataFile(std::string("exl2/") + golden.name + ".safetensors");
}

template <class T>
std::vector<T> tensorOf(const GoldenFile& golden, const std::string& tensor) {
    const auto found = test::goldenTensor(pathOf(golden), tensor).value();
    std::vector<T> values(found.raw().size() / sizeof(T));
    std::memcpy(values.data(), found.raw().data(), found.raw().size());
    return values;
}

const std::vector<std::string> suffixes{".q_weight", ".q_scale", ".q_scale_max", ".q_groups", ".q_invperm"};

test::StoredModule moduleOf(const GoldenFile& golden) {
    return test::goldenModule(pathOf(golden), goldenLayer, suffixes);
}

/// Filled up with zeros to the outputs that are stored.
std::vector<float> weightsOf(const GoldenFile& golden) {
    std::vector<float> weights;
    for (const std::uint16_t bits : tensorOf<std::uint16_t>(golden, "input.weight")) {
        weights.push_back(floatFromF16(bits));
    }
    weights.resize(golden.inputs * golden.outputs);
    return weights;
}

std::vector<float> gramOf(const GoldenFile& golden) {
    return tensorOf<float>(golden, "input.hessian");
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

/// Σ weights · (a − b)².
double difference(std::span<const float> a, std::span<const float> b, std::span<const float> weights = {}) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (weights.empty() ? 1.0 : static_cast<double>(weights[i % weights.size()])) *
               std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}

double norm(std::span<const float> a, std::span<const float> weights = {}) {
    return difference(a, std::vector<float>(a.size()), weights);
}

/// tr(D·H·Dᵀ) of the rows of D.
double outputError(std::span<const float> gram, std::span<const float> rows, std::span<const float> other) {
    const auto columns = static_cast<std::size_t>(std::sqrt(static_cast<double>(gram.size())) + 0.5);
    std::vector<double> row(columns);
    double sum = 0;
    for (std::size_t first = 0; first < rows.size(); first += columns) {
        for (std::size_t i = 0; i < columns; ++i) {
            row[i] = static_cast<double>(rows[first + i]) - static_cast<double>(other[first + i]);
        }
        for (std::size_t i = 0; i < columns; ++i) {
            double inner = 0;
            for (std::size_t j = 0; j < columns; ++j) {
                inner += static_cast<double>(gram[i * columns + j]) * row[j];
            }
            sum += row[i] * inner;
        }
    }
    return sum;
}

std::optional<StoredMatrix> recognised(const test::StoredModule& stored) {
    return exl2Family().recognise(stored.lookup());
}

void setNumber(test::StoredModule& stored, const std::string& suffix, std::size_t index, auto number) {
    std::memcpy(stored.tensors.at(suffix).bytes.data() + index * sizeof number, &number, sizeof number);
}

} // namespace

class TestExl2 : public QObject {
    Q_OBJECT

    static void addGoldenFiles() { test::addRowsByIndex(goldenFiles); }
    static const GoldenFile& golden(int index) { return goldenFiles[static_cast<std::size_t>(index)]; }

    /// What recognise() says after a change of the tensors of 3b2b_g64; empty when it takes them.
    static std::string errorAfter(const std::function<void(test::StoredModule&)>& change) {
        test::StoredModule stored = moduleOf(goldenFiles[1]);
        change(stored);
        const auto error = test::errorOf([&] { (void)recognised(stored); });
        return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
    }

private slots:
    void namesAreUniqueAndFound() {
        std::set<std::string> names;
        double bits = 9;
        for (const MatrixEncoding* const encoding : exl2Family().encodings()) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
            QVERIFY(encoding->canEncode() && encoding->usesImportance());
            QVERIFY(encoding->bitsPerWeight() <= bits);
            bits = encoding->bitsPerWeight();
        }
        QCOMPARE(names.size(), exl2Family().encodings().size());
        for (const char* const name : {"EXL2-8G128", "EXL2-5G64.10-4G64", "exl2-8g32.05-4g128.10-3g128", "EXL2-2G128"}) {
            QVERIFY2(encodingByName(name) != nullptr, name);
        }
        QCOMPARE(encodingByName("EXL2-4G128")->bitsPerWeight(), 4.03125);
        QCOMPARE(encodingByName("EXL2-7G128"), nullptr);
    }

    // ---- What the converter writes --------------------------------------------------------------------------------------

    void cutsAsTheConverter_data() { addGoldenFiles(); }
    void cutsAsTheConverter() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const Layout layout{.runs = file.runs, .groups = {}};
        const std::vector<PlacedGroup> groups = placed(layout.groupsOf(file.inputs));
        std::vector<std::int16_t> expected;
        for (const PlacedGroup& group : groups) {
            expected.push_back(static_cast<std::int16_t>(group.bits));
            expected.push_back(static_cast<std::int16_t>(group.firstWord));
        }
        QCOMPARE(tensorOf<std::int16_t>(file, goldenLayer + ".q_groups"), expected);
        QCOMPARE(storedBits(layout.groupsOf(file.inputs), file.inputs, file.outputs), file.totalBits);
    }

    void readsWhatTheConverterWrites_data() { addGoldenFiles(); }
    void readsWhatTheConverterWrites() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const test::StoredModule stored = moduleOf(file);
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(found->shape, (MatrixShape{file.outputs, file.inputs, ElementType::F16}));
        const auto expected = tensorOf<std::uint16_t>(file, "dequant.weight"); // inputs × outputs
        const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
        for (std::size_t n = 0; n < file.outputs; ++n) {
            for (std::size_t i = 0; i < file.inputs; ++i) {
                QCOMPARE(std::bit_cast<std::uint32_t>(decoded[n * file.inputs + i]),
                         std::bit_cast<std::uint32_t>(floatFromF16(expected[i * file.outputs + n])));
            }
        }
    }

    void packsAsTheConverter_data() { addGoldenFiles(); }
    void packsAsTheConverter() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const test::StoredModule expected = moduleOf(file);
        test::StoredModule packed = expected;
        std::vector<std::span<std::byte>> spans;
        for (const std::string& suffix : suffixes) {
            std::ranges::fill(packed.tensors.at(suffix).bytes, std::byte{0xAA});
            spans.emplace_back(packed.tensors.at(suffix).bytes);
        }
        const auto codes = tensorOf<std::uint8_t>(file, "aux.qweight_unpacked");
        const auto factors = tensorOf<std::uint8_t>(file, "aux.qscale_unpacked");
        const auto maxima = tensorOf<std::uint16_t>(file, goldenLayer + ".q_scale_max");
        const std::vector<PlacedGroup> groups = placed(Layout{.runs = file.runs, .groups = {}}.groupsOf(file.inputs));
        packOrder(groups, tensorOf<std::uint32_t>(file, "aux.perm"), spans);
        for (std::size_t g = 0; g < groups.size(); ++g) {
            packUnit(maxima[g], g, spans);
            for (std::uint64_t output = 0; output < file.outputs; output += streamLanes) {
                std::vector<std::uint8_t> strip(groups[g].inputs * streamLanes);
                std::array<std::uint8_t, streamLanes> own{};
                for (std::size_t lane = 0; lane < streamLanes; ++lane) {
                    own[lane] = factors[g * file.outputs + output + lane];
                    for (std::size_t i = 0; i < groups[g].inputs; ++i) {
                        strip[i * streamLanes + lane] = codes[(groups[g].firstInput + i) * file.outputs + output + lane];
                    }
                }
                packCodes(strip.data(), groups[g], file.outputs, output, spans);
                packFactors(own, g, file.outputs, output, spans);
            }
        }
        QCOMPARE(test::firstDifference(packed, expected), std::string());
    }

    /// What the page says of the original's quantizer gives what it wrote: order, scales, codes, with and without feedback.
    void thePageTellsTheReference_data() { addGoldenFiles(); }
    void thePageTellsTheReference() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        if (!file.hasGram) {
            return; // the copy has no inputs' statistics
        }
        const std::vector<Group> groups = Layout{.runs = file.runs, .groups = {}}.groupsOf(file.inputs);
        const test::Exl2Reference found =
            test::Exl2Quantizer(weightsOf(file), gramOf(file), groups, file.hasFeedback).quantize();
        QCOMPARE(found.order, tensorOf<std::uint32_t>(file, "aux.perm"));
        const auto choices = tensorOf<std::int32_t>(file, "aux.best_p_index");
        QCOMPARE(found.choices, (std::vector<int>(choices.begin(), choices.end())));
        QCOMPARE(found.maxima, tensorOf<std::uint16_t>(file, goldenLayer + ".q_scale_max"));
        QCOMPARE(found.factors, tensorOf<std::uint8_t>(file, "aux.qscale_unpacked"));
        const auto codes = tensorOf<std::uint8_t>(file, "aux.qweight_unpacked");
        std::size_t differing = 0;
        for (std::size_t i = 0; i < codes.size(); ++i) {
            differing += codes[i] != found.codes[i] ? 1U : 0U;
        }
        QVERIFY2(differing * 1000 <= codes.size(), std::to_string(differing).c_str());
    }

    // ---- Choosing scales ------------------------------------------------------------------------------------------------

    /// With the same knowledge of the inputs, what each of them counts, and codes by rounding in both.
    void scalesAreBetterThanTheReferences_data() { addGoldenFiles(); }
    void scalesAreBetterThanTheReferences() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        if (!file.hasGram) {
            return; // the copy has no inputs' statistics
        }
        const std::vector<float> weights = weightsOf(file);
        const std::vector<float> gram = gramOf(file);
        std::vector<float> importance;
        for (std::size_t i = 0; i < file.inputs; ++i) {
            importance.push_back(gram[i * file.inputs + i]);
        }
        const Exl2Encoding encoding(Layout{.runs = file.runs, .groups = {}});
        const MatrixShape shape{file.outputs, file.inputs, ElementType::F16};
        const std::vector<Group> groups = encoding.layout().groupsOf(file.inputs);
        const test::Exl2Reference reference = test::Exl2Quantizer(weights, gram, groups, false).quantize();
        const double theirs = difference(reference.decoded, weights, importance);
        const double ours = difference(
            test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights, 1, nullptr, importance)), weights,
            importance);
        qInfo("%s: %g of the reference", file.name, ours / theirs);
        // With eight and six bits hardly anything is cut off, and any search is as good.
        const double most = file.hasFeedback ? 0.97 : 1.03;
        QVERIFY2(ours < most * theirs, std::to_string(ours / theirs).c_str());
        QVERIFY2(ours > 0.3 * theirs, std::to_string(ours / theirs).c_str());
    }

    /// Codes by error feedback under scales that were chosen before, against the original's, which chooses them on the way.
    void feedbackIsAsGoodAsTheReferences_data() { addGoldenFiles(); }
    void feedbackIsAsGoodAsTheReferences() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        if (!file.hasGram || !file.hasFeedback) {
            return; // the copy has no inputs' statistics, or the original rounds here
        }
        const std::vector<float> weights = weightsOf(file);
        const std::vector<float> gram = gramOf(file);
        const std::vector<double> sums(gram.begin(), gram.end());
        const Exl2Encoding encoding(Layout{.runs = file.runs, .groups = {}});
        const MatrixShape shape{file.outputs, file.inputs, ElementType::F16};
        const std::vector<float> energy = GramFactor(sums, file.inputs, 0.01).feedback().energy;
        test::StoredModule stored = test::encodeModule(encoding, shape, weights, 1, nullptr, energy);
        std::vector<std::span<std::byte>> spans;
        for (const std::string& suffix : suffixes) {
            spans.emplace_back(stored.tensors.at(suffix).bytes);
        }
        const auto grid = encoding.gridOf(shape, spans);
        const FeedbackFactor factor = GramFactor(sums, file.inputs, 0.01, orderByEnergy(sums, file.inputs, 1)).feedback();
        std::vector<std::uint8_t> codes(weights.size());
        FeedbackEncoder().encode(*grid, factor, {.firstRow = 0, .targets = weights, .codes = codes, .choices = {}});
        grid->write(codes, {});
        const double ours = outputError(gram, test::decodeModule(encoding, shape, stored), weights) /
                            outputError(gram, weights, std::vector<float>(weights.size()));
        qInfo("%s: %g of the original's error", file.name, ours / file.outputError);
        QVERIFY2(ours < 1.1 * file.outputError, std::to_string(ours / file.outputError).c_str());
        QVERIFY2(ours > 0.35 * file.outputError, std::to_string(ours / file.outputError).c_str());
    }

    void importanceLowersTheWeighedError() {
        const MatrixShape shape{64, 512, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 21);
        std::vector<float> importance(shape.columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = i % 16 == 0 ? 50.0F : 0.1F;
        }
        for (const char* const name : {"EXL2-4G128", "EXL2-3G64.10-2G64", "EXL2-8G32.05-4G128"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto weighed = [&](std::span<const float> guide) {
                return difference(
                    test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights, 1, nullptr, guide)),
                    weights, importance);
            };
            QVERIFY2(weighed(importance) < 0.95 * weighed({}), name);
            // What counts nothing anywhere is as good as no importance, and only ratios matter.
            const std::vector<float> none(shape.columns, 0.0F);
            QCOMPARE(weighed(none), weighed({}));
            std::vector<float> scaled = importance;
            std::ranges::for_each(scaled, [](float& value) { value *= 1024; });
            QCOMPARE(weighed(scaled), weighed(importance));
        }
    }

    /// The widest codes go where an error costs most.
    void wideCodesGoToLargeInputs() {
        const MatrixShape shape{32, 320, ElementType::F16};
        const std::vector<float> weights(shape.values(), 0.01F);
        std::vector<float> importance(shape.columns, 1.0F);
        importance[77] = 9;
        importance[300] = 4;
        const MatrixEncoding& encoding = encodingNamed("EXL2-5G64.10-4G64");
        const test::StoredModule stored = test::encodeModule(encoding, shape, weights, 1, nullptr, importance);
        QCOMPARE(placeAt(stored.tensors.at(".q_invperm").bytes, 77), 0U);
        QCOMPARE(placeAt(stored.tensors.at(".q_invperm").bytes, 300), 1U);
        QCOMPARE(placeAt(stored.tensors.at(".q_invperm").bytes, 0), 2U); // the others in their order
        QCOMPARE(placeAt(stored.tensors.at(".q_invperm").bytes, 319), 319U);
    }

    void constantMatrices() {
        const MatrixShape shape{32, 64, ElementType::F16};
        for (const char* const name : {"EXL2-8G32", "EXL2-4G64", "EXL2-3G64.10-2G64"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            // Down there scales are multiples of 2^−24.
            for (const float value : {0.0F, 0.5F, -0.25F, 3.0F, -1000.0F, 1e-6F, 1e-12F}) {
                const std::vector<float> weights(shape.values(), value);
                for (const float decoded : test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights))) {
                    QVERIFY2(std::abs(decoded - value) <= std::max(0.01F * std::abs(value), 0x1.0p-22F), name);
                }
            }
        }
    }

    // ---- What holds for all matrices ------------------------------------------------------------------------------------

    void roundTripOfAllEncodings() {
        const MatrixShape shape{32, 4096, ElementType::F16}; // enough that no two settings come to the same groups
        const std::vector<float> weights = test::normalValues(shape.values(), 31);
        for (const MatrixEncoding* const encoding : exl2Family().encodings()) {
            QVERIFY(!encoding->whyNot(shape));
            double progress = 0;
            const test::StoredModule stored = test::encodeModule(*encoding, shape, weights, 1, &progress);
            QVERIFY(std::abs(progress - 1) < 1e-9);
            const auto found = recognised(stored);
            QVERIFY(found.has_value());
            QCOMPARE(found->shape, shape);
            QCOMPARE(std::string(found->encoding->name()), std::string(encoding->name()));
            const double error = difference(test::decodeModule(*found->encoding, shape, stored), weights) / norm(weights);
            // A quarter for each bit, from an eighth with two.
            double usual = 0;
            for (const Group& group : dynamic_cast<const Exl2Encoding&>(*encoding).layout().groupsOf(shape.columns)) {
                usual +=
                    2 * std::pow(4.0, -static_cast<double>(group.bits)) * group.inputs / static_cast<double>(shape.columns);
            }
            QVERIFY2(error < 1.7 * usual && error > usual / 2,
                     (std::string(encoding->name()) + ' ' + std::to_string(error / usual)).c_str());
        }
    }

    void sameBytesForAnyOrderOfTiles() {
        const MatrixShape shape{160, 3072, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 7);
        for (const char* const name : {"EXL2-4G128", "EXL2-8G32.05-4G32.10-3G32"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule alone = test::encodeModule(encoding, shape, weights, 1);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 3), alone), std::string());
        }
    }

    void sameBytesOnEveryInstructionSet() {
        const MatrixShape shape{64, 288, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 9);
        std::vector<float> importance(shape.columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = 0.3F + static_cast<float>(i % 7);
        }
        for (const char* const name : {"EXL2-6G32.10-5G32", "EXL2-3G64.25-2G64"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto bytesOf = [&](std::span<const float> guide) {
                std::vector<std::byte> stored(encoding.bytes(shape.rows, shape.columns));
                encoding.encode(weights, shape.columns, {.importance = guide}, stored);
                return stored;
            };
            const auto plain = bytesOf({});
            const auto weighed = bytesOf(importance);
            QVERIFY(plain != weighed);
            for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                const test::OnlyTarget only(target);
                QVERIFY2(bytesOf({}) == plain && bytesOf(importance) == weighed, hwy::TargetName(target));
            }
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{48, 160, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 13);
        for (const char* const name : {"EXL2-8G32", "EXL2-5G32.10-4G32", "EXL2-6G32.05-3G64.20-2G64"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
            const std::vector<float> whole = test::decodeModule(encoding, shape, stored);
            for (const std::size_t first : {0U, 1U, 31U, 160U, 1003U, 7679U}) {
                for (const std::size_t count : {1U, 2U, 63U, 1025U, 6000U}) {
                    if (first + count <= weights.size()) {
                        const std::vector<float> part = test::decodeModule(encoding, shape, stored, first, count);
                        QVERIFY2(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)),
                                 name);
                    }
                }
            }
        }
    }

    /// Outputs are filled up with zeros; what is there does not notice.
    void outputsThatAreNoMultiple() {
        const MatrixEncoding& encoding = encodingNamed("EXL2-4G32");
        const MatrixShape padded{64, 128, ElementType::F16};
        std::vector<float> weights = test::normalValues(padded.values(), 17);
        std::fill(weights.begin() + 41 * 128, weights.end(), 0.0F);
        const MatrixShape shape{41, 128, ElementType::F16};
        const test::StoredModule stored =
            test::encodeModule(encoding, shape, std::span<const float>(weights).first(shape.values()));
        QCOMPARE(test::firstDifference(stored, test::encodeModule(encoding, padded, weights)), std::string());
        const std::vector<float> decoded = test::decodeModule(encoding, padded, stored);
        QVERIFY(std::all_of(decoded.begin() + 41 * 128, decoded.end(), [](float value) { return value == 0; }));
    }

    void shapesThatCannotBeStored() {
        const auto reason = [](const char* name, MatrixShape shape) { return encodingNamed(name).whyNot(shape).value_or(""); };
        QCOMPARE(reason("EXL2-4G64", {64, 48, ElementType::F16}), std::string("its 48 input features are no multiple of 32"));
        QVERIFY(reason("EXL2-4G64", {64, 32768, ElementType::F16}).find("32 767") != std::string::npos);
        QVERIFY(!reason("EXL2-4G64", {0, 64, ElementType::F16}).empty());
        QCOMPARE(reason("EXL2-4G128", {33, 96, ElementType::F16}), std::string());
    }

    void valuesThatCannotBeStored() {
        const MatrixShape shape{64, 256, ElementType::F16};
        for (const float bad : {NAN, INFINITY, -INFINITY, 70000.0F}) {
            std::vector<float> weights = test::normalValues(shape.values(), 1);
            weights[37 * 256 + 77] = bad;
            const auto error = test::errorOf([&] { (void)test::encodeModule(encodingNamed("EXL2-4G64"), shape, weights); });
            QVERIFY(error.has_value());
            QVERIFY2(error->detail().find("row 37, column 77") != std::string::npos, error->what());
            QVERIFY(error->kind() == ErrorKind::badInput);
        }
    }

    // ---- Reading what is broken or old ----------------------------------------------------------------------------------

    void brokenTensors() {
        QCOMPARE(errorAfter([](test::StoredModule&) {}), std::string());
        for (const std::string& suffix : suffixes) {
            const std::string text = errorAfter([&](test::StoredModule& stored) { stored.tensors.erase(suffix); });
            QVERIFY2(text.find(suffix) != std::string::npos && text.find("missing") != std::string::npos, text.c_str());
            QVERIFY2(
                !errorAfter([&](test::StoredModule& stored) { stored.tensors.at(suffix).type = ElementType::F32; }).empty(),
                suffix.c_str());
        }
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        QVERIFY(contains(errorAfter([](auto& stored) { setNumber(stored, ".q_groups", 0, std::int16_t{7}); }), "Group 0"));
        QVERIFY(contains(errorAfter([](auto& stored) { setNumber(stored, ".q_groups", 1, std::int16_t{3}); }), "Group 0"));
        QVERIFY(contains(errorAfter([](auto& stored) { setNumber(stored, ".q_groups", 3, std::int16_t{-1}); }), "Group 0"));
        QVERIFY(contains(errorAfter([](auto& stored) { setNumber(stored, ".q_groups", 2, std::int16_t{4}); }), "Group"));
        QVERIFY(contains(errorAfter([](auto& stored) { setNumber(stored, ".q_invperm", 9, std::int32_t{-5}); }),
                         "Input feature 9"));
        QVERIFY(contains(errorAfter([](auto& stored) { setNumber(stored, ".q_invperm", 9, std::int32_t{256}); }),
                         "Input feature 9"));
        QVERIFY(contains(errorAfter([](auto& stored) {
                             const std::uint32_t other = placeAt(stored.tensors.at(".q_invperm").bytes, 3);
                             setNumber(stored, ".q_invperm", 9, other);
                         }),
                         "Input feature 9"));
        QVERIFY(contains(errorAfter([](auto& stored) {
                             auto& groups = stored.tensors.at(".q_groups");
                             groups.shape[0] -= 2;
                             groups.bytes.resize(groups.bytes.size() - 4);
                         }),
                         "another form"));
    }

    void oldFilesHaveTheOrderTwice() {
        test::StoredModule stored = moduleOf(goldenFiles[0]);
        const auto plain = recognised(stored);
        const auto order = tensorOf<std::int32_t>(goldenFiles[0], "aux.perm");
        test::Bytes bytes(order.size() * sizeof(std::int32_t));
        std::memcpy(bytes.data(), order.data(), bytes.size());
        stored.tensors[".q_perm"] = {ElementType::I32, {order.size()}, bytes};
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(std::string(found->encoding->name()), std::string("EXL2-6G32x2-4G32x6-PERM"));
        QVERIFY(!found->encoding->canEncode());
        QCOMPARE(found->encoding->parts(found->shape).size(), std::size_t{6});
        QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored),
                                       test::decodeModule(*plain->encoding, plain->shape, stored)),
                 std::string());
    }
};

QTEST_GUILESS_MAIN(TestExl2)
#include "tst_exl2.moc"
