// SPDX-License-Identifier: GPL-3.0-or-later
// IQ2 and IQ3: magnitudes out of a code book, signs beside them.
#include "oracle/block_types.h"
#include "oracle/searches.h"

#include "base/numeric.h"
#include "codecs/codebooks/grids.h"

#include <algorithm>
#include <cfloat>
#include <cmath>
#include <map>
#include <vector>

namespace quantlathe::oracle {
namespace {

using codec::Grid;

enum class Refit { all, offGrid, allIfOffGrid };

/// What tells the types apart.
struct LatticeType {
    const Grid& grid;
    int weights; // of a sub-block
    bool hasParity;
    float zeroBelow; // 0: only zero itself
    int tries;
    float step;
    Refit refit;
    float meanFactor;
    float stretch;
    float sigmaPart; // of the plain weights
};
const LatticeType iq2xxs{codec::iq2xxsGrid, 32, true, 1e-15F, 6, 0.1F, Refit::all, 1, 1, 0};
const LatticeType iq2xs{codec::iq2xsGrid, 16, true, 1e-15F, 9, 0.1F, Refit::offGrid, 1, 1, 0};
const LatticeType iq2s{codec::iq2sGrid, 16, false, 1e-8F, 9, 0.1F, Refit::offGrid, 2, 0.9875F, 0.25F};
const LatticeType iq3xxs{codec::iq3xxsGrid, 32, true, 1e-8F, 15, 0.2F, Refit::offGrid, 2, 1.0125F, 0};
const LatticeType iq3s{codec::iq3sGrid, 32, false, 0, 9, 0.2F, Refit::allIfOffGrid, 2, 1.033F, 0};

int levelOf(const Grid& grid, unsigned code, int coordinate) {
    return static_cast<int>((code >> (coordinate * grid.bits)) % (1U << grid.bits));
}

/// The points of the smallest distances, by distance and then in the order of the grid.
std::vector<unsigned> findNeighbours(const Grid& grid, unsigned code) {
    std::vector<std::pair<int, unsigned>> points; // distance, code; codes ascend in the grid
    for (const unsigned point : grid.codes) {
        int distance = 0;
        for (int i = 0; i < grid.coordinates; ++i) {
            const int difference = levelOf(grid, point, i) - levelOf(grid, code, i);
            distance += difference * difference;
        }
        points.emplace_back(distance, point);
    }
    std::sort(points.begin(), points.end());
    std::vector<unsigned> list;
    int shells = 0;
    int last = -1;
    for (const auto& [distance, point] : points) {
        shells += distance != last ? 1 : 0;
        if (shells > grid.shells) {
            break;
        }
        last = distance;
        list.push_back(point);
    }
    return list;
}

const std::vector<unsigned>& neighboursOf(const Grid& grid, unsigned code) {
    static std::map<const Grid*, std::map<unsigned, std::vector<unsigned>>> known;
    auto [found, isNew] = known[&grid].try_emplace(code);
    if (isNew) {
        found->second = findNeighbours(grid, code);
    }
    return found->second;
}

bool isPoint(const Grid& grid, unsigned code) {
    return std::binary_search(grid.codes.begin(), grid.codes.end(), code);
}

struct Group {
    unsigned code = 0;
    bool isOnGrid = true;
};

/// The point for one group of magnitudes.
Group snap(const Grid& grid, const float* x, const float* root, float inverse, float scale) {
    unsigned code = 0;
    for (int i = 0; i < grid.coordinates; ++i) {
        const int level = std::max(0, std::min(grid.levels - 1, nearestInt(0.5F * (inverse * x[i] - 1))));
        code |= static_cast<unsigned>(level) << (i * grid.bits);
    }
    if (isPoint(grid, code)) {
        return {code, true};
    }
    const std::vector<unsigned>& neighbours = neighboursOf(grid, code);
    Group best{neighbours.front(), false};
    float smallest = FLT_MAX;
    for (const unsigned point : neighbours) {
        float sum = 0;
        for (int i = 0; i < grid.coordinates; ++i) {
            const float difference = scale * static_cast<float>(2 * levelOf(grid, point, i) + 1) - x[i];
            sum += root[i] * difference * difference;
        }
        if (sum < smallest) {
            smallest = sum;
            best.code = point;
        }
    }
    return best;
}

struct SubBlock {
    float scale = 0;
    unsigned indices[8] = {};
    unsigned signs[4] = {};
};

void splitSigns(const LatticeType& type, const float* values, const float* w, float* x, unsigned& signs) {
    signs = 0;
    for (int i = 0; i < 8; ++i) {
        const bool isPlus = values[i] >= 0;
        x[i] = isPlus ? values[i] : -values[i];
        signs |= isPlus ? 0U : 1U << i;
    }
    if (!type.hasParity) {
        return;
    }
    int count = 0;
    int turned = 0;
    float smallest = w[0] * values[0] * values[0];
    for (int i = 0; i < 8; ++i) {
        count += static_cast<int>((signs >> i) & 1U);
        const float size = w[i] * values[i] * values[i];
        if (size < smallest) {
            smallest = size;
            turned = i;
        }
    }
    if (count % 2 != 0) {
        x[turned] = -x[turned];
        signs ^= 1U << turned;
    }
    signs &= 127U;
}

SubBlock fit(const LatticeType& type, const float* values, const float* importance, float sigma2) {
    const int n = type.weights;
    const int size = type.grid.coordinates;
    const int groups = n / size;
    const auto top = static_cast<float>(2 * type.grid.levels - 1);
    float w[32];
    float root[32];
    float x[32];
    for (int i = 0; i < n; ++i) {
        const float square = values[i] * values[i];
        w[i] = importance != nullptr ? importance[i] * std::sqrt(sigma2 + square)
               : type.sigmaPart != 0 ? type.sigmaPart * sigma2 + square
                                     : square;
        root[i] = std::sqrt(w[i]);
    }
    SubBlock result;
    unsigned signs[4];
    for (int k = 0; k < n / 8; ++k) {
        splitSigns(type, values + 8 * k, w + 8 * k, x + 8 * k, signs[k]);
    }
    float largest = x[0];
    for (int i = 1; i < n; ++i) {
        largest = largest > x[i] ? largest : x[i];
    }
    if (type.zeroBelow > 0 ? largest < type.zeroBelow : largest == 0) {
        return result;
    }
    float denominator = largest;
    float scale = largest / top;
    if (&type == &iq2xxs) {
        std::uint8_t unused[32];
        scale = searchPositive(n, 4, x, w, unused);
        denominator = scale * 3;
        if (denominator <= 0) {
            return result;
        }
    }

    float sumQX = 0;
    float sumQ2 = 0;
    const auto project = [&](const Group* groupsOfTry) {
        sumQX = 0;
        sumQ2 = 0;
        for (int i = 0; i < n; ++i) {
            const auto q = static_cast<float>(2 * levelOf(type.grid, groupsOfTry[i / size].code, i % size) + 1);
            sumQX += w[i] * x[i] * q;
            sumQ2 += w[i] * q * q;
        }
    };
    Group chosen[8];
    std::fill_n(chosen, 8, Group{.code = 0, .isOnGrid = type.refit == Refit::offGrid});
    float best = 0;
    for (int k = -type.tries; k <= type.tries; ++k) {
        const float inverse = (top + static_cast<float>(k) * type.step) / denominator;
        Group attempt[8];
        for (int g = 0; g < groups; ++g) {
            attempt[g] = snap(type.grid, x + size * g, root + size * g, inverse, 1 / inverse);
        }
        project(attempt);
        if (sumQ2 > 0 && sumQX * sumQX > best * sumQ2) {
            scale = sumQX / sumQ2;
            best = scale * sumQX;
            std::copy_n(attempt, 8, chosen);
        }
    }
    const auto isOff = [](const Group& group) { return !group.isOnGrid; };
    const bool anyOff = std::any_of(chosen, chosen + groups, isOff);
    if (scale > 0 && (anyOff || type.refit == Refit::all)) {
        for (int g = 0; g < groups; ++g) {
            if (type.refit != Refit::offGrid || isOff(chosen[g])) {
                chosen[g] = snap(type.grid, x + size * g, root + size * g, 1 / scale, scale);
            }
        }
        project(chosen);
        if (sumQ2 > 0) {
            scale = sumQX / sumQ2;
        }
    }
    const bool isNegative = scale < 0;
    for (int k = 0; k < n / 8; ++k) {
        result.signs[k] = isNegative ? signs[k] ^ (type.hasParity ? 127U : 255U) : signs[k];
    }
    for (int g = 0; g < groups; ++g) {
        const auto found = std::lower_bound(type.grid.codes.begin(), type.grid.codes.end(), chosen[g].code);
        result.indices[g] = static_cast<unsigned>(found - type.grid.codes.begin());
    }
    result.scale = isNegative ? -scale : scale;
    return result;
}

struct Block {
    SubBlock parts[16];
    std::uint16_t unit = 0;
    unsigned scales[16] = {};
    bool isZero = true;
};

Block fitBlock(const LatticeType& type, const float* x, const float* importance) {
    Block block;
    const float sigma2 = type.meanFactor * sumOfSquares(256, x) / 256;
    float largest = 0;
    const int parts = 256 / type.weights;
    for (int j = 0; j < parts; ++j) {
        const int first = j * type.weights;
        block.parts[j] = fit(type, x + first, importance != nullptr ? importance + first : nullptr, sigma2);
        largest = largest > block.parts[j].scale ? largest : block.parts[j].scale;
    }
    if (largest == 0) {
        return block;
    }
    block.isZero = false;
    const float unit = largest / 31;
    block.unit = halfOf(unit * type.stretch);
    const float inverse = 1 / unit;
    for (int j = 0; j < parts; ++j) {
        const int code = nearestInt(0.5F * (inverse * block.parts[j].scale - 1));
        block.scales[j] = static_cast<unsigned>(std::max(0, std::min(15, code)));
    }
    return block;
}

void addBits(Bytes at, unsigned bits) {
    *at = static_cast<std::uint8_t>(*at | bits);
}
void putWord(Bytes at, std::uint32_t word) {
    std::memcpy(at, &word, sizeof word);
}
std::uint32_t signsAndScale(const Block& block, int j) {
    const unsigned* const signs = block.parts[j].signs;
    return signs[0] | (signs[1] << 7) | (signs[2] << 14) | (signs[3] << 21) | (block.scales[j] << 28);
}

} // namespace

void encodeIQ2_XXS(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::fill_n(out, 66, std::uint8_t{0});
    const Block block = fitBlock(iq2xxs, x, importance);
    if (block.isZero) {
        return;
    }
    putHalf(out, block.unit);
    for (int j = 0; j < 8; ++j) {
        for (int k = 0; k < 4; ++k) {
            addBits(out + 2 + 8 * j + k, block.parts[j].indices[k]);
        }
        putWord(out + 6 + 8 * j, signsAndScale(block, j));
    }
}

void encodeIQ2_XS(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::fill_n(out, 74, std::uint8_t{0});
    const Block block = fitBlock(iq2xs, x, importance);
    if (block.isZero) {
        return;
    }
    putHalf(out, block.unit);
    for (int j = 0; j < 16; ++j) {
        for (int k = 0; k < 2; ++k) {
            putHalf(out + 2 + 4 * j + 2 * k,
                    static_cast<std::uint16_t>(block.parts[j].indices[k] | (block.parts[j].signs[k] << 9)));
        }
        addBits(out + 66 + j / 2, block.scales[j] << (4 * (j % 2)));
    }
}

void encodeIQ2_S(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::fill_n(out, 82, std::uint8_t{0});
    const Block block = fitBlock(iq2s, x, importance);
    putHalf(out, block.unit);
    for (int j = 0; j < 16; ++j) {
        for (int k = 0; k < 2; ++k) {
            const int group = 2 * j + k;
            const unsigned index = block.parts[j].indices[k];
            addBits(out + 2 + group, index & 255U);
            addBits(out + 34 + group, block.parts[j].signs[k]);
            addBits(out + 66 + group / 4, (index >> 8) << (2 * (group % 4)));
        }
        addBits(out + 74 + j / 2, block.scales[j] << (4 * (j % 2)));
    }
}

void encodeIQ3_XXS(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::fill_n(out, 98, std::uint8_t{0});
    const Block block = fitBlock(iq3xxs, x, importance);
    if (block.isZero) {
        return;
    }
    putHalf(out, block.unit);
    for (int j = 0; j < 8; ++j) {
        for (int k = 0; k < 8; ++k) {
            addBits(out + 2 + 8 * j + k, block.parts[j].indices[k]);
        }
        putWord(out + 66 + 4 * j, signsAndScale(block, j));
    }
}

void encodeIQ3_S(const float* x, const float* importance, float /*rowSigma2*/, Bytes out) {
    std::fill_n(out, 110, std::uint8_t{0});
    const Block block = fitBlock(iq3s, x, importance);
    putHalf(out, block.unit);
    for (int j = 0; j < 8; ++j) {
        for (int k = 0; k < 8; ++k) {
            const unsigned index = block.parts[j].indices[k];
            addBits(out + 2 + 8 * j + k, index & 255U);
            addBits(out + 66 + j, (index >> 8) << k);
        }
        for (int k = 0; k < 4; ++k) {
            addBits(out + 74 + 4 * j + k, block.parts[j].signs[k]);
        }
        addBits(out + 106 + j / 2, block.scales[j] << (4 * (j % 2)));
    }
}

} // namespace quantlathe::oracle
