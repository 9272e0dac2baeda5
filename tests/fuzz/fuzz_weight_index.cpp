// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/weight_index.h"
#include "fuzz_support.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const WeightIndex index =
            parseWeightIndex({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, "fuzz.safetensors.index.json");
        for (const auto& [tensor, file] : index.fileOf) {
            fuzz::require(file < index.files.size());
        }
        for (const std::string& file : index.files) {
            fuzz::require(file.find('/') == std::string::npos && file != "..");
        }
    });
}
