// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/compressed_tensors/configuration.h"

#include "codecs/compressed_tensors/family.h"
#include "formats/module_patterns.h"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <vector>

namespace quantlathe::compressed {
namespace {

using Json = nlohmann::ordered_json;

const char* nameOf(Strategy strategy) {
    switch (strategy) {
    case Strategy::channel: return "channel";
    case Strategy::group: return "group";
    case Strategy::block: return "block";
    case Strategy::tensorGroup: return "tensor_group";
    }
    return "";
}

/// Readers refuse keys that they do not know, so there is none that older ones lack, but for schemes that these lack too.
Json weightsOf(const Scheme& scheme) {
    constexpr int side = 128;
    Json weights{
        {"num_bits", scheme.bits},
        {"type", scheme.isFloat ? "float" : "int"},
        {"symmetric", scheme.isSymmetric},
        {"strategy", nameOf(scheme.strategy)},
        {"group_size", scheme.group == 0 ? Json() : Json(scheme.group)},
        {"block_structure", scheme.strategy == Strategy::block ? Json::array({side, side}) : Json()},
        {"dynamic", false},
        {"actorder", nullptr},
        {"observer", "minmax"},
        {"observer_kwargs", Json::object()},
    };
    if (!scheme.scaleType.empty()) {
        weights["scale_dtype"] = scheme.scaleType;
        weights["zp_dtype"] = scheme.scaleType;
    }
    return weights;
}

Json activationsOf(const Scheme& scheme) {
    if (scheme.activations == Scheme::Activations::kept) {
        return nullptr;
    }
    constexpr int groupOfActivations = 128;
    if (scheme.activations == Scheme::Activations::perTensorGroup) { // scales while the model runs, their multiplier is stored
        Json activations = weightsOf(scheme);
        activations["dynamic"] = "local";
        return activations;
    }
    const bool isPerToken = scheme.activations == Scheme::Activations::perToken;
    return {
        {"num_bits", scheme.bits},
        {"type", scheme.isFloat ? "float" : "int"},
        {"symmetric", true},
        {"strategy", isPerToken ? "token" : "group"},
        {"group_size", isPerToken ? Json() : Json(groupOfActivations)},
        {"block_structure", nullptr},
        {"dynamic", true},
        {"actorder", nullptr},
        {"observer", nullptr},
        {"observer_kwargs", Json::object()},
    };
}

/// Modules by scheme.
class Groups {
public:
    explicit Groups(std::span<const FolderModule> modules) {
        std::map<Scheme, std::size_t> counts;
        for (const FolderModule& module : modules) {
            ++counts[*schemeOf(*module.encoding)];
        }
        for (const auto& [scheme, count] : counts) {
            schemes_.push_back(scheme);
        }
        // The commonest comes last: names are looked at in this order, the class of a module after all names.
        std::ranges::stable_sort(schemes_, {}, [&](const Scheme& scheme) { return counts.at(scheme); });
        for (const FolderModule& module : modules) {
            const Scheme scheme = *schemeOf(*module.encoding);
            if (scheme != schemes_.back()) {
                const auto index = std::ranges::find(schemes_, scheme) - schemes_.begin();
                patterns_.add(module.path, std::to_string(index));
            }
        }
    }

    [[nodiscard]] bool hasOneFormat() const {
        return std::ranges::all_of(schemes_, [&](const Scheme& each) { return each.format == schemes_.front().format; });
    }
    [[nodiscard]] std::string_view format() const { return hasOneFormat() ? schemes_.front().format : "mixed-precision"; }

    [[nodiscard]] Json json() const {
        Json groups = Json::object();
        for (std::size_t i = 0; i < schemes_.size(); ++i) {
            Json group{
                {"targets", targetsOf(i)},
                {"weights", weightsOf(schemes_[i])},
                {"input_activations", activationsOf(schemes_[i])},
                {"output_activations", nullptr},
            };
            if (!hasOneFormat()) {
                group["format"] = schemes_[i].format;
            }
            groups[fmt::format("group_{}", i)] = std::move(group);
        }
        return groups;
    }

private:
    [[nodiscard]] Json targetsOf(std::size_t index) const {
        if (index + 1 == schemes_.size()) {
            return Json::array({"Linear"});
        }
        Json targets = Json::array();
        patterns_.forEach([&](const std::string& pattern, const std::string& tag) {
            if (tag == std::to_string(index)) {
                targets.push_back("re:" + pattern);
            }
        });
        return targets;
    }

    std::vector<Scheme> schemes_;
    ModulePatterns patterns_; // of all but the last
};

} // namespace

Json quantizationConfigOf(const FolderContents& contents) {
    const Groups groups(contents.modules);
    return {
        {"quant_method", "compressed-tensors"}, {"format", groups.format()},          {"quantization_status", "compressed"},
        {"config_groups", groups.json()},       {"ignore", skippedModules(contents)}, {"kv_cache_scheme", nullptr},
        {"global_compression_ratio", nullptr},  {"sparsity_config", Json::object()},  {"transform_config", Json::object()},
    };
}

} // namespace quantlathe::compressed
