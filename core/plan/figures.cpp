// SPDX-License-Identifier: GPL-3.0-or-later
#include "plan/figures.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace quantlathe {
namespace {

constexpr std::array<FigureRow<PlanSize>, 2> sizeRows{{
    {"file_bytes", words("File"), "", "", [](const PlanSize& size) -> FigureValue { return size.fileBytes; },
     [](const PlanSize& size) { return fileSizeQuantity(size.fileBytes); }},
    {"bits_per_weight", words("Bits/weight"), "", "", [](const PlanSize& size) -> FigureValue { return size.bitsPerWeight; },
     [](const PlanSize& size) {
         return Quantity{size.bitsPerWeight, 2};
     }},
}};

constexpr std::array<FigureRow<PlanQuality>, 2> qualityRows{{
    {"relative_error", words("Relative error"), "%", "", [](const PlanQuality& q) -> FigureValue { return q.relativeError; },
     [](const PlanQuality& q) {
         return Quantity{q.relativeError * 100, 3};
     }},
    {"interval95", words("Uncertainty"), "%", "", [](const PlanQuality& q) -> FigureValue { return q.interval95; },
     [](const PlanQuality& q) {
         return Quantity{q.interval95 * 100, 3};
     }},
}};

template <double Prediction::*member>
constexpr FigureValue nats(const Prediction& prediction) {
    return prediction.*member;
}

template <double Prediction::*member>
Quantity shownNats(const Prediction& prediction) {
    return divergenceQuantity(prediction.*member);
}

template <double Prediction::*member>
constexpr FigureRow<Prediction> natsRow(std::string_view key, std::string_view title, bool isInTables) {
    return {key, title, "", "", nats<member>, shownNats<member>, isInTables};
}

constexpr std::array<FigureRow<Prediction>, 6> predictionRows{{
    natsRow<&Prediction::kl>("kl", words("KL divergence"), true),
    natsRow<&Prediction::klLow>("kl_low", {}, false),
    natsRow<&Prediction::klHigh>("kl_high", {}, false),
    natsRow<&Prediction::logPerplexityChange>("ln_perplexity_change", {}, false),
    natsRow<&Prediction::logPerplexityChangeLow>("ln_perplexity_change_low", {}, false),
    natsRow<&Prediction::logPerplexityChangeHigh>("ln_perplexity_change_high", {}, false),
}};

constexpr std::array<FigureRow<Alternative>, 3> alternativeRows{{
    {"bytes", words("Size"), "MB", "", [](const Alternative& a) -> FigureValue { return a.bytes; },
     [](const Alternative& a) { return tensorSizeQuantity(a.bytes); }},
    {"relative_squared_error", words("Error"), "%", "", [](const Alternative& a) -> FigureValue { return a.error; },
     [](const Alternative& a) {
         const double percent = 100 * std::sqrt(a.error);
         return Quantity{percent, std::max(2, decimalsFor(percent, 3))};
     }},
    {"loss", words("Loss"), words("nats"), "", [](const Alternative& a) -> FigureValue { return a.loss; },
     [](const Alternative& a) { return divergenceQuantity(a.loss); }},
}};

} // namespace

Figures<PlanSize> sizeFigures() {
    return sizeRows;
}

Figures<PlanQuality> qualityFigures() {
    return qualityRows;
}

Figures<Prediction> predictionFigures() {
    return predictionRows;
}

Figures<Alternative> alternativeFigures() {
    return alternativeRows;
}

} // namespace quantlathe
