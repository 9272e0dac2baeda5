#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Takes models from Hugging Face's form to GGUF and back, and loads both with transformers: logits must be equal.

Small models with random weights are made of the recorded configurations (tests/data/gguf/conversion*.json) by transformers' own
classes; quantlathe-cli writes an F32 GGUF file and then a folder of that. Tokenizers of the sample and of tiny_models.py go the same
way, and the tokenizers library must cut texts as before.
"""

import argparse
import json
import math
import pathlib
import shutil
import subprocess
import sys
import warnings

import torch
import transformers
from tiny_models import make_all

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()

DATA = pathlib.Path(__file__).resolve().parents[1] / "data" / "gguf"
TEXTS = ["Once upon a time, there was 1 little girl.", "two  blanks\n\n\tand a tab 12345678", "Grüße, 世界! 🙂 it's", "def f(x):\n    return x**2  # 3.14"]
TOKENS = 24
# What llama.cpp takes for granted of a model and no GGUF file says.
ASSUMED = {"qwen3_moe": {"norm_topk_prob": True}, "gemma2": {"query_pre_attn_scalar": 16},
           "gemma3_text": {"query_pre_attn_scalar": 16}}
ALLOWED = 2e-4  # of the deviation of the logits: norms plus one lose last bits


class Fault(Exception):
    """What came back is not what was."""


def quantlathe(cli, *arguments):
    done = subprocess.run([cli, *map(str, arguments)], capture_output=True, text=True)
    if done.returncode != 0:
        raise Fault(f"quantlathe-cli {' '.join(map(str, arguments))}: {done.stderr.strip()[-400:]}")
    return done.stderr


def there_and_back(cli, source, out):
    file, folder = out.with_suffix(".gguf"), out
    shutil.rmtree(folder, ignore_errors=True)
    quantlathe(cli, "convert", source, "--format", "gguf", "--preset", "F32", "-o", file, "--force")
    said = quantlathe(cli, "convert", file, "--format", "safetensors", "--preset", "F32", "-o", folder, "--force")
    return folder, [line for line in said.splitlines() if "arning" in line]


def model_of(config):
    """A random model whose numbers stay in bounds; nothing is left at a value that hides what is done with it."""
    torch.manual_seed(1)
    model = transformers.AutoModelForCausalLM.from_config(config, dtype=torch.float32)
    with torch.no_grad():
        for name, tensor in [*model.named_parameters(), *model.named_buffers()]:
            if name.endswith(("_bias", ".bias", "norm.weight", "sinks", "dt_bias", "A_log", "layer_scalar", "scale")):
                tensor.add_(torch.randn_like(tensor) * 0.05)
            elif tensor.is_floating_point() and "inv_freq" not in name:
                tensor.normal_(0, 0.08)
    return model.eval()


def logits_of(model, tokens):
    with torch.no_grad():
        return model(tokens).logits.to(torch.float32)


def check_model(cli, name, golden, out):
    values = dict(golden["config"])
    kind = values.pop("model_type")
    if "text_config" in values:
        return "skipped: it also sees"
    values.update({"pad_token_id": None, **ASSUMED.get(kind, {})})
    if kind == "phimoe":  # llama.cpp works the factor of attention out
        factor = (1 + math.log(4) / math.log(1024)) ** 0.5
        values["rope_parameters"] = {**values["rope_parameters"], "short_mscale": factor, "long_mscale": factor}
    config = transformers.AutoConfig.for_model(kind, **values)
    source = out / (name + "-source")
    shutil.rmtree(source, ignore_errors=True)
    model_of(config).save_pretrained(source)
    model = transformers.AutoModelForCausalLM.from_pretrained(source, dtype=torch.float32).eval()
    saved = json.loads((source / "config.json").read_text())
    saved.update({key: value for key, value in golden["config"].items() if key not in saved})
    (source / "config.json").write_text(json.dumps(saved))
    folder, remarks = there_and_back(cli, source, out / name)
    back, info = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, output_loading_info=True)
    if info["missing_keys"] or info["unexpected_keys"] or info["mismatched_keys"]:
        raise Fault(f"missing {sorted(info['missing_keys'])[:3]}, unexpected {sorted(info['unexpected_keys'])[:3]}, "
                    f"of another shape {sorted(info['mismatched_keys'])[:3]}")
    tokens = torch.randint(3, config.vocab_size, (1, TOKENS))
    expected, got = logits_of(model, tokens), logits_of(back.eval(), tokens)
    difference = float((got - expected).abs().max() / expected.std())
    if not difference <= ALLOWED:
        raise Fault(f"logits differ by {difference:.1e} of their deviation {remarks}")
    return f"logits {difference:.1e} {' '.join(remarks)}"


def completed(steps):
    """Members that the tokenizers library wants and quantlathe does not."""
    if isinstance(steps, dict):
        steps = {key: completed(value) for key, value in steps.items()}
        if steps.get("type") == "ByteLevel":
            steps = {"add_prefix_space": False, "trim_offsets": True, "use_regex": True, **steps}
    return [completed(step) for step in steps] if isinstance(steps, list) else steps


def check_tokenizer(cli, source, out):
    file = source / "tokenizer.json"
    if source.parent.name == "tiny":
        if not file.exists():
            return "skipped: its SentencePiece model is none of the library's"
        file.write_text(json.dumps(completed(json.loads(file.read_text()))))
    folder, remarks = there_and_back(cli, source, out)
    before = transformers.AutoTokenizer.from_pretrained(source)
    after = transformers.AutoTokenizer.from_pretrained(folder)
    adds = source.parent.name != "tiny"  # llama.cpp puts a first token before texts where some of these say nothing
    for text in TEXTS:
        ids, wanted = (tokenizer(text, add_special_tokens=adds)["input_ids"] for tokenizer in (after, before))
        if ids != wanted:
            raise Fault(f"{text!r}: {ids} instead of {wanted}")
        if after.decode(ids) != before.decode(ids):
            raise Fault(f"{text!r}: read back as {after.decode(ids)!r} instead of {before.decode(ids)!r}")
    return f"{len(TEXTS)} texts {' '.join(remarks)}"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--sample", required=True, type=pathlib.Path)
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*", help="only these models")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    recorded = {}
    for file in ("conversion.json", "conversion-2026.json"):
        recorded.update(json.loads((DATA / file).read_text()))
    cases = [(name, lambda name=name, golden=golden: check_model(options.cli, name, golden, options.out))
             for name, golden in recorded.items()]
    folders = {"sample": options.sample, **make_all(options.out / "tiny")}
    cases += [("tokenizer of " + name, lambda name=name, folder=folder: check_tokenizer(
        options.cli, folder, options.out / ("tokenizer-" + name))) for name, folder in folders.items()]
    faults = 0
    for name, case in cases:
        if options.names and name not in options.names:
            continue
        try:
            print(f"{name:32} {case()}", flush=True)
        except Exception as fault:  # the library's own exceptions are findings as well
            faults += 1
            print(f"{name:32} FAULT: {str(fault)[:500]}", flush=True)
    print(f"{faults} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
