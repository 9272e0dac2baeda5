// SPDX-License-Identifier: GPL-3.0-or-later
// What an interrupted pass leaves so that the next one goes on behind the last layer that was saved.
#pragma once

#include "runtime/forward.h"

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>

namespace quantlathe {

/// Two files: `<file>.state` says whose stream `<file>.stream` is and how many layers are behind it. A crash at any time leaves
/// either a pair that belongs together or nothing that is taken. Not thread-safe; one process at a time works on a file.
class StreamCheckpoint {
public:
    /// `key` tells the run from all others.
    StreamCheckpoint(const std::filesystem::path& file, std::string key);

    /// Layers that are done; 0 when there is nothing to go on from: missing, damaged or of something else.
    [[nodiscard]] std::size_t layersDone(const ActivationStore& stream) const;
    /// Throws Error(badInput) when the file has shrunk since it was asked for.
    void load(ForwardPass& pass, std::size_t layersDone) const;
    void save(const ForwardPass& pass, const CancelToken& cancel);
    /// True when so much time has passed since it was last saved, or since this was made.
    [[nodiscard]] bool isDue(std::chrono::seconds interval) const;
    void remove() const;

private:
    std::filesystem::path statePath_;
    std::filesystem::path streamPath_;
    std::filesystem::path newStreamPath_;
    std::string key_;
    std::chrono::steady_clock::time_point savedAt_;
};

/// `<file><ending>`
[[nodiscard]] std::filesystem::path withEnding(const std::filesystem::path& file, std::string_view ending);

} // namespace quantlathe
