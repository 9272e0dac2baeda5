// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/supply_needs.h"

#include "checkpoint/replica.h"
#include "codecs/joined_scale.h"
#include "convert/job.h"

#include <map>
#include <set>
#include <string>

namespace quantlathe {
namespace {

using Files = std::set<std::size_t>;

void addFilesOf(const std::vector<std::size_t>& tensors, const Checkpoint& checkpoint, Files& files) {
    for (const std::size_t tensor : tensors) {
        files.insert(checkpoint.tensors()[tensor].file);
    }
}

std::vector<std::size_t> tensorsOf(const OutputPiece& piece, const Plan& plan) {
    return piece.stored ? std::vector{*piece.stored}
           : piece.made ? plan.layout.made.at(*piece.made).weight.tensors
                        : plan.choices.at(piece.choice).weight->tensors;
}

/// The matrices that one scale is found for; empty: the piece stands alone.
std::string joinedGroup(const OutputPiece& piece, const Plan& plan) {
    if (piece.choice == OutputPiece::noChoice) {
        return {};
    }
    const Choice& choice = plan.choices.at(piece.choice);
    return joinedScaleEncoding(*choice.encoding) == nullptr ? std::string()
                                                            : fusedGroup(*choice.weight, plan.format->requiredFusing());
}

} // namespace

std::vector<std::size_t> filesReadFor(const WeightWork& work, const Checkpoint& checkpoint) {
    Files files;
    addFilesOf(work.weight->tensors, checkpoint, files);
    if (work.joined) {
        for (const WeightWork* const each : *work.joined) {
            addFilesOf(each->weight->tensors, checkpoint, files);
        }
    }
    return {files.begin(), files.end()};
}

std::vector<std::uint64_t> fileSizesOf(const Checkpoint& checkpoint) {
    std::vector<std::uint64_t> sizes;
    for (const MappedFile& file : checkpoint.files()) {
        sizes.push_back(wholeBytes(file));
    }
    return sizes;
}

/// From the layout alone, which a plan for a dry run has as well.
SupplyNeed supplyNeed(const Plan& plan) {
    const Checkpoint& checkpoint = plan.model->checkpoint();
    std::vector<Files> ofPieces;
    std::map<std::string, Files> ofGroups;
    for (const OutputPiece& piece : plan.layout.pieces) {
        addFilesOf(tensorsOf(piece, plan), checkpoint, ofPieces.emplace_back());
        if (const std::string group = joinedGroup(piece, plan); !group.empty()) {
            ofGroups[group].insert(ofPieces.back().begin(), ofPieces.back().end());
        }
    }
    std::vector<std::vector<std::size_t>> needs;
    for (std::size_t i = 0; i < ofPieces.size(); ++i) {
        const std::string group = joinedGroup(plan.layout.pieces[i], plan);
        const Files& files = group.empty() ? ofPieces[i] : ofGroups[group];
        needs.emplace_back(files.begin(), files.end());
    }
    const SupplyOrder order = orderOfSupply(needs, fileSizesOf(checkpoint));
    return {.bytes = order.bytes, .peakBytes = order.peakBytesAhead, .leastBytes = order.peakBytes};
}

} // namespace quantlathe
