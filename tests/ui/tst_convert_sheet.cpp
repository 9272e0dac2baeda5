// SPDX-License-Identifier: GPL-3.0-or-later
// Before a conversion: the sheet with its place, its costs and the programs that will load it; and after it, the card that says
// the same of the written file.
#include "checkpoint/checkpoint.h"
#include "model/golden_image_parts.h"
#include "own_surroundings.h"
#include "support/test_support.h"
#include "ui/bridge/job_kinds.h"
#include "ui/dialogs/convert_sheet.h"
#include "ui/headless/wait.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/consumer_list.h"
#include "ui/window/jobs_dock.h"
#include "ui/window/main_window.h"
#include "ui/window/result_card.h"

#include <algorithm>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QFile>
#include <QGuiApplication>
#include <QLabel>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::ui;

class TestConvertSheet : public QObject {
    Q_OBJECT
    QTemporaryDir settings_;
    std::unique_ptr<QTemporaryDir> folder_; // of results, and of the cache
    std::unique_ptr<MainWindow> window_;

    QString result(const char* name) const { return folder_->filePath(QLatin1String(name)); }

    void openSample() {
        window_->openSample();
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr && !window_->session().presets().empty(); }));
    }
    void choose(const char* format, const char* preset) {
        Session& session = window_->session();
        session.setPresetOf(*formatById(format), QLatin1String(preset));
        QVERIFY(
            waitUntil([&] { return session.planFacts() != nullptr && session.planFacts()->name == QLatin1String(preset); }));
    }
    /// As Ctrl+Return opens it.
    ConvertSheet* openSheet() {
        QTest::keyClick(window_.get(), Qt::Key_Return, Qt::ControlModifier);
        (void)waitUntil([&] { return visibleSheet() != nullptr; }, 10'000);
        return visibleSheet();
    }
    /// Closed ones may wait to be deleted.
    ConvertSheet* visibleSheet() const {
        const auto sheets = window_->findChildren<ConvertSheet*>();
        const auto found = std::ranges::find_if(sheets, [](const ConvertSheet* sheet) { return sheet->isVisible(); });
        return found == sheets.end() ? nullptr : *found;
    }

private slots:
    void initTestCase() {
        QVERIFY(settings_.isValid());
        test::useOwnSurroundings(settings_.path());
    }
    void init() {
        QSettings().clear();
        folder_ = std::make_unique<QTemporaryDir>();
        QSettings().setValue(QStringLiteral("folders/save"), folder_->path());
        qputenv("XDG_DATA_HOME", folder_->path().toLocal8Bit()); // nothing that another test left unfinished
        window_ = std::make_unique<MainWindow>(std::make_shared<ResultCache>(folder_->path().toStdString()));
        window_->show();
        window_->activateWindow();
        window_->quality().disconnect(); // its work is not wanted here
    }
    void cleanup() {
        window_.reset();
        folder_.reset();
    }

    void enterStartsWithWhatIsFilledIn() {
        openSample();
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        const QString file = result("sample-Q4_K_M.gguf");
        QCOMPARE(sheet->destination(), file);
        QCOMPARE(sheet->destinationField().selectedText(), QStringLiteral("sample-Q4_K_M"));
        QTest::keyClick(&sheet->destinationField(), Qt::Key_Return);
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().empty() && !window_->jobs().jobs().front()->isActive(); }));
        QVERIFY(window_->jobs().jobs().front()->state == JobState::done);
        QVERIFY(QFile::exists(file));
        QVERIFY(waitUntil([&] { return visibleSheet() == nullptr; }, 10'000));
        // The next one does not propose to replace it.
        const Session& session = window_->session();
        QCOMPARE(suggestedDestination(*session.plan(), *session.planFacts(), folder_->path()), result("sample-Q4_K_M-2.gguf"));
    }

    void tellsWhatItCosts() {
        openSample();
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QVERIFY(waitUntil([&] { return sheet->isComplete(); }));
        const std::uint64_t bytes = window_->session().plan()->fileBytes();
        QCOMPARE(sheet->sizeLabel().text(), QStringLiteral("%1, exactly %2 bytes").arg(fileSize(bytes), grouped(bytes)));
        QVERIFY2(sheet->diskLabel().text().endsWith(QStringLiteral("free")), qPrintable(sheet->diskLabel().text()));
        QVERIFY2(sheet->memoryLabel().text().startsWith(QStringLiteral("Up to")), qPrintable(sheet->memoryLabel().text()));
        QVERIFY2(sheet->timeLabel().text().endsWith(QStringLiteral("by a short trial on this machine")),
                 qPrintable(sheet->timeLabel().text()));
        QCOMPARE(sheet->calibrationLabel().text(), QStringLiteral("None"));
        QCOMPARE(sheet->placeNote().text(), QString());
        QCOMPARE(sheet->consumerList().lines().front(), QStringLiteral("✓ llama.cpp"));
    }

    void aModelThatSeesBecomesTwoFiles() {
        openSample();
        ConvertSheet blind(window_->session(), result("blind.gguf"));
        blind.show();
        QVERIFY(waitUntil([&] { return blind.isComplete(); }));
        QVERIFY(!blind.imageBox().isVisible());

        const auto folder = test::folderOfPart("qwen3vl");
        window_->open(textOf(folder->path()));
        QVERIFY(waitUntil([&] {
            const Session& session = window_->session();
            return session.model() && session.model()->checkpoint().path() == folder->path() && session.plan() != nullptr;
        }));
        blind.close();
        window_->activateWindow();
        QVERIFY(waitUntil([&] { return window_->isActiveWindow(); }));
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr && waitUntil([&] { return sheet->imageBox().isVisible(); }));
        QVERIFY(!sheet->wantedImagePart());
        sheet->imageTypes().setCurrentText(QStringLiteral("Q8_0"));
        sheet->imageBox().click();
        QVERIFY(waitUntil([&] { return sheet->wantedImagePart().has_value(); }));
        QVERIFY2(sheet->imageNote().text().startsWith(QStringLiteral("mmproj-golden-Q8_0.gguf, ")),
                 qPrintable(sheet->imageNote().text()));
        sheet->startButton().click();
        JobQueue& jobs = window_->jobs();
        QVERIFY(waitUntil([&] { return jobs.jobs().size() == 2 && jobs.activeCount() == 0; }));
        const Job& part = *jobs.jobs().back();
        QVERIFY2(part.state == JobState::done, qPrintable(logText(part)));
        QCOMPARE(part.title, QStringLiteral("golden, image part Q8_0"));
        QVERIFY(part.commandLine.contains(QStringLiteral("--mmproj --preset Q8_0")));
        const Checkpoint written = openCheckpoint(pathOf(result("mmproj-golden-Q8_0.gguf")));
        QCOMPARE(written.metadata().string("general.type"), std::optional<std::string_view>("mmproj"));

        // The next run of the program makes the same of what it kept.
        const auto again = jobFromJson(part.kind(), part.json());
        const auto& recipe = dynamic_cast<const ConversionJob&>(*again).recipe;
        QVERIFY(recipe.model.isImagePart);
        QCOMPARE(planOf(recipe)->fileBytes(), std::filesystem::file_size(pathOf(result("mmproj-golden-Q8_0.gguf"))));
    }

    void namesProgramsThatDoNotLoadItAndWhy() {
        openSample();
        choose("gptq", "GPTQ-3-g128");
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QVERIFY(waitUntil([&] { return !sheet->consumerList().lines().isEmpty(); }));
        const QStringList lines = sheet->consumerList().lines();
        const auto line = [&](const QString& start) {
            const QStringList found = lines.filter(QRegularExpression(QStringLiteral("^") + start));
            return found.isEmpty() ? lines.join(QLatin1Char('\n')) : found.front();
        };
        QCOMPARE(lines.filter(QStringLiteral("✗ ExLlamaV2: ")).front().count(QStringLiteral("Needs:")), 0);
        QVERIFY2(line(QStringLiteral("✗ vLLM")).contains(QStringLiteral("has 3 bits, expected 4, 8")),
                 qPrintable(line("✗ vLLM")));
        QVERIFY(line(QStringLiteral("✓ GPTQModel")).startsWith(QStringLiteral("✓")));
    }

    void copiesTheCommand() {
        openSample();
        choose("hqq", "HQQ4");
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        sheet->destinationField().setText(result("my model"));
        QTest::mouseClick(&sheet->copyButton(), Qt::LeftButton);
        const QString command = QGuiApplication::clipboard()->text();
        QVERIFY2(command.startsWith(QStringLiteral("quantlathe-cli convert ")), qPrintable(command));
        QVERIFY2(command.contains(QStringLiteral("--format hqq")), qPrintable(command));
        QVERIFY2(command.contains(QLatin1Char('\'') + result("my model") + QLatin1Char('\'')), qPrintable(command));
        QVERIFY(sheet->isVisible());
        QVERIFY(window_->jobs().jobs().empty());
    }

    void saysWhatIsWrongWithThePlace() {
        openSample();
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        sheet->destinationField().setText(QString());
        QVERIFY(!sheet->startButton().isEnabled());
        QCOMPARE(sheet->placeNote().text(), QStringLiteral("Choose where to write"));
        sheet->destinationField().setText(result("nowhere/at/all.gguf"));
        QVERIFY(waitUntil([&] { return !sheet->startButton().isEnabled() && !sheet->placeNote().text().isEmpty(); }, 20'000));
        QFile there(result("there.gguf"));
        QVERIFY(there.open(QIODevice::WriteOnly));
        there.close();
        sheet->destinationField().setText(result("there.gguf"));
        QVERIFY(waitUntil([&] { return sheet->placeNote().text().startsWith(QStringLiteral("there.gguf exists already")); },
                          20'000));
        QVERIFY(sheet->startButton().isEnabled());
        QVERIFY(sheet->command().contains(QStringLiteral("--force")));
    }

    void aQuantizedSourceIsSaidBeforeItIsTaken() {
        window_->open(QString::fromStdString(test::dataFile("gguf/tiny-llama-f32.gguf").string()));
        QVERIFY(waitUntil([&] { return window_->session().plan() != nullptr; }));
        choose("gguf", "Q8_0");
        window_->convertTo(result("tiny-Q8_0.gguf"));
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().empty() && !window_->jobs().jobs().front()->isActive(); }));
        window_->open(result("tiny-Q8_0.gguf"));
        QVERIFY(waitUntil([&] {
            return window_->session().model() && window_->session().model()->isQuantized() && window_->session().plan();
        }));
        choose("gguf", "Q4_0");
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QVERIFY(waitUntil([&] { return sheet->startButton().text() == QStringLiteral("Convert all the same"); }, 20'000));
        QVERIFY(sheet->placeNote().text().contains(QStringLiteral("quantized")));
        QTest::mouseClick(&sheet->startButton(), Qt::LeftButton);
        QVERIFY(waitUntil([&] { return window_->jobs().jobs().size() == 2 && !window_->jobs().jobs().back()->isActive(); }));
        QVERIFY(window_->jobs().jobs().back()->state == JobState::done);
    }

    void escapeLeavesNothingBehind() {
        openSample();
        ConvertSheet* sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QTest::keyClick(sheet, Qt::Key_Escape);
        QVERIFY(waitUntil([&] { return visibleSheet() == nullptr; }, 10'000));
        QVERIFY(window_->jobs().jobs().empty());
        QCOMPARE(QDir(folder_->path()).entryList({QStringLiteral("*.gguf*")}), QStringList());
        sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QTest::mouseClick(&sheet->cancelButton(), Qt::LeftButton);
        QVERIFY(waitUntil([&] { return visibleSheet() == nullptr; }, 10'000));
    }

    void aTextThatChoosesCodesIsOneLine() {
        openSample();
        window_->session().setCalibration(calibrationByText());
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QCOMPARE(sheet->calibrationLabel().text(),
                 QStringLiteral("Codes are chosen by the text that comes with the program, 128 × 512 tokens"));
        QVERIFY(waitUntil([&] { return sheet->isComplete(); }));
        QVERIFY(sheet->memoryLabel().text().contains(QStringLiteral("beside the model's run")));
        QVERIFY(sheet->command().contains(QStringLiteral("--calibrate")));
    }

    void fitsTheSmallestWindowAndIsReachedWithKeys() {
        window_->resize(1024, 640);
        openSample();
        choose("gptq", "GPTQ-2-g32");
        ConvertSheet* const sheet = openSheet();
        QVERIFY(sheet != nullptr);
        QVERIFY(waitUntil([&] { return sheet->isComplete(); }));
        QVERIFY2(sheet->sizeHint().height() <= 600, qPrintable(QString::number(sheet->sizeHint().height())));
        QSet<QWidget*> reached;
        for (int i = 0; i < 12; ++i) {
            reached.insert(sheet->focusWidget());
            QTest::keyClick(sheet->focusWidget(), Qt::Key_Tab);
        }
        for (QWidget* const widget : std::initializer_list<QWidget*>{&sheet->destinationField(), &sheet->copyButton(),
                                                                     &sheet->cancelButton(), &sheet->startButton()}) {
            QVERIFY(reached.contains(widget));
        }
    }

    void theCardSaysItOfTheWrittenFile() {
        openSample();
        choose("gguf", "Q5_K_M");
        window_->convertTo(result("written.gguf"));
        QVERIFY(waitUntil([&] { return !window_->jobs().jobs().empty() && !window_->jobs().jobs().front()->isActive(); }));
        auto* const card = window_->jobsDock().findChild<ResultCard*>();
        QVERIFY(card != nullptr);
        QVERIFY(waitUntil([&] { return card->consumers().text() == QStringLiteral("✓ llama.cpp"); }, 20'000));
        ThemeHub::instance().setChoice(ThemeChoice::dark); // drawn anew
        QCOMPARE(card->consumers().text(), QStringLiteral("✓ llama.cpp"));
        ThemeHub::instance().setChoice(ThemeChoice::light);
    }
};

QTEST_MAIN(TestConvertSheet)
#include "tst_convert_sheet.moc"
