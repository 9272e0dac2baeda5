// SPDX-License-Identifier: GPL-3.0-or-later
// measurement.json of ExLlamaV2: written and read as its converter does, measured by running blocks, and the best choice from
// it.
#include "base/file.h"
#include "measure/exl2_blocks.h"
#include "measure/exl2_measured_mixture.h"
#include "measure/exl2_measurer.h"
#include "measure/text_windows.h"
#include "plan/planned_weights.h"
#include "support/test_support.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

using namespace quantlathe;
using namespace quantlathe::exl2;
using Json = nlohmann::json;

namespace {

/// As the converter writes it: two layers' worth of everything that the form knows.
constexpr const char* written = R"({
    "measurement": {
        "model.layers.10.self_attn": [
            {"accuracy": 0.91, "total_bits": 1000,
             "q_proj": {"group_size": {"3": 64, "2": 64}, "bits": [3, 2], "bits_prop": [0.05, 0.95], "scale_bits": 4},
             "k_proj": {"group_size": {"3": 64, "2": 64}, "bits": [3, 2], "bits_prop": [0.05, 0.95], "scale_bits": 4},
             "v_proj": {"group_size": {"4": 128}, "bits": [4], "bits_prop": [1], "scale_bits": 4},
             "o_proj": {"group_size": {"4": 32}, "bits": [4], "bits_prop": [1.0], "scale_bits": 4}}
        ],
        "model.layers.2.mlp": [
            {"accuracy": 1e-06, "total_bits": 2000.0,
             "up_proj": {"group_size": 128, "bits": [8], "bits_prop": [1], "scale_bits": 4},
             "down_proj": {"group_size": {"8": 32, "4": 128, "3": 128}, "bits": [8, 4, 3], "bits_prop": [0.05, 0.1, 0.85],
                           "scale_bits": 4}}
        ],
        "model.norm.norm": null,
        "lm_head.linear": null
    },
    "last_module_idx": 24
})";

/// The measurement with one thing replaced.
std::string changed(const std::string& from, const std::string& to) {
    std::string text = written;
    const std::size_t at = text.find(from);
    return at == std::string::npos ? std::string() : text.replace(at, from.size(), to);
}

/// What the original's optimiser does (the specification, 6.4), with fewer runs.
class Annealer {
public:
    Annealer(const std::vector<MeasuredBlock>& blocks, std::uint64_t budget) : blocks_(blocks), budget_(budget) {}

    struct Result {
        std::vector<std::uint32_t> options;
        double sum = 0; // of error^norm
        double largest = 0;
        double norm = 0;
    };

    Result best() {
        constexpr int runs = 4; // of each of its three stages
        constexpr double window = 0.15;
        double norm = scan(1.5, 3.5, runs);
        norm = scan(norm - window / 2, norm + window / 2, runs);
        Result best = anneal(norm);
        for (int i = 1; i < runs; ++i) {
            const Result next = anneal(norm);
            best = next.sum < best.sum ? next : best;
        }
        fill(best);
        best.norm = norm;
        return best;
    }

private:
    [[nodiscard]] double error(std::size_t block, std::uint32_t option) const {
        return 1 - blocks_[block].options[option].accuracy;
    }

    double scan(double from, double to, int runs) {
        double bestNorm = from;
        double least = 2;
        for (int i = 0; i < runs; ++i) {
            const double norm = from + (to - from) * i / (runs - 1);
            if (const Result result = anneal(norm); result.largest < least) {
                least = result.largest;
                bestNorm = norm;
            }
        }
        return bestNorm;
    }

