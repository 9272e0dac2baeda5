// SPDX-License-Identifier: GPL-3.0-or-later
// The row under the mouse is tinted as a whole, and no other.
#include "ui/look/theme.h"
#include "ui/widgets/delegates.h"

#include <QImage>
#include <QStandardItemModel>
#include <QTableView>
#include <QTest>

using namespace quantlathe::ui;

class TestRowHover : public QObject {
    Q_OBJECT

    static constexpr int rows = 4;
    static constexpr int columns = 3;
    QStandardItemModel model_{rows, columns};
    QTableView table_;

    /// The rows all of whose cells have the tint at their left edge.
    QList<int> tinted() {
        const QImage picture = table_.viewport()->grab().toImage();
        QList<int> found;
        for (int row = 0; row < rows; ++row) {
            int cells = 0;
            for (int column = 0; column < columns; ++column) {
                const QPoint place(table_.columnViewportPosition(column) + 2, table_.rowViewportPosition(row) + 4);
                cells += picture.pixelColor(place) == theme().rowHover ? 1 : 0;
            }
            if (cells == columns) {
                found.append(row);
            }
        }
        return found;
    }

    void moveTo(int row) {
        const QPoint place(table_.columnViewportPosition(1) + 10, table_.rowViewportPosition(row) + 10);
        QTest::mouseMove(table_.viewport(), place);
    }

private slots:
    void initTestCase() {
        prepareTable(table_);
        table_.setModel(&model_);
        table_.resize(400, 300);
        table_.show();
        QVERIFY(QTest::qWaitForWindowExposed(&table_));
    }

    void followsTheMouse() {
        moveTo(1);
        QTRY_COMPARE(tinted(), QList<int>{1});
        moveTo(3);
        QTRY_COMPARE(tinted(), QList<int>{3});
    }

    void aChosenRowKeepsItsOwnTint() {
        table_.selectRow(2);
        moveTo(2);
        QTRY_COMPARE(tinted(), QList<int>());
        table_.clearSelection();
        QTRY_COMPARE(tinted(), QList<int>{2});
    }

    void endsWhereTheMouseLeaves() {
        moveTo(0);
        QTRY_COMPARE(tinted(), QList<int>{0});
        QTest::mouseMove(&table_, QPoint(10, 4)); // over the header
        QTRY_COMPARE(tinted(), QList<int>());
    }
};

QTEST_MAIN(TestRowHover)
#include "tst_row_hover.moc"
