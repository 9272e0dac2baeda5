// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/exl2_measured_mixture.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/exl2/family.h"
#include "measure/exl2_blocks.h"
#include "plan/knapsack.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::exl2 {
namespace {

[[noreturn]] void refuse(const std::filesystem::path& file, std::string detail) {
    throw badInput(file, say("This measurement belongs to another model"), std::move(detail));
}

/// The option's encodings, in the order of the block's matrices.
std::vector<const Exl2Encoding*> encodingsOf(const Model& model, const ModelBlock& block, const MeasuredOption& option,
                                             const std::filesystem::path& file) {
    const std::string key = keyOf(block.layer, block.kind);
    if (!std::ranges::equal(block.matrices, option.matrices, {}, &BlockMatrix::projection, &MeasuredMatrix::projection)) {
        refuse(file, say("{} has other matrices there.", key));
    }
    std::vector<const Exl2Encoding*> encodings;
    for (const MeasuredMatrix& matrix : option.matrices) {
        encodings.push_back(offeredEncoding(matrix.runs));
        if (encodings.back() == nullptr) {
            throw badInput(file, say("A setting of this measurement is not known here"),
                           say("{}, {}: {}.", key, matrix.projection, Layout{.runs = matrix.runs, .groups = {}}.name()));
        }
    }
    const BlockBits own = bitsOf(model, block, encodings);
    if (option.bits != own.matrices + own.biases && option.bits != own.matrices) {
        refuse(file, say("{} has {} bits there with a setting that takes {} here.", key, groupedDigits(option.bits),
                         groupedDigits(own.matrices + own.biases)));
    }
    return encodings;
}

/// The measured blocks of the model, in the model's order.
std::vector<MeasuredBlock> matched(const std::vector<ModelBlock>& blocks, const Measurement& measurement,
                                   const std::filesystem::path& file) {
    std::vector<MeasuredBlock> result;
    for (const ModelBlock& block : blocks) {
        const auto found = std::ranges::find_if(measurement.blocks, [&](const MeasuredBlock& measured) {
            return measured.layer == block.layer && measured.kind == block.kind;
        });
        if (found == measurement.blocks.end()) {
            refuse(file, say("It has no {}.", keyOf(block.layer, block.kind)));
        }
        result.push_back(*found);
    }
    const auto& all = measurement.blocks;
    if (!all.empty() && (blocks.empty() || all.back().layer > blocks.back().layer)) {
        refuse(file, say("It has {}, which the model has not.", keyOf(all.back().layer, all.back().kind)));
    }
    return result;
}

} // namespace

std::vector<std::uint32_t> bestOptions(std::span<const MeasuredBlock> blocks, std::uint64_t budget, double norm) {
    std::vector<std::vector<KnapsackOption>> items;
    for (const MeasuredBlock& block : blocks) {
        std::vector<KnapsackOption> options;
        for (const MeasuredOption& option : block.options) {
            options.push_back({.bytes = option.bits, .loss = std::pow(1 - option.accuracy, norm)}); // bits: only sums count
        }
        items.push_back(std::move(options));
    }
    const Knapsack knapsack(std::move(items));
    const auto solution = knapsack.solve(budget);
    return solution ? solution->options : knapsack.atFront(0).options;
}

std::map<std::string, std::string> measuredMixture(const Model& model, const Measurement& measurement, double bits,
                                                   const std::filesystem::path& file) {
    const std::vector<ModelBlock> blocks = blocksOf(model);
    const std::vector<MeasuredBlock> measured = matched(blocks, measurement, file);
    std::uint64_t values = 0;
    std::vector<std::vector<std::vector<const Exl2Encoding*>>> encodings; // of each block's options
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        values += blocks[b].values();
        encodings.emplace_back();
        for (const MeasuredOption& option : measured[b].options) {
            encodings.back().push_back(encodingsOf(model, blocks[b], option, file));
        }
    }
    std::map<std::string, std::string> chosen;
    const auto options = bestOptions(measured, static_cast<std::uint64_t>(bits * static_cast<double>(values)));
    for (std::size_t b = 0; b < blocks.size(); ++b) {
        for (std::size_t i = 0; i < blocks[b].matrices.size(); ++i) {
            const Weight& weight = *blocks[b].matrices[i].weight;
            chosen[weight.name] = asRead(*encodings[b][options[b]][i], weight.columns()).name();
        }
    }
    return chosen;
}

} // namespace quantlathe::exl2
