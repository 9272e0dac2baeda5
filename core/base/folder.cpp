// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/folder.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/words.h"

#include <cerrno>
#include <limits>
#include <string>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

std::error_code lastError() {
    return {errno, std::generic_category()};
}

std::error_code removeBelow(int folder, const char* name);

/// All that lies in an open folder.
std::error_code removeContents(int folder) {
    std::vector<std::string> names;
    if (fileSystem().list(folder, std::numeric_limits<std::size_t>::max(), names) != 0) {
        return lastError();
    }
    for (const std::string& name : names) {
        if (const std::error_code error = removeBelow(folder, name.c_str())) {
            return error;
        }
    }
    return {};
}

std::error_code removeBelow(int folder, const char* name) {
    FileSystem& system = fileSystem();
    if (system.remove(folder, name, FileSystem::Entry::file) == 0 || errno == ENOENT || errno == ENOTDIR) {
        return {};
    }
    if (errno != EISDIR && errno != EPERM) { // what systems say when it is a folder
        return lastError();
    }
    const std::error_code whyNot = lastError();
    const int inner = system.open(folder, name, FileSystem::Opening::folderItself);
    if (inner < 0) {
        return errno == ENOTDIR ? whyNot : lastError();
    }
    const std::error_code error = removeContents(inner);
    system.close(inner);
    if (error) {
        return error;
    }
    return system.remove(folder, name, FileSystem::Entry::emptyFolder) == 0 ? std::error_code() : lastError();
}

} // namespace

std::error_code makeFolder(const fs::path& folder) {
    return fileSystem().makeFolder(folder.string().c_str()) == 0 ? std::error_code() : lastError();
}

void makeFolders(const fs::path& folder) {
    if (folder.empty() || fileKind(folder) == FileKind::folder) {
        return;
    }
    const fs::path above = folder.has_filename() ? folder.parent_path() : folder.parent_path().parent_path();
    makeFolders(above);
    const std::error_code error = makeFolder(folder);
    if (error && !(error == std::errc::file_exists && fileKind(folder) == FileKind::folder)) { // another program made it
        throw systemError(folder, say("Cannot make the folder"), error.value());
    }
}

std::error_code removeEntry(const fs::path& path) {
    FileSystem& system = fileSystem();
    if (system.remove(FileSystem::workingFolder, path.string().c_str(), FileSystem::Entry::file) == 0 || errno == ENOENT ||
        errno == ENOTDIR) {
        return {};
    }
    if (errno != EISDIR && errno != EPERM) {
        return lastError();
    }
    const std::error_code whyNot = lastError();
    if (system.remove(FileSystem::workingFolder, path.string().c_str(), FileSystem::Entry::emptyFolder) == 0) {
        return {};
    }
    return errno == ENOTDIR ? whyNot : lastError();
}

std::error_code removeAll(const fs::path& path) {
    return removeBelow(FileSystem::workingFolder, path.string().c_str());
}

void noteUse(const fs::path& file) {
    static_cast<void>(fileSystem().touch(file.string().c_str()));
}

} // namespace quantlathe