    Result anneal(double norm) {
        std::vector<std::vector<double>> powers;
        std::uint64_t cost = 0;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            powers.emplace_back();
            for (std::uint32_t k = 0; k < blocks_[b].options.size(); ++k) {
                powers.back().push_back(std::pow(error(b, k), norm));
            }
            cost += blocks_[b].options[0].bits;
        }
        std::vector<std::uint32_t> options(blocks_.size(), 0);
        std::uniform_real_distribution<double> chance(0, 1);
        for (double heat = 2; heat > 1e-4; heat *= 0.995) {
            for (int i = 0; i < 1000; ++i) {
                const std::size_t b = random_() % blocks_.size();
                const auto k = static_cast<std::uint32_t>(random_() % powers[b].size());
                const std::uint64_t next = cost - blocks_[b].options[options[b]].bits + blocks_[b].options[k].bits;
                const double delta = powers[b][k] - powers[b][options[b]];
                if (next <= budget_ && (delta < 0 || chance(random_) < std::exp(-delta / heat))) {
                    options[b] = k;
                    cost = next;
                }
            }
        }
        Result result{.options = options};
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            result.sum += powers[b][options[b]];
            result.largest = std::max(result.largest, error(b, options[b]));
        }
        return result;
    }

    void fill(Result& result) const {
        std::uint64_t cost = 0;
        for (std::size_t b = 0; b < blocks_.size(); ++b) {
            cost += blocks_[b].options[result.options[b]].bits;
        }
        for (bool changes = true; changes;) {
            changes = false;
            for (std::size_t b = 0; b < blocks_.size(); ++b) {
                const std::uint32_t k = result.options[b];
                if (k + 1 < blocks_[b].options.size() &&
                    cost - blocks_[b].options[k].bits + blocks_[b].options[k + 1].bits <= budget_) {
                    cost += blocks_[b].options[k + 1].bits - blocks_[b].options[k].bits;
                    ++result.options[b];
                    changes = true;
                }
            }
        }
    }

    const std::vector<MeasuredBlock>& blocks_;
    std::uint64_t budget_;
    std::mt19937_64 random_{17};
};

double totalOf(const std::vector<MeasuredBlock>& blocks, const std::vector<std::uint32_t>& options, double norm) {
    double sum = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        sum += std::pow(1 - blocks[b].options[options[b]].accuracy, norm);
    }
    return sum;
}

std::uint64_t bitsOfOptions(const std::vector<MeasuredBlock>& blocks, const std::vector<std::uint32_t>& options) {
    std::uint64_t sum = 0;
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        sum += blocks[b].options[options[b]].bits;
    }
    return sum;
}

} // namespace

class TestExl2Measurement : public QObject {
    Q_OBJECT

    std::shared_ptr<const Model> model_;
    MeasurerRequest request_;
    Measurement measured_;
    CancelToken cancel_;

    [[nodiscard]] Measurement measured(int threads) const {
        ThreadArena arena(threads);
        Progress progress;
        return measureBlocks(request_, {arena, progress, cancel_, {}});
    }

    /// A model of 30 layers like the sample's, each with errors of its own.
    [[nodiscard]] std::vector<MeasuredBlock> many() const {
        std::vector<MeasuredBlock> blocks;
        const std::vector<float> noise = test::normalValues(60 * 40, 5, 1.0F);
        for (std::uint32_t i = 0; i < 60; ++i) {
            MeasuredBlock block = measured_.blocks[i % measured_.blocks.size()];
            block.layer = i / 2;
            const double own = std::exp(static_cast<double>(noise[i]) * 0.7);
            for (std::size_t k = 0; k < block.options.size(); ++k) {
                const double wobble = std::exp(static_cast<double>(noise[60 + i * 38 + k]) * 0.1);
                block.options[k].accuracy = 1 - std::min(0.9, (1 - block.options[k].accuracy) * own * wobble);
            }
            blocks.push_back(std::move(block));
        }
        return blocks;
    }

private slots:
    void initTestCase() {
        model_ = openModel(test::resourceFile("sample"));
        const std::string text = readTextFile(test::resourceFile("text/default-calibration.txt"), 1U << 24U);
        request_.model = model_;
        request_.sequences = cutIntoWindows(*model_, nullptr, text, {.contextTokens = 48, .windows = 2}).sequences;
        measured_ = measured(2);
    }

