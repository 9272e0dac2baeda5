// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/calibration_texts.h"

#include "measure/text_windows.h"
#include "ui/bridge/session.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"

#include <algorithm>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

using Source = CalibrationChoice::Source;

constexpr qsizetype shownThinWeights = 3;

struct CalibrationTexts {
    Q_DECLARE_TR_FUNCTIONS(CalibrationTexts)
};

/// "128 × 2 048"; statistics have windows of their own.
QString windowsText(const CalibrationChoice& choice, const Model* model) {
    const std::size_t usual = model != nullptr ? defaultContextTokens(*model) : 0;
    const std::size_t context = choice.contextTokens == 0 ? usual : choice.contextTokens;
    const QString windows = choice.windows == 0 ? CalibrationTexts::tr("all") : grouped(choice.windows);
    return context == 0 ? windows : QStringLiteral("%1 × %2").arg(windows, grouped(context));
}

QString keptText(const StatisticsOutlook& outlook, qint64 nowMilliseconds) {
    if (!outlook.kept) {
        return outlook.isInterrupted ? CalibrationTexts::tr("begun, goes on where it was")
                                     : CalibrationTexts::tr("not run yet");
    }
    constexpr std::int64_t nanosecondsAMillisecond = 1'000'000;
    const qint64 age = nowMilliseconds - outlook.kept->writtenAtNanoseconds / nanosecondsAMillisecond;
    return CalibrationTexts::tr("%1, %2 old")
        .arg(fileSize(outlook.kept->bytes), duration(static_cast<double>(std::max<qint64>(age, 1000)) / 1000));
}

QString thinText(const CalibrationCoverage& coverage) {
    QStringList names;
    for (const ThinWeight& weight : coverage.thin) {
        if (names.size() < shownThinWeights) {
            names.append(QString::fromStdString(weight.weight));
        }
    }
    const auto more = static_cast<qsizetype>(coverage.thin.size()) - names.size();
    const QString first = names.join(QStringLiteral(", "));
    return QStringLiteral("%1: %2").arg(
        grouped(coverage.thin.size()),
        more > 0 ? CalibrationTexts::tr("%1 and %2 more").arg(first, grouped(static_cast<std::uint64_t>(more))) : first);
}

} // namespace

QString calibrationCaption(const Session& session) {
    const CalibrationChoice& choice = session.calibration();
    const bool isPossible = session.whyNotCalibrated().isEmpty();
    if (choice.source == Source::text && isPossible) {
        const QString windows = windowsText(choice, session.model().get());
        return choice.file.empty() ? CalibrationTexts::tr("calibrated, %1").arg(windows)
                                   : CalibrationTexts::tr("calibrated on %1, %2").arg(textOf(choice.file.stem()), windows);
    }
    if (choice.source == Source::statistics && isPossible) {
        return CalibrationTexts::tr("calibrated by %1").arg(fileNameOf(choice.file));
    }
    if (session.planFacts() != nullptr && session.planFacts()->needsCalibration) {
        return CalibrationTexts::tr("needs a calibration text");
    }
    return session.importance() ? CalibrationTexts::tr("with importance matrix") : QString();
}

QString calibrationSentence(const Session& session) {
    const CalibrationChoice& choice = session.calibration();
    QString text;
    if (choice.source == Source::text) {
        text = choice.file.empty() ? CalibrationTexts::tr("Codes are chosen by the text that comes with the program")
                                   : CalibrationTexts::tr("Codes are chosen by %1").arg(fileNameOf(choice.file));
        text = CalibrationTexts::tr("%1, %2 tokens").arg(text, windowsText(choice, session.model().get()));
    } else if (choice.source == Source::statistics) {
        text = CalibrationTexts::tr("Codes are chosen by the statistics %1").arg(fileNameOf(choice.file));
    }
    return choice.isCorrected || text.isEmpty() ? text : CalibrationTexts::tr("%1, matrix by matrix").arg(text);
}

std::vector<QStringList> statisticsFacts(const StatisticsOutlook& outlook, qint64 nowMilliseconds) {
    std::vector<QStringList> rows{
        {CalibrationTexts::tr("Tokens"),
         CalibrationTexts::tr("%1 in %2 windows").arg(grouped(outlook.tokens), grouped(outlook.sequences))},
        {CalibrationTexts::tr("Statistics"), keptText(outlook, nowMilliseconds)}};
    if (!outlook.kept) {
        return rows;
    }
    const CalibrationCoverage& coverage = outlook.kept->coverage;
    rows.push_back({CalibrationTexts::tr("Too few tokens"),
                    coverage.isComplete() ? CalibrationTexts::tr("for none of %1 matrices").arg(grouped(coverage.matrices))
                                          : thinText(coverage)});
    if (coverage.unusedMatrices > 0) {
        rows.push_back({CalibrationTexts::tr("Experts never used"), grouped(coverage.unusedMatrices)});
    }
    return rows;
}

} // namespace quantlathe::ui
