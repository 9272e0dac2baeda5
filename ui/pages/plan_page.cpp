// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/plan_page.h"

#include "ui/charts/picture.h"
#include "ui/dialogs/rule_dialog.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/models/csv.h"
#include "ui/models/plan_lists.h"
#include "ui/models/plan_matrix_model.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/matrix_view.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <array>
#include <QAction>
#include <QBoxLayout>
#include <QComboBox>
#include <qcustomplot.h>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QMenu>
#include <QPainter>
#include <QPushButton>
#include <QSplitter>
#include <QTableView>
#include <QToolButton>
#include <set>

namespace quantlathe::ui {

namespace {

constexpr int sideWidth = 336;
constexpr int narrowWidth = 1180;
constexpr int tallestMatrix = 520;

QPixmap swatch(double bits) {
    QPixmap pixmap(12, 12);
    pixmap.fill(theme().bitsColour(bits));
    return pixmap;
}

QToolButton* smallButton(QWidget* parent, const QString& tip, const QString& name) {
    auto* button = new QToolButton(parent);
    button->setFixedSize(28, 28);
    button->setToolTip(tip);
    button->setAccessibleName(name);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

PlanPage::PlanPage(Session& session, QWidget* parent) : QWidget(parent), session_(session) {
    model_ = new PlanMatrixModel(session, this);
    rules_ = new RulesModel(session, this);
    totals_ = new TotalsModel(session, this);
    columns_ = new QBoxLayout(QBoxLayout::LeftToRight, this);
    columns_->setContentsMargins(16, 16, 16, 16);
    columns_->setSpacing(16);
    auto* left = new QSplitter(Qt::Vertical, this);
    left->setObjectName(QStringLiteral("plan"));
    left->setChildrenCollapsible(false);
    left->setHandleWidth(16);
    left->addWidget(makeMatrixPanel());
    auto* lower = new QWidget(left);
    auto* row = new QHBoxLayout(lower);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(16);
    row->addWidget(makeRulesPanel(), 58);
    row->addWidget(makeTotalsPanel(), 42);
    lower->setMinimumHeight(220);
    left->addWidget(lower);
    left->setStretchFactor(0, 0);
    left->setStretchFactor(1, 1);
    columns_->addWidget(left, 1);
    setMinimumWidth(760);

    connect(&session_, &Session::planChanged, this, &PlanPage::followPlan);
    connect(&session_, &Session::presetsChanged, this, &PlanPage::followPresets);
    connect(&session_, &Session::modelChanged, this, &PlanPage::followPlan);
    connect(model_, &QAbstractItemModel::modelReset, this, &PlanPage::arrange);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &PlanPage::restyle);
    restyle();
    followPlan();
    followPresets();
    followRule();
}

QWidget* PlanPage::makeMatrixPanel() {
    matrixPanel_ = new Panel(tr("Encoding of every weight"), this);
    matrixPanel_->setHelp(QStringLiteral("planning#matrix"));
    view_ = new MatrixView(*model_, matrixPanel_);
    paint_ = new QComboBox(matrixPanel_);
    paint_->setMinimumWidth(120);
    paint_->setMaxVisibleItems(20);
    paint_->setAccessibleName(tr("Encoding to paint with"));
    paint_->setToolTip(tr("What the brush and Return give to the selected weights"));
    brush_ =
        smallButton(matrixPanel_, tr("Brush: drag over the cells to paint them. Without it dragging selects"), tr("Brush"));
    brush_->setCheckable(true);
    pin_ = smallButton(matrixPanel_, tr("Pin the selection: planning again leaves it as it is (P)"), tr("Pin"));
    pin_->hide();
    measure_ = new JoinedButtons({tr("Encoding"), tr("Error"), tr("Against")}, matrixPanel_);
    other_ = new QComboBox(matrixPanel_);
    other_->setMinimumWidth(104);
    other_->setMaxVisibleItems(20);
    other_->setAccessibleName(tr("Preset to compare with"));
    other_->setToolTip(tr("The preset that the plan is compared with (Ctrl+D)"));
    matrixPanel_->addAction(makeLabel(tr("Paint"), true, textFont(TextSize::caption), matrixPanel_));
    matrixPanel_->addAction(paint_);
    matrixPanel_->addAction(brush_);
    matrixPanel_->addAction(pin_);
    matrixPanel_->addAction(measure_);
    matrixPanel_->addAction(other_);
    auto* exporting = makeExportButton(*this, [this] { Q_EMIT exportWanted(); });
    makeDraggable(
        *exporting, [this] { return picture(); },
        [this] { return session_.model() ? QString::fromStdString(session_.model()->name()) : QString(); });
    matrixPanel_->addAction(exporting);
    matrixPanel_->addContent(view_, 1);

    connect(brush_, &QToolButton::toggled, view_, &MatrixView::setBrush);
    connect(view_, &MatrixView::paintWanted, this, &PlanPage::paintSelection);
    connect(view_, &MatrixView::bitsWanted, this, &PlanPage::paintBits);
    connect(view_, &MatrixView::eraseWanted, this, [this] { paintWith(nullptr); });
    connect(view_, &MatrixView::menuWanted, this, &PlanPage::showMenu);
    connect(view_, &QTableView::doubleClicked, this, [this] {
        if (!view_->hasBrush()) {
            explainCurrent();
        }
    });
    connect(view_, &MatrixView::selectionMade, this, &PlanPage::followSelection);
    const auto pinSelection = [this] { Q_EMIT pinWanted(model_->weightsIn(view_->selectedCells(), nullptr)); };
    connect(view_, &MatrixView::pinWanted, this, pinSelection);
    connect(pin_, &QToolButton::clicked, this, pinSelection);
    connect(paint_, &QComboBox::activated, this, [this] {
        isPaintChosen_ = true;
        // With cells selected and no brush in hand a choice is for them, as in the tensor tree.
        if (!view_->hasBrush() && !view_->selectedCells().isEmpty()) {
            paintSelection();
        }
    });
    connect(measure_, &JoinedButtons::choiceMade, this, [this](int index) {
        model_->setMeasure(static_cast<MatrixMeasure>(index));
        followSelection();
    });
    connect(other_, &QComboBox::activated, this, [this] {
        model_->setOther(other_->currentText());
        measure_->setChosen(static_cast<int>(MatrixMeasure::difference));
        model_->setMeasure(MatrixMeasure::difference);
        followSelection();
    });
    return matrixPanel_;
}

QWidget* PlanPage::makeRulesPanel() {
    auto* panel = new Panel(tr("Rules"), this);
    panel->setHelp(QStringLiteral("planning#rules"));
    panel->setNote(tr("the first that matches wins"));
    up_ = smallButton(panel, tr("Move the rule up"), tr("Move the rule up"));
    down_ = smallButton(panel, tr("Move the rule down"), tr("Move the rule down"));
    remove_ = smallButton(panel, tr("Take the rule away (Delete)"), tr("Take the rule away"));
    auto* add = new QPushButton(tr("Add rule…"), panel);
    connect(&ThemeHub::instance(), &ThemeHub::changed, add, [add] { add->setIcon(themedIcon(Icon::plus)); });
    add->setIcon(themedIcon(Icon::plus));
    for (QWidget* widget : std::initializer_list<QWidget*>{up_, down_, remove_, add}) {
        panel->addAction(widget);
    }
    rulesView_ = new QTableView(panel);
    prepareTable(*rulesView_);
    rulesView_->setAccessibleName(tr("Rules of the plan"));
    rulesView_->setModel(rules_);
    QHeaderView* header = rulesView_->horizontalHeader();
    header->setSectionResizeMode(RulesModel::pattern, QHeaderView::Stretch);
    header->setSectionResizeMode(RulesModel::kind, QHeaderView::ResizeToContents); // its words differ by language
    const std::array<std::pair<int, int>, 3> widths = {
        {{RulesModel::number, 40}, {RulesModel::encoding, 112}, {RulesModel::weights, 72}}};
    for (const auto& [column, width] : widths) {
        rulesView_->setColumnWidth(column, width);
    }
    panel->addContent(rulesView_, 1, true);

    connect(add, &QPushButton::clicked, this, &PlanPage::addRule);
    const auto move = [this](int step) {
        const int row = rulesView_->currentIndex().row();
        const auto rule = rules_->ruleAt(row);
        if (rule && rules_->move(row, step)) {
            // The rule is found again once the plan is there.
            const auto select = [this, target = *rule + static_cast<std::size_t>(step)] {
                rulesView_->selectRow(rules_->rowOfRule(target));
            };
            connect(rules_, &QAbstractItemModel::modelReset, this, select, Qt::SingleShotConnection);
        }
    };
    connect(up_, &QToolButton::clicked, this, [move] { move(-1); });
    connect(down_, &QToolButton::clicked, this, [move] { move(1); });
    connect(remove_, &QToolButton::clicked, this, [this] { rules_->remove(rulesView_->currentIndex().row()); });
    auto* removing = new QAction(rulesView_);
    removing->setShortcut(QKeySequence::Delete);
    removing->setShortcutContext(Qt::WidgetShortcut);
    connect(removing, &QAction::triggered, remove_, &QToolButton::click);
    rulesView_->addAction(removing);
    connect(rulesView_, &QTableView::doubleClicked, this, [this](const QModelIndex& index) { editRule(index.row()); });
    connect(rulesView_->selectionModel(), &QItemSelectionModel::currentRowChanged, this, &PlanPage::followRule);
    connect(rules_, &QAbstractItemModel::modelReset, this, &PlanPage::followRule);
    return panel;
}

QWidget* PlanPage::makeTotalsPanel() {
    auto* panel = new Panel(tr("Totals"), this);
    panel->setHelp(QStringLiteral("planning#totals"));
    panel->setNote(tr("darker means more bits"));
    panel->addAction(makeExportButton(*this, [this] { Q_EMIT tableExportWanted(tr("encodings"), csvOf(*totals_)); }));
    totalsView_ = new QTableView(panel);
    prepareTable(*totalsView_);
    totalsView_->setAccessibleName(tr("What each encoding takes"));
    totalsView_->setModel(totals_);
    totalsView_->horizontalHeader()->setSectionResizeMode(TotalsModel::share, QHeaderView::Stretch);
    const std::array<std::pair<int, int>, 4> widths = {
        {{TotalsModel::encoding, 108}, {TotalsModel::bits, 58}, {TotalsModel::tensors, 68}, {TotalsModel::size, 68}}};
    for (const auto& [column, width] : widths) {
        totalsView_->setColumnWidth(column, width);
    }
    panel->addContent(totalsView_, 1, true);
    // A click on an encoding takes it into the brush.
    connect(totalsView_, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const Encoding* encoding = totals_->encodingAt(index.row())) {
            isPaintChosen_ = true;
            paint_->setCurrentIndex(std::max(0, paint_->findText(fromView(encoding->name()))));
        }
    });
    return panel;
}

