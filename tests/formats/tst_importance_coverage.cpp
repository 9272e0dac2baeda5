// SPDX-License-Identifier: GPL-3.0-or-later
// How importance matrices and models fit together: what is covered, what is missing, and whose matrix it is.
#include "base/error.h"
#include "formats/importance.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"

#include <algorithm>

using namespace quantlathe;
using State = WeightCoverage::State;

namespace {

const WeightCoverage* find(const ImportanceCoverage& coverage, std::string_view name) {
    const auto found =
        std::ranges::find_if(coverage.weights, [&](const WeightCoverage& entry) { return entry.weight->name == name; });
    return found == coverage.weights.end() ? nullptr : &*found;
}

} // namespace

class TestImportanceCoverage : public QObject {
    Q_OBJECT

    const std::shared_ptr<const Model> tiny_ = openModel(test::dataFile("gguf/tiny-llama-f32.gguf"));
    const ImportanceMatrix matrix_ = readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf"));

    [[nodiscard]] std::string refusal(const ImportanceMatrix& matrix) const {
        const auto error = test::errorOf([&] { requireFit(*tiny_, matrix); });
        return !error ? "fits" : error->kind() == ErrorKind::badInput ? error->detail() : "other kind";
    }

private slots:
    void saysWhatIsCovered() {
        const ImportanceCoverage found = coverage(*tiny_, matrix_);
        // Seven matrices in each of two blocks have entries; embedding and output have none, as in all real files.
        QCOMPARE(found.weights.size(), std::size_t{16});
        QCOMPARE(found.covered, std::size_t{14});
        QCOMPARE(found.missing, std::size_t{2});
        QCOMPARE(found.wrongWidth, std::size_t{0});
        QVERIFY(found.unknown.empty());
        QVERIFY(found.fits());
        QCOMPARE(find(found, "output.weight")->state, State::missing);
        QCOMPARE(find(found, "blk.0.ffn_down.weight")->values, std::uint64_t{512});
        QCOMPARE(find(found, "blk.0.attn_norm.weight"), nullptr); // never quantized
        QCOMPARE(found.summary(), std::string("14 of 16 matrices covered; 2 missing: token_embd.weight, output.weight"));
        QCOMPARE(matrix_.chunkTokens, 512U);
        QCOMPARE(matrix_.counts.at("blk.0.ffn_down.weight"), std::vector<std::uint64_t>{8192});
    }

    void anotherWidthIsAnotherModel() {
        ImportanceMatrix other = matrix_;
        other.columns["blk.0.attn_q.weight"].resize(128, 1.0F);
        other.columns["blk.1.ffn_up.weight"].resize(300, 1.0F);
        const ImportanceCoverage found = coverage(*tiny_, other);
        QVERIFY(!found.fits());
        QCOMPARE(found.wrongWidth, std::size_t{2});
        QCOMPARE(find(found, "blk.1.ffn_up.weight")->expected, std::uint64_t{256});
        const std::string detail = refusal(other);
        QVERIFY2(detail.find("blk.0.attn_q.weight has 128 values, the model needs 256") != std::string::npos, detail.c_str());
        QVERIFY2(detail.find("blk.1.ffn_up.weight has 300 values") != std::string::npos, detail.c_str());
    }

    void theFirstMismatchesAreListedAndTheOthersCounted() {
        ImportanceMatrix other = matrix_;
        for (auto& [name, values] : other.columns) {
            values.resize(values.size() * 2, 1.0F);
        }
        const std::string detail = refusal(other);
        QVERIFY2(detail.find("and 11 more differ") != std::string::npos, detail.c_str());
    }

    void anEmbeddingOfAnotherWidthIsIgnored() {
        ImportanceMatrix other = matrix_;
        other.columns["token_embd.weight"].resize(448, 1.0F);
        QVERIFY(coverage(*tiny_, other).fits());
        QCOMPARE(coverage(*tiny_, other).wrongWidth, std::size_t{1});
    }

