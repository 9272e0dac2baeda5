// SPDX-License-Identifier: GPL-3.0-or-later
// Importance matrices in the legacy form, which has no magic: any bytes may be one.
#include "formats/importance.h"
#include "fuzz_support.h"

#include <cmath>
#include <fcntl.h>
#include <string>
#include <sys/mman.h>
#include <unistd.h>

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const int file = memfd_create("imatrix", MFD_CLOEXEC);
    static const std::string path = "/proc/self/fd/" + std::to_string(file);
    if (ftruncate(file, 0) != 0 || pwrite(file, data, size, 0) != static_cast<ssize_t>(size)) {
        return 0;
    }
    return fuzz::run(data, size, [](std::span<const std::byte>) {
        const ImportanceMatrix matrix = readImportanceMatrix(path);
        for (const auto& [name, values] : matrix.columns) {
            fuzz::require(!values.empty() && matrix.of(name).size() == values.size());
            for (const float value : values) {
                fuzz::require(std::isfinite(value) && value >= 0);
            }
        }
    });
}
