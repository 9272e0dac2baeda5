// SPDX-License-Identifier: GPL-3.0-or-later
// Inputs that loaders round: each way against its definition, at exactly the layers that the plan or the folder says, and in
// what is computed.
#include "base/numeric.h"
#include "checkpoint/safetensors_writer.h"
#include "convert/folder_support.h"
#include "plan/planned_weights.h"
#include "runtime/input_rounding.h"
#include "runtime/run_support.h"

#include <cmath>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;
using Numbers = InputRounding::Numbers;
using Scales = InputRounding::Scales;

namespace {

std::vector<TokenSequence> someText() {
    return {{{1, 365, 727, 1415, 4036, 342, 1700, 297, 265, 2925}}, {{7, 8, 9}}};
}

float largestOf(std::span<const float> x) {
    float largest = 0;
    for (const float value : x) {
        largest = std::max(largest, std::abs(value));
    }
    return largest;
}

/// All magnitudes of E4M3, by code.
std::vector<double> float8Levels() {
    std::vector<double> levels;
    for (std::uint8_t code = 0; code < 0x7F; ++code) {
        levels.push_back(floatFromF8E4M3(code));
    }
    return levels;
}

const std::vector<double> float4Levels{0, 0.5, 1, 1.5, 2, 3, 4, 6};

/// Of two that are as near, the one with an even code.
double nearestOf(const std::vector<double>& levels, double value) {
    std::size_t best = 0;
    for (std::size_t code = 1; code < levels.size(); ++code) {
        const double gain = std::abs(levels[best] - std::abs(value)) - std::abs(levels[code] - std::abs(value));
        best = gain > 0 || (gain == 0 && code % 2 == 0) ? code : best;
    }
    return std::copysign(levels[best], value);
}

/// The plain form. Scales and quotients are floats, as loaders have them: whether a value lies above or below the middle of two
/// steps depends on that.
std::vector<double> plainlyRounded(const InputRounding& way, std::span<const float> x) {
    static const std::vector<double> float8 = float8Levels();
    std::vector<double> out;
    const std::size_t group = way.scales == Scales::group ? way.group : x.size();
    for (std::size_t at = 0; at < x.size(); at += group) {
        const auto part = x.subspan(at, group);
        float scale = way.scale;
        if (way.numbers == Numbers::float4) {
            scale = static_cast<float>(nearestOf(float8, scale * (largestOf(part) / 6))) / scale;
        } else if (way.scales != Scales::stored) {
            scale = largestOf(part) / (way.numbers == Numbers::int8 ? 127.0F : 448.0F);
        }
        for (const float value : part) {
            const float quotient = value / scale;
            if (way.numbers == Numbers::int8) {
                out.push_back((std::clamp(std::nearbyint(double{quotient}) + way.zero, -128.0, 127.0) - way.zero) * scale);
            } else {
                out.push_back(nearestOf(way.numbers == Numbers::float8 ? float8 : float4Levels, quotient) * scale);
            }
        }
    }
    return out;
}

InputRounding way(Numbers numbers, Scales scales, std::uint32_t group = 0, float scale = 1, int zero = 0) {
    return {.numbers = numbers, .scales = scales, .group = group, .scale = scale, .zero = zero};
}

/// Keeps what goes into and comes out of every layer.
class Keeper final : public Observer {
public:
    bool wants(const Weight&, Side) const override { return true; }
    void observe(const Observation& seen, ThreadArena&) override {
        auto& rows = (seen.side == Side::input ? inputs : outputs)[&seen.weight];
        for (std::size_t i = 0; i < seen.rows; ++i) {
            rows.emplace_back(seen.row(i).begin(), seen.row(i).end());
        }
    }
    std::map<const Weight*, std::vector<std::vector<float>>> inputs;
    std::map<const Weight*, std::vector<std::vector<float>>> outputs;
};

/// The largest distance of an output from W · f(input), over the largest output.
template <class Function>
double distanceFrom(const WeightSource& source, const Weight& weight, const Keeper& seen, Function f) {
    std::vector<float> values(weight.elements());
    source.rows(weight, 0, values);
    const std::size_t columns = weight.columns();
    double most = 0;
    double largest = 0;
    for (std::size_t token = 0; token < seen.inputs.at(&weight).size(); ++token) {
        const std::vector<double> x = f(seen.inputs.at(&weight)[token]);
        const std::vector<float>& out = seen.outputs.at(&weight)[token];
        for (std::size_t row = 0; row < out.size(); ++row) {
            double sum = 0;
            for (std::size_t i = 0; i < columns; ++i) {
                sum += x[i] * values[row * columns + i];
            }
            most = std::max(most, std::abs(sum - out[row]));
            largest = std::max(largest, std::abs(sum));
        }
    }
    return most / largest;
}

std::vector<double> asItIs(std::span<const float> x) {
    return {x.begin(), x.end()};
}

/// Whether the source's layers see inputs rounded in `expected`'s way (nothing: as they are) and no other.
std::string wrongLayer(const WeightSource& source, const std::function<std::optional<InputRounding>(const Weight&)>& expected,
                       Compute compute) {
    Keeper seen;
    ForwardOptions options;
    options.compute = compute;
    static_cast<void>(runLogits(source, someText(), options, {&seen}));
    for (const auto& [weight, inputs] : seen.inputs) {
        const auto rounding = expected(*weight);
        if (!rounding && compute != Compute::f32) {
            continue; // products of bfloat16
        }
        const double kept = distanceFrom(source, *weight, seen, asItIs);
        const double rounded = distanceFrom(source, *weight, seen,
                                            [&](const auto& x) { return rounding ? plainlyRounded(*rounding, x) : asItIs(x); });
        if (rounded > 2e-5 || (rounding && kept < 20 * rounded)) {
            return weight->name + ' ' + std::to_string(kept) + ' ' + std::to_string(rounded);
        }
    }
    return seen.inputs.size() > 40 ? std::string() : "too few layers";
}

/// The file of a folder with scalars beside its tensors.
void addScalars(const fs::path& file, const std::map<std::string, float>& scalars) {
    std::vector<std::pair<SafetensorsTensor, std::vector<std::byte>>> all;
    {
        const Checkpoint checkpoint = openCheckpoint(file);
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            const auto bytes = checkpoint.bytes(tensor);
            all.push_back({{tensor.name, tensor.type, tensor.shape, 0}, {bytes.begin(), bytes.end()}});
        }
    }
    for (const auto& [name, value] : scalars) {
        const auto bytes = std::as_bytes(std::span(&value, 1));
        all.push_back({{name, ElementType::F32, {1}, 0}, {bytes.begin(), bytes.end()}});
    }
    std::vector<SafetensorsTensor> tensors;
    std::ranges::transform(all, std::back_inserter(tensors), [](const auto& each) { return each.first; });
    const SafetensorsLayout layout = layOutSafetensors(tensors, {{"format", "pt"}});
    std::vector<std::byte> bytes(layout.fileBytes);
    std::ranges::copy(layout.header, bytes.begin());
    for (std::size_t i = 0; i < all.size(); ++i) {
        std::ranges::copy(all[i].second, bytes.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    writeAll(file, bytes);
}

} // namespace

class InputRoundingTest : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    fs::path in(const std::string& name) { return fs::path(folder_.path().toStdString()) / name; }

