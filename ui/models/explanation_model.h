// SPDX-License-Identifier: GPL-3.0-or-later
// The encodings that a weight could have, with what speaks for and against each.
#pragma once

#include "plan/explanation.h"

#include <QAbstractTableModel>

namespace quantlathe::ui {

enum class ExplanationColumn { encoding, size, change, error, loss, worth };
inline constexpr int explanationColumnCount = 6;

class ExplanationModel : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// nothing: no rows.
    void setPrice(std::optional<PriceOfWeight> price);
    /// −1 when there is none.
    [[nodiscard]] int chosenRow() const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString display(const Alternative& alternative, ExplanationColumn column) const;

    std::optional<PriceOfWeight> price_;
};

/// "+1.24 MB", "−0.31 MB", "0"
[[nodiscard]] QString changeOfBytes(std::uint64_t bytes, std::uint64_t now);

} // namespace quantlathe::ui
