// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/models/tensor_tree_model.h"

#include "ui/look/theme.h"
#include "ui/models/importance_texts.h"
#include "ui/models/model_texts.h"
#include "ui/text/numbers.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <set>

namespace quantlathe::ui {

namespace {

int markOf(const WeightCoverage& coverage) {
    switch (coverage.state) {
    case WeightCoverage::State::covered:
        return static_cast<int>(coverage.unusedExperts + coverage.silentColumns > 0 ? Badge::Kind::warn : Badge::Kind::ok);
    case WeightCoverage::State::missing: return static_cast<int>(Badge::Kind::warn);
    case WeightCoverage::State::wrongWidth: break;
    }
    return static_cast<int>(Badge::Kind::bad);
}

bool isRightAligned(TensorColumn column) {
    return column == TensorColumn::shape || column == TensorColumn::size;
}

} // namespace

TensorTreeModel::TensorTreeModel(Session& session, const StatisticsService& statistics, QObject* parent)
    : QAbstractItemModel(parent), session_(session), statistics_(statistics) {
    connect(&session_, &Session::modelChanged, this, &TensorTreeModel::modelHasChanged);
    connect(&session_, &Session::importanceChanged, this, &TensorTreeModel::planHasChanged);
    connect(&session_, &Session::planChanged, this, &TensorTreeModel::planHasChanged);
    connect(&session_, &Session::qualityChanged, this, &TensorTreeModel::qualityHasChanged);
    connect(&statistics_, &StatisticsService::scanChanged, this, &TensorTreeModel::repaintAll);
    connect(&ThemeHub::instance(), &ThemeHub::changed, this, &TensorTreeModel::repaintAll);
    modelHasChanged();
    planHasChanged();
}

void TensorTreeModel::modelHasChanged() {
    rebuild();
}

void TensorTreeModel::planHasChanged() {
    if (!model_ || model_ != session_.model()) {
        return;
    }
    planned_.assign(model_->weights().size(), {});
    sums_.clear();
    if (const auto& plan = session_.plan()) {
        for (const Choice& choice : plan->choices) {
            if (const auto index = session_.indexOfPlanned(*choice.weight)) {
                planned_[*index] = {choice.encoding, -1, choice.isForced, {}};
            }
        }
    }
    readCoverage();
    qualityHasChanged();
    if (!filter_.isEmpty() || sortColumn_ >= 0) {
        rebuild(); // a filter by encoding, an order by size
    }
}

void TensorTreeModel::readCoverage() {
    const Weight* first = model_->weights().data();
    for (const WeightCoverage& entry : session_.importanceCoverage().weights) { // of the model itself
        const auto index = static_cast<std::size_t>(entry.weight - first);
        if (index < planned_.size()) {
            planned_[index].coverage = entry;
        }
    }
}

void TensorTreeModel::qualityHasChanged() {
    const PlanFacts* facts = session_.planFacts();
    largestError_ = 0;
    const bool isOfTree = model_ && model_ == session_.model();
    if (isOfTree && facts != nullptr && facts->quality && facts->quality->weights.size() == facts->choices.size()) {
        for (std::size_t i = 0; i < facts->choices.size(); ++i) {
            if (const auto index = session_.indexOfPlanned(*facts->choices[i].weight)) {
                planned_[*index].error = facts->quality->weights[i].relativeError;
                largestError_ = std::max(largestError_, planned_[*index].error);
            }
        }
    }
    sums_.clear();
    repaintAll();
}

void TensorTreeModel::repaintAll() {
    if (tree_.rootCount > 0) {
        // One signal for the whole tree: views repaint what is visible only.
        Q_EMIT dataChanged(index(0, 0), index(tree_.rootCount - 1, tensorColumnCount - 1));
    }
}

void TensorTreeModel::rebuild() {
    const std::shared_ptr<const Model> model = session_.model();
    const bool isOfSameModel = model == model_;
    if (!isOfSameModel) {
        beginResetModel();
        model_ = model;
        planned_.assign(model ? model->weights().size() : 0, {});
    }
    TensorTree tree;
    if (model) {
        const auto passes = [&](std::size_t index) {
            const Planned& planned = planned_[index];
            return filter_.isEmpty() ||
                   filter_.matches(model->weights()[index],
                                   planned.encoding != nullptr ? fromView(planned.encoding->name()) : QString(),
                                   planned.coverage ? coverageCell(*planned.coverage) : QString());
        };
        // Keys are asked for once: comparing cells would ask a million times in a large model.
        std::vector<QVariant> keys;
        std::vector<double> numbers;
        std::function<bool(std::size_t, std::size_t)> less;
        const auto column = static_cast<TensorColumn>(sortColumn_);
        const bool isNumeric = column == TensorColumn::shape || column == TensorColumn::size || column == TensorColumn::error;
        for (std::size_t i = 0; sortColumn_ >= 0 && i < model->weights().size(); ++i) {
            QVariant key = weightCell(i, column, SortRole);
            if (isNumeric) {
                numbers.push_back(key.toDouble());
            } else {
                keys.push_back(std::move(key));
            }
        }
        const bool isAscending = sortOrder_ == Qt::AscendingOrder;
        if (sortColumn_ >= 0 && isNumeric) {
            less = [&numbers, isAscending](std::size_t a, std::size_t b) {
                return isAscending ? numbers[a] < numbers[b] : numbers[a] > numbers[b];
            };
        } else if (sortColumn_ >= 0) {
            less = [&keys, isAscending](std::size_t a, std::size_t b) {
                return QVariant::compare(isAscending ? keys[a] : keys[b], isAscending ? keys[b] : keys[a]) ==
                       QPartialOrdering::Less;
            };
        }
        // By name the groups stay; by a number the weights of the whole model stand in one list.
        tree = buildTensorTree(*model, passes, less, sortColumn_ > 0);
    }
    if (isOfSameModel && tree == tree_) { // what is open stays open
        sums_.clear();
        repaintAll();
        return;
    }
    if (isOfSameModel) {
        beginResetModel();
    }
    sums_.clear();
    tree_ = std::move(tree);
    endResetModel();
}

void TensorTreeModel::setFilter(const QString& text) {
    filter_ = TensorFilter(text);
    rebuild();
}

void TensorTreeModel::sort(int column, Qt::SortOrder order) {
    sortColumn_ = column;
    sortOrder_ = order;
    rebuild();
}

QModelIndex TensorTreeModel::index(int row, int column, const QModelIndex& parent) const {
    const int first = parent.isValid() ? nodeOf(parent).firstChild : 0;
    if (row < 0 || row >= rowCount(parent) || column < 0 || column >= tensorColumnCount) {
        return {};
    }
    return createIndex(row, column, static_cast<quintptr>(first + row));
}

QModelIndex TensorTreeModel::parent(const QModelIndex& index) const {
    const int parent = index.isValid() ? nodeOf(index).parent : -1;
    return parent < 0 ? QModelIndex()
                      : createIndex(tree_.nodes[static_cast<std::size_t>(parent)].row, 0, static_cast<quintptr>(parent));
}

int TensorTreeModel::rowCount(const QModelIndex& parent) const {
    return !parent.isValid() ? tree_.rootCount : parent.column() == 0 ? nodeOf(parent).childCount : 0;
}

int TensorTreeModel::columnCount(const QModelIndex&) const {
    return tensorColumnCount;
}

const TensorNode& TensorTreeModel::nodeOf(const QModelIndex& index) const {
    return tree_.nodes[index.internalId()];
}

QModelIndex TensorTreeModel::indexOfWeight(std::size_t weight) const {
    for (std::size_t node = 0; node < tree_.nodes.size(); ++node) {
        if (tree_.nodes[node].kind == TensorNode::Kind::weight && tree_.nodes[node].weight == weight) {
            return createIndex(tree_.nodes[node].row, 0, static_cast<quintptr>(node));
        }
    }
    return {};
}

QModelIndex TensorTreeModel::indexOfLayer(std::uint32_t layer) const {
    for (int row = 0; row < tree_.rootCount; ++row) {
        const TensorNode& node = tree_.nodes[static_cast<std::size_t>(row)];
        if (node.kind == TensorNode::Kind::layer && placeOf(model_->weights()[node.weight]).layer == layer) {
            return index(row, 0);
        }
    }
    return {};
}

std::vector<std::size_t> TensorTreeModel::weightsOf(const QModelIndex& index) const {
    return index.isValid() ? tree_.weightsBelow(static_cast<int>(index.internalId())) : std::vector<std::size_t>{};
}

QString TensorTreeModel::titleOf(const QModelIndex& index) const {
    const TensorNode& node = nodeOf(index);
    const Weight& weight = model_->weights()[node.weight];
    const TensorPlace place = placeOf(weight);
    switch (node.kind) {
    case TensorNode::Kind::layer: return tr("layer %1").arg(place.layer.value_or(0));
    case TensorNode::Kind::module: return tr("layer %1, %2").arg(place.layer.value_or(0)).arg(place.module);
    case TensorNode::Kind::weight: break;
    }
    return longName(weight);
}

Qt::ItemFlags TensorTreeModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) {
        return Qt::NoItemFlags;
    }
    Qt::ItemFlags flags = Qt::ItemIsEnabled | Qt::ItemIsSelectable;
    if (static_cast<TensorColumn>(index.column()) == TensorColumn::plan && session_.plan()) {
        flags |= Qt::ItemIsEditable;
    }
    return flags;
}

