// SPDX-License-Identifier: GPL-3.0-or-later
// The guide's pages: HTML that Qt's rich text understands, with places for live numbers. One file a page and language in
// resources/guide, compiled in.
#pragma once

#include <QMap>
#include <QSet>
#include <QString>
#include <QStringList>
#include <vector>

namespace quantlathe::ui {

/// What fills {{name}}, and which blocks {{#name}}…{{/name}} stay ({{^name}}…{{/name}}: which go).
struct GuideValues {
    QMap<QString, QString> texts;
    QSet<QString> facts;
};

struct FilledPage {
    QString html;
    QStringList unknown; // places and blocks that nothing fills or that do not close: a mistake in the page
};
[[nodiscard]] FilledPage fillGuidePage(const QString& page, const GuideValues& values);

struct GuideHit {
    QString topic;
    QString title;
    QString excerpt; // plain text around the words
};

/// Immutable.
class GuideBook {
public:
    /// "de", "zh_CN"; English where there is no such guide.
    explicit GuideBook(const QString& language);

    /// In the order of the contents.
    [[nodiscard]] static const QStringList& topics();
    [[nodiscard]] QString title(const QString& topic) const;
    /// As it is written, with its places; empty for a topic that does not exist.
    [[nodiscard]] QString source(const QString& topic) const { return pages_.value(topic); }
    /// Names of <a name="…"> in the page.
    [[nodiscard]] QStringList anchors(const QString& topic) const;
    /// Pages that hold the words, in any case; at most one hit a page.
    [[nodiscard]] std::vector<GuideHit> search(const QString& words, const GuideValues& values) const;

private:
    QMap<QString, QString> pages_;
};

} // namespace quantlathe::ui
