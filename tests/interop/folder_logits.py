#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/runtime/folders.json and folders.safetensors: logits of tiny folders as transformers saves them, computed by its own
classes (eager attention, single precision, on the CPU). The models are the recorded configurations of tests/data/gguf/conversion*.json,
changed where a feature would not be seen otherwise; of models without such a class the equations are restated here. tests/runtime/tst_folders.cpp writes the same folders and compares: every tensor is
offset + scale · SplitMix64(name), see values().

Needs numpy, torch (made with 2.15), transformers (5.24) and safetensors. `folder_logits.py NAME…` only looks at these models and
writes nothing, with `--add` in front it makes these anew and keeps the others."""

import json
import math
import pathlib
import shutil
import sys
import tempfile
import warnings

import numpy as np
import torch
import transformers
from safetensors import safe_open
from safetensors.numpy import save_file

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()

DATA = pathlib.Path(__file__).resolve().parents[1] / "data"
TOKENS, LONG = 40, 150  # LONG: more than two chunks of a recurrence
ROPE = {"rope_theta": 10000.0, "rope_type": "default"}
LATENT = dict(hidden_size=64, intermediate_size=96, num_hidden_layers=2, num_attention_heads=4, num_key_value_heads=4, vocab_size=40,
              max_position_embeddings=4096, kv_lora_rank=32, q_lora_rank=48, qk_nope_head_dim=16, qk_rope_head_dim=8, v_head_dim=24,
              n_shared_experts=1, moe_intermediate_size=32, first_k_dense_replace=1, rope_parameters=ROPE, tie_word_embeddings=False)
GROUPS = dict(n_routed_experts=8, num_experts_per_tok=3, n_group=4, topk_group=2, routed_scaling_factor=1.8, norm_topk_prob=True)
YARN = {"rope_type": "yarn", "rope_theta": 10000.0, "factor": 40.0, "original_max_position_embeddings": 16, "beta_fast": 32, "beta_slow": 1,
        "mscale": 1.0, "mscale_all_dim": 0.7}
NOMIC_BERT = dict(model_type="nomic_bert", architectures=["NomicBertModel"], hidden_size=64, intermediate_size=96, num_hidden_layers=2,
                  num_attention_heads=4, vocab_size=40, max_position_embeddings=64, type_vocab_size=2, layer_norm_eps=1e-12,
                  rope_parameters={"rope_theta": 1000.0, "rope_type": "default"})
MINIMAX_M3 = dict(
    model_type="minimax_m3_vl", architectures=["MiniMaxM3SparseForConditionalGeneration"], tie_word_embeddings=False,
    text_config=dict(hidden_size=64, intermediate_size=32, dense_intermediate_size=96, shared_intermediate_size=48, num_hidden_layers=3,
                     num_attention_heads=4, num_key_value_heads=2, head_dim=16, rotary_dim=8, vocab_size=40, max_position_embeddings=4096,
                     num_local_experts=6, num_experts_per_tok=3, routed_scaling_factor=2.5, n_shared_experts=1,
                     mlp_layer_types=["dense", "sparse", "sparse"],
                     layer_types=["full_attention", "minimax_m3_sparse", "minimax_m3_sparse"],
                     index_n_heads=2, index_head_dim=16, index_block_size=16, index_topk_blocks=4, index_local_blocks=1,
                     rope_parameters={"rope_theta": 10000.0, "rope_type": "default", "partial_rotary_factor": 0.5}),
    vision_config=dict(hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2, image_size=28))
GRANITE = dict(embedding_multiplier=1.5, residual_multiplier=0.7, attention_multiplier=0.4, logits_scaling=3.0)
# Norms whose gains are stored less one.
LESS_ONE = {"plamo2", "minimax_m3_vl", "gemma", "gemma2", "gemma3_text", "nemotron", "qwen3_next", "qwen3_5_text", "qwen3_5_moe_text"}

# name: (recorded configuration or a whole one, what is changed, tokens)
CASES = {
    "deepseek_v2": (dict(LATENT, model_type="deepseek_v2"), dict(n_routed_experts=8, num_experts_per_tok=3, topk_method="greedy",
                                                                 routed_scaling_factor=1.8, norm_topk_prob=False), TOKENS),
    "deepseek_v2-groups": (dict(LATENT, model_type="deepseek_v2"), dict(GROUPS, topk_method="group_limited_greedy", q_lora_rank=None,
                                                                        norm_topk_prob=False), TOKENS),
    "deepseek_v3": ("deepseek2", dict(GROUPS, rope_parameters=YARN, rope_scaling=None), TOKENS),
    "kimi_k2": (dict(LATENT, model_type="deepseek_v3"), dict(GROUPS, n_group=1, topk_group=1), TOKENS),
    "deepseek_v32": ("deepseek32", dict(GROUPS, index_topk=8, index_n_heads=8), TOKENS),
    "deepseek_v32-full": ("deepseek32", dict(GROUPS, index_topk=64), TOKENS),
    "glm4_moe_lite": ("glm4moelite", dict(GROUPS), TOKENS),
    "glm_moe_dsa": ("glm-dsa", dict(GROUPS, index_topk=8, index_n_heads=8), TOKENS),
    "glm_moe_dsa-shared": ("glm-dsa", dict(GROUPS, index_topk=8, index_n_heads=8, num_hidden_layers=3, mlp_layer_types=["dense"] + 2 * ["sparse"],
                                           indexer_types=["full", "shared", "full"], layer_types=3 * ["indexed_attention"]), TOKENS),
    "glm_moe_dsa-full": ("glm-dsa", dict(GROUPS, index_topk=64), TOKENS),
    "gpt_oss": ("gpt-oss", dict(sliding_window=8), TOKENS),
    "qwen3_next": ("qwen3next", dict(num_experts=6, num_experts_per_tok=3), LONG),
    "qwen3_5": ("qwen35", {}, LONG),
    "qwen3_5_moe": ("qwen35moe", dict(num_experts=6, num_experts_per_tok=3), LONG),
    "gemma3n": ("gemma3n", dict(sliding_window=8, activation_sparsity_pattern=[0.95, 0.0, 0.95, 0.0], num_hidden_layers=4,
                                intermediate_size=[96, 96, 96, 96], num_kv_shared_layers=2,
                                layer_types=["sliding_attention", "full_attention"] * 2, vocab_size_per_layer_input=40), TOKENS),
    "gemma4": ("gemma4", dict(sliding_window=8), TOKENS),
    "gemma4-shared": ("gemma4-shared", dict(sliding_window=8), TOKENS),
    "gemma4-moe": ("gemma4-moe", dict(sliding_window=8), TOKENS),
    "llama4": ("llama4", {}, TOKENS),
    "llama4-maverick": ("llama4", dict(num_local_experts=128, num_hidden_layers=2, moe_layers=[0, 1], interleave_moe_layer_step=1,
                                       intermediate_size=8, layer_types=["chunked_attention"] * 2, no_rope_layers=[1, 1],
                                       use_qk_norm=False), TOKENS),
    "cohere": ("cohere", {}, TOKENS),
    "cohere-plus": ("cohere-plus", {}, TOKENS),
    "cohere2": ("cohere2", dict(sliding_window=8), TOKENS),
    "granite": ("granite", GRANITE, TOKENS),
    "granitemoe": ("granitemoe", GRANITE, TOKENS),
    "granitemoeshared": ("granitemoeshared", GRANITE, TOKENS),
    "granitehybrid": ("granitehybrid", dict(GRANITE, mamba_n_groups=2, mamba_chunk_size=32), LONG),
    "granitehybrid-dense": ("granitehybrid-dense", GRANITE, TOKENS),
    "granite4": ("granite4", GRANITE, TOKENS),
    "granite4-moe": ("granite4-moe", GRANITE, TOKENS),
    "glm4": ("glm4", {}, TOKENS),
    "glm4_moe": ("glm4moe", GROUPS, TOKENS),
    "glm4_moe-plain": ("glm4moe", dict(GROUPS, use_qk_norm=False, attention_bias=False), TOKENS),
    "dots1": ("dots1", GROUPS, TOKENS),
    "kimi_linear": ("kimi-linear", {}, TOKENS),
    "minimax_m2": ("minimax-m2", dict(num_local_experts=6), TOKENS),
    "nemotron": ("nemotron", {}, TOKENS),
    "nemotron_h": ("nemotron-h", dict(chunk_size=32), LONG),
    "nemotron_h-moe": ("nemotron-h-moe", dict(GROUPS, hybrid_override_pattern="M*E-ME", num_hidden_layers=6), TOKENS),
    "nemotron_h-latent": ("nemotron-h-moe", dict(GROUPS, hybrid_override_pattern="M*E-", num_hidden_layers=4, moe_latent_size=24), TOKENS),
    "ernie4_5": ("ernie4_5", {}, TOKENS),
    "ernie4_5_moe": ("ernie4_5-moe", dict(moe_num_experts=6, moe_k=3), TOKENS),
    "hunyuan_v1_dense": ("hunyuan-dense", {}, TOKENS),
    "hunyuan_v1_dense-dynamic": ("hunyuan-dense-dynamic", {}, TOKENS),
    "hunyuan_v1_moe": ("hunyuan-moe", {}, TOKENS),
    "exaone4": ("exaone4", dict(sliding_window=8), TOKENS),
    "olmo": ("olmo", dict(clip_qkv=1.0), TOKENS),
    "olmo-free": ("olmo", dict(clip_qkv=None), TOKENS),
    "olmoe": ("olmoe", dict(num_experts=6, num_experts_per_tok=3), TOKENS),
    "apertus": ("apertus", {}, TOKENS),
    "arcee": ("arcee", {}, TOKENS),
    "seed_oss": ("seed-oss", {}, TOKENS),
    "mimo_v2_flash": ("mimo2", dict(GROUPS, n_group=1, topk_group=1, routed_scaling_factor=None, sliding_window=8,
                                     sliding_window_size=8), TOKENS),
    "stablelm": ("stablelm", {}, TOKENS),
    "stablelm-12b": ("stablelm-12b", {}, TOKENS),
    "phi": ("phi2", {}, TOKENS),
    "phimoe": ("phimoe", dict(num_local_experts=6, attention_bias=True, lm_head_bias=True), TOKENS),
    "phimoe-jitter": ("phimoe", dict(num_local_experts=6, router_jitter_noise=0.002), TOKENS),
    "falcon": ("falcon-40b-style", {}, TOKENS),
    "falcon-7b": ("falcon-40b-style", dict(new_decoder_architecture=False, multi_query=True, parallel_attn=True), TOKENS),
    "falcon_h1": ("falcon-h1", dict(mamba_chunk_size=32), LONG),
    "falcon_h1-before": ("falcon-h1", dict(mamba_rms_norm=True), TOKENS),
    "falcon_h1-after": ("falcon-h1", dict(mamba_rms_norm=True, mamba_norm_before_gate=False), TOKENS),
    "mamba": ("mamba", {}, TOKENS),
    "falcon_mamba": ("falcon-mamba", {}, TOKENS),
    "mamba2": ("mamba2", dict(chunk_size=32), LONG),
    "jamba": ("jamba", {}, TOKENS),
    "lfm2": ("lfm2", {}, TOKENS),
    "lfm2-bias": ("lfm2", dict(conv_bias=True), TOKENS),
    "lfm2_moe": ("lfm2moe", dict(num_experts=6, num_experts_per_tok=3), TOKENS),
    "bloom": ("bloom", {}, TOKENS),
    "mpt": ("mpt", {}, TOKENS),
    "ministral3": ("ministral3", {}, TOKENS),
    "gemma": ("gemma", {}, TOKENS),
    "gemma2": ("gemma2", dict(sliding_window=8, attn_logit_softcapping=2.0, query_pre_attn_scalar=16), TOKENS),
    "gemma3": ("gemma3", dict(sliding_window=8, query_pre_attn_scalar=16, num_hidden_layers=7), TOKENS),
    "llama": ("llama", {}, TOKENS),
    "llama-yarn-bias": ("llama-yarn-bias", {}, TOKENS),
    "mixtral": ("mixtral", {}, TOKENS),
    "qwen2": ("qwen2", {}, TOKENS),
    "qwen2_vl": ("qwen2vl", {}, TOKENS),
    "qwen2_5_vl": ("qwen2.5vl", {}, TOKENS),
    "qwen2_moe": ("qwen2moe", {}, TOKENS),
    "qwen3": ("qwen3", {}, TOKENS),
    "qwen3_moe": ("qwen3moe", dict(norm_topk_prob=True), TOKENS),
    "phi3": ("phi3", {}, TOKENS),
    "gpt2": ("gpt2", {}, 30),
    "gpt_neox": ("gptneox", {}, TOKENS),
    "starcoder2": ("starcoder2", {}, TOKENS),
    "smollm3": ("smollm3", dict(num_hidden_layers=5), TOKENS),
    "olmo2": ("olmo2", {}, TOKENS),
    "olmo3": ("olmo2", dict(model_type="olmo3", architectures=["Olmo3ForCausalLM"], num_hidden_layers=4, sliding_window=8), TOKENS),
    "mistral": ("mistral-tied", {}, TOKENS),
    "bert": ("bert", {}, TOKENS),
    "distilbert": ("distilbert", {}, TOKENS),
    "roberta": ("roberta", dict(pad_token_id=1), TOKENS),
    "xlm_roberta": ("xlm-roberta", dict(pad_token_id=1), TOKENS),
    "camembert": ("camembert", dict(pad_token_id=1), TOKENS),
    "eurobert": ("eurobert", dict(pad_token_id=0), TOKENS),
    "modernbert": ("modern-bert", dict(pad_token_id=0, local_attention=16, num_hidden_layers=4), TOKENS),
    "nomic_bert": (NOMIC_BERT, dict(pad_token_id=0), TOKENS),
    "minimax_m3": (MINIMAX_M3, {}, TOKENS),
    "hy_v3": ("hyv3", dict(num_experts=6, num_experts_per_tok=3), TOKENS),
    "exaone4_5": ("exaone4_5", dict(text_config=dict(sliding_window=8)), TOKENS),
    "glm4v": ("glm4v", {}, TOKENS),
    "glm4v_moe": ("glm4v-moe", dict(text_config=dict(GROUPS)), TOKENS),
    "glm_ocr": ("glm-ocr", {}, TOKENS),
}
# Recorded models that the library has no class for, what is changed, tokens.
RESTATED = {
    "jina-bert-v2": ("jina-bert-v2", {}, TOKENS),
    "jina-bert-v2-code": ("jina-bert-v2-code", {}, TOKENS),
    "nomic-bert-moe": ("nomic-bert-moe", {}, TOKENS),
    "orion": ("orion", {}, TOKENS),
    "baichuan": ("baichuan", {}, TOKENS),
    "baichuan-13b": ("baichuan", dict(num_hidden_layers=40), TOKENS),
    "refact": ("refact", {}, TOKENS),
    "plamo2": ("plamo2", {}, LONG),
}
# Of no use to a reader of the folder.
UNREAD = {"_name_or_path", "dtype", "transformers_version", "use_cache", "initializer_range", "output_router_logits", "router_aux_loss_coef",
          "attention_dropout", "hidden_dropout", "resid_pdrop", "embd_pdrop", "return_dict", "output_attentions", "output_hidden_states",
          "chunk_size_feed_forward", "problem_type", "id2label", "label2id", "is_encoder_decoder"}
SEEING = {"qwen2_vl", "qwen2_5_vl", "minimax_m3_vl", "exaone4_5", "glm4v", "glm4v_moe", "glm_ocr"}  # whose text alone is run
ENCODERS = {"bert", "distilbert", "roberta", "xlm-roberta", "camembert", "eurobert", "modernbert", "nomic_bert"}  # the rows behind the last layer instead of logits


def range_of(name, shape, kind):
    """Offset and scale that keep activations in bounds and leave nothing at a value that hides what is done with it."""
    last = name.rsplit(".", 1)[-1]
    if last == "A_log":
        return -1.5, 2.5  # from hardly any decay to a strong one
    if last == "dt_bias" or name.endswith("dt_proj.bias"):
        return -3.0, 5.0  # some below every lower limit
    if last == "D":
        return 0.5, 0.5
    if last == "sinks" or "attention_sink" in last:
        return 0.0, 1.5
    if last in ("e_score_correction_bias", "expert_bias"):
        return 0.0, 0.2
    if last in ("alpha_n", "alpha_p"):
        return 0.0, 0.5
    if last == "beta":
        return 0.5, 0.1
    if last == "eps":
        return -0.05, 0.02
    if last in ("layer_scalar", "per_expert_scale", "scale", "correct_output_scale"):
        return 1.0, 0.25
    if last == "bias" or last.endswith("_bias"):
        return 0.0, 0.25
    if last in ("q_weight", "k_weight") or last.endswith("_norm_weight"):
        return 1.0, 0.25
    stem = name.rsplit(".", 2)[-2] if "." in name else name
    if last == "weight" and ("norm" in stem.lower() or stem.startswith("ln_") or stem == "emb_ln"):
        return (0.0 if kind in LESS_ONE and not name.endswith("linear_attn.norm.weight") else 1.0), 0.25
    if "conv" in stem:
        return 0.0, 0.75
    if any(word in stem for word in ("embed", "wte", "wpe")):
        return 0.0, 1.0
    if kind == "gpt_oss" and last == "gate_up_proj":
        return 0.0, 1.0  # reaches both limits of its activation
    if kind == "phimoe" and stem == "gate":
        return 0.25, 0.004  # experts about as good as the best share the weight
    return 0.0, round(2.0 / math.sqrt(shape[-1]), 4)


def values(name, shape, offset, scale):
    """SplitMix64 seeded with the FNV-1a hash of the name; uniform in [-1, 1), then moved."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, math.prod(shape) + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    uniform = (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1.0
    return (offset + scale * uniform).astype(np.float32).reshape(shape)


