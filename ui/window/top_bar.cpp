// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/top_bar.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/models/calibration_texts.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/context_controls.h"
#include "ui/widgets/format_combo.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/preset_combo.h"

#include <algorithm>
#include <array>
#include <QAbstractItemView>
#include <QAction>
#include <QComboBox>
#include <QCompleter>
#include <QGridLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QToolButton>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr std::size_t effortPlace = 2; // among the fields; not every format has it

QLabel* caption(const QString& text, QWidget* buddy) {
    QLabel* label = makeElidedLabel(text, textFont(TextSize::caption));
    label->setBuddy(buddy);
    label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred); // the field below sets the width
    return label;
}

class Divider : public QWidget {
public:
    Divider() { setFixedSize(1, 44); }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), theme().border); }
};

QToolButton* toolButton(QAction& action) {
    auto* button = new QToolButton;
    button->setDefaultAction(&action);
    button->setFixedSize(28, 28);
    button->setToolButtonStyle(Qt::ToolButtonIconOnly);
    button->setFocusPolicy(Qt::TabFocus);
    button->setAccessibleName(action.text().remove(QLatin1Char('&')));
    return button;
}

} // namespace

TopBar::TopBar(Session& session, const BarActions& actions, QWidget* parent)
    : QWidget(parent), session_(session), openAction_(actions.open), tensorsAction_(actions.tensors) {
    QAction& convertAction = actions.convert;
    setFixedHeight(64);
    auto* grid = grid_ = new QGridLayout(this);
    grid->setContentsMargins(16, 4, 16, 8);
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(2);
    grid->setRowMinimumHeight(0, 18);

    open_ = toolButton(actions.open);
    tensors_ = toolButton(actions.tensors);
    format_ = new FormatCombo(session);
    preset_ = new PresetCombo(session);
    effort_ = new QComboBox;
    effort_->setAccessibleName(tr("Effort"));
    effort_->addItem(tr("Normal"));
    effort_->addItem(tr("High"));
    effort_->setItemData(0, tr("The bytes of the format's reference implementation"), Qt::ToolTipRole);
    effort_->setItemData(1, tr("Searches longer for codes with a lower error; same format, same size, slower"),
                         Qt::ToolTipRole);
    gpu_ = new QComboBox;
    gpu_->setAccessibleName(tr("GPU"));
    gpu_->setToolTip(tr("The card that the model shall run on (Ctrl+G)"));
    gpu_->setEditable(true);
    gpu_->setInsertPolicy(QComboBox::NoInsert);
    gpu_->view()->setMinimumWidth(300);
    gpu_->view()->setTextElideMode(Qt::ElideNone);
    gpu_->setMaxVisibleItems(20);
    gpu_->installEventFilter(this); // which has the focus; the mouse goes to the field in it
    gpu_->lineEdit()->installEventFilter(this);
    for (const Gpu& gpu : session.gpus()) {
        gpu_->addItem(QString::fromStdString(gpu.name));
    }
    gpu_->completer()->setCompletionMode(QCompleter::PopupCompletion);
    gpu_->completer()->setFilterMode(Qt::MatchContains);
    runsIn_ = new QComboBox;
    runsIn_->setAccessibleName(tr("Runs in"));
    runsIn_->setToolTip(tr("The program that shall load the result. What it does not load is grey in lists and charts, and "
                           "can still be chosen"));
    runsIn_->setMaxVisibleItems(20);
    runsIn_->addItem(tr("Any program"));
    for (const std::string_view program : programNames()) {
        runsIn_->addItem(fromView(program), fromView(program));
    }
    runsIn_->view()->setMinimumWidth(190);
    context_ = new ContextCombo;
    kv_ = new QComboBox;
    kv_->setAccessibleName(tr("KV cache type"));
    plan_ = new QPushButton(tr("Plan…"));
    plan_->setToolTip(tr("Choose the encoding of every weight, or have the best mix found (Alt+4)"));
    connect(plan_, &QPushButton::clicked, &actions.plan, &QAction::trigger);
    convert_ = new QPushButton(convertAction.text());
    convert_->setProperty(look::primary, true);
    convert_->setToolTip(tr("Write the file (Ctrl+Return)"));

    const QList<QPair<QLabel*, QWidget*>> fields = {{caption(tr("Format"), format_), format_},
                                                    {presetCaption_ = caption(tr("Preset"), preset_), preset_},
                                                    {effortCaption_ = caption(tr("Effort"), effort_), effort_},
                                                    {caption(tr("GPU"), gpu_), gpu_},
                                                    {caption(tr("Runs in"), runsIn_), runsIn_},
                                                    {contextCaption_ = caption({}, context_), context_},
                                                    {caption(tr("KV cache"), kv_), kv_}};
    constexpr std::array<const char*, 7> places = {"format", "preset", "effort", "gpu", "runs-in", "context", "kv"};
    auto* tools = new QHBoxLayout;
    tools->setSpacing(4);
    tools->addWidget(open_);
    tools->addWidget(tensors_);
    grid->addLayout(tools, 1, 0);
    grid->addWidget(new Divider, 0, 1, 2, 1, Qt::AlignBottom);
    int column = 2;
    for (const auto& [label, field] : fields) {
        if (field == gpu_) {
            grid->addWidget(new Divider, 0, column++, 2, 1, Qt::AlignBottom);
        }
        auto* head = new QHBoxLayout;
        head->setSpacing(4);
        head->addWidget(label);
        help_.push_back(new HelpButton(QStringLiteral("options#") + QLatin1String(places[help_.size()]), this));
        head->addWidget(help_.back());
        grid->addLayout(head, 0, column);
        grid->addWidget(field, 1, column++);
    }
    grid->setColumnStretch(column++, 1);
    grid->addWidget(plan_, 1, column++);
    grid->addWidget(convert_, 1, column);

    connect(convert_, &QPushButton::clicked, &convertAction, &QAction::trigger);
    connect(&convertAction, &QAction::changed, convert_,
            [this, &convertAction] { convert_->setEnabled(convertAction.isEnabled()); });
    convert_->setEnabled(convertAction.isEnabled());
    connect(effort_, &QComboBox::activated, this,
            [this](int index) { session_.setEffort(index == 1 ? Effort::high : Effort::normal); });
    const auto chooseGpu = [this] {
        const bool known = session_.setGpu(gpu_->currentText());
        gpu_->setProperty(look::wrongEntry, !known);
        gpu_->update();
    };
    connect(gpu_, &QComboBox::activated, this, chooseGpu);
    connect(gpu_->lineEdit(), &QLineEdit::editingFinished, this, chooseGpu);
    connect(runsIn_, &QComboBox::activated, this,
            [this](int index) { session_.setRunsIn(runsIn_->itemData(index).toString()); });
    connect(preset_, &TableCombo::opened, this, &TopBar::presetListOpened);
    connect(preset_, &PresetCombo::formatsWanted, this, [this] { showFormatList(true); });
    connect(context_, &ContextCombo::tokensChosen, &session_, &Session::setContext);
    connect(kv_, &QComboBox::activated, this,
            [this](int index) { session_.setKvType(kvTypes(session_.runtime())[static_cast<std::size_t>(index)]); });
    connect(&session_, &Session::modelChanged, this, &TopBar::followModel);
    connect(&session_, &Session::planChanged, this, &TopBar::followPlan);
    connect(&session_, &Session::importanceChanged, this, &TopBar::followPlan);
    connect(&session_, &Session::calibrationChanged, this, &TopBar::followPlan);
    connect(&session_, &Session::deviceChanged, this, &TopBar::followDevice);
    connect(&session_, &Session::runsInChanged, this, &TopBar::followRunsIn);
    connect(&session_, &Session::machineChanged, this, &TopBar::followMachine);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &TopBar::restyle);
    followModel();
    followDevice();
    followRunsIn();
    restyle();
}

