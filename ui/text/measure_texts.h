// SPDX-License-Identifier: GPL-3.0-or-later
// How measured quality is written.
#pragma once

#include <QString>

namespace quantlathe::ui {

/// Nats a token: three significant digits, at least four decimals, the uncertainty with the same: "0.0282 ± 0.0042".
[[nodiscard]] QString divergenceText(double nats, double halfWidth = 0);
/// The same for what is only predicted: beyond a nat a model is "broken", and the figure says nothing more.
[[nodiscard]] QString predictedDivergenceText(double nats);
/// Half of the 95 % interval of a mean; 0 where its error is not known (a single token).
[[nodiscard]] double halfWidth95(double standardError);

} // namespace quantlathe::ui
