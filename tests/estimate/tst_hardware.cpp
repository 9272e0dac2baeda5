// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/card_support.h"
#include "estimate/hardware.h"
#include "support/test_support.h"

#include <cmath>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

constexpr std::uint64_t gib = 1ULL << 30U;

const std::vector<Gpu>& shipped() {
    static const std::vector<Gpu> gpus = readGpus(test::resourceFile("hardware/gpus.json"));
    return gpus;
}

} // namespace

class TestHardware : public QObject {
    Q_OBJECT
private slots:
    void cardsWithTwoSizesAreTwoEntries() {
        QCOMPARE(std::ranges::count_if(shipped(), [](const Gpu& gpu) { return gpu.name.starts_with("RTX 4060 Ti "); }), 2);
        const Gpu* card = findGpu(shipped(), "RTX 3060 12 GB");
        QVERIFY(card != nullptr);
        QCOMPARE(card->memoryBytes, 12 * gib);
        QCOMPARE(card->bandwidthBytesPerSecond, 360e9);
        QCOMPARE(card->vendor, std::string("NVIDIA"));
        QCOMPARE(card->architecture, std::string("Ampere"));
        QCOMPARE(card->kind, std::string("desktop"));
    }

    void namesAreUniqueAndSaySizes() {
        std::vector<std::string> names;
        for (const Gpu& gpu : shipped()) {
            QVERIFY2(gpu.name.find(" GB") != std::string::npos, gpu.name.c_str());
            QVERIFY2(findGpu(shipped(), gpu.name) == &gpu, gpu.name.c_str());
            names.push_back(gpu.name);
        }
        std::ranges::sort(names);
        QVERIFY(std::ranges::adjacent_find(names) == names.end());
        QVERIFY(shipped().size() > 158);
    }

    void appleCountsWhatTheGpuMayWire() {
        const Gpu* mac = findGpu(shipped(), "M4 Max 128 GB");
        QVERIFY(mac != nullptr);
        QCOMPARE(mac->memoryBytes, 96 * gib);
    }

    void findsNamesAsPeopleWriteThem_data() {
        QTest::addColumn<QString>("asked");
        QTest::addColumn<QString>("found");
        QTest::newRow("no blank") << "RTX 3060 12GB"
                                  << "RTX 3060 12 GB";
        QTest::newRow("lower case") << "rtx3060 8gb"
                                    << "RTX 3060 8 GB";
        QTest::newRow("one size only") << "RTX 4090"
                                       << "RTX 4090 24 GB";
        QTest::newRow("driver's name") << "NVIDIA GeForce RTX 4060 Laptop GPU"
                                       << "RTX 4060 Laptop 8 GB";
        QTest::newRow("marks") << "Intel(R) Arc(TM) B580 Graphics"
                               << "Arc B580 12 GB";
        QTest::newRow("some words") << "7900 xtx"
                                    << "RX 7900 XTX 24 GB";
        QTest::newRow("words with size") << "3080 12 GB"
                                         << "RTX 3080 12 GB";
        QTest::newRow("size in the middle") << "A100 80GB SXM"
                                            << "A100 80 GB SXM";
        QTest::newRow("several sizes") << "RTX 3060"
                                       << "";
        QTest::newRow("unknown") << "RTX 9999"
                                 << "";
        QTest::newRow("nothing") << ""
                                 << "";
        QTest::newRow("only the maker") << "NVIDIA"
                                        << "";
    }
    void findsNamesAsPeopleWriteThem() {
        QFETCH(QString, asked);
        QFETCH(QString, found);
        const Gpu* gpu = findGpu(shipped(), asked.toStdString());
        QCOMPARE(QString::fromStdString(gpu == nullptr ? "" : gpu->name), found);
    }

