#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times shares of a conversion with one thread each, and what follows for large models (docs/cluster.md).

    shard_speed.py CLI SAMPLE FOLDER [LAYERS]

CLI: quantlathe-cli. SAMPLE: resources/sample, whose tokenizer is taken. FOLDER: for the model (140 MB a layer) and the outputs; its files
are removed. Needs nothing but Python. Processor time counts, so that other work on the machine disturbs little; the wall clock is shown beside it.
"""
import json
import os
import random
import shutil
import struct
import sys
import time

HIDDEN, FEED_FORWARD = 2048, 8192
# name, (parameters in 10⁹, stacks of experts, parameters of a stack in 10⁹)
LARGE = [("671B (61 layers, 256 experts)", 671.0, 3 * 58, 256 * 2048 * 7168 / 1e9),
         ("1T (61 layers, 384 experts)", 1027.0, 3 * 60, 384 * 2048 * 7168 / 1e9)]
RANKS, THREADS = 64, 4
READ, WRITE = 2.0, 1.0  # GB a second that the common folder gives to all machines together: a stated parameter


def write_model(sample, folder, layers):
    config = json.load(open(f"{sample}/config.json"))
    config.update(hidden_size=HIDDEN, intermediate_size=FEED_FORWARD, num_hidden_layers=layers, head_dim=HIDDEN // 8)
    json.dump(config, open(f"{folder}/config.json", "w"))
    for name in ("tokenizer.model", "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json"):
        shutil.copy(f"{sample}/{name}", folder)
    header, size = {}, 0

    def add(name, *shape):
        nonlocal size
        length = 2 * shape[0] * (shape[1] if len(shape) > 1 else 1)
        header[name] = {"dtype": "BF16", "shape": shape, "data_offsets": [size, size + length]}
        size += length

    add("model.embed_tokens.weight", config["vocab_size"], HIDDEN)
    for i in range(layers):
        block = f"model.layers.{i}."
        for name in ("input_layernorm", "post_attention_layernorm"):
            add(f"{block}{name}.weight", HIDDEN)
        kv = HIDDEN // 8 * config["num_key_value_heads"]
        for name, rows in (("q", HIDDEN), ("k", kv), ("v", kv), ("o", HIDDEN)):
            add(f"{block}self_attn.{name}_proj.weight", rows, HIDDEN)
        add(f"{block}mlp.gate_proj.weight", FEED_FORWARD, HIDDEN)
        add(f"{block}mlp.up_proj.weight", FEED_FORWARD, HIDDEN)
        add(f"{block}mlp.down_proj.weight", HIDDEN, FEED_FORWARD)
    add("model.norm.weight", HIDDEN)
    add("lm_head.weight", config["vocab_size"], HIDDEN)
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    generator = random.Random(1)
    piece = bytearray(1 << 24)  # ±0.0078 to ±0.031
    piece[0::2] = generator.randbytes(len(piece) // 2)
    piece[1::2] = generator.randbytes(len(piece) // 2).translate(bytes((i & 0x80) | 0x3C for i in range(256)))
    with open(f"{folder}/model.safetensors", "wb") as file:
        file.write(struct.pack("<Q", len(text)) + text)
        while size > 0:
            size -= file.write(piece[: min(size, len(piece))])


def run_all(commands):
    """Seconds on the clock; processor seconds and highest resident bytes of each."""
    start = time.monotonic()
    children = []
    for command in commands:
        out = os.open(os.devnull, os.O_WRONLY)
        children.append(os.posix_spawn(command[0], command, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, out, 1)]))
        os.close(out)
    results = []
    for child in children:
        _, status, usage = os.wait4(child, 0)
        if status != 0:
            sys.exit(f"{commands} ended with {status}")
        results.append((usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024))
    return time.monotonic() - start, results


def largest_share(stacks, stack, parameters):
    """Of one shard, in 10⁹ parameters: stacks as they are dealt out, what is left evenly."""
    loads = [0.0] * RANKS
    for _ in range(stacks):
        loads[loads.index(min(loads))] += stack
    rest = parameters - stacks * stack
    while rest > 0:  # small pieces fill the shards that have least
        step = min(rest, parameters / 5000)
        loads[loads.index(min(loads))] += step
        rest -= step
    return max(loads)


def main():
    cli, sample, folder = sys.argv[1:4]
    layers = int(sys.argv[4]) if len(sys.argv) > 4 else 6
    model, output = f"{folder}/model", f"{folder}/out.gguf"
    os.makedirs(model)
    try:
        write_model(sample, model, layers)
        megabytes = os.path.getsize(f"{model}/model.safetensors") / 1e6
        print(f"model of {megabytes:.0f} MB, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}\n")
        print("| preset | shares at once | seconds | processor seconds, all | MB of the source a processor second | memory of each |")
        print("|---|---|---|---|---|---|")
        speeds = {}
        for name, options in (("Q4_K", ["--preset", "Q4_K_S", "--pure"]), ("Q4_K_M", ["--preset", "Q4_K_M"])):
            command = [cli, "convert", model, "-o", output, "--format", "gguf", "--threads", "1", *options]
            run_all([[*command, "--force"]])  # the source comes into the page cache
            for shards in (1, 2):
                clock, results = run_all([[*command, "--force", "--shard", f"{i}/{shards}"] for i in range(1, shards + 1)])
                seconds = sum(result[0] for result in results)
                memory = max(result[1] for result in results)
                speeds[name, shards] = megabytes / seconds
                print(f"| {name} | {shards} | {clock:.1f} | {seconds:.1f} | {megabytes / seconds:.0f} | {memory / 1e6:.0f} MB |")
                clock, results = run_all([[*command, "--force", "--finish"]])
                print(f"| {name} | finish | {clock:.1f} | {results[0][0]:.1f} | {megabytes / results[0][0]:.0f} | "
                      f"{results[0][1] / 1e6:.0f} MB |")
        print("\n| model | source | output | work a rank | reading | writing | checking | hours |\n|---|---|---|---|---|---|---|---|")
        for name, parameters, stacks, stack in LARGE:
            source, result = 2 * parameters, 4.85 / 8 * parameters
            work = 2000 * largest_share(stacks, stack, parameters) / (speeds["Q4_K_M", 1] * THREADS)
            reading, writing, checking = source / READ, result / WRITE, result / READ
            hours = (max(work, reading + writing) + checking) / 3600
            print(f"| {name} | {source:.0f} GB | {result:.0f} GB | {work / 60:.0f} min | {reading / 60:.0f} min | "
                  f"{writing / 60:.0f} min | {checking / 60:.0f} min | {hours:.2f} |")
    finally:
        shutil.rmtree(model)
        for name in os.listdir(folder):
            if name.startswith("out.gguf"):
                os.remove(f"{folder}/{name}")


main()
