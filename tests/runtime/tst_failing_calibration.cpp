// SPDX-License-Identifier: GPL-3.0-or-later
// Calibrations on a disk that fails or loses its power at any call, and that are interrupted by one another.
#include "runtime/calibration.h"
#include "runtime/run_support.h"
#include "runtime/tiny_families.h"
#include "support/disk_trial.h"

#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

CalibrationRequest requestFor(const std::string& dataset, std::int32_t firstToken) {
    CalibrationRequest request;
    request.dataset = dataset;
    request.saveInterval = std::chrono::seconds(0); // after every layer
    request.sequences.emplace_back();
    for (std::int32_t i = 0; i < 8; ++i) {
        request.sequences.back().tokens.push_back(firstToken + i);
    }
    return request;
}

/// Cancels when a layer begins.
class StopAt final : public Observer {
public:
    StopAt(std::uint32_t layer, CancelToken& cancel) : layer_(layer), cancel_(cancel) {}
    bool wants(const Weight& weight, Side) const override { return weight.layer == layer_; }
    void observe(const Observation&, ThreadArena&) override { cancel_.cancel(); }

private:
    std::uint32_t layer_;
    CancelToken& cancel_;
};

} // namespace

class TestFailingCalibration : public QObject {
    Q_OBJECT
    QTemporaryDir modelFolder_;
    QTemporaryDir diskFolder_;
    const ModelWeights source_{openModel(test::writeFamilyModel(modelFolder_, test::recordedFamilies().at("llama")))};
    test::DiskTrials trials_{fs::path(diskFolder_.path().toStdString())};
    test::DiskTrial trial_;

    [[nodiscard]] fs::path file() const { return fs::path(diskFolder_.path().toStdString()) / "c.gguf"; }

    void run(const CalibrationRequest& request, std::optional<std::uint32_t> stopAt = std::nullopt) {
        ThreadArena arena(1);
        Progress progress;
        CancelToken cancel;
        StopAt stop(stopAt.value_or(0), cancel);
        std::vector<Observer*> observers;
        if (stopAt) {
            observers.push_back(&stop);
        }
        (void)calibrate(source_, request, file(), {arena, progress, cancel, observers});
    }

private slots:
    void initTestCase() {
        trial_.key = "c.gguf.sum";
        trial_.work = [this] { run(requestFor("a text", 1)); };
        trial_.after = trials_.undisturbed(trial_);
        QCOMPARE(trial_.after.size(), std::size_t{2});
    }

    void everyCallFails() {
        const std::string fault = trials_.everyCallFails(trial_, {.step = 3});
        QVERIFY2(fault.empty(), fault.c_str());
    }
    void everyCallIsTheLast() {
        const std::string fault = trials_.everyCallIsTheLast(trial_, {.step = 3});
        QVERIFY2(fault.empty(), fault.c_str());
    }
    void anyOfThemAtRandom() {
        const std::string fault = trials_.randomFaults(trial_, 100, 1);
        QVERIFY2(fault.empty(), fault.c_str());
    }

    /// What one run noted must not be believed of the file that another one has begun anew.
    void whatAnotherRunBeganIsNotContinued() {
        CalibrationRequest mine = requestFor("a text", 1);
        CalibrationRequest other = requestFor("another text", 20);
        QVERIFY(test::errorOf([&] { run(mine, 1); })); // the first layer is saved
        mine.saveInterval = other.saveInterval = std::chrono::hours(1);
        QVERIFY(test::errorOf([&] { run(other, 0); }));
        QVERIFY(test::errorOf([&] { run(mine, 0); }));
        run(mine);
        QCOMPARE(test::treeOf(file().parent_path()), trial_.after);
    }
    void cleanupTestCase() { qInfo("%zu runs", trials_.runs()); }
};

QTEST_GUILESS_MAIN(TestFailingCalibration)
#include "tst_failing_calibration.moc"
