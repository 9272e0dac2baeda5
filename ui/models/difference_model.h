// SPDX-License-Identifier: GPL-3.0-or-later
// The tensors of two models as rows, and what of them is shown; the keys of their metadata that are not the same.
#pragma once

#include "ui/bridge/difference_service.h"
#include "ui/models/column_model.h"
#include "ui/models/tensor_rows.h"

#include <QSortFilterProxyModel>

namespace quantlathe::ui {

enum class DifferenceColumn { tensor, first, second, firstSize, secondSize, verdict, relative, largest, cosine };
inline constexpr int differenceColumnCount = 9;

/// Follows the service. Rows are the pairs of its difference, in their order; SortRole is a number for every column, by which
/// they stand in a meaningful order.
class DifferenceModel : public ColumnModel {
    Q_OBJECT
public:
    explicit DifferenceModel(const DifferenceService& service, QObject* parent = nullptr);

    [[nodiscard]] const WeightPair& pairAt(int row) const;
    /// False for what both store with the same bytes; as long as these were not looked at, in the same way.
    [[nodiscard]] bool differs(int row) const;

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int place, int role) const override;

private:
    [[nodiscard]] QString display(int row, DifferenceColumn column) const;
    [[nodiscard]] QVariant plain(int row, DifferenceColumn column) const;
    [[nodiscard]] double sortKey(int row, DifferenceColumn column) const;
    [[nodiscard]] QString tooltip(int row, DifferenceColumn column) const;

    const DifferenceService& service_;
};

/// What passes the filter field and, if wanted, only what differs. Sorts and filters when told to, so that nothing moves while
/// values arrive.
class DifferenceFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit DifferenceFilter(DifferenceModel& model, QObject* parent = nullptr);
    void setText(const QString& text);
    void setOnlyDifferent(bool only);
    /// Anew, with what is known now.
    void refresh();

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    DifferenceModel& model_;
    TensorFilter filter_;
    bool onlyDifferent_ = false;
};

enum class MetadataColumn { key, first, second };

class MetadataDifferenceModel : public ColumnModel {
    Q_OBJECT
public:
    explicit MetadataDifferenceModel(const std::vector<MetadataDifference>& differences, QObject* parent = nullptr);

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int place, int role) const override;

private:
    const std::vector<MetadataDifference>& differences_;
};

} // namespace quantlathe::ui
