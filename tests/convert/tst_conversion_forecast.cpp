// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a conversion before it begins: its time, by short trials, and its memory.
#include "convert/conversion_forecast.h"
#include "convert/folder_support.h"

#include <QElapsedTimer>

using namespace quantlathe;

class TestConversionForecast : public QObject {
    Q_OBJECT
private slots:
    void aShortTrialTellsSeconds_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::newRow("blocks") << "gguf"
                                << "Q4_K_M";
        QTest::newRow("copies") << "gguf"
                                << "COPY";
        QTest::newRow("matrices in parts") << "hqq"
                                           << "HQQ4";
        QTest::newRow("rows of parts") << "compressed-tensors"
                                       << "W4A16-g128";
    }

    void aShortTrialTellsSeconds() {
        QFETCH(const QString, format);
        QFETCH(const QString, preset);
        const Plan plan = makePlan(test::sample(), test::folderDocument(format.toStdString(), preset.toStdString()));
        ThreadArena arena(2);
        const CancelToken cancel;
        QElapsedTimer clock;
        clock.start();
        const double seconds = forecastConversion(plan, arena, cancel);
        qInfo("%.3f s, told after %lld ms", seconds, static_cast<long long>(clock.elapsed()));
        QVERIFY(seconds > 0);
        QVERIFY(seconds < 600);
    }

    void itCanBeStopped() {
        const Plan plan = makePlan(test::sample(), test::folderDocument("gguf", "Q4_K_M"));
        ThreadArena arena(1);
        CancelToken cancel;
        cancel.cancel();
        const auto error = test::errorOf([&] { (void)forecastConversion(plan, arena, cancel); });
        QVERIFY(error);
        QCOMPARE(error->kind(), ErrorKind::cancelled);
    }

    void memoryIsThatOfTilesAndOfTheLargestMatrix() {
        const Plan blocks = makePlan(test::sample(), test::folderDocument("gguf", "Q4_K_M"));
        QCOMPARE(conversionBytes(blocks, 4), 4 * conversionBytes(blocks, 1));
        QVERIFY(conversionBytes(blocks, 1) < 16U << 20U);
        const Plan matrices = makePlan(test::sample(), test::folderDocument("hqq", "HQQ4"));
        std::uint64_t largest = 0;
        for (const Choice& choice : matrices.choices) {
            if (asMatrixEncoding(*choice.encoding) != nullptr) {
                largest = std::max(largest, choice.weight->elements());
            }
        }
        QVERIFY(largest > 0);
        QVERIFY(conversionBytes(matrices, 1) > conversionBytes(blocks, 1) + largest * sizeof(float));
    }
};

QTEST_APPLESS_MAIN(TestConversionForecast)
#include "tst_conversion_forecast.moc"
