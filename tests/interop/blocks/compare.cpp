// SPDX-License-Identifier: GPL-3.0-or-later
// Encodes random weights with our encodings and with ggml's own quantizers and compares the bytes. Linked with ggml-quants.c as
// its authors wrote it; ../block_bytes_check builds and runs it.
//
// usage: compare BLOCKS SEED [TYPE...]     BLOCKS: of 1024 weights, for each type, with and without importance
#include "../../codecs/block_data.h"
#include "codecs/encoding.h"
#include "codecs/importance_parts.h"

#include <bit>
#include <charconv>
#include <cmath>
#include <csetjmp>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <string_view>

using namespace quantlathe;
using namespace quantlathe::test;

// ---- What ggml-quants.c offers, and what it asks of the rest of ggml.

extern "C" {
using Quantizer = std::size_t(const float* weights, void* out, std::int64_t rows, std::int64_t columns,
                              const float* importance);
Quantizer quantize_q4_0, quantize_q4_1, quantize_q5_0, quantize_q5_1, quantize_q8_0, quantize_q2_K, quantize_q3_K,
    quantize_q4_K, quantize_q5_K, quantize_q6_K, quantize_iq4_nl, quantize_iq4_xs, quantize_iq2_xxs, quantize_iq2_xs,
    quantize_iq2_s, quantize_iq3_xxs, quantize_iq3_s, quantize_iq1_s, quantize_iq1_m, quantize_tq1_0, quantize_tq2_0,
    quantize_mxfp4, quantize_nvfp4, quantize_q1_0, quantize_q2_0;
void iq2xs_init_impl(int type);
void iq3xs_init_impl(int grid);
std::size_t ggml_row_size(int type, std::int64_t columns);
std::size_t ggml_type_size(int type);
const char* ggml_type_name(int type);
[[noreturn]] void ggml_abort(const char* file, int line, const char* format, ...);
}

namespace {

std::jmp_buf givenUp; // where to go when the other side stops itself

const Encoding& encodingNumbered(int type) {
    for (const Encoding* encoding : ggmlEncodings()) {
        if (info(elementTypeOf(*encoding).value()).ggml == static_cast<std::uint32_t>(type)) {
            return *encoding;
        }
    }
    std::abort();
}

} // namespace

std::size_t ggml_row_size(int type, std::int64_t columns) {
    return encodingNumbered(type).rowBytes(static_cast<std::uint64_t>(columns));
}
std::size_t ggml_type_size(int type) {
    return info(elementTypeOf(encodingNumbered(type)).value()).bytesPerBlock;
}
const char* ggml_type_name(int type) {
    return encodingNumbered(type).name().data();
}
void ggml_abort(const char* /*file*/, int /*line*/, const char* /*format*/, ...) {
    std::longjmp(givenUp, 1);
}

