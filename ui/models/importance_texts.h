// SPDX-License-Identifier: GPL-3.0-or-later
// An importance matrix in words: what the Overview page and the message lines say about it.
#pragma once

#include "formats/importance.h"

#include <QString>
#include <QStringList>
#include <vector>

namespace quantlathe::ui {

/// "44 of 46 matrices covered"
[[nodiscard]] QString coverageText(const ImportanceCoverage& coverage);
/// Caption and value: file, form, texts, chunks, covered, missing, other width, unused experts, foreign entries.
[[nodiscard]] std::vector<QStringList> importanceFacts(const ImportanceMatrix& matrix, const ImportanceCoverage& coverage);
/// "output, layer 3 ffn_down and 4 more": those in the given state, the first few by name. Empty if there is none.
[[nodiscard]] QString weightsIn(const ImportanceCoverage& coverage, WeightCoverage::State state);

/// What the Tensors dock says for one weight: "covered", "missing", "3 072 of 4 096".
[[nodiscard]] QString coverageCell(const WeightCoverage& entry);
/// The same as a sentence.
[[nodiscard]] QString coverageSentence(const WeightCoverage& entry);

} // namespace quantlathe::ui
