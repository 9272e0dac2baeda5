// SPDX-License-Identifier: GPL-3.0-or-later
// bitsandbytes' number formats against the recorded bytes of tests/data/bitsandbytes, the scalar oracle and broken tensors.
#include "block_data.h"
#include "codecs/bitsandbytes/bitsandbytes.h"
#include "codecs/bitsandbytes/tables.h"
#include "kernels/simd_targets.h"
#include "matrix_data.h"
#include "oracle/matrix_oracle.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

using namespace quantlathe;

namespace {

const std::vector<std::string> suffixes{".weight",
                                        ".weight.absmax",
                                        ".weight.quant_map",
                                        ".weight.nested_absmax",
                                        ".weight.nested_quant_map",
                                        ".weight.quant_state.bitsandbytes__nf4",
                                        ".weight.quant_state.bitsandbytes__fp4",
                                        ".SCB",
                                        ".weight_format"};
const std::string nf4State = suffixes[5];

const MatrixEncoding& encodingNamed(std::string_view name) {
    const Encoding* const encoding = encodingByName(name);
    const MatrixEncoding* const matrix = encoding == nullptr ? nullptr : asMatrixEncoding(*encoding);
    if (matrix == nullptr) {
        throw std::runtime_error("no encoding " + std::string(name));
    }
    return *matrix;
}

/// JSON in which quotation marks are apostrophes: easier to read, and moc does not know raw strings.
std::string json(std::string text) {
    std::ranges::replace(text, '\'', '"');
    return text;
}

struct Case {
    const char* file;
    const char* encoding;
    ElementType compute = ElementType::F32;
};
constexpr std::array cases{
    Case{"fp4_bs64_dq_edge", "FP4-64-DQ"},
    Case{"fp4_bs64_dq_main", "FP4-64-DQ"},
    Case{"fp4_bs64_dq_odd", "FP4-64-DQ"},
    Case{"fp4_bs64_edge", "FP4-64"},
    Case{"fp4_bs64_main", "FP4-64"},
    Case{"fp4_bs64_odd", "FP4-64"},
    Case{"int8_edge", "LLM.INT8", ElementType::F16},
    Case{"int8_main", "LLM.INT8", ElementType::F16},
    Case{"nf4_bs128_main", "NF4-128"},
    Case{"nf4_bs4096_main", "NF4-4096"},
    Case{"nf4_bs64_dq_edge", "NF4-64-DQ"},
    Case{"nf4_bs64_dq_main", "NF4-64-DQ"},
    Case{"nf4_bs64_dq_main_bf16", "NF4-64-DQ", ElementType::BF16},
    Case{"nf4_bs64_dq_odd", "NF4-64-DQ"},
    Case{"nf4_bs64_edge", "NF4-64"},
    Case{"nf4_bs64_main", "NF4-64"},
    Case{"nf4_bs64_main_f16", "NF4-64", ElementType::F16},
    Case{"nf4_bs64_odd", "NF4-64"},
};

std::filesystem::path fileOf(const Case& golden) {
    return test::dataFile(std::string("bitsandbytes/") + golden.file + ".safetensors");
}

/// What was quantized, and its shape.
std::pair<std::vector<float>, MatrixShape> inputOf(const Case& golden) {
    const auto input = test::goldenTensor(fileOf(golden), "input");
    std::vector<float> values = input->floats();
    // The 16-bit files were made from the input rounded to their type; LLM.int8() does that itself.
    for (const char* name : {"input_bf16", "input_f16"}) {
        if (std::string(golden.file).ends_with(name + 5)) {
            const auto rounded = test::goldenTensor(fileOf(golden), name);
            const auto type = elementTypeFromSafetensors(rounded->dtype);
            encodingFor(*type)->decode(rounded->raw(), values.size(), values);
        }
    }
    return {values, {input->shape[0], input->shape[1], golden.compute}};
}

float ulpsBetween(float a, float b) {
    return static_cast<float>(
        std::abs(static_cast<double>(std::bit_cast<std::int32_t>(a)) - static_cast<double>(std::bit_cast<std::int32_t>(b))));
}

/// The two JSON texts say the same, the offset up to one unit in its last place.
std::string differenceOfStates(const std::string& got, const std::string& expected) {
    auto a = nlohmann::json::parse(got);
    auto b = nlohmann::json::parse(expected);
    if (a.contains("nested_offset")) {
        if (ulpsBetween(a["nested_offset"].get<float>(), b["nested_offset"].get<float>()) > 1) {
            return got + " instead of " + expected;
        }
        a.erase("nested_offset");
        b.erase("nested_offset");
        return a == b ? "" : got + " instead of " + expected;
    }
    return got == expected ? "" : got + " instead of " + expected;
}

/// Like test::firstDifference(), but a mean may differ in its last bit, and what is computed from it.
std::string differenceFromGolden(const test::StoredModule& got, const test::StoredModule& expected) {
    if (got.tensors.size() != expected.tensors.size()) {
        return "another number of tensors";
    }
    for (const auto& [suffix, tensor] : expected.tensors) {
        const auto& ours = got.tensors.at(suffix);
        std::string text;
        if (suffix.find("quant_state") != std::string::npos) {
            text = differenceOfStates(got.text(suffix), expected.text(suffix));
        } else if (ours.type != tensor.type || ours.shape != tensor.shape) {
            text = "another type or shape";
        } else if (suffix == ".weight.nested_absmax") {
            for (std::size_t i = 0; i < tensor.shape[0]; ++i) {
                float a = 0;
                float b = 0;
                std::memcpy(&a, ours.bytes.data() + 4 * i, 4);
                std::memcpy(&b, tensor.bytes.data() + 4 * i, 4);
                text = ulpsBetween(a, b) > 1 ? "value " + std::to_string(i) + " is another" : text;
            }
        } else {
            text = test::firstDifference(ours.bytes, tensor.bytes);
        }
        if (!text.empty()) {
            return suffix + ": " + text;
        }
    }
    return {};
}

} // namespace

