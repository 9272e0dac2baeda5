// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/html_report.h"

#include "base/error.h"
#include "plan/paint.h"
#include "ui/charts/compare_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/layer_charts.h"
#include "ui/charts/memory_charts.h"
#include "ui/models/calibration_texts.h"
#include "ui/models/importance_texts.h"
#include "ui/models/model_texts.h"
#include "ui/models/plan_lists.h"
#include "ui/models/plan_table_model.h"
#include "ui/report/html_parts.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/matrix_view.h"

#include <QCoreApplication>
#include <qcustomplot.h>

namespace quantlathe::ui {

namespace {

constexpr QSize chartSize{1040, 380};

struct HtmlReport {
    Q_DECLARE_TR_FUNCTIONS(HtmlReport)
};

/// Beside the figures in the file itself: what they are for.
QString settingsText(const Session& session) {
    const DeviceSettings& device = session.device();
    return HtmlReport::tr("%1, %2 tokens, KV cache %3, batch %4")
        .arg(QString::fromStdString(device.gpu.name), grouped(device.run.contextTokens), fromView(name(device.run.kv)))
        .arg(device.run.sequences);
}

QByteArray aboutModel(const Session& session, const StatisticsService& statistics) {
    const Model& model = *session.model();
    std::vector<std::pair<QString, QString>> figures = keyFigures(model);
    QByteArray text = html::heading(1, QString::fromStdString(model.name()), textOf(model.checkpoint().path()));
    text += html::paragraph(containerText(model));
    text += html::figures(figures);
    text += html::heading(2, HtmlReport::tr("Architecture"));
    text += html::table({}, architectureFacts(model), false);
    if (const auto tokenizer = tokenizerFacts(model); !tokenizer.empty()) {
        text += html::heading(3, HtmlReport::tr("Tokenizer"));
        text += html::table({}, tokenizer, false);
    }
    text += html::heading(3, HtmlReport::tr("Files"));
    text +=
        html::table({HtmlReport::tr("Name"), HtmlReport::tr("Tensors"), unitName(sizeUnitFor(model.checkpoint().fileBytes()))},
                    fileFacts(model, sizeUnitFor(model.checkpoint().fileBytes())), true);
    text += html::heading(3, HtmlReport::tr("Checks"));
    std::vector<QStringList> checks;
    for (const CheckResult& check : checksOf(model, statistics.scan())) {
        const QString mark = check.kind == Badge::Kind::ok    ? QStringLiteral("✓")
                             : check.kind == Badge::Kind::bad ? QStringLiteral("✕")
                                                              : QStringLiteral("⚠");
        checks.push_back({mark, check.text, check.detail});
    }
    return text + html::table({}, checks, false);
}

QByteArray aboutPlan(Session& session) {
    const PlanFacts& facts = *session.planFacts();
    const auto& plan = session.plan();
    QByteArray text = html::heading(2, HtmlReport::tr("Plan"), planTitle(facts));
    std::vector<std::pair<QString, QString>> figures = {
        {HtmlReport::tr("Format"), fromView(plan->format->title())},
        {HtmlReport::tr("Loads in"), QString::fromStdString(loadsInText(*plan->format))},
        {HtmlReport::tr("File"), fileSize(facts.fileBytes)},
        {HtmlReport::tr("Bits per weight"), decimal(facts.bitsPerWeight, 2)},
        {HtmlReport::tr("Memory"), memoryNeeded(facts.device.memory)},
        {HtmlReport::tr("Fit"), fitBadge(facts.device, true).text},
        {HtmlReport::tr("Tokens/s"), speedRange(facts.device.speed.low, facts.device.speed.high)},
        {HtmlReport::tr("Relative error"), facts.quality ? percent(facts.quality->relativeError, 2) : unknownText()}};
    text += html::figures(figures);
    text += html::paragraph(settingsText(session));
    if (session.importance()) {
        text += html::paragraph(HtmlReport::tr("Guided by the importance matrix %1: %2.")
                                    .arg(textOf(session.importance()->file), coverageText(session.importanceCoverage())));
    }
    if (const QString sentence = calibrationSentence(session); !sentence.isEmpty()) {
        const QString why = session.whyNotCalibrated();
        text += html::paragraph(why.isEmpty() ? sentence + QLatin1Char('.') : HtmlReport::tr("Not calibrated: %1").arg(why));
    }
    PlanMatrixModel matrixModel(session);
    MatrixView matrix(matrixModel);
    matrix.resize(chartSize);
    if (matrixModel.rowCount() > 0) {
        text += html::chart({HtmlReport::tr("Encoding of every weight; darker means more bits"), matrix.sizeOfAll(),
                             [&matrix](QCPPainter& painter) { matrix.paintAll(painter); },
                             [&matrixModel] { return matrixModel.csv(); }});
    }
    text += html::heading(3, HtmlReport::tr("What each encoding takes"));
    text += html::table(TotalsModel(session), -1);
    text += html::heading(3, HtmlReport::tr("Rules"), HtmlReport::tr("the first that matches wins"));
    text += html::table(RulesModel(session), -1);
    return text + html::folded(HtmlReport::tr("plan.json, for quantlathe-cli convert --plan"),
                               QByteArray::fromStdString(planJson(session.planToSave())));
}

QByteArray aboutPresets(Session& session) {
    QByteArray text = html::heading(2, HtmlReport::tr("Presets"), settingsText(session));
    const Survey& survey = session.survey();
    text += html::paragraph(
        HtmlReport::tr("Memory is an estimate, speed a range. Users: share of surveyed users whose card holds it (%1, %2).")
            .arg(QString::fromStdString(survey.name), QString::fromStdString(survey.month)));
    PlanTableModel table(session,
                         {PlanColumn::name, PlanColumn::file, PlanColumn::bits, PlanColumn::memory, PlanColumn::fit,
                          PlanColumn::longestContext, PlanColumn::speed, PlanColumn::users, PlanColumn::error,
                          PlanColumn::uncertainty, PlanColumn::source},
                         true);
    text += html::table(table, table.currentRow());
    MemoryBarsChart bars(session);
    bars.resize(chartSize.width(), 80 + 26 * static_cast<int>(session.presets().size()));
    text += html::chart(bars.picture());
    CompareChart compare(session);
    compare.resize(chartSize.width(), 480);
    if (compare.pointCount() > 0) {
        text += html::chart(compare.picture());
    } else {
        text += html::paragraph(HtmlReport::tr("Errors were not measured."));
    }
    ContextChart context(session);
    context.resize(chartSize);
    text += html::chart(context.picture());
    AudienceChart audience(session);
    audience.resize(chartSize);
    return text + html::chart(audience.picture());
}

QByteArray aboutWeights(const Session& session, StatisticsService& statistics) {
    QByteArray text = html::heading(2, HtmlReport::tr("Weights"));
    const SelectionReport& selection = statistics.selection();
    if (selection.original) {
        HistogramChart histogram;
        histogram.setChartName(HtmlReport::tr("Histogram of %1").arg(selection.title));
        histogram.resize(chartSize);
        histogram.show(selection);
        text += html::chart(histogram.picture());
    }
    if (!statistics.scan().layers.empty()) {
        LayerBinsChart bins;
        bins.resize(chartSize);
        bins.show(statistics.scan());
        text += html::chart(bins.picture());
    }
    const Model& model = *session.model();
    const auto& plan = session.plan();
    const PlanFacts* facts = session.planFacts();
    const bool hasErrors = facts != nullptr && facts->quality && facts->quality->weights.size() == facts->choices.size();
    QByteArray csv =
        csvLine({QStringLiteral("tensor"), QStringLiteral("source"), QStringLiteral("shape"), QStringLiteral("type"),
                 QStringLiteral("planned"), QStringLiteral("bytes"), QStringLiteral("relative error")});
    if (plan) {
        for (std::size_t i = 0; i < plan->choices.size(); ++i) {
            const Choice& choice = plan->choices[i];
            const Weight& weight = *choice.weight;
            csv += csvLine({QString::fromStdString(weight.name), QString::fromStdString(weight.sourceName),
                            shapeText(weight.shape), fromView(info(weight.storedType).name), fromView(choice.encoding->name()),
                            QString::number(choice.encoding->bytes(weight.rows(), weight.columns())),
                            hasErrors ? QString::number(facts->quality->weights[i].relativeError, 'g', 9) : QString()});
        }
    } else {
        for (const Weight& weight : model.weights()) {
            csv += csvLine({QString::fromStdString(weight.name),
                            QString::fromStdString(weight.sourceName),
                            shapeText(weight.shape),
                            fromView(info(weight.storedType).name),
                            {},
                            QString::number(weight.storedBytes()),
                            {}});
        }
    }
    return text + html::folded(HtmlReport::tr("Every tensor as CSV"), csv);
}

} // namespace

QByteArray htmlReport(Session& session, StatisticsService& statistics) {
    if (!session.model()) {
        throw badInput({}, "There is nothing to report on", "Open a model first.");
    }
    const QString name = QString::fromStdString(session.model()->name());
    QByteArray page = html::pageStart(HtmlReport::tr("%1, a report by Quantlathe").arg(name));
    page += aboutModel(session, statistics);
    if (session.plan()) {
        page += aboutPlan(session);
        page += aboutPresets(session);
    } else {
        page += html::paragraph(session.whyNotConvertible());
    }
    page += aboutWeights(session, statistics);
    page += html::paragraph(HtmlReport::tr("Made by Quantlathe %1, %2.")
                                .arg(QStringLiteral(QUANTLATHE_VERSION),
                                     QDateTime::currentDateTime().toString(QStringLiteral("yyyy-MM-dd HH:mm"))));
    return page + html::pageEnd();
}

} // namespace quantlathe::ui
