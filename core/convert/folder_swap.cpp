// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/folder_swap.h"

#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/content.h"
#include "checkpoint/pytorch_reader.h"
#include "checkpoint/spqr_folder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <string_view>
#include <system_error>

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
void moveTo(const fs::path& from, const fs::path& to) {
    if (::rename(from.c_str(), to.c_str()) != 0) {
        throw systemError(to, say("Cannot rename the finished folder"), errno);
    }
    syncFolder(to.parent_path());
}

} // namespace

std::optional<std::string> whyNotReplaceable(const fs::path& folder) {
    std::error_code error;
    if (fileKindOfEntry(folder) == FileKind::link) {
        return say("{} is a link to a folder.", shownName(folder));
    }
    bool hasConfig = false;
    bool hasWeights = false;
    const std::vector<fs::path> spqrFiles = spqrFilesIn(folder, entriesOf(folder));
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator(); entries.increment(error)) {
        const fs::path& path = entries->path();
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
    if (error) {
        return say("It cannot be read: {}.", error.message());
    }
    return hasConfig && hasWeights ? std::nullopt : std::optional(say("It is not the folder of a model."));
}

void replaceFolder(const fs::path& part, const fs::path& destination) {
    fs::path old = part; // where the older folder stands when the names are exchanged
    if (::renameat2(AT_FDCWD, part.c_str(), AT_FDCWD, destination.c_str(), RENAME_EXCHANGE) != 0) {
        if (errno != EINVAL && errno != ENOSYS && errno != ENOTSUP) {
            throw systemError(destination, say("Cannot rename the finished folder"), errno);
        }
        // This file system knows no exchange. Whatever happens between the two steps, both folders are whole.
        old += ".replaced";
        moveTo(destination, old);
        try {
            moveTo(part, destination);
        } catch (...) {
            moveTo(old, destination);
            throw;
        }
    }
    syncFolder(destination.parent_path());
    std::error_code error;
    fs::remove_all(old, error); // the new one is in its place already; the next conversion to there names what is left
    if (!error) {
        syncFolder(destination.parent_path());
    }
}

} // namespace quantlathe
