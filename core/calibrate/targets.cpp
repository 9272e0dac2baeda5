// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/targets.h"

#include "calibrate/fold_method.h"
#include "codecs/block_grid.h"
#include "codecs/gram_encoding.h"
#include "codecs/lattice_grid.h"
#include "codecs/matrix_grid.h"
#include "runtime/input_statistics.h"

#include <algorithm>
#include <functional>
#include <utility>

namespace quantlathe {
namespace {

bool hasGridOfRows(const Encoding& encoding) {
    return blockGridOf(encoding) != nullptr || latticeGridOf(encoding) != nullptr;
}

/// In the order of the weight's tensors, each of which becomes one; empty where one of them cannot be calibrated.
std::vector<PlannedMatrix> inOrder(const Choice& choice, const std::map<std::size_t, MatrixShape>& ofTensors) {
    const MatrixEncoding* const encoding = asMatrixEncoding(*choice.encoding);
    std::vector<PlannedMatrix> matrices;
    for (const std::size_t tensor : choice.weight->tensors) {
        const auto found = ofTensors.find(tensor);
        if (encoding == nullptr || found == ofTensors.end() || !canBeCalibrated(*encoding, found->second)) {
            return {};
        }
        matrices.push_back({tensor, found->second});
    }
    return matrices;
}

std::map<const Weight*, Calibratable> calibratableOf(const Plan& plan) {
    std::map<const Weight*, Calibratable> all;
    std::map<std::size_t, std::map<std::size_t, MatrixShape>> pieces; // by choice and tensor
    for (const OutputPiece& piece : plan.layout.pieces) {
        if (piece.shape && piece.part == 0) {
            pieces[piece.choice].emplace(*piece.stored, *piece.shape);
        }
    }
    for (std::size_t i = 0; i < plan.choices.size(); ++i) {
        const Choice& choice = plan.choices[i];
        if (isLossless(choice)) {
            continue;
        }
        if (hasGridOfRows(*choice.encoding)) {
            all.emplace(choice.weight, Calibratable{&choice});
        } else if (const auto own = pieces.find(i); own != pieces.end()) {
            if (auto matrices = inOrder(choice, own->second); !matrices.empty()) {
                all.emplace(choice.weight, Calibratable{&choice, std::move(matrices)});
            }
        }
    }
    return all;
}

/// Of each weight that becomes a matrix of several tensors, the columns that share a scale.
std::map<const Weight*, std::size_t> groupsOfWeights(std::span<const std::vector<Target>> layers) {
    std::map<const Weight*, std::size_t> groups;
    for (const auto& layer : layers) {
        for (const Target& target : layer) {
            for (const Calibratable& weight : target.weights) {
                if (const auto group = weight.group(); group && target.experts == 0) {
                    groups.emplace(weight.choice->weight, *group);
                }
            }
        }
    }
    return groups;
}

} // namespace

bool canBeCalibrated(const MatrixEncoding& encoding, const MatrixShape& shape) {
    return griddedEncoding(encoding, shape) != nullptr || gramEncoding(encoding) != nullptr;
}

std::uint64_t Calibratable::bytes() const {
    const Weight& weight = *choice->weight;
    if (matrices.empty()) {
        return choice->encoding->bytes(weight.rows(), weight.columns());
    }
    std::uint64_t bytes = 0;
    for (const PlannedMatrix& matrix : matrices) {
        for (const MatrixPart& part : asMatrixEncoding(*choice->encoding)->parts(matrix.shape)) {
            bytes += part.bytes();
        }
    }
    return bytes;
}

std::optional<std::size_t> Calibratable::group() const {
    if (matrices.empty()) {
        return std::nullopt;
    }
    const MatrixShape& shape = matrices.front().shape;
    const GriddedEncoding* const gridded = griddedEncoding(*choice->encoding, shape);
    return gridded != nullptr ? std::optional(gridded->columnsTogether(shape)) : std::nullopt;
}

std::vector<std::size_t> Target::groups() const {
    std::vector<std::size_t> groups;
    for (const Calibratable& weight : weights) {
        if (const auto group = weight.group()) {
            groups.push_back(*group);
        }
    }
    return groups;
}

std::vector<std::vector<Target>> targetsOf(const Plan& plan, const Graph& graph) {
    const auto calibratable = calibratableOf(plan);
    std::vector<std::vector<Target>> layers(graph.blocks.size());
    for (const InputGroup& group : inputGroups(graph, false)) {
        const auto at = std::ranges::find(graph.blocks, *group.layer, &Block::index);
        if (!group.step) {
            continue;
        }
        Target target;
        target.step = *group.step;
        target.experts = group.matrices > 1 ? group.matrices : 0;
        const bool isMixer = *group.step == Step::mixerOutput && !at->postMixerNorm && at->mixerOutputs.size() == 1;
        const bool isFeedForward = *group.step == Step::down && !at->postFfnNorm && !at->experts && !graph.parallelResidual;
        target.addsToStream = (isMixer || isFeedForward) && graph.residualFactor == 1.0F;
        for (const Weight* const weight : group.weights) {
            const auto found = calibratable.find(weight);
            if (found == calibratable.end()) {
                continue;
            }
            const std::vector<PlannedMatrix>& matrices = found->second.matrices;
            // Parts are made of rows as they are stored; the stream has them as they are computed.
            const bool hasOtherRows = target.addsToStream && weight->transform.picksRows();
            if (matrices.empty() || (matrices.size() == group.matrices && !hasOtherRows)) {
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

std::optional<Calibratable> calibratableOutput(const Plan& plan, const Graph& graph) {
    const auto calibratable = calibratableOf(plan);
    const auto found = calibratable.find(graph.output.weight);
    if (found == calibratable.end() || graph.output.weight == graph.tokenEmbedding || found->second.matrices.size() > 1) {
        return std::nullopt;
    }
    return found->second;
}

std::vector<PlannedFold> foldsOfPlan(const Plan& plan, const Graph& graph) {
    return plannedFolds(plan, graph, groupsOfWeights(targetsOf(plan, graph)), foldMethodOf(plan));
}

} // namespace quantlathe
