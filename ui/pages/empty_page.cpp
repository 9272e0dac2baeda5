// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/empty_page.h"
#include "plan/plan_file.h"

#include "checkpoint/checkpoint.h"
#include "formats/importance_glance.h"
#include "ui/bridge/merge_job.h"
#include "ui/look/fonts.h"
#include "ui/look/icons.h"
#include "ui/look/style.h"
#include "ui/look/theme.h"
#include "ui/text/numbers.h"
#include "ui/text/paths.h"
#include "ui/widgets/delegates.h"
#include "ui/widgets/panel.h"

#include <array>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

namespace quantlathe::ui {

namespace {

constexpr int columnWidth = 800;

/// The mark of the drop target: a cube with an arrow down into it.
class DropMark : public QWidget {
public:
    explicit DropMark(QWidget* parent) : QWidget(parent) { setFixedSize(64, 64); }

protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& t = theme();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(t.control, 2.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        QPainterPath cube;
        cube.addPolygon(QPolygonF({{32, 8}, {54, 19}, {54, 48}, {32, 60}, {10, 48}, {10, 19}, {32, 8}}));
        cube.moveTo(10, 19);
        cube.lineTo(32, 31);
        cube.lineTo(54, 19);
        cube.moveTo(32, 31);
        cube.lineTo(32, 60);
        painter.drawPath(cube);
        painter.setPen(QPen(t.accent, 3, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter.drawLine(QPointF(32, 3), QPointF(32, 21));
        painter.drawPolyline(QPolygonF({{24.5, 14.5}, {32, 22}, {39.5, 14.5}}));
    }
};

} // namespace

DragAnswer answerDrag(const std::filesystem::path& path, const QString& openModel) {
    const QString name = fileNameOf(path);
    if (looksLikeImportanceMatrix(path)) {
        if (openModel.isEmpty()) {
            return {false, DropArea::tr("%1 is an importance matrix").arg(name),
                    DropArea::tr("It guides the conversion of the model that it was made from. Open that model first.")};
        }
        return {true, DropArea::tr("Use %1").arg(name),
                DropArea::tr("Importance matrix, to guide the plan for %1").arg(openModel)};
    }
    if (looksLikePlan(path)) {
        if (openModel.isEmpty()) {
            return {false, DropArea::tr("%1 is a plan").arg(name), DropArea::tr("Open the model that it is for first.")};
        }
        return {true, DropArea::tr("Use %1").arg(name), DropArea::tr("Plan for %1").arg(openModel)};
    }
    if (looksLikeAdapter(path)) {
        return {true, DropArea::tr("Merge %1").arg(name),
                DropArea::tr("LoRA adapter, to be merged into the model it belongs to")};
    }
    const Glance glance = glanceAt(path);
    if (glance.openable) {
        const QString kind = QString::fromStdString(glance.kind);
        return {.openable = true,
                .title = DropArea::tr("Open %1").arg(name),
                .detail = glance.bytes > 0 ? QStringLiteral("%1, %2").arg(kind, fileSize(glance.bytes)) : kind,
                .isModel = true,
                .name = name};
    }
    const QString reason = QString::fromStdString(glance.reason);
    return {false, DropArea::tr("%1 cannot be opened").arg(name),
            reason.isEmpty() ? DropArea::tr("Drop a model's folder, or a safetensors, GGUF or PyTorch file.") : reason};
}

DragAnswer comparisonAnswer(const DragAnswer& answer, const QString& openModel) {
    return {.openable = true,
            .title = DropArea::tr("Compare %1 with %2").arg(answer.name, openModel),
            .detail = DropArea::tr("Side by side, tensor by tensor. %1 stays open.").arg(openModel),
            .icon = Icon::panel};
}

DropArea::DropArea(QWidget* parent) : QWidget(parent) {
    setFixedHeight(344);
    setAccessibleName(tr("Drop a model here"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(32, 40, 32, 40);
    column->setSpacing(0);
    const auto centred = [this, column](QWidget* widget, int below) {
        column->addWidget(widget, 0, Qt::AlignHCenter);
        column->addSpacing(below);
        idleParts_.push_back(widget);
    };
    column->addStretch(1);
    centred(new DropMark(this), 16);
    centred(makeLabel(tr("Drop a model here"), false, boldFont(TextSize::invitation), this), 4);
    centred(makeLabel(tr("A model's folder, a safetensors, GGUF or PyTorch file, or the address of a model on a hub"), true,
                      textFont(TextSize::body), this),
            20);
    auto* buttons = new QWidget(this);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(8);
    auto* folder = new QPushButton(tr("Open folder…"), buttons);
    folder->setProperty(look::primary, true);
    auto* file = new QPushButton(tr("Open file…"), buttons);
    auto* address = new QPushButton(tr("Open address…"), buttons);
    auto* sample = new QPushButton(tr("Try the sample model"), buttons);
    for (QPushButton* button : {folder, file, address, sample}) {
        button->setMinimumHeight(32);
        row->addWidget(button);
    }
    const auto restyle = [folder, file] {
        folder->setIcon(iconIn(Icon::open, theme().onAccent, theme().disabled));
        file->setIcon(themedIcon(Icon::file));
    };
    restyle();
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, restyle);
    connect(folder, &QPushButton::clicked, this, &DropArea::openFolderWanted);
    connect(file, &QPushButton::clicked, this, &DropArea::openFileWanted);
    connect(address, &QPushButton::clicked, this, &DropArea::openAddressWanted);
    connect(sample, &QPushButton::clicked, this, &DropArea::sampleWanted);
    centred(buttons, 20);
    centred(makeLabel(tr("Opening reads only the headers; nothing is changed and nothing leaves this computer."), true,
                      textFont(TextSize::caption), this),
            0);
    column->addStretch(1);
}

void DropArea::setAnswer(const std::optional<DragAnswer>& answer) {
    answer_ = answer;
    for (QWidget* part : idleParts_) {
        part->setVisible(!answer);
    }
    update();
}

void DropArea::setTarget(bool isTarget) {
    if (isTarget_ != isTarget) {
        isTarget_ = isTarget;
        update();
    }
}

void DropArea::paintEvent(QPaintEvent*) {
    const Theme& t = theme();
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF frame = QRectF(rect()).adjusted(1.5, 1.5, -1.5, -1.5);
    if (!answer_) {
        QPen pen(t.control, 1.5);
        pen.setDashPattern({5, 4});
        painter.setPen(pen);
        painter.setBrush(t.surface);
        painter.drawRoundedRect(frame, 6, 6);
        return;
    }
    const QColor ink = !answer_->openable ? t.bad : isTarget_ ? t.accent : t.control;
    painter.setPen(QPen(ink, 2.5));
    painter.setBrush(!answer_->openable ? t.badTint : isTarget_ ? t.accentTint : t.surface);
    painter.drawRoundedRect(frame, 6, 6);
    const int middle = height() / 2;
    const Icon icon = !answer_->openable ? Icon::cross : answer_->icon;
    paintIcon(painter, icon, QRectF(width() / 2.0 - 14, middle - 64, 28, 28), ink);
    painter.setPen(t.text);
    painter.setFont(boldFont(TextSize::heading));
    painter.drawText(QRect(24, middle - 20, width() - 48, 24), Qt::AlignCenter,
                     painter.fontMetrics().elidedText(answer_->title, Qt::ElideMiddle, width() - 48));
    painter.setFont(textFont(TextSize::body));
    painter.drawText(QRect(48, middle + 8, width() - 96, 48), Qt::AlignHCenter | Qt::AlignTop | Qt::TextWordWrap,
                     answer_->detail);
}

EmptyPage::EmptyPage(RecentModels& recents, QWidget* parent) : QWidget(parent), recents_(recents) {
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(16, 48, 16, 16);
    auto* middle = new QWidget(this);
    middle->setMaximumWidth(columnWidth);
    auto* column = new QVBoxLayout(middle);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(24);
    row->addStretch(1);
    row->addWidget(middle, 1000);
    row->addStretch(1);

    drop_ = new DropArea(middle);
    column->addWidget(drop_);

    auto* panel = new Panel(tr("Recent models"), middle);
    auto* clear = new QPushButton(tr("Clear list"), panel);
    clear->setProperty(look::flat, true);
    clear->setFont(textFont(TextSize::caption));
    connect(clear, &QPushButton::clicked, &recents_, &RecentModels::clear);
    panel->addAction(clear);
    table_ = new QTableView(panel);
    prepareTable(*table_);
    table_->setAccessibleName(tr("Recent models"));
    table_->setModel(&recents_);
    table_->horizontalHeader()->hide();
    table_->verticalHeader()->setDefaultSectionSize(36);
    table_->setIconSize({16, 16});
    panel->addContent(table_, 1, true);
    recentPanel_ = panel;
    column->addWidget(panel);
    auto* units =
        new QLabel(tr("Sizes of files are in GB (10<sup>9</sup> bytes), memory is in GiB (2<sup>30</sup> bytes)."), middle);
    units->setFont(textFont(TextSize::caption));
    units->setAlignment(Qt::AlignCenter);
    column->addWidget(units);
    column->addStretch(1);

    const auto wanted = [this](const QModelIndex& index) { Q_EMIT recentWanted(index.data(Qt::UserRole).toString()); };
    connect(table_, &QTableView::activated, this, wanted);
    connect(&recents_, &QAbstractItemModel::modelReset, this, &EmptyPage::followRecents);
    followRecents();
}

void EmptyPage::followRecents() {
    const int rows = recents_.rowCount();
    recentPanel_->setVisible(rows > 0);
    table_->setFixedHeight(36 * rows + 4);
    table_->horizontalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    table_->horizontalHeader()->setSectionResizeMode(0, QHeaderView::Stretch);
    const std::array<int, 5> widths = {170, 110, 88, 96, 110};
    for (std::size_t i = 0; i < widths.size(); ++i) {
        table_->setColumnWidth(static_cast<int>(i) + 1, widths[i]);
    }
}

} // namespace quantlathe::ui
