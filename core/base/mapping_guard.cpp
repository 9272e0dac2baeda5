// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/mapping_guard.h"

#include "base/file_kind.h"
#include "base/lost_pages.h"
#include "base/words.h"

#include <atomic>
#include <cerrno>

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

static_assert(std::atomic<std::uintptr_t>::is_always_lock_free && std::atomic<bool>::is_always_lock_free,
              "a handler must not wait for a lock");

std::uintptr_t addressOf(std::span<const std::byte> pages) {
    return reinterpret_cast<std::uintptr_t>(pages.data()); // NOLINT(performance-no-int-to-ptr)
}

Slot* slotOf(std::uintptr_t address) noexcept {
    const std::uintptr_t page = lostPageBytes();
    for (Slot* slot = slots.load(std::memory_order_acquire); slot != nullptr; slot = slot->next) {
        const std::size_t size = slot->size.load(std::memory_order_acquire);
        const std::uintptr_t begin = slot->begin.load(std::memory_order_relaxed);
        if (size != 0 && address >= begin && address - begin < (size + page - 1) / page * page) {
            return slot;
        }
    }
    return nullptr;
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

std::optional<LostPage> noteLostPage(std::uintptr_t address) noexcept {
    Slot* const slot = slotOf(address);
    if (slot == nullptr) {
        return std::nullopt;
    }
    const bool isFirst = !slot->isDamaged.exchange(true, std::memory_order_relaxed);
    anyDamage.store(true, std::memory_order_release);
    return LostPage{slot->begin.load(std::memory_order_relaxed), slot->size.load(std::memory_order_relaxed), isFirst};
}

void guardMapping(std::span<const std::byte> pages) {
    awaitLostPages();
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
