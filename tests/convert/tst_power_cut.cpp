// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions that lose their power after every single call to the disk, and whose disk then holds of what was not synced some,
// none or all.
#include "convert/disk_trials.h"

using namespace quantlathe;

class TestPowerCut : public QObject {
    Q_OBJECT
    test::ConversionTrials conversions_;

    void tryAll(const test::DiskTrial& trial, const test::TrialPlan& plan = {}) {
        QVERIFY(trial.after.contains(trial.key));
        const std::string fault = conversions_.trials().everyCallIsTheLast(trial, plan);
        QVERIFY2(fault.empty(), fault.c_str());
    }

private slots:
    void file() { tryAll(conversions_.file(false), {.step = 2, .seeds = 6}); }
    void fileOverAnOlderOne() { tryAll(conversions_.file(true), {.step = 7}); }
    void set() { tryAll(conversions_.set(false), {.step = 7}); }
    void setOverAnOlderOne() { tryAll(conversions_.set(true), {.step = 11}); }
    void folder() { tryAll(conversions_.folder(false), {.step = 13}); }
    void folderOverAnOlderOne() { tryAll(conversions_.folder(true), {.step = 17}); }
    void renamesThatAreUnknown() {
        test::DiskTrial trial = conversions_.file(false);
        trial.knowsRenames = false;
        // Of a file with two names the faulty disk makes two files, which a real one does not: then these stay.
        trial.harmless = {"out.gguf.part", "out.gguf.part.journal"};
        tryAll(trial, {.step = 17});
    }
    void anyOfThemAtRandom() {
        for (const test::DiskTrial& trial : {conversions_.file(false), conversions_.set(true), conversions_.folder(true)}) {
            const std::string fault = conversions_.trials().randomFaults(trial, 80, 1);
            QVERIFY2(fault.empty(), fault.c_str());
        }
    }
    void cleanupTestCase() { qInfo("%zu runs", conversions_.trials().runs()); }
};

QTEST_GUILESS_MAIN(TestPowerCut)
#include "tst_power_cut.moc"
