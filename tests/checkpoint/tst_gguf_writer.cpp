// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/checkpoint.h"
#include "checkpoint/gguf_header.h"
#include "checkpoint/gguf_writer.h"
#include "support/test_support.h"

#include <algorithm>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

std::vector<GgufTensor> tensorsOf(const Checkpoint& checkpoint) {
    std::vector<GgufTensor> tensors;
    for (const TensorInfo& tensor : checkpoint.tensors()) {
        tensors.push_back({tensor.name, tensor.type, tensor.shape});
    }
    return tensors;
}

GgufHeader parsed(const GgufLayout& layout) {
    return parseGgufHeader({layout.header, layout.fileBytes, "laid-out.gguf"});
}

} // namespace

class TestGgufWriter : public QObject {
    Q_OBJECT
private slots:
    void reproducesTheHeaderOfTheReferenceWriter() {
        const auto path = dataFile("gguf/tiny-llama-f32.gguf");
        const Checkpoint checkpoint = openCheckpoint(path);
        const GgufLayout layout = layOutGguf(checkpoint.metadata(), tensorsOf(checkpoint));

        const std::vector<std::byte> original = readAll(path);
        QVERIFY(layout.header.size() < original.size());
        QVERIFY(std::equal(layout.header.begin(), layout.header.end(), original.begin()));
        QCOMPARE(layout.fileBytes, static_cast<std::uint64_t>(original.size()));
        for (std::size_t i = 0; i < layout.offsets.size(); ++i) {
            QCOMPARE(layout.offsets[i], checkpoint.tensors()[i].offset);
            QCOMPARE(layout.sizes[i], checkpoint.tensors()[i].bytes);
        }
    }

    void writesEveryValueType() {
        Metadata metadata;
        metadata.insert("a.u8", std::uint8_t{200});
        metadata.insert("a.i8", std::int8_t{-3});
        metadata.insert("a.u16", std::uint16_t{65535});
        metadata.insert("a.i16", std::int16_t{-32768});
        metadata.insert("a.u32", std::uint32_t{4000000000});
        metadata.insert("a.i32", std::int32_t{-7});
        metadata.insert("a.f32", 1.5F);
        metadata.insert("a.bool", true);
        metadata.insert("a.string", std::string("gr\xC3\xBC\xC3\x9F", 6));
        metadata.insert("a.u64", std::uint64_t{1} << 63U);
        metadata.insert("a.i64", std::int64_t{-5000000000});
        metadata.insert("a.f64", 0.1);
        metadata.insert("b.u8", MetadataArray(std::vector<std::uint8_t>{1, 2, 3}));
        metadata.insert("b.i8", MetadataArray(std::vector<std::int8_t>{-1}));
        metadata.insert("b.u16", MetadataArray(std::vector<std::uint16_t>{9}));
        metadata.insert("b.i16", MetadataArray(std::vector<std::int16_t>{-9}));
        metadata.insert("b.u32", MetadataArray(std::vector<std::uint32_t>{9}));
        metadata.insert("b.i32", MetadataArray(std::vector<std::int32_t>{-9, 4}));
        metadata.insert("b.f32", MetadataArray(std::vector<float>{0.25F}));
        metadata.insert("b.bool", MetadataArray(std::vector<bool>{true, false, true}));
        metadata.insert("b.string", MetadataArray(std::vector<std::string>{"", "token", std::string("\0x", 2)}));
        metadata.insert("b.u64", MetadataArray(std::vector<std::uint64_t>{7}));
        metadata.insert("b.i64", MetadataArray(std::vector<std::int64_t>{-7}));
        metadata.insert("b.f64", MetadataArray(std::vector<double>{0.5}));
        metadata.insert("b.empty", MetadataArray(std::vector<std::string>{}));

        const GgufHeader header = parsed(layOutGguf(metadata, {}));
        QCOMPARE(header.metadata.pairs().size(), metadata.pairs().size());
        for (std::size_t i = 0; i < metadata.pairs().size(); ++i) {
            QCOMPARE(header.metadata.pairs()[i].key, metadata.pairs()[i].key);
            QVERIFY2(header.metadata.pairs()[i].value == metadata.pairs()[i].value, metadata.pairs()[i].key.c_str());
        }
    }

