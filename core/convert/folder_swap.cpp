// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/folder_swap.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "checkpoint/pytorch_reader.h"
#include "checkpoint/spqr_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

/// What conversions write, and what hubs keep beside weights.
constexpr auto modelSuffixes =
    std::to_array<std::string_view>({".bin", ".gguf", ".jinja", ".json", ".md", ".model", ".msgpack", ".pt", ".pth", ".py",
                                     ".safetensors", ".tiktoken", ".txt", ".vocab", ".yaml"});
constexpr auto modelNames =
    std::to_array<std::string_view>({".gitattributes", "LICENSE", "LICENCE", "NOTICE", "README", "USE_POLICY"});
constexpr auto weightSuffixes = std::to_array<std::string_view>({".bin", ".gguf", ".pt", ".pth", ".safetensors"});

template <std::size_t count>
bool isOneOf(const std::array<std::string_view, count>& known, const std::string& text) {
    return std::ranges::find(known, text) != known.end();
}

std::string shownName(const fs::path& path) {
    return escapeForDisplay(path.filename().string());
}

/// Blocks of a model as SpQR's quantizer saves it: numbered folders of torch.save's files and nothing else.
bool isBlockOfModel(const fs::path& folder, std::span<const fs::path> spqrFiles) {
    if (fileKindOfEntry(folder) != FileKind::folder) {
        return false;
    }
    const std::vector<fs::path> entries = entriesOf(folder);
    return !entries.empty() && std::ranges::all_of(entries, [&](const fs::path& entry) {
        return fileKindOfEntry(entry) == FileKind::file && std::ranges::find(spqrFiles, entry) != spqrFiles.end() &&
               looksLikePyTorch(firstBytes(entry));
    });
}

/// Never over something: a folder takes the place of an empty one only.
bool canMove(const fs::path& from, const fs::path& to) {
    return fileSystem().rename(from.string().c_str(), to.string().c_str(), FileSystem::Rename::replace) == 0;
}

bool canExchange(const fs::path& part, const fs::path& destination) {
    return fileSystem().rename(part.string().c_str(), destination.string().c_str(), FileSystem::Rename::exchange) == 0;
}

Error cannotRename(const fs::path& to, int errorNumber) {
    return systemError(to, say("Cannot rename the finished folder"), errorNumber);
}

/// In two steps: whatever happens between them, both folders are whole. An error leaves the names as they were.
void moveAside(const fs::path& part, const fs::path& destination, const fs::path& old) {
    if (!canMove(destination, old)) {
        throw cannotRename(old, errno);
    }
    bool isMoved = false;
    try {
        syncFolder(destination.parent_path());
        isMoved = canMove(part, destination);
        if (!isMoved) {
            throw cannotRename(destination, errno);
        }
        syncFolder(destination.parent_path());
    } catch (...) {
        if (!isMoved || canMove(destination, part)) {
            static_cast<void>(canMove(old, destination)); // a disk that refuses this, too: both are there
        }
        throw;
    }
}

} // namespace

std::optional<std::string> whyNotReplaceable(const fs::path& folder) {
    if (fileKindOfEntry(folder) == FileKind::link) {
        return say("{} is a link to a folder.", shownName(folder));
    }
    bool hasConfig = false;
    bool hasWeights = false;
    const std::vector<fs::path> entries = entriesOf(folder);
    const std::vector<fs::path> spqrFiles = spqrFilesIn(folder, entries);
    for (const fs::path& path : entries) {
        if (!spqrFiles.empty() && isBlockOfModel(path, spqrFiles)) {
            continue;
        }
        const bool isFile = fileKindOfEntry(path) == FileKind::file;
        if (!isFile || (!isOneOf(modelSuffixes, path.extension().string()) && !isOneOf(modelNames, path.filename().string()))) {
            return say("It holds {}, which belongs to no model.", shownName(path));
        }
        hasConfig = hasConfig || path.filename() == "config.json";
        hasWeights = hasWeights || isOneOf(weightSuffixes, path.extension().string());
    }
    return hasConfig && hasWeights ? std::nullopt : std::optional(say("It is not the folder of a model."));
}

bool replaceFolder(const fs::path& part, const fs::path& destination) {
    fs::path old = part; // where the older folder stands when the names are exchanged
    if (canExchange(part, destination)) {
        try {
            syncFolder(destination.parent_path());
        } catch (...) { // nobody knows which of the two has the name on the disk, so neither may go
            static_cast<void>(canExchange(part, destination)); // the temporary name is the job's again
            throw;
        }
    } else if (errno == EINVAL || errno == ENOSYS || errno == ENOTSUP) { // this file system knows no exchange
        old += ".replaced";
        moveAside(part, destination, old);
    } else {
        throw cannotRename(destination, errno);
    }
    if (removeAll(old)) { // the new one is in its place already
        return false;
    }
    syncFolder(destination.parent_path());
    return true;
}

} // namespace quantlathe
