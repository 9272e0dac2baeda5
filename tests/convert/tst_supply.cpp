// SPDX-License-Identifier: GPL-3.0-or-later
// Conversions of models that lie on a hub: the bytes of a download and a conversion, with a disk that never holds both.
#include "base/file.h"
#include "convert/convert_support.h"
#include "convert/folder_support.h"
#include "convert/hub_supply.h"
#include "convert/source_supply.h"
#include "hub/hub_server.h"
#include "hub/remote_model.h"

#include <QElapsedTimer>
#include <QProcess>
#include <sys/mount.h>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

/// The sample as a folder with shards of about that size.
fs::path shardedSample(const fs::path& folder, const std::string& format, const std::string& preset, std::uint64_t shardBytes) {
    PlanDocument document = folderDocument(format, preset);
    document.options.split.maxBytes = shardBytes;
    static_cast<void>(convertQuietly(makePlan(sample(), document), folder));
    return folder;
}

/// One run against the hub, as the command line makes it.
struct HubRun {
    explicit HubRun(const FakeHub& fake)
        : hub{.access = {.endpoint = fake.endpoint(), .token = {}, .isOffline = false},
              .limits = {},
              .traffic = {},
              .cancel = cancel,
              .progress = progress} {
        hub.limits.attempts = 3;
        hub.limits.firstWait = std::chrono::milliseconds(5);
        hub.limits.progressBytes = 1000;
    }
    CancelToken cancel;
    Progress progress;
    HubConnection hub;
    std::shared_ptr<const Model> model;

    Plan plan(const PlanDocument& document) {
        model =
            openModel(lookAtRemoteModel(hub, {.organization = "org", .name = "model", .revision = "main", .path = {}}).path);
        return makePlan(model, document);
    }

    ConvertReport convert(const Plan& plan, const fs::path& destination, const std::function<void()>& onResult = {}) {
        ConvertOptions options;
        options.threads = 2;
        options.allowRequantize = true;
        options.supply = std::make_shared<HubSupply>(hub, plan.model->checkpoint(), destination);
        options.onResult = [&](const WeightResult&) {
            if (onResult) {
                onResult();
            }
        };
        return quantlathe::convert(plan, destination, options, smallTuning(), progress, cancel);
    }
};

PlanDocument ggufDocument(const std::string& preset) {
    PlanDocument document;
    document.preset = preset;
    return document;
}

/// Requests for contents of weights, which come from the other host: the headers are small ranges from the start.
std::uint64_t weightRequests(FakeHub& hub) {
    const auto requests = hub.server().requests();
    return static_cast<std::uint64_t>(
        std::ranges::count_if(requests, [](const HttpRequest& request) { return request.target.starts_with("/cdn/"); }));
}

std::map<std::string, std::string> contentsOf(const fs::path& place) {
    std::map<std::string, std::string> hashes;
    if (fs::is_regular_file(place)) {
        hashes[{}] = fileHash(place);
        return hashes;
    }
    for (const auto& entry : fs::recursive_directory_iterator(place)) {
        if (entry.is_regular_file()) {
            hashes[fs::relative(entry.path(), place).string()] = fileHash(entry.path());
        }
    }
    return hashes;
}

/// Files of a source of which only a part was fetched.
std::set<std::string> cutFiles(const fs::path& destination) {
    std::set<std::string> names;
    const fs::path folder = temporaryPaths(destination).source;
    if (fs::exists(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            if (entry.path().extension() == ".part") {
                names.insert(entry.path().stem().string());
            }
        }
    }
    return names;
}

std::uint64_t apparentBytes(const fs::path& place) {
    std::uint64_t sum = 0;
    std::error_code ignored; // files come and go
    for (const auto& entry : fs::recursive_directory_iterator(place, ignored)) {
        if (entry.is_regular_file(ignored)) {
            const auto size = entry.file_size(ignored);
            sum += ignored ? 0 : size;
        }
    }
    return sum;
}

} // namespace