class TestBitsandbytes : public QObject {
    Q_OBJECT

    static void addCases() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < cases.size(); ++i) {
            QTest::newRow(cases[i].file) << static_cast<int>(i);
        }
    }

    /// A small NF4 module with double quantization, as found in a file.
    static test::StoredModule sampleModule() {
        const auto values = test::normalValues(20 * 40, 5);
        return test::encodeModule(encodingNamed("NF4-64-DQ"), {20, 40, ElementType::BF16}, values);
    }
    /// The error of recognise() for the sample after `change`.
    template <class Change>
    static std::string errorAfter(const Change& change) {
        test::StoredModule stored = sampleModule();
        change(stored);
        const auto error = test::errorOf([&] { static_cast<void>(bitsandbytesFamily().recognise(stored.lookup())); });
        return error && error->kind() == ErrorKind::badInput && !error->detail().empty() ? error->what() : std::string();
    }
    static std::string errorOfState(std::string_view text) {
        return errorAfter([&](test::StoredModule& stored) { stored.setText(nf4State, text); });
    }

private slots:
    void tablesAreTheLibrarys() {
        const auto file = test::dataFile("bitsandbytes/tables.safetensors");
        const auto equals = [&](const char* name, std::span<const float> table) {
            const auto golden = test::goldenTensor(file, name);
            const std::vector<float> expected = golden->floats();
            return test::firstDifference(table, std::span<const float>(expected));
        };
        QCOMPARE(equals("nf4", bitsandbytes::nf4Values), std::string());
        QCOMPARE(equals("fp4", bitsandbytes::fp4Values), std::string());
        QCOMPARE(equals("dynamic_map", bitsandbytes::dynamicMap), std::string());
    }

    void namesAreFoundInAnyCase() {
        const auto all = bitsandbytesFamily().encodings();
        QCOMPARE(all.size(), std::size_t{1 + 2 * 7 * 2});
        for (std::size_t i = 0; i < all.size(); ++i) {
            const QString lower = QString::fromStdString(std::string(all[i]->name())).toLower();
            QCOMPARE(encodingByName(lower.toStdString()), all[i]);
            QVERIFY(i == 0 || all[i - 1]->bitsPerWeight() >= all[i]->bitsPerWeight());
        }
        QCOMPARE(encodingNamed("nf4-64").bitsPerWeight(), 4.5);
        QCOMPARE(encodingNamed("FP4-64-dq").bitsPerWeight(), 4.126953125);
    }

    void writesTheRecordedBytes_data() { addCases(); }
    void writesTheRecordedBytes() {
        QFETCH(int, index);
        const Case& golden = cases[static_cast<std::size_t>(index)];
        const auto [values, shape] = inputOf(golden);
        const auto expected = test::goldenModule(fileOf(golden), "layer", suffixes);
        const MatrixEncoding& encoding = encodingNamed(golden.encoding);
        test::onEachSimdTarget([&, &input = values, &matrix = shape](const char* target) {
            const auto stored = test::encodeModule(encoding, matrix, input);
            QVERIFY2(differenceFromGolden(stored, expected).empty(),
                     (std::string(target) + " " + differenceFromGolden(stored, expected)).c_str());
        });
    }

    void readsTheRecordedBytes_data() { addCases(); }
    void readsTheRecordedBytes() {
        QFETCH(int, index);
        const Case& golden = cases[static_cast<std::size_t>(index)];
        const auto stored = test::goldenModule(fileOf(golden), "layer", suffixes);
        const auto found = bitsandbytesFamily().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(found->encoding->name(), std::string_view(golden.encoding));
        QCOMPARE(found->shape, inputOf(golden).second);
        const std::vector<float> expected = test::goldenTensor(fileOf(golden), "dequant")->floats();
        test::onEachSimdTarget([&](const char* target) {
            const auto decoded = test::decodeModule(*found->encoding, found->shape, stored);
            QVERIFY2(test::firstDifference(decoded, expected).empty(),
                     (std::string(target) + " " + test::firstDifference(decoded, expected)).c_str());
        });
        // The other back-end's codes: FP4 has its two zeros the other way round ("edge" has ties, which it decides otherwise).
        const std::string_view name = golden.file;
        if (name.starts_with("fp4") && !name.ends_with("edge")) {
            const auto other = test::goldenTensor(fileOf(golden), "alt.weight");
            QVERIFY(other.has_value());
            QVERIFY(!std::ranges::equal(other->raw(), stored.tensors.at(".weight").bytes));
            auto swapped = stored;
            swapped.tensors[".weight"].bytes.assign(other->raw().begin(), other->raw().end());
            const auto decoded = test::decodeModule(*found->encoding, found->shape, swapped);
            for (std::size_t i = 0; i < decoded.size(); ++i) {
                QCOMPARE(decoded[i], expected[i]);
            }
        }
    }

    void equalsTheOracleForEveryKindOfData() {
        constexpr MatrixShape shape{37, 333, ElementType::F32}; // an odd number of values, a short last block
        for (const test::DataKind& kind : test::kinds) {
            const auto values = test::generate(kind, shape.values(), 3);
            for (const std::uint32_t blockSize : {64U, 1024U}) {
                const auto nf4 = oracle::encodeNf4(values, blockSize, bitsandbytes::nf4Values);
                const auto fp4 = oracle::encodeFp4(values, blockSize);
                const auto nested = oracle::encodeNested(nf4.absmax, bitsandbytes::dynamicMap);
                test::onEachSimdTarget([&](const char* target) {
                    const std::string what = std::string(kind.name) + ", " + target + ", " + std::to_string(blockSize);
                    const std::string size = std::to_string(blockSize);
                    const auto plain = test::encodeModule(encodingNamed("NF4-" + size), shape, values);
                    const auto absmax = std::as_bytes(std::span(nf4.absmax));
                    QVERIFY2(plain.tensors.at(".weight").bytes == nf4.packed, what.c_str());
                    QVERIFY2(std::ranges::equal(plain.tensors.at(".weight.absmax").bytes, absmax), what.c_str());
                    const auto other = test::encodeModule(encodingNamed("FP4-" + size), shape, values);
                    QVERIFY2(other.tensors.at(".weight").bytes == fp4.packed, what.c_str());
                    const auto twice = test::encodeModule(encodingNamed("NF4-" + size + "-DQ"), shape, values);
                    QVERIFY2(twice.tensors.at(".weight").bytes == nf4.packed, what.c_str());
                    QVERIFY2(twice.tensors.at(".weight.absmax").bytes == nested.codes, what.c_str());
                    const auto scales = std::as_bytes(std::span(nested.absmax));
                    QVERIFY2(std::ranges::equal(twice.tensors.at(".weight.nested_absmax").bytes, scales), what.c_str());
                    const auto state = nlohmann::json::parse(twice.text(nf4State));
                    QVERIFY2(state["nested_offset"].get<float>() == nested.offset, what.c_str());
                });
            }
        }
    }

    void int8EqualsTheOracle() {
        constexpr MatrixShape shape{5, 333, ElementType::F16};
        for (const test::DataKind& kind : test::kinds) {
            auto values = test::generate(kind, shape.values(), 4);
            for (float& value : values) {
                value = std::clamp(value, -65504.0F, 65504.0F);
            }
            const auto expected = oracle::encodeInt8(values, shape.columns);
            test::onEachSimdTarget([&](const char* target) {
                const auto stored = test::encodeModule(encodingNamed("LLM.INT8"), shape, values);
                const std::string what = std::string(kind.name) + ", " + target;
                QVERIFY2(stored.tensors.at(".weight").bytes == expected.codes, what.c_str());
                const auto scales = std::as_bytes(std::span(expected.scales));
                QVERIFY2(std::ranges::equal(stored.tensors.at(".SCB").bytes, scales), what.c_str());
            });
        }
    }

    void anyNumberOfThreadsGivesTheSameBytes_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        for (const char* name : {"NF4-64", "FP4-4096-DQ", "NF4-64-DQ", "LLM.INT8"}) {
            QTest::addRow("%s, many tiles", name) << name << 301 << 1003;
            QTest::addRow("%s, rows longer than a tile", name) << name << 3 << 150001;
        }
    }
    void anyNumberOfThreadsGivesTheSameBytes() {
        QFETCH(QString, name);
        QFETCH(int, rows);
        QFETCH(int, columns);
        const MatrixEncoding& encoding = encodingNamed(name.toStdString());
        const MatrixShape shape{static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns), ElementType::BF16};
        const auto values = test::normalValues(shape.values(), 7);
        double progress = 0;
        const auto one = test::encodeModule(encoding, shape, values, 1, &progress);
        QVERIFY(std::abs(progress - 1) < 1e-9);
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, values, 3), one), std::string());

        // Ranges of any place and length are parts of the whole.
        const auto whole = test::decodeModule(encoding, shape, one);
        const std::uint64_t count = shape.values();
        for (const std::uint64_t first :
             {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{65537}, count - 1}) {
            for (const std::uint64_t length : {1, 2, 31, 64, 130, 70001}) {
                const auto size = static_cast<std::size_t>(std::min(length, count - first));
                const auto part = test::decodeModule(encoding, shape, one, first, size);
                const std::span expected(whole.data() + first, size);
                QCOMPARE(test::firstDifference(std::span<const float>(part), std::span<const float>(expected)), std::string());
            }
        }
        double error = 0;
        double sum = 0;
        for (std::size_t i = 0; i < count; ++i) {
            error += std::abs(static_cast<double>(whole[i]) - static_cast<double>(values[i]));
            sum += std::abs(static_cast<double>(values[i]));
        }
        QVERIFY2(error / sum < (name == "LLM.INT8" ? 0.02 : 0.25), std::to_string(error / sum).c_str());
    }

    void errorIsThatOfTheSpecification() {
        // Mean |error| ÷ mean |w| on the heavy-tailed matrix of the golden files.
        const auto [values, shape] = inputOf(cases[15]); // nf4_bs64_main
        const auto errorOf = [&, &input = values, &matrix = shape](const char* name) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto decoded = test::decodeModule(encoding, matrix, test::encodeModule(encoding, matrix, input));
            double error = 0;
            double sum = 0;
            for (std::size_t i = 0; i < input.size(); ++i) {
                error += std::abs(static_cast<double>(decoded[i]) - static_cast<double>(input[i]));
                sum += std::abs(static_cast<double>(input[i]));
            }
            return error / sum;
        };
        QVERIFY(std::abs(errorOf("NF4-64") - 0.112) < 0.001);
        QVERIFY(std::abs(errorOf("NF4-64-DQ") - 0.1124) < 0.001);
        QVERIFY(std::abs(errorOf("NF4-128") - 0.128) < 0.001);
        QVERIFY(std::abs(errorOf("NF4-4096") - 0.234) < 0.001);
        QVERIFY(std::abs(errorOf("FP4-64") - 0.160) < 0.001);
    }

    void roomForTheOffsetIsKnownBeforeAnyWork() {
        for (const float scale : {0.0F, 1e-30F, 3e-6F, 0.02F, 1.0F, 12345.0F, 3e37F}) {
            for (const MatrixShape shape : {MatrixShape{1, 1}, MatrixShape{3, 100, ElementType::F16}}) {
                auto values = test::normalValues(shape.values(), 1, 1);
                for (float& value : values) {
                    value *= scale;
                }
                const MatrixEncoding& encoding = encodingNamed("NF4-64-DQ");
                const auto stored = test::encodeModule(encoding, shape, values);
                const auto found = bitsandbytesFamily().recognise(stored.lookup());
                QVERIFY(found && found->encoding == &encoding && found->shape == shape);
                QVERIFY(stored.text(nf4State).starts_with(json("{'quant_type': 'nf4', 'blocksize': 64, 'dtype': '")));
            }
        }
    }

    void zerosStayZeros() {
        constexpr MatrixShape shape{2, 128, ElementType::BF16};
        const std::vector<float> zeros(shape.values(), -0.0F);
        for (const MatrixEncoding* const encoding : bitsandbytesFamily().encodings()) {
            const auto stored = test::encodeModule(*encoding, shape, zeros);
            for (const float value : test::decodeModule(*encoding, shape, stored)) {
                QCOMPARE(value, 0.0F);
            }
        }
    }

    void whatCannotBeStoredIsNamed_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<float>("value");
        QTest::addColumn<QString>("title");
        for (const char* name : {"NF4-64", "FP4-128-DQ", "LLM.INT8"}) {
            QTest::addRow("NaN in %s", name) << name << std::nanf("") << "A value is not a number (NaN)";
            QTest::addRow("infinity in %s", name) << name << -INFINITY << "A value is infinite";
        }
        QTest::newRow("too large for F16") << "LLM.INT8" << 70000.0F << "The value 70000 is too large for F16";
    }
    void whatCannotBeStoredIsNamed() {
        QFETCH(QString, name);
        QFETCH(float, value);
        QFETCH(QString, title);
        for (const MatrixShape shape : {MatrixShape{70, 1500}, MatrixShape{2, 70000}}) {
            auto values = test::normalValues(shape.values(), 9);
            values[shape.columns + 1234] = value;
            const auto error =
                test::errorOf([&] { static_cast<void>(test::encodeModule(encodingNamed(name.toStdString()), shape, values)); });
            QVERIFY(error && error->kind() == ErrorKind::badInput);
            QCOMPARE(QString::fromStdString(error->title()), title);
            QVERIFY2(error->detail().starts_with("It stands in row 1, column 1 234"), error->detail().c_str());
        }
        QVERIFY(encodingNamed(name.toStdString()).whyNot({0, 5}).has_value());
        QVERIFY(encodingNamed(name.toStdString()).whyNot({5, 5, ElementType::F64}).has_value());
        QVERIFY(encodingNamed(name.toStdString()).whyNot({std::uint64_t{1} << 60U, std::uint64_t{1} << 60U}).has_value());
    }

    void readsWhatOthersWrote() {
        // Blocks of 32, another order and other blanks, packed bytes declared as BF16.
        test::StoredModule stored = sampleModule();
        const auto found = bitsandbytesFamily().recognise(stored.lookup());
        const auto expected = test::decodeModule(*found->encoding, found->shape, stored);
        const auto state = nlohmann::json::parse(stored.text(nf4State));
        stored.setText(nf4State, state.dump(4));
        stored.tensors[".weight"].type = ElementType::BF16;
        stored.tensors[".weight"].shape = {200, 1};
        const auto other = bitsandbytesFamily().recognise(stored.lookup());
        QVERIFY(other && other->encoding != found->encoding);
        QCOMPARE(other->encoding->name(), std::string_view("NF4-64-DQ"));
        QCOMPARE(test::firstDifference(test::decodeModule(*other->encoding, other->shape, stored), expected), std::string());
        QCOMPARE(bitsandbytesFamily().recognise(stored.lookup())->encoding, other->encoding); // found again, not made again

        stored.setText(nf4State, json("{'quant_type': 'nf4', 'blocksize': 32, 'dtype': 'float32', 'shape': [20, 40]}"));
        stored.tensors[".weight.absmax"] = {ElementType::F32, {25}, test::Bytes(100)};
        const auto small = bitsandbytesFamily().recognise(stored.lookup());
        QVERIFY(small.has_value());
        QCOMPARE(small->encoding->name(), std::string_view("NF4-32"));

        test::StoredModule int8 =
            test::encodeModule(encodingNamed("LLM.INT8"), {3, 5, ElementType::F16}, test::normalValues(15, 1));
        int8.tensors.erase(".weight_format");
        QVERIFY(bitsandbytesFamily().recognise(int8.lookup()).has_value());
    }

    void othersTensorsAreLeftAlone() {
        test::StoredModule stored;
        QVERIFY(!bitsandbytesFamily().recognise(stored.lookup()));
        stored.tensors[".weight"] = {ElementType::I8, {2, 2}, test::Bytes(4)};
        QVERIFY(!bitsandbytesFamily().recognise(stored.lookup()));
    }

    void brokenDescriptionsAreRefused_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* name, const char* text, const char* expected) {
            QTest::newRow(name) << text << expected;
        };
        row("empty", "", "must be one JSON object");
        row("no JSON", "{'quant_type': ", "must be one JSON object");
        row("two values", "{} {}", "must be one JSON object");
        row("a list", "[1]", "must be one JSON object");
        row("nothing in it", "{}", "has no \"quant_type\"");
        row("unknown type", "{'quant_type': 'int3'}", "known are");
        row("the other type", "{'quant_type': 'fp4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [20, 40]}",
            "contradicts its name");
        row("type is a number", "{'quant_type': 4}", "must be a text");
        row("block of 0", "{'quant_type': 'nf4', 'blocksize': 0}", "power of two");
        row("block of 48", "{'quant_type': 'nf4', 'blocksize': 48}", "power of two");
        row("endless block", "{'quant_type': 'nf4', 'blocksize': 18446744073709551616}", "power of two");
        row("negative block", "{'quant_type': 'nf4', 'blocksize': -64}", "power of two");
        row("three dimensions", "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [2, 10, 40]}",
            "list of two numbers");
        row("negative shape", "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [-20, -40]}",
            "list of two numbers");
        row("overflowing shape",
            "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [4294967296, 4294967296]}",
            "more values than any file");
        row("no values", "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [0, 40]}", "no values");
        row("another shape", "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [20, 41]}",
            "has another form");
        row("unknown dtype", "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'float8', 'shape': [20, 40]}", "known are");
        row("offset missing",
            "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [20, 40], 'nested_blocksize': 256, "
            "'nested_dtype': 'float32'}",
            "has no \"nested_offset\"");
        row("offset is a text",
            "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [20, 40], 'nested_blocksize': 256, "
            "'nested_dtype': 'float32', 'nested_offset': 'NaN'}",
            "must be a number");
        row("offset too large",
            "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [20, 40], 'nested_blocksize': 256, "
            "'nested_dtype': 'float32', 'nested_offset': 1e300}",
            "must be a number");
        row("nested in another type",
            "{'quant_type': 'nf4', 'blocksize': 64, 'dtype': 'bfloat16', 'shape': [20, 40], 'nested_blocksize': 256, "
            "'nested_dtype': 'float16', 'nested_offset': 1}",
            "must be \"float32\"");
    }
    void brokenDescriptionsAreRefused() {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        const std::string error = errorOfState(json(text.toStdString()));
        QVERIFY2(error.find(expected.toStdString()) != std::string::npos, error.c_str());
    }

    void changedInEveryByteOfTheDescription() {
        const std::string whole = sampleModule().text(nf4State);
        int refused = 0;
        for (std::size_t i = 0; i < whole.size(); ++i) {
            for (const char value : {'\0', ' ', '"', ',', '0', '9', '-', '[', '}', '\x80', '\xFF'}) {
                test::StoredModule stored = sampleModule();
                std::string text = whole;
                text[i] = value;
                stored.setText(nf4State, text);
                std::optional<StoredMatrix> found;
                const auto error = test::errorOf([&] { found = bitsandbytesFamily().recognise(stored.lookup()); });
                QVERIFY(error ? error->kind() == ErrorKind::badInput && !error->detail().empty() : found.has_value());
                if (found) {
                    QCOMPARE(test::decodeModule(*found->encoding, found->shape, stored).size(), std::size_t{800});
                }
                refused += error ? 1 : 0;
            }
        }
        QVERIFY(refused > static_cast<int>(whole.size())); // the damage was real
    }

    void brokenTensorsAreRefused() {
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        QVERIFY(contains(errorOfState(std::string(5000, ' ')), "has 5 000 bytes"));
        QVERIFY(contains(errorOfState("{\"a\": " + std::string(3000, '[') + "}"), "must be one JSON object"));
        for (const char* suffix :
             {".weight", ".weight.absmax", ".weight.quant_map", ".weight.nested_absmax", ".weight.nested_quant_map"}) {
            QVERIFY2(contains(errorAfter([&](auto& stored) { stored.tensors.erase(suffix); }), "is missing"), suffix);
            const auto another = errorAfter([&](auto& stored) { stored.tensors[suffix].shape.push_back(1); });
            QVERIFY2(contains(another, "has another form"), suffix);
        }
        QVERIFY(contains(errorAfter([](auto& stored) { stored.tensors[".weight.absmax"].type = ElementType::F32; }),
                         "has another form"));
        QVERIFY(
            contains(errorAfter([](auto& stored) { stored.tensors[nf4State].type = ElementType::I8; }), "has another form"));
        QVERIFY(contains(errorAfter([](auto& stored) { stored.setText(suffixes[6], "{}"); }), "described twice"));
        for (const char* suffix : {".weight.quant_map", ".weight.nested_quant_map"}) {
            const auto nan = errorAfter([&](auto& stored) {
                const float value = std::nanf("");
                std::memcpy(stored.tensors[suffix].bytes.data() + 20, &value, 4);
            });
            QVERIFY2(contains(nan, "Value 5 is nan"), suffix);
        }

        const auto int8 = [&](const auto& change) {
            auto stored = test::encodeModule(encodingNamed("LLM.INT8"), {3, 5, ElementType::F16}, test::normalValues(15, 1));
            change(stored);
            const auto error = test::errorOf([&] { static_cast<void>(bitsandbytesFamily().recognise(stored.lookup())); });
            return error ? std::string(error->what()) : std::string();
        };
        QVERIFY(contains(int8([](auto& s) { s.tensors.erase(".weight"); }), "does not fit to .SCB"));
        QVERIFY(contains(int8([](auto& s) { s.tensors[".weight"].type = ElementType::U8; }), "does not fit to .SCB"));
        QVERIFY(contains(int8([](auto& s) { s.tensors[".SCB"].shape = {4}; }), "has another form"));
        QVERIFY(contains(int8([](auto& s) { s.tensors[".weight"].shape = {0, 5}; }), "no values"));
        QVERIFY(contains(int8([](auto& s) { s.tensors[".weight_format"].bytes[0] = std::byte{2}; }), ".weight_format is 2"));
    }
};

QTEST_APPLESS_MAIN(TestBitsandbytes)
#include "tst_bitsandbytes.moc"
