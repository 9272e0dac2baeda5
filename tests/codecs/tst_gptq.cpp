// SPDX-License-Identifier: GPL-3.0-or-later
// GPTQ's tensors: what the reference tools write (tests/data/gptq), grids of least error, and what holds for all matrices.
#include "base/numeric.h"
#include "codecs/block_data.h"
#include "codecs/gptq/family.h"
#include "codecs/gptq/grid.h"
#include "codecs/gptq/packing.h"
#include "codecs/matrix_data.h"
#include "kernels/convert.h"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <random>
#include <set>

using namespace quantlathe;
using namespace quantlathe::gptq;
using Json = nlohmann::json;

namespace {

struct GoldenFile {
    const char* name;
    const char* encoding;
    Layout layout;
    bool hasRounding = false; // codes of rounding to nearest
    bool isSearched = false;  // grids by the reference's search for the least error
};

const std::array goldenFiles{
    GoldenFile{"w4_g128_asym", "GPTQ4-G128-ASYM", {.bits = 4, .group = 128, .isSymmetric = false}, true},
    GoldenFile{"w4_g128_sym", "GPTQ4-G128", {.bits = 4, .group = 128}, true},
    GoldenFile{"w4_g128_sym_actorder", "GPTQ4-G128-ACT", {.bits = 4, .group = 128, .isOrdered = true}},
    GoldenFile{"w4_g128_sym_actorder_static", "GPTQ4-G128", {.bits = 4, .group = 128}},
    GoldenFile{"w4_g32_sym", "GPTQ4-G32", {.bits = 4, .group = 32}, true},
    GoldenFile{"w3_g64_asym", "GPTQ3-G64-ASYM", {.bits = 3, .group = 64, .isSymmetric = false}, true},
    GoldenFile{"w3_g64_sym_mse", "GPTQ3-G64", {.bits = 3, .group = 64}, false, true},
    GoldenFile{"w8_gm1_sym", "GPTQ8-ROW", {.bits = 8, .group = 0}, true},
    GoldenFile{"w2_g32_asym", "GPTQ2-G32-ASYM", {.bits = 2, .group = 32, .isSymmetric = false}, true},
    GoldenFile{"w4_g128_asym_mse", "GPTQ4-G128-ASYM", {.bits = 4, .group = 128, .isSymmetric = false}, false, true},
    GoldenFile{"w4_g64_sym_gar", "GPTQ4-G64", {.bits = 4, .group = 64}},
    GoldenFile{"w4_g64_sym_nogar_gptqmodel", "GPTQ4-G64", {.bits = 4, .group = 64}},
};

constexpr MatrixShape goldenShape{128, 256, ElementType::F16};

std::filesystem::path pathOf(const std::string& name) {
    return test::dataFile("gptq/" + name + ".safetensors");
}

template <class T>
std::vector<T> tensorOf(const GoldenFile& golden, const std::string& tensor) {
    const auto found = test::goldenTensor(pathOf(golden.name), tensor).value();
    std::vector<T> values(found.raw().size() / sizeof(T));
    std::memcpy(values.data(), found.raw().data(), found.raw().size());
    return values;
}

/// The tensors as a file would have them; `zeros`: which of the golden file's forms.
test::StoredModule moduleOf(const GoldenFile& golden, const std::string& zeros = "qzeros") {
    test::StoredModule stored;
    for (const auto& [suffix, name] : std::map<std::string, std::string>{
             {".qweight", "qweight"}, {".qzeros", zeros}, {".scales", "scales"}, {".g_idx", "g_idx"}}) {
        const auto tensor = test::goldenTensor(pathOf(golden.name), name).value();
        stored.tensors[suffix] = {elementTypeFromSafetensors(tensor.dtype).value(), tensor.shape,
                                  test::Bytes(tensor.raw().begin(), tensor.raw().end())};
    }
    return stored;
}

Json configurationOf(const GoldenFile& golden, const char* form = "gptq") {
    return {{"quant_method", "gptq"},
            {"bits", golden.layout.bits},
            {"group_size", golden.layout.group == 0 ? -1 : static_cast<int>(golden.layout.group)},
            {"sym", golden.layout.isSymmetric},
            {"desc_act", golden.layout.isOrdered},
            {"checkpoint_format", form}};
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

std::vector<float> goldenWeights() {
    const auto tensor = test::goldenTensor(pathOf("inputs"), "weight").value();
    std::vector<float> weights(tensor.raw().size() / 2);
    for (std::size_t i = 0; i < weights.size(); ++i) {
        std::uint16_t bits = 0;
        std::memcpy(&bits, tensor.raw().data() + 2 * i, sizeof bits);
        weights[i] = floatFromF16(bits);
    }
    return weights;
}

/// The reference's quantizer: the range with zero inside, ties to even (docs/formats/gptq.md, "The reference's grid").
GroupGrid rangeGrid(std::span<const float> weights, const Layout& layout) {
    float low = 0;
    float high = 0;
    for (const float weight : weights) {
        low = std::min(low, weight);
        high = std::max(high, weight);
    }
    const auto maxCode = static_cast<float>(layout.maxCode());
    if (layout.isSymmetric) {
        high = std::max(-low, high);
        low = low < 0 ? -high : low;
    }
    if (low == 0 && high == 0) {
        low = -1;
        high = 1;
    }
    const float scale = (high - low) / maxCode;
    return {scale, layout.isSymmetric ? (1 << (layout.bits - 1)) : static_cast<int>(std::nearbyint(-low / scale))};
}

double squaredError(std::span<const float> weights, std::span<const float> columnWeights, const GroupGrid& grid,
                    std::uint32_t bits) {
    double sum = 0;
    for (std::size_t i = 0; i < weights.size(); ++i) {
        const double decoded = static_cast<double>(grid.scale) * (static_cast<int>(codeOf(weights[i], grid, bits)) - grid.zero);
        const double difference = static_cast<double>(weights[i]) - decoded;
        sum += (columnWeights.empty() ? 1.0 : static_cast<double>(columnWeights[i])) * difference * difference;
    }
    return sum;
}

/// The least error over many steps, both signs and all zero points.
double leastError(std::span<const float> weights, std::span<const float> columnWeights, std::uint32_t bits, bool symmetric) {
    const GroupGrid range = rangeGrid(weights, {.bits = bits, .isSymmetric = symmetric});
    const int maxCode = (1 << bits) - 1;
    double least = std::numeric_limits<double>::infinity();
    for (int percent = 20; percent <= 120; ++percent) {
        const float scale = range.scale * static_cast<float>(percent) / 100;
        for (int zero = 1; zero <= maxCode; ++zero) {
            const int used = symmetric ? 1 << (bits - 1) : zero;
            const float signedScale = symmetric && zero % 2 == 0 ? -scale : scale;
            least = std::min(least, squaredError(weights, columnWeights, {signedScale, used}, bits));
            if (symmetric && zero == 2) {
                break;
            }
        }
    }
    return least;
}

double difference(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}

std::optional<StoredMatrix> recognised(const test::StoredModule& stored, const Json& configuration) {
    return gptqFamily().recognise(stored.lookup(), configuration.is_null() ? nullptr : &configuration);
}

} // namespace

class TestGptq : public QObject {
    Q_OBJECT

