// SPDX-License-Identifier: GPL-3.0-or-later
// Measured errors kept on disk, one file a model, so that a second look is instant (docs/statistics.md).
#pragma once

#include "weights/encoding_error.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace quantlathe {

/// Thread-safe. Each file is read once, on the first question about its model; files that are damaged, too large or of
/// another version are ignored and replaced by the next save(). Nothing here throws because of a bad or unwritable cache.
class ResultCache {
public:
    static constexpr std::uint64_t defaultMaxBytes = 256U << 20U;
    /// Files lie in `folder`; when all of them together exceed `maxBytes`, save() removes the least recently used ones.
    explicit ResultCache(std::filesystem::path folder, std::uint64_t maxBytes = defaultMaxBytes);
    /// In cacheFolder()/results.
    ResultCache();
    /// Saves.
    ~ResultCache();
    ResultCache(const ResultCache&) = delete;
    ResultCache& operator=(const ResultCache&) = delete;

    /// What was measured for exactly these settings: an exact result also answers a question for a sample.
    [[nodiscard]] std::optional<EncodingError> find(const Model& model, const Weight& weight, const Encoding& encoding,
                                                    std::span<const float> importance, const ErrorOptions& options);
    void store(const Model& model, const Weight& weight, const Encoding& encoding, std::span<const float> importance,
               const ErrorOptions& options, const EncodingError& error);
    /// Writes files with new results, atomically; results that another process saved meanwhile are kept.
    void save() noexcept;

private:
    struct File;
    File& fileOf(const std::string& identity);

    std::filesystem::path folder_;
    std::uint64_t maxBytes_;
    std::mutex mutex_;
    std::map<std::string, std::unique_ptr<File>> files_; // by identity
};

} // namespace quantlathe
