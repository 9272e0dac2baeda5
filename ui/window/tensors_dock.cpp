// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/tensors_dock.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"
#include "ui/widgets/encoding_delegate.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/panel.h"

#include <algorithm>
#include <array>
#include <functional>
#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPainter>
#include <QToolButton>
#include <QTreeView>
#include <QVBoxLayout>
#include <set>

namespace quantlathe::ui {

namespace {

class DockTitle : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.fillRect(rect(), theme().header);
        painter.fillRect(QRect(0, height() - 1, width(), 1), theme().border);
    }
};

/// A tree whose selected rows are tinted from edge to edge, branches included.
class RowTree : public QTreeView {
public:
    using QTreeView::QTreeView;
    [[nodiscard]] QSize sizeHint() const override { return {530, 600}; }
    std::function<void()> onResize;

protected:
    void resizeEvent(QResizeEvent* event) override {
        QTreeView::resizeEvent(event);
        onResize();
    }
    void drawRow(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& t = theme();
        const bool selected = selectionModel() != nullptr && selectionModel()->isSelected(index);
        painter->fillRect(option.rect, selected ? t.accentTint : t.surface);
        QTreeView::drawRow(painter, option, index);
        painter->fillRect(QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), t.grid);
    }
};

} // namespace

QWidget* makeDockTitle(QDockWidget& dock, const QString& title, QLabel*& note, const QList<QWidget*>& extras) {
    auto* bar = new DockTitle(&dock);
    bar->setFixedHeight(32);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(16, 0, 6, 0);
    row->setSpacing(8);
    row->addWidget(makeLabel(title, false, boldFont(TextSize::body), bar));
    note = makeLabel({}, true, textFont(TextSize::caption), bar);
    row->addWidget(note, 1);
    for (QWidget* extra : extras) {
        row->addWidget(extra);
    }
    auto* close = new QToolButton(bar);
    close->setFixedSize(24, 24);
    close->setIcon(themedIcon(Icon::cross));
    close->setToolTip(QDockWidget::tr("Hide"));
    close->setAccessibleName(QDockWidget::tr("Hide %1").arg(title));
    QObject::connect(close, &QToolButton::clicked, &dock, &QDockWidget::close);
    QObject::connect(&ThemeHub::instance(), &ThemeHub::changed, close, [close] { close->setIcon(themedIcon(Icon::cross)); });
    row->addWidget(close);
    return bar;
}

