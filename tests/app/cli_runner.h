// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real quantlathe-cli and reads what it says with Qt's JSON parser, which knows nothing of ours.
#pragma once

#include "base/text.h"
#include "support/test_support.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>

namespace quantlathe::test {

struct CliResult {
    int exitCode = -1;
    QByteArray out;
    QByteArray err;

    /// Standard output as the one JSON document that it must be; fails the test (and is empty) when it is none.
    [[nodiscard]] QJsonObject json() const {
        QJsonParseError error;
        const QJsonDocument document = QJsonDocument::fromJson(out, &error);
        if (error.error != QJsonParseError::NoError || !document.isObject()) {
            qWarning("standard output is no JSON object: %s\n%s", qPrintable(error.errorString()), out.left(500).constData());
            return {};
        }
        return document.object();
    }
    /// For the message of a failed comparison.
    [[nodiscard]] QByteArray told() const { return "exit code " + QByteArray::number(exitCode) + "\n" + out.left(2000) + err; }
};

/// Results measured by one test must not be found in the cache by another: each test program has its own.
inline QProcessEnvironment cliEnvironment() {
    static const QTemporaryDir cache;
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert("XDG_CACHE_HOME", cache.path());
    environment.insert("QUANTLATHE_RESOURCES", QUANTLATHE_RESOURCES);
    return environment;
}

inline CliResult runProgram(const QString& program, const QStringList& arguments) {
    QProcess process;
    process.setProcessEnvironment(cliEnvironment());
    process.setStandardInputFile(QProcess::nullDevice());
    process.start(program, arguments);
    if (!process.waitForFinished(300'000) || process.exitStatus() != QProcess::NormalExit) {
        process.kill();
        process.waitForFinished();
        return {-1, process.readAllStandardOutput(), "did not end normally\n" + process.readAllStandardError()};
    }
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

inline CliResult runCli(const QStringList& arguments) {
    return runProgram(QUANTLATHE_CLI, arguments);
}

inline QString pathText(const std::filesystem::path& path) {
    return QString::fromStdString(path.string());
}
inline QString sampleModel() {
    return pathText(resourceFile("sample"));
}
inline QString tinyLlama() {
    return pathText(dataFile("gguf/tiny-llama-f32.gguf"));
}

inline std::string fileHash(const QString& file) {
    return sha256(readAll(file.toStdString()));
}

/// The array's objects by their "name".
inline QMap<QString, QJsonObject> byName(const QJsonValue& array) {
    QMap<QString, QJsonObject> all;
    for (const QJsonValue& entry : array.toArray()) {
        all.insert(entry.toObject().value("name").toString(), entry.toObject());
    }
    return all;
}

} // namespace quantlathe::test
