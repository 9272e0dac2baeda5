// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/convert_sheet.h"

#include "base/file_kind.h"
#include "model/vision/image_part.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/models/calibration_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/consumer_list.h"
#include "ui/widgets/dialog_buttons.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <QCheckBox>
#include <QClipboard>
#include <QComboBox>
#include <QDialogButtonBox>
#include <QFileDialog>
#include <QFileInfo>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QVBoxLayout>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr int sheetWidth = 640;
constexpr int restMilliseconds = 200;

enum class Tone { plain, caution, bad };

void tell(QLabel& label, const QString& text, Tone tone = Tone::plain, const QString& tip = {}) {
    QPalette palette = label.palette();
    palette.setColor(QPalette::WindowText, tone == Tone::bad       ? theme().bad
                                           : tone == Tone::caution ? theme().warn
                                                                   : theme().text);
    label.setPalette(palette);
    label.setText(text);
    label.setToolTip(tip);
}

QString sentence(const Problem& problem) {
    return problem.detail.isEmpty() ? problem.title : QStringLiteral("%1. %2").arg(problem.title, problem.detail);
}

/// Of the programs that the format names and of those that it does not, before they have answered: nothing moves when they do.
int expectedHeight(const Format& format) {
    constexpr int rowHeight = 24;
    constexpr int mostRows = 6; // more are scrolled
    const auto rows = static_cast<int>(format.programs().size()) + 1;
    return rowHeight * std::min(rows, mostRows);
}

bool isTaken(const QString& path) {
    const auto kind = outcomeOf([&] { return fileKind(pathOf(path)); });
    const auto* const known = std::get_if<FileKind>(&kind);
    return known != nullptr && *known != FileKind::none;
}

} // namespace

QString suggestedDestination(const Plan& plan, const PlanFacts& facts, const QString& folder) {
    return suggestedDestination(plan, facts.isOwnPlan ? QStringLiteral("mix") : facts.name, folder);
}

QString suggestedDestination(const Plan& plan, const QString& planName, const QString& folder) {
    QString name = QStringLiteral("%1-%2").arg(QString::fromStdString(plan.model->name()), planName);
    name.replace(QLatin1Char('/'), QLatin1Char('-')).replace(QLatin1Char(' '), QLatin1Char('-'));
    const QString suffix = fromView(plan.format->fileSuffix());
    const QString stem = folder + QLatin1Char('/') + name;
    constexpr int mostTries = 1000;
    for (int number = 2; number < mostTries; ++number) {
        const QString path = number == 2 ? stem + suffix : QStringLiteral("%1-%2%3").arg(stem).arg(number - 1).arg(suffix);
        if (!isTaken(path)) {
            return path;
        }
    }
    return stem + suffix;
}

ConvertSheet::ConvertSheet(Session& session, const QString& destination, QWidget* parent) : QDialog(parent), session_(session) {
    make(destination);
    connect(&session_, &Session::planChanged, this, &ConvertSheet::followPlan);
    connect(&session_, &Session::calibrationChanged, this, &ConvertSheet::followPlan);
    connect(&session_, &Session::modelChanged, this, &QDialog::reject);
}

ConvertSheet::ConvertSheet(Session& session, SeparatePlan separate, const QString& destination, QWidget* parent)
    : QDialog(parent), session_(session), separate_(std::move(separate)) {
    make(destination);
}

void ConvertSheet::make(const QString& destination) {
    setWindowTitle(tr("Convert"));
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(24, 20, 24, 20);
    column->setSpacing(12);
    column->addWidget(makeHead());
    column->addWidget(makePlace());
    column->addWidget(makeFacts());
    column->addWidget(makeImagePart());
    column->addWidget(makeConsumers(), 1);
    column->addWidget(makeFoot());
    setMinimumWidth(sheetWidth);
    restOfTyping_.setSingleShot(true);
    restOfTyping_.setInterval(restMilliseconds);
    connect(&restOfTyping_, &QTimer::timeout, this, &ConvertSheet::look);
    field_->setText(destination);
    connect(field_, &QLineEdit::textChanged, this, &ConvertSheet::placeChanged);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, [this] { // colours of tones
        showPlace();
        showCost();
    });
    followPlan();
    // The name is what is changed most: typing replaces it, its folder and its ending stay.
    const int first = static_cast<int>(destination.lastIndexOf(QLatin1Char('/'))) + 1;
    const int ending = static_cast<int>(plan_ ? plan_->format->fileSuffix().size() : 0);
    field_->setFocus();
    field_->setSelection(first, static_cast<int>(destination.size()) - first - ending);
}

