// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/window/difference_window.h"

#include "base/text.h"
#include "checkpoint/replica.h"
#include "plan/graft.h"
#include "runtime/graph.h"
#include "ui/bridge/divergence_job.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/models/cells.h"
#include "ui/models/csv.h"
#include "ui/models/model_texts.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/help_button.h"
#include "ui/widgets/message_area.h"
#include "ui/widgets/panel.h"
#include "ui/widgets/small_controls.h"

#include <algorithm>
#include <array>
#include <QAction>
#include <QClipboard>
#include <QComboBox>
#include <QGridLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QTableView>
#include <QTabWidget>
#include <QVBoxLayout>
#include <ranges>
#include <utility>

namespace quantlathe::ui {

namespace {

constexpr QSize usualSize(1120, 720);
constexpr const char* usualGraft = "Q8_0";

const Format& ggufFormat() {
    return *formatById("gguf");
}

bool isGgufFile(const Model& model) {
    return model.checkpoint().kind() == ContainerKind::gguf;
}

/// "Sample  ·  GGUF, 1 file  ·  Q4_K  ·  4.33 MB"
QString factsOf(const Model& model) {
    return QStringLiteral("%1  ·  %2  ·  %3  ·  %4")
        .arg(QString::fromStdString(escapeForDisplay(model.name())), containerText(model), fromView(model.storedTypeName()),
             fileSize(model.checkpoint().fileBytes()));
}

/// Of its file or folder: two of one model have one name.
QString placeNameOf(const Model& model) {
    const auto address = addressOfReplica(model.checkpoint());
    return address ? QString::fromStdString(*address) : fileNameOf(model.checkpoint().path());
}

} // namespace

DifferenceWindow::DifferenceWindow(DifferenceService* service, std::shared_ptr<const ImportanceMatrix> importance)
    : service_(service), importance_(std::move(importance)), model_(new DifferenceModel(*service, this)),
      rows_(new DifferenceFilter(*model_, this)) {
    service_->setParent(this);
    setWindowTitle(tr("%1 beside %2").arg(placeNameOf(*service_->first()), placeNameOf(*service_->second())));
    setWindowIcon(applicationIcon());
    setAttribute(Qt::WA_DeleteOnClose);
    resize(usualSize);
    auto* const column = new QVBoxLayout(this);
    column->setContentsMargins(16, 16, 16, 16);
    column->setSpacing(12);
    column->addWidget(makeHead());
    messages_ = new MessageArea(this);
    column->addWidget(messages_);
    column->addWidget(makeTools());
    column->addWidget(makeTables(), 1);
    column->addWidget(makeGraftRow());
    column->addWidget(makeFoot());
    makeShortcuts();
    connect(service_, &DifferenceService::runChanged, this, &DifferenceWindow::followRun);
    connect(service_, &DifferenceService::progressed, this, &DifferenceWindow::followProgress);
    connect(service_, &DifferenceService::problem, this, &DifferenceWindow::showProblem);
    connect(table_->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DifferenceWindow::followSelection);
    connect(rows_, &QAbstractItemModel::layoutChanged, this, &DifferenceWindow::followSelection);
    followRun();
    followSelection();
    table_->setFocus();
}

QWidget* DifferenceWindow::makeHead() {
    auto* const box = new QWidget(this);
    auto* const grid = new QGridLayout(box);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(16);
    grid->setVerticalSpacing(2);
    const std::array<std::pair<QString, const Model*>, 2> sides = {
        {{tr("First"), service_->first().get()}, {tr("Second"), service_->second().get()}}};
    for (int row = 0; row < 2; ++row) {
        const auto& [caption, model] = sides[static_cast<std::size_t>(row)];
        grid->addWidget(makeLabel(caption, true, textFont(TextSize::caption), box), row, 0);
        QLabel* const name = makeLabel(placeNameOf(*model), false, boldFont(TextSize::body), box);
        name->setToolTip(QString::fromStdString(escapeForDisplay(model->checkpoint().path().string(), 4096)));
        grid->addWidget(name, row, 1);
        grid->addWidget(makeLabel(factsOf(*model), true, textFont(TextSize::body), box), row, 2);
    }
    grid->setColumnStretch(3, 1);
    grid->addWidget(new HelpButton(QStringLiteral("charts#difference"), box), 0, 4, 2, 1, Qt::AlignTop);
    summary_ = makeLabel(countsText(), false, textFont(TextSize::body), box);
    summary_->setWordWrap(true);
    grid->setRowMinimumHeight(2, 8);
    grid->addWidget(summary_, 3, 0, 1, 5);
    divergenceText_ = makeLabel({}, false, textFont(TextSize::body), box);
    divergenceText_->setWordWrap(true);
    divergenceText_->hide();
    grid->addWidget(divergenceText_, 4, 0, 1, 5);
    return box;
}

QWidget* DifferenceWindow::makeTools() {
    auto* const box = new QWidget(this);
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    filter_ = new QLineEdit(box);
    filter_->setPlaceholderText(tr("Name or pattern, e.g. *.ffn_down"));
    filter_->setClearButtonEnabled(true);
    filter_->setAccessibleName(tr("Filter of the tensors"));
    filter_->setToolTip(tr("Part of a name, a pattern with * and ?, or role:attn_q  layer:3-7  type:Q4_K; words are joined by "
                           "\"and\" (Ctrl+F)"));
    auto* const search = new QAction(themedIcon(Icon::search), {}, filter_);
    filter_->addAction(search, QLineEdit::LeadingPosition);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, [search] { search->setIcon(themedIcon(Icon::search)); });
    connect(filter_, &QLineEdit::textChanged, rows_, &DifferenceFilter::setText);
    connect(filter_, &QLineEdit::textChanged, this, &DifferenceWindow::followSelection);
    shown_ = new JoinedButtons({tr("All"), tr("Only what differs")}, box);
    shown_->setAccessibleName(tr("Tensors that are shown"));
    connect(shown_, &JoinedButtons::choiceMade, this, [this](int choice) {
        rows_->setOnlyDifferent(choice == 1);
        followSelection();
    });
    row->addWidget(filter_, 1);
    row->addWidget(shown_);
    return box;
}

