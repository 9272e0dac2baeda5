// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/sensitivity_file.h"

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "plan/plan_json_parts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe {
namespace {

using namespace plan_json;

constexpr std::int64_t version = 1;
constexpr int deepestNesting = 8; // the layout needs six
constexpr std::string_view refusal = words("These are no valid sensitivities");
/// Predictions from measured values were within this factor of what was measured on another text (docs/planning.md).
constexpr double measuredBandFactor = 1.5;

std::uint64_t countAt(const Json& value, const Place& place) {
    if (!value.is_number_unsigned()) {
        place.refuse(say("must be a count."));
    }
    return value.get<std::uint64_t>();
}

/// Finite and not negative.
double amountAt(const Json& value, const Place& place) {
    const double number = value.is_number() ? value.get<double>() : -1;
    if (!std::isfinite(number) || number < 0) {
        place.refuse(say("must be a number of 0 or more."));
    }
    return number;
}

std::uint64_t hashAt(const Json& value, const Place& place) {
    const std::string text = textAt(value, place);
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number, 16);
    if (error != std::errc() || end != text.data() + text.size() || text.size() != 16) {
        place.refuse(say("must be sixteen hexadecimal digits."));
    }
    return number;
}

template <class Read>
auto listAt(const Json& value, const Place& place, const Read& read) {
    if (!value.is_array()) {
        place.refuse(say("must be a list."));
    }
    std::vector<decltype(read(value, place))> list;
    for (std::size_t i = 0; i < value.size(); ++i) {
        list.push_back(read(value[i], place.at(i)));
    }
    return list;
}

/// Hands every key to `read`, which answers false for one that it does not know.
template <class Read>
void readObject(const Json& value, const Place& place, const Read& read) {
    if (!value.is_object()) {
        place.refuse(say("must be an object."));
    }
    for (const auto& [key, item] : value.items()) {
        if (!read(key, item, place.at(key))) {
            place.at(key).refuse(say("is an unknown key."));
        }
    }
}

SensitivityProbe probeAt(const Json& value, const Place& place) {
    SensitivityProbe probe;
    readObject(value, place, [&](const std::string& key, const Json& item, const Place& here) {
        if (key == "encoding") {
            probe.encoding = textAt(item, here);
        } else if (key == "errors") {
            probe.errors = listAt(item, here, amountAt);
        } else if (key == "kl") {
            probe.kl = amountAt(item, here);
        } else if (key == "kl_error") {
            probe.klError = amountAt(item, here);
        } else {
            return false;
        }
        return true;
    });
    return probe;
}

SensitivityGroup groupAt(const Json& value, const Place& place) {
    SensitivityGroup group;
    readObject(value, place, [&](const std::string& key, const Json& item, const Place& here) {
        if (key == "weights") {
            group.weights = listAt(item, here, textAt);
        } else if (key == "probes") {
            group.probes = listAt(item, here, probeAt);
        } else {
            return false;
        }
        return true;
    });
    if (group.weights.empty()) {
        place.refuse(say("has no weights."));
    }
    for (const SensitivityProbe& probe : group.probes) {
        if (probe.errors.size() != group.weights.size()) {
            place.refuse(say("must have one error for each of its weights in every probe."));
        }
    }
    return group;
}

void readModel(SensitivityMeasurement& measurement, const Json& value, const Place& place) {
    readObject(value, place, [&](const std::string& key, const Json& item, const Place& here) {
        if (key == "name") {
            measurement.modelName = textAt(item, here);
        } else if (key == "architecture") {
            measurement.architecture = textAt(item, here);
        } else if (key == "shapes") {
            measurement.shapes = hashAt(item, here);
        } else if (key == "weights") {
            measurement.weights = countAt(item, here);
        } else if (key == "layers") {
            measurement.layers = countAt(item, here);
        } else {
            return false;
        }
        return true;
    });
}

bool isPlanned(const Weight& weight) {
    return weight.isStored() && weight.dimensions() >= 2;
}

} // namespace

std::uint64_t shapesOf(const Model& model) {
    std::vector<const Weight*> weights; // files of one model list them in different orders
    for (const Weight& weight : model.weights()) {
        if (isPlanned(weight)) {
            weights.push_back(&weight);
        }
    }
    std::ranges::sort(weights, {}, [](const Weight* weight) { return std::string_view(weight->name); });
    HashBuilder hash;
    for (const Weight* const weight : weights) {
        hash.add(weight->name);
        hash.add(weight->rows());
        hash.add(weight->columns());
    }
    return hash.value();
}

