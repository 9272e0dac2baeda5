// SPDX-License-Identifier: GPL-3.0-or-later
// SpQR's legacy form: what the authors' quantizer saves (tests/data/spqr), files of the same tensors, weights of the compressed
// form.
#include "base/crc32.h"
#include "base/numeric.h"
#include "base/stored_zip.h"
#include "checkpoint/pytorch_reader.h"
#include "codecs/block_data.h"
#include "codecs/matrix_data.h"
#include "codecs/spqr/family.h"
#include "codecs/spqr/legacy_archive.h"

#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

using namespace quantlathe;
using namespace quantlathe::spqr;
using test::StoredModule;

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

std::filesystem::path pathOf(const GoldenFile& golden) {
    return test::dataFile(std::string("spqr/") + golden.name + ".safetensors");
}

test::Bytes bytesOf(const std::filesystem::path& file, const std::string& tensor) {
    const auto found = test::goldenTensor(file, tensor).value();
    return {found.raw().begin(), found.raw().end()};
}

/// The tensors as a file has them: lists are stacked in golden files.
StoredModule moduleFrom(const std::filesystem::path& file) {
    StoredModule stored;
    const auto add = [&](const std::string& suffix, const std::string& tensor) {
        const auto found = test::goldenTensor(file, "legacy." + tensor).value();
        stored.tensors[suffix] = {elementTypeFromSafetensors(found.dtype).value(), found.shape,
                                  test::Bytes(found.raw().begin(), found.raw().end())};
    };
    add(".quant_weights", "quant_weights");
    add(".perm", "perm");
    for (const std::string_view list : legacyLists) {
        const auto all = test::goldenTensor(file, fmt::format("legacy.{}", list)).value();
        const std::uint64_t groups = all.shape.at(0);
        const std::size_t bytes = all.raw().size() / groups;
        for (std::uint64_t group = 0; group < groups; ++group) {
            const auto raw = all.raw().subspan(group * bytes, bytes);
            stored.tensors[fmt::format(".{}.{}", list, group)] = {
                elementTypeFromSafetensors(all.dtype).value(), {all.shape.at(1), all.shape.at(2)}, {raw.begin(), raw.end()}};
        }
    }
    return stored;
}

void setOutliers(StoredModule& stored, const std::vector<std::uint64_t>& places, const std::vector<std::uint16_t>& values) {
    const auto placeBytes = std::as_bytes(std::span(places));
    const auto valueBytes = std::as_bytes(std::span(values));
    stored.tensors[".outliers_matrix.indices"] = {
        ElementType::I64, {2, values.size()}, test::Bytes(placeBytes.begin(), placeBytes.end())};
    stored.tensors[".outliers_matrix.values"] = {
        ElementType::F16, {values.size()}, test::Bytes(valueBytes.begin(), valueBytes.end())};
}

StoredModule compressedOf(const GoldenFile& golden) {
    const std::vector<std::string> suffixes{".dense_weights", ".row_offsets", ".col_vals", ".in_perm"};
    return test::goldenModule(pathOf(golden), "model.layers.0.self_attn.q_proj", suffixes);
}

std::vector<std::span<const std::byte>> compressedParts(const StoredModule& stored) {
    return {stored.tensors.at(".dense_weights").bytes, stored.tensors.at(".row_offsets").bytes,
            stored.tensors.at(".col_vals").bytes, stored.tensors.at(".in_perm").bytes};
}

/// The converter took the outliers of the compressed form over from the legacy one as they were.
StoredModule moduleOf(const GoldenFile& golden) {
    StoredModule stored = moduleFrom(pathOf(golden));
    const StoredModule compressed = compressedOf(golden);
    const auto parts = compressedParts(compressed);
    std::vector<std::uint64_t> places(2 * golden.outliers);
    std::vector<std::uint16_t> values;
    for (std::uint64_t row = 0; row < golden.shape.rows; ++row) {
        for (std::uint64_t i = offsetAt(parts[1], row); i < offsetAt(parts[1], row + 1); ++i) {
            places[i] = row;
            places[golden.outliers + i] = placeOfOutlier(parts[2], i);
            values.push_back(f16FromFloat(differenceOfOutlier(parts[2], i)));
        }
    }
    setOutliers(stored, places, values);
    return stored;
}

