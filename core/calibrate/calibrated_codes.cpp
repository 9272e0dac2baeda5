// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/calibrated_codes.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "calibrate/expert_inputs.h"
#include "calibrate/fold_method.h"
#include "calibrate/overlaid_weights.h"
#include "calibrate/planned_folds.h"
#include "calibrate/targets.h"
#include "calibrate/walk_folds.h"
#include "codecs/gram_encoding.h"
#include "plan/planned_weights.h"
#include "runtime/weights_in_use.h"
#include "weights/round_trip.h"

#include <algorithm>
#include <fmt/format.h>
#include <optional>

namespace quantlathe {
namespace {

constexpr std::uint64_t codesVersion = 6;          // raise it when the same request gives other codes
constexpr std::size_t fewestTokens = 256;          // below it nothing can be learned
constexpr std::uint64_t looksAtExperts = 2;        // about so often a layer is run whose network is not kept from look to look
constexpr std::uint64_t expertBytes = 2ULL << 30U; // of the sums of experts that are looked at together

void addTo(HashBuilder& hash, const FoldMethod& method) {
    if (method == FoldMethod()) {
        return;
    }
    hash.add(static_cast<std::uint64_t>(method.kind));
    hash.add(std::uint64_t{method.isDuo});
    hash.add(std::uint64_t{method.hasFeedback});
    const double alpha = method.alpha.value_or(-1);
    hash.add(std::as_bytes(std::span(&alpha, 1)));
}

std::string keyOf(const Plan& plan, const CalibratedRequest& request) {
    HashBuilder hash;
    hash.add(codesVersion);
    hash.add(std::string_view(QUANTLATHE_VERSION));
    hash.add(plannedIdentity(plan));
    for (const Choice& choice : plan.choices) {
        hash.add(choice.weight->name);
        hash.add(choice.encoding->name());
    }
    for (const TokenSequence& sequence : request.sequences) {
        hash.add(std::uint64_t{sequence.tokens.size()});
        hash.add(std::as_bytes(std::span(sequence.tokens)));
    }
    hash.add(std::uint64_t{request.options.tokensAtOnce});
    hash.add(std::uint64_t{availableCompute(request.options.compute) == Compute::bf16});
    hash.add(std::uint64_t{request.corrected});
    hash.add(std::as_bytes(std::span(&request.damping, 1)));
    addTo(hash, foldMethodOf(plan));
    return fmt::format("{:016x}", hash.value());
}

/// Runs two models, or one, through the text.
class Walk {
public:
    Walk(const Plan& plan, const CalibratedRequest& request, const RunContext& context)
        : plan_(plan), request_(request), context_(context), original_(plan.model), encoded_(plan, awaited(plan)),
          pass_(original_, withoutLogits(request.sequences), request.options), method_(foldMethodOf(plan)),
          folds_(plan, foldsOfPlan(plan, pass_.graph()), method_) {
        if (request.corrected) {
            encodedPass_.emplace(encoded_, withoutLogits(request.sequences), request.options);
        }
        layers_ = targetsOf(plan, pass_.graph());
        output_ = calibratableOutput(plan, pass_.graph());
        checkTokens();
    }

    std::shared_ptr<CodeStore> run(const std::string& key) {
        CodeStoreWriter writer(key);
        const std::uint64_t passes = request_.corrected ? 2 : 1;
        const Graph& graph = pass_.graph();
        context_.progress.start(say("Calibrating"), passes * pass_.workUnits() * layerRuns(graph));
        pass_.embed(context_);
        if (encodedPass_) {
            encodedPass_->embed(context_);
        }
        for (const auto& targets : layers_) {
            folds_.startLayer(graph.blocks[pass_.layersDone()], pass_, original_, encoded_, writer, context_);
            for (const Target& target : targets) {
                if (takeFound(target, writer)) {
                    continue;
                }
                if (target.experts > 0) {
                    encodeExperts(target, writer);
                } else {
                    encode(target, sumsOf(target, target.first()), writer);
                }
            }
            writer.keep();
            const Block& block = pass_.graph().blocks[pass_.layersDone()];
            pass_.runNextLayer(context_);
            if (encodedPass_) {
                encodedPass_->runNextLayer(context_);
            }
            encoded_.finishLayer(weightsOf(block));
        }
        if (output_) {
            const Target target{.weights = {*output_}};
            if (!takeFound(target, writer)) {
                encode(target, sumsOfOutput(), writer);
            }
        }
        context_.progress.finish();
        return writer.finish();
    }

private:
    [[nodiscard]] static std::unordered_set<const Weight*> awaited(const Plan& plan) {
        std::unordered_set<const Weight*> weights;
        for (const Choice* const choice : calibratableChoices(plan)) {
            weights.insert(choice->weight);
        }
        return weights;
    }
    [[nodiscard]] static std::vector<TokenSequence> withoutLogits(std::vector<TokenSequence> sequences) {
        for (TokenSequence& sequence : sequences) {
            sequence.firstLogit = sequence.endLogit = sequence.tokens.size();
        }
        return sequences;
    }

