#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads folders with the loaders that want a graphics card and compares with what quantlathe-cli reads in them.

cuda_loaders.py record --cli QUANTLATHE_CLI --text TEXT [--windows N] FOLDER…
cuda_loaders.py check [--json FILE] FOLDER…

FOLDER is one of a Llama that quantlathe-cli wrote as EXL2, GPTQ (four bits), SpQR or AQLM. The first step wants the program and the
package tokenizers, and no card: it writes FOLDER.json, a digest of every layer as the program decodes it and windows of 256 tokens of the
text. The second wants an NVIDIA card with CUDA's compiler, torch, transformers and the loader: exllamav2 for EXL2 and GPTQ;
spqr_quant with transformers 4.57 for SpQR; aqlm for AQLM. So the two may be done on different machines: the second reads the layers in NumPy
by the steps that the loaders' sources have, and its reading must have the recorded digests.

For each folder it prints, of all weights that the loader gives or multiplies with (each row of the identity matrix goes through
its layers): how many are not the F16 rounding of ours, and the largest difference in units of the layer's largest weight; of the
logits, against a plain F32 model with our decoded weights: the largest difference in units of their standard deviation and the mean
divergence (Kullback and Leibler, nats a token). "F16 alone" is the plain model in F16: what the type itself does. The exit code is
1 if a loader refuses a folder or is further away than F16 explains.
"""
import argparse
import hashlib
import importlib
import importlib.metadata
import json
import os
import pathlib
import sys
import traceback

import exl2_loader_path as shared
import numpy as np
import spqr_loader_path

WINDOW = 256
# What F16 arithmetic may do: a weight's last place, and logits of sums that are kept in F16.
LARGEST_WEIGHT = 2.0**-10
LARGEST_LOGIT = 0.05
LARGEST_DIVERGENCE = 1e-4

shared.TYPES.update({"I8": np.int8, "I64": np.int64})


def record_file(folder):
    return folder.with_name(folder.name + ".json")


def digest(weights):
    return hashlib.sha256(np.ascontiguousarray(weights, np.float32).tobytes()).hexdigest()


# ---- First step: what the program reads --------------------------------------------------------------------------------


def token_windows(folder, text, count):
    """Windows as quantlathe-cli measure takes them: the first token begins the text, the rest follow it."""
    tokenizer = importlib.import_module("tokenizers").Tokenizer.from_file(str(folder / "tokenizer.json"))
    begin = json.loads((folder / "config.json").read_text())["bos_token_id"]
    ids = tokenizer.encode(text.read_text(encoding="utf-8"), add_special_tokens=False).ids
    windows = [[begin, *ids[at : at + WINDOW - 1]] for at in range(0, count * WINDOW, WINDOW)]
    assert all(len(window) == WINDOW for window in windows), "the text is too short"
    return windows


def record(options):
    for folder in options.folders:
        layers = {module: digest(weights) for module, weights in shared.own_weights(options.cli, folder).items()}
        content = {"layers": layers, "windows": token_windows(folder, options.text, options.windows)}
        record_file(folder).write_text(json.dumps(content) + "\n")
        print(f"{folder.name}: {len(layers)} layers, {options.windows} windows")
    return 0


# ---- Second step: our reading, in NumPy --------------------------------------------------------------------------------


def fields(words, bits):
    """Codes of 32-bit words, the first in the lowest bits, along a new last axis."""
    return words.view(np.uint32)[..., None] >> np.arange(0, 32, bits, dtype=np.uint32) & np.uint32((1 << bits) - 1)


def read_exl2(part, _):
    return shared.dequantize(*(part(name) for name in ("q_weight", "q_scale", "q_scale_max", "q_groups", "q_invperm"))).T


def read_spqr(part, _):
    return spqr_loader_path.dequantize(*(part(name) for name in spqr_loader_path.PARTS))


def read_gptq(part, quantization):
    assert quantization["bits"] == 4, "ExLlamaV2 takes four bits only"
    codes = fields(part("qweight"), 4).swapaxes(1, 2).reshape(-1, part("qweight").shape[1]).astype(np.float32)
    zeros = fields(part("qzeros"), 4).reshape(len(part("qzeros")), -1).astype(np.float32)
    zeros += quantization.get("checkpoint_format", "gptq") == "gptq"
    groups = part("g_idx")
    return (part("scales").astype(np.float32)[groups] * (codes - zeros[groups])).T


def read_aqlm(part, quantization):
    codes = part("codes").view(np.uint16 if quantization["nbits_per_codebook"] == 16 else np.uint8)
    books = part("codebooks").astype(np.float32)
    vectors = sum(book[codes[:, :, m], 0] for m, book in enumerate(books))
    return part("scales").astype(np.float32).reshape(-1, 1) * vectors.reshape(len(codes), -1)


class Family:
    def __init__(self, mark, read, loader):
        self.mark = mark
        self.read = read
        self.loader = loader


class Folder:
    """A folder as it lies on disk, and our reading of it."""

    def __init__(self, path):
        self.path = path
        self.config = json.loads((path / "config.json").read_text())
        self.quantization = self.config.pop("quantization_config")
        self.family = FAMILIES[self.quantization["quant_method"]]
        self.stored = shared.tensors(path)
        self.weights = {}
        for name in self.stored:
            if name.endswith("." + self.family.mark):
                module = name.rsplit(".", 1)[0]
                self.weights[module] = np.ascontiguousarray(
                    self.family.read(lambda suffix, module=module: self.stored[f"{module}.{suffix}"], self.quantization), np.float32
                )
        recorded = json.loads(record_file(path).read_text())
        self.windows = recorded["windows"]
        different = [module for module, weights in self.weights.items() if recorded["layers"][module] != digest(weights)]
        assert self.weights, "no quantized layer"
        assert not different, f"quantlathe-cli and the reading in NumPy differ in {len(different)} layers, first {different[0]}"

    def plain(self, torch, transformers):
        """An ordinary model in F32 with our decoded weights."""
        values = {key: value for key, value in self.config.items() if key not in ("torch_dtype", "dtype")}
        config = transformers.AutoConfig.for_model(**values)
        model = transformers.AutoModelForCausalLM.from_config(config, attn_implementation="eager").float().eval()
        state = {f"{module}.weight": torch.from_numpy(weights) for module, weights in self.weights.items()}
        for file in sorted(self.path.glob("*.safetensors")):
            with importlib.import_module("safetensors").safe_open(file, framework="pt") as opened:
                for name in opened.keys():
                    if name.endswith(".weight"):
                        state[name] = opened.get_tensor(name).float()
        if self.config.get("tie_word_embeddings"):
            state.setdefault("lm_head.weight", state["model.embed_tokens.weight"])
        model.load_state_dict(state, strict=True)
        return model.cuda()


# ---- The loaders -------------------------------------------------------------------------------------------------------


class ExLlama:
    """Its own loader for both families; rows up to its limit go through the kernel, more through decoded weights."""

    packages = ("exllamav2",)

    def __init__(self, torch, folder):
        # Where flash-attn is missing, 0.3.2 gives torch's attention no mask at all; its own attention has one.
        os.environ.setdefault("EXLLAMA_NO_SDPA", "1")
        package = importlib.import_module("exllamav2")
        config = package.ExLlamaV2Config(str(folder.path))
        self.torch = torch
        self.stored = folder.stored
        self.model = package.ExLlamaV2(config)
        self.model.load()
        kind = package.linear.ExLlamaV2Linear
        self.linear = {key: module for key, module in self.model.modules_dict.items() if isinstance(module, kind) and module.q_handle}

    def layers(self):
        return list(self.linear)

    def readings(self, name):
        layer = self.linear[name]
        rows = self.torch.eye(layer.in_features, dtype=self.torch.float16, device="cuda")
        with self.torch.inference_mode():
            yield "decoded", self.restored(name, layer.get_weight_tensor_dq().T)
            yield "kernel", self.restored(name, self.torch.cat([layer.forward(few, force_cuda=True) for few in rows.split(4)]).T)

    def restored(self, name, weights):
        """The loader keeps what is between a block's feed-forward matrices in the order in which down_proj is stored."""
        block, _, kind = name.rpartition(".")
        inverse = self.stored.get(f"{block}.down_proj.q_invperm")
        if inverse is None or kind not in ("gate_proj", "up_proj", "down_proj"):
            return weights
        places = self.torch.from_numpy(inverse.astype(np.int64)).cuda()
        return weights[:, places] if kind == "down_proj" else weights[places]

    def logits(self, ids):
        return self.model.forward(ids).float()

    def stepwise(self, ids):
        """As text is made: a token at a time, by the kernels for few rows and over a cache."""
        cache = importlib.import_module("exllamav2").ExLlamaV2Cache(self.model, max_seq_len=WINDOW)
        steps = [self.model.forward(ids[:, at : at + 1], cache).float() for at in range(ids.shape[1])]
        return self.torch.cat(steps, 1)


