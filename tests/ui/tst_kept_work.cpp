// SPDX-License-Identifier: GPL-3.0-or-later
// What outlives the program: jobs, mixes that nobody saved, settings.
#include "base/file.h"
#include "large_model.h"
#include "own_surroundings.h"
#include "support/disk_trial.h"
#include "support/test_support.h"
#include "ui/bridge/job_queue.h"
#include "ui/bridge/kept_jobs.h"
#include "ui/bridge/measure_job.h"
#include "ui/bridge/plan_drafts.h"
#include "ui/headless/wait.h"
#include "ui/text/paths.h"
#include "ui/window/main_window.h"
#include "ui/window/result_card.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLabel>
#include <QTemporaryDir>
#include <thread>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace fs = std::filesystem;

namespace {

/// Work that counts bytes for a second and a half.
struct SteadyJob : Job {
    [[nodiscard]] QString kind() const override { return QStringLiteral("steady"); }
    [[nodiscard]] QString label() const override { return {}; }
    [[nodiscard]] bool countsBytes() const override { return true; }
    [[nodiscard]] JobTask task(bool) const override {
        return [](JobContext& context) {
            constexpr int steps = 75;
            constexpr std::uint64_t bytes = 1000; // of a step
            context.progress.start("working", steps * bytes);
            for (int i = 0; i < steps; ++i) {
                std::this_thread::sleep_for(std::chrono::milliseconds(20));
                context.progress.add(bytes);
            }
        };
    }
    [[nodiscard]] QString outcome() const override { return {}; }
    [[nodiscard]] QJsonObject json() const override { return {}; }
};

} // namespace

class TestKeptWork : public QObject {
    Q_OBJECT

    QTemporaryDir surroundings_;
    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<Session> session_;

    [[nodiscard]] fs::path at(const char* name) const { return folder_->filePath(QLatin1String(name)).toStdString(); }
    [[nodiscard]] QStringList kept(const char* place) const {
        return QDir(textOf(at(place))).entryList({QStringLiteral("*.json")}, QDir::Files);
    }
    void write(const char* name, std::string_view text) const { test::writeAll(at(name), std::as_bytes(std::span(text))); }
    [[nodiscard]] bool open(const fs::path& model) {
        session_->open(model);
        return waitUntil([&] { return session_->model() && session_->plan() && session_->model() == session_->plan()->model; });
    }
    [[nodiscard]] ConversionJob jobTo(const char* name) const {
        ConversionJob job;
        job.title = QLatin1String(name);
        job.plan = session_->plan();
        job.recipe = recipeOf(*job.plan, {}, {});
        job.destination = at(name);
        return job;
    }
    /// A plan as kept files have it: a text within JSON.
    [[nodiscard]] static std::string quotedPlan() {
        PlanDocument document;
        document.format = "gguf";
        document.preset = "Q8_0";
        const QByteArray text =
            QJsonDocument(QJsonArray{QString::fromStdString(planJson(document))}).toJson(QJsonDocument::Compact);
        return text.mid(1, text.size() - 2).toStdString();
    }
    /// A list of jobs whose program ends while it works.
    void breakOff(const char* name) {
        JobQueue jobs;
        QVERIFY(jobs.keepIn(at("jobs")).empty());
        const int id = jobs.add(jobTo(name));
        QVERIFY(waitUntil([&] { return jobs.find(id)->state != JobState::waiting; }));
        QVERIFY(jobs.find(id)->isActive());
    }
    [[nodiscard]] bool changeAWeight(const char* encoding) {
        session_->setEncoding({QStringLiteral("blk.0.attn_q.weight")}, QLatin1String(encoding));
        return waitUntil([&] {
            const Encoding* now = session_->plan()->encodingOf("blk.0.attn_q.weight");
            return now != nullptr && now->name() == encoding;
        });
    }

private slots:
    void initTestCase() { test::useOwnSurroundings(surroundings_.path()); }
    void init() {
        folder_ = std::make_unique<QTemporaryDir>();
        session_ = std::make_unique<Session>();
    }
    void cleanup() { session_.reset(); }

