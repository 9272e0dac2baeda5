// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/work.h"

#include "base/checked.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/joined_scale.h"
#include "formats/stored_matrices.h"
#include "model/stored_weight.h"
#include "plan/encoded_matrices.h"
#include "weights/packed_rows.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

namespace quantlathe {
namespace {

constexpr std::uint64_t workVersion = 2; // part of the fingerprint: raise it when the same plan gives other bytes

Error contradiction(std::string detail) {
    return {ErrorKind::failed, say("The layout of the output contradicts its plan"), std::move(detail)};
}

std::uint64_t storedRowBytes(ElementType type, std::uint64_t columns) {
    const ElementTypeInfo& stored = info(type);
    return columns / stored.weightsPerBlock * stored.bytesPerBlock;
}

WeightWork workFor(const Plan& plan, const Weight& weight, const Encoding& encoding, const OutputPiece& piece,
                   const JobTuning& tuning) {
    if (const auto reason = whyNotReadable(weight)) {
        throw badInput(plan.model->checkpoint().path(), say("{} cannot be read", escapeForDisplay(weight.name)), *reason);
    }
    WeightWork work;
    work.weight = &weight;
    work.encoding = &encoding;
    work.name = weight.name;
    if (weight.isStored() && !weight.isPacked()) {
        work.stored.emplace(*plan.model, weight);
    }
    work.model = plan.model.get();
    work.file = piece.file;
    work.offset = piece.offset;
    work.bytes = piece.bytes;
    work.importance = encoding.usesImportance() ? plan.importanceOf(weight) : std::span<const float>();
    work.effort = encoding.hasEffort() ? plan.document.effort : Effort::normal;
    const ElementType storedType = weight.isStored() ? weight.storedType : ElementType::F32;
    work.isCopy = weight.isStored() && !weight.isPacked() && weight.keepsValues() && elementTypeOf(encoding) == storedType;
    const auto type = elementTypeOf(encoding);
    work.takesBlocks = type && holdsBlocksOf(weight, *type);
    if (!work.isCopy && !work.takesBlocks && (!encoding.canEncode() || !encoding.canDecode())) {
        throw badInput(plan.model->checkpoint().path(), say("{} cannot be written", encoding.name()),
                       say("It was chosen for {}.", escapeForDisplay(weight.name)));
    }
    work.isFlat = !weight.isPacked() && (weight.transform.isIdentity() || weight.permutesElements()) &&
                  !info(storedType).isBlocked() && encoding.columnMultiple() == 1;
    if (work.isFlat) {
        work.columns = 1;
        work.tiles = {weight.elements(), tuning.tileWeights};
    } else {
        work.columns = weight.columns();
        work.tiles = tilesOf(weight, tuning.tileWeights);
        work.rowsPerMatrix = weight.rowsPerMatrix();
    }
    if (work.columns % encoding.columnMultiple() != 0) {
        throw badInput(
            plan.model->checkpoint().path(), say("{} does not fit {}", encoding.name(), escapeForDisplay(weight.name)),
            say("Its rows have {} columns, not a multiple of {}.", groupedDigits(work.columns), encoding.columnMultiple()));
    }
    if (weight.permutesElements() && !work.isFlat) {
        throw badInput(plan.model->checkpoint().path(), say("{} cannot be permuted", escapeForDisplay(weight.name)),
                       say("Its elements change places, which {} does not allow.", encoding.name()));
    }
    const bool isDecodedByValue = work.stored && !work.stored->keepsBlocks();
    work.storedRowBytes = weight.isPacked() || isDecodedByValue
                              ? weight.storedBytes() / std::max<std::uint64_t>(1, weight.rows())
                              : storedRowBytes(storedType, work.columns);
    work.encodedRowBytes = encoding.rowBytes(work.columns);
    const auto encodedBytes = checkedMultiply(work.tiles.rows, work.encodedRowBytes);
    if (encodedBytes != piece.bytes) {
        throw contradiction(say("{} has {} bytes there.", escapeForDisplay(weight.name), groupedDigits(piece.bytes)));
    }
    return work;
}

/// Parts `pieces` of the matrix that one tensor becomes. `weight`: the tensor by itself.
WeightWork matrixWorkFor(const Plan& plan, const Weight& weight, const MatrixEncoding& encoding,
                         std::span<const OutputPiece> pieces) {
    if (const auto reason = whyNotReadable(weight)) {
        throw badInput(plan.model->checkpoint().path(), say("{} cannot be read", escapeForDisplay(weight.name)), *reason);
    }
    WeightWork work;
    work.weight = &weight;
    work.encoding = &encoding;
    work.name = weight.name;
    work.stored.emplace(*plan.model, weight);
    work.matrix = &encoding;
    work.shape = *pieces.front().shape;
    if (encoding.usesImportance()) {
        const Weight& whole = *plan.choices.at(pieces.front().choice).weight;
        work.importance = importanceOfMatrix(whole, plan.importanceOf(whole), *pieces.front().stored);
    }
    if (work.shape.values() != weight.elements() || work.shape.columns != weight.columns()) {
        throw contradiction(say("{} has another shape there.", escapeForDisplay(weight.name)));
    }
    const std::vector<MatrixPart> parts = encoding.parts(work.shape);
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i >= parts.size() || pieces[i].part != i || pieces[i].bytes != parts[i].bytes()) {
            throw contradiction(say("{} has other parts there.", escapeForDisplay(weight.name)));
        }
        work.parts.push_back({pieces[i].file, pieces[i].offset, pieces[i].bytes});
        work.bytes += pieces[i].bytes;
    }
    return work;
}