    void surveyTakesTheNewestReliableMonth() {
        const Survey survey = readSurvey(test::resourceFile("hardware/vram-survey.json"));
        QCOMPARE(survey.month, std::string("2026-04"));
        QCOMPARE(survey.percentThatHold(8 * gib), 74.98);
        QCOMPARE(survey.percentThatHold(8 * gib + 1), 48.22); // the class of 10
        QCOMPARE(survey.percentThatHold(11 * gib + gib / 2), 45.24);
        QCOMPARE(survey.percentThatHold(17 * gib), 8.28);
        QCOMPARE(survey.percentThatHold(0), 93.24);
        QCOMPARE(survey.percentThatHold(33 * gib), 0.0);
    }

    void skipsMonthsThatNobodyTrusts() {
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "survey.json";
        const std::string json = R"({"months": [
            {"month": "2025-11", "quality": "ok", "percent_at_least_gb": {"8": 60}},
            {"month": "2025-12", "quality": "declared unreliable", "percent_at_least_gb": {"8": 90}}]})";
        test::writeAll(file, std::as_bytes(std::span(json)));
        const Survey survey = readSurvey(file);
        QCOMPARE(survey.month, std::string("2025-11"));
        QCOMPARE(survey.percentThatHold(gib), 60.0);
    }

    void refusesOtherFiles_data() {
        QTest::addColumn<QByteArray>("json");
        QTest::newRow("no json") << QByteArray("GPUs");
        QTest::newRow("other json") << QByteArray("{}");
        QTest::newRow("wrong types") << QByteArray(R"({"gpus": [{"name": 1}], "months": [{"month": 2}]})");
        QTest::newRow("empty survey, no memory")
            << QByteArray(R"({"gpus": [{"name": "A", "vendor": "B", "architecture": "C", "kind": "D", "memory_gb": [0],
                "bandwidth_gb_s": 1}], "months": []})");
        QTest::newRow("sizes that are no numbers")
            << QByteArray(R"({"gpus": [{"name": "A", "vendor": "B", "architecture": "C", "kind": "D", "memory_gb": ["x"],
                "bandwidth_gb_s": 1}], "months": [{"month": "2025-01", "quality": "ok", "percent_at_least_gb": {"x": 1}}]})");
    }
    void refusesOtherFiles() {
        QFETCH(QByteArray, json);
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "table.json";
        test::writeAll(file, std::as_bytes(std::span(json.constData(), static_cast<std::size_t>(json.size()))));
        const auto gpus = test::errorOf([&] { static_cast<void>(readGpus(file)); });
        const auto survey = test::errorOf([&] { static_cast<void>(readSurvey(file)); });
        QVERIFY(gpus && gpus->kind() == ErrorKind::badInput && gpus->file() == file);
        QVERIFY(survey && survey->kind() == ErrorKind::badInput && survey->file() == file);
    }

    void cardsRunWhatTheirGenerationCan() {
        const auto card = [](const char* name) {
            const Gpu* found = findGpu(shipped(), name);
            return found != nullptr ? *found : Gpu{};
        };
        const Hardware hopper{.nvidia = NvidiaGeneration::hopper};
        const auto reason = whyNotOn(card("RTX 3060 12 GB"), hopper);
        QVERIFY(reason && reason->find("Ampere") != std::string::npos && reason->find("from Hopper on") != std::string::npos);
        QVERIFY(!whyNotOn(card("RTX 5090"), hopper)); // Blackwell
        QVERIFY(!whyNotOn(card("RTX 3060 12 GB"), {.nvidia = NvidiaGeneration::turing}));
        QVERIFY(whyNotOn(card("GTX 1070"), {.nvidia = NvidiaGeneration::turing})); // Pascal
        QVERIFY(!whyNotOn(card("GTX 1070"), {}));
        QVERIFY(whyNotOn(card("RX 7900 XTX"), {}));
        QVERIFY(!whyNotOn(card("RX 7900 XTX"), {.amd = true}));
        QVERIFY(whyNotOn(processorWith({}), {.amd = true}));
        QVERIFY(!whyNotOn(processorWith({}), {.processor = true}));
        Gpu unknown = card("RTX 3060 12 GB");
        unknown.architecture = "Rubin"; // nothing is said of what nobody knows
        QVERIFY(!whyNotOn(unknown, hopper));
    }
};

QTEST_APPLESS_MAIN(TestHardware)
#include "tst_hardware.moc"
