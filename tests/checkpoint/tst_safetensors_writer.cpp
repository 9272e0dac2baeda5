// SPDX-License-Identifier: GPL-3.0-or-later
// Layouts of safetensors files: what the reader makes of them, alignment, shards, names that cannot be.
#include "checkpoint/checkpoint.h"
#include "checkpoint/safetensors_known.h"
#include "checkpoint/safetensors_writer.h"
#include "support/test_support.h"

#include <nlohmann/json.hpp>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

std::vector<SafetensorsTensor> someTensors() {
    return {{"a.weight", ElementType::U8, {3, 1}, 0}, {"a.weight.absmax", ElementType::F32, {5}, 0},
            {"a.nbits", ElementType::I32, {}, 0},     {"b.weight", ElementType::BF16, {7, 3}, 1},
            {"b.shape", ElementType::I64, {2}, 1},    {"c.weight", ElementType::F8_E4M3, {2, 2}, 2},
            {"c.empty", ElementType::F16, {0, 4}, 2}};
}

} // namespace

class TestSafetensorsWriter : public QObject {
    Q_OBJECT

private slots:
    void theReaderFindsWhatWasLaidOut() {
        const std::vector<SafetensorsTensor> tensors = someTensors();
        const SafetensorsLayout layout = layOutSafetensors(tensors, {{"format", "pt"}, {"note", "\"quoted\" ünï"}});
        std::vector<std::byte> file = layout.header;
        file.resize(layout.fileBytes);
        const QTemporaryDir folder;
        const std::filesystem::path path = std::filesystem::path(folder.path().toStdString()) / "model.safetensors";
        test::writeAll(path, file);

        const Checkpoint checkpoint = openCheckpoint(path);

        QCOMPARE(checkpoint.tensors().size(), tensors.size());
        QCOMPARE(std::string(checkpoint.metadata().string("note").value_or("")), std::string("\"quoted\" ünï"));
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const TensorInfo* const found = checkpoint.find(tensors[i].name);
            QVERIFY2(found != nullptr, tensors[i].name.c_str());
            QCOMPARE(found->type, tensors[i].type);
            QCOMPARE(found->shape, tensors[i].shape);
            QCOMPARE(found->offset, layout.offsets[i]);
            QCOMPARE(found->bytes, layout.sizes[i]);
        }
    }

    void everyTensorIsAlignedToItsValues() {
        const std::vector<SafetensorsTensor> tensors = someTensors();
        const SafetensorsLayout layout = layOutSafetensors(tensors, {});
        QCOMPARE(layout.header.size() % 8, std::size_t{0});
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            QCOMPARE(layout.offsets[i] % info(tensors[i].type).bytesPerBlock, std::uint64_t{0});
        }
    }

    void knownValuesStandInTheHeader() {
        const std::vector<SafetensorsTensor> tensors = someTensors();
        const SafetensorsMetadata metadata{{"format", "pt"}};
        const auto known = [](const char* name, std::uint64_t values) {
            KnownTensor tensor{{name, ElementType::F32, {values}, 0}, std::vector<std::byte>(values * sizeof(float))};
            for (std::size_t i = 0; i < tensor.values.size(); ++i) {
                tensor.values[i] = static_cast<std::byte>(i + 1);
            }
            return tensor;
        };
        const std::vector<KnownTensor> all{known("a.scale", 1), known("b.scale", 2)}; // 12 bytes, and there is an I64
        const SafetensorsLayout layout = layOutWithKnown(all, tensors, metadata);
        std::vector<std::byte> file = layout.header;
        file.resize(layout.fileBytes);
        const QTemporaryDir folder;
        const std::filesystem::path path = std::filesystem::path(folder.path().toStdString()) / "model.safetensors";
        test::writeAll(path, file);

        const Checkpoint checkpoint = openCheckpoint(path);

        QCOMPARE(checkpoint.tensors().size(), tensors.size() + all.size());
        QCOMPARE(std::string(checkpoint.metadata().string("format").value_or("")), std::string("pt"));
        for (const KnownTensor& each : all) {
            const TensorInfo* const found = checkpoint.find(each.tensor.name);
            QVERIFY(found != nullptr && found->shape == each.tensor.shape);
            QVERIFY(std::ranges::equal(checkpoint.bytes(*found), each.values));
        }
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            const TensorInfo* const found = checkpoint.find(tensors[i].name);
            QVERIFY2(found != nullptr && found->offset == layout.offsets[i] && found->bytes == layout.sizes[i],
                     tensors[i].name.c_str());
            QCOMPARE(layout.offsets[i] % info(tensors[i].type).bytesPerBlock, std::uint64_t{0});
        }
        QVERIFY(layOutWithKnown({}, tensors, metadata).header == layOutSafetensors(tensors, metadata).header);
    }

    void groupsAreNeverCut_data() {
        QTest::addColumn<quint64>("limit");
        QTest::addColumn<QList<int>>("shards");
        QTest::newRow("all in one") << quint64{1000} << QList<int>{0, 0, 0, 0, 0, 0, 0};
        QTest::newRow("exactly two") << quint64{27 + 58} << QList<int>{0, 0, 0, 0, 0, 1, 1};
        QTest::newRow("one less") << quint64{27 + 57} << QList<int>{0, 0, 0, 1, 1, 1, 1};
        QTest::newRow("larger than the limit") << quint64{1} << QList<int>{0, 0, 0, 1, 1, 2, 2};
    }
    void groupsAreNeverCut() {
        QFETCH(quint64, limit);
        QFETCH(QList<int>, shards);
        const std::vector<std::size_t> found = shardsOfGroups(someTensors(), limit);
        QCOMPARE(QList<int>(found.begin(), found.end()), shards);
    }

    void theIndexNamesEveryTensor() {
        const std::vector<SafetensorsTensor> tensors = someTensors();
        const std::vector<std::size_t> shards{0, 0, 0, 1, 1, 1, 1};
        const std::vector<std::string> names{"model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"};
        const auto index = nlohmann::json::parse(safetensorsIndex(tensors, shards, names));
        QCOMPARE(index["weight_map"].size(), tensors.size());
        QCOMPARE(index["weight_map"]["b.shape"].get<std::string>(), names[1]);
        QCOMPARE(index["metadata"]["total_size"].get<int>(), 3 + 20 + 4 + 42 + 16 + 4);
    }

    void refusesNames_data() {
        QTest::addColumn<QByteArray>("name");
        QTest::newRow("twice") << QByteArray("a.weight");
        QTest::newRow("reserved") << QByteArray("__metadata__");
        QTest::newRow("no UTF-8") << QByteArray("\xff\xfe");
    }
    void refusesNames() {
        QFETCH(QByteArray, name);
        std::vector<SafetensorsTensor> tensors = someTensors();
        tensors.push_back({name.toStdString(), ElementType::F32, {1}, 3});
        const auto error = test::errorOf([&] { (void)layOutSafetensors(tensors, {}); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::badInput);
    }

    void refusesTypesWithoutADtype() {
        const std::vector<SafetensorsTensor> tensors{{"w", ElementType::Q4_K, {256}, 0}};
        const auto error = test::errorOf([&] { (void)layOutSafetensors(tensors, {}); });
        QVERIFY(error);
        QVERIFY2(std::string(error->what()).find("Q4_K") != std::string::npos, error->what());
    }

    void refusesSizesBeyondAnyFile() {
        const std::vector<SafetensorsTensor> tensors{{"w", ElementType::F32, {1ULL << 40U, 1ULL << 40U}, 0},
                                                     {"v", ElementType::F32, {1ULL << 40U, 1ULL << 40U}, 0}};
        QVERIFY(test::errorOf([&] { (void)layOutSafetensors(tensors, {}); }));
    }
};

QTEST_GUILESS_MAIN(TestSafetensorsWriter)
#include "tst_safetensors_writer.moc"