/// What a piece that is taken as stored is written in.
const Encoding& carriedEncoding(const Plan& plan, const OutputPiece& piece) {
    const TensorInfo& tensor = plan.model->checkpoint().tensors()[*piece.stored];
    return *encodingFor(piece.choice == OutputPiece::noChoice ? tensor.type
                                                              : carriedType(plan.choices.at(piece.choice), tensor));
}

/// A piece that is smaller than its tensor holds some of its rows: of equal stretches the one that its part counts.
Weight rowsOf(Weight whole, const OutputPiece& piece, std::uint64_t valueBytes) {
    const std::uint64_t rows = whole.shape.size() == 2 ? piece.bytes / valueBytes / whole.columns() : 0;
    if (rows == 0 || (piece.part + 1) * rows > whole.rows()) {
        throw contradiction(say("{} has {} bytes there.", escapeForDisplay(whole.name), groupedDigits(piece.bytes)));
    }
    whole.transform = pickedRows(1, whole.rows(), piece.part * rows, rows);
    whole.shape.front() = rows;
    return whole;
}

/// What a piece that is taken as stored is made of. A weight of one tensor keeps its own name in reports.
Weight sourceOf(const Plan& plan, const OutputPiece& piece) {
    const Checkpoint& checkpoint = plan.model->checkpoint();
    if (!piece.shape) {
        Weight whole = weightAsStored(checkpoint, *piece.stored);
        const auto type = elementTypeOf(carriedEncoding(plan, piece));
        const std::uint64_t valueBytes = type ? info(*type).bytesPerBlock : 0;
        return piece.bytes < whole.elements() * valueBytes ? rowsOf(std::move(whole), piece, valueBytes) : whole;
    }
    const Weight& weight = *plan.choices.at(piece.choice).weight;
    Weight layer = layerAsStored(checkpoint, weight, *piece.stored);
    if (weight.tensors.size() == 1) {
        layer.name = weight.name;
    }
    return layer;
}

/// Workers write wherever the layout says and never look at what others wrote: so nothing may overlap.
void checkLayout(const OutputLayout& layout) {
    std::vector<OutputPiece> pieces = layout.pieces;
    std::ranges::sort(pieces, {}, [](const OutputPiece& piece) { // empty ones lie where others begin
        return std::tuple(piece.file, piece.offset, piece.bytes);
    });
    std::vector<std::uint64_t> ends;
    for (const PlannedFile& file : layout.files) {
        ends.push_back(file.header.size());
    }
    for (const OutputPiece& piece : pieces) {
        if (piece.file >= layout.files.size() || piece.offset < ends[piece.file]) {
            throw contradiction(say("Piece {} overlaps what comes before it.", piece.choice));
        }
        const auto end = checkedAdd(piece.offset, piece.bytes);
        if (!end || *end > layout.files[piece.file].bytes) {
            throw contradiction(say("Piece {} ends beyond its file.", piece.choice));
        }
        ends[piece.file] = *end;
    }
}

