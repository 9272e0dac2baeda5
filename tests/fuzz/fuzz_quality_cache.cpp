// SPDX-License-Identifier: GPL-3.0-or-later
// A kept measurement of quality: whatever stands in the file, what is given back is a measurement. Nothing is an error here.
#include "base/cache_file.h"
#include "fuzz_support.h"
#include "measure/quality_cache.h"

#include <cmath>

using namespace quantlathe;

namespace {

TextQuality someQuality() {
    TextQuality quality;
    quality.tokens = 256;
    quality.perplexity = {10, 0.5};
    quality.logLoss = {std::log(10.0), 0.05};
    quality.divergence.emplace();
    return quality;
}

struct Fixture {
    fuzz::Folder folder;
    QualityCache cache{folder.path()};
    QualityKey key{"model", "reference", "text", "f32 f32"};
    std::string name;

    Fixture() {
        cache.store(key, someQuality());
        fuzz::require(cache.find(key).has_value());
        name = std::filesystem::directory_iterator(folder.path())->path().filename().string();
    }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Fixture fixture;
    // With its hash, so that what lies behind that check is reached.
    writeCacheFile(std::filesystem::path(fixture.folder.path()) / fixture.name, {reinterpret_cast<const char*>(data), size});
    if (const auto quality = fixture.cache.find(fixture.key)) {
        fuzz::require(quality->tokens > 0 && std::isfinite(quality->perplexity.value));
        fuzz::require(quality->divergence && std::isfinite(quality->divergence->kl.value));
    }
    return 0;
}
