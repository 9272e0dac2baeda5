// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/text/measure_texts.h"

#include "plan/sensitivity.h"
#include "ui/text/numbers.h"

#include <cmath>
#include <QCoreApplication>

namespace quantlathe::ui {

namespace {

struct MeasureTexts {
    Q_DECLARE_TR_FUNCTIONS(MeasureTexts)
};

} // namespace

QString divergenceText(double nats, double halfWidth) {
    const Quantity quantity = divergenceQuantity(nats);
    const QString value = numberText(quantity);
    return halfWidth > 0 ? QStringLiteral("%1 ± %2").arg(value, decimal(halfWidth, quantity.decimals)) : value;
}

QString predictedDivergenceText(double nats) {
    return Prediction{.kl = nats}.isBroken() ? MeasureTexts::tr("broken") : divergenceText(nats);
}

double halfWidth95(double standardError) {
    constexpr double normal95 = 1.96;
    return std::isfinite(standardError) ? normal95 * standardError : 0;
}

} // namespace quantlathe::ui
