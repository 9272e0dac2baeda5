// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mapping_guard.h"

#include "base/file_kind.h"
#include "base/words.h"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <mutex>
#include <sys/mman.h>
#include <unistd.h>

namespace quantlathe {
namespace {

/// One guarded mapping. The handler walks the list without locks, so slots are never freed: those of closed files are used
/// again.
struct Slot {
    std::atomic<std::uintptr_t> begin{0};
    std::atomic<std::size_t> size{0}; // 0: nothing to guard
    std::atomic<bool> isTaken{true};
    std::atomic<bool> isDamaged{false};
    Slot* next = nullptr;
};

std::atomic<Slot*> slots{nullptr};
std::atomic<bool> anyDamage{false}; // what requireIntact() looks at first
std::uintptr_t pageBytes = 0;
struct sigaction previousAction {};

static_assert(std::atomic<std::uintptr_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free,
              "a signal handler must not wait for a lock");

std::uintptr_t addressOf(std::span<const std::byte> pages) {
    return reinterpret_cast<std::uintptr_t>(pages.data()); // NOLINT(performance-no-int-to-ptr)
}

Slot* slotOf(std::uintptr_t address) noexcept {
    for (Slot* slot = slots.load(std::memory_order_acquire); slot != nullptr; slot = slot->next) {
        const std::size_t size = slot->size.load(std::memory_order_acquire);
        const std::uintptr_t begin = slot->begin.load(std::memory_order_relaxed);
        if (size != 0 && address >= begin && address - begin < (size + pageBytes - 1) / pageBytes * pageBytes) {
            return slot;
        }
    }
    return nullptr;
}

/// Only calls that are safe in a handler. The touch is repeated on return and finds zeros.
void onBusError(int, siginfo_t* information, void*) {
    const int errorNumber = errno;
    const auto address = reinterpret_cast<std::uintptr_t>(information->si_addr); // NOLINT(performance-no-int-to-ptr)
    if (Slot* const slot = slotOf(address)) {
        slot->isDamaged.store(true, std::memory_order_relaxed);
        anyDamage.store(true, std::memory_order_release);
        auto* const page = reinterpret_cast<void*>(address / pageBytes * pageBytes); // NOLINT(performance-no-int-to-ptr)
        if (::mmap(page, pageBytes, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != MAP_FAILED) {
            errno = errorNumber;
            return;
        }
    }
    ::sigaction(SIGBUS, &previousAction, nullptr); // not ours: the touch is repeated and ends as it always did
    errno = errorNumber;
}

void installHandler() {
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

Slot& freeSlot() {
    for (Slot* slot = slots.load(std::memory_order_acquire); slot != nullptr; slot = slot->next) {
        if (!slot->isTaken.exchange(true)) {
            return *slot;
        }
    }
    auto* const slot = new Slot; // NOLINT(cppcoreguidelines-owning-memory): lives until the program ends
    slot->next = slots.load(std::memory_order_relaxed);
    while (!slots.compare_exchange_weak(slot->next, slot, std::memory_order_release, std::memory_order_relaxed)) {
    }
    return *slot;
}

/// Throws when the disk does not answer.
bool hasItsStamp(const MappedFile& file) {
    return fileKind(file.path()) == FileKind::file && stampOf(file.path()) == file.stamp();
}

} // namespace

Error changedWhileRead(const std::filesystem::path& file) {
    return badInput(file, say("The model was changed while it was read"),
                    say("Wait until nothing writes to it any more, then open it again."));
}

void guardMapping(std::span<const std::byte> pages) {
    installHandler();
    Slot& slot = freeSlot();
    slot.isDamaged.store(false, std::memory_order_relaxed);
    slot.begin.store(addressOf(pages), std::memory_order_relaxed);
    slot.size.store(pages.size(), std::memory_order_release);
}

void forgetMapping(std::span<const std::byte> pages) noexcept {
    if (Slot* const slot = pages.empty() ? nullptr : slotOf(addressOf(pages))) {
        slot->size.store(0, std::memory_order_release);
        slot->isTaken.store(false);
    }
}

void requireIntact(const MappedFile& file) {
    if (!anyDamage.load(std::memory_order_acquire) || file.bytes().empty()) {
        return;
    }
    const Slot* const slot = slotOf(addressOf(file.bytes()));
    if (slot == nullptr || !slot->isDamaged.load(std::memory_order_relaxed)) {
        return;
    }
    if (hasItsStamp(file)) {
        throw systemError(file.path(), say("Cannot read the file"), EIO);
    }
    throw changedWhileRead(file.path());
}

void requireUnchanged(const MappedFile& file) {
    requireIntact(file);
    if (!hasItsStamp(file)) {
        throw changedWhileRead(file.path());
    }
}

} // namespace quantlathe
