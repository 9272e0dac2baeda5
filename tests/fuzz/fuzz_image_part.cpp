// SPDX-License-Identifier: GPL-3.0-or-later
// A model that also sees: config.json, preprocessor_config.json and the header of model.safetensors, with a byte 0xFF between
// them. What becomes an image part must be readable, and its keys, too.
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/vision/image_part.h"
#include "safetensors_text.h"
#include "weights/weight_rows.h"

using namespace quantlathe;

namespace {

constexpr std::uint64_t maxValuesOfImages = 1U << 16U;

void readImagePart(const Model& part) {
    fuzz::requireReadable(part.ggufMetadata());
    for (const Weight& weight : part.weights()) {
        if (weight.elements() > maxValuesOfImages) {
            continue;
        }
        std::vector<float> values(weight.elements());
        readRows(part, weight, 0, values);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 3);
        folder.write("config.json", parts[0]);
        folder.writeUnlessEmpty("preprocessor_config.json", parts[1]);
        folder.write("model.safetensors", fuzz::safetensorsFileOfZeros(parts[2]));
        const auto model = openModel(folder.path());
        if (hasImagePart(model->checkpoint())) {
            readImagePart(*imagePartOf(*model).model);
        }
    });
}
