// SPDX-License-Identifier: GPL-3.0-or-later
// AWQ's tensors: what AutoAWQ writes (tests/data/awq), and what holds for all matrices.
#include "base/numeric.h"
#include "checkpoint/checkpoint.h"
#include "codecs/awq/awq_encoding.h"
#include "codecs/awq/family.h"
#include "codecs/block_data.h"
#include "codecs/gptq/family.h"
#include "codecs/matrix_data.h"
#include "kernels/convert.h"
#include "kernels/simd_targets.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

using namespace quantlathe;
using Json = nlohmann::json;

namespace {

const Json gemm{{"quant_method", "awq"}, {"bits", 4}, {"group_size", 128}, {"zero_point", true}, {"version", "gemm"}};
constexpr MatrixShape goldenShape{128, 256, ElementType::F16};
constexpr std::array goldenGroups{64U, 128U};
constexpr std::array writtenNames{"AWQ4-G32",          "AWQ4-G64",          "AWQ4-G128",
                                  "AWQ4-G32-GEMV",     "AWQ4-G64-GEMV",     "AWQ4-G128-GEMV",
                                  "AWQ4-G32-GEMVFAST", "AWQ4-G64-GEMVFAST", "AWQ4-G128-GEMVFAST"};

std::filesystem::path pathOf(unsigned group) {
    return test::dataFile("awq/pack_w4_g" + std::to_string(group) + ".safetensors");
}

std::vector<float> floatsOf(unsigned group, const std::string& tensor) {
    const Checkpoint checkpoint = openCheckpoint(pathOf(group));
    const TensorInfo& found = *checkpoint.find(tensor);
    std::vector<float> values(found.elements());
    floatsFromStored(found.type, checkpoint.bytes(found), values);
    return values;
}

/// The tensors as a file would have them.
test::StoredModule moduleOf(unsigned group, const std::string& prefix = "") {
    const Checkpoint checkpoint = openCheckpoint(pathOf(group));
    test::StoredModule stored;
    for (const char* const name : {"qweight", "qzeros", "scales"}) {
        const TensorInfo& tensor = *checkpoint.find(prefix + name);
        const auto bytes = checkpoint.bytes(tensor);
        stored.tensors[std::string(".") + name] = {tensor.type, tensor.shape, test::Bytes(bytes.begin(), bytes.end())};
    }
    return stored;
}

Json configurationOf(const std::string& version, unsigned group) {
    return {{"quant_method", "awq"}, {"bits", 4}, {"group_size", group}, {"version", version}};
}

/// Of a written name.
Json configurationOf(const std::string& name) {
    return configurationOf(name.ends_with("GEMVFAST") ? "gemv_fast"
                           : name.ends_with("GEMV")   ? "gemv"
                                                      : "gemm",
                           static_cast<unsigned>(std::stoul(name.substr(name.find("-G") + 2))));
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr || asMatrixEncoding(*encoding) == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

std::optional<StoredMatrix> recognised(const test::StoredModule& stored, const Json& configuration = gemm) {
    return awqFamily().recognise(stored.lookup(), configuration.is_null() ? nullptr : &configuration);
}

double difference(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}

} // namespace

class TestAwq : public QObject {
    Q_OBJECT

private slots:
    void namesAreUniqueAndFound() {
        std::set<std::string> names;
        for (const MatrixEncoding* const encoding : awqFamily().encodings()) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
            QVERIFY(encoding->canEncode() && encoding->usesImportance());
        }
        QCOMPARE(names, std::set<std::string>(writtenNames.begin(), writtenNames.end()));
        QCOMPARE(encodingByName("AWQ4-G128")->bitsPerWeight(), 4.15625);
    }

    // ---- What AutoAWQ writes --------------------------------------------------------------------------------------------

