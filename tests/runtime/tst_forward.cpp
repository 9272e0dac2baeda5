// SPDX-License-Identifier: GPL-3.0-or-later
// How a run is cut into batches, chunks and tiles does not change what it computes; what it refuses; observers; cancelling.
#include "runtime/run_support.h"

#include <limits>
#include <map>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

std::vector<TokenSequence> someSequences(std::size_t count, std::size_t tokens, std::int32_t vocabulary) {
    std::vector<TokenSequence> sequences(count);
    std::int32_t next = 1;
    for (TokenSequence& sequence : sequences) {
        for (std::size_t i = 0; i < tokens; ++i) {
            next = (next * 1103 + 12345) % vocabulary;
            sequence.tokens.push_back(next);
        }
    }
    return sequences;
}

const ModelWeights& sample() {
    static const ModelWeights source(openModel(resourceFile("sample")));
    return source;
}

std::size_t vocabulary() {
    return static_cast<std::size_t>(sample().model().hyper().vocabulary);
}

std::ptrdiff_t threadsOfThisProcess() {
    return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator());
}

/// The sample's weights with one value replaced.
class DamagedWeights final : public WeightSource {
public:
    DamagedWeights(std::string name, float value) : name_(std::move(name)), value_(value) {}
    const Model& model() const override { return sample().model(); }
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override {
        sample().rows(weight, firstRow, out);
        if (weight.name == name_ && firstRow == 0) {
            out[0] = value_;
        }
    }
    void release(const Weight&) const override {}

private:
    std::string name_;
    float value_;
};

/// Sums per weight what passes its input and output.
class Recorder final : public Observer {
public:
    bool wants(const Weight& weight, Side side) const override { return side == Side::input || weight.role == Role::attnQ; }
    void observe(const Observation& seen, ThreadArena&) override {
        auto& entry = entries[seen.weight.name + (seen.side == Side::input ? " in" : " out")];
        entry.rows += seen.rows;
        entry.columns = seen.columns;
        entry.isInOrder = entry.isInOrder && seen.tokens.first == entry.next;
        entry.next = entry.next + seen.rows;
        for (std::size_t i = 0; i < seen.rows; ++i) {
            for (const float value : seen.row(i)) {
                entry.sum += static_cast<double>(value) * value;
            }
        }
        order.push_back(seen.weight.name);
    }
    struct Entry {
        std::size_t rows = 0;
        std::size_t columns = 0;
        std::size_t next = 0;
        bool isInOrder = true;
        double sum = 0;
    };
    std::map<std::string, Entry> entries;
    std::vector<std::string> order;
};

} // namespace

class ForwardTest : public QObject {
    Q_OBJECT
    std::ptrdiff_t threadsBefore = 0;

private slots:
    void initTestCase() { threadsBefore = threadsOfThisProcess(); }

    // oneDNN brings no threads of its own: beside the caller only those of the arena work.
    void onlyTheArenasThreadsWork() {
        static_cast<void>(runLogits(sample(), someSequences(2, 300, static_cast<std::int32_t>(vocabulary()))));
        const auto added = threadsOfThisProcess() - threadsBefore;
        QVERIFY2(added <= Runner().arena.threads() - 1, qPrintable(QString::number(added)));
    }

    void cuttingChangesNothing() {
        const auto sequences = someSequences(5, 200, static_cast<std::int32_t>(vocabulary()));
        const auto whole = runLogits(sample(), sequences);
        ForwardOptions options;
        options.tokensAtOnce = 1; // every sequence alone
        options.activationBytes = 0;
        options.logitBytes = 1;
        const Distance found = distance(runLogits(sample(), sequences, options), whole, vocabulary());
        QVERIFY2(found.relative < 2e-6, qPrintable(QString::number(found.relative)));
    }

    // Given one sequence of several blocks, then its start alone gives the same logits: no token sees a later one.
    void laterTokensAreNotSeen() {
        const auto sequences = someSequences(1, 500, static_cast<std::int32_t>(vocabulary()));
        TokenSequence start = sequences.front();
        start.tokens.resize(300);
        const auto whole = runLogits(sample(), sequences);
        const auto part = runLogits(sample(), {start});
        const Distance found = distance(part, std::span(whole).first(part.size()), vocabulary());
        QVERIFY2(found.relative < 2e-6, qPrintable(QString::number(found.relative)));
    }

    void onlyWantedLogitsAreMade() {
        auto sequences = someSequences(3, 40, static_cast<std::int32_t>(vocabulary()));
        const auto all = runLogits(sample(), sequences);
        sequences[0].firstLogit = 10;
        sequences[0].endLogit = 12;
        sequences[1].firstLogit = 40;
        sequences[2].firstLogit = 39;
        Runner runner;
        std::vector<LogitPosition> positions;
        std::vector<float> some;
        runForward(
            sample(), sequences, {},
            [&](const LogitRows& rows) {
                positions.insert(positions.end(), rows.positions.begin(), rows.positions.end());
                some.insert(some.end(), rows.values.begin(), rows.values.end());
            },
            runner.context());
        QCOMPARE(positions.size(), std::size_t{3});
        QCOMPARE(positions[1].position, std::size_t{11});
        QCOMPARE(positions[2].sequence, std::size_t{2});
        QCOMPARE(positions[2].position, std::size_t{39});
        std::vector<float> expected;
        for (const std::size_t row : {10U, 11U, 119U}) {
            expected.insert(expected.end(), all.begin() + static_cast<std::ptrdiff_t>(row * vocabulary()),
                            all.begin() + static_cast<std::ptrdiff_t>((row + 1) * vocabulary()));
        }
        QVERIFY(distance(some, expected, vocabulary()).relative < 2e-6);
    }