    void whatTheConverterWritesIsRead() {
        const Measurement measurement = parseMeasurement(written, "measurement.json");
        QCOMPARE(measurement.lastModule, std::uint64_t{24});
        QCOMPARE(measurement.blocks.size(), std::size_t{2});
        const MeasuredBlock& mlp = measurement.blocks[0]; // by layer, not by name
        QCOMPARE(mlp.layer, 2U);
        QVERIFY(mlp.kind == BlockKind::feedForward);
        QCOMPARE(mlp.options[0].bits, std::uint64_t{2000});
        QCOMPARE(mlp.options[0].accuracy, 1e-6);
        QCOMPARE(mlp.options[0].matrices[1].projection, std::string("down_proj"));
        QVERIFY((mlp.options[0].matrices[1].runs == std::vector<Run>{{8, 32, 5}, {4, 128, 10}, {3, 128}}));
        QVERIFY((mlp.options[0].matrices[0].runs == std::vector<Run>{{8, 128}})); // one size for all widths
        const MeasuredBlock& attention = measurement.blocks[1];
        QCOMPARE(attention.layer, 10U);
        QCOMPARE(attention.options[0].matrices.size(), std::size_t{4});
        QVERIFY((attention.options[0].matrices[0].runs == std::vector<Run>{{3, 64, 5}, {2, 64}}));
        QVERIFY(parseMeasurement(measurementJson(measurement), "again.json") == measurement);
    }

