// SPDX-License-Identifier: GPL-3.0-or-later
// IQ1_S and IQ1_M: three levels, shifted up or down, in groups of eight that are points of a code book. As ggml writes them
// down; NaN is the largest of all when weights are sorted.
#include "oracle/block_types.h"
#include "oracle/searches.h"

#include "base/numeric.h"
#include "codecs/codebooks/grids.h"

#include <algorithm>
#include <array>
#include <cfloat>
#include <cmath>
#include <map>
#include <numeric>
#include <vector>

namespace quantlathe::oracle {
namespace {

constexpr float plus[3] = {-0.875F, 0.125F, 1.125F};
constexpr float minus[3] = {-1.125F, -0.125F, 0.875F};

unsigned levelOf(unsigned code, int i) {
    return (code >> (2 * i)) & 3;
}

int indexOf(unsigned code) {
    const auto codes = codec::iq1sGrid.codes;
    const auto found = std::ranges::lower_bound(codes, code);
    return found != codes.end() && *found == code ? static_cast<int>(found - codes.begin()) : -1;
}

/// The points of the three smallest distances, by distance and then in the order of the grid.
const std::vector<unsigned>& neighboursOf(unsigned code) {
    static std::map<unsigned, std::vector<unsigned>> known;
    auto [found, isNew] = known.try_emplace(code);
    if (isNew) {
        std::vector<std::pair<int, unsigned>> points; // distance, code
        for (const unsigned point : codec::iq1sGrid.codes) {
            int distance = 0;
            for (int i = 0; i < 8; ++i) {
                const int difference = static_cast<int>(levelOf(point, i)) - static_cast<int>(levelOf(code, i));
                distance += difference * difference;
            }
            points.emplace_back(distance, point);
        }
        std::sort(points.begin(), points.end());
        int shells = 0;
        int last = -1;
        for (const auto& [distance, point] : points) {
            shells += distance != last ? 1 : 0;
            last = distance;
            if (shells > 3) {
                break;
            }
            found->second.push_back(point);
        }
    }
    return found->second;
}

unsigned bestNeighbour(unsigned code, const float* x, const float* w, float scale, const float* values) {
    const std::vector<unsigned>& list = neighboursOf(code);
    unsigned best = list.front();
    float smallest = FLT_MAX;
    for (const unsigned point : list) {
        float sum = 0;
        for (int i = 0; i < 8; ++i) {
            const float difference = scale * values[levelOf(point, i)] - x[i];
            sum += w[i] * difference * difference;
        }
        if (sum < smallest) {
            smallest = sum;
            best = point;
        }
    }
    return best;
}

/// A sub-block: `kind` has a bit for every part that is shifted down, the last part's the lowest.
struct Fit {
    float scale = 0;
    int kind = 0;
    std::array<unsigned, 4> codes{};
};

/// n weights in parts of `part` that are shifted alike.
struct SubBlock {
    int n;
    int part;
    const float* x;
    const float* w;

    [[nodiscard]] const float* values(int kind, int i) const {
        const int bit = n / part - 1 - i / part;
        return ((kind >> bit) & 1) != 0 ? minus : plus;
    }
    [[nodiscard]] Fit zero() const {
        Fit fit;
        fit.codes.fill(codec::iq1sGrid.codes[0]);
        return fit;
    }
};

struct Split {
    int first = -1;
    int second = -1;
    int kind = 0;
    float scale = 0;
    float best = -FLT_MAX;

