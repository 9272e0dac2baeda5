// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/guide/guide_book.h"

#include <algorithm>
#include <QFile>
#include <QRegularExpression>
#include <QTextDocument>

namespace quantlathe::ui {

namespace {

constexpr qsizetype excerptBefore = 30;
constexpr qsizetype excerptLength = 110;

QString pageFile(const QString& language, const QString& topic) {
    return QStringLiteral(":/guide/%1/%2.html").arg(language, topic);
}

QString readPage(const QString& language, const QString& topic) {
    QFile file(pageFile(QFile::exists(pageFile(language, topic)) ? language : QStringLiteral("en"), topic));
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

QString plainText(const QString& html) {
    QTextDocument document;
    document.setHtml(html);
    return document.toPlainText().simplified();
}

/// One pass over a page.
class Filler {
public:
    Filler(const QString& page, const GuideValues& values) : page_(page), values_(values) {}

    FilledPage run() {
        fill({}, true);
        return std::move(result_);
    }

private:
    /// Up to the end of the block `name`, or of the page.
    void fill(const QString& name, bool isShown) {
        while (at_ < page_.size()) {
            const qsizetype open = page_.indexOf(QLatin1String("{{"), at_);
            const qsizetype close = open < 0 ? -1 : page_.indexOf(QLatin1String("}}"), open);
            const qsizetype end = close < 0 ? page_.size() : open;
            if (isShown) {
                result_.html += QStringView(page_).mid(at_, end - at_);
            }
            if (close < 0) {
                at_ = page_.size();
                break;
            }
            const QString place = page_.mid(open + 2, close - open - 2);
            at_ = close + 2;
            if (place.startsWith(QLatin1Char('/'))) {
                if (place.mid(1) != name) {
                    result_.unknown.append(place);
                }
                return;
            }
            take(place, isShown);
        }
        if (!name.isEmpty()) {
            result_.unknown.append(QStringLiteral("the end of ") + name);
        }
    }

    void take(const QString& place, bool isShown) {
        const bool isBlock = place.startsWith(QLatin1Char('#'));
        if (isBlock || place.startsWith(QLatin1Char('^'))) {
            fill(place.mid(1), isShown && values_.facts.contains(place.mid(1)) == isBlock);
        } else if (isShown) {
            const auto found = values_.texts.find(place);
            if (found == values_.texts.end()) {
                result_.unknown.append(place);
            } else {
                result_.html += found->toHtmlEscaped();
            }
        }
    }

    const QString& page_;
    const GuideValues& values_;
    qsizetype at_ = 0;
    FilledPage result_;
};

} // namespace

FilledPage fillGuidePage(const QString& page, const GuideValues& values) {
    return Filler(page, values).run();
}

GuideBook::GuideBook(const QString& language) {
    for (const QString& topic : topics()) {
        pages_.insert(topic, readPage(language, topic));
    }
}

const QStringList& GuideBook::topics() {
    static const QStringList all =
        QStringLiteral(
            "choose quantization why cost memory speed planning calibration charts options jobs table gguf bitsandbytes "
            "awq gptq fbgemm compressed-tensors exl2 smoothquant aqlm hqq spqr safetensors glossary")
            .split(QLatin1Char(' '));
    return all;
}

QString GuideBook::title(const QString& topic) const {
    static const QRegularExpression heading(QStringLiteral("<h1>(.*?)</h1>"));
    return heading.match(source(topic)).captured(1);
}

QStringList GuideBook::anchors(const QString& topic) const {
    static const QRegularExpression anchor(QStringLiteral("<a name=\"([^\"]+)\">"));
    QStringList names;
    for (auto found = anchor.globalMatch(source(topic)); found.hasNext();) {
        names.append(found.next().captured(1));
    }
    return names;
}

std::vector<GuideHit> GuideBook::search(const QString& words, const GuideValues& values) const {
    std::vector<GuideHit> hits;
    const QString wanted = words.simplified();
    if (wanted.isEmpty()) {
        return hits;
    }
    for (const QString& topic : topics()) {
        const QString text = plainText(fillGuidePage(source(topic), values).html);
        const qsizetype place = text.indexOf(wanted, 0, Qt::CaseInsensitive);
        if (place >= 0) {
            const qsizetype begin = std::max<qsizetype>(0, place - excerptBefore);
            hits.push_back({topic, title(topic),
                            (begin > 0 ? QStringLiteral("…") : QString()) + text.mid(begin, excerptLength).trimmed() +
                                QStringLiteral("…")});
        }
    }
    return hits;
}

} // namespace quantlathe::ui
