// SPDX-License-Identifier: GPL-3.0-or-later
// Measured errors and statistics kept on disk by model, so that a second look is instant (docs/statistics.md).
#pragma once

#include "weights/encoding_error.h"
#include "weights/statistics.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>

namespace quantlathe {

/// Thread-safe. A model has one file of errors and one of statistics, each read once, on the first question; files that are
/// damaged, too large or of another version are ignored and replaced by the next save(). Nothing here throws because of a bad
/// or unwritable cache.
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
                                                    const EncodingGuide& guide, const ErrorOptions& options);
    void store(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
               const ErrorOptions& options, const EncodingError& error);

    /// Statistics of a weight as it is stored.
    [[nodiscard]] std::optional<WeightStatistics> findStatistics(const Model& model, const Weight& weight);
    void storeStatistics(const Model& model, const Weight& weight, const WeightStatistics& statistics);

    /// Writes files with new results, atomically; results that another process saved meanwhile are kept.
    void save() noexcept;

private:
    template <class Result>
    struct File;
    template <class Result>
    using Files = std::map<std::string, std::unique_ptr<File<Result>>>; // by identity
    template <class Result>
    File<Result>& fileOf(Files<Result>& files, const std::string& identity);
    template <class Result>
    bool saveFiles(Files<Result>& files);

    std::filesystem::path folder_;
    std::uint64_t maxBytes_;
    std::mutex mutex_;
    Files<EncodingError> errors_;
    Files<WeightStatistics> statistics_;
};

/// computeStatistics(), unless the cache (which may be nullptr) knows the answer; progress gets the stored bytes either way.
[[nodiscard]] WeightStatistics computeStatistics(const Model& model, const Weight& weight, ResultCache* cache,
                                                 ThreadArena& arena, Progress& progress, const CancelToken& cancel);

} // namespace quantlathe
