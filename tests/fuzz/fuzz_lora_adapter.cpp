// SPDX-License-Identifier: GPL-3.0-or-later
// A LoRA folder: adapter_config.json and the header of adapter_model.safetensors, with a byte 0xFF between them.
#include "adapters/lora_adapter.h"
#include "fuzz_support.h"
#include "safetensors_text.h"

#include <cmath>

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 2);
        folder.write("adapter_config.json", parts[0]);
        folder.write("adapter_model.safetensors", fuzz::safetensorsFileOfZeros(parts[1]));
        const LoraAdapter adapter = openLoraAdapter(folder.path());
        const std::size_t tensors = adapter.checkpoint->tensors().size();
        for (const LoraModule& module : adapter.modules) {
            fuzz::require(module.a < tensors && module.b < tensors && module.rank > 0);
            fuzz::require(!module.magnitude || *module.magnitude < tensors);
            fuzz::require(!module.bias || *module.bias < tensors);
            fuzz::require(!std::isnan(module.scaling));
        }
        for (const WholeTensor& whole : adapter.whole) {
            fuzz::require(whole.tensor < tensors && !whole.name.empty());
        }
    });
}