void TopBar::followRunsIn() {
    runsIn_->setCurrentIndex(std::max(0, runsIn_->findData(session_.runsIn())));
}

void TopBar::followModel() {
    const bool hasModel = session_.model() != nullptr;
    plan_->setEnabled(hasModel);
    help_.front()->setPlace(hasModel ? fromView(session_.format().id()) : QStringLiteral("options#format"));
    context_->setLongest(session_.longestUsefulContext());
    context_->setTokens(session_.device().run.contextTokens);
    // Formats whose encodings know only one way to be written have no such choice.
    const auto encodings = session_.format().encodings();
    const bool offersEffort = std::ranges::any_of(encodings, [](const Encoding* encoding) { return encoding->hasEffort(); });
    effort_->setVisible(offersEffort);
    effortCaption_->setVisible(offersEffort);
    help_[effortPlace]->setVisible(offersEffort && !isTight_);
    followPlan();
}

void TopBar::followPlan() {
    followRuntime();
    const PlanFacts* plan = session_.planFacts();
    const QString kind = plan != nullptr && plan->isOwnPlan ? tr("Plan") : tr("Preset");
    QStringList words{kind};
    if (const QString calibration = calibrationCaption(session_); !calibration.isEmpty()) {
        words.append(calibration);
    }
    if (plan != nullptr) {
        words.append(plan->options);
    }
    const QString caption = words.join(QStringLiteral(" · ")); // cut short where there is no room
    presetCaption_->setText(caption);
    presetCaption_->setToolTip(session_.calibration().file.empty()
                                   ? caption
                                   : QStringLiteral("%1\n%2").arg(caption, textOf(session_.calibration().file)));
    effort_->setCurrentIndex(session_.effort() == Effort::high ? 1 : 0);
    effort_->setEnabled(plan != nullptr && plan->hasEffort);
    effort_->setToolTip(
        plan == nullptr ? tr("Open a model first")
        : plan->hasEffort
            ? tr("Normal: the bytes of the format's reference implementation. High: a lower error in the same format and "
                 "size; converting takes longer")
            : tr("What %1 uses can be written in one way only").arg(plan->name));
}

