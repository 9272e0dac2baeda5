// SPDX-License-Identifier: GPL-3.0-or-later
// What the program says of itself, and helps a shell with; vector instructions on request.
#include "app/cli_runner.h"
#include "base/file.h"

#include <QFile>

using namespace quantlathe;
using namespace quantlathe::test;

class TestCliAbout : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

    [[nodiscard]] QByteArray converted(const QString& simd) {
        qputenv("QUANTLATHE_SIMD", simd.toLatin1());
        const QString file = folder_.filePath(simd + ".gguf");
        const CliResult result =
            runCli({"convert", pathText(resourceFile("sample")), "--preset", "Q4_K_M", "--progress", "none", "-o", file});
        qunsetenv("QUANTLATHE_SIMD");
        QFile out(file);
        return result.exitCode == 0 && out.open(QIODevice::ReadOnly) ? out.readAll() : QByteArray();
    }
    /// What bash would offer for the words, of which the last is being typed.
    [[nodiscard]] QStringList offered(const QString& words) {
        const QString script = folder_.filePath("completion.bash");
        QFile file(script);
        if (!file.open(QIODevice::WriteOnly) || file.write(runCli({"completion", "bash"}).out) < 0) {
            return {};
        }
        file.close();
        const CliResult result =
            runProgram("bash", {"-c",
                                "source \"$0\"; COMP_WORDS=(quantlathe-cli " + words +
                                    "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _quantlathe_cli; echo \"${COMPREPLY[*]}\"",
                                script});
        return QString::fromLocal8Bit(result.out).simplified().split(' ', Qt::SkipEmptyParts);
    }

private slots:
    void saysWhatItIsMadeOf() {
        const CliResult result = runCli({"--version", "--json"});
        QCOMPARE(result.exitCode, 0);
        const QJsonObject json = result.json();
        QCOMPARE(QString("quantlathe-cli " + json.value("version").toString() + "\n"),
                 QString::fromUtf8(runCli({"--version"}).out));
        for (const char* const name :
             {"fmt", "Highway", "ICU", "libcurl", "nlohmann/json", "oneDNN", "oneTBB", "OpenBLAS", "OpenSSL", "PCRE2"}) {
            const QString version = json.value("libraries").toObject().value(name).toString();
            QVERIFY2(version.contains(QChar('.')), name);
        }
        QVERIFY(!json.value("simd").toArray().isEmpty());
    }

    void anyInstructionsGiveTheSameBytes() {
        const QJsonArray simd = runCli({"--version", "--json"}).json().value("simd").toArray();
        QVERIFY(simd.size() > 1);
        const QByteArray best = converted(simd.first().toString());
        QVERIFY(!best.isEmpty());
        for (const QJsonValue& name : simd) {
            QVERIFY2(converted(name.toString().toLower()) == best, qPrintable(name.toString()));
        }
    }

    void theLimitIsOneThatThereIs() {
        const QString least = runCli({"--version", "--json"}).json().value("simd").toArray().last().toString();
        qputenv("QUANTLATHE_SIMD", "MMX");
        const CliResult result = runCli({"formats"});
        qputenv("QUANTLATHE_SIMD", least.toLower().toLatin1());
        const QJsonArray left = runCli({"--version", "--json"}).json().value("simd").toArray();
        qunsetenv("QUANTLATHE_SIMD");
        QCOMPARE(result.exitCode, 2);
        QVERIFY2(result.err.contains("MMX") && result.err.contains(least.toLatin1()), result.told().constData());
        QCOMPARE(left, QJsonArray{least});
    }

    void bashCompletesCommandsOptionsAndNames() {
        QCOMPARE(offered("conv"), QStringList{"convert"});
        QVERIFY(offered("''").contains("inspect"));
        QVERIFY(offered("convert --pre").contains("--preset"));
        QCOMPARE(offered("convert --preset AQLM-1x1"), QStringList{"AQLM-1x16"});
        QVERIFY(offered("convert model --format ''").contains("spqr"));
        QCOMPARE(offered("measure model --progress no"), QStringList{"none"});
        QVERIFY2(offered("convert mod").isEmpty(), "bash completes files by itself then");
    }

    void otherShellsGetAllCommandsToo() {
        const QByteArray zsh = runCli({"completion", "zsh"}).out;
        const QByteArray fish = runCli({"completion", "fish"}).out;
        const QStringList commands = offered("''");
        QVERIFY(commands.size() > 15);
        for (const QString& command : commands) {
            if (!command.startsWith('-')) {
                QVERIFY2(zsh.contains(('\'' + command + ':').toUtf8()), qPrintable(command));
                QVERIFY2(fish.contains((" -a " + command + ' ').toUtf8()), qPrintable(command));
            }
        }
        QCOMPARE(runCli({"completion", "tcsh"}).exitCode, 2);
    }
};

QTEST_GUILESS_MAIN(TestCliAbout)
#include "tst_cli_about.moc"
