#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times AQLM's own quantizer on the golden matrices, one thread, processor time, with its usual settings.

usage: tests/interop/aqlm_speed.py CLONE [BEAM]

CLONE: github.com/Vahe1994/AQLM. BEAM: 1 (what the golden files were made with). `bench_calibrated` prints what Quantlathe takes
for the same matrices. Needs torch and tqdm; the error is tr(D H Dᵀ) / tr(W H Wᵀ), as there.
"""
import argparse
import json
import pathlib
import random
import re
import struct
import sys
import time

import torch

DATA = pathlib.Path(__file__).resolve().parent.parent / "data" / "aqlm"


def tensor(file, name):
    """An F32 tensor of a safetensors file."""
    raw = file.read_bytes()
    (length,) = struct.unpack_from("<Q", raw)
    entry = json.loads(raw[8 : 8 + length])[name]
    begin, end = (8 + length + offset for offset in entry["data_offsets"])
    return torch.frombuffer(bytearray(raw[begin:end]), dtype=torch.float32).reshape(entry["shape"])


def quantize(engine_of, file, codebooks, beam):
    """Seconds of the processor and the relative error of the outputs."""
    weight, gram = tensor(file, "weight"), tensor(file, "xtx")
    layer = torch.nn.Linear(weight.shape[1], weight.shape[0], bias=False)
    layer.weight.data = weight.clone()
    engine = engine_of(layer)
    engine.XTX = gram.double()
    settings = argparse.Namespace(
        devices=[torch.device("cpu")],
        num_codebooks=codebooks,
        nbits_per_codebook=8,
        in_group_size=8,
        out_group_size=1,
        codebook_value_nbits=16,
        codebook_value_num_groups=1,
        scale_nbits=0,
        init_max_iter=100,
        init_max_points_per_centroid=None,
        lr=1e-4,
        beam_size=beam,
        max_epochs=1000,
        steps_per_epoch=100,
        relative_mse_tolerance=0.01,
        print_frequency=10**9,
    )
    torch.manual_seed(1)
    random.seed(1)
    start = time.process_time()
    result = engine.quantize(args=settings, verbose=False)
    seconds = time.process_time() - start
    with torch.no_grad():
        wrong = (result() - weight).double()
        error = ((wrong @ engine.XTX) * wrong).sum() / ((weight.double() @ engine.XTX) * weight).sum()
    return seconds, error.item()


def main(arguments):
    if not 1 <= len(arguments) <= 2:
        sys.exit(__doc__)
    sys.path.insert(0, arguments[0])
    from aq_engine import AQEngine

    torch.set_num_threads(1)
    beam = int(arguments[1]) if len(arguments) > 1 else 1
    for file in sorted(DATA.glob("*_g8_*.safetensors")):
        codebooks = int(re.match(r"(\d+)x8", file.name).group(1))
        seconds, error = quantize(AQEngine, file, codebooks, beam)
        print(f"{file.stem:<16}{seconds:>10.2f} s  error {error:.5f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
