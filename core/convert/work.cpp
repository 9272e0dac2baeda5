// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/work.h"

#include "base/checked.h"
#include "base/hash.h"
#include "base/text.h"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::uint64_t workVersion = 1; // part of the fingerprint: raise it when the same plan gives other bytes

Error contradiction(std::string detail) {
    return {ErrorKind::failed, "The layout of the output contradicts its plan", std::move(detail)};
}

std::uint64_t storedRowBytes(ElementType type, std::uint64_t columns) {
    const ElementTypeInfo& stored = info(type);
    return columns / stored.weightsPerBlock * stored.bytesPerBlock;
}

WeightWork workFor(const Plan& plan, const Choice& choice, const OutputPiece& piece, const JobTuning& tuning) {
    const Weight& weight = *choice.weight;
    const Encoding& encoding = *choice.encoding;
    if (const auto reason = whyNotReadable(weight)) {
        throw badInput(plan.model->checkpoint().path(), escapeForDisplay(weight.name) + " cannot be read", *reason);
    }
    WeightWork work;
    work.weight = &weight;
    work.encoding = &encoding;
    if (weight.isStored()) {
        work.stored.emplace(*plan.model, weight);
    }
    work.file = piece.file;
    work.offset = piece.offset;
    work.bytes = piece.bytes;
    work.importance = encoding.usesImportance() ? plan.importanceOf(weight) : std::span<const float>();
    work.effort = encoding.hasEffort() ? plan.document.effort : Effort::normal;
    const ElementType storedType = weight.isStored() ? weight.storedType : ElementType::F32;
    work.isCopy = weight.isStored() && weight.keepsValues() && elementTypeOf(encoding) == storedType;
    if (!work.isCopy && (!encoding.canEncode() || !encoding.canDecode())) {
        throw badInput(plan.model->checkpoint().path(), fmt::format("{} cannot be written", encoding.name()),
                       fmt::format("It was chosen for {}.", escapeForDisplay(weight.name)));
    }
    work.isFlat = (weight.transform.isIdentity() || weight.permutesElements()) && !info(storedType).isBlocked() &&
                  encoding.columnMultiple() == 1;
    if (work.isFlat) {
        work.columns = 1;
        work.tiles = {weight.elements(), tuning.tileWeights};
    } else {
        work.columns = weight.columns();
        work.tiles = tilesOf(weight, tuning.tileWeights);
        work.rowsPerMatrix = weight.rowsPerMatrix();
    }
    if (work.columns % encoding.columnMultiple() != 0) {
        throw badInput(plan.model->checkpoint().path(),
                       fmt::format("{} does not fit {}", encoding.name(), escapeForDisplay(weight.name)),
                       fmt::format("Its rows have {} columns, not a multiple of {}.", groupedDigits(work.columns),
                                   encoding.columnMultiple()));
    }
    if (weight.permutesElements() && !work.isFlat) {
        throw badInput(plan.model->checkpoint().path(), fmt::format("{} cannot be permuted", escapeForDisplay(weight.name)),
                       fmt::format("Its elements change places, which {} does not allow.", encoding.name()));
    }
    work.storedRowBytes = storedRowBytes(storedType, work.columns);
    work.encodedRowBytes = encoding.rowBytes(work.columns);
    const auto encodedBytes = checkedMultiply(work.tiles.rows, work.encodedRowBytes);
    if (encodedBytes != piece.bytes) {
        throw contradiction(fmt::format("{} has {} bytes there.", escapeForDisplay(weight.name), groupedDigits(piece.bytes)));
    }
    return work;
}

/// Workers write wherever the layout says and never look at what others wrote: so nothing may overlap.
void checkLayout(const OutputLayout& layout) {
    std::vector<OutputPiece> pieces = layout.pieces;
    std::ranges::sort(pieces, {}, [](const OutputPiece& piece) { return std::pair(piece.file, piece.offset); });
    std::vector<std::uint64_t> ends;
    for (const PlannedFile& file : layout.files) {
        ends.push_back(file.header.size());
    }
    for (const OutputPiece& piece : pieces) {
        if (piece.file >= layout.files.size() || piece.offset < ends[piece.file]) {
            throw contradiction(fmt::format("Piece {} overlaps what comes before it.", piece.choice));
        }
        const auto end = checkedAdd(piece.offset, piece.bytes);
        if (!end || *end > layout.files[piece.file].bytes) {
            throw contradiction(fmt::format("Piece {} ends beyond its file.", piece.choice));
        }
        ends[piece.file] = *end;
    }
}

/// What makes the weight's values out of the stored ones.
void addTo(HashBuilder& hash, const Weight& weight) {
    hash.add(weight.name);
    hash.add(weight.sourceName);
    hash.add(std::uint64_t{weight.tensors.size()});
    for (const std::size_t tensor : weight.tensors) {
        hash.add(std::uint64_t{tensor});
    }
    hash.add(std::as_bytes(std::span(weight.generated)));
    hash.add(std::uint64_t{weight.transform.sections.size()});
    for (const RowTransform::Section& section : weight.transform.sections) {
        hash.add(section.first);
        for (const RowTransform::Level& level : section.levels) {
            hash.add(level.count);
            hash.add(level.stride);
        }
    }
    hash.add(std::uint64_t{weight.transform.transposes ? 1U : 0U});
    hash.add(std::as_bytes(std::span(&weight.addend, 1)));
}

std::uint64_t fingerprintOf(const Plan& plan, const Work& work, const JobTuning& tuning) {
    HashBuilder hash;
    hash.add(workVersion);
    hash.add(std::string_view(QUANTLATHE_VERSION));
    hash.add(tuning.tileWeights);
    hash.add(plan.model->checkpoint().identity());
    hash.add(plan.layout.setSuffix);
    for (const PlannedFile& file : plan.layout.files) {
        hash.add(file.relativePath.string());
        hash.add(file.header);
        hash.add(file.bytes);
    }
    for (const WeightWork& weight : work.weights) {
        addTo(hash, *weight.weight);
        hash.add(weight.encoding->name());
        hash.add(std::as_bytes(weight.importance));
        hash.add(name(weight.effort));
        hash.add(std::uint64_t{weight.file});
        hash.add(weight.offset);
        hash.add(weight.tiles.rowsPerTile);
    }
    return hash.value();
}

} // namespace

const WeightWork& Work::weightOfTile(std::size_t tile) const {
    // The last weight that starts at or before the tile; weights without rows start where their successor does.
    return *std::prev(std::ranges::upper_bound(weights, tile, {}, &WeightWork::firstTile));
}

Work layOutWork(const Plan& plan, const JobTuning& tuning) {
    if (plan.document.options.isDryRun) {
        throw contradiction("It was made for a dry run, to be looked at only.");
    }
    checkLayout(plan.layout);
    if (plan.layout.pieces.size() != plan.choices.size()) {
        throw contradiction(fmt::format("{} weights, {} pieces.", plan.choices.size(), plan.layout.pieces.size()));
    }
    Work work;
    work.weights.reserve(plan.choices.size());
    for (const OutputPiece& piece : plan.layout.pieces) {
        if (piece.choice != work.weights.size()) {
            throw contradiction("The pieces are not in the order of the weights.");
        }
        WeightWork weight = workFor(plan, plan.choices[piece.choice], piece, tuning);
        weight.firstTile = work.tiles;
        work.tiles += weight.tiles.count();
        work.sourceBytes += weight.sourceBytes();
        work.outputBytes += weight.bytes;
        work.weights.push_back(weight);
    }
    work.fingerprint = fingerprintOf(plan, work, tuning);
    return work;
}

} // namespace quantlathe
