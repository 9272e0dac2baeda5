#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed of the packages' own quantizers on a CPU and of ours (bench_matrix_file), on the same matrix, one after the other.

    family_speed.py --bench build/release/bench [--threads 1] [--rows 2048] [--columns 4096]

Processor time is counted. Threads of PyTorch that wait for each other on a busy machine use much of it, hence one thread.
"""

import argparse
import pathlib
import subprocess
import tempfile
import time

import torch


def speed(weights, threads, work, repetitions=2):
    """Of processor time, as bench_matrix_file measures."""
    best = 0.0
    for _ in range(repetitions):
        start = time.process_time()
        work()
        best = max(best, weights / 1e6 / ((time.process_time() - start) / threads))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rows", type=int, default=2048)
    parser.add_argument("--columns", type=int, default=4096)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    matrix = (torch.randn(options.rows, options.columns) * 0.02).to(torch.bfloat16)

    theirs = {}
    try:
        from hqq.core.quantize import Quantizer
        for bits in (4, 2):
            theirs[f"HQQ{bits}-G64"] = lambda bits=bits: Quantizer.quantize(
                matrix, nbits=bits, group_size=64, axis=1, round_zero=bits == 4, device="cpu", compute_dtype=torch.bfloat16)
    except ImportError as error:
        print(f"hqq is not there: {error}")
    try:
        from bitsandbytes import functional
        for kind in ("nf4", "fp4"):
            theirs[f"{kind.upper()}-64"] = lambda kind=kind: functional.quantize_4bit(matrix, blocksize=64, quant_type=kind)
        theirs["LLM.INT8"] = lambda: functional.int8_vectorwise_quant(matrix.to(torch.float16))
    except ImportError as error:
        print(f"bitsandbytes is not there: {error}")

    print(f"{options.threads} threads, {options.rows} x {options.columns} BF16 weights, millions of weights a second")
    with tempfile.NamedTemporaryFile() as file:
        file.write(matrix.view(torch.uint8).numpy().tobytes())
        file.flush()
        for name, work in theirs.items():
            done = subprocess.run([options.bench / "bench_matrix_file", str(options.threads), str(options.rows),
                                   str(options.columns), file.name, name], check=True, capture_output=True, text=True).stdout
            ours = float(done.split(name)[1].split()[0])
            package = speed(matrix.numel(), options.threads, work)
            print(f"{name:12} package on PyTorch {package:8.2f}   ours {ours:8.1f}   {ours / package:6.1f} times", flush=True)


if __name__ == "__main__":
    main()
