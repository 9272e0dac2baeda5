#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Makes tests/data/runtime/families.json and families.safetensors: logits of tiny models with random weights, computed by
Hugging Face's transformers in single precision on the CPU. tests/runtime/tst_families.cpp writes the same models as GGUF files
(the weights follow from their names, see values()) and compares.

Needs numpy, torch, transformers (made with torch 2.2.2, transformers 4.57.6) and safetensors. Run it from any folder."""

import json
import math
import pathlib

import numpy as np
import torch
import transformers
from safetensors.numpy import save_file

HIDDEN, FEED_FORWARD, VOCABULARY, TOKENS = 32, 48, 96, 40
OUT = pathlib.Path(__file__).resolve().parent.parent / "data" / "runtime"


def values(name, shape):
    """SplitMix64 seeded with the FNV-1a hash of the name; uniform in [-1, 1), scaled by what the name says."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    count = math.prod(shape)
    with np.errstate(over="ignore"):
        z = np.uint64(seed) + np.arange(1, count + 1, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    uniform = (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1.0
    if name.endswith("norm.weight"):
        result = 1.0 + 0.25 * uniform
    elif name.endswith(".bias"):
        result = 0.25 * uniform
    elif name.startswith(("token_embd", "position_embd")):
        result = uniform
    else:
        result = uniform * (2.0 / math.sqrt(shape[-1]))
    return result.astype(np.float32).reshape(shape)


def halves(rows, heads):
    """Rows in the order of neighbouring rotary pairs back to the order of halves."""
    d = rows.shape[0] // heads
    return rows.reshape(heads, d // 2, 2, *rows.shape[1:]).swapaxes(1, 2).reshape(rows.shape)


class Case:
    """GGUF metadata and tensors, and the state dict of the transformers model that has the same weights."""

    def __init__(self, name, architecture, config, layers, heads=4, kv_heads=2, head=8, tokens=TOKENS):
        self.name, self.architecture, self.config = name, architecture, config
        self.layers, self.heads, self.kv_heads, self.head = layers, heads, kv_heads, head
        self.metadata, self.tensors, self.given, self.state, self.length = {}, [], {}, {}, tokens
        self.key("block_count", layers)
        self.key("context_length", config.max_position_embeddings)
        self.key("embedding_length", HIDDEN)
        self.key("feed_forward_length", FEED_FORWARD)
        self.key("attention.head_count", heads)
        self.key("attention.head_count_kv", kv_heads)
        self.key("attention.key_length", head)
        self.key("attention.value_length", head)

    def key(self, name, value):
        self.metadata[f"{self.architecture}.{name}"] = value

    def rms(self, epsilon=1e-6):
        self.key("attention.layer_norm_rms_epsilon", epsilon)

    def add(self, gguf, shape, hf, change=lambda w: w):
        w = values(gguf, shape)
        self.tensors.append([gguf, list(shape)])
        for target, array in ((hf, change(w)),) if isinstance(hf, str) else zip(hf, change(w)):
            self.state[target] = torch.from_numpy(np.ascontiguousarray(array))

    def llama_like(self, permuted=False, qkv_bias=False, norms="pre", gain=lambda w: w, qk_norm=None, moe=None, tied=False,
                   fused=False):
        """The skeleton that most families share."""
        q, kv = self.heads * self.head, self.kv_heads * self.head
        self.add("token_embd.weight", (VOCABULARY, HIDDEN), "model.embed_tokens.weight")
        for i in range(self.layers):
            g, h = f"blk.{i}.", f"model.layers.{i}."
            if norms != "post":
                self.add(g + "attn_norm.weight", (HIDDEN,), h + "input_layernorm.weight", gain)
            order_q = (lambda w: halves(w, self.heads)) if permuted else (lambda w: w)
            order_k = (lambda w: halves(w, self.kv_heads)) if permuted else (lambda w: w)
            if fused:
                self.add(g + "attn_qkv.weight", (q + 2 * kv, HIDDEN), h + "self_attn.qkv_proj.weight")
            else:
                for part, rows, order in (("q", q, order_q), ("k", kv, order_k), ("v", kv, lambda w: w)):
                    self.add(g + f"attn_{part}.weight", (rows, HIDDEN), h + f"self_attn.{part}_proj.weight", order)
                    if qkv_bias:
                        self.add(g + f"attn_{part}.bias", (rows,), h + f"self_attn.{part}_proj.bias", order)
            self.add(g + "attn_output.weight", (HIDDEN, q), h + "self_attn.o_proj.weight")
            if qk_norm:
                sizes = (self.head, self.head) if qk_norm == "heads" else (q, kv)
                self.add(g + "attn_q_norm.weight", (sizes[0],), h + "self_attn.q_norm.weight", gain)
                self.add(g + "attn_k_norm.weight", (sizes[1],), h + "self_attn.k_norm.weight", gain)
            if norms == "pre":
                self.add(g + "ffn_norm.weight", (HIDDEN,), h + "post_attention_layernorm.weight", gain)
            else:
                self.add(g + "post_attention_norm.weight", (HIDDEN,), h + "post_attention_layernorm.weight", gain)
                if norms == "both":
                    self.add(g + "ffn_norm.weight", (HIDDEN,), h + "pre_feedforward_layernorm.weight", gain)
                self.add(g + "post_ffw_norm.weight", (HIDDEN,), h + "post_feedforward_layernorm.weight", gain)
            if moe:
                moe(self, g, h)
            elif fused:
                self.add(g + "ffn_up.weight", (2 * FEED_FORWARD, HIDDEN), h + "mlp.gate_up_proj.weight")
                self.add(g + "ffn_down.weight", (HIDDEN, FEED_FORWARD), h + "mlp.down_proj.weight")
            else:
                self.add(g + "ffn_gate.weight", (FEED_FORWARD, HIDDEN), h + "mlp.gate_proj.weight")
                self.add(g + "ffn_up.weight", (FEED_FORWARD, HIDDEN), h + "mlp.up_proj.weight")
                self.add(g + "ffn_down.weight", (HIDDEN, FEED_FORWARD), h + "mlp.down_proj.weight")
        self.add("output_norm.weight", (HIDDEN,), "model.norm.weight", gain)
        if not tied:
            self.add("output.weight", (VOCABULARY, HIDDEN), "lm_head.weight")
        return self

    def run(self, kind):
        self.config._attn_implementation = "eager"
        model = kind(self.config).eval()
        missing, unexpected = model.load_state_dict(self.state, strict=False)
        allowed = {"lm_head.weight"} if self.config.tie_word_embeddings else set()
        assert not unexpected and set(missing) <= allowed, (self.name, missing, unexpected)
        model.tie_weights()
        tokens = [(7 * i * i + 11 * i + 3) % VOCABULARY for i in range(self.length)]
        with torch.no_grad():
            logits = model(torch.tensor([tokens])).logits[0].numpy()
        print(f"{self.name:20} range {logits.min():8.3f} .. {logits.max():8.3f}")
        entry = {"architecture": self.architecture, "metadata": self.metadata, "tensors": self.tensors, "tokens": tokens}
        if self.given:
            entry["given"] = {name: [float(x) for x in array] for name, array in self.given.items()}
        return entry, np.ascontiguousarray(logits)


def common(heads=4, kv_heads=2, head=8, layers=2, **more):
    base = dict(hidden_size=HIDDEN, intermediate_size=FEED_FORWARD, num_hidden_layers=layers, num_attention_heads=heads,
                num_key_value_heads=kv_heads, head_dim=head, vocab_size=VOCABULARY, max_position_embeddings=64,
                rms_norm_eps=1e-6, tie_word_embeddings=False, bos_token_id=1, eos_token_id=2, pad_token_id=0)
    base.update(more)
    return base


def experts(names, count, width, shared=None):
    """names: of gate, up, down behind `prefix`E.; the router's name first."""
    router, prefix, gate, up, down = names

    def add(case, g, h):
        case.add(g + "ffn_gate_inp.weight", (count, HIDDEN), h + router)
        for part, hf, shape in (("gate", gate, (width, HIDDEN)), ("up", up, (width, HIDDEN)), ("down", down, (HIDDEN, width))):
            case.add(g + f"ffn_{part}_exps.weight", (count, *shape), [f"{h}{prefix}{e}.{hf}.weight" for e in range(count)])
        if shared:
            case.add(g + "ffn_gate_inp_shexp.weight", (HIDDEN,), h + "mlp.shared_expert_gate.weight", lambda w: w[None, :])
            for part, shape in (("gate", (shared, HIDDEN)), ("up", (shared, HIDDEN)), ("down", (HIDDEN, shared))):
                case.add(g + f"ffn_{part}_shexp.weight", shape, h + f"mlp.shared_expert.{part}_proj.weight")

    return add


def cases():
    t = transformers
    qwen_experts = ("mlp.gate.weight", "mlp.experts.", "gate_proj", "up_proj", "down_proj")
    less_one = lambda w: (w - np.float32(1)).astype(np.float32)  # GGUF keeps the whole gain, Gemma adds 1 itself

    c = Case("llama", "llama", t.LlamaConfig(**common(rope_theta=10000.0)), 2)
    c.rms(), c.key("rope.freq_base", 10000.0)
    yield c.llama_like(permuted=True), t.LlamaForCausalLM

    c = Case("llama-tied-mha", "llama", t.LlamaConfig(**common(kv_heads=4, tie_word_embeddings=True)), 2, kv_heads=4)
    c.rms()
    yield c.llama_like(permuted=True, tied=True), t.LlamaForCausalLM

    scaling = {"rope_type": "llama3", "factor": 8.0, "low_freq_factor": 1.0, "high_freq_factor": 4.0,
               "original_max_position_embeddings": 16}
    c = Case("llama3-scaling", "llama", t.LlamaConfig(**common(rope_theta=100.0, rope_scaling=scaling)), 2)
    c.rms(), c.key("rope.freq_base", 100.0)
    c.llama_like(permuted=True)
    frequency = 100.0 ** -(np.arange(0, 8, 2) / 8)
    scaled = t.LlamaForCausalLM(c.config).model.rotary_emb.inv_freq.numpy()
    c.tensors.append(["rope_freqs.weight", [4]])
    c.given["rope_freqs.weight"] = frequency / scaled
    yield c, t.LlamaForCausalLM

    c = Case("llama-linear", "llama", t.LlamaConfig(**common(rope_scaling={"rope_type": "linear", "factor": 4.0})), 2)
    c.rms(), c.key("rope.scaling.type", "linear"), c.key("rope.scaling.factor", 4.0)
    yield c.llama_like(permuted=True), t.LlamaForCausalLM

    scaling = {"rope_type": "yarn", "factor": 4.0, "original_max_position_embeddings": 16}
    c = Case("llama-yarn", "llama", t.LlamaConfig(**common(rope_scaling=scaling)), 2)
    c.rms(), c.key("rope.scaling.type", "yarn"), c.key("rope.scaling.factor", 4.0)
    c.key("rope.scaling.original_context_length", 16)
    yield c.llama_like(permuted=True), t.LlamaForCausalLM

    scaling.update(beta_fast=8.0, beta_slow=2.0, attention_factor=1.3)
    c = Case("qwen2-yarn", "qwen2", t.Qwen2Config(**common(rope_scaling=scaling)), 2)
    c.rms(), c.key("rope.scaling.type", "yarn"), c.key("rope.scaling.factor", 4.0)
    c.key("rope.scaling.original_context_length", 16), c.key("rope.scaling.yarn_attn_factor", 1.3)
    c.key("rope.scaling.yarn_beta_fast", 8.0), c.key("rope.scaling.yarn_beta_slow", 2.0)
    yield c.llama_like(qkv_bias=True), t.Qwen2ForCausalLM

    c = Case("mixtral", "llama", t.MixtralConfig(**common(num_local_experts=5, num_experts_per_tok=2, rope_theta=1e4)), 2)
    c.rms(), c.key("expert_count", 5), c.key("expert_used_count", 2)
    names = ("block_sparse_moe.gate.weight", "block_sparse_moe.experts.", "w1", "w3", "w2")
    yield c.llama_like(permuted=True, moe=experts(names, 5, FEED_FORWARD)), t.MixtralForCausalLM

    c = Case("qwen2moe", "qwen2moe", t.Qwen2MoeConfig(**common(
        num_experts=6, num_experts_per_tok=3, moe_intermediate_size=24, shared_expert_intermediate_size=40,
        decoder_sparse_step=1)), 2)
    c.rms(), c.key("expert_count", 6), c.key("expert_used_count", 3), c.key("expert_feed_forward_length", 24)
    yield c.llama_like(qkv_bias=True, moe=experts(qwen_experts, 6, 24, shared=40)), t.Qwen2MoeForCausalLM

    c = Case("qwen3", "qwen3", t.Qwen3Config(**common(head=16, rope_theta=1e6)), 2, head=16)
    c.rms(), c.key("rope.freq_base", 1e6)
    yield c.llama_like(qk_norm="heads"), t.Qwen3ForCausalLM

    c = Case("qwen3moe", "qwen3moe", t.Qwen3MoeConfig(**common(
        head=16, num_experts=6, num_experts_per_tok=3, moe_intermediate_size=24, norm_topk_prob=True,
        decoder_sparse_step=1)), 2, head=16)
    c.rms(), c.key("expert_count", 6), c.key("expert_used_count", 3)
    yield c.llama_like(qk_norm="heads", moe=experts(qwen_experts, 6, 24)), t.Qwen3MoeForCausalLM

    gemma = dict(tie_word_embeddings=True, hidden_activation="gelu_pytorch_tanh")
    c = Case("gemma", "gemma", t.GemmaConfig(**common(hidden_act="gelu_pytorch_tanh", **gemma)), 2)
    c.rms()
    yield c.llama_like(gain=less_one, tied=True), t.GemmaForCausalLM

    c = Case("gemma2", "gemma2", t.Gemma2Config(**common(
        layers=3, query_pre_attn_scalar=8, attn_logit_softcapping=2.0, final_logit_softcapping=5.0, sliding_window=8,
        **gemma)), 3)
    c.rms(), c.key("attn_logit_softcapping", 2.0), c.key("final_logit_softcapping", 5.0)
    c.key("attention.sliding_window", 8)
    yield c.llama_like(gain=less_one, tied=True, norms="both"), t.Gemma2ForCausalLM

    c = Case("gemma3", "gemma3", t.Gemma3TextConfig(**common(
        layers=7, query_pre_attn_scalar=8, sliding_window=8, rope_theta=1e6, rope_local_base_freq=1e4,
        rope_scaling={"rope_type": "linear", "factor": 8.0}, **gemma)), 7)
    c.rms(), c.key("attention.sliding_window", 8), c.key("rope.freq_base", 1e6)
    c.key("rope.scaling.type", "linear"), c.key("rope.scaling.factor", 8.0)
    yield c.llama_like(gain=less_one, tied=True, norms="both", qk_norm="heads"), t.Gemma3ForCausalLM

    long = {"type": "longrope", "long_factor": [1.5, 2.5, 4.0, 6.0], "short_factor": [1.0, 1.1, 1.2, 1.5]}
    for name, length in (("phi3-long", TOKENS), ("phi3-short", 14)):
        c = Case(name, "phi3", t.Phi3Config(**common(
            rope_scaling=dict(long), original_max_position_embeddings=16, sliding_window=None)), 2, tokens=length)
        c.rms(), c.key("rope.dimension_count", 8), c.key("rope.scaling.type", "longrope")
        c.key("rope.scaling.original_context_length", 16)
        c.key("rope.scaling.attn_factor", math.sqrt(1 + math.log(4) / math.log(16)))
        c.llama_like(fused=True)
        for part in ("long", "short"):
            c.tensors.append([f"rope_factors_{part}.weight", [4]])
            c.given[f"rope_factors_{part}.weight"] = np.array(long[f"{part}_factor"])
        yield c, t.Phi3ForCausalLM

    c = Case("phi3-window", "phi3", t.Phi3Config(**common(sliding_window=8, partial_rotary_factor=0.5)), 2)
    c.rms(), c.key("rope.dimension_count", 4), c.key("attention.sliding_window", 8)
    yield c.llama_like(fused=True), t.Phi3ForCausalLM

    c = Case("smollm3", "smollm3", t.SmolLM3Config(**common(layers=5, rope_theta=1e4, no_rope_layer_interval=4)), 5)
    c.rms(), c.key("rope.freq_base", 1e4)
    yield c.llama_like(permuted=True), t.SmolLM3ForCausalLM

    olmo = common()
    del olmo["head_dim"]
    c = Case("olmo2", "olmo2", t.Olmo2Config(**olmo), 2)
    c.rms()
    yield c.llama_like(norms="post", qk_norm="rows"), t.Olmo2ForCausalLM

    olmo.update(num_hidden_layers=5, sliding_window=8)
    c = Case("olmo3", "olmo2", t.Olmo3Config(**olmo), 5)
    c.rms(), c.key("attention.sliding_window", 8)
    c.key("attention.sliding_window_pattern", [(i + 1) % 4 != 0 for i in range(5)])
    yield c.llama_like(norms="post", qk_norm="rows"), t.Olmo3ForCausalLM

    star = common(norm_epsilon=1e-5, use_bias=True, hidden_act="gelu_pytorch_tanh", sliding_window=None)
    c = Case("starcoder2", "starcoder2", t.Starcoder2Config(**star), 2)
    c.key("attention.layer_norm_epsilon", 1e-5)
    starcoder2(c)
    yield c, t.Starcoder2ForCausalLM

    c = Case("gpt2", "gpt2", t.GPT2Config(n_embd=HIDDEN, n_layer=2, n_head=4, n_positions=64, vocab_size=VOCABULARY,
                                          n_inner=FEED_FORWARD, layer_norm_epsilon=1e-5), 2, kv_heads=4)
    c.key("attention.layer_norm_epsilon", 1e-5)
    gpt2(c)
    yield c, t.GPT2LMHeadModel

    for parallel in (True, False):
        config = t.GPTNeoXConfig(hidden_size=HIDDEN, intermediate_size=FEED_FORWARD, num_hidden_layers=2, num_attention_heads=4,
                                 vocab_size=VOCABULARY, max_position_embeddings=64, rotary_pct=0.5, hidden_act="gelu",
                                 use_parallel_residual=parallel, layer_norm_eps=1e-5, tie_word_embeddings=False)
        c = Case("gptneox" if parallel else "gptneox-serial", "gptneox", config, 2, kv_heads=4)
        c.key("attention.layer_norm_epsilon", 1e-5), c.key("rope.dimension_count", 4)
        c.key("use_parallel_residual", parallel)
        gptneox(c)
        yield c, t.GPTNeoXForCausalLM


def pair(case, gguf, shape, hf, change=lambda w: w):
    case.add(gguf + ".weight", shape, hf + ".weight", change)
    case.add(gguf + ".bias", shape[:1], hf + ".bias")


def starcoder2(c):
    q, kv = c.heads * c.head, c.kv_heads * c.head
    c.add("token_embd.weight", (VOCABULARY, HIDDEN), "model.embed_tokens.weight")
    for i in range(c.layers):
        g, h = f"blk.{i}.", f"model.layers.{i}."
        pair(c, g + "attn_norm", (HIDDEN,), h + "input_layernorm")
        for part, rows in (("q", q), ("k", kv), ("v", kv)):
            pair(c, g + f"attn_{part}", (rows, HIDDEN), h + f"self_attn.{part}_proj")
        pair(c, g + "attn_output", (HIDDEN, q), h + "self_attn.o_proj")
        pair(c, g + "ffn_norm", (HIDDEN,), h + "post_attention_layernorm")
        pair(c, g + "ffn_up", (FEED_FORWARD, HIDDEN), h + "mlp.c_fc")
        pair(c, g + "ffn_down", (HIDDEN, FEED_FORWARD), h + "mlp.c_proj")
    pair(c, "output_norm", (HIDDEN,), "model.norm")
    c.add("output.weight", (VOCABULARY, HIDDEN), "lm_head.weight")


def gpt2(c):
    turned = lambda w: w.T if w.ndim == 2 else w
    c.add("token_embd.weight", (VOCABULARY, HIDDEN), "transformer.wte.weight")
    c.add("position_embd.weight", (64, HIDDEN), "transformer.wpe.weight")
    for i in range(c.layers):
        g, h = f"blk.{i}.", f"transformer.h.{i}."
        pair(c, g + "attn_norm", (HIDDEN,), h + "ln_1")
        pair(c, g + "attn_qkv", (3 * HIDDEN, HIDDEN), h + "attn.c_attn", turned)
        pair(c, g + "attn_output", (HIDDEN, HIDDEN), h + "attn.c_proj", turned)
        pair(c, g + "ffn_norm", (HIDDEN,), h + "ln_2")
        pair(c, g + "ffn_up", (FEED_FORWARD, HIDDEN), h + "mlp.c_fc", turned)
        pair(c, g + "ffn_down", (HIDDEN, FEED_FORWARD), h + "mlp.c_proj", turned)
    pair(c, "output_norm", (HIDDEN,), "transformer.ln_f")


def gptneox(c):
    d = c.head

    def mixed(w):  # rows q, k, v of all heads → of each head q, k, v
        return w.reshape(3, c.heads, d, *w.shape[1:]).swapaxes(0, 1).reshape(w.shape)

    c.add("token_embd.weight", (VOCABULARY, HIDDEN), "gpt_neox.embed_in.weight")
    for i in range(c.layers):
        g, h = f"blk.{i}.", f"gpt_neox.layers.{i}."
        pair(c, g + "attn_norm", (HIDDEN,), h + "input_layernorm")
        c.add(g + "attn_qkv.weight", (3 * HIDDEN, HIDDEN), h + "attention.query_key_value.weight", mixed)
        c.add(g + "attn_qkv.bias", (3 * HIDDEN,), h + "attention.query_key_value.bias", mixed)
        pair(c, g + "attn_output", (HIDDEN, HIDDEN), h + "attention.dense")
        pair(c, g + "ffn_norm", (HIDDEN,), h + "post_attention_layernorm")
        pair(c, g + "ffn_up", (FEED_FORWARD, HIDDEN), h + "mlp.dense_h_to_4h")
        pair(c, g + "ffn_down", (HIDDEN, FEED_FORWARD), h + "mlp.dense_4h_to_h")
    pair(c, "output_norm", (HIDDEN,), "gpt_neox.final_layer_norm")
    c.add("output.weight", (VOCABULARY, HIDDEN), "embed_out.weight")


def main():
    torch.manual_seed(0)
    entries, logits = {}, {}
    for case, kind in cases():
        entries[case.name], logits[case.name] = case.run(kind)
    (OUT / "families.json").write_text(json.dumps(entries, separators=(",", ":")) + "\n")
    save_file(logits, OUT / "families.safetensors")


main()
