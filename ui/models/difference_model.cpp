// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/difference_model.h"

#include "base/text.h"
#include "ui/look/theme.h"
#include "ui/models/cells.h"
#include "ui/text/figures.h"
#include "ui/text/strings.h"
#include "weights/figures.h"

#include <algorithm>
#include <limits>

namespace quantlathe::ui {

namespace {

constexpr double unknownKey = -1; // before every number that is known

const Weight* sideOf(const WeightPair& pair, DifferenceColumn column) {
    return column == DifferenceColumn::first || column == DifferenceColumn::firstSize ? pair.first : pair.second;
}

double bitsOf(const Weight& weight) {
    return weight.elements() == 0 ? 0
                                  : 8.0 * static_cast<double>(weight.storedBytes()) / static_cast<double>(weight.elements());
}

/// What stands in the column of the difference: a badge where there is something to be glad or careful about.
struct Verdict {
    QString text;
    std::optional<Badge::Kind> badge;
    int order = 0; // the more of a difference, the greater
};

Verdict verdictOf(const WeightPair& pair, const std::optional<ValueDifference>& values) {
    switch (kindOf(pair)) {
    case PairKind::onlyFirst: return {DifferenceModel::tr("only in the first"), Badge::Kind::warn, 7};
    case PairKind::onlySecond: return {DifferenceModel::tr("only in the second"), Badge::Kind::warn, 8};
    case PairKind::otherShape: return {DifferenceModel::tr("other shape"), Badge::Kind::bad, 6};
    case PairKind::alike:
        if (!values) {
            return {DifferenceModel::tr("stored alike"), std::nullopt, 2};
        }
        break;
    case PairKind::otherEncoding:
        if (!values) {
            return {DifferenceModel::tr("other encoding"), std::nullopt, 3};
        }
        break;
    }
    if (values->isSameBytes) {
        return {DifferenceModel::tr("same bytes"), Badge::Kind::ok, 0};
    }
    if (values->isSameValues()) {
        return {DifferenceModel::tr("same values"), Badge::Kind::ok, 1};
    }
    return values->error ? Verdict{DifferenceModel::tr("other values"), std::nullopt, 4}
                         : Verdict{DifferenceModel::tr("other bytes"), Badge::Kind::warn, 5};
}

} // namespace

DifferenceModel::DifferenceModel(const DifferenceService& service, QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft, Qt::AlignRight, Qt::AlignRight, Qt::AlignLeft, Qt::AlignRight,
                   Qt::AlignRight, Qt::AlignRight},
                  parent),
      service_(service) {
    connect(&service_, &DifferenceService::valuesFound, this, [this](std::size_t from, std::size_t to) {
        Q_EMIT dataChanged(index(static_cast<int>(from), static_cast<int>(DifferenceColumn::verdict)),
                           index(static_cast<int>(to), differenceColumnCount - 1));
    });
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &DifferenceModel::repaintAll);
}

int DifferenceModel::rows() const {
    return static_cast<int>(service_.difference().weights.size());
}

const WeightPair& DifferenceModel::pairAt(int row) const {
    return service_.difference().weights[static_cast<std::size_t>(row)];
}

bool DifferenceModel::differs(int row) const {
    const auto& values = service_.valuesOf(static_cast<std::size_t>(row));
    return values ? !values->isSameBytes : kindOf(pairAt(row)) != PairKind::alike;
}

QString DifferenceModel::display(int row, DifferenceColumn column) const {
    const WeightPair& pair = pairAt(row);
    const auto& values = service_.valuesOf(static_cast<std::size_t>(row));
    const EncodingError* const error = values && values->error ? &*values->error : nullptr;
    switch (column) {
    case DifferenceColumn::tensor: return QString::fromStdString(escapeForDisplay(pair.any().name));
    case DifferenceColumn::first:
    case DifferenceColumn::second: {
        const Weight* const side = sideOf(pair, column);
        return side == nullptr ? unknownText() : fromView(side->storedName());
    }
    case DifferenceColumn::firstSize:
    case DifferenceColumn::secondSize: {
        const Weight* const side = sideOf(pair, column);
        return side == nullptr ? unknownText() : tensorMegabytes(side->storedBytes());
    }
    case DifferenceColumn::verdict: return verdictOf(pair, values).text;
    case DifferenceColumn::relative: return error == nullptr ? unknownText() : cellText(errorFigure("relative_rmse"), *error);
    case DifferenceColumn::largest: return error == nullptr ? unknownText() : cellText(errorFigure("max_abs"), *error);
    case DifferenceColumn::cosine: return error == nullptr ? unknownText() : cellText(errorFigure("cosine"), *error);
    }
    return {};
}

