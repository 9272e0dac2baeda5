// SPDX-License-Identifier: GPL-3.0-or-later
// Finds out what a path is: the part of opening that comes before any header is parsed.
#include "base/error.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/content.h"
#include "checkpoint/gguf_reader.h"
#include "checkpoint/pytorch_reader.h"
#include "checkpoint/safetensors_reader.h"
#include "checkpoint/shard_name.h"
#include "checkpoint/spqr_folder.h"
#include "checkpoint/wrapper_names.h"

#include <algorithm>
#include <array>
#include <map>
#include <optional>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

/// The containers that are split into files with an index beside them.
struct Family {
    ContainerKind kind;
    std::string_view extension;
    std::string_view indexEnding;
    std::string_view usualStem; // of the file that holds a model's weights
};
constexpr Family safetensorsFamily{ContainerKind::safetensors, ".safetensors", ".safetensors.index.json", "model"};
constexpr Family pyTorchFamily{ContainerKind::pytorch, ".bin", ".bin.index.json", "pytorch_model"};
// Renamed by hand or by a bot: the content is the other one's.
constexpr Family safetensorsAsBin{ContainerKind::safetensors, ".bin", ".bin.index.json", "pytorch_model"};
constexpr Family pyTorchAsSafetensors{ContainerKind::pytorch, ".safetensors", ".safetensors.index.json", "model"};

constexpr std::string_view whatOpens =
    words("A .safetensors, .gguf or PyTorch .bin file can be opened, or the folder that holds the model.");

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
    bool isSpqr = false; // files of torch.save that are named after layers
};

bool endsWith(const fs::path& path, std::string_view ending) {
    return path.filename().string().ends_with(ending);
}

bool isTrainingState(const fs::path& file) {
    const std::string name = file.filename().string();
    return name == "training_args.bin" || name == "optimizer.pt" || name == "scheduler.pt" || name == "scaler.pt" ||
           name.starts_with("rng_state");
}

std::string nameOf(const fs::path& path) {
    const fs::path file = path.filename();
    return escapeForDisplay(file.empty() ? path.parent_path().filename().string() : file.string());
}

Found memberOf(const Family& family, const fs::path& file) {
    // A shard stands for its whole model when the index lies beside it.
    if (const auto shard = parseLooseShardName(file)) {
        const fs::path index = file.parent_path() / (shard->prefix + std::string(family.indexEnding));
        if (isThere(index)) {
            return {family.kind, {}, index};
        }
    }
    return {family.kind, {file}, {}};
}

Found findFile(const fs::path& file) {
    const std::vector<std::byte> start = firstBytes(file);
    if (looksLikeGguf(start)) {
        return {ContainerKind::gguf, {file}, {}};
    }
    if (looksLikeSafetensors(start)) {
        return memberOf(endsWith(file, ".bin") ? safetensorsAsBin : safetensorsFamily, file);
    }
    if (looksLikePyTorch(start)) {
        return memberOf(endsWith(file, ".safetensors") ? pyTorchAsSafetensors : pyTorchFamily, file);
    }
    if (const auto foreign = foreignContent(start, file)) {
        throw Error(*foreign);
    }
    for (const Family& family : {safetensorsFamily, pyTorchFamily}) {
        if (endsWith(file, family.indexEnding)) {
            return {family.kind, {}, file};
        }
    }
    if (file.extension() == ".safetensors") { // the readers say best what is wrong with it
        return memberOf(safetensorsFamily, file);
    }
    if (file.extension() == ".gguf") {
        return {ContainerKind::gguf, {file}, {}};
    }
    if (std::find(companions.begin(), companions.end(), file.filename().string()) != companions.end()) {
        throw badInput(file, say("{} cannot be opened on its own", nameOf(file)),
                       say("Drop the folder that holds it and the weights."));
    }
    throw badInput(file, say("{} is neither safetensors nor GGUF nor PyTorch", nameOf(file)), translated(whatOpens));
}

std::vector<fs::path> withEnding(const std::vector<fs::path>& entries, std::string_view ending) {
    std::vector<fs::path> chosen;
    std::copy_if(entries.begin(), entries.end(), std::back_inserter(chosen), [ending](const fs::path& path) {
        // Hidden files are leftovers of downloads and of other systems.
        return endsWith(path, ending) && !path.filename().string().starts_with('.') && fileKind(path) != FileKind::folder;
    });
    return chosen;
}