class TestSupply : public QObject {
    Q_OBJECT
private:
    QTemporaryDir place_;
    FakeHub hub_;
    std::shared_ptr<const Model> local_; // what the hub has

    [[nodiscard]] fs::path in(const std::string& name) const { return fs::path(place_.path().toStdString()) / name; }
    static bool nothingIsLeft(const fs::path& destination) {
        return nothingIsLeftBeside(destination) && !fs::exists(temporaryPaths(destination).source);
    }
    [[nodiscard]] std::map<std::string, std::string> expected(const PlanDocument& document, const std::string& name) const {
        ConvertOptions options;
        options.allowRequantize = true;
        static_cast<void>(convertQuietly(makePlan(local_, document), in(name), options));
        return contentsOf(in(name));
    }

private slots:
    void initTestCase() {
        qputenv("XDG_CACHE_HOME", in("cache").string().c_str());
        const fs::path folder = shardedSample(in("model"), "safetensors", "BF16", 2'000'000);
        hub_.addFolder(folder);
        local_ = openModel(folder);
        QVERIFY(local_->checkpoint().files().size() >= 6);
    }
    void init() {
        hub_.fault = nullptr;
        hub_.server().forget();
    }

    void whatIsBegunIsFinishedFirst() {
        // Two long items beside a chain: 0 and 1 belong together, 2 stands alone, 3 goes with 0.
        const std::vector<std::vector<std::size_t>> needs{{2}, {0, 1}, {0}, {0, 3}, {}};
        const std::vector<std::uint64_t> sizes{10, 20, 40, 5};
        const SupplyOrder order = orderOfSupply(needs, sizes);
        QCOMPARE(order.bytes, std::uint64_t{75});
        QCOMPARE(order.peakBytes, std::uint64_t{40});
        std::vector<std::size_t> done;
        std::set<std::size_t> here;
        for (const SupplyStep& step : order.steps) {
            here.insert(step.bring.begin(), step.bring.end());
            for (const std::size_t item : step.items) {
                QVERIFY(std::ranges::all_of(needs[item], [&](std::size_t file) { return here.contains(file); }));
                done.push_back(item);
            }
            for (const std::size_t file : step.drop) {
                QCOMPARE(here.erase(file), std::size_t{1});
            }
        }
        std::ranges::sort(done);
        QCOMPARE(done, (std::vector<std::size_t>{0, 1, 2, 3, 4}));
        QVERIFY(here.empty());
    }

    void nothingToBringIsNoTrouble() {
        QVERIFY(orderOfSupply({}, std::vector<std::uint64_t>{1}).steps.empty());
        const SupplyOrder order = orderOfSupply(std::vector<std::vector<std::size_t>>{{}, {}}, std::vector<std::uint64_t>{7});
        QCOMPARE(order.steps.size(), std::size_t{1});
        QCOMPARE(order.peakBytes, std::uint64_t{0});
    }

    void theBytesAreThoseOfADownload_data() {
        QTest::addColumn<QString>("format");
        QTest::addColumn<QString>("preset");
        QTest::newRow("GGUF") << "gguf"
                              << "Q4_K_M";
        QTest::newRow("GGUF, copied") << "gguf"
                                      << "BF16";
        QTest::newRow("bitsandbytes") << "bitsandbytes"
                                      << "NF4";
        QTest::newRow("HQQ") << "hqq"
                             << "HQQ4";
        QTest::newRow("joined scales") << "compressed-tensors"
                                       << "NVFP4A16";
        QTest::newRow("FP8") << "fbgemm"
                             << "FP8";
    }
    void theBytesAreThoseOfADownload() {
        QFETCH(QString, format);
        QFETCH(QString, preset);
        const PlanDocument document = folderDocument(format.toStdString(), preset.toStdString());
        const std::string name = QTest::currentDataTag();
        const auto wanted = expected(document, name + " here");
        HubRun run(hub_);
        const Plan plan = run.plan(document);
        const ConvertReport report = run.convert(plan, in(name));
        QCOMPARE(contentsOf(in(name)), wanted);
        QVERIFY(nothingIsLeft(in(name)));
        QCOMPARE(report.bytesFetched, local_->checkpoint().fileBytes());
    }

