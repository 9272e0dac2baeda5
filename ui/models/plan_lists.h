// SPDX-License-Identifier: GPL-3.0-or-later
// The two tables below the matrix: what decides, in order, and how much each encoding takes.
#pragma once

#include "ui/bridge/session.h"
#include "ui/models/column_model.h"
#include "ui/models/plan_matrix.h"

namespace quantlathe::ui {

/// "attn_v, layers 0 to 3": the conditions of a rule in one line.
[[nodiscard]] QString ruleText(const PlanRule& rule);

/// Weights that are pinned and those chosen by name, one line an encoding, then the rules from first to last, then what the
/// preset does with the rest. Follows the session.
class RulesModel : public ColumnModel {
    Q_OBJECT
public:
    enum Column { number, pattern, encoding, kind, weights };
    explicit RulesModel(Session& session, QObject* parent = nullptr);

    /// Index into the document's rules; nothing for the other lines.
    [[nodiscard]] std::optional<std::size_t> ruleAt(int row) const;
    [[nodiscard]] int rowOfRule(std::size_t rule) const;
    /// Whether the line can be taken away: rules and names, not the preset.
    [[nodiscard]] bool canRemove(int row) const;
    void remove(int row);
    /// −1: before the rule above, 1: behind the rule below. False at the ends.
    bool move(int row, int step);
    /// nothing: a new rule in front of the others.
    void setRule(std::optional<std::size_t> index, const PlanRule& rule);
    /// The weights that the line decides.
    [[nodiscard]] std::vector<const Weight*> weightsOf(int row) const;

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    struct Line {
        enum class Kind { pin, name, rule, preset } kind = Kind::preset;
        std::string encoding; // kinds pin and name: all weights that have this one by name stand in one line
        std::size_t rule = 0; // kind rule
        std::vector<const Weight*> weights;
    };
    void rebuild();
    [[nodiscard]] QString display(const Line& line, int row, int column) const;

    Session& session_;
    std::shared_ptr<const Plan> plan_;
    std::vector<Line> lines_;
};

/// Encoding, bits, tensors, size, share; the sum of everything at the end. Follows the session.
class TotalsModel : public ColumnModel {
    Q_OBJECT
public:
    enum Column { encoding, bits, tensors, size, share };
    explicit TotalsModel(const Session& session, QObject* parent = nullptr);

    /// nullptr for the sum.
    [[nodiscard]] const Encoding* encodingAt(int row) const;

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int column, int role) const override;

private:
    void rebuild();

    const Session& session_;
    std::vector<EncodingTotal> totals_;
    std::uint64_t largest_ = 0;
    std::size_t tensorCount_ = 0;
};

} // namespace quantlathe::ui
