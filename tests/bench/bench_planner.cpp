// SPDX-License-Identifier: GPL-3.0-or-later
// The planner: how fast the solver is, and whether its mixes beat the presets (docs/planning.md holds the tables).
// Usage: bench_planner                                   the solver on 10 000 tensors × 30 encodings
//        bench_planner MODEL CALIBRATION EVALUATION      every preset against the mix of its size, both with the importance
//                      [windows of the evaluation, 100]  matrix of the calibration text, measured on the evaluation text
#include "base/file.h"
#include "measure/sensitivity_probe.h"
#include "plan/planned_weights.h"
#include "plan/planner.h"
#include "runtime/calibration.h"
#include "runtime/importance_writer.h"
#include "weights/result_cache.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fmt/format.h>
#include <numeric>
#include <QTemporaryDir>
#include <random>

using namespace quantlathe;

namespace {

constexpr std::size_t contextTokens = 256;
constexpr std::size_t calibrationWindows = 100;
constexpr std::size_t probeWindows = 16;
constexpr std::array<std::string_view, 8> sizes{"Q2_K", "Q3_K_M", "Q4_K_S", "Q4_K_M", "Q5_K_M", "IQ4_XS", "IQ3_XXS", "IQ2_XS"};

double secondsSince(std::chrono::steady_clock::time_point start) {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void timeSolver() {
    std::mt19937_64 random(5);
    std::vector<std::vector<KnapsackOption>> items(10'000);
    for (auto& item : items) {
        const double sensitivity = 1e-4 * (1 + static_cast<double>(random() % 1000) / 100);
        const std::uint64_t weights = 1'000'000 + random() % 16 * 250'000;
        for (int k = 0; k < 30; ++k) {
            const double bits = 1.5 + 0.5 * k;
            const double noise = 0.8 + static_cast<double>(random() % 1000) / 2500;
            item.push_back({static_cast<std::uint64_t>(bits * static_cast<double>(weights) / 8),
                            sensitivity * noise * std::pow(3.5, -bits)});
        }
    }
    const auto start = std::chrono::steady_clock::now();
    const Knapsack knapsack(items);
    fmt::print("10 000 items × 30 options: whole front of {} points in {:.2f} s\n", knapsack.front().size(),
               secondsSince(start));
    const auto first = static_cast<double>(knapsack.front().front().bytes);
    const auto last = static_cast<double>(knapsack.front().back().bytes);
    for (const double share : {0.1, 0.25, 0.5, 0.75}) {
        const auto asked = std::chrono::steady_clock::now();
        const auto solution = knapsack.solve(static_cast<std::uint64_t>(first + share * (last - first)));
        fmt::print("  budget {:3.0f} % of the way: gap {:.2g} % in {:.2f} s\n", 100 * share, 100 * solution->gap(),
                   secondsSince(asked));
    }
}

struct Subject {
    std::string name;
    std::string preset; // whose size it has
    Plan plan;
    Prediction prediction;
    TextQuality quality;
};

/// Ranks from 1, ties share theirs.
std::vector<double> ranksOf(std::span<const double> values) {
    std::vector<std::size_t> order(values.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return values[i]; });
    std::vector<double> ranks(values.size());
    for (std::size_t i = 0; i < order.size();) {
        std::size_t end = i;
        while (end < order.size() && values[order[end]] == values[order[i]]) {
            ++end;
        }
        for (std::size_t k = i; k < end; ++k) {
            ranks[order[k]] = static_cast<double>(i + 1 + end) / 2;
        }
        i = end;
    }
    return ranks;
}

double correlation(std::span<const double> a, std::span<const double> b) {
    const auto n = static_cast<double>(a.size());
    const double meanA = std::accumulate(a.begin(), a.end(), 0.0) / n;
    const double meanB = std::accumulate(b.begin(), b.end(), 0.0) / n;
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        product += (a[i] - meanA) * (b[i] - meanB);
        squaresA += (a[i] - meanA) * (a[i] - meanA);
        squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / std::sqrt(squaresA * squaresB);
}

class Comparison {
public:
    Comparison(const std::filesystem::path& model, const std::filesystem::path& calibration,
               const std::filesystem::path& evaluation, std::size_t windows)
        : model_(openModel(model)), calibration_(readTextFile(calibration, 1U << 30U)),
          evaluation_(cutIntoWindows(*model_, nullptr, readTextFile(evaluation, 1U << 30U),
                                     {.contextTokens = contextTokens, .windows = windows})),
          calibrationName_(calibration.filename().string()) {}

    void run() {
        makeImportance();
        const auto prior = tableWith(priorSensitivity(*model_, true));
        const auto measured = tableWith(measuredSensitivity(prior));
        addPresets(*measured);
        addMixes("mix", *measured, measured);
        addMixes("mix (prior)", *measured, prior);
        // What the first table needs comes first, so that a run which is cut short has said something.
        std::ranges::stable_partition(subjects_, [](const Subject& subject) {
            return std::ranges::find(sizes, std::string_view(subject.preset)) != sizes.end();
        });
        measureAll();
        print();
    }

private:
    [[nodiscard]] RunContext context() { return {arena_, progress_, cancel_, {}}; }

    void makeImportance() {
        CalibrationRequest request;
        request.sequences = cutForCalibration(*model_, calibration_, contextTokens, calibrationWindows);
        request.dataset = calibrationName_;
        const ModelWeights source(model_);
        const std::filesystem::path folder = folder_.path().toStdString();
        const auto statistics = calibrate(source, request, folder / "statistics.gguf", context());
        writeImportanceMatrix(statistics, ImportanceForm::gguf, folder / "matrix.gguf", true);
        importance_ = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(folder / "matrix.gguf"));
    }

    std::shared_ptr<const CandidateTable> tableWith(Sensitivity sensitivity) {
        CandidateRequest request;
        request.model = model_;
        request.format = formatById("gguf");
        request.importance = importance_;
        request.sensitivity = std::move(sensitivity);
        request.errors = ErrorSource::exact;
        return std::make_shared<const CandidateTable>(makeCandidates(request, &cache_, arena_, progress_, cancel_));
    }

    Sensitivity measuredSensitivity(const std::shared_ptr<const CandidateTable>& prior) {
        ProbeRequest request;
        request.table = prior;
        request.text =
            cutIntoWindows(*model_, nullptr, calibration_, {.contextTokens = contextTokens, .windows = probeWindows});
        request.textName = calibrationName_;
        const auto start = std::chrono::steady_clock::now();
        const SensitivityMeasurement measurement = measureSensitivity(request, probeCacheFile(request), context());
        std::size_t probes = 0;
        for (const SensitivityGroup& group : measurement.groups) {
            probes += group.probes.size();
        }
        fmt::print("{} probes on {} tokens of {}: {:.0f} s\n", probes, measurement.tokens, measurement.text,
                   secondsSince(start));
        return sensitivityFrom(measurement, *model_, prior->sensitivity);
    }

    void addPresets(const CandidateTable& table) {
        for (const Preset& preset : table.format->presets()) {
            if (table.format->whyNot(*model_, preset, importance_.get())) {
                continue;
            }
            PlanDocument document;
            document.preset = preset.name;
            Plan plan = makePlan(model_, document, importance_);
            const Prediction prediction = table.predict(plan.choices);
            subjects_.push_back({std::string(preset.name), std::string(preset.name), std::move(plan), prediction, {}});
        }
    }

    /// Planned by `planned`, predicted by `table`.
    void addMixes(const std::string& name, const CandidateTable& table, std::shared_ptr<const CandidateTable> planned) {
        const Planner planner(std::move(planned));
        for (const std::string_view size : sizes) {
            const auto preset = std::ranges::find(subjects_, size, &Subject::name);
            PlannedMix mix = planner.best(FileSizeBudget{preset->plan.fileBytes()});
            const Prediction prediction = table.predict(mix.plan.choices);
            subjects_.push_back({name, std::string(size), std::move(mix.plan), prediction, {}});
        }
    }

    void measureAll() {
        constexpr std::size_t atOnce = 8;
        const ModelWeights original(model_);
        for (std::size_t first = 0; first < subjects_.size(); first += atOnce) {
            const std::size_t end = std::min(first + atOnce, subjects_.size());
            std::vector<std::unique_ptr<PlannedWeights>> sources;
            std::vector<const WeightSource*> models;
            for (std::size_t i = first; i < end; ++i) {
                sources.push_back(std::make_unique<PlannedWeights>(subjects_[i].plan));
                models.push_back(sources.back().get());
            }
            const TextMeasurement measured = measureText(&original, models, evaluation_, {}, context());
            for (std::size_t i = first; i < end; ++i) {
                Subject& subject = subjects_[i];
                subject.quality = measured.models[i - first];
                fmt::print("{} of {} {}: KL {:.6f}, predicted {:.6f}\n", subject.name, subject.preset, subject.plan.fileBytes(),
                           kl(subject), subject.prediction.kl);
            }
            std::fflush(stdout);
        }
    }

    [[nodiscard]] const Subject& find(std::string_view name, std::string_view preset) const {
        return *std::ranges::find_if(subjects_, [&](const Subject& s) { return s.name == name && s.preset == preset; });
    }
    static double kl(const Subject& subject) { return subject.quality.divergence->kl.value; }

    void print() const {
        fmt::print("\n{} tokens scored\n\n", subjects_.front().quality.tokens);
        fmt::print("| size of | bytes | KL preset | mix by measured | change | bytes | mix by prior | change |\n"
                   "|---|---|---|---|---|---|---|---|\n");
        for (const std::string_view size : sizes) {
            const Subject& preset = find(size, size);
            const Subject& mix = find("mix", size);
            const Subject& prior = find("mix (prior)", size);
            fmt::print("| {} | {} | {:.6f} | {:.6f} | {:+.1f} % | {} | {:.6f} | {:+.1f} % |\n", size, preset.plan.fileBytes(),
                       kl(preset), kl(mix), 100 * (kl(mix) / kl(preset) - 1), mix.plan.fileBytes(), kl(prior),
                       100 * (kl(prior) / kl(preset) - 1));
        }
        fmt::print(
            "\n| plan | size of | bits per weight | predicted KL | measured KL | predicted ln(ppl) | measured ln(ppl) |\n"
            "|---|---|---|---|---|---|---|\n");
        std::vector<double> predicted;
        std::vector<double> perplexity;
        std::vector<double> divergence;
        for (const Subject& subject : subjects_) {
            fmt::print("| {} | {} | {:.2f} | {:.6f} | {:.6f} | {:.6f} | {:.6f} |\n", subject.name, subject.preset,
                       subject.plan.bitsPerWeight(), subject.prediction.kl, kl(subject), subject.prediction.logPerplexityChange,
                       subject.quality.divergence->logPerplexityChange.value);
            predicted.push_back(subject.prediction.kl);
            perplexity.push_back(subject.quality.divergence->logPerplexityChange.value);
            divergence.push_back(kl(subject));
        }
        fmt::print("\nrank correlation over {} plans: predicted with measured ln(perplexity) {:.4f}, with measured KL {:.4f}\n",
                   subjects_.size(), correlation(ranksOf(predicted), ranksOf(perplexity)),
                   correlation(ranksOf(predicted), ranksOf(divergence)));
    }

    std::shared_ptr<const Model> model_;
    std::string calibration_;
    TextWindows evaluation_;
    std::string calibrationName_;
    QTemporaryDir folder_;
    ResultCache cache_;
    std::shared_ptr<const ImportanceMatrix> importance_;
    std::vector<Subject> subjects_;
    ThreadArena arena_;
    Progress progress_;
    CancelToken cancel_;
};

} // namespace

int main(int argc, char** argv) {
    try {
        if (argc < 4) {
            timeSolver();
            return 0;
        }
        const std::size_t windows = argc > 4 ? static_cast<std::size_t>(std::atoi(argv[4])) : 100;
        Comparison(argv[1], argv[2], argv[3], windows).run();
        return 0;
    } catch (const Error& error) {
        fmt::print(stderr, "{}\n", error.what());
        return error.exitCode();
    }
}