    void partsOfPackedMatricesAreReadFromWhatWasFetched() {
        FakeHub hub;
        hub.commit = std::string(40, '8');
        const fs::path folder = shardedSample(in("packed"), "fbgemm", "FP8", 1'000'000);
        hub.addFolder(folder);
        ConvertOptions options;
        options.allowRequantize = true;
        static_cast<void>(convertQuietly(makePlan(openModel(folder), ggufDocument("Q8_0")), in("packed-here.gguf"), options));
        HubRun run(hub);
        static_cast<void>(run.convert(run.plan(ggufDocument("Q8_0")), in("packed-there.gguf")));
        // general.name is the folder's or the repository's: the values lie behind the header.
        const auto here = openModel(in("packed-here.gguf"));
        const auto there = openModel(in("packed-there.gguf"));
        for (std::size_t i = 0; i < here->checkpoint().tensors().size(); ++i) {
            QVERIFY(std::ranges::equal(here->checkpoint().bytes(here->checkpoint().tensors()[i]),
                                       there->checkpoint().bytes(there->checkpoint().tensors()[i])));
        }
    }

    void theDiskHoldsNoMoreThanWasSaid() {
        const fs::path folder = in("peak");
        fs::create_directory(folder);
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q4_K_M"));
        const SupplyNeed need = supplyNeed(plan);
        QCOMPARE(need.bytes, local_->checkpoint().fileBytes());
        QVERIFY(need.peakBytes < need.bytes / 2);
        std::atomic<std::uint64_t> most{0};
        const auto look = [&] { most = std::max(most.load(), apparentBytes(folder)); };
        hub_.fault = [&](const HttpRequest&) -> std::optional<HttpReply> {
            look();
            return std::nullopt;
        };
        static_cast<void>(run.convert(plan, folder / "model.gguf", look));
        hub_.fault = nullptr;
        constexpr std::uint64_t journalAndMark = 50'000;
        QVERIFY2(most <= need.peakBytes + plan.fileBytes() + journalAndMark, std::to_string(most).c_str());
        QVERIFY(most > plan.fileBytes() + need.peakBytes / 2); // it was looked
    }

    void onlyFilesThatAreNeededAreFetched() {
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        hub_.server().forget();
        static_cast<void>(run.convert(plan, in("once.gguf")));
        QCOMPARE(weightRequests(hub_), local_->checkpoint().files().size()); // each once, as a whole
    }

    void whatIsDoneIsNotFetchedAgain() {
        const auto wanted = expected(ggufDocument("Q6_K"), "cancelled-here.gguf");
        const fs::path destination = in("cancelled.gguf");
        std::set<std::string> fetched;
        std::size_t runs = 0;
        for (bool isDone = false; !isDone; ++runs) {
            QVERIFY(runs < 100);
            HubRun run(hub_);
            const Plan plan = run.plan(ggufDocument("Q6_K"));
            hub_.server().forget();
            const std::set<std::string> cut = cutFiles(destination); // while they were fetched ahead
            std::size_t results = 0;
            // A few weights more each time, those that were taken over counted: it is stopped at many places.
            const auto stopSoon = [&] {
                if (++results >= 4 + 9 * runs) {
                    run.cancel.cancel();
                }
            };
            const auto error = errorOf([&] { static_cast<void>(run.convert(plan, destination, stopSoon)); });
            isDone = !error;
            QVERIFY(isDone || error->kind() == ErrorKind::cancelled);
            QVERIFY(isDone || hasInterruptedRun(destination));
            for (const HttpRequest& request : hub_.server().requests()) {
                if (request.target.starts_with("/cdn/")) {
                    const std::string name = request.target.substr(5, request.target.find('?') - 5);
                    QVERIFY2(fetched.insert(name).second || cut.contains(name), request.target.c_str());
                }
            }
        }
        QVERIFY(runs > 3);
        QCOMPARE(contentsOf(destination), wanted);
        QVERIFY(nothingIsLeft(destination));
    }

