// SPDX-License-Identifier: GPL-3.0-or-later
// The graphical program: the window, or without a person its charts and screenshots.
#include "ui/headless/charts.h"
#include "ui/look/fonts.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/window/main_window.h"

#include <cstdio>
#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>

using namespace quantlathe::ui;

int main(int argumentCount, char** arguments) {
    QApplication application(argumentCount, arguments);
    QApplication::setApplicationName(QStringLiteral("quantlathe"));
    QApplication::setApplicationDisplayName(QStringLiteral("Quantlathe"));
    QApplication::setOrganizationName(QStringLiteral("quantlathe"));
    QApplication::setApplicationVersion(QStringLiteral(QUANTLATHE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("quantlathe"));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Inspect, plan and convert language-model checkpoints."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption charts(QStringLiteral("charts"),
                                    QApplication::translate("main", "Write charts of the model into this folder and exit."),
                                    QStringLiteral("folder"));
    const QCommandLineOption screenshots(
        QStringLiteral("screenshots"),
        QApplication::translate("main", "Write screenshots of every page into this folder and exit."),
        QStringLiteral("folder"));
    const QCommandLineOption gpu(QStringLiteral("gpu"),
                                 QApplication::translate("main", "The card that the model shall run on."),
                                 QStringLiteral("name"));
    const QCommandLineOption context(QStringLiteral("context"),
                                     QApplication::translate("main", "Context in tokens: 16384 or 16k."),
                                     QStringLiteral("tokens"));
    const QCommandLineOption importance(QStringLiteral("imatrix"),
                                        QApplication::translate("main", "The importance matrix that guides the conversion."),
                                        QStringLiteral("file"));
    const QCommandLineOption size(QStringLiteral("size"),
                                  QApplication::translate("main", "Size of the window for screenshots, 1440x900 if not given."),
                                  QStringLiteral("width x height"));
    parser.addOptions({charts, screenshots, gpu, context, importance, size});
    parser.addPositionalArgument(QStringLiteral("model"), QApplication::translate("main", "File or folder to open."),
                                 QStringLiteral("[model]"));
    parser.process(application);

    ReportOptions options;
    options.gpu = parser.value(gpu);
    options.model = parser.positionalArguments().value(0);
    options.importance = parser.value(importance);
    if (parser.isSet(size)) {
        const QStringList sides = parser.value(size).split(QLatin1Char('x'));
        options.windowSize = {sides.value(0).toInt(), sides.value(1).toInt()};
        if (sides.size() != 2 || options.windowSize.isEmpty()) {
            std::fprintf(stderr, "--size %s is no size such as 1440x900\n", parser.value(size).toLocal8Bit().constData());
            return 2;
        }
    }
    if (parser.isSet(context)) {
        const auto tokens = parseTokens(parser.value(context));
        if (!tokens) {
            std::fprintf(stderr, "--context %s is no number of tokens\n", parser.value(context).toLocal8Bit().constData());
            return 2;
        }
        options.contextTokens = *tokens;
    }

    chooseApplicationFont();
    QApplication::setStyle(new LatheStyle);
    if (parser.isSet(charts)) {
        options.folder = parser.value(charts);
        return writeCharts(options);
    }
    if (parser.isSet(screenshots)) {
        options.folder = parser.value(screenshots);
        return writeScreenshots(options);
    }
    ThemeHub::instance().setChoice(static_cast<ThemeChoice>(QSettings().value(QStringLiteral("theme"), 0).toInt()));
    if (const QVariant contrast = QSettings().value(QStringLiteral("moreContrast")); contrast.isValid()) {
        ThemeHub::instance().setMoreContrast(contrast.toBool());
    }
    MainWindow window;
    if (!options.gpu.isEmpty()) {
        window.session().setGpu(options.gpu);
    }
    if (options.contextTokens > 0) {
        window.session().setContext(options.contextTokens);
    }
    window.show();
    if (!options.model.isEmpty()) {
        window.open(options.model, options.importance);
    }
    return QApplication::exec();
}
