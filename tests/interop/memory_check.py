#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Estimates of keys, values, states and work space against what llama.cpp prints when it loads the same files.

A small model of every recorded architecture (tiny_models.py) is written as GGUF, estimated and loaded, on the processor, by
llama.cpp inside the package xllamacpp (pip install xllamacpp==2026.10.11549 numpy):

    memory_check.py --cli QUANTLATHE_CLI --out FOLDER [--context 8192] [--sequences 1]

Keys and values and states must agree to what two decimals of a MiB show, the compute buffer to a tenth."""

import argparse
import json
import pathlib
import re
import subprocess
import sys

from tiny_models import GOLDEN, QWEN2, VOCABULARY, byte_level_files, values, write_safetensors

MIB = 2 ** 20
LOAD = """
import os, sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.n_ctx, p.n_parallel, p.port = sys.argv[1], int(sys.argv[2]) * int(sys.argv[3]), int(sys.argv[3]), 18433
p.kv_unified = p.warmup = p.fit_params = False
p.verbosity = 4
p.flash_attn_type = xllamacpp.llama_flash_attn_type.LLAMA_FLASH_ATTN_TYPE_ENABLED
try:
    server = xllamacpp.Server(p)
finally:
    sys.stdout.flush()
    os._exit(0)
"""


def make_folder(path, golden):
    path.mkdir(parents=True, exist_ok=True)
    config = json.loads(json.dumps(golden["config"]))
    place = config if "vocab_size" in config else config.get("text_config", config)
    recorded = place.get("vocab_size", 40)
    place["vocab_size"] = VOCABULARY
    (path / "config.json").write_text(json.dumps(config))

    def shape_of(name, shape):
        is_table = len(shape) == 2 and any(part in name for part in ("embed", "lm_head", "wte"))
        is_bias = len(shape) == 1 and "lm_head" in name
        return [VOCABULARY, *shape[1:]] if (is_table or is_bias) and shape[0] == recorded else shape

    tensors = {name: values(name, shape_of(name, shape)) for name, shape in golden["hf_tensors"].items()}
    write_safetensors(path / "model.safetensors", tensors)
    for file, data in byte_level_files(QWEN2, False).items():
        (path / file).write_bytes(data)


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, errors="replace", timeout=120)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--cli", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--context", type=int, default=8192)
    parser.add_argument("--sequences", type=int, default=1)
    options = parser.parse_args()
    recorded = {}
    for file in (GOLDEN, GOLDEN.with_name("conversion-2026.json")):
        recorded.update(json.loads(file.read_text()))
    faults = compared = 0
    for name, golden in recorded.items():
        folder, file = options.out / name, options.out / f"{name}.gguf"
        file.unlink(missing_ok=True)
        make_folder(folder, golden)
        done = run(options.cli, "convert", folder, "-o", file, "--preset", "BF16")
        if not file.exists():
            done = run(options.cli, "convert", folder, "-o", file, "--preset", "BF16", "--pre-tokenizer", "llama-bpe")
        if not file.exists():
            print(f"{name}: not converted: {done.stderr.strip()[:100]}")
            continue
        estimate = run(options.cli, "estimate", file, "--context", options.context, "--sequences", options.sequences, "--json")
        vram = next(p["vram"] for p in json.loads(estimate.stdout)["presets"] if p["name"] == "BF16")
        printed = run(sys.executable, "-c", LOAD, file, options.context, options.sequences)
        log = printed.stdout + printed.stderr
        kept = [float(size) for size in re.findall(r"llama_(?:kv_cache|memory_recurrent): size = +([0-9.]+) MiB", log)]
        work = re.findall(r"CPU compute buffer size = +([0-9.]+) MiB", log)
        if not kept or vram["kv"] is None:
            print(f"{name}: {'not loaded' if not kept else 'unknown to the estimate'}")
            continue
        compared += 1
        kv = vram["kv"] / MIB
        is_wrong = abs(kv - sum(kept)) > 0.006 * len(kept)
        if work and vram["compute"] is not None:
            is_wrong = is_wrong or abs(vram["compute"] / MIB / float(work[-1]) - 1) > 0.1
        faults += is_wrong
        compute = "unknown" if vram["compute"] is None else f"{vram['compute'] / MIB:.2f}"
        print(f"{name}: cache {kv:.3f} MiB, printed {sum(kept):.2f}; compute {compute}, printed {(work or ['nothing'])[-1]}"
              + ("  WRONG" if is_wrong else ""))
    print(f"{compared} models compared, {faults} wrong")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
