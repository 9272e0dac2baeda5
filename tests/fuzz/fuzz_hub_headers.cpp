// SPDX-License-Identifier: GPL-3.0-or-later
// What a server says before the contents: the lines of its answer, and what ranges, waits, places and pages they mean.
#include "fuzz_support.h"
#include "hub/access.h"
#include "hub/listing.h"
#include "hub/transfer_head.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        TransferHead head;
        std::string_view rest = fuzz::textOf(bytes);
        while (!rest.empty()) {
            const std::size_t end = rest.find('\n');
            head.take(rest.substr(0, end));
            rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
        }
        if (const auto range = parseContentRange(head.contentRange)) {
            const std::string again =
                "bytes " + std::to_string(range->first) + "-0/" + (range->total ? std::to_string(*range->total) : "*");
            const auto same = parseContentRange(again);
            fuzz::require(same && same->first == range->first && same->total == range->total);
        }
        const auto now = std::chrono::system_clock::from_time_t(1'800'000'000);
        if (const auto wait = parseRetryAfter(head.retryAfter, now)) {
            fuzz::require(wait->count() >= 0);
        }
        static_cast<void>(originOf(head.location));
        static_cast<void>(isPrivateOrigin(originOf(head.location)));
        static_cast<void>(nextPage(head.link));
    });
}
