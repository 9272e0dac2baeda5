// SPDX-License-Identifier: GPL-3.0-or-later
#include "hub/file_fetch.h"

#include "base/file.h"
#include "base/file_kind.h"
#include "base/folder.h"
#include "base/words.h"
#include "hub/checksum.h"

#include <algorithm>
#include <system_error>
#include <vector>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t flushedBytes = 64U << 20U; // so that the last sync is no long wait
constexpr std::size_t hashedAtOnce = 1U << 20U;

fs::path growingName(fs::path place) {
    place += ".part";
    return place;
}

class FileFetch {
public:
    FileFetch(HubConnection& hub, HttpClient& client, const HubListing& listing, const HubFile& file)
        : hub_(hub), client_(client), listing_(listing), file_(file) {}

    /// From `here` on, over what is there already; false when the whole is not what is listed.
    bool fill(OutputFile& output, std::uint64_t here) {
        FileChecksum checksum(file_);
        addHere(output, here, checksum);
        std::uint64_t end = here;
        std::uint64_t flushed = here;
        client_.getRange(remoteFile(hub_.access, listing_, file_), here, file_.bytes - here,
                         [&](std::span<const std::byte> bytes) {
                             output.writeAt(end, bytes);
                             checksum.add(bytes);
                             end += bytes.size();
                             if (end - flushed >= flushedBytes) {
                                 output.awaitRange(flushed, end - flushed);
                                 flushed = end;
                             }
                             hub_.progress.add(bytes.size());
                         });
        return checksum.fits();
    }

private:
    void addHere(const OutputFile& output, std::uint64_t here, FileChecksum& checksum) const {
        std::vector<std::byte> bytes;
        for (std::uint64_t offset = 0; offset < here; offset += bytes.size()) {
            hub_.cancel.throwIfCancelled();
            bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(hashedAtOnce, here - offset)));
            output.readAt(offset, bytes);
            checksum.add(bytes);
        }
    }

    HubConnection& hub_;
    HttpClient& client_;
    const HubListing& listing_;
    const HubFile& file_;
};

} // namespace

std::uint64_t bytesFetched(const HubFile& file, const fs::path& place) {
    for (const fs::path& path : {place, growingName(place)}) {
        if (fileKind(path) == FileKind::file) {
            return std::min(stampOf(path).size, file.bytes);
        }
    }
    return 0;
}

void fetchFile(HubConnection& hub, HttpClient& client, const HubListing& listing, const HubFile& file, const fs::path& place) {
    if (fileKind(place) == FileKind::file && stampOf(place).size == file.bytes) {
        return;
    }
    makeFolders(place.parent_path());
    FileFetch fetch(hub, client, listing, file);
    OutputFile output(growingName(place), OutputFile::Mode::continueOrCreate);
    const std::uint64_t before = output.size();
    bool isRight = before <= file.bytes && before > 0 && fetch.fill(output, before);
    if (!isRight) { // what an earlier run left may be wrong: a power cut, another writer
        output.setSize(0);
        isRight = fetch.fill(output, 0);
    }
    if (!isRight) {
        output.setSize(0);
        throw otherContents(file);
    }
    output.publishAs(place, true);
}

} // namespace quantlathe
