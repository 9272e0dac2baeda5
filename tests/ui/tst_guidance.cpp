// SPDX-License-Identifier: GPL-3.0-or-later
// What guides a conversion: an importance matrix, high effort, the answer about the pre-tokenizer. By hand, through the window.
#include "model/golden_conversion.h"
#include "model/hf_folder.h"
#include "own_surroundings.h"
#include "support/synthetic_models.h"
#include "support/test_support.h"
#include "ui/dialogs/pre_tokenizer_dialog.h"
#include "ui/headless/wait.h"
#include "ui/models/plan_table_model.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/pages/empty_page.h"
#include "ui/pages/overview_page.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/calibration_panel.h"
#include "ui/widgets/preset_combo.h"
#include "ui/widgets/small_controls.h"
#include "ui/window/main_window.h"
#include "ui/window/tensors_dock.h"

#include <cstring>
#include <QComboBox>
#include <QDir>
#include <QDropEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTreeView>
#include <QUrl>

using namespace quantlathe;
using namespace quantlathe::ui;

namespace {

const QString needy = QStringLiteral("Q2_K_S"); // llama.cpp refuses it without an importance matrix

QString dataPath(const char* name) {
    return QString::fromStdString(test::dataFile(name).string());
}

const PlanFacts* presetOf(const Session& session, const QString& name) {
    const auto found = std::ranges::find(session.presets(), name, &PlanFacts::name);
    return found == session.presets().end() ? nullptr : &*found;
}

bool isUsable(const Session& session, const QString& name) {
    const PlanFacts* facts = presetOf(session, name);
    return facts != nullptr && facts->isUsable();
}

/// True if the window takes it.
bool dragAndDrop(QWidget& window, const QString& path) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile(path)});
    const QPoint middle = window.rect().center();
    QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(&window, &enter);
    QDragMoveEvent move(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    move.ignore();
    QApplication::sendEvent(&window, &move);
    if (!move.isAccepted()) {
        QDragLeaveEvent leave;
        QApplication::sendEvent(&window, &leave);
        return false;
    }
    QDropEvent drop(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    drop.ignore();
    QApplication::sendEvent(&window, &drop);
    return drop.isAccepted();
}

/// The older form, with `columns` values for each name.
void writeLegacy(const QString& file, const QStringList& names, std::int32_t columns) {
    QByteArray bytes;
    const auto number = [&bytes](std::int32_t value) { bytes.append(reinterpret_cast<const char*>(&value), 4); };
    number(static_cast<std::int32_t>(names.size()));
    for (const QString& name : names) {
        number(static_cast<std::int32_t>(name.size()));
        bytes.append(name.toLatin1());
        number(1);
        number(columns);
        for (std::int32_t i = 0; i < columns; ++i) {
            const float value = 1.0F + static_cast<float>(i % 7);
            bytes.append(reinterpret_cast<const char*>(&value), 4);
        }
    }
    QFile out(file);
    QVERIFY(out.open(QIODevice::WriteOnly));
    QCOMPARE(out.write(bytes), bytes.size());
}

} // namespace

