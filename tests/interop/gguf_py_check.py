#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads GGUF files written by quantlathe-cli back with the gguf package of the llama.cpp project.

For every preset the model is converted, then the result is decoded twice: by gguf.quants and by quantlathe-cli (as an F32
file). Both must agree in every bit, in the names, shapes and types of all tensors and in every metadata key.
"""

import argparse
import json
import pathlib
import subprocess
import sys

import numpy
from gguf import GGMLQuantizationType, GGUFReader, GGUFValueType
from gguf.quants import dequantize

# All presets that need no importance matrix.
PRESETS = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K", "Q3_K_S", "Q3_K_M", "Q3_K_L",
           "Q4_K_S", "Q4_K_M", "Q5_K_S", "Q5_K_M", "Q6_K", "IQ4_NL", "IQ4_XS"]
# What llama.cpp cannot load a Llama model without.
NEEDED_KEYS = ["general.architecture", "general.file_type", "llama.block_count", "llama.context_length", "llama.embedding_length",
               "llama.feed_forward_length", "llama.attention.head_count", "llama.attention.layer_norm_rms_epsilon",
               "tokenizer.ggml.model", "tokenizer.ggml.tokens"]


def quantlathe(cli, *arguments):
    done = subprocess.run([cli, *map(str, arguments), "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def ulp_distance(a, b):
    """Largest distance of two float arrays in units of the last place."""
    def ordered(x):
        bits = x.view(numpy.int32).astype(numpy.int64)
        return numpy.where(bits < 0, -(bits & 0x7FFFFFFF), bits)
    return int(numpy.abs(ordered(a) - ordered(b)).max(initial=0))


def value_text(field):
    if field.types[0] == GGUFValueType.ARRAY:
        return f"{len(field.data)} values"
    text = str(field.contents())
    return text if len(text) <= 60 else text[:57] + "..."


def check_preset(cli, model, out, preset, needed_keys=NEEDED_KEYS):
    """The faults found, as lines of text."""
    written, decoded = out / f"{preset}.gguf", out / f"{preset}-decoded.gguf"
    report = quantlathe(cli, "convert", model, "-o", written, "--preset", preset, "--force")
    quantlathe(cli, "convert", written, "-o", decoded, "--preset", "F32", "--allow-requantize", "--force")
    theirs, ours = GGUFReader(written), GGUFReader(decoded)
    faults = [f"{key} is missing" for key in needed_keys if key not in theirs.fields]
    values = {tensor.name: tensor for tensor in ours.tensors}
    encodings = {tensor["name"]: tensor["encoding"] for tensor in report["tensors"]}
    if [tensor.name for tensor in theirs.tensors] != [tensor["name"] for tensor in report["tensors"]]:
        faults.append("the tensors have other names or another order than the report says")
    worst = 0
    for tensor in theirs.tensors:
        if tensor.tensor_type.name != encodings.get(tensor.name):
            faults.append(f"{tensor.name}: type {tensor.tensor_type.name}, the report says {encodings.get(tensor.name)}")
        mine = values[tensor.name]
        if list(mine.shape) != list(tensor.shape) or mine.tensor_type != GGMLQuantizationType.F32:
            faults.append(f"{tensor.name}: other shape or type after decoding")
            continue
        theirs_decoded = numpy.ascontiguousarray(dequantize(tensor.data, tensor.tensor_type), dtype=numpy.float32).reshape(-1)
        ours_decoded = numpy.ascontiguousarray(mine.data, dtype=numpy.float32).reshape(-1)
        if theirs_decoded.tobytes() != ours_decoded.tobytes():
            distance = ulp_distance(theirs_decoded, ours_decoded)
            worst = max(worst, distance)
            faults.append(f"{tensor.name} ({tensor.tensor_type.name}): decoded values differ by up to {distance} ulp")
    types = {}
    for tensor in theirs.tensors:
        types[tensor.tensor_type.name] = types.get(tensor.tensor_type.name, 0) + 1
    summary = ", ".join(f"{count} {name}" for name, count in sorted(types.items()))
    print(f"{preset:8} {written.stat().st_size:>12} bytes  {'FAULTS' if faults else 'equal'}  ({summary})")
    for fault in faults:
        print("   " + fault)
    return theirs, faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--model", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--presets", nargs="*", default=PRESETS)
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    all_faults = []
    for preset in options.presets:
        reader, faults = check_preset(options.cli, options.model, options.out, preset)
        all_faults += faults
    print("\nMetadata of the last file, as the gguf package reads it:")
    for name, field in reader.fields.items():
        kind = field.types[0].name if len(field.types) == 1 else f"{field.types[0].name} of {field.types[-1].name}"
        print(f"  {name:45} {kind:18} {value_text(field)}")
    print(f"\n{len(options.presets)} presets, {len(all_faults)} faults")
    return 1 if all_faults else 0


if __name__ == "__main__":
    sys.exit(main())