namespace {

struct Peer {
    std::string_view name;
    Quantizer* quantize;
};
constexpr std::array peers{
    Peer{"Q4_0", quantize_q4_0},       Peer{"Q4_1", quantize_q4_1},     Peer{"Q5_0", quantize_q5_0},
    Peer{"Q5_1", quantize_q5_1},       Peer{"Q8_0", quantize_q8_0},     Peer{"Q2_K", quantize_q2_K},
    Peer{"Q3_K", quantize_q3_K},       Peer{"Q4_K", quantize_q4_K},     Peer{"Q5_K", quantize_q5_K},
    Peer{"Q6_K", quantize_q6_K},       Peer{"IQ4_NL", quantize_iq4_nl}, Peer{"IQ4_XS", quantize_iq4_xs},
    Peer{"TQ1_0", quantize_tq1_0},     Peer{"TQ2_0", quantize_tq2_0},   Peer{"MXFP4", quantize_mxfp4},
    Peer{"NVFP4", quantize_nvfp4},     Peer{"Q1_0", quantize_q1_0},     Peer{"Q2_0", quantize_q2_0},
    Peer{"IQ2_XXS", quantize_iq2_xxs}, Peer{"IQ2_XS", quantize_iq2_xs}, Peer{"IQ2_S", quantize_iq2_s},
    Peer{"IQ3_XXS", quantize_iq3_xxs}, Peer{"IQ3_S", quantize_iq3_s},   Peer{"IQ1_S", quantize_iq1_s},
    Peer{"IQ1_M", quantize_iq1_m},
};

/// Makes the code book that the peer needs for a type, as ggml_quantize_init() would; that takes seconds.
void startPeer(ElementType type) {
    switch (type) {
    case ElementType::IQ2_XXS:
    case ElementType::IQ2_XS:
    case ElementType::IQ2_S:
    case ElementType::IQ1_S:
    case ElementType::IQ1_M: iq2xs_init_impl(static_cast<int>(*info(type).ggml)); break;
    case ElementType::IQ3_XXS: iq3xs_init_impl(256); break;
    case ElementType::IQ3_S: iq3xs_init_impl(512); break;
    default: break;
    }
}

// ---- Data

/// Student's t with three degrees of freedom or so: the tails of trained weights.
float heavy(Generator& r) {
    float squares = 1e-6F;
    for (int i = 0; i < 3; ++i) {
        const float value = bell(r);
        squares += value * value;
    }
    return 0.02F * bell(r) / std::sqrt(squares / 3);
}
float asBf16(float value) {
    return std::bit_cast<float>((std::bit_cast<std::uint32_t>(value) + 0x8000U) & 0xFFFF0000U);
}

const std::array trained{
    DataKind{"BF16, heavy tails", [](Generator& r, std::size_t) { return asBf16(heavy(r)); }},
    DataKind{"BF16, outlier channels",
             [](Generator& r, std::size_t i) { return asBf16(heavy(r) * (i % 1024 % 341 == 7 ? 6.0F : 1.0F)); }},
    DataKind{"few levels", [](Generator& r, std::size_t) { return 0.01F * std::round(heavy(r) * 200); }},
};

/// Kinds whose sums overflow: what is no number any more depends on the machine.
bool isCompared(const DataKind& kind) {
    const std::string_view name = kind.name;
    return name != "huge" && name != "huge squares" && name != "any finite bits";
}

std::vector<DataKind> allKinds() {
    std::vector<DataKind> all(trained.begin(), trained.end());
    for (int again = 0; again < 3; ++again) { // what models are made of more often than the odd ones
        all.insert(all.end(), trained.begin(), trained.end());
    }
    std::ranges::copy_if(kinds, std::back_inserter(all), isCompared);
    return all;
}

enum class Guide { none, even, wide, few, steps };
constexpr std::array guides{Guide::even, Guide::wide, Guide::few, Guide::steps};

/// Importance as it is: log-normal, a wide range of it, with some zeros, and with many equal values.
std::vector<float> importanceOf(Guide guide, std::size_t columns, Generator& random) {
    std::vector<float> values(guide == Guide::none ? 0 : columns);
    for (std::size_t i = 0; i < values.size(); ++i) {
        const float logarithm = bell(random);
        values[i] = guide == Guide::wide    ? std::exp(3 * logarithm)
                    : guide == Guide::steps ? std::exp2(std::round(logarithm))
                                            : std::exp(logarithm);
        if (guide == Guide::few && i % 16 != 3 && uniform(random) < 0.2F) {
            values[i] = 0;
        }
    }
    return values;
}

// ---- Comparison

/// The one known difference (docs/formats/gguf-types.md): the peer misplaces what follows an all-zero sub-block of IQ3_S.
bool isMisplaced(const Encoding& encoding, std::span<const float> block) {
    if (encoding.name() != "IQ3_S") {
        return false;
    }
    for (std::size_t i = 0; i < block.size(); i += 32) {
        if (std::ranges::all_of(block.subspan(i, 32), [](float value) { return value == 0; })) {
            return true;
        }
    }
    return false;
}

struct Count {
    std::uint64_t weights = 0;
    std::uint64_t blocks = 0;
    std::uint64_t bytes = 0;
    std::uint64_t givenUp = 0; // rows
};

constexpr std::size_t rows = 16;
constexpr std::size_t columns = 1024;
constexpr std::size_t shownDifferences = 3; // of a type

/// False if the peer stopped itself.
bool encodeWithPeer(const Peer& peer, std::span<const float> weights, std::span<const float> importance,
                    std::span<std::byte> out) {
    if (setjmp(givenUp) != 0) {
        return false;
    }
    peer.quantize(weights.data(), out.data(), static_cast<std::int64_t>(weights.size() / columns), columns,
                  importance.empty() ? nullptr : importance.data());
    return true;
}

void compare(const Peer& peer, const Encoding& encoding, const DataKind& kind, Guide guide, std::uint64_t seed, Count& count) {
    Generator random(seed);
    const std::vector<float> importance = importanceOf(guide, columns, random);
    // Where columns that share a scale weigh next to nothing, ours encode with other importance (codecs/importance_parts.h):
    // the peer gets what they work with.
    const std::vector<float> usable = usableImportance(encoding, importance);
    const std::vector<float>& ofPeer = usable.empty() ? importance : usable;
    const std::vector<float> weights = generate(kind, rows * columns, random());
    std::vector<std::byte> ours(encoding.bytes(rows, columns));
    std::vector<std::byte> theirs(ours.size());
    encoding.encode(weights, columns, {.importance = importance}, ours);
    const std::size_t rowBytes = encoding.rowBytes(columns);
    const std::size_t blockWeights = encoding.columnMultiple();
    const std::size_t blockBytes = encoding.rowBytes(blockWeights);
    for (std::size_t row = 0; row < rows; ++row) {
        const auto rowWeights = std::span(weights).subspan(row * columns, columns);
        if (!encodeWithPeer(peer, rowWeights, ofPeer, std::span(theirs).subspan(row * rowBytes, rowBytes))) {
            ++count.givenUp;
            continue;
        }
        count.weights += columns;
        for (std::size_t block = 0; block < columns / blockWeights; ++block) {
            const std::byte* const a = &ours[row * rowBytes + block * blockBytes];
            const std::byte* const b = &theirs[row * rowBytes + block * blockBytes];
            if (std::memcmp(a, b, blockBytes) == 0 ||
                isMisplaced(encoding, rowWeights.subspan(block * blockWeights, blockWeights))) {
                continue;
            }
            std::size_t differing = 0;
            for (std::size_t i = 0; i < blockBytes; ++i) {
                differing += a[i] != b[i] ? 1 : 0;
            }
            if (count.blocks++ < shownDifferences) {
                std::printf("  %s, %s, importance %d, seed %llu, row %zu, block %zu: %zu bytes differ\n", peer.name.data(),
                            kind.name, static_cast<int>(guide), static_cast<unsigned long long>(seed), row, block, differing);
            }
            count.bytes += differing;
        }
    }
}

template <class Number>
Number numberOf(const char* text) {
    Number number{};
    const std::string_view all(text);
    if (std::from_chars(all.data(), all.data() + all.size(), number).ptr != all.data() + all.size()) {
        std::fprintf(stderr, "%s is no number\n", text);
        std::exit(2);
    }
    return number;
}

} // namespace

