# SPDX-License-Identifier: GPL-3.0-or-later
"""python -m quantlathe"""
from quantlathe import main

main()
