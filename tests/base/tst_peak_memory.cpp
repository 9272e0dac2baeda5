// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/peak_memory.h"

#include <QTest>
#include <vector>

using namespace quantlathe;

class TestPeakMemory : public QObject {
    Q_OBJECT
private slots:
    void countsAnew() {
        constexpr std::size_t large = 256U << 20U;
        const auto fill = [](std::size_t bytes) {
            const std::vector<char> held(bytes, 'x');
            return held.back();
        };
        QCOMPARE(fill(large), 'x');
        const std::uint64_t before = peakMemory();
        QVERIFY(before > large);
        restartPeakMemory();
        QVERIFY(peakMemory() < before - large / 2);
        QCOMPARE(fill(large / 4), 'x');
        QVERIFY(peakMemory() > large / 4 && peakMemory() < before - large / 2);
    }
};

QTEST_APPLESS_MAIN(TestPeakMemory)
#include "tst_peak_memory.moc"
