// SPDX-License-Identifier: GPL-3.0-or-later
// Listings and downloads: what arrives is what was listed, and what is not complete has no name.
#include "hub_server.h"

#include "base/file.h"
#include "hub/download.h"

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

struct Run {
    explicit Run(const FakeHub& fake, std::string token = {})
        : hub{.access = {.endpoint = fake.endpoint(), .token = Secret(std::move(token)), .isOffline = false},
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

    HubListing list(const std::string& path = {}) {
        HttpClient client = hub.client();
        const HubAddress address{.organization = "org", .name = "model", .revision = "main", .path = path};
        return listFiles(client, hub.access, address, commitOf(client, hub.access, address));
    }
};

DownloadRequest requestFor(const QTemporaryDir& place, const std::string& path = {}) {
    return {.address = {.organization = "org", .name = "model", .revision = "main", .path = path},
            .patterns = {},
            .folder = fs::path(place.path().toStdString()) / "model",
            .parallel = 4};
}

std::string textOf(const fs::path& file) {
    const auto bytes = readAll(file);
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::string entry(const std::string& path) {
    return R"([{"type": "file", "size": 1, "path": ")" + path + R"("}])";
}

} // namespace

class TestDownload : public QObject {
    Q_OBJECT
private:
    FakeHub hub_;
    std::string weights_;

    static bool isWhole(const fs::path& folder, const FakeHub& hub, const QStringList& names) {
        QStringList there;
        for (const auto& file : fs::recursive_directory_iterator(folder)) {
            if (file.is_regular_file()) {
                there.append(QString::fromStdString(fs::relative(file.path(), folder).string()));
            }
        }
        there.sort();
        QStringList sorted = names;
        sorted.sort();
        return there == sorted && std::ranges::all_of(names, [&](const QString& name) {
                   return textOf(folder / name.toStdString()) == hub.files.at(name.toStdString());
               });
    }

    static const QStringList& modelFiles() {
        static const QStringList names{
            "config.json",    "generation_config.json", "model.safetensors",     "special_tokens_map.json",
            "tokenizer.json", "tokenizer.model",        "tokenizer_config.json", "MODEL.md"};
        return names;
    }

private slots:
    void initTestCase() {
        hub_.addFolder(resourceFile("sample"));
        hub_.add("pytorch_model.bin", std::string(1000, 'p'), true);
        hub_.add("onnx/model.onnx", std::string(1000, 'o'), true);
        weights_ = hub_.files.at("model.safetensors");
    }
    void init() {
        hub_.fault = nullptr;
        hub_.filesOfPage = 1000;
        hub_.server().forget();
    }

    void listingsComeInPages() {
        hub_.filesOfPage = 2;
        const HubListing listing = Run(hub_).list();
        QCOMPARE(listing.files.size(), hub_.files.size());
        QCOMPARE(listing.commit, hub_.commit);
        const HubFile* const weights = listing.find("model.safetensors");
        QVERIFY(weights != nullptr && weights->bytes == weights_.size() && weights->sha256.size() == 64 &&
                weights->gitHash.empty());
        QCOMPARE(listing.find("config.json")->gitHash.size(), 40U);
        QVERIFY(listing.find("none") == nullptr);
    }

    void pagesElsewhereAreNotAsked() {
        for (const std::string target : {"http://localhost:1/x", "https://evil.example/x"}) {
            hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
                return request.target.find("/tree/") == std::string::npos
                           ? std::nullopt
                           : std::optional(HttpReply{.headers = {{"Link", "<" + target + ">; rel=\"next\""}}, .body = "[]"});
            };
            const auto error = errorOf([&] { static_cast<void>(Run(hub_).list()); });
            QVERIFY(error && error->exitCode() == 2);
        }
    }