    void aKilledRunGoesOn() {
        const auto wanted = expected(ggufDocument("Q5_K_M"), "killed-here.gguf");
        const fs::path destination = in("killed.gguf");
        QProcess process;
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert("HF_ENDPOINT", QString::fromStdString(hub_.endpoint()));
        environment.insert("QUANTLATHE_RESOURCES", QUANTLATHE_RESOURCES);
        process.setProcessEnvironment(environment);
        // Every connection for weights ends after a part, the fourth never answers: there it is killed.
        std::atomic<int> connections{0};
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            if (!request.target.starts_with("/cdn/")) {
                return std::nullopt;
            }
            HttpReply reply = hub_.rightAnswer(request);
            const bool isHeader = reply.body.size() < 500'000;
            if (isHeader || ++connections < 4) {
                return reply;
            }
            reply.sent = 300'000;
            if (connections > 4) {
                reply.sent = 0;
                std::this_thread::sleep_for(std::chrono::milliseconds(200));
            }
            return reply;
        };
        process.start(QUANTLATHE_CLI,
                      {"convert", "hf:org/model", "--preset", "Q5_K_M", "-o", QString::fromStdString(destination)});
        QTRY_VERIFY_WITH_TIMEOUT(connections >= 5, 120'000);
        process.kill();
        process.waitForFinished();
        hub_.fault = nullptr;
        QVERIFY(!fs::exists(destination) && fs::exists(temporaryPaths(destination).source));
        hub_.server().forget();
        process.start(QUANTLATHE_CLI,
                      {"convert", "hf:org/model", "--preset", "Q5_K_M", "-o", QString::fromStdString(destination)});
        QVERIFY(process.waitForFinished(300'000));
        QVERIFY2(process.exitCode() == 0, process.readAllStandardError());
        QCOMPARE(contentsOf(destination), wanted);
        QVERIFY(nothingIsLeft(destination));
        QVERIFY(weightRequests(hub_) <= local_->checkpoint().files().size() - 2); // two were done, the third goes on
        QVERIFY(std::ranges::any_of(hub_.server().requests(), [](const HttpRequest& request) {
            return request.header("range").starts_with("bytes=300000-");
        }));
    }

    void cutConnectionsDoNotShow() {
        const auto wanted = expected(ggufDocument("Q8_0"), "cut-here.gguf");
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            if (!request.target.starts_with("/cdn/")) {
                return std::nullopt;
            }
            HttpReply reply = hub_.rightAnswer(request);
            reply.sent = std::max<std::size_t>(reply.body.size() / 3, 100'000);
            return reply;
        };
        static_cast<void>(run.convert(plan, in("cut.gguf")));
        hub_.fault = nullptr;
        QCOMPARE(contentsOf(in("cut.gguf")), wanted);
    }

    void nothingOfADamagedFileCounts() {
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        const std::string damagedName = hub_.files.upper_bound("model-00002")->first;
        std::string damaged = hub_.files.at(damagedName);
        damaged[damaged.size() - 100] ^= 1;
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.starts_with("/cdn/" + damagedName) ? std::optional(rangeReply(request, damaged))
                                                                     : std::nullopt;
        };
        const fs::path destination = in("damaged.gguf");
        const auto error = errorOf([&] { static_cast<void>(run.convert(plan, destination)); });
        QVERIFY2(error && error->title().find("damaged") != std::string::npos, error ? error->what() : "no error");
        QVERIFY(!fs::exists(destination));
        QVERIFY(!fs::exists(temporaryPaths(destination).source / damagedName));
        hub_.fault = nullptr;
        HubRun again(hub_);
        static_cast<void>(again.convert(again.plan(ggufDocument("Q8_0")), destination));
        QCOMPARE(contentsOf(destination), expected(ggufDocument("Q8_0"), "damaged-here.gguf"));
    }

    void aHubThatRefusesLosesNothing() {
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        const fs::path destination = in("refused.gguf");
        const std::string third = hub_.files.upper_bound("model-00003")->first;
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.find(third) == std::string::npos ? std::nullopt : std::optional(HttpReply{.status = 404});
        };
        const auto error = errorOf([&] { static_cast<void>(run.convert(plan, destination)); });
        QVERIFY(error && error->kind() == ErrorKind::failed);
        QVERIFY(hasInterruptedRun(destination));
        hub_.fault = nullptr;
        hub_.server().forget();
        HubRun again(hub_);
        const ConvertReport report = again.convert(again.plan(ggufDocument("Q8_0")), destination);
        QVERIFY(report.weightsResumed > 0);
        QCOMPARE(weightRequests(hub_), local_->checkpoint().files().size() - 2);
    }

