// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/main_memory.h"

#include <algorithm>
#include <fstream>
#include <optional>
#include <sstream>
#include <string>
#include <string_view>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

/// The number behind `key` in a file of "key number" lines.
std::optional<std::uint64_t> valueIn(const fs::path& file, std::string_view key) {
    std::ifstream stream(file);
    std::string line;
    while (std::getline(stream, line)) {
        std::istringstream words(line);
        std::string word;
        std::uint64_t value = 0;
        if (words >> word >> value && word == key) {
            return value;
        }
    }
    return std::nullopt;
}

std::optional<std::uint64_t> numberOf(const fs::path& file) {
    std::ifstream stream(file);
    std::uint64_t number = 0;
    return stream >> number ? std::optional(number) : std::nullopt; // "max" is none
}

/// The folder of this process below /sys/fs/cgroup: "0::/user.slice/…".
fs::path groupOf(const fs::path& root) {
    std::ifstream stream(root / "proc/self/cgroup");
    std::string line;
    while (std::getline(stream, line)) {
        if (line.starts_with("0::/")) {
            return line.substr(4);
        }
    }
    return {};
}

/// Each group above limits, too.
void limitToGroups(const fs::path& root, MainMemory& memory) {
    const fs::path top = root / "sys/fs/cgroup";
    fs::path group = groupOf(root);
    while (true) {
        const fs::path folder = group.empty() ? top : top / group;
        const auto limit = numberOf(folder / "memory.max");
        if (limit && *limit < memory.bytes) {
            memory.bytes = *limit;
            // Pages of files count as used and are given back when they are needed.
            const std::uint64_t used = numberOf(folder / "memory.current").value_or(0);
            const std::uint64_t held = used - std::min(used, valueIn(folder / "memory.stat", "file").value_or(0));
            memory.availableBytes = std::min(memory.availableBytes, *limit - std::min(*limit, held));
        }
        if (group.empty()) {
            return;
        }
        group = group.parent_path();
    }
}

} // namespace

MainMemory askMainMemory(const fs::path& root) {
    constexpr std::uint64_t kibi = 1024; // the file says kB and means KiB
    MainMemory memory;
    const fs::path file = root / "proc/meminfo";
    memory.bytes = valueIn(file, "MemTotal:").value_or(0) * kibi;
    memory.availableBytes = std::min(memory.bytes, valueIn(file, "MemAvailable:").value_or(0) * kibi);
    limitToGroups(root, memory);
    return memory;
}

} // namespace quantlathe
