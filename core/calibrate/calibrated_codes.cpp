// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/calibrated_codes.h"

#include "base/error.h"
#include "base/hash.h"
#include "base/words.h"
#include "calibrate/fold_method.h"
#include "calibrate/overlaid_weights.h"
#include "calibrate/planned_folds.h"
#include "calibrate/walk_folds.h"
#include "codecs/block_grid.h"
#include "codecs/gram_encoding.h"
#include "codecs/lattice_grid.h"
#include "codecs/matrix_grid.h"
#include "plan/planned_weights.h"
#include "runtime/input_statistics.h"
#include "runtime/weights_in_use.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace quantlathe {
namespace {

constexpr std::uint64_t codesVersion = 3;   // raise it when the same request gives other codes
constexpr std::size_t heldBackShare = 8;    // one token in so many only judges
constexpr std::size_t fewestTokens = 256;   // below it nothing can be learned
constexpr std::uint64_t looksAtExperts = 2; // about so often a layer is run whose network is not kept from look to look

/// A weight to encode; `planned` where it becomes one matrix of several parts.
struct Calibratable {
    const Choice* choice = nullptr;
    std::optional<PlannedMatrix> planned{};
};

/// One input of a step, and the weights that multiply it.
struct Target {
    std::vector<Calibratable> weights;
    Step step;
    bool addsToStream = false; // its outputs are added to the stream as they are
};

std::optional<Step> stepOf(const Block& block, const Weight& weight) {
    const auto has = [&](std::span<const Linear> linears) {
        return std::ranges::any_of(linears, [&](const Linear& linear) { return linear.weight == &weight; });
    };
    if (has(block.qkv)) {
        return Step::qkv;
    }
    if (has({&block.attnOutput, 1})) {
        return Step::attnOutput;
    }
    if (has(block.gateUp) || (block.experts && has(block.experts->sharedGateUp))) {
        return Step::gateUp;
    }
    if (has({&block.down, 1}) || (block.experts && has({&block.experts->sharedDown, 1}))) {
        return Step::down;
    }
    return std::nullopt; // routers and stacked experts
}

bool hasGridOfRows(const Encoding& encoding) {
    return blockGridOf(encoding) != nullptr || latticeGridOf(encoding) != nullptr;
}

bool canBeCalibrated(const Encoding& encoding, const MatrixShape& shape) {
    return griddedEncoding(encoding, shape) != nullptr || gramEncoding(encoding) != nullptr;
}

/// Columns that share a scale; nothing where those of a whole row do.
std::optional<std::size_t> groupOf(const Encoding& encoding, const MatrixShape& shape) {
    const GriddedEncoding* const gridded = griddedEncoding(encoding, shape);
    return gridded != nullptr ? std::optional(gridded->groupColumns(shape)) : std::nullopt;
}

std::map<const Weight*, Calibratable> gridChoices(const Plan& plan) {
    std::map<const Weight*, Calibratable> choices;
    for (const Choice& choice : plan.choices) {
        if (!isLossless(choice) && hasGridOfRows(*choice.encoding)) {
            choices.emplace(choice.weight, Calibratable{&choice});
        }
    }
    for (const OutputPiece& piece : plan.layout.pieces) {
        if (!piece.shape || piece.part != 0) {
            continue;
        }
        const Choice& choice = plan.choices[piece.choice];
        const bool isOne = choice.weight->tensors.size() == 1;
        if (isOne && !isLossless(choice) && canBeCalibrated(*choice.encoding, *piece.shape)) {
            choices.emplace(choice.weight, Calibratable{&choice, PlannedMatrix{*piece.stored, *piece.shape}});
        }
    }
    return choices;
}

/// Layer by layer, in the order in which the model works.
std::vector<std::vector<Target>> targetsOf(const Plan& plan, const Graph& graph) {
    const auto choices = gridChoices(plan);
    std::vector<std::vector<Target>> layers(graph.blocks.size());
    for (const InputGroup& group : inputGroups(graph, false)) {
        const auto at = std::ranges::find(graph.blocks, *group.layer, &Block::index);
        const std::optional<Step> step = group.matrices == 1 ? stepOf(*at, group.first()) : std::nullopt;
        if (!step) {
            continue;
        }
        Target target{{}, *step};
        const bool isAttention = *step == Step::attnOutput && !at->postAttnNorm;
        const bool isFeedForward = *step == Step::down && !at->postFfnNorm && !at->experts && !graph.parallelResidual;
        target.addsToStream = isAttention || isFeedForward;
        for (const Weight* const weight : group.weights) {
            const auto found = choices.find(weight);
            // Parts are made of rows as they are stored; the stream has them as they are computed.
            if (found != choices.end() && !(found->second.planned && target.addsToStream && weight->transform.picksRows())) {
                target.weights.push_back(found->second);
            }
        }
        if (!target.weights.empty()) {
            layers[static_cast<std::size_t>(at - graph.blocks.begin())].push_back(std::move(target));
        }
    }
    for (auto& layer : layers) {
        std::ranges::stable_sort(layer, {}, &Target::step);
    }
    return layers;
}

/// Of each weight that becomes one matrix of several parts, the columns that share a scale.
std::map<const Weight*, std::size_t> groupsOfWeights(std::span<const std::vector<Target>> layers) {
    std::map<const Weight*, std::size_t> groups;
    for (const auto& layer : layers) {
        for (const Target& target : layer) {
            for (const auto& [choice, planned] : target.weights) {
                if (const auto group = planned ? groupOf(*choice->encoding, planned->shape) : std::nullopt) {
                    groups.emplace(choice->weight, *group);
                }
            }
        }
    }
    return groups;
}

std::vector<PlannedFold> foldsOfPlan(const Plan& plan, const Graph& graph) {
    return plannedFolds(plan, graph, groupsOfWeights(targetsOf(plan, graph)), foldMethodOf(plan));
}

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

ConstMatrix someRows(const ConstMatrix& matrix, std::size_t first, std::size_t count) {
    return {matrix.data + first * matrix.stride, count, matrix.columns, matrix.stride};
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
        checkTokens();
    }

