// SPDX-License-Identifier: GPL-3.0-or-later
// measurement.json of ExLlamaV2: whatever is accepted survives writing and reading.
#include "fuzz_support.h"
#include "measure/exl2_measurement.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const auto measurement =
            exl2::parseMeasurement({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "fuzz.json");
        const std::string json = exl2::measurementJson(measurement);
        fuzz::require(exl2::parseMeasurement(json, "fuzz.json") == measurement);
        fuzz::require(exl2::measurementJson(exl2::parseMeasurement(json, "fuzz.json")) == json);
    });
}
