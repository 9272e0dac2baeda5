// SPDX-License-Identifier: GPL-3.0-or-later
// The journal of a conversion, which a crash, a disk or another program may have left in any state. The input is the file as it
// is, and once more as the lines of a journal whose seals are right.
#include "base/hash.h"
#include "convert/journal.h"
#include "fuzz_support.h"

#include <fmt/format.h>
#include <fstream>
#include <iterator>

using namespace quantlathe;

namespace {

constexpr std::uint64_t fingerprint = 0x1234;

std::string contentsOf(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Whatever is there: what is taken from it is taken again, and what follows it is found behind it.
void resumeAndGoOn(const std::filesystem::path& file) {
    std::size_t taken = 0;
    {
        Journal journal(file);
        const auto records = journal.resume(fingerprint);
        if (!records) {
            journal.restart(fingerprint);
        }
        taken = records ? records->size() : 0;
        JournalRecord record;
        record.choice = 7;
        record.contentHash = 0xABCD;
        record.result.relativeError = 0.25;
        journal.append(std::span(&record, 1), false);
    }
    Journal again(file);
    const auto records = again.resume(fingerprint);
    fuzz::require(records && records->size() == taken + 1);
    fuzz::require(records->back().choice == 7 && records->back().contentHash == 0xABCD);
    fuzz::require(records->back().result.relativeError == 0.25);
}

std::string withSeals(std::string_view lines) {
    std::string sealed;
    while (!lines.empty()) {
        const std::size_t end = std::min(lines.find('\n'), lines.size());
        const std::string_view line = lines.substr(0, end);
        sealed += fmt::format("{} {:016x}\n", line, contentHash(std::as_bytes(std::span(line))));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return sealed;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    static const std::string header = [] {
        const std::filesystem::path file = folder.path() / "header.journal";
        Journal(file).restart(fingerprint);
        return contentsOf(file);
    }();
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        resumeAndGoOn(folder.write("a.journal", bytes));
        resumeAndGoOn(folder.write("b.journal", header + std::string(fuzz::textOf(bytes))));
        resumeAndGoOn(folder.write("c.journal", header + withSeals(fuzz::textOf(bytes))));
    });
}
