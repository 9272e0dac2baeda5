// SPDX-License-Identifier: GPL-3.0-or-later
// Measured quality kept on disk, so that nothing is measured twice (docs/quality.md).
#pragma once

#include "measure/text_quality.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

namespace quantlathe {

/// What a result belongs to. Equal keys have equal results, but for rounding of other processors.
struct QualityKey {
    std::string model;     // WeightSource::identity(); empty: nothing is kept under this key
    std::string reference; // the same; empty: none
    std::string text;      // of tokens, windows and what is scored
    std::string compute;   // "bf16 f32": of the model and of the reference

    /// Short, safe as a file's name.
    [[nodiscard]] std::string hash() const;
    friend bool operator==(const QualityKey&, const QualityKey&) = default;
};

[[nodiscard]] QualityKey qualityKey(const WeightSource& model, const WeightSource* reference, const TextWindows& text,
                                    const MeasureOptions& options);
/// The same for a source that need not be made; `reference` is empty for none.
[[nodiscard]] QualityKey qualityKey(std::string model, std::string reference, const TextWindows& text,
                                    const MeasureOptions& options);

/// One small file a result. Thread-safe, also between processes. Files that are damaged, of another version or of something
/// else are ignored and replaced; nothing here throws because of a bad or unwritable cache.
class QualityCache {
public:
    static constexpr std::size_t defaultMostFiles = 4096;
    /// Beyond `mostFiles` the results not used for longest go, and what interrupted measurements left after a week.
    explicit QualityCache(std::filesystem::path folder, std::size_t mostFiles = defaultMostFiles);
    /// In cacheFolder()/measured.
    QualityCache();

    [[nodiscard]] std::optional<TextQuality> find(const QualityKey& key) const;
    void store(const QualityKey& key, const TextQuality& quality) const;
    /// For what interrupted measurements leave.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

private:
    [[nodiscard]] std::filesystem::path fileOf(const QualityKey& key) const;
    void tidy() const;

    std::filesystem::path folder_;
    std::size_t mostFiles_;
};

} // namespace quantlathe
