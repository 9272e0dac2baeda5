// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/file_kind.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <cerrno>
#include <sys/stat.h>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

template <class Ask> // stat or lstat
FileKind kindBy(const fs::path& path, const Ask& ask) {
    struct stat status {};
    if (ask(path.c_str(), &status) != 0) {
        if (errno == ENOENT || errno == ENOTDIR) {
            return FileKind::none;
        }
        throw systemError(path, say("Cannot find out what this is"), errno);
    }
    switch (status.st_mode & S_IFMT) {
    case S_IFREG: return FileKind::file;
    case S_IFDIR: return FileKind::folder;
    case S_IFLNK: return FileKind::link;
    default: return FileKind::other;
    }
}

} // namespace

FileKind fileKind(const fs::path& path) {
    return kindBy(path, ::stat);
}

FileKind fileKindOfEntry(const fs::path& path) {
    return kindBy(path, ::lstat);
}

bool isThere(const fs::path& path) {
    return fileKind(path) != FileKind::none;
}

std::vector<fs::path> entriesOf(const fs::path& folder) {
    constexpr std::size_t most = 100'000;
    std::vector<fs::path> entries;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        if (entries.size() == most) {
            throw badInput(folder, say("This folder holds too many files"),
                           say("More than {} are not searched. Open the model's file itself.", groupedDigits(most)));
        }
        entries.push_back(entry->path());
    }
    if (error) {
        throw badInput(folder, say("Cannot read the folder"), error.message() + ".");
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

} // namespace quantlathe
