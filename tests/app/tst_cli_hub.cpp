// SPDX-License-Identifier: GPL-3.0-or-later
// Models of a hub on the command line: looked at, planned, refused where values are needed, downloaded.
#include "checkpoint/checkpoint.h"
#include "cli_runner.h"
#include "hub/hub_server.h"

#include <csignal>

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliHub : public QObject {
    Q_OBJECT
private:
    FakeHub hub_;
    QTemporaryDir place_;

    [[nodiscard]] QProcessEnvironment environment() const {
        QProcessEnvironment environment = cliEnvironment();
        environment.insert("HF_ENDPOINT", QString::fromStdString(hub_.endpoint()));
        environment.insert("HF_TOKEN", "hf_geheim");
        environment.remove("HF_HUB_OFFLINE");
        return environment;
    }
    [[nodiscard]] CliResult run(const QStringList& arguments) const {
        QProcess process;
        process.setProcessEnvironment(environment());
        process.setStandardInputFile(QProcess::nullDevice());
        process.start(QUANTLATHE_CLI, arguments);
        if (!process.waitForFinished(300'000)) {
            process.kill();
            process.waitForFinished();
        }
        return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
    }
    [[nodiscard]] QString path(const QString& name) const { return place_.filePath(name); }

private slots:
    void initTestCase() { hub_.addFolder(resourceFile("sample")); }
    void init() { hub_.fault = nullptr; }

    void whatIsSaidIsWhatIsSaidOfTheModelItself() {
        const CliResult remote = run({"inspect", "hf:org/model", "--json"});
        QVERIFY2(remote.exitCode == 0, remote.told());
        QVERIFY2(remote.err.contains("hf:org/model is not on this machine") && remote.err.contains("MB"), remote.told());
        QJsonObject there = remote.json();
        QJsonObject here = run({"inspect", sampleModel(), "--json"}).json();
        QCOMPARE(there.value("address").toString(), QString("hf:org/model"));
        QVERIFY(here.value("address").isNull());
        for (const char* const key : {"name", "address", "files"}) {
            there.remove(key);
            here.remove(key);
        }
        QCOMPARE(there, here);
    }

    void estimatesAndExactSizesNeedNoValues() {
        const auto both = [&](const QStringList& arguments, const char* key) {
            QStringList remote = arguments;
            QStringList local = arguments;
            remote.replaceInStrings("MODEL", "hf:org/model");
            local.replaceInStrings("MODEL", sampleModel());
            const CliResult there = run(remote);
            const CliResult here = run(local);
            return there.exitCode == 0 && here.exitCode == 0 && !here.json().value(key).isUndefined() &&
                   there.json().value(key) == here.json().value(key);
        };
        QVERIFY(both({"estimate", "MODEL", "--gpu", "RTX 4060", "--json"}, "presets"));
        QVERIFY(both({"convert", "MODEL", "-o", path("m.gguf"), "--preset", "Q4_K_M", "--dry-run", "--json"}, "file_bytes"));
        QVERIFY(both({"plan", "MODEL", "--format", "gguf", "--preset", "Q4_K_M", "--json"}, "file_bytes"));
        QVERIFY(both({"diff", "MODEL", tinyLlama(), "--json"}, "tensors"));
        const CliResult calibrated = run({"convert", "hf:org/model", "--preset", "Q4_K_M", "--dry-run", "--calibrate"});
        QVERIFY2(calibrated.exitCode == 0 && calibrated.err.contains("when the model is on this machine"), calibrated.told());
        const CliResult advice = run({"recommend", "hf:org/model", "--gpu", "RTX 4060", "--json"});
        QVERIFY2(advice.exitCode == 0, advice.told());
    }

    void whatNeedsValuesIsRefusedAndLeavesNothing_data() {
        QTest::addColumn<QStringList>("arguments");
        const auto row = [](const char* name, const QStringList& arguments) { QTest::newRow(name) << arguments; };
        row("statistics", {"inspect", "hf:org/model", "--statistics"});
        row("convert by a text", {"convert", "hf:org/model", "-o", "OUT", "--preset", "Q4_K_M", "--calibrate"});
        row("compare", {"compare", "hf:org/model", sampleModel()});
        row("compare with", {"compare", sampleModel(), "hf:org/model"});
        row("compare presets", {"compare", "hf:org/model", "--presets"});
        row("diff", {"diff", "hf:org/model", sampleModel(), "--values"});
        row("diff with", {"diff", sampleModel(), "hf:org/model", "--values"});
        row("verify", {"verify", "hf:org/model"});
        row("split", {"split", "hf:org/model", "-o", "OUT", "--split-max-size", "1G"});
        row("merge-lora", {"merge-lora", "hf:org/model", pathText(dataFile("adapters")), "-o", "OUT"});
    }
    void whatNeedsValuesIsRefusedAndLeavesNothing() {
        QFETCH(QStringList, arguments);
        arguments.replaceInStrings("OUT", path("out"));
        const CliResult result = run(arguments);
        QCOMPARE(result.exitCode, 2);
        if (arguments[0] != "merge-lora") { // whose adapter is looked at first
            QVERIFY2(result.err.contains(
                         "The weights of hf:org/model are not on this machine. Download it first: quantlathe-cli download "
                         "hf:org/model -o FOLDER."),
                     result.told());
        }
        QVERIFY(QDir(place_.path()).entryList({"out*"}, QDir::AllEntries | QDir::Hidden).isEmpty());
    }

    void aConversionFetchesWhatItNeedsAndKeepsNothingOfIt() {
        const QStringList options{"--preset", "Q4_K_M", "-o", path("straight.gguf")};
        const CliResult looked = run(QStringList{"convert", "hf:org/model", "--dry-run"} + options);
        QVERIFY2(looked.exitCode == 0 && looked.err.contains("are fetched file by file and not kept"), looked.told());
        const CliResult made = run(QStringList{"convert", "hf:org/model", "--json"} + options);
        QVERIFY2(made.exitCode == 0 && made.err.contains("at most 13.6 MB of them are on the disk at a time"), made.told());
        QCOMPARE(made.json().value("fetched_bytes").toInteger(), qint64{13'644'312});
        const CliResult here = run({"convert", sampleModel(), "--preset", "Q4_K_M", "-o", path("here.gguf"), "--json"});
        QCOMPARE(here.json().value("fetched_bytes").toInteger(), qint64{0});
        const Checkpoint straight = openCheckpoint(path("straight.gguf").toStdString());
        const Checkpoint local = openCheckpoint(path("here.gguf").toStdString());
        QCOMPARE(straight.tensors().size(), local.tensors().size());
        for (std::size_t i = 0; i < local.tensors().size(); ++i) {
            QVERIFY(std::ranges::equal(straight.bytes(straight.tensors()[i]), local.bytes(local.tensors()[i])));
        }
        QCOMPARE(QDir(place_.path()).entryList({"straight*"}, QDir::AllEntries | QDir::Hidden), QStringList{"straight.gguf"});
    }

    void packedModelsAreUnderstoodUnlessTheirValuesSayHow_data() {
        QTest::addColumn<QStringList>("format");
        QTest::addColumn<bool>("isUnderstood");
        QTest::newRow("FP8") << QStringList{"--format", "fbgemm", "--preset", "FP8"} << true;
        QTest::newRow("GPTQ") << QStringList{"--format", "gptq", "--preset", "GPTQ-4-g128"} << false;
        QTest::newRow("NF4") << QStringList{"--format", "bitsandbytes", "--preset", "NF4"} << false;
    }
    void packedModelsAreUnderstoodUnlessTheirValuesSayHow() {
        QFETCH(QStringList, format);
        QFETCH(bool, isUnderstood);
        const QString folder = path("packed-" + format[1]);
        const CliResult made = run(QStringList{"convert", sampleModel(), "-o", folder} + format);
        QVERIFY2(made.exitCode == 0, made.told());
        FakeHub hub;
        hub.commit = std::string(40, static_cast<char>('0' + format[1].size() % 10));
        hub.addFolder(folder.toStdString());
        hub_.fault = [&](const HttpRequest& request) { return std::optional(hub.rightAnswer(request)); };
        const CliResult remote = run({"inspect", "hf:org/model@" + format[1], "--json"});
        if (!isUnderstood) {
            QVERIFY2(remote.exitCode == 2 && remote.err.contains("are not on this machine. Download it first"), remote.told());
            return;
        }
        QVERIFY2(remote.exitCode == 0, remote.told());
        const QJsonObject here = run({"inspect", folder, "--json"}).json();
        QCOMPARE(remote.json().value("tensors"), here.value("tensors"));
        QCOMPARE(remote.json().value("parameters"), here.value("parameters"));
    }

    void aDownloadIsTheModel() {
        const QString folder = path("model");
        const CliResult dry = run({"download", "hf:org/model", "-o", folder, "--dry-run", "--json"});
        QVERIFY2(dry.exitCode == 0 && !dry.json().value("written").toBool(), dry.told());
        QVERIFY(!QFile::exists(folder));
        const CliResult result =
            run({"download", QString::fromStdString(hub_.endpoint()) + "/org/model/tree/main", "-o", folder, "--json"});
        QVERIFY2(result.exitCode == 0, result.told());
        QCOMPARE(result.json().value("commit").toString(), QString::fromStdString(hub_.commit));
        QCOMPARE(fileHash(folder + "/model.safetensors"), fileHash(sampleModel() + "/model.safetensors"));
        QCOMPARE(QDir(folder).entryList(QDir::Files | QDir::Hidden), QDir(sampleModel()).entryList(QDir::Files));
        QVERIFY(run({"inspect", folder, "--statistics", "output*"}).exitCode == 0);
        QCOMPARE(run({"download", "hf:org/model", "-o", folder}).exitCode, 2);
    }

    void aKilledDownloadIsContinued() {
        const QString folder = path("killed");
        const std::string weights = hub_.files.at("model.safetensors");
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            if (!request.target.starts_with("/cdn/")) {
                return std::nullopt;
            }
            HttpReply reply = rangeReply(request, weights);
            reply.drip = std::chrono::milliseconds(1);
            return reply;
        };
        QProcess process;
        process.setProcessEnvironment(environment());
        process.start(QUANTLATHE_CLI, {"download", "hf:org/model", "-o", folder});
        const QString growing = folder + ".part/model.safetensors.part";
        QTRY_VERIFY_WITH_TIMEOUT(QFileInfo(growing).size() > 200, 30'000);
        process.kill();
        QVERIFY(process.waitForFinished(10'000));
        QVERIFY(!QFile::exists(folder) && !QFile::exists(folder + ".part/model.safetensors"));
        const CliResult opened = run({"inspect", folder + ".part"});
        QVERIFY2(opened.exitCode == 2, opened.told()); // it does not look like a model
        hub_.fault = nullptr;
        const CliResult result = run({"download", "hf:org/model", "-o", folder, "--json"});
        QVERIFY2(result.exitCode == 0 && result.json().value("bytes_already_here").toInt() > 200, result.told());
        QCOMPARE(fileHash(folder + "/model.safetensors"), fileHash(sampleModel() + "/model.safetensors"));
    }

    void anInterruptEndsItWithinASecond() {
        hub_.fault = [&](const HttpRequest& request) -> std::optional<HttpReply> {
            HttpReply reply{.body = std::string(100'000, ' ')};
            reply.drip = std::chrono::milliseconds(200);
            return request.target.find("/tree/") == std::string::npos ? std::nullopt : std::optional(reply);
        };
        QProcess process;
        process.setProcessEnvironment(environment());
        hub_.server().forget();
        process.start(QUANTLATHE_CLI, {"inspect", "hf:org/model@slow/sub"});
        QTRY_VERIFY_WITH_TIMEOUT(hub_.server().count() > 1 || process.state() == QProcess::NotRunning, 30'000);
        QElapsedTimer timer;
        timer.start();
        ::kill(static_cast<pid_t>(process.processId()), SIGINT);
        QVERIFY(process.waitForFinished(10'000));
        QVERIFY2(timer.elapsed() < 1000, QByteArray::number(timer.elapsed()));
        QCOMPARE(process.exitCode(), 130);
    }

    void theTokenIsNowhere() {
        hub_.fault = [](const HttpRequest&) -> std::optional<HttpReply> {
            return HttpReply{.status = 403, .body = "hf_geheim"};
        };
        const CliResult result = run({"inspect", "hf:org/model@secret", "--json", "--progress", "json"});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(!result.out.contains("geheim") && !result.err.contains("geheim"), result.told());
        QCOMPARE(hub_.server().requests().back().header("authorization"), std::string("Bearer hf_geheim"));
    }

    void wrongAddressesAreOneSentence() {
        const CliResult result = run({"inspect", "hf:model"});
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains("hf:ORG/NAME") && result.err.count('\n') == 1, result.told());
    }
};

QTEST_GUILESS_MAIN(TestCliHub)
#include "tst_cli_hub.moc"
