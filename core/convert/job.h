// SPDX-License-Identifier: GPL-3.0-or-later
// Runs a plan: read → encode → write, streamed, parallel, resumable, cancellable, verified (docs/conversion.md).
#pragma once

#include "base/progress.h"
#include "base/shard.h"
#include "plan/plan.h"
#include "plan/ready_codes.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace quantlathe {

class SourceSupply;
struct WeightResult;

struct ConvertOptions {
    int threads = 0;      // 0: all hardware threads
    bool replace = false; // an existing destination may be replaced
    bool resume = true;   // continue an interrupted run of the same plan when its journal is there; else start anew
    std::shared_ptr<const ReadyCodes> codes{}; // of weights that were calibrated; their bytes are taken as they are
    bool allowRequantize = false;              // a quantized source may be quantized again (a second loss)
    std::optional<Shard> shard{};              // do only this share of the work: see convert()
    bool finishesShards = false;               // all shares are done: check them and give the output its name
    /// Of a model that is not on this machine: its files are brought one after the other and dropped when they are done.
    std::shared_ptr<SourceSupply> supply{};
    /// Told of each weight as soon as it is written; from any thread, one after the other.
    std::function<void(const WeightResult& result)> onResult{};
};

/// What verification found for one weight: the written bytes, read back and decoded, against the source.
struct WeightResult {
    std::string weight;
    std::string encoding;
    std::uint64_t bytes = 0;
    double relativeError = 0; // ‖W − Q‖ / ‖W‖
    double sqnrDecibels = 0;  // infinite without any error
    double cosine = 1;
    double maxAbsolute = 0;
};

struct ConvertReport {
    std::filesystem::path destination;        // of a set of files the first one: what other programs open
    std::vector<std::filesystem::path> files; // all that were written, in order
    std::uint64_t bytesWritten = 0;           // size of the output
    std::uint64_t bytesRead = 0;              // of the source
    std::uint64_t bytesFetched = 0;           // in this run, of a source that is supplied
    double seconds = 0;
    std::uint64_t peakResidentBytes = 0;
    std::size_t weightsResumed = 0; // taken over from an interrupted run, or from shards
    double relativeError = 0;       // parameter-weighted over all weights
    std::vector<WeightResult> weights;
};

/// What stands in the way before any work, as an Error with what to do: a destination that is part of the source, that exists
/// (unless it may be replaced) or whose folder cannot be written, a foreign file under the temporary name, a quantized source
/// without `allowRequantize`, unless its weights are floats of 8 bits (all badInput); not enough room on the disk (failed).
/// What an interrupted run holds counts as room. `inputs`: what else the caller reads (a plan, a matrix) and the result must
/// not replace.
void checkDestination(const Plan& plan, const std::filesystem::path& destination, const ConvertOptions& options,
                      std::span<const std::filesystem::path> inputs = {});

/// What the user must know before the job begins: weights are rounded that were rounded before. Nothing if none are.
[[nodiscard]] std::optional<std::string> warningOfSecondLoss(const Plan& plan);

/// What a conversion whose source is supplied fetches, and the most of it that is on the disk at a time, beside the output.
struct SupplyNeed {
    std::uint64_t bytes = 0;
    std::uint64_t peakBytes = 0;  // with files that are fetched ahead, while those before them are encoded
    std::uint64_t leastBytes = 0; // without: where the disk has no more room, nothing is fetched ahead
};
[[nodiscard]] SupplyNeed supplyNeed(const Plan& plan);

/// True if an interrupted run left something beside `destination` that no job is working on.
[[nodiscard]] bool hasInterruptedRun(const std::filesystem::path& destination);

/// The files that the output takes over from the model's folder where they are links that lead out of it: somebody else's
/// file would become part of the result, so the user is told. The links of the Hugging Face cache count as its own.
[[nodiscard]] std::vector<std::filesystem::path> copiedFromElsewhere(const Plan& plan);

/// Either leaves a complete, verified, synced output under `destination`, or throws and leaves what a resume needs: the
/// temporary file `<destination>.part` and its journal `<destination>.part.journal`. When a resume cannot help (the source
/// holds values that are no numbers, or changed meanwhile: Error(badInput)) nothing is left. A second job with the same
/// destination is an Error(failed) while the first one runs. Progress counts bytes of the source, once for encoding and once
/// for verifying. Any number of threads gives the same bytes. Memory: a fixed number of tiles per thread.
///
/// With `shard` it does that share of the weights (shard_run.h), beside others that do theirs in processes and on machines of
/// their own; the report is of the share, and the output stays under its temporary name, whatever share is the last. A share
/// that was interrupted or done goes on, or is looked through again. `finishesShards` makes the output of what they wrote: all
/// bytes are those of a conversion by one process. Errors leave what the shards wrote. Codes that were calibrated are
/// Error(badInput).
[[nodiscard]] ConvertReport convert(const Plan& plan, const std::filesystem::path& destination, const ConvertOptions& options,
                                    Progress& progress, const CancelToken& cancel);

/// Removes what an interrupted run left beside `destination`; a file that merely has the temporary name stays. Throws
/// Error(failed) while a job works on it.
void discardInterruptedRun(const std::filesystem::path& destination);

/// Reads a converted file back: container checks, block validity (no NaN or infinite scales), sizes. Throws Error(badInput)
/// with the first fault. Returns the number of tensors looked at.
[[nodiscard]] std::size_t verifyFile(const std::filesystem::path& file, int threads, Progress& progress,
                                     const CancelToken& cancel);

} // namespace quantlathe
