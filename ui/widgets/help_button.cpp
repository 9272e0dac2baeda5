// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/help_button.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"

#include <QDesktopServices>
#include <QPainter>
#include <QUrl>

namespace quantlathe::ui {

HelpButton::HelpButton(const QString& place, QWidget* parent) : QToolButton(parent), place_(place) {
    setFixedSize(18, 18);
    setFocusPolicy(Qt::NoFocus); // F1 does it for keys
    setCursor(Qt::PointingHandCursor);
    setToolTip(tr("Explain this"));
    setAccessibleName(tr("Explain this in the guide"));
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, qOverload<>(&QWidget::update));
    connect(this, &QToolButton::clicked, this,
            [this] { QDesktopServices::openUrl(QUrl(QStringLiteral("%1:/%2").arg(QLatin1String(guideScheme), place_))); });
}

void HelpButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool isActive = underMouse() || hasFocus();
    painter.setPen(QPen(isActive ? theme().accent : theme().border, hasFocus() ? 2 : 1));
    painter.setBrush(isActive ? theme().accentTint : QColor(Qt::transparent));
    painter.drawEllipse(QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5));
    painter.setPen(isActive ? theme().accent : theme().textSecondary);
    painter.setFont(textFont(TextSize::caption));
    painter.drawText(rect(), Qt::AlignCenter, QStringLiteral("?"));
}

} // namespace quantlathe::ui
