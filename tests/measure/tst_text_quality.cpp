// SPDX-License-Identifier: GPL-3.0-or-later
// Perplexity and divergence: against recorded values of other implementations, against plain sums over all logits.
#include "base/resources.h"
#include "convert/job.h"
#include "measure/text_quality.h"
#include "measure/token_scores.h"
#include "plan/planned_weights.h"
#include "runtime/run_support.h"
#include "runtime/tiny_families.h"

#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

std::string textOf(const std::filesystem::path& file) {
    return readTextFile(file, 1U << 24U);
}

std::string defaultText() {
    return textOf(resourceFile("text/default-evaluation.txt"));
}

const std::shared_ptr<const Model>& sample() {
    static const std::shared_ptr<const Model> model = openModel(resourceFile("sample"));
    return model;
}

PlannedWeights planned(const char* preset) {
    PlanDocument document;
    document.preset = preset;
    return PlannedWeights(makePlan(sample(), document));
}

TextMeasurement measured(const WeightSource* reference, std::vector<const WeightSource*> models, const TextWindows& text,
                         const MeasureOptions& options = {}, int threads = 2) {
    ThreadArena arena(threads);
    Progress progress;
    const CancelToken cancel;
    return measureText(reference, models, text, options, {arena, progress, cancel});
}

double perplexityOf(const std::shared_ptr<const Model>& model, const std::string& text, const WindowSettings& settings) {
    const ModelWeights source(model);
    return measured(nullptr, {&source}, cutIntoWindows(*model, nullptr, text, settings)).models.front().perplexity.value;
}

std::vector<TokenId> numbers(TokenId first, std::size_t count) {
    std::vector<TokenId> tokens;
    for (std::size_t i = 0; i < count; ++i) {
        tokens.push_back(first + static_cast<TokenId>(i));
    }
    return tokens;
}

using Window = std::vector<std::int32_t>;

bool isNear(double got, double expected, double relative) {
    return std::abs(got - expected) <= relative * std::abs(expected);
}

/// What docs/quality.md defines, from all logits of both models and with nothing but the C library.
struct PlainScores {
    std::vector<double> losses, referenceLosses, divergences, agreements;

    PlainScores(const WeightSource& reference, const WeightSource& model, const TextWindows& text) {
        const std::vector<float> p = runLogits(reference, text.sequences);
        const std::vector<float> q = runLogits(model, text.sequences);
        const std::size_t vocabulary = p.size() / text.targets.size();
        for (std::size_t i = 0; i < text.targets.size(); ++i) {
            const auto logP = logSoftmax(std::span(p).subspan(i * vocabulary, vocabulary));
            const auto logQ = logSoftmax(std::span(q).subspan(i * vocabulary, vocabulary));
            referenceLosses.push_back(-logP[text.targets[i]]);
            losses.push_back(-logQ[text.targets[i]]);
            double divergence = 0;
            for (std::size_t j = 0; j < vocabulary; ++j) {
                divergence += std::exp(logP[j]) * (logP[j] - logQ[j]);
            }
            divergences.push_back(divergence);
            agreements.push_back(std::ranges::max_element(logP) - logP.begin() ==
                                 std::ranges::max_element(logQ) - logQ.begin());
        }
    }
    static std::vector<double> logSoftmax(std::span<const float> row) {
        double sum = 0;
        for (const float x : row) {
            sum += std::exp(static_cast<double>(x));
        }
        std::vector<double> logs;
        for (const float x : row) {
            logs.push_back(x - std::log(sum));
        }
        return logs;
    }
};

double meanValue(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) {
        sum += value;
    }
    return sum / static_cast<double>(values.size());
}

double standardError(const std::vector<double>& values) {
    double squares = 0;
    for (const double value : values) {
        squares += (value - meanValue(values)) * (value - meanValue(values));
    }
    const auto count = static_cast<double>(values.size());
    return std::sqrt(squares / (count - 1)) / std::sqrt(count);
}

