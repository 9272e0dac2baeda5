// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/plan_matrix_model.h"

#include "ui/models/csv.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>

namespace quantlathe::ui {

namespace {

constexpr int wideCells = 7; // columns that a cell of no layer takes

QString signedBits(double bits) {
    return (bits > 0 ? QStringLiteral("+") : QString()) + decimal(bits, 1);
}

} // namespace

PlanMatrixModel::PlanMatrixModel(Session& session, QObject* parent) : QAbstractTableModel(parent), session_(session) {
    connect(&session_, &Session::planChanged, this, &PlanMatrixModel::rebuild);
    connect(&session_, &Session::pinsChanged, this, &PlanMatrixModel::rebuild);
    connect(&session_, &Session::qualityChanged, this, &PlanMatrixModel::rebuild);
    connect(&session_, &Session::presetsChanged, this, &PlanMatrixModel::rebuild);
    rebuild();
}

std::span<const Choice> PlanMatrixModel::otherChoices(const Plan& plan) const {
    const QString name = !other_.isEmpty() ? other_ : fromView(plan.preset->name);
    for (const PlanFacts& facts : session_.presets()) {
        // A plan with pruned layers is about other weights: nothing to compare.
        if (facts.name == name && plan.model == session_.model()) {
            return facts.choices;
        }
    }
    return {};
}

QString PlanMatrixModel::otherName() const {
    return !other_.isEmpty() ? other_ : plan_ ? fromView(plan_->preset->name) : QString();
}

void PlanMatrixModel::rebuild() {
    // Views ask while a reset begins: until then the old cells stand with the plan that they point into.
    std::shared_ptr<const Plan> plan = session_.plan();
    PlanMatrix fresh;
    if (plan) {
        const PlanFacts* facts = session_.planFacts();
        fresh = planMatrix(*plan, facts != nullptr ? facts->quality.get() : nullptr, otherChoices(*plan));
    }
    const bool isSameShape =
        fresh.roles == matrix_.roles && fresh.layers == matrix_.layers && fresh.looseRoles == matrix_.looseRoles;
    if (isSameShape) { // the selection stays
        plan_ = std::move(plan);
        matrix_ = std::move(fresh);
        if (rowCount() > 0 && columnCount() > 0) {
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
        }
        return;
    }
    beginResetModel();
    plan_ = std::move(plan);
    matrix_ = std::move(fresh);
    endResetModel();
}

void PlanMatrixModel::setMeasure(MatrixMeasure measure) {
    measure_ = measure;
    rebuild();
}

void PlanMatrixModel::setOther(const QString& preset) {
    other_ = preset;
    rebuild();
}

bool PlanMatrixModel::isPinned(const PlanCell& cell) const {
    const std::set<std::string>& pinned = session_.pinned();
    return !pinned.empty() && std::ranges::any_of(cell.choices, [&](std::size_t choice) {
        return pinned.contains(plan_->choices[choice].weight->name);
    });
}

int PlanMatrixModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(matrix_.roles.size() + matrix_.loose.size());
}

int PlanMatrixModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() || rowCount() == 0 ? 0 : std::max(1, static_cast<int>(matrix_.layers.size()));
}

int PlanMatrixModel::looseSpan() const {
    return std::min(wideCells, columnCount());
}

const PlanCell* PlanMatrixModel::cellAt(const QModelIndex& index) const {
    if (!index.isValid()) {
        return nullptr;
    }
    const auto row = static_cast<std::size_t>(index.row());
    if (isLoose(index.row())) {
        const std::size_t loose = row - matrix_.roles.size();
        return index.column() == 0 && loose < matrix_.loose.size() ? &matrix_.loose[loose] : nullptr;
    }
    const auto column = static_cast<std::size_t>(index.column());
    if (column >= matrix_.layers.size() || matrix_.cells[row][column].isEmpty()) {
        return nullptr;
    }
    return &matrix_.cells[row][column];
}

