// SPDX-License-Identifier: GPL-3.0-or-later
#include "estimate/nvml.h"

#include <array>
#include <dlfcn.h>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

// The part of NVIDIA's published interface (NVML API reference) that is used here.
using Device = void*;
struct Memory {
    unsigned long long total;
    unsigned long long free;
    unsigned long long used;
};
constexpr int succeeded = 0;
constexpr int memoryClock = 2;
constexpr unsigned mostCards = 64;
constexpr std::size_t nameBytes = 96; // NVML_DEVICE_NAME_V2_BUFFER_SIZE

struct Nvml {
    int (*init)() = nullptr;
    int (*shutdown)() = nullptr;
    int (*count)(unsigned*) = nullptr;
    int (*handle)(unsigned, Device*) = nullptr;
    int (*name)(Device, char*, unsigned) = nullptr;
    int (*memory)(Device, Memory*) = nullptr;
    int (*busWidth)(Device, unsigned*) = nullptr;      // from here on: missing in old drivers
    int (*maxClock)(Device, int, unsigned*) = nullptr; // MHz
    int (*capability)(Device, int*, int*) = nullptr;

    [[nodiscard]] bool isComplete() const {
        return init != nullptr && shutdown != nullptr && count != nullptr && handle != nullptr && name != nullptr &&
               memory != nullptr;
    }
};

template <class Function>
void find(void* library, const char* symbol, Function& function) {
    function = reinterpret_cast<Function>(::dlsym(library, symbol));
}

Nvml functionsOf(void* library) {
    Nvml nvml;
    find(library, "nvmlInit_v2", nvml.init);
    find(library, "nvmlShutdown", nvml.shutdown);
    find(library, "nvmlDeviceGetCount_v2", nvml.count);
    find(library, "nvmlDeviceGetHandleByIndex_v2", nvml.handle);
    find(library, "nvmlDeviceGetName", nvml.name);
    find(library, "nvmlDeviceGetMemoryInfo", nvml.memory);
    find(library, "nvmlDeviceGetMemoryBusWidth", nvml.busWidth);
    find(library, "nvmlDeviceGetMaxClockInfo", nvml.maxClock);
    find(library, "nvmlDeviceGetCudaComputeCapability", nvml.capability);
    return nvml;
}

/// Two transfers a cycle of the clock that NVML names: 192 bits at 7 501 MHz are the 360 GB/s of an RTX 3060, 384 at 10 501 the
/// 1 008 of an RTX 4090, 5 120 at 2 619 the 3 352 of an H100.
void addBandwidth(const Nvml& nvml, Device device, nlohmann::json& card) {
    unsigned bits = 0;
    unsigned megahertz = 0;
    const bool isTold = nvml.busWidth != nullptr && nvml.maxClock != nullptr && nvml.busWidth(device, &bits) == succeeded &&
                        nvml.maxClock(device, memoryClock, &megahertz) == succeeded;
    if (isTold && bits > 0 && megahertz > 0) {
        card["bandwidth"] = static_cast<double>(bits) / 8 * megahertz * 1e6 * 2;
    }
}

nlohmann::json cardOf(const Nvml& nvml, Device device) {
    constexpr int pascal = 6; // compute capability 6.x
    nlohmann::json card = nlohmann::json::object();
    std::array<char, nameBytes + 1> name{};
    if (nvml.name(device, name.data(), nameBytes) == succeeded) {
        card["name"] = std::string(name.data());
    }
    Memory memory{};
    if (nvml.memory(device, &memory) == succeeded && memory.total > 0) {
        card["total"] = memory.total;
        card["free"] = memory.free;
    }
    addBandwidth(nvml, device, card);
    int major = 0;
    int minor = 0;
    if (nvml.capability != nullptr && nvml.capability(device, &major, &minor) == succeeded && major == pascal) {
        card["architecture"] = "Pascal"; // the one that estimates treat differently
    }
    return card;
}

} // namespace

nlohmann::json askNvml(const std::string& library) {
    void* const opened = ::dlopen(library.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (opened == nullptr) {
        return {{"missing", true}};
    }
    const Nvml nvml = functionsOf(opened); // never closed: the process ends soon
    if (!nvml.isComplete()) {
        return {{"problem", -1}};
    }
    if (const int code = nvml.init(); code != succeeded) {
        return {{"problem", code}};
    }
    unsigned count = 0;
    if (const int code = nvml.count(&count); code != succeeded) {
        return {{"problem", code}};
    }
    nlohmann::json cards = nlohmann::json::array();
    for (unsigned i = 0; i < count && i < mostCards; ++i) {
        Device device = nullptr;
        cards.push_back(nvml.handle(i, &device) == succeeded ? cardOf(nvml, device) : nlohmann::json::object());
    }
    nvml.shutdown();
    return {{"cards", std::move(cards)}};
}

} // namespace quantlathe
