// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/job_run.h"

#include "base/text.h"
#include "base/words.h"
#include "convert/source_supply.h"

#include <algorithm>

namespace quantlathe {

namespace fs = std::filesystem;

/// Of the weights that are not done yet.
SupplyOrder JobRun::orderOfMissing() const {
    std::vector<std::vector<std::size_t>> needs(work_.weights.size());
    for (std::size_t i = 0; i < needs.size(); ++i) {
        if (!weights_[i].isDone) {
            needs[i] = filesReadFor(work_.weights[i], plan_.model->checkpoint());
        }
    }
    return orderOfSupply(needs, fileSizesOf(plan_.model->checkpoint()));
}

/// For the output and the most of the source that is here at a time; what is there already counts.
void JobRun::requireRoom(const SupplyOrder& order) const {
    constexpr std::uint64_t spareBytes = 64U << 20U;
    const TemporaryPaths paths = temporaryPaths(destination_);
    const std::uint64_t needed = order.peakBytes + plan_.layout.bytes() + spareBytes;
    const std::uint64_t there = occupiedBytes(paths.part) + occupiedBytes(paths.source) + freeSpaceAt(destination_);
    if (needed > there) {
        throw Error(ErrorKind::failed,
                    say("{} are needed on {}, {} more than there are", fileSizeText(needed),
                        escapeForDisplay(mountPointOf(destination_).string()), fileSizeText(needed - there)),
                    say("The result takes {}, and the model's files up to {} at a time. Free {} or choose another folder.",
                        fileSizeText(plan_.layout.bytes()), fileSizeText(order.peakBytes), fileSizeText(needed - there)),
                    destination_);
    }
}

/// Whatever the hub says by now, what is converted already is not lost for that.
fs::path JobRun::bring(std::size_t file) const {
    try {
        return options_.supply->bring(file);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput) {
            throw;
        }
        throw Error(ErrorKind::failed, error.title(), error.detail(), error.file());
    }
}

/// File by file: what is dropped is on the disk as a result, so that no later run needs it again.
void JobRun::encodeAsSupplied(JobOutput& output, Committer& committer) {
    SourceSupply& supply = *options_.supply;
    const SupplyOrder order = orderOfMissing();
    std::vector<std::size_t> files;
    for (const SupplyStep& step : order.steps) {
        files.insert(files.end(), step.bring.begin(), step.bring.end());
    }
    supply.keepOnly(files);
    requireRoom(order);
    for (WeightProgress& weight : weights_) {
        weight.isTurn = false;
    }
    // Bytes that are fetched count once, those of the source twice more.
    std::uint64_t fetched = 0;
    for (const std::size_t file : files) {
        fetched += supply.bytesHere(file);
    }
    const auto begin = [&](std::string phase) {
        progress_.start(std::move(phase), order.bytes + 2 * work_.sourceBytes, fetched + 2 * sourceBytesDone());
    };
    const std::vector<std::uint64_t> sizes = fileSizesOf(plan_.model->checkpoint());
    std::size_t brought = 0;
    for (const SupplyStep& step : order.steps) {
        for (const std::size_t file : step.bring) {
            begin(say("Fetching file {} of {}", ++brought, files.size()));
            const std::uint64_t before = supply.bytesHere(file);
            source_.hold(file, bring(file));
            fetched += sizes[file] - before;
            report_.bytesFetched += sizes[file] - before;
        }
        for (const std::size_t item : step.items) {
            weights_[item].isTurn = true;
        }
        begin(say("Encoding"));
        encodeThoseInTurn(output, committer);
        committer.drain(cancel_, [this] { progress_.add(0); });
        for (const std::size_t item : step.items) {
            weights_[item].isTurn = false;
        }
        for (const std::size_t file : step.drop) {
            source_.letGo(file);
            supply.drop(file);
        }
    }
    supply.clear();
}

} // namespace quantlathe