    void consider(float sumQX, float sumQ2, int i1, int i2, int kindOfTry) {
        if (sumQ2 > 0 && sumQX * sumQX > best * sumQ2) {
            scale = sumQX / sumQ2;
            best = scale * sumQX;
            first = i1;
            second = i2;
            kind = kindOfTry;
        }
    }
};

/// Sums over ranges of the sorted weights are differences of sums from the start.
Split splitBySums(const SubBlock& block, const std::vector<int>& order) {
    float sumX[33] = {};
    float sumW[33] = {};
    for (int j = 0; j < 32; ++j) {
        const int i = order[static_cast<std::size_t>(j)];
        sumX[j + 1] = sumX[j] + block.w[i] * block.x[i];
        sumW[j + 1] = sumW[j] + block.w[i];
    }
    Split split;
    for (int i1 = 0; i1 <= 32; ++i1) {
        for (int i2 = i1; i2 <= 32; ++i2) {
            for (int kind = 0; kind < 2; ++kind) {
                const float* const v = kind == 0 ? plus : minus;
                const float sumQX = (sumX[i1] - sumX[0]) * v[0] + (sumX[i2] - sumX[i1]) * v[1] + (sumX[32] - sumX[i2]) * v[2];
                const float sumQ2 = (sumW[i1] - sumW[0]) * v[0] * v[0] + (sumW[i2] - sumW[i1]) * v[1] * v[1] +
                                    (sumW[32] - sumW[i2]) * v[2] * v[2];
                split.consider(sumQX, sumQ2, i1, i2, kind);
            }
        }
    }
    return split;
}

/// Sums from the start of the sorted weights, for each half of the sub-block: its three values lie 1 apart, so every split is
/// the sum with the highest value everywhere, less steps for the weights before i2 and before i1.
Split splitByHalves(const SubBlock& block, const std::vector<int>& order) {
    float sumX[2][17] = {};
    float sumW[2][17] = {};
    for (int j = 0; j < 16; ++j) {
        const int i = order[static_cast<std::size_t>(j)];
        for (int half = 0; half < 2; ++half) {
            const bool isMine = i / 8 == half;
            sumX[half][j + 1] = isMine ? sumX[half][j] + block.w[i] * block.x[i] : sumX[half][j];
            sumW[half][j + 1] = isMine ? sumW[half][j] + block.w[i] : sumW[half][j];
        }
    }
    Split split;
    for (int i1 = 0; i1 <= 16; ++i1) {
        for (int i2 = i1; i2 <= 16; ++i2) {
            float qx[2][2];
            float q2[2][2];
            for (int half = 0; half < 2; ++half) {
                const float steps = sumX[half][i1] + sumX[half][i2];
                for (int down = 0; down < 2; ++down) {
                    const float* const v = down == 0 ? plus : minus;
                    qx[half][down] = sumX[half][16] * v[2] - steps;
                    q2[half][down] = sumW[half][16] * v[2] * v[2] + sumW[half][i1] * (v[0] * v[0] - v[1] * v[1]) +
                                     sumW[half][i2] * (v[1] * v[1] - v[2] * v[2]);
                }
            }
            for (int kind = 0; kind < 4; ++kind) {
                split.consider(qx[0][kind / 2] + qx[1][kind % 2], q2[0][kind / 2] + q2[1][kind % 2], i1, i2, kind);
            }
        }
    }
    return split;
}

Fit fit(const SubBlock& block, float zeroBelow) {
    float largest = std::fabs(block.x[0]);
    for (int i = 1; i < block.n; ++i) {
        largest = largest > std::fabs(block.x[i]) ? largest : std::fabs(block.x[i]);
    }
    if (largest < zeroBelow) {
        return block.zero();
    }
    std::vector<int> order(static_cast<std::size_t>(block.n));
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(), [&](int a, int b) {
        return block.x[a] < block.x[b] || (std::isnan(block.x[b]) && !std::isnan(block.x[a]));
    });
    const Split split = block.n == 32 ? splitBySums(block, order) : splitByHalves(block, order);
    if (split.first < 0) {
        return block.zero();
    }
    std::vector<unsigned> levels(order.size());
    for (int j = 0; j < block.n; ++j) {
        const unsigned level = j < split.first ? 0 : j < split.second ? 1 : 2;
        levels[static_cast<std::size_t>(order[static_cast<std::size_t>(j)])] = split.scale < 0 ? 2 - level : level;
    }
    Fit result;
    result.scale = split.scale < 0 ? -split.scale : split.scale;
    result.kind = split.scale < 0 ? (1 << (block.n / block.part)) - 1 - split.kind : split.kind;
    bool isMoved = false;
    for (int group = 0; group < block.n / 8; ++group) {
        unsigned code = 0;
        for (int i = 0; i < 8; ++i) {
            const int place = 8 * group + i;
            code |= levels[static_cast<std::size_t>(place)] << (2 * i);
        }
        if (indexOf(code) < 0) {
            isMoved = true;
            code = bestNeighbour(code, block.x + 8 * group, block.w + 8 * group, result.scale,
                                 block.values(result.kind, 8 * group));
        }
        result.codes[static_cast<std::size_t>(group)] = code;
    }
    if (isMoved) {
        float sumQX = 0;
        float sumQ2 = 0;
        for (int i = 0; i < block.n; ++i) {
            const float q = block.values(result.kind, i)[levelOf(result.codes[static_cast<std::size_t>(i / 8)], i % 8)];
            sumQX += block.w[i] * q * block.x[i];
            sumQ2 += block.w[i] * q * q;
        }
        if (sumQX > 0 && sumQ2 > 0) {
            result.scale = sumQX / sumQ2;
        }
    }
    return result;
}

float twiceMeanSquare(const float* x) {
    return 2 * sumOfSquares(256, x) / 256;
}

void weigh(int n, const float* x, const float* importance, float sigma2, float* w) {
    for (int i = 0; i < n; ++i) {
        w[i] = importance != nullptr ? importance[i] * std::sqrt(sigma2 + x[i] * x[i]) : x[i] * x[i];
    }
}

int scaleCode(float scale, float inverse) {
    return std::clamp(nearestInt(0.5F * (inverse * scale - 1)), 0, 7);
}

} // namespace

