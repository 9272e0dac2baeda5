// SPDX-License-Identifier: GPL-3.0-or-later
// A page of a view cannot be replaced alone. So at the first loss the view goes and its addresses are reserved; each page that
// is touched from then on raises an access violation and becomes one of zeros.
#include "base/lost_pages.h"

#include <mutex>
#include <windows.h>

namespace quantlathe {
namespace {

constexpr std::uintptr_t pageBytes = 4096;
constexpr ULONG_PTR reading = 0; // first word that an exception tells of a page
constexpr int mostTries = 1000;  // another thread is between giving the view back and reserving its addresses

bool putZeros(std::uintptr_t address, const LostPage& lost) {
    auto* const begin = reinterpret_cast<void*>(lost.begin); // NOLINT(performance-no-int-to-ptr)
    if (lost.isFirst) {
        ::UnmapViewOfFile(begin);
        ::VirtualAlloc(begin, lost.size, MEM_RESERVE, PAGE_NOACCESS);
    }
    auto* const page = reinterpret_cast<void*>(address / pageBytes * pageBytes); // NOLINT(performance-no-int-to-ptr)
    for (int i = 0; i < mostTries; ++i) {
        if (::VirtualAlloc(page, pageBytes, MEM_COMMIT, PAGE_READONLY) != nullptr) {
            return true;
        }
        ::SwitchToThread();
    }
    return false;
}

LONG CALLBACK onException(EXCEPTION_POINTERS* raised) {
    const EXCEPTION_RECORD& record = *raised->ExceptionRecord;
    const bool isOfPage = record.ExceptionCode == EXCEPTION_IN_PAGE_ERROR || record.ExceptionCode == EXCEPTION_ACCESS_VIOLATION;
    if (!isOfPage || record.NumberParameters < 2 || record.ExceptionInformation[0] != reading) {
        return EXCEPTION_CONTINUE_SEARCH;
    }
    const std::uintptr_t address = record.ExceptionInformation[1];
    const auto lost = noteLostPage(address);
    return lost && putZeros(address, *lost) ? EXCEPTION_CONTINUE_EXECUTION : EXCEPTION_CONTINUE_SEARCH;
}

} // namespace

void awaitLostPages() {
    static std::once_flag once;
    std::call_once(once, [] { ::AddVectoredExceptionHandler(1, onException); });
}

std::uintptr_t lostPageBytes() noexcept {
    return pageBytes;
}

} // namespace quantlathe
