// SPDX-License-Identifier: GPL-3.0-or-later
// A GGUF file with one tensor of every type that can be decoded: it opens, has statistics, can be compared, and converts
// onward when asked to.
#include "checkpoint/gguf_writer.h"
#include "codecs/encoding.h"
#include "weights/compare.h"
#include "weights/statistics.h"

#include "convert/convert_support.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <QTemporaryDir>

using namespace quantlathe;
namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t rows = 256;
constexpr std::uint64_t columns = 256;
constexpr std::array matricesOfBlock{"attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"};

struct StoredTensor {
    std::string name;
    ElementType type;
    std::vector<std::byte> bytes;
};

/// Types without an encoder: small numbers in the fields that the type has.
std::vector<std::byte> handMade(ElementType type) {
    std::vector<std::byte> bytes(encodingFor(type)->bytes(rows, columns));
    const auto fill = [&](std::size_t stride, auto value) {
        for (std::size_t at = 0; at < bytes.size(); at += stride) {
            const auto number = static_cast<decltype(value)>(value + static_cast<decltype(value)>(at / stride % 5));
            std::memcpy(&bytes[at], &number, sizeof number);
        }
    };
    switch (type) {
    case ElementType::F64: fill(8, -2.0); break;
    case ElementType::I8: fill(1, std::int8_t{-2}); break;
    case ElementType::I16: fill(2, std::int16_t{-2}); break;
    case ElementType::I32: fill(4, std::int32_t{-2}); break;
    case ElementType::I64: fill(8, std::int64_t{-2}); break;
    case ElementType::Q8_1:
    case ElementType::Q8_K: {
        fill(1, std::int8_t{-2});
        const float scale = 0.25F;
        const std::uint16_t half = 0x3400; // 0.25
        for (std::size_t at = 0; at < bytes.size(); at += info(type).bytesPerBlock) {
            std::memcpy(&bytes[at], type == ElementType::Q8_K ? static_cast<const void*>(&scale) : &half,
                        type == ElementType::Q8_K ? sizeof scale : sizeof half);
        }
        break;
    }
    default: qFatal("%s has no encoder and no place here", info(type).name.data());
    }
    return bytes;
}

std::vector<StoredTensor> oneOfEach() {
    const std::vector<float> values = test::normalValues(rows * columns, 77);
    const std::vector<float> importance(columns, 1.0F);
    std::vector<StoredTensor> tensors;
    for (const Encoding* encoding : ggmlEncodings()) {
        StoredTensor tensor{.name = {}, .type = elementTypeOf(*encoding).value(), .bytes = {}};
        if (encoding->canEncode()) {
            tensor.bytes.resize(encoding->bytes(rows, columns));
            encoding->encode(values, columns, {.importance = importance}, tensor.bytes);
        } else {
            tensor.bytes = handMade(tensor.type);
        }
        tensors.push_back(std::move(tensor));
    }
    return tensors;
}