QWidget* ConvertSheet::makeHead() {
    auto* const box = new QWidget(this);
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    auto* const words = new QVBoxLayout;
    words->setSpacing(2);
    title_ = makeLabel({}, false, boldFont(TextSize::heading), box);
    about_ = makeLabel({}, true, textFont(TextSize::body), box);
    words->addWidget(title_);
    words->addWidget(about_);
    row->addLayout(words, 1);
    row->addWidget(new HelpButton(QStringLiteral("choose#convert"), box), 0, Qt::AlignTop);
    return box;
}

QWidget* ConvertSheet::makePlace() {
    auto* const box = new QWidget(this);
    auto* const grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(8);
    grid->setVerticalSpacing(4);
    field_ = new QLineEdit(box);
    field_->setAccessibleName(tr("Destination"));
    QLabel* const caption = makeLabel(tr("&Destination"), true, textFont(TextSize::caption), box);
    caption->setBuddy(field_);
    auto* const browse = new QPushButton(tr("&Browse…"), box);
    browse->setAutoDefault(false);
    connect(browse, &QPushButton::clicked, this, &ConvertSheet::browse);
    placeNote_ = makeLabel({}, true, textFont(TextSize::caption), box);
    placeNote_->setWordWrap(true);
    placeNote_->setMinimumHeight(placeNote_->fontMetrics().height()); // nothing moves when it speaks
    grid->addWidget(caption, 0, 0);
    grid->addWidget(field_, 1, 0);
    grid->addWidget(browse, 1, 1);
    grid->addWidget(placeNote_, 2, 0, 1, 2);
    return box;
}

QWidget* ConvertSheet::makeFacts() {
    auto* const box = new QWidget(this);
    auto* const grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(4);
    grid->setColumnStretch(1, 1);
    const auto addFact = [&](const QString& name) {
        const int row = grid->rowCount();
        QLabel* const value = makeLabel({}, false, textFont(TextSize::body), box);
        value->setWordWrap(true);
        grid->addWidget(makeLabel(name, true, textFont(TextSize::body), box), row, 0, Qt::AlignTop);
        grid->addWidget(value, row, 1);
        return value;
    };
    size_ = addFact(tr("Size"));
    disk_ = addFact(tr("Disk"));
    time_ = addFact(tr("Time"));
    memory_ = addFact(tr("Memory"));
    calibration_ = addFact(tr("Calibration"));
    return box;
}

QWidget* ConvertSheet::makeImagePart() {
    imageRow_ = new QWidget(this);
    auto* const row = new QHBoxLayout(imageRow_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    imageBox_ = new QCheckBox(tr("Also the &image part"), imageRow_);
    imageBox_->setToolTip(tr("What turns pictures into vectors, as llama.cpp loads it: a file of its own (mmproj)"));
    imageTypes_ = new QComboBox(imageRow_);
    imageTypes_->addItems({QStringLiteral("F16"), QStringLiteral("BF16"), QStringLiteral("Q8_0")});
    imageTypes_->setAccessibleName(tr("Type of the image part"));
    imageTypes_->setEnabled(false);
    imageNote_ = makeLabel({}, true, textFont(TextSize::caption), imageRow_);
    imageNote_->setWordWrap(true);
    row->addWidget(imageBox_);
    row->addWidget(imageTypes_);
    row->addWidget(imageNote_, 1);
    imageRow_->hide();
    connect(imageBox_, &QCheckBox::toggled, imageTypes_, &QWidget::setEnabled);
    connect(imageBox_, &QCheckBox::toggled, this, &ConvertSheet::lookAtImagePart);
    connect(imageTypes_, &QComboBox::currentIndexChanged, this, &ConvertSheet::lookAtImagePart);
    return imageRow_;
}

QWidget* ConvertSheet::makeConsumers() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    column->addWidget(makeLabel(tr("Who loads it"), false, boldFont(TextSize::body), box));
    consumers_ = new ConsumerList(box);
    auto* const scroll = new QScrollArea(box);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setMinimumHeight(expectedHeight(separate_ ? *separate_->plan->format : session_.format()));
    scroll->setFocusPolicy(Qt::TabFocus); // to be scrolled with keys
    scroll->viewport()->setAutoFillBackground(false);
    auto* const page = new QWidget(scroll);
    auto* const pageColumn = new QVBoxLayout(page);
    pageColumn->setContentsMargins(0, 0, 0, 0);
    pageColumn->addWidget(consumers_);
    pageColumn->addStretch(1);
    page->setAutoFillBackground(false);
    scroll->setWidget(page);
    scroll->setAccessibleName(tr("Who loads it"));
    column->addWidget(scroll, 1);
    return box;
}

