// SPDX-License-Identifier: GPL-3.0-or-later
// Two models side by side: the one that was open when the comparison began, and another. Their values are read when asked for.
#pragma once

#include "ui/bridge/problem.h"
#include "ui/bridge/task_lane.h"
#include "weights/value_difference.h"

#include <memory>
#include <optional>
#include <QObject>
#include <QString>
#include <vector>

namespace quantlathe::ui {

/// Lives in the window's thread. Keeps both models open.
class DifferenceService : public QObject {
    Q_OBJECT
public:
    explicit DifferenceService(std::shared_ptr<const Model> first, QObject* parent = nullptr);

    /// A path, or an address on a hub; opened() or problem() follows. Once.
    void open(const QString& second);
    void cancelOpening();
    [[nodiscard]] const std::shared_ptr<const Model>& first() const { return first_; }
    /// nullptr until opened().
    [[nodiscard]] const std::shared_ptr<const Model>& second() const { return second_; }
    [[nodiscard]] const ModelDifference& difference() const { return difference_; }
    [[nodiscard]] const DifferenceCounts& counts() const { return counts_; }

    /// Why values cannot be compared: a model is not on this computer, or there is nothing in common; empty if they can.
    [[nodiscard]] QString whyNoValues() const;
    /// Reads both, from the beginning.
    void startValues();
    /// What was found stays.
    void stopValues();
    [[nodiscard]] bool isRunning() const { return isRunning_; }
    /// All that can be compared is.
    [[nodiscard]] bool isComplete() const { return isComplete_; }
    [[nodiscard]] const ProgressState& progress() const { return progress_; }
    /// Of a pair of difference(); nothing: not looked at, or it cannot be.
    [[nodiscard]] const std::optional<ValueDifference>& valuesOf(std::size_t pair) const { return values_[pair]; }

Q_SIGNALS:
    void opened();
    void problem(const quantlathe::ui::Problem& problem);
    void progressed();                                  // at most ten times a second
    void valuesFound(std::size_t from, std::size_t to); // pairs of that range, both ends included, are known now
    void runChanged();                                  // began, or ended

private:
    struct Opened {
        std::shared_ptr<const Model> model;
        ModelDifference difference;
    };
    struct Found {
        std::size_t pair = 0;
        ValueDifference values;
    };
    void adopt(Opened opened);
    void take(const std::vector<Found>& found);
    void compare(unsigned run, const CancelToken& cancel);
    void post(unsigned run, std::function<void()> deliver);

    std::shared_ptr<const Model> first_;
    std::shared_ptr<const Model> second_;
    ModelDifference difference_;
    DifferenceCounts counts_;
    std::vector<std::optional<ValueDifference>> values_;
    ProgressState progress_;
    bool isRunning_ = false;
    bool isComplete_ = false;
    unsigned run_ = 0; // what an earlier one still delivers is of no interest

    // Last, so that they stop before anything that their tasks deliver to goes away.
    TaskLane openLane_;
    TaskLane valueLane_;
};

} // namespace quantlathe::ui
