// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR's tensors: what its converter writes (tests/data/spqr), scales and outliers of small error, and what holds for all
// matrices.
#include "base/numeric.h"
#include "codecs/block_data.h"
#include "codecs/matrix_data.h"
#include "codecs/spqr/family.h"
#include "codecs/spqr/packing.h"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

using namespace quantlathe;
using namespace quantlathe::spqr;

namespace {

struct GoldenFile {
    const char* name;
    MatrixShape shape;
    std::uint64_t outliers;
};
const std::array goldenFiles{
    GoldenFile{"3b_order", {256, 256, ElementType::F16}, 1540},
    GoldenFile{"3b_identity", {128, 320, ElementType::F16}, 2207},
    GoldenFile{"3b_no_outliers", {64, 128, ElementType::F16}, 0},
};

const std::string goldenLayer = "model.layers.0.self_attn.q_proj";
const std::vector<std::string> suffixes{".dense_weights", ".row_offsets", ".col_vals", ".in_perm"};

std::filesystem::path pathOf(const GoldenFile& golden) {
    return test::dataFile(std::string("spqr/") + golden.name + ".safetensors");
}

template <class T>
std::vector<T> tensorOf(const GoldenFile& golden, const std::string& tensor) {
    const auto found = test::goldenTensor(pathOf(golden), tensor).value();
    std::vector<T> values(found.raw().size() / sizeof(T));
    std::memcpy(values.data(), found.raw().data(), found.raw().size());
    return values;
}

std::vector<float> floatsOf(const GoldenFile& golden, const std::string& tensor) {
    std::vector<float> values;
    for (const std::uint16_t bits : tensorOf<std::uint16_t>(golden, tensor)) {
        values.push_back(floatFromF16(bits));
    }
    return values;
}

test::StoredModule moduleOf(const GoldenFile& golden) {
    return test::goldenModule(pathOf(golden), goldenLayer, suffixes);
}

/// The same outliers, sixteen rows in turns.
test::StoredModule tiledModuleOf(const GoldenFile& golden) {
    test::StoredModule stored = moduleOf(golden);
    for (const char* const name : {"row_offsets", "col_vals"}) {
        const auto tensor = test::goldenTensor(pathOf(golden), std::string("ptcsr.") + name).value();
        stored.tensors[std::string(".") + name] = {elementTypeFromSafetensors(tensor.dtype).value(), tensor.shape,
                                                   test::Bytes(tensor.raw().begin(), tensor.raw().end())};
    }
    return stored;
}

/// Columns of the golden values put where the model has them.
std::vector<float> inOrderOfTheModel(const GoldenFile& golden, const std::vector<float>& stored) {
    const auto order = tensorOf<std::int32_t>(golden, "legacy.perm");
    std::vector<float> values(stored.size());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        const std::size_t row = i / order.size();
        values[row * order.size() + static_cast<std::size_t>(order[i % order.size()])] = stored[i];
    }
    return values;
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

double difference(std::span<const float> a, std::span<const float> b, std::span<const float> weights = {}) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += (weights.empty() ? 1.0 : static_cast<double>(weights[i % weights.size()])) *
               std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}
double norm(std::span<const float> a) {
    return difference(a, std::vector<float>(a.size()));
}

std::optional<StoredMatrix> recognised(const test::StoredModule& stored) {
    return spqrFamily().recognise(stored.lookup());
}

/// How many outliers a module has.
std::uint32_t outliersIn(const test::StoredModule& stored, const MatrixShape& shape) {
    return offsetAt(stored.tensors.at(".row_offsets").bytes, shape.rows);
}

void setNumber(test::StoredModule& stored, const std::string& suffix, std::size_t index, auto number) {
    std::memcpy(stored.tensors.at(suffix).bytes.data() + index * sizeof number, &number, sizeof number);
}

} // namespace

class TestSpqr : public QObject {
    Q_OBJECT

