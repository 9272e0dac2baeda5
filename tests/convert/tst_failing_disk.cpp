// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions of which every single call to the disk fails, one after the other.
#include "convert/disk_trials.h"

using namespace quantlathe;

class TestFailingDisk : public QObject {
    Q_OBJECT
    test::ConversionTrials conversions_;

    void tryAll(const test::DiskTrial& trial, const test::TrialPlan& plan = {}) {
        QVERIFY(trial.after.contains(trial.key));
        const std::string fault = conversions_.trials().everyCallFails(trial, plan);
        QVERIFY2(fault.empty(), fault.c_str());
    }

private slots:
    void file() { tryAll(conversions_.file(false), {.step = 2}); }
    void fileOverAnOlderOne() { tryAll(conversions_.file(true), {.step = 7}); }
    void set() { tryAll(conversions_.set(false), {.step = 7}); }
    void setOverAnOlderOne() { tryAll(conversions_.set(true), {.step = 11}); }
    void folder() { tryAll(conversions_.folder(false), {.step = 13}); }
    void folderOverAnOlderOne() { tryAll(conversions_.folder(true), {.step = 17}); }
    void renamesThatAreUnknown() {
        test::DiskTrial trial = conversions_.file(false);
        trial.knowsRenames = false;
        tryAll(trial, {.step = 17});
    }
    void cleanupTestCase() { qInfo("%zu runs", conversions_.trials().runs()); }
};

QTEST_GUILESS_MAIN(TestFailingDisk)
#include "tst_failing_disk.moc"