    void otherHeadersThanWereLookedAtAreRefused() {
        FakeHub hub;
        hub.commit = std::string(40, '7');
        hub.addFolder(in("model"));
        HubRun run(hub);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        std::string& first = hub.files.upper_bound("model-00001")->second;
        first[first.find("weight")] ^= 1; // the same length, and listed like that now
        const auto error = errorOf([&] { static_cast<void>(run.convert(plan, in("swapped.gguf"))); });
        QVERIFY2(error && error->title().find("header") != std::string::npos, error ? error->what() : "no error");
        QVERIFY(nothingIsLeft(in("swapped.gguf")));
    }

    void aDiskThatIsTooSmallIsSeenBefore() {
        const fs::path mountPoint = in("small");
        fs::create_directory(mountPoint);
        if (::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, "size=70m") != 0) { // enough for the result alone
            QSKIP("needs the right to mount a file system");
        }
        const fs::path destination = mountPoint / "out.gguf";
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        hub_.server().forget();
        const auto refused = errorOf([&] { static_cast<void>(run.convert(plan, destination)); });
        const bool isClean = nothingIsLeft(destination);
        const std::uint64_t fetched = weightRequests(hub_);
        ::mount("tmpfs", mountPoint.c_str(), "tmpfs", MS_REMOUNT, "size=90m");
        const auto unexpected = errorOf([&] { static_cast<void>(run.convert(plan, destination)); });
        ::umount(mountPoint.c_str());
        QVERIFY2(refused && refused->kind() == ErrorKind::failed && refused->title().find("are needed on") != std::string::npos,
                 refused ? refused->what() : "no error");
        QVERIFY(isClean);
        QCOMPARE(fetched, std::uint64_t{0});
        QVERIFY2(!unexpected, unexpected ? unexpected->what() : "");
    }

    void theNextFileIsFetchedMeanwhile() {
        const auto wanted = expected(ggufDocument("Q8_0"), "ahead-here.gguf");
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        const SupplyNeed need = supplyNeed(plan);
        QVERIFY(need.leastBytes < need.peakBytes && need.peakBytes < need.bytes);
        hub_.server().forget();
        bool isFirst = true;
        std::uint64_t atFirstResult = 0;
        static_cast<void>(run.convert(plan, in("ahead.gguf"), [&] {
            QElapsedTimer waited;
            waited.start();
            while (isFirst && weightRequests(hub_) < 2 && waited.elapsed() < 10'000) {
                std::this_thread::sleep_for(std::chrono::milliseconds(5));
            }
            atFirstResult = isFirst ? weightRequests(hub_) : atFirstResult;
            isFirst = false;
        }));
        QCOMPARE(atFirstResult, std::uint64_t{2}); // one ahead, no more
        QCOMPARE(contentsOf(in("ahead.gguf")), wanted);
    }

    void withoutRoomNothingIsFetchedAhead() {
        const fs::path mountPoint = in("tight");
        fs::create_directory(mountPoint);
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        const SupplyNeed need = supplyNeed(plan);
        constexpr std::uint64_t spare = (64U << 20U) + 400'000; // what must stay free, journal and mark
        const std::string size = "size=" + std::to_string(need.leastBytes + plan.fileBytes() + spare);
        if (::mount("tmpfs", mountPoint.c_str(), "tmpfs", 0, size.c_str()) != 0) {
            QSKIP("needs the right to mount a file system");
        }
        hub_.server().forget();
        std::uint64_t most = 0;
        const auto error = errorOf([&] {
            static_cast<void>(
                run.convert(plan, mountPoint / "out.gguf", [&] { most = std::max(most, apparentBytes(mountPoint)); }));
        });
        ::umount(mountPoint.c_str());
        QVERIFY2(!error, error ? error->what() : "");
        QVERIFY2(most <= need.leastBytes + plan.fileBytes() + 200'000, std::to_string(most).c_str());
    }

    void whatIsFetchedAheadStopsAtOnce() {
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        std::atomic<int> connections{0};
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            if (!request.target.starts_with("/cdn/") || ++connections < 2) {
                return std::nullopt;
            }
            HttpReply reply = hub_.rightAnswer(request);
            reply.drip = std::chrono::milliseconds(1);
            return reply;
        };
        QElapsedTimer since;
        const auto error = errorOf([&] {
            static_cast<void>(run.convert(plan, in("stopped.gguf"), [&] {
                QElapsedTimer waited;
                waited.start();
                while (connections < 2 && waited.elapsed() < 10'000) { // for the file that is fetched ahead
                    std::this_thread::sleep_for(std::chrono::milliseconds(5));
                }
                if (!since.isValid()) {
                    since.start();
                    run.cancel.cancel();
                }
            }));
        });
        hub_.fault = nullptr;
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
        QVERIFY(since.isValid());
        QVERIFY2(since.elapsed() < 2000, qPrintable(QString::number(since.elapsed())));
        HubRun again(hub_);
        static_cast<void>(again.convert(again.plan(ggufDocument("Q8_0")), in("stopped.gguf")));
        QCOMPARE(contentsOf(in("stopped.gguf")), expected(ggufDocument("Q8_0"), "stopped-here.gguf"));
    }

    void aDiscardedRunLeavesNothing() {
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        const fs::path destination = in("discarded.gguf");
        QVERIFY(errorOf([&] { static_cast<void>(run.convert(plan, destination, [&] { run.cancel.cancel(); })); }));
        QVERIFY(fs::exists(temporaryPaths(destination).source));
        discardInterruptedRun(destination);
        QVERIFY(nothingIsLeft(destination));
    }

    void whatIsNobodysStays() {
        const fs::path destination = in("taken.gguf");
        const fs::path source = temporaryPaths(destination).source;
        fs::create_directory(source);
        const std::string_view mine = "mine";
        writeAll(source / "x", std::as_bytes(std::span(mine)));
        HubRun run(hub_);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        const auto error = errorOf([&] { static_cast<void>(run.convert(plan, destination)); });
        QVERIFY(error && error->exitCode() == 2);
        QVERIFY(fs::exists(source / "x") && nothingIsLeftBeside(destination));
    }

    void theCommitOfTheFirstRunIsKept() {
        FakeHub hub;
        hub.commit = std::string(40, '5');
        hub.addFolder(in("model"));
        const HubAddress address{.organization = "org", .name = "model", .revision = "main", .path = {}};
        const fs::path destination = in("moved.gguf");
        QVERIFY(!suppliedCommit(destination, address));
        HubRun run(hub);
        const Plan plan = run.plan(ggufDocument("Q8_0"));
        QVERIFY(errorOf([&] { static_cast<void>(run.convert(plan, destination, [&] { run.cancel.cancel(); })); }));
        QCOMPARE(suppliedCommit(destination, address), std::optional(hub.commit));
        HubAddress other = address;
        other.name = "other";
        QVERIFY(!suppliedCommit(destination, other));
    }
};

QTEST_GUILESS_MAIN(TestSupply)
#include "tst_supply.moc"
