#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Speed of the packages' own quantizers on a CPU and of bench_hqq, on the same matrix, one after the other.

    family_speed.py --bench build/release/bench [--threads 2] [--rows 2048] [--columns 4096]
"""

import argparse
import pathlib
import subprocess
import tempfile
import time

import torch


def speed(weights, work, repetitions=2):
    best = 0.0
    for _ in range(repetitions):
        start = time.perf_counter()
        work()
        best = max(best, weights / 1e6 / (time.perf_counter() - start))
    return best


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--bench", required=True, type=pathlib.Path)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--rows", type=int, default=2048)
    parser.add_argument("--columns", type=int, default=4096)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    matrix = (torch.randn(options.rows, options.columns) * 0.02).to(torch.bfloat16)

    from hqq.core.quantize import Quantizer
    print(f"{options.threads} threads, {options.rows} x {options.columns} BF16 weights, millions of weights a second")
    with tempfile.NamedTemporaryFile() as file:
        file.write(matrix.view(torch.uint8).numpy().tobytes())
        file.flush()
        for bits, name in ((4, "HQQ4-G64"), (2, "HQQ2-G64")):
            done = subprocess.run([options.bench / "bench_hqq", str(options.threads), str(options.rows), str(options.columns),
                                   file.name, name], check=True, capture_output=True, text=True).stdout
            ours = float(done.split(name)[1].split()[0])
            theirs = speed(matrix.numel(), lambda bits=bits: Quantizer.quantize(
                matrix, nbits=bits, group_size=64, axis=1, round_zero=bits == 4, device="cpu", compute_dtype=torch.bfloat16))
            print(f"{name:12} hqq on PyTorch {theirs:8.2f}   ours {ours:8.1f}   {ours / theirs:6.1f} times", flush=True)
    try:
        from bitsandbytes import functional
        for kind in ("nf4", "fp4"):
            theirs = speed(matrix.numel(), lambda kind=kind: functional.quantize_4bit(matrix, blocksize=64, quant_type=kind))
            print(f"bitsandbytes {kind}, blocks of 64: {theirs:8.2f}")
        theirs = speed(matrix.numel(), lambda: functional.int8_vectorwise_quant(matrix.to(torch.float16)))
        print(f"bitsandbytes int8: {theirs:8.2f}")
    except ImportError as error:
        print(f"bitsandbytes is not there: {error}")


if __name__ == "__main__":
    main()
