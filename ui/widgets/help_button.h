// SPDX-License-Identifier: GPL-3.0-or-later
// A quiet "?" that opens the guide at a place.
#pragma once

#include <QToolButton>

namespace quantlathe::ui {

/// The scheme of the guide's addresses, guide:/topic#anchor: the window takes them from QDesktopServices.
inline constexpr const char* guideScheme = "guide";

class HelpButton : public QToolButton {
    Q_OBJECT
public:
    /// "memory#bars"
    explicit HelpButton(const QString& place, QWidget* parent = nullptr);
    [[nodiscard]] const QString& place() const { return place_; }
    void setPlace(const QString& place) { place_ = place; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString place_;
};

} // namespace quantlathe::ui
