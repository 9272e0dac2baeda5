// SPDX-License-Identifier: GPL-3.0-or-later
// Codes are chosen for what a text does in models of every architecture that can be run, whatever mixes their tokens.
#include "calibrate/calibrated_codes.h"
#include "formats/format.h"
#include "runtime/run_support.h"
#include "runtime/tiny_folders.h"

#include <cmath>
#include <map>
#include <QTemporaryDir>
#include <random>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

CalibratedRequest randomText(std::uint64_t vocabulary) {
    std::mt19937_64 random(5);
    CalibratedRequest request;
    for (int sequence = 0; sequence < 8; ++sequence) {
        std::vector<std::int32_t> tokens(32);
        std::ranges::generate(tokens, [&] { return static_cast<std::int32_t>(random() % vocabulary); });
        request.sequences.push_back({tokens});
    }
    return request;
}

/// Blocks of 32 columns, and 16 bits where there are no whole blocks.
Plan fourBits(const std::shared_ptr<const Model>& model) {
    PlanDocument document;
    document.preset = "Q4_0";
    for (const Weight& weight : model->weights()) {
        if (weight.columns() % 32 != 0 && formatById("gguf")->offersChoice(*model, weight)) {
            PlanRule& rule = document.rules.emplace_back();
            rule.glob = weight.name;
            rule.encoding = "F16";
        }
    }
    return makePlan(model, document);
}

/// Roles that are calibrated, without the layer's number.
std::set<std::string> rolesOf(const CodeStore& codes) {
    std::set<std::string> roles;
    for (const StoredCode& code : codes.codes()) {
        const std::size_t dot = code.weight.find('.', 4);
        roles.insert(code.weight.starts_with("blk.") ? code.weight.substr(dot + 1) : code.weight);
    }
    return roles;
}

} // namespace

class TestCodesOfFamilies : public QObject {
    Q_OBJECT
    QTemporaryDir cache_;

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (cache_.path() + "/cache").toUtf8()); }

    void allThatCanBeCalibratedLosesLess_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recordedFolders().items()) {
            if (name != "deepseek_v32" && name != "glm_moe_dsa") { // texts are longer than their indexers allow
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
            }
        }
    }
    void allThatCanBeCalibratedLosesLess() {
        QFETCH(QString, name);
        const QTemporaryDir folder;
        const auto model = openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString())));
        const Plan plan = fourBits(model);
        Runner runner;
        const auto codes = calibratedCodes(plan, randomText(model->hyper().vocabulary), runner.context());
        std::set<std::string> wanted;
        for (const Choice* const choice : calibratableChoices(plan)) {
            wanted.insert(choice->weight->name);
        }
        QVERIFY(!wanted.empty());
        double logarithms = 0;
        for (const StoredCode& code : codes->codes()) {
            QVERIFY2(wanted.erase(code.weight) == 1, code.weight.c_str());
            QVERIFY2(code.loss.ratio() <= 1.0001, (code.weight + ": " + std::to_string(code.loss.ratio())).c_str());
            logarithms += std::log(code.loss.ratio());
        }
        QVERIFY2(wanted.empty(), wanted.empty() ? "" : wanted.begin()->c_str());
        const double mean = std::exp(logarithms / static_cast<double>(codes->codes().size()));
        qInfo("%zu weights lose %.2f of what they lost", codes->codes().size(), mean);
        QVERIFY2(mean < 0.97, qPrintable(QString::number(mean)));
    }

    void whatLiesInsideOfAMixerIsAmongThem_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QStringList>("roles");
        const auto add = [](const char* name, const QStringList& roles) { QTest::newRow(name) << QString(name) << roles; };
        add("kimi_k2",
            {"attn_q_a.weight", "attn_kv_a_mqa.weight", "attn_v_b.weight", "attn_output.weight", "ffn_up_exps.weight"});
        add("qwen3_next", {"attn_qkv.weight", "attn_gate.weight", "ssm_out.weight", "attn_q.weight", "ffn_down_shexp.weight"});
        add("mamba", {"ssm_in.weight", "ssm_x.weight", "ssm_out.weight"});
        add("nemotron_h", {"ssm_in.weight", "ssm_out.weight", "attn_q.weight", "ffn_up.weight"});
        add("lfm2", {"shortconv.in_proj.weight", "shortconv.out_proj.weight"});
        add("gpt_oss", {"attn_output.weight", "ffn_gate_exps.weight", "ffn_down_exps.weight"});
        add("gemma4-moe", {"ffn_gate_up_exps.weight", "ffn_down_exps.weight", "ffn_down.weight"});
    }
    void whatLiesInsideOfAMixerIsAmongThem() {
        QFETCH(QString, name);
        QFETCH(QStringList, roles);
        const QTemporaryDir folder;
        const auto model = openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString())));
        Runner runner;
        const auto found = rolesOf(*calibratedCodes(fourBits(model), randomText(model->hyper().vocabulary), runner.context()));
        for (const QString& role : roles) {
            QVERIFY2(found.contains(role.toStdString()), qPrintable(role));
        }
    }
};

QTEST_GUILESS_MAIN(TestCodesOfFamilies)
#include "tst_codes_of_families.moc"
