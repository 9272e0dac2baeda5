// SPDX-License-Identifier: GPL-3.0-or-later
// The opened checkpoint itself: its own checks, its identity, and that opening reads headers only.
#include "base/file.h"
#include "checkpoint/checkpoint.h"
#include "checkpoint/container_files.h"
#include "checkpoint/gguf_writer.h"
#include "support/test_support.h"

#include <chrono>
#include <QElapsedTimer>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

/// A file of `size` bytes that takes no space but for its header.
void writeSparse(const fs::path& path, const Bytes& header, std::uint64_t size) {
    writeAll(path, header);
    fs::resize_file(path, size);
}

/// Shapes of a model with about eight billion weights: 16 GB in F16.
std::vector<GgufTensor> eightBillionWeights() {
    std::vector<GgufTensor> tensors{{"token_embd.weight", ElementType::F16, {128256, 4096}},
                                    {"output.weight", ElementType::F16, {128256, 4096}}};
    for (int layer = 0; layer < 32; ++layer) {
        const auto add = [&](const char* name, std::vector<std::uint64_t> shape) {
            tensors.push_back({"blk." + std::to_string(layer) + "." + name + ".weight", ElementType::F16, std::move(shape)});
        };
        add("attn_norm", {4096});
        add("attn_q", {4096, 4096});
        add("attn_k", {1024, 4096});
        add("attn_v", {1024, 4096});
        add("attn_output", {4096, 4096});
        add("ffn_norm", {4096});
        add("ffn_gate", {14336, 4096});
        add("ffn_up", {14336, 4096});
        add("ffn_down", {4096, 14336});
    }
    return tensors;
}

/// A vocabulary as large as Llama 3's, with its merges.
Metadata largeVocabulary() {
    Metadata metadata;
    std::vector<std::string> tokens;
    std::vector<std::string> merges;
    for (int i = 0; i < 128256; ++i) {
        tokens.push_back("token" + std::to_string(i));
    }
    for (int i = 0; i < 280147; ++i) {
        merges.push_back("left" + std::to_string(i) + " right");
    }
    metadata.insert("general.architecture", std::string("llama"));
    metadata.insert("tokenizer.ggml.tokens", MetadataArray(std::move(tokens)));
    metadata.insert("tokenizer.ggml.token_type", MetadataArray(std::vector<std::int32_t>(128256, 1)));
    metadata.insert("tokenizer.ggml.merges", MetadataArray(std::move(merges)));
    return metadata;
}

CheckpointContents oneFile(const fs::path& path, std::vector<TensorInfo> tensors) {
    CheckpointContents contents;
    contents.path = path;
    contents.files.emplace_back(path);
    contents.tensors = std::move(tensors);
    return contents;
}

} // namespace

class TestCheckpoint : public QObject {
    Q_OBJECT
private:
    QTemporaryDir folder_;
    [[nodiscard]] fs::path file(const char* name) const { return fs::path(folder_.path().toStdString()) / name; }

private slots:
    void opensSixteenGigabytesByTheirHeader_data() {
        QTest::addColumn<bool>("gguf");
        QTest::newRow("safetensors") << false;
        QTest::newRow("GGUF with a large vocabulary") << true;
    }