QVariant TensorTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) {
        return {};
    }
    const auto column = static_cast<TensorColumn>(section);
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignVCenter | (isRightAligned(column) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ToolTipRole && column == TensorColumn::error) {
        return tr("Relative error of the planned encoding, ‖W − Q‖ ÷ ‖W‖");
    }
    if (role == Qt::ToolTipRole && column == TensorColumn::importance) {
        return tr("Whether the importance matrix has values for the tensor");
    }
    if (role != Qt::DisplayRole) {
        return {};
    }
    switch (column) {
    case TensorColumn::name: return tr("Name");
    case TensorColumn::shape: return tr("Shape");
    case TensorColumn::type: return tr("Type");
    case TensorColumn::plan: return tr("Plan");
    case TensorColumn::size: return tr("MB");
    case TensorColumn::error: return tr("Error, %");
    case TensorColumn::importance: return tr("Imatrix");
    }
    return {};
}

QVariant TensorTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) {
        return {};
    }
    const auto column = static_cast<TensorColumn>(index.column());
    if (role == Qt::TextAlignmentRole) {
        return QVariant(Qt::AlignVCenter | (isRightAligned(column) ? Qt::AlignRight : Qt::AlignLeft));
    }
    if (role == Qt::ForegroundRole) {
        return column == TensorColumn::shape || column == TensorColumn::type || column == TensorColumn::importance
                   ? QVariant(theme().textSecondary)
                   : QVariant();
    }
    const TensorNode& node = nodeOf(index);
    return node.kind == TensorNode::Kind::weight ? weightCell(node.weight, column, role)
                                                 : groupCell(static_cast<int>(index.internalId()), column, role);
}

