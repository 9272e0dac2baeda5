// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/headless/charts.h"

#include "base/resources.h"
#include "ui/bridge/quality_service.h"
#include "ui/bridge/statistics_service.h"
#include "ui/charts/compare_chart.h"
#include "ui/charts/histogram_chart.h"
#include "ui/charts/layer_charts.h"
#include "ui/charts/memory_charts.h"
#include "ui/headless/wait.h"
#include "ui/models/tensor_rows.h"
#include "ui/text/paths.h"

#include <cstdio>
#include <QDir>

namespace quantlathe::ui {

namespace {

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

} // namespace

int writeCharts(const ReportOptions& options) {
    const auto outcome = outcomeOf([&options]() -> int {
        const std::filesystem::path path = options.model.isEmpty() ? resourcePath("sample") : pathOf(options.model);
        if (!QDir().mkpath(options.folder)) {
            throw Error(ErrorKind::failed, "The folder cannot be made", {}, pathOf(options.folder));
        }
        Session session;
        const auto cache = std::make_shared<ResultCache>();
        StatisticsService statistics(session, cache);
        QualityService quality(session, cache);
        std::optional<Problem> problem;
        QObject::connect(&session, &Session::problem, &session, [&problem](const Problem& found) { problem = found; });
        if (!options.gpu.isEmpty() && !session.setGpu(options.gpu)) {
            throw badInput({}, "No card is called " + options.gpu.toStdString(),
                           "The names stand in the GPU list of the window and in resources/hardware/gpus.json.");
        }
        if (options.contextTokens > 0) {
            session.setContext(options.contextTokens);
        }
        session.open(path);
        const bool opened = waitUntil([&] {
            return problem || (session.model() &&
                               (!session.whyNotConvertible().isEmpty() || (session.plan() && !session.presets().empty())));
        });
        if (problem) {
            return complain(*problem);
        }
        if (!opened) {
            throw Error(ErrorKind::failed, "Opening takes too long", {}, path);
        }
        const Model& model = *session.model();
        const QString name = QString::fromStdString(model.name());
        const auto target = [&options](const char* file) { return options.folder + QLatin1Char('/') + QLatin1String(file); };
        const auto save = [&](ChartView& chart, const char* file, QSize size) {
            chart.resize(size);
            settle(50);
            chart.exportTo(target(file), name, size);
            say(QObject::tr("wrote %1").arg(target(file)));
        };

        if (const auto weight = typicalWeight(model)) {
            statistics.select(longName(model.weights()[*weight]), {*weight});
            (void)waitUntil([&] {
                return (statistics.selection().original && (statistics.selection().decoded || !session.plan())) ||
                       !statistics.selection().whyNot.isEmpty();
            });
            HistogramChart histogram;
            histogram.setChartName(QObject::tr("Histogram of %1").arg(statistics.selection().title));
            histogram.show(statistics.selection());
            save(histogram, "histogram.png", {900, 400});
        }
        statistics.startScan();
        (void)waitUntil([&] { return statistics.scan().isComplete; }, 3'600'000);
        LayerBinsChart layers;
        layers.show(statistics.scan());
        save(layers, "layers.png", {900, 400});

        if (session.presets().empty()) {
            say(QObject::tr("no memory and compare charts: %1").arg(session.whyNotConvertible()));
            return 0;
        }
        settle(200); // estimates of a changed card
        MemoryBarsChart memory(session);
        save(memory, "memory.png", {1000, 560});
        quality.start();
        const bool measured = waitUntil([&] { return problem || !quality.isRunning(); }, 3'600'000);
        if (problem) {
            return complain(*problem);
        }
        if (!measured) {
            throw Error(ErrorKind::failed, "Measuring takes too long", {}, path);
        }
        CompareChart compare(session);
        save(compare, "compare.png", {1200, 560});
        compare.exportTo(target("compare.csv"), name);
        say(QObject::tr("wrote %1").arg(target("compare.csv")));
        return 0;
    });
    return std::holds_alternative<int>(outcome) ? std::get<int>(outcome) : complain(std::get<Problem>(outcome));
}

} // namespace quantlathe::ui
