// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/destination.h"

#include "base/file_kind.h"
#include "base/text.h"
#include "base/words.h"
#include "convert/folder_swap.h"
#include "convert/job.h"
#include "convert/journal.h"
#include "convert/output.h"

#include <algorithm>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

/// For the journal and the file system's own records.
std::uint64_t spareBytes(std::uint64_t output) {
    return 1'000'000 + output / 1000;
}

std::string shown(const fs::path& path) {
    return escapeForDisplay(path.string());
}

void checkNotOwnSource(const Checkpoint& source, const OutputLayout& layout, std::string_view suffix,
                       const fs::path& destination) {
    const auto refuse = [&] {
        throw badInput(destination, say("The result would replace its own source"), say("Choose another folder."));
    };
    const TemporaryPaths temporary = temporaryPaths(destination);
    std::vector<fs::path> written = finalPaths(destination, layout);
    written.insert(written.end(), {destination, temporary.part, temporary.journal});
    for (const fs::path& mine : written) {
        for (const MappedFile& file : source.files()) {
            if (isSameFile(mine, file.path())) {
                refuse();
            }
        }
    }
    // What lies beside the weights (config, tokenizer, index) is part of the model too; an earlier result there is not.
    const bool isInside =
        isSameFile(destination.parent_path().empty() ? fs::path(".") : destination.parent_path(), source.folder());
    if (isThere(destination) &&
        (isSameFile(destination, source.folder()) || (isInside && (suffix.empty() || destination.extension() != suffix)))) {
        refuse();
    }
}

/// That nothing stands under the name, or nothing that may not be replaced.
void checkFree(const fs::path& destination, bool wantsFolder, bool replace) {
    const FileKind there = fileKind(destination);
    if (there != FileKind::none) {
        if (!wantsFolder && there != FileKind::file) {
            throw badInput(destination, say("{} is no file", shown(destination.filename())), say("Choose another name."));
        }
        if (wantsFolder && there != FileKind::folder) {
            throw badInput(destination, say("{} is no folder", shown(destination.filename())), say("Choose another name."));
        }
        if (!replace) {
            throw badInput(destination, say("{} exists already", shown(destination.filename())),
                           say("Choose another name or replace it."));
        }
        if (const auto reason = wantsFolder ? whyNotReplaceable(destination) : std::nullopt) {
            throw badInput(destination, say("{} cannot be replaced", shown(destination.filename())),
                           say("{} Choose another name.", *reason));
        }
    } else if (fileKindOfEntry(destination) == FileKind::link) {
        throw badInput(destination, say("{} is a link that leads nowhere", shown(destination.filename())),
                       say("Choose another name or remove it."));
    }
}

void checkName(const OutputLayout& layout, const fs::path& destination, bool replace) {
    if (destination.filename().empty() || destination.filename() == "." || destination.filename() == "..") {
        throw badInput(destination, say("A name for the result is missing"), say("The path names only a folder."));
    }
    for (const fs::path& path : finalPaths(destination, layout)) {
        const bool isOwn = isSet(layout) && isPublishedPart(destination, path);
        if (isFolder(layout)) {
            checkFree(destination, true, replace);
            break;
        }
        if (!isOwn) {
            checkFree(path, false, replace);
        }
    }
    const TemporaryPaths temporary = temporaryPaths(destination);
    if (fileKindOfEntry(temporary.part) != FileKind::none && fileKindOfEntry(temporary.journal) == FileKind::none) {
        throw badInput(
            temporary.part, say("{} is in the way", shown(temporary.part.filename())),
            say("The result is written under this name first, and no interrupted conversion left it. Choose another name "
                "or remove it."));
    }
}

void checkFolder(const fs::path& destination) {
    const fs::path folder = destination.parent_path().empty() ? fs::path(".") : destination.parent_path();
    if (fileKind(folder) != FileKind::folder) {
        throw badInput(destination, say("There is no folder {}", shown(folder)), say("Create it or choose another one."));
    }
    if (::faccessat(AT_FDCWD, folder.c_str(), W_OK | X_OK, AT_EACCESS) != 0) {
        throw badInput(destination, say("{} cannot be written", shown(folder)),
                       say("You have no right to create files there. Choose another folder."));
    }
}

void checkSpace(const OutputLayout& layout, const fs::path& destination) {
    const std::uint64_t needed = layout.bytes() + spareBytes(layout.bytes());
    const std::uint64_t there = occupiedBytes(temporaryPaths(destination).part);
    const std::uint64_t free = freeSpaceAt(destination);
    if (needed > there + free) {
        throw Error(ErrorKind::failed,
                    say("{} are needed on {}, {} are free", fileSizeText(needed - std::min(needed, there)),
                        shown(mountPointOf(destination)), fileSizeText(free)),
                    say("Free {} or choose another folder.", fileSizeText(needed - there - free)), destination);
    }
}

void checkSourceIsWhole(const Plan& plan, const ConvertOptions& options) {
    if (options.allowRequantize) {
        return;
    }
    for (const Choice& choice : plan.choices) {
        const Weight& weight = *choice.weight;
        const bool isCopy = !weight.isPacked() && elementTypeOf(*choice.encoding) == weight.storedType;
        if (weight.isStored() && weight.isQuantized() && !choice.encoding->isExact() && !isCopy) {
            throw badInput(
                plan.model->checkpoint().path(), say("The source is already quantized ({})", weight.storedName()),
                say("A second rounding adds to the first. Use the BF16 file when you have it, or allow the double loss."));
        }
    }
}

} // namespace

void checkOutputPlace(const Checkpoint& source, const OutputLayout& layout, std::string_view suffix,
                      const fs::path& destination, bool replace) {
    checkNotOwnSource(source, layout, suffix, destination);
    checkName(layout, destination, replace);
    checkFolder(destination);
    checkSpace(layout, destination);
}

void checkDestination(const Plan& plan, const fs::path& destination, const ConvertOptions& options) {
    checkSourceIsWhole(plan, options);
    checkOutputPlace(plan.model->checkpoint(), plan.layout, plan.format->fileSuffix(), destination, options.replace);
}

void discardInterruptedRun(const fs::path& destination) {
    const TemporaryPaths paths = temporaryPaths(destination);
    if (fileKindOfEntry(paths.journal) == FileKind::none) {
        return; // what lies under the temporary name then is not ours
    }
    const Journal lock(paths.journal); // nobody is working on it
    removePart(destination);
    std::error_code error;
    fs::remove(paths.journal, error);
    if (error) {
        throw systemError(paths.journal, say("Cannot remove what an interrupted run left"), error.value());
    }
}

} // namespace quantlathe
