// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/encoding_delegate.h"

#include "ui/look/fonts.h"
#include "ui/look/theme.h"
#include "ui/models/tensor_tree_model.h"
#include "ui/text/numbers.h"

#include <functional>
#include <QComboBox>
#include <QEvent>
#include <QListView>
#include <QPainter>
#include <QStandardItemModel>
#include <QTimer>

namespace quantlathe::ui {

namespace {

enum EntryRole { NameRole = Qt::UserRole + 100, NoteRole };
constexpr int popupWidth = 440;
constexpr int swatchWidth = 22;
constexpr int leastNameWidth = 88;
constexpr int gap = 12;

/// Swatch, name, and the size or the reason.
class EntryDelegate : public QStyledItemDelegate {
public:
    /// Notes stand behind names of that width.
    EntryDelegate(int nameWidth, QObject* parent) : QStyledItemDelegate(parent), nameWidth_(nameWidth) {}

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override {
        const Theme& t = theme();
        const bool enabled = index.flags().testFlag(Qt::ItemIsEnabled);
        painter->save();
        if (enabled && (option.state.testFlag(QStyle::State_Selected) || option.state.testFlag(QStyle::State_MouseOver))) {
            painter->fillRect(option.rect, option.state.testFlag(QStyle::State_Selected) ? t.accentTint : t.rowHover);
        }
        const QRect rect = option.rect.adjusted(12, 0, -12, 0);
        const QVariant bits = index.data(SwatchRole);
        if (bits.isValid()) {
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(enabled ? t.bitsColour(bits.toDouble()) : t.track);
            painter->drawRoundedRect(QRect(rect.left(), rect.center().y() - 5, 12, 12), 2, 2);
        }
        painter->setPen(enabled ? t.text : t.disabled);
        painter->drawText(rect.adjusted(swatchWidth, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                          index.data(Qt::DisplayRole).toString());
        painter->setPen(enabled ? t.textSecondary : t.disabled);
        const QRect note = rect.adjusted(swatchWidth + nameWidth_, 0, 0, 0);
        painter->setFont(textFont(TextSize::caption));
        painter->drawText(note, Qt::AlignLeft | Qt::AlignVCenter,
                          painter->fontMetrics().elidedText(index.data(NoteRole).toString(), Qt::ElideRight, note.width()));
        painter->restore();
    }
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return {popupWidth, 28}; }

private:
    int nameWidth_;
};

/// Its list is the editor: closing it without a choice leaves things as they are, and nothing but a choice changes them.
class EncodingCombo : public QComboBox {
public:
    EncodingCombo(QWidget* parent, std::function<void(EncodingCombo&)> closed) : QComboBox(parent), closed_(std::move(closed)) {
        connect(this, &QComboBox::activated, this, [this] { isChosen_ = true; });
    }
    void watch(QWidget& list) { list.installEventFilter(this); }
    /// True behind a click or Return in the list only.
    [[nodiscard]] bool isChosen() const { return isChosen_; }

protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        if (event->type() == QEvent::Hide) {
            // The list hides before it says what was chosen.
            QTimer::singleShot(0, this, [this] { closed_(*this); });
        }
        return QComboBox::eventFilter(watched, event);
    }

private:
    std::function<void(EncodingCombo&)> closed_;
    bool isChosen_ = false;
};

} // namespace

EncodingDelegate::EncodingDelegate(QObject* parent) : CellDelegate(Lines::every, parent) {}

QWidget* EncodingDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex& index) const {
    const auto* tree = qobject_cast<const TensorTreeModel*>(index.model());
    if (tree == nullptr) {
        return nullptr;
    }
    auto* self = const_cast<EncodingDelegate*>(this); // signals of a delegate are not const
    auto* combo = new EncodingCombo(parent, [self](EncodingCombo& editor) {
        if (editor.isChosen()) {
            Q_EMIT self->commitData(&editor);
        }
        Q_EMIT self->closeEditor(&editor, editor.isChosen() ? NoHint : RevertModelCache);
    });
    auto* entries = new QStandardItemModel(combo);
    const auto addEntry = [entries](const QString& shown, const QString& name, const QString& note, const QVariant& bits,
                                    bool enabled) {
        auto* item = new QStandardItem(shown);
        item->setData(name, NameRole);
        item->setData(note, NoteRole);
        item->setData(bits, SwatchRole);
        item->setEnabled(enabled);
        item->setToolTip(note);
        entries->appendRow(item);
    };
    const auto below = tree->weightsOf(index);
    const QString preset = below.size() == 1 ? tree->presetEncoding(below.front()) : QString();
    addEntry(tr("Preset"), QString(), preset.isEmpty() ? tr("as the preset says") : tr("as the preset says: %1").arg(preset),
             {}, true);
    for (const EncodingOption& option : tree->optionsFor(index)) {
        const QString note =
            option.reason.isEmpty()
                ? QStringLiteral("%1 MB, %2 %3").arg(tensorMegabytes(option.bytes), decimal(option.bitsPerWeight, 2), tr("bpw"))
                : option.reason;
        addEntry(option.name, option.name, note, option.bitsPerWeight, option.reason.isEmpty());
    }
    auto* list = new QListView(combo);
    int nameWidth = leastNameWidth;
    for (int row = 0; row < entries->rowCount(); ++row) {
        nameWidth = std::max(nameWidth, list->fontMetrics().horizontalAdvance(entries->item(row)->text()) + gap);
    }
    list->setMinimumWidth(popupWidth);
    combo->setModel(entries);
    combo->setView(list);
    list->setItemDelegate(new EntryDelegate(nameWidth, list));
    combo->setMaxVisibleItems(20);
    combo->setAccessibleName(tr("Planned encoding"));
    combo->watch(*list);
    QTimer::singleShot(0, combo, &QComboBox::showPopup);
    return combo;
}

void EncodingDelegate::setEditorData(QWidget* editor, const QModelIndex& index) const {
    auto* combo = qobject_cast<QComboBox*>(editor);
    combo->setCurrentIndex(std::max(0, combo->findText(index.data(Qt::DisplayRole).toString())));
}

void EncodingDelegate::setModelData(QWidget* editor, QAbstractItemModel*, const QModelIndex& index) const {
    const auto* combo = static_cast<EncodingCombo*>(editor);
    const QString chosen = combo->currentData(NameRole).toString();
    if (combo->isChosen() && combo->currentText() != index.data(Qt::DisplayRole).toString()) {
        Q_EMIT encodingChosen(index, chosen);
    }
}

void EncodingDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(0, -1, 24, 1));
}

} // namespace quantlathe::ui
