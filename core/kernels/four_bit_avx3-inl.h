// SPDX-License-Identifier: GPL-3.0-or-later
// The part of four_bit_levels.cpp for 512-bit vectors, included there inside the target's namespace: sixteen blocks at once,
// so that no block waits for its own scale, and codes by look-up instead of by search.

/// Scaled values fall into buckets so narrow that none holds two thresholds: what is looked up there and one comparison give
/// the code. The factor, at least 2^-126 and below 2^100, turns an unscaled value into its bucket's number, in the low bits.
HWY_INLINE __m512i bucketOf(__m512 x, __m512 factor) {
    constexpr float numberInLowBits = 12582912; // 1.5 · 2^23
    return _mm512_castps_si512(_mm512_fmadd_ps(x, factor, _mm512_set1_ps(numberInLowBits)));
}

class Nf4Buckets {
public:
    static constexpr float perUnit = 15; // −15 … 15; the closest thresholds are 0.079 apart

    explicit Nf4Buckets(const Nf4Thresholds& thresholds) {
        std::size_t below = 0;
        for (int bucket = -15; bucket <= 15; ++bucket) {
            const auto at = static_cast<std::size_t>(bucket & 31);
            const bool holdsOne = below < thresholds.size() && thresholds[below] * perUnit < static_cast<float>(bucket) + 0.5F;
            codes_[at] = static_cast<std::int32_t>(below);
            thresholds_[at] = holdsOne ? thresholds[below++] : 2;
        }
    }
    HWY_INLINE __m512i codes(__m512 x, __m512 inverse, __m512 factor) const {
        const __m512i bucket = bucketOf(x, factor);
        const __m512 threshold = _mm512_permutex2var_ps(_mm512_load_ps(thresholds_), bucket, _mm512_load_ps(thresholds_ + 16));
        const __m512i below = _mm512_permutex2var_epi32(_mm512_load_si512(codes_), bucket, _mm512_load_si512(codes_ + 16));
        const __mmask16 isAbove = _mm512_cmp_ps_mask(_mm512_mul_ps(x, inverse), threshold, _CMP_GT_OQ);
        return _mm512_mask_add_epi32(below, isAbove, below, _mm512_set1_epi32(1));
    }

private:
    HWY_ALIGN float thresholds_[32] = {};
    HWY_ALIGN std::int32_t codes_[32] = {};
};

/// By the magnitude; both codes of a bucket stand in a table, the sign is bit 3.
class Fp4Buckets {
public:
    static constexpr float perUnit = 14; // 0 … 14; the closest thresholds are 0.083 apart

    Fp4Buckets() {
        std::size_t rank = 0;
        for (std::size_t bucket = 0; bucket < 16; ++bucket) {
            const bool holdsOne =
                rank < fp4Thresholds.size() && fp4Thresholds[rank] * perUnit < static_cast<float>(bucket) + 0.5F;
            below_[bucket] = fp4CodeOfRank[rank];
            thresholds_[bucket] = holdsOne ? fp4Thresholds[rank++] : 2;
            above_[bucket] = fp4CodeOfRank[rank];
        }
    }
    HWY_INLINE __m512i codes(__m512 x, __m512 inverse, __m512 factor) const {
        const __m512 scaled = _mm512_mul_ps(x, inverse);
        const __m512i bucket = bucketOf(_mm512_abs_ps(x), factor);
        const __m512 threshold = _mm512_permutexvar_ps(bucket, _mm512_load_ps(thresholds_));
        const __mmask16 isAbove = _mm512_cmp_ps_mask(_mm512_abs_ps(scaled), threshold, _CMP_GT_OQ);
        const __m512i below = _mm512_permutexvar_epi32(bucket, _mm512_load_si512(below_));
        const __m512i code = _mm512_mask_permutexvar_epi32(below, isAbove, bucket, _mm512_load_si512(above_));
        const __mmask16 isNegative = _mm512_cmp_ps_mask(scaled, _mm512_setzero_ps(), _CMP_LT_OQ);
        return _mm512_mask_or_epi32(code, isNegative, code, _mm512_set1_epi32(8));
    }

private:
    HWY_ALIGN float thresholds_[16] = {};
    HWY_ALIGN std::int32_t below_[16] = {};
    HWY_ALIGN std::int32_t above_[16] = {};
};

