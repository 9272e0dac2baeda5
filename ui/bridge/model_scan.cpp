// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/bridge/model_scan.h"

#include "base/arena.h"
#include "weights/weight_rows.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <QCoreApplication>
#include <utility>

namespace quantlathe::ui {

namespace {

WeightSummary summaryOf(const WeightStatistics& s) {
    return {.standardDeviation = s.standardDeviation,
            .excessKurtosis = s.excessKurtosis,
            .largest = std::max(std::abs(s.minimum), std::abs(s.maximum)),
            .farthest = std::max(s.mean - s.minimum, s.maximum - s.mean),
            .zeroShare = s.zeroShare,
            .symmetricRange = symmetricRange(s.histogram),
            .nanCount = s.nanCount,
            .infCount = s.infCount};
}

/// Whatever ends the pass: going on reads nothing twice.
struct Saving {
    ResultCache* cache = nullptr;
    explicit Saving(ResultCache* results) : cache(results) {}
    Saving(const Saving&) = delete;
    Saving& operator=(const Saving&) = delete;
    ~Saving() {
        if (cache != nullptr) {
            cache->save();
        }
    }
};

bool isScanned(const Weight& weight) {
    return weight.isStored() && !whyNotReadable(weight);
}

} // namespace

void ModelScan::take(const ScanBatch& batch) {
    for (const auto& [index, summary] : batch.weights) {
        if (index < weights.size()) {
            weights[index] = summary;
        }
    }
    for (const auto& [layer, histogram] : batch.layers) {
        layers[layer].merge(histogram);
    }
}

void scanWeights(const Model& model, ResultCache* cache, Progress& progress, const CancelToken& cancel,
                 const std::function<void(ScanBatch)>& deliver) {
    constexpr std::chrono::milliseconds betweenBatches{100};
    std::uint64_t bytes = 0;
    for (const Weight& weight : model.weights()) {
        bytes += isScanned(weight) ? weight.storedBytes() : 0;
    }
    progress.start(QCoreApplication::translate("ModelScan", "Reading weights").toStdString(), bytes);
    const Saving saving(cache);
    ThreadArena arena;
    ScanBatch batch;
    auto deliveredAt = std::chrono::steady_clock::now();
    for (std::size_t index = 0; index < model.weights().size(); ++index) {
        const Weight& weight = model.weights()[index];
        if (!isScanned(weight)) {
            continue;
        }
        cancel.throwIfCancelled();
        progress.setItem(weight.name);
        const WeightStatistics statistics = computeStatistics(model, weight, cache, arena, progress, cancel);
        batch.weights.emplace_back(index, summaryOf(statistics));
        if (weight.layer && weight.dimensions() > 1) {
            batch.layers[*weight.layer].merge(statistics.histogram);
        }
        if (const auto now = std::chrono::steady_clock::now(); now - deliveredAt > betweenBatches) {
            deliver(std::exchange(batch, {}));
            deliveredAt = now;
        }
    }
    deliver(std::move(batch));
    progress.finish();
}

} // namespace quantlathe::ui