    void checkTokens() const {
        if (pass_.tokens() < fewestTokens) {
            throw badInput(plan_.model->checkpoint().path(), say("The text is too short to calibrate with"),
                           say("It gives {} tokens in whole windows; at least {} are needed, some ten for each column of the "
                               "widest matrix are good.",
                               pass_.tokens(), fewestTokens));
        }
    }

    void show(ForwardPass& pass, const Target& target, std::size_t batch, Observer& observer) const {
        Observer* const only = &observer;
        pass.showInputs(target.step, batch, {context_.arena, context_.progress, context_.cancel, std::span(&only, 1)});
    }

    /// r − r̂ of the rows that were just looked at; empty where nothing is added to the stream.
    [[nodiscard]] ConstMatrix residualOf(const Target& target) {
        if (!target.addsToStream || !encodedPass_) {
            return {};
        }
        return less(pass_.shownResidual(), encodedPass_->shownResidual(), residual_);
    }

    /// a − b.
    [[nodiscard]] ConstMatrix less(ConstMatrix a, ConstMatrix b, std::vector<float>& difference) const {
        difference.resize(a.rows * a.columns);
        context_.forRows(a.rows, [&](std::size_t first, std::size_t end) {
            for (std::size_t i = first * a.columns; i < end * a.columns; ++i) {
                difference[i] = a.data[i] - b.data[i];
            }
        });
        return {difference.data(), a.rows, a.columns, a.columns};
    }

    struct Sums {
        PairSums fit;
        PairSums held;
    };
    /// Of what goes into `weight` at that step.
    [[nodiscard]] Sums sumsOf(const Target& target, const Weight& weight) {
        Sums sums;
        for (std::size_t batch = 0; batch < pass_.batches(); ++batch) {
            originalRows_.follow(weight);
            show(pass_, target, batch, originalRows_);
            if (const auto factors = folds_.factorsOf(weight); !factors.empty()) {
                originalRows_.divide(factors); // the original is run as it is
            }
            if (encodedPass_) {
                encodedRows_.follow(weight);
                show(*encodedPass_, target, batch, encodedRows_);
            }
            add(sums, originalRows_.rows(), encodedPass_ ? encodedRows_.rows() : ConstMatrix{}, residualOf(target));
        }
        return sums;
    }

    /// Behind all layers.
    [[nodiscard]] Sums sumsOfOutput() {
        Sums sums;
        for (std::size_t batch = 0; batch < pass_.batches(); ++batch) {
            add(sums, pass_.outputInputs(batch, context_),
                encodedPass_ ? encodedPass_->outputInputs(batch, context_) : ConstMatrix{}, {});
        }
        return sums;
    }

    /// `encoded`: no rows where only the original is run.
    void add(Sums& sums, ConstMatrix original, ConstMatrix encoded, ConstMatrix residual) {
        const ConstMatrix difference = encodedPass_ ? less(original, encoded, difference_) : ConstMatrix{};
        addPairs(sums.fit, sums.held, original.rows / heldBackShare, {encodedPass_ ? encoded : original, difference, residual},
                 context_.arena);
    }

