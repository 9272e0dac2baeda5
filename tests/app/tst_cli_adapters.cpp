// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli merge-lora: what it says, and with which exit code.
#include "app/cli_runner.h"

#include <filesystem>

using namespace quantlathe;

class TestCliAdapters : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

    [[nodiscard]] QString in(const QString& name) const { return folder_.filePath(name); }

    test::CliResult merge(const QString& base, const QString& adapter, const QStringList& more) const {
        const auto path = [](const QString& name) {
            return QString::fromStdString(test::dataFile("adapters").string()) + '/' + name;
        };
        return test::runCli(QStringList{"merge-lora", path(base), path(adapter)} + more);
    }

private slots:
    void saysWhatItDid() {
        const test::CliResult dry = merge("llama", "patterns", {"-o", in("merged"), "--dry-run", "--json"});
        QVERIFY2(dry.exitCode == 0, dry.told());
        QVERIFY(dry.json()["dry_run"].toBool() && !QFile::exists(in("merged")));
        const test::CliResult made = merge("llama", "patterns", {"-o", in("merged"), "--json"});
        QVERIFY2(made.exitCode == 0, made.told());
        const QJsonObject json = made.json();
        QCOMPARE(json["adapter_base"].toString(), QString("example/llama"));
        QCOMPARE(json["tensors"].toArray().size(), 7);
        QCOMPARE(json["files"].toArray().size(), 3); // weights, config.json, README.md
        for (const QJsonValue& each : json["tensors"].toArray()) {
            const QJsonObject tensor = each.toObject();
            QCOMPARE(tensor["kind"].toString(), QString("lora"));
            if (tensor["name"].toString().contains("q_proj")) {
                QCOMPARE(tensor["rank"].toInt(), 2);
                QCOMPARE(tensor["scaling"].toDouble(), 4.0);
            }
        }
        QVERIFY(QFile::exists(in("merged/model.safetensors")) && QFile::exists(in("merged/config.json")));
        const test::CliResult text = merge("llama", "patterns", {"-o", in("merged"), "--force"});
        QVERIFY2(text.exitCode == 0 && text.out.contains("example/llama") && text.out.contains("2 to 4"), text.told());
    }

    void writesAnAdapterGguf() {
        const QString file = in("adapter.gguf");
        const test::CliResult made = merge("llama", "lora", {"--adapter-gguf", "-o", file, "--json"});
        QVERIFY2(made.exitCode == 0, made.told());
        QCOMPARE(made.json()["alpha"].toDouble(), 8.0);
        QCOMPARE(made.json()["tensors"].toInt(), 14);
        QCOMPARE(QFileInfo(file).size(), made.json()["file_bytes"].toInteger());
        const test::CliResult opened = test::runCli({"inspect", file});
        QVERIFY2(opened.exitCode == 0 && opened.out.contains("adapter"), opened.told());
    }

    void refusesWithExitCode2() {
        const test::CliResult other = merge("gpt2", "lora", {"-o", in("never"), "--json"});
        QCOMPARE(other.exitCode, 2);
        QVERIFY2(other.json()["error"].toObject()["detail"].toString().contains("example/llama"), other.told());
        QVERIFY(!QFile::exists(in("never")));
        QVERIFY(QDir().mkpath(in("there")));
        const test::CliResult taken = merge("llama", "lora", {"-o", in("there")});
        QCOMPARE(taken.exitCode, 2);
        QVERIFY2(taken.err.contains("exists already"), taken.told());
    }
};

QTEST_GUILESS_MAIN(TestCliAdapters)
#include "tst_cli_adapters.moc"
