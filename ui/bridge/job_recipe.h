// SPDX-License-Identifier: GPL-3.0-or-later
// What a job is made of, in words: enough to begin it again in another run of the program.
#pragma once

#include "plan/plan.h"

#include <filesystem>
#include <memory>
#include <optional>
#include <QJsonObject>
#include <QString>

namespace quantlathe::ui {

/// A model as it was open.
struct ModelRecipe {
    std::filesystem::path source;
    QString preTokenizer;             // the user's answer; empty: as the vocabulary tells
    std::filesystem::path importance; // empty: none
    std::optional<Graft> graft{};     // weights that were not the source's own
    bool isImagePart = false;         // of the source, the part that sees
    friend bool operator==(const ModelRecipe&, const ModelRecipe&) = default;
};

struct JobRecipe {
    ModelRecipe model;
    PlanDocument document; // with the calibration
};

struct GuidedModel {
    std::shared_ptr<const Model> model;
    std::shared_ptr<const ImportanceMatrix> importance; // nullptr: none
};
/// Opens the files. For a worker. Throws what opening and reading throw.
[[nodiscard]] GuidedModel openAgain(const ModelRecipe& recipe);

/// Where the choice chooses the codes, the plan's matrix is only the promise of one.
[[nodiscard]] JobRecipe recipeOf(const Plan& plan, const QString& preTokenizer, const CalibrationChoice& choice);
/// Opens the model and plans as before. For a worker. Throws what opening, reading and makePlan() throw.
[[nodiscard]] std::shared_ptr<const Plan> planOf(const JobRecipe& recipe);

[[nodiscard]] QJsonObject recipeJson(const ModelRecipe& recipe);
[[nodiscard]] QJsonObject recipeJson(const JobRecipe& recipe);
[[nodiscard]] ModelRecipe parseModelRecipe(const QJsonObject& json);
/// Throws Error(badInput).
[[nodiscard]] JobRecipe parseRecipe(const QJsonObject& json);

} // namespace quantlathe::ui