QWidget* DifferenceWindow::makeTables() {
    tabs_ = new QTabWidget(this);
    tabs_->setDocumentMode(true);
    table_ = new QTableView(tabs_);
    prepareTable(*table_);
    table_->setSelectionMode(QAbstractItemView::ExtendedSelection);
    table_->setAccessibleName(tr("Tensors of both models"));
    table_->setModel(rows_);
    table_->setSortingEnabled(true);
    table_->sortByColumn(static_cast<int>(DifferenceColumn::tensor), Qt::AscendingOrder);
    table_->setTextElideMode(Qt::ElideMiddle);
    QHeaderView* const header = table_->horizontalHeader();
    header->setSectionResizeMode(QHeaderView::Interactive);
    header->setSectionResizeMode(static_cast<int>(DifferenceColumn::tensor), QHeaderView::Stretch);
    header->setMinimumSectionSize(60);
    const std::array<int, 8> widths = {84, 84, 92, 104, 152, 132, 116, 96};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        table_->setColumnWidth(static_cast<int>(i) + 1, widths[i]);
    }
    metadata_ = new QTableView(tabs_);
    prepareTable(*metadata_);
    metadata_->setAccessibleName(tr("Metadata that are not the same"));
    metadata_->setModel(new MetadataDifferenceModel(service_->difference().metadata, metadata_));
    metadata_->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    metadata_->setTextElideMode(Qt::ElideRight);
    const auto page = [this](QTableView* table, int count, const QString& nothing) -> QWidget* {
        auto* const panel = new Panel({}, tabs_);
        if (count > 0) {
            panel->addContent(table, 1, true);
        } else {
            table->hide();
            panel->addContent(new EmptyNote(nothing, panel));
        }
        return panel;
    };
    const auto tensors = static_cast<int>(service_->difference().weights.size());
    const auto keys = static_cast<int>(service_->difference().metadata.size());
    tabs_->addTab(page(table_, tensors, tr("Neither model has a tensor.")), tr("Tensors, %1").arg(grouped(tensors)));
    tabs_->addTab(page(metadata_, keys, tr("Both say the same in their metadata.")), tr("Metadata, %1").arg(grouped(keys)));
    return tabs_;
}

