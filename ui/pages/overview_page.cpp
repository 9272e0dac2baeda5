// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/overview_page.h"

#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/theme.h"
#include "ui/models/model_texts.h"
#include "ui/text/paths.h"
#include "ui/text/strings.h"
#include "ui/widgets/calibration_panel.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/facts_list.h"
#include "ui/widgets/offer_line.h"
#include "ui/widgets/panel.h"

#include <array>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QScrollArea>
#include <QTableView>
#include <QTimer>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int threeColumnsWidth = 1180;

/// A mark and a sentence.
class CheckLine : public QWidget {
public:
    CheckLine(const CheckResult& check, QWidget* parent) : QWidget(parent), check_(check) {
        setFixedHeight(26);
        setAccessibleName(check.text);
        setToolTip(check.detail);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = theme();
        QPainter painter(this);
        const bool good = check_.kind == Badge::Kind::ok;
        const bool bad = check_.kind == Badge::Kind::bad;
        paintIcon(painter,
                  good                               ? Icon::check
                  : bad                              ? Icon::cross
                  : check_.kind == Badge::Kind::warn ? Icon::warn
                                                     : Icon::clock,
                  QRectF(0, 6, 14, 14),
                  good                               ? t.ok
                  : bad                              ? t.bad
                  : check_.kind == Badge::Kind::warn ? t.warn
                                                     : t.textSecondary);
        painter.setPen(t.text);
        painter.drawText(QRect(24, 0, width() - 24, height()), Qt::AlignLeft | Qt::AlignVCenter,
                         fontMetrics().elidedText(check_.text, Qt::ElideRight, width() - 24));
    }

private:
    CheckResult check_;
};

} // namespace

