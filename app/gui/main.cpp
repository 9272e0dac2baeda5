// SPDX-License-Identifier: GPL-3.0-or-later
// The graphical program: the window, or without a person its charts and screenshots.
#include "ui/headless/charts.h"
#include "ui/look/fonts.h"
#include "ui/look/language.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <cstdio>
#include <cstring>
#include <memory>
#include <QApplication>
#include <QCommandLineParser>
#include <QMessageBox>
#include <QSettings>

using namespace quantlathe::ui;

namespace {

/// What makes files only needs no screen.
void goWithoutScreen([[maybe_unused]] int argumentCount, [[maybe_unused]] char** arguments) {
#ifdef Q_OS_LINUX
    const auto makesFiles = [](const char* argument) {
        return std::strncmp(argument, "--report", 8) == 0 || std::strncmp(argument, "--charts", 8) == 0;
    };
    const bool hasScreen = qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY");
    if (!hasScreen && !qEnvironmentVariableIsSet("QT_QPA_PLATFORM") &&
        std::any_of(arguments, arguments + argumentCount, makesFiles)) {
        qputenv("QT_QPA_PLATFORM", "offscreen");
    }
#endif
}

/// Known before the options are parsed, because their help is translated, too.
QString languageWish(int argumentCount, char** arguments) {
    for (int i = 1; i + 1 < argumentCount; ++i) {
        if (std::strcmp(arguments[i], "--language") == 0) {
            return QString::fromLocal8Bit(arguments[i + 1]);
        }
    }
    return QSettings().value(QStringLiteral("language")).toString();
}

/// Who starts it from a desktop sees no terminal: what is missing is said in a box. nullptr then.
std::unique_ptr<MainWindow> windowOrReason() {
    try {
        return std::make_unique<MainWindow>();
    } catch (...) {
        const QString reason = currentProblem().text();
        std::fprintf(stderr, "%s\n", reason.toLocal8Bit().constData());
        QMessageBox box(QMessageBox::Critical, QApplication::applicationDisplayName(),
                        QApplication::translate("main", "Quantlathe cannot start"), QMessageBox::Close);
        box.setInformativeText(reason);
        box.exec();
        return nullptr;
    }
}

} // namespace

int main(int argumentCount, char** arguments) {
    goWithoutScreen(argumentCount, arguments);
    QApplication application(argumentCount, arguments);
    QApplication::setApplicationName(QStringLiteral("quantlathe"));
    QApplication::setApplicationDisplayName(QStringLiteral("Quantlathe"));
    QApplication::setOrganizationName(QStringLiteral("quantlathe"));
    QApplication::setApplicationVersion(QStringLiteral(QUANTLATHE_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.quantlathe.Quantlathe"));

    useLanguage(languageWish(argumentCount, arguments));

    QCommandLineParser parser;
    parser.setApplicationDescription(QApplication::translate("main", "Inspect, plan and convert language-model checkpoints."));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption charts(QStringLiteral("charts"),
                                    QApplication::translate("main", "Write charts of the model into this folder and exit."),
                                    QStringLiteral("folder"));
    const QCommandLineOption report(
        QStringLiteral("report"),
        QApplication::translate("main", "Write a report of the model, its plan and all presets into this HTML file and exit."),
        QStringLiteral("file"));
    const QCommandLineOption plan(QStringLiteral("plan"), QApplication::translate("main", "The plan.json to report on."),
                                  QStringLiteral("file"));
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
    const QCommandLineOption language(QStringLiteral("language"),
                                      QApplication::translate("main", "Language of the window: en, de or zh_CN."),
                                      QStringLiteral("code"));
    parser.addOptions({charts, report, plan, screenshots, gpu, context, importance, size, language});
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
    if (parser.isSet(report)) {
        options.file = parser.value(report);
        options.plan = parser.value(plan);
        return writeReport(options);
    }
    if (parser.isSet(screenshots)) {
        options.folder = parser.value(screenshots);
        return writeScreenshots(options);
    }
    ThemeHub::instance().setChoice(static_cast<ThemeChoice>(QSettings().value(QStringLiteral("theme"), 0).toInt()));
    if (const QVariant contrast = QSettings().value(QStringLiteral("moreContrast")); contrast.isValid()) {
        ThemeHub::instance().setMoreContrast(contrast.toBool());
    }
    const auto window = windowOrReason();
    if (window == nullptr) {
        return 1;
    }
    if (!options.gpu.isEmpty()) {
        window->session().setGpu(options.gpu);
    }
    if (options.contextTokens > 0) {
        window->session().setContext(options.contextTokens);
    }
    window->show();
    if (!options.model.isEmpty()) {
        window->open(options.model, options.importance);
    }
    return QApplication::exec();
}
