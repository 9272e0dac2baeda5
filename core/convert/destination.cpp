// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/destination.h"

#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/text.h"
#include "base/words.h"
#include "convert/folder_swap.h"
#include "convert/hub_supply.h"
#include "convert/job.h"
#include "convert/journal.h"
#include "convert/output.h"
#include "convert/shard_run.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

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
    const std::vector<fs::path> written = writtenPaths(layout, destination);
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

void checkName(const OutputLayout& layout, const fs::path& destination, bool replace, bool isShared) {
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
    const JournalKind journal = journalKind(temporary.journal);
    if (journal == JournalKind::foreign) {
        throw journalInTheWay(temporary.journal);
    }
    if (!isShared && isOfShards(destination)) {
        throw badInput(temporary.part, say("A conversion in shards lies here"),
                       say("End it with --finish. To give it up, remove {} and the journals beside it, or choose another name.",
                           shown(temporary.part.filename())));
    }
    if (fileKindOfEntry(temporary.part) != FileKind::none && journal != JournalKind::ours) {
        throw badInput(
            temporary.part, say("{} is in the way", shown(temporary.part.filename())),
            say("The result is written under this name first, and no interrupted conversion left it. Choose another name "
                "or remove it."));
    }
}

/// Of a run that was killed between giving the result its name and removing the journal. A running job holds the lock.
void removeStaleJournal(const fs::path& destination) {
    const TemporaryPaths temporary = temporaryPaths(destination);
    if (journalKind(temporary.journal) != JournalKind::ours) {
        return;
    }
    try {
        Journal journal(temporary.journal);
        const FileKind part = fileKindOfEntry(temporary.part);
        const bool isSecondName = part == FileKind::file && isSameFile(temporary.part, destination);
        if (isSecondName || part == FileKind::folder) { // a set's is empty when all files have their names, else it stays
            removeEntry(temporary.part);
        }
        if (fileKindOfEntry(temporary.part) == FileKind::none) {
            removeShardJournals(destination);
            journal.remove();
        }
    } catch (const Error&) { // a job that has just begun, or a folder where nothing can be removed: no harm either way
    }
}

void checkFolder(const fs::path& destination) {
    const fs::path folder = destination.parent_path().empty() ? fs::path(".") : destination.parent_path();
    if (fileKind(folder) != FileKind::folder) {
        throw badInput(destination, say("There is no folder {}", shown(folder)), say("Create it or choose another one."));
    }
    if (fileSystem().mayChange(folder.string().c_str()) != 0) {
        if (const int errorNumber = errno; !isOfTheName(errorNumber) && errorNumber != EROFS) {
            throw systemError(folder, say("Cannot find out what this is"), errorNumber);
        }
        throw badInput(destination, say("{} cannot be written", shown(folder)),
                       say("You have no right to create files there. Choose another folder."));
    }
}

bool roundsAgain(const Choice& choice) {
    return choice.weight->isStored() && choice.weight->isQuantized() && !isLossless(choice);
}

/// Floats of 8 bits with scales beside them. Many models are published so and in no other way: these files are their original.
bool isOfEightBitFloats(const Weight& weight) {
    return weight.isPacked() && std::ranges::all_of(weight.packed, [](const PackedMatrix& matrix) {
               const ElementType type = matrix.encoding->parts(matrix.shape).front().type; // of the codes
               return type == ElementType::F8_E4M3 || type == ElementType::F8_E5M2;
           });
}

void checkSourceIsWhole(const Plan& plan, const ConvertOptions& options) {
    if (options.allowRequantize) {
        return;
    }
    for (const Choice& choice : plan.choices) {
        if (roundsAgain(choice) && !isOfEightBitFloats(*choice.weight)) {
            throw badInput(
                plan.model->checkpoint().path(), say("The source is already quantized ({})", choice.weight->storedName()),
                say("A second rounding adds to the first. Use the BF16 file when you have it, or allow the double loss."));
        }
    }
}

} // namespace

