// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/compressed_tensors/fp4_groups.h"

#include "base/checked.h"
#include "base/error.h"
#include "base/numeric.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/importance_parts.h"
#include "codecs/input_scale.h"
#include "codecs/joined_scale.h"
#include "codecs/matrix_grid.h"
#include "codecs/matrix_pieces.h"
#include "codecs/nibble_pairs.h"
#include "codecs/scale_search.h"
#include "kernels/row_codes.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <fmt/ranges.h>
#include <mutex>

namespace quantlathe::compressed {
namespace {

constexpr float largestLevel = 6;
constexpr std::array<float, 16> levels{0, 0.5F, 1, 1.5F, 2, 3, 4, 6, -0.0F, -0.5F, -1, -1.5F, -2, -3, -4, -6};
constexpr NibblePairs levelPairs = pairsLowFirst(levels);

constexpr ScaledLevels makeSearchLevels() {
    ScaledLevels all{.values = {-6, -4, -3, -2, -1.5F, -1, -0.5F, 0, 0, 0.5F, 1, 1.5F, 2, 3, 4, 6}, .thresholds = {}};
    for (std::size_t i = 0; i < all.thresholds.size(); ++i) {
        all.thresholds[i] = (all.values[i] + all.values[i + 1]) / 2;
    }
    return all;
}
constexpr ScaledLevels searchLevels = makeSearchLevels();

int codeOf(float place) {
    const float magnitude = std::fabs(place);
    const int code = static_cast<int>(magnitude > 0.25F) + static_cast<int>(magnitude >= 0.75F) +
                     static_cast<int>(magnitude > 1.25F) + static_cast<int>(magnitude >= 1.75F) +
                     static_cast<int>(magnitude > 2.5F) + static_cast<int>(magnitude >= 3.5F) +
                     static_cast<int>(magnitude > 5.0F);
    return code | static_cast<int>(std::bit_cast<std::uint32_t>(place) >> 28U & 8U);
}

/// How a kind of groups writes a scale into a byte.
struct Nvfp4 {
    static constexpr std::size_t group = 16;
    float global; // scales are stored multiplied with it

    explicit Nvfp4(float multiplier) : global(multiplier) {}

    [[nodiscard]] float scaleOf(std::uint8_t byte) const { return floatFromF8E4M3(byte) / global; }
    [[nodiscard]] std::uint8_t byteFor(float scale) const { return rounded(scale * global); }
    /// In the library's order of operations.
    [[nodiscard]] std::uint8_t usualByte(float largest) const { return rounded(global * (largest / largestLevel)); }
    /// Bytes that may stand for a scale: not 0, nothing beyond 448.
    static constexpr std::uint8_t leastByte = 1;
    static constexpr std::uint8_t greatestByte = 0x7E;

private:
    static std::uint8_t rounded(float multiplied) {
        constexpr std::byte eighth{0x20}; // the library's stand-in for 0
        std::byte byte{};
        e4m3Codes(std::span(&multiplied, 1), 1, std::span(&byte, 1));
        return std::to_integer<std::uint8_t>(byte == std::byte{0} ? eighth : byte);
    }
};

struct Mxfp4 {
    static constexpr std::size_t group = 32;
    static constexpr std::string_view name = "MXFP4A16";
    static constexpr int bias = 127;

    [[nodiscard]] static float scaleOf(std::uint8_t byte) { return std::ldexp(1.0F, byte - bias); }
    [[nodiscard]] static std::uint8_t byteFor(float scale) {
        return scale > 0 ? static_cast<std::uint8_t>(std::clamp(bias + static_cast<int>(std::lround(std::log2(scale))), 0, 254))
                         : 0;
    }
    /// The largest value goes to 4 … 6 of the scale: up to the next power of two from three quarters of the way on.
    [[nodiscard]] static std::uint8_t usualByte(float largest) {
        constexpr std::uint32_t quarter = 0x200000;
        const int exponent = static_cast<int>((std::bit_cast<std::uint32_t>(largest) + quarter) >> 23U);
        return static_cast<std::uint8_t>(std::clamp(exponent - 2, 0, 254));
    }
    static constexpr std::uint8_t leastByte = 0;
    static constexpr std::uint8_t greatestByte = 254;
};

/// Chooses scale and codes of groups, by importance where there is some.
template <class Kind>
class GroupEncoder {
public:
    GroupEncoder(const Kind& kind, const MatrixTask& task) : kind_(kind), importance_(task.guide.importance, Kind::group) {}