/// Lane i: the largest lane of vectors[i].
HWY_INLINE __m512i largestOfEach(const __m512i (&vectors)[16]) {
    __m512i fours[4]; // four vectors' partial results in each quarter
    for (int i = 0; i < 4; ++i) {
        const __m512i* const v = vectors + 4 * i;
        const __m512i ab = _mm512_max_epi32(_mm512_unpacklo_epi32(v[0], v[1]), _mm512_unpackhi_epi32(v[0], v[1]));
        const __m512i cd = _mm512_max_epi32(_mm512_unpacklo_epi32(v[2], v[3]), _mm512_unpackhi_epi32(v[2], v[3]));
        fours[i] = _mm512_max_epi32(_mm512_unpacklo_epi64(ab, cd), _mm512_unpackhi_epi64(ab, cd));
    }
    const auto halved = [](__m512i a, __m512i b) HWY_ATTR {
        return _mm512_max_epi32(_mm512_shuffle_i32x4(a, b, 0x88), _mm512_shuffle_i32x4(a, b, 0xDD));
    };
    return halved(halved(fours[0], fours[1]), halved(fours[2], fours[3]));
}

/// Bits of the largest magnitudes of sixteen blocks of a multiple of 64 values.
HWY_INLINE __m512i largestMagnitudes(const float* values, std::size_t blockSize) {
    const __m512i mask = _mm512_set1_epi32(0x7FFFFFFF);
    __m512i largest[16];
    for (std::size_t block = 0; block < 16; ++block) {
        const float* const x = values + block * blockSize;
        const auto bits = [&](std::size_t at) HWY_ATTR { return _mm512_and_si512(mask, _mm512_loadu_si512(x + at)); };
        __m512i m = _mm512_setzero_si512();
        for (std::size_t at = 0; at < blockSize; at += 64) {
            const __m512i ab = _mm512_max_epi32(bits(at), bits(at + 16));
            const __m512i cd = _mm512_max_epi32(bits(at + 32), bits(at + 48));
            m = _mm512_max_epi32(m, _mm512_max_epi32(ab, cd));
        }
        largest[block] = m;
    }
    return largestOfEach(largest);
}

/// A multiple of 64 codes, two a byte, the first one in the high nibble.
template <class Buckets>
HWY_INLINE void packWide(const Buckets& buckets, const float* values, std::size_t count, float inverse, std::uint8_t* packed) {
    const __m512 scale = _mm512_set1_ps(inverse);
    const __m512 factor = _mm512_set1_ps(inverse * Buckets::perUnit);
    const __m512i weights = _mm512_set1_epi16(0x0110); // of the first code 16, of the second 1
    const __m256i order = _mm256_setr_epi16(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15);
    for (std::size_t at = 0; at < count; at += 64) {
        const auto codes = [&](std::size_t i)
                               HWY_ATTR { return buckets.codes(_mm512_loadu_ps(values + at + i), scale, factor); };
        const __m512i ab = _mm512_packs_epi32(codes(0), codes(16));
        const __m512i cd = _mm512_packs_epi32(codes(32), codes(48));
        const __m512i pairs = _mm512_maddubs_epi16(_mm512_packus_epi16(ab, cd), weights);
        // Quarters of vectors took turns; two bytes are four codes of one vector.
        const __m256i bytes = _mm256_permutexvar_epi16(order, _mm512_cvtepi16_epi8(pairs));
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(packed + at / 2), bytes);
    }
}

/// How many values were encoded, whole groups of sixteen blocks: until the end, or a group that needs another way.
template <class Buckets>
std::size_t encodeGroups(const FourBitTask& task, const Buckets& buckets) {
    const std::size_t group = 16 * task.blockSize;
    if (task.blockSize % 64 != 0 || group > fourBitMaxBlock) {
        return 0;
    }
    std::size_t first = 0;
    for (; first + group <= task.count; first += group) {
        const __m512i largest = largestMagnitudes(task.values + first, task.blockSize);
        const __m512 absmax = _mm512_castsi512_ps(largest);
        const __mmask16 isZero = _mm512_testn_epi32_mask(largest, largest);
        const __mmask16 isUsual = _mm512_cmp_epi32_mask(largest, _mm512_set1_epi32(0x7F7FFFFF), _MM_CMPINT_LE) &
                                  _mm512_cmp_epi32_mask(largest, _mm512_set1_epi32(0x0E000000), _MM_CMPINT_NLT);
        if ((isUsual | isZero) != 0xFFFF) {
            break; // not finite, or so small that products with 1 ÷ absmax need care
        }
        HWY_ALIGN float inverse[16];
        _mm512_store_ps(inverse, _mm512_maskz_div_ps(static_cast<__mmask16>(~isZero), _mm512_set1_ps(1), absmax));
        _mm512_storeu_ps(task.absmax + first / task.blockSize, absmax);
        for (std::size_t block = 0; block < 16; ++block) {
            const std::size_t at = first + block * task.blockSize;
            packWide(buckets, task.values + at, task.blockSize, inverse[block], task.packed + at / 2);
        }
    }
    return first;
}
