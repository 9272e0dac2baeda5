#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Records what PEFT makes of small adapters, and what llama.cpp's converter does (tests/data/adapters, read by
tests/adapters).

    pip install torch transformers==5.24.0 peft==0.21.2 gguf     (into an environment of its own)
    record_adapters.py [--llama-cpp FOLDER]

FOLDER holds llama.cpp's sources (vendor/llama.cpp in the source package llama-cpp-python 0.3.36); without it the recorded adapter
GGUFs stay as they are. Bases are built by transformers' own classes, adapters by PEFT, all values are random from a fixed seed."""

import argparse
import hashlib
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

import peft
import safetensors.torch
import torch
import transformers

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "adapters"

LLAMA = dict(hidden_size=32, intermediate_size=48, num_hidden_layers=1, num_attention_heads=4, num_key_value_heads=2, vocab_size=40,
             max_position_embeddings=64, bos_token_id=1, eos_token_id=2, pad_token_id=None, tie_word_embeddings=False)
GPT2 = dict(n_embd=32, n_head=4, n_layer=1, n_positions=16, vocab_size=40, bos_token_id=1, eos_token_id=2)

# name: (class, configuration, type)
BASES = {
    "llama": ("LlamaForCausalLM", LLAMA, torch.bfloat16),
    "qwen2": ("Qwen2ForCausalLM", LLAMA, torch.float16),
    "gpt2": ("GPT2LMHeadModel", GPT2, torch.float32),
}

LINEARS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]

# name: (base, what adapter_config.json says)
ADAPTERS = {
    "lora": ("llama", dict(r=4, lora_alpha=8, target_modules=LINEARS)),
    "rslora": ("llama", dict(r=4, lora_alpha=6, use_rslora=True, target_modules=["q_proj", "down_proj"])),
    "patterns": ("llama", dict(r=4, lora_alpha=8, target_modules=LINEARS, rank_pattern={"q_proj": 2, "mlp.up_proj": 3},
                               alpha_pattern={"self_attn.(k|v)_proj": 24})),
    "dora": ("llama", dict(r=4, lora_alpha=8, use_dora=True, target_modules=LINEARS)),
    "embedding": ("llama", dict(r=4, lora_alpha=8, target_modules=["embed_tokens", "v_proj"], modules_to_save=["lm_head"])),
    "dora-embedding": ("llama", dict(r=4, lora_alpha=8, use_dora=True, target_modules=["embed_tokens"])),
    "biases": ("qwen2", dict(r=4, lora_alpha=8, bias="lora_only", target_modules=["q_proj", "v_proj"])),
    "lora-bias": ("qwen2", dict(r=4, lora_alpha=8, lora_bias=True, target_modules=["q_proj", "v_proj"])),
    "conv1d": ("gpt2", dict(r=4, lora_alpha=8, fan_in_fan_out=True, target_modules=["c_attn", "c_proj"])),
    "conv1d-dora": ("gpt2", dict(r=4, lora_alpha=8, fan_in_fan_out=True, use_dora=True, target_modules=["c_attn", "c_proj"])),
}


def randomise(tensors, deviation):
    for tensor in tensors:
        with torch.no_grad():
            tensor.copy_(torch.randn(tensor.shape, dtype=torch.float32) * deviation)


def make_base(name):
    kind, configuration, dtype = BASES[name]
    torch.manual_seed(sorted(BASES).index(name))
    model_class = getattr(transformers, kind)
    model = model_class(model_class.config_class(**configuration)).to(dtype)
    randomise(model.parameters(), 0.05)
    folder = DATA / name
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)


def load(name):
    return getattr(transformers, BASES[name][0]).from_pretrained(DATA / name, dtype="auto")


def make_adapter(name):
    base, configuration = ADAPTERS[name]
    torch.manual_seed(100 + sorted(ADAPTERS).index(name))
    model = peft.get_peft_model(load(base), peft.LoraConfig(task_type="CAUSAL_LM", **configuration))
    for parameter_name, parameter in model.named_parameters():
        if "magnitude" in parameter_name:  # near the lengths that they had
            with torch.no_grad():
                parameter.mul_(1 + 0.2 * torch.randn(parameter.shape, dtype=torch.float32).to(parameter.dtype))
        elif "lora_" in parameter_name or "modules_to_save" in parameter_name or (parameter.requires_grad and "bias" in parameter_name):
            randomise([parameter], 0.1)
    folder = DATA / name
    shutil.rmtree(folder, ignore_errors=True)
    model.peft_config["default"].base_model_name_or_path = f"example/{base}"
    model.save_pretrained(folder)
    (folder / "README.md").unlink(missing_ok=True)


def make_pickled():
    """The first adapter as PEFT saved it before safetensors."""
    folder = DATA / "lora-bin"
    folder.mkdir(exist_ok=True)
    shutil.copy(DATA / "lora" / "adapter_config.json", folder)
    torch.save(safetensors.torch.load_file(DATA / "lora" / "adapter_model.safetensors"), folder / "adapter_model.bin")


def record_merge(name):
    base, _ = ADAPTERS[name]
    before = load(base).state_dict()
    merged = peft.PeftModel.from_pretrained(load(base), DATA / name).merge_and_unload().state_dict()
    changed = {key: value.clone() for key, value in merged.items() if not torch.equal(value, before[key])}
    safetensors.torch.save_file(changed, DATA / name / "merged.safetensors")
    print(f"{name}: {len(changed)} of {len(merged)} tensors changed")


def value_of(field):
    contents = field.contents()
    return contents if isinstance(contents, (str, int, float, bool, list)) else str(contents)


def record_gguf(name, llama_cpp):
    import gguf
    base, _ = ADAPTERS[name]
    with tempfile.TemporaryDirectory() as scratch:
        file = pathlib.Path(scratch) / "adapter.gguf"
        run = subprocess.run([sys.executable, llama_cpp / "convert_lora_to_gguf.py", "--base", DATA / base, "--outfile", file,
                              DATA / name], capture_output=True, text=True)
        if run.returncode != 0:
            return {"refused": run.stderr.strip().splitlines()[-1]}
        reader = gguf.GGUFReader(file)
        keys = {key: value_of(field) for key, field in reader.fields.items() if not key.startswith("GGUF.")}
        tensors = [{"name": tensor.name, "type": tensor.tensor_type.name, "shape": [int(size) for size in tensor.shape],
                    "sha256": hashlib.sha256(tensor.data.tobytes()).hexdigest()} for tensor in reader.tensors]
        return {"keys": keys, "tensors": tensors}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llama-cpp", type=pathlib.Path)
    arguments = parser.parse_args()
    DATA.mkdir(parents=True, exist_ok=True)
    for name in BASES:
        make_base(name)
    for name in ADAPTERS:
        make_adapter(name)
        record_merge(name)
    make_pickled()
    if arguments.llama_cpp:
        golden = {"versions": {"peft": peft.__version__, "torch": torch.__version__, "transformers": transformers.__version__,
                               "llama-cpp-python": "0.3.36"},
                  "adapters": {name: record_gguf(name, arguments.llama_cpp) for name in ADAPTERS}}
        (DATA / "gguf.json").write_text(json.dumps(golden, indent=1) + "\n")


if __name__ == "__main__":
    main()