    // Rounding factors to 8 bits of mantissa moves logits by some thousandths of their range, not more.
    void bf16IsNear() {
        if (!hasBf16Instructions()) {
            QSKIP("this CPU has no bf16 instructions");
        }
        const auto sequences = someSequences(2, 256, static_cast<std::int32_t>(vocabulary()));
        ForwardOptions options;
        options.compute = Compute::bf16;
        const Distance found = distance(runLogits(sample(), sequences, options), runLogits(sample(), sequences), vocabulary());
        QVERIFY2(found.relative > 1e-6 && found.relative < 2e-2, qPrintable(QString::number(found.relative)));
    }

    void progressEndsAtItsTotal() {
        ProgressState last;
        std::vector<std::string> items;
        Progress progress(
            [&](const ProgressState& state) {
                last = state;
                if (items.empty() || items.back() != state.item) {
                    items.push_back(state.item);
                }
            },
            std::chrono::milliseconds(0));
        Runner runner;
        runForward(sample(), someSequences(4, 300, static_cast<std::int32_t>(vocabulary())), {}, [](const LogitRows&) {},
                   {runner.arena, progress, runner.cancel, {}});
        QVERIFY2(last.fraction() > 0.98 && last.fraction() <= 1.0, qPrintable(QString::number(last.fraction())));
        QVERIFY(std::ranges::find(items, "layer 3 of 6") != items.end());
        QCOMPARE(items.back(), std::string("logits"));
    }

    void observersSeeEveryLinearLayer() {
        Recorder recorder;
        const auto sequences = someSequences(5, 100, static_cast<std::int32_t>(vocabulary()));
        ForwardOptions options;
        options.tokensAtOnce = 200;
        const auto watched = runLogits(sample(), sequences, options, {&recorder});
        const auto unwatched = runLogits(sample(), sequences, options);
        QVERIFY(watched == unwatched);
        for (std::uint32_t layer = 0; layer < 6; ++layer) {
            for (const char* part : {"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"}) {
                const auto found = recorder.entries.find("blk." + std::to_string(layer) + "." + part + ".weight in");
                QVERIFY2(found != recorder.entries.end(), part);
                QCOMPARE(found->second.rows, std::size_t{500});
                QCOMPARE(found->second.columns, std::size_t{std::string(part) == "ffn_down" ? 768U : 256U});
                QVERIFY(found->second.isInOrder);
                QVERIFY(found->second.sum > 0);
            }
        }
        QCOMPARE(recorder.entries.at("blk.2.attn_q.weight in").sum, recorder.entries.at("blk.2.attn_v.weight in").sum);
        QCOMPARE(recorder.entries.at("blk.5.attn_q.weight out").columns, std::size_t{256});
        QVERIFY(recorder.entries.contains("output.weight in"));
        QVERIFY(std::ranges::is_sorted(recorder.order, {}, [](const std::string& name) { return name.substr(0, 5); }));
    }

    void badTokensAreRefused() {
        const auto errorFor = [](std::vector<TokenSequence> sequences) {
            return errorOf([&] { ForwardPass(sample(), std::move(sequences)); });
        };
        const auto outside = errorFor({{{1, 2, 3}}, {{5, 4096}}});
        QVERIFY(outside);
        QCOMPARE(outside->exitCode(), 2);
        QVERIFY(std::string(outside->what()).find("Token 4096") != std::string::npos);
        QVERIFY(std::string(outside->what()).find("position 1 of sequence 1") != std::string::npos);
        QVERIFY(errorFor({{{-1}}}));
        QVERIFY(errorFor({}));
        QVERIFY(errorFor({{{1}}, {}}));
    }

    void damagedWeightsNameTheirLayer() {
        const DamagedWeights nan("blk.4.ffn_down.weight", std::numeric_limits<float>::quiet_NaN());
        const auto error = errorOf([&] { static_cast<void>(runLogits(nan, {{{1, 2, 3}}})); });
        QVERIFY(error);
        QVERIFY2(std::string(error->what()).find("layer 4") != std::string::npos, error->what());
        QVERIFY(error->detail().find("feed-forward") != std::string::npos);
        const DamagedWeights infinite("blk.1.attn_k.weight", std::numeric_limits<float>::infinity());
        const auto second = errorOf([&] { static_cast<void>(runLogits(infinite, {{{1, 2, 3}}})); });
        QVERIFY(second && second->title().find("layer 1") != std::string::npos);
    }

    void cancelStops() {
        Runner runner;
        ForwardPass pass(sample(), someSequences(2, 50, static_cast<std::int32_t>(vocabulary())));
        pass.embed(runner.context());
        pass.runNextLayer(runner.context());
        runner.cancel.cancel();
        const auto error = errorOf([&] { pass.runNextLayer(runner.context()); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 130);
    }

    // Given the stream after two layers, a second pass goes on from there and gives the same logits.
    void aPassCanBeResumed() {
        const auto sequences = someSequences(3, 60, static_cast<std::int32_t>(vocabulary()));
        Runner runner;
        ForwardPass first(sample(), sequences);
        first.embed(runner.context());
        first.runNextLayer(runner.context());
        first.runNextLayer(runner.context());
        ForwardPass second(sample(), sequences);
        second.resumeAt(first.layersDone(), [&](std::size_t row, std::span<float> rows) { first.stream().read(row, rows); });
        QCOMPARE(second.layersLeft(), std::size_t{4});
        while (second.layersLeft() > 0) {
            second.runNextLayer(runner.context());
        }
        std::vector<float> logits(vocabulary() * second.logitPositions().size());
        second.readLogits(0, logits, runner.context());
        QVERIFY(distance(logits, runLogits(sample(), sequences), vocabulary()).relative < 2e-6);
    }
};

QTEST_GUILESS_MAIN(ForwardTest)
#include "tst_forward.moc"
