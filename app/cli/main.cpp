// SPDX-License-Identifier: GPL-3.0-or-later
// quantlathe-cli: inspect, estimate, plan, convert, compare, measure and verify checkpoints without a window (docs/cli.md).
// Exit codes: 0 done, 1 failed, 2 bad input or usage, 130 cancelled.
#include "console.h"
#include "program.h"

#include <algorithm>

int main(int argc, char** argv) {
    quantlathe::cli::prepareConsole();
    quantlathe::cli::installSignalHandlers();
    const std::vector<std::string> arguments = quantlathe::cli::programArguments(argc, argv);
    std::vector<const char*> words(arguments.size());
    std::ranges::transform(arguments, words.begin(), &std::string::c_str);
    return quantlathe::cli::runProgram(static_cast<int>(words.size()), words.data());
}
