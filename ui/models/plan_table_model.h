// SPDX-License-Identifier: GPL-3.0-or-later
// Presets as rows, and the user's plan when it is none of them; which columns there are depends on the page.
#pragma once

#include "measure/text_quality.h"
#include "ui/bridge/session.h"
#include "ui/models/cells.h"
#include "ui/models/column_model.h"
#include "ui/text/numbers.h"

#include <vector>

namespace quantlathe {
struct PresetVerdict;
}

namespace quantlathe::ui {

class MeasureService;
class PresetAdvice;
class PresetTimes;

enum class PlanColumn {
    family,
    name,
    description, // of the preset, or why it cannot be used
    file,
    bits,
    memory,
    memoryBar,
    memoryShare,
    fit,
    time,    // of encoding
    loadsIn, // the programs
    longestContext,
    speed,
    users,
    error,
    highError, // at high effort
    gain,      // how much of the error high effort takes away
    errorBar,
    uncertainty,
    source,
    divergence,            // measured on a text
    divergenceBar,         //
    divergenceUncertainty, //
    perplexity,            //
    sameTop,               // share of tokens with the same most likely one
    quality,               // KL divergence, measured or predicted, and what nobody should take
};

/// Follows the session. Own plan: only with `withOwnPlan`.
class PlanTableModel : public ColumnModel {
    Q_OBJECT
public:
    PlanTableModel(const Session& session, std::vector<PlanColumn> columns, bool withOwnPlan, QObject* parent = nullptr);

    [[nodiscard]] Qt::ItemFlags flags(const QModelIndex& index) const override;
    void sort(int column, Qt::SortOrder order) override;

    [[nodiscard]] const PlanFacts* factsAt(int row) const;
    /// −1 if there is none.
    [[nodiscard]] int rowOf(const QString& name) const;
    [[nodiscard]] int currentRow() const;
    [[nodiscard]] int columnOf(PlanColumn column) const;
    /// Where the columns about a text get their numbers; they show en dashes without it.
    void setMeasurements(const MeasureService& measurements);
    void setTimes(const PresetTimes& times);
    /// Where the column of quality gets what was not measured.
    void setAdvice(const PresetAdvice& advice);
    /// Presets that cannot be used for this model are left out (the preset list shows them with the reason).
    void setOnlyUsable(bool onlyUsable);
    /// Presets of the other formats, too, as far as the session knows them.
    void setWithOtherFormats(bool withOthers);
    /// Presets under headings by their bits, most bits first, with a line at the end about what the numbers are for. Groups are
    /// not sorted by columns.
    void setGrouped(bool grouped);
    [[nodiscard]] bool isHeading(int row) const;
    /// Why the row is grey: the preset cannot be used, or the program that it shall run in does not load it. Empty: it is not.
    [[nodiscard]] QString reasonAt(int row) const;

    /// GiB at the right end of the memory bars, and the ticks that lead there.
    [[nodiscard]] double memoryScaleEnd() const { return memoryScaleEnd_; }
    [[nodiscard]] const Session& session() const { return session_; }
    [[nodiscard]] SizeUnit unit() const { return unit_; }

protected:
    [[nodiscard]] int rows() const override;
    [[nodiscard]] QString title(int column) const override;
    [[nodiscard]] QVariant cell(int row, int place, int role) const override;

private:
    void rebuild();
    void numbersChanged();
    void measureScales();
    [[nodiscard]] QString reasonFor(const PlanFacts& facts) const;
    [[nodiscard]] std::optional<double> secondsOf(const PlanFacts& facts) const;
    [[nodiscard]] QVariant display(const PlanFacts& facts, PlanColumn column) const;
    [[nodiscard]] QVariant tooltip(const PlanFacts& facts, PlanColumn column) const;
    [[nodiscard]] QVariant sortValue(const PlanFacts& facts, PlanColumn column) const;
    void applySort();
    [[nodiscard]] std::shared_ptr<const TextQuality> measuredOf(const PlanFacts& facts) const;
    [[nodiscard]] QVariant measuredValue(const PlanFacts& facts, PlanColumn column) const;
    [[nodiscard]] const PresetVerdict* verdictOn(const PlanFacts& facts) const;
    [[nodiscard]] QVariant qualityValue(const PlanFacts& facts) const;
    [[nodiscard]] QVariant qualityBadge(const PlanFacts& facts) const;
    [[nodiscard]] QString qualityTooltip(const PlanFacts& facts) const;

    const Session& session_;
    const MeasureService* measurements_ = nullptr;
    const PresetTimes* times_ = nullptr;
    const PresetAdvice* advice_ = nullptr;
    double largestDivergence_ = 0;
    std::vector<PlanColumn> columns_;
    bool withOwnPlan_;
    bool onlyUsable_ = true;
    bool withOthers_ = false;
    std::vector<int> rows_; // index into Session::presets() and behind them otherPresets(); ownPlan for the user's plan
    static constexpr int ownPlan = -1;
    static constexpr int footer = -2;
    static constexpr int firstHeading = -3; // −3 − bits: the heading of that group
    [[nodiscard]] QString headingText(int entry) const;
    [[nodiscard]] std::vector<int> groupedRows() const;
    bool isGrouped_ = false;
    [[nodiscard]] const PlanFacts* lookUp(int entry) const;
    int sortColumn_ = -1;
    Qt::SortOrder sortOrder_ = Qt::AscendingOrder;
    SizeUnit unit_ = SizeUnit::gigabytes;
    double memoryScaleEnd_ = 1;
    double largestError_ = 0;
};

} // namespace quantlathe::ui
