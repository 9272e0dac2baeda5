// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/job_run.h"

#include "base/text.h"
#include "base/words.h"
#include "convert/source_supply.h"

#include <algorithm>
#include <functional>
#include <future>
#include <iterator>

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

/// For the most of the source that is here at a time, beside the output; what is there already counts.
std::uint64_t JobRun::roomForSource(const SupplyOrder& order) const {
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
    return there - plan_.layout.bytes() - spareBytes;
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

namespace {

/// Files that are brought by a thread of their own while others are encoded. The thread waits for the network and computes next
/// to nothing, which is why it is none of a ThreadArena.
class FetchAhead {
public:
    FetchAhead(SourceSupply& supply, std::function<fs::path(std::size_t)> bring) : supply_(supply), bring_(std::move(bring)) {}
    FetchAhead(const FetchAhead&) = delete;
    FetchAhead& operator=(const FetchAhead&) = delete;
    /// What is on its way stays as far as it came.
    ~FetchAhead() {
        if (running_.valid()) {
            supply_.interrupt();
        }
    }

    /// Precondition: what was begun before has been taken.
    void begin(std::vector<std::size_t> files) {
        running_ = std::async(std::launch::async, [this, files = std::move(files)] {
            std::vector<fs::path> places;
            std::ranges::transform(files, std::back_inserter(places), bring_);
            return places;
        });
    }
    [[nodiscard]] bool isRunning() const { return running_.valid(); }
    /// Where they are, in the order in which they were asked for. Throws what bringing them threw.
    [[nodiscard]] std::vector<fs::path> take() { return running_.get(); }

private:
    SourceSupply& supply_;
    std::function<fs::path(std::size_t)> bring_;
    std::future<std::vector<fs::path>> running_; // its destructor waits for the thread
};

std::uint64_t bytesOfFiles(std::span<const std::size_t> files, std::span<const std::uint64_t> sizes) {
    std::uint64_t sum = 0;
    for (const std::size_t file : files) {
        sum += sizes[file];
    }
    return sum;
}

} // namespace

/// File by file: what is dropped is on the disk as a result, so that no later run needs it again. While one is encoded the next
/// is fetched, where the disk has room for both.
void JobRun::encodeAsSupplied(JobOutput& output, Committer& committer) {
    SourceSupply& supply = *options_.supply;
    const SupplyOrder order = orderOfMissing();
    std::vector<std::size_t> files;
    for (const SupplyStep& step : order.steps) {
        files.insert(files.end(), step.bring.begin(), step.bring.end());
    }
    supply.keepOnly(files);
    const std::uint64_t room = roomForSource(order);
    for (WeightProgress& weight : weights_) {
        weight.isTurn = false;
    }
    const std::vector<std::uint64_t> sizes = fileSizesOf(plan_.model->checkpoint());
    const auto bytesHere = [&] {
        std::uint64_t sum = 0;
        for (const std::size_t file : files) {
            sum += std::min(supply.bytesHere(file), sizes[file]);
        }
        return sum;
    };
    // Bytes that are fetched count once, those of the source twice more. A file is counted until it is dropped, then by its
    // size.
    std::uint64_t dropped = 0;
    const auto begin = [&](std::string phase) {
        progress_.start(std::move(phase), order.bytes + 2 * work_.sourceBytes,
                        std::min(order.bytes, dropped + bytesHere()) + 2 * sourceBytesDone());
    };
    report_.bytesFetched += order.bytes - bytesHere();
    FetchAhead ahead(supply, [this](std::size_t file) { return bring(file); });
    std::uint64_t here = 0;
    std::size_t brought = 0;
    for (std::size_t s = 0; s < order.steps.size(); ++s) {
        const SupplyStep& step = order.steps[s];
        if (!step.bring.empty()) {
            begin(say("Fetching file {} of {}", brought + 1, files.size()));
            if (!ahead.isRunning()) {
                ahead.begin(step.bring);
            }
            const MappedFile& first = plan_.model->checkpoint().files()[step.bring.front()];
            progress_.setItem(first.path().filename().string());
            const std::vector<fs::path> places = ahead.take();
            for (std::size_t i = 0; i < places.size(); ++i) {
                source_.hold(step.bring[i], places[i]);
            }
            brought += places.size();
            here += bytesOfFiles(step.bring, sizes);
        }
        const bool hasNext = s + 1 < order.steps.size() && !order.steps[s + 1].bring.empty();
        if (hasNext && here + bytesOfFiles(order.steps[s + 1].bring, sizes) <= room) {
            ahead.begin(order.steps[s + 1].bring);
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
            dropped += sizes[file];
        }
        here -= bytesOfFiles(step.drop, sizes);
    }
    supply.clear();
}

} // namespace quantlathe