    /// Groups of a piece of the matrix that begins at `first`.
    void encode(std::uint64_t first, std::span<const float> values, std::span<std::byte> packed,
                std::span<std::byte> scales) const {
        for (std::size_t g = 0; g < scales.size(); ++g) {
            const auto own = values.subspan(g * Kind::group, Kind::group);
            const std::uint8_t byte = kind_.usualByte(largestMagnitude(own));
            scales[g] = static_cast<std::byte>(byte);
            e2m1Codes(own, kind_.scaleOf(byte), packed.subspan(g * Kind::group / 2, Kind::group / 2));
        }
        if (importance_.empty()) {
            return;
        }
        for (std::size_t g = 0; g < scales.size(); g += stripGroups) {
            const std::size_t count = std::min(stripGroups, scales.size() - g);
            improve(first + g * Kind::group, values.subspan(g * Kind::group, count * Kind::group),
                    packed.subspan(g * Kind::group / 2, count * Kind::group / 2), scales.subspan(g, count));
        }
    }

private:
    using Values = std::array<float, Kind::group>;
    using Packed = std::array<std::byte, Kind::group / 2>;

    /// The usual scale, that of least error and the ones beside it: what decodes with the least error by importance stays.
    void improve(std::uint64_t first, std::span<const float> values, std::span<std::byte> packed,
                 std::span<std::byte> scales) const {
        thread_local StripBuffers buffers;
        std::array<float, stripGroups * Kind::group> importance;
        const std::span<float> weights = std::span(importance).first(values.size());
        importance_.ofGroups(first, Kind::group, weights);
        std::array<float, stripGroups> found{};
        searchScales(buffers.of(values, weights, Kind::group), searchLevels, found.data());
        for (std::size_t g = 0; g < scales.size(); ++g) {
            const auto own = values.subspan(g * Kind::group, Kind::group);
            const auto weight = std::span<const float>(weights).subspan(g * Kind::group, Kind::group);
            const auto codes = packed.subspan(g * Kind::group / 2, Kind::group / 2);
            double least = errorOf(own, weight, codes, kind_.scaleOf(std::to_integer<std::uint8_t>(scales[g])));
            const int nearest = kind_.byteFor(found[g]);
            for (const int byte : {nearest, nearest - 1, nearest + 1}) {
                if (byte < Kind::leastByte || byte > Kind::greatestByte) {
                    continue;
                }
                const float scale = kind_.scaleOf(static_cast<std::uint8_t>(byte));
                Packed tried;
                e2m1Codes(own, scale, tried);
                if (const double error = errorOf(own, weight, tried, scale); error < least) {
                    least = error;
                    scales[g] = static_cast<std::byte>(byte);
                    std::ranges::copy(tried, codes.begin());
                }
            }
        }
    }

    static double errorOf(std::span<const float> values, std::span<const float> importance, std::span<const std::byte> packed,
                          float scale) {
        Values decoded;
        decodeNibbles(levelPairs, packed, 0, decoded, [scale](float level) { return level * scale; });
        return weightedSquares(values, decoded, importance);
    }