void encodeIQ1_S(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    const float sigma2 = twiceMeanSquare(x);
    std::array<Fit, 8> fits;
    float largest = 0;
    for (int j = 0; j < 8; ++j) {
        float w[32];
        weigh(32, x + 32 * j, importance + 32 * j, sigma2, w);
        Fit& sub = fits[static_cast<std::size_t>(j)];
        sub = fit({.n = 32, .part = 32, .x = x + 32 * j, .w = w}, 1e-12F);
        largest = largest > sub.scale ? largest : sub.scale;
    }
    const float unit = largest / 15;
    putHalf(out, largest == 0 ? std::uint16_t{0} : halfOf(unit * 1.125F));
    for (int j = 0; j < 8; ++j) {
        const Fit& sub = fits[static_cast<std::size_t>(j)];
        int high = largest == 0 ? 0 : scaleCode(sub.scale, 1 / unit) << 12 | sub.kind << 15;
        for (int k = 0; k < 4; ++k) {
            const int index = indexOf(sub.codes[static_cast<std::size_t>(k)]);
            out[2 + 4 * j + k] = static_cast<std::uint8_t>(index);
            high |= (index >> 8) << (3 * k);
        }
        putHalf(out + 34 + 2 * j, static_cast<std::uint16_t>(high));
    }
}

void encodeIQ1_M(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    const float sigma2 = twiceMeanSquare(x);
    std::array<Fit, 16> fits;
    float w[256];
    float largest = 0;
    for (int j = 0; j < 16; ++j) {
        weigh(16, x + 16 * j, importance != nullptr ? importance + 16 * j : nullptr, sigma2, w + 16 * j);
        Fit& sub = fits[static_cast<std::size_t>(j)];
        sub = fit({.n = 16, .part = 8, .x = x + 16 * j, .w = w + 16 * j}, 1e-7F);
        largest = largest > sub.scale ? largest : sub.scale;
    }
    std::fill_n(out, 56, std::uint8_t{0});
    int scaleWords[4] = {};
    const float firstUnit = largest / 15;
    float sumQX = 0;
    float sumQ2 = 0;
    for (int j = 0; j < 16; ++j) {
        const Fit& sub = fits[static_cast<std::size_t>(j)];
        const SubBlock block{.n = 16, .part = 8, .x = x + 16 * j, .w = w + 16 * j};
        const int code = scaleCode(sub.scale, 1 / firstUnit);
        for (int k = 0; k < 2; ++k) {
            const int index = indexOf(sub.codes[static_cast<std::size_t>(k)]);
            out[2 * j + k] = static_cast<std::uint8_t>(index);
            out[32 + j] = static_cast<std::uint8_t>(out[32 + j] | ((index >> 8) << (4 * k)));
        }
        if (largest == 0) {
            continue;
        }
        scaleWords[j / 4] |= code << (3 * (j % 4));
        const int shifts = ((sub.kind & 2) != 0 ? 0x08 : 0) | ((sub.kind & 1) != 0 ? 0x80 : 0);
        out[32 + j] = static_cast<std::uint8_t>(out[32 + j] | shifts);
        for (int i = 0; i < 16; ++i) {
            const unsigned level = levelOf(sub.codes[static_cast<std::size_t>(i / 8)], i % 8);
            const float q = block.values(sub.kind, i)[level] * static_cast<float>(2 * code + 1);
            sumQX += block.w[i] * q * block.x[i];
            sumQ2 += block.w[i] * q * q;
        }
    }
    const float unit = sumQ2 > 0 ? sumQX / sumQ2 : firstUnit;
    const int half = largest == 0 ? 0 : halfOf(unit * 1.1125F);
    for (int word = 0; word < 4; ++word) {
        const int bits = scaleWords[word] | ((half >> (4 * word)) & 15) << 12;
        putHalf(out + 48 + 2 * word, static_cast<std::uint16_t>(bits));
    }
}

} // namespace quantlathe::oracle
