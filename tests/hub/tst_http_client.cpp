// SPDX-License-Identifier: GPL-3.0-or-later
// Requests against a server that does everything wrong that servers do.
#include "hub_server.h"

#include "base/error.h"
#include "hub/connection.h"

using namespace quantlathe;
using namespace quantlathe::test;
using std::chrono::milliseconds;

namespace {

/// Waits that a test can afford.
HttpLimits quick() {
    HttpLimits limits;
    limits.attempts = 4;
    limits.firstWait = milliseconds(5);
    limits.longestWait = milliseconds(3000);
    limits.progressBytes = 100;
    limits.slowestFor = std::chrono::seconds(1);
    return limits;
}

std::string manyBytes(std::size_t count) {
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += static_cast<char>(i * 37 % 251);
    }
    return text;
}

struct Asked {
    explicit Asked(const std::string& endpoint, HttpLimits limits = quick(), const std::string& token = {})
        : access{.endpoint = endpoint, .token = Secret(token), .isOffline = false},
          client(access, limits, traffic, [this] { return shouldStop.load(); }) {}
    HubAccess access;
    HttpTraffic traffic;
    std::atomic<bool> shouldStop{false};
    HttpClient client;

    std::string get(const std::string& path, std::uint64_t most = 1 << 20) {
        return client.get(access.endpoint + path, most, "the answer").body;
    }
    std::string range(const std::string& path, std::uint64_t bytes, std::uint64_t offset, std::uint64_t length) {
        std::string text;
        client.getRange(
            {.url = access.endpoint + path, .bytes = bytes, .shown = "the file"}, offset, length,
            [&](std::span<const std::byte> more) { text.append(reinterpret_cast<const char*>(more.data()), more.size()); });
        return text;
    }
};

} // namespace

class TestHttpClient : public QObject {
    Q_OBJECT
private slots:
    void rangesAreWhatWasAskedFor() {
        const std::string bytes = manyBytes(5000);
        HttpServer server([&](const HttpRequest& request) { return rangeReply(request, bytes); });
        Asked asked(server.endpoint());
        QCOMPARE(asked.range("/x", 5000, 100, 50), bytes.substr(100, 50));
        QCOMPARE(asked.range("/x", 5000, 0, 5000), bytes);
        QCOMPARE(asked.range("/x", 5000, 10, 0), std::string());
        QCOMPARE(server.count(), 2U);
        QCOMPARE(asked.traffic.requests.load(), 2U);
        QVERIFY(asked.traffic.bytes.load() > 5050 && asked.traffic.bytes.load() < 6000);
    }

    void aServerWithoutRangesCostsTheBytesBefore() {
        const std::string bytes = manyBytes(5000);
        HttpServer server([&](const HttpRequest&) { return HttpReply{.body = bytes}; });
        Asked asked(server.endpoint());
        QCOMPARE(asked.range("/x", 5000, 4000, 500), bytes.substr(4000, 500));
    }

    void cutConnectionsAreContinuedWhereTheyBroke() {
        const std::string bytes = manyBytes(5000);
        HttpServer server([&](const HttpRequest& request) {
            HttpReply reply = rangeReply(request, bytes);
            reply.sent = 700;
            return reply;
        });
        Asked asked(server.endpoint());
        QCOMPARE(asked.range("/x", 5000, 0, 5000), bytes); // more breaks than attempts: each made progress
        QCOMPARE(server.count(), 8U);
        QCOMPARE(server.requests()[1].header("range"), std::string("bytes=700-4999"));
    }

    void withoutProgressItEnds() {
        HttpServer server([&](const HttpRequest& request) {
            HttpReply reply = rangeReply(request, manyBytes(5000));
            reply.sent = 10;
            return reply;
        });
        Asked asked(server.endpoint());
        const auto error = errorOf([&] { asked.range("/x", 5000, 0, 5000); });
        QVERIFY(error && error->kind() == ErrorKind::failed);
        QVERIFY(server.count() < 60);
    }

