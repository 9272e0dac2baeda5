// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/output.h"

#include "base/text.h"

#include <algorithm>
#include <cerrno>
#include <fmt/format.h>
#include <sys/stat.h>
#include <system_error>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t syncStepBytes = 16U << 20U; // awaited at once: a slow disk writes this well within a second

fs::path pathOf(const fs::path& part, const OutputLayout& layout, std::size_t file) {
    return isFolder(layout) ? part / layout.files[file].relativePath : part;
}

std::uint64_t deviceOf(const fs::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_dev) : UINT64_MAX;
}

} // namespace

bool isFolder(const OutputLayout& layout) {
    return layout.files.size() != 1 || !layout.files.front().relativePath.empty();
}

TemporaryPaths temporaryPaths(const fs::path& destination) {
    TemporaryPaths paths{destination, destination};
    paths.part += ".part";
    paths.journal += ".part.journal";
    return paths;
}

fs::path mountPointOf(const fs::path& path) {
    std::error_code error;
    fs::path place = fs::weakly_canonical(path, error);
    if (error) {
        place = fs::absolute(path, error);
    }
    while (place.has_relative_path() && !fs::exists(place, error)) {
        place = place.parent_path();
    }
    const std::uint64_t device = deviceOf(place);
    while (place.has_relative_path() && deviceOf(place.parent_path()) == device) {
        place = place.parent_path();
    }
    return place;
}

Error diskFull(const NoSpaceError& error, const fs::path& destination, std::uint64_t written, std::uint64_t total) {
    const std::string place = escapeForDisplay(mountPointOf(destination).string());
    if (error.errorNumber() == EFBIG) {
        return {ErrorKind::failed, fmt::format("No file of {} can be written on {}", fileSizeText(total), place),
                "The file system or a limit on the size of files (ulimit -f) stops before. Choose another folder or raise the "
                "limit, then resume.",
                destination};
    }
    const std::uint64_t there = occupiedBytes(temporaryPaths(destination).part) + freeSpaceAt(destination);
    constexpr std::uint64_t leastAdvice = 1'000'000; // room for the file system's own needs
    const std::uint64_t missing = std::max(total > there ? total - there : 0, leastAdvice);
    return {ErrorKind::failed, fmt::format("Disk full at {} of {} on {}", fileSizeText(written), fileSizeText(total), place),
            fmt::format("Free {}, then resume. Nothing has to be done twice.", fileSizeText(missing)), destination};
}

JobOutput::JobOutput(const fs::path& destination, const OutputLayout& layout, Start start)
    : destination_(destination), part_(temporaryPaths(destination).part), layout_(&layout) {
    if (start == Start::anew) {
        std::error_code error;
        fs::remove_all(part_, error);
        if (error) {
            throw systemError(part_, "Cannot remove what an earlier run left", error.value());
        }
    }
    for (std::size_t i = 0; i < layout.files.size(); ++i) {
        const fs::path path = pathOf(part_, layout, i);
        if (start == Start::anew && isFolder(layout)) {
            fs::create_directories(path.parent_path());
        }
        files_.emplace_back(path, start == Start::anew ? OutputFile::Mode::createNew : OutputFile::Mode::continueExisting);
        files_.back().reserve(layout.files[i].bytes);
    }
    syncFolder(part_.parent_path());
}

bool JobOutput::canResume(const fs::path& destination, const OutputLayout& layout) {
    const fs::path part = temporaryPaths(destination).part;
    for (std::size_t i = 0; i < layout.files.size(); ++i) {
        std::error_code error;
        const fs::path path = pathOf(part, layout, i);
        if (fs::symlink_status(path, error).type() != fs::file_type::regular ||
            fs::file_size(path, error) != layout.files[i].bytes || error) {
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

void JobOutput::publish(bool replace) {
    for (std::size_t i = 0; i < files_.size(); ++i) {
        files_[i].writeAt(0, layout_->files[i].header);
        files_[i].sync();
        files_[i].close();
        syncFolder(files_[i].path().parent_path());
    }
    quantlathe::publish(part_, destination_, replace);
}

} // namespace quantlathe
