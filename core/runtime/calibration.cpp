// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/calibration.h"

#include "base/cache_file.h"
#include "base/error.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "runtime/stream_checkpoint.h"

#include <algorithm>
#include <fmt/format.h>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

// Raised whenever the meaning of a number in the file changes: older files are then not taken.
constexpr std::uint64_t statisticsVersion = 1;

void checkGramBytes(const std::vector<InputGroup>& groups, const CalibrationRequest& request, const fs::path& model) {
    if (!request.withGram) {
        return;
    }
    std::unordered_map<std::uint32_t, double> bytes; // of each layer; 0 for the output head, too
    for (const InputGroup& group : groups) {
        double& sum = bytes[group.layer.value_or(0)];
        sum += static_cast<double>(group.matrices) * static_cast<double>(group.columns) * static_cast<double>(group.columns) *
               sizeof(double);
        if (sum > static_cast<double>(request.gramBytes)) {
            throw badInput(model, say("The Gram matrices of a layer do not fit the memory allowed for them"),
                           say("{} alone brings them to {}, {} are allowed.", escapeForDisplay(group.first().name),
                               memoryText(static_cast<std::uint64_t>(sum)), memoryText(request.gramBytes)));
        }
    }
}

constexpr std::uint64_t maxSumBytes = 64;

/// Beside the statistics: the hash of their file, so that a damaged one is made anew.
fs::path sumOf(const fs::path& file) {
    return withEnding(file, ".sum");
}

std::string sumText(const fs::path& file) {
    return fmt::format("{:016x}\n", fileHash(file));
}

} // namespace

std::string calibrationKey(const WeightSource& source, const CalibrationRequest& request) {
    const std::string identity = source.identity();
    if (identity.empty()) {
        return {};
    }
    HashBuilder hash;
    hash.add(statisticsVersion);
    hash.add(identity);
    hash.add(request.dataset);
    for (const TokenSequence& sequence : request.sequences) {
        hash.add(std::as_bytes(std::span(sequence.tokens)));
    }
    hash.add(static_cast<std::uint64_t>(availableCompute(request.options.compute)));
    hash.add(std::uint64_t{request.withGram});
    hash.add(std::uint64_t{request.withOutputHead});
    return fmt::format("{:016x}", hash.value());
}

fs::path calibrationCacheFile(const std::string& key) {
    const fs::path folder = cacheFolder() / "calibration";
    makeFolders(folder);
    return folder / (key + ".gguf");
}

std::optional<CalibrationStatistics> finishedCalibration(const fs::path& file, const std::string& key) {
    try {
        if (fileKind(file) != FileKind::file || readCacheFile(sumOf(file), maxSumBytes) != sumText(file)) {
            return std::nullopt;
        }
        CalibrationStatistics statistics(file);
        return statistics.origin().key == key ? std::optional(std::move(statistics)) : std::nullopt;
    } catch (const Error&) {
        return std::nullopt; // something else under this name: replaced
    }
}

bool hasInterruptedCalibration(const fs::path& file) {
    return fileKind(withEnding(file, ".part")) == FileKind::file;
}

CalibrationStatistics calibrate(const WeightSource& source, const CalibrationRequest& request, const fs::path& file,
                                const RunContext& context) {
    const std::string key = calibrationKey(source, request);
    const bool canBeKnown = !key.empty();
    const fs::path part = withEnding(file, ".part");
    StreamCheckpoint checkpoints(file, key);
    if (auto ready = canBeKnown ? finishedCalibration(file, key) : std::nullopt) {
        if (!isThere(part)) {     // else somebody begins another one
            checkpoints.remove(); // of a run that ended right after it had given the file its name
        }
        return std::move(*ready);
    }
    std::vector<TokenSequence> sequences = request.sequences;
    CalibrationOrigin origin{key, request.dataset, sequences.size(), 0, 0};
    for (TokenSequence& sequence : sequences) {
        origin.longestSequence = std::max<std::uint64_t>(origin.longestSequence, sequence.tokens.size());
        origin.tokens += sequence.tokens.size();
        sequence.firstLogit = request.withOutputHead ? 0 : sequence.tokens.size();
        sequence.endLogit = sequence.tokens.size();
    }
    ForwardPass pass(source, std::move(sequences), request.options);
    InputCollector collector(inputGroups(pass.graph(), request.withOutputHead), request.withGram);
    checkGramBytes(collector.groups(), request, source.model().checkpoint().path());

    CalibrationWriter writer(part, origin, request.sequences, collector.groups(), request.withGram);
    if (!writer.continues()) { // what was noted of another file of this name does not hold for the new one
        checkpoints.remove();
        syncFolder(part.parent_path());
        writer.begin();
    }
    const std::size_t resumed = canBeKnown && writer.continues() ? checkpoints.layersDone(pass.stream()) : 0;
    const std::size_t layers = pass.graph().blocks.size();
    const std::uint64_t units = pass.workUnits();
    context.progress.start(say("Calibrating"), units, units * resumed / std::max<std::size_t>(layers, 1));
    if (resumed > 0) {
        checkpoints.load(pass, resumed);
    } else {
        pass.embed(context);
    }

    std::vector<Observer*> observers(context.observers.begin(), context.observers.end());
    observers.push_back(&collector);
    const RunContext watched{context.arena, context.progress, context.cancel, observers};
    const auto writeGroups = [&](std::optional<std::uint32_t> layer) {
        for (std::size_t i = 0; i < collector.groups().size(); ++i) {
            if (collector.groups()[i].layer == layer) {
                writer.write(i, collector.take(i));
            }
        }
    };
    while (pass.layersLeft() > 0) {
        pass.runNextLayer(watched);
        writeGroups(static_cast<std::uint32_t>(pass.layersDone() - 1));
        if (pass.layersLeft() > 0 && checkpoints.isDue(request.saveInterval)) {
            writer.sync();
            checkpoints.save(pass, context.cancel);
        }
    }
    if (request.withOutputHead) {
        pass.forEachLogits([](const LogitRows&) {}, watched);
        writeGroups(std::nullopt);
    }
    writer.sync();
    publish(part, file, true);
    writeCacheFile(sumOf(file), sumText(file));
    checkpoints.remove();
    context.progress.finish();
    return CalibrationStatistics(file);
}

} // namespace quantlathe
