// SPDX-License-Identifier: GPL-3.0-or-later
// A second model beside the open one: the table, its values, what it exports, and tensors grafted from one into the other.
#include "convert/job.h"
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/bridge/divergence_job.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/headless/wait.h"
#include "ui/models/cells.h"
#include "ui/pages/compare_page.h"
#include "ui/pages/empty_page.h"
#include "ui/text/measure_texts.h"
#include "ui/text/paths.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/small_controls.h"
#include "ui/window/difference_window.h"
#include "ui/window/main_window.h"

#include <algorithm>
#include <QClipboard>
#include <QComboBox>
#include <QDropEvent>
#include <QFile>
#include <QGuiApplication>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTableView>
#include <QTabWidget>
#include <QTemporaryDir>
#include <QToolButton>
#include <QUrl>

using namespace quantlathe;
using namespace quantlathe::ui;
namespace fs = std::filesystem;

namespace {

fs::path converted(const fs::path& folder, const std::string& preset) {
    const fs::path file = folder / (preset + ".gguf");
    PlanDocument document;
    document.preset = preset;
    Progress progress;
    (void)convert(makePlan(openModel(test::resourceFile("sample")), document), file, {}, progress, CancelToken());
    return file;
}

std::vector<std::byte> bytesOf(const Model& model, const std::string& tensor) {
    const auto bytes = model.checkpoint().bytes(*model.checkpoint().find(tensor));
    return {bytes.begin(), bytes.end()};
}

} // namespace

class TestDifferenceWindow : public QObject {
    Q_OBJECT
    QTemporaryDir settings_;
    QTemporaryDir files_; // what is compared
    fs::path q4_;
    fs::path q5_;
    std::unique_ptr<QTemporaryDir> folder_; // of results, and of the cache
    std::unique_ptr<MainWindow> window_;

