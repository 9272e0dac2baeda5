// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/sysfs_gpus.h"

#include "base/error.h"
#include "base/file_kind.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <fmt/format.h>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr unsigned amd = 0x1002;
constexpr unsigned nvidia = 0x10de;
constexpr unsigned intel = 0x8086;

/// The first line of such a file; nothing where there is none or the driver refuses.
std::optional<std::string> lineOf(const fs::path& file) {
    std::ifstream stream(file);
    std::string line;
    return std::getline(stream, line) ? std::optional(line) : std::nullopt;
}

template <class Number>
std::optional<Number> numberIn(std::string_view text, int base) {
    if (base == 16 && text.starts_with("0x")) {
        text.remove_prefix(2);
    }
    Number number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, base);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

std::optional<unsigned> idOf(const fs::path& file) {
    const auto line = lineOf(file);
    return line ? numberIn<unsigned>(*line, 16) : std::nullopt;
}

std::optional<std::uint64_t> bytesOf(const fs::path& file) {
    const auto line = lineOf(file);
    return line ? numberIn<std::uint64_t>(*line, 10) : std::nullopt;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view blanks = " \t\r";
    const std::size_t first = text.find_first_not_of(blanks);
    const std::size_t last = text.find_last_not_of(blanks);
    return first == std::string_view::npos ? std::string() : std::string(text.substr(first, last - first + 1));
}

/// libdrm's list, a line each: "744C,	C8,	AMD Radeon RX 7900 XTX".
std::optional<std::string> amdName(const fs::path& root, unsigned device, unsigned revision) {
    std::ifstream list(root / "usr/share/libdrm/amdgpu.ids");
    std::string line;
    while (std::getline(list, line)) {
        const std::size_t first = line.find(',');
        const std::size_t second = first == std::string::npos ? first : line.find(',', first + 1);
        if (second == std::string::npos) {
            continue;
        }
        const std::string_view text = line;
        if (numberIn<unsigned>(trimmed(text.substr(0, first)), 16) == device &&
            numberIn<unsigned>(trimmed(text.substr(first + 1, second - first - 1)), 16) == revision) {
            return trimmed(text.substr(second + 1));
        }
    }
    return std::nullopt;
}

/// The list of all PCI devices: "8086  Intel Corporation", below it "	56a0  DG2 [Arc A770]". The name in brackets is the sold
/// one.
std::optional<std::string> pciName(const fs::path& root, unsigned vendor, unsigned device) {
    const std::string vendorLine = fmt::format("{:04x}  ", vendor);
    const std::string deviceLine = fmt::format("\t{:04x}  ", device);
    for (const char* file : {"usr/share/hwdata/pci.ids", "usr/share/misc/pci.ids"}) {
        std::ifstream list(root / file);
        std::string line;
        bool isOurVendor = false;
        while (std::getline(list, line)) {
            if (!line.empty() && line.front() != '\t' && line.front() != '#') {
                isOurVendor = line.starts_with(vendorLine);
            } else if (isOurVendor && line.starts_with(deviceLine)) {
                const std::size_t open = line.find('[');
                const std::size_t close = line.rfind(']');
                return open != std::string::npos && close != std::string::npos && close > open
                           ? line.substr(open + 1, close - open - 1)
                           : line.substr(deviceLine.size());
            }
        }
    }
    return std::nullopt;
}

/// Intel builds its own into the processor at this place, always.
bool isBuiltIn(const fs::path& device) {
    std::ifstream events(device / "uevent");
    std::string line;
    while (std::getline(events, line)) {
        if (line == "PCI_SLOT_NAME=0000:00:02.0") {
            return true;
        }
    }
    return false;
}

/// xe gives it for each tile, i915 with Intel's own patches beside the device; the kernel's i915 not at all.
std::optional<std::uint64_t> intelMemory(const fs::path& card) {
    std::uint64_t sum = 0;
    for (int tile = 0; tile < 8; ++tile) {
        const fs::path folder = card / "device" / fmt::format("tile{}", tile);
        const auto bytes = bytesOf(folder / "physical_vram_size_bytes");
        sum += bytes ? *bytes : bytesOf(folder / "memory/physical_vram_size_bytes").value_or(0);
    }
    return sum > 0 ? std::optional(sum) : bytesOf(card / "lmem_total_bytes");
}

nlohmann::json amdCard(const fs::path& root, const fs::path& device, unsigned id) {
    nlohmann::json card{{"vendor", "AMD"}, {"driver", "amdgpu"}};
    auto name = lineOf(device / "product_name");
    if (!name || trimmed(*name).empty()) {
        name = amdName(root, id, idOf(device / "revision").value_or(0));
    }
    card["name"] = name ? trimmed(*name) : pciName(root, amd, id).value_or(fmt::format("AMD {:04x}", id));
    const auto total = bytesOf(device / "mem_info_vram_total");
    const auto used = bytesOf(device / "mem_info_vram_used");
    if (total && *total > 0) {
        card["total"] = *total;
        if (used && *used <= *total) {
            card["free"] = *total - *used;
        }
    }
    // What the processor and a card in it share beyond the part that the firmware sets aside.
    if (const auto shared = bytesOf(device / "mem_info_gtt_total")) {
        card["shared"] = *shared;
        card["shared_free"] = *shared - std::min(*shared, bytesOf(device / "mem_info_gtt_used").value_or(0));
    }
    return card;
}

nlohmann::json intelCard(const fs::path& root, const fs::path& folder, unsigned id) {
    nlohmann::json card{{"vendor", "Intel"},
                        {"driver", "i915, xe"},
                        {"name", pciName(root, intel, id).value_or(fmt::format("Intel {:04x}", id))},
                        {"integrated", isBuiltIn(folder / "device")}};
    if (const auto total = intelMemory(folder)) {
        card["total"] = *total;
    }
    return card;
}

/// "card0", and not "card0-HDMI-A-1" or "renderD128".
bool isCard(const fs::path& entry) {
    const std::string name = entry.filename().string();
    return name.size() > 4 && name.starts_with("card") &&
           std::all_of(name.begin() + 4, name.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

} // namespace

nlohmann::json askSysfs(const std::filesystem::path& root) {
    nlohmann::json cards = nlohmann::json::array();
    int nvidiaCards = 0;
    std::vector<fs::path> entries;
    try {
        entries = entriesOf(root / "sys/class/drm");
    } catch (const Error&) { // a machine without graphics has no such folder
        entries.clear();
    }
    for (const fs::path& entry : entries) {
        const fs::path device = entry / "device";
        const auto vendor = isCard(entry) ? idOf(device / "vendor") : std::nullopt;
        const auto id = vendor ? idOf(device / "device") : std::nullopt;
        nvidiaCards += vendor == nvidia ? 1 : 0;
        if (id && vendor == amd) {
            cards.push_back(amdCard(root, device, *id));
        } else if (id && vendor == intel) {
            cards.push_back(intelCard(root, entry, *id));
        }
    }
    return {{"cards", std::move(cards)}, {"nvidia", nvidiaCards}};
}

} // namespace quantlathe
