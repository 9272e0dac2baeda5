// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/hardware.h"

#include "base/error.h"
#include "base/file.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <fmt/format.h>
#include <iterator>
#include <limits>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

using Json = nlohmann::json;

constexpr double gib = 1024.0 * 1024.0 * 1024.0;
constexpr std::uint64_t mostBytes = 16U << 20U;

/// Runs `read` on the parsed file; whatever is missing or of another type is one Error with this title that names the file.
template <class Read>
auto readTable(const std::filesystem::path& file, std::string_view title, Read read) {
    try {
        return read(Json::parse(readTextFile(file, mostBytes)));
    } catch (const Json::exception& error) {
        throw badInput(file, translated(title), error.what());
    }
}

std::string sizeText(double gigabytes) {
    return fmt::format("{:g} GB", gigabytes);
}

/// "RTX 3060 12 GB"; the table writes the size into some names ("A100 80GB PCIe").
std::string soldAs(const std::string& name, double gigabytes) {
    const std::string joined = fmt::format("{:g}GB", gigabytes);
    const std::size_t at = name.find(joined);
    return at == std::string::npos ? fmt::format("{} {}", name, sizeText(gigabytes))
                                   : name.substr(0, at) + sizeText(gigabytes) + name.substr(at + joined.size());
}

void appendGpu(std::vector<Gpu>& gpus, const Json& entry) {
    const auto& sizes = entry.at("memory_gb");
    for (std::size_t i = 0; i < sizes.size(); ++i) {
        const double printed = sizes[i].get<double>();
        const double usable = entry.contains("usable_gb") ? entry["usable_gb"].at(i).get<double>() : printed;
        Gpu gpu;
        gpu.name = soldAs(entry.at("name").get<std::string>(), printed);
        gpu.vendor = entry.at("vendor").get<std::string>();
        gpu.architecture = entry.at("architecture").get<std::string>();
        gpu.kind = entry.at("kind").get<std::string>();
        gpu.memoryBytes = static_cast<std::uint64_t>(usable * gib);
        gpu.bandwidthBytesPerSecond = entry.at("bandwidth_gb_s").get<double>() * 1e9;
        gpus.push_back(std::move(gpu));
    }
}

// ---- Names as people and drivers write them

/// What drivers write around the name.
constexpr auto decoration =
    std::to_array<std::string_view>({"nvidia", "geforce", "amd", "radeon", "intel", "apple", "r", "tm", "gpu", "graphics"});

/// Lower case, split at everything that is neither letter nor digit, and between the digits and the unit of "12GB".
std::vector<std::string> wordsOf(std::string_view name) {
    std::vector<std::string> words;
    std::string word;
    const auto flush = [&] {
        const bool isSize = word.size() > 2 && word.ends_with("gb") && std::isdigit(static_cast<unsigned char>(word[0])) != 0;
        if (isSize) {
            words.push_back(word.substr(0, word.size() - 2));
            words.emplace_back("gb");
        } else if (!word.empty()) {
            words.push_back(word);
        }
        word.clear();
    };
    for (const char c : name) {
        if (std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '+' || c == '.') {
            word += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else {
            flush();
        }
    }
    flush();
    std::erase_if(words, [](const std::string& w) { return std::ranges::find(decoration, w) != decoration.end(); });
    return words;
}

/// Without the size: "rtx 3060 12 gb" → "rtx 3060".
std::vector<std::string> withoutSize(std::vector<std::string> words) {
    const auto unit = std::ranges::find(words, "gb");
    if (unit != words.end() && unit != words.begin()) {
        words.erase(unit - 1, unit + 1);
    }
    return words;
}

template <class Matches>
const Gpu* onlyOne(std::span<const Gpu> gpus, Matches matches) {
    const auto first = std::ranges::find_if(gpus, matches);
    if (first == gpus.end() || std::find_if(std::next(first), gpus.end(), matches) != gpus.end()) {
        return nullptr;
    }
    return &*first;
}

} // namespace

Gpu processorWith(const HostMemory& host) {
    Gpu gpu;
    gpu.name = say("CPU");
    gpu.kind = "processor";
    gpu.memoryBytes = host.bytes;
    gpu.bandwidthBytesPerSecond = host.bytesPerSecond;
    gpu.isMeasured = true;
    return gpu;
}

std::vector<Gpu> readGpus(const std::filesystem::path& file) {
    return readTable(file, words("This is no table of graphics cards"), [&](const Json& json) {
        std::vector<Gpu> gpus;
        for (const Json& entry : json.at("gpus")) {
            appendGpu(gpus, entry);
        }
        for (const Gpu& gpu : gpus) {
            if (gpu.memoryBytes == 0 || !(gpu.bandwidthBytesPerSecond > 0)) {
                throw badInput(file, say("This is no table of graphics cards"),
                               say("{} has no memory or no bandwidth.", gpu.name));
            }
        }
        return gpus;
    });
}