    static void addGoldenFiles() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(goldenFiles.size()); ++i) {
            QTest::newRow(goldenFiles[static_cast<std::size_t>(i)].name) << i;
        }
    }
    static const GoldenFile& golden(int index) { return goldenFiles[static_cast<std::size_t>(index)]; }

    /// What recognise() says after a change of the tensors of w4_g128_sym; empty when it takes them.
    static std::string errorAfter(const std::function<void(test::StoredModule&)>& change) {
        test::StoredModule stored = moduleOf(goldenFiles[1]);
        change(stored);
        const auto error = test::errorOf([&] { (void)recognised(stored, configurationOf(goldenFiles[1])); });
        return error ? std::string(error->what()) : std::string();
    }

private slots:
    void namesAreUniqueAndFound() {
        const auto encodings = gptqFamily().encodings();
        QCOMPARE(encodings.size(), std::size_t{4 * (8 + 7) * 2 * 2}); // rows have no order of their own
        std::set<std::string> names;
        for (const MatrixEncoding* const encoding : encodings) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
            QVERIFY(encoding->canEncode() && encoding->usesImportance());
        }
        for (const char* const name : {"GPTQ8-G16", "GPTQ4-ROW", "gptq3-g64-asym", "GPTQ2-G1024-V2", "GPTQ4-G128-ASYM-V2"}) {
            QVERIFY2(encodingByName(name) != nullptr, name);
        }
        QCOMPARE(encodingByName("GPTQ5-G64"), nullptr);
        QCOMPARE(encodingByName("GPTQ4-G128")->bitsPerWeight(), 4.15625);
    }

    // ---- What the reference tools write ---------------------------------------------------------------------------------

    void readsWhatTheToolsWrite_data() { addGoldenFiles(); }
    void readsWhatTheToolsWrite() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const auto codes = tensorOf<std::uint8_t>(file, "codes");
        const auto zeros = tensorOf<std::int32_t>(file, "zero");
        const auto groups = tensorOf<std::int32_t>(file, "g_idx");
        const auto scales = tensorOf<std::uint16_t>(file, "scales"); // [groups, rows]
        const std::size_t groupCount = scales.size() / goldenShape.rows;
        std::vector<float> expected(goldenShape.values());
        for (std::size_t row = 0; row < goldenShape.rows; ++row) {
            for (std::size_t column = 0; column < goldenShape.columns; ++column) {
                const auto group = static_cast<std::size_t>(groups[column]);
                const std::size_t at = row * goldenShape.columns + column;
                expected[at] = static_cast<float>(codes[at] - zeros[row * groupCount + group]) *
                               floatFromF16(scales[group * goldenShape.rows + row]);
            }
        }
        // Version 1 cannot hold the zero points 0 of one file.
        const bool isCorrupt = std::string(file.name) == "w2_g32_asym";
        for (const char* const form : {"gptq", "gptq_v2"}) {
            const bool isFirst = std::string(form) == "gptq";
            const test::StoredModule stored = moduleOf(file, isFirst ? "qzeros" : "qzeros_v2");
            const auto found = recognised(stored, configurationOf(file, form));
            QVERIFY(found.has_value());
            std::string name = file.encoding;
            if (!isFirst) {
                const std::size_t act = name.find("-ACT");
                name.insert(act == std::string::npos ? name.size() : act, "-V2");
            }
            QCOMPARE(std::string(found->encoding->name()), name);
            QCOMPARE(found->shape, goldenShape);
            const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
            if (isCorrupt && isFirst) {
                std::size_t damaged = 0;
                for (std::size_t i = 0; i < decoded.size(); i += 32) {
                    damaged += std::equal(&decoded[i], &decoded[i] + 32, &expected[i]) ? 0U : 1U;
                }
                QCOMPARE(damaged, std::size_t{25}); // the two zeros, and 23 neighbours that they spill into
            } else {
                QCOMPARE(std::memcmp(decoded.data(), expected.data(), expected.size() * sizeof(float)), 0);
            }
        }
    }

    void decodesAsTheReference() {
        for (const std::size_t index : {std::size_t{2}, std::size_t{5}}) {
            const GoldenFile& file = goldenFiles[index];
            const auto expected = tensorOf<std::uint16_t>(file, "dequant_f16");
            const test::StoredModule stored = moduleOf(file);
            const auto found = recognised(stored, configurationOf(file));
            const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
            for (std::size_t i = 0; i < decoded.size(); ++i) {
                QCOMPARE(f16FromFloat(decoded[i]), expected[i]);
            }
        }
    }

    void zeroPointsThatWrapAround() {
        // (0 − 1) mod 4 is read as 4, without cutting it to two bits: what loaders' kernels do.
        const GoldenFile& file = goldenFiles[8];
        const test::StoredModule stored = moduleOf(file, "qzeros_v1_fieldwise");
        const auto zeros = tensorOf<std::int32_t>(file, "zero");
        std::size_t wrapped = 0;
        for (std::size_t row = 0; row < goldenShape.rows; ++row) {
            for (std::size_t group = 0; group < 8; ++group) {
                const std::uint32_t read =
                    zeroPointAt(file.layout, goldenShape, stored.tensors.at(".qzeros").bytes, row, group);
                const std::int32_t meant = zeros[row * 8 + group];
                QCOMPARE(read, meant == 0 ? 4U : static_cast<std::uint32_t>(meant));
                wrapped += meant == 0 ? 1U : 0U;
            }
        }
        QCOMPARE(wrapped, std::size_t{2});
    }

    void packsAsTheTools_data() { addGoldenFiles(); }
    void packsAsTheTools() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const auto codes = tensorOf<std::uint8_t>(file, "codes");
        const auto scales = tensorOf<float>(file, "scale_f32");
        const auto zeros = tensorOf<std::int32_t>(file, "zero");
        std::vector<GroupGrid> grids(scales.size());
        for (std::size_t i = 0; i < grids.size(); ++i) {
            grids[i] = {scales[i], zeros[i]};
        }
        for (const bool isFirst : {true, false}) {
            Layout layout = file.layout;
            layout.isOrdered = false;
            layout.storesZeroLessOne = isFirst;
            const test::StoredModule expected = moduleOf(file, !isFirst                                  ? "qzeros_v2"
                                                               : std::string(file.name) == "w2_g32_asym" ? "qzeros_v1_fieldwise"
                                                                                                         : "qzeros");
            test::StoredModule packed = expected;
            std::vector<std::span<std::byte>> spans;
            for (const char* const suffix : {".qweight", ".qzeros", ".scales", ".g_idx"}) {
                std::ranges::fill(packed.tensors.at(suffix).bytes, std::byte{0xAA});
                spans.emplace_back(packed.tensors.at(suffix).bytes);
            }
            pack(codes, grids, layout, goldenShape, spans);
            for (const char* const suffix : {".qweight", ".qzeros", ".scales", ".g_idx"}) {
                if (!file.layout.isOrdered || std::string(suffix) != ".g_idx") { // an order of its own is not ours to write
                    QVERIFY2(packed.tensors.at(suffix).bytes == expected.tensors.at(suffix).bytes, suffix);
                }
            }
        }
    }

    void roundsAsTheReference_data() { addGoldenFiles(); }
    void roundsAsTheReference() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        if (!file.hasRounding) {
            return; // the file has no codes by rounding
        }
        const std::vector<float> weights = goldenWeights();
        const auto codes = tensorOf<std::uint8_t>(file, "rtn_codes");
        const auto scales = tensorOf<float>(file, "rtn_scale_f32");
        const auto zeros = tensorOf<std::int32_t>(file, "rtn_zero");
        const std::size_t group = weights.size() / scales.size();
        for (std::size_t g = 0; g < scales.size(); ++g) {
            const GroupGrid grid = rangeGrid(std::span(weights).subspan(g * group, group), file.layout);
            QCOMPARE(grid.scale, scales[g]);
            QCOMPARE(grid.zero, zeros[g]);
            for (std::size_t i = g * group; i < (g + 1) * group; ++i) {
                QCOMPARE(codeOf(weights[i], grid, file.layout.bits), codes[i]);
            }
        }
    }

    // ---- Choosing grids -------------------------------------------------------------------------------------------------

    void gridsAreBetterThanTheReferences_data() { addGoldenFiles(); }
    void gridsAreBetterThanTheReferences() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        if (!file.hasRounding && !file.isSearched) {
            return; // the file has no grids of plain rounding
        }
        const std::vector<float> weights = goldenWeights();
        const auto scales = tensorOf<float>(file, "rtn_scale_f32");
        const auto zeros = tensorOf<std::int32_t>(file, "rtn_zero");
        const std::size_t group = weights.size() / scales.size();
        double theirs = 0;
        for (std::size_t g = 0; g < scales.size(); ++g) {
            const std::span<const float> own = std::span(weights).subspan(g * group, group);
            theirs += squaredError(own, {}, {floatFromF16(f16FromFloat(scales[g])), zeros[g]}, file.layout.bits);
        }
        const MatrixEncoding& encoding = encodingNamed(file.encoding);
        const double ours =
            difference(test::decodeModule(encoding, goldenShape, test::encodeModule(encoding, goldenShape, weights)), weights);
        QVERIFY2(ours < (file.isSearched ? 0.999 : 0.95) * theirs, std::to_string(ours / theirs).c_str());
        QVERIFY2(ours > 0.3 * theirs, std::to_string(ours / theirs).c_str());
    }

    /// Within a hundredth of trying a hundred steps with every zero point; with eight bits, where a step decides less.
    void gridsAreTheBestOfManySteps() {
        std::mt19937_64 random(5);
        std::lognormal_distribution<float> importance(0, 1.5F);
        for (const bool symmetric : {true, false}) {
            for (const std::uint32_t bits : {2U, 3U, 4U}) {
                for (const bool isWeighted : {false, true}) {
                    double ours = 0;
                    double best = 0;
                    for (std::uint64_t seed = 1; seed <= 12; ++seed) {
                        std::vector<float> weights = test::normalValues(64, seed);
                        weights[3] *= 4; // an outlier
                        std::vector<float> columnWeights(isWeighted ? weights.size() : 0);
                        std::ranges::generate(columnWeights, [&] { return importance(random); });
                        const GroupGrid grid = chooseGrid(weights, columnWeights, bits, symmetric);
                        QVERIFY(grid.zero >= 1 && grid.zero < 1 << bits);
                        ours += squaredError(weights, columnWeights, grid, bits);
                        best += leastError(weights, columnWeights, bits, symmetric);
                    }
                    QVERIFY2(ours < 1.05 * best && ours > 0.9 * best,
                             (std::to_string(bits) + " bits: " + std::to_string(ours / best)).c_str());
                }
            }
        }
    }

    void importanceLowersTheWeighedError() {
        const std::uint64_t columns = 256;
        const std::vector<float> weights = test::normalValues(32 * columns, 21);
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = i % 16 == 0 ? 50.0F : 0.1F;
        }
        for (const char* const name : {"GPTQ4-G128", "GPTQ3-G64-ASYM", "GPTQ2-G32", "GPTQ4-ROW"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto weighed = [&](std::span<const float> guide) {
                std::vector<std::byte> stored(encoding.bytes(32, columns));
                encoding.encode(weights, columns, {.importance = guide}, stored);
                std::vector<float> decoded(weights.size());
                encoding.decode(stored, columns, decoded);
                double sum = 0;
                for (std::size_t i = 0; i < weights.size(); ++i) {
                    sum += static_cast<double>(importance[i % columns]) *
                           std::pow(static_cast<double>(decoded[i]) - static_cast<double>(weights[i]), 2);
                }
                return sum;
            };
            QVERIFY2(weighed(importance) < 0.9 * weighed({}), name);
            // What counts nothing anywhere is as good as no importance, and only ratios matter.
            const std::vector<float> none(columns, 0.0F);
            QCOMPARE(weighed(none), weighed({}));
            std::vector<float> scaled = importance;
            std::ranges::for_each(scaled, [](float& value) { value *= 1024; });
            QCOMPARE(weighed(scaled), weighed(importance));
        }
    }

    /// A weight between the outermost codes is at most half a step away.
    void errorIsBoundedByTheStep() {
        const MatrixShape shape{32, 256, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 3);
        for (const char* const name : {"GPTQ8-G64", "GPTQ4-G128", "GPTQ4-G16-ASYM", "GPTQ3-G32", "GPTQ2-ROW-ASYM"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
            const std::vector<float> decoded = test::decodeModule(encoding, shape, stored);
            const std::size_t groups = stored.tensors.at(".scales").shape[0];
            std::size_t cut = 0;
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const std::size_t group = i % shape.columns / (shape.columns / groups);
                std::uint16_t bits = 0;
                std::memcpy(&bits, stored.tensors.at(".scales").bytes.data() + 2 * (group * shape.rows + i / shape.columns), 2);
                const float step = std::abs(floatFromF16(bits));
                cut += std::abs(weights[i] - decoded[i]) > 0.5001F * step ? 1U : 0U;
                // What is cut off lies beyond the outermost code.
                QVERIFY2(std::abs(weights[i] - decoded[i]) <= 0.5001F * step || std::abs(weights[i]) > std::abs(decoded[i]),
                         name);
            }
            QVERIFY2(cut < weights.size() / (name[4] == '2' ? 5 : 25), (name + std::to_string(cut)).c_str());
        }
    }

    void constantGroups() {
        const MatrixShape shape{32, 64, ElementType::F16};
        for (const char* const name : {"GPTQ8-G64", "GPTQ4-G32", "GPTQ4-G32-ASYM", "GPTQ3-ROW", "GPTQ2-G16-ASYM"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            // Down there scales are multiples of 2^−24.
            for (const float value : {0.0F, 0.5F, -0.25F, 3.0F, -1000.0F, 1e-6F, 1e-12F}) {
                const std::vector<float> weights(shape.values(), value);
                for (const float decoded : test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights))) {
                    QVERIFY2(std::abs(decoded - value) <= std::max(0.001F * std::abs(value), 0x1.0p-22F), name);
                }
            }
        }
    }

    void zeroPointsAreNeverZero() {
        const MatrixShape shape{32, 64, ElementType::F16};
        std::vector<float> weights = test::normalValues(shape.values(), 9);
        std::ranges::for_each(weights, [](float& weight) { weight = std::abs(weight); });
        for (const char* const name : {"GPTQ8-G64-ASYM", "GPTQ4-G32-ASYM", "GPTQ3-ROW-ASYM-V2", "GPTQ2-G16-ASYM"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
            const Layout layout{.bits = static_cast<std::uint32_t>(name[4] - '0'),
                                .isSymmetric = false,
                                .storesZeroLessOne = !std::string(name).ends_with("V2")};
            for (std::uint64_t group = 0; group < stored.tensors.at(".scales").shape[0]; ++group) {
                for (std::uint64_t row = 0; row < shape.rows; ++row) {
                    const std::uint32_t zero = zeroPointAt(layout, shape, stored.tensors.at(".qzeros").bytes, row, group);
                    QVERIFY(zero >= 1 && zero <= layout.maxCode());
                }
            }
        }
    }

    // ---- What holds for all matrices ------------------------------------------------------------------------------------

    void roundTripOfAllEncodings() {
        const MatrixShape shape{64, 1024, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 31);
        const double norm = difference(weights, std::vector<float>(weights.size()));
        std::vector<float> importance(shape.columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = 1.0F + static_cast<float>(i % 7) / 100;
        }
        for (const MatrixEncoding* const encoding : gptqFamily().encodings()) {
            QVERIFY(!encoding->whyNot(shape));
            double progress = 0;
            const test::StoredModule stored = test::encodeModule(*encoding, shape, weights, 1, &progress, importance);
            QVERIFY(std::abs(progress - 1) < 1e-9);
            const bool isSecond = encoding->name().find("-V2") != std::string_view::npos;
            const bool isSymmetric = encoding->name().find("-ASYM") == std::string_view::npos;
            const Json configuration{
                {"quant_method", "gptq"}, {"sym", isSymmetric}, {"checkpoint_format", isSecond ? "gptq_v2" : "gptq"}};
            const auto found = recognised(stored, configuration);
            QVERIFY(found.has_value());
            QCOMPARE(found->shape, shape);
            // A group of 1 024 is a whole row here.
            std::string name(encoding->name());
            if (const std::size_t at = name.find("G1024"); at != std::string::npos) {
                name.replace(at, 5, "ROW");
                name = name.substr(0, name.find("-ACT"));
            }
            QCOMPARE(std::string(found->encoding->name()), name);
            const double error = difference(test::decodeModule(*found->encoding, shape, stored), weights) / norm;
            const double bound = name[4] == '8' ? 1e-4 : name[4] == '4' ? 0.02 : name[4] == '3' ? 0.06 : 0.2;
            QVERIFY2(error < bound, (name + ' ' + std::to_string(error)).c_str());
        }
    }

    void sameBytesForAnyOrderOfTiles() {
        const MatrixShape shape{160, 3072, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 7);
        for (const char* const name : {"GPTQ4-G128", "GPTQ3-G16-ASYM", "GPTQ2-ROW", "GPTQ8-G1024-V2"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto bytesOf = [&](int threads) {
                std::map<std::string, test::Bytes> bytes;
                for (const auto& [suffix, tensor] : test::encodeModule(encoding, shape, weights, threads).tensors) {
                    bytes[suffix] = tensor.bytes;
                }
                return bytes;
            };
            QVERIFY2(bytesOf(1) == bytesOf(3), name);
        }
    }

    void sameBytesOnEveryInstructionSet() {
        const MatrixShape shape{64, 288, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 9);
        std::vector<float> importance(shape.columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = 0.3F + static_cast<float>(i % 7);
        }
        for (const char* const name : {"GPTQ4-G16", "GPTQ3-G32-ASYM", "GPTQ2-ROW", "GPTQ8-G16-ASYM"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto bytesOf = [&](std::span<const float> guide) {
                std::vector<std::byte> stored(encoding.bytes(shape.rows, shape.columns));
                encoding.encode(weights, shape.columns, {.importance = guide}, stored);
                return stored;
            };
            const auto plain = bytesOf({});
            const auto weighed = bytesOf(importance);
            QVERIFY(plain != weighed);
            for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                const test::OnlyTarget only(target);
                QVERIFY2(bytesOf({}) == plain && bytesOf(importance) == weighed, hwy::TargetName(target));
            }
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{64, 160, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 13);
        for (const char* const name : {"GPTQ8-G32", "GPTQ4-G16-ASYM", "GPTQ3-G32-ASYM", "GPTQ3-ROW", "GPTQ2-G16-V2"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
            const std::vector<float> whole = test::decodeModule(encoding, shape, stored);
            for (const std::size_t first : {0U, 1U, 31U, 160U, 1003U, 10239U}) {
                for (const std::size_t count : {1U, 2U, 63U, 1025U, 8000U}) {
                    if (first + count <= weights.size()) {
                        std::vector<float> part(count);
                        encoding.decodeMatrix(shape, stored.spans(encoding.parts(shape)), first, part);
                        QVERIFY2(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)),
                                 name);
                    }
                }
            }
        }
    }

    /// Samples of rows need not fill the words that zero points share.
    void rowsInMemory() {
        for (const MatrixEncoding* const encoding : gptqFamily().encodings()) {
            const std::uint64_t columns = 1024;
            QCOMPARE(columns % encoding->columnMultiple(), std::uint64_t{0});
            for (const std::uint64_t rows : {1U, 3U, 33U}) {
                const std::vector<float> weights = test::normalValues(rows * columns, 17);
                std::vector<std::byte> stored(encoding->bytes(rows, columns));
                const std::vector<float> importance(encoding->requiresImportance() ? columns : 0, 1.0F);
                encoding->encode(weights, columns, {.importance = importance}, stored);
                std::vector<float> decoded(weights.size());
                encoding->decode(stored, columns, decoded);
                const double norm = difference(weights, std::vector<float>(weights.size()));
                QVERIFY2(difference(decoded, weights) < 0.2 * norm, std::string(encoding->name()).c_str());
            }
        }
    }

    void shapesThatCannotBeStored() {
        const auto reason = [](const char* name, MatrixShape shape) { return encodingNamed(name).whyNot(shape).value_or(""); };
        QCOMPARE(reason("GPTQ4-G64", {64, 96, ElementType::F16}),
                 std::string("its 96 input features are no multiple of 64, the size of a group"));
        QCOMPARE(reason("GPTQ4-G16", {64, 48, ElementType::F16}),
                 std::string("64 × 48 are no multiples of 32, which loaders of GPTQ files need"));
        QCOMPARE(reason("GPTQ4-ROW", {33, 64, ElementType::F16}),
                 std::string("33 × 64 are no multiples of 32, which loaders of GPTQ files need"));
        QVERIFY(!reason("GPTQ4-G64", {0, 64, ElementType::F16}).empty());
        QVERIFY(!reason("GPTQ4-G64", {64, 64, ElementType::F64}).empty());
        QVERIFY(!reason("GPTQ4-G64", {1ULL << 40U, 64, ElementType::F16}).empty());
        QCOMPARE(reason("GPTQ4-G64", {32, 64, ElementType::BF16}), std::string());
    }

    void valuesThatCannotBeStored() {
        const MatrixShape shape{64, 256, ElementType::F16};
        for (const char* const name : {"GPTQ4-G64", "GPTQ2-ROW-ASYM", "GPTQ3-G128"}) {
            for (const float bad : {NAN, INFINITY, -INFINITY}) {
                std::vector<float> weights = test::normalValues(shape.values(), 1);
                weights[37 * 256 + 77] = bad;
                const auto error = test::errorOf([&] { (void)test::encodeModule(encodingNamed(name), shape, weights); });
                QVERIFY(error.has_value());
                QVERIFY2(error->detail().find("row 37, column 77") != std::string::npos, error->what());
                QVERIFY(error->kind() == ErrorKind::badInput);
            }
            for (const float huge : {1e9F, -3e38F}) {
                std::vector<float> weights(shape.values(), 1e6F);
                weights[37 * 256 + 77] = huge;
                const auto error = test::errorOf([&] { (void)test::encodeModule(encodingNamed(name), shape, weights); });
                QVERIFY(error.has_value());
                QVERIFY2(error->title().find("too large for a scale in F16") != std::string::npos, error->what());
            }
        }
    }

    // ---- Reading what others wrote --------------------------------------------------------------------------------------

    void formsOfOtherTools_data() {
        QTest::addColumn<QString>("configuration");
        QTest::addColumn<QString>("name"); // empty: not these tensors
        QTest::newRow("nothing is said") << "null"
                                         << "GPTQ4-G128";
        QTest::newRow("quantize_config.json of 2023") << R"({"bits": 4, "group_size": 128, "desc_act": false, "sym": true})"
                                                      << "GPTQ4-G128";
        QTest::newRow("GPTQModel") << R"({"quant_method": "gptq", "format": "gptq_v2"})"
                                   << "GPTQ4-G128-ASYM-V2";
        QTest::newRow("AutoRound") << R"({"quant_method": "auto-round", "packing_format": "auto_round:auto_gptq", "sym": true})"
                                   << "GPTQ4-G128";
        QTest::newRow("AutoRound, v2") << R"({"quant_method": "intel/auto-round", "packing_format": "auto_round:gptqmodel"})"
                                       << "GPTQ4-G128-ASYM-V2";
        QTest::newRow("AutoRound, as AWQ") << R"({"quant_method": "auto-round", "packing_format": "auto_round:auto_awq"})"
                                           << "";
        QTest::newRow("AWQ") << R"({"quant_method": "awq"})"
                             << "";
        QTest::newRow("Marlin") << R"({"quant_method": "gptq", "is_marlin_format": true})"
                                << "";
        QTest::newRow("planar") << R"({"quant_method": "gptq", "checkpoint_format": "gptq_p"})"
                                << "";
        QTest::newRow("other group size") << R"({"quant_method": "gptq", "group_size": 32, "sym": true})"
                                          << "GPTQ4-G128";
        QTest::newRow("wrong types") << R"({"quant_method": 7, "group_size": "x", "sym": 1, "format": []})"
                                     << "GPTQ4-G128";
        QTest::newRow("exceptions") << R"({"quant_method": "gptq", "sym": true, "dynamic": {"+:x": {"sym": false}}})"
                                    << "GPTQ4-G128";
    }
    void formsOfOtherTools() {
        QFETCH(QString, configuration);
        QFETCH(QString, name);
        const auto found = recognised(moduleOf(goldenFiles[1]), Json::parse(configuration.toStdString()));
        QCOMPARE(QString::fromUtf8(found ? found->encoding->name() : ""), name);
    }

    void tensorsMayBeMissingOrOfOtherTypes() {
        test::StoredModule stored = moduleOf(goldenFiles[1]);
        const std::vector<float> expected = test::decodeModule(encodingNamed("GPTQ4-G128"), goldenShape, stored);
        stored.tensors.erase(".g_idx"); // GPTQ-for-LLaMa has none
        auto found = recognised(stored, nullptr);
        QCOMPARE(std::string(found->encoding->name()), std::string("GPTQ4-G128"));
        QCOMPARE(found->encoding, recognised(stored, nullptr)->encoding); // one address
        QVERIFY(test::decodeModule(*found->encoding, found->shape, stored) == expected);

        std::vector<std::byte> zeros(goldenShape.columns * 4); // an index of zeros means "in order"
        stored.tensors[".g_idx"] = {ElementType::I32, {goldenShape.columns}, zeros};
        found = recognised(stored, configurationOf(goldenFiles[1]));
        QVERIFY(test::decodeModule(*found->encoding, found->shape, stored) == expected);

        for (const ElementType type : {ElementType::BF16, ElementType::F32}) {
            auto& scales = stored.tensors.at(".scales");
            const std::vector<float> ones(scales.shape[0] * scales.shape[1], 0.5F);
            scales.type = type;
            scales.bytes.resize(ones.size() * info(type).bytesPerBlock);
            if (type == ElementType::F32) {
                std::memcpy(scales.bytes.data(), ones.data(), scales.bytes.size());
            } else {
                bf16FromFloats(ones, scales.bytes);
            }
            found = recognised(stored, configurationOf(goldenFiles[1]));
            QCOMPARE(found->shape.compute, type);
            QVERIFY(!found->encoding->canEncode());
            const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
            const auto codes = tensorOf<std::uint8_t>(goldenFiles[1], "codes");
            for (std::size_t i = 0; i < decoded.size(); ++i) {
                QCOMPARE(decoded[i], 0.5F * static_cast<float>(codes[i] - 8));
            }
        }
    }

    void aShortLastGroupIsRead() {
        // 4 bits, 96 input features in groups of 64: the second has 32.
        const MatrixShape shape{32, 96, ElementType::F16};
        const MatrixEncoding& rows = encodingNamed("GPTQ4-G32-ASYM");
        test::StoredModule stored = test::encodeModule(rows, shape, test::normalValues(shape.values(), 4));
        const std::vector<float> before = test::decodeModule(rows, shape, stored);
        std::vector<std::int32_t> index(96);
        for (std::size_t i = 0; i < index.size(); ++i) {
            index[i] = static_cast<std::int32_t>(i / 64);
        }
        std::memcpy(stored.tensors.at(".g_idx").bytes.data(), index.data(), index.size() * 4);
        for (const char* const suffix : {".qzeros", ".scales"}) {
            auto& tensor = stored.tensors.at(suffix);
            tensor.shape[0] = 2;
            tensor.bytes.resize(tensor.bytes.size() / 3 * 2);
        }
        const auto found = recognised(stored, Json{{"quant_method", "gptq"}, {"group_size", 64}, {"sym", false}});
        QVERIFY(found.has_value());
        QCOMPARE(std::string(found->encoding->name()), std::string("GPTQ4-G64-ASYM"));
        QVERIFY(!found->encoding->canEncode());
        const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
        for (std::size_t row = 0; row < shape.rows; ++row) { // the first 32 columns still have their own grid
            QVERIFY(std::equal(&before[row * 96], &before[row * 96] + 32, &decoded[row * 96]));
        }
    }

    void awqIsNotMistaken() {
        // AWQ packs along the other dimension: [in, out/8].
        test::StoredModule stored;
        stored.tensors[".qweight"] = {ElementType::I32, {256, 16}, test::Bytes(256 * 16 * 4)};
        stored.tensors[".qzeros"] = {ElementType::I32, {2, 16}, test::Bytes(2 * 16 * 4)};
        stored.tensors[".scales"] = {ElementType::F16, {2, 128}, test::Bytes(2 * 128 * 2)};
        QVERIFY(!recognised(stored, nullptr));
        QVERIFY(!recognised(stored, Json{{"quant_method", "awq"}, {"bits", 4}, {"group_size", 128}}));
        const auto error = test::errorOf([&] { (void)recognised(stored, Json{{"quant_method", "gptq"}}); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
    }

    void brokenTensorsAreRefused() {
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        const auto setIndex = [](test::StoredModule& stored, std::size_t column, std::int32_t group) {
            std::memcpy(stored.tensors.at(".g_idx").bytes.data() + 4 * column, &group, sizeof group);
        };
        QVERIFY(errorAfter([](auto&) {}).empty());
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors.erase(".qzeros"); }), ".qzeros"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors.erase(".scales"); }), ".scales"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".qweight"].type = ElementType::U8; }), ".qweight"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".scales"].type = ElementType::I32; }), "F16, BF16 or F32"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".scales"].shape = {2, 64}; }), "Expected are codes"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".scales"].shape = {0, 128}; }), ".scales"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".qzeros"].shape = {2, 20}; }), "none of 2, 3, 4 and 8 bits"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".g_idx"].shape = {128}; }), "128 input features"));
        QVERIFY(contains(errorAfter([](auto& s) { s.tensors[".g_idx"].type = ElementType::I64; }), "a vector of I32"));
        QVERIFY(contains(errorAfter([&](auto& s) { setIndex(s, 200, 2); }), "Input feature 200 is said to be of group 2"));
        QVERIFY(contains(errorAfter([&](auto& s) { setIndex(s, 0, -1); }), "group -1"));
        QVERIFY(contains(errorAfter([](auto& s) {
                             for (const char* const part : {".qzeros", ".scales"}) {
                                 s.tensors[part].shape[0] = 200;
                             }
                         }),
                         "200 groups do not divide 256"));
        // Scales that are no numbers are read as they stand: statistics and verification name them.
        test::StoredModule stored = moduleOf(goldenFiles[1]);
        const std::uint16_t nan = 0x7E00;
        std::memcpy(stored.tensors.at(".scales").bytes.data(), &nan, sizeof nan);
        const auto found = recognised(stored, configurationOf(goldenFiles[1]));
        QVERIFY(std::isnan(test::decodeModule(*found->encoding, found->shape, stored).front()));
    }

    /// Whatever stands in the tensors, it is refused or decoded, to the last value.
    void damagedTensors() {
        std::mt19937 random(3);
        int refused = 0;
        int read = 0;
        for (int round = 0; round < 400; ++round) {
            test::StoredModule stored = moduleOf(goldenFiles[static_cast<std::size_t>(round) % goldenFiles.size()]);
            for (unsigned change = 0; change < 1 + random() % 3; ++change) {
                auto tensor = std::next(stored.tensors.begin(), static_cast<int>(random() % stored.tensors.size()));
                auto& shape = tensor->second.shape;
                switch (random() % 4) {
                case 0:
                case 1: tensor->second.bytes[random() % tensor->second.bytes.size()] = static_cast<std::byte>(random()); break;
                case 2: { // the same bytes in another shape
                    const std::size_t at = random() % shape.size();
                    if (shape.size() == 2 && shape[at] % 2 == 0) {
                        shape[at] /= 2;
                        shape[1 - at] *= 2;
                    }
                    break;
                }
                default: {
                    const auto first = std::max<std::uint64_t>(1, shape[0] / (1 + random() % 3));
                    tensor->second.bytes.resize(tensor->second.bytes.size() / shape[0] * first);
                    shape[0] = first;
                }
                }
            }
            std::optional<StoredMatrix> found;
            const auto error = test::errorOf([&] { found = recognised(stored, configurationOf(goldenFiles[1])); });
            if (error) {
                QVERIFY(error->kind() == ErrorKind::badInput && !error->detail().empty());
                ++refused;
            } else if (found) {
                QVERIFY(!found->encoding->whyNot(found->shape));
                QCOMPARE(test::decodeModule(*found->encoding, found->shape, stored).size(),
                         static_cast<std::size_t>(found->shape.values()));
                ++read;
            }
        }
        QVERIFY(refused > 50 && read > 50); // the damage was real, and not all of it
    }
};

QTEST_APPLESS_MAIN(TestGptq)
#include "tst_gptq.moc"