    /// The sums over tokens, which take most memory, end here.
    [[nodiscard]] CalibratedInput inputFrom(const Target& target, Sums&& sums, double tokens) const {
        const auto columns = static_cast<std::size_t>(target.first().columns());
        const double damping = feedbackDamping(columns, tokens, request_.damping);
        return {std::move(sums.fit), std::move(sums.held), columns,        damping,
                target.groups(),     !method_.hasFeedback, context_.arena, context_.cancel};
    }

    void encode(const Target& target, Sums&& sums, CodeStoreWriter& writer) {
        const auto tokens = static_cast<double>(sums.fit.tokens);
        const CalibratedInput input = inputFrom(target, std::move(sums), tokens);
        for (const Calibratable& weight : target.weights) {
            std::vector<std::byte> bytes;
            std::vector<float> importance;
            const CalibratedLoss loss =
                encodeCalibrated(matrixOf(weight, importance), original_, input, bytes, context_.arena, context_.cancel);
            store(weight, loss, std::move(bytes), writer);
        }
    }

    /// `importance`: memory for it.
    [[nodiscard]] MatrixToEncode matrixOf(const Calibratable& weight, std::vector<float>& importance) const {
        const Choice& choice = *weight.choice;
        const PlannedMatrix* const planned = weight.matrix(0);
        EncodingGuide guide = plan_.guideOf(*choice.weight);
        guide.importance = folds_.importanceOf(*choice.weight, guide.importance, importance);
        return {.weight = *choice.weight,
                .encoding = *choice.encoding,
                .guide = guide,
                .planned = planned,
                .scaling = planned != nullptr ? folds_.scalingOf(planned->tensor) : nullptr,
                .joinedLargest = joinedLargest(plan_, *choice.weight, *choice.encoding, context_.arena, context_.cancel),
                .hasFeedback = method_.hasFeedback};
    }

    void store(const Calibratable& weight, const CalibratedLoss& loss, std::vector<std::byte> bytes, CodeStoreWriter& writer) {
        StoredCode code;
        code.weight = weight.choice->weight->name;
        code.encoding = weight.choice->encoding->name();
        code.loss = loss;
        if (request_.onChosen) {
            request_.onChosen(code.weight, loss);
        }
        writer.add(std::move(code), bytes);
        overlay(weight, std::move(bytes));
    }

    void overlay(const Calibratable& weight, std::vector<std::byte> bytes) {
        const Choice& choice = *weight.choice;
        if (!weight.matrices.empty()) {
            encoded_.set(*choice.weight,
                         EncodedMatrices(*choice.weight, *asMatrixEncoding(*choice.encoding), weight.matrices, bytes));
        } else {
            encoded_.set(*choice.weight, *choice.encoding, std::move(bytes));
        }
    }

    [[nodiscard]] const Weight& routerOf(const Target& target) const { return *expertsOf(target).router.weight; }
    /// Precondition: a target of experts.
    [[nodiscard]] const Experts& expertsOf(const Target& target) const {
        return *std::ranges::find(pass_.graph().blocks, *target.first().layer, &Block::index)->experts;
    }
    /// Whether experts read what the router reads, for all tokens.
    [[nodiscard]] bool readsAsRouter(const Target& target) const {
        if (target.step != Step::gateUp) {
            return false;
        }
        const Experts& experts = expertsOf(target);
        return !experts.inputNorm && !experts.narrowing && experts.scores != ExpertScores::sigmoidOfInput;
    }

    // ---- Stacked experts: each has inputs of its own, as many as tokens chose it ----------------------------------------

    void encodeExperts(const Target& target, CodeStoreWriter& writer) {
        std::vector<std::vector<std::byte>> bytes(target.weights.size());
        std::vector<CalibratedLoss> losses(target.weights.size());
        const PairSums all = readsAsRouter(target) ? sumsOf(target, routerOf(target)).fit : PairSums{};
        for (std::uint32_t first = 0; first < target.experts;) {
            const std::uint32_t count = std::min(expertsAtOnce(target.first()), target.experts - first);
            std::vector<ExpertSums> sums = sumsOfExperts(target, first, count);
            for (std::uint32_t i = 0; i < count; ++i) {
                encodeExpert(target, first + i, std::move(sums[i]), all, bytes, losses);
            }
            first += count;
        }
        for (std::size_t i = 0; i < target.weights.size(); ++i) {
            store(target.weights[i], losses[i], std::move(bytes[i]), writer);
        }
    }

