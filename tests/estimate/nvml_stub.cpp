// SPDX-License-Identifier: GPL-3.0-or-later
// Stands in for NVIDIA's library. $QUANTLATHE_NVML_STUB says how it behaves: as one that is well with the cards of the list
// ("NAME|MIB|FREE MIB|BITS|MHZ|MAJOR;…"), or "hang", "crash", "refuse".
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <sstream>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

struct Card {
    std::string name;
    unsigned long long mebibytes = 0; // 0: not supported, as on chips that share their memory
    unsigned long long freeMebibytes = 0;
    unsigned bits = 0;
    unsigned megahertz = 0;
    int major = 0;
};

std::string behaviour() {
    const char* const value = std::getenv("QUANTLATHE_NVML_STUB");
    return value == nullptr ? "" : value;
}

const std::vector<Card>& cards() {
    static const std::vector<Card> all = [] {
        std::vector<Card> list;
        std::istringstream entries(behaviour());
        for (std::string entry; std::getline(entries, entry, ';');) {
            std::istringstream fields(entry);
            Card card;
            char bar = 0;
            std::getline(fields, card.name, '|');
            fields >> card.mebibytes >> bar >> card.freeMebibytes >> bar >> card.bits >> bar >> card.megahertz >> bar >>
                card.major;
            list.push_back(card);
        }
        return list;
    }();
    return all;
}

const Card& cardOf(void* device) {
    return *static_cast<const Card*>(device);
}

constexpr int succeeded = 0;
constexpr int notSupported = 3;
constexpr int driverNotLoaded = 9;

} // namespace

extern "C" {

int nvmlInit_v2() {
    if (behaviour() == "hang") {
        ::sleep(600);
    }
    if (behaviour() == "crash") {
        ::raise(SIGSEGV);
    }
    return behaviour() == "refuse" ? driverNotLoaded : succeeded;
}
int nvmlShutdown() {
    return succeeded;
}
int nvmlDeviceGetCount_v2(unsigned* count) {
    *count = static_cast<unsigned>(cards().size());
    return succeeded;
}
int nvmlDeviceGetHandleByIndex_v2(unsigned index, void** device) {
    *device = const_cast<Card*>(&cards().at(index));
    return succeeded;
}
int nvmlDeviceGetName(void* device, char* name, unsigned length) {
    std::strncpy(name, cardOf(device).name.c_str(), length);
    return succeeded;
}
int nvmlDeviceGetMemoryInfo(void* device, unsigned long long* totalFreeUsed) {
    const Card& card = cardOf(device);
    if (card.mebibytes == 0) {
        return notSupported;
    }
    totalFreeUsed[0] = card.mebibytes << 20U;
    totalFreeUsed[1] = card.freeMebibytes << 20U;
    totalFreeUsed[2] = (card.mebibytes - card.freeMebibytes) << 20U;
    return succeeded;
}
int nvmlDeviceGetMemoryBusWidth(void* device, unsigned* bits) {
    *bits = cardOf(device).bits;
    return *bits > 0 ? succeeded : notSupported;
}
int nvmlDeviceGetMaxClockInfo(void* device, int, unsigned* megahertz) {
    *megahertz = cardOf(device).megahertz;
    return *megahertz > 0 ? succeeded : notSupported;
}
int nvmlDeviceGetCudaComputeCapability(void* device, int* major, int* minor) {
    *major = cardOf(device).major;
    *minor = 0;
    return *major > 0 ? succeeded : notSupported;
}
}
