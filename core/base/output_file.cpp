// SPDX-License-Identifier: GPL-3.0-or-later
// Writing: files at offsets, room found beforehand, names given at the end.
#include "base/file.h"

#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <fmt/format.h>
#include <unistd.h>
#include <utility>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throwWriteError(const fs::path& file, std::string title, int errorNumber) {
    if (isLackOfSpace(errorNumber)) {
        throw NoSpaceError(file, std::move(title), errorNumber);
    }
    throw systemError(file, std::move(title), errorNumber);
}

FileSystem::Opening openingFor(OutputFile::Mode mode) {
    switch (mode) {
    case OutputFile::Mode::createNew: return FileSystem::Opening::createNew;
    case OutputFile::Mode::continueOrCreate: return FileSystem::Opening::create;
    case OutputFile::Mode::continueExisting: break;
    }
    return FileSystem::Opening::write;
}

/// What a file system says that does not know the call at all.
bool isUnsupported(int errorNumber) {
    return errorNumber == EINVAL || errorNumber == ENOSYS || errorNumber == EOPNOTSUPP || errorNumber == ENOTSUP;
}

/// Repeats a call that a signal interrupted.
template <class Call>
int withoutInterruption(const Call& call) {
    int result = 0;
    do {
        result = call();
    } while (result != 0 && errno == EINTR);
    return result;
}

/// Throws Error(failed) when the disk does not answer: what is not known is not taken for somebody else's.
bool isSameObject(int descriptor, const fs::path& path) {
    FileStatus mine;
    FileStatus named;
    if (descriptor < 0) {
        return false;
    }
    const bool isKnown = fileSystem().status(descriptor, mine) == 0 &&
                         fileSystem().status(path.string().c_str(), named, FileSystem::Links::themselves) == 0;
    if (!isKnown && errno != ENOENT && errno != ENOTDIR) {
        throw systemError(path, say("Cannot find out what this is"), errno);
    }
    return isKnown && mine.isOf(named);
}

fs::path folderOf(const fs::path& path) {
    return path.parent_path().empty() ? fs::path(".") : path.parent_path();
}

/// Of what has its final name already: a disk that fails now may forget the name, not the contents.
void confirmName(const fs::path& destination) {
    try {
        syncFolder(folderOf(destination));
    } catch (const Error& error) {
        throw Error(error.kind(), say("The result is complete, but the disk did not confirm its name"),
                    error.detail() + " " + say("Look at it again before you rely on it."), destination);
    }
}

Error replacedMeanwhile(const fs::path& path) {
    return {ErrorKind::failed, say("Another program removed or replaced the file while it was written"),
            say("Nothing was renamed. Keep other programs away from this name, then try again."), path};
}

/// The rename alone. Throws badInput for a name that is taken.
void giveName(const fs::path& temporary, const fs::path& destination, bool replace) {
    FileSystem& system = fileSystem();
    int result = 0;
    if (replace) {
        result = system.rename(temporary.string().c_str(), destination.string().c_str(), FileSystem::Rename::replace);
    } else {
        result = system.rename(temporary.string().c_str(), destination.string().c_str(), FileSystem::Rename::keep);
        const bool canRename = result == 0 || !isUnsupported(errno);
        if (!canRename && fileKindOfEntry(temporary) == FileKind::folder) {
            // Not on this file system: a folder never replaces a file, nor a folder that holds one.
            result = system.rename(temporary.string().c_str(), destination.string().c_str(), FileSystem::Rename::replace);
        } else if (!canRename) { // a hard link refuses an existing name as well
            result = system.link(temporary.string().c_str(), destination.string().c_str());
            if (const std::error_code error = result == 0 ? removeEntry(temporary) : std::error_code()) {
                removeEntry(destination); // else the file would have two names, and nobody would know the first one
                throw systemError(temporary, say("Cannot rename the finished file"), error.value());
            }
        }
    }
    if (result != 0 && !replace && (errno == EEXIST || errno == ENOTEMPTY)) {
        throw badInput(destination, say("The file exists already"), say("Choose another name or allow it to be replaced."));
    }
    if (result != 0) {
        throw systemError(destination, say("Cannot rename the finished file"), errno);
    }
}

