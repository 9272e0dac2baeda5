// SPDX-License-Identifier: GPL-3.0-or-later
// Codes of stacked experts: each is fitted to the tokens that chose it.
#include "base/cache_file.h"
#include "calibrate/calibrated_codes.h"
#include "calibrate/expert_inputs.h"
#include "calibrate/random_mixtral.h"
#include "plan/encoded_matrices.h"
#include "runtime/run_support.h"
#include "weights/weight_rows.h"

#include <QTemporaryDir>

using namespace quantlathe;
using test::mixtral;
using test::Runner;
namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t experts = 4; // of the recorded model

Plan planOf(const std::string& format, const std::string& preset) {
    return makePlan(mixtral(), test::folderDocument(format, preset));
}

std::shared_ptr<const CodeStore> codesOf(const Plan& plan, bool isCorrected = true, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    const CancelToken cancel;
    return calibratedCodes(plan, test::randomTokens(isCorrected), {arena, progress, cancel});
}

const StoredCode& codeOf(const CodeStore& codes, const std::string& name) {
    return *std::ranges::find(codes.codes(), name, &StoredCode::weight);
}

std::vector<std::byte> bytesOf(const CodeStore& codes, const std::string& name) {
    std::vector<std::byte> bytes(static_cast<std::size_t>(codeOf(codes, name).bytes));
    codes.read(*mixtral()->find(name), 0, bytes);
    return bytes;
}

/// Rows of inputs whose values are the token's number.
struct SomeRows {
    std::vector<std::size_t> tokens;
    std::vector<float> values;
    SomeRows(std::vector<std::size_t> of, float more) : tokens(std::move(of)) {
        for (const std::size_t token : tokens) {
            values.insert(values.end(), {static_cast<float>(token) + more, 1.0F});
        }
    }
    [[nodiscard]] ExpertRows rows() const { return {{values.data(), tokens.size(), 2, 2}, tokens}; }
};

const std::vector<std::string> stacked{"blk.0.ffn_gate_exps.weight", "blk.0.ffn_up_exps.weight", "blk.1.ffn_down_exps.weight"};

} // namespace

class TestExpertCodes : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;

