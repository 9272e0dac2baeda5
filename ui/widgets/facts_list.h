// SPDX-License-Identifier: GPL-3.0-or-later
// Two painted lists of the Overview page: names with values, and the parts of a file as one bar with its legend.
#pragma once

#include <cstdint>
#include <QStringList>
#include <QWidget>
#include <vector>

namespace quantlathe::ui {

/// Rows of text with a line below each; the first column left, further columns as told. Values elide in the middle.
class FactsList : public QWidget {
    Q_OBJECT
public:
    /// `valueColumn`: where the second column starts, in px; right-aligned columns stand at the right edge, 72 px each.
    FactsList(int valueColumn, int rightColumns, QWidget* parent = nullptr);
    void setRows(std::vector<QStringList> rows, bool lastIsTotal = false);
    void setHeader(const QStringList& header);
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    [[nodiscard]] QRect cellRect(int column, int y) const;
    int valueColumn_;
    int rightColumns_;
    std::vector<QStringList> rows_;
    QStringList header_;
    bool lastIsTotal_ = false;
};

class PartsBar : public QWidget {
    Q_OBJECT
public:
    explicit PartsBar(QWidget* parent = nullptr);
    void setParts(std::vector<std::pair<QString, std::uint64_t>> parts);
    [[nodiscard]] QSize sizeHint() const override { return {400, 60}; }

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    std::vector<std::pair<QString, std::uint64_t>> parts_;
};

} // namespace quantlathe::ui
