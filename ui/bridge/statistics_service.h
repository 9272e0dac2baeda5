// SPDX-License-Identifier: GPL-3.0-or-later
// Statistics of what is selected, and of the whole model in one pass in the background.
#pragma once

#include "ui/bridge/session.h"
#include "weights/block_levels.h"
#include "weights/encoding_error.h"
#include "weights/result_cache.h"
#include "weights/statistics.h"

#include <map>
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

/// The numbers of one weight that tables and maps show.
struct WeightSummary {
    double standardDeviation = 0;
    double excessKurtosis = 0;
    double largest = 0;  // |w|
    double farthest = 0; // |w − mean|
    double zeroShare = 0;
    double symmetricRange = 0; // ± holds 99.9 %
    std::uint64_t nanCount = 0;
    std::uint64_t infCount = 0;

    [[nodiscard]] bool hasBadValues() const { return nanCount + infCount > 0; }
    /// Beyond this many standard deviations a value counts as an outlier.
    static constexpr double outlierSigma = 20;
};

struct ModelScan {
    std::vector<std::optional<WeightSummary>> weights; // in the order of the model
    std::map<std::uint32_t, FineHistogram> layers;     // of all matrices of the layer
    double doneShare = 0;
    double seconds = 0;
    bool isComplete = false;
    bool isRunning = false;
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

    /// Reads every weight once; again only after another model was opened.
    void startScan();
    void cancelScan();
    [[nodiscard]] const ModelScan& scan() const { return scan_; }

Q_SIGNALS:
    void selectionChanged();
    void scanChanged(); // at most ten times a second, and at the end

private:
    void modelHasChanged();
    void planHasChanged();
    void requestDecoded();
    void requestLevels(std::uint64_t row, std::uint64_t column);
    void requestMaxima();
    void scanWeights(const std::shared_ptr<const Model>& model, unsigned generation, const CancelToken& cancel);

    Session& session_;
    std::shared_ptr<ResultCache> cache_;
    std::shared_ptr<const Model> model_; // whose statistics these are
    SelectionReport selection_;
    std::shared_ptr<const Plan> decodedPlan_; // what the decoded statistics are made with
    bool wantsMaxima_ = false;
    unsigned request_ = 0;
    unsigned scanGeneration_ = 0;
    ModelScan scan_;
    TaskLane selectionLane_;
    TaskLane decodedLane_;
    TaskLane levelsLane_;
    TaskLane maximaLane_;
    TaskLane scanLane_;
};

} // namespace quantlathe::ui
