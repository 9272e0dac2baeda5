// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/format_table_model.h"

#include "estimate/card_support.h"
#include "ui/look/theme.h"
#include "ui/models/cells.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <optional>

namespace quantlathe::ui {

FormatTableModel::FormatTableModel(Session& session, QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignRight}, parent), session_(session),
      whyNot_(formats().size()) {
    connect(&session_, &Session::modelChanged, this, &FormatTableModel::followModel);
    connect(&session_, &Session::presetsChanged, this, &FormatTableModel::follow);
    connect(&session_, &Session::deviceChanged, this, &FormatTableModel::follow);
    connect(&session_, &Session::runsInChanged, this, &FormatTableModel::follow);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &FormatTableModel::follow);
    followModel();
}

/// Asks every format about all weights: once a model.
void FormatTableModel::followModel() {
    for (std::size_t i = 0; i < whyNot_.size(); ++i) {
        const auto reason = session_.model() ? formats()[i]->whyNot(*session_.model()) : std::nullopt;
        whyNot_[i] = QString::fromStdString(reason.value_or(std::string()));
    }
    follow();
}

void FormatTableModel::follow() {
    largest_ = 0;
    for (const auto* all : {&session_.presets(), &session_.otherPresets()}) {
        for (const PlanFacts& facts : *all) {
            largest_ = std::max(largest_, facts.fileBytes);
        }
    }
    repaintAll();
}

int FormatTableModel::rows() const {
    return static_cast<int>(formats().size()) + 1;
}

const Format* FormatTableModel::formatAt(int row) const {
    return row >= 0 && row < footerRow() ? formats()[static_cast<std::size_t>(row)] : nullptr;
}

int FormatTableModel::rowOf(const Format& format) const {
    return static_cast<int>(std::ranges::find(formats(), &format) - formats().begin());
}

QString FormatTableModel::whyNot(const Format& format) const {
    return whyNot_[static_cast<std::size_t>(rowOf(format))];
}

QString FormatTableModel::reasonFor(const Format& format) const {
    const QString reason = whyNot(format);
    return reason.isEmpty() ? session_.whyNotLoaded(format) : tr("Not for this model: %1").arg(reason);
}

void FormatTableModel::explainRow(int row) {
    const Format* format = formatAt(row);
    const QString reason = format != nullptr ? reasonFor(*format) : QString();
    footer_ = format == nullptr ? QString() : reason.isEmpty() ? inOwnWords(format->summary()) : reason;
    Q_EMIT dataChanged(index(footerRow(), 0), index(footerRow(), 0));
}

Qt::ItemFlags FormatTableModel::flags(const QModelIndex& index) const {
    return formatAt(index.row()) == nullptr ? Qt::NoItemFlags
                                            : Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren;
}

/// "2.02 to 16.07", in the unit of the column; an en dash until it is known.
QString FormatTableModel::sizeRange(const Format& format) const {
    std::uint64_t least = 0;
    std::uint64_t most = 0;
    for (const auto* all : {&session_.presets(), &session_.otherPresets()}) {
        for (const PlanFacts& facts : *all) {
            if (facts.format == &format && facts.isUsable()) {
                least = least == 0 ? facts.fileBytes : std::min(least, facts.fileBytes);
                most = std::max(most, facts.fileBytes);
            }
        }
    }
    const SizeUnit unit = sizeUnitFor(largest_);
    return most == 0       ? unknownText()
           : least == most ? sizeNumber(most, unit)
                           : tr("%1 to %2").arg(sizeNumber(least, unit), sizeNumber(most, unit));
}

/// Of the preset that asks for least.
QString FormatTableModel::whyNotOnCard(const Format& format) const {
    QString reason;
    for (const Preset& preset : format.presets()) {
        const auto why = whyNotOn(session_.device().gpu, format.hardware(preset));
        if (!why) {
            return {};
        }
        reason = QString::fromStdString(*why);
    }
    return reason;
}

QString FormatTableModel::display(const Format& format, FormatColumn column) const {
    switch (column) {
    case FormatColumn::format: return fromView(format.title());
    case FormatColumn::loadsIn: return QString::fromStdString(loadsInText(format));
    case FormatColumn::calibration: return QString::fromStdString(calibrationText(calibrationNeed(format)));
    case FormatColumn::runsOn: return QString::fromStdString(hardwareText(format));
    case FormatColumn::size: return sizeRange(format);
    }
    return {};
}

QString FormatTableModel::tooltip(const Format& format, FormatColumn column) const {
    const QString reason = reasonFor(format);
    const QString card = column == FormatColumn::runsOn ? whyNotOnCard(format) : QString();
    const QString text = !reason.isEmpty() ? reason : !card.isEmpty() ? card : inOwnWords(format.summary());
    return QStringLiteral("<p>%1</p>").arg(text.toHtmlEscaped()); // rich text is wrapped
}

QVariant FormatTableModel::cell(int row, int place, int role) const {
    const Format* format = formatAt(row);
    if (format == nullptr) {
        return role == HeadingRole ? QVariant(true) : role == Qt::DisplayRole && place == 0 ? QVariant(footer_) : QVariant();
    }
    const auto column = static_cast<FormatColumn>(place);
    switch (role) {
    case Qt::DisplayRole: return display(*format, column);
    case Qt::ToolTipRole: return tooltip(*format, column);
    case Qt::AccessibleTextRole: {
        const QString reason = reasonFor(*format);
        const QString text = display(*format, column);
        return column == FormatColumn::format && !reason.isEmpty() ? QStringLiteral("%1. %2").arg(text, reason) : text;
    }
    case Qt::ForegroundRole: return column == FormatColumn::format ? QVariant() : QVariant(theme().textSecondary);
    case Qt::UserRole: return column == FormatColumn::format ? QVariant(fromView(format->id())) : QVariant();
    case FamilyRole: return column == FormatColumn::format ? QVariant(static_cast<int>(familyOf(format->id()))) : QVariant();
    case FlagRole: return column == FormatColumn::runsOn && !whyNotOnCard(*format).isEmpty();
    case DimmedRole: return !reasonFor(*format).isEmpty();
    case ReasonRole: return reasonFor(*format);
    default: return {};
    }
}

QString FormatTableModel::title(int column) const {
    switch (static_cast<FormatColumn>(column)) {
    case FormatColumn::format: return tr("Format");
    case FormatColumn::loadsIn: return tr("Loads in");
    case FormatColumn::calibration: return tr("Calibration");
    case FormatColumn::runsOn: return tr("Runs on");
    case FormatColumn::size: return tr("Files, %1").arg(unitName(sizeUnitFor(largest_)));
    }
    return {};
}

} // namespace quantlathe::ui
