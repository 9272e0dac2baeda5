#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares files written by quantlathe-cli with what llama.cpp's own llama-quantize makes of the same source, and loads them.

The source of both is one GGUF file (the model converted without loss). Whole files must be equal, byte for byte. Then
llama.cpp itself computes the perplexity of a text with our files, if its llama-perplexity is there, and the files that
llama-gguf-split cuts and merges are compared, if that is there.
"""

import argparse
import hashlib
import pathlib
import re
import shutil
import subprocess
import sys

from gguf_py_check import PRESETS, quantlathe

TEXT = ("The old house stood at the end of the lane, and nobody had lived in it for many years. Every evening the children "
        "of the village walked past its gate and looked up at the dark windows. One of them said that a light had moved "
        "behind the curtains. The others laughed, but they did not stay. ") * 40


def digest(path):
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() if hasattr(hashlib, "file_digest") else hashlib.sha256(
            file.read()).hexdigest()


def run(arguments):
    return subprocess.run([str(a) for a in arguments], capture_output=True, text=True, errors="replace")


def perplexity(program, model, text):
    done = run([program, "-m", model, "-f", text, "-c", 256, "--chunks", 8, "-t", 2])
    found = re.search(r"Final estimate: PPL = ([0-9.]+)", done.stdout + done.stderr)
    return float(found.group(1)) if done.returncode == 0 and found else None


SPLITS = [["--split-max-tensors", 5], ["--split-max-size", "5M"], ["--split-max-size", "9G"], [],
          ["--split-max-size", "8M", "--no-tensor-first-split"], ["--split-max-tensors", 9, "--no-tensor-first-split"]]


def split_faults(cli, program, source, folder):
    """Cuts the file with both programs, and merges what came out: all names and bytes must be equal."""
    faults = 0
    for limits in SPLITS:
        shutil.rmtree(folder, ignore_errors=True)
        sets = {}
        for maker in ("ours", "theirs"):
            place = folder / maker
            place.mkdir(parents=True)
            done = run([cli, "split", source, "-o", place / "set", *limits] if maker == "ours" else
                       [program, "--split", *limits, source, place / "set"])
            parts = sorted(place.glob("set-*.gguf"))
            if done.returncode != 0 or not parts:
                print(f"split {limits}: {maker} failed: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
                break
            whole = place / "whole.gguf"
            done = run([cli, "merge", parts[-1], "-o", whole] if maker == "ours" else [program, "--merge", parts[0], whole])
            if done.returncode != 0:
                print(f"merge {limits}: {maker} failed: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
                break
            sets[maker] = [(path.name, digest(path)) for path in (*parts, whole)]
        equal = len(sets) == 2 and sets["ours"] == sets["theirs"]
        faults += not equal
        count = len(sets.get("ours", [])) - 1
        print(f"split {' '.join(map(str, limits)) or 'without limits':44} {count:3} files  "
              + ("set and merged file equal to llama-gguf-split" if equal else "DIFFERENT"))
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--model", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("--llama", required=True, type=pathlib.Path, help="folder with llama-quantize and llama-perplexity")
    parser.add_argument("--presets", nargs="*", default=PRESETS)
    parser.add_argument("--text", type=pathlib.Path, help="text for the perplexity (default: a short story)")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    source = options.out / "source.gguf"
    quantlathe(options.cli, "convert", options.model, "-o", source, "--preset", "F32", "--force")
    text = options.text or options.out / "text.txt"
    if not options.text:
        text.write_text(TEXT)
    meter = options.llama / "llama-perplexity"
    faults = 0
    for preset in options.presets:
        ours, theirs = options.out / f"{preset}-ours.gguf", options.out / f"{preset}-theirs.gguf"
        written = run([options.cli, "convert", source, "-o", ours, "--preset", preset, "--force"])
        if written.returncode != 0:
            print(f"{preset:8} not written: {written.stderr.strip()}")
            faults += 1
            continue
        theirs.unlink(missing_ok=True)
        done = run([options.llama / "llama-quantize", source, theirs, preset, 2])
        if done.returncode != 0:
            print(f"{preset:8} llama-quantize refused: {done.stderr.strip().splitlines()[-1:]}")
            faults += 1
            continue
        equal = digest(ours) == digest(theirs)
        loaded = perplexity(meter, ours, text) if meter.exists() else None
        faults += not equal or (meter.exists() and loaded is None)
        print(f"{preset:8} {ours.stat().st_size:>12} bytes  {'equal to llama-quantize' if equal else 'DIFFERENT'}"
              + (f"  perplexity {loaded}" if loaded is not None else "  DOES NOT LOAD" if meter.exists() else ""))
    splitter = options.llama / "llama-gguf-split"
    if splitter.exists():
        faults += split_faults(options.cli, splitter, source, options.out / "split")
    print(f"\n{len(options.presets)} presets, {len(SPLITS) if splitter.exists() else 0} splits, {faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
