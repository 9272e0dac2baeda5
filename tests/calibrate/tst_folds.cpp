// SPDX-License-Identifier: GPL-3.0-or-later
// Folds: a model of any family computes the same whatever factors go through them, and no part of a fold can be left out.
#include "calibrate/folds.h"
#include "runtime/run_support.h"
#include "runtime/tiny_folders.h"

#include <array>
#include <cmath>
#include <map>
#include <QTemporaryDir>
#include <random>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

/// Between a quarter and four.
std::vector<float> factorsFor(const Fold& fold, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    std::vector<float> factors(fold.factors);
    for (float& factor : factors) {
        factor = std::exp2(static_cast<float>(random() >> 40U) * 0x1p-22F - 2);
    }
    return factors;
}

struct FamilyModel {
    QTemporaryDir folder;
    std::shared_ptr<const Model> model;
    std::vector<std::int32_t> tokens;

    explicit FamilyModel(const std::string& name) {
        const bool isFolder = !recordedFamilies().contains(name);
        const nlohmann::json& entry = isFolder ? recordedFolders().at(name) : recordedFamilies().at(name);
        model = openModel(isFolder ? writeFolderModel(folder, entry) : writeFamilyModel(folder, entry));
        tokens = entry.at("tokens").get<std::vector<std::int32_t>>();
        if (const auto limit = graphOf(*model).longestSequence; limit > 0 && tokens.size() > limit) {
            tokens.resize(static_cast<std::size_t>(limit));
        }
    }
    /// Logits, or the rows that an encoder makes.
    [[nodiscard]] std::vector<float> outcome(const WeightSource& source) const { return runToEnd(source, {{tokens}}); }
    [[nodiscard]] double changeBy(std::span<const float> expected, std::span<const float> got) const {
        const std::size_t columns = expected.size() / tokens.size();
        return distance({got.begin(), got.end()}, {expected.begin(), expected.end()}, columns).relative;
    }
};

} // namespace

class TestFolds : public QObject {
    Q_OBJECT

    static void addFamilies() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recordedFamilies().items()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
        for (const auto& [name, entry] : recordedFolders().items()) {
            if (!recordedFamilies().contains(name)) {
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
            }
        }
    }

