// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/journal.h"

#include "base/file_kind.h"
#include "base/folder.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace quantlathe {
namespace {

// Every line ends with the hash of what is before it, so a line is either whole or not there.
constexpr std::string_view family = "quantlathe-journal-";
constexpr std::string_view magic = "quantlathe-journal-1";
constexpr std::string_view publishing = "publishing";
constexpr std::uint64_t maxJournalBytes = 256U << 20U; // some hundred bytes a weight

std::string sealed(const std::string& line) {
    return fmt::format("{} {:016x}\n", line, contentHash(std::as_bytes(std::span(line))));
}

std::string headerLine(std::uint64_t fingerprint) {
    return sealed(fmt::format("{} {:016x}", magic, fingerprint));
}

std::string recordLine(const JournalRecord& record) {
    // Doubles as their bits: what is read back is what was measured.
    return sealed(fmt::format(
        "{:x} {:016x} {:016x} {:016x} {:016x} {:016x}", record.choice, record.contentHash,
        std::bit_cast<std::uint64_t>(record.result.relativeError), std::bit_cast<std::uint64_t>(record.result.sqnrDecibels),
        std::bit_cast<std::uint64_t>(record.result.cosine), std::bit_cast<std::uint64_t>(record.result.maxAbsolute)));
}

/// The next line's text without its seal, taken off `rest`; nothing when it is torn or damaged.
std::optional<std::string_view> nextLine(std::string_view& rest) {
    const std::size_t end = rest.find('\n');
    constexpr std::size_t sealLength = 17; // a blank and sixteen digits
    if (end == std::string_view::npos || end < sealLength) {
        return std::nullopt;
    }
    const std::string_view text = rest.substr(0, end - sealLength);
    if (sealed(std::string(text)) != rest.substr(0, end + 1)) {
        return std::nullopt;
    }
    rest.remove_prefix(end + 1);
    return text;
}

std::optional<JournalRecord> parseRecord(std::string_view line) {
    std::array<std::uint64_t, 6> numbers{};
    for (std::uint64_t& number : numbers) {
        const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), number, 16);
        if (error != std::errc{}) {
            return std::nullopt;
        }
        line.remove_prefix(static_cast<std::size_t>(end - line.data()));
        line.remove_prefix(line.starts_with(' ') ? 1 : 0);
    }
    JournalRecord record;
    record.choice = numbers[0];
    record.contentHash = numbers[1];
    record.result.relativeError = std::bit_cast<double>(numbers[2]);
    record.result.sqnrDecibels = std::bit_cast<double>(numbers[3]);
    record.result.cosine = std::bit_cast<double>(numbers[4]);
    record.result.maxAbsolute = std::bit_cast<double>(numbers[5]);
    return line.empty() ? std::optional(record) : std::nullopt;
}

/// Of the first bytes of a file; `isAll`: there are no others.
JournalKind kindOf(std::string_view head, bool isAll) {
    if (head.starts_with(family)) {
        return JournalKind::ours;
    }
    // Zeros: what some file systems make of a file that was not yet on the disk when the power went.
    const bool isBlank = isAll && (family.starts_with(head) || std::ranges::all_of(head, [](char c) { return c == '\0'; }));
    return isBlank ? JournalKind::blank : JournalKind::foreign;
}

constexpr std::size_t headBytes = 4096;

JournalKind kindOf(const OutputFile& file) {
    const std::uint64_t size = file.size();
    std::string head(std::min<std::uint64_t>(size, headBytes), '\0');
    file.readAt(0, std::as_writable_bytes(std::span(head)));
    return kindOf(head, head.size() == size);
}

/// Nothing while somebody else holds the lock.
std::optional<OutputFile> openLocked(const std::filesystem::path& path) {
    for (;;) {
        OutputFile file(path, OutputFile::Mode::continueOrCreate);
        if (file.tryLock() == OutputFile::Lock::taken) { // a file system without locks has nobody to exclude by them
            return std::nullopt;
        }
        if (!file.hasItsName()) { // its job ended between the opening and the lock, and removed it
            continue;
        }
        if (kindOf(file) == JournalKind::foreign) {
            throw journalInTheWay(path);
        }
        return file;
    }
}

} // namespace

