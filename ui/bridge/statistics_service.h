// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of what is selected, and of the whole model in one pass in the background.
#pragma once

#include "ui/bridge/job_queue.h"
#include "ui/bridge/model_scan.h"
#include "ui/bridge/session.h"
#include "weights/block_levels.h"
#include "weights/encoding_error.h"
#include "weights/result_cache.h"
#include "weights/statistics.h"

#include <memory>
#include <optional>
#include <QObject>
#include <vector>

namespace quantlathe::ui {

/// What is known about the selection; parts arrive one after the other.
struct SelectionReport {
    QString title;                      // "layer 3, ffn_down"
    std::vector<std::size_t> weights;   // indices into Model::weights()
    const Encoding* encoding = nullptr; // the planned one, for a single weight that is not stored exactly so
    std::shared_ptr<const WeightStatistics> original;
    std::shared_ptr<const WeightStatistics> decoded;
    std::optional<EncodingError> error;
    std::shared_ptr<const BlockLevels> levels;    // of one block of a single weight, as planned
    std::shared_ptr<const AbsoluteMaxima> maxima; // of a single matrix, once wanted
    QString whyNot;                               // it cannot be read

    [[nodiscard]] bool isSingle() const { return weights.size() == 1; }
};

/// Lives in the window's thread.
class StatisticsService : public QObject {
    Q_OBJECT
public:
    StatisticsService(Session& session, std::shared_ptr<ResultCache> cache, QObject* parent = nullptr);

    /// The latest request wins.
    void select(const QString& title, std::vector<std::size_t> weights);
    [[nodiscard]] const SelectionReport& selection() const { return selection_; }
    /// The levels of the next block of the selected weight, or with −1 of the one before it; rows follow each other in a
    /// circle.
    void stepBlock(int step);
    /// Whether the largest values of rows and columns are looked for, too: one more pass over the weight.
    void wantMaxima(bool wanted);

    /// From now on all weights of models of so many bytes and more are read as jobs of this list; others, and all before, off
    /// the list.
    void listLongWorkIn(JobQueue& jobs, std::uint64_t fromBytes = longWorkBytes);
    /// Reads every weight once; again only after another model was opened. A job that was paused goes on.
    void startScan();
    void cancelScan();
    [[nodiscard]] const ModelScan& scan() const { return *scan_; }

Q_SIGNALS:
    void selectionChanged();
    void scanChanged(); // at most ten times a second, and at the end

private:
    void modelHasChanged();
    void planHasChanged();
    void requestDecoded();
    void requestLevels(std::uint64_t row, std::uint64_t column);
    void requestMaxima();
    void startJob();
    void startOffTheList();
    void leaveScan();
    void followJob(int id);

    Session& session_;
    std::shared_ptr<ResultCache> cache_;
    std::shared_ptr<const Model> model_; // whose statistics these are
    SelectionReport selection_;
    std::shared_ptr<const Plan> decodedPlan_; // what the decoded statistics are made with
    bool wantsMaxima_ = false;
    unsigned request_ = 0;
    unsigned scanGeneration_ = 0;
    std::shared_ptr<ModelScan> scan_ = std::make_shared<ModelScan>(); // of a job: its own
    JobQueue* jobs_ = nullptr;
    std::uint64_t longFrom_ = 0;
    int scanJob_ = 0; // 0: it is no job
    TaskLane selectionLane_;
    TaskLane decodedLane_;
    TaskLane levelsLane_;
    TaskLane maximaLane_;
    TaskLane scanLane_;
};

} // namespace quantlathe::ui