bool sameNumbers(const TextQuality& a, const TextQuality& b) {
    const auto all = [](const TextQuality& quality) {
        std::vector<double> numbers{quality.perplexity.value, quality.perplexity.error, quality.logLoss.value};
        if (const auto& d = quality.divergence) {
            numbers.insert(numbers.end(),
                           {d->kl.value, d->kl.error, d->klMedian, d->klP99, d->klP999, d->klMax, d->topOneAgreement.value,
                            d->logPerplexityChange.value, d->logPerplexityChange.error});
        }
        return numbers;
    };
    return a.tokens == b.tokens && all(a) == all(b);
}

/// The sample's folder with its own copies of all files but `without`.
QString copyOfSample(const QTemporaryDir& folder, const QStringList& without = {}) {
    for (const auto& entry : std::filesystem::directory_iterator(resourceFile("sample"))) {
        const std::string name = entry.path().filename().string();
        if (!without.contains(QString::fromStdString(name))) {
            std::filesystem::copy_file(entry.path(), std::filesystem::path(folder.path().toStdString()) / name);
        }
    }
    return folder.path();
}

/// A tiny random Llama of 96 tokens with the sample's vocabulary of 4096.
std::filesystem::path writeModelWithForeignTokenizer(const QTemporaryDir& folder) {
    nlohmann::json entry = recordedFamilies().at("llama");
    const auto plain = writeFamilyModel(folder, entry);
    const auto opened = openCheckpoint(plain);
    Metadata metadata;
    metadata.insert("general.architecture", std::string("llama"));
    for (const auto& [key, value] : entry.at("metadata").items()) {
        metadata.insert(key, metadataValue(value));
    }
    const TokenizerData& tokenizer = *sample()->tokenizer();
    std::vector<std::int32_t> types;
    for (const TokenType type : tokenizer.types) {
        types.push_back(static_cast<std::int32_t>(type));
    }
    metadata.insert("tokenizer.ggml.model", tokenizer.model);
    metadata.insert("tokenizer.ggml.tokens", MetadataArray(tokenizer.tokens));
    metadata.insert("tokenizer.ggml.scores", MetadataArray(tokenizer.scores));
    metadata.insert("tokenizer.ggml.token_type", MetadataArray(types));
    metadata.insert("tokenizer.ggml.bos_token_id", std::uint32_t{1});
    std::vector<GgufTensor> tensors;
    for (const auto& tensor : entry.at("tensors")) {
        tensors.push_back({tensor[0].get<std::string>(), ElementType::F32, tensor[1].get<std::vector<std::uint64_t>>()});
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> file(layout.fileBytes);
    std::ranges::copy(layout.header, file.begin());
    const auto path = std::filesystem::path(folder.path().toStdString()) / "foreign.gguf";
    writeAll(path, file);
    return path;
}

void expectRefusal(const std::function<void()>& work, const char* title, const char* detail) {
    const auto error = errorOf(work);
    QVERIFY(error);
    QCOMPARE(error->exitCode(), 2);
    QVERIFY2(error->title().find(title) != std::string::npos, error->what());
    QVERIFY2(error->detail().find(detail) != std::string::npos, error->what());
}

} // namespace

class TextQualityTest : public QObject {
    Q_OBJECT
private slots:
    // Protocols P1 and P2 of docs/quality.md, written out for a text of the tokens 10, 11, 12 …
    void windowsFollowTheRules() {
        const std::vector<TokenId> text = numbers(10, 17);
        const TextWindows all = cutIntoWindows(text, 1U, {8, 0, Scoring::all});
        QCOMPARE(all.sequences.size(), std::size_t{2});
        QCOMPARE(all.sequences[0].tokens, (Window{1, 10, 11, 12, 13, 14, 15, 16}));
        QCOMPARE(all.sequences[1].tokens, (Window{1, 18, 19, 20, 21, 22, 23, 24}));
        QCOMPARE(all.targets, numbers(10, 16));
        QCOMPARE(all.textTokens, std::size_t{17});

        const TextWindows half = cutIntoWindows(text, 1U, {8, 0, Scoring::secondHalf});
        QCOMPARE(half.sequences.size(), std::size_t{2});
        QCOMPARE(half.sequences[0].tokens, (Window{1, 10, 11, 12, 13, 14, 15, 16}));
        QCOMPARE(half.sequences[1].tokens, (Window{1, 18, 19, 20, 21, 22, 23, 24}));
        QCOMPARE(half.sequences[1].firstLogit, std::size_t{4});
        QCOMPARE(half.sequences[1].endLogit, std::size_t{7});
        QCOMPARE(half.targets, (std::vector<TokenId>{14, 15, 16, 22, 23, 24}));

        // The BOS before the text counts: 15 tokens and it are two windows, 15 tokens alone are one.
        QCOMPARE(cutIntoWindows(numbers(10, 15), 1U, {8}).sequences.size(), std::size_t{2});
        QCOMPARE(cutIntoWindows(numbers(10, 15), 1U, {8, 0, Scoring::all}).sequences.size(), std::size_t{1});
        QCOMPARE(cutIntoWindows(text, 1U, {8, 1}).sequences.size(), std::size_t{1});
    }

