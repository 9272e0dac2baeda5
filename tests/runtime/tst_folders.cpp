// SPDX-License-Identifier: GPL-3.0-or-later
// Folders as transformers saves them, of every class it shares with us: their logits are those that it computed
// (tests/interop/folder_logits.py), and so are those of the GGUF files that they become.
#include "convert/convert_support.h"
#include "runtime/families.h"
#include "runtime/step_support.h"
#include "runtime/tiny_families.h"
#include "runtime/tiny_folders.h"

#include <map>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// No GGUF file can say how large their sines and cosines are, or that the gate stands in front of the norm.
const std::set<std::string> moreThanGgufSays{"deepseek_v3", "phimoe", "falcon_h1-before"};

/// Architectures without a recorded model that compute as another one does: transformers has no class for InternLM 2, and of
/// models that see only the text is run, where the three positions of a token are equal. Ling 2 is made of parts of others.
const std::map<std::string, std::string> likeOthers{
    {"internlm2", "llama"}, {"qwen3vl", "qwen3"}, {"qwen3vlmoe", "qwen3moe"}, {"bailingmoe2", "qwen2moe"}};

void compare(const std::string& name, std::shared_ptr<const Model> model) {
    const ModelWeights source(std::move(model));
    const auto tokens = recordedFolders().at(name).at("tokens").get<std::vector<std::int32_t>>();
    QVERIFY2(source.model().understood(), source.model().notUnderstood().value_or("").c_str());
    const std::string reason = whyNotRunnable(source.model()).value_or("");
    QVERIFY2(reason.empty(), reason.c_str());
    if (const auto limit = graphOf(source.model()).longestSequence; limit != 0 && tokens.size() > limit) {
        // Its layers choose what they look at from here on.
        const auto error = errorOf([&] { ForwardPass(source, {{tokens}}); });
        QVERIFY(error && (name.starts_with("deepseek_v32") || name.starts_with("glm_moe_dsa")));
        QVERIFY2(error->detail().find("choose what they look at") != std::string::npos, error->what());
        return;
    }
    const auto expected = goldenTensor(dataFile("runtime/folders.safetensors"), name);
    QVERIFY(expected);
    const auto got = runLogits(source, {{tokens}});
    const Distance found = distance(got, expected->floats(), expected->shape.at(1));
    qInfo("largest difference %.2g of the range", found.relative);
    QVERIFY2(found.relative < 5e-5, qPrintable(QString::number(found.relative)));
    QCOMPARE(found.otherArgmax, std::size_t{0});
}

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
        const QTemporaryDir folder;
        compare(name.toStdString(), openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString()))));
    }

    /// As tst_families.cpp has it of what GGUF files of older architectures hold.
    void shownStepsAreThoseOfTheRun_data() { logitsEqualTransformers_data(); }
    void shownStepsAreThoseOfTheRun() {
        QFETCH(QString, name);
        const nlohmann::json& entry = recordedFolders().at(name.toStdString());
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFolderModel(folder, entry)));
        auto tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        const std::uint64_t limit = graphOf(source.model()).longestSequence;
        tokens.resize(limit == 0 ? tokens.size() : std::min<std::size_t>(limit, tokens.size()));
        for (const std::uint64_t memory : {std::uint64_t{1} << 30U, std::uint64_t{1}}) {
            const std::string wrong = wronglyShown(source, tokens, memory);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
    }

    void asGgufToo_data() { logitsEqualTransformers_data(); }
    void asGgufToo() {
        QFETCH(QString, name);
        if (moreThanGgufSays.contains(name.toStdString())) {
            return;
        }
        const QTemporaryDir folder;
        const auto model = openModel(writeFolderModel(folder, recordedFolders().at(name.toStdString())));
        const std::filesystem::path file = std::filesystem::path(folder.path().toStdString()) / "same.gguf";
        convertQuietly(planFor(model, "F32"), file);
        compare(name.toStdString(), openModel(file));
    }

    void everyFamilyHasACase() {
        std::set<std::string> covered;
        for (const auto& entry : recordedFamilies()) {
            covered.insert(entry.at("architecture").get<std::string>());
        }
        for (const auto& entry : recordedFolders()) {
            const QTemporaryDir folder;
            covered.insert(openModel(writeFolderModel(folder, entry))->architecture());
        }
        for (const auto& [architecture, other] : likeOthers) {
            covered.insert(architecture);
        }
        for (const FamilyRow& row : quantlathe::families()) {
            QVERIFY2(covered.contains(std::string(row.architecture)), row.architecture.data());
        }
    }

    void otherNamesForTheSame_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [architecture, other] : likeOthers) {
            QTest::newRow(architecture.c_str()) << QString::fromStdString(architecture);
        }
    }
    void otherNamesForTheSame() {
        QFETCH(QString, name);
        const std::string& other = likeOthers.at(name.toStdString());
        nlohmann::json entry = recordedFamilies().at(other);
        nlohmann::json metadata = nlohmann::json::object();
        for (const auto& [key, value] : entry.at("metadata").items()) {
            metadata[name.toStdString() + key.substr(key.find('.'))] = value;
        }
        entry["architecture"] = name.toStdString();
        entry["metadata"] = metadata;
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFamilyModel(folder, entry)));
        const auto expected = goldenTensor(dataFile("runtime/families.safetensors"), other);
        const auto got = runLogits(source, {{entry.at("tokens").get<std::vector<std::int32_t>>()}});
        QVERIFY(distance(got, expected->floats(), expected->shape.at(1)).relative < 1e-5);
    }
};

QTEST_GUILESS_MAIN(FoldersTest)
#include "tst_folders.moc"
