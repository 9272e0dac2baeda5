# SPDX-License-Identifier: GPL-3.0-or-later
"""Starts the program that this package carries: Quantlathe's command line."""

import os
import pathlib
import sys

PROGRAM = pathlib.Path(__file__).resolve().parent / "bin" / "quantlathe-cli"


def main():
    os.execv(PROGRAM, ["quantlathe-cli", *sys.argv[1:]])
