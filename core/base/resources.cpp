// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/resources.h"

#include "base/error.h"
#include "base/file_kind.h"
#include "base/system_places.h"
#include "base/words.h"

#include <cstdlib>
#include <string>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

std::vector<fs::path> candidateFolders() {
    std::vector<fs::path> folders;
    if (const char* const chosen = std::getenv("QUANTLATHE_RESOURCES"); chosen != nullptr && *chosen != '\0') {
        folders.emplace_back(chosen);
    }
    if (const fs::path program = programFile(); !program.empty()) {
        folders.push_back(program.parent_path().parent_path() / "share" / "quantlathe");
        for (fs::path folder = program.parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
            if (isThere(folder / "CMakePresets.json")) { // the top of a source tree
                folders.push_back(folder / "resources");
                break;
            }
        }
    }
    return folders;
}

} // namespace

fs::path resourcePath(const fs::path& relative) {
    std::string places;
    for (const fs::path& folder : candidateFolders()) {
        if (isThere(folder / relative)) {
            return folder / relative;
        }
        places += (places.empty() ? "" : ", ") + folder.string();
    }
    throw Error(ErrorKind::failed, say("A shipped file is missing: {}", relative.string()),
                say("Looked in: {}. Install the program again or set QUANTLATHE_RESOURCES.", places));
}

} // namespace quantlathe