QWidget* DifferenceWindow::makeGraftRow() {
    auto* const box = new QWidget(this);
    auto* const row = new QHBoxLayout(box);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    const bool firstIsFile = isGgufFile(*service_->first());
    const bool secondIsFile = isGgufFile(*service_->second());
    target_ = new JoinedButtons({tr("a copy of the first"), tr("a copy of the second")}, box);
    target_->setAccessibleName(tr("Into which file tensors are grafted"));
    // Into the smaller one: what was lost comes back from the better one.
    const DifferenceCounts& counts = service_->counts();
    target_->setChosen(firstIsFile && (!secondIsFile || counts.firstBytes < counts.secondBytes) ? 0 : 1);
    target_->setVisible(firstIsFile && secondIsFile);
    connect(target_, &JoinedButtons::choiceMade, this, &DifferenceWindow::followSelection);
    encoding_ = new QComboBox(box);
    for (const Encoding* const encoding : ggufFormat().suggestedEncodings({})) {
        encoding_->addItem(tr("%1, %2 bits").arg(fromView(encoding->name()), decimal(encoding->bitsPerWeight(), 2)),
                           fromView(encoding->name()));
    }
    encoding_->setCurrentIndex(encoding_->findData(QLatin1String(usualGraft)));
    encoding_->setAccessibleName(tr("Encoding of grafted tensors"));
    graft_ = new QPushButton(box);
    connect(graft_, &QPushButton::clicked, this, &DifferenceWindow::makeGraft);
    QLabel* const into = makeLabel(tr("Graft into"), true, textFont(TextSize::body), box);
    into->setVisible(firstIsFile && secondIsFile);
    row->addStretch(1);
    row->addWidget(into);
    row->addWidget(target_);
    row->addSpacing(8);
    row->addWidget(makeLabel(tr("Encoding"), true, textFont(TextSize::body), box));
    row->addWidget(encoding_);
    row->addWidget(graft_);
    return box;
}

QWidget* DifferenceWindow::makeFoot() {
    auto* const box = new QWidget(this);
    auto* const column = new QVBoxLayout(box);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(8);
    bar_ = new QProgressBar(box);
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(6);
    bar_->setAccessibleName(tr("Progress of the comparison"));
    QSizePolicy kept = bar_->sizePolicy();
    kept.setRetainSizeWhenHidden(true); // nothing moves when it appears
    bar_->setSizePolicy(kept);
    auto* const row = new QHBoxLayout;
    row->setSpacing(8);
    status_ = makeLabel({}, false, textFont(TextSize::body), box);
    export_ = new QPushButton(tr("&Export…"), box);
    export_->setToolTip(tr("The rows that are shown, as CSV (Ctrl+E)"));
    auto* const close = new QPushButton(tr("Close"), box);
    divergence_ = new QPushButton(tr("&KL divergence"), box);
    const QString whyNot = whyNoDivergence();
    divergence_->setEnabled(whyNot.isEmpty());
    divergence_->setToolTip(!whyNot.isEmpty()
                                ? whyNot
                                : tr("A job: runs a text through both and compares their answers, %1 against %2. Text "
                                     "and windows are those of Measure quality")
                                      .arg(placeNameOf(*measured()), placeNameOf(*reference())));
    compare_ = new QPushButton(box);
    compare_->setProperty(look::primary, true);
    row->addWidget(status_, 1);
    row->addWidget(export_);
    row->addWidget(close);
    row->addWidget(divergence_);
    row->addWidget(compare_);
    column->addWidget(bar_);
    column->addLayout(row);
    connect(export_, &QPushButton::clicked, this, &DifferenceWindow::exportRows);
    connect(close, &QPushButton::clicked, this, &QWidget::close);
    connect(divergence_, &QPushButton::clicked, this, &DifferenceWindow::divergenceWanted);
    connect(compare_, &QPushButton::clicked, this, &DifferenceWindow::startOrStop);
    return box;
}

const std::shared_ptr<const Model>& DifferenceWindow::reference() const {
    return service_->counts().firstBytes >= service_->counts().secondBytes ? service_->first() : service_->second();
}

const std::shared_ptr<const Model>& DifferenceWindow::measured() const {
    return &reference() == &service_->first() ? service_->second() : service_->first();
}

/// Empty: both can be run.
QString DifferenceWindow::whyNoDivergence() const {
    for (const auto& model : {service_->first(), service_->second()}) {
        if (addressOfReplica(model->checkpoint())) {
            return tr("The values of %1 are not on this computer").arg(QString::fromStdString(model->name()));
        }
        if (const auto reason = whyNotRunnable(*model)) {
            return QString::fromStdString(*reason);
        }
    }
    return {};
}

void DifferenceWindow::showDivergence(const DivergenceJob& job) {
    divergence_->setEnabled(!job.isActive());
    divergence_->setText(job.isActive() ? tr("&KL divergence, %1").arg(percent(job.progress.fraction(), 0))
                                        : tr("&KL divergence"));
    if (!job.quality || !job.quality->divergence) {
        return;
    }
    const Divergence& found = *job.quality->divergence;
    divergenceText_->setText(
        tr("KL divergence of %1 against %2: %3 nats a token; the same most likely token: %4; %5 tokens of %6")
            .arg(placeNameOf(*measured()), placeNameOf(*reference()),
                 divergenceText(found.kl.value, halfWidth95(found.kl.error)), percent(found.topOneAgreement.value, 1),
                 grouped(job.tokens), job.textName));
    divergenceText_->show();
}

