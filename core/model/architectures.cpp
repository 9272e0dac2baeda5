// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/architectures.h"

#include <algorithm>
#include <array>
#include <string>

namespace quantlathe {
namespace {

constexpr std::array llamaModelTensors{
    TensorRule{"model.embed_tokens", "token_embd", Size::vocabulary, Size::hidden},
    TensorRule{"model.norm", "output_norm", Size::hidden},
    TensorRule{"lm_head", "output", Size::vocabulary, Size::hidden, RowRule::asStored, false},
};

constexpr std::array llamaLayerTensors{
    TensorRule{"input_layernorm", "attn_norm", Size::hidden},
    TensorRule{"self_attn.q_proj", "attn_q", Size::queryRows, Size::hidden, RowRule::interleaveHeads, true, true},
    TensorRule{"self_attn.k_proj", "attn_k", Size::keyRows, Size::hidden, RowRule::interleaveKvHeads, true, true},
    TensorRule{"self_attn.v_proj", "attn_v", Size::valueRows, Size::hidden, RowRule::asStored, true, true},
    TensorRule{"self_attn.o_proj", "attn_output", Size::hidden, Size::queryRows, RowRule::asStored, true, true},
    TensorRule{"post_attention_layernorm", "ffn_norm", Size::hidden},
    TensorRule{"mlp.gate_proj", "ffn_gate", Size::feedForward, Size::hidden, RowRule::asStored, true, true},
    TensorRule{"mlp.up_proj", "ffn_up", Size::feedForward, Size::hidden, RowRule::asStored, true, true},
    TensorRule{"mlp.down_proj", "ffn_down", Size::hidden, Size::feedForward, RowRule::asStored, true, true},
};

void addLlamaKeys(const Config&, const HyperParameters& hyper, Metadata& metadata) {
    metadata.insert("llama.vocab_size", static_cast<std::uint32_t>(hyper.vocabulary));
    metadata.insert("llama.rope.dimension_count", hyper.keyLength);
}

constexpr std::string_view expertsAreNotStacked = "the experts of a Mixtral model cannot be joined into one tensor yet";

constexpr std::array table{
    ArchitectureRow{"LlamaForCausalLM", "llama", "model.layers.", llamaModelTensors, llamaLayerTensors, addLlamaKeys, true, {}},
    ArchitectureRow{"LLaMAForCausalLM", "llama", "model.layers.", llamaModelTensors, llamaLayerTensors, addLlamaKeys, true, {}},
    ArchitectureRow{
        "MistralForCausalLM", "llama", "model.layers.", llamaModelTensors, llamaLayerTensors, addLlamaKeys, true, {}},
    ArchitectureRow{"MixtralForCausalLM", "llama", "model.layers.", llamaModelTensors, llamaLayerTensors, addLlamaKeys, true,
                    expertsAreNotStacked},
};

} // namespace

std::span<const ArchitectureRow> architectures() {
    return table;
}

const ArchitectureRow* architectureOf(std::string_view hfClass) {
    const auto* found =
        std::find_if(table.begin(), table.end(), [&](const ArchitectureRow& row) { return row.hfClass == hfClass; });
    return found == table.end() ? nullptr : found;
}

} // namespace quantlathe