/// One path for each model: single files, and one member of each numbered set.
std::vector<fs::path> models(const std::vector<fs::path>& files) {
    std::map<std::string, fs::path> sets;
    for (const fs::path& file : files) {
        const auto shard = parseLooseShardName(file);
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
    return files.size() > most ? say("{} and {} more", text, files.size() - most) : text;
}

/// The usual names, in the order in which the transformers library looks for them: beside the model other tensors may lie
/// (adapters, references).
std::optional<Found> usual(const Family& family, const fs::path& folder, const std::vector<fs::path>& files,
                           const std::vector<fs::path>& indexes) {
    const fs::path file = folder / (std::string(family.usualStem) + std::string(family.extension));
    if (std::find(files.begin(), files.end(), file) != files.end()) {
        return Found{family.kind, {file}, {}};
    }
    const fs::path index = folder / (std::string(family.usualStem) + std::string(family.indexEnding));
    if (std::find(indexes.begin(), indexes.end(), index) != indexes.end()) {
        return Found{family.kind, {}, index};
    }
    if (indexes.size() > 1) {
        throw badInput(folder, say("This folder holds several models"), say("Open one of them: {}.", listed(indexes)));
    }
    return indexes.empty() ? std::nullopt : std::optional(Found{family.kind, {}, indexes.front()});
}

Found findSafetensors(const Family& family, const fs::path& folder, const std::vector<fs::path>& files,
                      const std::vector<fs::path>& indexes) {
    if (auto found = usual(family, folder, files, indexes)) {
        return *std::move(found);
    }
    for (const fs::path& file : files) {
        if (const auto shard = parseLooseShardName(file)) {
            if (models(files).size() > 1) {
                throw badInput(folder, say("This folder holds several models"),
                               say("Open one of them: {}.", listed(models(files))));
            }
            return {family.kind, shardSet(folder, *shard), {}};
        }
    }
    return {family.kind, files, {}};
}

/// Training programs put pickles of their own beside the model, which say by their content that they are none.
std::optional<Found> findPyTorch(const fs::path& folder, const std::vector<fs::path>& entries) {
    std::vector<fs::path> files;
    for (const std::string_view extension : {".bin", ".pt", ".pth"}) {
        for (const fs::path& file : withEnding(entries, extension)) {
            if (looksLikePyTorch(firstBytes(file)) && !isTrainingState(file)) {
                files.push_back(file);
            }
        }
    }
    if (auto found = usual(pyTorchFamily, folder, files, withEnding(entries, pyTorchFamily.indexEnding))) {
        return found;
    }
    const std::vector<fs::path> found = models(files);
    if (found.size() > 1) {
        throw badInput(folder, say("This folder holds several models"), say("Open one of them: {}.", listed(found)));
    }
    if (found.empty()) {
        return std::nullopt;
    }
    const auto shard = parseLooseShardName(found.front());
    return Found{ContainerKind::pytorch, shard ? shardSet(folder, *shard) : found, {}};
}

bool allLookLike(const std::vector<fs::path>& files, bool (*looksLike)(std::span<const std::byte>)) {
    return !files.empty() && std::ranges::all_of(files, [&](const fs::path& file) { return looksLike(firstBytes(file)); });
}

Error nothingIn(const fs::path& folder, const std::vector<fs::path>& entries) {
    if (entries.empty()) {
        return badInput(folder, say("This folder is empty"), translated(whatOpens));
    }
    for (const fs::path& entry : entries) {
        const std::string extension = entry.extension().string();
        if ((extension == ".bin" || extension == ".pt" || extension == ".pth") && fileKind(entry) == FileKind::file) {
            if (const auto foreign = foreignContent(firstBytes(entry), entry)) {
                return badInput(folder, foreign->title(), say("Found {}. {}", nameOf(entry), foreign->detail()));
            }
        }
    }
    for (const fs::path& entry : entries) {
        if (std::find(companions.begin(), companions.end(), entry.filename().string()) != companions.end()) {
            return badInput(
                folder, say("The weights are missing"),
                say("{} is here, but no .safetensors, .gguf or .bin file. Put them into the same folder.", nameOf(entry)));
        }
    }
    for (const fs::path& entry : entries) { // sentence-transformers' "0_Transformer", "original", "checkpoint-500"
        if (fileKind(entry) == FileKind::folder && isThere(entry / "config.json") &&
            !withEnding(entriesOf(entry), ".safetensors").empty()) {
            return badInput(folder, say("There is no model in this folder"),
                            say("One lies in its folder {}: open that.", nameOf(entry)));
        }
    }
    return badInput(folder, say("There is no model in this folder"),
                    say("It holds {}. {}", listed(entries), translated(whatOpens)));
}

/// Precondition: there is one.
Found findGguf(const fs::path& folder, const std::vector<fs::path>& ggufs) {
    if (ggufs.size() > 1) {
        throw badInput(folder, say("This folder holds {} GGUF models", ggufs.size()),
                       say("Open one of them: {}.", listed(ggufs)));
    }
    return findFile(ggufs.front());
}

Found findInFolder(const fs::path& folder) {
    const std::vector<fs::path> entries = entriesOf(folder);
    const std::vector<fs::path> safetensors = withEnding(entries, ".safetensors");
    const std::vector<fs::path> indexes = withEnding(entries, safetensorsFamily.indexEnding);
    // Where both lie together the GGUF files were made from the others.
    if (!safetensors.empty() || !indexes.empty()) {
        if (allLookLike(safetensors, looksLikeGguf)) {
            return findGguf(folder, safetensors);
        }
        const bool isMisnamed = allLookLike(safetensors, looksLikePyTorch);
        return findSafetensors(isMisnamed ? pyTorchAsSafetensors : safetensorsFamily, folder, safetensors, indexes);
    }
    if (auto files = spqrFilesIn(folder, entries); !files.empty()) {
        return {ContainerKind::pytorch, std::move(files), {}, true};
    }
    if (auto found = findPyTorch(folder, entries)) {
        return *std::move(found);
    }
    if (auto files = withEnding(entries, safetensorsAsBin.extension); allLookLike(files, looksLikeSafetensors)) {
        return findSafetensors(safetensorsAsBin, folder, files, withEnding(entries, safetensorsAsBin.indexEnding));
    }
    const std::vector<fs::path> ggufs = models(withEnding(entries, ".gguf"));
    if (ggufs.empty()) {
        throw nothingIn(folder, entries);
    }
    return findGguf(folder, ggufs);
}

Found find(const fs::path& path) {
    return fileKind(path) == FileKind::folder ? findInFolder(path) : findFile(path);
}

/// False for a file that only has a shard's name: nothing else of its set is there.
bool isOneOfSeveral(const fs::path& folder, const ShardName& name) {
    for (std::uint32_t i = 1; i <= name.count; ++i) {
        if (i != name.number && isThere(folder / name.withNumber(i))) {
            return true;
        }
    }
    return false;
}

/// The files that a find stands for, as far as names tell.
std::vector<fs::path> filesOf(const Found& found) {
    if (found.index) {
        std::vector<fs::path> files;
        const std::string name = found.index->filename().string();
        const bool isNamedAsPyTorch = name.ends_with(pyTorchFamily.indexEnding);
        const Family& family = isNamedAsPyTorch ? pyTorchFamily : safetensorsFamily;
        const std::string prefix = name.substr(0, name.size() - family.indexEnding.size());
        const fs::path folder = found.index->parent_path();
        for (const fs::path& file : withEnding(entriesOf(folder.empty() ? "." : folder), family.extension)) {
            const auto shard = parseLooseShardName(file);
            if (shard && shard->prefix == prefix) {
                files.push_back(file);
            }
        }
        return files;
    }
    if (found.kind == ContainerKind::gguf) {
        const auto shard = parseShardName(found.files.front());
        const fs::path folder = found.files.front().parent_path();
        if (shard && isOneOfSeveral(folder, *shard)) {
            return shardSet(folder, *shard);
        }
    }
    return found.files;
}

} // namespace

