// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/fonts.h"

#include <algorithm>
#include <cmath>
#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QFontMetricsF>
#include <QGuiApplication>

namespace quantlathe::ui {

namespace {

double factorOf(TextSize size) {
    switch (size) {
    case TextSize::caption: return 0.92;
    case TextSize::body: return 1.0;
    case TextSize::heading: return 1.08;
    case TextSize::modelName: return 1.4;
    case TextSize::keyFigure: return 1.55;
    case TextSize::invitation: return 1.7;
    }
    return 1.0;
}

bool hasEqualDigits(const QFont& font) {
    const QFontMetricsF metrics(font);
    const double zero = metrics.horizontalAdvance(QLatin1Char('0'));
    return std::all_of("123456789", "123456789" + 9,
                       [&](char digit) { return std::abs(metrics.horizontalAdvance(QLatin1Char(digit)) - zero) < 0.01; });
}

} // namespace

QFont textFont(TextSize size) {
    QFont font = QApplication::font();
    const int base = QFontInfo(font).pixelSize();
    font.setPixelSize(std::max(12, static_cast<int>(std::lround(base * factorOf(size)))));
    return font;
}

QFont boldFont(TextSize size) {
    QFont font = textFont(size);
    font.setBold(true);
    return font;
}

QFont fixedPitchFont() {
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPixelSize(textFont(TextSize::caption).pixelSize());
    return font;
}

void chooseApplicationFont() {
    // Platforms without a desktop (offscreen) have no font of their own.
    const bool hasDesktop = QGuiApplication::platformName() != QLatin1String("offscreen") &&
                            QGuiApplication::platformName() != QLatin1String("minimal");
    if (hasDesktop && !qEnvironmentVariableIsEmpty("XDG_CURRENT_DESKTOP") && hasEqualDigits(QApplication::font())) {
        return;
    }
    for (const char* family : {"Noto Sans", "DejaVu Sans"}) {
        if (QFontDatabase::hasFamily(QLatin1String(family))) {
            QFont font(QLatin1String{family});
            font.setPixelSize(13);
            QApplication::setFont(font);
            return;
        }
    }
}

} // namespace quantlathe::ui
