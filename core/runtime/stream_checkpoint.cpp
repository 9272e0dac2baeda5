// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/stream_checkpoint.h"

#include "base/cache_file.h"
#include "base/error.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/words.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t maxStateBytes = 4096;
constexpr std::size_t rowsAtOnce = 256;

std::uint64_t bytesOf(const ActivationStore& stream) {
    return std::uint64_t{stream.rows()} * stream.columns() * sizeof(float);
}

} // namespace

fs::path withEnding(const fs::path& file, std::string_view ending) {
    fs::path longer = file;
    longer += ending;
    return longer;
}

StreamCheckpoint::StreamCheckpoint(const fs::path& file, std::string key)
    : statePath_(withEnding(file, ".state")), streamPath_(withEnding(file, ".stream")),
      newStreamPath_(withEnding(file, ".stream.new")), key_(std::move(key)), savedAt_(std::chrono::steady_clock::now()) {}

std::size_t StreamCheckpoint::layersDone(const ActivationStore& stream) const {
    try {
        const auto text = readCacheFile(statePath_, maxStateBytes);
        if (!text) {
            return 0;
        }
        const auto state = nlohmann::json::parse(*text);
        const bool isOurs = state.at("key").get<std::string>() == key_ &&
                            stampOf(streamPath_).size == state.at("stream_bytes").get<std::uint64_t>() &&
                            stampOf(streamPath_).size == bytesOf(stream) &&
                            fileHash(streamPath_) == state.at("stream_hash").get<std::uint64_t>();
        return isOurs ? state.at("layers_done").get<std::size_t>() : 0;
    } catch (const std::exception&) {
        return 0;
    }
}

void StreamCheckpoint::load(ForwardPass& pass, std::size_t layersDone) const {
    const InputFile file(streamPath_);
    pass.resumeAt(layersDone, [&](std::size_t row, std::span<float> rows) {
        if (!file.readAt(std::uint64_t{row} * pass.stream().columns() * sizeof(float), std::as_writable_bytes(rows))) {
            throw badInput(streamPath_, say("The interrupted run cannot be continued"),
                           say("The file is shorter than it was. Delete it to start anew."));
        }
    });
}

/// The state goes before its stream is replaced and comes back last: a crash between leaves a stream that nothing names.
void StreamCheckpoint::save(const ForwardPass& pass, const CancelToken& cancel) {
    if (!pass.streamSuffices(pass.layersDone())) {
        return;
    }
    const ActivationStore& stream = pass.stream();
    {
        removeEntry(newStreamPath_);
        OutputFile file(newStreamPath_, OutputFile::Mode::createNew);
        file.reserve(bytesOf(stream));
        std::vector<float> rows;
        for (std::size_t row = 0; row < stream.rows(); row += rowsAtOnce) {
            cancel.throwIfCancelled();
            rows.resize(std::min(rowsAtOnce, stream.rows() - row) * stream.columns());
            stream.read(row, rows);
            file.writeAt(std::uint64_t{row} * stream.columns() * sizeof(float), std::as_bytes(std::span(rows)));
        }
        file.sync();
    }
    removeEntry(statePath_);
    publish(newStreamPath_, streamPath_, true);
    const nlohmann::json state{{"key", key_},
                               {"layers_done", pass.layersDone()},
                               {"stream_bytes", bytesOf(stream)},
                               {"stream_hash", fileHash(streamPath_)}};
    writeCacheFile(statePath_, state.dump() + "\n");
    savedAt_ = std::chrono::steady_clock::now();
}

bool StreamCheckpoint::isDue(std::chrono::seconds interval) const {
    return std::chrono::steady_clock::now() - savedAt_ >= interval;
}

void StreamCheckpoint::remove() const {
    for (const fs::path& path : {statePath_, streamPath_, newStreamPath_}) {
        removeEntry(path);
    }
}

} // namespace quantlathe
