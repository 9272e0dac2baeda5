// SPDX-License-Identifier: GPL-3.0-or-later
// The facts of a model in words: what the Overview page lists.
#pragma once

#include "model/model.h"
#include "ui/bridge/statistics_service.h"
#include "ui/models/cells.h"
#include "ui/text/numbers.h"

#include <QStringList>
#include <utility>
#include <vector>

namespace quantlathe::ui {

/// "Safetensors, 4 files", "GGUF file"
[[nodiscard]] QString containerText(const Model& model);
/// Caption and value; what the model does not say is left out.
[[nodiscard]] std::vector<std::pair<QString, QString>> keyFigures(const Model& model);
[[nodiscard]] std::vector<QStringList> architectureFacts(const Model& model);
[[nodiscard]] std::vector<QStringList> tokenizerFacts(const Model& model);
/// Name, tensors, size; a sum at the end when there are several.
[[nodiscard]] std::vector<QStringList> fileFacts(const Model& model, SizeUnit unit);
/// "Also read: config.json, tokenizer.json"; empty for containers that hold everything themselves.
[[nodiscard]] QString alsoReadText(const Model& model);

/// One part of the file by what it is for.
struct ModelPart {
    QString name;
    std::uint64_t bytes = 0;
};
/// Heaviest first; parts that the model does not have are left out.
[[nodiscard]] std::vector<ModelPart> partsOf(const Model& model);

/// How many standard deviations the farthest value lies from the mean.
[[nodiscard]] double farthestInSigma(const WeightSummary& summary);

struct CheckResult {
    Badge::Kind kind = Badge::Kind::ok;
    QString text;
    QString detail; // tooltip
};
/// What opening has verified, and what the scan has found so far.
[[nodiscard]] std::vector<CheckResult> checksOf(const Model& model, const ModelScan& scan);

} // namespace quantlathe::ui