JournalKind journalKind(const std::filesystem::path& path) {
    const FileKind there = fileKindOfEntry(path);
    if (there != FileKind::file) {
        return there == FileKind::none ? JournalKind::none : JournalKind::foreign;
    }
    const InputFile file(path);
    const std::uint64_t size = file.stamp().size;
    std::string head(std::min<std::uint64_t>(size, headBytes), '\0');
    const bool isRead = file.readAt(0, std::as_writable_bytes(std::span(head)));
    return isRead ? kindOf(head, head.size() == size) : JournalKind::blank; // emptied by its job at this moment
}

bool hasBegunPublishing(const std::filesystem::path& path) {
    const std::vector<std::string> notes = notesIn(path);
    return std::ranges::find(notes, publishing) != notes.end();
}

std::vector<std::string> notesIn(const std::filesystem::path& path) {
    std::vector<std::string> notes;
    if (journalKind(path) != JournalKind::ours) {
        return notes;
    }
    const std::string text = readTextFile(path, maxJournalBytes);
    std::string_view rest = text;
    static_cast<void>(nextLine(rest)); // the header
    for (auto line = nextLine(rest); line; line = nextLine(rest)) {
        if (!parseRecord(*line)) {
            notes.emplace_back(*line);
        }
    }
    return notes;
}

Error journalInTheWay(const std::filesystem::path& path) {
    return badInput(path, say("{} is in the way", escapeForDisplay(path.filename().string())),
                    say("A conversion keeps its journal under this name, and this file is none. Choose another name for the "
                        "result, or move it away."));
}

Journal::Journal(const std::filesystem::path& path) {
    std::optional<OutputFile> file = openLocked(path);
    if (!file) {
        throw Error(ErrorKind::failed, say("Another conversion is writing this file"),
                    say("Wait for it to end, cancel it, or choose another name."), path);
    }
    file_ = std::move(*file);
}

std::optional<Journal> Journal::tryOpen(const std::filesystem::path& path) {
    std::optional<OutputFile> file = openLocked(path);
    return file ? std::optional(Journal(std::move(*file))) : std::nullopt;
}

std::optional<std::vector<JournalRecord>> Journal::resume(std::uint64_t fingerprint) {
    const std::uint64_t size = file_.size();
    if (size > maxJournalBytes) {
        return std::nullopt;
    }
    std::string text(size, '\0');
    file_.readAt(0, std::as_writable_bytes(std::span(text)));
    const std::string header = headerLine(fingerprint);
    if (!text.starts_with(header)) {
        return std::nullopt;
    }
    std::string_view rest = std::string_view(text).substr(header.size());
    end_ = header.size();
    std::vector<JournalRecord> records;
    while (const auto line = nextLine(rest)) {
        if (const auto record = parseRecord(*line)) {
            records.push_back(*record);
        }
        end_ = text.size() - rest.size();
    }
    file_.setSize(end_);
    return records;
}

void Journal::restart(std::uint64_t fingerprint) {
    const std::string header = headerLine(fingerprint);
    // First without its records, then under the new fingerprint: never does one job's header stand before another's records,
    // and never is the file without a header, by which it is known to be ours.
    if (file_.size() > header.size()) {
        file_.setSize(header.size());
        file_.sync();
    }
    file_.writeAt(0, std::as_bytes(std::span(header)));
    file_.setSize(header.size());
    end_ = header.size();
    file_.sync();
    syncFolder(file_.path().parent_path());
}

void Journal::append(std::span<const JournalRecord> records, bool durable) {
    std::string lines;
    for (const JournalRecord& record : records) {
        lines += recordLine(record);
    }
    file_.writeAt(end_, std::as_bytes(std::span(lines)));
    end_ += lines.size();
    if (durable) {
        file_.syncData();
    }
}

void Journal::notePublishing() {
    note(publishing);
}

void Journal::note(std::string_view words) {
    const std::string line = sealed(std::string(words));
    file_.writeAt(end_, std::as_bytes(std::span(line)));
    end_ += line.size();
    file_.syncData();
}

void Journal::remove() {
    try {
        if (!isKept_ && file_.hasItsName()) { // else somebody took it away and put a file of theirs there
            removeEntry(file_.path());
        }
    } catch (const Error&) { // a disk that does not answer: the next job to there removes it
    }
}

} // namespace quantlathe