void PlanPage::setSide(QWidget* side) {
    side_ = side;
    columns_->addWidget(side);
    pin_->show();
    arrange();
}

void PlanPage::followPlan() {
    const auto& plan = session_.plan();
    const Format* format = plan ? plan->format : nullptr;
    setEnabled(plan != nullptr);
    const auto offered = plan ? plan->suggestedEncodings() : std::vector<const Encoding*>();
    if (format != paintFormat_ || offered != paintEncodings_) {
        paintFormat_ = format;
        paintEncodings_ = offered;
        paint_->clear();
        paint_->addItem(tr("as the preset says"));
        for (const Encoding* encoding : offered) {
            if (encoding->canEncode()) {
                paint_->addItem(swatch(encoding->bitsPerWeight()), fromView(encoding->name()));
            }
        }
        isPaintChosen_ = false;
    }
    if (!isPaintChosen_ && plan && !session_.presets().empty()) { // what is usual is known with the presets
        const Encoding* usual = model_->usual(5);
        paint_->setCurrentIndex(usual != nullptr ? std::max(0, paint_->findText(fromView(usual->name()))) : 0);
    }
    followSelection();
}

void PlanPage::followPresets() {
    const QString chosen = model_->otherName();
    other_->clear();
    for (const PlanFacts& facts : session_.presets()) {
        if (facts.isUsable()) {
            other_->addItem(facts.name);
        }
    }
    other_->setCurrentIndex(other_->findText(chosen));
    followPlan();
}

