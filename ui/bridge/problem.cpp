// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/problem.h"

#include "ui/text/paths.h"

#include <new>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct ProblemTexts {
    Q_DECLARE_TR_FUNCTIONS(ProblemTexts)
};

} // namespace

QString Problem::text() const {
    QString all = title;
    if (!detail.isEmpty()) {
        all += QLatin1Char('\n') + detail;
    }
    if (!file.isEmpty()) {
        all += QLatin1Char('\n') + file;
    }
    return all;
}

Problem currentProblem() {
    try {
        throw;
    } catch (const Error& error) {
        return {error.kind(), QString::fromStdString(error.title()), QString::fromStdString(error.detail()),
                textOf(error.file())};
    } catch (const std::bad_alloc&) {
        return {ErrorKind::failed,
                ProblemTexts::tr("Not enough memory"),
                ProblemTexts::tr("Close other programs, then try again."),
                {}};
    } catch (const std::exception& error) {
        return {ErrorKind::failed, ProblemTexts::tr("This did not work"), QString::fromLocal8Bit(error.what()), {}};
    } catch (...) {
        return {ErrorKind::failed, ProblemTexts::tr("This did not work"), {}, {}};
    }
}

} // namespace quantlathe::ui
