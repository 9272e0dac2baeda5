// SPDX-License-Identifier: GPL-3.0-or-later
// compressed-tensors: what the reference functions write (tests/data/compressed-tensors), and what holds for all matrices.
#include "base/numeric.h"
#include "checkpoint/checkpoint.h"
#include "codecs/block_data.h"
#include "codecs/compressed_tensors/family.h"
#include "codecs/compressed_tensors/fp4_groups.h"
#include "codecs/compressed_tensors/packed_encoding.h"
#include "codecs/input_scale.h"
#include "codecs/joined_scale.h"
#include "codecs/matrix_data.h"
#include "kernels/convert.h"
#include "kernels/simd_targets.h"

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <set>

using namespace quantlathe;
using namespace quantlathe::compressed;
using Json = nlohmann::json;

namespace {

const Json ours{{"quant_method", "compressed-tensors"}};

std::filesystem::path pathOf(const std::string& name) {
    return test::dataFile((name.starts_with("float_") ? "fp8/" : "compressed-tensors/") + name + ".safetensors");
}

/// The tensors of `module` that a file would have.
test::StoredModule moduleOf(const std::string& name, const std::string& module = "m") {
    const std::array<std::string, 6> suffixes{".weight",       ".weight_packed",      ".weight_scale", ".weight_zero_point",
                                              ".weight_shape", ".weight_global_scale"};
    test::StoredModule stored;
    for (const std::string& suffix : suffixes) {
        try {
            const Checkpoint checkpoint = openCheckpoint(pathOf(name));
            if (const TensorInfo* const tensor = checkpoint.find(module + suffix)) {
                const auto bytes = checkpoint.bytes(*tensor);
                stored.tensors[suffix] = {tensor->type, tensor->shape, test::Bytes(bytes.begin(), bytes.end())};
            }
        } catch (const Error& error) {
            throw std::runtime_error(error.what());
        }
    }
    return stored;
}

std::vector<float> floatsOf(const std::string& name, const std::string& tensor) {
    const Checkpoint checkpoint = openCheckpoint(pathOf(name));
    const TensorInfo& found = *checkpoint.find(tensor);
    std::vector<float> values(found.elements());
    floatsFromStored(found.type, checkpoint.bytes(found), values);
    return values;
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr || asMatrixEncoding(*encoding) == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

std::optional<StoredMatrix> recognised(const test::StoredModule& stored, const Json& configuration = ours) {
    return compressedTensorsFamily().recognise(stored.lookup(), configuration.is_null() ? nullptr : &configuration);
}

double difference(std::span<const float> a, std::span<const float> b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        sum += std::pow(static_cast<double>(a[i]) - static_cast<double>(b[i]), 2);
    }
    return sum;
}

struct GoldenFile {
    const char* file;
    const char* module;
    const char* dequant;
    const char* encoding;
    MatrixShape shape;
    bool isWrittenAlike; // the same bytes come from the original weights
};
constexpr auto bf16 = ElementType::BF16;
const std::array goldenFiles{
    GoldenFile{"pack_quantized_w4a16_sym_g64", "m", "dequant", "W4A16-G64", {40, 256, bf16}, false},
    GoldenFile{"pack_quantized_w4a16_asym_g64", "m", "dequant", "W4A16-G64-ASYM", {40, 256, bf16}, false},
    GoldenFile{"int_quantized_w8a8", "m", "dequant", "W8A8", {64, 128, bf16}, true},
    GoldenFile{"float_quantized_fp8", "channel", "channel.dequant", "FP8-DYNAMIC", {64, 128, bf16}, true},
    GoldenFile{"nvfp4_pack_quantized", "m", "dequant", "NVFP4A16", {32, 128, bf16}, true},
    GoldenFile{"mxfp4_pack_quantized", "m", "dequant", "MXFP4A16", {32, 128, bf16}, true},
};

constexpr std::array writtenNames{"W8A8",       "FP8-DYNAMIC",    "FP8-BLOCK",      "W8A16-G32",       "W8A16-G64",
                                  "W8A16-G128", "W8A16-ROW",      "W4A16-G32",      "W4A16-G64",       "W4A16-G128",
                                  "W4A16-ROW",  "W4A16-G32-ASYM", "W4A16-G64-ASYM", "W4A16-G128-ASYM", "W4A16-ROW-ASYM",
                                  "NVFP4A16",   "NVFP4A4",        "MXFP4A16"};

/// Of values normally distributed, as a share of their squares.
double usualError(const std::string& name) {
    return name.starts_with("W8") ? 1e-4 : name.starts_with("FP8") ? 1e-3 : 0.02;
}

} // namespace