    void open(const fs::path& model) {
        window_->open(textOf(model));
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
    }
    DifferenceWindow* compareWith(const fs::path& second) {
        window_->compareWith(textOf(second));
        (void)waitUntil([&] { return window_->differenceWindow() != nullptr && window_->differenceWindow()->isVisible(); });
        return window_->differenceWindow();
    }
    static int rowOf(DifferenceWindow& window, const QString& tensor) {
        const DifferenceFilter& rows = window.rows();
        for (int row = 0; row < rows.rowCount(); ++row) {
            if (rows.index(row, 0).data().toString() == tensor) {
                return row;
            }
        }
        return -1;
    }
    static QString cell(DifferenceWindow& window, const QString& tensor, DifferenceColumn column) {
        return window.rows().index(rowOf(window, tensor), static_cast<int>(column)).data().toString();
    }
    static void compareValues(DifferenceWindow& window) {
        QTest::mouseClick(&window.compareButton(), Qt::LeftButton);
        QVERIFY(waitUntil([&] { return window.service().isComplete(); }));
    }
    static void clickHeader(DifferenceWindow& window, DifferenceColumn column) {
        QHeaderView* const header = window.table().horizontalHeader();
        const QPoint place(header->sectionViewportPosition(static_cast<int>(column)) + 20, header->height() / 2);
        QTest::mouseClick(header->viewport(), Qt::LeftButton, Qt::NoModifier, place);
    }
    static void choose(JoinedButtons& buttons, int which) {
        QTest::mouseClick(buttons.findChildren<QToolButton*>()[which], Qt::LeftButton);
    }
    static ConvertSheet* sheetOver(QWidget& window) {
        (void)waitUntil([&] { return window.findChild<ConvertSheet*>() != nullptr; }, 20'000);
        return window.findChild<ConvertSheet*>();
    }

private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
        q4_ = converted(files_.path().toStdString(), "Q4_K_M");
        q5_ = converted(files_.path().toStdString(), "Q5_K_M");
    }
    void init() {
        QSettings().clear();
        folder_ = std::make_unique<QTemporaryDir>();
        QSettings().setValue(QStringLiteral("folders/save"), folder_->path());
        qputenv("XDG_DATA_HOME", folder_->path().toLocal8Bit());
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(folder_->path().toStdString()));
        window_->show();
        window_->quality().disconnect(); // its work is not wanted here
    }
    void cleanup() {
        window_.reset();
        folder_.reset();
    }

    void theAnswersOfBothAreComparedByAJob() {
        window_->comparePage().measurements().setSettings({{}, 64, 2});
        open(q4_);
        DifferenceWindow* const window = compareWith(q5_);
        QVERIFY(window != nullptr && window->divergenceButton().isEnabled());
        QCOMPARE(window->reference()->checkpoint().path(), q5_); // the larger one
        QTest::mouseClick(&window->divergenceButton(), Qt::LeftButton);
        QVERIFY(!window->divergenceButton().isEnabled());
        QVERIFY(waitUntil([&] { return window_->jobs().activeCount() == 0; }));
        const auto* const job = window_->jobs().find<DivergenceJob>(window_->jobs().jobs().back()->id);
        QVERIFY2(job->state == JobState::done, qPrintable(logText(*job)));
        const double divergence = job->quality->divergence->kl.value;
        QVERIFY2(divergence > 0.0005 && divergence < 0.05, qPrintable(QString::number(divergence)));
        QVERIFY2(window->divergenceLabel().text().contains(divergenceText(divergence)),
                 qPrintable(window->divergenceLabel().text()));
        QVERIFY(window->divergenceButton().isEnabled() && job->commandLine.contains(QStringLiteral(" --reference ")));
        // Another run of the program shows it, and another comparison of the two finds it.
        const auto again = DivergenceJob::fromJson(job->json());
        QCOMPARE(dynamic_cast<const DivergenceJob&>(*again).quality->divergence->kl.value, divergence);
        QCOMPARE(again->outcome(), job->outcome());
        window_->compareWith(textOf(q5_)); // in the place of the window that is there
        QVERIFY(waitUntil([&] { return window_->differenceWindow() != window && window_->differenceWindow()->isVisible(); }));
        QVERIFY(window_->differenceWindow()->divergenceLabel().isVisible());
    }

    void headersStandAtOnceAndValuesWhenAskedFor() {
        open(q4_);
        DifferenceWindow* const window = compareWith(q5_);
        QVERIFY(window != nullptr);
        QCOMPARE(window->rows().rowCount(), 57);
        QVERIFY2(window->summary().text().startsWith(QStringLiteral("18 stored alike, 39 in another encoding; ")),
                 qPrintable(window->summary().text()));
        const QString query = QStringLiteral("blk.0.attn_q.weight");
        QCOMPARE(cell(*window, query, DifferenceColumn::first), QStringLiteral("Q4_K"));
        QCOMPARE(cell(*window, query, DifferenceColumn::second), QStringLiteral("Q5_K"));
        QCOMPARE(cell(*window, query, DifferenceColumn::verdict), QStringLiteral("other encoding"));
        QCOMPARE(cell(*window, query, DifferenceColumn::relative), QStringLiteral("–"));
        QCOMPARE(window->status().text(), QStringLiteral("Values are not compared yet"));

        compareValues(*window);
        QCOMPARE(cell(*window, query, DifferenceColumn::verdict), QStringLiteral("other values"));
        QVERIFY(cell(*window, query, DifferenceColumn::relative).toDouble() > 1); // the heading says per cent
        QCOMPARE(cell(*window, QStringLiteral("blk.0.attn_norm.weight"), DifferenceColumn::verdict),
                 QStringLiteral("same bytes"));
        QCOMPARE(window->status().text(), QStringLiteral("18 with the same bytes, 0 with the same values, 39 with others"));
        QCOMPARE(window->compareButton().text(), QStringLiteral("Compare &values"));

        QCOMPARE(window->tabs().tabText(1), QStringLiteral("Metadata, 1"));
        const QAbstractItemModel& metadata = *window->metadataTable().model();
        QCOMPARE(metadata.index(0, 0).data().toString(), QStringLiteral("general.file_type"));
        QCOMPARE(metadata.index(0, 1).data().toString(), QStringLiteral("15"));
        QCOMPARE(metadata.index(0, 2).data().toString(), QStringLiteral("17"));
    }

    void aFolderStandsBesideItsGguf() {
        open(test::resourceFile("sample"));
        DifferenceWindow* const window = compareWith(q4_);
        QVERIFY(window != nullptr);
        compareValues(*window);
        QCOMPARE(cell(*window, QStringLiteral("output_norm.weight"), DifferenceColumn::verdict), QStringLiteral("same values"));
        QVERIFY(!window->graftTarget().isVisible()); // only one of them is a file to graft into
    }

    void rowsAreFilteredSortedCopiedAndExported() {
        open(q4_);
        DifferenceWindow* const window = compareWith(q5_);
        QVERIFY(window != nullptr);
        QTest::keyClick(&window->table(), Qt::Key_F, Qt::ControlModifier);
        QVERIFY(waitUntil([&] { return window->filterField().hasFocus() || !window->isActiveWindow(); }, 5'000));
        QTest::keyClicks(&window->filterField(), QStringLiteral("layer:0"));
        QCOMPARE(window->rows().rowCount(), 9);
        choose(window->shownRows(), 1);
        QCOMPARE(window->rows().rowCount(), 7); // norms are alike
        window->filterField().clear();
        QCOMPARE(window->rows().rowCount(), 39);
        choose(window->shownRows(), 0);
        compareValues(*window);

        clickHeader(*window, DifferenceColumn::relative);
        clickHeader(*window, DifferenceColumn::relative);
        const auto relative = [&](int row) {
            return window->rows().index(row, static_cast<int>(DifferenceColumn::relative)).data(SortRole).toDouble();
        };
        QVERIFY(relative(0) > 0.03);
        for (int row = 1; row < window->rows().rowCount(); ++row) {
            QVERIFY(relative(row - 1) >= relative(row));
        }

        window->table().selectRow(0);
        QTest::keySequence(&window->table(), QKeySequence::Copy);
        const QStringList copied = QGuiApplication::clipboard()->text().split(QLatin1Char('\t'));
        QCOMPARE(copied.size(), differenceColumnCount);
        QCOMPARE(copied[0], window->rows().index(0, 0).data().toString());
        QVERIFY(std::abs(copied[6].toDouble() - relative(0)) < 1e-12);

        disconnect(window, &DifferenceWindow::exportWanted, nullptr, nullptr); // no dialog that asks for a name
        QSignalSpy exported(window, &DifferenceWindow::exportWanted);
        QTest::mouseClick(&window->exportButton(), Qt::LeftButton);
        QCOMPARE(exported.size(), 1);
        const QByteArray csv = exported.front()[1].toByteArray();
        QCOMPARE(csv.count('\n'), 58);
        QVERIFY2(csv.contains("blk.0.attn_norm.weight,F32,F32,1024,1024,same_bytes,0,0,1"), csv.left(2000));
    }

    void theRunCanBeStopped() {
        open(q4_);
        DifferenceWindow* const window = compareWith(q5_);
        QVERIFY(window != nullptr);
        DifferenceService& service = window->service();
        QTest::mouseClick(&window->compareButton(), Qt::LeftButton);
        QVERIFY(service.isRunning());
        QCOMPARE(window->compareButton().text(), QStringLiteral("&Stop"));
        QTest::mouseClick(&window->compareButton(), Qt::LeftButton);
        QVERIFY(!service.isRunning() && !service.isComplete());
        QCOMPARE(window->compareButton().text(), QStringLiteral("Compare &values"));
        compareValues(*window); // begins anew
        // Closing while it runs is no harm either.
        QTest::mouseClick(&window->compareButton(), Qt::LeftButton);
        QTest::keyClick(window, Qt::Key_Escape);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        QVERIFY(window_->differenceWindow() == nullptr);
    }

    void selectedTensorsAreGrafted() {
        open(test::resourceFile("sample"));
        DifferenceWindow* const window = compareWith(q4_);
        QVERIFY(window != nullptr);
        QVERIFY(!window->graftButton().isEnabled());
        QTest::keyClicks(&window->filterField(), QStringLiteral("ffn_down"));
        window->table().selectAll();
        QCOMPARE(window->graftButton().text(), QStringLiteral("&Graft 6 tensors…"));
        window->encodingField().setCurrentIndex(window->encodingField().findData(QStringLiteral("Q6_K")));
        QTest::mouseClick(&window->graftButton(), Qt::LeftButton);
        ConvertSheet* const sheet = sheetOver(*window);
        QVERIFY(sheet != nullptr);
        const QString file = folder_->filePath(QStringLiteral("Sample-graft-Q6_K.gguf"));
        QCOMPARE(sheet->destination(), file);
        QVERIFY(waitUntil([&] { return sheet->isComplete(); }));
        QVERIFY2(sheet->command().contains(QStringLiteral("--from")) &&
                     sheet->command().endsWith(QStringLiteral("--type Q6_K")),
                 qPrintable(sheet->command()));
        QTest::mouseClick(&sheet->startButton(), Qt::LeftButton);
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().empty() && !window_->jobs().jobs().front()->isActive(); }));
        const auto& job = dynamic_cast<const ConversionJob&>(*window_->jobs().jobs().front());
        QVERIFY2(job.state == JobState::done, job.problem ? qPrintable(job.problem->text()) : "");
        const auto before = openModel(q4_);
        const auto after = openModel(pathOf(file));
        for (const TensorInfo& tensor : before->checkpoint().tensors()) {
            const bool isGrafted = tensor.name.find("ffn_down") != std::string::npos;
            QVERIFY2(isGrafted ? after->find(tensor.name)->storedType == ElementType::Q6_K
                               : bytesOf(*after, tensor.name) == bytesOf(*before, tensor.name),
                     tensor.name.c_str());
        }
        // Another run of the program makes the same of what it keeps.
        const JobRecipe kept = parseRecipe(recipeJson(job.recipe));
        QVERIFY(kept.model.graft == job.recipe.model.graft && kept.model.graft.has_value());
        const auto plan = planOf(kept);
        QCOMPARE(plan->fileBytes(), job.plan->fileBytes());
        QCOMPARE(plan->model->checkpoint().identity(), job.plan->model->checkpoint().identity());
    }

    void graftingGoesIntoTheFileThatIsChosen() {
        open(q5_);
        DifferenceWindow* const window = compareWith(q4_);
        QVERIFY(window != nullptr);
        QVERIFY(window->graftTarget().isVisible());
        QCOMPARE(window->graftTarget().chosen(), 1); // the smaller one is the second
        choose(window->graftTarget(), 0);
        window->table().selectRow(rowOf(*window, QStringLiteral("blk.0.attn_q.weight")));
        window->encodingField().setCurrentIndex(window->encodingField().findData(QStringLiteral("Q4_K")));
        QTest::mouseClick(&window->graftButton(), Qt::LeftButton);
        ConvertSheet* const sheet = sheetOver(*window);
        QVERIFY(sheet != nullptr);
        QVERIFY2(sheet->command().contains(QStringLiteral("convert %1 ").arg(textOf(q5_))), qPrintable(sheet->command()));
        QTest::keyClick(sheet, Qt::Key_Escape);
    }

    void whatCannotBeEncodedIsSaidInTheWindow() {
        open(test::resourceFile("sample"));
        DifferenceWindow* const window = compareWith(q4_);
        QVERIFY(window != nullptr);
        window->table().selectRow(rowOf(*window, QStringLiteral("blk.0.attn_q.weight")));
        window->encodingField().setCurrentIndex(window->encodingField().findData(QStringLiteral("IQ2_XXS")));
        QTest::mouseClick(&window->graftButton(), Qt::LeftButton);
        QVERIFY(waitUntil([&] { return !window->messages().titles().isEmpty(); }, 20'000));
        QVERIFY2(window->messages().titles().front().contains(QStringLiteral("needs an importance matrix")),
                 qPrintable(window->messages().titles().front()));
    }

    void aBrokenSecondModelLeavesEverythingAsItIs() {
        open(q4_);
        const fs::path broken = fs::path(folder_->path().toStdString()) / "broken.gguf";
        test::writeAll(broken, std::as_bytes(std::span(std::string_view("GGUF\3\0\0\0"))));
        window_->compareWith(textOf(broken));
        QVERIFY(waitUntil([&] { return !window_->messages().titles().isEmpty(); }, 20'000));
        QVERIFY(window_->differenceWindow() == nullptr);
        QCOMPARE(window_->session().model()->checkpoint().path(), q4_);
    }

    void aModelDroppedOnTheLowerThirdIsCompared() {
        open(q4_);
        QMimeData data;
        data.setUrls({QUrl::fromLocalFile(textOf(q5_))});
        const QPoint low(window_->width() / 2, window_->height() - 120);
        QDragEnterEvent enter(low, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window_.get(), &enter);
        const auto areas = window_->findChildren<DropArea*>();
        const auto compares = std::ranges::find_if(areas, [](const DropArea* area) {
            return area->isVisible() && area->answer() &&
                   area->answer()->title.startsWith(QStringLiteral("Compare Q5_K_M.gguf"));
        });
        QVERIFY(compares != areas.end());
        QDropEvent drop(low, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(window_.get(), &drop);
        QVERIFY(waitUntil([&] { return window_->differenceWindow() != nullptr; }, 20'000));
        QCOMPARE(window_->session().model()->checkpoint().path(), q4_);
        QCOMPARE(window_->differenceWindow()->service().second()->checkpoint().path(), q5_);
    }

    void everyControlHasAName() {
        open(q4_);
        DifferenceWindow* const window = compareWith(q5_);
        QVERIFY(window != nullptr);
        const auto widgets = window->findChildren<QWidget*>();
        for (const QWidget* const widget : widgets) {
            const auto* const button = qobject_cast<const QAbstractButton*>(widget);
            if (button != nullptr && button->isVisible()) {
                QVERIFY2(!button->text().isEmpty() || !button->accessibleName().isEmpty() ||
                             button->parentWidget()->inherits("QTabBar") || button->inherits("QTableCornerButton") ||
                             button->parentWidget()->inherits("QLineEdit"),
                         button->metaObject()->className());
            }
        }
        for (const QWidget* const widget :
             {static_cast<const QWidget*>(&window->table()), static_cast<const QWidget*>(&window->metadataTable()),
              static_cast<const QWidget*>(&window->filterField()), static_cast<const QWidget*>(&window->encodingField())}) {
            QVERIFY(!widget->accessibleName().isEmpty());
        }
    }
};

QTEST_MAIN(TestDifferenceWindow)
#include "tst_difference_window.moc"
