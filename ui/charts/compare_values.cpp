// SPDX-License-Identifier: GPL-3.0-or-later
// What the compare chart draws for a plan on each of its scales: measured, sampled or predicted, with its interval.
#include "ui/charts/compare_chart.h"

#include "ui/text/measure_texts.h"
#include "ui/text/strings.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace quantlathe::ui {

namespace {

// Share of the largest value below which a point stands on the lower edge. Divergences span more: they go with the square of
// errors.
constexpr double errorsShown = 1e-3;
constexpr double divergencesShown = 1e-5;
constexpr double predictedBeyond = 2; // times the errors that were measured: further out the line is no more than a guess

} // namespace

std::shared_ptr<const PlanQuality> CompareChart::qualityOf(const PlanFacts& facts, Effort effort) const {
    return facts.isOwnPlan ? facts.quality : facts.qualityAt(effort);
}

std::shared_ptr<const TextQuality> CompareChart::measuredOf(const PlanFacts& facts, Effort effort) const {
    return measurements_ != nullptr ? measurements_->measuredAt(facts, effort) : nullptr;
}

std::shared_ptr<const TextQuality> CompareChart::originalMeasured() const {
    return measurements_ != nullptr ? measurements_->original() : nullptr;
}

/// What was measured on this model tells what its other presets will do.
void CompareChart::fitDivergence() {
    fit_.reset();
    if (up_ != CompareQuality::divergence) {
        return;
    }
    std::vector<MeasuredPair> pairs;
    const auto add = [&pairs](const std::shared_ptr<const PlanQuality>& quality,
                              const std::shared_ptr<const TextQuality>& measured) {
        if (quality && measured && measured->divergence) {
            pairs.push_back({quality->relativeError, measured->divergence->kl.value});
        }
    };
    for (const PlanFacts& facts : session_.presets()) {
        add(facts.quality, measuredOf(facts, Effort::normal));
        if (facts.hasEffort) {
            add(facts.highQuality, measuredOf(facts, Effort::high));
        }
    }
    fit_ = DivergenceFit::of(pairs);
    fitFrom_ = std::numeric_limits<double>::infinity();
    fitTo_ = 0;
    for (const MeasuredPair& pair : pairs) {
        if (pair.relativeError > 0 && pair.divergence > 0) {
            fitFrom_ = std::min(fitFrom_, pair.relativeError);
            fitTo_ = std::max(fitTo_, pair.relativeError);
        }
    }
}

std::optional<CompareChart::Value> CompareChart::valueOf(const PlanFacts& facts, Effort effort) const {
    const auto quality = qualityOf(facts, effort);
    const auto measured = measuredOf(facts, effort);
    const auto around = [](double value, double half, bool isMeasured) {
        return Value{value, value - half, value + half, isMeasured};
    };
    switch (up_) {
    case CompareQuality::relativeError:
        if (quality) {
            return around(quality->relativeError * 100, quality->sampled ? quality->interval95 * 100 : 0, !quality->sampled);
        }
        break;
    case CompareQuality::divergence:
        if (measured && measured->divergence) {
            return around(measured->divergence->kl.value, halfWidth95(measured->divergence->kl.error), true);
        }
        if (fit_ && quality && quality->relativeError > fitFrom_ / predictedBeyond &&
            quality->relativeError < fitTo_ * predictedBeyond) {
            const PredictedDivergence predicted = fit_->at(quality->relativeError);
            return Value{predicted.value, predicted.low, predicted.high, false};
        }
        break;
    case CompareQuality::perplexity:
        if (measured) {
            // The uncertainty of the difference to the original: that of the text is common to all.
            const double error = measured->divergence
                                     ? measured->perplexity.value * measured->divergence->logPerplexityChange.error
                                     : measured->perplexity.error;
            return around(measured->perplexity.value, halfWidth95(error), true);
        }
        break;
    }
    return std::nullopt;
}

std::optional<CompareChart::Value> CompareChart::shownValue(const PlanFacts& facts) const {
    return valueOf(facts, shownAs());
}