constexpr std::string_view pendingPrefix = ".quantlathe-";
constexpr std::string_view pendingSuffix = ".tmp";

/// Temporary files whose program was killed: nobody holds their locks. Where a lock means nothing, they stay.
void removeAbandoned(const fs::path& folder) {
    std::vector<fs::path> entries;
    try {
        entries = entriesOf(folder);
    } catch (const Error&) { // then nothing can be made there either, or there is too much to look through
        return;
    }
    for (const fs::path& entry : entries) {
        const std::string name = entry.filename().string();
        if (!name.starts_with(pendingPrefix) || !name.ends_with(pendingSuffix)) {
            continue;
        }
        try {
            OutputFile file(entry, OutputFile::Mode::continueExisting);
            if (file.tryLock() == OutputFile::Lock::held && file.hasItsName()) {
                removeEntry(entry);
            }
        } catch (const Error&) { // somebody else's, or gone: nothing to clean
        }
    }
}

OutputFile createPending(const fs::path& folder) {
    static std::atomic<unsigned> serial{0};
    for (;;) {
        const std::string name = fmt::format("{}{}-{}{}", pendingPrefix, ::getpid(), serial++, pendingSuffix);
        if (fileKindOfEntry(folder / name) != FileKind::none) {
            continue; // left by a killed process of this number, where locks mean nothing
        }
        OutputFile file(folder / name, OutputFile::Mode::createNew);
        // Between creation and lock another process may have taken it for abandoned.
        const bool isFree = file.tryLock() != OutputFile::Lock::taken;
        if (file.hasItsName()) {
            if (isFree) {
                return file;
            }
            removeEntry(folder / name); // in case that the other one does not come to it
        }
    }
}

/// The user knows a pending file by its final name.
template <class Work>
void namingDestination(const fs::path& destination, const Work& work) {
    try {
        work();
    } catch (const NoSpaceError& error) {
        throw NoSpaceError(destination, error.title(), error.errorNumber());
    } catch (const Error& error) {
        throw Error(error.kind(), error.title(), error.detail(), destination);
    }
}

} // namespace

NoSpaceError::NoSpaceError(const fs::path& file, std::string title, int errorNumber)
    : Error(systemError(file, std::move(title), errorNumber)), errorNumber_(errorNumber) {}

OutputFile::OutputFile(const fs::path& path, Mode mode) : path_(path) {
    descriptor_ = fileSystem().open(FileSystem::workingFolder, path.string().c_str(), openingFor(mode));
    if (descriptor_ < 0) {
        throwWriteError(
            path, mode == Mode::continueExisting ? say("Cannot open the file for writing") : say("Cannot create the file"),
            errno);
    }
    FileStatus status;
    if (fileSystem().status(descriptor_, status) == 0 && status.kind != FileKind::file) {
        fileSystem().close(std::exchange(descriptor_, -1));
        throw badInput(path, say("This is not a regular file"));
    }
}

OutputFile::~OutputFile() {
    if (descriptor_ >= 0) {
        fileSystem().close(descriptor_);
    }
}

OutputFile::OutputFile(OutputFile&& other) noexcept
    : path_(std::move(other.path_)), descriptor_(std::exchange(other.descriptor_, -1)), syncFault_(other.syncFault_) {}

OutputFile& OutputFile::operator=(OutputFile&& other) noexcept {
    std::swap(path_, other.path_);
    std::swap(descriptor_, other.descriptor_);
    std::swap(syncFault_, other.syncFault_);
    return *this;
}

void OutputFile::writeAt(std::uint64_t offset, std::span<const std::byte> bytes) {
    const std::uint64_t limit = largestFile();
    while (!bytes.empty()) {
        const std::uint64_t room = offset < limit ? limit - offset : 0;
        if (room == 0) {
            throwWriteError(path_, say("Cannot write at byte {}", groupedDigits(offset)), EFBIG);
        }
        const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(bytes.size(), room));
        const ssize_t written = fileSystem().write(descriptor_, bytes.first(count), offset);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            throwWriteError(path_, say("Cannot write at byte {}", groupedDigits(offset)), written < 0 ? errno : ENOSPC);
        }
        offset += static_cast<std::uint64_t>(written);
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
}