Qt::ItemFlags PlanMatrixModel::flags(const QModelIndex& index) const {
    return cellAt(index) != nullptr ? Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

QString PlanMatrixModel::titleOf(const QModelIndex& index) const {
    const auto role = roleOfRow(index.row());
    const auto column = static_cast<std::size_t>(index.column());
    if (!role || isLoose(index.row())) {
        return role ? roleText(*role) : QString();
    }
    return column < matrix_.layers.size() ? tr("layer %1, %2").arg(matrix_.layers[column]).arg(roleText(*role)) : QString();
}

std::optional<Role> PlanMatrixModel::roleOfRow(int row) const {
    const auto at = static_cast<std::size_t>(row); // below 0 wraps beyond the end
    if (at < matrix_.roles.size()) {
        return matrix_.roles[at];
    }
    const std::size_t loose = at - matrix_.roles.size();
    return loose < matrix_.looseRoles.size() ? std::optional(matrix_.looseRoles[loose]) : std::nullopt;
}

QModelIndex PlanMatrixModel::indexOfWeight(const Weight& weight) const {
    const auto& roles = weight.layer ? matrix_.roles : matrix_.looseRoles;
    const auto role = std::ranges::find(roles, weight.role);
    if (role == roles.end()) {
        return {};
    }
    const int row = static_cast<int>(role - roles.begin());
    if (!weight.layer) {
        return index(row + layerRows(), 0);
    }
    const auto layer = std::ranges::find(matrix_.layers, *weight.layer);
    return layer == matrix_.layers.end() ? QModelIndex() : index(row, static_cast<int>(layer - matrix_.layers.begin()));
}

QString PlanMatrixModel::cellText(const PlanCell& cell, bool isWide) const {
    switch (measure_) {
    case MatrixMeasure::encoding: {
        const QString label = cell.encoding == nullptr ? tr("mixed")
                              : isWide                 ? fromView(cell.encoding->name())
                                                       : shortLabel(*cell.encoding);
        return isWide ? tr("%1, %2").arg(label, fileSize(cell.bytes)) : cell.encoding == nullptr ? QStringLiteral("+") : label;
    }
    case MatrixMeasure::error:
        return !cell.error ? unknownText() : isWide ? percent(*cell.error, 2) : decimal(*cell.error * 100, 0);
    case MatrixMeasure::difference: {
        const double change = cell.otherBits ? cell.bits - *cell.otherBits : 0;
        return std::abs(change) < 0.005 ? (isWide ? tr("as %1").arg(otherName()) : QString())
               : isWide                 ? tr("%1 bits").arg(signedBits(change))
                                        : signedBits(change);
    }
    }
    return {};
}

QString PlanMatrixModel::tooltip(const QModelIndex& index, const PlanCell& cell) const {
    QStringList lines{titleOf(index)};
    lines.append(
        cell.encoding != nullptr
            ? tr("%1, %2 bits a weight, %3").arg(fromView(cell.encoding->name()), decimal(cell.bits, 2), fileSize(cell.bytes))
            : tr("several encodings, %1 bits a weight, %2").arg(decimal(cell.bits, 2), fileSize(cell.bytes)));
    if (cell.error) {
        lines.append(tr("relative error %1").arg(percent(*cell.error, 2)));
    }
    if (cell.otherBits) {
        lines.append(tr("%1 has %2 bits here").arg(otherName(), decimal(*cell.otherBits, 2)));
    }
    if (cell.isByHand) {
        lines.append(tr("set by a rule or by name"));
    }
    if (isPinned(cell)) {
        lines.append(tr("pinned: planning leaves it as it is"));
    }
    return lines.join(QLatin1Char('\n'));
}

QVariant PlanMatrixModel::data(const QModelIndex& index, int role) const {
    const PlanCell* cell = cellAt(index);
    if (cell == nullptr) {
        return {};
    }
    switch (role) {
    case Qt::DisplayRole: return cellText(*cell, isLoose(index.row()));
    case Qt::ToolTipRole: return tooltip(index, *cell);
    case Qt::AccessibleTextRole: return tooltip(index, *cell).replace(QLatin1Char('\n'), QLatin1String(", "));
    default: return {};
    }
}

QVariant PlanMatrixModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (role != Qt::DisplayRole) {
        return {};
    }
    // While one header of a view learns of a reset, the other still asks for the sections it had.
    if (orientation == Qt::Horizontal) {
        const auto at = static_cast<std::size_t>(section);
        return at < matrix_.layers.size() ? QVariant(grouped(matrix_.layers[at])) : QVariant();
    }
    const auto rowRole = roleOfRow(section);
    return rowRole ? QVariant(roleText(*rowRole)) : QVariant();
}