    void aBusyServerIsAskedAgainWhenItSays() {
        std::atomic<int> answers{0};
        HttpServer server([&](const HttpRequest&) {
            return ++answers < 3 ? HttpReply{.status = answers == 1 ? 429 : 503, .headers = {{"Retry-After", "1"}}}
                                 : HttpReply{.body = "{}"};
        });
        Asked asked(server.endpoint());
        const auto start = std::chrono::steady_clock::now();
        QCOMPARE(asked.get("/x"), std::string("{}"));
        QVERIFY(std::chrono::steady_clock::now() - start >= milliseconds(2000));
        QCOMPARE(answers.load(), 3);
    }

    void nobodyWaitsForHours() {
        HttpServer server([](const HttpRequest&) { return HttpReply{.status = 429, .headers = {{"Retry-After", "3600"}}}; });
        Asked asked(server.endpoint());
        const auto error = errorOf([&] { asked.get("/x"); });
        QVERIFY2(error && error->detail().find("3600") != std::string::npos, error ? error->what() : "");
        QCOMPARE(server.count(), 1U);
    }

    void refusalsSayWhatToDo_data() {
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("code");
        QTest::addColumn<QString>("said");
        QTest::newRow("gated") << 403 << "GatedRepo"
                               << "terms";
        QTest::newRow("private") << 401 << "RepoNotFound"
                                 << "HF_TOKEN";
        QTest::newRow("missing") << 404 << "RepoNotFound"
                                 << "Check the name";
        QTest::newRow("revision") << 404 << "RevisionNotFound"
                                  << "no such revision";
    }
    void refusalsSayWhatToDo() {
        QFETCH(int, status);
        QFETCH(QString, code);
        QFETCH(QString, said);
        HttpServer server([&](const HttpRequest&) {
            return HttpReply{
                .status = status, .headers = {{"X-Error-Code", code.toStdString()}}, .body = std::string(100'000, 'x')};
        });
        Asked asked(server.endpoint());
        const auto error = errorOf([&] { asked.get("/x"); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 2);
        QVERIFY2(std::string(error->what()).find(said.toStdString()) != std::string::npos, error->what());
        QCOMPARE(server.count(), 1U); // asking again would not help
    }

    void theTokenStaysWithItsHost() {
        HttpServer other([](const HttpRequest&) { return HttpReply{.body = "there"}; });
        std::string target;
        HttpServer hub([&](const HttpRequest& request) {
            return request.target == "/same"   ? HttpReply{.status = 307, .headers = {{"Location", "/here"}}}
                   : request.target == "/here" ? HttpReply{.body = "here"}
                                               : HttpReply{.status = 302, .headers = {{"Location", target}}};
        });
        Asked asked(hub.endpoint(), quick(), "hf_secret");
        QCOMPARE(asked.get("/same"), std::string("here"));
        QCOMPARE(hub.requests()[0].header("authorization"), std::string("Bearer hf_secret"));
        QCOMPARE(hub.requests()[1].header("authorization"), std::string("Bearer hf_secret"));
        target = other.endpoint() + "/there"; // another port
        QCOMPARE(asked.get("/x"), std::string("there"));
        QVERIFY(other.requests()[0].header("authorization").empty());
        target = hub.otherEndpoint() + "/here"; // another name
        QCOMPARE(asked.get("/x"), std::string("here"));
        QVERIFY(hub.requests().back().header("authorization").empty());
    }

    void redirectsHaveAnEnd() {
        HttpServer server([](const HttpRequest& request) {
            return HttpReply{.status = 302, .headers = {{"Location", request.target + "x"}}};
        });
        Asked asked(server.endpoint());
        const auto error = errorOf([&] { asked.get("/x"); });
        QVERIFY(error && error->kind() == ErrorKind::failed);
        QCOMPARE(server.count(), std::size_t(quick().redirects) + 1);
    }

    void redirectsToOtherKindsOfPlacesAreRefused() {
        for (const std::string target : {"file:///etc/passwd", "ftp://host/x", "https://user@host/x", "", "gopher://host"}) {
            HttpServer server([&](const HttpRequest&) { return HttpReply{.status = 302, .headers = {{"Location", target}}}; });
            Asked asked(server.endpoint());
            QVERIFY2(errorOf([&] { asked.get("/x"); }), target.c_str());
        }
    }

    void wrongLengthsAndRangesAreSeen() {
        const std::string bytes = manyBytes(1000);
        HttpServer shorter([&](const HttpRequest& request) { return rangeReply(request, bytes); });
        Asked asked(shorter.endpoint());
        auto error = errorOf([&] { asked.range("/x", 2000, 0, 2000); }); // listed longer than it is
        QVERIFY2(error && std::string(error->what()).find("hub lists") != std::string::npos, error ? error->what() : "");
        error = errorOf([&] { asked.range("/x", 2000, 1500, 100); }); // 416
        QVERIFY2(error && std::string(error->what()).find("shorter") != std::string::npos, error ? error->what() : "");
        HttpServer elsewhere([&](const HttpRequest&) {
            return HttpReply{.status = 206, .headers = {{"Content-Range", "bytes 7-16/1000"}}, .body = "0123456789"};
        });
        Asked other(elsewhere.endpoint());
        QVERIFY(errorOf([&] { other.range("/x", 1000, 0, 10); }));
    }

    void longAnswersAreNotReadToTheEnd() {
        HttpServer server([](const HttpRequest&) { return HttpReply{.body = std::string(1 << 22, 'x')}; });
        Asked asked(server.endpoint());
        const auto error = errorOf([&] { asked.get("/x", 1000); });
        QVERIFY(error && error->exitCode() == 2);
        QVERIFY(asked.traffic.bytes.load() < (1U << 21U));
    }

    void endlessHeadersAreNotRead() {
        HttpServer server([](const HttpRequest&) {
            HttpReply reply;
            for (int i = 0; i < 3000; ++i) {
                reply.headers.emplace_back("X-" + std::to_string(i), std::string(60, 'y'));
            }
            return reply;
        });
        Asked asked(server.endpoint());
        QVERIFY(errorOf([&] { asked.get("/x"); }));
    }

    void aDripIsNoDownload() {
        HttpServer server(
            [](const HttpRequest&) { return HttpReply{.body = std::string(100'000, 'x'), .drip = milliseconds(20)}; });
        HttpLimits limits = quick();
        limits.attempts = 2;
        limits.progressBytes = 10'000;
        Asked asked(server.endpoint(), limits);
        const auto start = std::chrono::steady_clock::now();
        const auto error = errorOf([&] { asked.get("/x"); });
        QVERIFY(error && error->kind() == ErrorKind::failed);
        QVERIFY(std::chrono::steady_clock::now() - start < std::chrono::seconds(30));
    }

    void itEndsWithinASecondWhenAskedTo_data() {
        QTest::addColumn<bool>("drips");
        QTest::newRow("in a transfer") << true;
        QTest::newRow("in a wait") << false;
    }
    void itEndsWithinASecondWhenAskedTo() {
        QFETCH(bool, drips);
        HttpServer server([drips](const HttpRequest&) {
            return drips ? HttpReply{.body = std::string(10'000, 'x'), .drip = milliseconds(300)}
                         : HttpReply{.status = 503, .headers = {{"Retry-After", "3"}}};
        });
        Asked asked(server.endpoint());
        std::chrono::steady_clock::time_point stopped;
        std::thread user([&] {
            std::this_thread::sleep_for(milliseconds(400));
            stopped = std::chrono::steady_clock::now();
            asked.shouldStop = true;
        });
        const auto error = errorOf([&] { asked.get("/x"); });
        const auto ended = std::chrono::steady_clock::now();
        user.join();
        QVERIFY(error && error->kind() == ErrorKind::cancelled);
        QVERIFY(ended - stopped < milliseconds(1000));
    }

    void nothingListensIsAnError() {
        std::string endpoint;
        {
            HttpServer gone([](const HttpRequest&) { return HttpReply{}; });
            endpoint = gone.endpoint();
        }
        Asked asked(endpoint);
        const auto error = errorOf([&] { asked.get("/x"); });
        QVERIFY(error && error->kind() == ErrorKind::failed && !error->detail().empty());
    }

    void theFirstErrorOfSeveralThreadsCounts() {
        HttpServer server([](const HttpRequest& request) {
            return request.target == "/7" ? HttpReply{.status = 404}
                                          : HttpReply{.body = std::string(2000, 'x'), .drip = milliseconds(2)};
        });
        const CancelToken cancel;
        Progress progress;
        HubConnection hub{.access = {.endpoint = server.endpoint(), .token = {}, .isOffline = false},
                          .limits = quick(),
                          .traffic = {},
                          .cancel = cancel,
                          .progress = progress};
        const auto error = errorOf([&] {
            forEachConcurrently(hub, 100, 8, [&](HttpClient& client, std::size_t i) {
                static_cast<void>(client.get(server.endpoint() + "/" + std::to_string(i), 10'000, "file " + std::to_string(i)));
            });
        });
        QVERIFY2(error && error->exitCode() == 2 && error->title().starts_with("file 7 "), error ? error->what() : "");
        QVERIFY(server.count() < 30);
    }

    void theEnvironmentSaysWhoAsks() {
        const QTemporaryDir home;
        const auto set = [](const char* name, const QByteArray& value) {
            return value.isNull() ? qunsetenv(name) : qputenv(name, value);
        };
        for (const char* const name :
             {"HF_TOKEN", "HF_TOKEN_PATH", "HF_ENDPOINT", "HF_HOME", "HF_HUB_OFFLINE", "XDG_CACHE_HOME"}) {
            qunsetenv(name);
        }
        qputenv("HOME", home.path().toUtf8());
        QVERIFY(hubAccessFromEnvironment().token.isEmpty());
        const std::string_view text = "hf_fromfile\n";
        std::filesystem::create_directories(home.path().toStdString() + "/.cache/huggingface");
        writeAll(home.path().toStdString() + "/.cache/huggingface/token", std::as_bytes(std::span(text)));
        QCOMPARE(hubAccessFromEnvironment().token.value(), std::string("hf_fromfile"));
        set("HF_HOME", home.path().toUtf8() + "/none");
        QVERIFY(hubAccessFromEnvironment().token.isEmpty());
        set("HF_TOKEN", "  hf_own \n");
        set("HF_ENDPOINT", "https://mirror.example/hub/");
        set("HF_HUB_OFFLINE", "1");
        const HubAccess access = hubAccessFromEnvironment();
        QCOMPARE(access.token.value(), std::string("hf_own"));
        QCOMPARE(access.endpoint, std::string("https://mirror.example/hub"));
        QVERIFY(access.isOffline);
        set("HF_TOKEN", "hf_geheim\r\nX-Evil: 1");
        const auto error = errorOf([] { static_cast<void>(hubAccessFromEnvironment()); });
        QVERIFY(error && error->exitCode() == 2);
        QVERIFY(std::string(error->what()).find("geheim") == std::string::npos);
        set("HF_TOKEN", {});
        set("HF_ENDPOINT", "file:///x");
        QVERIFY(errorOf([] { static_cast<void>(hubAccessFromEnvironment()); }));
        set("HF_ENDPOINT", {});
        set("HF_HUB_OFFLINE", {});
        set("HF_HOME", {});
    }
};

QTEST_APPLESS_MAIN(TestHttpClient)
#include "tst_http_client.moc"
