// SPDX-License-Identifier: GPL-3.0-or-later
// The planned encoding of a tensor: a swatch and a name, edited by a list that shows all encodings of the family and says why
// some are not allowed.
#pragma once

#include "ui/widgets/delegates.h"

namespace quantlathe::ui {

class TensorTreeModel;

/// For the tensor tree only. Applies a choice to all selected lines.
class EncodingDelegate : public CellDelegate {
    Q_OBJECT
public:
    explicit EncodingDelegate(QObject* parent = nullptr);

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    void setEditorData(QWidget* editor, const QModelIndex& index) const override;
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override;
    void updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex& index) const override;

Q_SIGNALS:
    /// The user chose; `encoding` empty means "as the preset says".
    void encodingChosen(const QModelIndex& index, const QString& encoding) const;
};

} // namespace quantlathe::ui
