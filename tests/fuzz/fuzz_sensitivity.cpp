// SPDX-License-Identifier: GPL-3.0-or-later
// Sensitivity files: whatever is accepted survives writing and reading.
#include "fuzz_support.h"
#include "plan/sensitivity_file.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const auto measurement = parseSensitivity({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "fuzz.json");
        const std::string json = sensitivityJson(measurement);
        fuzz::require(parseSensitivity(json, "fuzz.json") == measurement);
        fuzz::require(sensitivityJson(parseSensitivity(json, "fuzz.json")) == json);
    });
}
