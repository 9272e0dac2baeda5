// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_recipe.h"

#include "formats/importance.h"
#include "ui/bridge/plan_facts.h"
#include "ui/bridge/user_data.h"

namespace quantlathe::ui {

JobRecipe recipeOf(const Plan& plan, const QString& preTokenizer, bool isCalibrated) {
    return {.model = {.source = plan.model->checkpoint().path(),
                      .preTokenizer = preTokenizer,
                      .importance = plan.importance && !isCalibrated ? plan.importance->file : std::filesystem::path()},
            .document = plan.document};
}

GuidedModel openAgain(const ModelRecipe& recipe) {
    GuidedModel opened;
    opened.model = openModel(recipe.source);
    if (!recipe.preTokenizer.isEmpty()) {
        opened.model = withPreTokenizer(*opened.model, recipe.preTokenizer.toStdString());
    }
    if (!recipe.importance.empty()) {
        opened.importance = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(recipe.importance));
    }
    return opened;
}

std::shared_ptr<const Plan> planOf(const JobRecipe& recipe, bool isCalibrated) {
    const GuidedModel opened = openAgain(recipe.model);
    if (isCalibrated) {
        PromisedImportance promise(*opened.model);
        return std::make_shared<const Plan>(planToCalibrate(opened.model, recipe.document, nullptr, promise));
    }
    return std::make_shared<const Plan>(makePlan(opened.model, recipe.document, opened.importance));
}

QJsonObject recipeJson(const ModelRecipe& recipe) {
    return {{QStringLiteral("source"), pathInJson(recipe.source)},
            {QStringLiteral("preTokenizer"), recipe.preTokenizer},
            {QStringLiteral("importance"), pathInJson(recipe.importance)}};
}

QJsonObject recipeJson(const JobRecipe& recipe) {
    QJsonObject json = recipeJson(recipe.model);
    json[QStringLiteral("plan")] = QString::fromStdString(planJson(recipe.document));
    return json;
}

ModelRecipe parseModelRecipe(const QJsonObject& json) {
    return {.source = pathFromJson(json[QStringLiteral("source")]),
            .preTokenizer = json[QStringLiteral("preTokenizer")].toString(),
            .importance = pathFromJson(json[QStringLiteral("importance")])};
}

JobRecipe parseRecipe(const QJsonObject& json) {
    return {.model = parseModelRecipe(json), .document = parsePlan(json[QStringLiteral("plan")].toString().toStdString())};
}

} // namespace quantlathe::ui
