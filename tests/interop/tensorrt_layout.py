#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a W8A8 checkpoint for TensorRT-LLM in NumPy, by its published names and formulas, and compares it with its source.

tensorrt_layout.py SOURCE_FOLDER CHECKPOINT_FOLDER

Every rank must have the names, types and shapes that its configuration asks for. The ranks' parts are put together again, and
both models, the source as it is and the checkpoint with weights of eight bits and inputs that are rounded a token at a time,
answer the same made-up tokens. Shares no code with the program.
"""
import json
import pathlib
import struct
import sys

import numpy as np

ALGORITHM = "W8A8_SQ_PER_CHANNEL_PER_TOKEN_PLUGIN"
PLAIN = {"F32": np.float32, "F16": np.float16, "I8": np.int8}
DTYPES = {"float32": "F32", "float16": "F16", "bfloat16": "BF16"}


def tensors_of(file):
    data = file.read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    values, types, end = {}, {}, 0
    for name, what in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        first, last = what["data_offsets"]
        assert first == end, f"a gap before {name}"
        end = last
        raw = data[8 + length + first : 8 + length + last]
        if what["dtype"] == "BF16":
            array = (np.frombuffer(raw, np.uint16).astype(np.uint32) << 16).view(np.float32)
        else:
            array = np.frombuffer(raw, PLAIN[what["dtype"]])
        values[name], types[name] = array.reshape(what["shape"]), what["dtype"]
    assert 8 + length + end == len(data), "bytes behind the last tensor"
    return values, types


def expected(config):
    """Name: (type, shape) of one rank."""
    cards = config["mapping"]["tp_size"]
    hidden, inner, size = config["hidden_size"], config["intermediate_size"], config["head_size"]
    heads, pairs = config["num_attention_heads"], config["num_key_value_heads"]
    own = DTYPES[config["dtype"]]
    names = {
        "transformer.vocab_embedding.weight": (own, (config["vocab_size"], hidden)),
        "transformer.ln_f.weight": (own, (hidden,)),
        "lm_head.weight": (own, (config["vocab_size"] // cards, hidden)),
    }
    matrices = {
        "attention.qkv": ((heads + 2 * pairs) * size // cards, hidden),
        "attention.dense": (hidden, heads * size // cards),
        "mlp.fc": (inner // cards, hidden),
        "mlp.gate": (inner // cards, hidden),
        "mlp.proj": (hidden, inner // cards),
    }
    for layer in range(config["num_hidden_layers"]):
        prefix = f"transformer.layers.{layer}."
        for module, shape in matrices.items():
            names[f"{prefix}{module}.weight"] = ("I8", shape)
            names[f"{prefix}{module}.per_channel_scale"] = ("F32", (1, shape[0]))
        for module in ("attention.dense", "mlp.proj"):
            names[f"{prefix}{module}.smoother"] = ("F32", (1, matrices[module][1]))
        for module in ("input_layernorm", "post_layernorm"):
            names[f"{prefix}{module}.weight"] = (own, (hidden,))
            names[f"{prefix}{module}.scale_to_int"] = ("F32", (1,))
    return names


class Engine:
    """The checkpoint's matrices, whole again; products as the plugin makes them."""

    def __init__(self, folder):
        self.config = json.loads((folder / "config.json").read_text())
        assert self.config["quantization"]["quant_algo"] == ALGORITHM
        self.cards = self.config["mapping"]["tp_size"]
        assert self.config["mapping"] == {"world_size": self.cards, "tp_size": self.cards, "pp_size": 1}
        wanted = expected(self.config)
        self.ranks = []
        for rank in range(self.cards):
            values, types = tensors_of(folder / f"rank{rank}.safetensors")
            assert set(values) == set(wanted), set(values) ^ set(wanted)
            for name, (kind, shape) in wanted.items():
                assert types[name] == kind and values[name].shape == shape, (name, types[name], values[name].shape)
            self.ranks.append(values)
        assert not (folder / f"rank{self.cards}.safetensors").exists()

    def same(self, name):
        first = self.ranks[0][name]
        assert all((rank[name] == first).all() for rank in self.ranks), name
        return first

    def rows(self, name):
        return np.concatenate([rank[name] for rank in self.ranks], 1 if name.endswith("scale") else 0)

    def qkv(self, name):
        """Of every rank its queries, keys and values; all queries come first again."""
        config, axis = self.config, 1 if name.endswith("scale") else 0
        queries = config["num_attention_heads"] * config["head_size"] // self.cards
        keys = config["num_key_value_heads"] * config["head_size"] // self.cards
        parts = [np.split(rank[name], [queries, queries + keys], axis) for rank in self.ranks]
        return np.concatenate([part[i] for i in range(3) for part in parts], axis)

    def matrix(self, module):
        """Codes, a scale a row, and what the input is divided by."""
        weight, scale, smoother = module + ".weight", module + ".per_channel_scale", module + ".smoother"
        if module.endswith("qkv"):
            return self.qkv(weight), self.qkv(scale), 1.0
        if smoother in self.ranks[0]:
            codes = np.concatenate([rank[weight] for rank in self.ranks], 1)
            return codes, self.same(scale), np.concatenate([rank[smoother] for rank in self.ranks], 1)
        return self.rows(weight), self.rows(scale), 1.0

    def product(self, x, layer, module):
        codes, scale, smoother = self.matrix(f"transformer.layers.{layer}.{module}")
        assert codes.min() >= -127
        x = x / smoother
        step = np.abs(x).max(1, keepdims=True) / 127  # of each token
        whole = np.rint(x / step).astype(np.int32)
        return (whole @ codes.astype(np.int32).T) * step * scale

    def norm(self, layer, which):
        prefix = f"transformer.layers.{layer}." + ("input_layernorm" if which == 0 else "post_layernorm")
        assert self.same(prefix + ".scale_to_int")[0] == 1
        return self.same(prefix + ".weight")

    def ends(self):
        return (self.same("transformer.vocab_embedding.weight"), self.same("transformer.ln_f.weight"),
                self.rows("lm_head.weight"))


