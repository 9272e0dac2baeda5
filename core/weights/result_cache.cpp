// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/result_cache.h"

#include "base/file.h"
#include "base/hash.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <vector>

namespace quantlathe {
namespace {

using nlohmann::json;

// Raised whenever an encoding's bytes, the sampling or the meaning of a number changes: old results are then ignored.
constexpr int resultVersion = 1;
constexpr std::uint64_t maxFileBytes = 64ULL << 20U;

using Entries = std::unordered_map<std::string, EncodingError>;

std::string entryKey(const Weight& weight, const Encoding& encoding, std::span<const float> importance,
                     std::optional<std::uint64_t> sampleWeights) {
    const std::string sample = sampleWeights ? fmt::format("sample {}", *sampleWeights) : "exact";
    const std::string guide =
        importance.empty() ? "" : fmt::format(" importance {:016x}", contentHash(std::as_bytes(importance)));
    return fmt::format("{}|{}|{}{}", weight.name, encoding.name(), sample, guide);
}

// Sums, not measures: the measures follow from them, and a JSON number cannot be infinite.
json toJson(const EncodingError& e) {
    const ErrorSums& s = e.sums;
    return json::array({s.weights, s.nonFinite, s.difference, s.original, s.decoded, s.product, s.weightedDifference,
                        s.weightedOriginal, s.maxAbsolute, e.weightedRelative.has_value(), e.sampled, e.weightsLookedAt,
                        e.interval95});
}

// Throws a json exception for anything that toJson() does not write.
EncodingError fromJson(const json& j) {
    ErrorSums s;
    s.weights = j.at(0).get<std::uint64_t>();
    s.nonFinite = j.at(1).get<std::uint64_t>();
    s.difference = j.at(2).get<double>();
    s.original = j.at(3).get<double>();
    s.decoded = j.at(4).get<double>();
    s.product = j.at(5).get<double>();
    s.weightedDifference = j.at(6).get<double>();
    s.weightedOriginal = j.at(7).get<double>();
    s.maxAbsolute = j.at(8).get<double>();
    EncodingError e = errorFromSums(s, j.at(9).get<bool>());
    e.sampled = j.at(10).get<bool>();
    e.weightsLookedAt = j.at(11).get<std::uint64_t>();
    e.interval95 = j.at(12).get<double>();
    return e;
}

bool isFinite(const EncodingError& e) {
    const ErrorSums& s = e.sums;
    const std::array numbers{s.difference,         s.original,         s.decoded,     s.product,
                             s.weightedDifference, s.weightedOriginal, s.maxAbsolute, e.interval95};
    return std::ranges::all_of(numbers, [](double v) { return std::isfinite(v); });
}

/// Nothing at all from a file that is missing, damaged, foreign or of another version.
Entries readEntries(const std::filesystem::path& file, const std::string& identity) {
    try {
        std::error_code missing;
        if (!std::filesystem::is_regular_file(file, missing)) {
            return {};
        }
        const json document = json::parse(readTextFile(file, maxFileBytes));
        if (document.at("version").get<int>() != resultVersion || document.at("model").get<std::string>() != identity) {
            return {};
        }
        Entries entries;
        for (const auto& [key, value] : document.at("errors").items()) {
            entries.emplace(key, fromJson(value));
        }
        return entries;
    } catch (const std::exception&) {
        return {};
    }
}

std::string documentOf(const Entries& entries, const std::string& identity) {
    json errors = json::object(); // sorted by key: the same results give the same file
    for (const auto& [key, error] : entries) {
        errors[key] = toJson(error);
    }
    const json document{{"version", resultVersion}, {"model", identity}, {"errors", std::move(errors)}};
    return document.dump(-1, ' ', false, json::error_handler_t::replace);
}

void removeLeastRecentlyUsed(const std::filesystem::path& folder, std::uint64_t maxBytes) {
    struct Kept {
        std::filesystem::path path;
        std::filesystem::file_time_type used;
        std::uint64_t bytes = 0;
    };
    std::vector<Kept> files;
    std::uint64_t total = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.is_regular_file() && entry.path().extension() == ".json") {
            files.push_back({entry.path(), entry.last_write_time(), entry.file_size()});
            total += files.back().bytes;
        }
    }
    std::ranges::sort(files, {}, &Kept::used);
    for (const Kept& file : files) {
        if (total <= maxBytes) {
            return;
        }
        std::error_code ignored;
        std::filesystem::remove(file.path, ignored);
        total -= file.bytes;
    }
}

} // namespace

struct ResultCache::File {
    std::filesystem::path path;
    Entries entries;
    bool hasNews = false;
};

ResultCache::ResultCache(std::filesystem::path folder, std::uint64_t maxBytes)
    : folder_(std::move(folder)), maxBytes_(maxBytes) {}

ResultCache::ResultCache() : ResultCache(cacheFolder() / "results") {}

ResultCache::~ResultCache() {
    save();
}

ResultCache::File& ResultCache::fileOf(const std::string& identity) {
    std::unique_ptr<File>& file = files_[identity];
    if (!file) {
        file = std::make_unique<File>();
        file->path = folder_ / fmt::format("{:016x}.json", contentHash(std::as_bytes(std::span(identity))));
        file->entries = readEntries(file->path, identity);
        if (!file->entries.empty()) { // the time of last use, for removeLeastRecentlyUsed()
            std::error_code ignored;
            std::filesystem::last_write_time(file->path, std::filesystem::file_time_type::clock::now(), ignored);
        }
    }
    return *file;
}

std::optional<EncodingError> ResultCache::find(const Model& model, const Weight& weight, const Encoding& encoding,
                                               std::span<const float> importance, const ErrorOptions& options) {
    const std::string identity = model.checkpoint().identity();
    const std::string exact = entryKey(weight, encoding, importance, std::nullopt);
    const std::string sample = entryKey(weight, encoding, importance, options.sampleWeights);
    const std::scoped_lock lock(mutex_);
    const Entries& entries = fileOf(identity).entries;
    auto found = entries.find(exact);
    if (found == entries.end() && !options.exact) {
        found = entries.find(sample);
    }
    return found == entries.end() ? std::nullopt : std::optional(found->second);
}

void ResultCache::store(const Model& model, const Weight& weight, const Encoding& encoding, std::span<const float> importance,
                        const ErrorOptions& options, const EncodingError& error) {
    if (!isFinite(error)) {
        return;
    }
    const std::string identity = model.checkpoint().identity();
    // A small weight is measured whole even when a sample was asked for.
    const auto sample = error.sampled ? std::optional(options.sampleWeights) : std::nullopt;
    const std::scoped_lock lock(mutex_);
    File& file = fileOf(identity);
    file.entries.insert_or_assign(entryKey(weight, encoding, importance, sample), error);
    file.hasNews = true;
}

void ResultCache::save() noexcept {
    try {
        const std::scoped_lock lock(mutex_);
        bool wrote = false;
        for (const auto& [identity, file] : files_) {
            if (!file->hasNews) {
                continue;
            }
            file->entries.merge(readEntries(file->path, identity)); // what another process saved meanwhile; ours win
            std::filesystem::create_directories(folder_);
            writeTextFileAtomically(file->path, documentOf(file->entries, identity));
            file->hasNews = false;
            wrote = true;
        }
        if (wrote) {
            removeLeastRecentlyUsed(folder_, maxBytes_);
        }
    } catch (const std::exception&) {
        // A cache that cannot be written costs time, nothing else: the next save tries again.
    }
}

} // namespace quantlathe