OverviewPage::OverviewPage(Session& session, StatisticsService& statistics, QWidget* parent)
    : QWidget(parent), session_(session), statistics_(statistics) {
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    auto* scroll = new QScrollArea(this);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setWidgetResizable(true);
    outer->addWidget(scroll);
    auto* content = new QWidget(scroll);
    scroll->setWidget(content);
    grid_ = new QGridLayout(content);
    grid_->setContentsMargins(16, 16, 16, 16);
    grid_->setSpacing(16);
    head_ = makeHead();

    architecturePanel_ = new Panel(tr("Architecture"), content);
    architecturePanel_->setHelp(QStringLiteral("glossary"));
    architecture_ = new FactsList(216, 0, architecturePanel_);
    architecturePanel_->addContent(architecture_, 0, true);
    auto* tokenizerTitle = makeLabel(tr("Tokenizer"), false, boldFont(TextSize::heading), architecturePanel_);
    tokenizerTitle->setContentsMargins(16, 14, 16, 6);
    architecturePanel_->addContent(tokenizerTitle, 0, true);
    tokenizer_ = new FactsList(216, 0, architecturePanel_);
    architecturePanel_->addContent(tokenizer_, 0, true);
    architecturePanel_->body()->addStretch(1);

    cardPanel_ = new Panel(tr("On this card"), content);
    cardPanel_->setHelp(QStringLiteral("choose#steps"));
    presets_ = new PlanTableModel(
        session, {PlanColumn::name, PlanColumn::file, PlanColumn::memory, PlanColumn::memoryShare, PlanColumn::fit}, true,
        this);
    presetView_ = new QTableView(cardPanel_);
    prepareTable(*presetView_);
    presetView_->setAccessibleName(tr("Presets on the chosen card"));
    presetView_->setModel(presets_);
    presetView_->setSortingEnabled(true);
    presetView_->sortByColumn(presets_->columnOf(PlanColumn::file), Qt::DescendingOrder);
    presetView_->horizontalHeader()->setSortIndicatorShown(false);
    presetView_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    presetView_->horizontalHeader()->setSectionResizeMode(3, QHeaderView::Stretch);
    const std::array<int, 5> widths = {100, 84, 92, 100, 110};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        presetView_->setColumnWidth(static_cast<int>(i), widths[i]);
    }
    offer_ = new OfferLine(session, cardPanel_);
    cardPanel_->addContent(offer_, 0, true);
    cardPanel_->addContent(presetView_, 1, true);
    aboutFormat_ = makeLabel({}, true, textFont(TextSize::caption), cardPanel_);
    aboutFormat_->setWordWrap(true);
    aboutFormat_->setContentsMargins(16, 8, 16, 12);
    cardPanel_->addContent(aboutFormat_, 0, true);

    side_ = new QWidget(content);
    filesPanel_ = new Panel(tr("Files"), side_);
    filesPanel_->setHelp(QStringLiteral("glossary"));
    files_ = new FactsList(0, 2, filesPanel_);
    files_->setHeader({tr("Name"), tr("Tensors"), tr("Size, MB")});
    filesPanel_->addContent(files_, 0, true);
    alsoRead_ = makeLabel({}, true, textFont(TextSize::caption), filesPanel_);
    alsoRead_->setContentsMargins(16, 12, 16, 12);
    alsoRead_->setWordWrap(true);
    filesPanel_->addContent(alsoRead_, 0, true);
    filesPanel_->body()->addStretch(1);

    checksPanel_ = new Panel(tr("Checks"), content);
    checksPanel_->setHelp(QStringLiteral("charts#statistics"));
    scan_ = new QPushButton(tr("Read all weights"), checksPanel_);
    scan_->setToolTip(tr("Reads every weight once and looks for NaN, infinite values and outliers"));
    checksPanel_->addAction(scan_);
    auto* checksBody = new QWidget(checksPanel_);
    checks_ = new QVBoxLayout(checksBody);
    checks_->setContentsMargins(0, 0, 0, 8);
    checks_->setSpacing(2);
    checksPanel_->addContent(checksBody, 1);
    calibration_ = new CalibrationPanel(session, side_);
    auto* side = new QVBoxLayout(side_);
    side->setContentsMargins(0, 0, 0, 0);
    side->setSpacing(grid_->spacing());
    side->addWidget(filesPanel_);
    side->addWidget(calibration_, 1);
    cardPanel_->setMinimumHeight(240);
    arrange();

    connect(scan_, &QPushButton::clicked, &statistics_, &StatisticsService::startScan);
    connect(presetView_, &QTableView::clicked, this, [this](const QModelIndex& index) {
        if (const PlanFacts* facts = presets_->factsAt(index.row()); facts != nullptr && !facts->isOwnPlan) {
            session_.setPreset(facts->name);
        }
    });
    connect(&session_, &Session::modelChanged, this, &OverviewPage::followModel);
    connect(&session_, &Session::deviceChanged, this, &OverviewPage::followDevice);
    connect(&session_, &Session::presetsChanged, this, &OverviewPage::followDevice);
    connect(&session_, &Session::planChanged, this, &OverviewPage::followDevice);
    connect(&statistics_, &StatisticsService::scanChanged, this, &OverviewPage::followChecks);
    followDevice();
}

void OverviewPage::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    arrange();
}

/// Three columns where there is room for them, else two: files and calibration under the card.
void OverviewPage::arrange() {
    const int columns = width() < threeColumnsWidth ? 2 : 3;
    if (columns == arranged_) {
        return;
    }
    arranged_ = columns;
    for (QWidget* panel : std::initializer_list<QWidget*>{head_, architecturePanel_, cardPanel_, side_, checksPanel_}) {
        grid_->removeWidget(panel);
    }
    grid_->addWidget(head_, 0, 0, 1, columns);
    grid_->addWidget(architecturePanel_, 1, 0, 2, 1);
    grid_->addWidget(cardPanel_, 1, 1);
    if (columns == 3) {
        grid_->addWidget(side_, 1, 2, 2, 1);
        grid_->addWidget(checksPanel_, 2, 1);
    } else {
        grid_->addWidget(side_, 2, 1, 2, 1);
        grid_->addWidget(checksPanel_, 3, 0);
    }
    grid_->setColumnStretch(0, 48);
    grid_->setColumnStretch(1, 50);
    grid_->setColumnStretch(2, columns == 3 ? 40 : 0);
    grid_->setRowStretch(1, 1);
}

