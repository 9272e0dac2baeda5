#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A model with experts that says something, for want of a small trained one: copies of a Llama's feed-forward network, each with
noise of its own, behind a router that chooses by random directions of the input. Calibrated experts were measured on it
(docs/calibrated.md, "Experts").

    upcycled_experts.py LLAMA OUT [--experts 8] [--used 2] [--noise 0.3] [--seed 1]

LLAMA is a folder with one model.safetensors; OUT becomes a Mixtral in F32. Needs torch and safetensors.
"""

import argparse
import json
import pathlib
import shutil

import torch
from safetensors.torch import load_file, save_file

PARTS = {"gate_proj": "w1", "down_proj": "w2", "up_proj": "w3"}  # as Mixtral names them


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("llama", type=pathlib.Path)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--experts", type=int, default=8)
    parser.add_argument("--used", type=int, default=2)
    parser.add_argument("--noise", type=float, default=0.3, help="in standard deviations of a matrix")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()

    random = torch.Generator().manual_seed(options.seed)
    config = json.loads((options.llama / "config.json").read_text())
    made = {}
    for name, tensor in load_file(options.llama / "model.safetensors").items():
        values = tensor.float()
        if ".mlp." not in name:
            made[name] = values.contiguous()
            continue
        layer, part = name.split(".")[2], PARTS[name.split(".")[4]]
        for expert in range(options.experts):
            noise = options.noise * values.std() * torch.randn(values.shape, generator=random)
            made[f"model.layers.{layer}.block_sparse_moe.experts.{expert}.{part}.weight"] = (values + noise).contiguous()
    hidden = config["hidden_size"]
    for layer in range(config["num_hidden_layers"]):
        router = torch.randn(options.experts, hidden, generator=random) / hidden**0.5
        made[f"model.layers.{layer}.block_sparse_moe.gate.weight"] = router

    config.update(architectures=["MixtralForCausalLM"], model_type="mixtral", num_local_experts=options.experts,
                  num_experts_per_tok=options.used, torch_dtype="float32", sliding_window=None)
    for key in ("mlp_bias", "attention_bias"):
        config.pop(key, None)
    options.out.mkdir(parents=True, exist_ok=True)
    save_file(made, options.out / "model.safetensors", metadata={"format": "pt"})
    (options.out / "config.json").write_text(json.dumps(config, indent=1))
    for file in options.llama.iterdir():
        if "token" in file.name or file.name == "generation_config.json":
            shutil.copy(file, options.out)


if __name__ == "__main__":
    main()
