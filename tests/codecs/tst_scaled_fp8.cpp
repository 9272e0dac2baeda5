// SPDX-License-Identifier: GPL-3.0-or-later
// FP8 matrices of others: golden values, every form of scales, what is refused.
#include "codecs/fp8/scaled_fp8.h"
#include "support/test_support.h"

#include <cstring>
#include <map>

using namespace quantlathe;

namespace {

struct Part {
    ElementType type;
    std::vector<std::uint64_t> shape;
    std::vector<std::byte> bytes;
};
using Parts = std::map<std::string, Part, std::less<>>;

PartLookup lookupIn(const Parts& parts) {
    return [&parts](std::string_view suffix) -> std::optional<StoredPart> {
        const auto found = parts.find(suffix);
        return found == parts.end() ? std::nullopt
                                    : std::optional(StoredPart{found->second.type, found->second.shape, found->second.bytes});
    };
}

Part floats(std::vector<std::uint64_t> shape, const std::vector<float>& values) {
    const auto bytes = std::as_bytes(std::span(values));
    return {ElementType::F32, std::move(shape), {bytes.begin(), bytes.end()}};
}

/// All bytes 0x38: E4M3 for 1.
Part ones(std::uint64_t rows, std::uint64_t columns) {
    return {ElementType::F8_E4M3, {rows, columns}, std::vector<std::byte>(rows * columns, std::byte{0x38})};
}

std::vector<float> decoded(const StoredMatrix& matrix, const Parts& parts, std::uint64_t first, std::size_t count) {
    std::vector<std::span<const std::byte>> spans;
    for (const MatrixPart& part : matrix.encoding->parts(matrix.shape)) {
        spans.emplace_back(parts.at(part.suffix).bytes);
    }
    std::vector<float> values(count);
    matrix.encoding->decodeMatrix(matrix.shape, spans, first, values);
    return values;
}

} // namespace

class TestScaledFp8 : public QObject {
    Q_OBJECT

private slots:
    void golden_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("encoding");
        QTest::newRow("channel") << "channel"
                                 << "FP8-ROW";
        QTest::newRow("tensor") << "tensor"
                                << "FP8-TENSOR";
    }
    void golden() {
        QFETCH(QString, name);
        QFETCH(QString, encoding);
        const auto file = test::dataFile("fp8/float_quantized_fp8.safetensors");
        const auto weight = test::goldenTensor(file, name.toStdString() + ".weight");
        const auto scale = test::goldenTensor(file, name.toStdString() + ".weight_scale");
        const auto expected = test::goldenTensor(file, name.toStdString() + ".dequant");
        QVERIFY(weight && scale && expected);
        Parts parts;
        parts[".weight"] = {ElementType::F8_E4M3, weight->shape, {weight->raw().begin(), weight->raw().end()}};
        parts[".weight_scale"] = {ElementType::BF16, scale->shape, {scale->raw().begin(), scale->raw().end()}};

        const auto matrix = scaledFp8Family().recognise(lookupIn(parts));

        QVERIFY(matrix);
        QCOMPARE(QString::fromUtf8(matrix->encoding->name().data()), encoding);
        QCOMPARE(decoded(*matrix, parts, 0, matrix->shape.values()), expected->floats());
        QVERIFY(!matrix->encoding->canEncode());
    }

    void aBlockOfWeightsSharesAScale() {
        Parts parts;
        parts[".weight"] = ones(130, 300); // 2 × 3 blocks, the last ones cut off
        parts[".weight_scale_inv"] = floats({2, 3}, {1, 2, 3, 4, 5, 6});
        const auto matrix = scaledFp8Family().recognise(lookupIn(parts));
        QVERIFY(matrix);
        QCOMPARE(std::string(matrix->encoding->name()), std::string("FP8-BLOCK128"));
        const std::vector<float> all = decoded(*matrix, parts, 0, 130 * 300);
        for (std::size_t i = 0; i < all.size(); ++i) {
            const std::size_t block = i / 300 / 128 * 3 + i % 300 / 128;
            QCOMPARE(all[i], static_cast<float>(block + 1));
        }
        // Any range is a part of the whole.
        const std::vector<float> piece = decoded(*matrix, parts, 127 * 300 + 250, 600);
        QVERIFY(std::equal(piece.begin(), piece.end(), all.begin() + 127 * 300 + 250));
    }

    void theConfigurationSaysTheSizeOfBlocks() {
        Parts parts;
        parts[".weight"] = ones(65, 100);
        parts[".weight_scale_inv"] = floats({2, 4}, {1, 2, 3, 4, 5, 6, 7, 8});
        const auto configuration = nlohmann::json::parse(R"({"weight_block_size":[64,32]})");
        const auto matrix = scaledFp8Family().recognise(lookupIn(parts), &configuration);
        QVERIFY(matrix);
        QCOMPARE(std::string(matrix->encoding->name()), std::string("FP8-BLOCK64x32"));
        const std::vector<float> all = decoded(*matrix, parts, 0, 65 * 100);
        for (std::size_t i = 0; i < all.size(); ++i) {
            QCOMPARE(all[i], static_cast<float>(i / 100 / 64 * 4 + i % 100 / 32 + 1));
        }
        for (const char* const odd :
             {R"({"weight_block_size":[0,32]})", R"({"weight_block_size":"x"})", R"({"weight_block_size":[64]})"}) {
            const auto wrong = nlohmann::json::parse(odd);
            const auto error = test::errorOf([&] { (void)scaledFp8Family().recognise(lookupIn(parts), &wrong); });
            QVERIFY2(error && error->detail().find("every block of 128 × 128") != std::string::npos, odd);
        }
    }

    void otherScalesAreOtherFormats() {
        Parts parts;
        parts[".weight"] = {ElementType::I8, {2, 2}, std::vector<std::byte>(4)};
        parts[".weight_scale"] = floats({2, 1}, {1, 2});
        QVERIFY(!scaledFp8Family().recognise(lookupIn(parts)));
        QVERIFY(!scaledFp8Family().recognise(lookupIn({})));
    }

    void refusesWhatDoesNotFit_data() {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("too few") << 3 << 1;
        QTest::newRow("too many") << 5 << 1;
        QTest::newRow("other way round") << 1 << 4;
    }
    void refusesWhatDoesNotFit() {
        QFETCH(int, rows);
        QFETCH(int, columns);
        Parts parts;
        parts[".weight"] = ones(4, 256);
        parts[".weight_scale"] =
            floats({static_cast<std::uint64_t>(rows), static_cast<std::uint64_t>(columns)},
                   std::vector<float>(static_cast<std::size_t>(rows) * static_cast<std::size_t>(columns), 1.0F));
        const auto error = test::errorOf([&] { (void)scaledFp8Family().recognise(lookupIn(parts)); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(error->detail().find("[4, 256]") != std::string::npos, error->what());
    }
};

QTEST_GUILESS_MAIN(TestScaledFp8)
#include "tst_scaled_fp8.moc"
