// SPDX-License-Identifier: GPL-3.0-or-later
// generation_config.json, and behind a byte 0xFF the model's own name in config.json: what they become in a GGUF file.
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/authorship.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    const auto parts = fuzz::partsOf(fuzz::textOf(std::as_bytes(std::span(data, size))), 2);
    folder.write("generation_config.json", parts[0]);
    const nlohmann::json config{{"_name_or_path", std::string(parts[1])}};
    Metadata metadata; // nothing that stands in the file is an error
    addGeneralKeys(folder.path(), config, {.total = 46'000'000'000, .active = 12'000'000'000, .experts = 8}, metadata);
    fuzz::requireReadable(metadata);
    return 0;
}