TensorsDock::TensorsDock(Session& session, StatisticsService& statistics, QWidget* parent)
    : QDockWidget(tr("Tensors"), parent), session_(session), statistics_(statistics) {
    setObjectName(QStringLiteral("tensorsDock"));
    setFeatures(QDockWidget::DockWidgetClosable | QDockWidget::DockWidgetMovable);
    setTitleBarWidget(makeDockTitle(*this, tr("Tensors"), note_));
    auto* content = new QWidget(this);
    content->setAutoFillBackground(true);
    content->setBackgroundRole(QPalette::Base);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(0, 8, 0, 0);
    column->setSpacing(8);

    auto* row = new QHBoxLayout;
    row->setContentsMargins(8, 0, 8, 0);
    filter_ = new QLineEdit(content);
    filter_->setPlaceholderText(tr("Name or pattern, e.g. *.ffn_down"));
    filter_->setClearButtonEnabled(true);
    filter_->setAccessibleName(tr("Filter of the tensors"));
    filter_->setToolTip(tr("Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K  imatrix:missing; "
                           "words are joined by \"and\" (Ctrl+F)"));
    auto* searchAction = new QAction(themedIcon(Icon::search), {}, filter_);
    filter_->addAction(searchAction, QLineEdit::LeadingPosition);
    filterButton_ = new QToolButton(content);
    filterButton_->setFixedSize(28, 28);
    filterButton_->setPopupMode(QToolButton::InstantPopup);
    filterButton_->setToolTip(tr("More filters"));
    filterButton_->setAccessibleName(tr("More filters"));
    filterButton_->setIcon(themedIcon(Icon::filter));
    filterButton_->setMenu(new QMenu(filterButton_));
    connect(filterButton_->menu(), &QMenu::aboutToShow, this, &TensorsDock::addFilterMenu);
    row->addWidget(filter_, 1);
    row->addWidget(filterButton_);
    row->addWidget(new HelpButton(QStringLiteral("charts#tensors"), content));
    column->addLayout(row);

    model_ = new TensorTreeModel(session, statistics, this);
    auto* tree = new RowTree(content);
    tree->onResize = [this] { fitNames(); };
    view_ = tree;
    view_->setModel(model_);
    view_->setFrameShape(QFrame::NoFrame);
    view_->setUniformRowHeights(true);
    view_->setTextElideMode(Qt::ElideMiddle);
    view_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    view_->setSelectionBehavior(QAbstractItemView::SelectRows);
    view_->setEditTriggers(QAbstractItemView::DoubleClicked | QAbstractItemView::EditKeyPressed);
    view_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view_->setMouseTracking(true);
    view_->setAccessibleName(tr("Tensors"));
    view_->setItemDelegate(new CellDelegate(CellDelegate::Lines::none, view_));
    auto* encodings = new EncodingDelegate(view_);
    view_->setItemDelegateForColumn(static_cast<int>(TensorColumn::plan), encodings);
    view_->header()->setFont(textFont(TextSize::caption));
    view_->header()->setMinimumSectionSize(32);
    view_->header()->setStretchLastSection(false);
    view_->header()->setSectionsMovable(false);
    view_->header()->setSectionResizeMode(QHeaderView::Interactive);
    const std::array<int, 6> widths = {96, 48, 60, 70, 72, importanceWidth};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        view_->setColumnWidth(static_cast<int>(i) + 1, widths[i]);
    }
    view_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(view_, &QWidget::customContextMenuRequested, this, &TensorsDock::showMenu);
    view_->setSortingEnabled(false);
    view_->header()->setSectionsClickable(true);
    column->addWidget(view_, 1);
    setWidget(content);
    setMinimumWidth(400);

    filterDelay_.setSingleShot(true);
    filterDelay_.setInterval(120);
    connect(filter_, &QLineEdit::textChanged, &filterDelay_, qOverload<>(&QTimer::start));
    connect(filter_, &QLineEdit::returnPressed, this, &TensorsDock::applyFilter);
    connect(&filterDelay_, &QTimer::timeout, this, &TensorsDock::applyFilter);
    connect(view_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &TensorsDock::selectionHasChanged);
    connect(model_, &QAbstractItemModel::modelReset, this, &TensorsDock::followModel);
    connect(&session_, &Session::planChanged, this, &TensorsDock::fitEncodings);
    connect(encodings, &EncodingDelegate::encodingChosen, this, [this](const QModelIndex& index, const QString& encoding) {
        QModelIndexList lines = view_->selectionModel()->selectedRows(0);
        const QModelIndex edited = index.siblingAtColumn(0);
        if (!lines.contains(edited)) {
            lines = {edited};
        }
        model_->setEncoding(lines, encoding);
    });
    connect(view_->header(), &QHeaderView::sectionClicked, this, [this](int section) {
        // Third click: the model's own order again.
        QHeaderView* header = view_->header();
        const bool same = header->isSortIndicatorShown() && header->sortIndicatorSection() == section;
        if (same && header->sortIndicatorOrder() == Qt::DescendingOrder) {
            header->setSortIndicatorShown(false);
            model_->sort(-1, Qt::AscendingOrder);
            return;
        }
        const Qt::SortOrder order = same ? Qt::DescendingOrder : Qt::AscendingOrder;
        header->setSortIndicatorShown(true);
        header->setSortIndicator(section, order);
        model_->sort(section, order);
    });
    connect(&session_, &Session::modelChanged, this, [this] { filter_->clear(); });
    connect(&session_, &Session::planChanged, this, &TensorsDock::followModel);
    connect(&session_, &Session::importanceChanged, this, &TensorsDock::followImportance);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, [this, searchAction] {
        searchAction->setIcon(themedIcon(Icon::search));
        filterButton_->setIcon(themedIcon(Icon::filter));
        view_->viewport()->update();
    });
    followModel();
    followImportance();
}

