// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/aqlm/aqlm_encoding.h"

#include "base/text.h"
#include "base/words.h"
#include "codecs/aqlm/encoder.h"
#include "codecs/aqlm/gram_encoder.h"
#include "codecs/aqlm/stored_parts.h"
#include "codecs/matrix_pieces.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <fmt/format.h>

namespace quantlathe::aqlm {
namespace {

constexpr std::uint64_t longestSide = 0x7FFFFFFF;
constexpr std::size_t halfBytes = 2;

/// The codebooks of a matrix as floats: all of them where many values are wanted, else one vector at a time.
class Codebooks {
public:
    Codebooks(const Layout& layout, std::span<const std::byte> stored, std::size_t wanted) : layout_(layout), stored_(stored) {
        const std::size_t values = stored.size() / halfBytes;
        if (values <= wanted) {
            all_.resize(values);
            floatsFromStored(ElementType::F16, stored, all_);
        }
    }

    /// Adds the vector of a code to `sum`.
    void addTo(std::span<float> sum, std::uint32_t codebook, std::uint32_t code) {
        const std::size_t at = (std::size_t{codebook} * layout_.vectors() + code) * layout_.group;
        const float* vector = all_.data() + at;
        if (all_.empty()) {
            floatsFromStored(ElementType::F16, stored_.subspan(at * halfBytes, sum.size() * halfBytes),
                             std::span(one_).first(sum.size()));
            vector = one_.data();
        }
        for (std::size_t i = 0; i < sum.size(); ++i) {
            sum[i] += vector[i];
        }
    }

private:
    const Layout& layout_;
    std::span<const std::byte> stored_;
    std::vector<float> all_;
    std::array<float, widestGroup> one_{};
};

} // namespace

AqlmEncoding::AqlmEncoding(const Layout& layout, Care care)
    : layout_(layout), care_(care), name_(fmt::format("AQLM{}X{}-G{}", layout.codebooks, layout.bits, layout.group)) {
    if (care != Care::normal) {
        name_ += care == Care::fast ? "-FAST" : "-HIGH";
    }
}

double AqlmEncoding::bitsPerWeight() const {
    return 8.0 * layout_.codebooks * static_cast<double>(layout_.codeBytes()) / layout_.group;
}

bool AqlmEncoding::canEncode() const {
    return canSearch(layout_);
}

std::optional<std::string> AqlmEncoding::whyNot(const MatrixShape& shape) const {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (shape.columns % layout_.group != 0) {
        return say("its {} input features are no multiple of {}", groupedDigits(shape.columns), layout_.group);
    }
    if (std::max(shape.rows, shape.columns) > longestSide) {
        return say("the matrix is too large");
    }
    return std::nullopt;
}

std::vector<MatrixPart> AqlmEncoding::parts(const MatrixShape& shape) const {
    return {
        {.suffix = ".codes",
         .type = layout_.codeType(),
         .shape = {shape.rows, shape.columns / layout_.group, layout_.codebooks}},
        {.suffix = ".codebooks", .type = ElementType::F16, .shape = {layout_.codebooks, layout_.vectors(), 1, layout_.group}},
        {.suffix = ".scales", .type = ElementType::F16, .shape = {shape.rows, 1, 1, 1}},
    };
}

void AqlmEncoding::encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const {
    aqlm::encodeMatrix(layout_, care_, task, parts);
}

void AqlmEncoding::improveMatrix(const GramTask& task, std::span<const std::span<std::byte>> parts) const {
    aqlm::improveMatrix(layout_, care_, task, parts);
}

void AqlmEncoding::decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts,
                                std::uint64_t first, std::span<float> out) const {
    Codebooks codebooks(layout_, parts[codebooksPart], out.size());
    std::array<float, widestGroup> sum{};
    const std::span<float> vector = std::span(sum).first(layout_.group);
    while (!out.empty()) {
        const std::uint64_t row = first / shape.columns;
        const float scale = loadScale(parts[scalesPart], row);
        for (const std::uint64_t end = std::min((row + 1) * shape.columns, first + out.size()); first < end;) {
            const std::uint64_t number = first / layout_.group; // of the vector, in the whole matrix
            const auto inside = static_cast<std::size_t>(first % layout_.group);
            std::ranges::fill(vector, 0.0F);
            const Codes codes = loadCodes(layout_, parts[codesPart], number);
            for (std::uint32_t m = 0; m < layout_.codebooks; ++m) {
                codebooks.addTo(vector, m, codes[m]);
            }
            const std::size_t count = std::min<std::size_t>(layout_.group - inside, out.size());
            for (std::size_t i = 0; i < count; ++i) {
                out[i] = vector[inside + i] * scale;
            }
            first += count;
            out = out.subspan(count);
        }
    }
}

} // namespace quantlathe::aqlm