    void namesThatNothingHasBelongToAnotherModel() {
        ImportanceMatrix other;
        for (const auto& [name, values] : matrix_.columns) {
            other.columns["other." + name] = values;
        }
        QVERIFY(!coverage(*tiny_, other).fits());
        const std::string detail = refusal(other);
        QVERIFY2(detail.find("None of its 14 entries") != std::string::npos, detail.c_str());
        QVERIFY2(detail.find("other.blk.0.attn_k.weight") != std::string::npos, detail.c_str());
        QVERIFY2(detail.find("The model's are token_embd.weight") != std::string::npos, detail.c_str());
        QCOMPARE(refusal(ImportanceMatrix{}), std::string("fits")); // nothing is said about anything
    }

    void entriesOfNoWeightAreNamed() {
        ImportanceMatrix more = matrix_;
        more.columns["blk.9.attn_q.weight"].resize(256, 1.0F);
        const ImportanceCoverage found = coverage(*tiny_, more);
        QVERIFY(found.fits());
        QCOMPARE(found.unknown, std::vector<std::string>{"blk.9.attn_q.weight"});
        QVERIFY(found.summary().find("1 entries of no weight: blk.9.attn_q.weight") != std::string::npos);
    }

    void expertsHaveValuesOfTheirOwn() {
        QTemporaryDir folder;
        test::LlamaShape shape;
        shape.experts = 4;
        shape.expertsUsed = 2;
        const auto model = openModel(test::writeLlamaGguf(folder, shape));
        ImportanceMatrix matrix;
        matrix.columns["blk.0.ffn_down_exps.weight"].resize(4 * 512, 1.0F);
        matrix.counts["blk.0.ffn_down_exps.weight"] = {10, 0, 7, 0};
        const ImportanceCoverage found = coverage(*model, matrix);
        const WeightCoverage* down = find(found, "blk.0.ffn_down_exps.weight");
        QVERIFY(down != nullptr);
        QCOMPARE(down->state, State::covered);
        QCOMPARE(down->experts, std::uint64_t{4});
        QCOMPARE(down->unusedExperts, std::uint64_t{2});
        QVERIFY(found.summary().find("2 experts never used") != std::string::npos);
        matrix.columns["blk.0.ffn_down_exps.weight"].resize(512); // one vector for all experts
        QCOMPARE(find(coverage(*model, matrix), "blk.0.ffn_down_exps.weight")->state, State::wrongWidth);
    }

    void columnsWithoutImportanceAreCounted() {
        QCOMPARE(find(coverage(*tiny_, matrix_), "blk.0.attn_q.weight")->silentColumns, std::uint64_t{0});
        ImportanceMatrix holes = matrix_;
        std::vector<float>& query = holes.columns["blk.0.attn_q.weight"];
        std::fill_n(query.begin() + 20, 60, 0.0F); // the runs from 32, 48 and 64 on
        std::vector<float>& down = holes.columns["blk.1.ffn_down.weight"];
        std::ranges::fill(down, 0.0F);
        const ImportanceCoverage found = coverage(*tiny_, holes);
        QCOMPARE(find(found, "blk.0.attn_q.weight")->silentColumns, std::uint64_t{48});
        QCOMPARE(find(found, "blk.1.ffn_down.weight")->silentColumns, std::uint64_t{512});
        QCOMPARE(found.covered, std::size_t{14});
        QVERIFY(found.fits());
        QVERIFY2(found.summary().ends_with("; nothing known of 560 columns in 2 matrices, which count evenly"),
                 found.summary().c_str());
    }

    void entriesCanBeLeftOut() {
        const std::vector<std::string> none;
        QCOMPARE(filtered(matrix_, none, none).columns.size(), std::size_t{14});
        const std::vector<std::string> attention{"attn_q", "attn_k"};
        const ImportanceMatrix only = filtered(matrix_, attention, none);
        QCOMPARE(only.columns.size(), std::size_t{4});
        QCOMPARE(only.counts.size(), std::size_t{4});
        QCOMPARE(filtered(matrix_, none, attention).columns.size(), std::size_t{10});
    }
};

QTEST_APPLESS_MAIN(TestImportanceCoverage)
#include "tst_importance_coverage.moc"