QWidget* ConvertSheet::makeFoot() {
    auto* const box = new QWidget(this);
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    copy_ = new QPushButton(tr("Copy as &command"), box);
    copy_->setToolTip(tr("Copy the command that does this without a window"));
    copy_->setAutoDefault(false);
    const auto restyle = [this] { copy_->setIcon(themedIcon(Icon::copy)); };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    const DialogButtons buttons = makeDialogButtons(*this, tr("Convert"), tr("Cancel"));
    cancel_ = buttons.leave;
    start_ = buttons.action;
    row->addWidget(copy_);
    row->addStretch(1);
    row->addWidget(buttons.box);
    connect(copy_, &QPushButton::clicked, this, [this] { QGuiApplication::clipboard()->setText(command()); });
    return box;
}

QString ConvertSheet::destination() const {
    return field_->text().trimmed();
}

QString ConvertSheet::command() const {
    if (!plan_) {
        return {};
    }
    ConvertOptions options;
    options.replace = place_ && place_->isThere;
    options.allowRequantize = allowsSecondLoss();
    return conversionCommand(*plan_, separate_ ? QString() : session_.preTokenizer(), pathOf(destination()), options,
                             calibrationInUse());
}

std::optional<ConvertSheet::WantedImagePart> ConvertSheet::wantedImagePart() const {
    const auto* const part = imagePart_ ? std::get_if<ImagePartOutlook>(&*imagePart_) : nullptr;
    if (!imageBox_->isChecked() || imageRow_->isHidden() || part == nullptr) {
        return std::nullopt;
    }
    return WantedImagePart{imageTypes_->currentText(), part->destination};
}

CalibrationChoice ConvertSheet::calibrationInUse() const {
    const bool isPossible = session_.whyNotCalibrated().isEmpty() || !session_.calibration().choosesCodes();
    return !separate_ && isPossible ? session_.calibration() : CalibrationChoice();
}

void ConvertSheet::browse() {
    const std::string_view suffix = plan_->format->fileSuffix();
    // A format without a suffix writes a folder: what is typed is its name.
    const QString filter =
        suffix.empty() ? tr("Folder (*)") : QStringLiteral("%1 (*%2)").arg(fromView(plan_->format->title()), fromView(suffix));
    const QString file =
        QFileDialog::getSaveFileName(this, suffix.empty() ? tr("Name the new folder") : tr("Name the new file"), destination(),
                                     filter, nullptr, QFileDialog::DontConfirmOverwrite);
    if (!file.isEmpty()) {
        field_->setText(file);
        start_->setFocus();
    }
}

void ConvertSheet::followPlan() {
    if (separate_) {
        showPlan(separate_->plan, separate_->title);
    } else if (const PlanFacts* const facts = session_.planFacts()) {
        showPlan(session_.plan(), tr("Convert to %1").arg(planTitle(*facts)));
    } else {
        reject();
    }
}