private slots:
    void foldedModelsComputeTheSame_data() { addFamilies(); }
    void foldedModelsComputeTheSame() {
        QFETCH(QString, name);
        const FamilyModel family(name.toStdString());
        const ModelWeights plain(family.model);
        const std::vector<float> expected = family.outcome(plain);
        const Graph graph = graphOf(*family.model);
        FoldedWeights folded(plain);
        std::uint64_t seed = 1;
        for (const Fold& fold : foldsOf(graph)) {
            folded.apply(fold, factorsFor(fold, seed++));
        }
        const double change = family.changeBy(expected, family.outcome(folded));
        qInfo("largest difference %.2g of the range", change);
        const bool isPlain = recordedFamilies().contains(name.toStdString());
        // Recurrences with norms behind them make more of the last bits (docs/runtime.md).
        QVERIFY2(change < (isPlain ? 1e-5 : 5e-5), qPrintable(QString::number(change)));
        // At the least v → output and one more in each layer, where layers are attention and a network.
        QVERIFY(seed > (isPlain ? 2 : 1) * graph.blocks.size());
    }

    /// A fold that leaves something out would change the model, unless nothing depends on the part: biases of zero, experts
    /// that no token chooses.
    void everyPartIsNeeded_data() {
        QTest::addColumn<QString>("name");
        for (const char* const name : {"llama", "gpt2", "phi3", "qwen2", "gemma2", "qwen3_next", "qwen3_5", "mamba2",
                                       "nemotron_h", "falcon_h1", "arcee"}) {
            QTest::newRow(name) << QString(name);
        }
    }
    void everyPartIsNeeded() {
        QFETCH(QString, name);
        const FamilyModel family(name.toStdString());
        const ModelWeights plain(family.model);
        const std::vector<float> expected = family.outcome(plain);
        for (const Fold& fold : foldsOf(graphOf(*family.model))) {
            if (fold.layer != 0) {
                continue;
            }
            for (std::size_t left = 0; left < fold.parts.size(); ++left) {
                Fold partial = fold;
                partial.parts.erase(partial.parts.begin() + static_cast<std::ptrdiff_t>(left));
                FoldedWeights folded(plain);
                folded.apply(partial, factorsFor(fold, 7));
                QVERIFY2(family.changeBy(expected, family.outcome(folded)) > 1e-4, fold.parts[left].weight->name.c_str());
            }
        }
    }

    void aLlamaHasFourFoldsALayer() {
        const FamilyModel family("llama");
        const Graph graph = graphOf(*family.model);
        const auto folds = foldsOf(graph);
        QCOMPARE(folds.size(), 4 * graph.blocks.size());
        std::vector<std::set<std::string>> names;
        constexpr std::array steps{Step::mixerInput, Step::mixerOutput, Step::gateUp, Step::down};
        for (std::size_t i = 0; i < steps.size(); ++i) {
            QCOMPARE(folds[i].step, steps[i]);
            std::set<std::string>& own = names.emplace_back();
            for (const FoldPart& part : folds[i].parts) {
                own.insert((part.isProducer ? "÷" : "×") + part.weight->name);
            }
            QVERIFY(folds[i].parts.front().isProducer && !folds[i].parts.back().isProducer);
        }
        QCOMPARE(names[0], (std::set<std::string>{"÷blk.0.attn_norm.weight", "×blk.0.attn_q.weight", "×blk.0.attn_k.weight",
                                                  "×blk.0.attn_v.weight"}));
        QCOMPARE(names[1], (std::set<std::string>{"÷blk.0.attn_v.weight", "×blk.0.attn_output.weight"}));
        QCOMPARE(names[2], (std::set<std::string>{"÷blk.0.ffn_norm.weight", "×blk.0.ffn_gate.weight", "×blk.0.ffn_up.weight"}));
        QCOMPARE(names[3], (std::set<std::string>{"÷blk.0.ffn_up.weight", "×blk.0.ffn_down.weight"}));
        // Heads of queries that share a head of values have its factors.
        const Attention& attention = *graph.blocks.front().attention;
        QCOMPARE(folds[1].factors, std::size_t{attention.kvHeads} * attention.valueLength);
        QCOMPARE(folds[1].factors * folds[1].repeats, static_cast<std::size_t>(attention.width()));
        if (attention.heads > attention.kvHeads) {
            QCOMPARE(folds[1].factorOf(attention.valueLength + 3), std::size_t{3});
        }
    }

    void experts_data() {
        QTest::addColumn<QString>("name");
        for (const auto& [name, entry] : recordedFamilies().items()) {
            if (name.find("moe") != std::string::npos) {
                QTest::newRow(name.c_str()) << QString::fromStdString(name);
            }
        }
    }
    void experts() {
        QFETCH(QString, name);
        const FamilyModel family(name.toStdString());
        const Graph graph = graphOf(*family.model);
        for (const Block& block : graph.blocks) {
            if (!block.experts) {
                continue;
            }
            std::size_t downs = 0;
            bool hasRouter = false;
            for (const Fold& fold : foldsOf(graph)) {
                if (fold.layer == block.index) {
                    downs += fold.expert ? 1U : 0U;
                    hasRouter = hasRouter || std::ranges::any_of(fold.parts, [&](const FoldPart& part) {
                                    return part.weight == block.experts->router.weight;
                                });
                }
            }
            QCOMPARE(downs, std::size_t{block.experts->count});
            QVERIFY(hasRouter);
        }
    }
};

QTEST_GUILESS_MAIN(TestFolds)
#include "tst_folds.moc"