void DifferenceWindow::makeShortcuts() {
    const auto on = [this](const QKeySequence& keys, auto run) {
        connect(new QShortcut(keys, this), &QShortcut::activated, this, run);
    };
    on(QKeySequence::Find, [this] {
        tabs_->setCurrentIndex(0);
        filter_->setFocus(Qt::ShortcutFocusReason);
        filter_->selectAll();
    });
    on(QKeySequence(Qt::CTRL | Qt::Key_E), [this] { exportRows(); });
    on(QKeySequence::Close, [this] { close(); });
    on(QKeySequence(Qt::Key_Escape), [this] { filter_->text().isEmpty() ? static_cast<void>(close()) : filter_->clear(); });
    auto* const copy = new QAction(table_);
    copy->setShortcut(QKeySequence::Copy);
    copy->setShortcutContext(Qt::WidgetShortcut);
    table_->addAction(copy);
    connect(copy, &QAction::triggered, this, &DifferenceWindow::copyRows);
}

QString DifferenceWindow::countsText() const {
    const DifferenceCounts& counts = service_->counts();
    QStringList parts{tr("%1 stored alike").arg(grouped(counts.alike))};
    const auto add = [&](std::size_t count, const QString& text) {
        if (count > 0) {
            parts.append(text.arg(grouped(count)));
        }
    };
    add(counts.otherEncoding, tr("%1 in another encoding"));
    add(counts.otherShape, tr("%1 of another shape"));
    add(counts.onlyFirst, tr("%1 only in the first"));
    add(counts.onlySecond, tr("%1 only in the second"));
    return tr("%1; %2 and %3 of weights")
        .arg(parts.join(QStringLiteral(", ")), fileSize(counts.firstBytes), fileSize(counts.secondBytes));
}

QString DifferenceWindow::foundText() const {
    std::size_t sameBytes = 0;
    std::size_t sameValues = 0;
    std::size_t others = 0;
    for (std::size_t i = 0; i < service_->difference().weights.size(); ++i) {
        if (const auto& values = service_->valuesOf(i)) {
            ++(values->isSameBytes ? sameBytes : values->isSameValues() ? sameValues : others);
        }
    }
    return tr("%1 with the same bytes, %2 with the same values, %3 with others")
        .arg(grouped(sameBytes), grouped(sameValues), grouped(others));
}

void DifferenceWindow::followRun() {
    const QString whyNot = service_->whyNoValues();
    const bool isRunning = service_->isRunning();
    bar_->setVisible(isRunning);
    compare_->setText(isRunning ? tr("&Stop") : tr("Compare &values"));
    compare_->setEnabled(whyNot.isEmpty());
    compare_->setToolTip(!whyNot.isEmpty() ? whyNot
                         : isRunning       ? tr("What was found stays")
                                           : tr("Read both: which tensors are the same, and how far the others are apart"));
    if (isRunning) {
        followProgress();
        return;
    }
    rows_->refresh();
    const bool hasFound = std::ranges::any_of(std::views::iota(std::size_t{0}, service_->difference().weights.size()),
                                              [this](std::size_t i) { return service_->valuesOf(i).has_value(); });
    status_->setText(!whyNot.isEmpty()        ? whyNot
                     : service_->isComplete() ? foundText()
                     : hasFound               ? tr("Stopped: %1").arg(foundText())
                                              : tr("Values are not compared yet"));
}

void DifferenceWindow::followProgress() {
    const ProgressState& state = service_->progress();
    bar_->setValue(static_cast<int>(state.fraction() * bar_->maximum()));
    const QString left = state.secondsLeft >= 1 ? tr(", %1 left").arg(duration(state.secondsLeft)) : QString();
    status_->setText(tr("Comparing, %1%2").arg(percent(state.fraction(), 0), left));
}

void DifferenceWindow::startOrStop() {
    messages_->clear(QStringLiteral("problem"));
    if (service_->isRunning()) {
        service_->stopValues();
    } else {
        service_->startValues();
    }
}

const Model& DifferenceWindow::graftFile() const {
    return target_->chosen() == 0 ? *service_->first() : *service_->second();
}

const Model& DifferenceWindow::graftOriginal() const {
    return target_->chosen() == 0 ? *service_->second() : *service_->first();
}