/// A Llama whose matrices, all of one size, are those of `matrices` and then ones of F32. Names them.
fs::path write(const QTemporaryDir& folder, std::vector<StoredTensor>& matrices, const char* name) {
    std::vector<StoredTensor> stored;
    const auto floats = [&](std::string tensor, std::uint64_t count) {
        const std::vector<float> values = test::normalValues(count, stored.size());
        const auto bytes = std::as_bytes(std::span(values));
        stored.push_back({std::move(tensor), ElementType::F32, {bytes.begin(), bytes.end()}});
    };
    std::uint32_t blocks = 0;
    floats("token_embd.weight", rows * columns);
    for (std::size_t used = 0; used < matrices.size(); ++blocks) {
        const std::string block = "blk." + std::to_string(blocks) + '.';
        floats(block + "attn_norm.weight", columns);
        floats(block + "ffn_norm.weight", columns);
        for (const char* const matrix : matricesOfBlock) {
            const std::string full = block + matrix + ".weight";
            if (used < matrices.size()) {
                matrices[used].name = full;
                stored.push_back(matrices[used++]);
            } else {
                floats(full, rows * columns);
            }
        }
    }
    floats("output_norm.weight", columns);
    floats("output.weight", rows * columns);

    Metadata metadata;
    metadata.insert("general.architecture", std::string("llama"));
    metadata.insert("llama.attention.layer_norm_rms_epsilon", 1e-5F);
    const std::initializer_list<std::pair<const char*, std::uint32_t>> counts{
        {"block_count", blocks},       {"context_length", 512},     {"embedding_length", columns},
        {"feed_forward_length", rows}, {"attention.head_count", 4}, {"attention.head_count_kv", 4},
        {"rope.dimension_count", 64},  {"vocab_size", rows}};
    for (const auto& [key, value] : counts) {
        metadata.insert(std::string("llama.") + key, value);
    }
    std::vector<GgufTensor> tensors;
    for (const StoredTensor& tensor : stored) {
        const bool isVector = tensor.bytes.size() == columns * sizeof(float);
        tensors.push_back({tensor.name, tensor.type,
                           isVector ? std::vector<std::uint64_t>{columns} : std::vector<std::uint64_t>{rows, columns}});
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> file(layout.fileBytes);
    std::ranges::copy(layout.header, file.begin());
    for (std::size_t i = 0; i < stored.size(); ++i) {
        std::ranges::copy(stored[i].bytes, file.begin() + static_cast<std::ptrdiff_t>(layout.offsets[i]));
    }
    fs::path path = fs::path(folder.path().toStdString()) / name;
    test::writeAll(path, file);
    return path;
}

std::vector<float> decoded(const StoredTensor& tensor) {
    std::vector<float> values(rows * columns);
    encodingFor(tensor.type)->decode(tensor.bytes, columns, values);
    return values;
}

} // namespace

class TestEveryType : public QObject {
    Q_OBJECT
    QTemporaryDir folder_;
    std::vector<StoredTensor> tensors_ = oneOfEach();
    std::shared_ptr<const Model> model_;

private slots:
    void initTestCase() { model_ = openModel(write(folder_, tensors_, "every.gguf")); }

    void hasEveryTypeOfTheTable() {
        for (const ElementTypeInfo& type : elementTypes()) {
            const bool isThere = std::ranges::any_of(tensors_, [&](const StoredTensor& t) { return t.type == type.type; });
            QVERIFY2(isThere == type.ggml.has_value(), type.name.data());
        }
    }

    void statisticsAreThoseOfTheDecodedValues() {
        ThreadArena arena(2);
        Progress progress;
        for (const StoredTensor& tensor : tensors_) {
            const Weight* const weight = model_->find(tensor.name);
            QVERIFY2(weight != nullptr, tensor.name.c_str());
            QVERIFY(weight->storedType == tensor.type);
            QVERIFY(!whyNotReadable(*weight));
            const WeightStatistics statistics = computeStatistics(*model_, *weight, arena, progress, CancelToken());
            const std::vector<float> values = decoded(tensor);
            QCOMPARE(statistics.count, rows * columns);
            QCOMPARE(statistics.nanCount + statistics.infCount, std::uint64_t{0});
            QCOMPARE(statistics.minimum, static_cast<double>(std::ranges::min(values)));
            QCOMPARE(statistics.maximum, static_cast<double>(std::ranges::max(values)));
            QVERIFY(statistics.maximum > 0);
        }
    }

