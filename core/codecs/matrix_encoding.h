// SPDX-License-Identifier: GPL-3.0-or-later
// Number formats that store a matrix as several named tensors (codes, scales, a description) and may look at the whole matrix
// before they choose a code: the formats of Hugging Face folders. Still no I/O and no policy.
#pragma once

#include "codecs/encoding.h"

#include <filesystem>
#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace quantlathe {

/// Of one linear layer's weight: rows = output features, columns = input features.
struct MatrixShape {
    std::uint64_t rows = 0;
    std::uint64_t columns = 0;
    /// BF16, F16 or F32: what the model computes in. Formats that store floats or name a type use it.
    ElementType compute = ElementType::BF16;
    [[nodiscard]] std::uint64_t values() const { return rows * columns; }
    friend bool operator==(const MatrixShape&, const MatrixShape&) = default;
};

/// One of the tensors that a matrix becomes.
struct MatrixPart {
    std::string suffix; // follows the module's name: ".weight", ".weight.absmax", ".W_q"
    ElementType type = ElementType::U8;
    std::vector<std::uint64_t> shape; // empty: a scalar
    [[nodiscard]] std::uint64_t bytes() const;
};

/// What encodeMatrix() works on and with. The functions may be called from any thread that forEach() brings.
struct MatrixTask {
    MatrixShape shape;
    /// Importance of the columns, the same for every row; see usesImportance().
    EncodingGuide guide{};
    /// Values [first, first + out.size()) in row-major order; again and again if need be.
    std::function<void(std::uint64_t first, std::span<float> out)> read;
    /// Runs body(0) … body(count − 1), in any order, possibly at the same time. Exceptions (a cancelled job) pass through.
    std::function<void(std::size_t count, const std::function<void(std::size_t)>& body)> forEach;
    /// Tells that so great a share of the whole work is done now; all shares together make 1.
    std::function<void(double share)> advance;
};

/// Immutable, stateless and pure like every Encoding; memory: some bytes a group beside the parts, and tiles. The functions of
/// Encoding serve rows in memory (samples, charts): they treat the rows as a matrix of their own in a BF16 model and put its
/// parts one behind the other.
class MatrixEncoding : public Encoding {
public:
    [[nodiscard]] std::uint64_t rowBytes(std::uint64_t columns) const final { return bytes(1, columns); }
    [[nodiscard]] std::uint64_t bytes(std::uint64_t rows, std::uint64_t columns) const final;
    [[nodiscard]] bool canEncode() const override { return true; }
    [[nodiscard]] bool canDecode() const final { return true; }
    [[nodiscard]] bool usesImportance() const override { return false; }
    void encode(std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide,
                std::span<std::byte> out) const final;
    void decode(std::span<const std::byte> stored, std::uint64_t columns, std::span<float> weights) const final;
    /// As encode(); `beforeEach` is called before every piece of the work, and what it throws passes through.
    void encodeRows(std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide, std::span<std::byte> out,
                    const std::function<void()>& beforeEach) const;

    /// Why a matrix of this shape cannot be stored ("4 864 values are no multiple of …"); nothing if it can.
    [[nodiscard]] virtual std::optional<std::string> whyNot(const MatrixShape& shape) const = 0;
    /// The tensors, their exact sizes known before any work; always in the same order, codes first. Precondition: !whyNot().
    [[nodiscard]] virtual std::vector<MatrixPart> parts(const MatrixShape& shape) const = 0;
    /// Fills `parts`, one span a part. The bytes do not depend on the number of threads. Throws Error(badInput) for values
    /// that cannot be stored, naming row and column.
    virtual void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const = 0;
    /// The inverse for values [first, first + out.size()): any range, any thread, any bytes (files change behind their check).
    virtual void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                              std::span<float> out) const = 0;

    /// Whether the parts hold the codes and scales of that block type, only in another order: takeBlocks() puts them into its.
    [[nodiscard]] virtual bool holdsBlocksOf(ElementType) const { return false; }
    /// Blocks from value `first` on, the first of a block, as many as fill `out`. Precondition: holdsBlocksOf(type).
    virtual void takeBlocks(ElementType type, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                            std::span<std::byte> out) const;
};

/// nullptr for the encodings of rows.
[[nodiscard]] const MatrixEncoding* asMatrixEncoding(const Encoding& encoding);

/// Values that one tile of a matrix has at most: a good unit for forEach().
inline constexpr std::uint64_t matrixTileValues = 1U << 16U;

// ---- Reading back -------------------------------------------------------------------------------------------------------

/// A tensor of a file, as its header describes it.
struct StoredPart {
    ElementType type = ElementType::U8;
    std::span<const std::uint64_t> shape;
    std::span<const std::byte> bytes; // mapped: touching them reads the file
};
/// The tensor "<module><suffix>", nothing if there is none.
using PartLookup = std::function<std::optional<StoredPart>(std::string_view suffix)>;

/// How a stored matrix is to be read: parts(shape) of `encoding` are its tensors.
struct StoredMatrix {
    const MatrixEncoding* encoding = nullptr;
    MatrixShape shape;
};

/// A family of matrix encodings, for recognising and naming them. Static.
struct MatrixFamily {
    std::string_view id; // "bitsandbytes", "hqq", "fbgemm"
    /// Ends of tensor names that say "a matrix of this family" (".W_q"); what stands before is the module. The rest of the name
    /// decides, never the type alone.
    std::vector<std::string_view> markers;
    /// See recognise().
    std::optional<StoredMatrix> (*read)(const PartLookup& lookup, const nlohmann::json* configuration) = nullptr;
    /// All that the family offers for writing, from many bits to few.
    std::span<const MatrixEncoding* const> (*encodings)() = nullptr;

    /// Reads the small tensors of a module. `configuration` is the model's quantization_config, an object, for what tensors do
    /// not say; nullptr if there is none. Nothing when the module is not of this family after all; Error(badInput) with the
    /// tensor's suffix and what was expected when it is, but broken. `parts` of the result are checked against the file's
    /// types and shapes already.
    [[nodiscard]] std::optional<StoredMatrix> recognise(const PartLookup& lookup,
                                                        const nlohmann::json* configuration = nullptr) const {
        return read(lookup, configuration);
    }
};
[[nodiscard]] std::span<const MatrixFamily* const> matrixFamilies();

/// Throws Error(badInput) unless the tensors of parts(shape) are there with their types and sizes; for recognise().
void requireParts(const MatrixEncoding& encoding, const MatrixShape& shape, const PartLookup& lookup);

} // namespace quantlathe
