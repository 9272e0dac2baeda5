// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/codes_forecast.h"

#include "calibrate/calibrated_matrix.h"
#include "calibrate/fold_method.h"
#include "calibrate/targets.h"
#include "codecs/gram_encoding.h"
#include "runtime/gemm.h"
#include "runtime/pass_trial.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <optional>
#include <random>
#include <vector>

namespace quantlathe {
namespace {

constexpr std::size_t trialTokens = 1024;
// Products of a weight's rows with matrices of columns²: targets and their solution, what columns tell those behind them in
// both forms, and two of the judgement.
constexpr double productsOfRows = 5;

double square(double x) {
    return x * x;
}

double cube(double x) {
    return x * x * x;
}

template <class Work>
double secondsOf(const Work& work) {
    const auto start = std::chrono::steady_clock::now();
    work();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

std::vector<TokenSequence> firstOf(const std::vector<TokenSequence>& sequences) {
    std::vector<TokenSequence> some;
    for (std::size_t tokens = 0; tokens < trialTokens && some.size() < sequences.size(); tokens += some.back().tokens.size()) {
        some.push_back(sequences[some.size()]);
        some.back().firstLogit = some.back().endLogit = some.back().tokens.size();
    }
    return some;
}

double tokensOf(const std::vector<TokenSequence>& sequences) {
    double tokens = 0;
    for (const TokenSequence& sequence : sequences) {
        tokens += static_cast<double>(sequence.tokens.size());
    }
    return tokens;
}

/// Matrices of one shape: of a weight, or of an expert.
struct Shape {
    double rows;
    double columns;
    [[nodiscard]] double weights() const { return rows * columns; }
};

Shape shapeOf(const Weight& weight, std::uint32_t experts) {
    return {static_cast<double>(weight.rows()) / std::max(experts, 1U), static_cast<double>(weight.columns())};
}

struct Example {
    Calibratable weight;
    std::uint32_t experts = 0;
    [[nodiscard]] Shape shape() const { return shapeOf(*weight.choice->weight, experts); }
    /// What a trial with it costs grows like this.
    [[nodiscard]] double size() const { return cube(shape().columns) + shape().weights(); }
};

/// Whether the encoding could have been chosen for that weight, too.
bool suits(const Encoding& encoding, const Example& example) {
    if (const PlannedMatrix* const planned = example.weight.matrix(0)) {
        const MatrixEncoding* const parts = asMatrixEncoding(encoding);
        return parts != nullptr && !parts->whyNot(planned->shape) && canBeCalibrated(*parts, planned->shape);
    }
    return asMatrixEncoding(encoding) == nullptr && example.weight.choice->weight->columns() % encoding.columnMultiple() == 0;
}

/// Seconds of one operation with all threads.
struct Speed {
    double product = 0; // one multiply-add of two matrices
    double sum = 0;     // one token's share of one element of all sums over an input
    double factor = 0;  // one of columns³ steps of a factorization
};

class Trial {
public:
    Trial(const Plan& plan, const CalibratedRequest& request, ThreadArena& arena, const CancelToken& cancel)
        : plan_(plan), request_(request), context_{arena, progress_, cancel}, original_(plan.model),
          pass_(original_, firstOf(request.sequences), request.options), method_(foldMethodOf(plan)),
          layers_(targetsOf(plan, pass_.graph())) {
        if (auto output = calibratableOutput(plan, pass_.graph())) {
            output_ = Target{.weights = {std::move(*output)}};
        }
    }

    CodesForecast run() {
        CodesForecast forecast;
        forecast.passSeconds = passSeconds();
        for (const auto& [encoding, example] : examples()) {
            encode(*encoding, example);
        }
        forecast.codesSeconds = passes() * forecast.passSeconds + foldSeconds();
        const Graph& graph = pass_.graph();
        for (std::size_t layer = 0; layer < layers_.size(); ++layer) {
            for (const Target& target : layers_[layer]) {
                forecast.codesSeconds += secondsOfTarget(target, graph.blocks[layer]);
            }
        }
        if (output_) {
            forecast.codesSeconds += secondsOfTarget(*output_, graph.blocks.back());
        }
        return forecast;
    }

private:
    double passSeconds() {
        return tryPass(pass_, context_.arena, context_.cancel) * tokensOf(request_.sequences) /
               static_cast<double>(pass_.tokens());
    }

    [[nodiscard]] double passes() const { return (request_.corrected ? 2 : 1) * static_cast<double>(layerRuns(pass_.graph())); }

    /// The smallest matrix that is to be calibrated stands for all, where the encoding can have it.
    [[nodiscard]] std::map<const Encoding*, Example> examples() const {
        std::map<const Encoding*, Example> smallest;
        const auto add = [&](const Target& target) {
            for (const Calibratable& weight : target.weights) {
                const Example example{weight, target.experts};
                const auto [found, isNew] = smallest.try_emplace(weight.choice->encoding, example);
                if (!isNew && example.size() < found->second.size()) {
                    found->second = example;
                }
            }
        };
        for (const auto& layer : layers_) {
            std::ranges::for_each(layer, add);
        }
        if (output_) {
            add(*output_);
        }
        const auto least = std::ranges::min_element(smallest, {}, [](const auto& entry) { return entry.second.size(); });
        const Example best = least->second;
        for (auto& [encoding, example] : smallest) {
            if (suits(*encoding, best)) {
                example = best;
            }
        }
        return smallest;
    }

    void encode(const Encoding& encoding, const Example& example) {
        Choice choice = *example.weight.choice;
        choice.encoding = &encoding;
        const Calibratable weight{&choice, example.weight.matrices};
        const Shape shape = example.shape();
        const std::vector<std::size_t> groups = weight.group() ? std::vector{*weight.group()} : std::vector<std::size_t>();
        const CalibratedInput input = inputFor(static_cast<std::size_t>(shape.columns), groups);
        const std::vector<float> importance(choice.weight->columns(), 1.0F); // statistics will give some
        MatrixToEncode matrix{.weight = *choice.weight,
                              .encoding = encoding,
                              .guide = {.importance = importance, .effort = plan_.guideOf(*choice.weight).effort},
                              .planned = weight.matrix(0),
                              .hasFeedback = method_.hasFeedback,
                              .rows = static_cast<std::uint64_t>(shape.rows)};
        std::vector<std::byte> unused;
        const double seconds = secondsOf(
            [&] { static_cast<void>(encodeCalibrated(matrix, original_, input, unused, context_.arena, context_.cancel)); });
        // Small matrices do not make good use of all threads, so products alone may seem to take longer than all of it.
        constexpr double leastShare = 0.1;
        const double own = std::max(seconds - productSeconds(encoding, shape), leastShare * seconds);
        perWeight_[&encoding] = own / shape.weights();
    }

    /// Of tokens that say nothing: what they are makes no difference to the time. Measures the speed on its way.
    CalibratedInput inputFor(std::size_t columns, std::span<const std::size_t> groups) {
        std::mt19937 random(1);
        std::normal_distribution<float> normal;
        std::vector<float> values(trialTokens * columns);
        std::ranges::generate(values, [&] { return normal(random); });
        const ConstMatrix rows{values.data(), trialTokens, columns, columns};
        PairSums fit;
        PairSums held;
        const double summing = secondsOf([&] {
            addPairs(fit, held, trialTokens / 8, {rows, request_.corrected ? rows : ConstMatrix{}, {}}, context_.arena);
        });
        const auto side = static_cast<double>(columns);
        speed_.sum = summing / (trialTokens * square(side));
        std::optional<CalibratedInput> input;
        const double factoring = secondsOf([&] {
            input.emplace(std::move(fit), std::move(held), columns, request_.damping, groups, !method_.hasFeedback,
                          context_.arena, context_.cancel);
        });
        speed_.factor = factoring / (factors(groups.size()) * cube(side));
        const std::vector<float> matrix(columns * columns, 1.0F);
        constexpr std::size_t rowsAtOnce = 64;
        const auto tiles = static_cast<std::size_t>(context_.arena.threads());
        std::vector<float> products(tiles * rowsAtOnce * columns);
        const double multiplying = secondsOf([&] {
            context_.forEach(tiles, [&](std::size_t tile) {
                multiplyTransposed(someRows(rows, 0, rowsAtOnce), {matrix.data(), columns, columns, columns}, 1.0F,
                                   {products.data() + tile * rowsAtOnce * columns, rowsAtOnce, columns, columns});
            });
        });
        speed_.product = multiplying / (static_cast<double>(tiles * rowsAtOnce) * square(side));
        return std::move(*input);
    }

    /// Factorizations of one input whose matrices have so many sizes of groups.
    [[nodiscard]] static double factors(std::size_t groups) { return 1 + static_cast<double>(groups); }

    [[nodiscard]] double productSeconds(const Encoding& encoding, const Shape& shape) const {
        const double ofGram = gramEncoding(encoding) != nullptr ? cube(shape.columns) : 0;
        return speed_.product * (productsOfRows * shape.weights() * shape.columns + ofGram);
    }

    [[nodiscard]] double secondsOfTarget(const Target& target, const Block& block) const {
        const double tokens = tokensOf(request_.sequences);
        const double matrices = std::max(target.experts, 1U);
        const auto columns = static_cast<double>(target.first().columns());
        // Each token chooses some of the experts, and is summed for these; every head sees all of them.
        const double sums = target.experts == 0 ? 1 : target.step == Step::mixerInner ? target.experts : block.experts->used;
        double seconds = tokens * sums * speed_.sum * square(columns) +
                         matrices * factors(target.groups().size()) * speed_.factor * cube(columns);
        if (target.addsToStream && request_.corrected) {
            seconds += tokens * columns * static_cast<double>(pass_.graph().hidden) * speed_.product;
        }
        for (const Calibratable& weight : target.weights) {
            const Encoding& encoding = *weight.choice->encoding;
            const Shape shape = shapeOf(*weight.choice->weight, target.experts);
            seconds += matrices * (perWeight_.at(&encoding) * shape.weights() + productSeconds(encoding, shape));
        }
        return seconds;
    }

    /// Each is looked for with sums of its own, and a factor where codes make up for each other.
    [[nodiscard]] double foldSeconds() const {
        double seconds = 0;
        for (const PlannedFold& planned : foldsOfPlan(plan_, pass_.graph())) {
            const auto columns = static_cast<double>(planned.fold.factors * planned.fold.repeats);
            if (method_.kind == FoldMethod::Kind::activationAware) {
                seconds += tokensOf(request_.sequences) * speed_.sum * square(columns) + speed_.factor * cube(columns);
            }
        }
        return seconds;
    }

    const Plan& plan_;
    const CalibratedRequest& request_;
    Progress progress_;
    RunContext context_;
    ModelWeights original_;
    ForwardPass pass_;
    FoldMethod method_;
    std::vector<std::vector<Target>> layers_;
    std::optional<Target> output_;
    Speed speed_;
    std::map<const Encoding*, double> perWeight_; // seconds beside products
};

} // namespace

CodesForecast forecastCodes(const Plan& plan, const CalibratedRequest& request, ThreadArena& arena, const CancelToken& cancel) {
    requireCalibratable(plan);
    return Trial(plan, request, arena, cancel).run();
}

} // namespace quantlathe
