// SPDX-License-Identifier: GPL-3.0-or-later
// Every block type against the recorded bytes of tests/data/gguf-blocks, for the encodings and for the oracle.
#include "block_data.h"
#include "codecs/encoding.h"
#include "oracle/oracle.h"
#include "support/test_support.h"

#include <algorithm>
#include <cctype>
#include <functional>
#include <numeric>

using namespace quantlathe;

class TestGoldenBlocks : public QObject {
    Q_OBJECT

    static constexpr std::uint64_t columns = 1024;
    std::vector<float> input_;
    std::vector<float> importance_;

    static std::filesystem::path fileOf(const Encoding& encoding) {
        std::string lower(encoding.name());
        std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
        return test::dataFile("gguf-blocks/" + lower + ".safetensors");
    }

    /// "row 5 byte 17: 3 instead of 4", or nothing.
    static std::string firstDifference(std::span<const std::byte> got, std::span<const std::byte> expected) {
        if (got.size() != expected.size()) {
            return std::to_string(got.size()) + " bytes instead of " + std::to_string(expected.size());
        }
        const auto [at, other] = std::mismatch(got.begin(), got.end(), expected.begin());
        if (at == got.end()) {
            return {};
        }
        const auto index = static_cast<std::size_t>(at - got.begin());
        const std::size_t rowBytes = got.size() / 8;
        return "row " + std::to_string(index / rowBytes) + " byte " + std::to_string(index % rowBytes) + ": " +
               std::to_string(static_cast<int>(*at)) + " instead of " + std::to_string(static_cast<int>(*other)) + ", " +
               std::to_string(
                   std::inner_product(got.begin(), got.end(), expected.begin(), 0, std::plus<>(), std::not_equal_to<>())) +
               " bytes differ";
    }

private slots:
    void initTestCase() {
        const auto file = test::dataFile("gguf-blocks/input.safetensors");
        const auto input = test::goldenTensor(file, "input");
        const auto importance = test::goldenTensor(file, "imatrix");
        QVERIFY(input && importance);
        input_ = input->floats();
        importance_ = importance->floats();
        QCOMPARE(input_.size(), std::size_t{8 * columns});
        QCOMPARE(importance_.size(), std::size_t{columns});
    }

