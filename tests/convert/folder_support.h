// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of folder formats share: plans of the sample, and what stands in config.json.
#pragma once

#include "convert/convert_support.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <regex>
#include <string>

namespace quantlathe::test {

inline std::shared_ptr<const Model> sample() {
    static const auto model = openModel(resourceFile("sample"));
    return model;
}

inline PlanDocument folderDocument(const std::string& format, const std::string& preset,
                                   const std::map<std::string, std::string>& options = {}) {
    PlanDocument document;
    document.format = format;
    document.preset = preset;
    for (const auto& [id, value] : options) {
        document.options.family[id] = value;
    }
    return document;
}

/// Why no plan of the sample can be made of it; empty if one can.
inline std::string refusal(const PlanDocument& document) {
    const auto error = errorOf([&] { (void)makePlan(sample(), document); });
    return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
}

inline nlohmann::json jsonOf(const std::filesystem::path& file) {
    std::ifstream stream(file);
    return nlohmann::json::parse(stream);
}

/// As Python's re.match() on a module's name: from its start.
inline bool matches(const std::string& pattern, const std::string& name) {
    return std::regex_search(name, std::regex(pattern), std::regex_constants::match_continuous);
}

} // namespace quantlathe::test
