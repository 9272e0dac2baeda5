// SPDX-License-Identifier: GPL-3.0-or-later
#include "calibrate/calibration_importance.h"

namespace quantlathe {

ImportanceMatrix importanceOf(const CalibrationStatistics& statistics) {
    ImportanceMatrix matrix;
    const CalibrationOrigin& origin = statistics.origin();
    matrix.file = statistics.origin().dataset;
    matrix.datasets = {origin.dataset};
    matrix.chunks = static_cast<std::uint32_t>(origin.sequences);
    matrix.chunkTokens = static_cast<std::uint32_t>(origin.longestSequence);
    for (const std::string& weight : statistics.weights()) {
        const InputStatistics sums = statistics.of(weight);
        const std::size_t columns = sums.squares.size() / sums.rows.size();
        std::vector<float> values(sums.squares.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto rows = static_cast<float>(sums.rows[i / columns]);
            values[i] = rows == 0 ? 1.0F : static_cast<float>(sums.squares[i]) / rows;
        }
        matrix.columns.emplace(weight, std::move(values));
        matrix.counts.emplace(weight, sums.rows);
    }
    return matrix;
}

} // namespace quantlathe