/// For other programs: words in English, numbers whole.
QVariant DifferenceModel::plain(int row, DifferenceColumn column) const {
    const WeightPair& pair = pairAt(row);
    const auto& values = service_.valuesOf(static_cast<std::size_t>(row));
    const EncodingError* const error = values && values->error ? &*values->error : nullptr;
    const auto number = [](double value) { return QString::number(value, 'g', std::numeric_limits<double>::max_digits10); };
    switch (column) {
    case DifferenceColumn::firstSize:
    case DifferenceColumn::secondSize: {
        const Weight* const side = sideOf(pair, column);
        return side == nullptr ? QString() : QString::number(side->storedBytes());
    }
    case DifferenceColumn::verdict:
        return !values ? fromView(name(kindOf(pair)))
                       : QString(values->isSameBytes      ? QStringLiteral("same_bytes")
                                 : values->isSameValues() ? QStringLiteral("same_values")
                                                          : QStringLiteral("other_values"));
    case DifferenceColumn::relative: return error == nullptr ? QString() : number(error->relative);
    case DifferenceColumn::largest: return error == nullptr ? QString() : number(error->maxAbsolute);
    case DifferenceColumn::cosine: return error == nullptr ? QString() : number(error->cosine);
    case DifferenceColumn::tensor:
    case DifferenceColumn::first:
    case DifferenceColumn::second: break;
    }
    const QString text = display(row, column);
    return text == unknownText() ? QString() : text;
}

double DifferenceModel::sortKey(int row, DifferenceColumn column) const {
    const WeightPair& pair = pairAt(row);
    const auto& values = service_.valuesOf(static_cast<std::size_t>(row));
    const EncodingError* const error = values && values->error ? &*values->error : nullptr;
    switch (column) {
    case DifferenceColumn::tensor: break; // the models' own order: layer 2 before layer 10
    case DifferenceColumn::first:
    case DifferenceColumn::second: {
        const Weight* const side = sideOf(pair, column);
        return side == nullptr ? unknownKey : bitsOf(*side);
    }
    case DifferenceColumn::firstSize:
    case DifferenceColumn::secondSize: {
        const Weight* const side = sideOf(pair, column);
        return side == nullptr ? unknownKey : static_cast<double>(side->storedBytes());
    }
    case DifferenceColumn::verdict: return verdictOf(pair, values).order;
    case DifferenceColumn::relative: return error == nullptr ? unknownKey : error->relative;
    case DifferenceColumn::largest: return error == nullptr ? unknownKey : error->maxAbsolute;
    case DifferenceColumn::cosine: return error == nullptr ? unknownKey : error->cosine;
    }
    return row;
}

QString DifferenceModel::tooltip(int row, DifferenceColumn column) const {
    const WeightPair& pair = pairAt(row);
    const auto& values = service_.valuesOf(static_cast<std::size_t>(row));
    switch (column) {
    case DifferenceColumn::tensor: {
        QStringList names{QString::fromStdString(escapeForDisplay(pair.any().name))};
        for (const Weight* const side : {pair.first, pair.second}) {
            const QString own = side == nullptr ? QString() : QString::fromStdString(escapeForDisplay(side->sourceName));
            if (!own.isEmpty() && !names.contains(own)) {
                names.append(own);
            }
        }
        return QStringLiteral("%1\n%2").arg(names.join(QLatin1Char('\n')), shapeText(pair.any().shape));
    }
    case DifferenceColumn::verdict: {
        const auto reason = whyNotComparable(pair);
        const std::uint64_t broken = values && values->error ? values->error->sums.nonFinite : 0;
        return reason       ? QString::fromStdString(*reason)
               : broken > 0 ? tr("%1 values are NaN or infinite on either side; they do not count").arg(grouped(broken))
                            : QString();
    }
    case DifferenceColumn::relative: return tr("√(Σ(a − b)² ÷ Σa²), a: the first model, b: the second");
    case DifferenceColumn::largest: return tr("The largest |a − b|");
    case DifferenceColumn::cosine: return tr("Cosine of the angle between both, as vectors: 1 is the same direction");
    default: return {};
    }
}

