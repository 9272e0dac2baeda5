// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/explanation_model.h"

#include "plan/figures.h"
#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/models/cells.h"
#include "ui/text/figures.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

namespace quantlathe::ui {

QString changeOfBytes(std::uint64_t bytes, std::uint64_t now) {
    return bytes == now  ? QStringLiteral("0")
           : bytes > now ? QLatin1Char('+') + fileSize(bytes - now)
                         : minusSign + fileSize(now - bytes);
}

ExplanationModel::ExplanationModel(QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignRight, Qt::AlignRight, Qt::AlignRight, Qt::AlignRight, Qt::AlignLeft}, parent) {}

void ExplanationModel::setPrice(std::optional<PriceOfWeight> price) {
    beginResetModel();
    price_ = std::move(price);
    endResetModel();
}

int ExplanationModel::chosenRow() const {
    return price_ && price_->chosen ? static_cast<int>(*price_->chosen) : -1;
}

int ExplanationModel::rows() const {
    return price_ ? static_cast<int>(price_->alternatives.size()) : 0;
}

QString ExplanationModel::display(const Alternative& alternative, ExplanationColumn column) const {
    const bool isJudged = price_->chosen.has_value();
    switch (column) {
    case ExplanationColumn::encoding: return fromView(alternative.encoding->name());
    case ExplanationColumn::size: return cellText(figureOf(alternativeFigures(), "bytes"), alternative);
    case ExplanationColumn::change:
        return isJudged ? changeOfBytes(alternative.bytes, price_->alternatives[*price_->chosen].bytes) : unknownText();
    case ExplanationColumn::error: return cellText(figureOf(alternativeFigures(), "relative_squared_error"), alternative);
    case ExplanationColumn::loss: return cellText(figureOf(alternativeFigures(), "loss"), alternative);
    case ExplanationColumn::worth: return isJudged ? QString::fromStdString(worthText(alternative, *price_)) : QString();
    }
    return {};
}

QVariant ExplanationModel::cell(int row, int place, int role) const {
    const Alternative& alternative = price_->alternatives[static_cast<std::size_t>(row)];
    const auto column = static_cast<ExplanationColumn>(place);
    switch (role) {
    case Qt::DisplayRole:
    case PlainTextRole: return display(alternative, column);
    case Qt::ToolTipRole: return column == ExplanationColumn::worth ? QVariant(display(alternative, column)) : QVariant();
    case Qt::FontRole: return row == chosenRow() ? QVariant(boldFont(TextSize::body)) : QVariant();
    case Qt::ForegroundRole:
        return alternative.worth == Alternative::Worth::beaten ? QVariant(theme().textSecondary) : QVariant();
    case SwatchRole:
        return column == ExplanationColumn::encoding ? QVariant(alternative.encoding->bitsPerWeight()) : QVariant();
    case LabelRole:
        return column == ExplanationColumn::encoding ? QVariant(decimal(alternative.encoding->bitsPerWeight(), 1)) : QVariant();
    default: return {};
    }
}

QString ExplanationModel::title(int column) const {
    switch (static_cast<ExplanationColumn>(column)) {
    case ExplanationColumn::encoding: return tr("Encoding");
    case ExplanationColumn::size: return columnTitle(figureOf(alternativeFigures(), "bytes"));
    case ExplanationColumn::change: return tr("Change");
    case ExplanationColumn::error: return columnTitle(figureOf(alternativeFigures(), "relative_squared_error"));
    case ExplanationColumn::loss: return columnTitle(figureOf(alternativeFigures(), "loss"));
    case ExplanationColumn::worth: return tr("What speaks for or against it");
    }
    return {};
}

} // namespace quantlathe::ui
