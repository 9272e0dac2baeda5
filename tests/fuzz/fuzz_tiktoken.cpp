// SPDX-License-Identifier: GPL-3.0-or-later
// tiktoken.model: ranks of tokens, and the merges that follow from them.
#include "fuzz_support.h"
#include "model/tiktoken_ranks.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const std::vector<std::string> tokens = parseTiktokenRanks(fuzz::textOf(bytes), "tiktoken.model");
        fuzz::require(!tokens.empty());
        const std::vector<std::string> merges = mergesOfRanks(tokens);
        fuzz::require(merges.size() <= tokens.size());
        for (const std::string& merge : merges) {
            const std::size_t blank = merge.find(' ');
            fuzz::require(blank != std::string::npos && blank > 0 && blank + 1 < merge.size());
        }
    });
}
