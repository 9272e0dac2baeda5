#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times another program's GPTQ on one linear layer, made as bench_calibrated makes its own: normal weights, inputs whose
neighbours hang together. Prints seconds of the wall and of the processor, and tr(R H R^T) / tr(W H W^T) of the outcome, H with a
hundredth of its diagonal added.

    gptq_speed.py llm-compressor|gptqmodel [--side 4096] [--tokens 4096] [--threads 2] [--group 128] [--asymmetric] [--desc-act]

Needs torch and llmcompressor or gptqmodel. GPTQModel quantizes in the order of its group-aware way unless --desc-act is given.
"""

import argparse
import time

import torch


def layer(side, tokens):
    torch.manual_seed(1)
    inputs = 0.02 * torch.randn(tokens, side)
    for column in range(1, side):
        inputs[:, column] += 0.9 * inputs[:, column - 1]
    return 0.02 * torch.randn(side, side), inputs


def timed(what, work):
    wall, processor = time.perf_counter(), time.process_time()
    made = work()
    print(f"{what} {time.perf_counter() - wall:.2f} s, processor {time.process_time() - processor:.2f} s", flush=True)
    return made


def by_llm_compressor(weight, inputs, options):
    from compressed_tensors.quantization import QuantizationArgs
    from compressed_tensors.quantization.utils import calculate_qparams
    from llmcompressor.modifiers.gptq.gptq_quantize import quantize_weight

    gram = timed("Gram matrix", lambda: inputs.T @ inputs)
    how = QuantizationArgs(num_bits=4, type="int", strategy="group", group_size=options.group, symmetric=not options.asymmetric)
    groups = weight.reshape(options.side, -1, options.group)
    scale, zero = calculate_qparams(groups.amin(-1), groups.amax(-1), how)
    made, _, _ = timed("GPTQ", lambda: quantize_weight(weight.clone()[None], gram[None], scale[None], zero[None], None, how))
    return made[0]


def by_gptqmodel(weight, inputs, options):
    from gptqmodel.looper.named_module import NamedModule
    from gptqmodel.quantization import QuantizeConfig
    from gptqmodel.quantization.gptq import GPTQ

    order = {"desc_act": True, "act_group_aware": False} if options.desc_act else {}
    linear = torch.nn.Linear(options.side, options.side, bias=False)
    linear.weight.data = weight.clone()
    settings = QuantizeConfig(bits=4, group_size=options.group, sym=not options.asymmetric, **order)
    task = GPTQ(NamedModule(linear, name="layer", full_name="layer", layer_index=0), settings)
    task.quantizer.configure(perchannel=True)

    def gather():
        for number, window in enumerate(inputs.split(256)):
            task.add_batch(window[None], None, batch_index=number)
        task.finalize_hessian()

    timed("Gram matrix", gather)
    return timed("GPTQ", task.quantize)[0].float()


def main():
    programs = {"llm-compressor": by_llm_compressor, "gptqmodel": by_gptqmodel}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", choices=programs)
    parser.add_argument("--side", type=int, default=4096)
    parser.add_argument("--tokens", type=int, default=4096)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--group", type=int, default=128)
    parser.add_argument("--asymmetric", action="store_true")
    parser.add_argument("--desc-act", action="store_true")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    weight, inputs = layer(options.side, options.tokens)
    made = programs[options.program](weight, inputs, options)
    metric = inputs.T @ inputs
    metric += 0.01 * torch.diag(metric.diagonal())
    residual = weight - made
    print(f"error {float(((residual @ metric) * residual).sum() / ((weight @ metric) * weight).sum()):.6f}")


main()