    void knowsSizesAndOffsetsBeforeAnyDataExists() {
        const std::vector<GgufTensor> tensors{{"norm", ElementType::F32, {3}},
                                              {"scalar", ElementType::F32, {}},
                                              {"attn", ElementType::Q4_K, {5, 512}},
                                              {"experts", ElementType::Q8_0, {4, 2, 32}},
                                              {"none", ElementType::F16, {0, 8}}};
        const GgufLayout layout = layOutGguf({}, tensors);
        QCOMPARE(layout.sizes, (std::vector<std::uint64_t>{12, 4, 5 * 2 * 144, 8 * 34, 0}));
        const std::uint64_t start = layout.header.size();
        QCOMPARE(start % 32, std::uint64_t{0});
        QCOMPARE(layout.offsets,
                 (std::vector<std::uint64_t>{start, start + 32, start + 64, start + 64 + 1440, start + 64 + 1440 + 288}));
        QCOMPARE(layout.fileBytes, start + 64 + 1440 + 288);

        const GgufHeader header = parsed(layout);
        QCOMPARE(header.dataOffset, start);
        QCOMPARE(header.tensors.size(), tensors.size());
        QCOMPARE(header.tensors[3].shape, tensors[3].shape);
        QCOMPARE(header.tensors[3].offset, layout.offsets[3]);
    }

    void dropsTrailingOnesOfTheFileOrder() {
        const std::vector<GgufTensor> tensors{
            {"a", ElementType::F32, {1, 1, 4}}, {"b", ElementType::F32, {4, 1}}, {"c", ElementType::F32, {1, 1, 1, 1, 1}}};
        const GgufHeader header = parsed(layOutGguf({}, tensors));
        QCOMPARE(header.tensors[0].shape, std::vector<std::uint64_t>{4});
        QCOMPARE(header.tensors[1].shape, (std::vector<std::uint64_t>{4, 1}));
        QCOMPARE(header.tensors[2].shape, std::vector<std::uint64_t>{1});
    }

    void followsTheAlignmentOfItsMetadata() {
        Metadata metadata;
        metadata.insert("general.alignment", std::uint32_t{256});
        const std::vector<GgufTensor> tensors{{"a", ElementType::F32, {1}}, {"b", ElementType::F32, {1}}};
        const GgufLayout layout = layOutGguf(metadata, tensors);
        QCOMPARE(layout.header.size() % 256, std::size_t{0});
        QCOMPARE(layout.offsets[1] - layout.offsets[0], std::uint64_t{256});
        QCOMPARE(parsed(layout).alignment, std::uint64_t{256});
    }

    void refusesToPadByGigabytes() {
        Metadata metadata;
        metadata.insert("general.alignment", std::uint32_t{1} << 29U);
        const auto error = errorOf([&] { static_cast<void>(layOutGguf(metadata, {})); });
        QVERIFY(error.has_value());
        QVERIFY2(error->detail().find("power of two up to 1048576") != std::string::npos, error->what());
    }

    void refusesWhatGgufCannotHold_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("type");
        QTest::addColumn<QList<quint64>>("shape");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* tag, const QString& name, ElementType type, const QList<quint64>& shape,
                            const char* says) { QTest::newRow(tag) << name << static_cast<int>(type) << shape << says; };
        row("long name", QString(64, 'n'), ElementType::F32, {4}, "64 bytes");
        row("name twice", "first", ElementType::F32, {4}, "twice");
        row("zero byte in the name", QString(QChar(0)), ElementType::F32, {4}, "zero byte");
        row("no such type", "t", ElementType::F8_E4M3, {4}, "no element type F8_E4M3");
        row("row and block", "t", ElementType::Q4_K, {2, 288}, "blocks of 256");
        row("scalar and block", "t", ElementType::Q8_0, {}, "blocks of 32");
        row("five dimensions", "t", ElementType::F32, {2, 2, 2, 2, 2}, "5 dimensions");
        row("overflow", "t", ElementType::F32, {1ULL << 32, 1ULL << 32}, "63 bits");
    }

    void refusesWhatGgufCannotHold() {
        QFETCH(QString, name);
        QFETCH(int, type);
        QFETCH(QList<quint64>, shape);
        QFETCH(QString, says);
        const std::vector<GgufTensor> tensors{
            {"first", ElementType::F32, {1}},
            {name.toStdString(), static_cast<ElementType>(type), {shape.begin(), shape.end()}}};
        const auto error = errorOf([&] { static_cast<void>(layOutGguf({}, tensors)); });
        QVERIFY(error.has_value());
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(QString::fromStdString(error->detail()).contains(says), error->what());
    }

    void acceptsTheLongestName() {
        const std::vector<GgufTensor> tensors{{std::string(63, 'n'), ElementType::F32, {4}}};
        QCOMPARE(parsed(layOutGguf({}, tensors)).tensors[0].name, tensors[0].name);
    }
};

QTEST_APPLESS_MAIN(TestGgufWriter)
#include "tst_gguf_writer.moc"