void CompareChart::setRangeOfValues() {
    yAxis->setScaleType(isLogarithmic() ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
    if (isLogarithmic()) {
        yAxis->setTicker(QSharedPointer<DecadeTicker>::create());
    } else {
        yAxis->setTicker(QSharedPointer<LinearTicker>::create(6));
    }
    double highest = 0;
    for (const Point& point : points_) {
        highest = std::max(highest, point.value);
    }
    if (isLogarithmic()) {
        highest = highest > 0 ? highest : up_ == CompareQuality::relativeError ? 10 : 0.1;
        double lowest = highest;
        for (Point& point : points_) {
            point.isNearly0 = point.value < highest * (up_ == CompareQuality::divergence ? divergencesShown : errorsShown);
            lowest = point.isNearly0 ? lowest : std::min(lowest, point.value);
        }
        const double halfDecade = std::sqrt(10.0);
        floor_ = lowest / halfDecade;
        yAxis->setRange(floor_, highest * (halfDecade * 0.75));
        return;
    }
    double lowest = std::numeric_limits<double>::infinity();
    for (const Point& point : points_) {
        lowest = std::min(lowest, point.low);
        highest = std::max(highest, point.high);
    }
    if (const auto original = originalMeasured(); original && !points_.empty()) {
        lowest = std::min(lowest, original->perplexity.value);
        highest = std::max(highest, original->perplexity.value);
    }
    if (!std::isfinite(lowest)) {
        lowest = 0;
        highest = 1;
    }
    const double room = std::max((highest - lowest) * 0.12, highest * 1e-3);
    floor_ = lowest - room;
    yAxis->setRange(floor_, highest + room);
}

/// The perplexity of the model as it is: what all others are seen against.
void CompareChart::drawOriginal() {
    const auto original = originalMeasured();
    const bool shown = up_ == CompareQuality::perplexity && original && !points_.empty();
    original_->setVisible(shown);
    originalText_->setVisible(shown);
    if (!shown) {
        return;
    }
    const double value = original->perplexity.value;
    original_->point1->setCoords(0, value);
    original_->point2->setCoords(1, value);
    originalText_->position->setTypeX(QCPItemPosition::ptAxisRectRatio);
    originalText_->position->setTypeY(QCPItemPosition::ptPlotCoords);
    originalText_->position->setCoords(0.995, value);
    originalText_->setText(tr("original %1").arg(decimal(value, 2)));
    originalText_->setPadding(QMargins(8, 2, 8, 2));
}

QString CompareChart::valueText(const Value& value) const {
    const double half = (value.high - value.low) / 2;
    switch (up_) {
    case CompareQuality::relativeError:
        return half > 0 ? tr("%1 ± %2").arg(percent(value.value / 100, 3), percent(half / 100, 3))
                        : percent(value.value / 100, 3);
    case CompareQuality::divergence:
        return value.isMeasured ? divergenceText(value.value, half)
                                : tr("%1 to %2").arg(predictedDivergenceText(value.low), predictedDivergenceText(value.high));
    case CompareQuality::perplexity: break;
    }
    return half > 0 ? tr("%1 ± %2").arg(decimal(value.value, 2), decimal(half, 2)) : decimal(value.value, 2);
}

HoverFacts CompareChart::hoverFacts(const Point& point) const {
    const PlanFacts& f = point.facts;
    const auto quality = qualityOf(f, shownAs());
    const auto measured = measuredOf(f, shownAs());
    const std::string_view title = formatOf(f).title();
    const QString format = fromView(title);
    HoverFacts facts;
    facts.title = f.isOwnPlan ? f.name : format + QLatin1Char(' ') + f.name;
    facts.family = f.isOwnPlan ? -1 : static_cast<int>(familyOf(formatOf(f).id()));
    facts.badge = fitBadge(f.device, true);
    facts.rows = {{tr("File"), tr("%1, %2 bits per weight").arg(fileSize(f.fileBytes), decimal(f.bitsPerWeight, 2))},
                  {tr("Memory"), memoryNeeded(f.device.memory)}};
    if (quality) {
        facts.rows.emplace_back(tr("Relative error"), quality->sampled ? tr("%1 ± %2").arg(percent(quality->relativeError, 3),
                                                                                           percent(quality->interval95, 3))
                                                                       : percent(quality->relativeError, 3));
    }
    if (up_ == CompareQuality::relativeError && f.highQuality) {
        facts.rows.emplace_back(tr("At high effort"), tr("%1, %2").arg(percent(f.highQuality->relativeError, 3),
                                                                       percent(-f.gainOfHighEffort().value_or(0), 1)));
    }
    const auto shown = shownValue(f);
    if (measured) {
        if (const auto& divergence = measured->divergence) {
            facts.rows.emplace_back(tr("KL divergence"),
                                    divergenceText(divergence->kl.value, halfWidth95(divergence->kl.error)));
            facts.rows.emplace_back(tr("Same top token"), percent(divergence->topOneAgreement.value, 1));
        }
        const auto original = originalMeasured();
        facts.rows.emplace_back(
            tr("Perplexity"),
            original ? tr("%1, original %2").arg(decimal(measured->perplexity.value, 2), decimal(original->perplexity.value, 2))
                     : decimal(measured->perplexity.value, 2));
    } else if (up_ == CompareQuality::divergence && shown) {
        facts.rows.emplace_back(tr("KL divergence"), valueText(*shown));
    }
    if (!session_.whyNotLoaded(formatOf(f), f.preset).isEmpty()) {
        facts.rows.emplace_back(tr("Loads in"), QString::fromStdString(loadsInText(formatOf(f), f.preset)));
    }
    facts.rows.emplace_back(tr("Tokens/s"), speedRange(f.device.speed.low, f.device.speed.high));
    if (up_ == CompareQuality::relativeError && quality) {
        facts.note = quality->sampled ? tr("Sampled: %1 of %2 weights, 95 % interval")
                                            .arg(grouped(quality->weightsLookedAt), grouped(quality->weightsTotal))
                                      : tr("Measured on all %1 weights").arg(grouped(quality->weightsTotal));
    } else if (measured) {
        facts.note = tr("Measured on %1 tokens, 95 % interval").arg(grouped(measured->tokens));
    } else {
        facts.note = tr("Predicted from the presets that were measured, 95 % interval");
    }
    return facts;
}

} // namespace quantlathe::ui
