// SPDX-License-Identifier: GPL-3.0-or-later
// What programs say to a model, with marks and reasons: a row each, or all of them on one line.
#pragma once

#include "consumers/consumer.h"

#include <QString>
#include <QWidget>
#include <vector>

class QGridLayout;
class QLabel;

namespace quantlathe::ui {

/// Programs that know the format have a row each, the others share the last one.
class ConsumerList : public QWidget {
    Q_OBJECT
public:
    explicit ConsumerList(QWidget* parent = nullptr);
    void setVerdicts(std::vector<ConsumerVerdict> verdicts);
    /// One sentence where there are no verdicts.
    void setNote(const QString& note);
    /// What stands in the rows, for tests and screen readers: "✓ vLLM", "✗ ExLlamaV2: …".
    [[nodiscard]] QStringList lines() const;

private:
    void rebuild();
    void addRow(const QString& mark, const QString& title, const QString& text, const QString& tip);

    QGridLayout* rows_;
    std::vector<ConsumerVerdict> verdicts_;
    QString note_;
};

/// One line that holds all of it: marks in the order of the verdicts, then the first reason, as far as there is room; all
/// reasons are its tooltip. Follows the theme.
class ConsumerLine : public QWidget {
    Q_OBJECT
public:
    explicit ConsumerLine(QWidget* parent = nullptr);
    void setVerdicts(std::vector<ConsumerVerdict> verdicts);
    void setNote(const QString& note);
    [[nodiscard]] QString text() const;

private:
    void follow();

    QLabel* marks_;
    QLabel* reason_;
    std::vector<ConsumerVerdict> verdicts_;
    QString note_;
};

/// "✓", "▲", "✗".
[[nodiscard]] QString markOf(Loads loads);
/// All findings as sentences, and of which month the facts are.
[[nodiscard]] QString reasonsOf(const ConsumerVerdict& verdict);

} // namespace quantlathe::ui
