// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/fp8/scaled_fp8.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"
#include "kernels/convert.h"

#include <algorithm>
#include <compare>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>

namespace quantlathe {
namespace {

constexpr std::string_view weightSuffix = ".weight";
constexpr std::string_view scaleSuffix = ".weight_scale";
constexpr std::string_view inverseSuffix = ".weight_scale_inv"; // a factor all the same, whatever its name says

/// Rows and columns of weights that share a scale.
struct BlockSize {
    std::uint64_t rows = 128; // of DeepSeek's checkpoints and those like them
    std::uint64_t columns = 128;
    auto operator<=>(const BlockSize&) const = default;
};

enum class Grid : std::uint8_t { tensor, row, block };

struct Form {
    Grid grid = Grid::tensor;
    ElementType scaleType = ElementType::F32;
    std::size_t scaleDimensions = 0; // a single scale is a scalar, [1] or [1, 1]; those of rows are [rows] or [rows, 1]
    bool isInverse = false;
    BlockSize block{}; // of Grid::block

    [[nodiscard]] auto asTuple() const { return std::tuple(grid, scaleType, scaleDimensions, isInverse, block); }
    friend bool operator<(const Form& a, const Form& b) { return a.asTuple() < b.asTuple(); }
};

std::uint64_t blocks(std::uint64_t values, std::uint64_t side) {
    return values / side + (values % side != 0 ? 1 : 0);
}

std::string nameOf(const Form& form) {
    switch (form.grid) {
    case Grid::tensor: return "FP8-TENSOR";
    case Grid::row: return "FP8-ROW";
    case Grid::block: break;
    }
    return form.block.rows == form.block.columns ? fmt::format("FP8-BLOCK{}", form.block.rows)
                                                 : fmt::format("FP8-BLOCK{}x{}", form.block.rows, form.block.columns);
}

std::vector<std::uint64_t> scaleShape(const Form& form, const MatrixShape& shape) {
    switch (form.grid) {
    case Grid::tensor: return std::vector<std::uint64_t>(form.scaleDimensions, 1);
    case Grid::row: return form.scaleDimensions == 1 ? std::vector{shape.rows} : std::vector<std::uint64_t>{shape.rows, 1};
    case Grid::block: return {blocks(shape.rows, form.block.rows), blocks(shape.columns, form.block.columns)};
    }
    return {};
}

class ScaledFp8 final : public MatrixEncoding {
public:
    explicit ScaledFp8(const Form& form) : form_(form), name_(nameOf(form)) {}
    /// The one encoding of that form; lives until the program ends. Any thread.
    [[nodiscard]] static const ScaledFp8& of(const Form& form) {
        static std::mutex mutex;
        static std::map<Form, std::unique_ptr<const ScaledFp8>> all;
        const std::scoped_lock lock(mutex);
        auto& encoding = all[form];
        if (encoding == nullptr) {
            encoding = std::make_unique<const ScaledFp8>(form);
        }
        return *encoding;
    }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return 1; }
    [[nodiscard]] double bitsPerWeight() const override {
        const double scaleBits = 8.0 * info(form_.scaleType).bytesPerBlock;
        const auto weights = static_cast<double>(form_.block.rows) * static_cast<double>(form_.block.columns);
        return form_.grid == Grid::block ? 8 + scaleBits / weights : 8;
    }
    [[nodiscard]] bool canEncode() const override { return false; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override { return whyNoMatrix(shape); }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        return {{std::string(weightSuffix), ElementType::F8_E4M3, {shape.rows, shape.columns}},
                {std::string(form_.isInverse ? inverseSuffix : scaleSuffix), form_.scaleType, scaleShape(form_, shape)}};
    }
    void encodeMatrix(const MatrixTask&, std::span<const std::span<std::byte>>) const override {
        throw badInput({}, say("{} can only be read", name()), say("Choose an encoding of the family FBGEMM for FP8."));
    }
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
            floatsFromStored(ElementType::F8_E4M3, parts[0].subspan(at, values.size()), values);
            const std::uint64_t column = at - row * shape.columns;
            for (std::size_t done = 0; done < values.size();) {
                const std::uint64_t place = column + done;
                const std::uint64_t run =
                    form_.grid == Grid::block ? form_.block.columns - place % form_.block.columns : values.size();
                const float scale = scaleAt(shape, parts[1], row, place);
                const auto scaled = values.subspan(done, std::min<std::uint64_t>(run, values.size() - done));
                for (float& value : scaled) {
                    value *= scale;
                }
                done += scaled.size();
            }
        });
    }

