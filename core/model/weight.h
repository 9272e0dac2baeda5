// SPDX-License-Identifier: GPL-3.0-or-later
// A model's view of one tensor: what it is for and how its rows come out of the checkpoint.
#pragma once

#include "base/element_type.h"
#include "codecs/matrix_encoding.h"
#include "model/row_transform.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe {

enum class Role {
    tokenEmbedding,
    positionEmbedding,
    output,
    outputNorm,
    ropeFactors,
    attnNorm,
    attnQ,
    attnK,
    attnV,
    attnQkv,
    attnOutput,
    attnQNorm,
    attnKNorm,
    attnQA, // latent attention (DeepSeek): Q, K and V go through narrow matrices
    attnQB,
    attnKvA,
    attnKvB,
    attnKB,
    attnVB,
    attnQANorm,
    attnKvANorm,
    attnNorm2,
    postAttnNorm,
    ffnNorm,
    postFfnNorm,
    ffnGate,
    ffnUp,
    ffnDown,
    ffnRouter,
    ffnRouterBias,
    ffnGateExperts,
    ffnUpExperts,
    ffnDownExperts,
    ffnSharedRouter,
    ffnGateShared, // expert that every token goes through
    ffnUpShared,
    ffnDownShared,
    other,
};
/// "attn_q", "ffn_down", "token_embd": the GGUF name without block and suffix; "other".
[[nodiscard]] std::string_view name(Role role);
[[nodiscard]] std::optional<Role> roleFromName(std::string_view name);
/// "attention", "feed-forward", "norms": the module level of the tensor tree; empty for model-level tensors.
[[nodiscard]] std::string_view moduleOf(Role role);

/// A matrix that is stored in parts, quantized: codes, scales and what describes them.
struct PackedMatrix {
    const MatrixEncoding* encoding = nullptr;
    MatrixShape shape;
    std::vector<std::size_t> parts; // indexes into Checkpoint::tensors(), in the order of the encoding's parts
    std::uint64_t bytes = 0;        // of all parts
};

/// Values of `rows` rows from `firstRow` on are multiplied by it; by 0: they are 0, whatever is stored.
struct RowFactor {
    float value = 1;
    std::uint64_t firstRow = 0;
    std::uint64_t rows = UINT64_MAX; // or all that follow
    bool operator==(const RowFactor&) const = default;
};

struct Weight {
    std::string name;                 // canonical: GGUF's ("blk.3.attn_q.weight"); the stored name if not understood
    std::string sourceName;           // in the checkpoint; "…experts.*.up_proj.weight" for stacked tensors
    std::vector<std::size_t> tensors; // indexes into Checkpoint::tensors(), equal in size and type, stacked in this order; none
                                      // for generated weights; several weights may be parts of one tensor
    std::vector<float> generated;     // values of a generated weight (rope_freqs)
    Role role = Role::other;
    bool isBias = false;
    std::optional<std::uint32_t> layer;
    ElementType storedType = ElementType::F32;
    std::vector<std::uint64_t> shape; // outermost first
    RowTransform transform;
    float addend = 0; // is added to every stored value (Gemma stores its norms less one)
    bool isNegativeExponential =
        false; // values are −eˣ of the stored ones, which are logarithms (of decays in linear attention)
    std::vector<RowFactor> factors; // one after the other, in canonical rows; only where rows keep their matrix
    bool isLogarithm = false;       // the way back: values are ln(−x) of the stored ones
    /// Not empty: the values come out of these, stacked in this order; `tensors` lists all their parts, `storedType` is the
    /// float type that they decode to.
    std::vector<PackedMatrix> packed;

    [[nodiscard]] bool isStored() const { return !tensors.empty(); }
    [[nodiscard]] bool isPacked() const { return !packed.empty(); }
    /// The matrix is stored the other way round, inputs outermost (Conv1D of GPT-2), and nothing else is done to it.
    [[nodiscard]] bool isStoredTransposed() const {
        return transform.transposes && !transform.picksRows() && !transform.picksColumns();
    }
    /// Quantized, whatever the container: making it anew adds a second loss.
    [[nodiscard]] bool isQuantized() const { return isPacked() || info(storedType).isBlocked(); }
    /// "Q4_K", "BF16", "NF4-64": as shown.
    [[nodiscard]] std::string_view storedName() const;
    /// True when the weight's values are the stored ones, in whatever order.
    [[nodiscard]] bool keepsValues() const { return addend == 0 && !isNegativeExponential && !isLogarithm && factors.empty(); }
    /// What its values take as they are stored; F32 for generated ones.
    [[nodiscard]] std::uint64_t storedBytes() const;
    [[nodiscard]] std::uint64_t elements() const;
    [[nodiscard]] std::uint64_t columns() const; // input features
    [[nodiscard]] std::uint64_t rows() const;    // output features times everything outer
    /// Rows of one matrix of a stack; rows() if there is only one.
    [[nodiscard]] std::uint64_t rowsPerMatrix() const;
    /// True when single elements change places (a bias under a transform), see RowTransform.
    [[nodiscard]] bool permutesElements() const { return transform.picksRows() && shape.size() == 1; }
    /// Dimensions without the leading ones (ggml ignores them): a [1, n] tensor counts as one-dimensional.
    [[nodiscard]] std::size_t dimensions() const;
};

} // namespace quantlathe
