// SPDX-License-Identifier: GPL-3.0-or-later
// What the tests of AQLM share: the golden matrices of the reference (tests/data/aqlm), and errors.
#pragma once

#include "codecs/aqlm/family.h"
#include "codecs/block_data.h"
#include "codecs/matrix_data.h"

#include <cmath>
#include <cstring>

namespace quantlathe::test {

using aqlm::Layout;

struct GoldenFile {
    const char* name;
    Layout layout;
    MatrixShape shape;
    bool hasDecoded;
    /// tr(D·H·Dᵀ)/tr(W·H·Wᵀ) of codebooks from k-means weighted by the diagonal of H, as a prototype had it.
    double weightedMeans;
};
inline const std::array goldenFiles{
    GoldenFile{"1x8_g8_64x128", {.codebooks = 1}, {64, 128, ElementType::F16}, true, 0.134},
    GoldenFile{"2x8_g8_64x128", {.codebooks = 2}, {64, 128, ElementType::F16}, true, 0.023},
    GoldenFile{"1x8_g8_256x256", {.codebooks = 1}, {256, 256, ElementType::F16}, false, 0.195},
    GoldenFile{"2x8_g8_256x256", {.codebooks = 2}, {256, 256, ElementType::F16}, false, 0.059},
};

inline std::filesystem::path pathOf(const std::string& name) {
    return dataFile("aqlm/" + name + ".safetensors");
}

template <class T>
std::vector<T> tensorOf(const std::string& file, const std::string& tensor) {
    const auto found = goldenTensor(pathOf(file), tensor).value();
    std::vector<T> values(found.raw().size() / sizeof(T));
    std::memcpy(values.data(), found.raw().data(), found.raw().size());
    return values;
}

inline const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

inline const MatrixEncoding& encodingOf(const Layout& layout) {
    return encodingNamed("AQLM" + std::to_string(layout.codebooks) + 'X' + std::to_string(layout.bits) + "-G" +
                         std::to_string(layout.group));
}

inline double difference(std::span<const float> a, std::span<const float> b, std::span<const float> weights = {}) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (weights.empty() ? 1.0 : static_cast<double>(weights[i % weights.size()])) *
               std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}
inline double norm(std::span<const float> a) {
    return difference(a, std::vector<float>(a.size()));
}

/// tr(D·H·Dᵀ) of the rows of D.
inline double outputError(std::span<const float> gram, std::span<const float> rows, std::span<const float> other) {
    const auto columns = static_cast<std::size_t>(std::sqrt(static_cast<double>(gram.size())) + 0.5);
    double sum = 0;
    for (std::size_t row = 0; row < rows.size() / columns; ++row) {
        for (std::size_t i = 0; i < columns; ++i) {
            const double left = static_cast<double>(rows[row * columns + i]) - static_cast<double>(other[row * columns + i]);
            double inner = 0;
            for (std::size_t j = 0; j < columns; ++j) {
                inner += static_cast<double>(gram[i * columns + j]) *
                         (static_cast<double>(rows[row * columns + j]) - static_cast<double>(other[row * columns + j]));
            }
            sum += left * inner;
        }
    }
    return sum;
}

} // namespace quantlathe::test