/// Every weight has a piece, or shares its tensors, which are carried over as they are, with one that has.
void checkAllPlaced(const Plan& plan, const std::vector<bool>& isPlaced) {
    std::set<std::size_t> carried;
    for (const OutputPiece& piece : plan.layout.pieces) {
        if (piece.made) {
            const std::vector<std::size_t>& tensors = plan.layout.made.at(*piece.made).weight.tensors;
            carried.insert(tensors.begin(), tensors.end());
        } else if (piece.stored && !piece.shape) {
            carried.insert(*piece.stored);
        }
    }
    for (std::size_t i = 0; i < isPlaced.size(); ++i) {
        const Weight& weight = *plan.choices[i].weight;
        const auto isCarried = [&](std::size_t tensor) { return carried.contains(tensor); };
        if (!isPlaced[i] && (weight.tensors.empty() || !std::ranges::all_of(weight.tensors, isCarried))) {
            throw contradiction(say("{} has no place there.", escapeForDisplay(weight.name)));
        }
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
    for (const auto* const sections : {&weight.transform.sections, &weight.transform.columns}) {
        hash.add(std::uint64_t{sections->size()});
        for (const RowTransform::Section& section : *sections) {
            hash.add(section.first);
            for (const RowTransform::Level& level : section.levels) {
                hash.add(level.count);
                hash.add(level.stride);
            }
        }
    }
    hash.add(std::uint64_t{weight.transform.transposes ? 1U : 0U});
    hash.add(std::as_bytes(std::span(&weight.addend, 1)));
    hash.add(std::uint64_t{weight.isNegativeExponential ? 1U : 0U});
    for (const RowFactor& factor : weight.factors) {
        hash.add(std::as_bytes(std::span(&factor.value, 1)));
        hash.add(factor.firstRow);
        hash.add(factor.rows);
    }
    hash.add(std::uint64_t{weight.isLogarithm ? 1U : 0U});
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
        hash.add(file.copyOf.string());
    }
    for (const WeightWork& weight : work.weights) {
        addTo(hash, *weight.weight);
        hash.add(weight.encoding->name());
        hash.add(std::uint64_t{static_cast<unsigned>(weight.shape.compute)});
        for (const PartPlace& part : weight.parts) {
            hash.add(std::uint64_t{part.file});
            hash.add(part.offset);
        }
        hash.add(std::as_bytes(weight.importance));
        hash.add(name(weight.effort));
        hash.add(weight.ready != nullptr ? std::string_view(weight.ready->identity()) : std::string_view());
        if (weight.scaling != nullptr) {
            hash.add(std::string_view(weight.scaledBy));
        }
        hash.add(std::uint64_t{weight.file});
        hash.add(weight.offset);
        hash.add(weight.tiles.rowsPerTile);
    }
    return hash.value();
}

/// Finds what consumers join of the matrices that then share a scale. `choices`: of each of the work's weights.
void joinWeights(const Plan& plan, std::span<const std::size_t> choices, Work& work) {
    std::map<std::string, std::vector<std::size_t>> groups;
    for (std::size_t i = 0; i < work.weights.size(); ++i) {
        const WeightWork& weight = work.weights[i];
        if (weight.matrix == nullptr || joinedScaleEncoding(*weight.matrix) == nullptr) {
            continue;
        }
        const std::string group = fusedGroup(*plan.choices.at(choices[i]).weight, plan.format->requiredFusing());
        if (!group.empty()) {
            groups[group].push_back(i);
        }
    }
    for (const auto& [group, members] : groups) {
        auto joined = std::make_shared<std::vector<const WeightWork*>>();
        for (const std::size_t member : members) {
            joined->push_back(&work.weights[member]);
        }
        for (const std::size_t member : members) {
            work.weights[member].joined = joined;
        }
    }
}

