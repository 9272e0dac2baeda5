// SPDX-License-Identifier: GPL-3.0-or-later
// What calibrated codes will leave of errors, tried before a mix is chosen.
#include "calibrate/feedback_trial.h"
#include "calibrate/random_mixtral.h"
#include "calibrate/sample_text.h"

#include <cmath>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

std::shared_ptr<const CandidateTable> tableOf(std::shared_ptr<const Model> model, const char* format = "gguf") {
    CandidateRequest request;
    request.sensitivity = priorSensitivity(*model);
    request.model = std::move(model);
    request.format = formatById(format);
    ThreadArena arena(2);
    Progress progress;
    const CancelToken cancel;
    return std::make_shared<const CandidateTable>(makeCandidates(request, nullptr, arena, progress, cancel));
}

std::shared_ptr<const CandidateTable> triedWith(const FeedbackTrial& trial, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    const CancelToken cancel;
    return withFeedback(trial, {arena, progress, cancel, {}});
}

double shareOf(const CandidateTable& table, const std::string& weight, const char* encoding) {
    for (const WeightCandidates& entry : table.weights) {
        if (entry.weight->name == weight) {
            return entry.find(*encodingByName(encoding))->share;
        }
    }
    return -1;
}

} // namespace

class TestFeedbackTrial : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    [[nodiscard]] fs::path cache() const { return fs::path(folder_.path().toStdString()) / "cache/quantlathe/feedback"; }

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }
    void cleanup() { fs::remove_all(cache()); }

    void codesLeaveAPartOfTheErrorInEachMatrixOfALayer() {
        const auto table = tableOf(test::sample());
        const auto trial = feedbackTrial(table, test::sampleRequest().sequences);
        QVERIFY(trial);
        const auto tried = triedWith(*trial);
        std::size_t matrices = 0;
        for (const WeightCandidates& entry : tried->weights) {
            const Candidate* const four = entry.find(*encodingByName("Q4_K"));
            const Candidate* const before = table->of(*entry.weight)->find(*encodingByName("Q4_K"));
            QVERIFY(four != nullptr && before != nullptr);
            if (!entry.weight->layer) {
                continue;
            }
            ++matrices;
            QVERIFY2(four->share > 0.1 && four->share < 0.98, qPrintable(QString::fromStdString(entry.weight->name)));
            QCOMPARE(four->error, before->error);
            QVERIFY(std::abs(four->loss / (before->loss * four->share) - 1) < 1e-9);
            QCOMPARE(entry.find(*encodingByName("F16"))->share, 1.0); // has no codes to choose
        }
        QCOMPARE(matrices, std::size_t{42});
        QCOMPARE(shareOf(*tried, "token_embd.weight", "Q4_K"), 1.0); // gets the importance alone
        QVERIFY(shareOf(*tried, "output.weight", "Q4_K") < 0.98);
    }

    void aSecondTrialIsRemembered() {
        const auto trial = feedbackTrial(tableOf(test::sample()), test::sampleRequest().sequences);
        const auto first = triedWith(*trial);
        QCOMPARE(std::distance(fs::directory_iterator(cache()), fs::directory_iterator()), 1);
        const fs::path file = fs::directory_iterator(cache())->path();
        const auto written = fs::last_write_time(file);
        const auto second = triedWith(*trial);
        QVERIFY(fs::last_write_time(file) == written);
        QCOMPARE(shareOf(*second, "blk.3.ffn_down.weight", "IQ3_S"), shareOf(*first, "blk.3.ffn_down.weight", "IQ3_S"));
        fs::resize_file(file, fs::file_size(file) / 2); // a torn file is no answer
        const auto third = triedWith(*trial);
        QCOMPARE(shareOf(*third, "blk.3.ffn_down.weight", "IQ3_S"), shareOf(*first, "blk.3.ffn_down.weight", "IQ3_S"));
    }

    void sharesDoNotDependOnThreads() {
        const auto trial = feedbackTrial(tableOf(test::sample()), test::sampleRequest().sequences);
        const auto one = triedWith(*trial, 1);
        fs::remove_all(cache());
        const auto three = triedWith(*trial, 3);
        for (std::size_t i = 0; i < one->weights.size(); ++i) {
            for (std::size_t k = 0; k < one->weights[i].candidates.size(); ++k) {
                QCOMPARE(one->weights[i].candidates[k].share, three->weights[i].candidates[k].share);
            }
        }
    }

    void expertsGetTheMeanOfWhatWasTried() {
        const auto trial = feedbackTrial(tableOf(test::mixtral()), test::randomTokens(false).sequences);
        QVERIFY(trial);
        const auto tried = triedWith(*trial);
        std::set<double> shares;
        for (const WeightCandidates& entry : tried->weights) {
            if (const Candidate* const eight = entry.find(*encodingByName("Q8_0"));
                eight != nullptr && entry.weight->role == Role::ffnGateExperts) {
                shares.insert(eight->share);
            }
        }
        QCOMPARE(shares.size(), std::size_t{1});
        QVERIFY(*shares.begin() > 0.1 && *shares.begin() < 1);
    }

    void whatCostsTooMuchOrHasNoCodesIsNotTried() {
        const auto table = tableOf(test::sample());
        const auto sequences = test::sampleRequest().sequences;
        const double cost = trialMultiplyAdds({.table = table, .sequences = sequences, .options = {}});
        QVERIFY(feedbackTrial(table, sequences, cost));
        QVERIFY(!feedbackTrial(table, sequences, cost * 0.99));
        QVERIFY(!feedbackTrial(tableOf(test::sample(), "gptq"), sequences)); // not rows of blocks
    }
};

QTEST_GUILESS_MAIN(TestFeedbackTrial)
#include "tst_feedback_trial.moc"