class TestGuidance : public QObject {
    Q_OBJECT
private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
    }
    void init() {
        QSettings().clear();
        cache_ = std::make_unique<QTemporaryDir>();
        qputenv("XDG_DATA_HOME", cache_->path().toLocal8Bit()); // nothing that another test left unfinished
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(cache_->path().toStdString()));
        window_->show();
    }
    void cleanup() {
        window_.reset();
        cache_.reset();
    }

    void anImportanceMatrixMakesPresetsAvailableAndGuidesTheFile() {
        Session& session = window_->session();
        openTiny();
        QVERIFY(presetOf(session, needy)->needsCalibration);
        QVERIFY(window_->tensors().view().isColumnHidden(static_cast<int>(TensorColumn::importance)));
        QVERIFY(waitUntil([&] { return !window_->quality().isRunning() && presetOf(session, "Q4_K_M")->quality; }));
        const double before = presetOf(session, "Q4_K_M")->quality->relativeError;

        QVERIFY(dragAndDrop(*window_, dataPath("gguf/tiny-llama-imatrix.gguf")));
        QVERIFY(waitUntil([&] { return session.importance() != nullptr; }, 10'000));
        QVERIFY(isUsable(session, needy) && !presetOf(session, needy)->needsCalibration);
        QCOMPARE(session.importance()->chunks, 16U);
        QVERIFY(session.importanceCoverage().covered > 0);
        QCOMPARE(session.plan()->importance, session.importance());
        QVERIFY(!window_->tensors().view().isColumnHidden(static_cast<int>(TensorColumn::importance)));
        QCOMPARE(window_->overviewPage().calibration().ways().chosen(), int(CalibrationPanel::importance));
        QVERIFY(waitUntil([&] { return !window_->quality().isRunning() && presetOf(session, "Q4_K_M")->quality; }));
        QVERIFY2(presetOf(session, "Q4_K_M")->quality->relativeError != before, "the errors are those of the guided plan");

        session.setPreset(needy);
        QVERIFY(waitUntil([&] { return session.planFacts()->name == needy; }, 10'000));
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("tiny.gguf"));
        window_->convertTo(file);
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().front()->isActive(); }));
        const auto& job = dynamic_cast<const ConversionJob&>(*window_->jobs().jobs().front());
        QVERIFY2(job.state == JobState::done, job.problem ? qPrintable(job.problem->text()) : "");
        QVERIFY(job.commandLine.contains(QStringLiteral(" --imatrix ")));
        const Checkpoint written = openCheckpoint(pathOf(file));
        QVERIFY(written.metadata().contains("quantize.imatrix.file"));
        QCOMPARE(written.metadata().integer("quantize.imatrix.chunks_count").value_or(-1), 16);
    }

    void withoutItATextServesAPlanThatNeedsIt() {
        Session& session = window_->session();
        openTiny();
        session.useImportance(pathOf(dataPath("gguf/tiny-llama-imatrix.gguf")));
        QVERIFY(waitUntil([&] { return session.importance() != nullptr; }, 10'000));
        session.setPreset(needy);
        QVERIFY(waitUntil([&] { return session.planFacts()->name == needy; }, 10'000));
        QVERIFY(!session.calibration().choosesCodes());
        window_->overviewPage().calibration().choose(CalibrationPanel::none);
        QVERIFY(waitUntil([&] { return session.importance() == nullptr; }, 10'000));
        QCOMPARE(session.planFacts()->name, needy);
        QVERIFY(session.planFacts()->needsCalibration && session.calibration().choosesCodes());
        session.setPreset(QStringLiteral("Q4_K_M"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("Q4_K_M"); }, 10'000));
        QVERIFY(!session.calibration().choosesCodes());
    }

    void removingItGivesThePlanUpThatNeededItAndSaysSo() {
        Session& session = window_->session();
        openThatCannotBeRun();
        session.useImportance(pathOf(dataPath("gguf/tiny-llama-imatrix.gguf")));
        QVERIFY(waitUntil([&] { return session.importance() != nullptr; }, 10'000));
        session.setPreset(needy);
        QVERIFY(waitUntil([&] { return session.planFacts()->name == needy; }, 10'000));
        QSignalSpy remarks(&session, &Session::remark);
        window_->overviewPage().calibration().choose(CalibrationPanel::none);
        QVERIFY(waitUntil([&] { return session.importance() == nullptr; }, 10'000));
        QCOMPARE(session.planFacts()->name, QStringLiteral("Q4_K_M"));
        QVERIFY(!session.plan()->importance);
        QVERIFY(!isUsable(session, needy));
        QCOMPARE(remarks.size(), 1);
        QVERIFY(remarks.front().front().toString().contains(needy));
        // The step back leads to a plan that is possible no longer: said, and nothing changes.
        QSignalSpy problems(&session, &Session::problem);
        session.history().undo();
        QVERIFY(waitUntil([&] { return !problems.isEmpty(); }, 10'000));
        QCOMPARE(session.planFacts()->name, QStringLiteral("Q4_K_M"));
        QVERIFY(session.history().canUndo());
    }

    void aForeignMatrixChangesNothing() {
        Session& session = window_->session();
        openTiny();
        const auto plan = session.plan();
        const QString wrong = folder_.filePath(QStringLiteral("notes.txt")); // told by its contents, not by its name
        writeLegacy(wrong, {QStringLiteral("blk.0.attn_q.weight"), QStringLiteral("blk.1.attn_q.weight")}, 512);
        QSignalSpy problems(&session, &Session::problem);
        QVERIFY(dragAndDrop(*window_, wrong));
        QVERIFY(waitUntil([&] { return !problems.isEmpty(); }, 10'000));
        const auto problem = problems.front().front().value<Problem>();
        QVERIFY2(problem.detail.contains(QStringLiteral("blk.0.attn_q.weight")), qPrintable(problem.text()));
        QVERIFY2(problem.detail.contains(QStringLiteral("256")), qPrintable(problem.text()));
        QCOMPARE(session.plan(), plan);
        QVERIFY(!session.importance());
        QVERIFY(!window_->messages().titles().isEmpty());
    }

    void withoutAModelAMatrixIsRefusedWithTheReason() {
        const QString matrix = dataPath("gguf/tiny-llama-imatrix.gguf");
        QVERIFY(!dragAndDrop(*window_, matrix));
        const DragAnswer answer = answerDrag(pathOf(matrix));
        QVERIFY(answer.title.contains(QStringLiteral("importance matrix")));
        QSignalSpy problems(&window_->session(), &Session::problem);
        window_->open(matrix);
        QVERIFY(waitUntil([&] { return !problems.isEmpty(); }, 10'000));
        QVERIFY(!window_->session().model());
    }

    void theTreeTellsWhatIsMissing() {
        Session& session = window_->session();
        openTiny();
        const QString partial = folder_.filePath(QStringLiteral("partial.dat"));
        writeLegacy(partial, {QStringLiteral("blk.0.attn_q.weight")}, 256);
        session.useImportance(pathOf(partial));
        QVERIFY(waitUntil([&] { return session.importance() != nullptr; }, 10'000));
        TensorTreeModel& tree = window_->tensors().model();
        tree.setFilter(QStringLiteral("imatrix:covered"));
        QCOMPARE(tree.shownWeights(), std::size_t{1});
        tree.setFilter(QStringLiteral("imatrix:missing"));
        QCOMPARE(tree.shownWeights(), session.importanceCoverage().missing);
        QVERIFY(tree.shownWeights() > 1);
    }

    /// A GGUF file from before May 2024: it can be converted as it is, and what is guessed is said.
    void aGgufFileThatDoesNotSayHowWordsAreCutIsAskedFor() {
        const QTemporaryDir folder;
        const test::LlamaShape shape{
            .layers = 1, .hidden = 64, .feedForward = 64, .heads = 1, .kvHeads = 1, .vocabulary = 258, .byteVocabulary = true};
        Session& session = window_->session();
        window_->open(QString::fromStdString(test::writeLlamaGguf(folder, shape).string()));
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }, 10'000));
        QVERIFY(session.preTokenizerQuestion().contains(QLatin1String("tokenizer.ggml.pre is missing")));
        QCOMPARE(window_->messages().titles(), QStringList{session.preTokenizerQuestion()});
        session.setPreTokenizer(QStringLiteral("qwen2"));
        QVERIFY(
            waitUntil([&] { return session.preTokenizer() == QLatin1String("qwen2") && session.plan() != nullptr; }, 10'000));
        QVERIFY(window_->messages().titles().isEmpty());
    }

    void whatIsUnknownIsNeitherZeroNorFits() {
        const QTemporaryDir folder;
        Session& session = window_->session();
        window_->open(QString::fromStdString(test::writeLlamaGguf(folder, {.architecture = "mamba9"}).string()));
        QVERIFY(waitUntil([&] { return session.planFacts() != nullptr && !session.presets().empty(); }, 10'000));
        const DeviceFacts& device = session.planFacts()->device;
        QVERIFY(!device.memory.isComplete && !device.longestContext && !device.usersPercent);
        QCOMPARE(device.fit.fit, Fit::unknown);
        QCOMPARE(fitBadge(device).kind, Badge::Kind::neutral);
        QVERIFY(memoryNeeded(device.memory).startsWith(QLatin1String("at least ")));
        const PlanTableModel table(
            session,
            {PlanColumn::memory, PlanColumn::memoryBar, PlanColumn::longestContext, PlanColumn::speed, PlanColumn::users},
            false);
        QVERIFY(table.rowCount() > 0);
        const auto shown = [&](int column) { return table.index(0, column).data().toString(); };
        QVERIFY2(shown(0).startsWith(QStringLiteral("≥ ")), qPrintable(shown(0)));
        QVERIFY(!table.index(0, 1).data(StackedBarCellRole).isValid());
        for (const int column : {2, 3, 4}) {
            QCOMPARE(shown(column), unknownText());
        }
        QVERIFY2(table.index(0, 0).data(Qt::ToolTipRole).toString().contains(QLatin1String("is not known")), "the reason");
    }

    void aFormatThatCannotTakeTheModelNamesThoseThatCan() {
        const auto folder = test::folderOf(QStringLiteral("gpt2"));
        Session& session = window_->session();
        session.setFormat(*formatById("aqlm"));
        window_->open(QString::fromStdString(folder->path().string()));
        QVERIFY(waitUntil([&] { return !session.whyNotConvertible().isEmpty(); }, 10'000));
        QVERIFY(session.otherFormats().contains(QStringLiteral("GGUF")));
        QVERIFY(!session.otherFormats().contains(QStringLiteral("AQLM")));
        QCOMPARE(window_->messages().titles(), QStringList{session.whyNotConvertible()});
        QVERIFY(std::ranges::any_of(window_->messages().findChildren<QLabel*>(), [](const QLabel* label) {
            return label->text().startsWith(QLatin1String("It can become")) && label->text().contains(QLatin1String("GGUF"));
        }));
        // So does the field of presets, and a click there opens the list of formats.
        auto* const presets = window_->findChild<PresetCombo*>();
        QVERIFY(presets->isEnabled() && presets->toolTip().startsWith(session.whyNotConvertible()));
        QSignalSpy formats(presets, &PresetCombo::formatsWanted);
        presets->showPopup();
        QCOMPARE(formats.count(), 1);
        window_->showFormatList(false);
        session.setFormat(*formatById("gguf"));
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }, 10'000));
        QVERIFY(window_->messages().titles().isEmpty());
    }

    void anUnknownPreTokenizerIsAskedForAndNeverGuessed() {
        const test::HfFolder folder;
        writeModelWithUnknownPreTokenizer(folder);
        Session& session = window_->session();
        window_->open(QString::fromStdString(folder.path().string()));
        QVERIFY(waitUntil([&] { return session.model() != nullptr; }, 10'000));
        QVERIFY(!session.plan());
        QVERIFY(!session.preTokenizerQuestion().isEmpty());
        QCOMPARE(window_->messages().titles(), QStringList{session.whyNotConvertible()});

        window_->askPreTokenizer();
        auto* dialog = window_->findChild<PreTokenizerDialog*>();
        QVERIFY(dialog != nullptr);
        QVERIFY2(dialog->chosen().isEmpty() && !dialog->useButton().isEnabled(), "nothing is chosen beforehand");
        dialog->field().lineEdit()->setText(QStringLiteral("qwen9"));
        QVERIFY(!dialog->useButton().isEnabled());
        dialog->field().lineEdit()->setText(QStringLiteral("qwen2"));
        QVERIFY(dialog->useButton().isEnabled());
        dialog->useButton().click();
        QVERIFY(waitUntil([&] { return session.plan() != nullptr; }, 10'000));
        QCOMPARE(session.preTokenizer(), QStringLiteral("qwen2"));
        QVERIFY2(!session.preTokenizerQuestion().isEmpty(), "the answer can be changed");
        QVERIFY(window_->messages().titles().isEmpty());

        const QString file = folder_.filePath(QStringLiteral("asked.gguf"));
        session.setPreset(QStringLiteral("F16"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("F16"); }, 10'000));
        window_->convertTo(file, true);
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().front()->isActive(); }));
        const auto& job = dynamic_cast<const ConversionJob&>(*window_->jobs().jobs().front());
        QVERIFY2(job.state == JobState::done, job.problem ? qPrintable(job.problem->text()) : "");
        QVERIFY(job.commandLine.contains(QStringLiteral("--pre-tokenizer qwen2")));
        QVERIFY(openCheckpoint(pathOf(file)).metadata().string("tokenizer.ggml.pre") == "qwen2");
    }

    void effortStaysWithThePlan() {
        Session& session = window_->session();
        openTiny();
        session.setEffort(Effort::high);
        QVERIFY(waitUntil([&] { return session.plan()->document.effort == Effort::high; }, 10'000));
        QVERIFY2(!session.planFacts()->isOwnPlan, "high effort is no mix of encodings");
        session.setPreset(QStringLiteral("Q6_K"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("Q6_K"); }, 10'000));
        QVERIFY(session.plan()->document.effort == Effort::high);
        session.history().undo();
        session.history().undo();
        QVERIFY(waitUntil([&] { return session.plan()->document.effort == Effort::normal; }, 10'000));
    }

    void optionsOfTheOutputAreAPartOfThePlan() {
        Session& session = window_->session();
        openTiny();
        session.setPreset(QStringLiteral("F16"));
        QVERIFY(waitUntil([&] { return session.planFacts()->name == QLatin1String("F16"); }, 10'000));
        OutputOptions options;
        options.pure = true;
        options.split.maxBytes = 1'000'000;
        session.setOptions(options);
        QVERIFY(waitUntil([&] { return session.plan()->document.options.pure; }, 10'000));
        QVERIFY2(session.planFacts()->isOwnPlan, "pure is no plain preset");
        QCOMPARE(session.planFacts()->options.size(), 2);
        QVERIFY(session.plan()->layout.files.size() > 1);
        session.setPreset(QStringLiteral("BF16"));
        QVERIFY(waitUntil([&] { return session.plan()->preset->name == "BF16"; }, 10'000));
        QVERIFY(session.plan()->document.options == options);
        QTemporaryDir folder;
        window_->convertTo(folder.filePath(QStringLiteral("tiny.gguf")));
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().front()->isActive(); }));
        const auto& job = dynamic_cast<const ConversionJob&>(*window_->jobs().jobs().front());
        QVERIFY2(job.state == JobState::done, job.problem ? qPrintable(job.problem->text()) : "");
        QVERIFY(job.commandLine.contains(QStringLiteral(" --pure --split-max-size 1M")));
        QCOMPARE(QDir(folder.path()).entryList({QStringLiteral("*.gguf")}).size(),
                 static_cast<qsizetype>(session.plan()->layout.files.size()));
        session.setPlainPreset();
        QVERIFY(waitUntil([&] { return !session.planFacts()->isOwnPlan; }, 10'000));
        QVERIFY(session.plan()->document.options.split.maxBytes == 1'000'000);
    }

    void thePresetListIsGroupedByBits() {
        Session& session = window_->session();
        openThatCannotBeRun();
        PlanTableModel list(session, {PlanColumn::name, PlanColumn::description, PlanColumn::file}, false);
        list.setOnlyUsable(false);
        list.setGrouped(true);
        QStringList headings, names;
        for (int row = 0; row < list.rowCount(); ++row) {
            const QString text = list.index(row, 0).data().toString();
            (list.isHeading(row) ? headings : names).append(text);
            QVERIFY(!list.isHeading(row) || list.flags(list.index(row, 0)) == Qt::NoItemFlags);
        }
        QCOMPARE(static_cast<std::size_t>(names.size()), session.presets().size());
        QVERIFY(headings.front() == QLatin1String("Floats") && headings.contains(QStringLiteral("4 bits")));
        const QModelIndex refused = list.index(list.rowOf(needy), 1);
        QVERIFY(list.flags(refused) & Qt::ItemIsEnabled); // to be looked at
        QVERIFY(refused.data(DimmedRole).toBool());
        QVERIFY(
            refused.siblingAtColumn(0).data(Qt::AccessibleTextRole).toString().contains(QStringLiteral("importance matrix")));
        QVERIFY(refused.data().toString().startsWith(QStringLiteral("needs an importance matrix")));
    }

private:
    void openTiny() {
        Session& session = window_->session();
        window_->open(dataPath("gguf/tiny-llama-f32.gguf"));
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
    }
    /// The same weights with a vocabulary of a kind that nobody knows: no text can be run.
    void openThatCannotBeRun() {
        QFile original(dataPath("gguf/tiny-llama-f32.gguf"));
        QVERIFY(original.open(QIODevice::ReadOnly));
        QByteArray bytes = original.readAll();
        const QByteArray key("tokenizer.ggml.model");
        constexpr qsizetype typeAndLength = 4 + 8;
        const qsizetype at = bytes.indexOf(key) + key.size() + typeAndLength;
        QCOMPARE(bytes.mid(at, 5), QByteArray("llama"));
        bytes.replace(at, 5, "other");
        QFile changed(folder_.filePath(QStringLiteral("cannot-be-run.gguf")));
        QVERIFY(changed.open(QIODevice::WriteOnly));
        QCOMPARE(changed.write(bytes), bytes.size());
        changed.close();
        Session& session = window_->session();
        window_->open(changed.fileName());
        QVERIFY(waitUntil([&] { return session.plan() && !session.presets().empty(); }));
    }
    static void writeModelWithUnknownPreTokenizer(const test::HfFolder& folder);

    QTemporaryDir settings_;
    QTemporaryDir folder_;
    std::unique_ptr<QTemporaryDir> cache_;
    std::unique_ptr<MainWindow> window_;
};

void TestGuidance::writeModelWithUnknownPreTokenizer(const test::HfFolder& folder) {
    const QJsonObject vocabulary{{"a", 0}, {"b", 1}, {"ab", 2}, {"c", 3}, {"abc", 4}, {"d", 5}};
    const QJsonObject model{{"type", "BPE"}, {"vocab", vocabulary}, {"merges", QJsonArray{"a b", "ab c"}}};
    folder.write("config.json", test::llamaConfig());
    folder.writeWeights(test::llamaShapes());
    folder.write("tokenizer.json", QJsonObject{{"added_tokens", QJsonArray{}},
                                               {"pre_tokenizer", QJsonObject{{"type", "Whitespace"}}},
                                               {"decoder", QJsonObject{{"type", "ByteLevel"}}},
                                               {"model", model}});
}

QTEST_MAIN(TestGuidance)
#include "tst_guidance.moc"
