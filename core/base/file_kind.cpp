// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file_kind.h"

#include "base/error.h"
#include "base/file_system.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <cerrno>
#include <iterator>
#include <string>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

FileKind kindBy(const fs::path& path, FileSystem::Links links) {
    FileStatus status;
    if (fileSystem().status(path.string().c_str(), status, links) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return FileKind::none;
        }
        throw systemError(path, say("Cannot find out what this is"), errno);
    }
    return status.kind;
}

} // namespace

FileKind fileKind(const fs::path& path) {
    return kindBy(path, FileSystem::Links::followed);
}

FileKind fileKindOfEntry(const fs::path& path) {
    return kindBy(path, FileSystem::Links::themselves);
}

bool isThere(const fs::path& path) {
    return fileKind(path) != FileKind::none;
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    constexpr std::size_t most = 100'000;
    FileSystem& system = fileSystem();
    std::vector<std::string> names;
    const int descriptor = system.open(FileSystem::workingFolder, folder.string().c_str(), FileSystem::Opening::folder);
    const bool isRead = descriptor >= 0 && system.list(descriptor, most + 1, names) == 0;
    const int errorNumber = errno;
    if (descriptor >= 0) {
        system.close(descriptor);
    }
    if (!isRead) {
        const std::string title = say("Cannot read the folder");
        throw isOfTheName(errorNumber) ? badInput(folder, title, std::generic_category().message(errorNumber) + ".")
                                       : systemError(folder, title, errorNumber);
    }
    if (names.size() > most) {
        throw badInput(folder, say("This folder holds too many files"),
                       say("More than {} are not searched. Open the model's file itself.", groupedDigits(most)));
    }
    std::vector<fs::path> entries;
    entries.reserve(names.size());
    std::ranges::transform(names, std::back_inserter(entries), [&](const std::string& name) { return folder / name; });
    std::ranges::sort(entries);
    return entries;
}

} // namespace quantlathe
