// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/stored_change.h"

#include "base/words.h"

#include <algorithm>
#include <utility>

namespace quantlathe {
namespace {

using Shape = std::vector<std::uint64_t>;

/// Of `size` rows or columns those of the values, which are the last, in ggml's order; nothing where that is the stored one.
std::vector<RowTransform::Section> tiledValueHeads(const DeltaNet& delta, std::uint64_t size) {
    if (delta.valueHeads == delta.keyHeads) {
        return {};
    }
    const std::uint64_t headSize = size == delta.valueHeads ? 1 : delta.valueSize;
    return tiledHeads(size - delta.valueHeads * headSize, delta.keyHeads, delta.valueHeads / delta.keyHeads, headSize);
}

/// Rows [key heads, queries, keys, values, gates]: all queries, keys and values, or all gates.
void pickFromKeyHeads(Weight& weight, bool picksGates, const DeltaNet& delta) {
    const std::uint64_t keys = delta.keySize;
    const std::uint64_t values = std::uint64_t{delta.valueHeads} / delta.keyHeads * delta.valueSize;
    const std::uint64_t group = 2 * (keys + values);
    if (picksGates) {
        weight.transform = pickedRows(delta.keyHeads, group, 2 * keys + values, values);
        weight.shape.front() = delta.keyHeads * values;
        return;
    }
    weight.transform = pickedRows(delta.keyHeads, group, 0, keys);
    for (const auto& [first, count] : {std::pair(keys, keys), std::pair(2 * keys, values)}) {
        const RowTransform more = pickedRows(delta.keyHeads, group, first, count);
        weight.transform.sections.push_back(more.sections.front());
    }
    weight.shape.front() = delta.keyHeads * (2 * keys + values);
}

/// Half of the rows of each matrix, or of the only one.
void pickHalf(Weight& weight, bool isSecond) {
    Shape& shape = weight.shape;
    std::uint64_t& rows = shape[shape.size() - 2];
    const std::uint64_t half = rows / 2;
    weight.transform = pickedRows(shape.size() > 2 ? shape.front() : 1, 2 * half, isSecond ? half : 0, half);
    rows = half;
}

/// Rows [groups, queries + key + value, headSize]: those of `heads` heads of each group from number `first` on, the halves of
/// each interleaved or not.
void pickHeadsOfGroups(Weight& weight, std::uint64_t groups, std::uint64_t groupHeads, std::uint64_t first, std::uint64_t heads,
                       bool interleaves) {
    const std::uint64_t headSize = weight.shape.front() / (groups * groupHeads);
    weight.transform.sections.clear();
    for (std::uint64_t group = 0; group < groups; ++group) {
        const std::uint64_t begin = (group * groupHeads + first) * headSize;
        const RowTransform::Section interleaved{begin, {{{heads, headSize}, {headSize / 2, 1}, {2, headSize / 2}}}};
        const RowTransform::Section plain{begin, {{{1, 0}, {1, 0}, {heads * headSize, 1}}}};
        weight.transform.sections.push_back(interleaves ? interleaved : plain);
    }
    weight.shape.front() = groups * heads * headSize;
}

/// Of each head's first `rotated` rows the even ones, then the odd ones; the other rows as they are.
RowTransform partedNeighbours(std::uint64_t rows, std::uint64_t heads, std::uint64_t rotated) {
    const std::uint64_t headRows = rows / heads;
    const std::uint64_t part = std::min(rotated, headRows) / 2 * 2;
    RowTransform transform;
    for (std::uint64_t begin = 0; part > 0 && begin < heads * headRows; begin += headRows) {
        transform.sections.push_back({.first = begin, .levels = {{{1, 0}, {2, 1}, {part / 2, 2}}}});
        if (part < headRows) {
            transform.sections.push_back({.first = begin + part, .levels = {{{1, 0}, {1, 0}, {headRows - part, 1}}}});
        }
    }
    return transform;
}

/// Up to `rows` rows. What is picked for those behind the stored ones does not count.
void padWithZeros(Weight& weight, std::uint64_t rows) {
    const std::uint64_t stored = weight.shape.front();
    if (stored >= rows) {
        return;
    }
    weight.transform.sections = {{0, {{{1, 0}, {1, 0}, {stored, 1}}}}, {0, {{{1, 0}, {1, 0}, {rows - stored, 0}}}}};
    weight.factors = {{0.0F, stored, rows - stored}};
    weight.shape.front() = rows;
}

} // namespace

std::optional<std::string> whyNoDeltaHeads(const HyperParameters& hyper, const ArchitectureRow& row) {
    const bool hasDelta = std::ranges::any_of(row.layerTensors, [](const TensorRules& group) {
        return std::ranges::any_of(group, [](const TensorRule& rule) { return rule.rows == Size::deltaValueHeads; });
    });
    const DeltaNet& delta = hyper.delta;
    if (!hasDelta) {
        return std::nullopt;
    }
    if (delta.keyHeads == 0 || delta.valueHeads == 0 || delta.valueHeads % delta.keyHeads != 0) {
        return say("{} heads of values do not divide into {} heads of keys", delta.valueHeads, delta.keyHeads);
    }
    if (delta.keySize != delta.valueSize) { // llama.cpp has one key for both
        return say("heads of keys have {} elements, heads of values {}: a {} model has as many", delta.keySize, delta.valueSize,
                   row.name);
    }
    return std::nullopt;
}

void applyChange(Weight& weight, Change change, const HyperParameters& hyper, std::uint32_t layer) {
    Shape& shape = weight.shape;
    const LatentAttention& latent = hyper.latent;
    const std::uint64_t kvGroup = std::uint64_t{latent.plainSize} + latent.valueSize;
    const std::uint64_t heads = hyper.heads[layer];
    const std::uint64_t kvHeads = hyper.kvHeads[layer];
    switch (change) {
    case Change::none: break;
    case Change::cutRows:
        if (shape.front() > hyper.vocabulary) {
            weight.transform = pickedRows(1, shape.front(), 0, hyper.vocabulary);
            shape.front() = hyper.vocabulary;
        }
        break;
    case Change::interleaveHeads: weight.transform = interleavedHeads(shape.front(), heads); break;
    case Change::interleaveKvHeads: weight.transform = interleavedHeads(shape.front(), kvHeads); break;
    case Change::partNeighbours: weight.transform = partedNeighbours(shape.front(), heads, hyper.ropeDimensions); break;
    case Change::partNeighboursOfKv: weight.transform = partedNeighbours(shape.front(), kvHeads, hyper.ropeDimensions); break;
    case Change::ungroupQkv: weight.transform = ungroupedQkv(kvHeads, heads / kvHeads, hyper.keyLength); break;
    case Change::interleavedQueriesOfGroups:
        pickHeadsOfGroups(weight, kvHeads, heads / kvHeads + 2, 0, heads / kvHeads, true);
        break;
    case Change::interleavedKeysOfGroups:
        pickHeadsOfGroups(weight, kvHeads, heads / kvHeads + 2, heads / kvHeads, 1, true);
        break;
    case Change::valuesOfGroups: pickHeadsOfGroups(weight, kvHeads, heads / kvHeads + 2, heads / kvHeads + 1, 1, false); break;
    case Change::interleavedQueriesOfAll: pickHeadsOfGroups(weight, 1, 3 * heads, 0, heads, true); break;
    case Change::interleavedKeysOfAll: pickHeadsOfGroups(weight, 1, 3 * heads, heads, heads, true); break;
    case Change::valuesOfAll: pickHeadsOfGroups(weight, 1, 3 * heads, 2 * heads, heads, false); break;
    case Change::transpose:
        if (!weight.isBias) {
            weight.transform = transposedMatrix();
            std::swap(shape[0], shape[1]);
        }
        break;
    case Change::firstHalf:
    case Change::gateHalf:
    case Change::sharedGateHalf: pickHalf(weight, false); break;
    case Change::secondHalf:
    case Change::upHalf:
    case Change::sharedUpHalf: pickHalf(weight, true); break;
    case Change::squeeze:
        if (!weight.isBias) {
            shape.erase(shape.begin() + 1);
        }
        break;
    case Change::groupChannels: shape = {hyper.states.groups, shape.front() / hyper.states.groups}; break;
    case Change::single: shape.push_back(1); break;
    case Change::amongOnes: break;
    case Change::fourDimensions: shape = {1, shape.front(), 1, shape.back()}; break;
    case Change::padRows: padWithZeros(weight, hyper.vocabulary); break;
    case Change::cutPositions:
        weight.transform = pickedRows(1, shape.front(), shape.front() - hyper.contextTokens, hyper.contextTokens);
        shape.front() = hyper.contextTokens;
        break;
    case Change::matrixForEach: shape = {hyper.experts, shape.front() / hyper.experts, shape.back()}; break;
    case Change::turnedMatrixForEach:
        shape = {hyper.experts, shape.back(), shape.front() / hyper.experts};
        weight.transform = transposedMatrix();
        break;
    case Change::squeezeAndTileValueHeads:
        shape.erase(shape.begin() + 1);
        weight.transform.sections = tiledValueHeads(hyper.delta, shape.front());
        break;
    case Change::tileValueHeads: weight.transform.sections = tiledValueHeads(hyper.delta, shape.front()); break;
    case Change::tileValueColumns:
        weight.transform.columns = tiledValueHeads(hyper.delta, shape.back());
        weight.transform.storedColumns = weight.transform.picksColumns() ? shape.back() : 0;
        break;
    case Change::deltaQkv:
    case Change::deltaGate: pickFromKeyHeads(weight, change == Change::deltaGate, hyper.delta); break;
    case Change::evenColumns:
    case Change::oddColumns:
        weight.transform.storedColumns = shape.back();
        shape.back() /= 2;
        weight.transform.columns = {
            {.first = change == Change::evenColumns ? 0U : 1U, .levels = {{{1, 0}, {1, 0}, {shape.back(), 2}}}}};
        break;
    case Change::turn:
    case Change::turnedGateHalf:
    case Change::turnedUpHalf:
    case Change::turnedEvenRows:
    case Change::turnedOddRows: break; // by pickFromStack()
    case Change::latentKey:
        weight.transform = pickedRows(latent.heads, kvGroup, 0, latent.plainSize);
        weight.transform.transposes = true;
        shape = {latent.heads, latent.rank, latent.plainSize};
        break;
    case Change::latentValue:
        weight.transform = pickedRows(latent.heads, kvGroup, latent.plainSize, latent.valueSize);
        shape = {latent.heads, latent.valueSize, latent.rank};
        break;
    }
}

bool turns(Change change) {
    return change == Change::turn || change == Change::turnedGateHalf || change == Change::turnedUpHalf ||
           change == Change::turnedEvenRows || change == Change::turnedOddRows;
}

void pickFromStack(Weight& weight, const TensorRule& rule, bool isTurned, const LayerSizes& sizes) {
    const std::uint64_t matrices = sizes.of(rule.matrices);
    const std::uint64_t stored = sizes.of(rule.rows);
    const bool isWhole = rule.change == Change::turn;
    const bool isSecond = rule.change == Change::turnedUpHalf || rule.change == Change::turnedOddRows;
    const bool alternates = rule.change == Change::turnedEvenRows || rule.change == Change::turnedOddRows;
    const std::uint64_t rows = isWhole ? stored : stored / 2;
    const std::uint64_t first = !isSecond ? 0 : alternates ? 1 : rows;
    weight.shape = {matrices, rows, sizes.of(rule.columns)};
    if (isTurned) {
        weight.transform = isWhole ? transposedMatrix() : transposedColumns(stored, first, alternates ? 2 : 1, rows);
    } else if (!isWhole) {
        weight.transform = alternates ? pickedRows(matrices * rows, 2, first, 1) : pickedRows(matrices, stored, first, rows);
    }
}

} // namespace quantlathe