void PlanPage::followSelection() {
    const auto cells = view_->selectedCells();
    pin_->setEnabled(!cells.isEmpty());
    other_->setVisible(model_->measure() == MatrixMeasure::difference);
    if (const int row = other_->findText(model_->otherName()); row >= 0) {
        other_->setCurrentIndex(row);
    }
    if (!cells.isEmpty()) {
        std::set<int> rows;
        std::set<int> columns;
        for (const QModelIndex& cell : cells) {
            rows.insert(cell.row());
            columns.insert(cell.column());
        }
        const bool isGrid = rows.size() * columns.size() == static_cast<std::size_t>(cells.size());
        matrixPanel_->setNote(cells.size() == 1 ? tr("%1 selected").arg(model_->titleOf(cells.front()))
                              : isGrid
                                  ? tr("%1 × %2 selected")
                                        .arg(counted(static_cast<std::int64_t>(columns.size()), tr("1 layer"), tr("%1 layers")),
                                             counted(static_cast<std::int64_t>(rows.size()), tr("1 role"), tr("%1 roles")))
                                  : tr("%1 cells selected").arg(cells.size()));
        return;
    }
    if (model_->measure() == MatrixMeasure::difference) {
        const std::size_t changed = model_->matrix().changed;
        matrixPanel_->setNote(
            changed == 0
                ? tr("every weight as in %1").arg(model_->otherName())
                : tr("%1 unlike %2")
                      .arg(counted(static_cast<std::int64_t>(changed), tr("1 weight"), tr("%1 weights")), model_->otherName()));
        return;
    }
    matrixPanel_->setNote(session_.plan() ? tr("select cells, then choose an encoding or press 2 to 8; a double click explains")
                                          : session_.whyNotConvertible());
}