void OutputFile::readAt(std::uint64_t offset, std::span<std::byte> into) const {
    while (!into.empty()) {
        const ssize_t count = fileSystem().read(descriptor_, into, offset);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            throw systemError(path_, say("Cannot read back at byte {}", groupedDigits(offset)), count < 0 ? errno : EIO);
        }
        offset += static_cast<std::uint64_t>(count);
        into = into.subspan(static_cast<std::size_t>(count));
    }
}

void OutputFile::reserve(std::uint64_t size) {
    const std::string title = say("Cannot reserve {}", fileSizeText(size));
    if (size > largestFile()) {
        throwWriteError(path_, title, EFBIG);
    }
    setSize(size);
    const int result = size == 0 ? 0 : withoutInterruption([&] { return fileSystem().reserve(descriptor_, size); });
    if (result != 0 && isLackOfSpace(errno)) {
        throwWriteError(path_, title, errno);
    }
}

void OutputFile::setSize(std::uint64_t size) {
    if (size > largestFile() && size > this->size()) {
        throwWriteError(path_, say("Cannot set the file's length"), EFBIG);
    }
    if (fileSystem().setSize(descriptor_, size) != 0) {
        throwWriteError(path_, say("Cannot set the file's length"), errno);
    }
}

std::uint64_t OutputFile::size() const {
    FileStatus status;
    if (fileSystem().status(descriptor_, status) != 0) {
        throw systemError(path_, say("Cannot read the file's size"), errno);
    }
    return status.bytes;
}

bool OutputFile::hasItsName() const {
    return isSameObject(descriptor_, path_);
}

void OutputFile::requireItsName() const {
    if (!hasItsName()) {
        throw replacedMeanwhile(path_);
    }
}

OutputFile::Lock OutputFile::tryLock() {
    const int result = withoutInterruption([this] { return fileSystem().lock(descriptor_, FileSystem::Lock::alone); });
    if (result == 0) {
        return Lock::held;
    }
    if (errno == EWOULDBLOCK) {
        return Lock::taken;
    }
    if (errno != ENOLCK && !isUnsupported(errno)) {
        throw systemError(path_, say("Cannot lock the file"), errno);
    }
    return Lock::unknown;
}

void OutputFile::throwIfFaulty() const {
    if (syncFault_ != 0) {
        throwWriteError(path_, say("Cannot write the file to the disk"), syncFault_);
    }
}

void OutputFile::failSync(int errorNumber) {
    syncFault_ = errorNumber;
    throwIfFaulty();
    throw systemError(path_, say("Cannot write the file to the disk"), EIO); // a failure without a number
}

void OutputFile::awaitRange(std::uint64_t offset, std::uint64_t length) {
    throwIfFaulty();
    const int result = withoutInterruption([&] { return fileSystem().awaitRange(descriptor_, offset, length); });
    if (result != 0 && !isUnsupported(errno) && errno != ESPIPE) { // without the call there is only the sync() afterwards
        failSync(errno);
    }
}

void OutputFile::sync() {
    throwIfFaulty();
    if (withoutInterruption([this] { return fileSystem().sync(descriptor_); }) != 0) {
        failSync(errno);
    }
}

void OutputFile::syncData() {
    throwIfFaulty();
    if (withoutInterruption([this] { return fileSystem().syncData(descriptor_); }) != 0) {
        failSync(errno);
    }
}

void OutputFile::dropCached() {
    sync(); // pages that are not written yet would stay
    static_cast<void>(fileSystem().dropCached(descriptor_));
}

void OutputFile::close() {
    const int descriptor = std::exchange(descriptor_, -1);
    const bool isClosed = descriptor < 0 || fileSystem().close(descriptor) == 0;
    const int errorNumber = errno;
    throwIfFaulty();
    if (!isClosed && errorNumber != EINTR) { // interrupted, it is closed all the same
        throwWriteError(path_, say("Cannot close the file"), errorNumber);
    }
}