    void aJobOfAnEarlierRunGoesOn() {
        fs::create_directory(at("model"));
        test::makeLargeModel(folder_->filePath(QStringLiteral("model")));
        QVERIFY(open(at("model")));
        breakOff("later.gguf");
        QVERIFY(!fs::exists(at("later.gguf")));

        JobQueue jobs;
        QVERIFY(jobs.keepIn(at("jobs")).empty());
        QCOMPARE(jobs.jobs().size(), std::size_t{1});
        const auto& job = dynamic_cast<const ConversionJob&>(*jobs.jobs().front());
        QVERIFY(job.state == JobState::paused);
        QCOMPARE(job.title, QStringLiteral("later.gguf"));
        QCOMPARE(job.plannedBytes, session_->plan()->fileBytes());
        jobs.resume(job.id);
        QVERIFY(waitUntil([&] { return !job.isActive(); }, 120'000));
        QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
        QVERIFY(job.plan != nullptr);

        const int whole = jobs.add(jobTo("whole.gguf"));
        QVERIFY(waitUntil([&] { return !jobs.find(whole)->isActive(); }, 120'000));
        QCOMPARE(readTextFile(at("later.gguf"), 1U << 30U) == readTextFile(at("whole.gguf"), 1U << 30U), true);
    }

    void whatIsDoneStaysInTheList() {
        QVERIFY(open(test::resourceFile("sample")));
        double error = 0;
        {
            JobQueue jobs;
            QVERIFY(jobs.keepIn(at("jobs")).empty());
            const int id = jobs.add(jobTo("done.gguf"));
            QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }));
            error = jobs.find<ConversionJob>(id)->report->relativeError;
        }
        JobQueue jobs;
        QVERIFY(jobs.keepIn(at("jobs")).empty());
        QCOMPARE(jobs.jobs().size(), std::size_t{1});
        const auto& job = dynamic_cast<const ConversionJob&>(*jobs.jobs().front());
        QVERIFY(job.state == JobState::done && !job.plan);
        QCOMPARE(job.report->relativeError, error);
        QCOMPARE(job.report->weights.size(), session_->plan()->choices.size());
        QCOMPARE(job.report->bytesWritten, session_->plan()->fileBytes());
        QCOMPARE(job.sourceBytes, session_->model()->checkpoint().fileBytes());
        QCOMPARE(job.place(), at("done.gguf"));
        ResultCard card;
        card.show(&job);
        QVERIFY(!card.findChildren<QLabel*>().isEmpty());
        jobs.clearFinished();
        QVERIFY(waitUntil([&] { return kept("jobs").isEmpty(); }));
    }

    void aMeasurementOfAnEarlierRunGoesOnAndStaysInTheList() {
        QVERIFY(open(test::resourceFile("sample")));
        const MeasureSubject subject{.model = {.source = test::resourceFile("sample"), .preTokenizer = {}, .importance = {}},
                                     .settings = {.textFile = {}, .contextTokens = 64, .windows = 2}};
        const auto cache = std::make_shared<const QualityCache>(at("measured"));
        {
            JobQueue jobs;
            QVERIFY(jobs.keepIn(at("jobs")).empty());
            const int id = jobs.add(measureJob(subject, {{QStringLiteral("Q8_0"), "gguf"}, {QStringLiteral("Q2_K"), "gguf"}},
                                               {session_->model(), nullptr}, cache));
            QCOMPARE(jobs.find(id)->title, QStringLiteral("sample, Q8_0, Q2_K"));
            QVERIFY(waitUntil([&] { return jobs.find(id)->state != JobState::waiting; }));
        } // closed while it measures
        const auto divergences = [](const Job& job) {
            std::vector<double> all;
            for (const MeasureJob::Entry& entry : dynamic_cast<const MeasureJob&>(job).entries) {
                all.push_back(entry.quality ? entry.quality->divergence->kl.value : -1);
            }
            return all;
        };
        std::vector<double> found;
        {
            JobQueue jobs;
            QVERIFY(jobs.keepIn(at("jobs")).empty());
            QCOMPARE(jobs.jobs().size(), std::size_t{1});
            const Job& job = *jobs.jobs().front();
            if (job.state != JobState::done) { // a quick machine may have finished first
                QVERIFY(job.state == JobState::paused);
                jobs.resume(job.id);
                QVERIFY(waitUntil([&] { return !job.isActive(); }, 120'000));
            }
            QVERIFY2(job.state == JobState::done, qPrintable(logText(job)));
            found = divergences(job);
            QVERIFY(found[0] > 0 && found[1] > 3 * found[0]);
        }
        JobQueue jobs;
        QVERIFY(jobs.keepIn(at("jobs")).empty());
        QCOMPARE(jobs.jobs().size(), std::size_t{1});
        const Job& job = *jobs.jobs().front();
        QVERIFY(job.state == JobState::done);
        QVERIFY(job.finishedAt.secsTo(QDateTime::currentDateTime()) < 300);
        QCOMPARE(divergences(job), found);
        QVERIFY(logText(job).contains(QStringLiteral("Q2_K: perplexity")));
        jobs.clearFinished();
        QVERIFY(waitUntil([&] { return kept("jobs").isEmpty(); }));
    }

    void jobsBelongToOneWindow() {
        QVERIFY(open(test::resourceFile("sample")));
        JobQueue mine;
        QVERIFY(mine.keepIn(at("jobs")).empty());
        ConversionJob failing = jobTo("never.gguf");
        failing.destination = at("no such folder") / "never.gguf";
        const int id = mine.add(failing);
        QVERIFY(waitUntil([&] { return !mine.find(id)->isActive(); }));
        QVERIFY(mine.find(id)->state == JobState::failed);
        QVERIFY(waitUntil([&] { return kept("jobs").size() == 1; }));
        JobQueue other;
        QVERIFY(other.keepIn(at("jobs")).empty());
        QVERIFY(other.jobs().empty());
        mine.remove(id);
        mine.makeRemovalFinal();
        QVERIFY(waitUntil([&] { return kept("jobs").isEmpty(); }));
    }

    void aFailedJobIsStillThereWithItsReason() {
        QVERIFY(open(test::resourceFile("sample")));
        QString reason;
        {
            JobQueue jobs;
            QVERIFY(jobs.keepIn(at("jobs")).empty());
            ConversionJob failing = jobTo("never.gguf");
            failing.destination = at("no such folder") / "never.gguf";
            const int id = jobs.add(failing);
            QVERIFY(waitUntil([&] { return jobs.find(id)->state == JobState::failed; }));
            reason = jobs.find(id)->problem->title;
        }
        JobQueue jobs;
        QVERIFY(jobs.keepIn(at("jobs")).empty());
        QCOMPARE(jobs.jobs().size(), std::size_t{1});
        QVERIFY(jobs.jobs().front()->state == JobState::failed);
        QCOMPARE(jobs.jobs().front()->problem->title, reason);
    }

    void whatCannotBeReadIsTold() {
        fs::create_directories(at("jobs"));
        write("jobs/1.json", "[1, 2");
        write("jobs/2.json", R"({"kind": "conversion", "title": "a", "recipe": {"plan": "{}"}})");
        write("jobs/3.json", R"({"kind": "measurement", "title": 7, "original": "{}", "done": -1e300})");
        write("jobs/4.json", R"({"kind": "of another version", "title": "b"})");
        write("jobs/5.json",
              "{\"kind\": \"conversion\", \"state\": \"done\", \"recipe\": {\"plan\": " + quotedPlan() + "}}"); // and no result
        JobQueue jobs;
        QCOMPARE(jobs.keepIn(at("jobs")).size(), std::size_t{5});
        QVERIFY(jobs.jobs().empty());
        QVERIFY(jobs.keepIn(at("jobs")).empty());
    }

    void aListThatCannotBeReadIsTold() {
        QVERIFY(KeptJobs(at("jobs")).takeOver().unreadable.empty()); // there is none before the first job
        write("jobs", "no folder");
        const KeptJobs::Former former = KeptJobs(at("jobs")).takeOver();
        QCOMPARE(former.unreadable.size(), std::size_t{1});
        QVERIFY(former.unreadable.front().kind == ErrorKind::failed && former.jobs.empty());
        QVERIFY(fs::exists(at("jobs")));
    }

    /// A disk that does not answer now may do so the next time.
    void aJobThatCannotBeReadNowIsNotRemoved() {
        fs::create_directories(at("jobs"));
        test::FaultyDisk disk(at("jobs"));
        std::size_t kept = 0;
        for (std::size_t call = 1; call <= 10; ++call) {
            write("jobs/1.json", R"({"kind": "of another version"})");
            const FileSystemInUse inUse(disk);
            disk.setFault(test::Fault{.kind = test::Fault::Kind::error, .call = call, .errorNumber = EIO});
            for (const Problem& problem : KeptJobs(at("jobs")).takeOver().unreadable) {
                if (problem.kind == ErrorKind::failed) {
                    QVERIFY(test::treeOf(at("jobs")).contains("1.json"));
                    ++kept;
                }
            }
        }
        QVERIFY(kept > 2);
        write("jobs/1.json", R"({"kind": "of another version"})");
        QCOMPARE(KeptJobs(at("jobs")).takeOver().unreadable.size(), std::size_t{1});
        QVERIFY(!test::treeOf(at("jobs")).contains("1.json")); // what was read and makes no sense is gone
    }

    /// The list of jobs, mixes that nobody saved.
    void whatOutlivesTheProgramIsWholeOrAsBefore() {
        fs::create_directories(at("data"));
        test::DiskTrials trials(at("data"));
        test::DiskTrial trial;
        trial.key = "kept.json";
        trial.before = {{"kept.json", "{\"old\": 1}"}};
        trial.work = [this] { writeUserData(at("data/kept.json"), QJsonObject{{"new", 2}}); };
        trial.after = trials.undisturbed(trial);
        for (const std::string& fault : {trials.everyCallFails(trial, {}), trials.everyCallIsTheLast(trial, {})}) {
            QVERIFY2(fault.empty(), fault.c_str());
        }
    }

    void aPathMayBeAnyBytes() {
        const fs::path strange("/tmp/\xff %41\n\xc3\xa4");
        QCOMPARE(pathFromJson(pathInJson(strange)).native(), strange.native());
        QVERIFY(pathFromJson(pathInJson({})).empty());
    }

    void aMixThatNobodySavedComesBackWithItsModel() {
        const fs::path model = test::resourceFile("sample");
        PlanDocument mine;
        {
            PlanDrafts drafts(*session_, at("drafts"));
            QVERIFY(open(model));
            QVERIFY(changeAWeight("Q8_0"));
            mine = session_->plan()->document;
        } // closed, or another model: at once
        session_ = std::make_unique<Session>();
        PlanDrafts drafts(*session_, at("drafts"));
        QDateTime found;
        connect(&drafts, &PlanDrafts::found, this, [&](const QDateTime& time) { found = time; });
        QVERIFY(open(model));
        QVERIFY(waitUntil([&] { return found.isValid(); }));
        QVERIFY(found.secsTo(QDateTime::currentDateTime()) < 300);
        QVERIFY(session_->plan()->document != mine);
        drafts.use();
        QVERIFY(waitUntil([&] { return session_->plan()->document == mine; }));
    }

    void aMixThatIsTakenBackOrSavedIsNoDraft() {
        PlanDrafts drafts(*session_, at("drafts"));
        QVERIFY(open(test::resourceFile("sample")));
        QVERIFY(changeAWeight("Q8_0"));
        QVERIFY(waitUntil([&] { return kept("drafts").size() == 1; }));
        session_->history().undo();
        QVERIFY(waitUntil([&] { return kept("drafts").isEmpty(); }));
        session_->history().redo();
        QVERIFY(waitUntil([&] { return kept("drafts").size() == 1; }));
        drafts.isSaved({session_->plan()->document, {}});
        QVERIFY(waitUntil([&] { return kept("drafts").isEmpty(); }));
        QVERIFY(changeAWeight("Q5_K"));
        QVERIFY(waitUntil([&] { return kept("drafts").size() == 1; }));
    }

    void settingsAreWrittenWhenTheyChange() {
        MainWindow window(std::make_shared<ResultCache>(at("cache")));
        window.session().setContext(4321);
        QVERIFY(waitUntil([] { return QSettings().value(QStringLiteral("context")).toInt() == 4321; }));
    }

    void anOfferGoesWithItsModel() {
        PlanDrafts drafts(*session_, at("drafts"));
        bool isOffered = false;
        connect(&drafts, &PlanDrafts::found, this, [&] { isOffered = true; });
        connect(&drafts, &PlanDrafts::withdrawn, this, [&] { isOffered = false; });
        QVERIFY(open(test::resourceFile("sample")));
        QVERIFY(changeAWeight("Q8_0"));
        fs::create_directory(at("other"));
        fs::copy(test::resourceFile("sample"), at("other"), fs::copy_options::recursive);
        session_->open(at("other"));
        QVERIFY(waitUntil([&] { return session_->model()->checkpoint().path() == at("other"); }));
        QVERIFY(!isOffered);
        session_->open(test::resourceFile("sample"));
        QVERIFY(waitUntil([&] { return isOffered; }));
        session_->open(at("other"));
        QVERIFY(waitUntil([&] { return !isOffered; }));
    }

    void theWindowOffersToGoOn() {
        QVERIFY(open(test::resourceFile("sample")));
        const QByteArray data = qgetenv("XDG_DATA_HOME");
        qputenv("XDG_DATA_HOME", folder_->path().toLocal8Bit());
        {
            JobQueue jobs;
            QVERIFY(jobs.keepIn(at("quantlathe/jobs")).empty());
            const int id = jobs.add(jobTo("offered.gguf"));
            jobs.pause(id);
            QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }));
        }
        MainWindow window(std::make_shared<ResultCache>(at("cache")));
        qputenv("XDG_DATA_HOME", data);
        QCOMPARE(window.messages().titles(), QStringList{QStringLiteral("1 job is not finished")});
        QCOMPARE(window.jobs().jobs().size(), std::size_t{1});
    }

    /// What the chart of a running job shows: never more than 1000 bytes in 20 ms.
    void aJobThatLastsHasSpeeds() {
        JobQueue jobs;
        const int id = jobs.add(SteadyJob());
        QVERIFY(waitUntil([&] { return !jobs.find(id)->isActive(); }, 20'000));
        QVERIFY(jobs.find(id)->state == JobState::done);
        const std::vector<Job::Speed>& speeds = jobs.find(id)->speeds;
        QVERIFY(speeds.size() >= 3);
        double last = 0;
        for (const Job::Speed& speed : speeds) {
            QVERIFY(speed.seconds >= last && speed.bytesPerSecond > 0 && speed.bytesPerSecond <= 55'000);
            last = speed.seconds;
        }
    }
};

QTEST_MAIN(TestKeptWork)
#include "tst_kept_work.moc"
