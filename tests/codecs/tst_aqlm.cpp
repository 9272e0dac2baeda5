// SPDX-License-Identifier: GPL-3.0-or-later
// AQLM's tensors: what the reference writes (tests/data/aqlm), codebooks of small error, and what holds for all matrices.
#include "base/numeric.h"
#include "codecs/aqlm/code_search.h"
#include "codecs/aqlm_data.h"

#include <numeric>
#include <set>

using namespace quantlathe;
using namespace quantlathe::aqlm;
using test::difference;
using test::encodingNamed;
using test::encodingOf;
using test::GoldenFile;
using test::goldenFiles;
using test::norm;
using test::outputError;
using test::pathOf;
using test::tensorOf;

namespace {

test::StoredModule moduleOf(const GoldenFile& golden) {
    test::StoredModule stored;
    for (const char* const name : {"codes", "codebooks", "scales"}) {
        const auto tensor = test::goldenTensor(pathOf(golden.name), std::string("disk.") + name).value();
        stored.tensors[std::string(".") + name] = {elementTypeFromSafetensors(tensor.dtype).value(), tensor.shape,
                                                   test::Bytes(tensor.raw().begin(), tensor.raw().end())};
    }
    return stored;
}

/// Of the codebooks from plain k-means that the reference starts with.
std::vector<float> decodedStart(const GoldenFile& golden) {
    const auto codes = tensorOf<std::int32_t>(golden.name, "init.codes");
    const auto codebooks = tensorOf<float>(golden.name, "init.codebooks");
    const auto scales = tensorOf<float>(golden.name, "init.scales");
    std::vector<float> decoded(golden.shape.values());
    for (std::size_t i = 0; i < decoded.size(); ++i) {
        const std::size_t vector = i / 8;
        float sum = 0;
        for (std::size_t m = 0; m < golden.layout.codebooks; ++m) {
            const auto code = static_cast<std::size_t>(codes[vector * golden.layout.codebooks + m]);
            sum += codebooks[(m * 256 + code) * 8 + i % 8];
        }
        decoded[i] = sum * scales[i / golden.shape.columns];
    }
    return decoded;
}

std::optional<StoredMatrix> recognised(const test::StoredModule& stored) {
    return aqlmFamily().recognise(stored.lookup());
}

/// What looking at sixteen cells adds to the error, as a factor.
template <std::size_t N>
double costOfFewCells() {
    const Layout layout{.codebooks = 1, .bits = 16, .group = N};
    CodebookSet<N> set(layout);
    const std::vector<float> values = test::normalValues(std::size_t{layout.vectors()} * N, 43);
    for (std::uint32_t code = 0; code < layout.vectors(); ++code) {
        Vector<N> vector{};
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(code * N), N, vector.begin());
        set.set(0, code, vector);
    }
    set.arrange(0);
    Metric<N> metric{};
    for (std::size_t t = 0; t < N; ++t) {
        for (std::size_t u = 0; u < N; ++u) {
            metric[t][u] = t == u ? 1.0F : 0.1F;
        }
    }
    const std::vector<float> wanted = test::normalValues(400 * N, 44);
    const auto meanError = [&](std::size_t cells) {
        CodeSearch<N> search(set, {.beam = 1, .cells = cells});
        search.setMetric(metric);
        double sum = 0;
        for (std::size_t i = 0; i < wanted.size(); i += N) {
            Vector<N> left{};
            std::copy_n(wanted.begin() + static_cast<std::ptrdiff_t>(i), N, left.begin());
            const Vector<N>& found = set.at(0, search.nearest(0, times(left, metric)));
            std::ranges::transform(left, found, left.begin(), std::minus());
            const Vector<N> spread = times(left, metric);
            sum += std::inner_product(left.begin(), left.end(), spread.begin(), 0.0);
        }
        return sum;
    };
    const double all = meanError(set.cells());
    const double some = meanError(16);
    qInfo("%u weights: 8 cells %g, 16 cells %g, 48 cells %g", static_cast<unsigned>(N), meanError(8) / all, some / all,
          meanError(48) / all);
    return some / all;
}

} // namespace

class TestAqlm : public QObject {
    Q_OBJECT

    static void addGoldenFiles() { test::addRowsByIndex(goldenFiles); }
    static const GoldenFile& golden(int index) { return goldenFiles[static_cast<std::size_t>(index)]; }