    std::shared_ptr<CodeStore> run(const std::string& key) {
        CodeStoreWriter writer(key);
        const std::uint64_t passes = request_.corrected ? 2 : 1;
        const Graph& graph = pass_.graph();
        const bool hasExperts = std::ranges::any_of(graph.blocks, [](const Block& block) { return block.experts.has_value(); });
        const std::uint64_t times = hasExperts || graph.parallelResidual ? looksAtExperts : 1;
        context_.progress.start(say("Calibrating"), passes * pass_.workUnits() * times);
        pass_.embed(context_);
        if (encodedPass_) {
            encodedPass_->embed(context_);
        }
        for (const auto& targets : layers_) {
            folds_.startLayer(graph.blocks[pass_.layersDone()], pass_, original_, encoded_, writer, context_);
            for (const Target& target : targets) {
                if (!takeFound(target, writer)) {
                    encode(target, writer);
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

    void look(ForwardPass& pass, const Target& target, std::size_t batch, InputCapture& capture) const {
        capture.follow(*target.weights.front().choice->weight);
        Observer* const observer = &capture;
        pass.showInputs(target.step, batch, {context_.arena, context_.progress, context_.cancel, std::span(&observer, 1)});
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

    /// The sums over tokens, which take most memory, end here.
    [[nodiscard]] CalibratedInput inputOf(const Target& target) {
        PairSums fit;
        PairSums held;
        for (std::size_t batch = 0; batch < pass_.batches(); ++batch) {
            look(pass_, target, batch, originalRows_);
            if (const auto factors = folds_.factorsOf(*target.weights.front().choice->weight); !factors.empty()) {
                originalRows_.divide(factors); // the original is run as it is
            }
            if (encodedPass_) {
                look(*encodedPass_, target, batch, encodedRows_);
            }
            const ConstMatrix encoded = encodedPass_ ? encodedRows_.rows() : originalRows_.rows();
            const ConstMatrix difference = encodedPass_ ? less(originalRows_.rows(), encoded, difference_) : ConstMatrix{};
            const ConstMatrix residual = residualOf(target);
            const std::size_t judging = encoded.rows / heldBackShare;
            const std::size_t fitting = encoded.rows - judging;
            const auto add = [&](PairSums& sums, std::size_t first, std::size_t count) {
                addPairs(sums, someRows(encoded, first, count),
                         difference.rows > 0 ? someRows(difference, first, count) : ConstMatrix{},
                         residual.rows > 0 ? someRows(residual, first, count) : ConstMatrix{}, context_.arena);
            };
            add(fit, 0, fitting);
            add(held, fitting, judging);
        }
        const auto columns = static_cast<std::size_t>(target.weights.front().choice->weight->columns());
        const double damping = feedbackDamping(columns, fit.tokens, request_.damping);
        return {std::move(fit), std::move(held), columns, damping, groupsOf(target), !method_.hasFeedback};
    }

    [[nodiscard]] static std::vector<std::size_t> groupsOf(const Target& target) {
        std::vector<std::size_t> groups;
        for (const Calibratable& weight : target.weights) {
            if (const auto group = weight.planned ? groupOf(*weight.choice->encoding, weight.planned->shape) : std::nullopt) {
                groups.push_back(*group);
            }
        }
        return groups;
    }

    void encode(const Target& target, CodeStoreWriter& writer) {
        const CalibratedInput input = inputOf(target);
        for (const auto& [choice, planned] : target.weights) {
            std::vector<std::byte> bytes;
            StoredCode code;
            code.weight = choice->weight->name;
            code.encoding = choice->encoding->name();
            EncodingGuide guide = plan_.guideOf(*choice->weight);
            std::vector<float> importance;
            guide.importance = folds_.importanceOf(*choice->weight, guide.importance, importance);
            code.loss = encodeCalibrated({.weight = *choice->weight,
                                          .encoding = *choice->encoding,
                                          .guide = guide,
                                          .planned = planned ? &*planned : nullptr,
                                          .scaling = planned ? folds_.scalingOf(planned->tensor) : nullptr,
                                          .hasFeedback = method_.hasFeedback},
                                         original_, input, bytes, context_.arena, context_.cancel);
            writer.add(std::move(code), bytes);
            overlay({choice, planned}, std::move(bytes));
        }
    }

    void overlay(const Calibratable& weight, std::vector<std::byte> bytes) {
        const Choice& choice = *weight.choice;
        if (weight.planned) {
            encoded_.set(*choice.weight,
                         EncodedMatrices(*choice.weight, *asMatrixEncoding(*choice.encoding), weight.planned->shape, bytes));
        } else {
            encoded_.set(*choice.weight, *choice.encoding, std::move(bytes));
        }
    }

    /// Codes of an interrupted run, if it had come so far.
    bool takeFound(const Target& target, const CodeStoreWriter& writer) {
        std::vector<std::vector<std::byte>> all;
        for (const Calibratable& weight : target.weights) {
            auto bytes = writer.found(weight.choice->weight->name);
            if (!bytes || bytes->size() != bytesOf(weight)) {
                return false;
            }
            all.push_back(std::move(*bytes));
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            overlay(target.weights[i], std::move(all[i]));
        }
        return true;
    }

    [[nodiscard]] static std::uint64_t bytesOf(const Calibratable& weight) {
        const Weight& matrix = *weight.choice->weight;
        const Encoding& encoding = *weight.choice->encoding;
        if (!weight.planned) {
            return encoding.bytes(matrix.rows(), matrix.columns());
        }
        std::uint64_t bytes = 0;
        for (const MatrixPart& part : asMatrixEncoding(encoding)->parts(weight.planned->shape)) {
            bytes += part.bytes();
        }
        return bytes;
    }

    const Plan& plan_;
    const CalibratedRequest& request_;
    const RunContext& context_;
    ModelWeights original_;
    OverlaidWeights encoded_;
    ForwardPass pass_;
    std::optional<ForwardPass> encodedPass_;
    std::vector<std::vector<Target>> layers_;
    FoldMethod method_;
    WalkFolds folds_;
    InputCapture originalRows_;
    InputCapture encodedRows_;
    std::vector<float> difference_;
    std::vector<float> residual_;
};

} // namespace

std::vector<const Choice*> calibratableChoices(const Plan& plan) {
    std::vector<const Choice*> choices;
    if (whyNotRunnable(*plan.model)) {
        return choices;
    }
    for (const auto& layer : targetsOf(plan, graphOf(*plan.model))) {
        for (const Target& target : layer) {
            std::ranges::transform(target.weights, std::back_inserter(choices), &Calibratable::choice);
        }
    }
    return choices;
}

std::uint64_t calibrationBytes(const Plan& plan) {
    // Of a column²: Gram matrix, factor (in double precision), its feedback, differences, the same of what is held back.
    constexpr std::uint64_t ofInput = 40;
    constexpr std::uint64_t ofOrderedInput = 52; // another factor
    constexpr std::uint64_t ofKeptInput = 28;    // while matrices are encoded
    constexpr std::uint64_t ofPartedWeight = 8;  // targets, codes, both forms
    constexpr std::uint64_t ofGramWeight = 14;   // and what is left of the outputs
    std::uint64_t most = 0;
    for (const auto& layer : targetsOf(plan, graphOf(*plan.model))) {
        for (const Target& target : layer) {
            for (const auto& [choice, planned] : target.weights) {
                const std::uint64_t square = choice->weight->columns() * choice->weight->columns();
                const bool isGram = gramEncoding(*choice->encoding) != nullptr;
                const std::uint64_t encoding =
                    planned ? (isGram ? ofGramWeight : ofPartedWeight) * choice->weight->elements() : 0;
                most = std::max({most, (planned ? ofOrderedInput : ofInput) * square, ofKeptInput * square + encoding});
            }
        }
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

std::shared_ptr<const CodeStore> calibratedCodes(const Plan& plan, const CalibratedRequest& request,
                                                 const RunContext& context) {
    const auto& file = plan.model->checkpoint().path();
    if (const auto reason = whyNotRunnable(*plan.model)) {
        throw badInput(file, say("This model cannot be calibrated"), *reason);
    }
    if (calibratableChoices(plan).empty()) {
        throw badInput(file, say("Nothing in this plan can be calibrated"),
                       say("Calibration serves matrices in layers. Their encodings here (floats, FP8, LLM.int8(), ternary "
                           "types) have no codes that a text could choose."));
    }
    const std::string key = keyOf(plan, request);
    if (auto ready = CodeStore::open(key)) {
        return withScalings(std::move(ready), plan);
    }
    return withScalings(Walk(plan, request, context).run(key), plan);
}

} // namespace quantlathe
