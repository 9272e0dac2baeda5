// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out what a path is: the part of opening that comes before any header is parsed.
#include "base/error.h"
#include "base/text.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/content.h"
#include "checkpoint/gguf_reader.h"
#include "checkpoint/safetensors_reader.h"
#include "checkpoint/shard_name.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <map>
#include <optional>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view indexEnding = ".safetensors.index.json";
constexpr std::size_t maxFolderEntries = 100'000;
constexpr std::string_view whatOpens = "A .safetensors or .gguf file can be opened, or the folder that holds the model.";

/// Files that belong to a model but are none.
constexpr std::array<std::string_view, 12> companions{
    "tokenizer.model",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "config.json",
    "generation_config.json",
    "vocab.json",
    "merges.txt",
    "vocab.txt",
    "added_tokens.json",
    "chat_template.jinja",
    "params.json",
};

struct Found {
    ContainerKind kind = ContainerKind::safetensors;
    std::vector<fs::path> files; // of a GGUF set only the one that was named
    std::optional<fs::path> index;
};

bool endsWith(const fs::path& path, std::string_view ending) {
    return path.filename().string().ends_with(ending);
}

std::string nameOf(const fs::path& path) {
    const fs::path file = path.filename();
    return escapeForDisplay(file.empty() ? path.parent_path().filename().string() : file.string());
}

Found safetensorsFile(const fs::path& file) {
    // A shard stands for its whole model when the index lies beside it.
    if (const auto shard = parseShardName(file)) {
        const fs::path index = file.parent_path() / (shard->prefix + std::string(indexEnding));
        if (std::error_code ignored; fs::exists(index, ignored)) {
            return {ContainerKind::safetensors, {}, index};
        }
    }
    return {ContainerKind::safetensors, {file}, {}};
}

Found findFile(const fs::path& file) {
    const std::vector<std::byte> start = firstBytes(file);
    if (looksLikeGguf(start)) {
        return {ContainerKind::gguf, {file}, {}};
    }
    if (looksLikeSafetensors(start)) {
        return safetensorsFile(file);
    }
    if (const auto foreign = foreignContent(start, file)) {
        throw Error(*foreign);
    }
    if (endsWith(file, indexEnding)) {
        return {ContainerKind::safetensors, {}, file};
    }
    if (file.extension() == ".safetensors") { // the readers say best what is wrong with it
        return safetensorsFile(file);
    }
    if (file.extension() == ".gguf") {
        return {ContainerKind::gguf, {file}, {}};
    }
    if (std::find(companions.begin(), companions.end(), file.filename().string()) != companions.end()) {
        throw badInput(file, nameOf(file) + " cannot be opened on its own", "Drop the folder that holds it and the weights.");
    }
    throw badInput(file, nameOf(file) + " is neither safetensors nor GGUF", std::string(whatOpens));
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entries.size() == maxFolderEntries) {
            throw badInput(
                folder, "This folder holds too many files",
                fmt::format("More than {} are not searched. Open the model's file itself.", groupedDigits(maxFolderEntries)));
        }
        entries.push_back(entry->path());
    }
    if (error) {
        throw badInput(folder, "Cannot read the folder", error.message() + ".");
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

std::vector<fs::path> withEnding(const std::vector<fs::path>& entries, std::string_view ending) {
    std::vector<fs::path> chosen;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(chosen), [ending](const fs::path& path) {
        std::error_code ignored; // hidden files are leftovers of downloads and of other systems
        return endsWith(path, ending) && !path.filename().string().starts_with('.') && !fs::is_directory(path, ignored);
    });
    return chosen;
}

/// One path for each model: single files, and one member of each numbered set.
std::vector<fs::path> models(const std::vector<fs::path>& files) {
    std::map<std::string, fs::path> sets;
    for (const fs::path& file : files) {
        const auto shard = parseShardName(file);
        sets.try_emplace(shard ? shard->withNumber(0) : file.filename().string(), file);
    }
    std::vector<fs::path> firsts;
    for (auto& [name, file] : sets) {
        firsts.push_back(std::move(file));
    }
    return firsts;
}

std::string listed(const std::vector<fs::path>& files) {
    constexpr std::size_t most = 4;
    std::string text;
    for (std::size_t i = 0; i < std::min(files.size(), most); ++i) {
        text.append(i == 0 ? "" : ", ").append(nameOf(files[i]));
    }
    return files.size() > most ? text + fmt::format(" and {} more", files.size() - most) : text;
}