    static void addGoldenFiles() { test::addRowsByIndex(goldenFiles); }
    static const GoldenFile& golden(int index) { return goldenFiles[static_cast<std::size_t>(index)]; }

    static std::string errorAfter(const std::function<void(test::StoredModule&)>& change) {
        test::StoredModule stored = moduleOf(goldenFiles[0]);
        change(stored);
        const auto error = test::errorOf([&] { (void)recognised(stored); });
        return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
    }

private slots:
    void namesAreUniqueAndFound() {
        std::set<std::string> names;
        for (const MatrixEncoding* const encoding : spqrFamily().encodings()) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
            QVERIFY(encoding->canEncode() && encoding->usesImportance());
        }
        QCOMPARE(encodingNamed("SPQR3-OUT1").bitsPerWeight(), 4.32);
        QCOMPARE(encodingNamed("SPQR3-OUT0.5").bitsPerWeight(), 4.16);
        QCOMPARE(encodingNamed("SPQR3-OUT0").bitsPerWeight(), 4.0);
        QCOMPARE(encodingByName("SPQR3-OUT3"), nullptr);
    }

    // ---- What the reference writes --------------------------------------------------------------------------------------

    void readsWhatTheReferenceWrites_data() { addGoldenFiles(); }
    void readsWhatTheReferenceWrites() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        for (const bool isTiled : {false, true}) {
            test::StoredModule stored = isTiled ? tiledModuleOf(file) : moduleOf(file);
            auto found = recognised(stored);
            QVERIFY(found.has_value());
            QCOMPARE(found->shape, file.shape);
            const auto withOutliers = inOrderOfTheModel(file, floatsOf(file, "dequant.compressed_add_permuted"));
            QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored), withOutliers),
                     std::string());
            // Without outliers, the room for them left as it is.
            for (std::byte& offset : stored.tensors.at(".row_offsets").bytes) {
                offset = std::byte{0};
            }
            found = recognised(stored);
            QVERIFY(found.has_value());
            const auto without = inOrderOfTheModel(file, floatsOf(file, "dequant.dense_only_permuted"));
            QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored), without), std::string());
        }
    }

    void namesOfWhatWasRead() {
        QCOMPARE(std::string(recognised(moduleOf(goldenFiles[0]))->encoding->name()), std::string("SPQR3-OUT2.35"));
        QCOMPARE(std::string(recognised(tiledModuleOf(goldenFiles[0]))->encoding->name()), std::string("SPQR3-OUT4.61-TILED"));
        QCOMPARE(static_cast<const Encoding*>(recognised(moduleOf(goldenFiles[2]))->encoding),
                 static_cast<const Encoding*>(&encodingNamed("SPQR3-OUT0")));
        QVERIFY(!recognised(moduleOf(goldenFiles[0]))->encoding->canEncode());
    }

    /// A converter's option: the order is empty, input features are where the model has them.
    void withoutAnOrder() {
        const GoldenFile& file = goldenFiles[1];
        for (test::StoredModule stored : {moduleOf(file), tiledModuleOf(file)}) {
            stored.tensors[".in_perm"] = {ElementType::I32, {0}, {}};
            const auto found = recognised(stored);
            QVERIFY(found.has_value());
            QCOMPARE(found->shape, file.shape);
            QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored),
                                           floatsOf(file, "dequant.compressed_add_permuted")),
                     std::string());
        }
    }

    void packsWhatTheReferencePacks_data() { addGoldenFiles(); }
    void packsWhatTheReferencePacks() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const auto codes = tensorOf<std::uint8_t>(file, "legacy.quant_weights");
        const auto scaleCodes = tensorOf<std::uint8_t>(file, "legacy.quant_layer_scale");
        const auto zeroCodes = tensorOf<std::uint8_t>(file, "legacy.quant_layer_zeros");
        const auto number = [&](const char* name) {
            return tensorOf<std::uint16_t>(file, std::string("legacy.quant_layer_") + name);
        };
        const auto scaleSteps = number("scale_qq_scale");
        const auto scaleZeros = number("scale_qq_zero");
        const auto zeroSteps = number("zero_qq_scale");
        const auto zeroZeros = number("zero_qq_zero");
        const test::StoredModule expected = moduleOf(file);
        test::StoredModule packed = expected;
        for (auto& [suffix, tensor] : packed.tensors) {
            std::ranges::fill(tensor.bytes, std::byte{0xEE});
        }
        const std::size_t tileRows = file.shape.rows / side;
        for (std::size_t tile = 0; tile < file.shape.columns / side; ++tile) {
            for (std::size_t tileRow = 0; tileRow < tileRows; ++tileRow) {
                const std::size_t at = tile * tileRows + tileRow;
                TileScales scales{.scales = {scaleSteps[at], scaleZeros[at]}, .zeros = {zeroSteps[at], zeroZeros[at]}};
                std::copy_n(&scaleCodes[at * side], side, scales.scaleCodes.begin());
                std::copy_n(&zeroCodes[at * side], side, scales.zeroCodes.begin());
                std::array<std::uint8_t, tileValues> ofTile{};
                for (std::size_t i = 0; i < tileValues; ++i) {
                    ofTile[i] = codes[(tileRow * side + i % side) * file.shape.columns + tile * side + i / side];
                }
                packTile(scales, ofTile.data(), file.shape, tileRow, tile, packed.tensors.at(".dense_weights").bytes);
                QVERIFY(tileScalesAt(file.shape, packed.tensors.at(".dense_weights").bytes, tileRow, tile) == scales);
            }
        }
        QCOMPARE(test::firstDifference(packed.tensors.at(".dense_weights").bytes, expected.tensors.at(".dense_weights").bytes),
                 std::string());
        const auto order = tensorOf<std::uint32_t>(file, "legacy.perm");
        std::vector<std::span<std::byte>> parts;
        for (const std::string& suffix : suffixes) {
            parts.emplace_back(packed.tensors.at(suffix).bytes);
        }
        packOrder(order, parts);
        QCOMPARE(test::firstDifference(packed.tensors.at(".in_perm").bytes, expected.tensors.at(".in_perm").bytes),
                 std::string());
    }

    // ---- Choosing scales and outliers -----------------------------------------------------------------------------------

    /// The original aims at outputs, not at weights, and stores outliers so that loaders miss them.
    void lessErrorThanTheReference() {
        const GoldenFile& file = goldenFiles[0];
        const auto weights = floatsOf(file, "input.weight");
        const double theirs =
            difference(inOrderOfTheModel(file, floatsOf(file, "dequant.compressed_add_permuted")), weights) / norm(weights);
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT2"); // fewer than theirs
        const double ours =
            difference(test::decodeModule(encoding, file.shape, test::encodeModule(encoding, file.shape, weights)), weights) /
            norm(weights);
        qInfo("%g of the reference's %g", ours / theirs, theirs);
        QVERIFY2(ours < 0.8 * theirs, std::to_string(ours / theirs).c_str());
        QVERIFY2(ours > 0.4 * theirs, std::to_string(ours / theirs).c_str());
    }

    void importanceLowersWeightedError() {
        const GoldenFile& file = goldenFiles[0];
        const auto weights = floatsOf(file, "input.weight");
        const auto gram = tensorOf<float>(file, "input.hessian");
        std::vector<float> importance;
        for (std::size_t i = 0; i < file.shape.columns; ++i) {
            importance.push_back(gram[i * file.shape.columns + i]);
        }
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT1");
        const auto errorWith = [&](std::span<const float> guide) {
            const auto stored = test::encodeModule(encoding, file.shape, weights, 1, nullptr, guide);
            return difference(test::decodeModule(encoding, file.shape, stored), weights, importance);
        };
        const double ratio = errorWith(importance) / errorWith({});
        qInfo("%g", ratio);
        QVERIFY2(ratio < 0.8, std::to_string(ratio).c_str());
    }

    void onlyRatiosOfImportanceMatter() {
        const MatrixShape shape{64, 96, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 21);
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT2");
        std::vector<float> importance(shape.columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = i % 16 == 0 ? 50.0F : 0.125F;
        }
        const test::StoredModule guided = test::encodeModule(encoding, shape, weights, 1, nullptr, importance);
        std::ranges::for_each(importance, [](float& value) { value *= 1024; });
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 1, nullptr, importance), guided),
                 std::string());
        const test::StoredModule plain = test::encodeModule(encoding, shape, weights);
        QVERIFY(!test::firstDifference(plain, guided).empty());
        const std::vector<float> none(shape.columns, 0.0F);
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 1, nullptr, none), plain), std::string());
    }

    /// One weight in a hundred is thirty times as large as the others.
    void outliersAreFound() {
        const MatrixShape shape{128, 256, ElementType::F16};
        std::vector<float> weights = test::normalValues(shape.values(), 77);
        for (std::size_t i = 0; i < weights.size(); i += 128) {
            weights[i + i / 128 * 37 % 128] = i % 256 == 0 ? 0.6F : -0.6F;
        }
        const auto errorOf = [&](const char* name) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto decoded = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights));
            double ofOutliers = 0;
            double ofOthers = 0;
            for (std::size_t i = 0; i < weights.size(); ++i) {
                const double error = std::fabs(static_cast<double>(decoded[i]) - static_cast<double>(weights[i]));
                (std::fabs(weights[i]) > 0.5F ? ofOutliers : ofOthers) += error * error;
            }
            return std::pair(ofOutliers, ofOthers);
        };
        const auto [outliers, others] = errorOf("SPQR3-OUT1");
        const auto [outliersWithout, othersWithout] = errorOf("SPQR3-OUT0");
        qInfo("outliers %g, others %g; without room %g, %g", outliers, others, outliersWithout, othersWithout);
        QVERIFY(outliers < 256 * std::pow(0.6 / 2048, 2)); // half a step of F16 each, and as much for what lies below
        QVERIFY(others < 0.2 * othersWithout);
    }

    // ---- What holds for all matrices ------------------------------------------------------------------------------------

    void roundTripOfAllEncodings() {
        const MatrixShape shape{128, 512, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 31);
        // Of normal values; what three bits can reach at best with one scale for all is 0.0345.
        const std::map<std::string, double> bounds{{"SPQR3-OUT0", 0.0170},
                                                   {"SPQR3-OUT0.5", 0.0160},
                                                   {"SPQR3-OUT1", 0.0152},
                                                   {"SPQR3-OUT2", 0.0138},
                                                   {"SPQR3-OUT4", 0.0110}};
        for (const MatrixEncoding* const encoding : spqrFamily().encodings()) {
            double progress = 0;
            const test::StoredModule stored = test::encodeModule(*encoding, shape, weights, 1, &progress);
            QVERIFY2(std::abs(progress - 1) < 1e-9, std::to_string(progress).c_str());
            const auto found = recognised(stored);
            QVERIFY(found.has_value());
            QCOMPARE(static_cast<const Encoding*>(found->encoding), static_cast<const Encoding*>(encoding));
            const double error = difference(test::decodeModule(*encoding, shape, stored), weights) / norm(weights);
            const std::uint64_t room = stored.tensors.at(".col_vals").shape[0];
            const std::uint64_t used = outliersIn(stored, shape);
            qInfo("%s: %g, %llu of %llu outliers", std::string(encoding->name()).c_str(), error,
                  static_cast<unsigned long long>(used), static_cast<unsigned long long>(room));
            QVERIFY(used <= room && static_cast<double>(used) >= 0.99 * static_cast<double>(room));
            const double bound = bounds.at(std::string(encoding->name()));
            QVERIFY2(error < bound && error > 0.8 * bound, std::to_string(error).c_str());
        }
    }

    void sameBytesForAnyOrderOfTiles() {
        const MatrixShape shape{160, 256, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 7);
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT1");
        const test::StoredModule alone = test::encodeModule(encoding, shape, weights, 1);
        QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 3), alone), std::string());
    }

    void sameBytesOnEveryInstructionSet() {
        const MatrixShape shape{48, 96, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 9);
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT2");
        const test::StoredModule plain = test::encodeModule(encoding, shape, weights);
        for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
            const test::OnlyTarget only(target);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights), plain), std::string());
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{32, 96, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 13);
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT4");
        const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
        const std::vector<float> whole = test::decodeModule(encoding, shape, stored);
        for (const std::size_t first : {0U, 1U, 15U, 16U, 95U, 96U, 1000U}) {
            for (const std::size_t count : {1U, 2U, 17U, 97U, 700U}) {
                const std::vector<float> part = test::decodeModule(encoding, shape, stored, first, count);
                QVERIFY(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)));
            }
        }
    }

    /// Rows in memory need not fill tiles.
    void anyNumberOfRows() {
        const Encoding& encoding = encodingNamed("SPQR3-OUT1");
        for (const std::size_t rows : {1U, 5U, 16U, 19U}) {
            const std::vector<float> weights = test::normalValues(rows * 64, 40 + rows);
            std::vector<std::byte> stored(encoding.bytes(rows, 64));
            encoding.encode(weights, 64, {}, stored);
            std::vector<float> decoded(weights.size());
            encoding.decode(stored, 64, decoded);
            QVERIFY(difference(decoded, weights) < 0.02 * norm(weights));
        }
    }

    void rowsOfZeros() {
        const MatrixShape shape{32, 64, ElementType::F16};
        std::vector<float> weights = test::normalValues(shape.values(), 5);
        std::fill_n(weights.begin() + 3 * 64, 64, 0.0F);
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT1");
        const std::vector<float> decoded = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights));
        QVERIFY(std::all_of(decoded.begin() + 3 * 64, decoded.begin() + 4 * 64,
                            [](float value) { return std::fabs(value) < 0.005F; })); // a quarter of a deviation
        QVERIFY(difference(decoded, weights) < 0.04 * norm(weights));
        for (const float constant : {0.0F, 0.5F, -3.0F, 0x1.0p-24F}) {
            const std::vector<float> same(shape.values(), constant);
            const std::vector<float> stored = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, same));
            QVERIFY(std::ranges::all_of(stored, [&](float value) {
                return std::fabs(value - constant) <= 0.001F * std::fabs(constant) + (constant != 0 ? 0x1.0p-24F : 0);
            }));
        }
    }

    /// Fewer weights than there is room for are no zeros.
    void mostlyZeros() {
        const MatrixShape shape{64, 128, ElementType::F16};
        std::vector<float> weights(shape.values());
        for (std::size_t i = 11; i < weights.size(); i += 211) {
            weights[i] = i % 2 == 0 ? 0.25F : -0.0625F;
        }
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT1");
        const std::vector<float> decoded = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights));
        QVERIFY2(difference(decoded, weights) < 1e-5 * norm(weights), std::to_string(difference(decoded, weights)).c_str());
    }

    /// What F16 can hold, in one matrix.
    void extremeValues() {
        const MatrixShape shape{16, 64, ElementType::F16};
        std::vector<float> weights = test::normalValues(shape.values(), 6);
        weights[5] = 65'504;
        weights[100] = -65'504;
        weights[200] = 0x1.0p-24F;
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT1");
        const std::vector<float> decoded = test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights));
        QVERIFY(std::ranges::all_of(decoded, [](float value) { return std::isfinite(value); }));
        QVERIFY(std::fabs(decoded[5] - weights[5]) <= 32 && std::fabs(decoded[100] - weights[100]) <= 32);
    }

    void shapesAndValuesThatCannotBeStored() {
        const MatrixEncoding& encoding = encodingNamed("SPQR3-OUT1");
        const auto reason = [&](std::uint64_t rows, std::uint64_t columns) {
            return encoding.whyNot({rows, columns, ElementType::F16}).value_or("");
        };
        QCOMPARE(reason(64, 48), std::string("its 48 input features are no multiple of 32"));
        QCOMPARE(reason(24, 64), std::string("its 24 output features are no multiple of 16"));
        QVERIFY(reason(16, 28'672).find("more than 23 488 input features") != std::string::npos ||
                reason(16, 28'672).find("input features, which loaders") != std::string::npos);
        QCOMPARE(reason(16, 14'336), std::string());
        QVERIFY(!reason(0, 64).empty());
        const MatrixShape shape{64, 64, ElementType::F16};
        for (const float bad : {NAN, INFINITY, -INFINITY, 1e6F}) {
            std::vector<float> weights = test::normalValues(shape.values(), 1);
            weights[37 * 64 + 7] = bad;
            const auto error = test::errorOf([&] { (void)test::encodeModule(encoding, shape, weights); });
            QVERIFY(error.has_value());
            QVERIFY2(error->detail().find("row 37, column 7") != std::string::npos, error->detail().c_str());
        }
    }

    void brokenTensors() {
        using Stored = test::StoredModule;
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        QCOMPARE(errorAfter([](Stored&) {}), std::string());
        for (const std::string& suffix : suffixes) {
            QVERIFY(contains(errorAfter([&](Stored& s) { s.tensors.erase(suffix); }), suffix.c_str()));
            QVERIFY(contains(errorAfter([&](Stored& s) { s.tensors.at(suffix).type = ElementType::F32; }), suffix.c_str()));
            QVERIFY(contains(errorAfter([&](Stored& s) { s.tensors.at(suffix).shape.push_back(1); }), suffix.c_str()));
        }
        QVERIFY(contains(errorAfter([](Stored& s) { s.tensors.at(".dense_weights").shape[0] -= 16; }), "make no matrix"));
        QVERIFY(contains(errorAfter([](Stored& s) { s.tensors.at(".row_offsets").shape[0] = 0; }), ".row_offsets"));
        QVERIFY(
            contains(errorAfter([](Stored& s) { setNumber(s, ".row_offsets", 5, std::uint32_t{0xFFFFFFFF}); }), "Number 5"));
        QVERIFY(contains(errorAfter([](Stored& s) { setNumber(s, ".row_offsets", 0, 1); }), "Number 0"));
        QVERIFY(contains(errorAfter([](Stored& s) { setNumber(s, ".row_offsets", 256, 1541); }), "Number 256"));
        QVERIFY(contains(errorAfter([](Stored& s) { setNumber(s, ".col_vals", 7, 256); }), "Outlier 7"));
        QVERIFY(contains(errorAfter([](Stored& s) { setNumber(s, ".in_perm", 3, std::uint16_t{256}); }), "Place 3"));
        QVERIFY(contains(errorAfter([](Stored& s) { setNumber(s, ".in_perm", 0, std::uint32_t{0}); }), ".in_perm"));
    }

    void otherFormsAreRefused() {
        const test::StoredModule stored = moduleOf(goldenFiles[0]);
        const auto refusal = [&](const nlohmann::json& configuration) {
            const auto error = test::errorOf([&] { (void)spqrFamily().recognise(stored.lookup(), &configuration); });
            return error ? error->detail() : std::string();
        };
        QCOMPARE(refusal({{"quant_method", "spqr"}, {"bits", 3}, {"beta1", 16}, {"beta2", 16}}), std::string());
        QVERIFY(refusal({{"bits", 4}}).find("bits 4") != std::string::npos);
        QVERIFY(refusal({{"beta2", 8}}).find("beta2 8") != std::string::npos);
    }
};

QTEST_GUILESS_MAIN(TestSpqr)
#include "tst_spqr.moc"