QVariantList TensorsDock::columnWidths() const {
    QVariantList widths;
    for (int column = 0; column < view_->header()->count(); ++column) {
        widths.append(view_->columnWidth(column));
    }
    return widths;
}

void TensorsDock::setColumnWidths(const QVariantList& widths) {
    if (widths.size() != view_->header()->count()) {
        return; // of another version
    }
    for (int column = 0; column < view_->header()->count(); ++column) {
        if (const int width = widths[column].toInt(); width >= view_->header()->minimumSectionSize()) {
            view_->setColumnWidth(column, width);
        }
    }
}

void TensorsDock::followImportance() {
    view_->setColumnHidden(static_cast<int>(TensorColumn::importance), !session_.importance());
    fitNames();
}

/// Encodings of some families have long names: the column grows for them, and stays as wide as the user made it.
void TensorsDock::fitEncodings() {
    constexpr int margins = 16;
    constexpr auto column = static_cast<int>(TensorColumn::plan);
    if (session_.plan() == nullptr || view_->isColumnHidden(column)) {
        return;
    }
    std::set<const Encoding*> encodings;
    for (const Choice& choice : session_.plan()->choices) {
        encodings.insert(choice.encoding);
    }
    int widest = view_->fontMetrics().horizontalAdvance(TensorTreeModel::mixedText());
    for (const Encoding* const encoding : encodings) {
        widest = std::max(widest, view_->fontMetrics().horizontalAdvance(fromView(encoding->name())));
    }
    if (view_->columnWidth(column) < widest + margins) {
        view_->setColumnWidth(column, widest + margins);
        fitNames();
    }
}

/// Names get what the other columns leave, and never less than can be read; then the tree scrolls sideways.
void TensorsDock::fitNames() {
    constexpr int narrowest = 124;
    int others = 0;
    for (int column = 1; column < tensorColumnCount; ++column) {
        others += view_->columnWidth(column); // 0 when hidden
    }
    view_->setColumnWidth(0, std::max(narrowest, view_->viewport()->width() - others));
}

void TensorsDock::followModel() {
    if (!session_.model()) {
        note_->setText({});
        return;
    }
    const std::size_t all = session_.model()->weights().size();
    if (model_->isFiltered()) {
        note_->setText(tr("%1 of %2").arg(grouped(model_->shownWeights()), grouped(all)));
        // A short answer is shown open.
        if (model_->shownWeights() <= 200) {
            view_->expandAll();
        }
        return;
    }
    std::size_t free = 0;
    if (const auto& plan = session_.plan()) {
        for (const Choice& choice : plan->choices) {
            free += choice.isForced ? 0 : 1;
        }
    }
    note_->setText(free > 0 ? tr("%1, of which %2 have a choice").arg(grouped(all), grouped(free)) : grouped(all));
}

void TensorsDock::applyFilter() {
    filterDelay_.stop();
    model_->setFilter(filter_->text());
}

void TensorsDock::focusFilter() {
    show();
    filter_->setFocus(Qt::ShortcutFocusReason);
    filter_->selectAll();
}

void TensorsDock::showWeight(std::size_t weight) {
    if (!model_->indexOfWeight(weight).isValid()) {
        filter_->clear();
        applyFilter();
    }
    const QModelIndex index = model_->indexOfWeight(weight);
    view_->setCurrentIndex(index);
    view_->scrollTo(index, QAbstractItemView::PositionAtCenter);
}

void TensorsDock::showLayer(std::uint32_t layer) {
    if (!model_->indexOfLayer(layer).isValid()) {
        filter_->clear();
        applyFilter();
        view_->header()->setSortIndicatorShown(false);
        model_->sort(-1, Qt::AscendingOrder);
    }
    if (const QModelIndex index = model_->indexOfLayer(layer); index.isValid()) {
        view_->setCurrentIndex(index);
        view_->scrollTo(index, QAbstractItemView::PositionAtCenter);
    }
}

