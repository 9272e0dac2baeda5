// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/result_cache.h"

#include "base/cache_file.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/hash.h"
#include "weights/result_json.h"

#include <algorithm>
#include <fmt/format.h>
#include <unordered_map>
#include <vector>

namespace quantlathe {
namespace {

using nlohmann::json;

// Raised whenever an encoding's bytes, the sampling or the meaning of a number changes: old results are then ignored.
constexpr int resultVersion = 4;
constexpr std::uint64_t maxFileBytes = 64ULL << 20U;

template <class Result>
using Entries = std::unordered_map<std::string, Result>;

/// What a file of such results is called: the member of the document and the end of the file's name.
template <class Result>
constexpr std::string_view kindName = "errors";
template <>
constexpr std::string_view kindName<WeightStatistics> = "statistics";

/// The weight by its name and by what it is made of: where layers were left out, another layer of the same checkpoint has the
/// name. The name stays because several weights can be parts of one tensor.
std::string weightKey(const Weight& weight) {
    if (weight.tensors.size() == 1) {
        return fmt::format("{}@{}", weight.name, weight.tensors.front());
    }
    return fmt::format("{}@{:016x}", weight.name,
                       contentHash(std::as_bytes(std::span(weight.tensors)))); // stacked, or generated
}

std::string entryKey(const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                     std::optional<std::uint64_t> sampleWeights) {
    const std::string sample = sampleWeights ? fmt::format("sample {}", *sampleWeights) : "exact";
    const std::string importance =
        guide.importance.empty() ? "" : fmt::format(" importance {:016x}", contentHash(std::as_bytes(guide.importance)));
    const std::string effort =
        guide.effort == Effort::normal || !encoding.hasEffort() ? "" : fmt::format(" effort {}", name(guide.effort));
    return fmt::format("{}|{}|{}{}{}", weightKey(weight), encoding.name(), sample, importance, effort);
}

/// Nothing at all from a file that is missing, damaged, foreign or of another version.
template <class Result>
Entries<Result> readEntries(const std::filesystem::path& file, const std::string& identity) {
    try {
        const auto text = readCacheFile(file, maxFileBytes);
        if (!text) {
            return {};
        }
        const json document = json::parse(*text);
        if (document.at("version").get<int>() != resultVersion || document.at("model").get<std::string>() != identity) {
            return {};
        }
        Entries<Result> entries;
        for (const auto& [key, value] : document.at(std::string(kindName<Result>)).items()) {
            fromJson(value, entries[key]);
        }
        return entries;
    } catch (const std::exception&) {
        return {};
    }
}

// Empty when the document would be too large to be read again.
template <class Result>
std::string documentOf(const Entries<Result>& entries, const std::string& identity) {
    json results = json::object(); // sorted by key: the same results give the same file
    for (const auto& [key, result] : entries) {
        results[key] = toJson(result);
    }
    json document{{"version", resultVersion}, {"model", identity}};
    document[std::string(kindName<Result>)] = std::move(results);
    const std::string text = document.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() <= maxFileBytes ? text : std::string();
}

void removeLeastRecentlyUsed(const std::filesystem::path& folder, std::uint64_t maxBytes) {
    struct Kept {
        std::filesystem::path path;
        FileStamp stamp; // its time is the one of the last use
    };
    std::vector<Kept> files;
    std::uint64_t total = 0;
    for (const std::filesystem::path& entry : entriesOf(folder)) {
        if (fileKindOfEntry(entry) == FileKind::file && entry.extension() == ".json") {
            files.push_back({entry, stampOf(entry)});
            total += files.back().stamp.size;
        }
    }
    std::ranges::sort(files, {}, [](const Kept& file) { return file.stamp.modifiedNanoseconds; });
    for (const Kept& file : files) {
        if (total <= maxBytes) {
            return;
        }
        removeEntry(file.path);
        total -= file.stamp.size;
    }
}

} // namespace

template <class Result>
struct ResultCache::File {
    std::filesystem::path path;
    Entries<Result> entries;
    bool hasNews = false;
};

ResultCache::ResultCache(std::filesystem::path folder, std::uint64_t maxBytes)
    : folder_(std::move(folder)), maxBytes_(maxBytes) {}

ResultCache::ResultCache() : ResultCache(cacheFolder() / "results") {}

ResultCache::~ResultCache() {
    save();
}

template <class Result>
ResultCache::File<Result>& ResultCache::fileOf(Files<Result>& files, const std::string& identity) {
    std::unique_ptr<File<Result>>& file = files[identity];
    if (!file) {
        file = std::make_unique<File<Result>>();
        const std::uint64_t hash = contentHash(std::as_bytes(std::span(identity)));
        file->path = folder_ / fmt::format("{:016x}.{}.json", hash, kindName<Result>);
        file->entries = readEntries<Result>(file->path, identity);
        if (!file->entries.empty()) { // the time of last use, for removeLeastRecentlyUsed()
            noteUse(file->path);
        }
    }
    return *file;
}

std::optional<EncodingError> ResultCache::find(const Model& model, const Weight& weight, const Encoding& encoding,
                                               const EncodingGuide& guide, const ErrorOptions& options) {
    const std::string identity = model.checkpoint().identity();
    const std::string exact = entryKey(weight, encoding, guide, std::nullopt);
    const std::string sample = entryKey(weight, encoding, guide, options.sampleWeights);
    const std::scoped_lock lock(mutex_);
    const Entries<EncodingError>& entries = fileOf(errors_, identity).entries;
    auto found = entries.find(exact);
    if (found == entries.end() && !options.exact) {
        found = entries.find(sample);
    }
    return found == entries.end() ? std::nullopt : std::optional(found->second);
}

void ResultCache::store(const Model& model, const Weight& weight, const Encoding& encoding, const EncodingGuide& guide,
                        const ErrorOptions& options, const EncodingError& error) {
    if (!isStorable(error)) {
        return;
    }
    const std::string identity = model.checkpoint().identity();
    // A small weight is measured whole even when a sample was asked for.
    const auto sample = error.sampled ? std::optional(options.sampleWeights) : std::nullopt;
    const std::scoped_lock lock(mutex_);
    File<EncodingError>& file = fileOf(errors_, identity);
    file.entries.insert_or_assign(entryKey(weight, encoding, guide, sample), error);
    file.hasNews = true;
}

std::optional<WeightStatistics> ResultCache::findStatistics(const Model& model, const Weight& weight) {
    const std::string identity = model.checkpoint().identity();
    const std::scoped_lock lock(mutex_);
    const Entries<WeightStatistics>& entries = fileOf(statistics_, identity).entries;
    const auto found = entries.find(weightKey(weight));
    return found == entries.end() ? std::nullopt : std::optional(found->second);
}

void ResultCache::storeStatistics(const Model& model, const Weight& weight, const WeightStatistics& statistics) {
    if (!isStorable(statistics)) {
        return;
    }
    const std::string identity = model.checkpoint().identity();
    const std::scoped_lock lock(mutex_);
    File<WeightStatistics>& file = fileOf(statistics_, identity);
    file.entries.insert_or_assign(weightKey(weight), statistics);
    file.hasNews = true;
}

template <class Result>
bool ResultCache::saveFiles(Files<Result>& files) {
    bool wrote = false;
    for (const auto& [identity, file] : files) {
        if (!file->hasNews) {
            continue;
        }
        file->entries.merge(readEntries<Result>(file->path, identity)); // what another process saved meanwhile; ours win
        if (const std::string text = documentOf(file->entries, identity); !text.empty()) {
            makeFolders(folder_);
            writeCacheFile(file->path, text);
            wrote = true;
        }
        file->hasNews = false;
    }
    return wrote;
}

void ResultCache::save() noexcept {
    try {
        const std::scoped_lock lock(mutex_);
        const bool wroteErrors = saveFiles(errors_);
        if (saveFiles(statistics_) || wroteErrors) {
            removeLeastRecentlyUsed(folder_, maxBytes_);
        }
    } catch (const std::exception&) {
        // A cache that cannot be written costs time, nothing else: the next save tries again.
    }
}

WeightStatistics computeStatistics(const Model& model, const Weight& weight, ResultCache* cache, ThreadArena& arena,
                                   Progress& progress, const CancelToken& cancel) {
    if (auto known = cache == nullptr ? std::nullopt : cache->findStatistics(model, weight)) {
        progress.add(weight.storedBytes());
        return std::move(*known);
    }
    WeightStatistics statistics = computeStatistics(model, weight, arena, progress, cancel);
    if (cache != nullptr) {
        cache->storeStatistics(model, weight, statistics);
    }
    return statistics;
}

} // namespace quantlathe