class Source:
    def __init__(self, folder):
        self.values = {}
        for file in sorted(folder.glob("model*.safetensors")):
            self.values.update(tensors_of(file)[0])

    def product(self, x, layer, module):
        prefix = f"model.layers.{layer}."
        names = {"attention.qkv": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
                 "attention.dense": ["self_attn.o_proj"], "mlp.fc": ["mlp.gate_proj"], "mlp.gate": ["mlp.up_proj"],
                 "mlp.proj": ["mlp.down_proj"]}[module]
        return x @ np.concatenate([self.values[f"{prefix}{name}.weight"] for name in names]).astype(np.float64).T

    def norm(self, layer, which):
        name = "input_layernorm" if which == 0 else "post_attention_layernorm"
        return self.values[f"model.layers.{layer}.{name}.weight"]

    def ends(self):
        embedding = self.values["model.embed_tokens.weight"]
        return embedding, self.values["model.norm.weight"], self.values.get("lm_head.weight", embedding)


def normed(x, gain, epsilon):
    return x / np.sqrt((x * x).mean(1, keepdims=True) + epsilon) * gain


def rotated(x, base):
    """GPT-NeoX's pairs: halves of a head."""
    half = x.shape[-1] // 2
    angles = np.arange(len(x))[:, None, None] * base ** (-np.arange(half) / half)
    first, second = x[..., :half], x[..., half:]
    return np.concatenate([first * np.cos(angles) - second * np.sin(angles),
                           second * np.cos(angles) + first * np.sin(angles)], -1)


def logits(model, config, tokens):
    heads, pairs, size = config["num_attention_heads"], config["num_key_value_heads"], config["head_size"]
    embedding, last, output = model.ends()
    x = embedding[tokens].astype(np.float64)
    mask = np.triu(np.full((len(tokens), len(tokens)), -np.inf), 1)
    for layer in range(config["num_hidden_layers"]):
        qkv = model.product(normed(x, model.norm(layer, 0), config["norm_epsilon"]), layer, "attention.qkv")
        q, k, v = np.split(qkv, [heads * size, (heads + pairs) * size], 1)
        q = rotated(q.reshape(-1, heads, size), config["rotary_base"])
        k = rotated(k.reshape(-1, pairs, size), config["rotary_base"]).repeat(heads // pairs, 1)
        v = v.reshape(-1, pairs, size).repeat(heads // pairs, 1)
        scores = np.einsum("ihd,jhd->hij", q, k) / np.sqrt(size) + mask
        shares = np.exp(scores - scores.max(-1, keepdims=True))
        shares /= shares.sum(-1, keepdims=True)
        x = x + model.product(np.einsum("hij,jhd->ihd", shares, v).reshape(len(tokens), -1), layer, "attention.dense")
        inner = normed(x, model.norm(layer, 1), config["norm_epsilon"])
        gate = model.product(inner, layer, "mlp.fc")
        x = x + model.product(gate / (1 + np.exp(-gate)) * model.product(inner, layer, "mlp.gate"), layer, "mlp.proj")
    return normed(x, last, config["norm_epsilon"]) @ output.astype(np.float64).T


def log_softmax(x):
    x = x - x.max(1, keepdims=True)
    return x - np.log(np.exp(x).sum(1, keepdims=True))


def main():
    source, engine = Source(pathlib.Path(sys.argv[1])), Engine(pathlib.Path(sys.argv[2]))
    tokens = np.random.default_rng(3).integers(3, engine.config["vocab_size"], 96)
    p = log_softmax(logits(source, engine.config, tokens))
    q = log_softmax(logits(engine, engine.config, tokens))
    kl = (np.exp(p) * (p - q)).sum(1)
    agreement = (p.argmax(1) == q.argmax(1)).mean()
    print(f"{engine.cards} cards: KL divergence {kl.mean():.6f} nats a token, same most likely token {100 * agreement:.1f} %")
    assert kl.mean() < 0.01


if __name__ == "__main__":
    main()