    void equalsTheRecordedBytes_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("weighted");
        for (const Encoding* encoding : ggmlEncodings()) {
            if (encoding->canEncode() && encoding->name() != "F32") {
                const QString name =
                    QString::fromUtf8(encoding->name().data(), static_cast<qsizetype>(encoding->name().size()));
                if (!encoding->requiresImportance()) {
                    QTest::newRow(qPrintable(name)) << name << false;
                }
                if (encoding->name() != "F16" && encoding->name() != "BF16") {
                    QTest::newRow(qPrintable(name + " importance")) << name << true;
                }
            }
        }
    }
    void equalsTheRecordedBytes() {
        QFETCH(QString, name);
        QFETCH(bool, weighted);
        const Encoding* const encoding = encodingByName(name.toStdString());
        QVERIFY(encoding != nullptr);
        const auto quant = test::goldenTensor(fileOf(*encoding), weighted ? "quant_imatrix" : "quant");
        const auto dequant = test::goldenTensor(fileOf(*encoding), weighted ? "dequant_imatrix" : "dequant");
        QVERIFY(quant && dequant);
        const std::span<const float> importance = weighted ? std::span<const float>(importance_) : std::span<const float>();

        std::vector<std::byte> stored(encoding->bytes(8, columns));
        encoding->encode(input_, columns, {.importance = importance}, stored);
        QCOMPARE(firstDifference(stored, quant->raw()), std::string());
        std::vector<float> decoded(input_.size());
        encoding->decode(quant->raw(), columns, decoded);
        QCOMPARE(firstDifference(std::as_bytes(std::span(decoded)), dequant->raw()), std::string());

        const ElementType type = elementTypeOf(*encoding).value();
        std::fill(stored.begin(), stored.end(), std::byte{0xAA});
        oracle::encode(type, input_, columns, importance, stored);
        QCOMPARE(firstDifference(stored, quant->raw()), std::string());
        oracle::decode(type, quant->raw(), decoded);
        QCOMPARE(firstDifference(std::as_bytes(std::span(decoded)), dequant->raw()), std::string());
    }

    void zeroSubBlocksOfIq3sStayWhereTheyAre() {
        const auto file = test::dataFile("gguf-blocks/iq3_s-zero-subblock.safetensors");
        const auto input = test::goldenTensor(file, "input");
        const auto expected = test::goldenTensor(file, "quant_corrected");
        const auto dequant = test::goldenTensor(file, "dequant_corrected");
        QVERIFY(input && expected && dequant);
        const Encoding* const encoding = encodingFor(ElementType::IQ3_S);
        std::vector<std::byte> stored(encoding->bytes(1, 256));
        encoding->encode(input->floats(), 256, {}, stored);
        QCOMPARE(firstDifference(stored, expected->raw()), std::string());
        std::vector<float> decoded(256);
        encoding->decode(stored, 256, decoded);
        QCOMPARE(firstDifference(std::as_bytes(std::span(decoded)), dequant->raw()), std::string());
        oracle::encode(ElementType::IQ3_S, input->floats(), 256, {}, stored);
        QCOMPARE(firstDifference(stored, expected->raw()), std::string());
    }

    /// Blocks in which the order of the sums decides: ggml once summed the weights of a sub-block of IQ1_M as one, and now sums
    /// its halves apart.
    void sumsOfIq1mAreThoseOfHalves() {
        const auto file = test::dataFile("gguf-blocks/iq1_m-halves.safetensors");
        const auto input = test::goldenTensor(file, "input");
        const auto imatrix = test::goldenTensor(file, "imatrix");
        QVERIFY(input && imatrix);
        const Encoding* const encoding = encodingFor(ElementType::IQ1_M);
        const std::vector<float> weights = input->floats();
        const std::vector<float> values = imatrix->floats();
        for (const bool weighted : {false, true}) {
            const auto expected = test::goldenTensor(file, weighted ? "quant_imatrix" : "quant");
            QVERIFY(expected);
            const auto importance = weighted ? std::span<const float>(values) : std::span<const float>();
            std::vector<std::byte> stored(encoding->bytes(16, 256));
            for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                const test::OnlyTarget only(target);
                encoding->encode(weights, 256, {.importance = importance}, stored);
                QCOMPARE(firstDifference(stored, expected->raw()), std::string());
            }
            oracle::encode(ElementType::IQ1_M, weights, 256, importance, stored);
            QCOMPARE(firstDifference(stored, expected->raw()), std::string());
        }
    }

    void whatNeedsImportanceSaysSo() {
        for (const Encoding* encoding : ggmlEncodings()) {
            if (encoding->requiresImportance()) {
                QVERIFY(encoding->canEncode() && encoding->usesImportance());
                std::vector<std::byte> stored(encoding->bytes(8, columns));
                const auto error = test::errorOf([&] { encoding->encode(input_, columns, {}, stored); });
                QVERIFY(error && error->kind() == ErrorKind::badInput);
                QCOMPARE(error->title(), std::string(encoding->name()) + " needs an importance matrix");
            }
        }
    }

    void decodesTheRecordedBytes_data() {
        QTest::addColumn<QString>("name");
        for (const Encoding* encoding : ggmlEncodings()) {
            // No decoded values are recorded for Q8_1: ggml has no decoder of it.
            const ElementType type = elementTypeOf(*encoding).value();
            if (!encoding->canEncode() && info(type).isBlocked() && type != ElementType::Q8_1) {
                QTest::newRow(std::string(encoding->name()).c_str()) << QString::fromStdString(std::string(encoding->name()));
            }
        }
    }
    void decodesTheRecordedBytes() {
        QFETCH(QString, name);
        const Encoding* const encoding = encodingByName(name.toStdString());
        QVERIFY(encoding != nullptr);
        int found = 0;
        for (const char* suffix : {"", "_imatrix"}) {
            const auto quant = test::goldenTensor(fileOf(*encoding), std::string("quant") + suffix);
            const auto dequant = test::goldenTensor(fileOf(*encoding), std::string("dequant") + suffix);
            if (quant) {
                std::vector<float> decoded(input_.size());
                encoding->decode(quant->raw(), columns, decoded);
                QCOMPARE(firstDifference(std::as_bytes(std::span(decoded)), dequant->raw()), std::string());
                ++found;
            }
        }
        QVERIFY(found > 0);
    }
};

QTEST_APPLESS_MAIN(TestGoldenBlocks)
#include "tst_golden_blocks.moc"