QString DifferenceWindow::whyNoGraft() const {
    if (!isGgufFile(*service_->first()) && !isGgufFile(*service_->second())) {
        return tr("Tensors are grafted into GGUF files; neither model is one");
    }
    for (const auto& model : {service_->first(), service_->second()}) {
        if (addressOfReplica(model->checkpoint())) {
            return tr("The values of %1 are not on this computer").arg(QString::fromStdString(model->name()));
        }
    }
    return {};
}

std::vector<std::string> DifferenceWindow::weightsToGraft() const {
    std::vector<std::string> names;
    for (const QModelIndex& line : table_->selectionModel()->selectedRows()) {
        const WeightPair& pair = model_->pairAt(rows_->mapToSource(line).row());
        if (hasOneShape(pair) && ggufFormat().offersChoice(graftFile(), target_->chosen() == 0 ? *pair.first : *pair.second)) {
            names.push_back(pair.first->name);
        }
    }
    return names;
}

void DifferenceWindow::followSelection() {
    const QString whyNot = whyNoGraft();
    const std::size_t count = whyNot.isEmpty() ? weightsToGraft().size() : 0;
    graft_->setText(count == 0   ? tr("&Graft…")
                    : count == 1 ? tr("&Graft 1 tensor…")
                                 : tr("&Graft %1 tensors…").arg(grouped(count)));
    graft_->setEnabled(count > 0);
    encoding_->setEnabled(whyNot.isEmpty());
    graft_->setToolTip(!whyNot.isEmpty() ? whyNot
                       : count == 0
                           ? tr("Select tensors that both models have and that can be quantized")
                           : tr("Write a copy of %1 with these tensors encoded anew from %2; all others stay bit for bit")
                                 .arg(placeNameOf(graftFile()), placeNameOf(graftOriginal())));
}

void DifferenceWindow::makeGraft() {
    messages_->clear(QStringLiteral("problem"));
    GraftWish wish;
    const QString encoding = encoding_->currentData().toString();
    for (std::string& name : weightsToGraft()) {
        wish.encodings.emplace(std::move(name), encoding.toStdString());
    }
    const bool intoFirst = target_->chosen() == 0;
    const auto count = static_cast<std::int64_t>(wish.encodings.size());
    planLane_.ask(
        this,
        [first = service_->first(), second = service_->second(), intoFirst, wish,
         importance = importance_](const CancelToken&) {
            const Model& file = intoFirst ? *first : *second;
            const Model& original = intoFirst ? *second : *first;
            return std::make_shared<const Plan>(makeGraftPlan(file, original, wish, importance));
        },
        [this, encoding, count](const Outcome<std::shared_ptr<const Plan>>& outcome) {
            if (const auto* const found = std::get_if<Problem>(&outcome)) {
                showProblem(*found);
                return;
            }
            Q_EMIT graftWanted(std::get<std::shared_ptr<const Plan>>(outcome),
                               counted(count, tr("Graft 1 tensor as %1").arg(encoding),
                                       tr("Graft %1 tensors as %2").arg(QStringLiteral("%1"), encoding)),
                               QStringLiteral("graft-%1").arg(encoding));
        },
        TaskLane::Order::replace);
}

void DifferenceWindow::showProblem(const Problem& problem) {
    messages_->show({Message::Kind::bad, problem.title, problem.detail, {}, QStringLiteral("problem")});
}

void DifferenceWindow::exportRows() {
    const bool tensors = tabs_->currentIndex() == 0;
    const QString name = QStringLiteral("%1-%2").arg(QString::fromStdString(service_->second()->name()),
                                                     tensors ? QStringLiteral("difference") : QStringLiteral("metadata"));
    Q_EMIT exportWanted(name, csvOf(tensors ? static_cast<const QAbstractItemModel&>(*rows_) : *metadata_->model()));
}

/// Full precision, tabs between columns.
void DifferenceWindow::copyRows() const {
    QModelIndexList lines = table_->selectionModel()->selectedRows();
    std::ranges::sort(lines, {}, &QModelIndex::row);
    QStringList text;
    for (const QModelIndex& line : lines) {
        QStringList cells;
        for (int column = 0; column < differenceColumnCount; ++column) {
            cells.append(line.siblingAtColumn(column).data(PlainTextRole).toString());
        }
        text.append(cells.join(QLatin1Char('\t')));
    }
    QGuiApplication::clipboard()->setText(text.join(QLatin1Char('\n')));
}

} // namespace quantlathe::ui