class Transformers:
    """transformers with the package that brings the layers."""

    def __init__(self, torch, folder):
        transformers = importlib.import_module("transformers")
        self.torch = torch
        self.model = transformers.AutoModelForCausalLM.from_pretrained(folder.path, device_map="cuda", dtype=torch.float16).eval()
        kind = importlib.import_module(self.packages[0]).QuantizedLinear
        self.linear = {name: module for name, module in self.model.named_modules() if isinstance(module, kind)}

    def layers(self):
        return list(self.linear)

    def logits(self, ids):
        with self.torch.no_grad():
            return self.model(ids.cuda(), use_cache=False).logits.float()


class SpQR(Transformers):
    packages = ("spqr_quant",)

    def readings(self, name):
        layer = self.linear[name]
        rows = self.torch.eye(layer.n, dtype=self.torch.float16, device="cuda")
        yield "kernel", layer(rows[None])[0].T


class AQLM(Transformers):
    packages = ("aqlm",)

    def readings(self, name):
        layer = self.linear[name]
        rows = self.torch.eye(layer.in_features, dtype=self.torch.float16, device="cuda")
        with self.torch.no_grad():
            yield "decoded", layer(rows).T
            yield "kernel", self.torch.cat([layer(few) for few in rows.split(1)]).T


FAMILIES = {
    "exl2": Family("q_weight", read_exl2, ExLlama),
    "gptq": Family("qweight", read_gptq, ExLlama),
    "spqr": Family("dense_weights", read_spqr, SpQR),
    "aqlm": Family("codes", read_aqlm, AQLM),
}