void PlanPage::followRule() {
    const int row = rulesView_->currentIndex().row();
    const bool isRule = rules_->ruleAt(row).has_value();
    up_->setEnabled(isRule && rules_->ruleAt(row - 1));
    down_->setEnabled(isRule && rules_->ruleAt(row + 1));
    remove_->setEnabled(rules_->canRemove(row));
}

void PlanPage::paintSelection() {
    const int index = paint_->currentIndex();
    paintWith(index > 0 ? encodingByName(paint_->itemText(index).toStdString()) : nullptr);
}

void PlanPage::paintWith(const Encoding* encoding) {
    const auto cells = view_->selectedCells();
    if (cells.isEmpty() || !session_.plan()) {
        return;
    }
    if (encoding != nullptr) {
        if (const QString reason = model_->whyNot(cells, *encoding); !reason.isEmpty()) {
            Q_EMIT hint(tr("%1 is not possible here").arg(fromView(encoding->name())), reason);
            return;
        }
    }
    model_->paint(cells, encoding);
}

void PlanPage::paintBits(int bits) {
    if (const Encoding* encoding = model_->usual(bits)) {
        isPaintChosen_ = true;
        paint_->setCurrentIndex(std::max(0, paint_->findText(fromView(encoding->name()))));
        paintWith(encoding);
    } else {
        Q_EMIT hint(tr("No encoding of this format has about %1 bits").arg(bits), tr("Choose one from the list."));
    }
}

void PlanPage::showMenu(const QPoint& at) {
    const auto cells = view_->selectedCells();
    QMenu menu(this);
    menu.addAction(tr("As the preset says"), this, [this] { paintWith(nullptr); });
    menu.addSeparator();
    for (const Encoding* encoding : session_.plan()->suggestedEncodings()) {
        if (!encoding->canEncode()) {
            continue;
        }
        const QString reason = model_->whyNot(cells, *encoding);
        QAction* action =
            menu.addAction(QIcon(swatch(encoding->bitsPerWeight())),
                           reason.isEmpty() ? fromView(encoding->name()) : tr("%1: %2").arg(fromView(encoding->name()), reason),
                           this, [this, encoding] { paintWith(encoding); });
        action->setEnabled(reason.isEmpty());
    }
    menu.addSeparator();
    if (view_->currentIndex().isValid()) {
        menu.addAction(tr("Explain the encoding of %1").arg(model_->titleOf(view_->currentIndex())),
                       QKeySequence(QStringLiteral("Alt+Return")), this, &PlanPage::explainCurrent);
    }
    menu.addAction(tr("Add a rule for these…"), this, &PlanPage::addRule);
    const auto weights = model_->weightsIn(cells, nullptr);
    if (const auto index = weights.empty() ? std::nullopt : session_.indexOfPlanned(*weights.front())) {
        menu.addAction(tr("Show among the tensors"), this, [this, index = *index] { Q_EMIT weightWanted(index); });
    }
    menu.exec(at);
}

