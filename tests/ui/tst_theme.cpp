// SPDX-License-Identifier: GPL-3.0-or-later
// The contrast that the colour table promises, recomputed from the theme.
#include "ui/look/icons.h"
#include "ui/look/marks.h"
#include "ui/look/theme.h"

#include <QImage>
#include <QPainter>
#include <QTest>

using namespace quantlathe::ui;

class TestTheme : public QObject {
    Q_OBJECT
private slots:
    void textReaches45_data() {
        QTest::addColumn<QColor>("ink");
        QTest::addColumn<QColor>("ground");
        QTest::addColumn<double>("promised");
        struct Row {
            const char* name;
            QColor Theme::*ink;
            QColor Theme::*ground;
            double light, dark;
        };
        const std::vector<Row> rows = {
            {"text on window", &Theme::text, &Theme::window, 15.06, 14.19},
            {"text on surface", &Theme::text, &Theme::surface, 16.72, 12.81},
            {"text on header", &Theme::text, &Theme::header, 14.52, 11.21},
            {"text on accentTint", &Theme::text, &Theme::accentTint, 13.49, 10.16},
            {"text on okTint", &Theme::text, &Theme::okTint, 14.43, 10.05},
            {"text on warnTint", &Theme::text, &Theme::warnTint, 14.18, 9.69},
            {"text on badTint", &Theme::text, &Theme::badTint, 13.77, 10.74},
            {"textSecondary on window", &Theme::textSecondary, &Theme::window, 6.39, 8.65},
            {"textSecondary on surface", &Theme::textSecondary, &Theme::surface, 7.09, 7.81},
            {"textSecondary on header", &Theme::textSecondary, &Theme::header, 6.16, 6.84},
            {"textSecondary on accentTint", &Theme::textSecondary, &Theme::accentTint, 5.72, 6.19},
            {"accent on surface", &Theme::accent, &Theme::surface, 7.23, 7.05},
            {"accent on accentTint", &Theme::accent, &Theme::accentTint, 5.83, 5.59},
            {"onAccent on accent", &Theme::onAccent, &Theme::accent, 7.23, 7.83},
            {"onAccent on accentHover", &Theme::onAccent, &Theme::accentHover, 9.54, 9.75},
            {"ok on okTint", &Theme::ok, &Theme::okTint, 5.62, 6.73},
            {"warn on warnTint", &Theme::warn, &Theme::warnTint, 6.16, 6.98},
            {"bad on badTint", &Theme::bad, &Theme::badTint, 5.92, 6.22},
            {"ok on window", &Theme::ok, &Theme::window, 5.87, 9.50},
        };
        for (const Row& row : rows) {
            QTest::addRow("%s, light", row.name) << Theme::light().*row.ink << Theme::light().*row.ground << row.light;
            QTest::addRow("%s, dark", row.name) << Theme::dark().*row.ink << Theme::dark().*row.ground << row.dark;
        }
    }
    void textReaches45() {
        QFETCH(QColor, ink);
        QFETCH(QColor, ground);
        QFETCH(double, promised);
        const double ratio = contrastRatio(ink, ground);
        QVERIFY2(ratio >= 4.5, qPrintable(QString::number(ratio)));
        QVERIFY2(std::abs(ratio - promised) < 0.006, qPrintable(QString::number(ratio)));
    }

    void partsThatMustBeSeenReach3() {
        for (const Theme* t : {&Theme::light(), &Theme::dark()}) {
            for (const QColor& part : {t->control, t->accent, t->axis, t->levels}) {
                QVERIFY(contrastRatio(part, t->surface) >= 3.0);
            }
            for (const QColor& family : t->families) {
                QVERIFY(contrastRatio(family, t->surface) >= 3.0);
            }
        }
    }

