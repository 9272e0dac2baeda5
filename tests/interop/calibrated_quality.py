#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What calibrated codes are worth: mean KL divergence of presets without a text, with its importance matrix and calibrated, on texts that
nothing was fitted to (docs/quality.md). Prints a table; what was written is removed again.

    calibrated_quality.py QUANTLATHE_CLI MODEL CALIBRATION_TEXT --text FILE… --preset FORMAT:PRESET[:OPTION=VALUE…]…

An option of the format is given as group_size=64, one of the command line as --pure.
"""

import argparse
import json
import pathlib
import subprocess
import tempfile


def arguments_of(preset):
    form, name, *options = preset.split(":")
    given = ["--format", form, "--preset", name]
    for option in options:
        given += [option] if option.startswith("--") else ["--option", option]
    return given


class Bench:
    def __init__(self, options, scratch):
        self.options = options
        self.scratch = scratch
        self.matrix = scratch / "calibration.imatrix"
        self.calibration = scratch / "calibration.cal"

    def run(self, *arguments):
        done = subprocess.run([self.options.cli, *map(str, arguments)], capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{' '.join(map(str, arguments))}: {done.stderr}")
        return done.stdout

    def look_at_text(self):
        windows = ["--text", self.options.calibration_text, "--context", self.options.context, "--chunks", self.options.calibration_chunks]
        self.run("imatrix", self.options.model, *windows, "-o", self.matrix)
        self.run("calibrate", self.options.model, *windows, "-o", self.calibration)

    def converted(self, preset, *guide):
        out = self.scratch / ("out.gguf" if preset.startswith("gguf:") else "out")
        self.run("convert", self.options.model, *arguments_of(preset), *guide, "-o", out, "--force")
        return out

    def measured(self, model, text):
        said = json.loads(self.run("measure", model, "--reference", self.options.model, "--text", text, "--context", self.options.context,
                                   "--chunks", self.options.chunks, "--json"))
        return said["kl_mean"], said["kl_error"], 100 * said["top1_agreement"]

    def rows(self, preset):
        ways = {"plain": (), "matrix": ("--imatrix", self.matrix), "calibrated": ("--calibration", self.calibration)}
        figures = {}
        for way, guide in ways.items():
            if way == "plain" and not self.options.plain:
                continue
            out = self.converted(preset, *guide)
            for text in self.options.text:
                figures[way, text] = self.measured(out, text)
        for text in self.options.text:
            kl, error, same = figures["calibrated", text]
            before, before_error, before_same = figures["matrix", text]
            plain = f"{figures['plain', text][0]:.6f} | " if self.options.plain else ""
            print(f"| {preset} | {pathlib.Path(text).stem} | {plain}{before:.6f} ± {before_error:.6f} | {kl:.6f} ± {error:.6f} | "
                  f"{100 * (kl / before - 1):+.0f} % | {before_same:.1f} → {same:.1f} % |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cli")
    parser.add_argument("model")
    parser.add_argument("calibration_text")
    parser.add_argument("--text", nargs="+", required=True)
    parser.add_argument("--preset", nargs="+", required=True)
    parser.add_argument("--context", type=int, default=256)
    parser.add_argument("--calibration-chunks", type=int, default=128)
    parser.add_argument("--chunks", type=int, default=24)
    parser.add_argument("--plain", action="store_true", help="without a text, too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bench = Bench(options, pathlib.Path(scratch))
        bench.look_at_text()
        for preset in options.preset:
            bench.rows(preset)


main()
