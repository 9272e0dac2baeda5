// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <csignal>

namespace quantlathe::cli {

/// The first signal asks for an orderly end, the same one again ends the program at once. A vanished reader of a pipe is an
/// answer of write(), not a signal: a conversion must not die because its progress is no longer looked at.
void installSignalHandlers() {
    prepareCancelling();
    struct sigaction cancel {};
    cancel.sa_handler = [](int) { cancelProgram(); };
    cancel.sa_flags = static_cast<int>(SA_RESETHAND | SA_RESTART);
    for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction inherited {};
        ::sigaction(number, nullptr, &inherited);
        if (number != SIGHUP || inherited.sa_handler != SIG_IGN) { // what nohup started outlives its terminal
            ::sigaction(number, &cancel, nullptr);
        }
    }
    ::signal(SIGPIPE, SIG_IGN);
}

} // namespace quantlathe::cli