void TopBar::followDevice() {
    const QSignalBlocker gpuBlocker(gpu_);
    const bool isOwn = session_.isOnOwnMachine() && hasMachine_;
    gpu_->setCurrentText(isOwn ? session_.ownMachine() : QString::fromStdString(session_.device().gpu.name));
    gpu_->lineEdit()->setCursorPosition(0);
    gpu_->setProperty(look::wrongEntry, false);
    context_->setTokens(session_.device().run.contextTokens);
    followRuntime();
}

/// The types that the program has.
void TopBar::followRuntime() {
    const QStringList names = kvNames(session_.runtime());
    if (kv_->count() != names.size() || kv_->itemText(kv_->count() - 1) != names.back()) {
        kv_->clear();
        kv_->addItems(names);
    }
    kv_->setCurrentText(fromView(name(kvTypeIn(session_.runtime(), session_.device().run.kv))));
}

/// This computer stands first in the list, above a line.
void TopBar::followMachine() {
    const QSignalBlocker blocker(gpu_);
    if (hasMachine_) {
        gpu_->setItemText(0, session_.ownMachine());
    } else {
        gpu_->insertItem(0, session_.ownMachine());
        gpu_->insertSeparator(1);
        hasMachine_ = true;
    }
    followDevice();
}

void TopBar::focusGpu() {
    gpu_->setFocus(Qt::ShortcutFocusReason);
    gpu_->showPopup();
}

