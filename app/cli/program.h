// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as a function, so that tests can call it without starting a program.
#pragma once

#include "base/error.h"

#include <functional>

namespace quantlathe::cli {

/// A signal (Windows: an event of the console) asks the running command for an orderly end, the same one again ends the
/// program; SIGPIPE is ignored. Called once.
void installSignalHandlers();

/// Once before cancelProgram() may be called by a signal.
void prepareCancelling();

/// Asks the running command for an orderly end, as a signal does. From any thread.
void cancelProgram();

/// One of several processes that do one command together (app/mpi). Only one of them may talk to the user.
struct ProgramPart {
    bool reports = true; // prints results, warnings and notes
    bool showsProgress = true;
    int threads = 0;                                // of the command, where the arguments say nothing; 0: all
    std::function<void(const Error& error)> fail{}; // gets errors instead of standard error and standard output
};

/// Parses the arguments (argv[0] is the program's name), runs the command and prints what it has to say. Returns the exit code:
/// 0 done, 1 failed, 2 bad input or usage, 130 cancelled. Throws nothing.
[[nodiscard]] int runProgram(int argc, const char* const* argv, const ProgramPart& part = {});

/// Prints an error as a command does that fails.
void reportError(const Error& error, int argc, const char* const* argv);

} // namespace quantlathe::cli
