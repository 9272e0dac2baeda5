// SPDX-License-Identifier: GPL-3.0-or-later
// A model's view of one tensor: what it is for and how its rows come out of the checkpoint.
#pragma once

#include "base/element_type.h"

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
    ffnNorm,
    ffnGate,
    ffnUp,
    ffnDown,
    ffnRouter,
    ffnGateExperts,
    ffnUpExperts,
    ffnDownExperts,
    other,
};
/// "attn_q", "ffn_down", "token_embd": the GGUF name without block and suffix; "other".
[[nodiscard]] std::string_view name(Role role);
[[nodiscard]] std::optional<Role> roleFromName(std::string_view name);
/// "attention", "feed-forward", "norms": the module level of the tensor tree; empty for model-level tensors.
[[nodiscard]] std::string_view moduleOf(Role role);

/// What happens to the stored rows on the way to the canonical (GGUF) form.
struct RowTransform {
    /// 0: rows as stored. Else the number of heads: rows [heads, 2, d/2] become [heads, d/2, 2], the order of rotary
    /// pairs that llama.cpp expects (Hugging Face q_proj and k_proj of Llama models).
    std::uint32_t interleaveHeads = 0;

    /// A weight of one dimension (a bias) has one row by rows(); its *elements* take the place of rows here: canonical
    /// element i is stored element sourceRow(i, elements()).
    [[nodiscard]] bool isIdentity() const { return interleaveHeads == 0; }
    /// Stored row that supplies canonical row `row` of a matrix with `rows` rows (a multiple of 2 · interleaveHeads).
    [[nodiscard]] std::uint64_t sourceRow(std::uint64_t row, std::uint64_t rows) const;
};

struct Weight {
    std::string name;                  // canonical: GGUF's ("blk.3.attn_q.weight"); the stored name if not understood
    std::string sourceName;            // in the checkpoint
    std::optional<std::size_t> tensor; // index into Checkpoint::tensors(); nothing for generated weights
    std::vector<float> generated;      // values of a generated weight (rope_freqs)
    Role role = Role::other;
    bool isBias = false;
    std::optional<std::uint32_t> layer;
    ElementType storedType = ElementType::F32;
    std::vector<std::uint64_t> shape; // outermost first
    RowTransform transform;

    [[nodiscard]] std::uint64_t elements() const;
    [[nodiscard]] std::uint64_t columns() const; // input features
    [[nodiscard]] std::uint64_t rows() const;    // output features times everything outer
    /// True when single elements change places (a bias under a transform), see RowTransform.
    [[nodiscard]] bool permutesElements() const { return !transform.isIdentity() && shape.size() == 1; }
    /// Dimensions without the leading ones (ggml ignores them): a [1, n] tensor counts as one-dimensional.
    [[nodiscard]] std::size_t dimensions() const;
};

} // namespace quantlathe