/// In the field of the card a click selects the name, so that typing replaces it; Escape brings back what was chosen.
bool TopBar::eventFilter(QObject* watched, QEvent* event) {
    if (watched == gpu_ || watched == gpu_->lineEdit()) {
        if (event->type() == QEvent::FocusIn && static_cast<QFocusEvent*>(event)->reason() == Qt::MouseFocusReason) {
            isGpuEntered_ = true;
        } else if (event->type() == QEvent::MouseButtonRelease && std::exchange(isGpuEntered_, false)) {
            if (!gpu_->lineEdit()->hasSelectedText()) { // nobody has dragged over a part of it
                gpu_->lineEdit()->selectAll();
            }
        } else if (event->type() == QEvent::KeyPress && static_cast<QKeyEvent*>(event)->key() == Qt::Key_Escape) {
            followDevice();
            gpu_->lineEdit()->selectAll();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void TopBar::focusContext() {
    context_->setFocus(Qt::ShortcutFocusReason);
    context_->lineEdit()->selectAll();
}

void TopBar::openPresetList() {
    preset_->setFocus(Qt::ShortcutFocusReason);
    preset_->showPopup();
}

void TopBar::closePresetList() {
    preset_->hidePopup();
}

void TopBar::showFormatList(bool shown) {
    if (shown) {
        format_->setFocus(Qt::ShortcutFocusReason);
        format_->showPopup();
    } else {
        format_->hidePopup();
    }
}

void TopBar::restyle() {
    openAction_.setIcon(themedIcon(Icon::open));
    tensorsAction_.setIcon(themedIcon(Icon::panel));
    arrange();
    update();
}

void TopBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

/// Widths of the fields for the room there is; the names of GPU and preset stay readable longest.
void TopBar::arrange() {
    struct Widths {
        int from, format, preset, effort, gpu, runsIn, context, kv, plan, convert, spacing;
    };
    constexpr std::array<Widths, 4> all = {{{1420, 140, 264, 96, 176, 122, 112, 76, 92, 104, 12},
                                            {1260, 96, 242, 88, 160, 102, 92, 66, 72, 96, 12},
                                            {1016, 102, 180, 84, 130, 120, 88, 62, 0, 80, 8},
                                            {0, 76, 186, 80, 116, 80, 84, 62, 0, 80, 6}}};
    const Widths& w = *std::ranges::find_if(all, [this](const Widths& each) { return width() >= each.from; });
    format_->setFixedWidth(w.format);
    effort_->setFixedWidth(w.effort);
    gpu_->setFixedWidth(w.gpu);
    runsIn_->setFixedWidth(w.runsIn);
    context_->setFixedWidth(w.context);
    const QString tokens = tr("Context, tokens");
    contextCaption_->setText(contextCaption_->fontMetrics().horizontalAdvance(tokens) <= w.context ? tokens : tr("Context"));
    kv_->setFixedWidth(w.kv);
    plan_->setVisible(w.plan > 0); // the tab stays
    plan_->setFixedWidth(std::max(1, w.plan));
    grid_->setHorizontalSpacing(w.spacing);
    for (std::size_t i = 0; i < help_.size(); ++i) { // below the first width there is no room beside the captions
        help_[i]->setVisible(w.from >= all.front().from && (i != effortPlace || effort_->isVisibleTo(this)));
    }
    // The buttons keep their words and give up their icons.
    plan_->setIcon(width() < 1280 ? QIcon() : themedIcon(Icon::grid));
    convert_->setIcon(width() < 1280 ? QIcon() : iconIn(Icon::convert, theme().onAccent, theme().disabled));
    const int convertWidth = std::max(w.convert, convert_->sizeHint().width()); // longer in other languages
    convert_->setFixedWidth(convertWidth);
    preset_->setFixedWidth(w.preset - (convertWidth - w.convert));
    if (const bool isTight = w.from < all.front().from; isTight != isTight_) {
        isTight_ = isTight;
        followModel();
    }
}

void TopBar::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.fillRect(rect(), theme().window);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme().border);
}

} // namespace quantlathe::ui
