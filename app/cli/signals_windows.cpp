// SPDX-License-Identifier: GPL-3.0-or-later
#include "program.h"

#include <atomic>
#include <windows.h>

namespace quantlathe::cli {
namespace {

std::atomic<bool> wasAsked{false};

/// The first one asks for an orderly end, a second one ends the program at once. A console that closes waits five seconds, in
/// which the main thread ends the program.
BOOL WINAPI onControl(DWORD event) {
    const bool isClosing = event != CTRL_C_EVENT && event != CTRL_BREAK_EVENT;
    if (wasAsked.exchange(true) && !isClosing) {
        return FALSE;
    }
    cancelProgram();
    while (isClosing) {
        ::Sleep(INFINITE);
    }
    return TRUE;
}

} // namespace

void installSignalHandlers() {
    prepareCancelling();
    ::SetConsoleCtrlHandler(onControl, TRUE);
}

} // namespace quantlathe::cli
