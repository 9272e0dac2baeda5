// SPDX-License-Identifier: GPL-3.0-or-later
#include "measure/quality_cache.h"

#include "base/cache_file.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/hash.h"
#include "measure/text_quality_json.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <fmt/format.h>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

// Raised whenever the forward pass, an encoding's bytes or the meaning of a number changes: old results are then ignored.
constexpr int resultVersion = 2;
constexpr std::uint64_t maxFileBytes = 64U << 10U;
constexpr std::chrono::hours abandonedAfter(24 * 7);

std::string textKey(const TextWindows& text) {
    HashBuilder hash;
    for (const TokenSequence& sequence : text.sequences) {
        hash.add(std::as_bytes(std::span(sequence.tokens)));
        hash.add(std::uint64_t{sequence.firstLogit});
        hash.add(std::uint64_t{sequence.endLogit});
    }
    hash.add(std::as_bytes(std::span(text.targets)));
    return fmt::format("{:016x}", hash.value());
}

const char* nameOf(Compute compute) {
    return availableCompute(compute) == Compute::bf16 ? "bf16" : "f32";
}

Json documentOf(const QualityKey& key, const TextQuality& quality) {
    return {{"version", resultVersion}, {"model", key.model},     {"reference", key.reference},
            {"text", key.text},         {"compute", key.compute}, {"quality", toJson(quality)}};
}

std::int64_t nanosecondsNow() {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

bool isPlausible(const TextQuality& quality) {
    return quality.tokens > 0 && std::isfinite(quality.perplexity.value) && std::isfinite(quality.logLoss.value) &&
           (!quality.divergence || std::isfinite(quality.divergence->kl.value));
}

} // namespace

std::string QualityKey::hash() const {
    HashBuilder hash;
    hash.add(model);
    hash.add(reference);
    hash.add(text);
    hash.add(compute);
    return fmt::format("{:016x}", hash.value());
}

QualityKey qualityKey(std::string model, std::string reference, const TextWindows& text, const MeasureOptions& options) {
    const Compute compute = options.forward.compute;
    std::string names = nameOf(compute);
    if (!reference.empty()) {
        names += fmt::format(" {}", nameOf(options.referenceCompute.value_or(compute)));
    }
    return {std::move(model), std::move(reference), textKey(text), std::move(names)};
}

QualityKey qualityKey(const WeightSource& model, const WeightSource* reference, const TextWindows& text,
                      const MeasureOptions& options) {
    std::string ofReference = reference != nullptr ? reference->identity() : std::string();
    const bool isKnown = reference == nullptr || !ofReference.empty();
    return qualityKey(isKnown ? model.identity() : std::string(), std::move(ofReference), text, options);
}

QualityCache::QualityCache(fs::path folder, std::size_t mostFiles) : folder_(std::move(folder)), mostFiles_(mostFiles) {}

QualityCache::QualityCache() : QualityCache(cacheFolder() / "measured") {}

fs::path QualityCache::fileOf(const QualityKey& key) const {
    return folder_ / (key.hash() + ".json");
}

std::optional<TextQuality> QualityCache::find(const QualityKey& key) const {
    try {
        const fs::path file = fileOf(key);
        const auto text = key.model.empty() ? std::nullopt : readCacheFile(file, maxFileBytes);
        if (!text) {
            return std::nullopt;
        }
        const Json document = Json::parse(*text);
        const QualityKey written{document.at("model").get<std::string>(), document.at("reference").get<std::string>(),
                                 document.at("text").get<std::string>(), document.at("compute").get<std::string>()};
        if (document.at("version").get<int>() != resultVersion || written != key) {
            return std::nullopt;
        }
        TextQuality quality = textQualityFromJson(document.at("quality"));
        if (!isPlausible(quality) || quality.divergence.has_value() == key.reference.empty()) {
            return std::nullopt;
        }
        noteUse(file);
        return quality;
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

void QualityCache::store(const QualityKey& key, const TextQuality& quality) const {
    if (key.model.empty() || !isPlausible(quality)) {
        return;
    }
    try {
        makeFolders(folder_);
        writeCacheFile(fileOf(key), documentOf(key, quality).dump() + "\n");
        tidy();
    } catch (const std::exception&) {
        // A cache that cannot be written costs time, nothing else.
    }
}

void QualityCache::tidy() const {
    const std::int64_t abandonedBefore = nanosecondsNow() - std::chrono::nanoseconds(abandonedAfter).count();
    std::vector<std::pair<std::int64_t, fs::path>> files; // by the time of their last use
    for (const fs::path& entry : entriesOf(folder_)) {
        const std::int64_t used = stampOf(entry).modifiedNanoseconds;
        if (entry.extension() == ".json") {
            files.emplace_back(used, entry);
        } else if (used < abandonedBefore) {
            removeEntry(entry); // the stream of a measurement that nobody went on with
        }
    }
    if (files.size() <= mostFiles_) {
        return;
    }
    std::ranges::sort(files);
    for (std::size_t i = 0; i < files.size() - mostFiles_; ++i) {
        removeEntry(files[i].second);
    }
}

} // namespace quantlathe
