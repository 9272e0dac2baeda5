// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/gguf_copy.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/naming_file.h"
#include "base/words.h"
#include "checkpoint/gguf_writer.h"
#include "convert/committer.h"
#include "convert/destination.h"
#include "convert/journal.h"
#include "convert/output.h"
#include "convert/source_files.h"
#include "convert/tuning.h"

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view countKey = "split.count";
constexpr std::string_view suffix = ".gguf";
constexpr std::uint64_t tileBytes = 1U << 20U; // stays in a second-level cache between writing and comparing

void requireGguf(const Checkpoint& source) {
    if (source.kind() != ContainerKind::gguf) {
        throw badInput(source.path(), say("This is no GGUF model"),
                       say("Only GGUF files are split and merged. Convert it first."));
    }
}

std::vector<GgufTensor> tensorsOf(const Checkpoint& source) {
    std::vector<GgufTensor> tensors;
    tensors.reserve(source.tensors().size());
    std::ranges::transform(source.tensors(), std::back_inserter(tensors), [](const TensorInfo& tensor) {
        return GgufTensor{.name = tensor.name, .type = tensor.type, .shape = tensor.shape};
    });
    return tensors;
}

/// `shards`: the file of each tensor.
OutputLayout layoutOf(std::vector<GgufLayout> files, std::span<const std::size_t> shards) {
    OutputLayout layout;
    std::vector<std::size_t> next(files.size(), 0); // tensor of each file
    layout.pieces.reserve(shards.size());
    for (std::size_t i = 0; i < shards.size(); ++i) {
        const std::size_t member = next[shards[i]]++;
        const GgufLayout& file = files[shards[i]];
        layout.pieces.push_back({.choice = i, .file = shards[i], .offset = file.offsets[member], .bytes = file.sizes[member]});
    }
    layout.files.reserve(files.size());
    for (GgufLayout& file : files) {
        layout.files.push_back({.relativePath = {}, .header = std::move(file.header), .bytes = file.fileBytes});
    }
    return layout;
}

class Copier {
public:
    Copier(const Checkpoint& source, const OutputLayout& layout, const fs::path& destination, Progress& progress,
           const CancelToken& cancel)
        : source_(source), layout_(layout), destination_(destination), progress_(progress), cancel_(cancel), files_(source) {}

    void run(Journal& journal, bool replace) {
        removePart(destination_);
        journal.restart(0);
        output_.emplace(destination_, layout_, JobOutput::Start::anew);
        {
            Committer committer(*output_, journal, JobTuning{});
            copyAll(*output_, committer);
            progress_.setItem(destination_.filename().string());
            committer.drain(cancel_, [this] { progress_.add(0); });
        }
        files_.checkUnchanged();
        cancel_.throwIfCancelled();
        output_->publish(replace, journal);
        progress_.finish();
    }

    /// Leaves nothing, but what is not of this job.
    void discard(Journal& journal) const {
        try {
            if (output_ && output_->isStillThere()) {
                removePart(destination_);
            }
            if (output_ || fileKindOfEntry(temporaryPaths(destination_).part) == FileKind::none) {
                journal.remove(); // else an older run's files are still there
            }
        } catch (const Error&) { // what stopped the copy is the news; the journal lets the next run remove the rest
        }
    }

    [[nodiscard]] std::uint64_t doneBytes() const { return doneBytes_; }

private:
    void copyAll(JobOutput& output, Committer& committer) {
        std::uint64_t total = 0;
        for (const OutputPiece& piece : layout_.pieces) {
            total += piece.bytes;
        }
        progress_.start(say("Copying"), total);
        for (const OutputPiece& piece : layout_.pieces) {
            const TensorInfo& tensor = source_.tensors()[piece.choice];
            progress_.setItem(tensor.name);
            for (std::uint64_t offset = 0; offset < piece.bytes; offset += tileBytes) {
                cancel_.throwIfCancelled();
                const std::uint64_t bytes = std::min(tileBytes, piece.bytes - offset);
                copyTile(output, tensor, piece, offset, static_cast<std::size_t>(bytes));
                doneBytes_ += bytes;
                committer.written(bytes, cancel_);
                progress_.add(bytes);
            }
        }
    }

    void copyTile(JobOutput& output, const TensorInfo& tensor, const OutputPiece& piece, std::uint64_t offset,
                  std::size_t bytes) {
        tile_.resize(bytes);
        files_.read(tensor, offset, tile_);
        output.write(piece.file, piece.offset + offset, tile_);
        written_.resize(bytes);
        output.readBack(piece.file, piece.offset + offset, written_);
        if (!std::ranges::equal(tile_, written_)) {
            throw Error(ErrorKind::failed, say("The disk gives other bytes back than were written"),
                        say("Check the disk; nothing was kept."), destination_);
        }
    }

    const Checkpoint& source_;
    const OutputLayout& layout_;
    const fs::path& destination_;
    Progress& progress_;
    const CancelToken& cancel_;
    SourceFiles files_;
    std::optional<JobOutput> output_;
    std::vector<std::byte> tile_;
    std::vector<std::byte> written_;
    std::uint64_t doneBytes_ = 0;
};

} // namespace

OutputLayout layOutMerged(const Checkpoint& source) {
    requireGguf(source);
    const auto count = source.metadata().integer(countKey);
    if (!count || *count < 1) {
        throw badInput(source.path(), say("This GGUF model is not split"),
                       say("There is nothing to merge: it is one file already. Give any file of a set, for example "
                           "model-00001-of-00003.gguf."));
    }
    Metadata metadata = source.metadata();
    metadata.set(std::string(countKey), std::uint16_t{0}); // what llama-gguf-split leaves: no set any more
    std::vector<GgufLayout> files{namingFile(source.path(), [&] { return layOutGguf(metadata, tensorsOf(source)); })};
    return layoutOf(std::move(files), std::vector<std::size_t>(source.tensors().size(), 0));
}

OutputLayout layOutSplit(const Checkpoint& source, const GgufSplitLimits& limits) {
    requireGguf(source);
    const std::vector<GgufTensor> tensors = tensorsOf(source);
    std::vector<std::uint64_t> sizes;
    sizes.reserve(tensors.size());
    std::ranges::transform(source.tensors(), std::back_inserter(sizes), &TensorInfo::bytes);
    const std::vector<std::size_t> shards = shardsOfTensors(sizes, limits);
    OutputLayout layout = layoutOf(
        namingFile(source.path(), [&] { return layOutGgufSet(source.metadata(), tensors, shards, SplitKeyOrder::ggufSplit); }),
        shards);
    layout.setSuffix = suffix;
    return layout;
}

CopyReport copyGguf(const Checkpoint& source, const OutputLayout& layout, const fs::path& destination, bool replace,
                    Progress& progress, const CancelToken& cancel) {
    const auto start = std::chrono::steady_clock::now();
    checkOutputPlace(source, layout, suffix, destination, replace);
    Journal journal(temporaryPaths(destination).journal); // the lock, and the sign that the temporary files are ours
    Copier copier(source, layout, destination, progress, cancel);
    try {
        copier.run(journal, replace);
    } catch (const NoSpaceError& error) {
        const Error told = diskFull(error, destination, copier.doneBytes(), layout.bytes(), false);
        copier.discard(journal);
        throw Error(told);
    } catch (...) {
        copier.discard(journal);
        throw;
    }
    journal.remove();
    CopyReport report;
    report.files = finalPaths(destination, layout);
    report.bytesWritten = layout.bytes();
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    report.peakResidentBytes = peakResidentBytes();
    return report;
}

} // namespace quantlathe
