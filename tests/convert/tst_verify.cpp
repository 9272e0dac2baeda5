// SPDX-License-Identifier: GPL-3.0-or-later
// Looking at finished files: every scale of every block type, every value of every float type.
#include "checkpoint/gguf_writer.h"
#include "convert/block_check.h"
#include "convert/convert_support.h"

#include <map>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

struct Field {
    std::size_t offset;
    std::vector<std::uint8_t> bad; // little-endian bytes that make the field invalid
};

const std::vector<std::uint8_t> halfInfinity{0x00, 0x7C};
const std::vector<std::uint8_t> halfNan{0x01, 0xFE};

/// From the tables of the format notes: where floats lie in a block, and patterns that are no numbers.
const std::map<ElementType, std::vector<Field>>& fields() {
    using enum ElementType;
    static const std::map<ElementType, std::vector<Field>> table{
        {F64, {{0, {0, 0, 0, 0, 0, 0, 0xF0, 0x7F}}, {0, {1, 0, 0, 0, 0, 0, 0xF8, 0xFF}}}},
        {F32, {{0, {0, 0, 0x80, 0x7F}}, {0, {1, 0, 0xC0, 0xFF}}}},
        {F16, {{0, halfInfinity}, {0, halfNan}}},
        {BF16, {{0, {0x80, 0x7F}}, {0, {0xC1, 0xFF}}}},
        {F8_E4M3, {{0, {0x7F}}, {0, {0xFF}}}},
        {F8_E5M2, {{0, {0x7C}}, {0, {0xFD}}}},
        {F8_E8M0, {{0, {0xFF}}}},
        {C64, {{0, {0, 0, 0x80, 0x7F}}, {4, {0, 0, 0x80, 0xFF}}}},
        {Q4_0, {{0, halfInfinity}, {0, halfNan}}},
        {Q4_1, {{0, halfInfinity}, {2, halfNan}}},
        {Q5_0, {{0, halfNan}}},
        {Q5_1, {{0, halfNan}, {2, halfInfinity}}},
        {Q8_0, {{0, halfInfinity}, {0, halfNan}}},
        {Q2_K, {{80, halfInfinity}, {82, halfNan}}},
        {Q3_K, {{108, halfInfinity}}},
        {Q4_K, {{0, halfNan}, {2, halfInfinity}}},
        {Q5_K, {{0, halfNan}, {2, halfInfinity}}},
        {Q6_K, {{208, halfInfinity}}},
        {Q8_K, {{0, {0, 0, 0x80, 0x7F}}}},
        {IQ2_XXS, {{0, halfInfinity}}},
        {IQ2_XS, {{0, halfInfinity}}},
        {IQ3_XXS, {{0, halfInfinity}}},
        {IQ1_S, {{0, halfInfinity}}},
        {IQ4_NL, {{0, halfInfinity}}},
        {IQ3_S, {{0, halfInfinity}}},
        {IQ2_S, {{0, halfInfinity}}},
        {IQ4_XS, {{0, halfInfinity}}},
        // The scale 0x7C00 spread over the top nibbles of four words: 0, 0, C, 7.
        {IQ1_M, {{48, {0, 0, 0, 0, 0, 0xC0, 0, 0x70}}}},
        {TQ1_0, {{52, halfInfinity}}},
        {TQ2_0, {{64, halfInfinity}}},
        {MXFP4, {{0, {0xFF}}}},
        {Q1_0, {{0, halfInfinity}}},
        {Q2_0, {{0, halfInfinity}}},
    };
    return table;
}

const std::set<ElementType>& typesWithoutFloats() {
    using enum ElementType;
    static const std::set<ElementType> table{I8, I16, I32, I64, U8, U16, U32, U64, BOOL, NVFP4, Q8_1};
    return table;
}

void put(std::span<std::byte> bytes, std::size_t at, const std::vector<std::uint8_t>& values) {
    std::ranges::transform(values, bytes.begin() + static_cast<std::ptrdiff_t>(at),
                           [](std::uint8_t value) { return std::byte{value}; });
}

} // namespace

class TestVerify : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }
    std::size_t verify(const fs::path& file, int threads = 2) {
        Progress progress;
        const CancelToken cancel;
        return verifyFile(file, threads, progress, cancel);
    }
    /// A file with two tensors of the type, all zeros but for `bad` at a byte of the second one.
    fs::path fileWith(ElementType type, std::uint64_t blocks, std::size_t at, const std::vector<std::uint8_t>& bad) {
        const std::uint64_t columns = info(type).weightsPerBlock;
        const std::vector<GgufTensor> tensors{{"good.weight", type, {2, columns}}, {"bad.weight", type, {blocks, columns}}};
        Metadata metadata;
        metadata.insert("general.architecture", std::string("test"));
        const GgufLayout layout = layOutGguf(metadata, tensors);
        std::vector<std::byte> bytes(layout.fileBytes);
        std::ranges::copy(layout.header, bytes.begin());
        put(bytes, layout.offsets[1] + at, bad);
        test::writeAll(in("file.gguf"), bytes);
        return in("file.gguf");
    }

