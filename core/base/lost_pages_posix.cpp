// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/lost_pages.h"

#include <cerrno>
#include <csignal>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>

namespace quantlathe {
namespace {

std::uintptr_t pageBytes = 1;
struct sigaction previousAction {};

/// Only calls that are safe in a handler. The touch is repeated on return and finds zeros.
void onBusError(int, siginfo_t* information, void*) {
    const int errorNumber = errno;
    const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr); // NOLINT(performance-no-int-to-ptr)
    if (noteLostPage(address)) {
        auto* const page = reinterpret_cast<void*>(address / pageBytes * pageBytes); // NOLINT(performance-no-int-to-ptr)
        if (::mmap(page, pageBytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
            errno = errorNumber;
            return;
        }
    }
    ::sigaction(SIGBUS, &previousAction, nullptr); // not ours: the touch is repeated and ends as it always did
    errno = errorNumber;
}

} // namespace

void awaitLostPages() {
    static std::once_flag once;
    std::call_once(once, [] {
        pageBytes = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
        struct sigaction action {};
        action.sa_sigaction = onBusError;
        action.sa_flags = SA_SIGINFO;
        ::sigemptyset(&action.sa_mask);
        ::sigaction(SIGBUS, &action, &previousAction);
    });
}

std::uintptr_t lostPageBytes() noexcept {
    return pageBytes;
}

} // namespace quantlathe