    void windowsWithoutBos() {
        const std::vector<TokenId> text = numbers(10, 17);
        for (const Scoring scoring : {Scoring::all, Scoring::secondHalf}) {
            const TextWindows windows = cutIntoWindows(text, std::nullopt, {8, 0, scoring});
            QCOMPARE(windows.sequences.size(), std::size_t{2});
            QCOMPARE(windows.sequences[1].tokens, (Window{18, 19, 20, 21, 22, 23, 24, 25}));
            QCOMPARE(windows.targets.size(), std::size_t{scoring == Scoring::all ? 14U : 6U});
            QCOMPARE(windows.targets.back(), TokenId{25});
        }
    }

    void summariesOfFewTokens() {
        const TokenScores reference{{1.0, 2.0, 3.0}, {}, {}};
        const TokenScores scores{{1.5, 2.0, 5.5}, {0.1, 0.4, 0.2}, {1, 0, 1}};
        const TextQuality quality = summaryOf(scores, &reference);
        QCOMPARE(quality.tokens, std::uint64_t{3});
        QCOMPARE(quality.logLoss.value, 3.0);
        QCOMPARE(quality.logLoss.error, std::sqrt((2.25 + 1.0 + 6.25) / 2 / 3));
        QCOMPARE(quality.perplexity.value, std::exp(3.0));
        QCOMPARE(quality.perplexity.error, std::exp(3.0) * quality.logLoss.error);
        QCOMPARE(quality.divergence->klMedian, 0.2);
        QCOMPARE(quality.divergence->klP99, 0.2 + 0.98 * 0.2);
        QCOMPARE(quality.divergence->klMax, 0.4);
        QCOMPARE(quality.divergence->topOneAgreement.value, 2.0 / 3.0);
        QCOMPARE(quality.divergence->logPerplexityChange.value, 1.0);
        QVERIFY(std::isnan(summaryOf({{1.0}, {}, {}}, nullptr).perplexity.error));
    }

    void everyFigureEqualsPlainSums_data() {
        QTest::addColumn<bool>("all");
        QTest::newRow("all") << true;
        QTest::newRow("second half") << false;
    }
    void everyFigureEqualsPlainSums() {
        QFETCH(bool, all);
        const ModelWeights original(sample());
        const PlannedWeights model = planned("Q3_K_M");
        const TextWindows text =
            cutIntoWindows(*sample(), nullptr, defaultText(), {64, 7, all ? Scoring::all : Scoring::secondHalf});
        MeasureOptions options;
        options.forward.logitBytes = 2 * 100 * 4096 * sizeof(float); // chunks end inside windows
        const TextMeasurement got = measured(&original, {&model}, text, options);
        const PlainScores expected(original, model, text);
        const TextQuality& quality = got.models.front();
        QCOMPARE(quality.tokens, std::uint64_t{all ? 7U * 64U : 7U * 31U});
        // Chunks of logits have another shape here: some processors round such products differently, in the last bit.
        constexpr double sameLogits = 1e-6;
        constexpr double alike = 1e-4; // of differences between logits
        QVERIFY(isNear(quality.perplexity.value, std::exp(meanValue(expected.losses)), sameLogits));
        QVERIFY(isNear(quality.logLoss.error, standardError(expected.losses), sameLogits));
        QVERIFY(isNear(got.reference->logLoss.value, meanValue(expected.referenceLosses), sameLogits));
        const Divergence& divergence = *quality.divergence;
        QVERIFY(isNear(divergence.kl.value, meanValue(expected.divergences), alike));
        QVERIFY(isNear(divergence.kl.error, standardError(expected.divergences), alike));
        QVERIFY(isNear(divergence.klMax, *std::ranges::max_element(expected.divergences), alike));
        QCOMPARE(divergence.topOneAgreement.value, meanValue(expected.agreements));
        QVERIFY(isNear(divergence.topOneAgreement.error, standardError(expected.agreements), sameLogits));
        std::vector<double> changes = expected.losses;
        for (std::size_t i = 0; i < changes.size(); ++i) {
            changes[i] -= expected.referenceLosses[i];
        }
        QVERIFY(isNear(divergence.logPerplexityChange.value, meanValue(changes), alike));
        QVERIFY(isNear(divergence.logPerplexityChange.error, standardError(changes), alike));
        QVERIFY(divergence.kl.value > 0.001 && divergence.klMedian < divergence.klP99 && divergence.klP99 < divergence.klP999);
    }

