// SPDX-License-Identifier: GPL-3.0-or-later
// Work that makes files, tried on a disk that fails at every call, loses its power after every call, or does both at random.
#pragma once

#include "support/faulty_disk.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace quantlathe::test {

struct DiskTrial {
    /// As a user starts it, after an interruption again: it finds what is there and throws Error.
    std::function<void()> work;
    /// What lies on the disk before, and after a run that nothing disturbed.
    Tree before = {};
    Tree after = {};
    /// Without this name what else lies there is no result: the folder, or the first file of a set.
    std::string key;
    /// Names that may lie in a result and mean nothing.
    std::set<std::string> harmless;
    /// Between the old result and the new one may be a moment with neither.
    bool mayBeAway = false;
    bool knowsRenames = true;
};

/// How much is tried. Calls that change names or sizes or sync are all tried, and of those that read, write and ask every
/// `step`-th. `seeds`: ways in which a power cut comes out, nothing and everything that was not synced among them.
struct TrialPlan {
    std::size_t step = 1;
    std::size_t seeds = 4;
};

/// Runs trials in a folder, which need not be empty and is so afterwards.
class DiskTrials {
public:
    explicit DiskTrials(std::filesystem::path root) : root_(std::move(root)), disk_(root_) {}

    /// For every call: it fails with EIO, and where it needs room with ENOSPC, once and from then on; or moves half of what it
    /// should. The work ends with the right result or an Error(failed) that names a file; nothing looks like a result that
    /// is none; and the work, done again, ends with the right result and leaves nothing else.
    [[nodiscard]] std::string everyCallFails(const DiskTrial& trial, const TrialPlan& plan);
    /// For every call: the power goes after it. What is left looks like no result that it is not, and the work, done again,
    /// ends as above.
    [[nodiscard]] std::string everyCallIsTheLast(const DiskTrial& trial, const TrialPlan& plan);
    /// So many times: up to four faults and power cuts at random calls one after the other, and then the work in peace.
    [[nodiscard]] std::string randomFaults(const DiskTrial& trial, std::size_t count, std::uint64_t seed);
    /// The result of an undisturbed run.
    [[nodiscard]] Tree undisturbed(const DiskTrial& trial);
    /// Runs that were made since this was.
    [[nodiscard]] std::size_t runs() const { return runs_; }

private:
    struct Ending {
        bool hasReturned = false;
        bool isFailed = false; // by an Error(failed)
        std::string fault;     // what is wrong with how it ended; empty: nothing
        std::string message;
    };
    struct Place {
        std::size_t call = 0;
        std::string name;
        bool needsRoom = false;
        bool moves = false; // reads or writes
    };
    Ending run(const DiskTrial& trial);
    [[nodiscard]] std::vector<Place> placesIn(const DiskTrial& trial, std::size_t step);
    void tryFault(const DiskTrial& trial, const Place& place, const Fault& fault);
    [[nodiscard]] std::string againInPeace(const DiskTrial& trial);
    void tell(const std::string& where, const std::string& what);
    [[nodiscard]] std::string told();

    std::filesystem::path root_;
    FaultyDisk disk_;
    std::size_t runs_ = 0;
    std::size_t faults_ = 0;
    std::string text_;
};

/// What is wrong with a disk on which the trial's work was disturbed; empty: nothing.
[[nodiscard]] std::string wrongWith(const Tree& disk, const DiskTrial& trial);

} // namespace quantlathe::test
