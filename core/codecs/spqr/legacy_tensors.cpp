// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/spqr/legacy_tensors.h"

#include "base/numeric.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

namespace quantlathe::spqr {
namespace {

/// What becomes of a result in arithmetic of that type.
float rounded(float value, ElementType type) {
    switch (type) {
    case ElementType::F16: return floatFromF16(f16FromFloat(value));
    case ElementType::BF16: return floatFromBf16(bf16FromFloat(value));
    default: return value;
    }
}

class Decoder {
public:
    explicit Decoder(const LegacyTensors& tensors)
        : tensors_(tensors), columns_(static_cast<std::size_t>(tensors.shape.columns)), row_(columns_), places_(columns_) {
        std::iota(places_.begin(), places_.end(), 0U);
        for (std::uint32_t place = 0; place < columns_; ++place) {
            if (const auto input = numberAt<std::uint32_t>(tensors.order, place); input < columns_) {
                places_[input] = place;
            }
        }
    }

    void decode(std::uint64_t first, std::span<float> out) {
        while (!out.empty()) {
            decodeRow(first / columns_);
            const auto column = static_cast<std::size_t>(first % columns_);
            const std::size_t count = std::min(columns_ - column, out.size());
            for (std::size_t i = 0; i < count; ++i) {
                out[i] = row_[places_[column + i]];
            }
            first += count;
            out = out.subspan(count);
        }
    }

private:
    [[nodiscard]] float level(std::uint64_t row, std::uint64_t group, LegacyList codes, LegacyList steps,
                              LegacyList zeros) const {
        const ElementType type = tensors_.form.numbers;
        const std::uint64_t unit = row / tensors_.form.together;
        const float zero = legacyNumber(list(zeros, group), type, unit);
        const auto code = static_cast<float>(numberAt<std::int8_t>(list(codes, group), row));
        return rounded(legacyNumber(list(steps, group), type, unit) * rounded(code - zero, type), type);
    }

    [[nodiscard]] std::span<const std::byte> list(LegacyList number, std::uint64_t group) const {
        return tensors_.lists[number * tensors_.form.groups + group];
    }

    void decodeRow(std::uint64_t row) {
        const ElementType type = tensors_.form.numbers;
        const std::uint64_t width = columns_ / tensors_.form.groups;
        for (std::uint64_t group = 0; group < tensors_.form.groups; ++group) {
            const float scale = level(row, group, scaleCodes, scaleSteps, scaleZeros);
            const float zero = level(row, group, zeroCodes, zeroSteps, zeroZeros);
            for (std::uint64_t place = group * width; place < (group + 1) * width; ++place) {
                const auto code = static_cast<float>(numberAt<std::int8_t>(tensors_.codes, row * columns_ + place));
                row_[place] = rounded(scale * rounded(code - zero, type), type);
            }
        }
        replaceOutliers(row);
    }

    [[nodiscard]] std::uint64_t rowOf(std::uint64_t outlier) const {
        return numberAt<std::uint64_t>(tensors_.outlierPlaces, outlier);
    }

    /// Zeros replace nothing: readers cannot tell them from weights that are no outliers.
    void replaceOutliers(std::uint64_t row) {
        const std::uint64_t count = tensors_.form.outliers;
        std::uint64_t first = 0;
        for (std::uint64_t length = count; length > 0;) { // the first that is not in a row before
            const std::uint64_t half = length / 2;
            const bool isBefore = rowOf(first + half) < row;
            first = isBefore ? first + half + 1 : first;
            length = isBefore ? length - half - 1 : half;
        }
        for (; first < count && rowOf(first) == row; ++first) {
            const auto place = numberAt<std::uint64_t>(tensors_.outlierPlaces, count + first);
            const float value = legacyNumber(tensors_.outlierValues, tensors_.form.numbers, first);
            if (place < columns_ && value != 0) {
                row_[static_cast<std::size_t>(place)] = value;
            }
        }
    }

    const LegacyTensors& tensors_;
    std::size_t columns_;
    std::vector<float> row_;            // in stored order
    std::vector<std::uint32_t> places_; // of each input feature
};

} // namespace

float legacyNumber(std::span<const std::byte> values, ElementType type, std::uint64_t index) {
    switch (type) {
    case ElementType::F16: return floatFromF16(numberAt<std::uint16_t>(values, index));
    case ElementType::BF16: return floatFromBf16(numberAt<std::uint16_t>(values, index));
    default: return numberAt<float>(values, index);
    }
}

void decodeLegacy(const LegacyTensors& tensors, std::uint64_t first, std::span<float> out) {
    Decoder(tensors).decode(first, out);
}

} // namespace quantlathe::spqr
