// SPDX-License-Identifier: GPL-3.0-or-later
// The tensor tree as a Qt model: it answers texts and numbers only for what is visible.
#pragma once

#include "ui/bridge/session.h"
#include "ui/bridge/statistics_service.h"
#include "ui/models/cells.h"
#include "ui/models/tensor_rows.h"

#include <QAbstractItemModel>
#include <unordered_map>

namespace quantlathe::ui {

enum class TensorColumn { name, shape, type, plan, size, error, importance };
inline constexpr int tensorColumnCount = 7;

/// One entry of the list of encodings for a cell.
struct EncodingOption {
    QString name;
    double bitsPerWeight = 0;
    std::uint64_t bytes = 0;
    QString reason; // why it is not allowed; empty if it is
};

/// Follows session and statistics. Lives in the window's thread.
class TensorTreeModel : public QAbstractItemModel {
    Q_OBJECT
public:
    TensorTreeModel(Session& session, const StatisticsService& statistics, QObject* parent = nullptr);

    [[nodiscard]] QModelIndex index(int row, int column, const QModelIndex& parent = {}) const override;
    [[nodiscard]] QModelIndex parent(const QModelIndex& index) const override;
    /// What stands in the plan's column of a group with several encodings.
    [[nodiscard]] static QString mixedText();
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// Column `plan`: the name of an encoding; empty for "as the preset says".
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;
    void sort(int column, Qt::SortOrder order) override;

    void setFilter(const QString& text);
    [[nodiscard]] bool isFiltered() const { return !filter_.isEmpty(); }
    [[nodiscard]] std::size_t shownWeights() const { return tree_.weightCount; }

    /// Indices into Model::weights() below the line, itself included.
    [[nodiscard]] std::vector<std::size_t> weightsOf(const QModelIndex& index) const;
    [[nodiscard]] QString titleOf(const QModelIndex& index) const;
    /// Invalid if the filter hides it.
    [[nodiscard]] QModelIndex indexOfWeight(std::size_t weight) const;
    /// Invalid if the filter hides it, or while the weights stand in one sorted list.
    [[nodiscard]] QModelIndex indexOfLayer(std::uint32_t layer) const;
    /// All of the format's encodings, those that are not allowed with their reason.
    [[nodiscard]] std::vector<EncodingOption> optionsFor(const QModelIndex& index) const;
    /// One change of the plan for all the lines.
    void setEncoding(const QModelIndexList& lines, const QString& encoding);
    /// The encoding that the preset alone gives; empty when unknown.
    [[nodiscard]] QString presetEncoding(std::size_t weight) const;

private:
    struct Planned {
        const Encoding* encoding = nullptr;
        double error = -1; // relative; negative: not known
        bool isForced = false;
        std::optional<WeightCoverage> coverage; // of the importance matrix; nothing to cover, or no matrix: none
    };
    struct Sums {
        std::uint64_t bytes = 0;
        QString encoding;
        double error = -1;
        std::size_t covered = 0; // by the importance matrix
        std::size_t coverable = 0;
    };
    void modelHasChanged();
    void planHasChanged();
    void qualityHasChanged();
    void readCoverage();
    void rebuild();
    void repaintAll();
    [[nodiscard]] const TensorNode& nodeOf(const QModelIndex& index) const;
    [[nodiscard]] Sums sumsOf(int node) const;
    [[nodiscard]] std::uint64_t plannedBytes(std::size_t weight) const;
    [[nodiscard]] QVariant weightCell(std::size_t weight, TensorColumn column, int role) const;
    [[nodiscard]] QVariant groupCell(int node, TensorColumn column, int role) const;
    [[nodiscard]] QString flagText(std::size_t weight) const;
    [[nodiscard]] bool isOutlier(std::size_t weight) const;

    Session& session_;
    const StatisticsService& statistics_;
    TensorFilter filter_;
    std::shared_ptr<const Model> model_; // whose weights stand in the tree; the session may be one ahead
    TensorTree tree_;
    std::vector<Planned> planned_; // by weight
    double largestError_ = 0;
    int sortColumn_ = -1;
    Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
    mutable std::unordered_map<int, Sums> sums_; // of groups, by node; forgotten when the plan changes
};

} // namespace quantlathe::ui
