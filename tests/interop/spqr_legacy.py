#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loads a legacy SpQR folder with PyTorch, as the authors' programs do, and compares with what quantlathe makes of it.

spqr_legacy.py QUANTLATHE_CLI LEGACY_FOLDER [COPY_OF_THE_AUTHORS_REPOSITORY]

Weights are decoded by the formulas of docs/formats/spqr.md in F16 tensors; with a copy of github.com/Vahe1994/SpQR also by its own
layer_weight_dequantization(), and its load_quantized_model() must find a file for every layer. The program's own reading comes
out of a GGUF file in F32. The same tensors, saved by torch.save itself, must read the same.
"""
import pathlib
import shutil
import sys
import tempfile
import zipfile

import exl2_loader_path as shared
import numpy as np
import torch

LISTS = ("quant_layer_scale", "quant_layer_zeros", "quant_layer_scale_qq_scale", "quant_layer_scale_qq_zero",
         "quant_layer_zero_qq_scale", "quant_layer_zero_qq_zero")


def load(path, weights_only):
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None, f"{path}: a checksum is wrong"
    return torch.load(path, map_location="cpu", weights_only=weights_only)


def dequantize(layer):
    """In tensors of F16, group by group."""
    rows, columns = layer["weight_shape"]
    size = layer["groupsize"]
    stored = torch.empty(rows, columns)
    for group in range(columns // size):
        codes, zero_codes, steps, zeros, zero_steps, zero_zeros = (layer[name][group] for name in LISTS)
        scale = (steps * (codes - zeros)).reshape(-1, 1)
        zero = (zero_steps * (zero_codes - zero_zeros)).reshape(-1, 1)
        assert scale.dtype == torch.float16
        stored[:, group * size : (group + 1) * size] = scale * (layer["quant_weights"][:, group * size : (group + 1) * size] - zero)
    outliers = layer["outliers_matrix"].to_dense()
    stored = stored * (outliers == 0) + outliers
    return stored[:, torch.argsort(layer["perm"])]


def layers_of(folder):
    for block in sorted((path for path in pathlib.Path(folder).iterdir() if path.name.isdigit()), key=lambda path: int(path.name)):
        for file in sorted(block.iterdir()):
            yield f"model.layers.{block.name}.{file.name}", file


def check_outliers(layer):
    outliers = layer["outliers_matrix"]
    assert outliers.is_coalesced() and tuple(outliers.shape) == tuple(layer["weight_shape"])
    again = outliers.to_dense().to_sparse()
    assert torch.equal(again.indices(), outliers.indices()) and torch.equal(again.values(), outliers.values())
    rows = outliers.to_sparse_csr()  # what the authors' converter asks for
    assert int(rows.crow_indices()[-1]) == len(outliers.values())
    return len(outliers.values())


def check_others(folder, program):
    others = load(pathlib.Path(folder) / "not_quantized_weights.pt", True)
    settings = load(pathlib.Path(folder) / "args.pt", True)
    assert [settings[key] for key in ("wbits", "groupsize", "qq_groupsize")] == [3, 16, 16], settings
    return others


def check_resaved(program, folder, decoded):
    """What torch.save writes: a storage for each tensor, in its own order of entries."""
    with tempfile.TemporaryDirectory() as temporary:
        again = pathlib.Path(temporary) / "again"
        shutil.copytree(folder, again)
        for _, file in layers_of(again):
            layer = torch.load(file, weights_only=True)
            for name in LISTS:
                layer[name] = [tensor.clone() for tensor in layer[name]]
            layer["sublayer_name"] = file.name
            torch.save(layer, str(file))
        others = torch.load(again / "not_quantized_weights.pt", weights_only=True)
        torch.save({name: torch.nn.Parameter(tensor) for name, tensor in others.items()}, again / "not_quantized_weights.pt")
        resaved = shared.own_weights(program, again)
    assert resaved.keys() == decoded.keys()
    for name, weights in decoded.items():
        assert np.array_equal(weights.view(np.uint32), resaved[name].view(np.uint32)), name


def check_with_authors(repository, folder):
    sys.path.insert(0, repository)
    import modelutils
    from transformers import AutoConfig, AutoModelForCausalLM

    for _, file in layers_of(folder):
        layer = torch.load(file, weights_only=False)
        assert torch.equal(modelutils.layer_weight_dequantization(layer), dequantize(layer)), file
    model = AutoModelForCausalLM.from_config(AutoConfig.from_pretrained(folder), dtype=torch.float16).eval()
    model.config.model_type = "llama"
    modelutils.load_quantized_model(model, str(folder))
    for name, file in layers_of(folder):
        loaded = model.get_submodule(name).weight
        assert torch.equal(loaded, dequantize(torch.load(file, weights_only=True)).half()), name
    return model


def main(program, folder, repository=None):
    others = check_others(folder, program)
    decoded = shared.own_weights(program, folder)
    compared = outliers = 0
    for name, file in layers_of(folder):
        layer = load(file, False)
        outliers += check_outliers(layer)
        assert torch.equal(dequantize(layer), dequantize(load(file, True)))
        if name in decoded:
            weights = dequantize(layer).numpy()
            same = weights.view(np.uint32) == decoded[name].view(np.uint32)
            assert same.all(), f"{name}: {(~same).sum()} of {same.size} weights differ"
            compared += 1
        assert f"{name}.weight" not in others
    assert compared > 0, "no SpQR layer"
    print(f"{compared} layers are the same to the bit; {outliers} outliers; {len(others)} other tensors")
    check_resaved(program, folder, decoded)
    print("read the same when torch.save has written them")
    if repository:
        check_with_authors(repository, folder)
        print("the authors' load_quantized_model() has the same weights")


if __name__ == "__main__":
    main(*sys.argv[1:])
