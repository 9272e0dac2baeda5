// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/input_scales.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/input_scale.h"
#include "codecs/stored_numbers.h"
#include "formats/stored_matrices.h"

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>

namespace quantlathe {
namespace {

/// A number in the first bytes of a file, where the layout has it before any weight is encoded.
struct ScalePlace {
    const Choice* choice = nullptr;
    std::size_t file = 0;
    std::size_t offset = 0;
};

/// Header of a safetensors file without its length.
nlohmann::json headerOf(std::span<const std::byte> bytes, std::size_t& end) {
    std::uint64_t length = 0;
    std::memcpy(&length, bytes.data(), sizeof length);
    end = sizeof length + static_cast<std::size_t>(length);
    const auto* const text = reinterpret_cast<const char*>(bytes.data());
    return nlohmann::json::parse(text + sizeof length, text + end);
}

std::vector<ScalePlace> placesOf(const Plan& plan) {
    std::vector<ScalePlace> places;
    if (!storesInputScales(plan)) {
        return places;
    }
    std::map<std::size_t, std::pair<nlohmann::json, std::size_t>> headers; // by file, with their ends
    for (const OutputPiece& piece : plan.layout.pieces) {
        if (!piece.shape || piece.part != 0) {
            continue;
        }
        const Choice& choice = plan.choices[piece.choice];
        const InputScaledEncoding* const scaled = inputScaledEncoding(*choice.encoding);
        if (scaled == nullptr) {
            continue;
        }
        auto found = headers.find(piece.file);
        if (found == headers.end()) {
            std::size_t end = 0;
            nlohmann::json header = headerOf(plan.layout.files[piece.file].header, end);
            found = headers.emplace(piece.file, std::pair(std::move(header), end)).first;
        }
        const auto& [header, end] = found->second;
        const std::string module = modulePath(plan.model->checkpoint().tensors()[*piece.stored].name);
        const nlohmann::json& tensor = header.at(module + std::string(scaled->inputScaleSuffix()));
        places.push_back({&choice, piece.file, end + tensor.at("data_offsets").at(0).get<std::size_t>()});
    }
    return places;
}

float scaleAt(const Plan& plan, const ScalePlace& place) {
    return storedFloat(std::span(plan.layout.files[place.file].header).subspan(place.offset, sizeof(float)), 0);
}

} // namespace

bool storesInputScales(const Plan& plan) {
    return std::ranges::any_of(plan.choices,
                               [](const Choice& choice) { return inputScaledEncoding(*choice.encoding) != nullptr; });
}

void setInputScales(Plan& plan, const CalibrationStatistics& statistics) {
    for (const ScalePlace& place : placesOf(plan)) {
        const std::string& name = place.choice->weight->name;
        if (statistics.contains(name)) {
            const float scale =
                inputScaledEncoding(*place.choice->encoding)->inputScale(std::ranges::max(statistics.of(name).largest));
            storeFloat(std::span(plan.layout.files[place.file].header).subspan(place.offset, sizeof(float)), 0, scale);
        }
    }
}

std::map<const Weight*, float> inputScalesOf(const Plan& plan) {
    std::map<const Weight*, float> scales;
    for (const ScalePlace& place : placesOf(plan)) {
        if (const float scale = scaleAt(plan, place); scale != 0) {
            scales.emplace(place.choice->weight, scale);
        }
    }
    return scales;
}

void requireInputScales(const Plan& plan) {
    for (const ScalePlace& place : placesOf(plan)) {
        if (scaleAt(plan, place) == 0) {
            throw badInput(plan.model->checkpoint().path(), say("This conversion needs a text that is run through the model"),
                           say("{} stores a scale of its activations, and how large those of {} are is not known. Give a text "
                               "or the statistics of one.",
                               place.choice->encoding->name(), escapeForDisplay(place.choice->weight->name)));
        }
    }
}

} // namespace quantlathe