    // llama-perplexity -c 256 -fa off -ctk f32 -ctv f32 over the sample converted to F32: PPL = 5907.4934 +/- 387.44536 (the
    // text is nothing that this little model of English prose knows).
    void defaultTextEqualsLlamaCpp() {
        const ModelWeights source(sample());
        const TextWindows text = cutIntoWindows(*sample(), nullptr, defaultText(), {.contextTokens = 256});
        QCOMPARE(text.sequences.size(), std::size_t{78});
        const TextQuality quality = measured(nullptr, {&source}, text).models.front();
        qInfo("perplexity %.4f ± %.5f", quality.perplexity.value, quality.perplexity.error);
        QVERIFY(isNear(quality.perplexity.value, 5907.4934, 1e-6));
        QVERIFY(isNear(quality.perplexity.error, 387.44536, 1e-6));
        QVERIFY(!quality.divergence);
    }

    void recordedPerplexities_data() {
        QTest::addColumn<QString>("model");
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("windows");
        QTest::addColumn<double>("all");
        QTest::addColumn<double>("secondHalf");
        const auto row = [](const char* model, const char* text, int windows, double all, double secondHalf) {
            QTest::newRow(qPrintable(QString("%1, %2").arg(model, text))) << model << text << windows << all << secondHalf;
        };
        row("prose-llama-7m", "prose_eval", 400, 43.53854, 41.79029);
        row("prose-llama-7m", "tinystories_eval", 200, 24.24835, 22.13707);
        row("prose-llama-7m", "wikitext2_raw_test", 200, 257.26994, 236.19076);
        row("stories260k", "tinystories_eval", 400, 5.57360, 4.72716);
        row("stories260k", "wikitext2_raw_test", 150, 162.13719, 151.27962);
        row("baby-llama-105", "tinystories_eval", 400, 2.59322, 2.34248);
        row("baby-llama-105", "wikitext2_raw_test", 150, 25.33814, 25.30642);
        row("baby-llama-105-bf16-sharded", "tinystories_eval", 100, 2.260530, 0);
        row("qwen2-stories260k", "tinystories_eval", 100, 4.88419, 4.12005);
        row("qwen2-stories260k", "wikitext2_raw_test", 30, 103.97944, 100.23019);
        row("gpt2-tinystories", "tinystories_eval", 200, 24.90722, 27.76637);
        row("gpt2-tinystories", "wikitext2_raw_test", 60, 431.25188, 448.92946);
    }
    void recordedPerplexities() {
        QFETCH(QString, model);
        QFETCH(QString, text);
        QFETCH(int, windows);
        QFETCH(double, all);
        QFETCH(double, secondHalf);
        const auto folder = extraData(std::filesystem::path("models") / model.toStdString());
        const auto file = extraData(std::filesystem::path("text") / (text.toStdString() + ".txt"));
        if (!folder || !file) {
            QSKIP(extraDataHint);
        }
        const auto opened = openModel(*folder);
        if (!opened->understood()) {
            QSKIP(opened->notUnderstood()->c_str());
        }
        const std::string content = textOf(*file);
        const auto check = [&](Scoring scoring, double expected) {
            const double got = perplexityOf(opened, content, {256, static_cast<std::size_t>(windows), scoring});
            qInfo("%.5f, recorded %.5f", got, expected);
            QVERIFY(isNear(got, expected, 5e-5)); // a tenth of the last thousandth asked for
        };
        check(Scoring::all, all);
        if (secondHalf > 0) {
            check(Scoring::secondHalf, secondHalf);
        }
    }

