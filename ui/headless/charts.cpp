// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headless/charts.h"
#include "plan/plan_file.h"

#include "base/resources.h"
#include "ui/bridge/quality_service.h"
#include "ui/bridge/statistics_service.h"
#include "ui/charts/compare_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/layer_charts.h"
#include "ui/charts/memory_charts.h"
#include "ui/headless/wait.h"
#include "ui/models/tensor_rows.h"
#include "ui/report/html_report.h"
#include "ui/text/paths.h"

#include <cstdio>
#include <QCoreApplication>
#include <QDir>
#include <QSaveFile>

namespace quantlathe::ui {

namespace {

constexpr int longest = 3'600'000; // milliseconds that measuring may take

struct HeadlessTexts {
    Q_DECLARE_TR_FUNCTIONS(HeadlessTexts)
};

void say(const QString& line) {
    std::printf("%s\n", line.toLocal8Bit().constData());
}

int complain(const Problem& problem) {
    std::fprintf(stderr, "%s\n", problem.text().toLocal8Bit().constData());
    return problem.kind == ErrorKind::badInput ? 2 : 1;
}

/// The matrix that stands for the model in the histogram: the first of the first layer, else the first matrix at all.
std::optional<std::size_t> typicalWeight(const Model& model) {
    std::optional<std::size_t> first;
    for (std::size_t i = 0; i < model.weights().size(); ++i) {
        const Weight& weight = model.weights()[i];
        if (weight.isStored() && weight.dimensions() > 1) {
            if (placeOf(weight).layer) {
                return i;
            }
            first = first ? first : i;
        }
    }
    return first;
}

/// A model with everything around it, but no window.
struct Workplace {
    Session session;
    std::shared_ptr<ResultCache> cache = std::make_shared<ResultCache>();
    StatisticsService statistics{session, cache};
    QualityService quality{session, cache};
    std::optional<Problem> problem;
};

/// False when there is a problem. Throws Error for options that make no sense.
bool openIn(Workplace& place, const ReportOptions& options) {
    const std::filesystem::path path = options.model.isEmpty() ? resourcePath("sample") : pathOf(options.model);
    Session& session = place.session;
    QObject::connect(&session, &Session::problem, &session, [&place](const Problem& found) { place.problem = found; });
    if (!options.gpu.isEmpty() && !session.setGpu(options.gpu)) {
        throw badInput({}, HeadlessTexts::tr("No card is called %1").arg(options.gpu).toStdString(),
                       HeadlessTexts::tr("The names stand in the GPU list of the window and in resources/hardware/gpus.json.")
                           .toStdString());
    }
    if (options.contextTokens > 0) {
        session.setContext(options.contextTokens);
    }
    session.open(path);
    const bool opened = waitUntil([&] {
        return place.problem ||
               (session.model() && (!session.whyNotConvertible().isEmpty() || (session.plan() && !session.presets().empty())));
    });
    if (!opened) {
        throw Error(ErrorKind::failed, HeadlessTexts::tr("Opening takes too long").toStdString(), {}, path);
    }
    if (!place.problem && !options.importance.isEmpty()) {
        session.useImportance(pathOf(options.importance));
        (void)waitUntil([&] { return place.problem || session.importance(); });
    }
    if (!place.problem && !options.plan.isEmpty()) {
        const auto before = session.plan();
        session.usePlan(readPlan(pathOf(options.plan)));
        (void)waitUntil([&] { return place.problem || session.plan() != before; });
    }
    return !place.problem;
}

void selectTypicalWeight(Workplace& place) {
    const Model& model = *place.session.model();
    if (const auto weight = typicalWeight(model)) {
        StatisticsService& statistics = place.statistics;
        statistics.select(longName(model.weights()[*weight]), {*weight});
        (void)waitUntil([&] {
            return (statistics.selection().original && (statistics.selection().decoded || !place.session.plan())) ||
                   !statistics.selection().whyNot.isEmpty();
        });
    }
}

/// False when there is a problem.
bool measureAll(Workplace& place) {
    place.statistics.startScan();
    (void)waitUntil([&] { return place.statistics.scan().isComplete; }, longest);
    if (place.session.presets().empty()) {
        return true;
    }
    settle(200); // estimates of a changed card
    place.quality.start();
    if (!waitUntil([&] { return place.problem || !place.quality.isRunning(); }, longest)) {
        throw Error(ErrorKind::failed, HeadlessTexts::tr("Measuring takes too long").toStdString(), {},
                    place.session.model()->checkpoint().path());
    }
    return !place.problem;
}

} // namespace

int writeReport(const ReportOptions& options) {
    const auto outcome = outcomeOf([&options]() -> int {
        Workplace place;
        if (!openIn(place, options) || !measureAll(place)) {
            return complain(*place.problem);
        }
        selectTypicalWeight(place);
        settle(200); // what the charts follow has arrived
        const QByteArray page = htmlReport(place.session, place.statistics);
        QSaveFile out(options.file);
        if (!out.open(QIODevice::WriteOnly) || out.write(page) != page.size() || !out.commit()) {
            throw Error(ErrorKind::failed, HeadlessTexts::tr("The report cannot be written").toStdString(),
                        out.errorString().toStdString(), pathOf(options.file));
        }
        say(QObject::tr("wrote %1").arg(options.file));
        return 0;
    });
    return std::holds_alternative<int>(outcome) ? std::get<int>(outcome) : complain(std::get<Problem>(outcome));
}

int writeCharts(const ReportOptions& options) {
    const auto outcome = outcomeOf([&options]() -> int {
        if (!QDir().mkpath(options.folder)) {
            throw Error(ErrorKind::failed, HeadlessTexts::tr("The folder cannot be made").toStdString(), {},
                        pathOf(options.folder));
        }
        Workplace place;
        if (!openIn(place, options)) {
            return complain(*place.problem);
        }
        Session& session = place.session;
        const QString name = QString::fromStdString(session.model()->name());
        const auto target = [&options](const char* file) { return options.folder + QLatin1Char('/') + QLatin1String(file); };
        const auto save = [&](ChartView& chart, const char* file, QSize size) {
            chart.resize(size);
            settle(50);
            chart.exportTo(target(file), name, size);
            say(QObject::tr("wrote %1").arg(target(file)));
        };
        selectTypicalWeight(place);
        if (place.statistics.selection().original) {
            HistogramChart histogram;
            histogram.setChartName(QObject::tr("Histogram of %1").arg(place.statistics.selection().title));
            histogram.show(place.statistics.selection());
            save(histogram, "histogram.png", {900, 400});
        }
        if (!measureAll(place)) {
            return complain(*place.problem);
        }
        LayerBinsChart layers;
        layers.show(place.statistics.scan());
        save(layers, "layers.png", {900, 400});
        if (session.presets().empty()) {
            say(QObject::tr("no memory and compare charts: %1").arg(session.whyNotConvertible()));
            return 0;
        }
        MemoryBarsChart memory(session);
        save(memory, "memory.png", {1000, 560});
        CompareChart compare(session);
        save(compare, "compare.png", {1200, 560});
        compare.exportTo(target("compare.csv"), name);
        say(QObject::tr("wrote %1").arg(target("compare.csv")));
        return 0;
    });
    return std::holds_alternative<int>(outcome) ? std::get<int>(outcome) : complain(std::get<Problem>(outcome));
}

} // namespace quantlathe::ui
