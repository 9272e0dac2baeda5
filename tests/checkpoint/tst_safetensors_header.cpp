// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/container_files.h"
#include "checkpoint/safetensors_header.h"
#include "checkpoint/weight_index.h"
#include "support/test_support.h"

#include <fmt/format.h>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

SafetensorsHeader parse(const Bytes& bytes) {
    return parseSafetensorsHeader({bytes, bytes.size(), "dir/model.safetensors"});
}

std::string nested(int levels) {
    return std::string(static_cast<std::size_t>(levels), '[') + std::string(static_cast<std::size_t>(levels), ']');
}

const std::string good = safetensorsEntry("a", "F16", "[2,3]", 0, 12);

} // namespace

class TestSafetensorsHeader : public QObject {
    Q_OBJECT
private slots:
    void morePartsThanAnyModelHasAreRefused() {
        const auto refusal = [](const std::string& header) {
            const auto error = errorOf([&] { static_cast<void>(parse(safetensorsFile(header, {}))); });
            return error ? QString(error->what()) : QString();
        };
        std::string metadata = R"({"__metadata__":{"k":"")";
        for (int i = 0; i < 65'536; ++i) {
            metadata += fmt::format(R"(,"{}":"")", i);
        }
        QVERIFY(refusal(metadata + "}}").contains("65 536 keys are the most that are read"));
        std::string tensors = "{";
        for (int i = 0; i < 500'001; ++i) {
            tensors += fmt::format(R"({}"{}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}})", i == 0 ? "" : ",", i);
        }
        QVERIFY(refusal(tensors + "}").contains("500 000 tensors are the most that a file may hold"));
        std::string index = R"({"weight_map":{"w":"f")";
        for (int i = 0; i < 1'000'000; ++i) {
            index += fmt::format(R"(,"{}":"f")", i);
        }
        const auto error = errorOf([&] { static_cast<void>(parseWeightIndex(index + "}}", "dir/index.json")); });
        QVERIFY(error && QString(error->what()).contains("1 000 000 tensors are the most that are read"));
    }

    void readsWhatStandsThere() {
        const std::string text =
            R"({"__metadata__":{"format":"pt","by":"\u00fc"},)" + safetensorsEntry("b", "BF16", "[2,4]", 4, 20) + "," +
            safetensorsEntry("a", "U8", "[4]", 0, 4) + "," + safetensorsEntry("none", "F32", "[0,7]", 4, 4) + "," +
            safetensorsEntry("scalar", "F64", "[]", 20, 28) + "}   ";
        const Bytes bytes = safetensorsFile(text, 28);
        const SafetensorsHeader header = parse(bytes);
        QCOMPARE(header.metadata.string("format"), std::optional<std::string_view>("pt"));
        QCOMPARE(header.metadata.string("by"), std::optional<std::string_view>("\xC3\xBC"));
        QCOMPARE(header.tensors.size(), std::size_t{4});
        const std::uint64_t start = 8 + text.size();
        QCOMPARE(header.tensors[0].name, std::string("a")); // in the order of the data
        QCOMPARE(header.tensors[0].offset, start);
        QCOMPARE(header.tensors[1].name, std::string("none"));
        QCOMPARE(header.tensors[1].bytes, std::uint64_t{0});
        QCOMPARE(header.tensors[2].name, std::string("b"));
        QCOMPARE(header.tensors[2].shape, (std::vector<std::uint64_t>{2, 4}));
        QCOMPARE(header.tensors[2].type, ElementType::BF16);
        QVERIFY(header.tensors[3].shape.empty());
        QCOMPARE(header.tensors[3].elements(), std::uint64_t{1});
    }

    void knowsEveryElementType() {
        for (const ElementTypeInfo& type : elementTypes()) {
            if (!type.safetensors.empty()) {
                const std::uint64_t bytes = std::uint64_t{3} * type.bytesPerBlock;
                const std::string entry = safetensorsEntry("t", std::string(type.safetensors), "[3]", 0, bytes);
                QCOMPARE(parse(safetensorsFile(inBraces(entry), bytes)).tensors[0].type, type.type);
            }
        }
    }

    void acceptsWhatTheReferenceReaderAccepts_data() {
        QTest::addColumn<QString>("header");
        QTest::addColumn<quint64>("data");
        const auto row = [](const char* name, const std::string& header, quint64 data) {
            QTest::newRow(name) << QString::fromStdString(header) << data;
        };
        row("no tensors", "{}", 0);
        row("metadata null", R"({"__metadata__":null})", 0);
        row("metadata empty", R"({"__metadata__":{}})", 0);
        row("unknown member", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1],"extra":{"deep":[1,{"x":null}]}}})", 1);
        row("white space", "{ \"a\" : { \"dtype\":\"U8\" ,\n\"shape\":[ ] , \"data_offsets\":[0,1] } }\n  ", 1);
        row("64 dimensions", inBraces(safetensorsEntry("a", "U8", "[1" + QString(",1").repeated(63).toStdString() + "]", 0, 1)),
            1);
    }

    void acceptsWhatTheReferenceReaderAccepts() {
        QFETCH(QString, header);
        QFETCH(quint64, data);
        const auto error = errorOf([&] { static_cast<void>(parse(safetensorsFile(header.toStdString(), data))); });
        QVERIFY2(!error, error ? error->what() : "");
    }

    void refusesEveryMalformedHeader_data() {
        QTest::addColumn<QByteArray>("header");
        QTest::addColumn<quint64>("data");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const std::string& header, quint64 data, const char* says) {
            QTest::newRow(name) << QByteArray::fromStdString(header) << data << says;
        };
        const std::string second = safetensorsEntry("b", "F16", "[3]", 12, 18);
        row("empty text", "", 0, "opening brace");
        row("array", "[]", 0, "opening brace");
        row("space first", " {}", 0, "opening brace");
        row("not closed", "{" + good, 12, "no valid JSON");
        row("two values", "{}{}", 0, "no valid JSON");
        row("comment", "{/* */}", 0, "no valid JSON");
        row("invalid UTF-8", "{\"\xFF\":{}}", 0, "no valid JSON");
        row("zero byte", std::string("{\0}", 3), 0, "no valid JSON");
        row("entry is a number", R"({"a":1})", 0, "Tensor a at byte 15: the value is not an object");
        row("entry is null", R"({"a":null})", 0, "not an object");
        row("entry is an array", R"({"a":[]})", 0, "not an object");
        row("name twice", inBraces(good + "," + good), 12, "Tensor a at byte 68: the name stands there twice");
        row("metadata twice", R"({"__metadata__":{},"__metadata__":{}})", 0,
            "__metadata__ at byte 41: the name stands there twice");
        row("metadata value", R"({"__metadata__":{"k":1}})", 0, "Metadata k");
        row("metadata nested", R"({"__metadata__":{"k":{}}})", 0, "Metadata k");
        row("metadata key twice", R"({"__metadata__":{"k":"","k":""}})", 0,
            "Metadata k at byte 38: the key stands there twice");
        row("metadata is an array", R"({"__metadata__":[]})", 0, "not an object");
        row("no dtype", R"({"a":{"shape":[1],"data_offsets":[0,1]}})", 1, "dtype is missing");
        row("no shape", R"({"a":{"dtype":"U8","data_offsets":[0,1]}})", 1, "shape is missing");
        row("no offsets", R"({"a":{"dtype":"U8","shape":[1]}})", 1, "data_offsets is missing");
        row("field twice", R"({"a":{"dtype":"U8","dtype":"U8","shape":[1],"data_offsets":[0,1]}})", 1,
            "dtype stands there twice");
        row("dtype unknown", inBraces(safetensorsEntry("w.q", "F4", "[1]", 0, 1)), 1,
            "Tensor w.q at byte 28: the element type F4 is not known");
        row("dtype is a number", R"({"a":{"dtype":1,"shape":[1],"data_offsets":[0,1]}})", 1, "dtype is not a string");
        row("dtype of ggml", inBraces(safetensorsEntry("a", "Q4_K", "[256]", 0, 144)), 144, "Q4_K is not known");
        row("shape is a number", R"({"a":{"dtype":"U8","shape":1,"data_offsets":[0,1]}})", 1, "shape is not an array");
        row("shape is an object", R"({"a":{"dtype":"U8","shape":{},"data_offsets":[0,1]}})", 1, "shape is not an array");
        row("negative dimension", inBraces(safetensorsEntry("a", "U8", "[-1]", 0, 1)), 1, "shape holds something else");
        row("fraction", inBraces(safetensorsEntry("a", "U8", "[1.0]", 0, 1)), 1, "shape holds something else");
        row("2^64", inBraces(safetensorsEntry("a", "U8", "[18446744073709551616]", 0, 1)), 1, "shape holds something else");
        row("shape in shape", inBraces(safetensorsEntry("a", "U8", "[[1]]", 0, 1)), 1, "shape holds something else");
        row("65 dimensions", inBraces(safetensorsEntry("a", "U8", "[1" + QString(",1").repeated(64).toStdString() + "]", 0, 1)),
            1, "more than 64");
        row("product wraps", inBraces(safetensorsEntry("a", "U8", "[4294967296,4294967296]", 0, 0)), 0, "63 bits");
        row("zero times too much", inBraces(safetensorsEntry("a", "U8", "[0,4294967296,4294967296]", 0, 0)), 0, "63 bits");
        row("one offset", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0]}})", 1, "not a begin and an end");
        row("three offsets", R"({"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}})", 1, "more than 2");
        row("end before begin", inBraces(safetensorsEntry("a", "U8", "[0]", 1, 0)), 1, "not a begin and an end");
        row("length and shape", inBraces(safetensorsEntry("a", "F16", "[2,3]", 0, 13)), 13, "span 13 bytes, expected 12");
        row("offset wraps", inBraces(safetensorsEntry("a", "U8", "[1]", ~0ULL - 1, ~0ULL)), 1, "63 bits");
        row("hole at the start", inBraces(safetensorsEntry("a", "U8", "[1]", 1, 2)), 2, "leaving a hole");
        row("hole", inBraces(good + "," + safetensorsEntry("b", "U8", "[1]", 13, 14)), 14,
            "Tensor b starts at byte 132 of the file, leaving a hole");
        row("overlap", inBraces(good + "," + safetensorsEntry("b", "U8", "[1]", 11, 12)), 12, "inside the tensor before it");
        row("same bytes", inBraces(good + "," + safetensorsEntry("b", "F16", "[2,3]", 0, 12)), 12,
            "inside the tensor before it");
        row("empty tensor inside another", inBraces(good + "," + safetensorsEntry("b", "U8", "[0]", 5, 5)), 12,
            "inside the tensor");
        row("cut short", inBraces(good + "," + second), 14, "4 bytes too early, inside tensor b");
        row("bytes behind", inBraces(good), 15, "3 more bytes follow");
        row("deep nesting", R"({"a":)" + nested(100'000) + "}", 0, "not an object");
        row("deep nesting where all is allowed", R"({"a":{"x":)" + nested(100'000) + "}}", 0, "nested deeper than 16 levels");
    }

    void refusesEveryMalformedHeader() {
        QFETCH(QByteArray, header);
        QFETCH(quint64, data);
        QFETCH(QString, says);
        const auto error = errorOf([&] { static_cast<void>(parse(safetensorsFile(header.toStdString(), data))); });
        QVERIFY(error.has_value());
        QCOMPARE(error->exitCode(), 2);
        QCOMPARE(error->file(), std::filesystem::path("dir/model.safetensors"));
        QVERIFY2(std::string(error->what()).find("byte") != std::string::npos, error->what());
        QVERIFY2(QString(error->what()).contains(says), error->what());
    }

    void refusesLyingLengths_data() {
        QTest::addColumn<quint64>("length");
        QTest::addColumn<QString>("says");
        QTest::newRow("behind the file") << quint64{1000} << "it is 1 000 bytes long, the file has 10";
        QTest::newRow("over the limit") << quint64{100'000'001} << "at most 100 000 000";
        QTest::newRow("largest") << ~quint64{0} << "at most 100 000 000";
    }

    void refusesLyingLengths() {
        QFETCH(quint64, length);
        QFETCH(QString, says);
        Bytes bytes;
        addNumber<std::uint64_t>(bytes, length) << "{}";
        const auto error = errorOf([&] { static_cast<void>(parse(bytes)); });
        QVERIFY(error.has_value());
        QCOMPARE(error->title(), std::string("This is no valid safetensors file"));
        QVERIFY2(QString(error->what()).contains(says), error->what());
    }

    void readsAnIndex() {
        const WeightIndex index = parseWeightIndex(
            R"({"metadata":{"total_size":1e9,"x":[[]]},"weight_map":{"w":"m-2.safetensors","v":"m-1.safetensors","u":"m-2.safetensors"}})",
            "i");
        QCOMPARE(index.files, (std::vector<std::string>{"m-1.safetensors", "m-2.safetensors"}));
        QCOMPARE(index.fileOf.at("w"), std::size_t{1});
        QCOMPARE(index.fileOf.at("v"), std::size_t{0});
    }

    void refusesEveryMalformedIndex_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("says");
        QTest::newRow("no object") << "[]"
                                   << "not an object";
        QTest::newRow("no map") << R"({"metadata":{}})"
                                << "weight_map is missing";
        QTest::newRow("empty map") << R"({"weight_map":{}})"
                                   << "names no files";
        QTest::newRow("map twice") << R"({"weight_map":{"a":"f"},"weight_map":{"b":"f"}})"
                                   << "weight_map stands there twice";
        QTest::newRow("map is an array") << R"({"weight_map":[]})"
                                         << "weight_map is not an object";
        QTest::newRow("map is null") << R"({"weight_map":null})"
                                     << "weight_map is not an object";
        QTest::newRow("tensor twice") << R"({"weight_map":{"a":"f","a":"g"}})"
                                      << "Tensor a at byte 30: the name stands there twice";
        QTest::newRow("file is a number") << R"({"weight_map":{"a":1}})"
                                          << "not a string";
        QTest::newRow("file is nested") << R"({"weight_map":{"a":["f"]}})"
                                        << "not a string";
        QTest::newRow("path upwards") << R"({"weight_map":{"a":"../f"}})"
                                      << "no plain file name";
        QTest::newRow("absolute path") << R"({"weight_map":{"a":"/etc/passwd"}})"
                                       << "no plain file name";
        QTest::newRow("folder itself") << R"({"weight_map":{"a":".."}})"
                                       << "no plain file name";
        QTest::newRow("no name") << R"({"weight_map":{"a":""}})"
                                 << "no plain file name";
        QTest::newRow("zero byte") << R"({"weight_map":{"a":"f\u0000"}})"
                                   << "no plain file name";
        QTest::newRow("longer than names can be")
            << QString(R"({"weight_map":{"a":"%1"}})").arg(QString(256, 'f')) << "no plain file name";
        QTest::newRow("broken") << R"({"weight_map":{"a":"f")"
                                << "no valid JSON";
        QTest::newRow("deep") << QString(100'000, '[') << "not an object";
        QTest::newRow("deep elsewhere") << R"({"x":)" + QString(100'000, '[') << "nested deeper";
    }

    void refusesEveryMalformedIndex() {
        QFETCH(QString, text);
        QFETCH(QString, says);
        const auto error = errorOf([&] { static_cast<void>(parseWeightIndex(text.toStdString(), "dir/index.json")); });
        QVERIFY(error.has_value());
        QCOMPARE(error->exitCode(), 2);
        QVERIFY2(QString(error->what()).contains(says), error->what());
    }
};

QTEST_APPLESS_MAIN(TestSafetensorsHeader)
#include "tst_safetensors_header.moc"
