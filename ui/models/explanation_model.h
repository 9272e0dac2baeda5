// SPDX-License-Identifier: GPL-3.0-or-later
// The encodings that a weight could have, with what speaks for and against each.
#pragma once

#include "plan/explanation.h"
#include "ui/models/column_model.h"

namespace quantlathe::ui {

enum class ExplanationColumn { encoding, size, change, error, loss, worth };

class ExplanationModel : public ColumnModel {
    Q_OBJECT
public:
    explicit ExplanationModel(QObject* parent = nullptr);

    /// nothing: no rows.
    void setPrice(std::optional<PriceOfWeight> price);
    /// −1 when there is none.
    [[nodiscard]] int chosenRow() const;

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int place, int role) const override;

private:
    [[nodiscard]] QString display(const Alternative& alternative, ExplanationColumn column) const;

    std::optional<PriceOfWeight> price_;
};

/// "+1.24 MB", "−0.31 MB", "0"
[[nodiscard]] QString changeOfBytes(std::uint64_t bytes, std::uint64_t now);

} // namespace quantlathe::ui
