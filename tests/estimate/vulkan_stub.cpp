// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for Vulkan's loader. $QUANTLATHE_VULKAN_STUB says how it behaves: as one that is well with the devices of the list
// ("NAME|VENDOR ID in hex|KIND|MIB|BUDGET MIB;…", a budget of 0: not told), or "hang", "crash", "refuse".
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

struct Device {
    std::string name;
    std::uint32_t vendor = 0;
    std::uint32_t kind = 0;
    std::uint64_t mebibytes = 0;
    std::uint64_t budget = 0;
};

std::string behaviour() {
    const char* const value = std::getenv("QUANTLATHE_VULKAN_STUB");
    return value == nullptr ? "" : value;
}

std::vector<Device>& devices() {
    static std::vector<Device> all = [] {
        std::vector<Device> list;
        std::istringstream entries(behaviour());
        for (std::string entry; std::getline(entries, entry, ';');) {
            std::istringstream fields(entry);
            Device device;
            char bar = 0;
            std::getline(fields, device.name, '|');
            fields >> std::hex >> device.vendor >> std::dec >> bar >> device.kind >> bar >> device.mebibytes >> bar >>
                device.budget;
            list.push_back(device);
        }
        return list;
    }();
    return all;
}

void write(void* at, std::size_t offset, const void* bytes, std::size_t size) {
    std::memcpy(static_cast<char*>(at) + offset, bytes, size);
}

// The layouts are those of the specification on 64 bits, as offsets, so that a wrong structure of ours is found.
std::int32_t createInstance(const void* info, const void*, void** instance) {
    std::uint32_t type = 0;
    std::memcpy(&type, info, sizeof type);
    if (behaviour() == "hang") {
        ::sleep(600);
    }
    if (behaviour() == "crash") {
        std::raise(SIGSEGV);
    }
    *instance = &devices();
    return behaviour() == "refuse" ? -9 : type == 1 ? 0 : -3;
}

std::int32_t enumerate(void*, std::uint32_t* count, void** list) {
    const std::uint32_t room = *count;
    *count = static_cast<std::uint32_t>(devices().size());
    for (std::uint32_t i = 0; i < *count && i < room; ++i) {
        list[i] = &devices()[i];
    }
    return 0;
}

void properties(void* device, void* out) {
    const auto& told = *static_cast<const Device*>(device);
    write(out, 8, &told.vendor, 4);
    write(out, 16, &told.kind, 4);
    write(out, 20, told.name.c_str(), told.name.size() + 1);
    std::memset(static_cast<char*>(out) + 820, 1, 4); // the last of 824 bytes
}

void memory(void* device, void* out) {
    constexpr std::size_t heapCountAt = 16 + 4 + 32 * 8;
    constexpr std::size_t heapsAt = heapCountAt + 4;
    const auto& told = *static_cast<const Device*>(device);
    const std::uint64_t bytes = told.mebibytes << 20U;
    const std::uint64_t window = 256U << 20U; // of main memory's side
    const std::uint32_t ofCard = 1;
    const std::uint32_t two = 2;
    write(out, heapCountAt, &two, 4);
    write(out, heapsAt, &window, 8);
    write(out, heapsAt + 16, &bytes, 8);
    write(out, heapsAt + 16 + 8, &ofCard, 4);
    void* next = nullptr;
    std::memcpy(&next, static_cast<char*>(out) + 8, sizeof next);
    std::uint32_t type = 0;
    std::memcpy(&type, next, sizeof type);
    if (type == 1000237000 && told.budget > 0) {
        const std::uint64_t budget = told.budget << 20U;
        write(next, 16 + 8, &budget, 8);
    }
}

} // namespace

extern "C" void (*vkGetInstanceProcAddr(void*, const char* name))() {
    using Any = void (*)();
    const std::string wanted = name;
    return wanted == "vkCreateInstance"                       ? reinterpret_cast<Any>(&createInstance)
           : wanted == "vkEnumeratePhysicalDevices"           ? reinterpret_cast<Any>(&enumerate)
           : wanted == "vkGetPhysicalDeviceProperties"        ? reinterpret_cast<Any>(&properties)
           : wanted == "vkGetPhysicalDeviceMemoryProperties2" ? reinterpret_cast<Any>(&memory)
                                                              : nullptr;
}
