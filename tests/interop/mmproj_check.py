#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Image parts in llama.cpp: a small model of every recorded one (tests/data/gguf/mmproj.json) is written as text model and mmproj
file, and both are loaded by llama.cpp inside the package xllamacpp (pip install xllamacpp==2026.10.11549 numpy), which runs an
empty picture through the tower:

    mmproj_check.py --cli QUANTLATHE_CLI --out FOLDER [--only NAME ...]"""

import argparse
import json
import pathlib
import re
import subprocess
import sys

from memory_check import make_folder
from tiny_models import GOLDEN

LOAD = """
import os, sys, xllamacpp
p = xllamacpp.CommonParams()
p.model.path, p.mmproj.path, p.n_ctx, p.n_parallel, p.port = sys.argv[1], sys.argv[2], 4096, 1, 18434
p.mmproj_use_gpu = p.fit_params = False
p.verbosity = 4
try:
    server = xllamacpp.Server(p)
    print("BOTH ARE LOADED")
finally:
    sys.stdout.flush()
    os._exit(0)
"""


# Text models that cannot be converted, or that llama.cpp cannot run so small: another one of the same width stands in for them.
STANDS_IN = "mistral3"
REPLACED = {"qwen35", "llama4", "qwen2vl", "qwen25vl"}


def run(*arguments):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, errors="replace", timeout=180)


def fault_of(name, golden, options):
    folder, text, image = options.out / name, options.out / f"{name}.gguf", options.out / f"mmproj-{name}.gguf"
    make_folder(folder, golden)
    for file, content in golden["files"].items():
        if not file.startswith("tokenizer"):  # the vocabulary of bytes stays, with the token that ends rows
            (folder / file).write_text(json.dumps(content))
    if "IMG_BREAK" in json.dumps(golden["files"]):
        path = folder / "tokenizer.json"
        tokenizer = json.loads(path.read_text())
        tokenizer["added_tokens"].append(dict(tokenizer["added_tokens"][0], id=269, content="[IMG_BREAK]"))
        path.write_text(json.dumps(tokenizer))
    wanted = [["-o", image, "--mmproj", "--preset", options.preset]]
    if name in REPLACED:
        text = options.out / f"{STANDS_IN}.gguf"
    else:
        wanted.append(["-o", text, "--preset", "F32"])
    for more in wanted:
        done = run(options.cli, "convert", folder, "--force", *more)
        if done.returncode != 0:
            return done.stderr.strip()[-300:]
    loaded = run(sys.executable, "-c", LOAD, text, image)
    said = loaded.stdout + loaded.stderr
    (options.out / f"{name}.log").write_text(said)
    if "BOTH ARE LOADED" not in said:
        told = [line for line in said.splitlines() if re.search("error|failed|unable|missing|assert", line, re.I)]
        return "\n".join(told[-4:]) or said[-300:]
    return None


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--only", nargs="*")
    parser.add_argument("--preset", default="F16")
    options = parser.parse_args()
    recorded = json.loads(GOLDEN.with_name("mmproj.json").read_text())
    faults = 0
    for name in sorted(recorded, key=lambda each: each != STANDS_IN):
        golden = recorded[name]
        if options.only and name not in options.only:
            continue
        fault = fault_of(name, golden, options)
        faults += fault is not None
        print(f"{name}: {fault or 'loads'}", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
