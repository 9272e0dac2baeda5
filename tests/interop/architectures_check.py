#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Converts a small model of every architecture and reads the files back with the gguf package, and, where llama.cpp's programs
are at hand, loads and runs them there."""

import argparse
import json
import pathlib
import re
import sys

from gguf_py_check import check_preset
from llama_cpp_check import TEXT, run
from tiny_models import GOLDEN, make_all

# Rows of 64 values: no super-blocks of 256.
PRESETS = ["F32", "F16", "BF16", "Q8_0", "Q4_0", "Q5_1"]
# Where a row has no 32 values, only a conversion to Q8_0 has another type in reserve.
NARROW_PRESETS = ["F32", "F16", "BF16", "Q8_0"]


def runs(program, file, text):
    """What llama.cpp made of the model, and whether it ran. Its log's last line gets lost now and then: asked again."""
    for _ in range(3):
        done = run([program, "-m", file, "-f", text, "-c", 32, "-b", 32, "--chunks", 2, "-t", 2])
        output = done.stdout + done.stderr
        found = re.search(r"Final estimate: PPL = ([0-9.]+)", output)
        if done.returncode != 0:
            complaints = [line for line in output.splitlines() if "error" in line.lower()]
            return (complaints or ["no reason given"])[0], False
        if found:
            return f"perplexity {found.group(1)}", True
    return "runs, its log lost the perplexity", True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--llama", type=pathlib.Path, help="folder with llama-perplexity")
    parser.add_argument("--presets", nargs="*", default=PRESETS)
    options = parser.parse_args()
    folders = make_all(options.out / "tiny")
    text = options.out / "tiny" / "text.txt"
    text.write_text(TEXT)
    golden = json.loads(GOLDEN.read_text())
    faults = 0
    for name, folder in folders.items():
        print(f"{name}:")
        out = options.out / "tiny" / f"{name}-out"
        out.mkdir(exist_ok=True)
        is_narrow = any(kind == "F16" for kind, _, _ in golden[name]["q8_0"].values())
        for preset in options.presets:
            if is_narrow and preset not in NARROW_PRESETS:
                continue
            reader, found = check_preset(options.cli, folder, out, preset, [])
            wanted = [key for key, _, _ in golden[name]["keys"] if key not in ("general.name", "general.size_label")]
            found += [f"{key} is missing" for key in wanted if key not in reader.fields]
            names = set(golden[name]["f32"])
            if {tensor.name for tensor in reader.tensors} != names:
                found.append("other tensors than the reference writes")
            faults += len(found)
            if options.llama and preset in ("F32", "Q8_0"):
                outcome, ran = runs(options.llama / "llama-perplexity", out / f"{preset}.gguf", text)
                faults += not ran
                print(f"   llama.cpp: {outcome}")
    print(f"\n{len(folders)} models, {len(options.presets)} presets, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
