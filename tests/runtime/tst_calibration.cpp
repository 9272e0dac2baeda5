// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of the inputs of linear layers: against sums over all recorded rows, through interruptions, as importance
// matrices.
#include "formats/importance.h"
#include "plan/planned_weights.h"
#include "runtime/calibration.h"
#include "runtime/importance_writer.h"
#include "runtime/run_support.h"
#include "runtime/tiny_families.h"

#include <map>
#include <QTemporaryDir>
#include <set>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

const ModelWeights& sample() {
    static const ModelWeights source(openModel(resourceFile("sample")));
    return source;
}

CalibrationRequest requestFor(std::size_t sequences, std::size_t tokens, std::uint64_t vocabulary) {
    CalibrationRequest request;
    request.dataset = "some text";
    std::uint64_t next = 1;
    for (std::size_t i = 0; i < sequences; ++i) {
        request.sequences.emplace_back();
        for (std::size_t j = 0; j < tokens; ++j) {
            next = (next * 1103 + 12345) % vocabulary;
            request.sequences.back().tokens.push_back(static_cast<std::int32_t>(next));
        }
    }
    return request;
}

/// Keeps every input row of every weight and expert.
class RowKeeper final : public Observer {
public:
    bool wants(const Weight&, Side side) const override { return side == Side::input; }
    void observe(const Observation& seen, ThreadArena&) override {
        auto& kept = rows[{seen.weight.name, seen.expert.value_or(0)}];
        for (std::size_t i = 0; i < seen.rows; ++i) {
            kept.emplace_back(seen.row(i).begin(), seen.row(i).end());
        }
        layers.insert(seen.weight.layer.value_or(1000));
    }
    std::map<std::pair<std::string, std::uint32_t>, std::vector<std::vector<float>>> rows;
    std::set<std::uint32_t> layers;
};

/// Cancels when a layer begins.
class Canceller final : public Observer {
public:
    Canceller(std::uint32_t layer, CancelToken& cancel) : layer_(layer), cancel_(cancel) {}
    bool wants(const Weight& weight, Side) const override { return weight.layer == layer_; }
    void observe(const Observation&, ThreadArena&) override { cancel_.cancel(); }

private:
    std::uint32_t layer_;
    CancelToken& cancel_;
};

bool isNear(double got, double expected, double bound) {
    return std::abs(got - expected) <= bound * std::max(std::abs(expected), 1e-6);
}

void compareWithRows(const CalibrationStatistics& statistics, const RowKeeper& keeper) {
    for (const auto& [key, rows] : keeper.rows) {
        const auto& [name, matrix] = key;
        const InputStatistics sums = statistics.of(name);
        const std::size_t columns = rows.front().size();
        QVERIFY(sums.rows.size() > matrix && sums.squares.size() == sums.rows.size() * columns);
        QCOMPARE(sums.rows[matrix], std::uint64_t{rows.size()});
        for (std::size_t column = 0; column < columns; ++column) {
            double squares = 0;
            double magnitudes = 0;
            float largest = 0;
            for (const auto& row : rows) {
                squares += static_cast<double>(row[column]) * row[column];
                magnitudes += std::abs(row[column]);
                largest = std::max(largest, std::abs(row[column]));
            }
            const std::size_t at = matrix * columns + column;
            QVERIFY2(isNear(sums.squares[at], squares, 1e-12), name.c_str());
            QVERIFY2(isNear(sums.magnitudes[at], magnitudes, 1e-12), name.c_str());
            QCOMPARE(sums.largest[at], largest);
        }
        if (!statistics.hasGram()) {
            continue;
        }
        const auto gram = statistics.gram(name, matrix);
        QCOMPARE(gram.size(), columns * columns);
        for (std::size_t i = 0; i < columns; i += 7) {
            for (std::size_t j = 0; j < columns; j += 5) {
                double sum = 0;
                for (const auto& row : rows) {
                    sum += static_cast<double>(row[i]) * row[j];
                }
                const double scale = std::sqrt(static_cast<double>(gram[i * columns + i]) * gram[j * columns + j]);
                QVERIFY2(std::abs(gram[i * columns + j] - sum) <= 1e-6 * scale, name.c_str());
                QCOMPARE(gram[i * columns + j], gram[j * columns + i]);
            }
        }
    }
}