private slots:
    void everyTypeIsCovered() {
        for (const ElementTypeInfo& type : elementTypes()) {
            QVERIFY2(fields().contains(type.type) != typesWithoutFloats().contains(type.type), std::string(type.name).c_str());
        }
    }

    void everyFieldOfEveryBlock() {
        for (const auto& [type, badFields] : fields()) {
            const std::size_t blockBytes = info(type).bytesPerBlock;
            constexpr std::size_t blocks = 3000; // more than one run
            std::vector<std::byte> stored(blocks * blockBytes);
            QVERIFY(!firstInvalidBlock(type, stored));
            for (const Field& field : badFields) {
                for (const std::size_t block : {0UL, 1UL, 1023UL, 1024UL, 2999UL}) {
                    std::vector<std::byte> damaged = stored;
                    put(damaged, block * blockBytes + field.offset, field.bad);
                    put(damaged, (blocks - 1) * blockBytes + field.offset, field.bad);
                    QCOMPARE(firstInvalidBlock(type, damaged), std::optional<std::uint64_t>(block));
                }
            }
        }
    }

    void anythingElseInABlockIsFine() {
        // All bits set but for the fields that must be finite.
        for (const auto& [type, badFields] : fields()) {
            if (!info(type).isBlocked() || type == ElementType::IQ1_M) {
                continue;
            }
            std::vector<std::byte> stored(info(type).bytesPerBlock, std::byte{0xFF});
            for (const Field& field : badFields) {
                put(stored, field.offset, std::vector<std::uint8_t>(field.bad.size(), 0x11));
            }
            QVERIFY2(!firstInvalidBlock(type, stored), std::string(info(type).name).c_str());
        }
        for (const ElementType type : typesWithoutFloats()) {
            QVERIFY(!firstInvalidBlock(type, std::vector<std::byte>(info(type).bytesPerBlock * 5, std::byte{0xFF})));
        }
    }

    void goodFiles() {
        QCOMPARE(verify(test::dataFile("gguf/tiny-llama-f32.gguf")), test::tinyLlama()->checkpoint().tensors().size());
        QVERIFY(verify(test::resourceFile("sample")) > 10);
        QCOMPARE(verify(fileWith(ElementType::Q4_K, 10, 4, {0xFF})), std::size_t{2});
    }

    void theFirstFaultIsNamed() {
        // Block 70 000 of a tensor in pieces, and a later one that another thread may find first.
        const std::size_t blockBytes = info(ElementType::Q4_0).bytesPerBlock;
        const fs::path file = fileWith(ElementType::Q4_0, 200'000, 70'000 * blockBytes, halfInfinity);
        std::vector<std::byte> bytes = test::readAll(file);
        const std::uint64_t offset = openCheckpoint(file).find("bad.weight")->offset;
        for (std::size_t later = 70'001; later < 200'000; later += 1000) {
            put(bytes, offset + later * blockBytes, halfNan);
        }
        test::writeAll(file, bytes);
        for (const int threads : {1, 2, 4, 4, 4}) {
            const auto error = test::errorOf([&] { (void)verify(file, threads); });
            QVERIFY(error);
            QCOMPARE(error->kind(), ErrorKind::badInput);
            QCOMPARE(error->title(), std::string("bad.weight is damaged"));
            QVERIFY2(QString::fromStdString(error->detail())
                         .startsWith("The scale of block 70 000 of Q4_0 (row 70 000, column 0; byte"),
                     error->detail().c_str());
            QCOMPARE(error->file(), file);
        }
    }

    void typesThatStoreNoWeights() {
        const auto error = test::errorOf([&] { (void)verify(fileWith(ElementType::Q8_1, 2, 0, {0})); });
        QVERIFY(error);
        QVERIFY(QString::fromStdString(error->detail()).startsWith("Q8_1"));
    }

    void cutFiles() {
        const fs::path file = fileWith(ElementType::Q8_0, 100, 0, {0});
        fs::resize_file(file, fs::file_size(file) - 500);
        QVERIFY(test::errorOf([&] { (void)verify(file); }));
        QVERIFY(test::errorOf([&] { (void)verify(in("missing.gguf")); }));
    }

    void cancels() {
        Progress progress;
        CancelToken cancel;
        cancel.cancel();
        const auto error =
            test::errorOf([&] { (void)verifyFile(test::dataFile("gguf/tiny-llama-f32.gguf"), 2, progress, cancel); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::cancelled);
    }
};

QTEST_APPLESS_MAIN(TestVerify)
#include "tst_verify.moc"