    void whatIsWrittenHasTheConvertersKeys() {
        const Json json = Json::parse(measurementJson(parseMeasurement(written, "measurement.json")));
        QCOMPARE(json["last_module_idx"].get<int>(), 24);
        QVERIFY(json["measurement"].contains("model.norm.norm") && json["measurement"]["model.norm.norm"].is_null());
        QVERIFY(json["measurement"]["lm_head.linear"].is_null());
        const Json& option = json["measurement"]["model.layers.2.mlp"][0];
        QVERIFY(option["total_bits"].is_number_unsigned());
        const Json wanted = Json::parse(R"({"group_size": {"8": 32, "4": 128, "3": 128}, "bits": [8, 4, 3],
                                            "bits_prop": [0.05, 0.1, 0.85], "scale_bits": 4})");
        QCOMPARE(option["down_proj"].dump(), wanted.dump());
    }

    void whatIsNoMeasurementIsRefused_data() {
        QTest::addColumn<QString>("json");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* name, const std::string& json, const char* reason) {
            QVERIFY2(!json.empty(), name);
            QTest::newRow(name) << QString::fromStdString(json) << reason;
        };
        row("nothing", "{}", "no key measurement");
        row("a list", "[]", "must be an object");
        row("cut off", std::string(written).substr(0, 300), "");
        row("twice", changed("\"accuracy\": 0.91", "\"accuracy\": 0.91, \"accuracy\": 0.9"), "twice");
        row("no end", changed("\"last_module_idx\": 24", "\"last\": 24"), "no key last_module_idx");
        row("a negative module", changed("24", "-1"), "whole number");
        row("an accuracy above one", changed("0.91", "1.01"), "from 0 to 1");
        row("an accuracy in words", changed("0.91", "\"high\""), "from 0 to 1");
        row("half a bit", changed("2000.0", "2000.5"), "whole number");
        row("bits beyond all", changed("2000.0", "1e300"), "whole number");
        row("no options", changed("\"model.norm.norm\": null", "\"model.layers.4.mlp\": []"), "a list of 1 to");
        row("a parallel decoder", changed("\"model.norm.norm\": null", "\"model.layers.4.parallel_decoder\": {}"), "not known");
        row("a layer without end", changed("model.layers.10.", "model.layers.99999999999."), "not known");
        row("a layer with a sign", changed("model.layers.10.", "model.layers.-1."), "not known");
        row("the same block twice",
            changed("model.norm.norm\": null", "text.model.layers.2.mlp\": [{\"accuracy\": 1, "
                                               "\"total_bits\": 1, \"up_proj\": {\"group_size\": 128, \"bits\": [8], "
                                               "\"bits_prop\": [1], \"scale_bits\": 4}}]"),
            "twice");
        row("a matrix too many", changed("\"q_proj\"", "\"x_proj\""), "unknown key");
        row("seven bits", changed("\"bits\": [4]", "\"bits\": [7]"), "8, 6, 5, 4, 3 or 2");
        row("narrow before wide", changed("[3, 2]", "[2, 3]"), "from wide to narrow");
        row("no width", changed("\"bits\": [4]", "\"bits\": []"), "a list of 1 to");
        row("a share too few", changed("[0.05, 0.95]", "[0.95]"), "as many values");
        row("shares of more than all", changed("[0.05, 0.95]", "[0.15, 0.95]"), "add up to 1");
        row("a share between hundredths", changed("[0.05, 0.95]", "[0.055, 0.945]"), "whole hundredths");
        row("a share of nothing", changed("[0.05, 0.95]", "[0, 1]"), "whole hundredths");
        row("groups of 48", changed("{\"4\": 32}", "{\"4\": 48}"), "multiples of 32");
        row("groups of none", changed("{\"4\": 32}", "{\"4\": 0}"), "multiples of 32");
        row("a width without groups", changed("{\"4\": 32}", "{\"5\": 32}"), "no key 4");
        row("other scales", changed("\"scale_bits\": 4", "\"scale_bits\": 3"), "must be 4");
        row("too deep", std::string(200, '[') + std::string(200, ']'), "nested too deeply");
    }
    void whatIsNoMeasurementIsRefused() {
        QFETCH(QString, json);
        QFETCH(QString, reason);
        const auto error = test::errorOf([&] { (void)parseMeasurement(json.toStdString(), "bad.json"); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QVERIFY2(error->detail().find(reason.toStdString()) != std::string::npos, error->detail().c_str());
    }

    void everySettingOfEveryBlockIsMeasured() {
        const std::vector<ModelBlock> blocks = blocksOf(*model_);
        QCOMPARE(blocks.size(), std::size_t{12});
        QCOMPARE(measured_.blocks.size(), blocks.size());
        QCOMPARE(measured_.lastModule, std::uint64_t{14}); // embedding 0, norm 13
        for (std::size_t b = 0; b < blocks.size(); ++b) {
            const MeasuredBlock& block = measured_.blocks[b];
            const auto settings = triedSettings(blocks[b]);
            QCOMPARE(settings.size(), block.kind == BlockKind::attention ? std::size_t{19} : std::size_t{17});
            QCOMPARE(block.options.size(), settings.size());
            for (std::size_t k = 0; k < settings.size(); ++k) {
                QVERIFY(std::ranges::find(settings[k], nullptr) == settings[k].end()); // all of its tables are offered
                std::uint64_t bytes = 0;
                for (std::size_t i = 0; i < settings[k].size(); ++i) {
                    const Weight& weight = *blocks[b].matrices[i].weight;
                    bytes += settings[k][i]->bytes(weight.rows(), weight.columns());
                }
                QCOMPARE(block.options[k].bits, 8 * bytes);
            }
            const double coarse = 1 - block.options.front().accuracy;
            const double fine = 1 - block.options.back().accuracy;
            QVERIFY2(coarse > 0.02 && fine > 0 && fine < coarse / 10, qPrintable(QString("%1 %2").arg(coarse).arg(fine)));
        }
        QVERIFY(parseMeasurement(measurementJson(measured_), "again.json") == measured_);
    }

    void threadsChangeNothing() { QVERIFY(measured(1) == measured_); }

    /// The last network, by two whole passes from the embedding.
    void anErrorIsWhatComesOutOfTheBlock() {
        const MeasuredBlock& block = measured_.blocks.back();
        const ModelBlock own = blocksOf(*model_).back();
        constexpr std::size_t option = 4;
        PlanDocument document;
        document.format = "exl2";
        document.preset = "EXL2-4.0";
        for (const Weight& weight : model_->weights()) {
            if (formatById("exl2")->offersChoice(*model_, weight)) {
                document.weights[weight.name] = encodingFor(weight.storedType)->name();
            }
        }
        for (std::size_t i = 0; i < own.matrices.size(); ++i) {
            document.weights[own.matrices[i].weight->name] = triedSettings(own)[option][i]->name();
        }
        const PlannedWeights changedWeights(makePlan(model_, document), Inputs::kept);
        const ModelWeights original(model_);
        ThreadArena arena(2);
        Progress progress;
        const RunContext context{arena, progress, cancel_, {}};
        const auto outputOf = [&](const WeightSource& source) {
            ForwardPass pass(source, request_.sequences);
            pass.embed(context);
            while (pass.layersLeft() > 0) {
                pass.runNextLayer(context);
            }
            std::vector<float> states(pass.stream().rows() * pass.stream().columns());
            pass.stream().read(0, states);
            return states;
        };
        const std::vector<float> wanted = outputOf(original);
        const std::vector<float> found = outputOf(changedWeights);
        double sum = 0;
        const std::size_t each = wanted.size() / 2; // of a sequence
        for (std::size_t s = 0; s < 2; ++s) {
            double change = 0;
            double whole = 0;
            for (std::size_t i = s * each; i < (s + 1) * each; ++i) {
                change += std::pow(static_cast<double>(found[i]) - static_cast<double>(wanted[i]), 2);
                whole += std::pow(static_cast<double>(wanted[i]), 2);
            }
            sum += std::sqrt(change / whole) / 2;
        }
        QVERIFY2(std::fabs(block.options[option].accuracy - (1 - sum)) < 1e-6,
                 qPrintable(QString("%1 %2").arg(block.options[option].accuracy).arg(1 - sum)));
    }

    void aMixtureKeepsItsSize() {
        std::uint64_t values = 0;
        for (const ModelBlock& block : blocksOf(*model_)) {
            values += block.values();
        }
        double before = 0;
        for (const double bits : {2.5, 4.0, 6.0}) {
            const auto chosen = measuredMixture(*model_, measured_, bits, "measurement.json");
            QCOMPARE(chosen.size(), std::size_t{42});
            double sum = 0;
            for (const auto& [name, encoding] : chosen) {
                const Weight& weight = *model_->find(name);
                sum += 8.0 * static_cast<double>(encodingByName(encoding)->bytes(weight.rows(), weight.columns()));
            }
            const double real = sum / static_cast<double>(values);
            QVERIFY2(real <= bits && real > bits * 0.97 && real > before, qPrintable(QString::number(real)));
            before = real;
        }
        // Below what the smallest settings need, these.
        QCOMPARE(bestOptions(measured_.blocks, 1), std::vector<std::uint32_t>(12, 0));
    }

    void aMeasurementOfAnotherModelIsRefused() {
        const auto refusal = [&](const Measurement& measurement) {
            const auto error = test::errorOf([&] { (void)measuredMixture(*model_, measurement, 4, "other.json"); });
            return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
        };
        Measurement other = measured_;
        other.blocks.pop_back();
        QVERIFY(refusal(other).find("has no model.layers.5.mlp") != std::string::npos);
        other = measured_;
        other.blocks.push_back(other.blocks.back());
        other.blocks.back().layer = 6;
        QVERIFY(refusal(other).find("which the model has not") != std::string::npos);
        other = measured_;
        other.blocks[0].options[3].bits += 32;
        QVERIFY(refusal(other).find("another model") != std::string::npos);
        other = measured_;
        other.blocks[1].options[0].matrices.erase(other.blocks[1].options[0].matrices.begin());
        QVERIFY(refusal(other).find("other matrices") != std::string::npos);
        other = measured_;
        other.blocks[0].options[0].matrices[0].runs = {{8, 128, 1}, {5, 32}};
        QVERIFY(refusal(other).find("not known here") != std::string::npos);
    }

    /// The original's optimiser is given the same measurements: its sum of errors is never smaller.
    void noAnnealingFindsAnythingBetter() {
        const std::vector<MeasuredBlock> blocks = many();
        std::uint64_t values = 0;
        for (std::uint32_t i = 0; i < 60; ++i) {
            values += blocksOf(*model_)[i % 12].values();
        }
        for (const double bits : {2.5, 3.0, 4.0, 5.0, 6.0}) {
            const auto budget = static_cast<std::uint64_t>(bits * static_cast<double>(values));
            const Annealer::Result theirs = Annealer(blocks, budget).best();
            QVERIFY(bitsOfOptions(blocks, theirs.options) <= budget);
            for (const double norm : {2.0, theirs.norm}) { // ours, and the one that it has settled on
                const auto own = bestOptions(blocks, budget, norm);
                QVERIFY(bitsOfOptions(blocks, own) <= budget);
                const double ours = totalOf(blocks, own, norm);
                const double annealed = totalOf(blocks, theirs.options, norm);
                qInfo("%.1f bits, norm %.2f: %.6g, annealed %.6g", bits, norm, ours, annealed);
                QVERIFY2(ours <= annealed, qPrintable(QString("%1 %2").arg(ours).arg(annealed)));
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestExl2Measurement)
#include "tst_exl2_measurement.moc"