    fs::path written(const PlanDocument& document, const std::string& name) {
        (void)convertQuietly(makePlan(sample(), document), in(name), {}, smallTuning());
        return in(name);
    }
    /// config.json with another value in quantization_config.
    static void restate(const fs::path& folder, const std::function<void(Json&)>& change) {
        std::ifstream stream(folder / "config.json");
        Json config = Json::parse(stream);
        change(config["quantization_config"]);
        const std::string text = config.dump(2);
        writeAll(folder / "config.json", std::as_bytes(std::span(text)));
    }

private slots:
    void eachWayIsItsDefinition_data() {
        QTest::addColumn<int>("number");
        for (int i = 0; i < 8; ++i) {
            QTest::newRow(std::to_string(i).c_str()) << i;
        }
    }
    void eachWayIsItsDefinition() {
        QFETCH(int, number);
        const std::array ways{
            way(Numbers::int8, Scales::token),
            way(Numbers::int8, Scales::stored, 0, 0.011F),
            way(Numbers::int8, Scales::stored, 0, 0.03F, -17),
            way(Numbers::float8, Scales::token),
            way(Numbers::float8, Scales::group, 128),
            way(Numbers::float8, Scales::stored, 0, 0.002F),
            way(Numbers::float4, Scales::group, 16, 900),
            way(Numbers::float4, Scales::group, 16, 7),
        };
        const InputRounding& rounding = ways.at(static_cast<std::size_t>(number));
        const std::vector<float> x = normalValues(1024, 11, 0.9F);
        std::vector<float> out(x.size());
        roundInput(rounding, x, out);
        const std::vector<double> expected = plainlyRounded(rounding, x);
        std::size_t changed = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            QVERIFY2(std::abs(out[i] - expected[i]) <= 1e-6 * std::abs(expected[i]), std::to_string(i).c_str());
            changed += out[i] != x[i] ? 1U : 0U;
        }
        QVERIFY(changed > 900);
        std::vector<float> inPlace = x;
        roundInput(rounding, inPlace, inPlace);
        QVERIFY(inPlace == out);
    }

    void zerosStayAndWhatIsNotFiniteShows() {
        for (const InputRounding& rounding :
             {way(Numbers::int8, Scales::token), way(Numbers::float8, Scales::token), way(Numbers::float8, Scales::group, 16),
              way(Numbers::float4, Scales::group, 16)}) {
            std::vector<float> x(32, 0.0F);
            roundInput(rounding, x, x);
            QVERIFY(x == std::vector<float>(32, 0.0F));
            x[3] = std::numeric_limits<float>::quiet_NaN();
            roundInput(rounding, x, x);
            QVERIFY(std::isnan(x[3]));
        }
    }

    // The plan, and the folder that it becomes: the same layers, rounded in the same way, and the same logits.
    void aPlanRoundsWhatItsFolderRounds_data() {
        QTest::addColumn<QString>("preset");
        QTest::addColumn<int>("numbers");
        QTest::addColumn<int>("scales");
        QTest::newRow("W8A8") << "W8A8" << static_cast<int>(Numbers::int8) << static_cast<int>(Scales::token);
        QTest::newRow("FP8-DYNAMIC") << "FP8-DYNAMIC" << static_cast<int>(Numbers::float8) << static_cast<int>(Scales::token);
        QTest::newRow("FP8-BLOCK") << "FP8-BLOCK" << static_cast<int>(Numbers::float8) << static_cast<int>(Scales::group);
    }
    void aPlanRoundsWhatItsFolderRounds() {
        QFETCH(QString, preset);
        QFETCH(int, numbers);
        QFETCH(int, scales);
        PlanDocument document = folderDocument("compressed-tensors", preset.toStdString());
        document.weights["blk.2.ffn_down.weight"] = "BF16";
        document.weights["blk.4.attn_output.weight"] = "W4A16-G64";
        const Plan plan = makePlan(sample(), document);
        const PlannedWeights planned(plan);
        const auto expected = [&](const Weight& weight) -> std::optional<InputRounding> {
            if (!weight.layer || weight.name == "blk.2.ffn_down.weight" || weight.name == "blk.4.attn_output.weight") {
                return std::nullopt;
            }
            return way(static_cast<Numbers>(numbers), static_cast<Scales>(scales), 128);
        };
        for (const Compute compute : {Compute::f32, availableCompute(Compute::bf16)}) {
            const std::string wrong = wrongLayer(planned, expected, compute);
            QVERIFY2(wrong.empty(), wrong.c_str());
        }
        const ModelWeights folder(openModel(written(document, preset.toStdString())));
        const auto logits = runLogits(folder, someText());
        QVERIFY(runLogits(planned, someText()) == logits);
        const PlannedWeights kept(plan, Inputs::kept);
        QVERIFY(runLogits(kept, someText()) != logits);
        QVERIFY(wrongLayer(
                    kept, [](const Weight&) { return std::nullopt; }, Compute::f32)
                    .empty());
        QVERIFY(kept.identity() != planned.identity());
        QVERIFY(folder.identity() != identityOf(folder.model())); // figures of before are not taken for these
        const auto layers = roundedLayers(folder);
        QCOMPARE(layers.size(), std::size_t{1});
        QCOMPARE(layers[0].layers, std::size_t{6 * 7 - 2});
        QCOMPARE(roundedLayers(planned)[0].layers, layers[0].layers);
    }

    void storedScalesAreThoseOfTheirLayers() {
        const fs::path folder = written(folderDocument("compressed-tensors", "W8A8"), "static");
        std::map<std::string, float> scalars;
        std::map<std::string, float> ofWeights;
        for (const Weight& weight : sample()->weights()) {
            if (weight.layer && weight.shape.size() == 2) {
                const float scale = 0.01F + 0.002F * static_cast<float>(ofWeights.size() % 7);
                ofWeights[weight.name] = scale;
                scalars[weight.sourceName.substr(0, weight.sourceName.rfind(".weight")) + ".input_scale"] = scale;
            }
        }
        addScalars(folder / "model.safetensors", scalars);
        restate(folder, [](Json& config) {
            auto& activations = config["config_groups"]["group_0"]["input_activations"];
            activations["strategy"] = "tensor";
            activations["dynamic"] = false;
        });
        const ModelWeights source(openModel(folder));
        const std::string wrong = wrongLayer(
            source,
            [&](const Weight& weight) -> std::optional<InputRounding> {
                const auto found = ofWeights.find(weight.name);
                return found == ofWeights.end() ? std::nullopt
                                                : std::optional(way(Numbers::int8, Scales::stored, 0, found->second));
            },
            Compute::f32);
        QVERIFY2(wrong.empty(), wrong.c_str());
        QCOMPARE(describe(roundedLayers(source)[0].rounding), std::string("INT8, a stored scale"));
    }

    // What config.json says holds: of W8A16 nothing is rounded, and names go before the class.
    void theConfigurationDecides() {
        const fs::path folder = written(folderDocument("compressed-tensors", "W8A8"), "stated");
        restate(folder, [](Json& config) {
            Json group = config["config_groups"]["group_0"];
            group["targets"] = {"re:.*layers\\.[13]\\.mlp", "model.layers.0.self_attn.o_proj"};
            group["input_activations"] = nullptr;
            config["config_groups"]["group_1"] = group;
        });
        const ModelWeights source(openModel(folder));
        for (const Weight& weight : source.model().weights()) {
            const bool isKept = !weight.isPacked() || weight.name == "blk.0.attn_output.weight" ||
                                (weight.name.find(".ffn_") != std::string::npos && (*weight.layer == 1 || *weight.layer == 3));
            QVERIFY2((source.inputRounding(weight, std::nullopt) == nullptr) == isKept, weight.name.c_str());
        }
        restate(folder, [](Json& config) { config["config_groups"]["group_0"]["input_activations"]["symmetric"] = false; });
        const ModelWeights unknown(openModel(folder));
        const auto layers = roundedLayers(unknown);
        QVERIFY(layers.size() == 1 && !layers[0].rounding.isKnown); // said, and not done
        QVERIFY(wrongLayer(
                    unknown, [](const Weight&) { return std::nullopt; }, Compute::f32)
                    .empty());
        restate(folder, [](Json& config) { config["config_groups"]["group_0"]["input_activations"] = nullptr; });
        QVERIFY(roundedLayers(ModelWeights(openModel(folder))).empty());
    }

    void fourBitActivationsAreRead() {
        const fs::path folder = written(folderDocument("compressed-tensors", "NVFP4A16"), "nvfp4");
        QVERIFY(roundedLayers(ModelWeights(openModel(folder))).empty());
        std::map<std::string, float> scalars;
        for (const Weight& weight : sample()->weights()) {
            if (weight.layer && weight.shape.size() == 2) {
                scalars[weight.sourceName.substr(0, weight.sourceName.rfind(".weight")) + ".input_global_scale"] = 300;
            }
        }
        addScalars(folder / "model.safetensors", scalars);
        restate(folder, [](Json& config) {
            Json activations = config["config_groups"]["group_0"]["weights"];
            activations["dynamic"] = "local";
            config["config_groups"]["group_0"]["input_activations"] = activations;
        });
        const ModelWeights source(openModel(folder));
        const std::string wrong = wrongLayer(
            source,
            [](const Weight& weight) {
                return weight.layer ? std::optional(way(Numbers::float4, Scales::group, 16, 300)) : std::nullopt;
            },
            Compute::f32);
        QVERIFY2(wrong.empty(), wrong.c_str());
    }
};

QTEST_GUILESS_MAIN(InputRoundingTest)
#include "tst_input_rounding.moc"