/// `number`: which of the matrices of `whole` the weight is; all of them have one size.
void takeReady(const ReadyCodes* codes, const Weight& whole, std::uint64_t number, WeightWork& weight) {
    if (codes == nullptr || !codes->contains(whole)) {
        return;
    }
    weight.ready = codes;
    weight.readyOf = &whole;
    for (const PartPlace& part : weight.parts) {
        weight.readyFirst += number * part.bytes;
    }
}

/// `tensor`: what the weight is as it is stored.
void scaleBy(const ReadyCodes* codes, std::size_t tensor, WeightWork& weight) {
    weight.scaling = codes != nullptr ? codes->scalingOf(tensor) : nullptr;
    if (weight.scaling == nullptr) {
        return;
    }
    weight.scaledBy = codes->identity();
    weight.isCopy = false;
    if (!weight.encoding->canEncode()) {
        throw contradiction(say("{} would be scaled, which its type does not allow.", escapeForDisplay(weight.name)));
    }
}

} // namespace

const WeightWork& Work::weightOfTile(std::size_t tile) const {
    // The last weight that starts at or before the tile; weights without rows start where their successor does.
    return *std::prev(std::ranges::upper_bound(weights, tile, {}, &WeightWork::firstTile));
}

Work layOutWork(const Plan& plan, const JobTuning& tuning, const ReadyCodes* codes) {
    if (plan.document.options.isDryRun) {
        throw contradiction(say("It was made for a dry run, to be looked at only."));
    }
    checkLayout(plan.layout);
    Work work;
    const std::span<const OutputPiece> pieces = plan.layout.pieces;
    std::vector<bool> isPlaced(plan.choices.size(), false);
    std::vector<std::size_t> choices; // of each weight
    for (std::size_t i = 0; i < pieces.size();) {
        const OutputPiece& piece = pieces[i];
        if (piece.choice != OutputPiece::noChoice) {
            isPlaced.at(piece.choice) = true;
        }
        std::size_t end = i + 1;
        WeightWork weight;
        if (piece.made) {
            const MadePiece& made = plan.layout.made.at(*piece.made);
            weight = workFor(plan, made.weight, *made.encoding, piece, tuning);
        } else if (!piece.stored) {
            const Choice& choice = plan.choices.at(piece.choice);
            weight = workFor(plan, *choice.weight, *choice.encoding, piece, tuning);
            takeReady(codes, *choice.weight, 0, weight);
        } else {
            const Weight& stored = work.asStored.emplace_back(sourceOf(plan, piece));
            const MatrixEncoding* const matrix =
                piece.shape ? asMatrixEncoding(*plan.choices.at(piece.choice).encoding) : nullptr;
            while (matrix != nullptr && end < pieces.size() && pieces[end].stored == piece.stored) {
                ++end;
            }
            weight = matrix != nullptr ? matrixWorkFor(plan, stored, *matrix, pieces.subspan(i, end - i))
                                       : workFor(plan, stored, carriedEncoding(plan, piece), piece, tuning);
            if (matrix != nullptr) {
                const Weight& whole = *plan.choices.at(piece.choice).weight;
                const auto number = std::ranges::find(whole.tensors, *piece.stored) - whole.tensors.begin();
                takeReady(codes, whole, static_cast<std::uint64_t>(number), weight);
            }
            scaleBy(codes, *piece.stored, weight);
        }
        weight.firstTile = work.tiles;
        work.tiles += weight.tiles.count();
        work.sourceBytes += weight.sourceBytes();
        work.outputBytes += weight.bytes;
        work.weights.push_back(std::move(weight));
        choices.push_back(piece.choice);
        i = end;
    }
    joinWeights(plan, choices, work);
    checkAllPlaced(plan, isPlaced);
    work.fingerprint = fingerprintOf(plan, work, tuning);
    return work;
}

} // namespace quantlathe
