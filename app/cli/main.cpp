// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli: inspect, estimate, plan, convert, compare, measure and verify checkpoints without a window (docs/cli.md).
// Exit codes: 0 done, 1 failed, 2 bad input or usage, 130 cancelled.
#include "program.h"

#include <clocale>

int main(int argc, char** argv) {
    std::setlocale(LC_CTYPE, "C.UTF-8"); // column widths of characters; numbers stay in the C locale
    quantlathe::cli::installSignalHandlers();
    return quantlathe::cli::runProgram(argc, argv);
}