    const Kind& kind_;
    GroupImportance importance_;
};

std::optional<std::string> whyNoGroups(const MatrixShape& shape, std::uint64_t group) {
    if (auto reason = whyNoMatrix(shape)) {
        return reason;
    }
    if (shape.columns % group != 0) {
        return say("its {} input features are no multiple of {}, the size of a group", groupedDigits(shape.columns), group);
    }
    return std::nullopt;
}

template <class Kind>
void encodeGroups(const Kind& kind, const MatrixTask& task, double share, std::span<std::byte> codes,
                  std::span<std::byte> scales) {
    const GroupEncoder<Kind> encoder(kind, task);
    forEachPiece(task, Kind::group, share, [&](std::uint64_t first, std::span<float> values) {
        if (!std::isfinite(largestMagnitude(values))) {
            refuseValues(task, first, values.size(), ElementType::F32);
        }
        encoder.encode(first, values, codes.subspan(first / 2, values.size() / 2),
                       scales.subspan(first / Kind::group, values.size() / Kind::group));
    });
}

template <class Kind>
void decodeGroups(const Kind& kind, std::span<const std::byte> codes, std::span<const std::byte> scales, std::uint64_t first,
                  std::span<float> out) {
    for (std::size_t done = 0; done < out.size();) {
        const std::uint64_t at = first + done;
        const std::uint64_t rest = std::min<std::uint64_t>(Kind::group - at % Kind::group, out.size() - done);
        const float scale = kind.scaleOf(std::to_integer<std::uint8_t>(scales[at / Kind::group]));
        decodeNibbles(levelPairs, codes, at, out.subspan(done, static_cast<std::size_t>(rest)),
                      [scale](float level) { return level * scale; });
        done += static_cast<std::size_t>(rest);
    }
}

float largestOf(const MatrixTask& task, double share) {
    std::mutex mutex;
    float largest = 0;
    forEachPiece(task, 1, share, [&](std::uint64_t first, std::span<float> values) {
        const float own = largestMagnitude(values);
        if (!std::isfinite(own)) {
            refuseValues(task, first, values.size(), ElementType::F32);
        }
        const std::scoped_lock lock(mutex);
        largest = std::max(largest, own);
    });
    return largest;
}

/// By which scales of groups are multiplied before they are stored: the largest value of all gets the largest scale times the
/// largest level.
float nvfp4Multiplier(float largest) {
    constexpr float most = 0x1.0p100F; // beyond, scales ÷ it would vanish
    return largest > 0 ? std::min(448 * largestLevel / largest, most) : 1;
}

/// Levels in ascending order, with one zero, and their codes.
constexpr std::array<float, 15> ascending{-6, -4, -3, -2, -1.5F, -1, -0.5F, 0, 0.5F, 1, 1.5F, 2, 3, 4, 6};
constexpr std::array<std::uint8_t, 15> ascendingCodes{15, 14, 13, 12, 11, 10, 9, 0, 1, 2, 3, 4, 5, 6, 7};

/// Scales become those of bytes up to `Reach` beside the one that is stored.
template <class Kind, int Reach>
class GroupsGrid final : public MatrixGrid {
public:
    GroupsGrid(const Kind& kind, const MatrixShape& shape, Parts parts) : MatrixGrid(shape, parts), kind_(kind) {
        static_assert(2 * Reach + 1 <= mostCandidates);
    }

    [[nodiscard]] std::size_t groupColumns() const override { return Kind::group; }
    [[nodiscard]] int codes() const override { return static_cast<int>(ascending.size()); }
    [[nodiscard]] std::span<const float> table() const override { return ascending; }

    std::size_t candidates(std::uint64_t row, std::uint64_t group, std::span<GridChoice, mostCandidates> out) const override {
        const int now = std::to_integer<int>(part(1)[static_cast<std::size_t>(row * groups() + group)]);
        std::size_t count = 0;
        out[count++] = choiceOf(now);
        for (int step = 1; step <= Reach; ++step) {
            for (const int byte : {now - step, now + step}) {
                if (byte >= Kind::leastByte && byte <= Kind::greatestByte) {
                    out[count++] = choiceOf(byte);
                }
            }
        }
        return count;
    }

    void write(std::span<const std::uint8_t> codes, std::span<const GridChoice> choices) override {
        for (std::size_t i = 0; i < codes.size(); i += 2) {
            part(0)[i / 2] = static_cast<std::byte>(ascendingCodes[codes[i]] | ascendingCodes[codes[i + 1]] << 4U);
        }
        for (std::size_t i = 0; i < choices.size(); ++i) {
            part(1)[i] = static_cast<std::byte>(choices[i].stored);
        }
    }

private:
    [[nodiscard]] GridChoice choiceOf(int byte) const {
        return {.scale = kind_.scaleOf(static_cast<std::uint8_t>(byte)), .stored = static_cast<std::uint32_t>(byte)};
    }