int main(int count, char** arguments) {
    if (count < 3) {
        std::fprintf(stderr, "usage: compare BLOCKS SEED [TYPE...]\n");
        return 2;
    }
    const auto blocks = numberOf<std::size_t>(arguments[1]);
    const auto seed = numberOf<std::uint64_t>(arguments[2]);
    const std::vector<std::string_view> wanted(arguments + 3, arguments + count);
    const std::vector<DataKind> data = allKinds();
    std::uint64_t differing = 0;
    for (const Peer& peer : peers) {
        if (!wanted.empty() && std::ranges::find(wanted, peer.name) == wanted.end()) {
            continue;
        }
        const Encoding& encoding = *encodingByName(peer.name);
        startPeer(elementTypeOf(encoding).value());
        for (const bool weighted : {false, true}) {
            if (weighted ? !encoding.usesImportance() : encoding.requiresImportance()) {
                continue;
            }
            Count total;
            for (std::size_t i = 0; i < blocks; i += rows) {
                const std::size_t turn = i / rows;
                compare(peer, encoding, data[turn % data.size()],
                        weighted ? guides[turn / data.size() % guides.size()] : Guide::none, seed * 1'000'003 + turn, total);
            }
            std::printf("%-8s %-15s %10.1f M weights, %llu blocks and %llu bytes differ, %llu rows refused by ggml\n",
                        peer.name.data(), weighted ? "with importance" : "", static_cast<double>(total.weights) / 1e6,
                        static_cast<unsigned long long>(total.blocks), static_cast<unsigned long long>(total.bytes),
                        static_cast<unsigned long long>(total.givenUp));
            std::fflush(stdout);
            differing += total.blocks;
        }
    }
    return differing == 0 ? 0 : 1;
}
