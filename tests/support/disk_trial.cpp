// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/disk_trial.h"

#include "base/error.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <exception>
#include <fmt/format.h>
#include <random>
#include <string_view>
#include <system_error>
#include <utility>

namespace quantlathe::test {
namespace {

constexpr std::size_t mostTold = 12;

bool isTemporary(const std::string& path) {
    return std::ranges::any_of(std::to_array<std::string_view>({".part", ".quantlathe-", ".state", ".stream"}),
                               [&](std::string_view mark) { return path.find(mark) != std::string::npos; });
}

/// Calls that move or ask for bytes and change no name.
bool isPlain(const std::string& call) {
    for (const std::string_view plain : {"read ", "write ", "status ", "map ", "close ", "awaitRange ", "list ", "open "}) {
        if (call.starts_with(plain)) {
            return true;
        }
    }
    return false;
}

bool holds(const Tree& disk, const std::string& name, const Tree& wanted) {
    const auto there = disk.find(name);
    const auto right = wanted.find(name);
    return there != disk.end() && right != wanted.end() && there->second == right->second;
}

/// Whether all that `wanted` has of the result is there, and nothing else of it.
bool holdsAll(const Tree& disk, const Tree& wanted, const std::string& key) {
    for (const auto& [name, contents] : wanted) {
        if (!holds(disk, name, wanted)) {
            return false;
        }
    }
    for (const auto& [name, contents] : disk) { // of a folder, what stands in it
        if (name.starts_with(key + '/') && !wanted.contains(name)) {
            return false;
        }
    }
    return true;
}

Tree without(Tree disk, const std::set<std::string>& names) {
    std::erase_if(disk, [&](const auto& entry) { return names.contains(entry.first); });
    return disk;
}

std::string listOf(const Tree& disk) {
    std::string text;
    for (const auto& [name, contents] : disk) {
        text += fmt::format("{}{}", text.empty() ? "" : ", ", name);
    }
    return text;
}

} // namespace

std::string wrongWith(const Tree& disk, const DiskTrial& trial) {
    const bool isOld = trial.before.contains(trial.key) && holdsAll(disk, trial.before, trial.key);
    if (disk.contains(trial.key)) {
        return isOld || holdsAll(disk, trial.after, trial.key) ? std::string()
                                                               : "looks like a result and is none: " + listOf(disk);
    }
    for (const auto& [name, contents] : disk) {
        if (!isTemporary(name) && !holds(disk, name, trial.before) && !holds(disk, name, trial.after)) {
            return fmt::format("{} has other contents than any result", name);
        }
    }
    return trial.before.contains(trial.key) && !trial.mayBeAway ? "the older result is gone" : std::string();
}

DiskTrials::Ending DiskTrials::run(const DiskTrial& trial) {
    ++runs_;
    const FileSystemInUse inUse(disk_);
    try {
        trial.work();
        return {.hasReturned = true, .isFailed = false, .fault = {}, .message = {}};
    } catch (const Error& error) {
        const std::string message = error.what();
        return {.hasReturned = false,
                .isFailed = error.kind() == ErrorKind::failed,
                .fault = error.file().empty() ? "names no file: " + message : std::string(),
                .message = message};
    } catch (const std::exception& error) {
        return {.hasReturned = false,
                .isFailed = false,
                .fault = fmt::format("is no message of the program: {}", error.what()),
                .message = error.what()};
    }
}

Tree DiskTrials::undisturbed(const DiskTrial& trial) {
    disk_.install(trial.before);
    disk_.setKnowsRenames(trial.knowsRenames);
    const Ending ending = run(trial);
    if (!ending.hasReturned) {
        tell("undisturbed", ending.message);
    }
    return treeOf(root_);
}

std::vector<DiskTrials::Place> DiskTrials::placesIn(const DiskTrial& trial, std::size_t step) {
    disk_.install(trial.before);
    disk_.setKnowsRenames(trial.knowsRenames);
    disk_.setFault(std::nullopt);
    if (const Ending ending = run(trial); !ending.hasReturned) {
        tell("undisturbed", ending.message);
    }
    std::vector<Place> places;
    for (std::size_t call = 1; call <= disk_.calls(); ++call) {
        const std::string name = disk_.nameOf(call);
        if (call % step == 0 || !isPlain(name)) {
            places.push_back({call, name, disk_.needsRoom(call), name.starts_with("read ") || name.starts_with("write ")});
        }
    }
    return places;
}

/// The disk works, whatever lies on it.
std::string DiskTrials::againInPeace(const DiskTrial& trial) {
    disk_.setFault(std::nullopt);
    const bool wasDone = holdsAll(without(treeOf(root_), trial.harmless), trial.after, trial.key);
    const Ending ending = run(trial);
    const Tree disk = without(treeOf(root_), trial.harmless);
    if (!ending.hasReturned && !wasDone) { // a finished result is not made again where nothing may be replaced
        return "done again it ends with: " + ending.message;
    }
    return disk == trial.after ? std::string() : fmt::format("done again ({}) there is: {}", ending.message, listOf(disk));
}

void DiskTrials::tell(const std::string& where, const std::string& what) {
    if (!what.empty() && ++faults_ <= mostTold) {
        text_ += fmt::format("\n{}: {}", where, what);
    }
}

std::string DiskTrials::told() {
    disk_.install({});
    std::string text = std::exchange(text_, {});
    const std::size_t faults = std::exchange(faults_, 0);
    return faults > mostTold ? text + fmt::format("\nand {} more", faults - mostTold) : text;
}

void DiskTrials::tryFault(const DiskTrial& trial, const Place& place, const Fault& fault) {
    disk_.install(trial.before);
    disk_.setFault(fault);
    const Ending ending = run(trial);
    const std::string how = fault.kind == Fault::Kind::error ? std::generic_category().message(fault.errorNumber) : "short";
    const std::string where = fmt::format("call {} ({}), {}{}, ended with \"{}\"", place.call, place.name, how,
                                          fault.lasts ? " from then on" : "", ending.message);
    const Tree disk = without(treeOf(root_), trial.harmless);
    tell(where, ending.fault);
    tell(where, wrongWith(disk, trial));
    if (ending.hasReturned && !holdsAll(disk, trial.after, trial.key)) {
        tell(where, "says that it is done and is not: " + listOf(disk));
    }
    const bool isHarmless = fault.kind == Fault::Kind::shortTransfer || fault.errorNumber == EINTR;
    if (!ending.hasReturned && (isHarmless || !ending.isFailed)) {
        tell(where, isHarmless ? "the call could have been continued" : "blames the input for the machine");
    }
    tell(where, againInPeace(trial));
}

std::string DiskTrials::everyCallFails(const DiskTrial& trial, const TrialPlan& plan) {
    for (const Place& place : placesIn(trial, plan.step)) {
        Fault fault{.kind = Fault::Kind::error, .call = place.call, .errorNumber = EIO};
        tryFault(trial, place, fault);
        fault.lasts = true;
        tryFault(trial, place, fault);
        if (place.needsRoom) {
            fault.errorNumber = ENOSPC;
            tryFault(trial, place, fault);
            fault.lasts = false;
            tryFault(trial, place, fault);
        }
        if (place.moves) {
            tryFault(trial, place, {.kind = Fault::Kind::error, .call = place.call, .errorNumber = EINTR});
            tryFault(trial, place, {.kind = Fault::Kind::shortTransfer, .call = place.call});
        }
    }
    return told();
}

std::string DiskTrials::everyCallIsTheLast(const DiskTrial& trial, const TrialPlan& plan) {
    for (const Place& place : placesIn(trial, plan.step)) {
        disk_.install(trial.before);
        disk_.setFault(Fault{.kind = Fault::Kind::powerCut, .call = place.call});
        static_cast<void>(run(trial));
        std::vector<Tree> survivors;
        for (std::uint64_t seed = 0; seed < plan.seeds; ++seed) {
            survivors.push_back(disk_.survivors(seed < 2 ? seed : seed + 1000 * place.call));
        }
        for (std::size_t i = 0; i < survivors.size(); ++i) {
            const std::string where = fmt::format("power cut after call {} ({}), way {}", place.call, place.name, i);
            tell(where, wrongWith(without(survivors[i], trial.harmless), trial));
            disk_.install(survivors[i]);
            tell(where + " [" + listOf(survivors[i]) + "]", againInPeace(trial));
        }
    }
    return told();
}

std::string DiskTrials::randomFaults(const DiskTrial& trial, std::size_t count, std::uint64_t seed) {
    std::mt19937_64 random(seed);
    disk_.install(trial.before);
    disk_.setKnowsRenames(trial.knowsRenames);
    disk_.setFault(std::nullopt);
    static_cast<void>(run(trial));
    const std::size_t calls = disk_.calls();
    for (std::size_t i = 0; i < count; ++i) {
        disk_.install(trial.before);
        std::string where = fmt::format("sequence {}", i);
        for (std::size_t many = 1 + random() % 4; many > 0; --many) {
            Fault fault{.call = 1 + random() % calls};
            switch (random() % 5) {
            case 0: fault.kind = Fault::Kind::shortTransfer; break;
            case 1:
            case 2: fault.kind = Fault::Kind::powerCut; break;
            default: fault.errorNumber = random() % 2 == 0 ? EIO : ENOSPC; fault.lasts = random() % 3 == 0;
            }
            disk_.setFault(fault);
            const Ending ending = run(trial);
            where += fmt::format("; {} {} at {} ({}): {}", static_cast<int>(fault.kind), fault.errorNumber, fault.call,
                                 disk_.nameOf(fault.call), ending.message);
            tell(where, ending.fault);
            if (disk_.isCut()) {
                disk_.install(disk_.survivors(random()));
            }
            tell(where, wrongWith(without(treeOf(root_), trial.harmless), trial));
            if (ending.hasReturned) {
                break;
            }
        }
        tell(where, againInPeace(trial));
    }
    return told();
}

} // namespace quantlathe::test