def recorded():
    found = {}
    for file in ("conversion.json", "conversion-2026.json"):
        found.update(json.loads((DATA / "gguf" / file).read_text()))
    return found


class Encoder:
    """JinaBERT 2 and NomicBERT 2, which the library has no class for, as llama.cpp computes them."""

    def __init__(self, config, tensors):
        self.heads = config.get("num_attention_heads", config.get("n_head"))
        self.used = config.get("moe_top_k", 0)
        self.tensors = {name.removeprefix("bert."): torch.tensor(value) for name, value in tensors.items()}

    def has(self, name):
        return f"{self.at}{name}.weight" in self.tensors

    def linear(self, name, x):
        return torch.nn.functional.linear(x, self.tensors[f"{self.at}{name}.weight"], self.tensors.get(f"{self.at}{name}.bias"))

    def norm(self, name, x):
        gain, bias = (self.tensors[f"{self.at}{name}.{part}"] for part in ("weight", "bias"))
        return torch.nn.functional.layer_norm(x, gain.shape, gain, bias, 1e-12)

    def attend(self, q, k, v, positions):
        """`positions`: what tells them, a change of queries and keys or an addend for the scores."""
        q, k, v = (part.view(len(part), self.heads, -1).transpose(0, 1) for part in (q, k, v))
        rotate, bias = positions
        scores = rotate(q) @ rotate(k).transpose(1, 2) / math.sqrt(q.shape[-1]) + bias
        return (scores.softmax(-1) @ v).transpose(0, 1).flatten(1)

    def distances(self, count):
        slopes = torch.tensor([2.0 ** (-8.0 * (head + 1) / self.heads) for head in range(self.heads)])
        places = torch.arange(count)
        return lambda x: x, -slopes[:, None, None] * (places[:, None] - places[None, :]).abs()

    def rotation(self, count, width):
        angles = torch.outer(torch.arange(count, dtype=torch.float64), 10000.0 ** (-torch.arange(0, width, 2, dtype=torch.float64) / width))
        cosines, sines = (part.repeat(1, 2).float() for part in (angles.cos(), angles.sin()))
        return lambda x: x * cosines + torch.cat((-x[..., width // 2:], x[..., :width // 2]), -1) * sines, 0.0

    def jina_layer(self, x):
        q, k, v = (self.linear(f"attention.self.{part}", x) for part in ("query", "key", "value"))
        if self.has("attention.self.layer_norm_q"):
            q, k = self.norm("attention.self.layer_norm_q", q), self.norm("attention.self.layer_norm_k", k)
        read = self.attend(q, k, v, self.distances(len(x)))
        mixed = self.norm("attention.output.LayerNorm", x + self.linear("attention.output.dense", read))
        is_code = self.has("layer_norm_1")
        if is_code:
            mixed = self.norm("layer_norm_1", x + mixed)
        gate, up = self.linear("mlp.up_gated_layer" if is_code else "mlp.gated_layers", mixed).chunk(2, -1)
        made = self.linear("mlp.down_layer" if is_code else "mlp.wo", torch.nn.functional.gelu(gate) * up)
        return self.norm("layer_norm_2" if is_code else "mlp.layernorm", mixed + made)

    def experts(self, x):
        shares, chosen = self.linear("mlp.router.layer", x).softmax(-1).topk(self.used)
        count = self.tensors[self.at + "mlp.router.layer.weight"].shape[0]
        first, second = (self.tensors[f"{self.at}mlp.experts.mlp.{part}"].view(count, -1, x.shape[1]) for part in ("w1", "w2"))
        made = torch.zeros_like(x)
        for token, row in enumerate(x):
            for share, expert in zip(shares[token], chosen[token]):
                made[token] += share * (torch.nn.functional.gelu(first[expert] @ row) @ second[expert])
        return made

    def nomic_layer(self, x):
        q, k, v = self.linear("attn.Wqkv", x).chunk(3, -1)
        read = self.attend(q, k, v, self.rotation(len(x), x.shape[1] // self.heads))
        mixed = self.norm("norm1", x + self.linear("attn.out_proj", read))
        made = self.experts(mixed) if self.has("mlp.router.layer") else self.linear("mlp.fc2", torch.nn.functional.gelu(
            self.linear("mlp.fc1", mixed)))
        return self.norm("norm2", mixed + made)

    def run(self, tokens):
        self.at = ""
        is_jina = "embeddings.LayerNorm.weight" in self.tensors
        embedded = self.tensors["embeddings.word_embeddings.weight"][tokens] + self.tensors["embeddings.token_type_embeddings.weight"][0]
        x = self.norm("embeddings.LayerNorm" if is_jina else "emb_ln", embedded)
        for layer in range(2):
            self.at = f"encoder.layer.{layer}." if is_jina else f"encoder.layers.{layer}."
            x = self.jina_layer(x) if is_jina else self.nomic_layer(x)
        return x.numpy()


class Decoder:
    """Decoders whose code comes with the models: Orion, Baichuan, Refact (its card says LayerNorm, llama.cpp takes the root mean square)
    and PLaMo 2."""

    def __init__(self, config, tensors):
        self.kind = config["model_type"]
        self.epsilon = config.get("rms_norm_eps", config.get("layer_norm_epsilon"))
        self.heads = config.get("num_attention_heads", config.get("n_head"))
        self.kv_heads = 1 if self.kind == "gpt_refact" else config.get("num_key_value_heads") or self.heads
        self.layers = config.get("num_hidden_layers", config.get("n_layer"))
        self.config = config
        self.tensors = {name.removeprefix("transformer.").removeprefix("model."): torch.tensor(value) for name, value in tensors.items()}
        self.prefix = {"gpt_refact": "h.", "plamo2": "layers.layers."}.get(self.kind, "layers.")
        self.addends = {"pre_mixer_norm": 1.0, "pre_mlp_norm": 1.0, "norm": 1.0, "post_mixer_norm": 0.2, "post_mlp_norm": 5.0**-1.5}

    def linear(self, name, x):
        return torch.nn.functional.linear(x, self.tensors[f"{self.at}{name}.weight"])

    def root_mean(self, x, gain):
        return x * torch.rsqrt(x.square().mean(-1, keepdim=True) + self.epsilon) * gain

    def norm(self, name, x):
        gain, bias = self.tensors[f"{self.at}{name}.weight"], self.tensors.get(f"{self.at}{name}.bias")
        if self.kind in ("orion", "gpt_refact"):
            return torch.nn.functional.layer_norm(x, gain.shape, gain, bias, self.epsilon)
        return self.root_mean(x, gain + (self.addends[name] if self.kind == "plamo2" else 0.0))

    def rotated(self, x):
        width, base = x.shape[-1], self.config.get("rope_theta", 10000.0)
        angles = torch.outer(torch.arange(x.shape[1], dtype=torch.float64), base ** (-torch.arange(0, width, 2, dtype=torch.float64) / width))
        cosines, sines = (part.repeat(1, 2).float() for part in (angles.cos(), angles.sin()))
        return x * cosines + torch.cat((-x[..., width // 2:], x[..., :width // 2]), -1) * sines

    def attend(self, q, k, v):
        """Rows of [heads, size], the last two of fewer heads."""
        count, size = len(q), q.shape[-1]
        q, k, v = (part.transpose(0, 1) for part in (q, k, v))
        past = torch.arange(count)[:, None] - torch.arange(count)[None, :]
        bias = torch.where(past < 0, -torch.inf, 0.0)
        if self.kind == "gpt_refact" or (self.kind == "baichuan" and self.layers == 40):
            slopes = torch.tensor([2.0 ** (-8.0 * (head + 1) / self.heads) for head in range(self.heads)])
            bias = bias - slopes[:, None, None] * past
        else:
            q, k = self.rotated(q), self.rotated(k)
        k, v = (part.repeat_interleave(self.heads // len(part), 0) for part in (k, v))
        return ((q @ k.transpose(1, 2) / math.sqrt(size) + bias).softmax(-1) @ v).transpose(0, 1).flatten(1)

    def attention(self, x):
        if self.kind == "gpt_refact":
            q, (k, v), last = self.linear("attn.q", x), self.linear("attn.kv", x).chunk(2, -1), "attn.c_proj"
        elif self.kind == "baichuan":
            (q, k, v), last = self.linear("self_attn.W_pack", x).chunk(3, -1), "self_attn.o_proj"
        elif self.kind == "orion":
            (q, k, v), last = (self.linear(f"self_attn.{part}_proj", x) for part in "qkv"), "self_attn.o_proj"
        else:
            size = self.config["hidden_size_per_head"]
            q, k, v = self.linear("mixer.qkv_proj", x).split([self.heads * size, self.kv_heads * size, self.kv_heads * size], -1)
            last = "mixer.o_proj"
        q, k, v = (part.view(len(x), heads, -1) for part, heads in ((q, self.heads), (k, self.kv_heads), (v, self.kv_heads)))
        if self.kind == "plamo2":
            q, k = (self.root_mean(part, self.tensors[f"{self.at}mixer.{name}_weight"]) for part, name in ((q, "q"), (k, "k")))
        return self.linear(last, self.attend(q, k, v))

    def recurrence(self, x):
        """One token after the other."""
        heads, states, size = self.config["mamba_num_heads"], self.config["mamba_d_state"], self.config["hidden_size_per_head"]
        tensor = lambda name: self.tensors[f"{self.at}mixer.{name}"]
        gates, channels = self.linear("mixer.in_proj", x).view(len(x), heads, 2 * size).chunk(2, -1)
        taps = tensor("conv1d.weight")
        padded = torch.nn.functional.pad(channels.flatten(1).T[None], (taps.shape[-1] - 1, 0))
        channels = torch.nn.functional.silu(torch.nn.functional.conv1d(padded, taps, groups=len(taps))[0].T)
        parts = self.linear("mixer.bcdt_proj", channels).split([states, states, len(tensor("dt_norm_weight"))], -1)
        enters, reads, steps = (self.root_mean(part, tensor(f"{name}_norm_weight")) for part, name in zip(parts, ("B", "C", "dt")))
        steps = torch.nn.functional.softplus(self.linear("mixer.dt_proj", steps) + tensor("dt_bias"))
        decays = torch.exp(-torch.exp(tensor("A_log")) * steps)
        kept, made = torch.zeros(heads, size, states), []
        for token, row in enumerate(channels.view(len(x), heads, size)):
            kept = kept * decays[token][:, None, None] + steps[token][:, None, None] * row[:, :, None] * enters[token]
            made.append(kept @ reads[token] + row * tensor("D")[:, None])
        return self.linear("mixer.out_proj", (torch.stack(made) * torch.nn.functional.silu(gates)).flatten(1))

    def network(self, x):
        if self.kind in ("gpt_refact", "plamo2"):
            gate, up = self.linear("mlp.gate_up_proj", x).chunk(2, -1)
        else:
            gate, up = self.linear("mlp.gate_proj", x), self.linear("mlp.up_proj", x)
        return self.linear("mlp.c_proj" if self.kind == "gpt_refact" else "mlp.down_proj", torch.nn.functional.silu(gate) * up)

    def layer(self, x):
        if self.kind != "plamo2":
            first, second = ("ln_1", "ln_2") if self.kind == "gpt_refact" else ("input_layernorm", "post_attention_layernorm")
            x = x + self.attention(self.norm(first, x))
            return x + self.network(self.norm(second, x))
        mix = self.recurrence if f"{self.at}mixer.A_log" in self.tensors else self.attention
        x = x + self.norm("post_mixer_norm", mix(self.norm("pre_mixer_norm", x)))
        return x + self.norm("post_mlp_norm", self.network(self.norm("pre_mlp_norm", x)))

    def run(self, tokens):
        table = self.tensors["wte.weight" if self.kind == "gpt_refact" else "embed_tokens.weight"]
        x = table[tokens]
        for layer in range(self.layers):
            self.at = f"{self.prefix}{layer}."
            x = self.layer(x)
        self.at = ""
        x = self.norm("ln_f" if self.kind == "gpt_refact" else "norm", x)
        return torch.nn.functional.linear(x, self.tensors.get("lm_head.weight", table)).numpy()


def restate(entry, changes, count):
    """The same for a recorded model without a class."""
    config = {key: value for key, value in {**entry["config"], **changes}.items() if key not in UNREAD}
    shapes = entry["hf_tensors"]
    if "num_hidden_layers" in changes:  # all as the first one
        first = {name: shape for name, shape in shapes.items() if ".layers.0." in name}
        shapes = {name: shape for name, shape in shapes.items() if ".layers." not in name}
        for layer in range(changes["num_hidden_layers"]):
            shapes.update({name.replace(".layers.0.", f".layers.{layer}."): shape for name, shape in first.items()})
    tensors = [[name, shape, *range_of(name, shape, config["model_type"])] for name, shape in sorted(shapes.items())]
    restated = Encoder if "bert" in config["model_type"] else Decoder
    first = 4 if restated is Encoder else 0  # padding has no position
    tokens = [first + (7 * i * i + 11 * i + 3 + i // 40) % (40 - first) for i in range(count)]
    with torch.no_grad():
        made = restated(config, {name: values(name, *rest) for name, *rest in tensors}).run(tokens)
    return {"config": config, "tensors": tensors, "tokens": tokens}, np.ascontiguousarray(made)


def read_config(folder):
    return {key: value for key, value in json.loads((folder / "config.json").read_text()).items() if key not in UNREAD}


def make(base, changes, count, folder):
    """The entry of folders.json, and the logits."""
    changes = {key: {**base[key], **value} if key == "text_config" else value for key, value in changes.items()}
    given = {**base, "pad_token_id": None, **changes}
    given.pop("time_step_limit", None)  # recorded as transformers writes infinity, which it doesn't take back here
    kind = given.pop("model_type")
    config = transformers.AutoConfig.for_model(kind, **given)
    torch.manual_seed(1)
    auto = transformers.AutoModelForImageTextToText if kind in SEEING else transformers.AutoModel if kind in ENCODERS else \
        transformers.AutoModelForCausalLM
    auto.from_config(config, dtype=torch.float32).save_pretrained(folder)
    config = read_config(folder)
    config.update({key: value for key, value in {**base, **changes}.items() if key not in config and key not in UNREAD})
    if kind == "mimo_v2_flash":  # the published configuration has the same number in both places
        config["sliding_window"] = config["sliding_window_size"]
    (folder / "config.json").write_text(json.dumps(config))
    with safe_open(folder / "model.safetensors", "np") as file:
        shapes = {name: list(file.get_slice(name).get_shape()) for name in file.keys()}
    tensors = [[name, shape, *range_of(name, shape, kind)] for name, shape in sorted(shapes.items())]
    save_file({name: values(name, *rest) for name, *rest in tensors}, folder / "model.safetensors", metadata={"format": "pt"})
    model, info = auto.from_pretrained(folder, dtype=torch.float32, attn_implementation="eager",
                                                                    output_loading_info=True)
    assert not any(info[key] for key in ("missing_keys", "unexpected_keys", "mismatched_keys")), info
    first = 4 if kind in ENCODERS else 0  # padding has no position
    vocabulary = config.get("text_config", config)["vocab_size"] - first
    tokens = [first + (7 * i * i + 11 * i + 3 + i // 40) % vocabulary for i in range(count)]
    with torch.no_grad():
        made = model.eval()(torch.tensor([tokens]), **({} if kind in ENCODERS else {"use_cache": False}))
        logits = (made.last_hidden_state if kind in ENCODERS else made.logits)[0].to(torch.float32).numpy()
    return {"config": config, "tensors": tensors, "tokens": tokens}, np.ascontiguousarray(logits)


def main():
    bases = recorded()
    entries, logits = {}, {}
    for name, (base, changes, count) in CASES.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        with tempfile.TemporaryDirectory() as folder:
            entries[name], logits[name] = make(bases[base]["config"] if isinstance(base, str) else base, changes, count,
                                               pathlib.Path(folder))
    for name, (base, changes, count) in RESTATED.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            entries[name], logits[name] = restate(bases[base], changes, count)
    for name, found in logits.items():
        print(f"{name:26} range {found.min():8.3f} .. {found.max():8.3f}, {len(set(found.argmax(axis=1)))} tokens likeliest", flush=True)
    if sys.argv[1:] and sys.argv[1] != "--add":
        return
    out = DATA / "runtime"
    if sys.argv[1:]:
        with safe_open(out / "folders.safetensors", "np") as file:
            logits = {**{name: file.get_tensor(name) for name in file.keys()}, **logits}
        entries = {**json.loads((out / "folders.json").read_text()), **entries}
        entries = {name: entries[name] for name in (*CASES, *RESTATED) if name in entries}
    lines = (f"{json.dumps(name)}:{json.dumps(entry, separators=(',', ':'))}" for name, entry in entries.items())
    (out / "folders.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")
    save_file(logits, out / "folders.safetensors")


if __name__ == "__main__":
    main()
