// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_recipe.h"

#include "formats/importance.h"
#include "ui/bridge/plan_facts.h"
#include "ui/bridge/user_data.h"

namespace quantlathe::ui {

JobRecipe recipeOf(const Plan& plan, const QString& preTokenizer, bool isCalibrated) {
    return {.source = plan.model->checkpoint().path(),
            .preTokenizer = preTokenizer,
            .importance = plan.importance && !isCalibrated ? plan.importance->file : std::filesystem::path(),
            .document = plan.document};
}

std::shared_ptr<const Plan> planOf(const JobRecipe& recipe, bool isCalibrated) {
    std::shared_ptr<const Model> model = openModel(recipe.source);
    if (!recipe.preTokenizer.isEmpty()) {
        model = withPreTokenizer(*model, recipe.preTokenizer.toStdString());
    }
    if (isCalibrated) {
        PromisedImportance promise(*model);
        return std::make_shared<const Plan>(planToCalibrate(model, recipe.document, nullptr, promise));
    }
    std::shared_ptr<const ImportanceMatrix> importance;
    if (!recipe.importance.empty()) {
        importance = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(recipe.importance));
    }
    return std::make_shared<const Plan>(makePlan(model, recipe.document, importance));
}

QJsonObject recipeJson(const JobRecipe& recipe) {
    return {{QStringLiteral("source"), pathInJson(recipe.source)},
            {QStringLiteral("preTokenizer"), recipe.preTokenizer},
            {QStringLiteral("importance"), pathInJson(recipe.importance)},
            {QStringLiteral("plan"), QString::fromStdString(planJson(recipe.document))}};
}

JobRecipe parseRecipe(const QJsonObject& json) {
    return {.source = pathFromJson(json[QStringLiteral("source")]),
            .preTokenizer = json[QStringLiteral("preTokenizer")].toString(),
            .importance = pathFromJson(json[QStringLiteral("importance")]),
            .document = parsePlan(json[QStringLiteral("plan")].toString().toStdString())};
}

} // namespace quantlathe::ui
