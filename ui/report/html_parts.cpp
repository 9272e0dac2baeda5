// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/report/html_parts.h"

#include "ui/look/theme.h"
#include "ui/models/cells.h"

#include <algorithm>
#include <QLocale>
#include <QObject>
#include <QRegularExpression>

namespace quantlathe::ui::html {

namespace {

QByteArray escaped(const QString& text) {
    return text.toHtmlEscaped().toUtf8();
}

QByteArray style() {
    const Theme& t = Theme::light();
    QString css = QStringLiteral(R"(
:root { color-scheme: light; }
body { margin: 0; background: %1; color: %2; font: 15px/1.5 "Noto Sans", "Segoe UI", system-ui, sans-serif; font-variant-numeric: tabular-nums; }
main { max-width: 1120px; margin: 0 auto; padding: 24px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 40px 0 8px; } h3 { font-size: 16px; margin: 24px 0 8px; }
h2 small, h3 small, h1 small { font-size: 13px; font-weight: normal; color: %3; margin-left: 8px; }
p { margin: 8px 0; max-width: 80ch; }
.figures { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 16px 0; }
.figures span { display: block; color: %3; font-size: 13px; } .figures b { font-size: 21px; font-weight: normal; }
.wide { overflow-x: auto; background: %4; border: 1px solid %5; border-radius: 6px; margin: 12px 0; }
table { border-collapse: collapse; width: 100%; font-size: 14px; }
th { text-align: left; font-weight: normal; color: %3; background: %6; padding: 4px 12px; white-space: nowrap; }
td { padding: 4px 12px; border-top: 1px solid %7; white-space: nowrap; } .r { text-align: right; } tr.current td { background: %8; }
.ok { color: %9; } .ok::before { content: "✓ "; } )")
                      .arg(t.window.name(), t.text.name(), t.textSecondary.name(), t.surface.name(), t.border.name(),
                           t.header.name(), t.grid.name(), t.accentTint.name(), t.ok.name());
    css += QStringLiteral(
               R"(.warn { color: %1; } .warn::before { content: "⚠ "; } .bad { color: %2; } .bad::before { content: "✕ "; }
figure { margin: 12px 0; background: %3; border: 1px solid %4; border-radius: 6px; padding: 12px; overflow-x: auto; }
figcaption { font-weight: bold; margin-bottom: 4px; } svg { max-width: 100%; height: auto; display: block; }
details { margin: 8px 0; } summary { cursor: pointer; color: %5; } pre { overflow: auto; max-height: 480px; font-size: 13px; }
@media print { body { background: white; } details { display: none; } })")
               .arg(t.warn.name(), t.bad.name(), t.surface.name(), t.border.name(), t.textSecondary.name());
    return css.toUtf8();
}

QByteArray badgeClass(Badge::Kind kind) {
    switch (kind) {
    case Badge::Kind::ok: return "ok";
    case Badge::Kind::warn: return "warn";
    case Badge::Kind::bad: return "bad";
    case Badge::Kind::neutral: break;
    }
    return "neutral";
}

} // namespace

QByteArray pageStart(const QString& title) {
    return "<!DOCTYPE html>\n<html lang=\"" + QLocale().bcp47Name().toUtf8() + "\">\n<head>\n<meta charset=\"utf-8\">\n" +
           "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>" + escaped(title) +
           "</title>\n<style>" + style() + "</style>\n</head>\n<body>\n<main>\n";
}

QByteArray pageEnd() {
    return "</main>\n</body>\n</html>\n";
}

QByteArray heading(int level, const QString& text, const QString& note) {
    const QByteArray tag = "h" + QByteArray::number(level);
    const QByteArray small = note.isEmpty() ? QByteArray() : " <small>" + escaped(note) + "</small>";
    return "<" + tag + ">" + escaped(text) + small + "</" + tag + ">\n";
}

QByteArray paragraph(const QString& text) {
    return text.isEmpty() ? QByteArray() : "<p>" + escaped(text) + "</p>\n";
}

QByteArray figures(const std::vector<std::pair<QString, QString>>& captionsAndValues) {
    QByteArray text = "<div class=\"figures\">";
    for (const auto& [caption, value] : captionsAndValues) {
        text += "<div><span>" + escaped(caption) + "</span><b>" + escaped(value) + "</b></div>";
    }
    return text + "</div>\n";
}

QByteArray table(const QStringList& header, const std::vector<QStringList>& rows, bool numbers) {
    const auto open = [numbers](const char* tag, qsizetype column) {
        return QByteArray("<") + tag + (numbers && column > 0 ? " class=\"r\">" : ">");
    };
    QByteArray text = "<div class=\"wide\"><table>\n";
    if (!header.isEmpty()) {
        text += "<tr>";
        for (qsizetype i = 0; i < header.size(); ++i) {
            text += open("th", i) + escaped(header[i]) + "</th>";
        }
        text += "</tr>\n";
    }
    for (const QStringList& row : rows) {
        text += "<tr>";
        for (qsizetype i = 0; i < row.size(); ++i) {
            text += open("td", i) + escaped(row[i]) + "</td>";
        }
        text += "</tr>\n";
    }
    return text + "</table></div>\n";
}

QByteArray table(const QAbstractItemModel& model, int current) {
    std::vector<int> columns;
    for (int column = 0; column < model.columnCount(); ++column) {
        const QModelIndex first = model.index(0, column);
        const bool isBar = first.data(StackedBarCellRole).isValid() ||
                           (first.data(BarValueRole).isValid() && first.data().toString().isEmpty());
        if (!isBar) {
            columns.push_back(column);
        }
    }
    const auto isRight = [&model](int column) {
        return (model.headerData(column, Qt::Horizontal, Qt::TextAlignmentRole).toInt() & Qt::AlignRight) != 0;
    };
    const auto open = [&isRight](const char* tag, int column) {
        return QByteArray("<") + tag + (isRight(column) ? " class=\"r\">" : ">");
    };
    QByteArray text = "<div class=\"wide\"><table>\n<tr>";
    for (const int column : columns) {
        text += open("th", column) + escaped(model.headerData(column, Qt::Horizontal, Qt::DisplayRole).toString()) + "</th>";
    }
    text += "</tr>\n";
    for (int row = 0; row < model.rowCount(); ++row) {
        if (model.index(row, 0).data(HeadingRole).toBool()) {
            continue;
        }
        text += row == current ? "<tr class=\"current\">" : "<tr>";
        for (const int column : columns) {
            const QModelIndex cell = model.index(row, column);
            const QVariant badge = cell.data(BadgeCellRole);
            text += open("td", column);
            text += badge.isValid() ? "<span class=\"" + badgeClass(badge.value<Badge>().kind) + "\">" +
                                          escaped(badge.value<Badge>().text) + "</span>"
                                    : escaped(cell.data().toString());
            text += "</td>";
        }
        text += "</tr>\n";
    }
    return text + "</table></div>\n";
}

QByteArray chart(const Picture& picture) {
    QString svg = QString::fromUtf8(svgOf(picture, QString()));
    svg.remove(0, std::max<qsizetype>(0, svg.indexOf(QLatin1String("<svg")))); // the declaration is for files of its own
    static const QRegularExpression millimetres(QStringLiteral(R"(\swidth="[^"]*"\s+height="[^"]*")"));
    const auto size = millimetres.match(svg);
    if (size.hasMatch()) {
        svg.replace(size.capturedStart(), size.capturedLength(),
                    QStringLiteral(" width=\"%1\" height=\"%2\"").arg(picture.size.width()).arg(picture.size.height()));
    }
    // Titles inside a drawing would come up as tooltips over all of it.
    static const QRegularExpression title(QStringLiteral("<title>.*?</title>"), QRegularExpression::DotMatchesEverythingOption);
    svg.remove(title);
    return "<figure><figcaption>" + escaped(picture.title) + "</figcaption>\n" + svg.toUtf8() +
           folded(QObject::tr("The numbers as CSV"), picture.csv()) + "</figure>\n";
}

QByteArray folded(const QString& title, const QByteArray& text) {
    return "<details><summary>" + escaped(title) + "</summary><pre>" + escaped(QString::fromUtf8(text)) + "</pre></details>\n";
}

} // namespace quantlathe::ui::html