QWidget* OverviewPage::makeHead() {
    auto* panel = new Panel({}, this);
    auto* content = new QWidget(panel);
    auto* column = new QVBoxLayout(content);
    column->setContentsMargins(16, 14, 16, 12);
    column->setSpacing(6);
    auto* top = new QHBoxLayout;
    top->setSpacing(12);
    name_ = makeLabel({}, false, boldFont(TextSize::modelName), content);
    path_ = makeLabel({}, true, textFont(TextSize::body), content);
    opened_ = makeLabel({}, true, textFont(TextSize::body), content);
    top->addWidget(name_);
    top->addWidget(path_, 1);
    top->addWidget(opened_);
    column->addLayout(top);
    auto* row = new QHBoxLayout;
    row->setSpacing(56);
    for (int i = 0; i < 7; ++i) {
        auto* pair = new QVBoxLayout;
        pair->setSpacing(0);
        auto* caption = makeLabel({}, true, textFont(TextSize::caption), content);
        auto* value = makeLabel({}, false, textFont(TextSize::keyFigure), content);
        pair->addWidget(caption);
        pair->addWidget(value);
        row->addLayout(pair);
        figures_.emplace_back(caption, value);
    }
    row->addStretch(1);
    column->addLayout(row);
    column->addSpacing(4);
    parts_ = new PartsBar(content);
    column->addWidget(parts_);
    panel->addContent(content, 1, true);
    panel->setFixedHeight(184);
    return panel;
}

void OverviewPage::followModel() {
    const Model* model = session_.model().get();
    if (model == nullptr) {
        return;
    }
    name_->setText(QString::fromStdString(model->name()));
    const auto& remote = session_.remote();
    path_->setText(remote ? remote->address : shortPath(model->checkpoint().path()));
    opened_->setText(tr("%1, opened in %2 ms").arg(containerText(*model), decimal(session_.openedInMilliseconds(), 0)));
    const auto figures = keyFigures(*model);
    for (std::size_t i = 0; i < figures_.size(); ++i) {
        figures_[i].first->setText(i < figures.size() ? figures[i].first : QString());
        figures_[i].second->setText(i < figures.size() ? figures[i].second : QString());
    }
    std::vector<std::pair<QString, std::uint64_t>> parts;
    for (const ModelPart& part : partsOf(*model)) {
        parts.emplace_back(part.name, part.bytes);
    }
    parts_->setParts(std::move(parts));
    architecture_->setRows(architectureFacts(*model));
    tokenizer_->setRows(tokenizerFacts(*model));
    const SizeUnit unit = sizeUnitFor(model->checkpoint().fileBytes());
    files_->setHeader({tr("Name"), tr("Tensors"), tr("Size, %1").arg(unitName(unit))});
    files_->setRows(fileFacts(*model, unit), model->checkpoint().files().size() > 1);
    alsoRead_->setText(alsoReadText(*model));
    followChecks();
}

void OverviewPage::followDevice() {
    const Format& format = session_.format();
    aboutFormat_->setText(
        tr("%1, loads in %2. %3")
            .arg(fromView(format.title()), QString::fromStdString(loadsInText(format)), inOwnWords(format.summary())));
    cardPanel_->setTitle(tr("On %1").arg(QString::fromStdString(session_.device().gpu.name)));
    const std::string_view kv = name(session_.device().run.kv);
    cardPanel_->setNote(tr("%1 tokens, KV cache %2").arg(grouped(session_.device().run.contextTokens), fromView(kv)));
    if (const int row = presets_->currentRow(); row >= 0) {
        presetView_->selectRow(row);
        QTimer::singleShot(0, presetView_, [this, row] {
            presetView_->scrollTo(presets_->index(row, 0), QAbstractItemView::PositionAtCenter);
        });
    }
}

void OverviewPage::followChecks() {
    while (QLayoutItem* item = checks_->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    const Model* model = session_.model().get();
    if (model == nullptr) {
        return;
    }
    const ModelScan& scan = statistics_.scan();
    scan_->setVisible(!scan.isComplete && !scan.isRunning);
    checksPanel_->setNote(scan.isComplete  ? tr("headers and contents, read in %1").arg(duration(scan.seconds))
                          : scan.isRunning ? tr("reading the weights, %1").arg(percent(scan.doneShare, 0))
                                           : tr("headers"));
    for (const CheckResult& check : checksOf(*model, scan)) {
        checks_->addWidget(new CheckLine(check, checksPanel_));
    }
    checks_->addStretch(1);
}

} // namespace quantlathe::ui
