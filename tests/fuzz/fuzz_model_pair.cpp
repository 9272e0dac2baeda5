// SPDX-License-Identifier: GPL-3.0-or-later
// Two models side by side: config.json and the header of model.safetensors of one, then of the other, with a byte 0xFF between
// them; values are zeros. Weights of one canonical name, pairs of any two shapes and types, values against each other.
#include "base/arena.h"
#include "fuzz_support.h"
#include "model/model.h"
#include "safetensors_text.h"
#include "weights/compare.h"
#include "weights/value_difference.h"

#include <algorithm>

using namespace quantlathe;

namespace {

std::shared_ptr<const Model> modelIn(const fuzz::Folder& folder, const std::string& name, std::string_view config,
                                     std::string_view header) {
    std::filesystem::create_directories(folder.path() / name);
    folder.writeUnlessEmpty(name + "/config.json", config);
    folder.write(name + "/model.safetensors", fuzz::safetensorsFileOfZeros(header));
    return openModel(folder.path() / name);
}

void compareBoth(const Model& first, const Model& second) {
    const ModelDifference difference = differenceOf(first, second);
    const DifferenceCounts counts = countsOf(difference.weights);
    fuzz::require(counts.alike + counts.otherEncoding + counts.otherShape + counts.onlyFirst + counts.onlySecond ==
                  difference.weights.size());
    std::vector<WeightPair> pairs;
    for (const WeightPair& pair : difference.weights) {
        static_cast<void>(whyNotComparable(pair));
        if (hasOneShape(pair)) {
            pairs.push_back(pair);
        }
    }
    ThreadArena arena(1);
    Progress progress;
    const CancelToken cancel;
    fuzz::require(compareValues(first, second, pairs, arena, progress, cancel).size() == pairs.size());
    const Comparison comparison = compareModels(first, second, arena, progress, cancel);
    fuzz::require(comparison.weights.size() <= difference.weights.size());
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 4);
        const auto first = modelIn(folder, "a", parts[0], parts[1]);
        const auto second = modelIn(folder, "b", parts[2], parts[3]);
        try {
            compareBoth(*first, *second);
        } catch (const Error& error) { // about both of them
            fuzz::require(error.exitCode() == 2 && !error.title().empty());
        }
    });
}
