# SPDX-License-Identifier: GPL-3.0-or-later
from quantlathe import main

main()
