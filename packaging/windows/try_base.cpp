// SPDX-License-Identifier: GPL-3.0-or-later
// What core/base does with files on Windows, tried without Qt's test library: prints a row of a table for each case. Usage:
// try-base FOLDER, an empty one. Ends with 1 if a case fails.
#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "base/file_kind.h"
#include "base/file_system.h"
#include "base/folder.h"
#include "base/mapping_guard.h"
#include "base/shared_lock.h"
#include "base/system_places.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <exception>
#include <functional>
#include <string>
#include <vector>

namespace {

using namespace quantlathe;
namespace fs = std::filesystem;

struct Case {
    const char* what;
    std::function<bool(const fs::path& folder)> holds;
};

void writeFile(const fs::path& path, std::string_view text) {
    OutputFile file(path, OutputFile::Mode::createNew);
    file.writeAt(0, std::as_bytes(std::span(text)));
    file.sync();
}

bool isRefused(const std::function<void()>& work) {
    try {
        work();
    } catch (const Error&) {
        return true;
    }
    return false;
}

bool hasText(const fs::path& path, std::string_view text) {
    return readTextFile(path, 1000) == text;
}

bool readsAtOffsets(const fs::path& folder) {
    writeFile(folder / "offsets", "0123456789");
    std::array<std::byte, 3> bytes{};
    const InputFile file(folder / "offsets");
    return file.readAt(4, bytes) && bytes[0] == std::byte{'4'} && !file.readAt(8, bytes);
}

bool holdsMoreThanFourGigabytes(const fs::path& folder) {
    constexpr std::uint64_t far = 5ULL << 30U;
    constexpr std::string_view text = "far away";
    OutputFile file(folder / "large", OutputFile::Mode::createNew);
    file.setSize(far);
    file.writeAt(far, std::as_bytes(std::span(text)));
    std::array<std::byte, text.size()> back{};
    file.readAt(far, back);
    const bool isBack = std::ranges::equal(back, std::as_bytes(std::span(text)));
    const MappedFile mapped(folder / "large");
    return isBack && stampOf(folder / "large").size == far + text.size() && mapped.bytes()[far] == std::byte{'f'};
}

bool mapsWhole(const fs::path& folder) {
    writeFile(folder / "mapped", "mapped bytes");
    const MappedFile file(folder / "mapped");
    file.willRead(0, file.bytes().size());
    file.release(0, file.bytes().size());
    requireIntact(file);
    return file.bytes().size() == 12 && file.bytes()[7] == std::byte{'b'};
}

bool publishesOpenFile(const fs::path& folder) {
    OutputFile file(folder / "result.part", OutputFile::Mode::createNew);
    file.writeAt(0, std::as_bytes(std::span(std::string_view("result"))));
    file.publishAs(folder / "result", false);
    return hasText(folder / "result", "result") && !isThere(folder / "result.part");
}

bool keepsWhatIsThere(const fs::path& folder) {
    writeFile(folder / "kept", "old");
    writeFile(folder / "new", "new");
    const bool isKept = isRefused([&] { publish(folder / "new", folder / "kept", false); }) && hasText(folder / "kept", "old");
    publish(folder / "new", folder / "kept", true);
    return isKept && hasText(folder / "kept", "new") && !isThere(folder / "new");
}

bool writesTextAtomically(const fs::path& folder) {
    writeTextFileAtomically(folder / "text", "one");
    writeTextFileAtomically(folder / "text", "two\nlines");
    return hasText(folder / "text", "two\nlines");
}

bool excludesByLocks(const fs::path& folder) {
    OutputFile first(folder / "locked", OutputFile::Mode::createNew);
    OutputFile second(folder / "locked", OutputFile::Mode::continueExisting);
    const bool isExcluded = first.tryLock() == OutputFile::Lock::held && second.tryLock() == OutputFile::Lock::taken &&
                            !SharedLock::tryTake(folder / "locked");
    first.close();
    const auto one = SharedLock::tryTake(folder / "locked");
    const auto another = SharedLock::tryTake(folder / "locked");
    return isExcluded && one && another && second.tryLock() == OutputFile::Lock::taken;
}

bool knowsItsName(const fs::path& folder) {
    OutputFile file(folder / "named", OutputFile::Mode::createNew);
    const bool isItsOwn = file.hasItsName();
    publish(folder / "named", folder / "elsewhere", false);
    return isItsOwn && !file.hasItsName();
}

bool renamesHeldFolder(const fs::path& folder) {
    makeFolders(folder / "part/inner");
    writeFile(folder / "part/inner/file", "text");
    const HeldFolder held(folder / "part");
    publish(folder / "part", folder / "whole", false);
    return held.isUnder(folder / "whole") && hasText(folder / "whole/inner/file", "text");
}

bool removesAll(const fs::path& folder) {
    makeFolders(folder / "tree/a/b");
    writeFile(folder / "tree/a/b/file", "text");
    return removeEntry(folder / "tree") && !removeAll(folder / "tree") && !isThere(folder / "tree");
}

bool takesNamesOfOthers(const fs::path& folder) {
    const fs::path name = folder / "Modell \xc3\xbc \xe6\xa8\xa1\xe5\x9e\x8b \xf0\x9f\x98\x80";
    writeFile(name, "text");
    const std::vector<fs::path> entries = entriesOf(folder);
    return hasText(name, "text") && std::ranges::find(entries, name) != entries.end();
}

bool takesLongPaths(const fs::path& folder) {
    fs::path deep = folder;
    for (int i = 0; i < 8; ++i) {
        deep /= std::string(50, 'd');
    }
    makeFolders(deep);
    writeFile(deep / "file", "text");
    return hasText(deep / "file", "text") && !removeAll(folder / std::string(50, 'd'));
}

bool refusesForeignNames(const fs::path& folder) {
    constexpr auto names = std::to_array<std::string_view>({"CON", "nul.txt", "com1", "stop.", "blank ", "a?b", "a:b"});
    return std::ranges::all_of(names, [&](std::string_view name) { return isRefused([&] { writeFile(folder / name, "x"); }); });
}

bool tellsWhatIsMissing(const fs::path& folder) {
    return fileKind(folder / "nothing") == FileKind::none && fileKind(folder) == FileKind::folder &&
           isRefused([&] { const InputFile file(folder / "nothing/inside"); }) &&
           isRefused([&] { const InputFile file(folder); });
}

bool knowsDigests(const fs::path& /*folder*/) {
    Digest digest(Digest::Kind::sha256); // FIPS 180-2, appendix B.1
    digest.add("abc");
    return digest.hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
}

bool knowsPlaces(const fs::path& folder) {
    return freeSpaceAt(folder / "not/there") > 0 && isThere(programFile()) && !userCacheFolder().empty() &&
           occupiedBytes(folder) > 0;
}

const auto cases = std::to_array<Case>({
    {"reads and writes at offsets", readsAtOffsets},
    {"files of more than 4 GiB, mapped as well", holdsMoreThanFourGigabytes},
    {"maps, prefetches and gives back", mapsWhole},
    {"gives an open file its name", publishesOpenFile},
    {"never replaces unasked, replaces when asked", keepsWhatIsThere},
    {"writes small files whole or not at all", writesTextAtomically},
    {"locks exclude, shared ones do not", excludesByLocks},
    {"notices that its name was taken away", knowsItsName},
    {"renames a folder that it holds", renamesHeldFolder},
    {"removes a tree", removesAll},
    {"names in UTF-8, beyond the first plane as well", takesNamesOfOthers},
    {"paths of more than 260 characters", takesLongPaths},
    {"refuses names of devices and what Win32 changes", refusesForeignNames},
    {"tells what is missing, and folders from files", tellsWhatIsMissing},
    {"SHA-256", knowsDigests},
    {"free space, its own place, the cache's", knowsPlaces},
});

std::string outcome(const Case& each, const fs::path& folder) {
    try {
        return each.holds(folder) ? "passes" : "FAILS";
    } catch (const std::exception& error) {
        return std::string("FAILS: ") + error.what();
    }
}

} // namespace

int main(int argc, char** argv) {
    if (argc != 2) {
        return 2;
    }
    int failures = 0;
    for (const Case& each : cases) {
        const std::string result = outcome(each, argv[1]);
        std::printf("| %-48s | %s |\n", each.what, result.c_str());
        failures += result == "passes" ? 0 : 1;
    }
    return failures == 0 ? 0 : 1;
}
