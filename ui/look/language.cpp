// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/look/language.h"

#include "base/decimal_sign.h"
#include "base/words.h"

#include <algorithm>
#include <array>
#include <QCoreApplication>
#include <QLocale>
#include <QTranslator>

namespace quantlathe::ui {

namespace {

/// Ours, then Qt's: what was installed last is asked first, and both know different contexts.
struct Installed {
    std::array<QTranslator, 2> translators;
    QString code = QStringLiteral("en");
};

Installed& installed() {
    static Installed all;
    return all;
}

std::string coreText(std::string_view english) {
    const std::string text(english); // Qt wants a terminating zero
    return QCoreApplication::translate("core", text.c_str()).toStdString();
}

bool isSameLanguage(const Language& language, const QLocale& locale) {
    return QLocale(language.code).language() == locale.language();
}

} // namespace

const std::vector<Language>& languages() {
    static const std::vector<Language> all = {{QStringLiteral("en"), QStringLiteral("English")},
                                              {QStringLiteral("de"), QStringLiteral("Deutsch")},
                                              {QStringLiteral("zh_CN"), QStringLiteral("简体中文")}};
    return all;
}

QString languageFor(const QString& wish) {
    const QStringList wishes = wish.isEmpty() ? QLocale::system().uiLanguages() : QStringList{wish};
    for (const QString& name : wishes) {
        const QLocale locale(name);
        const auto found = std::ranges::find_if(
            languages(), [&locale](const Language& each) { return locale != QLocale::c() && isSameLanguage(each, locale); });
        if (found != languages().end()) {
            return found->code;
        }
    }
    return languages().front().code;
}

QString currentLanguage() {
    return installed().code;
}

void useLanguage(const QString& wish) {
    Installed& now = installed();
    for (QTranslator& translator : now.translators) {
        QCoreApplication::removeTranslator(&translator);
    }
    now.code = languageFor(wish);
    setTranslator(nullptr);
    // The system's own locale keeps its regional habits; another language brings its own.
    const QLocale system = QLocale::system();
    const QLocale chosen(now.code);
    QLocale::setDefault(system.language() == chosen.language() ? system : chosen);
    setDecimalSign(QLocale().decimalPoint() == QLatin1String(",") ? ',' : '.');
    if (now.code == languages().front().code) {
        return;
    }
    const std::array<QString, 2> names = {QStringLiteral(":/translations/quantlathe_%1.qm"),
                                          QStringLiteral(":/translations/qtbase_%1.qm")};
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (now.translators[i].load(names[i].arg(now.code))) {
            QCoreApplication::installTranslator(&now.translators[i]);
        }
    }
    setTranslator(coreText);
}

} // namespace quantlathe::ui
