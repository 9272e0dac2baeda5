// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/explanation_model.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/models/cells.h"
#include "ui/text/measure_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <cmath>

namespace quantlathe::ui {

QString changeOfBytes(std::uint64_t bytes, std::uint64_t now) {
    return bytes == now  ? QStringLiteral("0")
           : bytes > now ? QLatin1Char('+') + fileSize(bytes - now)
                         : minusSign + fileSize(now - bytes);
}

void ExplanationModel::setPrice(std::optional<PriceOfWeight> price) {
    beginResetModel();
    price_ = std::move(price);
    endResetModel();
}

int ExplanationModel::chosenRow() const {
    return price_ && price_->chosen ? static_cast<int>(*price_->chosen) : -1;
}

int ExplanationModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() || !price_ ? 0 : static_cast<int>(price_->alternatives.size());
}

int ExplanationModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : explanationColumnCount;
}

QString ExplanationModel::display(const Alternative& alternative, ExplanationColumn column) const {
    const bool isJudged = price_->chosen.has_value();
    switch (column) {
    case ExplanationColumn::encoding: return fromView(alternative.encoding->name());
    case ExplanationColumn::size: return tensorMegabytes(alternative.bytes);
    case ExplanationColumn::change:
        return isJudged ? changeOfBytes(alternative.bytes, price_->alternatives[*price_->chosen].bytes) : unknownText();
    case ExplanationColumn::error: return decimal(std::sqrt(alternative.error) * 100, 2);
    case ExplanationColumn::loss: return divergenceText(alternative.loss);
    case ExplanationColumn::worth: return isJudged ? QString::fromStdString(worthText(alternative, price_->price)) : QString();
    }
    return {};
}

QVariant ExplanationModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) {
        return {};
    }
    const Alternative& alternative = price_->alternatives[static_cast<std::size_t>(index.row())];
    const auto column = static_cast<ExplanationColumn>(index.column());
    const bool isText = column == ExplanationColumn::encoding || column == ExplanationColumn::worth;
    switch (role) {
    case Qt::DisplayRole:
    case PlainTextRole: return display(alternative, column);
    case Qt::ToolTipRole: return column == ExplanationColumn::worth ? QVariant(display(alternative, column)) : QVariant();
    case Qt::TextAlignmentRole: return QVariant(Qt::AlignVCenter | (isText ? Qt::AlignLeft : Qt::AlignRight));
    case Qt::FontRole: return index.row() == chosenRow() ? QVariant(boldFont(TextSize::body)) : QVariant();
    case Qt::ForegroundRole:
        return alternative.worth == Alternative::Worth::beaten ? QVariant(theme().textSecondary) : QVariant();
    case SwatchRole:
        return column == ExplanationColumn::encoding ? QVariant(alternative.encoding->bitsPerWeight()) : QVariant();
    case LabelRole:
        return column == ExplanationColumn::encoding ? QVariant(decimal(alternative.encoding->bitsPerWeight(), 1)) : QVariant();
    default: return {};
    }
}

QVariant ExplanationModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= explanationColumnCount) {
        return {};
    }
    const auto column = static_cast<ExplanationColumn>(section);
    if (role == Qt::TextAlignmentRole) {
        const bool isText = column == ExplanationColumn::encoding || column == ExplanationColumn::worth;
        return QVariant(Qt::AlignVCenter | (isText ? Qt::AlignLeft : Qt::AlignRight));
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
    case ExplanationColumn::encoding: return tr("Encoding");
    case ExplanationColumn::size: return tr("Size, MB");
    case ExplanationColumn::change: return tr("Change");
    case ExplanationColumn::error: return tr("Error, %");
    case ExplanationColumn::loss: return tr("Loss, nats");
    case ExplanationColumn::worth: return tr("What speaks for or against it");
    }
    return {};
}

} // namespace quantlathe::ui
