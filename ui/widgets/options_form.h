// SPDX-License-Identifier: GPL-3.0-or-later
// What a format lets the user set beside encodings, as a form made from the format's own table: nothing here knows a format.
#pragma once

#include "ui/bridge/session.h"

#include <QWidget>

class QFormLayout;

namespace quantlathe::ui {

class Panel;

/// Follows the session's format and plan; hidden while the format has no options.
class OptionsForm : public QWidget {
    Q_OBJECT
public:
    explicit OptionsForm(Session& session, QWidget* parent = nullptr);

    /// The field of an option, by its id; nullptr if the format has none of that id.
    [[nodiscard]] QWidget* field(const QString& id) const;

private:
    void rebuild();
    void follow();
    void setOption(const FormatOption& option, const QString& value);
    [[nodiscard]] QString valueOf(const FormatOption& option) const;
    [[nodiscard]] QWidget* makeField(const FormatOption& option);

    Session& session_;
    Panel* panel_;
    QWidget* content_;
    QFormLayout* form_;
    const Format* format_ = nullptr;
    std::vector<std::pair<const FormatOption*, QWidget*>> fields_;
};

} // namespace quantlathe::ui