    void quantizedAgainOnlyOnRequest() {
        const fs::path out = fs::path(folder_.path().toStdString()) / "refused.gguf";
        const Plan plan = test::planFor(model_, "Q8_0");
        const auto error = test::errorOf([&] { (void)test::convertQuietly(plan, out); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QVERIFY(!fs::exists(out));
    }

    void becomesFloatsWithoutLoss() {
        const fs::path out = fs::path(folder_.path().toStdString()) / "floats.gguf";
        (void)test::convertQuietly(test::planFor(model_, "F32"), out, {.allowRequantize = true});
        const auto converted = openModel(out);
        for (const StoredTensor& tensor : tensors_) {
            const TensorInfo* const written = converted->checkpoint().find(tensor.name);
            QVERIFY2(written != nullptr && written->type == ElementType::F32, tensor.name.c_str());
            const std::vector<float> values = decoded(tensor);
            QVERIFY2(std::ranges::equal(converted->checkpoint().bytes(*written), std::as_bytes(std::span(values))),
                     tensor.name.c_str());
        }
        ThreadArena arena(2);
        Progress progress;
        const Comparison comparison = compareModels(*model_, *converted, arena, progress, CancelToken());
        QVERIFY(comparison.isComplete());
        QVERIFY(comparison.weights.size() > tensors_.size());
        QCOMPARE(comparison.relativeRmse, 0.0);
    }

    /// The exact sizes are known beforehand, and every tensor has the bytes that its decoded values encode to.
    void convertsOnward_data() {
        QTest::addColumn<QString>("preset");
        for (const char* const name : {"Q4_0", "Q8_0", "Q4_K_S", "TQ1_0", "TQ2_0", "Q1_0", "IQ3_S", "MXFP4_MOE"}) {
            QTest::newRow(name) << name;
        }
    }
    void convertsOnward() {
        QFETCH(QString, preset);
        const fs::path out = fs::path(folder_.path().toStdString()) / (preset.toStdString() + ".gguf");
        const Plan plan = test::planFor(model_, preset.toStdString());
        const ConvertReport report = test::convertQuietly(plan, out, {.allowRequantize = true});
        QCOMPARE(report.bytesWritten, plan.fileBytes());
        QCOMPARE(fs::file_size(out), plan.fileBytes());
        const Checkpoint written = openCheckpoint(out);
        for (const StoredTensor& tensor : tensors_) {
            const TensorInfo* const there = written.find(tensor.name);
            QVERIFY(there != nullptr);
            std::vector<std::byte> expected = tensor.bytes; // already of that type: taken over
            if (there->type != tensor.type) {
                const Encoding& encoding = *encodingFor(there->type);
                expected.resize(encoding.bytes(rows, columns));
                encoding.encode(decoded(tensor), columns, {}, expected);
            }
            QVERIFY2(std::ranges::equal(written.bytes(*there), expected), tensor.name.c_str());
        }
    }

    void typesThatAreOnlyReadAreNeverOffered() {
        for (const Encoding* encoding : formatById("gguf")->encodings()) {
            QVERIFY(encoding->canEncode());
            QVERIFY(encoding->name() != "Q8_1" && encoding->name() != "Q8_K");
        }
        PlanDocument document;
        document.preset = "Q8_0";
        document.weights = {{"blk.0.attn_q.weight", "Q8_K"}};
        QVERIFY(test::errorOf([&] { (void)makePlan(model_, document); }));
    }

    /// The exponent wraps around to 255, which readers refuse; llama-quantize stops there, too.
    void tooSmallForMxfp4() {
        std::vector<float> values(rows * columns, 1.0F);
        std::fill_n(values.begin() + 3 * columns + 64, 32, 1.5e-38F);
        const auto bytes = std::as_bytes(std::span(values));
        std::vector<StoredTensor> small{{.name = {}, .type = ElementType::F32, .bytes = {bytes.begin(), bytes.end()}}};
        const auto model = openModel(write(folder_, small, "small.gguf"));
        PlanDocument document;
        document.preset = "Q8_0";
        document.weights = {{small[0].name, "MXFP4"}};
        const fs::path out = fs::path(folder_.path().toStdString()) / "small-out.gguf";
        const auto error = test::errorOf([&] { (void)test::convertQuietly(makePlan(model, document), out); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QCOMPARE(error->title(), std::string("blk.0.attn_q.weight is too small for MXFP4"));
        QVERIFY2(error->detail().find("Row 3, column 64") != std::string::npos, error->detail().c_str());
        QVERIFY(!fs::exists(out));
        QVERIFY(test::nothingIsLeftBeside(out));
    }
};

QTEST_APPLESS_MAIN(TestEveryType)
#include "tst_every_type.moc"
