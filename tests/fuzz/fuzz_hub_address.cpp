// SPDX-License-Identifier: GPL-3.0-or-later
// What users paste for a model: what is understood means the same when it is written out.
#include "fuzz_support.h"
#include "hub/access.h"
#include "hub/address.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const std::string text(fuzz::textOf(bytes));
        static_cast<void>(originOf(text));
        const HubAddress address = parseHubAddress(text, "https://hub.example");
        fuzz::require(address.path.empty() || isSafeHubPath(address.path));
        fuzz::require(address.repository().find("..") == std::string::npos);
        fuzz::require(parseHubAddress(address.text(), {}) == address);
    });
}
