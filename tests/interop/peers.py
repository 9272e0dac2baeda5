#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Quantizes a Llama folder with other programs on a CPU, calibrated with the windows of tokens that `quantlathe-cli calibrate` takes.

    peers.py gptq MODEL TEXT OUT [--set bits=4 --set group_size=128 --set sym=False --set mse=2.4 …] [--gptaq]   GPTQModel
    peers.py awq MODEL TEXT OUT [--set scheme="W4A16_ASYM"]      llm-compressor, as the following ones: AWQ, both kinds of scales tried
    peers.py compressed-gptq MODEL TEXT OUT                      GPTQ, W4A16 in groups of 128
    peers.py smoothquant MODEL TEXT OUT                          SmoothQuant with a strength of 0.8, then GPTQ, W8A8

Prints the time that quantizing took, of the processor and by the clock, without loading and saving. What it writes is measured with
`quantlathe-cli measure OUT --reference MODEL`. Needs torch, transformers, sentencepiece and gptqmodel or llmcompressor.
"""
import argparse
import ast
import json
import os
import pathlib
import shutil
import time

os.environ.setdefault("HF_HUB_OFFLINE", "1")


def windows_of(options):
    """One BOS before all tokens, cut into windows, the first token of each replaced by BOS (where the model has one)."""
    from tokenizers import Tokenizer

    model = pathlib.Path(options.model)
    text = pathlib.Path(options.text).read_text(encoding="utf-8")
    if (model / "tokenizer.model").exists():
        import sentencepiece
        ids = sentencepiece.SentencePieceProcessor(model_file=str(model / "tokenizer.model")).encode(text)
    else:
        ids = Tokenizer.from_file(str(model / "tokenizer.json")).encode(text, add_special_tokens=False).ids
    bos = json.loads((model / "config.json").read_text()).get("bos_token_id")
    if bos is not None:
        ids = [bos] + ids
    windows = []
    for first in range(0, options.windows * options.context, options.context):
        window = ids[first : first + options.context]
        assert len(window) == options.context, f"the text has fewer than {options.windows} windows"
        windows.append(window if bos is None else [bos] + window[1:])
    return windows


class Clock:
    def __enter__(self):
        self.processor, self.wall = time.process_time(), time.time()

    def __exit__(self, kind, *_):
        if kind is None:
            print(f"quantized in {time.process_time() - self.processor:.1f} s of the processor, {time.time() - self.wall:.1f} s by the clock", flush=True)


def gptqmodel(options):
    import torch
    from gptqmodel import GPTQModel, QuantizeConfig

    settings = {name: ast.literal_eval(value) for name, value in (item.split("=", 1) for item in options.set)}
    if options.gptaq:
        from gptqmodel.quantization.config import GPTAQConfig
        settings["gptaq"] = GPTAQConfig()
    rows = [{"input_ids": torch.tensor([window]), "attention_mask": torch.ones(1, len(window), dtype=torch.long)}
            for window in windows_of(options)]
    model = GPTQModel.load(options.model, QuantizeConfig(**settings), device="cpu", dtype=torch.float32)
    with Clock():
        model.quantize(rows, batch_size=options.batch)
    model.save(options.out)


def llm_compressor(options):
    import torch
    from datasets import Dataset
    from llmcompressor import oneshot
    from llmcompressor.modifiers.awq import AWQModifier
    from llmcompressor.modifiers.quantization import GPTQModifier
    from llmcompressor.modifiers.smoothquant import SmoothQuantModifier
    from transformers import AutoModelForCausalLM

    if not torch.cuda.is_available():  # AWQ pins what it keeps, whether there is a card or not
        torch.Tensor.pin_memory = lambda self, *_: self
    settings = {"targets": ["Linear"], "ignore": ["lm_head"]}
    settings |= {name: ast.literal_eval(value) for name, value in (item.split("=", 1) for item in options.set)}
    recipe = {
        "awq": lambda: [AWQModifier(**{"scheme": "W4A16_ASYM", "duo_scaling": "both"} | settings)],
        "compressed-gptq": lambda: [GPTQModifier(**{"scheme": "W4A16"} | settings)],
        "smoothquant": lambda: [SmoothQuantModifier(smoothing_strength=0.8), GPTQModifier(**{"scheme": "W8A8"} | settings)],
    }[options.tool]()
    windows = windows_of(options)
    rows = Dataset.from_dict({"input_ids": windows, "attention_mask": [[1] * len(window) for window in windows]})
    model = AutoModelForCausalLM.from_pretrained(options.model, dtype="float32")
    with Clock():
        oneshot(model=model, dataset=rows, recipe=recipe, max_seq_length=options.context, num_calibration_samples=len(windows))
    model.save_pretrained(options.out, save_compressed=True)
    for file in pathlib.Path(options.model).glob("tokenizer*"):
        shutil.copy(file, options.out)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("tool", choices=("gptq", "awq", "compressed-gptq", "smoothquant"))
    for name in ("model", "text", "out"):
        parser.add_argument(name)
    parser.add_argument("--context", type=int, default=256)
    parser.add_argument("--windows", type=int, default=128)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--batch", type=int, default=8, help="windows that GPTQModel runs at once")
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE")
    parser.add_argument("--gptaq", action="store_true")
    options = parser.parse_args()
    os.environ.setdefault("GPTQMODEL_CPU_WORKERS", str(options.threads))
    import torch

    torch.set_num_threads(options.threads)
    if options.tool != "gptq":
        llm_compressor(options)
        return
    gptqmodel(options)
    # It writes tokenizer.json alone, which cuts rare characters otherwise than the model's own file: measured on the same tokens.
    own = pathlib.Path(options.model) / "tokenizer.model"
    if own.exists():
        shutil.copy(own, options.out)


if __name__ == "__main__":
    main()
