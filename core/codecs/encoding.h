// SPDX-License-Identifier: GPL-3.0-or-later
// One number format: rows of floats ↔ stored bits. No I/O, no policy.
#pragma once

#include "base/element_type.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace quantlathe {

/// How long an encoder may look for good codes.
enum class Effort : std::uint8_t {
    normal, // the bytes of the format's reference implementation, where it has one
    high,   // other bytes of the same format, with a smaller weighted error (docs/conversion.md)
};
[[nodiscard]] std::string_view name(Effort effort); // "normal", "high"
[[nodiscard]] std::optional<Effort> effortFromName(std::string_view name);

/// What guides an encoder beside the weights.
struct EncodingGuide {
    std::span<const float> importance{}; // empty, or one non-negative weight a column
    Effort effort = Effort::normal;      // taken as normal by encodings that do not know better: see hasEffort()
    /// Empty, or every column once: for encodings that make groups of columns in an order, GriddedEncoding::ordersColumns().
    /// Without it they take the columns of most importance first.
    std::span<const std::uint32_t> order{};
};

/// Immutable, stateless and pure: safe to use from many threads, the same input always gives the same bytes. Encodings
/// are static objects; compare them by address.
class Encoding {
public:
    virtual ~Encoding() = default;

    /// Unique over all families: "Q4_K", "BF16".
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// Rows must be a multiple of this many columns.
    [[nodiscard]] virtual std::uint32_t columnMultiple() const = 0;
    /// Stored bytes of one row; `columns` is a multiple of columnMultiple().
    [[nodiscard]] virtual std::uint64_t rowBytes(std::uint64_t columns) const = 0;
    /// Of rows encoded together.
    [[nodiscard]] virtual std::uint64_t bytes(std::uint64_t rows, std::uint64_t columns) const {
        return rows * rowBytes(columns);
    }
    /// Bits per weight of a long row, block scales included.
    [[nodiscard]] virtual double bitsPerWeight() const = 0;
    /// True when encoding loses nothing of an F32 source (F32 itself).
    [[nodiscard]] virtual bool isExact() const { return false; }
    [[nodiscard]] virtual bool canEncode() const = 0;
    [[nodiscard]] virtual bool canDecode() const = 0;
    /// Whether encode() looks at `importance`.
    [[nodiscard]] virtual bool usesImportance() const = 0;
    /// Whether encode() cannot do without `importance`.
    [[nodiscard]] virtual bool requiresImportance() const { return false; }
    /// Whether Effort::high gives other bytes than Effort::normal.
    [[nodiscard]] virtual bool hasEffort() const { return false; }

    /// `weights`: rows × columns values, row-major. `guide`: importance of the columns, used for every row, and effort.
    /// `out`: bytes(rows, columns). Precondition: canEncode(), columns % columnMultiple() == 0. Throws Error(badInput) without
    /// the importance that is required.
    virtual void encode(std::span<const float> weights, std::uint64_t columns, const EncodingGuide& guide,
                        std::span<std::byte> out) const = 0;
    /// The inverse; `weights` receives rows × columns values. Precondition: canDecode().
    virtual void decode(std::span<const std::byte> stored, std::uint64_t columns, std::span<float> weights) const = 0;
};

/// The encoding that stores `type`, or nullptr when nothing but its size is known (see info(type)).
[[nodiscard]] const Encoding* encodingFor(ElementType type);
/// By name, any case.
[[nodiscard]] const Encoding* encodingByName(std::string_view name);

/// ggml's block encodings and floats as one table (codecs/ggml_*.cpp): what a GGUF tensor type number means.
[[nodiscard]] std::span<const Encoding* const> ggmlEncodings();
/// The stored element type of a ggml encoding.
[[nodiscard]] std::optional<ElementType> elementTypeOf(const Encoding& encoding);

} // namespace quantlathe