/// Golden values without outliers, those in their place, in the order of the model.
std::vector<float> expectedOf(const GoldenFile& golden, const StoredModule& stored) {
    const auto columns = static_cast<std::size_t>(golden.shape.columns);
    const test::Bytes dense = bytesOf(pathOf(golden), "dequant.dense_only_permuted");
    std::vector<float> values(static_cast<std::size_t>(golden.shape.values()));
    const auto number = [](const test::Bytes& bytes, std::size_t index, auto example) {
        std::memcpy(&example, bytes.data() + index * sizeof example, sizeof example);
        return example;
    };
    for (std::size_t i = 0; i < values.size(); ++i) {
        values[i] = floatFromF16(number(dense, i, std::uint16_t{}));
    }
    const test::Bytes& places = stored.tensors.at(".outliers_matrix.indices").bytes;
    for (std::size_t i = 0; i < golden.outliers; ++i) {
        const auto at = number(places, i, std::uint64_t{}) * columns + number(places, golden.outliers + i, std::uint64_t{});
        values[at] = floatFromF16(number(stored.tensors.at(".outliers_matrix.values").bytes, i, std::uint16_t{}));
    }
    std::vector<float> ordered(values.size());
    const test::Bytes& order = stored.tensors.at(".perm").bytes;
    for (std::size_t i = 0; i < values.size(); ++i) {
        ordered[i / columns * columns + number(order, i % columns, std::uint32_t{})] = values[i];
    }
    return ordered;
}

std::optional<StoredMatrix> recognised(const StoredModule& stored) {
    return spqrLegacyFamily().recognise(stored.lookup());
}

const MatrixEncoding& encodingNamed(const std::string& name) {
    const Encoding* const encoding = encodingByName(name);
    if (encoding == nullptr) {
        throw std::runtime_error("no encoding " + name);
    }
    return *asMatrixEncoding(*encoding);
}

/// The tensors of a file, by what stands behind the layer's name.
StoredModule moduleIn(std::span<const std::byte> archive) {
    StoredModule stored;
    const FileContents contents = parsePyTorchFile({archive, archive.size(), "q_proj"}, PyTorchDepth::listsToo);
    for (const TensorInfo& tensor : contents.tensors) {
        const auto bytes = archive.subspan(tensor.offset, tensor.bytes);
        stored.tensors['.' + tensor.name] = {tensor.type, tensor.shape, {bytes.begin(), bytes.end()}};
    }
    return stored;
}

} // namespace

class TestSpqrLegacy : public QObject {
    Q_OBJECT

    static void addGoldenFiles() { test::addRowsByIndex(goldenFiles); }
    static const GoldenFile& golden(int index) { return goldenFiles[static_cast<std::size_t>(index)]; }

