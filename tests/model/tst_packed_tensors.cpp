// SPDX-License-Identifier: GPL-3.0-or-later
// Folders whose matrices are stored in parts: what they mean, and what is said when parts are missing or do not fit.
#include "checkpoint/safetensors_writer.h"
#include "model/model.h"
#include "model/packed_tensors.h"
#include "support/test_support.h"
#include "weights/weight_rows.h"

#include <array>
#include <functional>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

/// FP8 matrices of two rows and three columns, and a plain tensor.
std::vector<SafetensorsTensor> fp8Tensors() {
    return {{"x.weight", ElementType::F8_E4M3, {2, 3}, 0},
            {"x.weight_scale", ElementType::F32, {2, 1}, 0},
            {"y.weight", ElementType::F8_E4M3, {2, 3}, 1},
            {"y.weight_scale", ElementType::BF16, {1}, 1},
            {"norm.weight", ElementType::BF16, {3}, 2}};
}

std::vector<SafetensorsTensor> nf4Tensors() {
    return {{"x.weight", ElementType::U8, {64, 1}, 0},
            {"x.weight.absmax", ElementType::F32, {2}, 0},
            {"x.weight.quant_map", ElementType::F32, {16}, 0},
            {"x.weight.quant_state.bitsandbytes__nf4", ElementType::U8, {80}, 0}};
}

/// The sixteen values of NF4, as every file carries them.
constexpr std::array<float, 16> nf4Map{-1.0F,
                                       -0.6961928009986877F,
                                       -0.5250730514526367F,
                                       -0.39491748809814453F,
                                       -0.28444138169288635F,
                                       -0.18477343022823334F,
                                       -0.09105003625154495F,
                                       0.0F,
                                       0.07958029955625534F,
                                       0.16093020141124725F,
                                       0.24611230194568634F,
                                       0.33791524171829224F,
                                       0.44070982933044434F,
                                       0.5626170039176941F,
                                       0.7229568362236023F,
                                       1.0F};

} // namespace

class TestPackedTensors : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    int files_ = 0;

    Checkpoint written(const std::vector<SafetensorsTensor>& tensors, const std::string& stateJson = {}) {
        const SafetensorsLayout layout = layOutSafetensors(tensors, {{"format", "pt"}});
        std::vector<std::byte> file = layout.header;
        file.resize(layout.fileBytes);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const auto place = file.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]);
            if (tensors[i].name.ends_with(".quant_map")) {
                std::ranges::copy(std::as_bytes(std::span(nf4Map)), place);
            }
            if (tensors[i].name.find("quant_state") != std::string::npos) {
                std::string text = stateJson;
                text.resize(layout.sizes[i], ' ');
                std::ranges::copy(std::as_bytes(std::span(text)), place);
            }
        }
        const auto path = std::filesystem::path(folder_.path().toStdString()) / (std::to_string(files_++) + ".safetensors");
        test::writeAll(path, file);
        return openCheckpoint(path);
    }