std::uint64_t TensorTreeModel::plannedBytes(std::size_t weight) const {
    const Weight& w = model_->weights()[weight];
    if (const Encoding* encoding = planned_[weight].encoding;
        encoding != nullptr && w.columns() % encoding->columnMultiple() == 0) {
        return encoding->bytes(w.rows(), w.columns());
    }
    return w.storedBytes();
}

bool TensorTreeModel::isOutlier(std::size_t weight) const {
    const auto& scan = statistics_.scan().weights;
    return weight < scan.size() && scan[weight] &&
           (scan[weight]->hasBadValues() || farthestInSigma(*scan[weight]) > WeightSummary::outlierSigma);
}

QString TensorTreeModel::flagText(std::size_t weight) const {
    if (!isOutlier(weight)) {
        return {};
    }
    const WeightSummary& summary = *statistics_.scan().weights[weight];
    if (summary.hasBadValues()) {
        return tr("%1 NaN, %2 infinite values").arg(grouped(summary.nanCount), grouped(summary.infCount));
    }
    return tr("The largest value lies %1 standard deviations out").arg(decimal(farthestInSigma(summary), 0));
}

QVariant TensorTreeModel::weightCell(std::size_t weight, TensorColumn column, int role) const {
    const Weight& w = model_->weights()[weight];
    const Planned& planned = planned_[weight];
    switch (role) {
    case Qt::DisplayRole:
    case Qt::EditRole:
        switch (column) {
        case TensorColumn::name: return tree_.isFlat ? longName(w) : shortName(w);
        case TensorColumn::shape: return shapeText(w.shape);
        case TensorColumn::type: return fromView(w.storedName());
        case TensorColumn::plan: return planned.encoding != nullptr ? fromView(planned.encoding->name()) : unknownText();
        case TensorColumn::size: return tensorMegabytes(plannedBytes(weight));
        case TensorColumn::error: return planned.error > 0 ? decimal(planned.error * 100, 1) : QString();
        case TensorColumn::importance: return planned.coverage ? coverageCell(*planned.coverage) : QString();
        }
        break;
    case SortRole:
        switch (column) {
        case TensorColumn::shape: return static_cast<qulonglong>(w.elements());
        case TensorColumn::size: return static_cast<qulonglong>(plannedBytes(weight));
        case TensorColumn::error: return planned.error;
        default: return weightCell(weight, column, Qt::DisplayRole);
        }
    case BarValueRole:
        return column == TensorColumn::error && planned.error > 0 && largestError_ > 0 ? QVariant(planned.error / largestError_)
                                                                                       : QVariant();
    case FlagRole: return column == TensorColumn::name && isOutlier(weight);
    case MarkRole:
        return column == TensorColumn::importance && planned.coverage ? QVariant(markOf(*planned.coverage)) : QVariant();
    case SwatchRole:
        return column == TensorColumn::plan && planned.encoding != nullptr ? QVariant(planned.encoding->bitsPerWeight())
                                                                           : QVariant();
    case Qt::ToolTipRole: {
        if (column == TensorColumn::name) {
            const QString flag = flagText(weight);
            const QString names =
                QString::fromStdString(w.name) + (w.sourceName != w.name && !w.sourceName.empty()
                                                      ? QLatin1Char('\n') + QString::fromStdString(w.sourceName)
                                                      : QString());
            return flag.isEmpty() ? names : names + QLatin1Char('\n') + flag;
        }
        if (column == TensorColumn::plan && planned.isForced) {
            return tr("The format leaves no choice for this tensor");
        }
        if (column == TensorColumn::importance && planned.coverage) {
            return coverageSentence(*planned.coverage);
        }
        if (column == TensorColumn::size) {
            return tr("%1 bytes as planned").arg(grouped(plannedBytes(weight)));
        }
        if (column == TensorColumn::error && planned.error > 0) {
            return tr("‖W − Q‖ ÷ ‖W‖ = %1").arg(percent(planned.error, 3));
        }
        break;
    }
    default: break;
    }
    return {};
}

