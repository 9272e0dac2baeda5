// SPDX-License-Identifier: GPL-3.0-or-later
// Folders as transformers saves them, of every class it shares with us: their logits are those that it computed
// (tests/interop/folder_logits.py).
#include "runtime/run_support.h"
#include "runtime/tiny_folders.h"

#include <map>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// What cannot be run yet, and a part of the reason that is given.
const std::map<std::string, std::string> notRun{{"gemma3n", "\"gemma3n\" cannot be run"}};

} // namespace

class FoldersTest : public QObject {
    Q_OBJECT
private slots:
    void logitsEqualTransformers_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recordedFolders().items()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    void logitsEqualTransformers() {
        QFETCH(QString, name);
        const nlohmann::json& entry = recordedFolders().at(name.toStdString());
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFolderModel(folder, entry)));
        const auto listed = notRun.find(name.toStdString());
        const std::string reason = whyNotRunnable(source.model()).value_or("");
        QVERIFY2(source.model().understood(), source.model().notUnderstood().value_or("").c_str());
        if (listed != notRun.end()) {
            QVERIFY2(!reason.empty() && reason.find(listed->second) != std::string::npos, reason.c_str());
            return;
        }
        QVERIFY2(reason.empty(), reason.c_str());
        const auto expected = goldenTensor(dataFile("runtime/folders.safetensors"), name.toStdString());
        QVERIFY(expected);
        const auto tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        if (const auto limit = graphOf(source.model()).longestSequence; limit != 0 && tokens.size() > limit) {
            // Its layers choose what they look at from here on.
            const auto error = errorOf([&] { ForwardPass(source, {{tokens}}); });
            QVERIFY(error && (name.startsWith("deepseek_v32") || name.startsWith("glm_moe_dsa")));
            QVERIFY2(error->detail().find("choose what they look at") != std::string::npos, error->what());
            return;
        }
        const auto got = runLogits(source, {{tokens}});
        const Distance found = distance(got, expected->floats(), expected->shape.at(1));
        qInfo("largest difference %.2g of the range", found.relative);
        QVERIFY2(found.relative < 5e-5, qPrintable(QString::number(found.relative)));
        QCOMPARE(found.otherArgmax, std::size_t{0});
    }

    void everyExceptionHasACase() {
        for (const auto& [name, reason] : notRun) {
            QVERIFY2(recordedFolders().contains(name), name.c_str());
        }
    }
};

QTEST_GUILESS_MAIN(FoldersTest)
#include "tst_folders.moc"
