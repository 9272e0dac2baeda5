// SPDX-License-Identifier: GPL-3.0-or-later
// Measured sensitivities on disk: what disturbing groups of weights did to a model's answers (docs/planning.md has the layout).
#pragma once

#include "plan/candidates.h"
#include "plan/sensitivity.h"

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

/// One measurement: a group's weights stored in one encoding, all others as they are.
struct SensitivityProbe {
    std::string encoding;
    std::vector<double> errors; // relative squared error of each weight of the group
    double kl = 0;              // mean KL divergence from the undisturbed model, nats a token
    double klError = 0;         // its standard error
    friend bool operator==(const SensitivityProbe&, const SensitivityProbe&) = default;
};

struct SensitivityGroup {
    std::vector<std::string> weights; // canonical names
    std::vector<SensitivityProbe> probes;
    friend bool operator==(const SensitivityGroup&, const SensitivityGroup&) = default;
};

/// A value type.
struct SensitivityMeasurement {
    std::string modelName;     // informative
    std::string architecture;  // must agree
    std::uint64_t shapes = 0;  // shapesOf() the model: must agree
    std::uint64_t weights = 0; // how many the model has, for messages
    std::uint64_t layers = 0;
    std::string text;            // name of the calibration text
    std::uint64_t tokens = 0;    // scored
    bool usesImportance = false; // errors were weighed, encodings guided by a matrix
    std::vector<SensitivityGroup> groups;
    friend bool operator==(const SensitivityMeasurement&, const SensitivityMeasurement&) = default;
};

/// A hash of the names and shapes of all stored weights.
[[nodiscard]] std::uint64_t shapesOf(const Model& model);

[[nodiscard]] std::string sensitivityJson(const SensitivityMeasurement& measurement);
/// `file` is only for messages. Unknown keys, wrong types, numbers out of range and other versions are Error(badInput).
[[nodiscard]] SensitivityMeasurement parseSensitivity(std::string_view json, const std::filesystem::path& file = {});
[[nodiscard]] SensitivityMeasurement readSensitivity(const std::filesystem::path& file);

/// Throws Error(badInput) that says in what the measured model and this one differ.
void requireFit(const Model& model, const SensitivityMeasurement& measurement, const std::filesystem::path& file = {});

/// The sensitivities that explain the measurements: for each group the loss a relative squared error, shared out among its
/// weights in the proportions of `prior`. Weights that were not measured get the prior's value times the ratio that
/// measured and prior values have on the whole. Throws as requireFit().
[[nodiscard]] Sensitivity sensitivityFrom(const SensitivityMeasurement& measurement, const Model& model,
                                          const Sensitivity& prior, const std::filesystem::path& file = {});

} // namespace quantlathe