QString TensorTreeModel::mixedText() {
    return tr("mixed");
}

TensorTreeModel::Sums TensorTreeModel::sumsOf(int node) const {
    if (const auto known = sums_.find(node); known != sums_.end()) {
        return known->second;
    }
    Sums sums;
    // Small vectors of a norm do not make a layer "mixed": matrices decide.
    std::set<std::string_view> encodings;
    double errorSum = 0;
    double errorWeights = 0;
    for (const std::size_t weight : tree_.weightsBelow(node)) {
        const Weight& w = model_->weights()[weight];
        const Planned& planned = planned_[weight];
        sums.bytes += plannedBytes(weight);
        if (planned.encoding != nullptr && w.dimensions() > 1) {
            encodings.insert(planned.encoding->name());
        }
        if (planned.coverage) {
            ++sums.coverable;
            sums.covered += planned.coverage->state == WeightCoverage::State::covered ? 1 : 0;
        }
        if (planned.error >= 0) {
            errorSum += planned.error * static_cast<double>(w.elements());
            errorWeights += static_cast<double>(w.elements());
        }
    }
    sums.encoding = encodings.empty() ? QString() : encodings.size() == 1 ? fromView(*encodings.begin()) : mixedText();
    sums.error = errorWeights > 0 ? errorSum / errorWeights : -1;
    sums_.emplace(node, sums);
    return sums;
}

QVariant TensorTreeModel::groupCell(int node, TensorColumn column, int role) const {
    if (role == BarValueRole && column == TensorColumn::error) {
        const double error = sumsOf(node).error;
        return error > 0 && largestError_ > 0 ? QVariant(error / largestError_) : QVariant();
    }
    if (role == MarkRole && column == TensorColumn::importance) {
        const Sums sums = sumsOf(node);
        return sums.coverable > 0 && sums.covered == sums.coverable ? QVariant(static_cast<int>(Badge::Kind::ok)) : QVariant();
    }
    if (role == FlagRole && column == TensorColumn::name) {
        const auto below = tree_.weightsBelow(node);
        return std::any_of(below.begin(), below.end(), [this](std::size_t weight) { return isOutlier(weight); });
    }
    if (role != Qt::DisplayRole && role != Qt::EditRole) {
        return {};
    }
    const TensorNode& n = tree_.nodes[static_cast<std::size_t>(node)];
    switch (column) {
    case TensorColumn::name: {
        const TensorPlace place = placeOf(model_->weights()[n.weight]);
        return n.kind == TensorNode::Kind::layer ? tr("layer %1").arg(place.layer.value_or(0)) : place.module;
    }
    case TensorColumn::plan: return sumsOf(node).encoding;
    case TensorColumn::size: return tensorMegabytes(sumsOf(node).bytes);
    case TensorColumn::error: return sumsOf(node).error > 0 ? decimal(sumsOf(node).error * 100, 1) : QString();
    case TensorColumn::importance: {
        const Sums sums = sumsOf(node);
        return sums.coverable == 0              ? QString()
               : sums.covered == sums.coverable ? tr("covered")
                                                : tr("%1 of %2").arg(grouped(sums.covered), grouped(sums.coverable));
    }
    default: return {};
    }
}

} // namespace quantlathe::ui
