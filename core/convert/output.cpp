// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/output.h"

#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/text.h"
#include "base/words.h"
#include "checkpoint/shard_name.h"
#include "convert/folder_swap.h"
#include "convert/zip_seal.h"

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t copyStepBytes = 1U << 20U;
constexpr std::uint64_t syncStepBytes = 16U << 20U; // awaited at once: a slow disk writes this well within a second

fs::path pathOf(const fs::path& part, const OutputLayout& layout, const std::vector<fs::path>& finals, std::size_t file) {
    return isSet(layout) ? part / finals[file].filename() : isFolder(layout) ? part / layout.files[file].relativePath : part;
}

/// Something stands under the name, were it a link that leads nowhere.
bool isTaken(const fs::path& path) {
    return fileKindOfEntry(path) != FileKind::none;
}

/// A file that lies under its final name only because its run was interrupted comes back.
void takeBack(const fs::path& part, const fs::path& finalPath) {
    const fs::path temporary = part / finalPath.filename();
    if (!isTaken(temporary) && isTaken(finalPath)) {
        publish(finalPath, temporary, false);
    }
}

Error changedCopy(const fs::path& file) {
    return badInput(file, say("The file was changed while the model was read"),
                    say("Wait until nothing writes to it any more, then convert again."));
}

void removeOrThrow(const fs::path& path) {
    if (const std::error_code error = removeEntry(path)) {
        throw systemError(path, say("Cannot remove what an earlier run left"), error.value());
    }
}

/// The first files of sets that lie in a temporary folder.
std::vector<fs::path> firstShardsIn(const fs::path& part) {
    std::vector<fs::path> files;
    for (const fs::path& entry : entriesOf(part)) {
        if (const auto name = parseShardName(entry); name && name->number == 1) {
            files.push_back(entry);
        }
    }
    return files;
}

std::uint64_t deviceOf(const fs::path& path) {
    FileStatus status;
    const bool isKnown = fileSystem().status(path.string().c_str(), status, FileSystem::Links::followed) == 0;
    return isKnown ? status.device.value_or(UINT64_MAX) : UINT64_MAX;
}

} // namespace

bool isFolder(const OutputLayout& layout) {
    return !isSet(layout) && (layout.files.size() != 1 || !layout.files.front().relativePath.empty());
}

std::vector<fs::path> finalPaths(const fs::path& destination, const OutputLayout& layout) {
    std::vector<fs::path> paths;
    paths.reserve(layout.files.size());
    if (isSet(layout)) {
        const auto shard = parseShardName(destination);
        const bool hasSuffix = destination.extension() == layout.setSuffix;
        ShardName name{shard       ? shard->prefix
                       : hasSuffix ? destination.stem().string()
                                   : destination.filename().string(),
                       1, static_cast<std::uint32_t>(layout.files.size()), layout.setSuffix};
        for (std::uint32_t i = 1; i <= name.count; ++i) {
            paths.push_back(destination.parent_path() / name.withNumber(i));
        }
        return paths;
    }
    for (const PlannedFile& file : layout.files) {
        paths.push_back(isFolder(layout) ? destination / file.relativePath : destination);
    }
    return paths;
}

bool isPublishedPart(const fs::path& destination, const fs::path& finalPath) {
    const TemporaryPaths temporary = temporaryPaths(destination);
    const auto name = parseShardName(finalPath);
    return name && name->number > 1 && isTaken(temporary.part / name->withNumber(1)) &&
           !isTaken(temporary.part / finalPath.filename()) && hasBegunPublishing(temporary.journal);
}

void removePart(const fs::path& destination) {
    const fs::path part = temporaryPaths(destination).part;
    if (fileKindOfEntry(part) == FileKind::folder) {
        const std::vector<fs::path> firsts = firstShardsIn(part);
        bool isAnyPublished = false;
        for (const fs::path& first : firsts) {
            const auto name = parseShardName(first);
            for (std::uint32_t i = 2; i <= name->count; ++i) {
                const fs::path published = destination.parent_path() / name->withNumber(i);
                if (isPublishedPart(destination, published)) {
                    removeOrThrow(published);
                    isAnyPublished = true;
                }
            }
        }
        if (isAnyPublished) {
            syncFolder(destination.parent_path());
        }
        // By the first files a later run would know names that were given away, so they go before the others.
        std::ranges::for_each(firsts, removeOrThrow);
        syncFolder(part);
    }
    if (const std::error_code error = removeAll(part)) {
        throw systemError(part, say("Cannot remove what an earlier run left"), error.value());
    }
}

TemporaryPaths temporaryPaths(const fs::path& destination) {
    TemporaryPaths paths{destination, destination, destination};
    paths.part += ".part";
    paths.journal += ".part.journal";
    paths.source += ".part.source";
    return paths;
}

