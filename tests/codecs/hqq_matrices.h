// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices in HQQ's tensors: encoded by us, or by the library itself (tests/data/hqq).
#pragma once

#include "codecs/block_data.h"
#include "codecs/matrix_encoding.h"
#include "support/test_support.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <mutex>

namespace quantlathe::test::hqq_matrices {

inline const MatrixFamily& hqq() {
    const auto families = matrixFamilies();
    return **std::ranges::find(families, "hqq", &MatrixFamily::id);
}

inline const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

/// The tensors of one stored matrix, and how a file would show them.
struct Stored {
    struct Tensor {
        ElementType type;
        std::vector<std::uint64_t> shape;
        std::vector<std::byte> bytes;
        friend bool operator==(const Tensor&, const Tensor&) = default;
    };
    std::map<std::string, Tensor, std::less<>> tensors;

    [[nodiscard]] PartLookup lookup() const {
        return [this](std::string_view suffix) -> std::optional<StoredPart> {
            const auto found = tensors.find(suffix);
            if (found == tensors.end()) {
                return std::nullopt;
            }
            return StoredPart{.type = found->second.type, .shape = found->second.shape, .bytes = found->second.bytes};
        };
    }
    [[nodiscard]] std::vector<std::span<const std::byte>> spans(const MatrixEncoding& encoding,
                                                                const MatrixShape& shape) const {
        std::vector<std::span<const std::byte>> spans;
        for (const MatrixPart& part : encoding.parts(shape)) {
            spans.emplace_back(tensors.at(part.suffix).bytes);
        }
        return spans;
    }
    template <class T>
    [[nodiscard]] std::vector<T> values(const std::string& suffix) const {
        const std::vector<std::byte>& bytes = tensors.at(suffix).bytes;
        std::vector<T> values(bytes.size() / sizeof(T));
        std::memcpy(values.data(), bytes.data(), bytes.size());
        return values;
    }
    template <class T>
    void set(const std::string& suffix, ElementType type, std::vector<std::uint64_t> shape, const std::vector<T>& values) {
        const auto bytes = std::as_bytes(std::span(values));
        tensors[suffix] = {type, std::move(shape), {bytes.begin(), bytes.end()}};
    }
    void setText(const std::string& suffix, const std::string& text) {
        set(suffix, ElementType::U8, {text.size()}, std::vector<char>(text.begin(), text.end()));
    }
};

using ForEach = std::function<void(std::size_t, const std::function<void(std::size_t)>&)>;

inline void inOrder(std::size_t count, const std::function<void(std::size_t)>& body) {
    for (std::size_t i = 0; i < count; ++i) {
        body(i);
    }
}
inline Stored encode(const MatrixEncoding& encoding, const MatrixShape& shape, std::span<const float> weights,
                     const ForEach& forEach = inOrder, double* progress = nullptr) {
    Stored stored;
    std::vector<std::span<std::byte>> spans;
    for (const MatrixPart& part : encoding.parts(shape)) {
        auto& tensor = stored.tensors[part.suffix];
        tensor = {part.type, part.shape, std::vector<std::byte>(part.bytes(), std::byte{0xEE})};
        spans.emplace_back(tensor.bytes);
    }
    std::mutex mutex;
    double sum = 0;
    encoding.encodeMatrix(
        {.shape = shape,
         .read = [&](std::uint64_t first,
                     std::span<float> out) { std::ranges::copy(weights.subspan(first, out.size()), out.begin()); },
         .forEach = forEach,
         .advance =
             [&](double share) {
                 const std::scoped_lock lock(mutex);
                 sum += share;
             }},
        spans);
    if (progress != nullptr) {
        *progress = sum;
    }
    return stored;
}

inline std::vector<float> decode(const MatrixEncoding& encoding, const MatrixShape& shape, const Stored& stored) {
    std::vector<float> weights(shape.values());
    encoding.decodeMatrix(shape, stored.spans(encoding, shape), 0, weights);
    return weights;
}

// ---- Golden files -------------------------------------------------------------------------------------------------------

struct GoldenFile {
    const char* file;
    const char* encoding;
    ElementType compute = ElementType::F16;
    bool isOfOlderSolver = false; // only read
    double differing = 0;         // share of codes that may differ
};

inline const std::array goldenFiles{
    GoldenFile{"b8_g64_ax1_main64", "HQQ8-G64"},
    GoldenFile{"b8_gNone_ax1_main64", "HQQ8-ROW"},
    GoldenFile{"b6_g64_ax1_main64", "HQQ6-G64"},
    GoldenFile{"b5_g64_ax1_main64", "HQQ5-G64"},
    GoldenFile{"b4_g64_ax1_main", "HQQ4-G64"},
    GoldenFile{"b4_g64_ax1_main64_bf16", "HQQ4-G64", ElementType::BF16},
    GoldenFile{"b4_g64_ax1_main64_f32", "HQQ4-G64", ElementType::F32},
    GoldenFile{"b4_g64_ax1_main64_noopt", "HQQ4-G64-RTN"},
    GoldenFile{"b4_g64_ax1_main64_kappa", "HQQ4-G64", ElementType::F16, true},
    GoldenFile{"b4_g64_ax0_main64", "HQQ4-G64-A0"},
    // Constant groups stand between two codes, and the order of a sum decides which it is.
    GoldenFile{"b4_g64_ax1_edge", "HQQ4-G64", ElementType::F16, false, 0.002},
    GoldenFile{"b3_g64_ax1_main64", "HQQ3-G64"},
    GoldenFile{"b3_g64_ax1_edge", "HQQ3-G64", ElementType::F16, false, 0.002},
    GoldenFile{"b3_g64_ax0_main64", "HQQ3-G64-A0"},
    GoldenFile{"b2_g64_ax1_main64", "HQQ2-G64"},
    GoldenFile{"b2_g16_ax1_main64", "HQQ2-G16"},
    GoldenFile{"b2_g64_ax0_edge", "HQQ2-G64-A0", ElementType::F16, false, 0.002},
    GoldenFile{"b1p58_g64_ax1_main64", "HQQ1.58-G64"},
    GoldenFile{"b1_g64_ax1_main64", "HQQ1-G64"},
};

inline std::filesystem::path pathOf(const GoldenFile& golden) {
    return test::dataFile(std::string("hqq/") + golden.file + ".safetensors");
}

inline const std::vector<std::string>& allSuffixes() {
    static const std::vector<std::string> suffixes{".W_q",
                                                   ".scale",
                                                   ".zero",
                                                   ".nbits",
                                                   ".group_size",
                                                   ".shape",
                                                   ".axis",
                                                   ".packing",
                                                   ".unpack_view_dtype",
                                                   ".compute_dtype",
                                                   ".view_as_float",
                                                   ".quant_scale",
                                                   ".quant_zero",
                                                   ".offload_meta",
                                                   ".encoded_state_dict",
                                                   ".stores_quant_config",
                                                   ".channel_wise",
                                                   ".optimize",
                                                   ".round_zero"};
    return suffixes;
}

inline Stored goldenLayer(const GoldenFile& golden) {
    Stored stored;
    for (const std::string& suffix : allSuffixes()) {
        if (const auto tensor = test::goldenTensor(pathOf(golden), "layer" + suffix)) {
            const auto type = elementTypeFromSafetensors(tensor->dtype);
            stored.tensors[suffix] = {type.value(), tensor->shape, {tensor->raw().begin(), tensor->raw().end()}};
        }
    }
    return stored;
}

} // namespace quantlathe::test::hqq_matrices
