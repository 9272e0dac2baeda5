// SPDX-License-Identifier: GPL-3.0-or-later
// "Open address…": a model that lies on a hub, by the name it has there.
#pragma once

#include <QDialog>

class QLabel;
class QLineEdit;
class QPushButton;

namespace quantlathe::ui {

class AddressDialog : public QDialog {
    Q_OBJECT
public:
    /// `suggestion` stands in the field; what is no address is not taken.
    explicit AddressDialog(const QString& suggestion, QWidget* parent = nullptr);
    /// "hf:ORG/NAME" and so on; empty while the field holds none.
    [[nodiscard]] QString address() const;
    [[nodiscard]] QLineEdit& field() { return *field_; }
    [[nodiscard]] QPushButton& openButton() { return *open_; }

private:
    void follow();

    QLineEdit* field_;
    QLabel* note_;
    QPushButton* open_;
};

/// The address that the text stands for: also ORG/NAME alone where `mayBeShort`. Empty: it is none, and `why`, if given, says
/// so.
[[nodiscard]] QString hubAddressIn(const QString& text, bool mayBeShort, QString* why = nullptr);

} // namespace quantlathe::ui