    [[nodiscard]] std::uint32_t expertsAtOnce(const Weight& weight) const {
        const std::uint64_t bytes = expertSumBytes * weight.columns() * weight.columns();
        return static_cast<std::uint32_t>(std::clamp<std::uint64_t>(expertBytes / bytes, 1, weight.rows()));
    }

    [[nodiscard]] std::vector<ExpertSums> sumsOfExperts(const Target& target, std::uint32_t first, std::uint32_t count) {
        std::vector<ExpertSums> sums(count);
        for (std::size_t batch = 0; batch < pass_.batches(); ++batch) {
            originalExperts_.follow(target.first(), first, count);
            show(pass_, target, batch, originalExperts_);
            if (encodedPass_) {
                encodedExperts_.follow(target.first(), first, count);
                show(*encodedPass_, target, batch, encodedExperts_);
            }
            for (std::uint32_t i = 0; i < count; ++i) {
                if (encodedPass_) {
                    sums[i].add(originalExperts_.rowsOf(i), encodedExperts_.rowsOf(i), heldBackShare, context_.arena);
                } else {
                    sums[i].add(originalExperts_.rowsOf(i), heldBackShare, context_.arena);
                }
            }
        }
        return sums;
    }

    /// `all`: of the tokens that chose other experts, too; none where experts multiply different things.
    void encodeExpert(const Target& target, std::uint32_t expert, ExpertSums&& sums, const PairSums& all,
                      std::vector<std::vector<std::byte>>& bytes, std::vector<CalibratedLoss>& losses) {
        // What nothing is held back of cannot be judged: too few tokens chose this expert.
        std::optional<CalibratedInput> input;
        if (sums.held.tokens > 0) {
            const double tokens = sums.borrow(all);
            input.emplace(inputFrom(target, {std::move(sums.fit), std::move(sums.held)}, tokens));
        }
        for (std::size_t i = 0; i < target.weights.size(); ++i) {
            const Calibratable& weight = target.weights[i];
            const Weight& stacked = *weight.choice->weight;
            std::vector<float> unused;
            MatrixToEncode matrix = matrixOf(weight, unused);
            matrix.planned = weight.matrix(expert);
            matrix.rows = stacked.rows() / target.experts;
            matrix.firstRow = expert * matrix.rows;
            matrix.guide.importance =
                importanceRun(stacked, matrix.guide.importance, matrix.firstRow, matrix.firstRow + matrix.rows).importance;
            std::vector<std::byte> own;
            const CalibratedLoss loss = input
                                            ? encodeCalibrated(matrix, original_, *input, own, context_.arena, context_.cancel)
                                            : encodeUncalibrated(matrix, original_, own, context_.arena, context_.cancel);
            losses[i] = expert == 0 ? loss : losses[i] + loss;
            bytes[i].insert(bytes[i].end(), own.begin(), own.end());
        }
    }

    /// Codes of an interrupted run, if it had come so far.
    bool takeFound(const Target& target, const CodeStoreWriter& writer) {
        std::vector<std::vector<std::byte>> all;
        for (const Calibratable& weight : target.weights) {
            auto bytes = writer.found(weight.choice->weight->name);
            if (!bytes || bytes->size() != weight.bytes()) {
                return false;
            }
            all.push_back(std::move(*bytes));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            overlay(target.weights[i], std::move(all[i]));
        }
        return true;
    }

