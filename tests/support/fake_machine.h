// SPDX-License-Identifier: GPL-3.0-or-later
// A tree of files as Linux shows a machine: /proc, /sys and the lists of devices.
#pragma once

#include <filesystem>
#include <fstream>
#include <QTemporaryDir>
#include <string>

namespace quantlathe::test {

class FakeMachine {
public:
    FakeMachine() { std::filesystem::create_directories(root() / "sys/class/drm"); }

    [[nodiscard]] std::filesystem::path root() const { return folder_.path().toStdString(); }

    void write(const std::filesystem::path& file, const std::string& text) const {
        std::filesystem::create_directories((root() / file).parent_path());
        std::ofstream(root() / file) << text;
    }
    void setMemory(std::uint64_t totalKib, std::uint64_t availableKib) const {
        write("proc/meminfo", "MemTotal:       " + std::to_string(totalKib) +
                                  " kB\nMemFree:         1000 kB\nMemAvailable:   " + std::to_string(availableKib) + " kB\n");
    }
    /// "card0" with the numbers of its maker and of itself, in hexadecimal digits.
    void addCard(const std::string& card, const std::string& vendor, const std::string& device, const std::string& slot) const {
        const std::filesystem::path folder = std::filesystem::path("sys/class/drm") / card / "device";
        write(folder / "vendor", "0x" + vendor + "\n");
        write(folder / "device", "0x" + device + "\n");
        write(folder / "uevent", "DRIVER=some\nPCI_SLOT_NAME=" + slot + "\n");
    }
    void addAmd(const std::string& card, const std::string& device, const std::string& revision, std::uint64_t totalBytes,
                std::uint64_t usedBytes) const {
        addCard(card, "1002", device, "0000:03:00.0");
        const std::filesystem::path folder = std::filesystem::path("sys/class/drm") / card / "device";
        write(folder / "revision", "0x" + revision + "\n");
        write(folder / "mem_info_vram_total", std::to_string(totalBytes) + "\n");
        write(folder / "mem_info_vram_used", std::to_string(usedBytes) + "\n");
        write("usr/share/libdrm/amdgpu.ids", "# List of AMDGPU IDs\n1.0.0\n744C,\tC8,\tAMD Radeon RX 7900 XTX\n"
                                             "744C,\tCC,\tAMD Radeon RX 7900 XT\n1586,\tC1,\tAMD Radeon 8060S Graphics\n");
    }
    void addIntelNames() const {
        write("usr/share/misc/pci.ids", "# names\n8086  Intel Corporation\n\t46a6  Alder Lake-P GT2 [Iris Xe Graphics]\n"
                                        "\t56a0  DG2 [Arc A770]\n\te20b  Battlemage G21 [Arc B580]\n\t\t8086 1  no card\n"
                                        "9005  Adaptec\n\t56a1  no card [either]\n");
    }

private:
    QTemporaryDir folder_;
};

} // namespace quantlathe::test