fs::path mountPointOf(const fs::path& path) {
    std::error_code error;
    fs::path place = fs::weakly_canonical(path, error);
    if (error) {
        place = fs::absolute(path, error);
    }
    while (place.has_relative_path() && !isThere(place)) {
        place = place.parent_path();
    }
    const std::uint64_t device = deviceOf(place);
    while (place.has_relative_path() && deviceOf(place.parent_path()) == device) {
        place = place.parent_path();
    }
    return place;
}

Error diskFull(const NoSpaceError& error, const fs::path& destination, std::uint64_t written, std::uint64_t total,
               bool canResume) {
    const std::string place = escapeForDisplay(mountPointOf(destination).string());
    if (error.errorNumber() == EFBIG) {
        return {ErrorKind::failed, say("No file of {} can be written on {}", fileSizeText(total), place),
                canResume ? say("The file system or a limit on the size of files (ulimit -f) stops before. Choose another "
                                "folder or raise the limit, then resume.")
                          : say("The file system or a limit on the size of files (ulimit -f) stops before. Choose another "
                                "folder or raise the limit, then try again."),
                destination};
    }
    const std::uint64_t there = occupiedBytes(temporaryPaths(destination).part) + freeSpaceAt(destination);
    constexpr std::uint64_t leastAdvice = 1'000'000; // room for the file system's own needs
    const std::uint64_t missing = std::max(total > there ? total - there : 0, leastAdvice);
    return {ErrorKind::failed, say("Disk full at {} of {} on {}", fileSizeText(written), fileSizeText(total), place),
            canResume ? say("Free {}, then resume. What is finished on the disk is kept.", fileSizeText(missing))
                      : say("Free {}, then try again. Nothing was left.", fileSizeText(missing)),
            destination};
}

JobOutput::JobOutput(const fs::path& destination, const OutputLayout& layout, Start start)
    : destination_(destination), part_(temporaryPaths(destination).part), layout_(&layout),
      finals_(finalPaths(destination, layout)) {
    copied_.reserve(layout.files.size());
    for (const PlannedFile& file : layout.files) {
        copied_.push_back(file.copyOf.empty() ? FileStamp{} : stampOf(file.copyOf));
        if (!file.copyOf.empty() && copied_.back().size != file.bytes) {
            throw changedCopy(file.copyOf);
        }
    }
    const bool isAnew = start == Start::anew;
    if (isAnew && isTaken(part_)) { // appeared after removePart(): not ours
        throw systemError(part_, say("Cannot create the file"), EEXIST);
    }
    try {
        open(start);
    } catch (...) {
        if (isAnew) {
            removeOwnPart();
        }
        throw;
    }
}

/// After an error; what stopped the job is the news.
void JobOutput::removeOwnPart() {
    try {
        if (isStillThere()) {
            files_.clear(); // to remove a folder takes a descriptor, and they may be what ran out
            removeAll(part_);
        }
    } catch (const Error&) { // the disk does not answer; the next run removes it
    }
}

void JobOutput::open(Start start) {
    const bool isAnew = start == Start::anew;
    const bool hasFolder = isFolder(*layout_) || isSet(*layout_);
    if (hasFolder) {
        if (const std::error_code error = isAnew ? makeFolder(part_) : std::error_code()) {
            throw systemError(part_, say("Cannot create the folder"), error.value());
        }
        folder_ = HeldFolder(part_);
    }
    allowOpenFiles(layout_->files.size()); // they stay open until the end
    files_.resize(layout_->files.size());
    // The first file is made last: where it is, all files of the run were (see isPublishedPart).
    for (std::size_t i = files_.size(); i-- > 0;) {
        const fs::path path = pathOf(part_, *layout_, finals_, i);
        if (isAnew && hasFolder) {
            makeFolders(path.parent_path());
            syncFolder(path.parent_path());
        } else if (start == Start::resumed && isSet(*layout_)) {
            takeBack(part_, finals_[i]);
        }
        files_[i] = OutputFile(path, isAnew ? OutputFile::Mode::createNew : OutputFile::Mode::continueExisting);
        if (start == Start::joined) {
            // Not to exclude anybody: Linux's NFS client writes whole pages of a file that it holds no lock on, and so what it
            // believes to stand beside the bytes that were written, which are another machine's.
            if (auto lock = SharedLock::tryTake(path)) {
                locks_.push_back(std::move(*lock));
            }
        } else {
            files_[i].reserve(layout_->files[i].bytes);
        }
    }
    syncFolder(part_.parent_path());
}

bool JobOutput::canResume(const fs::path& destination, const OutputLayout& layout) {
    const fs::path part = temporaryPaths(destination).part;
    const std::vector<fs::path> finals = finalPaths(destination, layout);
    for (std::size_t i = 0; i < layout.files.size(); ++i) {
        const fs::path temporary = pathOf(part, layout, finals, i);
        const fs::path& path = isSet(layout) && isPublishedPart(destination, finals[i]) ? finals[i] : temporary;
        if (fileKindOfEntry(path) != FileKind::file || stampOf(path).size != layout.files[i].bytes) {
            return false;
        }
    }
    return true;
}

