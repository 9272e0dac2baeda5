#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a SpQR folder in NumPy by the steps of transformers' loader and spqr_quant's kernel and compares with what quantlathe
makes of it.

spqr_loader_path.py QUANTLATHE_CLI SPQR_FOLDER

transformers 4 replaces every linear layer whose "<path>.weight" is not in modules_to_not_convert by a placeholder with the four
lengths that config.json's shapes give. The kernel (package spqr_quant 0.2.0) puts a tile's four F16 numbers together from its
sixteen words with OR, computes scales, zero points and weights in F16, and adds the outliers of a row from row_offsets[r] to
row_offsets[r + 1] beside them; the input of place j is in_perm[j]. The program's own reading comes out of a GGUF file in F32.
"""
import json
import pathlib
import sys

import exl2_loader_path as shared
import numpy as np

shared.TYPES["I64"] = np.int64
PARTS = ("dense_weights", "row_offsets", "col_vals", "in_perm")
SIDE = 16


def half(values):
    return values.astype(np.float16)


def dequantize(dense, offsets, outliers, order):
    outputs, inputs = len(offsets) - 1, 2 * len(order)
    assert outputs % SIDE == 0 and inputs % 32 == 0 and 2 * inputs + 2200 <= 48 * 1024, "the kernel has no form for it"
    assert len(dense) == outputs * inputs // SIDE
    words = dense.view(np.uint64).reshape(outputs // SIDE, inputs // SIDE, SIDE)
    numbers = np.zeros(words.shape[:2], np.uint64)
    for row in range(SIDE):
        numbers |= (words[:, :, row] >> np.uint64(54)) << np.uint64(8 * (row // 2))

    def number(index):
        return (numbers >> np.uint64(16 * index)).astype(np.uint16).view(np.float16)[:, :, None]

    def field(at):
        return half((words >> np.uint64(at)) & np.uint64(7))

    scales = number(0) * (field(0) - number(2))
    zeros = number(1) * (field(3) - number(3))
    tiles = np.stack([scales * (field(6 + 3 * i) - zeros) for i in range(SIDE)], axis=-1)  # row of tiles, tile, row, input
    assert tiles.dtype == np.float16
    weights = tiles.transpose(0, 2, 1, 3).reshape(outputs, inputs)
    for row in range(outputs):
        for word in outliers[offsets[row] : offsets[row + 1]].view(np.uint32):
            value = np.array([word >> 16], np.uint16).view(np.float16)[0]
            place = int(word & 0xFFFF)
            weights[row, place] = np.float16(np.float32(weights[row, place]) + np.float32(value))
    result = np.empty_like(weights)
    places = order.view(np.uint16)
    assert (np.sort(places) == np.arange(inputs)).all(), "in_perm is no permutation"
    result[:, places] = weights
    return result


def check_configuration(folder, stored):
    quantization = json.loads((pathlib.Path(folder) / "config.json").read_text())["quantization_config"]
    assert [quantization[key] for key in ("quant_method", "bits", "beta1", "beta2")] == ["spqr", 3, SIDE, SIDE]
    skipped = quantization["modules_to_not_convert"]
    modules = {name.rsplit(".", 1)[0] for name in stored if name.endswith(".dense_weights")}
    for module in modules:
        assert f"{module}.weight" not in skipped and module not in skipped
        assert f"{module}.bias" not in stored, "a bias would be lost"
        for part in PARTS:
            assert [quantization["shapes"][f"{module}.{part}.shape"]] == list(stored[f"{module}.{part}"].shape)
    for name, tensor in stored.items():  # linear layers that are left: by their names
        is_linear = tensor.ndim == 2 and name.endswith((*(f"{path}.weight" for path in shared.LAYERS.values()), "lm_head.weight"))
        assert not is_linear or (name in skipped and name[: -len(".weight")] in skipped), name


def main(program, folder):
    stored = shared.tensors(folder)
    check_configuration(folder, stored)
    decoded = shared.own_weights(program, folder)
    compared = outliers = room = 0
    for name in sorted(stored):
        if not name.endswith(".dense_weights"):
            continue
        module = name.rsplit(".", 1)[0]
        parts = [stored[f"{module}.{part}"] for part in PARTS]
        weights = dequantize(*parts).astype(np.float32)
        outliers += int(parts[1][-1])
        room += len(parts[2])
        if module in decoded:
            same = weights.view(np.uint32) == decoded[module].view(np.uint32)
            assert same.all(), f"{module}: {(~same).sum()} of {same.size} weights differ"
            compared += 1
    assert compared > 0, "no SpQR layer"
    print(f"{compared} layers are the same to the bit; {outliers} outliers in room for {room}")


if __name__ == "__main__":
    main(*sys.argv[1:])
