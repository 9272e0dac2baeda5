// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a function, so that tests can call it without starting a program.
#pragma once

namespace quantlathe::cli {

/// A signal asks the running command for an orderly end, the same one again ends the program; SIGPIPE is ignored. Called once.
void installSignalHandlers();

/// Parses the arguments (argv[0] is the program's name), runs the command and prints what it has to say. Returns the exit code:
/// 0 done, 1 failed, 2 bad input or usage, 130 cancelled. Throws nothing.
[[nodiscard]] int runProgram(int argc, const char* const* argv);

} // namespace quantlathe::cli