std::vector<const Weight*> PlanMatrixModel::weightsIn(const QModelIndexList& cells, const Encoding* encoding) const {
    std::vector<const Weight*> weights;
    for (const QModelIndex& index : cells) {
        const PlanCell* cell = cellAt(index);
        if (cell == nullptr) {
            continue;
        }
        for (const std::size_t choice : cell->choices) {
            const Weight& weight = *plan_->choices[choice].weight;
            if (encoding == nullptr || !plan_->whyNot(weight, *encoding)) {
                weights.push_back(&weight);
            }
        }
    }
    return weights;
}

QString PlanMatrixModel::whyNot(const QModelIndexList& cells, const Encoding& encoding) const {
    QString reason;
    for (const QModelIndex& index : cells) {
        const PlanCell* cell = cellAt(index);
        for (std::size_t i = 0; cell != nullptr && i < cell->choices.size(); ++i) {
            const auto why = plan_->whyNot(*plan_->choices[cell->choices[i]].weight, encoding);
            if (!why) {
                return {};
            }
            reason = QString::fromStdString(*why);
        }
    }
    return reason;
}

bool PlanMatrixModel::paint(const QModelIndexList& cells, const Encoding* encoding) {
    const auto weights = weightsIn(cells, encoding);
    if (!plan_ || weights.empty()) {
        return false;
    }
    session_.setDocument(painted(*plan_, weights, encoding));
    return true;
}

const Encoding* PlanMatrixModel::usual(int bits) const {
    std::vector<std::span<const Choice>> presets;
    for (const PlanFacts& facts : session_.presets()) {
        presets.emplace_back(facts.choices);
    }
    return plan_ ? usualEncoding(*plan_->format, presets, bits) : nullptr;
}

QByteArray PlanMatrixModel::csv() const {
    const auto field = [this](const PlanCell& cell) {
        if (cell.isEmpty()) {
            return QString();
        }
        switch (measure_) {
        case MatrixMeasure::encoding: return cell.encoding != nullptr ? fromView(cell.encoding->name()) : tr("mixed");
        case MatrixMeasure::error: return cell.error ? QString::number(*cell.error, 'g', 9) : QString();
        case MatrixMeasure::difference: break;
        }
        return cell.otherBits ? QString::number(cell.bits - *cell.otherBits, 'g', 9) : QString();
    };
    QStringList header{QStringLiteral("role")};
    for (const std::uint32_t layer : matrix_.layers) {
        header.append(QString::number(layer));
    }
    QByteArray text = csvLine(header);
    for (std::size_t role = 0; role < matrix_.roles.size(); ++role) {
        QStringList fields{roleText(matrix_.roles[role])};
        std::ranges::transform(matrix_.cells[role], std::back_inserter(fields), field);
        text += csvLine(fields);
    }
    for (std::size_t role = 0; role < matrix_.looseRoles.size(); ++role) {
        text += csvLine({roleText(matrix_.looseRoles[role]), field(matrix_.loose[role])});
    }
    return text;
}

} // namespace quantlathe::ui
