// SPDX-License-Identifier: GPL-3.0-or-later
// A file of calibration statistics: a GGUF file whose tensors must belong together.
#include "fuzz_support.h"
#include "runtime/calibration_file.h"

using namespace quantlathe;

namespace {

void read(const CalibrationStatistics& file, const std::string& weight) {
    const InputStatistics statistics = file.of(weight);
    fuzz::require(!statistics.rows.empty() && statistics.squares.size() % statistics.rows.size() == 0);
    fuzz::require(statistics.squares.size() == statistics.largest.size());
    if (file.hasGram()) {
        static_cast<void>(file.gram(weight));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const CalibrationStatistics file(folder.write("calibration.gguf", bytes));
        for (const std::string& weight : file.weights()) {
            read(file, weight);
        }
    });
}
