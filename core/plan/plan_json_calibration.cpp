// SPDX-License-Identifier: GPL-3.0-or-later
// The calibration of plan.json: where it comes from, and how a text is run.
#include "base/words.h"
#include "plan/calibration_json.h"
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <array>

namespace quantlathe::plan_json {
namespace {

using Source = CalibrationChoice::Source;

constexpr std::array<std::pair<Source, const char*>, 3> sources{
    {{Source::text, "text"}, {Source::statistics, "statistics"}, {Source::importance, "importance matrix"}}};

constexpr const char* corrected = "corrected";
constexpr const char* independent = "independent";

Source sourceAt(const Json& value, const Place& place) {
    const std::string text = textAt(value, place);
    const auto* const found = std::ranges::find(sources, text, [](const auto& entry) { return entry.second; });
    if (found == sources.end()) {
        place.refuse(say("must be \"text\", \"statistics\" or \"importance matrix\"."));
    }
    return found->first;
}

std::size_t tokensAt(const Json& value, const Place& place, std::size_t lowest) {
    constexpr std::uint64_t most = std::uint64_t{1} << 32U;
    if (!value.is_number_unsigned() || value.get<std::uint64_t>() < lowest || value.get<std::uint64_t>() > most) {
        place.refuse(say("must be a whole number from {} to {}.", lowest, most));
    }
    return value.get<std::size_t>();
}

bool isCorrectedAt(const Json& value, const Place& place) {
    const std::string text = textAt(value, place);
    if (text != corrected && text != independent) {
        place.refuse(say("must be \"corrected\" or \"independent\"."));
    }
    return text == corrected;
}

std::string textHashAt(const Json& value, const Place& place) {
    std::string text = textAt(value, place);
    const auto isDigit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
    if (text.size() != 16 || !std::ranges::all_of(text, isDigit)) {
        place.refuse(say("must be 16 hexadecimal digits in lower case."));
    }
    return text;
}

/// What belongs to one kind of source only is refused beside another.
void checkKeys(const Json& value, const CalibrationChoice& choice, const Place& place) {
    if (choice.source != Source::text) {
        if (choice.file.empty()) {
            place.refuse(say("has no file."));
        }
        for (const char* const key : {"context", "chunks", "text_hash"}) {
            if (value.contains(key)) {
                place.at(key).refuse(say("belongs to a text."));
            }
        }
    }
    if (choice.source == Source::importance && value.contains("mode")) {
        place.at("mode").refuse(say("belongs to a text or to statistics."));
    }
}

} // namespace

CalibrationChoice calibrationAt(const Json& value, const Place& place) {
    if (!value.is_object()) {
        place.refuse(say("must be an object."));
    }
    CalibrationChoice choice;
    for (const auto& [key, item] : value.items()) {
        const Place here = place.at(key);
        if (key == "source") {
            choice.source = sourceAt(item, here);
        } else if (key == "file") {
            choice.file = textAt(item, here);
        } else if (key == "context") {
            choice.contextTokens = tokensAt(item, here, 1);
        } else if (key == "chunks") {
            choice.windows = tokensAt(item, here, 0);
        } else if (key == "mode") {
            choice.isCorrected = isCorrectedAt(item, here);
        } else if (key == "text_hash") {
            choice.contents = textHashAt(item, here);
        } else {
            here.refuse(say("is an unknown key. A calibration has source, file, context, chunks, mode and text_hash."));
        }
    }
    if (choice.source == Source::none) {
        place.refuse(say("has no source."));
    }
    checkKeys(value, choice, place);
    return choice;
}

void writeCalibration(const CalibrationChoice& choice, OrderedJson& document) {
    if (choice.source == Source::none) {
        return;
    }
    OrderedJson& json = document["calibration"] = OrderedJson::object();
    json["source"] = std::ranges::find(sources, choice.source, [](const auto& entry) { return entry.first; })->second;
    if (!choice.file.empty()) {
        json["file"] = choice.file.string();
    }
    if (choice.source == Source::text) {
        if (choice.contextTokens != 0) {
            json["context"] = choice.contextTokens;
        }
        json["chunks"] = choice.windows;
    }
    if (choice.choosesCodes()) {
        json["mode"] = choice.isCorrected ? corrected : independent;
    }
    if (!choice.contents.empty()) {
        json["text_hash"] = choice.contents;
    }
}

} // namespace quantlathe::plan_json

namespace quantlathe {

std::string calibrationJson(const CalibrationChoice& choice) {
    plan_json::OrderedJson document = plan_json::OrderedJson::object();
    plan_json::writeCalibration(choice, document);
    return document.dump();
}

CalibrationChoice parseCalibration(std::string_view json) {
    constexpr int deepest = 2;
    const std::filesystem::path nowhere;
    const plan_json::Place root(nowhere);
    const plan_json::Json document = plan_json::parsedJson(json, root, plan_json::mostJsonBytes, deepest);
    if (!document.is_object() || document.size() > 1 || (document.size() == 1 && !document.contains("calibration"))) {
        root.refuse(say("must be an object."));
    }
    return document.empty() ? CalibrationChoice() : calibrationAt(document.at("calibration"), root.at("calibration"));
}

} // namespace quantlathe