    Kind kind_;
};

class Nvfp4Encoding : public GriddedEncoding, public JoinedScaleEncoding {
public:
    [[nodiscard]] std::string_view name() const override { return "NVFP4A16"; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return Nvfp4::group; }
    [[nodiscard]] double bitsPerWeight() const override { return 4.5; }
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override {
        return whyNoGroups(shape, Nvfp4::group);
    }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        return {{".weight_packed", ElementType::U8, {shape.rows, shape.columns / 2}},
                {".weight_scale", ElementType::F8_E4M3, {shape.rows, shape.columns / Nvfp4::group}},
                {".weight_global_scale", ElementType::F32, {1}}};
    }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override {
        encodeJoined(task, 0, parts);
    }
    void encodeJoined(const MatrixTask& task, float largest, std::span<const std::span<std::byte>> parts) const override {
        constexpr double shareOfRange = 0.2;
        const bool isJoined = largest > 0;
        const Nvfp4 kind(nvfp4Multiplier(isJoined ? largest : largestOf(task, shareOfRange)));
        storeFloat(parts[2], 0, kind.global);
        encodeGroups(kind, task, isJoined ? 1 : 1 - shareOfRange, parts[0], parts[1]);
    }
    void decodeMatrix(const MatrixShape&, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        decodeGroups(Nvfp4(storedFloat(parts[2], 0)), parts[0], parts[1], first, out);
    }
    [[nodiscard]] bool hasGrid(const MatrixShape&) const override { return true; }
    [[nodiscard]] std::size_t groupColumns(const MatrixShape&) const override { return Nvfp4::group; }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override {
        constexpr int reach = 4; // bytes are 6 to 12 % apart
        return std::make_unique<GroupsGrid<Nvfp4, reach>>(Nvfp4(storedFloat(parts[2], 0)), shape, parts);
    }
};

/// The same matrices; the scales of inputs have a multiplier as those of weights have.
class Nvfp4InputsEncoding final : public Nvfp4Encoding, public InputScaledEncoding {
public:
    [[nodiscard]] std::string_view name() const override { return "NVFP4A4"; }
    [[nodiscard]] std::string_view inputScaleSuffix() const override { return ".input_global_scale"; }
    [[nodiscard]] float inputScale(float largest) const override { return nvfp4Multiplier(largest); }
};

/// A block of ggml: the scale's byte, then 16 bytes with the codes of elements j (low) and j + 16 (high) in byte j.
void takeMxfp4Blocks(std::span<const std::span<const std::byte>> parts, std::uint64_t first, std::span<std::byte> out) {
    constexpr std::size_t half = Mxfp4::group / 2;
    constexpr std::size_t blockBytes = 1 + half;
    for (std::size_t block = 0; block < out.size() / blockBytes; ++block) {
        const std::size_t group = static_cast<std::size_t>(first / Mxfp4::group) + block;
        const std::span<const std::byte> packed = parts[0].subspan(group * half, half);
        const auto code = [&](std::size_t i) { return (packed[i / 2] >> (i % 2 * 4)) & std::byte{0x0F}; };
        std::byte* const to = out.data() + block * blockBytes;
        to[0] = parts[1][group];
        for (std::size_t j = 0; j < half; ++j) {
            to[1 + j] = code(j) | code(j + half) << 4;
        }
    }
}

class Mxfp4Encoding final : public GriddedEncoding {
public:
    [[nodiscard]] std::string_view name() const override { return Mxfp4::name; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return Mxfp4::group; }
    [[nodiscard]] double bitsPerWeight() const override { return 4.25; }
    [[nodiscard]] bool usesImportance() const override { return true; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override {
        return whyNoGroups(shape, Mxfp4::group);
    }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        return {{".weight_packed", ElementType::U8, {shape.rows, shape.columns / 2}},
                {".weight_scale", ElementType::U8, {shape.rows, shape.columns / Mxfp4::group}}};
    }
    void encodeMatrix(const MatrixTask& task, std::span<const std::span<std::byte>> parts) const override {
        encodeGroups(Mxfp4{}, task, 1, parts[0], parts[1]);
    }
    void decodeMatrix(const MatrixShape&, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        decodeGroups(Mxfp4{}, parts[0], parts[1], first, out);
    }
    [[nodiscard]] bool holdsBlocksOf(ElementType type) const override { return type == ElementType::MXFP4; }
    void takeBlocks(ElementType, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                    std::span<std::byte> out) const override {
        takeMxfp4Blocks(parts, first, out);
    }
    [[nodiscard]] bool hasGrid(const MatrixShape&) const override { return true; } // all groups lie in rows
    [[nodiscard]] std::size_t groupColumns(const MatrixShape&) const override { return Mxfp4::group; }
    [[nodiscard]] std::unique_ptr<MatrixGrid> gridOf(const MatrixShape& shape, MatrixGrid::Parts parts) const override {
        return std::make_unique<GroupsGrid<Mxfp4, 1>>(Mxfp4{}, shape, parts);
    }
};

/// The stacks of experts of gpt-oss: matrix after matrix, for reading only.
class Mxfp4Stack final : public MatrixEncoding {
public:
    [[nodiscard]] std::string_view name() const override { return "MXFP4-stack"; }
    [[nodiscard]] std::uint32_t columnMultiple() const override { return Mxfp4::group; }
    [[nodiscard]] double bitsPerWeight() const override { return 4.25; }
    [[nodiscard]] bool canEncode() const override { return false; }
    [[nodiscard]] std::optional<std::string> whyNot(const MatrixShape& shape) const override {
        return whyNoGroups(shape, Mxfp4::group);
    }
    [[nodiscard]] std::vector<MatrixPart> parts(const MatrixShape& shape) const override {
        return {{"_blocks", ElementType::U8, {shape.rows, shape.columns / 2}},
                {"_scales", ElementType::U8, {shape.rows, shape.columns / Mxfp4::group}}};
    }
    void encodeMatrix(const MatrixTask&, std::span<const std::span<std::byte>>) const override {
        throw badInput({}, say("{} can only be read", name()), say("Choose an encoding of another family."));
    }
    void decodeMatrix(const MatrixShape&, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                      std::span<float> out) const override {
        decodeGroups(Mxfp4{}, parts[0], parts[1], first, out);
    }
    [[nodiscard]] bool holdsBlocksOf(ElementType type) const override { return type == ElementType::MXFP4; }
    void takeBlocks(ElementType, std::span<const std::span<const std::byte>> parts, std::uint64_t first,
                    std::span<std::byte> out) const override {
        takeMxfp4Blocks(parts, first, out);
    }
};

/// [matrices, rows, groups, 16] codes and [matrices, rows, groups] scales.
std::optional<StoredMatrix> recogniseStack(const PartLookup& lookup, const nlohmann::json*) {
    static const Mxfp4Stack stack;
    constexpr std::uint64_t most = 1ULL << 40U;
    const auto blocks = lookup("_blocks");
    const auto scales = lookup("_scales");
    if (!blocks || !scales || blocks->type != ElementType::U8 || scales->type != ElementType::U8 || blocks->shape.size() != 4) {
        return std::nullopt;
    }
    const auto& shape = blocks->shape;
    const std::uint64_t groupBytes = Mxfp4::group / 2;
    if (shape[3] != groupBytes || !std::ranges::equal(scales->shape, shape.first(3))) {
        throw badInput({}, say("Codes and scales of a stack in MXFP4 do not fit together"),
                       say("There are [{}] codes and [{}] scales.", fmt::join(shape, ", "), fmt::join(scales->shape, ", ")));
    }
    const auto rows = checkedMultiply(shape[0], shape[1]);
    if (!rows || *rows > most || shape[2] > most / Mxfp4::group) {
        throw badInput({}, say("A stack in MXFP4 is too large"));
    }
    const MatrixShape matrix{*rows, shape[2] * Mxfp4::group, ElementType::BF16};
    if (const auto why = stack.whyNot(matrix)) {
        throw badInput({}, say("The tensor _blocks is not possible"), say("As a matrix, {}.", *why));
    }
    return StoredMatrix{&stack, matrix};
}

} // namespace

void e2m1Codes(std::span<const float> x, float scale, std::span<std::byte> packed) {
    for (std::size_t i = 0; i < packed.size(); ++i) {
        packed[i] = static_cast<std::byte>(codeOf(x[2 * i] / scale) | codeOf(x[2 * i + 1] / scale) << 4);
    }
}

const MatrixEncoding& nvfp4Encoding() {
    static const Nvfp4Encoding encoding;
    return encoding;
}

const MatrixEncoding& nvfp4InputsEncoding() {
    static const Nvfp4InputsEncoding encoding;
    return encoding;
}

const MatrixFamily& mxfp4StackFamily() {
    static const MatrixFamily family{
        .id = "mxfp4",
        .markers = {"_blocks"},
        .read = recogniseStack,
        .encodings = [] { return std::span<const MatrixEncoding* const>(); },
    };
    return family;
}

const MatrixEncoding& mxfp4Encoding() {
    static const Mxfp4Encoding encoding;
    return encoding;
}

} // namespace quantlathe::compressed
