// SPDX-License-Identifier: GPL-3.0-or-later
// Which element type each tensor of a GGUF file gets: the mixture rules of llama.cpp's file types, from names and shapes
// alone (docs/formats/gguf-mixtures.md).
#pragma once

#include "formats/gguf/file_types.h"
#include "formats/gguf/mixture_rules.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace quantlathe::gguf {

/// What the rules ask of a model; taken from its GGUF metadata.
struct MixtureModel {
    std::string_view architecture;
    std::uint32_t layers = 0;  // before any are pruned
    std::uint32_t heads = 0;   // of layer 0
    std::uint32_t kvHeads = 0; // of layer 0
    std::uint32_t experts = 0;
};

struct MixtureTensor {
    std::string_view name;
    std::uint64_t columns = 1;
    std::uint64_t matrices = 1;              // of a three-dimensional tensor: experts
    std::optional<ElementType> decided = {}; // kept or wished: the rules do not choose its type
    bool isCounted = false;                  // although it is decided; else those behind it move up
};

/// llama.cpp's order of tensors in a file, which is also the order in which the rules count: those outside of blocks first,
/// then by block number, then by the bytes of the name. Returns indices into `names`.
[[nodiscard]] std::vector<std::size_t> outputOrder(std::span<const std::string_view> names);

enum class Mixing : bool { mixed, pure };

/// Why the rules give a tensor its type.
struct MixtureReason {
    enum class Kind : std::uint8_t {
        decided,      // kept or wished: no rule was asked
        everywhere,   // the file type knows one type only, or the file is pure
        ordinary,     // no row is about it
        output,       // the output matrix, or an embedding that is one, too
        experts,      // MXFP4_MOE: expert or not
        row,          // of the table
        eightExperts, // value projections of models of eight experts
        manyHeads,    // value projections of 70B models
    };
    Kind kind = Kind::decided;
    Conditions when = always;                 // of the row
    std::optional<ElementType> replaced = {}; // what the rules say, where its blocks do not divide the rows
};

struct MixedType {
    ElementType type = ElementType::F32;
    MixtureReason reason;
};

/// mixture(), and why.
[[nodiscard]] std::vector<MixedType> explainedMixture(const MixtureModel& model, std::span<const MixtureTensor> tensors,
                                                      FileType fileType, bool withImportance, Mixing mixing = Mixing::mixed);

/// One type per tensor; `tensors` are in output order. `pure`: the file type's default for every tensor that is not decided.
/// Throws Error(badInput) for a tensor whose row length fits neither its type nor a fallback (of which a pure file has none),
/// and for expert tensors without a sensible block number. Not for FileType::Copy.
[[nodiscard]] std::vector<ElementType> mixture(const MixtureModel& model, std::span<const MixtureTensor> tensors,
                                               FileType fileType, bool withImportance, Mixing mixing = Mixing::mixed);

/// Whether llama.cpp refuses to encode this tensor without importance values.
[[nodiscard]] bool needsImportance(std::string_view name, ElementType type, FileType fileType);

/// Why a tensor is never quantized, in a few words ("norms are never quantized"); nothing if it is a matrix like others.
/// `dimensions` without leading ones.
[[nodiscard]] std::optional<std::string_view> whyKept(std::string_view name, std::size_t dimensions);

/// Whether the conversion from Hugging Face's form stores the tensor in F32 whatever type is asked for.
[[nodiscard]] bool isAlwaysF32(std::string_view name, std::size_t dimensions);

/// The N of "blk.N."; nothing for tensors outside of blocks.
[[nodiscard]] std::optional<std::uint32_t> blockOf(std::string_view name);

} // namespace quantlathe::gguf