private slots:
    void initTestCase() { qputenv("XDG_CACHE_HOME", (folder_.path() + "/cache").toUtf8()); }

    /// A router may send a token elsewhere once the layers before it are encoded.
    void onlyTokensThatBothModelsSentThereCount() {
        ThreadArena arena(1);
        ExpertSums sums;
        sums.add(SomeRows({1, 3, 5, 6}, 0.5F).rows(), SomeRows({0, 3, 4, 5}, 0).rows(), 8, arena);
        QCOMPARE(sums.fit.tokens, std::uint64_t{2});
        QCOMPARE(sums.held.tokens, std::uint64_t{0});
        QCOMPARE(sums.fit.gram, (std::vector<double>{9 + 25, 3 + 5, 3 + 5, 2}));
        QCOMPARE(sums.fit.difference, (std::vector<float>{0.5F * (3 + 5), 0, 0.5F * 2, 0}));
    }

    void oneTokenInEightJudgesHoweverFewCome() {
        ThreadArena arena(1);
        ExpertSums sums;
        for (std::size_t i = 0; i < 40; ++i) {
            sums.add(SomeRows({i}, 0).rows(), 8, arena);
        }
        QCOMPARE(sums.held.tokens, std::uint64_t{5});
        QCOMPARE(sums.fit.tokens, std::uint64_t{35});
    }

    void fewTokensLearnFromAll() {
        ThreadArena arena(1);
        ExpertSums sums;
        sums.add(SomeRows({1, 2}, 0.5F).rows(), SomeRows({1, 2}, 0).rows(), 8, arena);
        PairSums all;
        all.tokens = 8;
        all.gram = {80, 8, 8, 16};
        all.difference = {4, 0, 8, 0};
        // As many as there are columns: two of the eight. Worth (2 + 2)² / (2 · 1² + 8 · ¼²) equal ones.
        QCOMPARE(sums.borrow(all), 6.4);
        QCOMPARE(sums.fit.gram, (std::vector<double>{5 + 20, 3 + 2, 3 + 2, 2 + 4}));
        QCOMPARE(sums.fit.difference, (std::vector<float>{1.5F + 1, 0, 1 + 2, 0}));
        QCOMPARE(sums.borrow({}), 2.0);
    }

    void expertsLoseLess_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<bool>("isCorrected");
        for (const bool isCorrected : {false, true}) {
            QTest::addRow("gguf, %d", isCorrected) << "Q4_0" << isCorrected;
            QTest::addRow("gptq, %d", isCorrected) << "GPTQ-4-g32" << isCorrected;
        }
    }
    void expertsLoseLess() {
        QFETCH(QString, preset);
        QFETCH(bool, isCorrected);
        const Plan plan = planOf(preset == "Q4_0" ? "gguf" : "gptq", preset.toStdString());
        const auto codes = codesOf(plan, isCorrected);
        for (const std::string& name : stacked) {
            const StoredCode& code = codeOf(*codes, name);
            QVERIFY2(code.loss.after < 0.95 * code.loss.before, qPrintable(QString::number(code.loss.ratio())));
            QVERIFY(code.loss.rowsKept < mixtral()->find(name)->rows());
        }
        const auto alone = codesOf(plan, isCorrected, 1);
        codes->remove();
        const auto again = codesOf(plan, isCorrected, 3);
        for (const std::string& name : stacked) {
            QVERIFY(bytesOf(*alone, name) == bytesOf(*again, name));
        }
        again->remove();
    }

    /// Every expert's codes stand with that expert, in a file of stacks as in a folder of single tensors.
    void whatIsWrittenIsWhatWasChosen_data() {
        QTest::addColumn<QString>("preset");
        QTest::newRow("gguf") << "Q4_0";
        QTest::newRow("gptq") << "GPTQ-4-g32";
    }
    void whatIsWrittenIsWhatWasChosen() {
        QFETCH(QString, preset);
        const bool isGguf = preset == "Q4_0";
        const Plan plan = planOf(isGguf ? "gguf" : "gptq", preset.toStdString());
        const auto codes = codesOf(plan);
        const fs::path out = fs::path(folder_.path().toStdString()) / (isGguf ? "out.gguf" : "out");
        (void)test::convertQuietly(plan, out, {.codes = codes}, test::smallTuning());
        const auto written = openModel(out);
        for (const std::string& name : stacked) {
            const Weight& weight = *mixtral()->find(name);
            const Encoding& encoding = *std::ranges::find(plan.choices, &weight, &Choice::weight)->encoding;
            const std::vector<std::byte> bytes = bytesOf(*codes, name);
            std::vector<float> chosen(weight.elements());
            if (isGguf) {
                encoding.decode(bytes, weight.columns(), chosen);
            } else {
                std::vector<PlannedMatrix> matrices;
                for (const std::size_t tensor : weight.tensors) {
                    const auto piece = std::ranges::find_if(
                        plan.layout.pieces, [&](const OutputPiece& each) { return each.shape && each.stored == tensor; });
                    matrices.push_back({tensor, *piece->shape});
                }
                QCOMPARE(matrices.size(), std::size_t{experts});
                EncodedMatrices(weight, *asMatrixEncoding(encoding), matrices, bytes).rows(0, chosen);
            }
            std::vector<float> read(chosen.size());
            readRows(*written, *written->find(name), 0, read);
            QVERIFY2(read == chosen, name.c_str());
        }
        codes->remove();
    }

    void expertsWithoutTokensGetTheCodesOfAPlainConversion() {
        const Plan plan = planOf("gguf", "Q4_0");
        const Weight& weight = *mixtral()->find(stacked.front());
        const Encoding& encoding = *std::ranges::find(plan.choices, &weight, &Choice::weight)->encoding;
        MatrixToEncode matrix{.weight = weight, .encoding = encoding, .guide = {}};
        matrix.rows = weight.rows() / experts;
        matrix.firstRow = 2 * matrix.rows;
        ThreadArena arena(2);
        std::vector<std::byte> got;
        const CalibratedLoss loss = encodeUncalibrated(matrix, ModelWeights(mixtral()), got, arena, {});
        QVERIFY(loss.isKept);
        QCOMPARE(loss.rowsKept, static_cast<std::size_t>(matrix.rows));
        std::vector<float> values(static_cast<std::size_t>(matrix.rows * weight.columns()));
        readRows(*mixtral(), weight, matrix.firstRow, values);
        std::vector<std::byte> expected(encoding.bytes(matrix.rows, weight.columns()));
        encoding.encode(values, weight.columns(), {}, expected);
        QVERIFY(got == expected);
    }
};

QTEST_GUILESS_MAIN(TestExpertCodes)
#include "tst_expert_codes.moc"
