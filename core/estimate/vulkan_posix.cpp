// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/vulkan.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <dlfcn.h>
#include <nlohmann/json.hpp>
#include <vector>

namespace quantlathe {
namespace {

// The part of the published interface (Vulkan 1.1 specification; VK_EXT_memory_budget) that is used here.
using Instance = void*;
using PhysicalDevice = void*;
using AnyFunction = void (*)();

constexpr std::int32_t vulkanSucceeded = 0;
constexpr std::uint32_t version11 = (1U << 22U) | (1U << 12U);

struct ApplicationInfo {
    std::uint32_t type = 0;
    const void* next = nullptr;
    const char* applicationName = "quantlathe";
    std::uint32_t applicationVersion = 0;
    const char* engineName = nullptr;
    std::uint32_t engineVersion = 0;
    std::uint32_t apiVersion = version11;
};

struct InstanceCreateInfo {
    std::uint32_t type = 1;
    const void* next = nullptr;
    std::uint32_t flags = 0;
    const ApplicationInfo* application = nullptr;
    std::uint32_t layerCount = 0;
    const char* const* layers = nullptr;
    std::uint32_t extensionCount = 0;
    const char* const* extensions = nullptr;
};

struct DeviceProperties {
    std::uint32_t apiVersion = 0;
    std::uint32_t driverVersion = 0;
    std::uint32_t vendor = 0;
    std::uint32_t device = 0;
    std::uint32_t kind = 0; // 1 integrated, 2 discrete, 3 virtual, 4 a processor
    std::array<char, 256> name{};
    alignas(8) std::array<std::byte, 1024> rest{}; // limits: 548 bytes in version 1.1
};
constexpr std::uint32_t integrated = 1;
constexpr std::uint32_t processor = 4;

struct MemoryType {
    std::uint32_t flags = 0;
    std::uint32_t heap = 0;
};
struct MemoryHeap {
    std::uint64_t bytes = 0;
    std::uint32_t flags = 0; // 1: of the card
};
constexpr std::size_t mostHeaps = 16;

struct MemoryBudget {
    std::uint32_t type = 1000237000;
    void* next = nullptr;
    std::array<std::uint64_t, mostHeaps> budget{}; // stays 0 where the driver does not know the structure
    std::array<std::uint64_t, mostHeaps> usage{};
};

struct MemoryProperties {
    std::uint32_t type = 1000059006;
    void* next = nullptr;
    std::uint32_t typeCount = 0;
    std::array<MemoryType, 32> types{};
    std::uint32_t heapCount = 0;
    std::array<MemoryHeap, mostHeaps> heaps{};
};

struct Vulkan {
    std::int32_t (*createInstance)(const InstanceCreateInfo*, const void*, Instance*) = nullptr;
    std::int32_t (*devices)(Instance, std::uint32_t*, PhysicalDevice*) = nullptr;
    void (*properties)(PhysicalDevice, DeviceProperties*) = nullptr;
    void (*memory)(PhysicalDevice, MemoryProperties*) = nullptr;
};

std::string_view vendorNamed(std::uint32_t id) {
    switch (id) {
    case 0x10DE: return "NVIDIA";
    case 0x1002: return "AMD";
    case 0x8086: return "Intel";
    case 0x106B: return "Apple";
    default: return "";
    }
}

nlohmann::json vulkanCard(const Vulkan& vulkan, PhysicalDevice device, const DeviceProperties& properties) {
    MemoryBudget budget;
    MemoryProperties memory;
    memory.next = &budget;
    vulkan.memory(device, &memory);
    std::uint64_t total = 0;
    std::uint64_t free = 0;
    for (std::size_t heap = 0; heap < std::min<std::size_t>(memory.heapCount, mostHeaps); ++heap) {
        if ((memory.heaps[heap].flags & 1U) != 0 && memory.heaps[heap].bytes > total) { // the largest, not a window into it
            total = memory.heaps[heap].bytes;
            free = budget.budget[heap] - std::min(budget.budget[heap], budget.usage[heap]);
        }
    }
    const auto end = std::ranges::find(properties.name, '\0');
    nlohmann::json card{{"vendor", vendorNamed(properties.vendor)},
                        {"name", std::string(properties.name.begin(), end)},
                        {"integrated", properties.kind == integrated}};
    if (total > 0) {
        card["total"] = total;
    }
    if (free > 0) {
        card["free"] = std::min(free, total);
    }
    return card;
}

} // namespace

nlohmann::json askVulkan(const std::string& library) {
    void* const opened = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (opened == nullptr) {
        return {{"missing", true}};
    }
    const auto address = reinterpret_cast<AnyFunction (*)(Instance, const char*)>(::dlsym(opened, "vkGetInstanceProcAddr"));
    if (address == nullptr) {
        return {{"problem", -1}};
    }
    Vulkan vulkan; // never destroyed: the process ends soon
    vulkan.createInstance = reinterpret_cast<decltype(vulkan.createInstance)>(address(nullptr, "vkCreateInstance"));
    const ApplicationInfo application;
    InstanceCreateInfo wish;
    wish.application = &application;
    Instance instance = nullptr;
    const std::int32_t code = vulkan.createInstance == nullptr ? -1 : vulkan.createInstance(&wish, nullptr, &instance);
    if (code != vulkanSucceeded) {
        return {{"problem", code}};
    }
    vulkan.devices = reinterpret_cast<decltype(vulkan.devices)>(address(instance, "vkEnumeratePhysicalDevices"));
    vulkan.properties = reinterpret_cast<decltype(vulkan.properties)>(address(instance, "vkGetPhysicalDeviceProperties"));
    vulkan.memory = reinterpret_cast<decltype(vulkan.memory)>(address(instance, "vkGetPhysicalDeviceMemoryProperties2"));
    if (vulkan.devices == nullptr || vulkan.properties == nullptr || vulkan.memory == nullptr) {
        return {{"problem", -1}};
    }
    constexpr std::uint32_t mostCards = 64;
    std::uint32_t count = mostCards;
    std::vector<PhysicalDevice> devices(count);
    constexpr std::int32_t moreThanAsked = 5;
    if (const std::int32_t listed = vulkan.devices(instance, &count, devices.data());
        listed != vulkanSucceeded && listed != moreThanAsked) {
        return {{"problem", listed}};
    }
    nlohmann::json cards = nlohmann::json::array();
    for (std::uint32_t i = 0; i < std::min(count, mostCards); ++i) {
        DeviceProperties properties;
        vulkan.properties(devices[i], &properties);
        if (properties.kind != processor) {
            cards.push_back(vulkanCard(vulkan, devices[i], properties));
        }
    }
    return {{"cards", std::move(cards)}};
}

} // namespace quantlathe