    const Plan& plan_;
    const CalibratedRequest& request_;
    const RunContext& context_;
    ModelWeights original_;
    OverlaidWeights encoded_;
    ForwardPass pass_;
    std::optional<ForwardPass> encodedPass_;
    std::vector<std::vector<Target>> layers_;
    std::optional<Calibratable> output_;
    FoldMethod method_;
    WalkFolds folds_;
    InputCapture originalRows_;
    InputCapture encodedRows_;
    ExpertCapture originalExperts_;
    ExpertCapture encodedExperts_;
    std::vector<float> difference_;
    std::vector<float> residual_;
};

} // namespace

std::vector<const Choice*> calibratableChoices(const Plan& plan) {
    std::vector<const Choice*> choices;
    if (whyNotRunnable(*plan.model)) {
        return choices;
    }
    const Graph graph = graphOf(*plan.model);
    for (const auto& layer : targetsOf(plan, graph)) {
        for (const Target& target : layer) {
            std::ranges::transform(target.weights, std::back_inserter(choices), &Calibratable::choice);
        }
    }
    if (const auto output = calibratableOutput(plan, graph)) {
        choices.push_back(output->choice);
    }
    return choices;
}

std::uint64_t layerRuns(const Graph& graph) {
    const bool looksAgain = std::ranges::any_of(
        graph.blocks, [](const Block& block) { return block.experts.has_value() || block.hasInnerLinears(); });
    return looksAgain || graph.parallelResidual ? looksAtExperts : 1;
}

std::uint64_t calibrationBytes(const Plan& plan) {
    // Of a column², at the most: Gram matrices (in double precision), differences and what is added to the outputs, of what is
    // fitted and of what is held back, and a factor.
    constexpr std::uint64_t ofInput = 40;
    constexpr std::uint64_t ofKeptInput = 28;   // while matrices are encoded, with two factors
    constexpr std::uint64_t ofPartedWeight = 8; // targets, codes, both forms
    constexpr std::uint64_t ofGramWeight = 14;  // and what is left of the outputs
    std::uint64_t most = 0;
    const auto add = [&](const Calibratable& weight, std::uint32_t experts, std::uint64_t others) {
        const Weight& matrix = *weight.choice->weight;
        const std::uint64_t square = matrix.columns() * matrix.columns();
        const bool isParted = !weight.matrices.empty();
        const std::uint64_t ofWeight = gramEncoding(*weight.choice->encoding) != nullptr ? ofGramWeight : ofPartedWeight;
        const std::uint64_t encoding = isParted ? ofWeight * matrix.elements() / std::max(experts, 1U) : 0;
        most = std::max({most, others + ofInput * square, others + ofKeptInput * square + encoding});
    };
    const Graph graph = graphOf(*plan.model);
    for (const auto& layer : targetsOf(plan, graph)) {
        for (const Target& target : layer) {
            for (const Calibratable& weight : target.weights) {
                const std::uint64_t columns = weight.choice->weight->columns();
                // Experts that wait for their turn, and all of their codes.
                add(weight, target.experts,
                    target.experts > 0
                        ? std::min(expertBytes, target.experts * expertSumBytes * columns * columns) + weight.bytes()
                        : 0);
            }
        }
    }
    if (const auto output = calibratableOutput(plan, graph)) {
        add(*output, 0, 2 * output->bytes()); // the largest matrix of all, with both kinds of codes
    }
    return most;
}

namespace {

/// What becomes of the checkpoint's tensors by the factors in the store.
std::shared_ptr<const CodeStore> withScalings(std::shared_ptr<CodeStore> codes, const Plan& plan) {
    if (foldMethodOf(plan) != FoldMethod()) {
        codes->setScalings(scalingsOf(*plan.model, foldsOfPlan(plan, graphOf(*plan.model)),
                                      [&](const PlannedFold& planned) { return codes->factors(planned.name); }));
    }
    return codes;
}

} // namespace

void requireCalibratable(const Plan& plan) {
    const auto& file = plan.model->checkpoint().path();
    if (const auto reason = whyNotRunnable(*plan.model)) {
        throw badInput(file, say("This model cannot be calibrated"), *reason);
    }
    if (calibratableChoices(plan).empty()) {
        throw badInput(file, say("Nothing in this plan can be calibrated"),
                       say("Calibration serves matrices in layers. Their encodings here (floats, LLM.int8(), ternary types) "
                           "have no codes that a text could choose."));
    }
}

std::shared_ptr<const CodeStore> calibratedCodes(const Plan& plan, const CalibratedRequest& request,
                                                 const RunContext& context) {
    requireCalibratable(plan);
    const std::string key = keyOf(plan, request);
    if (auto ready = CodeStore::open(key)) {
        return withScalings(std::move(ready), plan);
    }
    return withScalings(Walk(plan, request, context).run(key), plan);
}

} // namespace quantlathe
