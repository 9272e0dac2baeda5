#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads the folders that quantlathe-cli writes with the packages that they are meant for.

Every case is written by quantlathe-cli, decoded by it (as an F32 GGUF file) and by the package itself: all decoded weights must
agree. Then a forward pass of the loaded model is compared with one of the plain model that holds our decoded weights. What a
machine cannot do (no package, no graphics card) is said and skipped.
"""

import argparse
import importlib
import json
import pathlib
import shutil
import subprocess
import sys
import warnings

import numpy
import torch
import transformers
from exl2_loader_path import LAYERS, unpermuted
from gguf import GGUFReader
from safetensors import safe_open

warnings.filterwarnings("ignore")
transformers.logging.set_verbosity_error()
transformers.logging.disable_progress_bar()


class Skipped(Exception):
    """This machine cannot do it."""


class Fault(Exception):
    """The package does not take what we wrote."""


def quantlathe(cli, *arguments):
    done = subprocess.run([cli, *map(str, arguments), "--json"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Fault(f"quantlathe-cli {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr}")
    return json.loads(done.stdout)


def package(name):
    try:
        return importlib.import_module(name)
    except Exception as error:  # a package that cannot be imported fails in many ways
        raise Skipped(f"the package {name} cannot be imported: {error}") from error


# ---- Our decoded weights ------------------------------------------------------------------------------------------------

def our_weights(cli, folder, config):
    """Linear layers by module, decoded by quantlathe-cli."""
    file = folder.with_suffix(".gguf")
    quantlathe(cli, "convert", folder, "-o", file, "--format", "gguf", "--preset", "F32", "--allow-requantize", "--force")
    weights = {}
    for tensor in GGUFReader(file).tensors:
        values = numpy.array(tensor.data, dtype=numpy.float32).reshape(tuple(reversed(tensor.shape.tolist())))
        parts = tensor.name.split(".")
        if tensor.name == "output.weight":
            weights["lm_head"] = values
        elif parts[0] == "blk" and parts[2] in LAYERS:
            if config["model_type"] == "llama" and parts[2] in ("attn_q", "attn_k"):
                heads = config["num_attention_heads" if parts[2] == "attn_q" else "num_key_value_heads"]
                values = unpermuted(values, heads)
            weights[f"model.layers.{parts[1]}.{LAYERS[parts[2]]}"] = values
    file.unlink()
    return weights


# ---- What the packages make of a folder -------------------------------------------------------------------------------

def loaded(folder, dtype):
    model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=dtype, device_map="cpu")
    left = [name for name, tensor in [*model.named_parameters(), *model.named_buffers()] if tensor.is_meta]
    if left:
        raise Fault(f"transformers left {len(left)} tensors without values, for example {left[0]}")
    return model.eval()


def read_bitsandbytes(folder):
    functional = package("bitsandbytes.functional")
    modules = package("bitsandbytes.nn")
    model = loaded(folder, torch.float32)
    weights = {}
    for name, module in model.named_modules():
        if isinstance(module, modules.Linear4bit):
            # With AVX512_BF16 the package repacks weights for a kernel that rounds scales to bfloat16 and wants whole blocks in
            # a row: its ordinary path is the one that all machines share.
            module.support_avx512bf16_for_cpu = False
            weights[name] = functional.dequantize_4bit(module.weight.data, module.weight.quant_state)
        elif isinstance(module, modules.Linear8bitLt):
            weights[name] = functional.int8_vectorwise_dequant(module.weight.data, module.weight.SCB)
    return weights, model


def read_hqq(folder):
    linear = package("hqq.core.quantize").HQQLinear
    linear.set_backend(package("hqq.core.quantize").HQQBackend.PYTORCH)
    model = loaded(folder, torch.float32)
    return {name: module.dequantize() for name, module in model.named_modules() if isinstance(module, linear)}, model


def tensors_of(folder):
    """All tensors of a folder, and the metadata of all its files together."""
    tensors, metadata = {}, {}
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="pt") as opened:
            metadata.update(opened.metadata() or {})
            for name in opened.keys():
                tensors[name] = opened.get_tensor(name)
    return tensors, metadata


def read_fp8(folder):
    """transformers wants a graphics card of 2022 or later for these; the arithmetic is that of torch."""
    tensors, _ = tensors_of(folder)
    weights = {}
    for name, tensor in tensors.items():
        if tensor.dtype == torch.float8_e4m3fn:
            module = name.removesuffix(".weight")
            weights[module] = tensor.to(torch.float32) * tensors[module + ".weight_scale"]
    return weights, None


def read_int4(folder):
    """torchao rebuilds its tensors from the metadata of the files; its kernels need a graphics card."""
    support = package("torchao.prototype.safetensors.safetensors_support")
    package("torchao.core.config").config_from_dict(
        json.loads((folder / "config.json").read_text())["quantization_config"]["quant_type"]["default"])
    weights = {}
    for file in sorted(folder.glob("*.safetensors")):
        with safe_open(file, framework="pt") as opened:
            tensors = {name: opened.get_tensor(name) for name in opened.keys()}
            rebuilt, left = support.unflatten_tensor_state_dict(tensors, opened.metadata())
        if left:
            raise Fault(f"{file.name}: torchao has no use for {', '.join(left)}")
        for name, tensor in rebuilt.items():
            if type(tensor).__name__ == "Int4Tensor":
                low = (tensor.qdata << 4) >> 4
                codes = torch.stack([low, tensor.qdata >> 4], -1).reshape(tuple(tensor.shape)).to(torch.float32)
                scale, zero = (part.to(torch.float32).t().repeat_interleave(tensor.block_size[1], 1)
                               for part in (tensor.scale, tensor.zero_point))
                weights[name.removesuffix(".weight")] = codes * scale + zero
    return weights, None


def read_gptq(folder):
    """By docs/formats/gptq.md alone, bit by bit: GPTQModel needs another transformers than the other packages here."""
    config = json.loads((folder / "config.json").read_text())["quantization_config"]
    if config != json.loads((folder / "quantize_config.json").read_text()):
        raise Fault("quantize_config.json says something else than config.json")
    less = {"gptq": 1, "gptq_v2": 0}[config["checkpoint_format"]]

    def fields(words, bits):
        octets = numpy.ascontiguousarray(words).view(numpy.uint8).reshape(len(words), -1)
        stream = numpy.unpackbits(octets, axis=1, bitorder="little").reshape(len(words), -1, bits)
        return stream.astype(numpy.int64) @ (1 << numpy.arange(bits))

    tensors, _ = tensors_of(folder)
    weights = {}
    for name, tensor in tensors.items():
        if name.endswith(".qweight"):
            module = name.removesuffix(".qweight")
            scales = tensors[module + ".scales"].to(torch.float32)
            zeros = tensors[module + ".qzeros"].numpy()
            group = tensors[module + ".g_idx"].to(torch.int64)
            bits = zeros.shape[1] * 32 // scales.shape[1]
            codes = torch.from_numpy(fields(tensor.numpy().T, bits))
            zero = torch.from_numpy(fields(zeros, bits)) + less
            weights[module] = (codes - zero[group].T).to(torch.float32) * scales[group].T
    return weights, None


def read_awq(folder):
    """By docs/formats/awq.md alone, bit by bit."""
    config = json.loads((folder / "config.json").read_text())["quantization_config"]
    if config["version"] != "gemm" or config["bits"] != 4 or not config["zero_point"]:
        raise Fault(f"the configuration says {config}")
    place = numpy.array([0, 4, 1, 5, 2, 6, 3, 7]) * 4

    def fields(words):
        return (words.astype(numpy.int64)[..., None] >> place & 15).reshape(len(words), -1)

    tensors, _ = tensors_of(folder)
    weights = {}
    for name, tensor in tensors.items():
        if name.endswith(".qweight"):
            module = name.removesuffix(".qweight")
            codes = torch.from_numpy(fields(tensor.numpy()))
            zeros = torch.from_numpy(fields(tensors[module + ".qzeros"].numpy())).repeat_interleave(config["group_size"], 0)
            scales = tensors[module + ".scales"].to(torch.float32).repeat_interleave(config["group_size"], 0)
            weights[module] = ((codes - zeros).to(torch.float32) * scales).T
    return weights, None


def read_compressed(folder):
    """By docs/formats/compressed-tensors.md alone; the library wants another transformers than some packages here."""
    config = json.loads((folder / "config.json").read_text())["quantization_config"]
    levels = torch.tensor([0, 0.5, 1, 1.5, 2, 3, 4, 6, -0.0, -0.5, -1, -1.5, -2, -3, -4, -6])

    def stretched(scales, columns):
        return scales.to(torch.float32).repeat_interleave(columns // scales.shape[1], 1)

    def bits_of(words, bits):
        octets = numpy.ascontiguousarray(words.numpy()).view(numpy.uint8).reshape(words.shape[0], -1)
        stream = numpy.unpackbits(octets, axis=1, bitorder="little").reshape(words.shape[0], -1, bits)
        return torch.from_numpy(stream.astype(numpy.int64) @ (1 << numpy.arange(bits)))

    def packed(module, tensors):
        rows, columns = tensors[module + ".weight_shape"].tolist()
        words, scales = tensors[module + ".weight_packed"], tensors[module + ".weight_scale"]
        bits = words.shape[1] * 32 // columns
        codes, zeros = bits_of(words, bits), torch.tensor(1 << (bits - 1))
        if module + ".weight_zero_point" in tensors:
            down = bits_of(tensors[module + ".weight_zero_point"].T.contiguous(), bits).T[:rows]
            zeros = down.repeat_interleave(columns // scales.shape[1], 1)
        return (codes - zeros).to(torch.float32) * stretched(scales, columns)

    def float4(module, tensors):
        octets, scales = tensors[module + ".weight_packed"].to(torch.int64), tensors[module + ".weight_scale"]
        values = levels[torch.stack([octets & 15, octets >> 4], -1).reshape(octets.shape[0], -1)]
        if module + ".weight_global_scale" in tensors:
            return values * stretched(scales.to(torch.float32) / tensors[module + ".weight_global_scale"], values.shape[1])
        return values * stretched(torch.exp2(scales.to(torch.float32) - 127), values.shape[1])

    def octets(module, tensors):
        values, scales = tensors[module + ".weight"].to(torch.float32), tensors[module + ".weight_scale"].to(torch.float32)
        if scales.shape[1] > 1 or scales.shape[0] < values.shape[0]:
            scales = scales.repeat_interleave(128, 0)[:values.shape[0]].repeat_interleave(128, 1)[:, :values.shape[1]]
        return values * scales

    tensors, _ = tensors_of(folder)
    weights = {}
    for name in tensors:
        if name.endswith(".weight_scale"):
            module = name.removesuffix(".weight_scale")
            read = octets if module + ".weight" in tensors else packed if module + ".weight_shape" in tensors else float4
            weights[module] = read(module, tensors)
    if set(weights) & set(config["ignore"]):
        raise Fault("a layer is ignored and stored")
    return weights, None


# ---- Cases --------------------------------------------------------------------------------------------------------------

class Case:
    def __init__(self, name, format_, preset, read, options=(), types=(), logits=1e-4):
        self.name, self.read = name, read
        self.logits = logits  # largest difference of logits, in deviations, that the package's own arithmetic explains
        self.arguments = ["--format", format_, "--preset", preset]
        for option in options:
            self.arguments += ["--option", option]
        for type_ in types:
            self.arguments += ["--tensor-type", type_]


CASES = [
    # For multiplying, bitsandbytes decodes to the compute type of config.json, not to that of the original weight as
    # dequantize_4bit() and we do; int8 rounds its inputs to eight bits.
    Case("nf4", "bitsandbytes", "NF4", read_bitsandbytes, logits=0.1),
    Case("nf4-f32", "bitsandbytes", "NF4", read_bitsandbytes, options=["compute_dtype=float32", "block_size=128"], logits=0.05),
    Case("nf4-dq", "bitsandbytes", "NF4-DQ", read_bitsandbytes, options=["compute_dtype=float32"], logits=0.05),
    Case("fp4", "bitsandbytes", "FP4", read_bitsandbytes, options=["compute_dtype=float32"], logits=0.05),
    Case("fp4-dq-head", "bitsandbytes", "FP4-DQ", read_bitsandbytes,
         options=["compute_dtype=float32", "block_size=256", "output_layer=true"], logits=0.05),
    Case("nf4-mixed", "bitsandbytes", "NF4", read_bitsandbytes, options=["compute_dtype=float32"],
         types=["ffn_down=NF4-256", "blk.2.attn_q=BF16"], logits=0.05),
    Case("int8", "bitsandbytes", "LLM.INT8", read_bitsandbytes, logits=0.15),
    Case("hqq8", "hqq", "HQQ8", read_hqq),
    Case("hqq4", "hqq", "HQQ4", read_hqq),
    Case("hqq4-bf16-axis0", "hqq", "HQQ4", read_hqq, options=["axis=0", "compute_dtype=bfloat16"]),
    Case("hqq3", "hqq", "HQQ3", read_hqq, options=["group_size=32"]),
    Case("hqq2", "hqq", "HQQ2", read_hqq, options=["group_size=16"]),
    Case("hqq1", "hqq", "HQQ1", read_hqq, options=["optimize=false"]),
    Case("hqq4-head", "hqq", "HQQ4", read_hqq, options=["group_size=none", "output_layer=true"]),
    # Bits by kind of layer, and for one block alone.
    Case("hqq-mixed", "hqq", "HQQ4", read_hqq,
         types=["ffn_down=HQQ8-G64", "blk.2.attn_q=HQQ2-G16", "attn_v=HQQ1.58-G64", "blk.1.attn_o=BF16"]),
    Case("fp8", "fbgemm", "FP8", read_fp8),
    Case("fp8-ffn", "fbgemm", "FP8-FFN", read_fp8),
    Case("int4", "fbgemm", "INT4", read_int4),
    Case("gptq4", "gptq", "GPTQ-4-g128", read_gptq),
    Case("gptq4-row", "gptq", "GPTQ-4-row", read_gptq),
    Case("gptq8", "gptq", "GPTQ-8-g32", read_gptq),
    Case("gptq3-asym", "gptq", "GPTQ-3-g64", read_gptq, options=["sym=false"]),
    Case("gptq2-asym-v1", "gptq", "GPTQ-2-g32", read_gptq, options=["sym=false", "checkpoint_format=gptq", "group_size=16"]),
    Case("gptq-mixed", "gptq", "GPTQ-4-g128", read_gptq,
         types=["ffn_down=GPTQ8-G64", "blk.2.attn_o=BF16", "blk.3.attn_o=GPTQ3-G32-ASYM"]),
    Case("awq-g128", "awq", "AWQ-4-g128", read_awq),
    Case("awq-g32", "awq", "AWQ-4-g32", read_awq, types=["blk.2.attn_o=BF16"]),
    Case("w4a16", "compressed-tensors", "W4A16-g128", read_compressed),
    Case("w4a16-asym", "compressed-tensors", "W4A16-g32", read_compressed, options=["sym=false"]),
    Case("w8a16-row", "compressed-tensors", "W8A16-g128", read_compressed, options=["group_size=-1"]),
    Case("w8a8", "compressed-tensors", "W8A8", read_compressed),
    Case("fp8-dynamic", "compressed-tensors", "FP8-DYNAMIC", read_compressed),
    Case("fp8-block", "compressed-tensors", "FP8-BLOCK", read_compressed),
    Case("nvfp4a16", "compressed-tensors", "NVFP4A16", read_compressed),
    Case("mxfp4a16", "compressed-tensors", "MXFP4A16", read_compressed),
    Case("compressed-mixed", "compressed-tensors", "W4A16-g128", read_compressed,
         types=["ffn_down=FP8-DYNAMIC", "blk.2.attn_o=BF16", "blk.3.attn_o=NVFP4A16", "attn_[qkv]=W8A16-G64"]),
    Case("int4-g32", "fbgemm", "INT4", read_int4, options=["group_size=32"], types=["attn_v=FBGEMM-INT4-128"]),
]


def largest_difference(rounded, theirs):
    """Relative to the largest weight."""
    return float((rounded - theirs.to(torch.float32)).abs().max() / max(float(rounded.abs().max()), 1e-30))


def check(case, options, plain, tokens):
    folder = options.out / ("family-" + case.name)
    shutil.rmtree(folder, ignore_errors=True)
    quantlathe(options.cli, "convert", options.model, "-o", folder, *case.arguments, "--force")
    config = json.loads((folder / "config.json").read_text())
    ours = our_weights(options.cli, folder, config)
    theirs, model = case.read(folder)
    # Packages decode to the type of the original weight, we to F32.
    ours = {module: torch.from_numpy(weight).to(theirs[module].dtype if module in theirs else torch.float32).to(torch.float32)
            for module, weight in ours.items()}
    faults = [] if theirs else ["the package found no quantized layer"]
    worst = 0.0
    for module, weight in theirs.items():
        difference = largest_difference(ours[module], weight.detach())
        worst = max(worst, difference)
        if difference > 2.0 ** (-22 if weight.dtype == torch.float32 else -8 if weight.dtype == torch.bfloat16 else -11):
            faults.append(f"{module}: decoded weights differ by {difference:.2e} of the largest weight")
    with torch.no_grad():
        state = plain.state_dict()
        state.update({module + ".weight": weight for module, weight in ours.items()})
        ours_model = transformers.AutoModelForCausalLM.from_config(plain.config, dtype=torch.float32).eval()
        ours_model.load_state_dict(state)
        expected = ours_model(tokens).logits
        if model is None:
            state.update({module + ".weight": weight for module, weight in theirs.items()})
            model = transformers.AutoModelForCausalLM.from_config(plain.config, dtype=torch.float32).eval()
            model.load_state_dict(state)
            how = "decoded weights in torch"
        else:
            how = "the package's layers"
        got = model(tokens).logits.to(torch.float32)
        original = plain(tokens).logits
    spread = float(expected.std())
    difference = float((got - expected).abs().max()) / spread
    if not difference <= case.logits:
        faults.append(f"logits differ by {difference:.2e} of their deviation")
    print(f"{case.name:16} {len(theirs):3} layers  weights {worst:8.1e}  logits {difference:8.1e} ({how}), quantization itself "
          f"{float((expected - original).abs().mean()) / spread:.2f}  {'FAULTS' if faults else 'equal'}", flush=True)
    for fault in faults:
        print("   " + fault)
    return len(faults)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cli", required=True)
    parser.add_argument("--model", required=True, type=pathlib.Path, help="a Llama folder in Hugging Face's form")
    parser.add_argument("--out", required=True, type=pathlib.Path)
    parser.add_argument("names", nargs="*", help="only these cases")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(1)
    plain = transformers.AutoModelForCausalLM.from_pretrained(options.model, dtype=torch.float32).eval()
    tokens = torch.randint(3, plain.config.vocab_size, (1, 32))
    faults, skipped = 0, []
    for case in CASES:
        if options.names and case.name not in options.names:
            continue
        try:
            faults += check(case, options, plain, tokens)
        except Skipped as reason:
            skipped.append(f"{case.name}: {reason}")
        except Fault as fault:
            faults += 1
            print(f"{case.name:16} FAULT: {fault}")
    for line in skipped:
        print("skipped  " + line)
    print("skipped  forward passes of FBGEMM's and torchao's own kernels: they need a graphics card"
          if not torch.cuda.is_available() else "")
    print(f"{faults} faults, {len(skipped)} cases skipped")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