Checkpoint openCheckpoint(const fs::path& path) {
    const Found found = find(path);
    if (found.kind == ContainerKind::gguf) {
        CheckpointContents contents = readGguf(found.files.front());
        contents.path = path;
        return Checkpoint(std::move(contents));
    }
    CheckpointContents contents;
    if (found.kind == ContainerKind::safetensors) {
        contents = found.index ? readSafetensorsIndex(path, *found.index) : readSafetensorsFiles(path, found.files);
    } else if (found.isSpqr) {
        contents = readSpqrFiles(path, found.files);
    } else {
        contents = found.index ? readPyTorchIndex(path, *found.index) : readPyTorchFiles(path, found.files);
    }
    unwrapNames(contents);
    return Checkpoint(std::move(contents));
}

Glance glanceAt(const fs::path& path) {
    Glance glance;
    try {
        const Found found = find(path);
        const std::vector<fs::path> files = filesOf(found);
        const std::string_view container = found.kind == ContainerKind::safetensors ? name(found.kind) : title(found.kind);
        if (fileKind(path) == FileKind::folder) {
            glance.kind =
                files.size() == 1 ? say("{} folder, 1 file", container) : say("{} folder, {} files", container, files.size());
        } else if (files.size() > 1 || found.index) {
            glance.kind =
                files.size() == 1 ? say("{} set, 1 file", container) : say("{} set, {} files", container, files.size());
        } else {
            glance.kind = say("{} file", container);
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
