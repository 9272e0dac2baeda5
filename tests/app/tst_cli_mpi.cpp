// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli-mpi under mpirun: the bytes of one process, one message for an error, and a repeat that goes on.
#include "app/cli_runner.h"

#include <csignal>
#include <QDir>
#include <QElapsedTimer>
#include <QThread>

using namespace quantlathe;
using namespace quantlathe::test;

#ifdef QUANTLATHE_CLI_MPI
namespace {

const QString mpirun = QUANTLATHE_MPIRUN;

/// More ranks than processors, as any user.
QStringList ranks(int count) {
    return {"--allow-run-as-root", "--oversubscribe", "-n", QString::number(count), QUANTLATHE_CLI_MPI};
}

QStringList conversion(const QString& output) {
    return {"convert", sampleModel(), "-o", output, "--format", "gguf", "--preset", "Q4_K_M", "--threads", "1"};
}

/// Processes of the program that write this output.
QList<qint64> processesOf(const QString& output) {
    QList<qint64> found;
    for (const QString& entry : QDir("/proc").entryList(QDir::Dirs)) {
        QFile line("/proc/" + entry + "/cmdline");
        if (line.open(QIODevice::ReadOnly)) {
            const QByteArray text = line.readAll();
            if (text.startsWith(QUANTLATHE_CLI_MPI) && text.contains(output.toUtf8())) {
                found.append(entry.toLongLong());
            }
        }
    }
    return found;
}

} // namespace
#endif

class TestCliMpi : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;

private slots:
    void initTestCase() {
#ifndef QUANTLATHE_CLI_MPI
        QSKIP("quantlathe-cli-mpi is not built (-DQUANTLATHE_MPI=ON)");
#endif
    }
#ifdef QUANTLATHE_CLI_MPI
    void anyNumberOfRanksGivesTheBytesOfOneProcess() {
        const QString whole = folder_.filePath("whole.gguf");
        QCOMPARE(runCli(conversion(whole)).exitCode, 0);
        for (const int count : {1, 2, 3, 5}) {
            const QString output = folder_.filePath(QString("ranks-%1.gguf").arg(count));
            const CliResult result = runProgram(mpirun, ranks(count) + conversion(output) + QStringList{"--json"});
            QVERIFY2(result.exitCode == 0, result.told());
            QCOMPARE(fileHash(output), fileHash(whole));
            QCOMPARE(result.json().value("file_bytes").toInteger(), QFileInfo(output).size()); // one document, not one a rank
            QCOMPARE(QDir(folder_.path()).entryList({QFileInfo(output).fileName() + ".part*"}), QStringList());
        }
    }

    void anErrorIsToldOnce() {
        const QString output = folder_.filePath("kept.gguf");
        QCOMPARE(runCli(conversion(output)).exitCode, 0);
        const std::string hash = fileHash(output);
        const CliResult result = runProgram(mpirun, ranks(3) + conversion(output));
        QCOMPARE(result.exitCode, 2);
        QCOMPARE(result.err.count("quantlathe-cli: "), 1);
        QVERIFY2(result.err.contains("exists already (rank "), result.told());
        QCOMPARE(fileHash(output), hash);
        const CliResult other = runProgram(mpirun, ranks(2) + QStringList{"inspect", sampleModel()});
        QCOMPARE(other.exitCode, 2);
        QCOMPARE(other.err.count("quantlathe-cli: "), 1);
    }

    void theDeathOfARankEndsAllAndARepeatGoesOn() {
        const QString whole = folder_.filePath("whole.gguf");
        const QString output = folder_.filePath("killed.gguf");
        QProcess process;
        process.setProcessEnvironment(cliEnvironment());
        process.start(mpirun, ranks(3) + conversion(output) + QStringList{"--effort", "high"});
        QElapsedTimer clock;
        clock.start();
        while (QDir(folder_.path()).entryList({"killed.gguf.part.*-of-3.journal"}).isEmpty() && clock.elapsed() < 60'000) {
            QThread::msleep(2);
        }
        const QList<qint64> there = processesOf(output);
        if (!there.isEmpty()) { // else it was done already
            ::kill(static_cast<pid_t>(there.last()), SIGKILL);
            QVERIFY(process.waitForFinished(60'000));
            QVERIFY(process.exitCode() != 0);
            QVERIFY(!QFile::exists(output));
            for (clock.restart(); !processesOf(output).isEmpty() && clock.elapsed() < 30'000;) {
                QThread::msleep(20);
            }
            QVERIFY(processesOf(output).isEmpty());
        }
        process.waitForFinished();
        const CliResult again = runProgram(mpirun, ranks(3) + conversion(output) + QStringList{"--effort", "high"});
        QVERIFY2(again.exitCode == 0, again.told());
        const QString expected = folder_.filePath("expected.gguf");
        QCOMPARE(runCli(conversion(expected) + QStringList{"--effort", "high"}).exitCode, 0);
        QCOMPARE(fileHash(output), fileHash(expected));
    }
#endif
};

QTEST_GUILESS_MAIN(TestCliMpi)
#include "tst_cli_mpi.moc"