/// Weights of which it is not known whose they are.
class Nameless final : public WeightSource {
public:
    explicit Nameless(const WeightSource& other) : other_(other) {}
    const Model& model() const override { return other_.model(); }
    void rows(const Weight& weight, std::uint64_t firstRow, std::span<float> out) const override {
        other_.rows(weight, firstRow, out);
    }
    void release(const Weight& weight) const override { other_.release(weight); }

private:
    const WeightSource& other_;
};

std::filesystem::path in(const QTemporaryDir& folder, const char* name) {
    return std::filesystem::path(folder.path().toStdString()) / name;
}

std::vector<std::string> filesIn(const QTemporaryDir& folder) {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder.path().toStdString())) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

} // namespace

class CalibrationTest : public QObject {
    Q_OBJECT
private slots:
    /// The model's own weights, a plan's, and such of which nothing can be said.
    void theKeyIsOfTheWeightsThatAreRun() {
        const CalibrationRequest request = requestFor(2, 20, 4096);
        Plan plan;
        plan.model = openModel(resourceFile("sample"));
        plan.format = formatById("gguf");
        const PlannedWeights unchanged(plan);
        plan.choices = {{.weight = plan.model->find("blk.3.ffn_down.weight"), .encoding = encodingByName("Q2_K")}};
        const PlannedWeights changed(plan);
        plan.choices.front().encoding = encodingByName("Q4_K");
        const PlannedWeights otherwise(plan);
        QCOMPARE(calibrationKey(unchanged, request), calibrationKey(sample(), request));
        QVERIFY(calibrationKey(changed, request) != calibrationKey(sample(), request));
        QVERIFY(calibrationKey(changed, request) != calibrationKey(otherwise, request));
        QVERIFY(calibrationKey(Nameless(sample()), request).empty());
    }

    void whatCannotBeToldApartIsMadeAnewEachTime() {
        const QTemporaryDir folder;
        const auto file = in(folder, "c.gguf");
        const Nameless source(sample());
        CalibrationRequest request = requestFor(2, 20, 4096);
        request.saveInterval = std::chrono::seconds(0);
        for (int i = 0; i < 2; ++i) {
            { // an interrupted run is not gone on from either
                Runner runner;
                Canceller canceller(4, runner.cancel);
                runner.observers = {&canceller};
                QVERIFY(errorOf([&] { static_cast<void>(calibrate(source, request, file, runner.context())); }));
            }
            RowKeeper keeper;
            Runner runner;
            runner.observers = {&keeper};
            compareWithRows(calibrate(source, request, file, runner.context()), keeper);
            QVERIFY(keeper.layers.contains(0));
        }
    }

    void sumsEqualThoseOfAllRows() {
        CalibrationRequest request = requestFor(5, 90, 4096);
        request.withGram = true;
        request.withOutputHead = true;
        request.options.tokensAtOnce = 200;
        RowKeeper keeper;
        Runner runner;
        runner.observers = {&keeper};
        const QTemporaryDir folder;
        const auto statistics = calibrate(sample(), request, in(folder, "c.gguf"), runner.context());
        QCOMPARE(statistics.weights().size(), std::size_t{6 * 7 + 1});
        QCOMPARE(statistics.origin().tokens, std::uint64_t{450});
        compareWithRows(statistics, keeper);
        QCOMPARE(filesIn(folder), (std::vector<std::string>{"c.gguf", "c.gguf.sum"}));
    }

