#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quantizes a model with llm-compressor, the successor of AutoAWQ's tool, so that its folders can be measured beside ours.

usage: tests/interop/llm_compressor.py MODEL TEXT OUT [RECIPE…]

Writes OUT/RECIPE for each recipe (all without any): awq and awq-sym (W4A16 in groups of 128 after scaling, both kinds of scales tried),
gptq (W4A16 in groups of 128), w8a8 (SmoothQuant with 0.8, then GPTQ), w8a8-plain (neither). Calibrated with 128 windows of 256 tokens of TEXT.
Prints seconds of the processor. `quantlathe-cli measure OUT/RECIPE --reference MODEL …` tells what each loses; docs/quality.md has the figures.
Needs llmcompressor, transformers and torch.
"""
import pathlib
import shutil
import sys
import time

import torch
from datasets import Dataset
from llmcompressor import oneshot
from llmcompressor.modifiers.awq import AWQModifier
from llmcompressor.modifiers.quantization import GPTQModifier, QuantizationModifier
from llmcompressor.modifiers.smoothquant import SmoothQuantModifier
from transformers import AutoModelForCausalLM, AutoTokenizer

WINDOWS, TOKENS = 128, 256
LINEAR = {"targets": ["Linear"], "ignore": ["lm_head"]}


if not torch.cuda.is_available():  # AWQ pins what it keeps, whether there is a card or not
    torch.Tensor.pin_memory = lambda self, *_: self


def recipes():
    return {
        "awq": [AWQModifier(scheme="W4A16_ASYM", duo_scaling="both", **LINEAR)],
        "awq-sym": [AWQModifier(scheme="W4A16", duo_scaling="both", **LINEAR)],
        "gptq": [GPTQModifier(scheme="W4A16", **LINEAR)],
        "w8a8": [SmoothQuantModifier(smoothing_strength=0.8), GPTQModifier(scheme="W8A8", **LINEAR)],
        "w8a8-plain": [QuantizationModifier(scheme="W8A8", **LINEAR)],
    }


def windows(tokenizer, text):
    tokens = tokenizer(pathlib.Path(text).read_text(), add_special_tokens=False)["input_ids"]
    start = [tokenizer.bos_token_id] if tokenizer.bos_token_id is not None else []
    step = TOKENS - len(start)
    cut = [start + tokens[i * step : (i + 1) * step] for i in range(WINDOWS)]
    return Dataset.from_dict({"input_ids": cut, "attention_mask": [[1] * len(window) for window in cut]})


def main(arguments):
    if len(arguments) < 3:
        sys.exit(__doc__)
    model, text, out = arguments[:3]
    for name in arguments[3:] or recipes():
        tokenizer = AutoTokenizer.from_pretrained(model)
        loaded = AutoModelForCausalLM.from_pretrained(model, dtype="float32")
        start = time.process_time()
        oneshot(
            model=loaded,
            processor=tokenizer,
            dataset=windows(tokenizer, text),
            recipe=recipes()[name],
            max_seq_length=TOKENS,
            num_calibration_samples=WINDOWS,
        )
        print(f"{name}: {time.process_time() - start:.0f} s of the processor", flush=True)
        folder = pathlib.Path(out) / name
        loaded.save_pretrained(folder, save_compressed=True)
        for file in pathlib.Path(model).glob("tokenizer*"):  # what transformers would write makes other tokens of some texts
            shutil.copy(file, folder)


if __name__ == "__main__":
    main(sys.argv[1:])