void TensorsDock::selectionHasChanged() {
    const QModelIndexList lines = view_->selectionModel()->selectedRows(0);
    std::vector<std::size_t> weights;
    for (const QModelIndex& line : lines) {
        const auto below = model_->weightsOf(line);
        weights.insert(weights.end(), below.begin(), below.end());
    }
    if (!weights.empty()) {
        statistics_.select(lines.size() == 1 ? model_->titleOf(lines.front())
                                             : counted(lines.size(), tr("1 line"), tr("%1 lines")),
                           std::move(weights));
    }
}

void TensorsDock::addFilterMenu() {
    QMenu* menu = filterButton_->menu();
    menu->clear();
    const auto addWord = [this](QMenu& to, const QString& text, const QString& word) {
        to.addAction(text, this, [this, word] {
            filter_->setText((filter_->text().trimmed() + QLatin1Char(' ') + word).trimmed());
            applyFilter();
        });
    };
    QMenu* roles = menu->addMenu(tr("Role"));
    QMenu* encodings = menu->addMenu(tr("Planned encoding"));
    QStringList seenRoles, seenEncodings;
    if (const auto& plan = session_.plan()) {
        for (const Choice& choice : plan->choices) {
            const std::string_view role = name(choice.weight->role);
            const std::string_view encoding = choice.encoding->name();
            seenRoles.append(fromView(role));
            seenEncodings.append(fromView(encoding));
        }
    }
    seenRoles.removeDuplicates();
    seenEncodings.removeDuplicates();
    for (const QString& role : std::as_const(seenRoles)) {
        addWord(*roles, role, QStringLiteral("role:") + role);
    }
    for (const QString& encoding : std::as_const(seenEncodings)) {
        addWord(*encodings, encoding, QStringLiteral("type:") + encoding);
    }
    if (session_.importance()) {
        addWord(*menu, tr("Missing in the importance matrix"), QStringLiteral("imatrix:missing"));
    }
    addWord(*menu, tr("First layers (0 to 3)"), QStringLiteral("layer:0-3"));
    menu->addSeparator();
    menu->addAction(tr("Clear the filter"), filter_, &QLineEdit::clear);
}

void TensorsDock::showMenu(const QPoint& at) {
    const QModelIndex line = view_->indexAt(at).isValid() ? view_->indexAt(at) : view_->currentIndex();
    if (!line.isValid()) {
        return;
    }
    QMenu menu(this);
    QAction* explaining = menu.addAction(tr("Explain the encoding"), QKeySequence(QStringLiteral("Alt+Return")), this,
                                         &TensorsDock::explainCurrent);
    explaining->setEnabled(session_.plan() != nullptr && model_->weightsOf(line).size() == 1);
    menu.addAction(tr("Copy"), QKeySequence(QKeySequence::Copy), this, &TensorsDock::copySelection);
    menu.exec(view_->viewport()->mapToGlobal(at));
}

void TensorsDock::explainCurrent() {
    const QModelIndex line = view_->currentIndex().siblingAtColumn(0);
    if (const auto weights = model_->weightsOf(line); !weights.empty()) {
        const QRect cell = view_->visualRect(line);
        Q_EMIT explanationWanted(weights.front(), view_->viewport()->mapToGlobal(cell.bottomLeft() + QPoint(0, 4)));
    }
}

void TensorsDock::copySelection() {
    QString text;
    for (const QModelIndex& line : view_->selectionModel()->selectedRows(0)) {
        QStringList fields{model_->titleOf(line)};
        for (int column = 1; column < tensorColumnCount; ++column) {
            fields.append(line.siblingAtColumn(column).data().toString());
        }
        text += fields.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    QGuiApplication::clipboard()->setText(text);
}

void TensorsDock::keyPressEvent(QKeyEvent* event) {
    if (event->matches(QKeySequence::Copy)) {
        copySelection();
    } else if (event->key() == Qt::Key_Escape && model_->isFiltered()) {
        filter_->clear();
        applyFilter();
    } else if (event->key() == Qt::Key_F2 || event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) {
        const QModelIndex plan = view_->currentIndex().siblingAtColumn(static_cast<int>(TensorColumn::plan));
        if (plan.isValid() && plan.flags().testFlag(Qt::ItemIsEditable)) {
            view_->edit(plan);
        }
    } else {
        QDockWidget::keyPressEvent(event);
    }
}

} // namespace quantlathe::ui