QVariant DifferenceModel::cell(int row, int place, int role) const {
    const auto column = static_cast<DifferenceColumn>(place);
    switch (role) {
    case Qt::DisplayRole: return display(row, column);
    case Qt::ToolTipRole: return tooltip(row, column);
    case Qt::ForegroundRole:
        return column == DifferenceColumn::verdict || display(row, column) == unknownText() ? QVariant(theme().textSecondary)
                                                                                            : QVariant();
    case BadgeCellRole: {
        if (column != DifferenceColumn::verdict) {
            return {};
        }
        const Verdict verdict = verdictOf(pairAt(row), service_.valuesOf(static_cast<std::size_t>(row)));
        return verdict.badge ? QVariant::fromValue(Badge{*verdict.badge, verdict.text}) : QVariant();
    }
    case SortRole: return sortKey(row, column);
    case PlainTextRole: return plain(row, column);
    default: return {};
    }
}

QString DifferenceModel::title(int column) const {
    switch (static_cast<DifferenceColumn>(column)) {
    case DifferenceColumn::tensor: return tr("Tensor");
    case DifferenceColumn::first: return tr("First");
    case DifferenceColumn::second: return tr("Second");
    case DifferenceColumn::firstSize: return tr("First, MB");
    case DifferenceColumn::secondSize: return tr("Second, MB");
    case DifferenceColumn::verdict: return tr("Difference");
    case DifferenceColumn::relative: return columnTitle(errorFigure("relative_rmse"));
    case DifferenceColumn::largest: return columnTitle(errorFigure("max_abs"));
    case DifferenceColumn::cosine: return columnTitle(errorFigure("cosine"));
    }
    return {};
}

DifferenceFilter::DifferenceFilter(DifferenceModel& model, QObject* parent) : QSortFilterProxyModel(parent), model_(model) {
    setDynamicSortFilter(false);
    setSortRole(SortRole);
    setSourceModel(&model);
}

void DifferenceFilter::setText(const QString& text) {
    filter_ = TensorFilter(text);
    invalidateFilter();
}

void DifferenceFilter::setOnlyDifferent(bool only) {
    onlyDifferent_ = only;
    invalidateFilter();
}

void DifferenceFilter::refresh() {
    invalidate();
    sort(sortColumn(), sortOrder());
}

bool DifferenceFilter::filterAcceptsRow(int row, const QModelIndex& parent) const {
    if (parent.isValid() || (onlyDifferent_ && !model_.differs(row))) {
        return false;
    }
    const WeightPair& pair = model_.pairAt(row);
    const auto passes = [&](const Weight* side) {
        return side != nullptr && filter_.matches(*side, fromView(side->storedName()));
    };
    return filter_.isEmpty() || passes(pair.first) || passes(pair.second);
}

MetadataDifferenceModel::MetadataDifferenceModel(const std::vector<MetadataDifference>& differences, QObject* parent)
    : ColumnModel({Qt::AlignLeft, Qt::AlignLeft, Qt::AlignLeft}, parent), differences_(differences) {}

int MetadataDifferenceModel::rows() const {
    return static_cast<int>(differences_.size());
}

QVariant MetadataDifferenceModel::cell(int row, int place, int role) const {
    const MetadataDifference& entry = differences_[static_cast<std::size_t>(row)];
    const auto column = static_cast<MetadataColumn>(place);
    const auto& side = column == MetadataColumn::first ? entry.first : entry.second;
    if (role == Qt::DisplayRole || role == Qt::ToolTipRole) {
        return column == MetadataColumn::key ? QString::fromStdString(escapeForDisplay(entry.key))
               : side                        ? QString::fromStdString(*side)
                                             : unknownText();
    }
    if (role == Qt::ForegroundRole && column != MetadataColumn::key && !side) {
        return theme().textSecondary;
    }
    return {};
}

QString MetadataDifferenceModel::title(int column) const {
    switch (static_cast<MetadataColumn>(column)) {
    case MetadataColumn::key: return tr("Key");
    case MetadataColumn::first: return tr("First");
    case MetadataColumn::second: return tr("Second");
    }
    return {};
}

} // namespace quantlathe::ui