const Gpu* findGpu(std::span<const Gpu> gpus, std::string_view name) {
    const auto exact = std::ranges::find(gpus, name, &Gpu::name);
    if (exact != gpus.end()) {
        return &*exact;
    }
    const std::vector<std::string> words = wordsOf(name);
    if (words.empty()) {
        return nullptr;
    }
    const auto glued = [](const std::vector<std::string>& parts) {
        std::string all;
        for (const std::string& part : parts) {
            all += part;
        }
        return all;
    };
    const std::string whole = glued(words);
    if (const Gpu* gpu = onlyOne(gpus, [&](const Gpu& candidate) { return glued(wordsOf(candidate.name)) == whole; })) {
        return gpu;
    }
    if (const Gpu* gpu =
            onlyOne(gpus, [&](const Gpu& candidate) { return glued(withoutSize(wordsOf(candidate.name))) == whole; })) {
        return gpu;
    }
    // All words of the question and as few others as possible: "3080 12 GB" is no RTX 3080 Ti.
    const Gpu* best = nullptr;
    std::size_t fewest = std::numeric_limits<std::size_t>::max();
    for (const Gpu& candidate : gpus) {
        const std::vector<std::string> has = wordsOf(candidate.name);
        const bool hasAll =
            std::ranges::all_of(words, [&](const std::string& word) { return std::ranges::find(has, word) != has.end(); });
        if (hasAll && has.size() <= fewest) {
            best = has.size() < fewest ? &candidate : nullptr; // two are as good: no answer
            fewest = has.size();
        }
    }
    return best;
}

const Gpu* findGpuOfSize(std::span<const Gpu> gpus, std::string_view driversName, std::uint64_t bytes) {
    constexpr double mostApart = 0.1;
    const std::vector<std::string> asked = withoutSize(wordsOf(driversName));
    const auto distance = [&](const Gpu& gpu) {
        return std::abs(static_cast<double>(gpu.memoryBytes) / static_cast<double>(bytes) - 1);
    };
    const Gpu* best = nullptr;
    for (const Gpu& gpu : gpus) {
        const bool isNamedSo = !asked.empty() && withoutSize(wordsOf(gpu.name)) == asked;
        if (isNamedSo && distance(gpu) <= mostApart && (best == nullptr || distance(gpu) < distance(*best))) {
            best = &gpu;
        }
    }
    return best;
}

std::vector<std::string> closestGpus(std::span<const Gpu> gpus, std::string_view name, std::size_t most) {
    // Pairs of neighbouring letters and digits that both names have, twice their number over all (Dice 1945).
    const auto pairsOf = [](std::string_view text) {
        std::string letters;
        for (const std::string& word : wordsOf(text)) {
            letters += word;
        }
        std::vector<std::string> pairs;
        for (std::size_t i = 0; i + 1 < letters.size(); ++i) {
            pairs.push_back(letters.substr(i, 2));
        }
        std::ranges::sort(pairs);
        return pairs;
    };
    const std::vector<std::string> asked = pairsOf(name);
    std::vector<std::pair<double, std::size_t>> scores;
    for (std::size_t i = 0; i < gpus.size(); ++i) {
        const std::vector<std::string> has = pairsOf(gpus[i].name);
        std::vector<std::string> common;
        std::ranges::set_intersection(asked, has, std::back_inserter(common));
        const std::size_t all = asked.size() + has.size();
        scores.emplace_back(all == 0 ? 0.0 : -2.0 * static_cast<double>(common.size()) / static_cast<double>(all), i);
    }
    std::ranges::sort(scores);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < std::min(most, scores.size()); ++i) {
        names.push_back(gpus[scores[i].second].name);
    }
    return names;
}

double Survey::percentThatHold(std::uint64_t bytes) const {
    const double needed = static_cast<double>(bytes) / gib;
    const auto found = percentAtLeastGb.lower_bound(needed);
    return found == percentAtLeastGb.end() ? 0.0 : found->second;
}

Survey readSurvey(const std::filesystem::path& file) {
    return readTable(file, words("This is no hardware survey"), [&](const Json& json) {
        Survey survey;
        survey.name = say("Steam hardware survey");
        for (const Json& month : json.at("months")) {
            const std::string quality = month.at("quality").get<std::string>();
            const std::string label = month.at("month").get<std::string>(); // "2026-04": text order is time order
            const bool isReliable = quality == "ok" || quality == "new counting";
            if (!isReliable || label <= survey.month) {
                continue;
            }
            survey.month = label;
            survey.percentAtLeastGb.clear();
            for (const auto& [gigabytes, percent] : month.at("percent_at_least_gb").items()) {
                std::size_t used = 0;
                double key = 0;
                try {
                    key = std::stod(gigabytes, &used);
                } catch (const std::exception&) {
                    used = 0;
                }
                if (used != gigabytes.size() || !(key > 0)) {
                    throw badInput(file, say("This is no hardware survey"), say("{} is no memory size.", gigabytes));
                }
                survey.percentAtLeastGb[key] = percent.get<double>();
            }
        }
        if (survey.percentAtLeastGb.empty()) {
            throw badInput(file, say("This is no hardware survey"), say("It holds no reliable month."));
        }
        return survey;
    });
}

} // namespace quantlathe
