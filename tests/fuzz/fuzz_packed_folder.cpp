// SPDX-License-Identifier: GPL-3.0-or-later
// A quantized Hugging Face folder: config.json with its quantization_config, the header of model.safetensors and the values
// behind it, with a byte 0xFF between them. Whatever the model takes for a weight must be readable.
#include "base/arena.h"
#include "fuzz_support.h"
#include "model/model.h"
#include "safetensors_text.h"
#include "weights/statistics.h"

using namespace quantlathe;

namespace {

constexpr std::uint64_t maxValues = 1U << 18U;

void readAll(const Model& model) {
    ThreadArena arena(1);
    Progress progress;
    const CancelToken cancel;
    for (const Weight& weight : model.weights()) {
        if (weight.elements() > maxValues) {
            continue;
        }
        try {
            fuzz::require(computeStatistics(model, weight, arena, progress, cancel).count == weight.elements());
        } catch (const Error& error) {
            fuzz::require(error.exitCode() == 2 && !error.title().empty());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 3);
        folder.write("config.json", parts[0]);
        folder.write("model.safetensors", fuzz::safetensorsFile(parts[1], parts[2]));
        readAll(*openModel(folder.path()));
    });
}
