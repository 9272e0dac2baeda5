// SPDX-License-Identifier: GPL-3.0-or-later
// FBGEMM's number formats against the recorded bytes of tests/data/fbgemm, the scalar oracle and broken tensors.
#include "block_data.h"
#include "codecs/fbgemm/fbgemm.h"
#include "kernels/simd_targets.h"
#include "matrix_data.h"
#include "oracle/matrix_oracle.h"

#include <cmath>

using namespace quantlathe;

namespace {

const std::vector<std::string> suffixes{".weight", ".weight_scale", "._weight_qdata", "._weight_scale", "._weight_zero_point"};

const MatrixEncoding& encodingNamed(std::string_view name) {
    const Encoding* const encoding = encodingByName(name);
    const MatrixEncoding* const matrix = encoding == nullptr ? nullptr : asMatrixEncoding(*encoding);
    if (matrix == nullptr) {
        throw std::runtime_error("no encoding " + std::string(name));
    }
    return *matrix;
}

struct Case {
    const char* file;
    const char* encoding;
    ElementType compute;
    bool isWritten = true;
};
constexpr std::array cases{
    Case{"fp8_row_edge_bf16", "FBGEMM-FP8", ElementType::BF16},
    Case{"fp8_row_main_bf16", "FBGEMM-FP8", ElementType::BF16},
    Case{"fp8_row_main_f32", "FBGEMM-FP8", ElementType::F32},
    Case{"fp8_row_edge_ub0p05", "FBGEMM-FP8", ElementType::BF16, false}, // the rule for activations
    Case{"int4_plain_g128_main", "FBGEMM-INT4-128", ElementType::BF16},
    Case{"int4_plain_g64_edge", "FBGEMM-INT4-64", ElementType::BF16},
    Case{"int4_sym_g128_main", "FBGEMM-INT4-128", ElementType::BF16, false}, // for activations in FP8
};

std::filesystem::path fileOf(const Case& golden) {
    return test::dataFile(std::string("fbgemm/") + golden.file + ".safetensors");
}

template <class Integer>
bool equals(const test::Bytes& bytes, const std::vector<Integer>& expected) {
    return std::ranges::equal(bytes, std::as_bytes(std::span(expected)));
}

} // namespace

class TestFbgemm : public QObject {
    Q_OBJECT

    static void addCases(bool onlyWritten) {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            if (cases[i].isWritten || !onlyWritten) {
                QTest::newRow(cases[i].file) << static_cast<int>(i);
            }
        }
    }
    static std::string errorOf(const test::StoredModule& stored) {
        const auto error = test::errorOf([&] { static_cast<void>(fbgemmFamily().recognise(stored.lookup())); });
        return error && error->kind() == ErrorKind::badInput && !error->detail().empty() ? error->what() : std::string();
    }

