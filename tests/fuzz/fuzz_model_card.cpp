// SPDX-License-Identifier: GPL-3.0-or-later
// README.md with its front matter, and the keys of a GGUF file that are made from it.
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/authorship.h"
#include "model/model_card.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    const auto bytes = std::as_bytes(std::span(data, size));
    const ModelCard card(fuzz::textOf(bytes));
    for (const char* key : {"name", "license", "tags", "base_model", "datasets", "language", "description"}) {
        const auto text = card.text(key);
        const auto list = card.list(key);
        fuzz::require(card.contains(key) == list.has_value());
        fuzz::require(!text || (list && list->size() == 1 && list->front() == *text));
    }
    folder.write("README.md", bytes);
    Metadata metadata; // nothing that stands in the file is an error
    addGeneralKeys(folder.path(), nlohmann::json::object(), {.total = 1'000'000, .active = 1'000'000}, metadata);
    fuzz::requireReadable(metadata);
    return 0;
}