class TestCompressedTensors : public QObject {
    Q_OBJECT

    static void addGoldenFiles() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(goldenFiles.size()); ++i) {
            QTest::newRow(goldenFiles[static_cast<std::size_t>(i)].file) << i;
        }
    }
    static const GoldenFile& golden(int index) { return goldenFiles[static_cast<std::size_t>(index)]; }

    /// What recognise() says after a change of a golden file's tensors; empty when it takes them.
    static std::string errorAfter(const char* file, const std::function<void(test::StoredModule&)>& change) {
        test::StoredModule stored = moduleOf(file);
        change(stored);
        const auto error = test::errorOf([&] { (void)recognised(stored); });
        return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
    }

private slots:
    void namesAreUniqueAndFound() {
        std::set<std::string> names;
        for (const MatrixEncoding* const encoding : compressedTensorsFamily().encodings()) {
            QVERIFY(names.emplace(encoding->name()).second);
            QCOMPARE(static_cast<const void*>(encodingByName(encoding->name())), static_cast<const void*>(encoding));
            QVERIFY(encoding->canEncode() && schemeOf(*encoding).has_value());
        }
        QCOMPARE(names, std::set<std::string>(writtenNames.begin(), writtenNames.end()));
        QVERIFY(!schemeOf(encodingNamed("GPTQ4-G128")));
        QCOMPARE(encodingByName("W8A16-G128-ASYM"), nullptr); // vLLM has no kernel for it
        QCOMPARE(encodingByName("W4A16-G128")->bitsPerWeight(), 4.125);
        QCOMPARE(encodingByName("W4A16-G128-ASYM")->bitsPerWeight(), 4.15625);
        QCOMPARE(encodingByName("NVFP4A16")->bitsPerWeight(), 4.5);
    }

    // ---- What the reference functions write -----------------------------------------------------------------------------

    void readsWhatTheLibraryWrites_data() { addGoldenFiles(); }
    void readsWhatTheLibraryWrites() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const test::StoredModule stored = moduleOf(file.file, file.module);
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(std::string(found->encoding->name()), std::string(file.encoding));
        QCOMPARE(found->shape, file.shape);
        QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored),
                                       floatsOf(file.file, file.dequant)),
                 std::string());
    }

    void writesWhatTheLibraryWrites_data() { addGoldenFiles(); }
    void writesWhatTheLibraryWrites() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const MatrixEncoding& encoding = encodingNamed(file.encoding);
        const std::vector<float> weights = floatsOf(file.file, "orig.weight");
        const test::StoredModule expected = moduleOf(file.file, file.module);
        const test::StoredModule written = test::encodeModule(encoding, file.shape, weights);
        if (file.isWrittenAlike) {
            QCOMPARE(test::firstDifference(written, expected), std::string());
            return;
        }
        // Whole numbers: other scales, with a smaller error, in tensors of the same form.
        QCOMPARE(written.tensors.size(), expected.tensors.size());
        for (const auto& [suffix, tensor] : expected.tensors) {
            QCOMPARE(written.tensors.at(suffix).type, tensor.type);
            QCOMPARE(written.tensors.at(suffix).shape, tensor.shape);
        }
        QVERIFY(written.tensors.at(".weight_shape").bytes == expected.tensors.at(".weight_shape").bytes);
        const double theirs = difference(floatsOf(file.file, file.dequant), weights);
        const double mine = difference(test::decodeModule(encoding, file.shape, written), weights);
        QVERIFY2(mine < 0.95 * theirs && mine > 0.4 * theirs, std::to_string(mine / theirs).c_str());
    }

    /// Every width, both ways of packing, codes and zero points: as the golden file has them.
    void packsEveryWidth() {
        for (const std::uint32_t bits : {1U, 2U, 3U, 5U, 6U, 7U, 8U}) {
            const std::string prefix = "b" + std::to_string(bits) + '.';
            const std::vector<float> ints = floatsOf("pack_bit_widths", prefix + "ints");     // 6 × 50
            const std::vector<float> zeros = floatsOf("pack_bit_widths", prefix + "zp_ints"); // 10 × 3
            const auto bytesOf = [&](const std::string& name) {
                const auto tensor = test::goldenTensor(pathOf("pack_bit_widths"), prefix + name).value();
                return test::Bytes(tensor.raw().begin(), tensor.raw().end());
            };
            const PackedLayout dense{.bits = bits};
            const PackedLayout loose{.bits = bits, .isLoose = true};
            const test::Bytes denseBytes = bytesOf("dense");
            const test::Bytes looseBytes = bytesOf("legacy");
            const test::Bytes zeroBytes = bytesOf("zp_dense");
            const auto middle = static_cast<float>(dense.middle());
            for (std::size_t row = 0; row < 6; ++row) {
                const std::size_t denseRow = dense.words(50) * 4;
                const std::size_t looseRow = loose.words(50) * 4;
                std::vector<std::uint8_t> codes(50);
                for (std::size_t i = 0; i < 50; ++i) {
                    codes[i] = static_cast<std::uint8_t>(ints[row * 50 + i] + middle);
                    QCOMPARE(codeAt(dense, std::span(denseBytes).subspan(row * denseRow, denseRow), i), codes[i]);
                    QCOMPARE(codeAt(loose, std::span(looseBytes).subspan(row * looseRow, looseRow), i), codes[i]);
                }
                test::Bytes packed(denseRow, std::byte{0xAA});
                packRow(dense, codes, packed);
                QVERIFY(
                    std::equal(packed.begin(), packed.end(), denseBytes.begin() + static_cast<std::ptrdiff_t>(row * denseRow)));
            }
            for (std::size_t row = 0; row < 10; ++row) {
                for (std::size_t group = 0; group < 3; ++group) {
                    const auto column = std::span<const std::byte>(zeroBytes).subspan(group * 4);
                    QCOMPARE(codeAt(dense, column, row, 3), static_cast<std::uint32_t>(zeros[row * 3 + group] + middle));
                }
            }
        }
    }

    void roundsToFourBitFloatsAsTheLibrary() {
        const std::vector<float> values = floatsOf("fp4_rounding_probe", "f32");
        const std::vector<float> expected = floatsOf("fp4_rounding_probe", "e2m1");
        constexpr std::array levels{0.0F, 0.5F, 1.0F, 1.5F, 2.0F, 3.0F, 4.0F, 6.0F};
        std::vector<std::byte> packed(values.size() / 2);
        e2m1Codes(values, 1, packed);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const auto code = std::to_integer<unsigned>(packed[i / 2]) >> (i % 2 * 4) & 15U;
            QCOMPARE((code & 8U) != 0 ? -levels[code & 7U] : levels[code & 7U], expected[i]);
        }
    }

    // ---- Reading what others write --------------------------------------------------------------------------------------

    /// Widths that are not written here, in both packings, with a scale for each row.
    void otherWidthsAreRead() {
        for (const std::uint32_t bits : {2U, 3U, 5U, 6U, 7U}) {
            const std::string prefix = "b" + std::to_string(bits) + '.';
            const std::vector<float> ints = floatsOf("pack_bit_widths", prefix + "ints");
            for (const std::string packing : {"dense", "legacy"}) {
                const auto codes = test::goldenTensor(pathOf("pack_bit_widths"), prefix + packing).value();
                // The number of words must tell: 50 columns of 3 or 6 bits make as many both ways, and 7 bits in the old form
                // look like 8.
                if (packing == "legacy" && bits != 2 && bits != 5) {
                    continue;
                }
                test::StoredModule stored;
                stored.tensors[".weight_packed"] = {ElementType::I32, codes.shape,
                                                    test::Bytes(codes.raw().begin(), codes.raw().end())};
                test::Bytes scales;
                for (int row = 0; row < 6; ++row) {
                    for (const int byte : {0, 0, 0x80, 0x3F}) { // 1.0
                        scales.push_back(static_cast<std::byte>(byte));
                    }
                }
                stored.tensors[".weight_scale"] = {ElementType::F32, {6, 1}, scales};
                const std::array<std::int64_t, 2> sides{6, 50};
                const auto sideBytes = std::as_bytes(std::span(sides));
                stored.tensors[".weight_shape"] = {ElementType::I64, {2}, test::Bytes(sideBytes.begin(), sideBytes.end())};
                const auto found = recognised(stored);
                QVERIFY(found.has_value());
                QVERIFY(!found->encoding->canEncode());
                QCOMPARE(std::string(found->encoding->name()), "W" + std::to_string(bits) + "A16-ROW");
                QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored), ints),
                         std::string());
            }
        }
    }

    /// An index of groups, as "activation order" writes it: the same codes, other scales.
    void groupsMayBeScattered() {
        const char* const file = "pack_quantized_w4a16_sym_g64";
        test::StoredModule stored = moduleOf(file);
        std::vector<std::int32_t> groups(256);
        for (std::size_t i = 0; i < groups.size(); ++i) {
            groups[i] = static_cast<std::int32_t>(i % 4);
        }
        const auto bytes = std::as_bytes(std::span(groups));
        stored.tensors[".weight_g_idx"] = {ElementType::I32, {256}, test::Bytes(bytes.begin(), bytes.end())};
        const auto found = recognised(stored);
        QCOMPARE(std::string(found->encoding->name()), std::string("W4A16-G64-ACT"));
        const std::vector<float> ints = floatsOf(file, "ints");
        const std::vector<float> scales = floatsOf(file, "m.weight_scale");
        const std::vector<float> decoded = test::decodeModule(*found->encoding, found->shape, stored);
        for (std::size_t i = 0; i < decoded.size(); ++i) {
            QCOMPARE(decoded[i], ints[i] * scales[i / 256 * 4 + i % 4]);
        }
        groups[17] = 4;
        std::memcpy(stored.tensors[".weight_g_idx"].bytes.data(), groups.data(), groups.size() * sizeof(std::int32_t));
        const auto error = test::errorOf([&] { (void)recognised(stored); });
        QVERIFY(error && error->detail().find("Input feature 17 is said to be of group 4") != std::string::npos);
    }

    void bytesAreOursWhereTheConfigurationSaysSo() {
        for (const char* const file : {"int_quantized_w8a8", "float_quantized_fp8"}) {
            const test::StoredModule stored = moduleOf(file, std::string(file).starts_with("int") ? "m" : "channel");
            QVERIFY(recognised(stored));
            QVERIFY(!recognised(stored, Json()));
            QVERIFY(!recognised(stored, Json{{"quant_method", "fbgemm_fp8"}}));
        }
        QVERIFY(recognised(moduleOf("nvfp4_pack_quantized"), Json()));   // these names are nobody else's
        QVERIFY(!recognised(moduleOf("float_quantized_fp8", "tensor"))); // one scale: the reader of others' FP8 has it
    }

    void brokenTensorsAreRefused() {
        const char* const packed = "pack_quantized_w4a16_sym_g64";
        const auto contains = [](const std::string& text, const char* part) { return text.find(part) != std::string::npos; };
        QVERIFY(contains(errorAfter(packed, [](auto& stored) { stored.tensors.erase(".weight_shape"); }), ".weight_shape"));
        QVERIFY(contains(errorAfter(packed, [](auto& stored) { stored.tensors.erase(".weight_scale"); }), ".weight_scale"));
        QVERIFY(contains(
            errorAfter(packed, [](auto& stored) { stored.tensors[".weight_shape"].bytes.assign(16, std::byte{0xFF}); }),
            "-1 × -1"));
        QVERIFY(contains(errorAfter(packed, [](auto& stored) { stored.tensors[".weight_shape"].bytes[8] = std::byte{17}; }),
                         "no width of codes"));
        QVERIFY(contains(errorAfter(packed,
                                    [](auto& stored) {
                                        stored.tensors[".weight_scale"].shape = {40, 3};
                                    }),
                         "3 groups do not divide 256"));
        QVERIFY(contains(errorAfter(packed, [](auto& stored) { stored.tensors[".weight_packed"].type = ElementType::I64; }),
                         "not in I64"));
        QVERIFY(contains(
            errorAfter("nvfp4_pack_quantized", [](auto& stored) { stored.tensors[".weight_scale"].type = ElementType::U8; }),
            ".weight_scale"));
        QVERIFY(contains(errorAfter("mxfp4_pack_quantized",
                                    [](auto& stored) {
                                        stored.tensors[".weight_packed"].shape = {64, 24};
                                    }),
                         "no multiple of 32"));
        QVERIFY(contains(errorAfter("int_quantized_w8a8",
                                    [](auto& stored) {
                                        stored.tensors[".weight_scale"].shape = {32, 2};
                                    }),
                         "one scale for every row"));
        QCOMPARE(errorAfter(packed, [](auto&) {}), std::string());
    }

    // ---- Scales ---------------------------------------------------------------------------------------------------------

    void importanceLowersTheWeighedError() {
        const std::uint64_t columns = 256;
        const std::vector<float> weights = test::normalValues(32 * columns, 21);
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = i % 16 == 0 ? 50.0F : 0.1F;
        }
        for (const char* const name : {"W4A16-G128", "W4A16-G32-ASYM", "W4A16-ROW", "NVFP4A16", "MXFP4A16"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            QVERIFY(encoding.usesImportance());
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
            const double ratio = weighed(importance) / weighed({});
            const double bound = std::string(name) == "MXFP4A16" ? 0.999 : 0.9; // few scales are powers of two
            QVERIFY2(ratio < bound, (name + (' ' + std::to_string(ratio))).c_str());
        }
    }

    /// A stored scale of activations makes no other matrix, but another way to compute with it.
    void activationsOfNvfp4AreToldByTheirScale() {
        test::StoredModule stored = moduleOf("nvfp4_pack_quantized");
        const auto kept = recognised(stored);
        stored.tensors[".input_global_scale"] = {ElementType::F32, {1}, test::Bytes(sizeof(float), std::byte{0x40})};
        const auto rounded = recognised(stored);
        QVERIFY(kept && rounded);
        QCOMPARE(std::string(kept->encoding->name()), std::string("NVFP4A16"));
        QCOMPARE(std::string(rounded->encoding->name()), std::string("NVFP4A4"));
        QVERIFY(kept->shape == rounded->shape);
        QVERIFY(schemeOf(*kept->encoding)->activations == Scheme::Activations::kept);
        QVERIFY(schemeOf(*rounded->encoding)->activations == Scheme::Activations::perTensorGroup);
        const std::vector<float> values = test::normalValues(32 * 128, 5);
        QVERIFY(test::encodeModule(*kept->encoding, kept->shape, values).tensors.at(".weight_packed").bytes ==
                test::encodeModule(*rounded->encoding, kept->shape, values).tensors.at(".weight_packed").bytes);
        // The library: largest scale · largest level ÷ largest magnitude, in F32.
        QVERIFY(inputScaledEncoding(*kept->encoding) == nullptr);
        const InputScaledEncoding& scaled = *inputScaledEncoding(*rounded->encoding);
        QCOMPARE(scaled.inputScale(10.5F), 2688 / 10.5F);
        QCOMPARE(scaled.inputScale(0), 1.0F);
        QVERIFY(std::isfinite(scaled.inputScale(std::numeric_limits<float>::denorm_min())));
    }

    /// NVFP4: what consumers join must have one second scale.
    void joinedMatricesShareAScale() {
        const MatrixEncoding& encoding = encodingNamed("NVFP4A16");
        QCOMPARE(joinedScaleEncoding(encodingNamed("MXFP4A16")), nullptr);
        const std::uint64_t columns = 64;
        const std::vector<float> weights = test::normalValues(8 * columns, 3);
        const float largest = std::abs(*std::ranges::max_element(weights, {}, [](float value) { return std::abs(value); }));
        const auto encoded = [&](float joined) {
            const std::vector<MatrixPart> parts = encoding.parts({8, columns, ElementType::BF16});
            std::vector<test::Bytes> bytes;
            std::vector<std::span<std::byte>> spans;
            for (const MatrixPart& part : parts) {
                bytes.emplace_back(part.bytes());
            }
            for (test::Bytes& part : bytes) {
                spans.emplace_back(part);
            }
            const MatrixTask task{.shape = {8, columns, ElementType::BF16},
                                  .read =
                                      [&](std::uint64_t first, std::span<float> out) {
                                          std::ranges::copy(std::span(weights).subspan(first, out.size()), out.begin());
                                      },
                                  .forEach =
                                      [](std::size_t count, const std::function<void(std::size_t)>& body) {
                                          for (std::size_t i = 0; i < count; ++i) {
                                              body(i);
                                          }
                                      },
                                  .advance = [](double) {}};
            joinedScaleEncoding(encoding)->encodeJoined(task, joined, spans);
            return bytes;
        };
        const auto globalOf = [](const std::vector<test::Bytes>& bytes) {
            float global = 0;
            std::memcpy(&global, bytes[2].data(), sizeof global);
            return global;
        };
        QCOMPARE(globalOf(encoded(0)), 2688 / largest);
        QVERIFY(encoded(0) == encoded(largest));
        QCOMPARE(globalOf(encoded(4 * largest)), 2688 / (4 * largest));
        const auto shared = encoded(4 * largest);
        std::vector<std::span<const std::byte>> spans(shared.begin(), shared.end());
        std::vector<float> decoded(weights.size());
        encoding.decodeMatrix({8, columns, ElementType::BF16}, spans, 0, decoded);
        const double norm = difference(weights, std::vector<float>(weights.size()));
        QVERIFY(difference(decoded, weights) < 0.015 * norm);
    }

    void blocksOfFp8HaveTheirOwnScale() {
        const MatrixEncoding& encoding = encodingNamed("FP8-BLOCK");
        const MatrixShape shape{200, 300, ElementType::F32};
        std::vector<float> weights = test::normalValues(shape.values(), 5);
        for (std::uint64_t row = 128; row < 200; ++row) {
            for (std::uint64_t column = 128; column < 256; ++column) {
                weights[row * 300 + column] *= 1024;
            }
        }
        const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
        QCOMPARE(stored.tensors.at(".weight_scale").shape, (std::vector<std::uint64_t>{2, 3}));
        const std::vector<float> decoded = test::decodeModule(encoding, shape, stored);
        for (std::size_t i = 0; i < weights.size(); ++i) {
            const bool isLarge = i / 300 >= 128 && i % 300 >= 128 && i % 300 < 256;
            // Half a step of three bits, and of the smallest exponent.
            QVERIFY(std::abs(decoded[i] - weights[i]) <= std::abs(weights[i]) / 15.9F + (isLarge ? 1024 : 1) * 1e-6F);
        }
        for (std::size_t block = 0; block < 6; ++block) {
            float largest = 0;
            float scale = 0;
            std::memcpy(&scale, stored.tensors.at(".weight_scale").bytes.data() + 4 * block, 4);
            for (std::size_t i = 0; i < weights.size(); ++i) {
                if (i / 300 / 128 * 3 + i % 300 / 128 == block) {
                    largest = std::max(largest, std::abs(weights[i]));
                }
            }
            QCOMPARE(scale, largest / 448);
        }
    }

    void constantMatrices() {
        for (const char* const name : writtenNames) {
            const MatrixEncoding& encoding = encodingNamed(name);
            for (const ElementType type : {ElementType::BF16, ElementType::F16, ElementType::F32}) {
                const MatrixShape shape{16, 128, type};
                for (const float value : {0.0F, 0.5F, -0.25F, 3.0F, -1000.0F, 1e-5F}) {
                    if (value == 1e-5F && type == ElementType::F16) {
                        continue; // of which there is no such scale
                    }
                    const std::vector<float> weights(shape.values(), value);
                    for (const float decoded :
                         test::decodeModule(encoding, shape, test::encodeModule(encoding, shape, weights))) {
                        // A power of two as scale meets a level only now and then.
                        const float bound = std::string(name) == "MXFP4A16" ? 0.17F : 0.05F;
                        QVERIFY2(std::abs(decoded - value) <= bound * std::abs(value) + 1e-7F,
                                 (name + std::to_string(value) + ' ' + std::to_string(decoded)).c_str());
                    }
                }
            }
        }
    }

    // ---- What holds for all matrices ------------------------------------------------------------------------------------

    void roundTripOfAllEncodings() {
        for (const ElementType type : {ElementType::BF16, ElementType::F16, ElementType::F32}) {
            const MatrixShape shape{61, 640, type}; // no whole words of zero points, no whole blocks
            const std::vector<float> weights = test::normalValues(shape.values(), 31);
            const double norm = difference(weights, std::vector<float>(weights.size()));
            for (const char* const name : writtenNames) {
                const MatrixEncoding& encoding = encodingNamed(name);
                QVERIFY(!encoding.whyNot(shape));
                double progress = 0;
                test::StoredModule stored = test::encodeModule(encoding, shape, weights, 1, &progress);
                QVERIFY(std::abs(progress - 1) < 1e-9);
                if (const InputScaledEncoding* const scaled = inputScaledEncoding(encoding)) {
                    stored.tensors[std::string(scaled->inputScaleSuffix())] = {ElementType::F32, {1}, test::Bytes(4)};
                }
                const auto found = recognised(stored);
                QVERIFY(found.has_value());
                QCOMPARE(std::string(found->encoding->name()), std::string(name));
                QCOMPARE(found->shape.rows, shape.rows);
                QCOMPARE(found->shape.columns, shape.columns);
                const double error = difference(test::decodeModule(*found->encoding, found->shape, stored), weights) / norm;
                QVERIFY2(error < usualError(name), (name + (' ' + std::to_string(error))).c_str());
            }
        }
    }

    void sameBytesForAnyOrderOfTiles() {
        const MatrixShape shape{300, 3072, ElementType::BF16};
        const std::vector<float> weights = test::normalValues(shape.values(), 7);
        const std::vector<float> importance(test::generate(test::kinds[0], shape.columns, 2));
        std::vector<float> positive(importance);
        std::ranges::for_each(positive, [](float& value) { value = std::abs(value); });
        for (const char* const name :
             {"W4A16-G128", "W4A16-ROW-ASYM", "W8A8", "FP8-DYNAMIC", "FP8-BLOCK", "NVFP4A16", "MXFP4A16"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            QCOMPARE(test::firstDifference(test::encodeModule(encoding, shape, weights, 1, nullptr, positive),
                                           test::encodeModule(encoding, shape, weights, 3, nullptr, positive)),
                     std::string());
        }
    }

    void sameBytesOnEveryInstructionSet() {
        const std::uint64_t rows = 20;
        const std::uint64_t columns = 384;
        const std::vector<float> weights = test::normalValues(rows * columns, 9);
        std::vector<float> importance(columns);
        for (std::size_t i = 0; i < importance.size(); ++i) {
            importance[i] = 0.3F + static_cast<float>(i % 7);
        }
        for (const char* const name : writtenNames) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const auto bytes = [&](std::span<const float> guide) {
                std::vector<std::byte> stored(encoding.bytes(rows, columns));
                encoding.encode(weights, columns, {.importance = guide}, stored);
                return stored;
            };
            const auto plain = bytes({});
            const auto weighed = bytes(importance);
            QCOMPARE(plain != weighed, encoding.usesImportance());
            for (const std::int64_t target : hwy::SupportedAndGeneratedTargets()) {
                const test::OnlyTarget only(target);
                QVERIFY2(bytes({}) == plain && bytes(importance) == weighed, hwy::TargetName(target));
            }
        }
    }

    void anyRangeIsDecoded() {
        const MatrixShape shape{64, 160, ElementType::F16};
        const std::vector<float> weights = test::normalValues(shape.values(), 13);
        for (const char* const name :
             {"W4A16-G32", "W4A16-ROW-ASYM", "W8A16-G32", "W8A8", "FP8-BLOCK", "NVFP4A16", "MXFP4A16"}) {
            const MatrixEncoding& encoding = encodingNamed(name);
            const test::StoredModule stored = test::encodeModule(encoding, shape, weights);
            const std::vector<float> whole = test::decodeModule(encoding, shape, stored);
            for (const std::size_t first : {0U, 1U, 31U, 160U, 1003U, 10239U}) {
                for (const std::size_t count : {1U, 2U, 63U, 1025U, 8000U}) {
                    if (first + count <= weights.size()) {
                        const std::vector<float> part = test::decodeModule(encoding, shape, stored, first, count);
                        QVERIFY2(std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(first)),
                                 name);
                    }
                }
            }
        }
    }

    void shapesThatCannotBeStored() {
        const auto reason = [](const char* name, MatrixShape shape) { return encodingNamed(name).whyNot(shape).value_or(""); };
        QCOMPARE(reason("W4A16-G64", {64, 96, bf16}),
                 std::string("its 96 input features are no multiple of 64, the size of a group"));
        QCOMPARE(reason("W4A16-ROW", {64, 12, bf16}),
                 std::string("its 12 input features are no multiple of 8, as many as a word holds"));
        QCOMPARE(reason("NVFP4A16", {64, 24, bf16}),
                 std::string("its 24 input features are no multiple of 16, the size of a group"));
        QCOMPARE(reason("MXFP4A16", {64, 48, bf16}),
                 std::string("its 48 input features are no multiple of 32, the size of a group"));
        for (const char* const name : writtenNames) {
            QVERIFY(!reason(name, {0, 128, bf16}).empty());
            QVERIFY(!reason(name, {64, 128, ElementType::F64}).empty());
            QCOMPARE(reason(name, {3, 128, bf16}), std::string());
        }
    }

    void valuesThatCannotBeStored() {
        const MatrixShape shape{64, 256, ElementType::F16};
        for (const char* const name : writtenNames) {
            for (const float bad : {NAN, INFINITY, -INFINITY}) {
                std::vector<float> weights = test::normalValues(shape.values(), 1);
                weights[37 * 256 + 77] = bad;
                const auto error = test::errorOf([&] { (void)test::encodeModule(encodingNamed(name), shape, weights); });
                QVERIFY2(error && error->kind() == ErrorKind::badInput, name);
                QVERIFY2(error->detail().find("row 37, column 77") != std::string::npos, error->detail().c_str());
            }
        }
    }
};

QTEST_GUILESS_MAIN(TestCompressedTensors)
#include "tst_compressed_tensors.moc"
