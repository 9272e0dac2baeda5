#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Opens and plans a checkpoint of a terabyte that takes no room: sparse files with the shapes of DeepSeek-V3.

usage: tests/bench/huge_folder.py CLI FOLDER [--window PROGRAM]

Two forms in 163 shards each: BF16 (1.34 TB, 46 k tensors) and FP8 with a scale for each block of 128 x 128, as published (0.69 TB, 92 k tensors). Every figure is the best of
three; on a busy machine the time of the processor counts. FOLDER must be on a disk whose files may have holes; it is made, and removed at the end. Exit code 1: slower or larger than is promised.
"""
import argparse
import json
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import time

SHARDS = 163
HIDDEN, DENSE, EXPERT, VOCABULARY, EXPERTS, LAYERS, DENSE_LAYERS = 7168, 18432, 2048, 129280, 256, 61, 3
CONFIG = {
    "architectures": ["DeepseekV3ForCausalLM"], "model_type": "deepseek_v3", "hidden_size": HIDDEN, "intermediate_size": DENSE,
    "moe_intermediate_size": EXPERT, "num_hidden_layers": LAYERS, "num_nextn_predict_layers": 1, "num_attention_heads": 128, "num_key_value_heads": 128,
    "n_routed_experts": EXPERTS, "n_shared_experts": 1, "num_experts_per_tok": 8, "first_k_dense_replace": DENSE_LAYERS, "moe_layer_freq": 1,
    "q_lora_rank": 1536, "kv_lora_rank": 512, "qk_nope_head_dim": 128, "qk_rope_head_dim": 64, "v_head_dim": 128, "n_group": 8, "topk_group": 4,
    "topk_method": "noaux_tc", "scoring_func": "sigmoid", "norm_topk_prob": True, "routed_scaling_factor": 2.5, "vocab_size": VOCABULARY,
    "rms_norm_eps": 1e-6, "rope_theta": 10000, "max_position_embeddings": 163840, "hidden_act": "silu", "tie_word_embeddings": False,
    "torch_dtype": "bfloat16", "rope_scaling": {"type": "yarn", "factor": 40, "original_max_position_embeddings": 4096, "beta_fast": 32,
                                                "beta_slow": 1, "mscale": 1.0, "mscale_all_dim": 1.0},
}
BYTES = {"BF16": 2, "F32": 4, "F8_E4M3": 1}


def tensors(is_fp8):
    """(name, type, shape) in the order of the layers."""
    def matrix(name, rows, columns):
        yield name + ".weight", "F8_E4M3" if is_fp8 else "BF16", [rows, columns]
        if is_fp8:
            yield name + ".weight_scale_inv", "F32", [-(-rows // 128), -(-columns // 128)]

    def feed_forward(place, width):
        yield from matrix(place + ".gate_proj", width, HIDDEN)
        yield from matrix(place + ".up_proj", width, HIDDEN)
        yield from matrix(place + ".down_proj", HIDDEN, width)

    yield "model.embed_tokens.weight", "BF16", [VOCABULARY, HIDDEN]
    for layer in range(LAYERS + 1):  # the last one predicts a further token
        place = f"model.layers.{layer}"
        for norm, size in (("input_layernorm", HIDDEN), ("post_attention_layernorm", HIDDEN), ("self_attn.q_a_layernorm", 1536), ("self_attn.kv_a_layernorm", 512)):
            yield f"{place}.{norm}.weight", "BF16", [size]
        for name, rows, columns in (("q_a_proj", 1536, HIDDEN), ("q_b_proj", 128 * 192, 1536), ("kv_a_proj_with_mqa", 576, HIDDEN),
                                    ("kv_b_proj", 128 * 256, 512), ("o_proj", HIDDEN, 128 * 128)):
            yield from matrix(f"{place}.self_attn.{name}", rows, columns)
        if layer < DENSE_LAYERS:
            yield from feed_forward(place + ".mlp", DENSE)
            continue
        yield place + ".mlp.gate.weight", "BF16", [EXPERTS, HIDDEN]
        yield place + ".mlp.gate.e_score_correction_bias", "F32", [EXPERTS]
        yield from feed_forward(place + ".mlp.shared_experts", EXPERT)
        for expert in range(EXPERTS):
            yield from feed_forward(f"{place}.mlp.experts.{expert}", EXPERT)
    place = f"model.layers.{LAYERS}"
    yield place + ".embed_tokens.weight", "BF16", [VOCABULARY, HIDDEN]
    yield place + ".enorm.weight", "BF16", [HIDDEN]
    yield place + ".hnorm.weight", "BF16", [HIDDEN]
    yield place + ".eh_proj.weight", "BF16", [HIDDEN, 2 * HIDDEN]
    yield place + ".shared_head.norm.weight", "BF16", [HIDDEN]
    yield place + ".shared_head.head.weight", "BF16", [VOCABULARY, HIDDEN]
    yield "model.norm.weight", "BF16", [HIDDEN]
    yield "lm_head.weight", "BF16", [VOCABULARY, HIDDEN]


def size_of(kind, shape):
    size = BYTES[kind]
    for extent in shape:
        size *= extent
    return size


def make(folder, is_fp8):
    """Sparse shards, their index and config.json; returns bytes and number of tensors."""
    folder.mkdir(parents=True)
    everything = list(tensors(is_fp8))
    total = sum(size_of(kind, shape) for _, kind, shape in everything)
    shards, place = [[] for _ in range(SHARDS)], 0
    for name, kind, shape in everything:
        shards[min(SHARDS - 1, place * SHARDS // total)].append((name, kind, shape))
        place += size_of(kind, shape)
    index = {}
    for number, members in enumerate(shards, 1):
        file = f"model-{number:05}-of-{SHARDS:06}.safetensors"
        header, end = {}, 0
        for name, kind, shape in members:
            begin, end = end, end + size_of(kind, shape)
            header[name] = {"dtype": kind, "shape": shape, "data_offsets": [begin, end]}
            index[name] = file
        text = json.dumps(header, separators=(",", ":")).encode()
        text += b" " * (-len(text) % 8)
        with open(folder / file, "wb") as stream:
            stream.write(struct.pack("<Q", len(text)) + text)
            stream.truncate(8 + len(text) + end)
    config = dict(CONFIG)
    if is_fp8:
        config["quantization_config"] = {"quant_method": "fp8", "fmt": "e4m3", "activation_scheme": "dynamic", "weight_block_size": [128, 128]}
    (folder / "config.json").write_text(json.dumps(config))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"metadata": {"total_size": total}, "weight_map": index}))
    return total, len(everything)


def run(command):
    """Best of three: seconds, those of the processor, and the most memory of them in MB."""
    best, least, most = float("inf"), float("inf"), 0
    for _ in range(3):
        begin = time.monotonic()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        message = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode != 0:
            sys.exit(f"{' '.join(map(str, command))}: {message.decode()}")
        best, least = min(best, time.monotonic() - begin), min(least, usage.ru_utime + usage.ru_stime)
        most = max(most, usage.ru_maxrss / 1000)
    return best, least, most


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cli", type=pathlib.Path)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--window", type=pathlib.Path, help="the window's program: opens the folder and draws its charts")
    options = parser.parse_args()
    is_kept = True
    try:
        for is_fp8 in (False, True):
            model = options.folder / ("fp8" if is_fp8 else "bf16")
            total, count = make(model, is_fp8)
            second = options.folder / "links"  # shards that lie elsewhere
            shutil.rmtree(second, ignore_errors=True)
            second.mkdir()
            for file in model.iterdir():
                (second / file.name).symlink_to(file.resolve())
            print(f"{'FP8' if is_fp8 else 'BF16'}: {total / 1e12:.2f} TB, {count} tensors, {SHARDS} shards")
            rows = [
                ("open", [options.cli, "inspect", model], 0.5, 300),
                ("open, shards by links", [options.cli, "inspect", second], 0.5, 300),
                ("plan", [options.cli, "plan", model, "--preset", "Q4_K_M", "--json"], 2.0, 600),
            ]
            if options.window:
                os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
                rows.append(("window: open and charts", [options.window, "--charts", options.folder / "charts", model], 20.0, 600))
            for name, command, seconds, megabytes in rows:
                took, processor, memory = run(command)
                is_good = min(took, processor) <= seconds and memory <= megabytes
                is_kept = is_kept and is_good
                print(f"  {name:24} {took:6.2f} s, {processor:.2f} s of the processor (at most {seconds}), {memory:6.0f} MB (at most {megabytes}){'' if is_good else '  MISSED'}")
    finally:
        shutil.rmtree(options.folder, ignore_errors=True)
    return 0 if is_kept else 1


if __name__ == "__main__":
    sys.exit(main())