# ---- Comparing ---------------------------------------------------------------------------------------------------------


def compare_weights(torch, folder, loader):
    """By way of reading: layers, weights, those that are not ours rounded to F16, largest and mean difference."""
    found = {}
    for name in loader.layers():
        ours = torch.from_numpy(folder.weights[name]).cuda()
        for way, theirs in loader.readings(name):
            assert theirs.shape == ours.shape and torch.isfinite(theirs).all(), f"{name}: {tuple(theirs.shape)}"
            entry = found.setdefault(way, {"layers": 0, "weights": 0, "unequal": 0, "largest": 0.0, "sum": 0.0, "of": 0.0})
            difference = (theirs.float() - ours).abs()
            entry["layers"] += 1
            entry["weights"] += ours.numel()
            entry["unequal"] += int((theirs != ours.half()).sum())
            entry["largest"] = max(entry["largest"], float(difference.max() / ours.abs().max()))
            entry["sum"] += float(difference.double().sum())
            entry["of"] += float(ours.abs().double().sum())
    for entry in found.values():
        entry["mean"] = entry.pop("sum") / entry.pop("of")
    return found


def divergence(torch, logits, others):
    p, q = (torch.log_softmax(values.double(), -1) for values in (logits, others))
    return float((p.exp() * (p - q)).sum(-1).mean())