void ConvertSheet::showPlan(std::shared_ptr<const Plan> plan, const QString& title) {
    const bool isOther = plan != plan_; // else only what is known about it has changed
    plan_ = std::move(plan);
    title_->setText(title);
    about_->setText(QStringLiteral("%1  ·  %2  ·  %3")
                        .arg(QString::fromStdString(plan_->model->name()), fromView(plan_->format->title()),
                             tr("%1 bits per weight").arg(decimal(plan_->bitsPerWeight(), 2))));
    tell(*size_, tr("%1, exactly %2 bytes").arg(fileSize(plan_->fileBytes()), grouped(plan_->fileBytes())));
    calibration_->setText(calibrationText());
    askForCost();
    if (isOther) {
        askForConsumers();
        place_.reset();
        showPlace();
        look();
        askForImagePart();
    }
}

void ConvertSheet::askForConsumers() {
    hasVerdicts_ = false;
    consumers_->setNote(tr("Asking the rules of each program"));
    consumerLane_.ask(
        this, [plan = plan_](const CancelToken&) { return askConsumers(writtenModel(*plan)); },
        [this](const Outcome<std::vector<ConsumerVerdict>>& answer) {
            hasVerdicts_ = true;
            if (const auto* const verdicts = std::get_if<std::vector<ConsumerVerdict>>(&answer)) {
                consumers_->setVerdicts(*verdicts);
            } else {
                consumers_->setNote(sentence(std::get<Problem>(answer)));
            }
        },
        TaskLane::Order::replace);
}

void ConvertSheet::askForCost() {
    cost_.reset();
    showCost();
    costLane_.ask(
        this,
        [plan = plan_, choice = calibrationInUse()](const CancelToken& cancel) { return expectedCost(*plan, choice, cancel); },
        [this](const Outcome<CostOutlook>& answer) {
            cost_ = answer;
            showCost();
        },
        TaskLane::Order::replace);
}

void ConvertSheet::askForImagePart() {
    imageLane_.cancelAll();
    if (separate_ || plan_->format->id() != "gguf") {
        imageRow_->hide();
        return;
    }
    imageLane_.ask(
        this, [model = plan_->model](const CancelToken&) { return hasImagePart(model->checkpoint()); },
        [this](const Outcome<bool>& answer) {
            const auto* const has = std::get_if<bool>(&answer);
            imageRow_->setVisible(has != nullptr && *has);
            lookAtImagePart();
        },
        TaskLane::Order::replace);
}

/// Its file lies beside the model's, so it follows the destination.
void ConvertSheet::lookAtImagePart() {
    imagePart_.reset();
    showImagePart();
    if (!imageBox_->isChecked() || imageRow_->isHidden() || destination().isEmpty()) {
        return;
    }
    imageLane_.ask(
        this,
        [model = plan_->model, type = imageTypes_->currentText(), folder = pathOf(destination()).parent_path()](
            const CancelToken&) { return ui::lookAtImagePart(*model, type, folder); },
        [this](const Outcome<ImagePartOutlook>& answer) {
            imagePart_ = answer;
            showImagePart();
        },
        TaskLane::Order::replace);
}

void ConvertSheet::showImagePart() {
    if (!imagePart_) {
        tell(*imageNote_, {});
    } else if (const auto* const part = std::get_if<ImagePartOutlook>(&*imagePart_)) {
        tell(*imageNote_, tr("%1, %2").arg(fileNameOf(part->destination), fileSize(part->bytes)), Tone::plain,
             textOf(part->destination));
    } else {
        tell(*imageNote_, sentence(std::get<Problem>(*imagePart_)), Tone::bad);
    }
    showStart();
}

void ConvertSheet::placeChanged() {
    place_.reset();
    placeLane_.cancelAll();
    showPlace();
    restOfTyping_.start();
}

void ConvertSheet::look() {
    const QString text = destination();
    if (text.isEmpty()) {
        showPlace();
        return;
    }
    placeLane_.ask(
        this, [plan = plan_, path = pathOf(text)](const CancelToken&) { return lookAtDestination(*plan, path); },
        [this](const Outcome<DestinationOutlook>& answer) {
            if (const auto* const outlook = std::get_if<DestinationOutlook>(&answer)) {
                place_ = *outlook;
            } else {
                place_ = DestinationOutlook();
                place_->problem = std::get<Problem>(answer);
            }
            showPlace();
            lookAtImagePart();
        },
        TaskLane::Order::replace);
}