    static std::string errorAfter(const std::function<void(StoredModule&)>& change) {
        StoredModule stored = moduleOf(goldenFiles[0]);
        change(stored);
        const auto error = test::errorOf([&] { (void)recognised(stored); });
        return error ? std::string(error->what()) + ' ' + error->detail() : std::string();
    }

private slots:
    void readsWhatTheReferenceSaves_data() { addGoldenFiles(); }
    void readsWhatTheReferenceSaves() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const StoredModule stored = moduleOf(file);
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(found->shape, file.shape);
        QVERIFY(!found->encoding->canEncode());
        const std::vector<float> expected = expectedOf(file, stored);
        QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored), expected), std::string());
        // Any range, as charts and comparisons ask for it.
        const auto part = test::decodeModule(*found->encoding, found->shape, stored, 1000, 777);
        QCOMPARE(test::firstDifference(part, std::vector(expected.begin() + 1000, expected.begin() + 1777)), std::string());
    }

    /// Of widths that the compressed form does not have, decoded by the authors' own program.
    void readsOtherWidths_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("encoding");
        QTest::newRow("four bits") << "4b_g16_legacy_only"
                                   << "SPQR-OUT0.12-LEGACY";
        QTest::newRow("two bits") << "2b_g8_simplified_legacy_only"
                                  << "SPQR-OUT1.94-LEGACY";
        QTest::newRow("three bits") << "3b_16x16_actorder"
                                    << "SPQR-OUT2.35-LEGACY";
    }
    void readsOtherWidths() {
        QFETCH(QString, name);
        QFETCH(QString, encoding);
        const auto file = test::extraData("golden/spqr/spqr_" + name.toStdString() + ".safetensors");
        if (!file) {
            QSKIP(test::extraDataHint);
        }
        StoredModule stored = moduleFrom(*file);
        const test::Bytes places = bytesOf(*file, "legacy.outliers_indices");
        const test::Bytes values = bytesOf(*file, "legacy.outliers_values");
        stored.tensors[".outliers_matrix.indices"] = {ElementType::I64, {2, values.size() / 2}, places};
        stored.tensors[".outliers_matrix.values"] = {ElementType::F16, {values.size() / 2}, values};
        const auto found = recognised(stored);
        QVERIFY(found.has_value());
        QCOMPARE(QString::fromStdString(std::string(found->encoding->name())), encoding);
        const test::Bytes raw = bytesOf(*file, "dequant.legacy_replace");
        std::vector<float> expected(raw.size() / sizeof(float));
        std::memcpy(expected.data(), raw.data(), raw.size());
        QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, found->shape, stored), expected), std::string());
    }

    /// The tensors of the file are those that the authors' converter made the compressed form of.
    void savesTheTensorsOfTheReference_data() { addGoldenFiles(); }
    void savesTheTensorsOfTheReference() {
        QFETCH(int, index);
        const GoldenFile& file = golden(index);
        const StoredModule compressed = compressedOf(file);
        const Layout layout{
            .isCounted = true, .outliers = file.outliers + 100, .weights = file.shape.values(), .isLoose = true};
        std::vector<std::byte> archive(static_cast<std::size_t>(legacyArchiveBytes(layout, file.shape)), std::byte{0xAA});
        packLegacyArchive(file.shape, compressedParts(compressed), archive);
        const StoredModule saved = moduleIn(archive);
        const StoredModule expected = moduleFrom(pathOf(file));
        for (const auto& [suffix, tensor] : expected.tensors) {
            const StoredModule::Tensor& own = saved.tensors.at(suffix);
            QVERIFY2(own.type == tensor.type && own.shape == tensor.shape && own.bytes == tensor.bytes, suffix.c_str());
        }
        QCOMPARE(saved.tensors.size(), expected.tensors.size() + 2);
        QCOMPARE(saved.tensors.at(".outliers_matrix.values").shape, (std::vector<std::uint64_t>{file.outliers}));

        // And back; differences are those of the same weights, if not always the same ones.
        StoredModule again = compressed;
        std::vector<std::span<std::byte>> parts;
        for (const char* const suffix : {".dense_weights", ".row_offsets", ".col_vals", ".in_perm"}) {
            parts.emplace_back(again.tensors.at(suffix).bytes);
        }
        unpackLegacyArchive(layout, file.shape, archive, parts);
        for (const char* const suffix : {".dense_weights", ".row_offsets", ".in_perm"}) {
            QVERIFY2(again.tensors.at(suffix).bytes == compressed.tensors.at(suffix).bytes, suffix);
        }
        std::vector<std::byte> repacked(archive.size());
        packLegacyArchive(file.shape, compressedParts(again), repacked);
        QVERIFY(repacked == archive);
    }

    void isAnArchiveInItself() {
        const GoldenFile& file = goldenFiles[0];
        const StoredModule compressed = compressedOf(file);
        const Layout layout{.isCounted = true, .outliers = file.outliers, .weights = file.shape.values(), .isLoose = true};
        std::vector<std::byte> archive(static_cast<std::size_t>(legacyArchiveBytes(layout, file.shape)));
        packLegacyArchive(file.shape, compressedParts(compressed), archive);
        QVERIFY(looksLikePyTorch(std::span(archive).first(512)));
        auto zip = StoredZip::fromHeaders(archive);
        QVERIFY(zip.has_value());
        QCOMPARE(zip->items().size(), std::size_t{13});
        QCOMPARE(zip->end() + zip->directoryBytes(), archive.size()); // all room is used
        for (std::size_t i = 0; i < zip->items().size(); ++i) {
            const ZipItem& item = zip->items()[i];
            zip->setChecksum(i, crc32(std::span(archive).subspan(item.offset, item.bytes)));
        }
        const std::vector<std::byte> directory = zip->directory(zip->end());
        QVERIFY(std::ranges::equal(directory, std::span(archive).last(directory.size())));
        QVERIFY(
            test::errorOf([&] { (void)openLegacyArchive(layout, file.shape, std::span(archive).first(5000)); }).has_value());
    }

    /// Codes are found once: a weight is the same in both forms.
    void holdsTheWeightsOfTheCompressedForm_data() {
        QTest::addColumn<QString>("outliers");
        for (const char* const outliers : {"0", "0.5", "1", "2", "4"}) {
            QTest::newRow(outliers) << outliers;
        }
    }
    void holdsTheWeightsOfTheCompressedForm() {
        QFETCH(QString, outliers);
        const MatrixShape shape{80, 192, ElementType::BF16};
        const MatrixEncoding& compressed = encodingNamed("SPQR3-OUT" + outliers.toStdString());
        const MatrixEncoding& legacy = encodingNamed("SPQR3-OUT" + outliers.toStdString() + "-LEGACY");
        std::vector<float> weights = test::generate(test::kinds.front(), static_cast<std::size_t>(shape.values()), 5);
        for (std::size_t i = 0; i < weights.size(); i += 97) {
            weights[i] *= 6;
        }
        double progress = 0;
        const StoredModule stored = test::encodeModule(legacy, shape, weights, 1, &progress);
        QVERIFY(std::fabs(progress - 1) < 1e-6);
        QVERIFY(test::encodeModule(legacy, shape, weights, 3).tensors.at("").bytes == stored.tensors.at("").bytes);
        const auto expected = test::decodeModule(compressed, shape, test::encodeModule(compressed, shape, weights));
        QCOMPARE(test::firstDifference(test::decodeModule(legacy, shape, stored), expected), std::string());
        // What the file holds is what others read.
        const StoredModule file = moduleIn(stored.tensors.at("").bytes);
        const auto found = recognised(file);
        QVERIFY(found.has_value());
        QCOMPARE(test::firstDifference(test::decodeModule(*found->encoding, shape, file), expected), std::string());
    }

    void namesAndSizes() {
        QCOMPARE(spqrLegacyFamily().encodings().size(), spqrFamily().encodings().size());
        QCOMPARE(encodingNamed("SPQR3-OUT0-LEGACY").bitsPerWeight(), 9.25);
        QVERIFY(std::fabs(encodingNamed("SPQR3-OUT1-LEGACY").bitsPerWeight() - 10.69) < 1e-9);
        const MatrixShape large{4096, 4096, ElementType::F16};
        const double bits = 8.0 * static_cast<double>(encodingNamed("SPQR3-OUT1-LEGACY").parts(large).front().bytes()) /
                            static_cast<double>(large.values());
        QVERIFY2(bits > 10.69 && bits < 10.75, std::to_string(bits).c_str());
        QVERIFY(encodingNamed("SPQR3-OUT1-LEGACY").whyNot({64, 40, ElementType::F16}).has_value());
    }

    // ---- What is refused ------------------------------------------------------------------------------------------------

    void saysWhatIsWrong() {
        const auto says = [](const std::string& error, const char* text) { return error.find(text) != std::string::npos; };
        const auto erase = [](const char* suffix) {
            return errorAfter([&](StoredModule& stored) { stored.tensors.erase(suffix); });
        };
        QVERIFY(says(erase(".perm"), ".perm"));
        QVERIFY(says(erase(".outliers_matrix.indices"), ".outliers_matrix.indices"));
        QVERIFY(says(erase(".quant_layer_zeros.3"), ".quant_layer_zeros.3"));
        QVERIFY(says(erase(".quant_layer_scale.5"), "5 groups")); // 256 columns are no multiple of 5
        const auto setNumber = [](const char* suffix, std::size_t index, auto number) {
            return errorAfter([&](StoredModule& stored) {
                std::memcpy(stored.tensors.at(suffix).bytes.data() + index * sizeof number, &number, sizeof number);
            });
        };
        QVERIFY(says(setNumber(".perm", 3, std::uint32_t{256}), "input feature 256"));
        QVERIFY(!setNumber(".perm", 3, std::uint32_t{256}).empty());
        QVERIFY(says(setNumber(".outliers_matrix.indices", 7, std::uint64_t{256}), "row 256"));
        QVERIFY(says(setNumber(".outliers_matrix.indices", 1539, std::uint64_t{0}), "Outlier 1 539"));
        const auto floats = errorAfter([](StoredModule& stored) { // qq_scale_bits was not given
            stored.tensors.at(".quant_layer_scale.0") = {ElementType::F16, {256, 1}, test::Bytes(512)};
        });
        QVERIFY2(says(floats, "qq_scale_bits"), floats.c_str());
    }
};

QTEST_GUILESS_MAIN(TestSpqrLegacy)
#include "tst_spqr_legacy.moc"
