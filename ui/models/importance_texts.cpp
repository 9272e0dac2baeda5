// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/importance_texts.h"

#include "base/text.h"
#include "ui/models/tensor_rows.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

using State = WeightCoverage::State;

constexpr qsizetype shownNames = 3;

struct ImportanceTexts {
    Q_DECLARE_TR_FUNCTIONS(ImportanceTexts)
};

QString shown(const std::string& text) {
    return QString::fromStdString(escapeForDisplay(text));
}

/// The first few of the list, and how many more there are.
QString listed(const QStringList& names) {
    const QString first = names.mid(0, shownNames).join(QStringLiteral(", "));
    return names.size() > shownNames ? ImportanceTexts::tr("%1 and %2 more")
                                           .arg(first, grouped(static_cast<std::uint64_t>(names.size() - shownNames)))
                                     : first;
}

QString countAndNames(std::size_t count, const QString& names) {
    return count == 0 ? QStringLiteral("0") : QStringLiteral("%1: %2").arg(grouped(count), names);
}

} // namespace

QString coverageText(const ImportanceCoverage& coverage) {
    return ImportanceTexts::tr("%1 of %2 matrices covered").arg(grouped(coverage.covered), grouped(coverage.weights.size()));
}

QString weightsIn(const ImportanceCoverage& coverage, State state) {
    QStringList names;
    for (const WeightCoverage& entry : coverage.weights) {
        if (entry.state == state) {
            names.append(longName(*entry.weight));
        }
    }
    return listed(names);
}

std::vector<QStringList> importanceFacts(const ImportanceMatrix& matrix, const ImportanceCoverage& coverage) {
    std::vector<QStringList> rows = {{ImportanceTexts::tr("File"), fileNameOf(matrix.file)},
                                     {ImportanceTexts::tr("File type"), matrix.form == ImportanceMatrix::Form::gguf
                                                                            ? ImportanceTexts::tr("GGUF")
                                                                            : ImportanceTexts::tr("older .dat")}};
    QStringList texts;
    for (const std::string& dataset : matrix.datasets) {
        texts.append(shown(dataset));
    }
    rows.push_back(
        {ImportanceTexts::tr("Calibration texts"), texts.isEmpty() ? ImportanceTexts::tr("not said") : listed(texts)});
    rows.push_back({ImportanceTexts::tr("Chunks"),
                    matrix.chunks == 0 ? ImportanceTexts::tr("not said")
                    : matrix.chunkTokens == 0
                        ? grouped(matrix.chunks)
                        : ImportanceTexts::tr("%1 of %2 tokens").arg(grouped(matrix.chunks), grouped(matrix.chunkTokens))});
    rows.push_back({ImportanceTexts::tr("Covered"),
                    ImportanceTexts::tr("%1 of %2 matrices").arg(grouped(coverage.covered), grouped(coverage.weights.size()))});
    rows.push_back({ImportanceTexts::tr("Missing"), countAndNames(coverage.missing, weightsIn(coverage, State::missing))});
    if (coverage.wrongWidth > 0) {
        rows.push_back(
            {ImportanceTexts::tr("Another width"), countAndNames(coverage.wrongWidth, weightsIn(coverage, State::wrongWidth))});
    }
    std::uint64_t unusedExperts = 0;
    for (const WeightCoverage& entry : coverage.weights) {
        unusedExperts += entry.unusedExperts;
    }
    if (unusedExperts > 0) {
        rows.push_back({ImportanceTexts::tr("Experts never used"), grouped(unusedExperts)});
    }
    std::uint64_t silentColumns = 0;
    for (const WeightCoverage& entry : coverage.weights) {
        silentColumns += entry.silentColumns;
    }
    if (silentColumns > 0) {
        rows.push_back({ImportanceTexts::tr("Columns without importance"), grouped(silentColumns)});
    }
    if (!coverage.unknown.empty()) {
        QStringList names;
        for (const std::string& name : coverage.unknown) {
            names.append(shown(name));
        }
        rows.push_back({ImportanceTexts::tr("Entries of no weight"), countAndNames(coverage.unknown.size(), listed(names))});
    }
    return rows;
}

QString coverageCell(const WeightCoverage& entry) {
    switch (entry.state) {
    case State::covered:
        return entry.unusedExperts > 0
                   ? ImportanceTexts::tr("%1 of %2").arg(grouped(entry.experts - entry.unusedExperts), grouped(entry.experts))
                   : ImportanceTexts::tr("covered");
    case State::missing: return ImportanceTexts::tr("missing");
    case State::wrongWidth: break;
    }
    return ImportanceTexts::tr("other width");
}

QString coverageSentence(const WeightCoverage& entry) {
    switch (entry.state) {
    case State::covered:
        return entry.unusedExperts > 0
                   ? ImportanceTexts::tr("The calibration text never reached %1 of %2 experts; their columns count evenly")
                         .arg(grouped(entry.unusedExperts), grouped(entry.experts))
               : entry.silentColumns > 0
                   ? ImportanceTexts::tr("The importance matrix knows nothing of %1 of %2 columns; they count evenly")
                         .arg(grouped(entry.silentColumns), grouped(entry.values))
                   : ImportanceTexts::tr("The importance matrix has values for every input column");
    case State::missing: return ImportanceTexts::tr("The importance matrix has no values: all columns count evenly");
    case State::wrongWidth: break;
    }
    return ImportanceTexts::tr("The importance matrix has %1 values, the tensor needs %2: they are ignored")
        .arg(grouped(entry.values), grouped(entry.expected));
}

} // namespace quantlathe::ui
