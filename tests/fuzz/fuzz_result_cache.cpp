// SPDX-License-Identifier: GPL-3.0-or-later
// Kept measurements of one small model, errors or statistics: whatever stands in the file, the cache gives what could have been
// stored, or nothing. "@MODEL@" in the input stands for the model's identity; the file gets the hash that it must have. Nothing
// is an error here.
#include "base/cache_file.h"
#include "codecs/encoding.h"
#include "fuzz_support.h"
#include "model/model.h"
#include "safetensors_text.h"
#include "weights/result_cache.h"
#include "weights/result_json.h"

#include <memory>

using namespace quantlathe;

namespace {

struct Fixture {
    fuzz::Folder folder;
    std::shared_ptr<const Model> model;
    std::string errorsName; // of the cache's two files
    std::string statisticsName;

    Fixture() {
        const std::string header = R"({"a":{"dtype":"F32","shape":[1,32],"data_offsets":[0,128]}})";
        model = openModel(folder.write("model.safetensors", fuzz::safetensorsFile(header, std::string(128, '\0'))));
        std::filesystem::create_directory(folder.path() / "results");
        {
            ResultCache cache(folder.path() / "results");
            cache.store(*model, weight(), q8(), {}, {}, errorFromSums({}));
            cache.storeStatistics(*model, weight(), {});
        }
        for (const auto& entry : std::filesystem::directory_iterator(folder.path() / "results")) {
            const std::string name = entry.path().filename().string();
            (name.find("errors") != std::string::npos ? errorsName : statisticsName) = std::string("results/").append(name);
        }
        fuzz::require(!errorsName.empty() && !statisticsName.empty());
    }
    [[nodiscard]] const Weight& weight() const { return model->weights().front(); }
    [[nodiscard]] static const Encoding& q8() { return *encodingByName("Q8_0"); }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const Fixture fixture;
    std::string text(fuzz::textOf(std::as_bytes(std::span(data, size))));
    constexpr std::string_view placeholder = "@MODEL@";
    if (const std::size_t at = text.find(placeholder); at != std::string::npos) {
        text.replace(at, placeholder.size(), fixture.model->checkpoint().identity());
    }
    writeCacheFile(fixture.folder.path() / fixture.errorsName, text);
    writeCacheFile(fixture.folder.path() / fixture.statisticsName, text);
    ResultCache cache(fixture.folder.path() / "results");
    if (const auto error = cache.find(*fixture.model, fixture.weight(), Fixture::q8(), {}, {})) {
        fuzz::require(isStorable(*error));
    }
    if (const auto statistics = cache.findStatistics(*fixture.model, fixture.weight())) {
        fuzz::require(isStorable(*statistics));
    }
    return 0;
}