    void moreContrastIsMore() {
        for (const Theme* t : {&Theme::lightMoreContrast(), &Theme::darkMoreContrast()}) {
            for (const QColor& ground : {t->window, t->surface, t->rowHover, t->header, t->accentTint}) {
                QVERIFY(contrastRatio(t->text, ground) >= 7.0);
                QVERIFY(contrastRatio(t->textSecondary, ground) >= 7.0);
            }
            for (const auto& [ink, tint] : {std::pair(t->ok, t->okTint), std::pair(t->warn, t->warnTint),
                                            std::pair(t->bad, t->badTint), std::pair(t->onAccent, t->accent)}) {
                QVERIFY(contrastRatio(ink, tint) >= 7.0);
            }
            for (const QColor& part : {t->border, t->control, t->axis, t->accent, t->histogram, t->memWeights, t->memKv,
                                       t->memCompute, t->memOverhead, t->memBeside, t->errorBar, t->grid}) {
                QVERIFY2(contrastRatio(part, t->surface) >= 3.0, qPrintable(part.name()));
            }
        }
    }

    void bitsGetDarkerAndStayReadable() {
        const std::array<double, 11> bits = {2.0625, 2.5625, 2.625, 3.0625, 3.4375, 4.25, 4.5, 5.5, 6.5625, 8.5, 16};
        for (const Theme* t : {&Theme::light(), &Theme::dark()}) {
            double before = 101;
            for (const double each : bits) {
                const QColor colour = t->bitsColour(each);
                const double lightness =
                    colour.toRgb().redF() * 0.2126 + colour.toRgb().greenF() * 0.7152 + colour.toRgb().blueF() * 0.0722;
                QVERIFY(lightness < before);
                before = lightness;
                QVERIFY(contrastRatio(inkOn(colour), colour) >= 4.5);
            }
        }
        QCOMPARE(Theme::light().bitsColour(4.5).name(), QStringLiteral("#58b9be")); // Q4_K in the table of colours
        QCOMPARE(Theme::light().bitsColour(0.5).name(), Theme::light().bits.front().colour.name());
        QCOMPARE(Theme::light().bitsColour(64).name(), Theme::light().bits.back().colour.name());
    }

    void everyIconIsAFileDrawnInTheColourAskedFor() {
        for (int i = 0; i < iconCount; ++i) {
            const auto icon = static_cast<Icon>(i);
            QVERIFY2(iconFile(icon).contains("currentColor"), qPrintable(QString::number(i)));
            QImage image(48, 48, QImage::Format_ARGB32);
            image.fill(Qt::white);
            {
                QPainter painter(&image);
                paintIcon(painter, icon, QRectF(8, 8, 32, 32), Qt::red);
            }
            int drawn = 0;
            for (int y = 0; y < image.height(); ++y) {
                for (int x = 0; x < image.width(); ++x) {
                    const QColor pixel = image.pixelColor(x, y);
                    QCOMPARE(pixel.red(), 255); // from white to red
                    if (pixel.green() < 128) {
                        ++drawn;
                        QVERIFY2(QRect(8, 8, 32, 32).contains(x, y), qPrintable(QString::number(i)));
                    }
                }
            }
            QVERIFY2(drawn > 40 && drawn < 700, qPrintable(QStringLiteral("%1: %2").arg(i).arg(drawn)));
        }
        QVERIFY(!applicationIcon().pixmap(64, 64).toImage().allGray());
    }

    void marksHaveAboutTheSameArea() {
        // Counted on a fine grid; shapes must not weigh more than twice each other.
        const auto areaOf = [](const QPainterPath& path) {
            int inside = 0;
            for (int x = -80; x <= 80; ++x) {
                for (int y = -80; y <= 80; ++y) {
                    inside += path.contains(QPointF(x / 10.0, y / 10.0)) ? 1 : 0;
                }
            }
            return inside / 100.0;
        };
        const double disc = areaOf(familyMark(Family::gguf));
        for (std::size_t i = 0; i < familyCount; ++i) {
            const double area = areaOf(familyMark(static_cast<Family>(i)));
            QVERIFY2(area > 0.5 * disc && area < 1.5 * disc, qPrintable(QStringLiteral("%1: %2").arg(i).arg(area / disc)));
        }
    }
};

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