void ConvertSheet::showPlace() {
    const bool isEmpty = destination().isEmpty();
    const bool isBad = isEmpty || (place_ && place_->problem);
    if (isEmpty) {
        tell(*placeNote_, tr("Choose where to write"), Tone::bad);
    } else if (!place_) {
        tell(*placeNote_, {});
    } else if (place_->problem) {
        tell(*placeNote_, sentence(*place_->problem), Tone::bad);
    } else if (place_->secondLoss) {
        tell(*placeNote_, sentence(*place_->secondLoss), Tone::caution);
    } else if (place_->isThere) {
        tell(*placeNote_, tr("%1 exists already and would be replaced").arg(fileNameOf(pathOf(destination()))), Tone::caution);
    } else if (!place_->warning.isEmpty()) {
        tell(*placeNote_, place_->warning, Tone::caution);
    } else {
        tell(*placeNote_, {});
    }
    field_->setProperty(look::wrongEntry, isBad);
    field_->update();
    showStart();
    const auto free = place_ ? place_->freeBytes : std::nullopt;
    if (!free) {
        tell(*disk_, unknownText());
        return;
    }
    const auto& supply = place_->supply;
    const QString text = supply
                             ? tr("%1 free. The model's %2 are fetched file by file, up to %3 lie here at a time, none is kept")
                                   .arg(fileSize(*free), fileSize(supply->bytes), fileSize(supply->peakBytes))
                             : tr("%1 free").arg(fileSize(*free));
    const bool isTooLittle = *free < plan_->fileBytes() + (supply ? supply->leastBytes : 0);
    tell(*disk_, text, isTooLittle ? Tone::bad : Tone::plain);
    showCost();
}

void ConvertSheet::showStart() {
    const bool isBad = destination().isEmpty() || (place_ && place_->problem);
    const bool waits = imageBox_->isChecked() && !imageRow_->isHidden() && !wantedImagePart();
    start_->setEnabled(!isBad && !waits);
    start_->setToolTip(isBad ? placeNote_->text() : waits ? imageNote_->text() : QString());
    start_->setText(place_ && place_->secondLoss ? tr("Convert all the same") : tr("Convert"));
}

void ConvertSheet::showCost() {
    if (place_ && place_->supply) {
        tell(*time_, tr("As long as it takes to fetch %1, or longer").arg(fileSize(place_->supply->bytes)));
        tell(*memory_, unknownText());
        return;
    }
    if (!cost_) {
        tell(*time_, tr("Trying how fast this machine is"));
        tell(*memory_, unknownText());
        return;
    }
    if (const auto* const problem = std::get_if<Problem>(&*cost_)) {
        tell(*time_, tr("Not known: %1").arg(problem->title), Tone::plain, problem->text());
        tell(*memory_, unknownText());
        return;
    }
    const CostOutlook& cost = std::get<CostOutlook>(*cost_);
    tell(*time_, cost.seconds < 1 ? tr("Less than a second, by a short trial on this machine")
                                  : tr("About %1, by a short trial on this machine").arg(duration(cost.seconds)));
    const QString needed = memorySize(static_cast<double>(cost.memoryBytes));
    const QString text =
        calibrationInUse().choosesCodes() ? tr("Up to %1 beside the model's run").arg(needed) : tr("Up to %1").arg(needed);
    const bool isTooMuch = cost.availableMemory > 0 && cost.memoryBytes > cost.availableMemory;
    tell(*memory_,
         cost.availableMemory == 0 ? text
                                   : tr("%1, %2 are free").arg(text, memorySize(static_cast<double>(cost.availableMemory))),
         isTooMuch ? Tone::bad : Tone::plain);
}

QString ConvertSheet::calibrationText() const {
    if (calibrationInUse().choosesCodes()) {
        return calibrationSentence(session_);
    }
    if (!separate_ && session_.calibration().choosesCodes()) {
        return tr("None: %1").arg(session_.whyNotCalibrated());
    }
    const auto& importance = separate_ ? separate_->plan->importance : session_.importance();
    return importance ? tr("Importance matrix %1").arg(fileNameOf(importance->file)) : tr("None");
}

} // namespace quantlathe::ui
