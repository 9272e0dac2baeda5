// SPDX-License-Identifier: GPL-3.0-or-later
// What config.json says about a folder of compressed-tensors: the value of quantization_config, and behind a byte 0xFF the
// header of model.safetensors, whose values are zeros. How the folder is understood, and what every program says to it.
#include "consumers/consumer.h"
#include "fuzz_support.h"
#include "model/model.h"
#include "safetensors_text.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 2);
        std::string config = R"({"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64,
            "intermediate_size": 128, "num_hidden_layers": 1, "num_attention_heads": 4, "num_key_value_heads": 2,
            "vocab_size": 64, "rms_norm_eps": 1e-5, "max_position_embeddings": 64, "quantization_config": )";
        config.append(parts[0]).append("}");
        folder.write("config.json", config);
        folder.write("model.safetensors", fuzz::safetensorsFileOfZeros(parts[1]));
        for (const ConsumerVerdict& verdict : askConsumers(readWrittenModel(folder.path()))) {
            for (const ConsumerFinding& finding : verdict.findings) {
                fuzz::require(!finding.text.empty());
            }
        }
        const auto model = openModel(folder.path());
        for (const Weight& weight : model->weights()) {
            fuzz::require(!weight.name.empty());
        }
    });
}
