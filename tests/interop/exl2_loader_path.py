#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads an EXL2 folder in NumPy by the steps of ExLlamaV2's loader and compares with what quantlathe makes of it.

exl2_loader_path.py QUANTLATHE_CLI EXL2_FOLDER

The loader's steps, each on its own: q_perm = argsort(q_invperm); the map of rows to groups from q_groups; counts of rows for
each width, in the fixed order 8, 6, 5, 4, 3, 2, which is how kernels walk; units by a division in F16; scales k²·unit in F16;
codes from the words of a column; weights in F16 into row q_perm[r]. The program's own reading comes out of a GGUF file in F32.
"""
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np

WIDTHS = (8, 6, 5, 4, 3, 2)
TYPES = {"I32": np.int32, "I16": np.int16, "F16": np.float16, "F32": np.float32, "BF16": np.uint16}


def tensors(folder):
    """Every tensor of every file: the loader asks no index."""
    found = {}
    for file in sorted(pathlib.Path(folder).glob("*.safetensors")):
        data = file.read_bytes()
        (size,) = struct.unpack("<Q", data[:8])
        for name, entry in json.loads(data[8 : 8 + size]).items():
            if name != "__metadata__":
                begin, end = (8 + size + offset for offset in entry["data_offsets"])
                found[name] = np.frombuffer(data[begin:end], TYPES[entry["dtype"]]).reshape(entry["shape"])
    return found


def group_map(groups, rows_of_words, features):
    """[2K]: the group of each row, and how many rows of the group are left."""
    count = len(groups) // 2
    result = []
    for g in range(count):
        bits = int(groups[2 * g])
        if g < count - 1:
            rows = (int(groups[2 * g + 3]) - int(groups[2 * g + 1])) * 32 // bits
        else:
            rows = features - len(result) // 2
            assert rows * bits == (rows_of_words - int(groups[2 * g + 1])) * 32, "words behind the last group"
        for row in range(rows):
            result += [g, rows - row]
    assert len(result) == 2 * features, "groups do not cover the input features"
    return result


def dequantize(words, scales, maxima, groups, inverse):
    features, outputs = len(inverse), words.shape[1]
    order = np.argsort(inverse, kind="stable")
    assert (inverse[order] == np.arange(features)).all(), "q_invperm is no permutation"
    rows_to_groups = group_map(groups, words.shape[0], features)
    # Kernels know only how many rows each width has and take the widths in one order.
    counts = {bits: 0 for bits in WIDTHS}
    for g in rows_to_groups[::2]:
        counts[int(groups[2 * g])] += 1
    units = (maxima.astype(np.float16) * np.float16(1 / 256)).astype(np.float16)
    factors = np.stack([(scales.view(np.uint32) >> (4 * i)) & 15 for i in range(8)], axis=-1).reshape(len(units), outputs) + 1
    stream = words.view(np.uint32).astype(np.uint64)
    result = np.empty((features, outputs), np.float16)
    row = 0
    first_word = 0
    for bits in WIDTHS:
        for i in range(counts[bits]):
            g = rows_to_groups[2 * row]
            assert int(groups[2 * g]) == bits, "widths do not go from wide to narrow"
            at = i * bits
            word = first_word + at // 32
            both = stream[word]
            if at % 32 + bits > 32:
                both = both | stream[word + 1] << np.uint64(32)
            codes = (both >> np.uint64(at % 32)).astype(np.int64) & ((1 << bits) - 1)
            scale = ((factors[g] * factors[g]).astype(np.float16) * units[g]).astype(np.float16)
            result[order[row]] = (codes - (1 << (bits - 1))).astype(np.float16) * scale
            row += 1
        first_word += counts[bits] * bits // 32
    assert first_word == words.shape[0]
    return result


def gguf_tensors(file):
    """F32 tensors of a GGUF file, [rows, columns]."""
    data = memoryview(pathlib.Path(file).read_bytes())
    at = 8

    def number(form):
        nonlocal at
        (value,) = struct.unpack_from("<" + form, data, at)
        at += struct.calcsize(form)
        return value

    def text():
        nonlocal at
        size = number("Q")
        at += size
        return bytes(data[at - size : at]).decode("utf-8", "replace")

    def value(kind):
        forms = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
        if kind == 8:
            return text()
        if kind == 9:
            inner = number("I")
            return [value(inner) for _ in range(number("Q"))]
        return number(forms[kind])

    count, keys = number("Q"), number("Q")
    alignment = 32
    for _ in range(keys):
        key = text()
        read = value(number("I"))
        alignment = read if key == "general.alignment" else alignment
    entries = []
    for _ in range(count):
        name = text()
        shape = [number("Q") for _ in range(number("I"))]
        entries.append((name, shape[::-1], number("I"), number("Q")))
    start = (at + alignment - 1) // alignment * alignment
    found = {}
    for name, shape, kind, offset in entries:
        if kind == 0:
            size = int(np.prod(shape))
            found[name] = np.frombuffer(data[start + offset : start + offset + 4 * size], np.float32).reshape(shape)
    return found


LAYERS = {"attn_q": "self_attn.q_proj", "attn_k": "self_attn.k_proj", "attn_v": "self_attn.v_proj",
          "attn_output": "self_attn.o_proj", "ffn_gate": "mlp.gate_proj", "ffn_up": "mlp.up_proj", "ffn_down": "mlp.down_proj"}


def unpermuted(values, heads):
    """Rows of query and key weights as Hugging Face has them; GGUF pairs them for its rotation."""
    rows, columns = values.shape
    return values.reshape(heads, rows // heads // 2, 2, columns).swapaxes(1, 2).reshape(rows, columns)


def own_weights(program, folder):
    """Linear layers of a Llama by module, as the program decodes them to F32."""
    config = json.loads((pathlib.Path(folder) / "config.json").read_text())
    heads = {"attn_q": config["num_attention_heads"], "attn_k": config.get("num_key_value_heads") or config["num_attention_heads"]}
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "decoded.gguf"
        subprocess.run([program, "convert", folder, "-o", str(file), "--format", "gguf", "--preset", "F32", "--allow-requantize"],
                       check=True, stdout=subprocess.DEVNULL)
        decoded = gguf_tensors(file)
    found = {}
    for name, values in decoded.items():
        parts = name.split(".")
        if name == "output.weight":
            found["lm_head"] = values
        elif parts[0] == "blk" and parts[2] in LAYERS:
            if config["model_type"] == "llama" and parts[2] in heads:
                values = unpermuted(values, heads[parts[2]])
            found[f"model.layers.{parts[1]}.{LAYERS[parts[2]]}"] = np.ascontiguousarray(values)
    return found


def main(program, folder):
    stored = tensors(folder)
    decoded = own_weights(program, folder)
    compared = 0
    for name in sorted(stored):
        if not name.endswith(".q_weight"):
            continue
        module = name[: -len(".q_weight")]
        parts = [stored[f"{module}.{suffix}"] for suffix in ("q_weight", "q_scale", "q_scale_max", "q_groups", "q_invperm")]
        weights = np.ascontiguousarray(dequantize(*parts).T.astype(np.float32))
        if module in decoded:
            same = weights.view(np.uint32) == decoded[module].view(np.uint32)
            assert same.all(), f"{module}: {(~same).sum()} of {same.size} weights differ"
            compared += 1
    assert compared > 0, "no EXL2 layer"
    print(f"{compared} layers are the same to the bit")


if __name__ == "__main__":
    main(*sys.argv[1:])
