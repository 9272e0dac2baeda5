// SPDX-License-Identifier: GPL-3.0-or-later
// The answers of a hub: a page of files, and a revision.
#include "fuzz_support.h"
#include "hub/listing.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const std::string commit = parseRevision(fuzz::textOf(bytes), "hf:org/model");
        fuzz::require(isCommit(commit));
    });
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        for (const HubFile& file : parseTreePage(fuzz::textOf(bytes), "hf:org/model")) {
            const std::filesystem::path below = std::filesystem::path("/base") / file.path;
            fuzz::require(isSafeHubPath(file.path) && below.lexically_normal() == below);
            fuzz::require(file.sha256.empty() || file.sha256.size() == 64);
        }
        static_cast<void>(nextPage(fuzz::textOf(bytes)));
    });
}
