// SPDX-License-Identifier: GPL-3.0-or-later
// What the window writes of a figure is what the command line prints of it, but for the signs between digits.
#include "app/cli_runner.h"
#include "base/arena.h"
#include "model/model.h"
#include "plan/figures.h"
#include "ui/text/figures.h"
#include "ui/widgets/statistics_table.h"
#include "weights/figures.h"

#include <QRegularExpression>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

/// As a terminal has it.
QString plain(QString text) {
    return text.remove(groupSpace).replace(unitSpace, QLatin1Char(' ')).replace(minusSign, QLatin1Char('-'));
}

/// The cells of the first printed line that begins with `name`.
QStringList cellsOf(const QByteArray& out, const QString& name) {
    for (const QString& line : QString::fromUtf8(out).split(QLatin1Char('\n'))) {
        if (line.startsWith(name)) {
            return line.split(QRegularExpression(QStringLiteral(" {2,}")), Qt::SkipEmptyParts);
        }
    }
    return {};
}

} // namespace

class TestFigures : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() { QLocale::setDefault(QLocale::c()); }

    void statisticsOfATensorReadAlike() {
        const auto model = openModel(test::resourceFile("sample"));
        const QString name = QStringLiteral("blk.2.attn_k.weight");
        const auto weight = std::ranges::find(model->weights(), name.toStdString(), &Weight::name);
        QVERIFY(weight != model->weights().end());
        ThreadArena arena;
        Progress progress;
        SelectionReport report;
        report.original =
            std::make_shared<const WeightStatistics>(computeStatistics(*model, *weight, arena, progress, CancelToken()));
        const auto rows = valueRows(report);
        const auto printed = test::runCli({"inspect", test::sampleModel(), "--statistics", name});
        const QStringList headings = cellsOf(printed.out, QStringLiteral("Weight "));
        const QStringList cells = cellsOf(printed.out, name);
        QVERIFY2(cells.size() >= static_cast<qsizetype>(rows.size()) + 1, printed.told());
        for (std::size_t i = 0; i < rows.size(); ++i) { // in the window the counts of what is broken are left out
            const auto column = static_cast<qsizetype>(i) + 1;
            QCOMPARE(plain(rows[i].before), cells[column]);
            QCOMPARE(rows[i].name, headings[column]);
        }
        const auto tensors = test::runCli({"inspect", test::sampleModel(), "--tensors"});
        const QStringList stored = cellsOf(tensors.out, QString::fromStdString(weight->sourceName));
        QVERIFY2(!stored.isEmpty(), tensors.told());
        QCOMPARE(plain(tensorMegabytes(weight->storedBytes())), stored.back());
    }

    void sizesReadAlike_data() {
        QTest::addColumn<quint64>("bytes");
        for (const quint64 bytes : {0ULL, 999ULL, 4096ULL, 99'999ULL, 100'000ULL, 999'700'000ULL, 999'949'999ULL,
                                    999'950'000ULL, 4'920'000'000ULL, 99'994'999'999ULL, 99'995'000'000ULL, 109'000'000ULL}) {
            QTest::addRow("%llu", static_cast<unsigned long long>(bytes)) << bytes;
        }
    }
    void sizesReadAlike() {
        QFETCH(const quint64, bytes);
        QCOMPARE(plain(fileSize(bytes)), QString::fromStdString(fileSizeText(bytes)));
        QCOMPARE(plain(memorySize(static_cast<double>(bytes))), QString::fromStdString(memoryText(bytes)));
        QCOMPARE(plain(parameterCount(bytes)), QString::fromStdString(parameterText(bytes)));
        QVERIFY(!plain(fileSize(bytes)).startsWith(QStringLiteral("1000")));
    }

    void errorsReadAlike() {
        EncodingError error;
        error.relative = 0.0843;
        error.sqnrDecibels = std::numeric_limits<double>::infinity();
        error.cosine = 0.99643;
        error.maxAbsolute = 0.00012345;
        SelectionReport report;
        report.error = error;
        const auto rows = changeRows(report);
        QCOMPARE(rows.size(), std::size_t{4});
        QCOMPARE(rows[0].name, QStringLiteral("Relative error, %"));
        QCOMPARE(rows[0].after, QStringLiteral("8.43"));
        QCOMPARE(rows[1].after, QStringLiteral("∞"));
        for (std::size_t shown = 0; const auto& row : errorFigures()) {
            if (row.isInTables) {
                QCOMPARE(plain(rows[shown++].after), QString::fromStdString(quantityText(row.shown(error))));
            }
        }
        error.relative = 0.00004; // small errors keep their digits
        QCOMPARE(QString::fromStdString(quantityText(errorFigure("relative_rmse").shown(error))), QStringLiteral("0.00400"));
    }

    void everyFigureHasItsOwnKey() {
        const auto check = [](const auto& rows) {
            std::set<std::string_view> keys;
            for (const auto& row : rows) {
                QVERIFY(keys.insert(row.key).second);
                QVERIFY(!row.isInTables || !row.title.empty());
            }
        };
        check(statisticsFigures());
        check(errorFigures());
        check(sizeFigures());
        check(qualityFigures());
        check(predictionFigures());
        check(alternativeFigures());
    }

    void stepsFollowTheSizeOfTheFile() {
        QCOMPARE(byteStep(4'920'000'000), 1e8);
        QCOMPARE(byteStep(14'000'000), 1e6); // 7 M parameters in 16 bits
        QCOMPARE(byteStep(700'000'000), 1e7);
        QCOMPARE(QString::fromStdString(quantityText(byteStepQuantity(byteStep(14'000'000)))), QStringLiteral("1 MB"));
        QCOMPARE(QString::fromStdString(quantityText(byteStepQuantity(byteStep(4'000'000)))), QStringLiteral("100 kB"));
    }
};

QTEST_MAIN(TestFigures)
#include "tst_figures.moc"
