// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/journal.h"

#include "base/hash.h"
#include "base/words.h"

#include <array>
#include <bit>
#include <charconv>
#include <fmt/format.h>
#include <string>
#include <string_view>

namespace quantlathe {
namespace {

// Every line ends with the hash of what is before it, so a line is either whole or not there.
constexpr std::string_view magic = "quantlathe-journal-1";
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

OutputFile openLocked(const std::filesystem::path& path) {
    for (;;) {
        OutputFile file(path, OutputFile::Mode::continueOrCreate);
        if (!file.tryLock()) {
            throw Error(ErrorKind::failed, say("Another conversion is writing this file"),
                        say("Wait for it to end, cancel it, or choose another name."), path);
        }
        if (file.hasItsName()) { // else its job ended between the opening and the lock, and removed it
            return file;
        }
    }
}

} // namespace

Journal::Journal(const std::filesystem::path& path) : file_(openLocked(path)) {}

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
        const auto record = parseRecord(*line);
        if (!record) {
            break;
        }
        records.push_back(*record);
        end_ = text.size() - rest.size();
    }
    file_.setSize(end_);
    return records;
}

void Journal::restart(std::uint64_t fingerprint) {
    file_.setSize(0);
    const std::string header = headerLine(fingerprint);
    file_.writeAt(0, std::as_bytes(std::span(header)));
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

void Journal::remove() {
    std::error_code ignored;
    std::filesystem::remove(file_.path(), ignored);
}

} // namespace quantlathe
