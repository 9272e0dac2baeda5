// SPDX-License-Identifier: GPL-3.0-or-later
// Every text of the window against the place it has, in all pages, in each language, in the usual window and the smallest one.
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/dialogs/measure_dialog.h"
#include "ui/headless/wait.h"
#include "ui/look/language.h"
#include "ui/pages/compare_page.h"
#include "ui/text/paths.h"
#include "ui/widgets/table_combo.h"
#include "ui/window/main_window.h"

#include <QAbstractButton>
#include <QComboBox>
#include <QLabel>
#include <QSettings>
#include <QSpinBox>
#include <QStyleOptionComboBox>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

/// Labels that shorten their text by themselves, where there is no room, can be of any width.
bool isElided(const QLabel& label) {
    return label.minimumSizeHint().width() == 0;
}

constexpr int roundedAway = 1;  // pixels of a text's width
constexpr int belowTheLine = 4; // empty, of a text's height

/// What a button, a field or a label in one line needs to show its text.
int widthNeededBy(const QWidget& widget) {
    const auto advance = [&widget](QString text) {
        return widget.fontMetrics().horizontalAdvance(text.remove(QLatin1Char('&')));
    };
    if (const auto* const button = qobject_cast<const QAbstractButton*>(&widget)) {
        const auto* const tool = qobject_cast<const QToolButton*>(button);
        const bool isIcon = tool != nullptr && tool->toolButtonStyle() == Qt::ToolButtonIconOnly && !tool->icon().isNull();
        const int icon = button->icon().isNull() ? 0 : button->iconSize().width() + 8;
        return isIcon || button->text().isEmpty() ? 0 : advance(button->text()) + icon + 8;
    }
    if (const auto* const combo = qobject_cast<const QComboBox*>(&widget)) {
        if (combo->isEditable() || qobject_cast<const TableCombo*>(combo) != nullptr) {
            return 0; // fields that shorten what they show, or scroll
        }
        QStyleOptionComboBox option;
        option.initFrom(combo);
        const QRect field = combo->style()->subControlRect(QStyle::CC_ComboBox, &option, QStyle::SC_ComboBoxEditField, combo);
        const int icon = combo->itemIcon(combo->currentIndex()).isNull() ? 0 : combo->iconSize().width() + 4;
        return advance(combo->currentText()) + icon + combo->width() - field.width();
    }
    if (const auto* const spin = qobject_cast<const QAbstractSpinBox*>(&widget)) {
        return advance(spin->text()) + 12;
    }
    const auto* const label = qobject_cast<const QLabel*>(&widget);
    return label == nullptr || label->wordWrap() || isElided(*label) ? 0 : label->sizeHint().width();
}

/// What is cut off, in pixels.
QSize excessOf(const QWidget& widget) {
    const int width = widthNeededBy(widget) - widget.width() - roundedAway;
    const auto* const label = qobject_cast<const QLabel*>(&widget);
    const bool wraps = label != nullptr && label->wordWrap() && !label->text().isEmpty();
    const int height = wraps ? label->heightForWidth(label->width()) - label->height() - belowTheLine : 0;
    return {std::max(0, width), std::max(0, height)};
}

QString textOfWidget(const QWidget& widget) {
    if (const auto* const label = qobject_cast<const QLabel*>(&widget)) {
        return label->text();
    }
    if (const auto* const button = qobject_cast<const QAbstractButton*>(&widget)) {
        return button->text();
    }
    const auto* const combo = qobject_cast<const QComboBox*>(&widget);
    return combo != nullptr ? combo->currentText() : widget.accessibleName();
}

} // namespace

class TestLabels : public QObject {
    Q_OBJECT

    QTemporaryDir settings_;
    std::unique_ptr<MainWindow> window_;
    QStringList cut_;

    void lookAt(const QString& where, const QWidget& top) {
        for (const QWidget* const widget : top.findChildren<QWidget*>()) {
            if (!widget->isVisible() || qobject_cast<const QAbstractSpinBox*>(widget->parentWidget()) != nullptr) {
                continue;
            }
            if (const QSize excess = excessOf(*widget); excess.width() > 0 || excess.height() > 0) {
                cut_.append(QStringLiteral("%1: \"%2\" lacks %3 × %4")
                                .arg(where, textOfWidget(*widget))
                                .arg(excess.width())
                                .arg(excess.height()));
            }
        }
    }

private slots:
    void initTestCase() { test::useOwnSurroundings(settings_.path()); }
    void cleanup() {
        window_.reset();
        useLanguage(QStringLiteral("en"));
    }

    void nothingIsCutOff_data() {
        QTest::addColumn<QString>("language");
        QTest::addColumn<QSize>("size");
        for (const Language& language : languages()) {
            for (const QSize size : {QSize(1440, 900), QSize(1024, 640)}) {
                QTest::addRow("%s, %d", qPrintable(language.code), size.width()) << language.code << size;
            }
        }
    }

    void nothingIsCutOff() {
        QFETCH(QString, language);
        QFETCH(QSize, size);
        QSettings().clear();
        cut_.clear();
        useLanguage(language);
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(pathOf(settings_.path())));
        window_->resize(size);
        window_->show();
        QVERIFY(QTest::qWaitForWindowExposed(window_.get()));
        lookAt(QStringLiteral("empty"), *window_);
        Session& session = window_->session();
        window_->openSample();
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
        for (const bool isCalibrated : {false, true}) {
            session.setCalibration(isCalibrated ? calibrationByText() : CalibrationChoice());
            for (const Page page : {Page::overview, Page::weights, Page::memory, Page::plan, Page::compare}) {
                window_->showPage(page);
                settle(200);
                lookAt(QStringLiteral("page %1").arg(static_cast<int>(page) + 1), *window_);
            }
        }
        MeasureDialog& dialog = window_->comparePage().askMeasurement();
        settle(200);
        lookAt(QStringLiteral("measure"), dialog);
        cut_.removeDuplicates();
        QVERIFY2(cut_.isEmpty(), qPrintable(QLatin1Char('\n') + cut_.join(QLatin1Char('\n'))));
    }
};

QTEST_MAIN(TestLabels)
#include "tst_labels.moc"
