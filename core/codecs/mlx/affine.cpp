// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/mlx/affine.h"

#include "base/error.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"
#include "kernels/convert.h"

#include <algorithm>
#include <array>
#include <compare>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <map>
#include <memory>
#include <mutex>
#include <nlohmann/json.hpp>
#include <string>

namespace quantlathe {
namespace {

constexpr std::string_view weightSuffix = ".weight";
constexpr std::string_view scaleSuffix = ".scales";
constexpr std::string_view biasSuffix = ".biases";
constexpr std::uint64_t wordBits = 32;
constexpr std::array<std::uint64_t, 6> knownBits{2, 3, 4, 5, 6, 8};

struct Form {
    std::uint64_t bits = 4;
    std::uint64_t group = 64; // columns
    ElementType scaleType = ElementType::BF16;
    // The analyser takes the 0 of comparisons for a pointer.
    auto operator<=>(const Form&) const = default; // NOLINT(modernize-use-nullptr)
};

class MlxAffine final : public MatrixEncoding {
public:
    explicit MlxAffine(const Form& form) : form_(form), name_(fmt::format("MLX-{}-G{}", form.bits, form.group)) {}
    /// The one encoding of that form; lives until the program ends. Any thread.
    [[nodiscard]] static const MlxAffine& of(const Form& form) {
        static std::mutex mutex;
        static std::map<Form, std::unique_ptr<const MlxAffine>> all;
        const std::scoped_lock lock(mutex);
        auto& encoding = all[form];
        if (encoding == nullptr) {
            encoding = std::make_unique<const MlxAffine>(form);
        }
        return *encoding;
    }

    [[nodiscard]] std::string_view name() const override { return name_; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return static_cast<std::uint32_t>(form_.group); }
    [[nodiscard]] double bitsPerWeight() const override {
        const double numbers = 2.0 * 8.0 * info(form_.scaleType).bytesPerBlock; // scale and bias
        return static_cast<double>(form_.bits) + numbers / static_cast<double>(form_.group);
    }
    [[nodiscard]] bool canEncode() const override { return false; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override { return whyNoMatrix(shape); }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        const std::vector<std::uint64_t> groups{shape.rows, shape.columns / form_.group};
        return {{std::string(weightSuffix), ElementType::U32, {shape.rows, shape.columns * form_.bits / wordBits}},
                {std::string(scaleSuffix), form_.scaleType, groups},
                {std::string(biasSuffix), form_.scaleType, groups}};
    }
    void encodeMatrix(const MatrixTask&, std::span<const std::span<std::byte>>) const override {
        throw badInput({}, say("{} can only be read", name()), say("Choose an encoding of another family."));
    }
    void decodeMatrix(const MatrixShape& shape, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        const std::uint64_t rowBytes = shape.columns * form_.bits / 8;
        forEachRowPart(shape, first, out, [&](std::uint64_t row, std::uint64_t at, std::span<float> values) {
            const std::uint64_t column = at - row * shape.columns;
            const std::span<const std::byte> codes = parts[0].subspan(row * rowBytes, rowBytes);
            for (std::size_t done = 0; done < values.size();) {
                const std::uint64_t place = column + done;
                const std::size_t run = std::min<std::uint64_t>(form_.group - place % form_.group, values.size() - done);
                const std::uint64_t group = row * (shape.columns / form_.group) + place / form_.group;
                const float scale = numberAt(parts[1], group);
                const float bias = numberAt(parts[2], group);
                for (std::size_t i = 0; i < run; ++i) {
                    values[done + i] = scale * static_cast<float>(codeAt(codes, place + i)) + bias;
                }
                done += run;
            }
        });
    }

private:
    /// Codes follow each other from the lowest bit of the first byte on, across bytes and words.
    [[nodiscard]] std::uint32_t codeAt(std::span<const std::byte> codes, std::uint64_t index) const {
        const std::uint64_t bit = index * form_.bits;
        const std::uint64_t byte = bit / 8;
        std::uint32_t two = std::to_integer<std::uint32_t>(codes[byte]);
        if (byte + 1 < codes.size()) {
            two |= std::to_integer<std::uint32_t>(codes[byte + 1]) << 8U;
        }
        return (two >> (bit % 8)) & ((1U << form_.bits) - 1U);
    }

    [[nodiscard]] float numberAt(std::span<const std::byte> numbers, std::uint64_t index) const {
        const std::size_t width = info(form_.scaleType).bytesPerBlock;
        float number = 0;
        floatsFromStored(form_.scaleType, numbers.subspan(index * width, width), std::span(&number, 1));
        return number;
    }

    Form form_;
    std::string name_;
};

/// bits and group_size of an object; zeros where it has none.
Form formIn(const nlohmann::json& object) {
    const auto number = [&](const char* name) -> std::uint64_t {
        const auto found = object.find(name);
        return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
    };
    return {number("bits"), number("group_size"), ElementType::BF16};
}

/// What the configuration says, and what it says for single modules, whose names nobody knows here: the shapes decide.
std::vector<Form> statedForms(const nlohmann::json& configuration) {
    std::vector<Form> forms{formIn(configuration)};
    for (const auto& value : configuration) {
        if (value.is_object()) {
            forms.push_back(formIn(value));
        }
    }
    return forms;
}

std::optional<StoredMatrix> recognise(const PartLookup& lookup, const nlohmann::json* configuration) {
    const auto weight = lookup(weightSuffix);
    const auto scales = lookup(scaleSuffix);
    const auto biases = lookup(biasSuffix);
    if (!weight || !scales || !biases || configuration == nullptr || weight->type != ElementType::U32 ||
        weight->shape.size() != 2 || scales->shape.size() != 2) {
        return std::nullopt;
    }
    if (scales->type != ElementType::F32 && scales->type != ElementType::F16 && scales->type != ElementType::BF16) {
        throw badInput({}, say("The scales of an MLX matrix have a strange type"),
                       say("They are stored as {}, expected F32, F16 or BF16.", info(scales->type).name));
    }
    constexpr std::uint64_t largestGroup = 1U << 16U;
    for (Form form : statedForms(*configuration)) {
        const std::uint64_t groups = scales->shape[1];
        const bool isKnown = std::ranges::find(knownBits, form.bits) != knownBits.end() && form.group > 0 &&
                             form.group <= largestGroup && groups <= UINT32_MAX;
        const std::uint64_t columns = groups * form.group;
        if (!isKnown || columns * form.bits % wordBits != 0 || weight->shape[1] != columns * form.bits / wordBits) {
            continue;
        }
        form.scaleType = scales->type;
        const MatrixShape shape{weight->shape[0], columns, scales->type};
        if (const auto why = whyNoMatrix(shape)) {
            throw badInput({}, say("The tensor .weight is not possible"), say("As a matrix, {}.", *why));
        }
        const MlxAffine& encoding = MlxAffine::of(form);
        requireParts(encoding, shape, lookup);
        return StoredMatrix{&encoding, shape};
    }
    const Form usual = formIn(*configuration);
    throw badInput({}, say("The scales of an MLX matrix do not fit it"),
                   say("There are [{}] for [{}] words, config.json says {} bits and groups of {}.",
                       fmt::join(scales->shape, ", "), fmt::join(weight->shape, ", "), usual.bits, usual.group));
}

} // namespace

const MatrixFamily& mlxFamily() {
    static const MatrixFamily family{
        .id = "mlx",
        .markers = {biasSuffix},
        .read = recognise,
        .encodings = [] { return std::span<const MatrixEncoding* const>(); },
    };
    return family;
}

} // namespace quantlathe
