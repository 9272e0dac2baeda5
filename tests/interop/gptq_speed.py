#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times llm-compressor's GPTQ on one linear layer, made as bench_calibrated makes its own: normal weights, inputs whose
neighbours hang together. Prints seconds of the wall and of the processor, and tr(R H R^T) / tr(W H W^T) of the outcome, H with a
hundredth of its diagonal added, beside that of plain rounding.

    gptq_speed.py [--side 4096] [--tokens 4096] [--threads 2] [--group 128] [--asymmetric]

Needs torch and llmcompressor.
"""

import argparse
import time

import torch
from compressed_tensors.quantization import QuantizationArgs
from compressed_tensors.quantization.utils import calculate_qparams
from llmcompressor.modifiers.gptq.gptq_quantize import quantize_weight


def layer(side, tokens):
    torch.manual_seed(1)
    inputs = 0.02 * torch.randn(tokens, side)
    for column in range(1, side):
        inputs[:, column] += 0.9 * inputs[:, column - 1]
    return 0.02 * torch.randn(side, side), inputs


def timed(work):
    wall, processor = time.perf_counter(), time.process_time()
    made = work()
    return made, time.perf_counter() - wall, time.process_time() - processor


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--side", type=int, default=4096)
    parser.add_argument("--tokens", type=int, default=4096)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--group", type=int, default=128)
    parser.add_argument("--asymmetric", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    weight, inputs = layer(options.side, options.tokens)
    gram, wall, processor = timed(lambda: inputs.T @ inputs)
    print(f"Gram matrix {wall:.2f} s, processor {processor:.2f} s")
    how = QuantizationArgs(num_bits=4, type="int", strategy="group", group_size=options.group, symmetric=not options.asymmetric)
    groups = weight.reshape(options.side, -1, options.group)
    scale, zero = calculate_qparams(groups.amin(-1), groups.amax(-1), how)
    given = (weight.clone()[None], gram.clone()[None], scale[None], zero[None], None, how)
    (made, _, _), wall, processor = timed(lambda: quantize_weight(*given))
    metric = gram + 0.01 * torch.diag(gram.diagonal())

    def error(residual):
        return float(((residual @ metric) * residual).sum() / ((weight @ metric) * weight).sum())

    nearest = torch.clamp(torch.round(groups / scale[..., None] + zero[..., None]), -8, 7) - zero[..., None]
    plain = (nearest * scale[..., None]).reshape(weight.shape)
    print(f"GPTQ {wall:.2f} s, processor {processor:.2f} s, error {error(weight - made[0]):.6f}, of plain rounding {error(weight - plain):.6f}")


main()