private slots:
    void namesAreFoundInAnyCase() {
        const auto all = fbgemmFamily().encodings();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const QString lower = QString::fromStdString(std::string(all[i]->name())).toLower();
            QCOMPARE(encodingByName(lower.toStdString()), all[i]);
            QVERIFY(i == 0 || all[i - 1]->bitsPerWeight() >= all[i]->bitsPerWeight());
        }
        QCOMPARE(encodingNamed("fbgemm-int4-128").bitsPerWeight(), 4.25);
        QCOMPARE(encodingNamed("fbgemm-int4-128").columnMultiple(), 128U);
    }

    void writesTheRecordedBytes_data() { addCases(true); }
    void writesTheRecordedBytes() {
        QFETCH(int, index);
        const Case& golden = cases[static_cast<std::size_t>(index)];
        const auto input = test::goldenTensor(fileOf(golden), "input");
        const std::vector<float> values = input->floats();
        const MatrixShape shape{input->shape[0], input->shape[1], golden.compute};
        const auto expected = test::goldenModule(fileOf(golden), "layer", suffixes);
        test::onEachSimdTarget([&](const char* target) {
            const auto stored = test::encodeModule(encodingNamed(golden.encoding), shape, values);
            const std::string difference = test::firstDifference(stored, expected);
            QVERIFY2(difference.empty(), (std::string(target) + " " + difference).c_str());
            for (const auto& [suffix, tensor] : expected.tensors) {
                QVERIFY(stored.tensors.at(suffix).shape == tensor.shape && stored.tensors.at(suffix).type == tensor.type);
            }
        });
    }

    void readsTheRecordedBytes_data() { addCases(false); }
    void readsTheRecordedBytes() {
        QFETCH(int, index);
        const Case& golden = cases[static_cast<std::size_t>(index)];
        const auto stored = test::goldenModule(fileOf(golden), "layer", suffixes);
        const auto found = fbgemmFamily().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(found->encoding->name(), std::string_view(golden.encoding));
        const auto dequant = test::goldenTensor(fileOf(golden), "dequant");
        QVERIFY((found->shape == MatrixShape{dequant->shape[0], dequant->shape[1], ElementType::BF16}));
        const std::vector<float> expected = dequant->floats();
        test::onEachSimdTarget([&](const char* target) {
            const auto decoded = test::decodeModule(*found->encoding, found->shape, stored);
            const std::string difference = test::firstDifference(decoded, expected);
            QVERIFY2(difference.empty(), (std::string(target) + " " + difference).c_str());
        });
    }

    void equalsTheOracleForEveryKindOfData() {
        constexpr MatrixShape odd{7, 333, ElementType::BF16};
        constexpr MatrixShape even{5, 3 * 256, ElementType::BF16};
        for (const test::DataKind& kind : test::kinds) {
            auto values = test::generate(kind, even.values(), 6);
            for (float& value : values) {
                value = std::clamp(value, -1e38F, 1e38F); // the range of a group must fit into a float
            }
            const std::span<const float> some(values.data(), odd.values());
            const auto rounded = oracle::encodeFp8(some, odd.columns, true);
            const auto exact = oracle::encodeFp8(some, odd.columns, false);
            test::onEachSimdTarget([&](const char* target) {
                const std::string what = std::string(kind.name) + ", " + target;
                const MatrixEncoding& fp8 = encodingNamed("FBGEMM-FP8");
                const auto ours = test::encodeModule(fp8, odd, some);
                QVERIFY2(ours.tensors.at(".weight").bytes == rounded.codes, what.c_str());
                QVERIFY2(equals(ours.tensors.at(".weight_scale").bytes, rounded.scales), what.c_str());
                const auto unrounded = test::encodeModule(fp8, {odd.rows, odd.columns, ElementType::F32}, some);
                QVERIFY2(unrounded.tensors.at(".weight").bytes == exact.codes, what.c_str());
                for (const std::size_t group : {32U, 64U, 128U, 256U}) {
                    const auto expected = oracle::encodeInt4(values, even.columns, group);
                    const auto int4 = test::encodeModule(encodingNamed("FBGEMM-INT4-" + std::to_string(group)), even, values);
                    QVERIFY2(int4.tensors.at("._weight_qdata").bytes == expected.codes, what.c_str());
                    QVERIFY2(equals(int4.tensors.at("._weight_scale").bytes, expected.scales), what.c_str());
                    QVERIFY2(equals(int4.tensors.at("._weight_zero_point").bytes, expected.zeros), what.c_str());
                }
            });
        }
    }

    void everyTieOfE4m3IsRoundedToEven() {
        // A row with 448 has the scale 1: its values are codes, the floats half-way between them, and their neighbours.
        std::vector<float> values{448};
        for (int code = 0; code < 126; ++code) {
            const float low = floatOf(code);
            const float middle = (low + floatOf(code + 1)) / 2;
            for (const float value : {low, middle, std::nextafter(middle, 0.0F), std::nextafter(middle, 1000.0F)}) {
                values.insert(values.end(), {value, -value});
            }
        }
        const MatrixShape shape{1, values.size(), ElementType::F32};
        const auto expected = oracle::encodeFp8(values, values.size(), false);
        QCOMPARE(expected.scales[0], 1.0F);
        test::onEachSimdTarget([&](const char* target) {
            const auto stored = test::encodeModule(encodingNamed("FBGEMM-FP8"), shape, values);
            QVERIFY2(stored.tensors.at(".weight").bytes == expected.codes, target);
        });
        QVERIFY(std::to_integer<int>(expected.codes[2]) == 0x80); // minus zero
    }

    void anyNumberOfThreadsGivesTheSameBytes_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("FP8, many tiles") << "FBGEMM-FP8" << 301 << 1003;
        QTest::newRow("FP8, rows longer than a tile") << "FBGEMM-FP8" << 3 << 150001;
        QTest::newRow("INT4, many tiles") << "FBGEMM-INT4-32" << 301 << 992;
        QTest::newRow("INT4, rows longer than a tile") << "FBGEMM-INT4-256" << 3 << 147456;
    }
    void anyNumberOfThreadsGivesTheSameBytes() {
        QFETCH(QString, name);
        QFETCH(int, rows);
        QFETCH(int, columns);
        const MatrixEncoding& encoding = encodingNamed(name.toStdString());
        for (const ElementType compute : {ElementType::BF16, ElementType::F16, ElementType::F32}) {
            const MatrixShape shape{static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns), compute};
            const auto values = test::normalValues(shape.values(), 7);
            double progress = 0;
            const auto one = test::encodeModule(encoding, shape, values, 1, &progress);
            QVERIFY(std::abs(progress - 1) < 1e-9);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, values, 3), one), std::string());
            const auto found = fbgemmFamily().recognise(one.lookup());
            QVERIFY(found && found->encoding == &encoding);

            // Ranges of any place and length are parts of the whole.
            const auto whole = test::decodeModule(encoding, shape, one);
            const std::uint64_t count = shape.values();
            for (const std::uint64_t first :
                 {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{65537}, count - 1}) {
                for (const std::uint64_t length : {1, 2, 31, 64, 130, 70001}) {
                    const auto size = static_cast<std::size_t>(std::min(length, count - first));
                    const auto part = test::decodeModule(encoding, shape, one, first, size);
                    const std::span expected(whole.data() + first, size);
                    QCOMPARE(test::firstDifference(std::span<const float>(part), std::span<const float>(expected)),
                             std::string());
                }
            }
        }
    }

    void errorIsThatOfTheSpecification() {
        // Mean |error| ÷ mean |w| on the matrix of the golden files.
        const auto errorOf = [](const Case& golden) {
            const auto input = test::goldenTensor(fileOf(golden), "input");
            const auto values = input->floats();
            const MatrixShape shape{input->shape[0], input->shape[1], golden.compute};
            const MatrixEncoding& encoding = encodingNamed(golden.encoding);
            const auto decoded = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, values));
            double error = 0;
            double sum = 0;
            for (std::size_t i = 0; i < values.size(); ++i) {
                error += std::abs(static_cast<double>(decoded[i]) - static_cast<double>(values[i]));
                sum += std::abs(static_cast<double>(values[i]));
            }
            return error / sum;
        };
        QVERIFY(std::abs(errorOf(cases[1]) - 0.0219) < 0.0002);
        QVERIFY(std::abs(errorOf(cases[4]) - 0.147) < 0.001);
    }

    void whatCannotBeStoredIsNamed() {
        for (const char* name : {"FBGEMM-FP8", "FBGEMM-INT4-128"}) {
            for (const MatrixShape shape : {MatrixShape{70, 1536}, MatrixShape{2, 69888}}) {
                for (const float value : {std::nanf(""), -INFINITY}) {
                    auto values = test::normalValues(shape.values(), 9);
                    values[shape.columns + 1234] = value;
                    const auto error =
                        test::errorOf([&] { static_cast<void>(test::encodeModule(encodingNamed(name), shape, values)); });
                    QVERIFY(error && error->kind() == ErrorKind::badInput);
                    QCOMPARE(QString::fromStdString(error->title()),
                             QString(std::isnan(value) ? "A value is not a number (NaN)" : "A value is infinite"));
                    QVERIFY2(error->detail().starts_with("It stands in row 1, column 1 234"), error->detail().c_str());
                }
            }
            QVERIFY(encodingNamed(name).whyNot({0, 128}).has_value());
        }
        QCOMPARE(encodingNamed("FBGEMM-INT4-128").whyNot({5, 192}).value_or(""),
                 std::string("its 192 input features are no multiple of 128, the size of a group"));
        QVERIFY(!encodingNamed("FBGEMM-INT4-64").whyNot({5, 192}));

        std::vector<float> far(512, 3e38F);
        far[300] = -3e38F;
        const auto error = test::errorOf([&] {
            static_cast<void>(test::encodeModule(encodingNamed("FBGEMM-INT4-128"), {2, 256, ElementType::F32}, far));
        });
        QVERIFY(error.has_value());
        QVERIFY(error->title().starts_with("The values of a group lie too far apart"));
        QVERIFY(error->detail().starts_with("It begins in row 1, column 0 "));
    }

    void othersTensorsAreLeftAlone() {
        using enum ElementType;
        test::StoredModule stored;
        QVERIFY(!fbgemmFamily().recognise(stored.lookup()));
        // One scale for the whole tensor, scales in BF16, codes of another type: other formats with the same names.
        stored.tensors[".weight"] = {F8_E4M3, {2, 3}, test::Bytes(6)};
        QVERIFY(!fbgemmFamily().recognise(stored.lookup()));
        stored.tensors[".weight_scale"] = {F32, {1}, test::Bytes(4)};
        QVERIFY(!fbgemmFamily().recognise(stored.lookup()));
        stored.tensors[".weight_scale"] = {BF16, {2, 1}, test::Bytes(4)};
        QVERIFY(!fbgemmFamily().recognise(stored.lookup()));
        stored.tensors[".weight_scale"] = {F32, {2, 1}, test::Bytes(8)};
        QVERIFY(fbgemmFamily().recognise(stored.lookup()).has_value());
        stored.tensors[".weight"].type = I8;
        QVERIFY(!fbgemmFamily().recognise(stored.lookup()));
        stored.tensors["._weight_qdata"] = {F8_E4M3, {2, 3}, test::Bytes(6)};
        QVERIFY(!fbgemmFamily().recognise(stored.lookup()));
    }

    void brokenTensorsAreRefused() {
        using enum ElementType;
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        const auto int4 = [](const auto& change) {
            test::StoredModule stored =
                test::encodeModule(encodingNamed("FBGEMM-INT4-64"), {6, 256, BF16}, test::normalValues(6 * 256, 1));
            change(stored.tensors);
            return errorOf(stored);
        };
        QCOMPARE(int4([](auto&) {}), std::string());
        QVERIFY(contains(int4([](auto& t) { t["._weight_qdata"].shape = {768}; }), "have two dimensions"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_qdata"].shape = {0, 128}; }), "no values"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_qdata"].shape = {1ULL << 40U, 1ULL << 40U}; }), "more values"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_qdata"].shape = {5, 128}; }), "has another form"));
        QVERIFY(contains(int4([](auto& t) { t.erase("._weight_scale"); }), "groups × rows"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_scale"].type = I8; }), "compute in"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_scale"].shape = {0, 6}; }), "do not divide"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_scale"].shape = {5, 6}; }), "do not divide"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_scale"].shape = {256, 6}; }), "do not divide"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_scale"].shape = {6, 4}; }), "do not divide"));
        QVERIFY(contains(int4([](auto& t) { t.erase("._weight_zero_point"); }), "is missing"));
        QVERIFY(contains(int4([](auto& t) { t["._weight_zero_point"].type = F32; }), "has another form"));
        QVERIFY(contains(int4([](auto& t) {
                             t["._weight_act_pre_scale"] = {BF16, {256}, test::Bytes(512)};
                         }),
                         "is not supported"));
        test::StoredModule empty;
        empty.tensors[".weight"] = {F8_E4M3, {2, 0}, {}};
        empty.tensors[".weight_scale"] = {F32, {2, 1}, test::Bytes(8)};
        QVERIFY(contains(errorOf(empty), "no values"));
    }

    void readsGroupsOfOtherSizes() {
        // One group a row of 6.
        test::StoredModule stored;
        stored.tensors["._weight_qdata"] = {ElementType::I8, {1, 3}, {std::byte{0x8F}, std::byte{0x70}, std::byte{0x21}}};
        const auto number = [](float value) {
            test::Bytes bytes(4);
            std::memcpy(bytes.data(), &value, 4);
            return test::StoredModule::Tensor{ElementType::F32, {1, 1}, bytes};
        };
        stored.tensors["._weight_scale"] = number(0.5F);
        stored.tensors["._weight_zero_point"] = number(1);
        const auto found = fbgemmFamily().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(test::decodeModule(*found->encoding, found->shape, stored), (std::vector<float>{0.5F, -3, 1, 4.5F, 1.5F, 2}));
    }

private:
    static float floatOf(int code) {
        const auto byte = std::byte(code);
        float value = 0;
        encodingFor(ElementType::F8_E4M3)->decode(std::span(&byte, 1), 1, std::span(&value, 1));
        return value;
    }
};

QTEST_APPLESS_MAIN(TestFbgemm)
#include "tst_fbgemm.moc"