def difference(torch, expected, got):
    got = got.cuda()[..., : expected.shape[-1]]
    return {
        "tokens": got.shape[0] * got.shape[1],
        "largest": float((got - expected).abs().max() / expected.std()),
        "divergence": divergence(torch, expected, got),
        "same_first": float((got.argmax(-1) == expected.argmax(-1)).double().mean()),
    }


def compare_logits(torch, transformers, folder, loader):
    plain = folder.plain(torch, transformers)
    windows = [torch.tensor([window]) for window in folder.windows]
    with torch.no_grad():
        expected = torch.cat([plain(ids.cuda()).logits for ids in windows])
        plain.half()
        found = {"F16 alone": difference(torch, expected, torch.cat([plain(ids.cuda()).logits.float() for ids in windows]))}
    found["loader"] = difference(torch, expected, torch.cat([loader.logits(ids).cuda() for ids in windows]))
    if hasattr(loader, "stepwise"):
        found["one by one"] = difference(torch, expected[:1], loader.stepwise(windows[0]))
    return found


def check_folder(path, found):
    """Fills found as far as it comes."""
    torch = importlib.import_module("torch")
    transformers = importlib.import_module("transformers")
    folder = Folder(path)
    found["card"] = torch.cuda.get_device_name()
    loader = folder.family.loader(torch, folder)
    found["versions"] = {name: importlib.metadata.version(name) for name in ("torch", "transformers", *loader.packages)}
    found["weights"] = compare_weights(torch, folder, loader)
    missing = len(folder.weights) - len(loader.layers())
    if missing:
        found["faults"].append(f"{missing} layers are not quantized for the loader")
    for way, entry in found["weights"].items():
        if not entry["largest"] <= LARGEST_WEIGHT:
            found["faults"].append(f"{way}: weights differ by {entry['largest']:.1e} of the largest")
    found["logits"] = compare_logits(torch, transformers, folder, loader)
    torch.cuda.synchronize()
    for way, entry in found["logits"].items():
        if not (entry["largest"] <= LARGEST_LOGIT and entry["divergence"] <= LARGEST_DIVERGENCE):
            found["faults"].append(f"{way}: logits differ by more than F16 explains")


def show(found):
    versions = ", ".join(f"{name} {version}" for name, version in found.get("versions", {}).items())
    print(f"{found['folder']}  ({found.get('card')}; {versions})")
    for way, entry in found.get("weights", {}).items():
        print(
            f"   {way:10} {entry['layers']} layers, {entry['weights']} weights, {entry['unequal']} not ours in F16; "
            f"largest difference {entry['largest']:.1e}, mean {entry['mean']:.1e}"
        )
    for way, entry in found.get("logits", {}).items():
        print(
            f"   {way:10} {entry['tokens']} tokens: largest difference of logits {entry['largest']:.1e}, "
            f"divergence {entry['divergence']:.1e}, same first {entry['same_first']:.4f}"
        )
    for fault in found["faults"]:
        print("   FAULT " + fault)
    sys.stdout.flush()


def check(options):
    results = []
    for folder in options.folders:
        found = {"folder": folder.name, "faults": []}
        try:
            check_folder(folder, found)
        except Exception as error:  # packages fail in many ways; the other folders are still to be seen
            traceback.print_exc()
            found["faults"].append(f"{type(error).__name__}: {error}")
        show(found)
        results.append(found)
    if options.json:
        options.json.write_text(json.dumps(results, indent=1) + "\n")
    faults = sum(len(found["faults"]) for found in results)
    print(f"{len(results)} folders, {faults} faults")
    return 1 if faults else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    steps = parser.add_subparsers(required=True)
    first = steps.add_parser("record")
    first.add_argument("--cli", required=True)
    first.add_argument("--text", required=True, type=pathlib.Path)
    first.add_argument("--windows", type=int, default=8)
    first.set_defaults(run=record)
    second = steps.add_parser("check")
    second.add_argument("--json", type=pathlib.Path)
    second.set_defaults(run=check)
    for step in (first, second):
        step.add_argument("folders", nargs="+", type=pathlib.Path)
    options = parser.parse_args()
    return options.run(options)


if __name__ == "__main__":
    sys.exit(main())