    void expertsHaveSumsOfTheirOwn() {
        const QTemporaryDir folder;
        for (const char* family : {"qwen2moe", "mixtral"}) {
            const ModelWeights source(openModel(writeFamilyModel(folder, recordedFamilies().at(family))));
            CalibrationRequest request = requestFor(3, 40, 96);
            request.withGram = true;
            RowKeeper keeper;
            Runner runner;
            runner.observers = {&keeper};
            const auto statistics = calibrate(source, request, in(folder, "c.gguf"), runner.context());
            compareWithRows(statistics, keeper);
            std::uint64_t chosen = 0;
            for (const std::uint64_t rows : statistics.of("blk.1.ffn_down_exps.weight").rows) {
                chosen += rows;
            }
            QCOMPARE(chosen, std::uint64_t{120} * source.model().hyper().expertsUsed);
            QVERIFY(!statistics.contains("output.weight"));
        }
    }

    // Given a complete file, the same request reads it and runs nothing; another request replaces it.
    void completeFilesAreTaken() {
        const QTemporaryDir folder;
        const auto file = in(folder, "c.gguf");
        CalibrationRequest request = requestFor(2, 30, 4096);
        Runner first;
        const auto made = calibrate(sample(), request, file, first.context());
        Runner second;
        RowKeeper keeper;
        second.observers = {&keeper};
        const auto read = calibrate(sample(), request, file, second.context());
        QVERIFY(keeper.rows.empty());
        QVERIFY(read.of("blk.3.ffn_up.weight").squares == made.of("blk.3.ffn_up.weight").squares);
        QVERIFY(read.of("blk.3.ffn_up.weight").squares == made.of("blk.3.ffn_gate.weight").squares);

        request.sequences.front().tokens.front() += 1;
        const auto other = calibrate(sample(), request, file, second.context());
        QVERIFY(!keeper.rows.empty());
        QVERIFY(other.origin().key != made.origin().key);
        writeAll(file, std::as_bytes(std::span("damaged")));
        QVERIFY(calibrate(sample(), request, file, second.context()).origin().key == other.origin().key);

        // A flipped bit deep in the sums is no valid answer, and what is made anew is as before.
        const auto whole = readAll(file);
        auto flipped = whole;
        flipped[flipped.size() * 3 / 4] ^= std::byte{64};
        writeAll(file, flipped);
        keeper.rows.clear();
        static_cast<void>(calibrate(sample(), request, file, second.context()));
        QVERIFY(!keeper.rows.empty());
        QVERIFY(readAll(file) == whole);
    }

    void aDamagedStreamIsNotGoneOnFrom() {
        const QTemporaryDir folder;
        const auto file = in(folder, "c.gguf");
        CalibrationRequest request = requestFor(2, 40, 4096);
        request.saveInterval = std::chrono::seconds(0);
        {
            Runner runner;
            Canceller canceller(2, runner.cancel);
            runner.observers = {&canceller};
            QVERIFY(errorOf([&] { static_cast<void>(calibrate(sample(), request, file, runner.context())); }));
        }
        auto stream = readAll(in(folder, "c.gguf.stream"));
        stream[stream.size() / 2] ^= std::byte{64};
        writeAll(in(folder, "c.gguf.stream"), stream);
        RowKeeper keeper;
        Runner runner;
        runner.observers = {&keeper};
        compareWithRows(calibrate(sample(), request, file, runner.context()), keeper);
        QVERIFY(keeper.layers.contains(0));
    }

    void interruptedRunsGoOn() {
        const QTemporaryDir folder;
        const auto file = in(folder, "c.gguf");
        CalibrationRequest request = requestFor(4, 80, 4096);
        request.withGram = true;
        request.saveInterval = std::chrono::seconds(0);
        {
            Runner runner;
            Canceller canceller(3, runner.cancel);
            runner.observers = {&canceller};
            const auto error = errorOf([&] { static_cast<void>(calibrate(sample(), request, file, runner.context())); });
            QVERIFY(error);
            QCOMPARE(error->exitCode(), 130);
        }
        QCOMPARE(filesIn(folder), (std::vector<std::string>{"c.gguf.part", "c.gguf.state", "c.gguf.stream"}));
        RowKeeper keeper;
        Runner runner;
        runner.observers = {&keeper};
        const auto resumed = calibrate(sample(), request, file, runner.context());
        QVERIFY(keeper.layers == (std::set<std::uint32_t>{3, 4, 5}));
        QCOMPARE(filesIn(folder), (std::vector<std::string>{"c.gguf", "c.gguf.sum"}));

        Runner again;
        static_cast<void>(calibrate(sample(), request, in(folder, "whole.gguf"), again.context()));
        QVERIFY(readAll(file) == readAll(in(folder, "whole.gguf")));
    }