    void endlessListingsEnd() {
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.find("/tree/") == std::string::npos
                       ? std::nullopt
                       : std::optional(
                             HttpReply{.headers = {{"Link", "<" + hub_.endpoint() + request.target + ">; rel=\"next\""}},
                                       .body = entry("x")});
        };
        QVERIFY(errorOf([&] { static_cast<void>(Run(hub_).list()); }));
        QVERIFY(hub_.server().count() <= 1001);
    }

    void namesThatLeadOutAreRefused() {
        for (const char* const path :
             {"../x", "/etc/x", "a/../../x", "a//b", "./x", "", "a\\u0000b", "a\\nb", "..", "a/.", "\\ud800"}) {
            const auto error = errorOf([&] { static_cast<void>(parseTreePage(entry(path), "hf:org/model")); });
            QVERIFY2(error && error->exitCode() == 2, path);
        }
        QCOMPARE(parseTreePage(entry("a..b/c d.json"), "").size(), 1U);
    }

    void wrongListingsAreRefused() {
        for (const char* const text :
             {"", "{}", "[1]", "[{\"type\": \"file\", \"path\": \"a\"}]",
              "[{\"type\": \"file\", \"path\": \"a\", \"size\": -1}]",
              "[{\"type\": \"file\", \"path\": \"a\", \"size\": 1, \"lfs\": {\"oid\": \"12\", \"size\": 1}}]", "<html>",
              "[[]]"}) {
            QVERIFY2(errorOf([&] { static_cast<void>(parseTreePage(text, "x")); }), text);
        }
        for (const char* const text : {"", "[]", "{}", "{\"sha\": \"../../x\"}", "{\"sha\": 1}",
                                       "{\"x\": {\"sha\": \"0123456789abcdef0123456789abcdef01234567\"}}"}) {
            QVERIFY2(errorOf([&] { static_cast<void>(parseRevision(text, "x")); }), text);
        }
    }

    void linksAreRead() {
        QCOMPARE(nextPage("<https://a/b>; rel=\"first\", <https://a/c?x=1>; rel=\"next\""),
                 std::optional<std::string>("https://a/c?x=1"));
        QVERIFY(!nextPage("") && !nextPage("<x>; rel=\"prev\"") && !nextPage("next"));
    }

    void theModelArrivesWhole() {
        const QTemporaryDir place;
        Run run(hub_, "hf_secret");
        const DownloadReport report = download(run.hub, requestFor(place));
        const fs::path folder = requestFor(place).folder;
        QVERIFY(isWhole(folder, hub_, modelFiles()));
        QVERIFY(!fs::exists(folder.string() + ".part"));
        QVERIFY(report.bytesFetched > report.plan.bytes && report.bytesFetched < report.plan.bytes + 50'000);
        for (const HttpRequest& request : hub_.server().requests()) { // the other host never hears the token
            QCOMPARE(request.header("authorization").empty(), request.target.starts_with("/cdn/"));
        }
        const auto error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY(error && error->exitCode() == 2); // it is there
    }

    void chosenFilesArriveWithTheirFolders() {
        const QTemporaryDir place;
        Run run(hub_);
        DownloadRequest request = requestFor(place);
        request.patterns = {"onnx/*", "config.json"};
        fs::create_directory(request.folder); // an empty one is in nobody's way
        download(run.hub, request);
        QVERIFY(isWhole(request.folder, hub_, {"onnx/model.onnx", "config.json"}));
    }

    void cutConnectionsDoNotShow() {
        const QTemporaryDir place;
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            if (!request.target.starts_with("/cdn/")) {
                return std::nullopt;
            }
            HttpReply reply = rangeReply(request, weights_);
            reply.sent = std::max<std::size_t>(weights_.size() / 4, 1);
            return reply;
        };
        Run run(hub_);
        download(run.hub, requestFor(place));
        QVERIFY(isWhole(requestFor(place).folder, hub_, modelFiles()));
    }

    void otherContentsThanListedGetNoName() {
        const QTemporaryDir place;
        std::string damaged = weights_;
        damaged[damaged.size() / 2] ^= 1;
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.starts_with("/cdn/") ? std::optional(rangeReply(request, damaged)) : std::nullopt;
        };
        Run run(hub_);
        const auto error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY2(error && error->kind() == ErrorKind::failed && error->title().find("damaged") != std::string::npos,
                 error ? error->what() : "");
        QVERIFY(!fs::exists(requestFor(place).folder));
        QVERIFY(!fs::exists(requestFor(place).folder.string() + ".part/model.safetensors"));
        hub_.fault = nullptr;
        Run again(hub_);
        download(again.hub, requestFor(place)); // and the next run starts that file anew
        QVERIFY(isWhole(requestFor(place).folder, hub_, modelFiles()));
    }

    void smallFilesAreCheckedToo() {
        const QTemporaryDir place;
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.ends_with("/config.json")
                       ? std::optional(rangeReply(request, std::string(hub_.files.at("config.json").size(), ' ')))
                       : std::nullopt;
        };
        Run run(hub_);
        const auto error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY(error && error->title().starts_with("config.json"));
    }

    void whatWasInterruptedIsContinued() {
        const QTemporaryDir place;
        const std::size_t half = weights_.size() / 2;
        Run first(hub_);
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            if (!request.target.starts_with("/cdn/")) {
                return std::nullopt;
            }
            HttpReply reply = rangeReply(request, weights_);
            reply.sent = half;
            if (request.header("range") != "bytes=0-" + std::to_string(weights_.size() - 1)) { // cut once: the user ends it
                first.cancel.cancel();
                reply.sent = 0;
            }
            return reply;
        };
        const auto error = errorOf([&] { download(first.hub, requestFor(place)); });
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
        QVERIFY(!fs::exists(requestFor(place).folder));
        QCOMPARE(stampOf(requestFor(place).folder.string() + ".part/model.safetensors.part").size, half);
        hub_.fault = nullptr;
        hub_.server().forget();
        Run second(hub_);
        const DownloadReport report = download(second.hub, requestFor(place));
        QVERIFY(report.plan.bytesHere >= half);
        QVERIFY(isWhole(requestFor(place).folder, hub_, modelFiles()));
        QVERIFY(std::ranges::any_of(hub_.server().requests(), [&](const HttpRequest& request) {
            return request.header("range") == "bytes=" + std::to_string(half) + "-" + std::to_string(weights_.size() - 1);
        }));
        QVERIFY(std::ranges::none_of(hub_.server().requests(), [](const HttpRequest& request) { // the commit is remembered
            return request.target.find("/revision/") != std::string::npos;
        }));
    }

    void whatWasInterruptedCanBeDeleted() {
        const QTemporaryDir place;
        const fs::path folder = requestFor(place).folder;
        const fs::path work = folder.string() + ".part";
        discardInterruptedDownload(folder); // nothing there
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.starts_with("/cdn/") ? std::optional(HttpReply{.status = 404}) : std::nullopt;
        };
        Run run(hub_);
        QVERIFY(errorOf([&] { download(run.hub, requestFor(place)); }));
        QVERIFY(fs::exists(work));
        {
            OutputFile atWork(work / ".quantlathe-download.json", OutputFile::Mode::continueExisting);
            QVERIFY(atWork.tryLock() != OutputFile::Lock::taken);
            discardInterruptedDownload(folder);
            QVERIFY2(fs::exists(work), "another run is at work");
        }
        discardInterruptedDownload(folder / ""); // the same folder
        QVERIFY(!fs::exists(work));
        fs::create_directory(work);
        writeAll(work / "x", std::as_bytes(std::span(std::string_view("mine"))));
        discardInterruptedDownload(folder);
        QVERIFY2(fs::exists(work / "x"), "it is no download");
    }

    void aDamagedLeftoverIsFetchedAnew() {
        const QTemporaryDir place;
        const fs::path work = requestFor(place).folder.string() + ".part";
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.starts_with("/cdn/") ? std::optional(HttpReply{.status = 404}) : std::nullopt;
        };
        Run first(hub_);
        QVERIFY(errorOf([&] { download(first.hub, requestFor(place)); }));
        const std::string zeros(weights_.size() / 3, '\0'); // what a power cut leaves
        writeAll(work / "model.safetensors.part", std::as_bytes(std::span(zeros)));
        hub_.fault = nullptr;
        Run second(hub_);
        download(second.hub, requestFor(place));
        QVERIFY(isWhole(requestFor(place).folder, hub_, modelFiles()));
    }

    void otherThingsInTheWayStay() {
        const QTemporaryDir place;
        const fs::path folder = requestFor(place).folder;
        const fs::path work = folder.string() + ".part";
        fs::create_directory(work);
        const std::string_view mine = "mine";
        writeAll(work / "x", std::as_bytes(std::span(mine)));
        Run run(hub_);
        auto error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY(error && error->exitCode() == 2 && textOf(work / "x") == "mine");
        fs::remove_all(work);
        fs::create_directory(folder);
        writeAll(folder / "x", std::as_bytes(std::span(mine)));
        error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY(error && error->exitCode() == 2 && textOf(folder / "x") == "mine");
        QVERIFY(!fs::exists(work));
    }

    void anotherModelsLeftoverIsNotContinued() {
        const QTemporaryDir place;
        Run run(hub_);
        DownloadRequest request = requestFor(place);
        request.patterns = {"config.json"};
        hub_.fault = [](const HttpRequest& asked) -> std::optional<HttpReply> {
            return asked.target.find("/resolve/") == std::string::npos ? std::nullopt : std::optional(HttpReply{.status = 404});
        };
        QVERIFY(errorOf([&] { download(run.hub, request); }));
        hub_.fault = nullptr;
        const auto error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY2(error && error->detail().find("something else") != std::string::npos, error ? error->what() : "");
    }

    void aDiskThatIsTooSmallIsSeenBefore() {
        const QTemporaryDir place;
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            return request.target.find("/tree/") == std::string::npos
                       ? std::nullopt
                       : std::optional(
                             HttpReply{.body = R"([{"type": "file", "path": "model.safetensors", "size": 9000000000000000}])"});
        };
        Run run(hub_);
        const auto error = errorOf([&] { download(run.hub, requestFor(place)); });
        QVERIFY2(error && error->title().find("too little room") != std::string::npos, error ? error->what() : "");
        QVERIFY(!fs::exists(requestFor(place).folder.string() + ".part"));
    }
};

QTEST_APPLESS_MAIN(TestDownload)
#include "tst_download.moc"
