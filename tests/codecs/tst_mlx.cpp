// SPDX-License-Identifier: GPL-3.0-or-later
// MLX's matrices: codes of every width, groups that say their own, what is refused.
#include "codecs/mlx/affine.h"
#include "support/test_support.h"

#include <map>
#include <nlohmann/json.hpp>

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

Part floats(const std::vector<std::uint64_t>& shape, float start, float step) {
    std::vector<float> values(shape[0] * shape[1]);
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = start + step * static_cast<float>(i);
    }
    const auto bytes = std::as_bytes(std::span(values));
    return {ElementType::F32, shape, {bytes.begin(), bytes.end()}};
}

std::uint32_t codeOf(std::uint64_t index, std::uint64_t bits) {
    return static_cast<std::uint32_t>((index * 7 + index / 11) % (1U << bits));
}

constexpr std::uint64_t rows = 3;
constexpr std::uint64_t columns = 128;
constexpr std::uint64_t group = 32;

/// Bit by bit, as one long number per row.
Parts matrixOf(std::uint64_t bits) {
    std::vector<std::byte> codes(rows * columns * bits / 8);
    for (std::uint64_t i = 0; i < rows * columns; ++i) {
        for (std::uint64_t bit = 0; bit < bits; ++bit) {
            const std::uint64_t at = i * bits + bit;
            if (((codeOf(i, bits) >> bit) & 1U) != 0) {
                codes[at / 8] |= std::byte{1} << (at % 8);
            }
        }
    }
    Parts parts;
    parts[".weight"] = {ElementType::U32, {rows, columns * bits / 32}, codes};
    parts[".scales"] = floats({rows, columns / group}, 0.5F, 0.25F);
    parts[".biases"] = floats({rows, columns / group}, -1.0F, 0.125F);
    return parts;
}

} // namespace

class TestMlx : public QObject {
    Q_OBJECT
private slots:
    void decodes_data() {
        QTest::addColumn<int>("bits");
        QTest::addColumn<QString>("configuration");
        for (const int bits : {2, 3, 4, 5, 6, 8}) {
            QTest::addRow("%d bits", bits) << bits << QString(R"({"bits":%1,"group_size":32})").arg(bits);
        }
        QTest::newRow("of this module alone")
            << 6 << R"({"bits":4,"group_size":64,"model.a":{"bits":6,"group_size":32},"b":false})";
    }
    void decodes() {
        QFETCH(int, bits);
        QFETCH(QString, configuration);
        const auto width = static_cast<std::uint64_t>(bits);
        const Parts parts = matrixOf(width);
        const auto stated = nlohmann::json::parse(configuration.toStdString());
        const auto matrix = mlxFamily().recognise(lookupIn(parts), &stated);
        QVERIFY(matrix);
        QCOMPARE(QString::fromUtf8(matrix->encoding->name().data()), QString("MLX-%1-G32").arg(bits));
        QCOMPARE(matrix->shape.rows, rows);
        QCOMPARE(matrix->shape.columns, columns);
        std::vector<std::span<const std::byte>> spans;
        for (const MatrixPart& part : matrix->encoding->parts(matrix->shape)) {
            spans.emplace_back(parts.at(part.suffix).bytes);
        }
        std::vector<float> all(rows * columns);
        matrix->encoding->decodeMatrix(matrix->shape, spans, 0, all);
        for (std::uint64_t i = 0; i < all.size(); ++i) {
            const auto place = static_cast<float>(i / group);
            QCOMPARE(all[i], (0.5F + 0.25F * place) * static_cast<float>(codeOf(i, width)) + (-1.0F + 0.125F * place));
        }
        std::vector<float> piece(150); // any range is a part of the whole
        matrix->encoding->decodeMatrix(matrix->shape, spans, 101, piece);
        QVERIFY(std::equal(piece.begin(), piece.end(), all.begin() + 101));
        QVERIFY(!matrix->encoding->canEncode());
    }

    void refusesWhatDoesNotFit() {
        const Parts parts = matrixOf(4);
        for (const char* const text :
             {R"({"bits":4,"group_size":64})", R"({"bits":7,"group_size":32})", R"({"bits":0,"group_size":0})", "{}"}) {
            const auto stated = nlohmann::json::parse(text);
            const auto error = test::errorOf([&] { (void)mlxFamily().recognise(lookupIn(parts), &stated); });
            QVERIFY2(error && error->kind() == ErrorKind::badInput, text);
            QVERIFY2(error->detail().find("[3, 4] for [3, 16] words") != std::string::npos, error->what());
        }
    }

    void otherTensorsAreOtherFormats() {
        Parts parts = matrixOf(4);
        const auto stated = nlohmann::json::parse(R"({"bits":4,"group_size":32})");
        QVERIFY(!mlxFamily().recognise(lookupIn(parts), nullptr));
        parts[".weight"].type = ElementType::I32;
        QVERIFY(!mlxFamily().recognise(lookupIn(parts), &stated));
        parts.erase(".weight");
        QVERIFY(!mlxFamily().recognise(lookupIn(parts), &stated));
    }
};

QTEST_GUILESS_MAIN(TestMlx)
#include "tst_mlx.moc"