Found findSafetensors(const fs::path& folder, const std::vector<fs::path>& files, const std::vector<fs::path>& indexes) {
    // Beside the model other tensors may lie (adapters, references), so the usual names go first, in the order in which
    // the transformers library looks for them.
    const fs::path usualFile = folder / "model.safetensors";
    if (std::find(files.begin(), files.end(), usualFile) != files.end()) {
        return {ContainerKind::safetensors, {usualFile}, {}};
    }
    const fs::path usualIndex = folder / ("model" + std::string(indexEnding));
    if (std::find(indexes.begin(), indexes.end(), usualIndex) != indexes.end()) {
        return {ContainerKind::safetensors, {}, usualIndex};
    }
    if (!indexes.empty()) {
        if (indexes.size() > 1) {
            throw badInput(folder, "This folder holds several models", fmt::format("Open one of them: {}.", listed(indexes)));
        }
        return {ContainerKind::safetensors, {}, indexes.front()};
    }
    for (const fs::path& file : files) {
        if (const auto shard = parseShardName(file)) {
            if (models(files).size() > 1) {
                throw badInput(folder, "This folder holds several models",
                               fmt::format("Open one of them: {}.", listed(models(files))));
            }
            return {ContainerKind::safetensors, shardSet(folder, *shard), {}};
        }
    }
    return {ContainerKind::safetensors, files, {}};
}

Error nothingIn(const fs::path& folder, const std::vector<fs::path>& entries) {
    if (entries.empty()) {
        return badInput(folder, "This folder is empty", std::string(whatOpens));
    }
    for (const fs::path& entry : entries) {
        std::error_code ignored;
        const std::string extension = entry.extension().string();
        if ((extension == ".bin" || extension == ".pt" || extension == ".pth") && fs::is_regular_file(entry, ignored)) {
            if (const auto foreign = foreignContent(firstBytes(entry), entry)) {
                return badInput(folder, foreign->title(), fmt::format("Found {}. {}", nameOf(entry), foreign->detail()));
            }
        }
    }
    for (const fs::path& entry : entries) {
        if (std::find(companions.begin(), companions.end(), entry.filename().string()) != companions.end()) {
            return badInput(
                folder, "The weights are missing",
                fmt::format("{} is here, but no .safetensors or .gguf file. Put them into the same folder.", nameOf(entry)));
        }
    }
    return badInput(folder, "There is no model in this folder", fmt::format("It holds {}. {}", listed(entries), whatOpens));
}

Found findInFolder(const fs::path& folder) {
    const std::vector<fs::path> entries = entriesOf(folder);
    const std::vector<fs::path> safetensors = withEnding(entries, ".safetensors");
    const std::vector<fs::path> indexes = withEnding(entries, indexEnding);
    // Where both lie together the GGUF files were made from the others.
    if (!safetensors.empty() || !indexes.empty()) {
        return findSafetensors(folder, safetensors, indexes);
    }
    const std::vector<fs::path> ggufs = models(withEnding(entries, ".gguf"));
    if (ggufs.size() > 1) {
        throw badInput(folder, fmt::format("This folder holds {} GGUF models", ggufs.size()),
                       fmt::format("Open one of them: {}.", listed(ggufs)));
    }
    if (ggufs.empty()) {
        throw nothingIn(folder, entries);
    }
    return findFile(ggufs.front());
}

Found find(const fs::path& path) {
    std::error_code ignored;
    return fs::is_directory(path, ignored) ? findInFolder(path) : findFile(path);
}

/// The files that a find stands for, as far as names tell.
std::vector<fs::path> filesOf(const Found& found) {
    if (found.index) {
        std::vector<fs::path> files;
        const std::string name = found.index->filename().string();
        const std::string prefix = name.substr(0, name.size() - indexEnding.size());
        for (const fs::path& file :
             withEnding(entriesOf(found.index->parent_path().empty() ? "." : found.index->parent_path()), ".safetensors")) {
            const auto shard = parseShardName(file);
            if (shard && shard->prefix == prefix) {
                files.push_back(file);
            }
        }
        return files;
    }
    if (found.kind == ContainerKind::gguf) {
        const auto shard = parseShardName(found.files.front());
        if (shard && shard->count > 1) {
            return shardSet(found.files.front().parent_path(), *shard);
        }
    }
    return found.files;
}

} // namespace

Checkpoint openCheckpoint(const fs::path& path) {
    const Found found = find(path);
    if (found.index) {
        return Checkpoint(readSafetensorsIndex(path, *found.index));
    }
    if (found.kind == ContainerKind::safetensors) {
        return Checkpoint(readSafetensorsFiles(path, found.files));
    }
    CheckpointContents contents = readGguf(found.files.front());
    contents.path = path;
    return Checkpoint(std::move(contents));
}

Glance glanceAt(const fs::path& path) {
    Glance glance;
    try {
        const Found found = find(path);
        const std::vector<fs::path> files = filesOf(found);
        std::error_code ignored;
        const std::string_view container = found.kind == ContainerKind::gguf ? "GGUF" : "safetensors";
        const std::string_view place = fs::is_directory(path, ignored)   ? "folder"
                                       : files.size() > 1 || found.index ? "set"
                                                                         : "file";
        glance.kind = fmt::format("{} {}", container, place);
        if (place != "file") {
            glance.kind += fmt::format(", {} file{}", files.size(), files.size() == 1 ? "" : "s");
        }
        for (const fs::path& file : files) {
            glance.bytes += stampOf(file).size;
        }
        glance.openable = true;
    } catch (const Error& error) {
        glance.reason = error.detail().empty() ? error.title() : error.title() + ". " + error.detail();
    }
    return glance;
}

} // namespace quantlathe