std::string sensitivityJson(const SensitivityMeasurement& measurement) {
    OrderedJson groups = OrderedJson::array();
    for (const SensitivityGroup& group : measurement.groups) {
        OrderedJson probes = OrderedJson::array();
        for (const SensitivityProbe& probe : group.probes) {
            probes.push_back(
                {{"encoding", probe.encoding}, {"errors", probe.errors}, {"kl", probe.kl}, {"kl_error", probe.klError}});
        }
        groups.push_back({{"weights", group.weights}, {"probes", std::move(probes)}});
    }
    const OrderedJson json{{"quantlathe_sensitivity", version},
                           {"model",
                            {{"name", measurement.modelName},
                             {"architecture", measurement.architecture},
                             {"shapes", fmt::format("{:016x}", measurement.shapes)},
                             {"weights", measurement.weights},
                             {"layers", measurement.layers}}},
                           {"text", measurement.text},
                           {"tokens", measurement.tokens},
                           {"importance", measurement.usesImportance},
                           {"groups", std::move(groups)}};
    return json.dump(1, ' ', false, OrderedJson::error_handler_t::replace) + '\n';
}

SensitivityMeasurement parseSensitivity(std::string_view json, const std::filesystem::path& file) {
    const Place root(file, refusal);
    const Json value = parsedJson(json, root, mostJsonBytes, deepestNesting);
    const auto stated = value.is_object() ? value.find("quantlathe_sensitivity") : value.end();
    if (!value.is_object() || stated == value.end()) {
        root.refuse(say("has no key quantlathe_sensitivity, so it holds no sensitivities."));
    }
    if (!stated->is_number_integer() || stated->get<std::int64_t>() != version) {
        throw badInput(file, say("These sensitivities have another version"),
                       say("quantlathe_sensitivity is {}, this program reads version {}.",
                           escapeForDisplay(stated->dump(-1, ' ', true)), version));
    }
    SensitivityMeasurement measurement;
    readObject(value, root, [&](const std::string& key, const Json& item, const Place& here) {
        if (key == "quantlathe_sensitivity") {
            return true;
        }
        if (key == "model") {
            readModel(measurement, item, here);
        } else if (key == "text") {
            measurement.text = textAt(item, here);
        } else if (key == "tokens") {
            measurement.tokens = countAt(item, here);
        } else if (key == "importance") {
            if (!item.is_boolean()) {
                here.refuse(say("must be true or false."));
            }
            measurement.usesImportance = item.get<bool>();
        } else if (key == "groups") {
            measurement.groups = listAt(item, here, groupAt);
        } else {
            return false;
        }
        return true;
    });
    return measurement;
}

SensitivityMeasurement readSensitivity(const std::filesystem::path& file) {
    return parseSensitivity(readTextFile(file, mostJsonBytes), file);
}

void requireFit(const Model& model, const SensitivityMeasurement& measurement, const std::filesystem::path& file) {
    std::string difference;
    if (measurement.architecture != model.architecture()) {
        difference = say("They were measured on {}, the model is {}.", escapeForDisplay(measurement.architecture),
                         escapeForDisplay(model.architecture()));
    } else if (measurement.layers != model.hyper().layers) {
        difference = say("They are of {} layers, the model has {}.", measurement.layers, model.hyper().layers);
    }
    for (const SensitivityGroup& group : measurement.groups) {
        for (const std::string& name : group.weights) {
            if (difference.empty() && model.find(name) == nullptr) {
                difference = say("The model has no weight {}.", escapeForDisplay(name));
            }
        }
    }
    if (difference.empty() && measurement.shapes != shapesOf(model)) {
        difference = say("Weights of the same names have other shapes.");
    }
    if (!difference.empty()) {
        throw badInput(file, say("These sensitivities belong to another model"),
                       say("{} Measured on {}.", difference, escapeForDisplay(measurement.modelName)));
    }
}

Sensitivity sensitivityFrom(const SensitivityMeasurement& measurement, const Model& model, const Sensitivity& prior,
                            const std::filesystem::path& file) {
    requireFit(model, measurement, file);
    Sensitivity sensitivity = prior;
    double measuredSum = 0;
    double priorSum = 0;
    std::unordered_map<std::string, bool> isMeasured;
    for (const SensitivityGroup& group : measurement.groups) {
        // Geometric mean over the probes of loss ÷ what the prior predicts: relative errors count alike at every level.
        double logRatios = 0;
        int probes = 0;
        for (const SensitivityProbe& probe : group.probes) {
            double expected = 0;
            for (std::size_t i = 0; i < group.weights.size(); ++i) {
                expected += prior.of(group.weights[i]) * probe.errors[i];
            }
            const double loss = lossOfKl(probe.kl);
            if (expected > 0 && loss > 0) {
                logRatios += std::log(loss / expected);
                ++probes;
            }
        }
        if (probes == 0) {
            continue;
        }
        const double ratio = std::exp(logRatios / probes);
        for (const std::string& name : group.weights) {
            const double value = prior.of(name);
            sensitivity.perError[name] = value * ratio;
            measuredSum += value * ratio;
            priorSum += value;
            isMeasured[name] = true;
        }
    }
    if (priorSum > 0) {
        for (auto& [name, value] : sensitivity.perError) {
            value = isMeasured.contains(name) ? value : value * measuredSum / priorSum;
        }
        sensitivity.source = SensitivitySource::measured;
        sensitivity.bandFactor = measuredBandFactor;
        sensitivity.description =
            say("measured on {}, {} tokens", escapeForDisplay(measurement.text), groupedDigits(measurement.tokens));
    }
    return sensitivity;
}

} // namespace quantlathe
