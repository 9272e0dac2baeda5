// SPDX-License-Identifier: GPL-3.0-or-later
// config.json: every number that is read from it, and the factors and keys that follow from them.
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/architectures.h"
#include "model/config.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/rope.h"

#include <cmath>

using namespace quantlathe;

namespace {

void checkRopeScaling(const Config& config, const HyperParameters& hyper, const ArchitectureRow& row) {
    const RopeScaling& scaling = hyper.ropeScaling;
    if (whyNotWritable(scaling, row.ropeTypes, hyper.ropeDimensions)) {
        return;
    }
    Metadata metadata;
    addRopeScalingKeys(RopeConfig(config), scaling, std::string(row.name), metadata);
    fuzz::requireReadable(metadata);
    if (scaling.type == "llama3" && hyper.keyLength < 1024) {
        fuzz::require(llama3RopeFactors(scaling, hyper.ropeBase, hyper.keyLength).size() == (hyper.keyLength + 1) / 2);
    }
    if (scaling.originalContext > 1) {
        fuzz::require(!std::isnan(longRopeAttentionFactor(scaling, hyper.contextTokens)));
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const Config config(parseJsonObject(fuzz::textOf(bytes), "fuzz.json"), "fuzz.json");
        static_cast<void>(config.modelType());
        HyperParameters hyper = hyperParametersFrom(config);
        fuzz::require(hyper.layers <= maxLayers && hyper.vocabulary <= maxVocabulary);
        for (const std::size_t count : {hyper.feedForward.size(), hyper.heads.size(), hyper.kvHeads.size()}) {
            fuzz::require(count == 0 || count == hyper.layers);
        }
        const ArchitectureRow* const named = architectureOf(config.architectureClass(), config);
        const ArchitectureRow& row = named != nullptr ? *named : architectures().front();
        if (row.adjust != nullptr) {
            row.adjust(config, hyper);
        }
        checkRopeScaling(config, hyper, row);
    });
}
