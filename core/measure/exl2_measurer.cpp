// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/exl2_measurer.h"

#include "base/error.h"
#include "base/words.h"
#include "measure/exl2_blocks.h"
#include "plan/planned_weights.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::exl2 {
namespace {

constexpr double leastAccuracy = 1e-6; // what the converter writes for a broken block

const Encoding& plainEncoding(const Weight& weight) {
    using enum ElementType;
    const bool isFloat = weight.storedType == F16 || weight.storedType == BF16 || weight.storedType == F32;
    return *encodingFor(isFloat ? weight.storedType : F16);
}

/// Rows of activations, in the order of the sequences.
using States = std::vector<float>;

class Measurer {
public:
    Measurer(const MeasurerRequest& request, const RunContext& context)
        : request_(request), context_(context), inner_{context.arena, innerProgress_, context.cancel, {}},
          blocks_(blocksOf(*request.model)), original_(request.model), walker_(original_, request.sequences, request.forward) {
        const Graph& graph = walker_.graph();
        const bool isFused = std::ranges::any_of(
            graph.blocks, [](const Block& block) { return !block.experts && block.gateUp.size() != (block.gated ? 2U : 1U); });
        if (graph.parallelResidual || isFused) {
            throw badInput(request.model->checkpoint().path(), say("The settings of EXL2 cannot be measured on this model"),
                           graph.parallelResidual ? say("Its attention and its feed-forward network work side by side.")
                                                  : say("Gate and up of its feed-forward networks are one matrix."));
        }
        for (const Weight& weight : request.model->weights()) {
            if (format().offersChoice(*request.model, weight)) {
                plain_.weights[weight.name] = plainEncoding(weight).name();
            }
        }
        plain_.format = format().id();
        plain_.preset = format().presets().front().name;
    }

    Measurement run() {
        std::uint64_t settings = 0;
        for (const ModelBlock& block : blocks_) {
            settings += triedSettings(block).size();
        }
        context_.progress.start(say("Measuring the settings of every block"), settings);
        constexpr std::uint64_t others = 2; // norm and output matrix, counted from 0 at the embedding
        Measurement measurement;
        measurement.lastModule =
            2 * walker_.graph().blocks.size() + others + (walker_.graph().positionEmbedding == nullptr ? 0 : 1);
        walker_.embed(inner_);
        while (walker_.layersLeft() > 0) {
            const auto layer = static_cast<std::uint32_t>(walker_.layersDone());
            if (!walker_.streamSuffices(layer)) {
                throw badInput(request_.model->checkpoint().path(), say("This model cannot be measured for EXL2"),
                               say("Its layers take keys and values of earlier layers, so that none can be run alone."));
            }
            const States before = streamOf(walker_);
            const States attended = attendedBy(walker_);
            walker_.runNextLayer(inner_);
            const States after = streamOf(walker_);
            for (const ModelBlock& block : blocks_) {
                if (block.layer == layer) {
                    const bool isAttention = block.kind == BlockKind::attention;
                    measurement.blocks.push_back(measured(block, before, isAttention ? attended : after));
                }
            }
        }
        context_.progress.finish();
        return measurement;
    }

private:
    [[nodiscard]] static const Format& format() { return *formatById("exl2"); }

    [[nodiscard]] static States streamOf(const ForwardPass& pass) {
        States states(pass.stream().rows() * pass.stream().columns());
        pass.stream().read(0, states);
        return states;
    }

    /// The stream between the next layer's attention and its network.
    [[nodiscard]] States attendedBy(ForwardPass& pass) const {
        States states;
        states.reserve(pass.stream().rows() * pass.stream().columns());
        for (std::size_t batch = 0; batch < pass.batches(); ++batch) {
            pass.showInputs(Step::down, batch, inner_);
            const ConstMatrix rows = pass.shownResidual();
            for (std::size_t row = 0; row < rows.rows; ++row) {
                const float* const values = rows.data + row * rows.stride;
                states.insert(states.end(), values, values + rows.columns);
            }
        }
        return states;
    }

    [[nodiscard]] MeasuredBlock measured(const ModelBlock& block, const States& before, const States& wanted) {
        MeasuredBlock result{.layer = block.layer, .kind = block.kind, .options = {}};
        for (const auto& encodings : triedSettings(block)) {
            context_.cancel.throwIfCancelled();
            context_.progress.setItem(keyOf(block.layer, block.kind));
            const PlannedWeights weights(planOf(block, encodings), Inputs::kept);
            ForwardPass pass(weights, request_.sequences, request_.forward);
            const std::size_t columns = pass.stream().columns();
            pass.resumeAt(block.layer, [&](std::size_t firstRow, std::span<float> rows) {
                std::ranges::copy_n(before.begin() + static_cast<std::ptrdiff_t>(firstRow * columns),
                                    static_cast<std::ptrdiff_t>(rows.size()), rows.begin());
            });
            MeasuredOption option;
            if (block.kind == BlockKind::attention) {
                option.accuracy = accuracyOf(attendedBy(pass), wanted, columns);
            } else {
                pass.runNextLayer(inner_);
                option.accuracy = accuracyOf(streamOf(pass), wanted, columns);
            }
            const BlockBits bits = bitsOf(*request_.model, block, encodings);
            option.bits = bits.matrices + bits.biases;
            for (std::size_t i = 0; i < block.matrices.size(); ++i) {
                option.matrices.push_back({std::string(block.matrices[i].projection), encodings[i]->layout().runs});
            }
            result.options.push_back(std::move(option));
            context_.progress.add(1);
        }
        return result;
    }

    [[nodiscard]] Plan planOf(const ModelBlock& block, std::span<const Exl2Encoding* const> encodings) const {
        PlanDocument document = plain_;
        for (std::size_t i = 0; i < block.matrices.size(); ++i) {
            document.weights[block.matrices[i].weight->name] = encodings[i]->name();
        }
        return makePlan(request_.model, std::move(document), request_.importance);
    }

    /// 1 − the mean over the sequences of what has changed, relative to what there was.
    [[nodiscard]] double accuracyOf(const States& states, const States& wanted, std::size_t columns) const {
        double sum = 0;
        std::size_t at = 0;
        for (const TokenSequence& sequence : request_.sequences) {
            double change = 0;
            double whole = 0;
            for (const std::size_t end = at + sequence.tokens.size() * columns; at < end; ++at) {
                const double value = static_cast<double>(wanted[at]);
                const double difference = static_cast<double>(states[at]) - value;
                change += difference * difference;
                whole += value * value;
            }
            sum += whole > 0 ? std::sqrt(change / whole) : 0;
        }
        return std::max(leastAccuracy, 1 - sum / static_cast<double>(request_.sequences.size()));
    }

    const MeasurerRequest& request_;
    const RunContext& context_;
    Progress innerProgress_; // of single layers: nobody looks at it
    RunContext inner_;
    std::vector<ModelBlock> blocks_;
    ModelWeights original_;
    ForwardPass walker_;
    PlanDocument plain_;
};

} // namespace

Measurement measureBlocks(const MeasurerRequest& request, const RunContext& context) {
    if (const auto reason = formatById("exl2")->whyNot(*request.model)) {
        throw badInput(request.model->checkpoint().path(), say("This model cannot become {}", "EXL2"), *reason + '.');
    }
    if (request.importance != nullptr) {
        requireFit(*request.model, *request.importance);
    }
    return Measurer(request, context).run();
}

} // namespace quantlathe::exl2
