// SPDX-License-Identifier: GPL-3.0-or-later
// config.json: every number that is read from it, and the factors and keys that follow from them.
#include "fuzz_support.h"
#include "model/config.h"
#include "model/json_file.h"
#include "model/limits.h"
#include "model/rope.h"

using namespace quantlathe;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    return fuzz::run(data, size, [](std::span<const std::byte> bytes) {
        const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        const Config config(parseJsonObject(text, "fuzz.json"), "fuzz.json");
        static_cast<void>(config.architectureClass());
        static_cast<void>(config.modelType());
        const HyperParameters hyper = hyperParametersFrom(config);
        fuzz::require(hyper.layers <= maxLayers && hyper.vocabulary <= maxVocabulary);
        for (const std::size_t count : {hyper.feedForward.size(), hyper.heads.size(), hyper.kvHeads.size()}) {
            fuzz::require(count == 0 || count == hyper.layers);
        }
        if (!whyNotWritable(hyper.ropeScaling)) {
            Metadata metadata;
            addRopeScalingKeys(RopeConfig(config), hyper.ropeScaling, "llama", metadata);
            if (hyper.ropeScaling.type == "llama3" && hyper.keyLength < 1024) {
                static_cast<void>(llama3RopeFactors(hyper.ropeScaling, hyper.ropeBase, hyper.keyLength));
            }
        }
    });
}
