// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/job_recipe.h"

#include "formats/importance.h"
#include "model/vision/image_part.h"
#include "ui/bridge/plan_facts.h"
#include "ui/bridge/user_data.h"
#include "weights/grafted_model.h"

#include <QJsonArray>
#include <utility>

namespace quantlathe::ui {

JobRecipe recipeOf(const Plan& plan, const QString& preTokenizer, const CalibrationChoice& choice) {
    JobRecipe recipe{
        .model = {.source = plan.model->checkpoint().path(),
                  .preTokenizer = preTokenizer,
                  .importance = plan.importance && !choice.choosesCodes() ? plan.importance->file : std::filesystem::path(),
                  .graft = plan.model->graft(),
                  .isImagePart = isImagePart(*plan.model)},
        .document = plan.document};
    recipe.document.calibration = choice;
    return recipe;
}

GuidedModel openAgain(const ModelRecipe& recipe) {
    GuidedModel opened;
    opened.model = openModel(recipe.source);
    if (recipe.graft) {
        opened.model = grafted(*opened.model, *openModel(recipe.graft->original), recipe.graft->weights);
    }
    if (recipe.isImagePart) {
        opened.model = imagePartOf(*opened.model).model;
    }
    if (!recipe.preTokenizer.isEmpty()) {
        opened.model = withPreTokenizer(*opened.model, recipe.preTokenizer.toStdString());
    }
    if (!recipe.importance.empty()) {
        opened.importance = std::make_shared<const ImportanceMatrix>(readImportanceMatrix(recipe.importance));
    }
    return opened;
}

std::shared_ptr<const Plan> planOf(const JobRecipe& recipe) {
    const GuidedModel opened = openAgain(recipe.model);
    if (recipe.document.calibration.choosesCodes()) {
        PromisedImportance promise(*opened.model);
        return std::make_shared<const Plan>(planToCalibrate(opened.model, recipe.document, nullptr, promise));
    }
    return std::make_shared<const Plan>(makePlan(opened.model, recipe.document, opened.importance));
}

QJsonObject recipeJson(const ModelRecipe& recipe) {
    QJsonObject json{{QStringLiteral("source"), pathInJson(recipe.source)},
                     {QStringLiteral("preTokenizer"), recipe.preTokenizer},
                     {QStringLiteral("importance"), pathInJson(recipe.importance)}};
    if (recipe.isImagePart) {
        json[QStringLiteral("imagePart")] = true;
    }
    if (recipe.graft) {
        QJsonArray weights;
        for (const std::string& weight : recipe.graft->weights) {
            weights.append(QString::fromStdString(weight));
        }
        json[QStringLiteral("graft")] =
            QJsonObject{{QStringLiteral("original"), pathInJson(recipe.graft->original)}, {QStringLiteral("weights"), weights}};
    }
    return json;
}

QJsonObject recipeJson(const JobRecipe& recipe) {
    QJsonObject json = recipeJson(recipe.model);
    json[QStringLiteral("plan")] = QString::fromStdString(planJson(recipe.document));
    return json;
}

ModelRecipe parseModelRecipe(const QJsonObject& json) {
    std::optional<Graft> graft;
    if (const QJsonObject parts = json[QStringLiteral("graft")].toObject(); !parts.isEmpty()) {
        graft.emplace().original = pathFromJson(parts[QStringLiteral("original")]);
        for (const QJsonValue& weight : parts[QStringLiteral("weights")].toArray()) {
            graft->weights.push_back(weight.toString().toStdString());
        }
    }
    return {.source = pathFromJson(json[QStringLiteral("source")]),
            .preTokenizer = json[QStringLiteral("preTokenizer")].toString(),
            .importance = pathFromJson(json[QStringLiteral("importance")]),
            .graft = std::move(graft),
            .isImagePart = json[QStringLiteral("imagePart")].toBool()};
}

JobRecipe parseRecipe(const QJsonObject& json) {
    return {.model = parseModelRecipe(json), .document = parsePlan(json[QStringLiteral("plan")].toString().toStdString())};
}

} // namespace quantlathe::ui