void JobOutput::write(std::size_t file, std::uint64_t offset, std::span<const std::byte> bytes) {
    files_[file].writeAt(offset, bytes);
}

void JobOutput::readBack(std::size_t file, std::uint64_t offset, std::span<std::byte> into) const {
    files_[file].readAt(offset, into);
}

bool JobOutput::sync(const std::function<bool()>& stop) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        for (std::uint64_t offset = 0; offset < layout_->files[i].bytes; offset += syncStepBytes) {
            if (stop()) {
                return false;
            }
            files_[i].awaitRange(offset, syncStepBytes);
        }
        files_[i].syncData();
    }
    return true;
}

void JobOutput::dropCached() {
    std::ranges::for_each(files_, &OutputFile::dropCached);
}

bool JobOutput::isStillThere() const {
    return isFolder(*layout_) || isSet(*layout_) ? folder_.isUnder(part_) : files_.size() == 1 && files_.front().hasItsName();
}

void JobOutput::publish(bool replace, Journal& journal) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        if (!layout_->files[i].copyOf.empty()) {
            writeCopy(i);
        }
        const PlannedFile& planned = layout_->files[i];
        files_[i].writeAt(0, planned.header);
        if (isOpenArchive(planned.header, planned.bytes)) {
            sealArchive(files_[i], planned.header, planned.bytes);
        }
        files_[i].sync();
        syncFolder(files_[i].path().parent_path());
    }
    requireUnchangedCopies();
    std::ranges::for_each(files_, &OutputFile::requireItsName);
    if (isSet(*layout_)) {
        publishSet(replace, journal);
    } else if (isFolder(*layout_)) {
        std::ranges::for_each(files_, &OutputFile::close); // Windows renames no folder in which a file is open
        locks_.clear();
        publishFolder(replace, journal);
    } else {
        files_.front().publishAs(destination_, replace);
    }
}

void JobOutput::writeCopy(std::size_t file) {
    const PlannedFile& planned = layout_->files[file];
    const InputFile source(planned.copyOf);
    std::vector<std::byte> bytes;
    for (std::uint64_t offset = 0; offset < planned.bytes; offset += copyStepBytes) {
        bytes.resize(static_cast<std::size_t>(std::min(copyStepBytes, planned.bytes - offset)));
        if (!source.readAt(offset, bytes)) {
            throw changedCopy(planned.copyOf);
        }
        files_[file].writeAt(offset, bytes);
    }
    if (source.stamp() != copied_[file]) {
        throw changedCopy(planned.copyOf);
    }
}

/// Of the names, too: an editor that saves puts a new file under the old name.
void JobOutput::requireUnchangedCopies() const {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        const fs::path& source = layout_->files[i].copyOf;
        if (!source.empty() && stampOf(source) != copied_[i]) {
            throw changedCopy(source);
        }
    }
}

void JobOutput::publishFolder(bool replace, Journal& journal) {
    const auto requireOwn = [&](const fs::path& path) {
        if (!folder_.isUnder(path)) {
            throw Error(ErrorKind::failed, say("Another program replaced the folder while it was written"),
                        say("Keep other programs away from this name, then try again."), path);
        }
    };
    requireOwn(part_);
    if (replace && fileKind(destination_) == FileKind::folder) {
        journal.keepForNextJob(true); // the older folder stands under the temporary name for a while
        journal.keepForNextJob(!replaceFolder(part_, destination_));
    } else {
        quantlathe::publish(part_, destination_, replace);
    }
    requireOwn(destination_);
}

/// A set is a model only with its first file, so that one goes last, and an older first file goes away before all others: at
/// no time do files of two runs look like one model.
void JobOutput::publishSet(bool replace, Journal& journal) {
    journal.notePublishing();
    if (replace && fileKind(finals_.front()) == FileKind::file) {
        if (const std::error_code error = removeEntry(finals_.front())) {
            throw systemError(finals_.front(), say("Cannot replace the file"), error.value());
        }
        syncFolder(finals_.front().parent_path());
    }
    for (std::size_t i = finals_.size(); i-- > 0;) {
        try {
            files_[i].publishAs(finals_[i], replace);
        } catch (...) {
            giveNamesBack(i);
            throw;
        }
    }
    journal.keepForNextJob(static_cast<bool>(removeEntry(part_))); // an empty folder
}

/// The names that stood free are free again. `from`: the file whose turn it was; it may have its name already.
void JobOutput::giveNamesBack(std::size_t from) const {
    for (std::size_t k = from; k < finals_.size(); ++k) {
        try {
            takeBack(part_, finals_[k]);
        } catch (const Error&) { // what stopped the job is the news; the next run takes it back
        }
    }
}

} // namespace quantlathe