    void aModelEqualsItself() {
        const ModelWeights source(sample());
        const TextWindows text = cutIntoWindows(*sample(), sample().get(), defaultText(), {128, 4});
        const TextQuality quality = measured(&source, {&source}, text).models.front();
        QCOMPARE(quality.divergence->klMax, 0.0);
        QCOMPARE(quality.divergence->kl.error, 0.0);
        QCOMPARE(quality.divergence->topOneAgreement.value, 1.0);
        QCOMPARE(quality.divergence->logPerplexityChange.value, 0.0);
    }

    // Several models in one run, a converted file instead of its plan, other numbers of threads, activations on disk, small
    // chunks: the same figures to the last bit.
    void theWayDoesNotMatter() {
        const ModelWeights original(sample());
        const PlannedWeights coarse = planned("Q2_K");
        const PlannedWeights fine = planned("Q6_K");
        const TextWindows text = cutIntoWindows(*sample(), nullptr, defaultText(), {96, 6});
        const TextMeasurement together = measured(&original, {&coarse, &fine}, text);
        QCOMPARE(together.models.size(), std::size_t{2});
        QVERIFY(together.models[0].divergence->kl.value > 20 * together.models[1].divergence->kl.value);
        QVERIFY(sameNumbers(measured(&original, {&coarse}, text, {}, 1).models.front(), together.models[0]));
        QVERIFY(sameNumbers(measured(&original, {&fine}, text, {}, 5).models.front(), together.models[1]));
        MeasureOptions options;
        options.forward.activationBytes = 0;
        const QTemporaryDir folder;
        const auto file = std::filesystem::path(folder.path().toStdString()) / "fine.gguf";
        Runner runner;
        static_cast<void>(convert(fine.plan(), file, {.threads = 2}, runner.progress, runner.cancel));
        const auto model = openModel(file);
        const ModelWeights converted(model);
        const TextWindows sameText = cutIntoWindows(*model, sample().get(), defaultText(), {96, 6});
        QVERIFY(sameNumbers(measured(&original, {&converted}, sameText, options).models.front(), together.models[1]));
    }

