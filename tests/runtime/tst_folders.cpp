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
const std::map<std::string, std::string> notRun{
    {"arcee", "\"arcee\" cannot be run"},
    {"bloom", "\"bloom\" cannot be run"},
    {"cohere", "\"command-r\" cannot be run"},
    {"cohere2", "\"cohere2\" cannot be run"},
    {"deepseek_v2", "\"deepseek2\" cannot be run"},
    {"deepseek_v2-groups", "\"deepseek2\" cannot be run"},
    {"deepseek_v3", "\"deepseek2\" cannot be run"},
    {"deepseek_v32", "\"deepseek32\" cannot be run"},
    {"deepseek_v32-full", "\"deepseek32\" cannot be run"},
    {"dots1", "\"dots1\" cannot be run"},
    {"ernie4_5", "\"ernie4_5\" cannot be run"},
    {"ernie4_5_moe", "\"ernie4_5-moe\" cannot be run"},
    {"exaone4", "\"exaone4\" cannot be run"},
    {"falcon", "\"falcon\" cannot be run"},
    {"falcon-7b", "\"falcon\" cannot be run"},
    {"gemma3n", "\"gemma3n\" cannot be run"},
    {"gemma4", "\"gemma4\" cannot be run"},
    {"gemma4-moe", "\"gemma4\" cannot be run"},
    {"gemma4-shared", "\"gemma4\" cannot be run"},
    {"glm4", "\"glm4\" cannot be run"},
    {"glm4_moe", "\"glm4moe\" cannot be run"},
    {"glm4_moe-plain", "\"glm4moe\" cannot be run"},
    {"glm4_moe_lite", "\"deepseek2\" cannot be run"},
    {"glm_moe_dsa", "\"glm-dsa\" cannot be run"},
    {"glm_moe_dsa-full", "\"glm-dsa\" cannot be run"},
    {"gpt_oss", "\"gpt-oss\" cannot be run"},
    {"granite", "\"granite\" cannot be run"},
    {"granite4", "\"granite\" cannot be run"},
    {"granite4-moe", "\"granitemoe\" cannot be run"},
    {"granitemoe", "\"granitemoe\" cannot be run"},
    {"granitemoeshared", "\"granitemoe\" cannot be run"},
    {"hunyuan_v1_dense", "\"hunyuan-dense\" cannot be run"},
    {"hunyuan_v1_dense-dynamic", "\"hunyuan-dense\" cannot be run"},
    {"hunyuan_v1_moe", "\"hunyuan-moe\" cannot be run"},
    {"kimi_k2", "\"deepseek2\" cannot be run"},
    {"llama4", "\"llama4\" cannot be run"},
    {"llama4-scout", "\"llama4\" cannot be run"},
    {"mimo_v2_flash", "\"mimo2\" cannot be run"},
    {"minimax_m2", "\"minimax-m2\" cannot be run"},
    {"ministral3", "\"mistral3\" cannot be run"},
    {"mpt", "\"mpt\" cannot be run"},
    {"nemotron", "\"nemotron\" cannot be run"},
    {"olmo", "\"olmo\" cannot be run"},
    {"olmo-free", "\"olmo\" cannot be run"},
    {"olmoe", "\"olmoe\" cannot be run"},
    {"phi", "\"phi2\" cannot be run"},
    {"phimoe", "\"phimoe\" cannot be run"},
    {"seed_oss", "\"seed_oss\" cannot be run"},
    {"stablelm", "\"stablelm\" cannot be run"},
};

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
        const auto got = runLogits(source, {{entry.at("tokens").get<std::vector<std::int32_t>>()}});
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