    void leftoversOfOtherRequestsAreIgnored() {
        const QTemporaryDir folder;
        const auto file = in(folder, "c.gguf");
        CalibrationRequest request = requestFor(2, 40, 4096);
        request.saveInterval = std::chrono::seconds(0);
        {
            Runner runner;
            Canceller canceller(2, runner.cancel);
            runner.observers = {&canceller};
            QVERIFY(errorOf([&] { static_cast<void>(calibrate(sample(), request, file, runner.context())); }));
        }
        request.sequences.front().tokens.back() = 77;
        RowKeeper keeper;
        Runner runner;
        runner.observers = {&keeper};
        const auto statistics = calibrate(sample(), request, file, runner.context());
        QVERIFY(keeper.layers.contains(0));
        compareWithRows(statistics, keeper);
    }

    void gramMatricesStayInTheirMemory() {
        CalibrationRequest request = requestFor(1, 10, 4096);
        request.withGram = true;
        request.gramBytes = 1'000'000;
        Runner runner;
        const QTemporaryDir folder;
        const auto error =
            errorOf([&] { static_cast<void>(calibrate(sample(), request, in(folder, "c.gguf"), runner.context())); });
        QVERIFY(error);
        QVERIFY2(error->title().find("Gram") != std::string::npos, error->what());
    }

    void importanceMatricesHoldTheMeans() {
        const QTemporaryDir folder;
        const ModelWeights source(openModel(writeFamilyModel(folder, recordedFamilies().at("qwen3moe"))));
        const CalibrationRequest request = requestFor(2, 40, 96);
        Runner runner;
        const auto statistics = calibrate(source, request, in(folder, "c.gguf"), runner.context());
        writeImportanceMatrix(statistics, ImportanceForm::gguf, in(folder, "i.gguf"), false);
        writeImportanceMatrix(statistics, ImportanceForm::legacy, in(folder, "i.dat"), false);
        QVERIFY(errorOf([&] { writeImportanceMatrix(statistics, ImportanceForm::gguf, in(folder, "i.gguf"), false); }));
        for (const char* name : {"i.gguf", "i.dat"}) {
            const ImportanceMatrix matrix = readImportanceMatrix(in(folder, name));
            QCOMPARE(matrix.chunks, 2U);
            QCOMPARE(matrix.datasets, std::vector<std::string>{"some text"});
            QCOMPARE(matrix.columns.size(), statistics.weights().size());
            for (const std::string& weight : statistics.weights()) {
                const InputStatistics sums = statistics.of(weight);
                const auto means = matrix.of(weight);
                QCOMPARE(means.size(), sums.squares.size());
                const std::size_t columns = means.size() / sums.rows.size();
                for (std::size_t i = 0; i < means.size(); ++i) {
                    const auto rows = static_cast<double>(sums.rows[i / columns]);
                    QVERIFY2(isNear(means[i], rows == 0 ? 1.0 : sums.squares[i] / rows, 1e-6), weight.c_str());
                }
            }
        }
    }

    void otherFilesAreRefused() {
        const QTemporaryDir folder;
        const auto model = writeFamilyModel(folder, recordedFamilies().at("llama"));
        const auto error = errorOf([&] { CalibrationStatistics statistics(model); });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 2);
        Runner runner;
        const auto statistics = calibrate(sample(), requestFor(1, 10, 4096), in(folder, "c.gguf"), runner.context());
        QVERIFY(errorOf([&] { static_cast<void>(statistics.of("nothing.weight")); }));
        QVERIFY(errorOf([&] { static_cast<void>(statistics.gram("blk.0.attn_q.weight")); }));
    }
};

QTEST_GUILESS_MAIN(CalibrationTest)
#include "tst_calibration.moc"