    void refusalsComeBeforeAnyWork() {
        expectRefusal([] { static_cast<void>(cutIntoWindows(*sample(), nullptr, "Too short.", {64})); }, "text is too short",
                      "one window has 64");
        expectRefusal([] { static_cast<void>(cutIntoWindows(*sample(), nullptr, "", {64})); }, "text is too short", "0 tokens");
        expectRefusal([] { static_cast<void>(cutIntoWindows(*sample(), nullptr, "Some text", {2})); }, "context is too short",
                      "at least 4");
        const QTemporaryDir folder;
        const auto tiny = openModel(writeFamilyModel(folder, recordedFamilies().at("llama")));
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*tiny, nullptr, "Some text", {4})); }, "has no tokenizer",
                      "tokenizer.ggml.tokens");
        const QTemporaryDir bare;
        const auto bareFolder = copyOfSample(bare, {"tokenizer.model", "tokenizer.json"}).toStdString();
        const auto bareModel = openModel(bareFolder);
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*bareModel, nullptr, "Some text", {4})); }, "has no tokenizer",
                      "tokenizer.model or tokenizer.json");

        nlohmann::json unknown = recordedFamilies().at("llama");
        unknown["architecture"] = "rwkv7";
        const auto strange = openModel(writeFamilyModel(folder, unknown));
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*strange, nullptr, "Some text", {4})); }, "", "llama");

        const auto gpt2 = openModel(writeFamilyModel(folder, recordedFamilies().at("gpt2")));
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*gpt2, nullptr, "Some text", {100'000})); }, "context is too long",
                      "learned");
    }

    void tokenizersMustFit() {
        const QTemporaryDir folder;
        const auto foreign = openModel(writeModelWithForeignTokenizer(folder));
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*foreign, nullptr, defaultText(), {16})); },
                      "which the model does not know", "0 to 95");
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*sample(), foreign.get(), defaultText(), {16})); },
                      "another vocabulary", "has 96 tokens, this model has 4096");
        const QTemporaryDir other;
        const auto changed = copyOfSample(other, {"tokenizer.model"}).toStdString();
        const auto file = std::filesystem::path(changed) / "tokenizer.json";
        auto tokenizer = nlohmann::json::parse(textOf(file));
        auto& vocabulary = tokenizer.at("model").at("vocab");
        std::swap(vocabulary.at("q"), vocabulary.at("z"));
        writeTextFileAtomically(file, tokenizer.dump());
        const auto renamed = openModel(changed);
        expectRefusal([&] { static_cast<void>(cutIntoWindows(*renamed, sample().get(), defaultText(), {16})); },
                      "another vocabulary", "other tokens");
    }

    void brokenNumbersNameTheirPlace() {
        const auto refusal = [](const char* tensor) {
            const QTemporaryDir folder;
            const std::filesystem::path copy = copyOfSample(folder).toStdString();
            auto bytes = readAll(copy / "model.safetensors");
            std::uint64_t headerBytes = 0;
            std::memcpy(&headerBytes, bytes.data(), sizeof headerBytes);
            const auto header =
                nlohmann::json::parse(std::string(reinterpret_cast<const char*>(bytes.data()) + 8, headerBytes));
            const auto first = header.at(tensor).at("data_offsets").at(0).get<std::uint64_t>() + 8 + headerBytes;
            bytes[first] = std::byte{0xC0};
            bytes[first + 1] = std::byte{0x7F}; // a NaN in BF16
            writeAll(copy / "model.safetensors", bytes);
            const auto model = openModel(copy);
            const ModelWeights source(model);
            const TextWindows text = cutIntoWindows(*model, nullptr, defaultText(), {32, 2});
            return errorOf([&] { static_cast<void>(measured(nullptr, {&source}, text)); });
        };
        const auto inLayer = refusal("model.layers.3.mlp.up_proj.weight");
        QVERIFY(inLayer);
        QVERIFY2(inLayer->title().find("layer 3") != std::string::npos, inLayer->what());
        const auto behind = refusal("lm_head.weight");
        QVERIFY(behind);
        QVERIFY2(behind->title().find("logits are not finite") != std::string::npos, behind->what());
    }

    void cancelStops() {
        const ModelWeights source(sample());
        const TextWindows text = cutIntoWindows(*sample(), nullptr, defaultText(), {128});
        ThreadArena arena(2);
        CancelToken cancel;
        Progress progress([&](const ProgressState& state) {
            if (state.fraction() > 0.2) {
                cancel.cancel();
            }
        });
        const std::array<const WeightSource*, 1> models{&source};
        const auto error = errorOf([&] {
            static_cast<void>(measureText(&source, models, text, {}, {arena, progress, cancel}));
        });
        QVERIFY(error);
        QCOMPARE(error->exitCode(), 130);
    }

    void calibrationTextIsCutAsLlamaCppDoes() {
        const auto sequences = cutForCalibration(*sample(), defaultText(), 32, 5);
        QCOMPARE(sequences.size(), std::size_t{5});
        const auto tokens = openTokenizer(*sample())->encode(defaultText(), {.addSpecial = false});
        for (std::size_t i = 0; i < sequences.size(); ++i) {
            QCOMPARE(sequences[i].tokens.size(), std::size_t{32});
            QCOMPARE(sequences[i].tokens[0], 1);
            QCOMPARE(static_cast<TokenId>(sequences[i].tokens[1]), tokens[i * 32]);
            QCOMPARE(static_cast<TokenId>(sequences[i].tokens[31]), tokens[i * 32 + 30]);
            QCOMPARE(sequences[i].endLogit, std::size_t{0});
        }
    }
};

QTEST_GUILESS_MAIN(TextQualityTest)
#include "tst_text_quality.moc"