std::optional<std::string> warningOfSecondLoss(const Plan& plan) {
    const auto found = std::ranges::find_if(plan.choices, roundsAgain);
    return found == plan.choices.end()
               ? std::nullopt
               : std::optional(say("The source is already quantized ({}): a second rounding adds to the first",
                                   found->weight->storedName()));
}

std::vector<fs::path> writtenPaths(const OutputLayout& layout, const fs::path& destination) {
    const TemporaryPaths temporary = temporaryPaths(destination);
    std::vector<fs::path> paths = finalPaths(destination, layout);
    paths.insert(paths.end(), {temporary.part, temporary.journal});
    if (std::ranges::find(paths, destination) == paths.end()) {
        paths.push_back(destination);
    }
    return paths;
}

void requireSpace(const OutputLayout& layout, const fs::path& destination) {
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

void checkOutputPlace(const Checkpoint& source, const OutputLayout& layout, std::string_view suffix,
                      const fs::path& destination, bool replace, bool isShared) {
    checkNotOwnSource(source, layout, suffix, destination);
    removeStaleJournal(destination);
    checkName(layout, destination, replace, isShared);
    checkFolder(destination);
    if (!isShared) {
        requireSpace(layout, destination);
    }
}

void checkDestination(const Plan& plan, const fs::path& destination, const ConvertOptions& options,
                      std::span<const fs::path> inputs) {
    checkSourceIsWhole(plan, options);
    std::vector<fs::path> read(inputs.begin(), inputs.end());
    if (plan.importance) {
        read.push_back(plan.importance->file);
    }
    requireOwnPlaces(writtenPaths(plan.layout, destination), read);
    checkOutputPlace(plan.model->checkpoint(), plan.layout, plan.format->fileSuffix(), destination, options.replace,
                     options.shard || options.finishesShards);
}

bool hasInterruptedRun(const fs::path& destination) {
    const TemporaryPaths paths = temporaryPaths(destination);
    if (journalKind(paths.journal) != JournalKind::ours || fileKindOfEntry(paths.part) == FileKind::none) {
        return false;
    }
    OutputFile journal(paths.journal, OutputFile::Mode::continueExisting);
    return journal.tryLock() != OutputFile::Lock::taken; // else a job is working on it
}

std::vector<fs::path> copiedFromElsewhere(const Plan& plan) {
    return copiedFromElsewhere(plan.model->checkpoint(), plan.layout);
}

std::vector<fs::path> copiedFromElsewhere(const Checkpoint& source, const OutputLayout& layout) {
    std::error_code error; // a path that cannot be followed leads elsewhere
    const fs::path folder = fs::weakly_canonical(source.folder(), error);
    // The hub's cache keeps its files in blobs/ and links to them from snapshots/REVISION/.
    const fs::path blobs =
        folder.parent_path().filename() == "snapshots" ? folder.parent_path().parent_path() / "blobs" : folder;
    const auto isBelow = [](const fs::path& path, const fs::path& root) {
        return std::ranges::mismatch(root, path).in1 == root.end();
    };
    std::vector<fs::path> files;
    for (const PlannedFile& file : layout.files) {
        if (!file.copyOf.empty()) {
            const fs::path target = fs::weakly_canonical(file.copyOf, error);
            if (!isBelow(target, folder) && !isBelow(target, blobs)) {
                files.push_back(file.copyOf);
            }
        }
    }
    return files;
}

void discardInterruptedRun(const fs::path& destination) {
    const TemporaryPaths paths = temporaryPaths(destination);
    const JournalKind kind = journalKind(paths.journal);
    if (kind == JournalKind::none || kind == JournalKind::foreign) {
        return; // what lies under the temporary names then is not ours
    }
    Journal lock(paths.journal); // nobody is working on it
    if (kind == JournalKind::ours) {
        removePart(destination);
        removeShardJournals(destination);
        removeSupplied(destination);
    }
    lock.remove();
    if (fileKindOfEntry(paths.journal) != FileKind::none) {
        throw Error(ErrorKind::failed, say("Cannot remove what an interrupted run left"),
                    say("You may have no right to remove files there."), paths.journal);
    }
}

} // namespace quantlathe