    void opensSixteenGigabytesByTheirHeader() {
        QFETCH(bool, gguf);
        const fs::path path = file("large");
        const std::vector<GgufTensor> tensors = eightBillionWeights();
        const GgufLayout layout = layOutGguf(largeVocabulary(), tensors);
        if (gguf) {
            writeSparse(path, layout.header, layout.fileBytes);
        } else {
            std::string json = "{";
            std::uint64_t end = 0;
            for (std::size_t i = 0; i < tensors.size(); ++i) {
                std::string shape;
                for (const std::uint64_t dimension : tensors[i].shape) {
                    shape.append(shape.empty() ? "[" : ",").append(std::to_string(dimension));
                }
                json.append(i == 0 ? "" : ",")
                    .append(safetensorsEntry(tensors[i].name, "F16", shape + "]", end, end + layout.sizes[i]));
                end += layout.sizes[i];
            }
            const Bytes header = safetensorsFile(json + "}", 0);
            writeSparse(path, header, header.size() + end);
        }
        const std::uint64_t before = peakResidentBytes();
        QElapsedTimer timer;
        timer.start();
        const Checkpoint checkpoint = openCheckpoint(path);
        const qint64 milliseconds = timer.elapsed();
        const std::uint64_t grown = peakResidentBytes() - before;
        qInfo("%.2f GB opened in %lld ms, resident memory grew by %.1f MiB", static_cast<double>(checkpoint.fileBytes()) / 1e9,
              static_cast<long long>(milliseconds), static_cast<double>(grown) / (1 << 20));
        QVERIFY(checkpoint.fileBytes() > 16'000'000'000U);
        QCOMPARE(checkpoint.tensors().size(), tensors.size());
        QVERIFY(grown < (std::uint64_t{100} << 20U));
        QVERIFY(glanceAt(path).openable);

        const TensorInfo& last = checkpoint.tensors().back();
        QCOMPARE(checkpoint.bytes(last).back(), std::byte{0});
        checkpoint.willRead(last, 0, last.bytes);
        checkpoint.release(last, 0, last.bytes);
        checkpoint.release(last, last.bytes, 1); // nothing there: nothing happens
        checkpoint.willRead(last, 1, ~std::uint64_t{0});
    }

    void identityFollowsTheFile() {
        const fs::path path = file("identity.gguf");
        writeAll(path, GgufFile{}.bytes());
        const std::string first = openCheckpoint(path).identity();
        QCOMPARE(openCheckpoint(path).identity(), first);
        QCOMPARE(first.size(), std::size_t{16});

        fs::copy_file(path, file("copy.gguf"));
        fs::last_write_time(file("copy.gguf"), fs::last_write_time(path));
        QCOMPARE(openCheckpoint(file("copy.gguf")).identity(), first); // moved or renamed is still the same

        const auto written = fs::last_write_time(path);
        fs::last_write_time(path, written + std::chrono::seconds(1));
        QVERIFY(openCheckpoint(path).identity() != first);
        GgufFile other;
        other.pairs[1].value = ggufString("other");
        writeAll(path, other.bytes());
        fs::last_write_time(path, written);
        QVERIFY(openCheckpoint(path).identity() != first);
    }

    void refusesContentsThatDoNotFit_data() {
        QTest::addColumn<int>("number");
        QTest::addColumn<QString>("says");
        QTest::newRow("behind the end") << 0 << "ends behind the end";
        QTest::newRow("wraps") << 1 << "ends behind the end";
        QTest::newRow("no such file") << 2 << "not part of the checkpoint";
        QTest::newRow("length and shape") << 3 << "does not agree";
        QTest::newRow("twice") << 4 << "twice";
    }

    void refusesContentsThatDoNotFit() {
        QFETCH(int, number);
        QFETCH(QString, says);
        const fs::path path = file("raw");
        writeAll(path, Bytes(64));
        const auto tensor = [](std::size_t inFile, std::uint64_t offset, std::uint64_t bytes) {
            return TensorInfo{"t", ElementType::F32, {4}, inFile, offset, bytes};
        };
        const std::vector<std::vector<TensorInfo>> cases{{tensor(0, 49, 16)},
                                                         {tensor(0, ~std::uint64_t{0} - 4, 16)},
                                                         {tensor(1, 0, 16)},
                                                         {tensor(0, 0, 12)},
                                                         {tensor(0, 0, 16), tensor(0, 16, 16)}};
        const auto error = errorOf([&] { Checkpoint checkpoint(oneFile(path, cases[static_cast<std::size_t>(number)])); });
        QVERIFY(error.has_value());
        QCOMPARE(error->exitCode(), 2);
        QVERIFY2(QString(error->what()).contains(says), error->what());
        QVERIFY(!errorOf([&] { Checkpoint checkpoint(oneFile(path, {tensor(0, 48, 16)})); }));
    }

    void staysValidWhenMoved() {
        const fs::path path = file("moved.gguf");
        writeAll(path, GgufFile{}.bytes());
        Checkpoint first = openCheckpoint(path);
        const Checkpoint second = std::move(first);
        QVERIFY(second.find("a.weight") != nullptr);
        QCOMPARE(second.bytes(*second.find("a.weight")).front(), std::byte{0x5A});
    }
};

QTEST_APPLESS_MAIN(TestCheckpoint)
#include "tst_checkpoint.moc"
