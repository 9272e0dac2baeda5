# SPDX-License-Identifier: GPL-3.0-or-later
"""Quantlathe's command line as a Python package: the program itself lies beside this file."""
import os
import sys


def main():
    """Becomes the program: its arguments, exit code and signals are the caller's."""
    program = os.path.join(os.path.dirname(os.path.abspath(__file__)), "bin", "quantlathe-cli")
    os.execv(program, [program, *sys.argv[1:]])
