// SPDX-License-Identifier: GPL-3.0-or-later
// Downloads onto a disk that fails or loses its power at any call.
#include "hub/hub_server.h"

#include "hub/download.h"
#include "support/disk_trial.h"

#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

class TestFailingDownload : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    test::FakeHub hub_;
    test::DiskTrials trials_{fs::path(folder_.path().toStdString())};
    test::DiskTrial trial_;

    void work() {
        const CancelToken cancel;
        Progress progress;
        HubConnection hub{.access = {.endpoint = hub_.endpoint(), .token = Secret(std::string()), .isOffline = false},
                          .limits = {},
                          .traffic = {},
                          .cancel = cancel,
                          .progress = progress};
        (void)download(hub, {.address = {.organization = "org", .name = "model", .revision = "main", .path = {}},
                             .patterns = {"*"},
                             .folder = fs::path(folder_.path().toStdString()) / "model",
                             .parallel = 1});
    }

private slots:
    void initTestCase() {
        std::string weights(20'000, '\0');
        for (std::size_t i = 0; i < weights.size(); ++i) {
            weights[i] = static_cast<char>('a' + i * i % 23);
        }
        hub_.add("model.safetensors", weights, true);
        hub_.add("config.json", R"({"model_type": "llama"})", false);
        hub_.add("figures/parts/one.txt", "a file below two folders", false);
        trial_.key = "model";
        trial_.harmless = {"model/.quantlathe-download.json"}; // it goes when the folder has its name
        trial_.work = [this] { work(); };
        trial_.after = trials_.undisturbed(trial_);
        QCOMPARE(trial_.after.size(), std::size_t{6});
        QCOMPARE(trial_.after.at("model/model.safetensors"), weights);
    }

    void everyCallFails() {
        const std::string fault = trials_.everyCallFails(trial_, {.step = 7});
        QVERIFY2(fault.empty(), fault.c_str());
    }
    void everyCallIsTheLast() {
        const std::string fault = trials_.everyCallIsTheLast(trial_, {.step = 9, .seeds = 3});
        QVERIFY2(fault.empty(), fault.c_str());
    }
    void anyOfThemAtRandom() {
        const std::string fault = trials_.randomFaults(trial_, 30, 1);
        QVERIFY2(fault.empty(), fault.c_str());
    }
    void cleanupTestCase() { qInfo("%zu runs", trials_.runs()); }
};

QTEST_GUILESS_MAIN(TestFailingDownload)
#include "tst_failing_download.moc"