    static std::string errorAfter(const std::function<void(test::StoredModule&)>& change) {
        test::StoredModule stored = moduleOf(goldenFiles[1]);
        change(stored);
        const auto error = test::errorOf([&] { (void)recognised(stored); });
        return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
    }

private slots:
    void namesAreUniqueAndFound() {
        std::set<std::string> names;
        for (const MatrixEncoding* const encoding : aqlmFamily().encodings()) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
            QVERIFY(encoding->canEncode() && encoding->usesImportance());
        }
        QCOMPARE(encodingNamed("AQLM2X8-G8").bitsPerWeight(), 2.0);
        QCOMPARE(encodingByName("AQLM9X8-G8"), nullptr);
        QCOMPARE(encodingNamed("AQLM1X16-G8").bitsPerWeight(), 2.0);
        QVERIFY(encodingByName("AQLM1X16-G8-FAST") != nullptr && encodingByName("AQLM1X16-G8-HIGH") != nullptr);
    }

    // ---- What the reference writes --------------------------------------------------------------------------------------

    void readsWhatTheReferenceWrites_data() { addGoldenFiles(); }
    void readsWhatTheReferenceWrites() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const test::StoredModule stored = moduleOf(file);
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(found->shape, file.shape);
        QCOMPARE(static_cast<const Encoding*>(found->encoding), static_cast<const Encoding*>(&encodingOf(file.layout)));
        const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
        if (file.hasDecoded) {
            QCOMPARE(test::firstDifference(decoded, tensorOf<float>(file.name, "disk.dequant_f32")), std::string());
        }
        const auto weights = tensorOf<float>(file.name, "weight");
        QVERIFY(difference(decoded, weights) < 0.6 * norm(weights));
    }

    /// Of every width: codes of the upper half are stored as negative numbers.
    void codesOfAllWidths_data() {
        QTest::addColumn<int>("bits");
        for (const int bits : {4, 8, 12, 15, 16}) {
            QTest::addRow("%d", bits) << bits;
        }
    }
    void codesOfAllWidths() {
        QFETCH(int, bits);
        const std::string name = "b" + std::to_string(bits);
        const auto codes = tensorOf<std::int32_t>("code_storage", name + ".unsigned");
        const auto tensor = test::goldenTensor(pathOf("code_storage"), name + ".stored").value();
        const std::size_t vectors = std::size_t{1} << bits;
        test::StoredModule stored;
        stored.tensors[".codes"] = {elementTypeFromSafetensors(tensor.dtype).value(), tensor.shape,
                                    test::Bytes(tensor.raw().begin(), tensor.raw().end())};
        test::Bytes codebook(2 * vectors * 2);
        for (std::size_t i = 0; i < vectors; ++i) { // (code / 64, −1)
            const std::array<std::uint16_t, 2> values{f16FromFloat(static_cast<float>(i / 64)), f16FromFloat(-1)};
            std::memcpy(codebook.data() + 4 * i, values.data(), 4);
        }
        stored.tensors[".codebooks"] = {ElementType::F16, {1, vectors, 1, 2}, codebook};
        const std::uint16_t two = f16FromFloat(2);
        test::Bytes scale(2);
        std::memcpy(scale.data(), &two, 2);
        stored.tensors[".scales"] = {ElementType::F16, {1, 1, 1, 1}, scale};
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QVERIFY(!found->encoding->canEncode());
        const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
        QCOMPARE(decoded.size(), 2 * codes.size());
        for (std::size_t i = 0; i < codes.size(); ++i) {
            QCOMPARE(decoded[2 * i], 2 * static_cast<float>(codes[i] / 64));
            QCOMPARE(decoded[2 * i + 1], -2.0F);
        }
    }

    // ---- Choosing codebooks and codes -----------------------------------------------------------------------------------

    void codebooksAreBetterThanTheReferencesFirst_data() { addGoldenFiles(); }
    void codebooksAreBetterThanTheReferencesFirst() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const auto weights = tensorOf<float>(file.name, "weight");
        const MatrixEncoding& encoding = encodingOf(file.layout);
        const double theirs = difference(decodedStart(file), weights);
        const double ours =
            difference(test::decodeModule(encoding, file.shape, test::encodeModule(encoding, file.shape, weights)), weights);
        qInfo("%s: %g of k-means", file.name, ours / theirs);
        QVERIFY2(ours < 0.97 * theirs, std::to_string(ours / theirs).c_str());
        QVERIFY2(ours > 0.2 * theirs, std::to_string(ours / theirs).c_str());
    }

    /// With what each input counts: less error of the outputs than weighted k-means alone.
    void importanceLowersTheErrorOfOutputs_data() { addGoldenFiles(); }
    void importanceLowersTheErrorOfOutputs() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const auto weights = tensorOf<float>(file.name, "weight");
        const auto gram = tensorOf<float>(file.name, "xtx");
        std::vector<float> importance;
        for (std::size_t i = 0; i < file.shape.columns; ++i) {
            importance.push_back(gram[i * file.shape.columns + i]);
        }
        const MatrixEncoding& encoding = encodingOf(file.layout);
        const auto errorWith = [&](std::span<const float> guide) {
            const auto decoded =
                test::decodeModule(encoding, file.shape, test::encodeModule(encoding, file.shape, weights, 1, nullptr, guide));
            return outputError(gram, decoded, weights) / outputError(gram, weights, std::vector<float>(weights.size()));
        };
        const double plain = errorWith({});
        const double guided = errorWith(importance);
        qInfo("%s: %g plain, %g guided, %g expected", file.name, plain, guided, file.weightedMeans);
        QVERIFY2(guided < 0.9 * plain, std::to_string(guided / plain).c_str());
        QVERIFY2(guided < 1.02 * file.weightedMeans, std::to_string(guided).c_str());
    }

    void onlyRatiosOfImportanceMatter() {
        const MatrixShape shape{64, 64, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 21);
        const MatrixEncoding& encoding = encodingNamed("AQLM2X8-G8");
        std::vector<float> importance(shape.columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = i % 16 == 0 ? 50.0F : 0.125F;
        }
        const test::StoredModule guided = test::encodeModule(encoding, shape, weights, 1, nullptr, importance);
        std::ranges::for_each(importance, [](float& value) { value *= 1024; });
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 1, nullptr, importance), guided),
                 std::string());
        const test::StoredModule plain = test::encodeModule(encoding, shape, weights);
        QVERIFY(!test::firstDifference(plain, guided).empty());
        const std::vector<float> none(shape.columns, 0.0F);
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 1, nullptr, none), plain), std::string());
    }

    // ---- What holds for all matrices ------------------------------------------------------------------------------------

    void roundTripOfAllEncodings() {
        const MatrixShape shape{128, 512, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 31);
        for (const MatrixEncoding* const encoding : aqlmFamily().encodings()) {
            double progress = 0;
            const test::StoredModule stored = test::encodeModule(*encoding, shape, weights, 1, &progress);
            QVERIFY2(std::abs(progress - 1) < 1e-9, std::to_string(progress).c_str());
            const auto found = recognised(stored);
            QVERIFY(found.has_value());
            // How long codes were looked for is not seen in a file.
            const auto& own = dynamic_cast<const AqlmEncoding&>(*encoding);
            QCOMPARE(static_cast<const Encoding*>(found->encoding), static_cast<const Encoding*>(&encodingOf(own.layout())));
            const double error = difference(test::decodeModule(*encoding, shape, stored), weights) / norm(weights);
            qInfo("%s: %g", std::string(encoding->name()).c_str(), error);
            // What n bits a weight can reach for normal values is 4^−n; a codebook trained on few vectors does better yet.
            const double limit = std::pow(4.0, -encoding->bitsPerWeight());
            if (own.layout().bits == 16) { // a vector for each that the matrix has; some are not found among the nearest cells
                QVERIFY2(error < (own.layout().group == longVector ? 0.04 : 0.01), std::to_string(error).c_str());
                continue;
            }
            QVERIFY2(error < 1.7 * limit && error > 0.5 * limit, std::to_string(error / limit).c_str());
        }
    }

    /// More vectors than the codebook has: codes of all sixteen bits, also those that are stored as negative numbers.
    void aCodebookOfSixteenBits() {
        const MatrixShape shape{648, 1024, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 41);
        const MatrixEncoding& encoding = encodingNamed("AQLM1X16-G8-FAST");
        const test::StoredModule stored = test::encodeModule(encoding, shape, weights, 1);
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 3), stored), std::string());
        const auto& codes = stored.tensors.at(".codes");
        QCOMPARE(codes.type, ElementType::I16);
        QVERIFY(codes.shape == std::vector<std::uint64_t>({648, 128, 1}));
        QVERIFY(stored.tensors.at(".codebooks").shape == std::vector<std::uint64_t>({1, 65536, 1, 8}));
        std::set<std::int16_t> used;
        for (std::size_t i = 0; i < codes.bytes.size(); i += 2) {
            std::int16_t code = 0;
            std::memcpy(&code, codes.bytes.data() + i, 2);
            used.insert(code);
        }
        QVERIFY2(used.size() > 60'000 && *used.begin() < -32'000 && *used.rbegin() > 32'000,
                 std::to_string(used.size()).c_str());
        const double error = difference(test::decodeModule(encoding, shape, stored), weights) / norm(weights);
        qInfo("%g", error);
        QVERIFY2(error < 0.03, std::to_string(error).c_str());
    }

    /// Looking at a few cells of a large codebook finds vectors that are nearly as near as the nearest.
    void fewCellsAreEnough() {
        const double ofEight = costOfFewCells<shortVector>();
        QVERIFY2(ofEight >= 1 && ofEight < 1.06, std::to_string(ofEight).c_str());
        const double ofSixteen = costOfFewCells<longVector>();
        QVERIFY2(ofSixteen >= 1 && ofSixteen < 1.12, std::to_string(ofSixteen).c_str());
    }

    // ---- Vectors of sixteen weights -------------------------------------------------------------------------------------

    /// Twice as many weights of a vector: twice the codebooks take the same bits, and are no worse where vectors are learned
    /// jointly; half the bits are much worse, and still better than nothing.
    void vectorsOfSixteenWeights() {
        const MatrixShape shape{512, 512, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 51);
        const auto errorWith = [&](const char* name) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights, 2);
            return difference(test::decodeModule(encoding, shape, stored), weights) / norm(weights);
        };
        const double two = errorWith("AQLM2X8-G8");
        const double oneBit = errorWith("AQLM2X8-G16");
        const double twoBits = errorWith("AQLM4X8-G16");
        qInfo("2X8-G8 %g, 2X8-G16 %g, 4X8-G16 %g", two, oneBit, twoBits);
        QVERIFY2(twoBits < 1.05 * two, std::to_string(twoBits / two).c_str());
        QVERIFY2(oneBit > 2 * two && oneBit < 0.4, std::to_string(oneBit).c_str());
        QCOMPARE(encodingNamed("AQLM2X8-G16").bitsPerWeight(), 1.0);
        QVERIFY(encodingNamed("AQLM2X8-G16").whyNot({16, 72, ElementType::F16}).has_value());
    }

    void sixteenWeightsAreReadBackAsTheyWereWritten() {
        const MatrixShape shape{40, 96, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 52);
        const MatrixEncoding& encoding = encodingNamed("AQLM3X8-G16");
        const test::StoredModule stored = test::encodeModule(encoding, shape, weights, 1);
        QVERIFY(stored.tensors.at(".codes").shape == std::vector<std::uint64_t>({40, 6, 3}));
        QVERIFY(stored.tensors.at(".codebooks").shape == std::vector<std::uint64_t>({3, 256, 1, 16}));
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(static_cast<const Encoding*>(found->encoding), static_cast<const Encoding*>(&encoding));
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 3), stored), std::string());
        for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
            const test::OnlyTarget only(target);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights), stored), std::string());
        }
        // Every value is the scale of its row times the sum of three vectors, by the tensors alone.
        const std::vector<float> decoded = test::decodeModule(encoding, shape, stored);
        const auto half = [&](const char* part, std::size_t index) {
            std::uint16_t value = 0;
            std::memcpy(&value, stored.tensors.at(part).bytes.data() + 2 * index, 2);
            return floatFromF16(value);
        };
        for (std::size_t i = 0; i < decoded.size(); ++i) {
            float sum = 0;
            for (std::size_t m = 0; m < 3; ++m) {
                const auto code = static_cast<std::size_t>(stored.tensors.at(".codes").bytes[i / 16 * 3 + m]);
                sum += half(".codebooks", (m * 256 + code) * 16 + i % 16);
            }
            QCOMPARE(decoded[i], sum * half(".scales", i / 96));
        }
    }

    void sameBytesForAnyOrderOfTiles() {
        const MatrixShape shape{160, 256, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 7);
        const MatrixEncoding& encoding = encodingNamed("AQLM2X8-G8");
        const test::StoredModule alone = test::encodeModule(encoding, shape, weights, 1);
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 3), alone), std::string());
    }

    void sameBytesOnEveryInstructionSet() {
        const MatrixShape shape{24, 64, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 9);
        const MatrixEncoding& encoding = encodingNamed("AQLM2X8-G8");
        const test::StoredModule plain = test::encodeModule(encoding, shape, weights);
        for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
            const test::OnlyTarget only(target);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights), plain), std::string());
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{24, 72, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 13);
        const MatrixEncoding& encoding = encodingNamed("AQLM2X8-G8");
        const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
        const std::vector<float> whole = test::decodeModule(encoding, shape, stored);
        for (const std::size_t first : {0U, 1U, 7U, 8U, 71U, 72U, 1000U}) {
            for (const std::size_t count : {1U, 2U, 9U, 63U, 700U}) {
                const std::vector<float> part = test::decodeModule(encoding, shape, stored, first, count);
                QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)));
            }
        }
    }

    void rowsOfZeros() {
        const MatrixShape shape{16, 64, ElementType::F16};
        std::vector<float> weights = test::normalValues(shape.values(), 5);
        std::fill_n(weights.begin() + 3 * 64, 64, 0.0F);
        const MatrixEncoding& encoding = encodingNamed("AQLM1X8-G8");
        const std::vector<float> decoded = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights));
        QVERIFY(std::all_of(decoded.begin() + 3 * 64, decoded.begin() + 4 * 64, [](float value) { return value == 0; }));
        QVERIFY(std::ranges::all_of(decoded, [](float value) { return std::isfinite(value); }));
        const std::vector<float> zeros(shape.values());
        QVERIFY(test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, zeros)) == zeros);
    }

    void shapesAndValuesThatCannotBeStored() {
        const MatrixEncoding& encoding = encodingNamed("AQLM2X8-G8");
        QCOMPARE(encoding.whyNot({64, 44, ElementType::F16}).value_or(""),
                 std::string("its 44 input features are no multiple of 8"));
        QVERIFY(encoding.whyNot({0, 64, ElementType::F16}).has_value());
        QVERIFY(!encoding.whyNot({33, 72, ElementType::F16}));
        const MatrixShape shape{64, 64, ElementType::F16};
        for (const float bad : {NAN, INFINITY, -INFINITY}) {
            std::vector<float> weights = test::normalValues(shape.values(), 1);
            weights[37 * 64 + 7] = bad;
            const auto error = test::errorOf([&] { (void)test::encodeModule(encoding, shape, weights); });
            QVERIFY(error.has_value());
            QVERIFY2(error->detail().find("row 37, column 7") != std::string::npos, error->what());
        }
        std::vector<float> weights = test::normalValues(shape.values(), 1);
        weights[37 * 64 + 7] = 1e6F;
        const auto error = test::errorOf([&] { (void)test::encodeModule(encoding, shape, weights); });
        QVERIFY(error.has_value() && error->detail().find("row 37") != std::string::npos);
    }

    void brokenTensors() {
        QCOMPARE(errorAfter([](test::StoredModule&) {}), std::string());
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors.erase(".scales"); }), ".scales"));
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors.at(".codes").type = ElementType::U8; }), ".codes"));
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors.at(".codes").shape[2] = 1; }), ".codes"));
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors.at(".codebooks").shape[1] = 255; }), ".codebooks"));
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors.at(".codebooks").shape[2] = 2; }), "over 2 rows"));
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors.at(".scales").shape = {64}; }), ".scales"));
        // Other learned quantizers have codebooks, too.
        test::StoredModule other = moduleOf(goldenFiles[0]);
        other.tensors.erase(".codes");
        QVERIFY(!recognised(other));
    }
};

QTEST_GUILESS_MAIN(TestAqlm)
#include "tst_aqlm.moc"