RuleDialog* PlanPage::addRule() {
    if (!session_.plan()) {
        return nullptr;
    }
    PlanRule start;
    start.encoding = paint_->currentIndex() > 0 ? paint_->currentText().toStdString() : std::string();
    // From the selection: one role, and the layers from the first to the last.
    std::set<Role> roles;
    std::set<std::uint32_t> layers;
    for (const Weight* weight : model_->weightsIn(view_->selectedCells(), nullptr)) {
        roles.insert(weight->role);
        if (weight->layer) {
            layers.insert(*weight->layer);
        }
    }
    if (roles.size() == 1) {
        start.role = *roles.begin();
    }
    if (!layers.empty()) {
        start.layers = std::pair(*layers.begin(), *layers.rbegin());
    }
    auto* dialog = new RuleDialog(session_.plan(), start, true, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog] { rules_->setRule(std::nullopt, dialog->rule()); });
    dialog->open();
    return dialog;
}

void PlanPage::editRule(int row) {
    const auto rule = rules_->ruleAt(row);
    if (!rule) {
        return;
    }
    auto* dialog = new RuleDialog(session_.plan(), session_.plan()->document.rules[*rule], false, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &QDialog::accepted, this, [this, dialog, rule] { rules_->setRule(rule, dialog->rule()); });
    dialog->open();
}

void PlanPage::toggleDifference() {
    const bool isShown = model_->measure() == MatrixMeasure::difference;
    const MatrixMeasure next = isShown ? MatrixMeasure::encoding : MatrixMeasure::difference;
    measure_->setChosen(static_cast<int>(next));
    model_->setMeasure(next);
    followSelection();
}

void PlanPage::showWeight(const Weight& weight) {
    if (const QModelIndex index = model_->indexOfWeight(weight); index.isValid()) {
        view_->setCurrentIndex(index);
        view_->scrollTo(index);
    }
}

void PlanPage::explainCurrent() {
    const QModelIndex current = view_->currentIndex();
    if (model_->cellAt(current) == nullptr) {
        Q_EMIT hint(tr("No cell is chosen"), tr("Choose the weight that shall be explained."));
        return;
    }
    const auto weights = model_->weightsIn({current}, nullptr);
    if (const auto index = weights.empty() ? std::nullopt : session_.indexOfPlanned(*weights.front())) {
        const QRect cell = view_->visualRect(current);
        Q_EMIT explanationWanted(*index, view_->viewport()->mapToGlobal(cell.bottomLeft() + QPoint(0, 4)));
    }
}

Picture PlanPage::picture() const {
    const QString title = model_->measure() == MatrixMeasure::encoding ? tr("Encoding of every weight")
                          : model_->measure() == MatrixMeasure::error
                              ? tr("Relative error of every weight, %")
                              : tr("Bits per weight against %1").arg(model_->otherName());
    return {title, view_->sizeOfAll(), [this](QCPPainter& painter) { view_->paintAll(painter); },
            [this] { return model_->csv(); }};
}

void PlanPage::restyle() {
    brush_->setIcon(themedIcon(Icon::brush));
    pin_->setIcon(themedIcon(Icon::lock));
    up_->setIcon(themedIcon(Icon::up));
    down_->setIcon(themedIcon(Icon::down));
    remove_->setIcon(themedIcon(Icon::cross));
    for (int row = 1; row < paint_->count(); ++row) {
        if (const Encoding* encoding = encodingByName(paint_->itemText(row).toStdString())) {
            paint_->setItemIcon(row, swatch(encoding->bitsPerWeight()));
        }
    }
}

void PlanPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

/// In a small window the side panel goes below the others; the matrix never takes more than it needs.
void PlanPage::arrange() {
    constexpr int heading = 48;
    constexpr int lowerHeight = 220 + 3 * 16;
    const int needed = std::clamp(view_->sizeHint().height() + heading, 200, tallestMatrix);
    matrixPanel_->setMinimumHeight(std::min(needed, std::max(240, height() - lowerHeight)));
    matrixPanel_->setMaximumHeight(needed);
    if (side_) {
        const bool narrow = width() < narrowWidth;
        columns_->setDirection(narrow ? QBoxLayout::TopToBottom : QBoxLayout::LeftToRight);
        side_->setMinimumWidth(narrow ? 0 : sideWidth);
        side_->setMaximumWidth(narrow ? QWIDGETSIZE_MAX : sideWidth);
    }
}

} // namespace quantlathe::ui