    void readsWhatTheToolWrites() {
        for (const unsigned group : goldenGroups) {
            const test::StoredModule stored = moduleOf(group);
            for (const Json& configuration : {gemm, Json(), Json{{"quant_method", "awq"}}, Json{{"w_bit", 4}}}) {
                const auto found = recognised(stored, configuration);
                QVERIFY(found.has_value());
                QCOMPARE(std::string(found->encoding->name()), "AWQ4-G" + std::to_string(group));
                QCOMPARE(found->shape, goldenShape);
                const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
                const std::vector<float> codes = floatsOf(group, "codes");
                const std::vector<float> zeros = floatsOf(group, "zeros");
                const std::vector<float> scales = floatsOf(group, "scales");
                const std::vector<float> reference = floatsOf(group, "dequant_f16");
                for (std::size_t i = 0; i < decoded.size(); ++i) {
                    const std::size_t place = i % 256 / group * 128 + i / 256;
                    QCOMPARE(decoded[i], (codes[i] - zeros[place]) * scales[place]);
                    QCOMPARE(floatFromF16(f16FromFloat(decoded[i])), reference[i]); // which computes in F16
                }
            }
        }
    }

    void readsAndPacksTheVersionsForVectors_data() {
        QTest::addColumn<QString>("prefix");
        QTest::newRow("gemv") << "gemv_";
        QTest::newRow("gemv_fast") << "gemvfast_";
    }
    void readsAndPacksTheVersionsForVectors() {
        QFETCH(QString, prefix);
        constexpr std::size_t group = 64;
        const test::StoredModule golden = moduleOf(group, prefix.toStdString());
        const auto found = recognised(golden, configurationOf(QTest::currentDataTag(), group));
        QVERIFY(found.has_value());
        QCOMPARE(found->shape, goldenShape);
        const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, golden);
        const std::vector<float> codes = floatsOf(group, "codes");
        const std::vector<float> zeros = floatsOf(group, "zeros");
        const std::vector<float> scales = floatsOf(group, "scales");
        const bool isFast = prefix == "gemvfast_";
        const std::size_t groups = goldenShape.columns / group;
        std::vector<GridChoice> choices(goldenShape.rows * groups);
        for (std::size_t i = 0; i < decoded.size(); ++i) {
            const std::size_t row = i / goldenShape.columns;
            const std::size_t number = i % goldenShape.columns / group;
            const std::size_t place = number * goldenShape.rows + row;
            const float offset = isFast ? floatFromF16(f16FromFloat(-scales[place] * zeros[place])) : 0;
            QCOMPARE(decoded[i], isFast ? codes[i] * scales[place] + offset : (codes[i] - zeros[place]) * scales[place]);
            choices[row * groups + number] = {.scale = scales[place], .stored = static_cast<std::uint32_t>(zeros[place])};
        }
        // The same numbers packed again are the same bytes, room for groups that are not there included.
        test::StoredModule packed = test::encodeModule(*found->encoding, goldenShape, floatsOf(group, "weight"));
        std::vector<std::span<std::byte>> spans;
        for (const MatrixPart& part : found->encoding->parts(goldenShape)) {
            spans.emplace_back(packed.tensors.at(part.suffix).bytes);
        }
        const auto& gridded = dynamic_cast<const GriddedEncoding&>(*found->encoding);
        gridded.gridOf(goldenShape, spans)->write(std::vector<std::uint8_t>(codes.begin(), codes.end()), choices);
        QCOMPARE(test::firstDifference(packed, golden), std::string());
    }

    void errorIsSmallerThanTheTools() {
        for (const unsigned group : goldenGroups) {
            const MatrixEncoding& encoding = encodingNamed("AWQ4-G" + std::to_string(group));
            const std::vector<float> weights = floatsOf(group, "weight");
            const double theirs = difference(test::decodeModule(encoding, goldenShape, moduleOf(group)), weights);
            const double ours = difference(
                test::decodeModule(encoding, goldenShape, test::encodeModule(encoding, goldenShape, weights)), weights);
            QVERIFY2(ours < 0.95 * theirs && ours > 0.2 * theirs, std::to_string(ours / theirs).c_str());
        }
    }

    // ---- Reading --------------------------------------------------------------------------------------------------------

    void otherFormsAreNotMistaken() {
        const test::StoredModule stored = moduleOf(64);
        QVERIFY(!gptqFamily().recognise(stored.lookup(), &gemm));
        QVERIFY(!gptqFamily().recognise(stored.lookup(), nullptr));
        for (const char* const version : {"marlin", "exllama"}) {
            QVERIFY(!recognised(stored, Json{{"quant_method", "awq"}, {"version", version}}));
        }
        for (const char* const version : {"gemv", "gemv_fast"}) {
            for (const Json& wrong : {Json{{"quant_method", "awq"}, {"version", version}}, configurationOf(version, 64),
                                      configurationOf(version, 48)}) {
                const auto refused = test::errorOf([&] { (void)recognised(stored, wrong); });
                QVERIFY(refused && refused->kind() == ErrorKind::badInput);
            }
        }
        QVERIFY(recognised(stored, Json{{"quant_method", "awq"}, {"version", "GEMM"}}));
        QVERIFY(!recognised(stored, Json{{"quant_method", "gptq"}}));
        QVERIFY(recognised(stored, Json{{"quant_method", "auto-round"}, {"packing_format", "auto_round:auto_awq"}}));
        QVERIFY(!recognised(stored, Json{{"quant_method", "auto-round"}, {"packing_format", "auto_round:auto_gptq"}}));
        QVERIFY(!recognised(moduleOf(64, "gemv_"), Json())); // its shapes tell
        const auto error = test::errorOf([&] { (void)recognised(moduleOf(64, "gemv_")); });
        QVERIFY(error && std::string(error->what()).find(".qweight") != std::string::npos);
    }

    void brokenTensorsAreRefused() {
        const auto errorAfter = [](const std::function<void(test::StoredModule&)>& change) {
            test::StoredModule stored = moduleOf(64);
            change(stored);
            const auto error = test::errorOf([&] { (void)recognised(stored); });
            return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
        };
        QVERIFY(errorAfter([](auto& stored) { stored.tensors.erase(".qzeros"); }).find(".qzeros") != std::string::npos);
        QVERIFY(errorAfter([](auto& stored) { stored.tensors.erase(".scales"); }).find(".scales") != std::string::npos);
        QVERIFY(errorAfter([](auto& stored) { stored.tensors[".scales"].type = ElementType::I16; }).find("F16, BF16 or F32") !=
                std::string::npos);
        QVERIFY(errorAfter([](auto& stored) {
                    stored.tensors[".scales"].shape = {3, 128};
                    stored.tensors[".qzeros"].shape = {3, 16};
                }).find("3 groups do not divide 256") != std::string::npos);
        QCOMPARE(errorAfter([](auto&) {}), std::string());
    }

    // ---- What holds for all matrices ------------------------------------------------------------------------------------

    void importanceLowersTheWeighedError() {
        const std::uint64_t columns = 256;
        const std::vector<float> weights = test::normalValues(32 * columns, 21);
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = i % 16 == 0 ? 50.0F : 0.1F;
        }
        const MatrixEncoding& encoding = encodingNamed("AWQ4-G128");
        const auto weighed = [&](std::span<const float> guide) {
            std::vector<std::byte> stored(encoding.bytes(32, columns));
            encoding.encode(weights, columns, {.importance = guide}, stored);
            std::vector<float> decoded(weights.size());
            encoding.decode(stored, columns, decoded);
            double sum = 0;
            for (std::size_t i = 0; i < weights.size(); ++i) {
                sum += static_cast<double>(importance[i % columns]) *
                       std::pow(static_cast<double>(decoded[i]) - static_cast<double>(weights[i]), 2);
            }
            return sum;
        };
        QVERIFY2(weighed(importance) < 0.9 * weighed({}), std::to_string(weighed(importance) / weighed({})).c_str());
    }

    void groupsOfOneSignHaveZeroPointsAtTheEnds() {
        const MatrixShape shape{16, 64, ElementType::F16};
        for (const float sign : {1.0F, -1.0F}) {
            std::vector<float> weights = test::normalValues(shape.values(), 4);
            std::ranges::for_each(weights, [&](float& value) { value = sign * (0.5F + std::abs(value)); });
            const MatrixEncoding& encoding = encodingNamed("AWQ4-G64");
            const std::vector<float> decoded =
                test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights));
            for (std::size_t i = 0; i < weights.size(); ++i) {
                QVERIFY(std::abs(decoded[i] - weights[i]) < 0.05F); // the tool's own formula destroys such groups
            }
        }
    }

    void roundTripOfAllEncodings() {
        const MatrixShape shape{72, 640, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 31);
        const double norm = difference(weights, std::vector<float>(weights.size()));
        for (const char* const name : writtenNames) {
            const MatrixEncoding& encoding = encodingNamed(name);
            double progress = 0;
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights, 1, &progress);
            QVERIFY(std::abs(progress - 1) < 1e-9);
            const auto found = recognised(stored, configurationOf(std::string(name)));
            QVERIFY(found.has_value());
            QCOMPARE(std::string(found->encoding->name()), std::string(name));
            QCOMPARE(found->shape, shape);
            const double error = difference(test::decodeModule(*found->encoding, found->shape, stored), weights) / norm;
            QVERIFY2(error < 0.011 && error > 0.003, std::to_string(error).c_str());
        }
    }

    void sameBytesForAnyOrderOfTilesAndInstructionSet() {
        const MatrixShape shape{80, 2560, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 7);
        for (const char* const name : writtenNames) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule one = test::encodeModule(encoding, shape, weights, 1);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 3), one), std::string());
            for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                const test::OnlyTarget only(target);
                QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights), one), std::string());
            }
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{64, 192, ElementType::F16};
        for (const char* const name : {"AWQ4-G32", "AWQ4-G32-GEMV", "AWQ4-G64-GEMVFAST"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, test::normalValues(shape.values(), 13));
            const std::vector<float> whole = test::decodeModule(encoding, shape, stored);
            for (const std::size_t first : {0U, 1U, 31U, 160U, 1003U, 10239U}) {
                for (const std::size_t count : {1U, 2U, 63U, 1025U, 8000U}) {
                    if (first + count <= whole.size()) {
                        const std::vector<float> part = test::decodeModule(encoding, shape, stored, first, count);
                        QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)));
                    }
                }
            }
        }
    }

    /// Samples of rows need not fill the words that output features share.
    void rowsInMemory() {
        for (const char* const name : writtenNames) {
            const MatrixEncoding& encoding = encodingNamed(name);
            for (const std::uint64_t rows : {1U, 3U, 33U}) {
                const std::vector<float> weights = test::normalValues(rows * 256, 17);
                std::vector<std::byte> stored(encoding.bytes(rows, 256));
                encoding.encode(weights, 256, {}, stored);
                std::vector<float> decoded(weights.size());
                encoding.decode(stored, 256, decoded);
                QVERIFY(difference(decoded, weights) < 0.02 * difference(weights, std::vector<float>(weights.size())));
            }
        }
    }

    void whatCannotBeStored() {
        const auto reason = [](const char* name, MatrixShape shape) { return encodingNamed(name).whyNot(shape).value_or(""); };
        QCOMPARE(reason("AWQ4-G64", {64, 96, ElementType::F16}),
                 std::string("its 96 input features are no multiple of 64, the size of a group"));
        QCOMPARE(reason("AWQ4-G64", {63, 64, ElementType::F16}),
                 std::string("its 63 output features are no multiple of 8, as many as share a word"));
        QCOMPARE(reason("AWQ4-G32-GEMVFAST", {64, 96, ElementType::F16}),
                 std::string("its 96 input features are no multiple of 64, as many as are stored together"));
        QVERIFY(!reason("AWQ4-G64", {0, 64, ElementType::F16}).empty());
        const MatrixShape shape{64, 256, ElementType::F16};
        for (const float bad : {NAN, INFINITY, 1e9F}) {
            std::vector<float> weights = test::normalValues(shape.values(), 1);
            weights[37 * 256 + 77] = bad;
            const auto error = test::errorOf([&] { (void)test::encodeModule(encodingNamed("AWQ4-G64"), shape, weights); });
            QVERIFY(error && error->kind() == ErrorKind::badInput);
            QVERIFY2(error->detail().find("row 37, column ") != std::string::npos, error->detail().c_str());
        }
    }
};

QTEST_GUILESS_MAIN(TestAwq)
#include "tst_awq.moc"