private slots:
    void partsBecomeOneTensor() {
        const Checkpoint checkpoint = written(fp8Tensors());
        const LogicalTensors logical = logicalTensors(checkpoint);
        QVERIFY(logical.hasPacked);
        QCOMPARE(logical.tensors.size(), std::size_t{3});
        for (std::size_t i = 0; i < logical.tensors.size(); ++i) {
            const TensorInfo& tensor = logical.tensors[i];
            const auto& packed = logical.sources[i].packed;
            QCOMPARE(packed.has_value(), tensor.name != "norm.weight");
            if (packed) {
                QCOMPARE(tensor.type, ElementType::BF16);
                QCOMPARE(tensor.shape, (std::vector<std::uint64_t>{2, 3}));
                QCOMPARE(packed->parts.size(), std::size_t{2});
                QCOMPARE(std::string(packed->encoding->name()),
                         std::string(tensor.name == "x.weight" ? "FBGEMM-FP8" : "FP8-TENSOR"));
            }
        }
    }

    void plainTensorsStayAsTheyAre() {
        const Checkpoint checkpoint =
            written({{"a.weight", ElementType::BF16, {2, 2}, 0}, {"b.weight_scale", ElementType::F32, {1}, 1}});
        const LogicalTensors logical = logicalTensors(checkpoint);
        QVERIFY(!logical.hasPacked);
        QCOMPARE(logical.tensors.size(), std::size_t{2});
    }

    void aModelWithoutConfigShowsThem() {
        const auto model = understand(std::make_shared<const Checkpoint>(written(fp8Tensors())));
        QVERIFY(!model->understood());
        QCOMPARE(model->weights().size(), std::size_t{3});
        const Weight* const weight = model->find("x.weight");
        QVERIFY(weight != nullptr && weight->isPacked() && weight->isQuantized());
        QCOMPARE(weight->storedBytes(), std::uint64_t{6 + 8});
        QCOMPARE(model->parameters(), std::uint64_t{6 + 6 + 3});
    }

    /// Keys of latent attention: of each head the first rows, turned.
    void partsOfAMatrixCanStandTurned() {
        constexpr std::uint64_t heads = 3;
        constexpr std::uint64_t groupRows = 5;
        constexpr std::uint64_t picked = 2;
        constexpr std::uint64_t rank = 4;
        std::vector<SafetensorsTensor> tensors{{"x.weight", ElementType::F8_E4M3, {heads * groupRows, rank}, 0},
                                               {"x.weight_scale", ElementType::F32, {heads * groupRows, 1}, 0}};
        const SafetensorsLayout layout = layOutSafetensors(tensors, {{"format", "pt"}});
        std::vector<std::byte> file = layout.header;
        file.resize(layout.fileBytes);
        for (std::size_t i = 0; i < heads * groupRows * rank; ++i) {
            file[layout.offsets[0] + i] = static_cast<std::byte>(0x30 + i); // numbers of E4M3 that all differ
        }
        const std::vector<float> scales(heads * groupRows, 0.5F);
        std::ranges::copy(std::as_bytes(std::span(scales)), file.begin() + static_cast<std::ptrdiff_t>(layout.offsets[1]));
        const auto path = std::filesystem::path(folder_.path().toStdString()) / "turned.safetensors";
        test::writeAll(path, file);
        const auto model = understand(std::make_shared<const Checkpoint>(openCheckpoint(path)));
        std::vector<float> stored(heads * groupRows * rank);
        Weight weight = *model->find("x.weight");
        readRows(*model, weight, 0, stored);
        weight.transform = pickedRows(heads, groupRows, 0, picked);
        weight.transform.transposes = true;
        weight.shape = {heads, rank, picked};
        QVERIFY(!whyNotReadable(weight));
        std::vector<float> expected;
        for (std::uint64_t head = 0; head < heads; ++head) {
            for (std::uint64_t row = 0; row < rank; ++row) {
                for (std::uint64_t column = 0; column < picked; ++column) {
                    expected.push_back(stored[(head * groupRows + column) * rank + row]);
                }
            }
        }
        std::vector<float> all(expected.size());
        readRows(*model, weight, 0, all);
        QVERIFY(all == expected);
        std::vector<float> some(5 * picked); // from the middle of one head into the next
        readRows(*model, weight, 2, some);
        QVERIFY(std::ranges::equal(some, std::span(expected).subspan(2 * picked, some.size())));
    }

    void brokenPartsAreNamed_data() {
        QTest::addColumn<QString>("state");
        QTest::addColumn<int>("absmax");
        QTest::newRow("no JSON") << "{" << 2;
        QTest::newRow("no shape") << R"({"quant_type": "nf4", "blocksize": 64, "dtype": "bfloat16"})" << 2;
        QTest::newRow("too large") << R"({"quant_type": "nf4", "blocksize": 64, "dtype": "bfloat16", "shape": [9999999999, 9]})"
                                   << 2;
        QTest::newRow("another size") << R"({"quant_type": "nf4", "blocksize": 64, "dtype": "bfloat16", "shape": [4, 32]})"
                                      << 3;
        QTest::newRow("strange block") << R"({"quant_type": "nf4", "blocksize": 63, "dtype": "bfloat16", "shape": [4, 32]})"
                                       << 2;
    }
    void brokenPartsAreNamed() {
        QFETCH(QString, state);
        QFETCH(int, absmax);
        std::vector<SafetensorsTensor> tensors = nf4Tensors();
        tensors[1].shape = {static_cast<std::uint64_t>(absmax)};
        tensors[3].shape = {static_cast<std::uint64_t>(std::max<qsizetype>(80, state.size()))};
        const Checkpoint checkpoint = written(tensors, state.toStdString());
        const auto error = test::errorOf([&] { (void)logicalTensors(checkpoint); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
        QVERIFY2(error->title().starts_with("x: "), error->what());
        QVERIFY(error->file() == checkpoint.path());
    }

    void aWholeMatrixIsRead() {
        const Checkpoint checkpoint =
            written(nf4Tensors(), R"({"quant_type": "nf4", "blocksize": 64, "dtype": "bfloat16", "shape": [4, 32]})");
        const LogicalTensors logical = logicalTensors(checkpoint);
        QCOMPARE(logical.tensors.size(), std::size_t{1});
        QCOMPARE(std::string(logical.sources[0].packed->encoding->name()), std::string("NF4-64"));
    }
};

QTEST_GUILESS_MAIN(TestPackedTensors)
#include "tst_packed_tensors.moc"
