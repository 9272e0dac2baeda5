// SPDX-License-Identifier: GPL-3.0-or-later
// A Hugging Face folder whose config.json and list of tensors (lines "NAME D D …", behind a byte 0xFF) say what they like: how
// both are understood, the keys that they become, plans of every family.
#include "estimate/memory.h"
#include "fuzz_support.h"
#include "metadata_round_trip.h"
#include "model/model.h"
#include "plan/plan.h"
#include "safetensors_text.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>
#include <sstream>

using namespace quantlathe;

namespace {

constexpr std::uint64_t maxBytes = 1U << 20U;

/// A safetensors file of such tensors, all of them zero; empty when it would be large.
std::string weightsFile(std::string_view list) {
    std::istringstream lines{std::string(list)};
    nlohmann::json header = nlohmann::json::object();
    std::uint64_t bytes = 0;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string name;
        words >> name;
        std::vector<std::uint64_t> shape;
        std::uint64_t count = 2; // bytes of BF16
        for (std::uint64_t size = 0; words >> size; count *= size) {
            shape.push_back(size);
            if (size == 0 || size > maxBytes || count > maxBytes) {
                return {};
            }
        }
        if (count > maxBytes || bytes + count > maxBytes || header.contains(name)) {
            return {};
        }
        header[name] = {{"dtype", "BF16"}, {"shape", shape}, {"data_offsets", {bytes, bytes + count}}};
        bytes += count;
    }
    return fuzz::safetensorsFile(header.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace),
                                 std::string(static_cast<std::size_t>(bytes), '\0'));
}

void usePlans(const std::shared_ptr<const Model>& model) {
    for (const Format* const format : formats()) {
        try {
            PlanDocument document;
            document.format = format->id();
            document.preset = format->presets().back().name;
            document.options.isDryRun = true;
            const Plan plan = makePlan(model, document);
            static_cast<void>(plan.fileBytes());
            static_cast<void>(estimateMemory(*model, plan.choices, runOf(*format, {})).total());
        } catch (const Error& error) {
            fuzz::require(error.exitCode() == 2 && !error.title().empty());
        }
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const fuzz::Folder folder;
    return fuzz::runIn(folder, data, size, [](std::span<const std::byte> bytes) {
        const auto parts = fuzz::partsOf(fuzz::textOf(bytes), 2);
        const std::string weights = weightsFile(parts[1]);
        if (weights.empty()) {
            return;
        }
        folder.write("config.json", parts[0]);
        folder.write("model.safetensors", weights);
        const auto model = openModel(folder.path());
        fuzz::require(model->understood() || !model->notUnderstood()->empty());
        if (model->understood()) {
            fuzz::requireReadable(model->ggufMetadata());
        }
        usePlans(model);
    });
}