void OutputFile::publishAs(const fs::path& destination, bool replace) {
    sync();
    requireItsName();
    giveName(path_, destination, replace);
    const fs::path temporary = std::exchange(path_, destination);
    if (!hasItsName()) { // replaced between the look and the rename
        throw replacedMeanwhile(temporary);
    }
    confirmName(destination);
    fileSystem().close(std::exchange(descriptor_, -1)); // synced before: it has nothing left to report
}

HeldFolder::HeldFolder(const fs::path& path)
    : descriptor_(fileSystem().open(FileSystem::workingFolder, path.string().c_str(), FileSystem::Opening::folderItself)) {
    if (descriptor_ < 0) {
        throw systemError(path, say("Cannot open the folder"), errno);
    }
}

HeldFolder::~HeldFolder() {
    if (descriptor_ >= 0) {
        fileSystem().close(descriptor_);
    }
}

HeldFolder::HeldFolder(HeldFolder&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}

HeldFolder& HeldFolder::operator=(HeldFolder&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
}

bool HeldFolder::isUnder(const fs::path& path) const {
    return isSameObject(descriptor_, path);
}

void syncFolder(const fs::path& folder) {
    const fs::path place = folder.empty() ? fs::path(".") : folder;
    const std::string title = say("Cannot make the names in the folder durable");
    const int descriptor = fileSystem().open(FileSystem::workingFolder, place.string().c_str(), FileSystem::Opening::folder);
    if (descriptor < 0) {
        if (errno == EACCES || errno == EPERM) { // files can be made there, but nobody may open it to sync it
            return;
        }
        throw systemError(place, title, errno);
    }
    const int result = withoutInterruption([&] { return fileSystem().sync(descriptor); });
    const int errorNumber = errno;
    fileSystem().close(descriptor);
    if (result != 0 && !isUnsupported(errorNumber)) {
        throwWriteError(place, title, errorNumber);
    }
}

void publish(const fs::path& temporary, const fs::path& destination, bool replace) {
    giveName(temporary, destination, replace);
    confirmName(destination);
}

void requireOwnPlaces(std::span<const fs::path> outputs, std::span<const fs::path> inputs) {
    const auto place = [](const fs::path& path) { return fs::weakly_canonical(folderOf(path)) / path.filename(); };
    for (std::size_t i = 0; i < outputs.size(); ++i) {
        if (outputs[i].empty()) {
            continue;
        }
        for (const fs::path& input : inputs) {
            if (!input.empty() && isSameFile(outputs[i], input)) {
                throw badInput(outputs[i], say("The result would replace what it is made from"),
                               say("{} is read by the same command. Choose another name.", escapeForDisplay(input.string())));
            }
        }
        for (std::size_t k = 0; k < i; ++k) {
            if (!outputs[k].empty() && place(outputs[i]) == place(outputs[k])) {
                throw badInput(outputs[i], say("Two results would have this name"), say("Give each a name of its own."));
            }
        }
    }
}

PendingFile::PendingFile(const fs::path& destination) : destination_(destination) {
    removeAbandoned(folderOf(destination));
    namingDestination(destination, [&] { file_ = createPending(folderOf(destination)); });
}

PendingFile::~PendingFile() {
    const bool isPublished = file_.path() == destination_;
    try {
        if (!isPublished && file_.hasItsName()) {
            removeEntry(file_.path());
        }
    } catch (const Error&) { // a disk that does not answer; the next run cleans
    }
}

void PendingFile::publish(bool replace) {
    namingDestination(destination_, [&] { file_.publishAs(destination_, replace); });
}

void writeTextFileAtomically(const fs::path& path, std::string_view text) {
    PendingFile pending(path);
    namingDestination(path, [&] { pending.file().writeAt(0, std::as_bytes(std::span(text))); });
    pending.publish(true);
}

} // namespace quantlathe