private:
    [[nodiscard]] float scaleAt(const MatrixShape& shape, std::span<const std::byte> scales, std::uint64_t row,
                                std::uint64_t column) const {
        std::uint64_t index = 0;
        if (form_.grid == Grid::row) {
            index = row;
        } else if (form_.grid == Grid::block) {
            index = row / form_.block.rows * blocks(shape.columns, form_.block.columns) + column / form_.block.columns;
        }
        const std::size_t width = info(form_.scaleType).bytesPerBlock;
        float scale = 0;
        floatsFromStored(form_.scaleType, scales.subspan(index * width, width), std::span(&scale, 1));
        return scale;
    }

    Form form_;
    std::string name_;
};

/// weight_block_size of the model's configuration, [rows, columns]; 128 each where it says none that is possible.
BlockSize blockSizeFrom(const nlohmann::json* configuration) {
    constexpr std::uint64_t largest = 1U << 20U;
    const auto stated =
        configuration == nullptr ? nlohmann::json() : configuration->value("weight_block_size", nlohmann::json());
    const auto isSide = [](const nlohmann::json& side) {
        return side.is_number_unsigned() && side.get<std::uint64_t>() > 0 && side.get<std::uint64_t>() <= largest;
    };
    if (!stated.is_array() || stated.size() != 2 || !isSide(stated[0]) || !isSide(stated[1])) {
        return {};
    }
    return {stated[0].get<std::uint64_t>(), stated[1].get<std::uint64_t>()};
}

std::optional<StoredMatrix> recognise(const PartLookup& lookup, const nlohmann::json* configuration) {
    const auto weight = lookup(weightSuffix);
    const auto inverse = lookup(inverseSuffix);
    const auto scale = inverse ? inverse : lookup(scaleSuffix);
    if (!weight || !scale || weight->type != ElementType::F8_E4M3 || weight->shape.size() != 2) {
        return std::nullopt; // other formats have scales of that name beside other weights
    }
    const MatrixShape shape{weight->shape[0], weight->shape[1], ElementType::BF16};
    if (const auto why = whyNoMatrix(shape)) {
        throw badInput({}, say("The tensor .weight is not possible"), say("As a matrix, {}.", *why));
    }
    if (scale->type != ElementType::F32 && scale->type != ElementType::F16 && scale->type != ElementType::BF16) {
        throw badInput({}, say("The scales of an FP8 matrix have a strange type"),
                       say("They are stored as {}, expected F32, F16 or BF16.", info(scale->type).name));
    }
    const BlockSize block = blockSizeFrom(configuration);
    for (const Grid grid : {Grid::tensor, Grid::row, Grid::block}) {
        const Form form{grid, scale->type, scale->shape.size(), inverse.has_value(), grid == Grid::block ? block : BlockSize()};
        const bool isBeyond = scale->shape.size() > 2 || (grid == Grid::row && scale->shape.empty());
        if (!isBeyond && std::ranges::equal(scale->shape, scaleShape(form, shape))) {
            return StoredMatrix{&ScaledFp8::of(form), shape};
        }
    }
    throw badInput({}, say("The scales of an FP8 matrix do not fit it"),
                   say("There are [{}] for [{}] weights, expected one, one a row, or one for every block of {} × {} "
                       "(weight_block_size of config.json).",
                       fmt::join(scale->shape, ", "), fmt::join(weight->shape, ", "), block.rows, block.columns));
}

} // namespace

const MatrixFamily& scaledFp8Family() {
    static const MatrixFamily family{
        .id = "fp8",
        .markers = {scaleSuffix, inverseSuffix},
        .read = recognise,
        .encodings = [] { return std::span<const MatrixEncoding* const>(); },
    };
    return family;
}

} // namespace quantlathe
