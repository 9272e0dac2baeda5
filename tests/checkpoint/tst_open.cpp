// SPDX-License-Identifier: GPL-3.0-or-later
// From a path to a checkpoint: files, folders, sets, and what is said about everything else.
#include "checkpoint/checkpoint.h"
#include "checkpoint/container_files.h"
#include "support/test_support.h"

#include <algorithm>
#include <memory>
#include <QTemporaryDir>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

/// A folder for one test.
struct Scratch {
    QTemporaryDir holder;
    [[nodiscard]] fs::path operator/(const std::string& name) const { return fs::path(holder.path().toStdString()) / name; }
    [[nodiscard]] fs::path path() const { return holder.path().toStdString(); }
    void write(const std::string& name, const Bytes& bytes) const { writeAll(*this / name, bytes); }
    void write(const std::string& name, std::string_view text) const { writeAll(*this / name, std::as_bytes(std::span(text))); }
};

/// A safetensors file with one U8 tensor of four bytes.
Bytes oneTensor(const std::string& name) {
    return safetensorsFile(inBraces(safetensorsEntry(name, "U8", "[4]", 0, 4)), 4);
}

std::string shardFile(int number, int count, const std::string& ending) {
    return QString("model-%1-of-%2.%3")
        .arg(number, 5, 10, QChar('0'))
        .arg(count, 5, 10, QChar('0'))
        .arg(QString::fromStdString(ending))
        .toStdString();
}

/// One shard of a GGUF set of three: the first holds the keys and nothing else, as tools write it by default.
GgufFile ggufShard(int number) {
    GgufFile file;
    if (number > 1) {
        file.pairs.clear();
    }
    file.pairs.push_back({"split.no", ggufValue<std::uint16_t>(2, static_cast<std::uint16_t>(number - 1))});
    file.pairs.push_back({"split.count", ggufValue<std::uint16_t>(2, 3)});
    file.pairs.push_back({"split.tensors.count", ggufValue<std::int32_t>(5, 2)});
    file.tensors.clear();
    file.dataBytes = 0;
    if (number > 1) {
        file.tensors.push_back({"t" + std::to_string(number), {8}, 0, 0});
        file.dataBytes = 32;
    }
    return file;
}

void writeGgufSet(const Scratch& folder) {
    for (int i = 1; i <= 3; ++i) {
        folder.write(shardFile(i, 3, "gguf"), ggufShard(i).bytes());
    }
}

void writeSharded(const Scratch& folder, std::string_view map) {
    folder.write(shardFile(1, 2, "safetensors"), oneTensor("a"));
    folder.write(shardFile(2, 2, "safetensors"), oneTensor("b"));
    folder.write("model.safetensors.index.json",
                 std::string(R"({"metadata":{"total_size":8},"weight_map":)") + std::string(map) + "}");
}

constexpr std::string_view rightMap = R"({"a":"model-00001-of-00002.safetensors","b":"model-00002-of-00002.safetensors"})";

// Opening `path` must fail with one bad-input error that says `text`.
#define REFUSES(path, text)                                                                                                    \
    do {                                                                                                                       \
        const auto refused = errorOf([&] { static_cast<void>(openCheckpoint(path)); });                                        \
        QVERIFY(refused.has_value());                                                                                          \
        QCOMPARE(refused->exitCode(), 2);                                                                                      \
        QVERIFY2(std::string(refused->what()).find(text) != std::string::npos, refused->what());                               \
    } while (false)

} // namespace

class TestOpen : public QObject {
    Q_OBJECT
private slots:
    void readsTheSampleModelAsAnotherReaderDoes() {
        const fs::path file = resourceFile("sample/model.safetensors");
        const Checkpoint checkpoint = openCheckpoint(resourceFile("sample"));
        QCOMPARE(checkpoint.kind(), ContainerKind::safetensors);
        QCOMPARE(checkpoint.folder(), resourceFile("sample"));
        QCOMPARE(checkpoint.fileBytes(), fs::file_size(file));
        QCOMPARE(checkpoint.tensors().size(), std::size_t{57});
        std::uint64_t bytes = 0;
        for (const TensorInfo& tensor : checkpoint.tensors()) {
            const auto golden = goldenTensor(file, tensor.name);
            QVERIFY(golden.has_value());
            QCOMPARE(std::string(info(tensor.type).safetensors), golden->dtype);
            QCOMPARE(tensor.shape, golden->shape);
            const auto mapped = checkpoint.bytes(tensor);
            QVERIFY(std::equal(mapped.begin(), mapped.end(), golden->raw().begin(), golden->raw().end()));
            QCOMPARE(checkpoint.find(tensor.name), &tensor);
            bytes += tensor.bytes;
        }
        QCOMPARE(bytes, std::uint64_t{6'819'072 * 2});
        QCOMPARE(checkpoint.find("no such tensor"), nullptr);
    }

    void readsTheTinyLlama() {
        const Checkpoint checkpoint = openCheckpoint(dataFile("gguf/tiny-llama-f32.gguf"));
        QCOMPARE(checkpoint.kind(), ContainerKind::gguf);
        QCOMPARE(checkpoint.metadata().string("general.architecture"), std::optional<std::string_view>("llama"));
        QCOMPARE(checkpoint.metadata().integer("llama.block_count"), std::optional<std::int64_t>(2));
        const TensorInfo* const up = checkpoint.find("blk.1.ffn_up.weight");
        QVERIFY(up != nullptr);
        QCOMPARE(up->rows(), std::uint64_t{512});
        QCOMPARE(up->columns(), std::uint64_t{256});
        // Rows 1 and 3 of the edge rows that the data's README lists.
        std::vector<float> values(up->elements());
        std::memcpy(values.data(), checkpoint.bytes(*up).data(), up->bytes);
        QCOMPARE(values[256 + 5], 0.75F);
        QCOMPARE(values[3 * 256 + 100], 0.03125F);
    }

    void opensEverySharedModel() {
        const auto models = extraData("models");
        if (!models) {
            QSKIP(extraDataHint);
        }
        QCOMPARE(openCheckpoint(*models / "baby-llama-105").tensors().size(), std::size_t{47});
        const Checkpoint sharded = openCheckpoint(*models / "baby-llama-105-bf16-sharded");
        QCOMPARE(sharded.tensors().size(), std::size_t{47});
        QCOMPARE(sharded.files().size(), std::size_t{3});
        QCOMPARE(openCheckpoint(*models / "gpt2-tinystories").find("h.0.attn.c_attn.weight")->shape,
                 (std::vector<std::uint64_t>{128, 384}));
        const Checkpoint pickled = openCheckpoint(*models / "stories260k-pytorch");
        QCOMPARE(pickled.kind(), ContainerKind::pytorch);
        QCOMPARE(pickled.files().front().path().filename(), fs::path("pytorch_model.bin"));
        REFUSES(*models / "stories260k-pytorch" / "pytorch_model.legacy.bin", "from before version 1.6");
    }

    void opensAShardedModelByEveryPath() {
        const Scratch folder;
        writeSharded(folder, rightMap);
        for (const fs::path& path :
             {folder.path(), folder / "model.safetensors.index.json", folder / shardFile(2, 2, "safetensors")}) {
            const Checkpoint checkpoint = openCheckpoint(path);
            QCOMPARE(checkpoint.path(), path);
            QCOMPARE(checkpoint.folder(), folder.path());
            QCOMPARE(checkpoint.files().size(), std::size_t{2});
            QCOMPARE(checkpoint.find("b")->file, std::size_t{1});
            QVERIFY(glanceAt(path).openable);
            QCOMPARE(glanceAt(path).bytes, checkpoint.fileBytes());
        }
        QCOMPARE(glanceAt(folder.path()).kind, std::string("safetensors folder, 2 files"));
    }

    void namesTheMissingShard() {
        const Scratch folder;
        writeSharded(folder, rightMap);
        fs::remove(folder / shardFile(2, 2, "safetensors"));
        const auto error = errorOf([&] { static_cast<void>(openCheckpoint(folder.path())); });
        QVERIFY(error.has_value());
        QCOMPARE(error->title(), std::string("model-00002-of-00002.safetensors is missing"));
        QCOMPARE(error->detail(), std::string("The index names 2 files, 1 is here. Put the missing one into the same folder."));
        fs::remove(folder / shardFile(1, 2, "safetensors"));
        REFUSES(folder.path(), "model-00001-of-00002.safetensors and 1 more of its set are missing");
    }

    void comparesShardsWithTheirIndex_data() {
        QTest::addColumn<QString>("map");
        QTest::addColumn<QString>("says");
        const QString one = "\"model-00001-of-00002.safetensors\"";
        const QString two = "\"model-00002-of-00002.safetensors\"";
        QTest::newRow("tensor elsewhere") << QString(R"({"a":%2,"b":%1})").arg(one, two) << "Tensor a is here at byte";
        QTest::newRow("tensor not named") << QString(R"({"a":%1,"c":%2})").arg(one, two)
                                          << "Tensor b (byte 61) is not named in model.safetensors.index.json";
        QTest::newRow("tensor not there") << QString(R"({"a":%1,"b":%2,"c":%2})").arg(one, two)
                                          << "Tensor c is not in model-00002-of-00002.safetensors";
    }

    void comparesShardsWithTheirIndex() {
        QFETCH(QString, map);
        QFETCH(QString, says);
        const Scratch folder;
        writeSharded(folder, map.toStdString());
        REFUSES(folder.path(), says.toStdString());
    }

    void anIndexMayHoldOtherNamesThanItSeemsTo_data() {
        QTest::addColumn<QByteArray>("index");
        const auto row = [](const char* name, std::string_view text) {
            QTest::newRow(name) << QByteArray(text.data(), static_cast<qsizetype>(text.size()));
        };
        const std::string map(rightMap);
        row("a file of its metadata that is not there", R"({"metadata":{"from":"old.safetensors"},"weight_map":)" + map + "}");
        row("a file of its metadata that is broken", R"({"metadata":{"from":"broken.safetensors"},"weight_map":)" + map + "}");
        row("a path in its metadata", R"({"metadata":{"from":"../old.safetensors"},"weight_map":)" + map + "}");
        row("names written as escapes",
            R"({"weight_map":{"a":"model\u002d00001-of-00002.safetensors","b":"model-00002-of-00002.safe\u0074ensors"}})");
        row("nothing before the first ending", ".safetensors\"{\"weight_map\":" + map + "}");
    }
    void anIndexMayHoldOtherNamesThanItSeemsTo() {
        QFETCH(const QByteArray, index);
        const Scratch folder;
        writeSharded(folder, rightMap);
        folder.write("broken.safetensors", "no header");
        folder.write("model.safetensors.index.json", index.toStdString());
        if (!index.startsWith('{')) {
            REFUSES(folder.path(), "no valid index");
            return;
        }
        const Checkpoint checkpoint = openCheckpoint(folder.path());
        QCOMPARE(checkpoint.tensors().size(), std::size_t{2});
        QCOMPARE(checkpoint.files().size(), std::size_t{2});
        QVERIFY(checkpoint.find("a") != nullptr && checkpoint.find("b") != nullptr);
    }

    void saysWhichShardIsCutShort() {
        const Scratch folder;
        writeSharded(folder, rightMap);
        const Bytes whole = oneTensor("b");
        folder.write(shardFile(2, 2, "safetensors"), Bytes(whole.begin(), whole.end() - 1));
        const auto error = errorOf([&] { static_cast<void>(openCheckpoint(folder.path())); });
        QVERIFY(error.has_value());
        QCOMPARE(error->title(), std::string("Shard 2 of 2 is cut short"));
        QVERIFY2(error->detail().find("1 byte too early, inside tensor b") != std::string::npos, error->what());
    }

    void opensSeveralFilesWithoutIndex() {
        const Scratch folder;
        folder.write(shardFile(1, 2, "safetensors"), oneTensor("a"));
        folder.write(shardFile(2, 2, "safetensors"), oneTensor("b"));
        QCOMPARE(openCheckpoint(folder.path()).tensors().size(), std::size_t{2});
        QCOMPARE(openCheckpoint(folder / shardFile(2, 2, "safetensors")).tensors().size(),
                 std::size_t{1}); // no index: a file on its own
        fs::remove(folder / shardFile(1, 2, "safetensors"));
        REFUSES(folder.path(), "model-00001-of-00002.safetensors is missing");
        QVERIFY(!glanceAt(folder.path()).openable);

        const Scratch other;
        other.write("x.safetensors", oneTensor("a"));
        other.write("y.safetensors", oneTensor("b"));
        QCOMPARE(openCheckpoint(other.path()).files().size(), std::size_t{2});
        other.write("y.safetensors", oneTensor("a"));
        REFUSES(other.path(), "Tensor a (byte 61) stands in x.safetensors too");
    }

    void prefersTheModelToWhatLiesBesideIt() {
        const Scratch folder;
        folder.write("model.safetensors", oneTensor("a"));
        folder.write("adapter.safetensors", oneTensor("a"));
        folder.write("._model.safetensors", "not a model");
        folder.write("made-from-it.gguf", GgufFile{}.bytes());
        QCOMPARE(openCheckpoint(folder.path()).files().front().path(), folder / "model.safetensors");
    }

    void decidesByContentNotByName() {
        const Scratch folder;
        folder.write("blob", GgufFile{}.bytes());
        folder.write("wrong.safetensors", GgufFile{}.bytes());
        folder.write("wrong.gguf", oneTensor("a"));
        QCOMPARE(openCheckpoint(folder / "blob").kind(), ContainerKind::gguf);
        QCOMPARE(openCheckpoint(folder / "wrong.safetensors").kind(), ContainerKind::gguf);
        QCOMPARE(openCheckpoint(folder / "wrong.gguf").kind(), ContainerKind::safetensors);
    }

    void opensASplitGgufByAnyShard() {
        const Scratch folder;
        writeGgufSet(folder);
        for (const fs::path& path : {folder.path(), folder / shardFile(1, 3, "gguf"), folder / shardFile(3, 3, "gguf")}) {
            const Checkpoint checkpoint = openCheckpoint(path);
            QCOMPARE(checkpoint.path(), path);
            QCOMPARE(checkpoint.files().size(), std::size_t{3});
            QCOMPARE(checkpoint.tensors().size(), std::size_t{2});
            QCOMPARE(checkpoint.find("t3")->file, std::size_t{2});
            QCOMPARE(checkpoint.metadata().string("general.architecture"), std::optional<std::string_view>("llama"));
            QVERIFY(glanceAt(path).openable);
            QCOMPARE(glanceAt(path).bytes, checkpoint.fileBytes());
        }
        QCOMPARE(glanceAt(folder / shardFile(2, 3, "gguf")).kind, std::string("GGUF set, 3 files"));
    }

    void refusesSplitSetsThatDoNotFit_data() {
        QTest::addColumn<int>("number"); // the shard that is changed, and opened
        QTest::addColumn<int>("key");    // 0 split.no, 1 split.count, 2 split.tensors.count, from the end
        QTest::addColumn<int>("value");  // −1 removes the key
        QTest::addColumn<QString>("says");
        QTest::newRow("number") << 2 << 0 << 2 << "Key split.no is 2, expected 1";
        QTest::newRow("count") << 2 << 1 << 4 << "Key split.count is 4, expected 3";
        QTest::newRow("no count") << 2 << 1 << -1 << "Key split.count is missing, expected 3";
        QTest::newRow("total of one") << 2 << 2 << 5
                                      << "Key split.tensors.count is 2, expected 5 as in the file that was opened";
        QTest::newRow("no total") << 2 << 2 << -1 << "Key split.tensors.count is missing";
    }

    void refusesSplitSetsThatDoNotFit() {
        QFETCH(int, number);
        QFETCH(int, key);
        QFETCH(int, value);
        QFETCH(QString, says);
        const Scratch folder;
        writeGgufSet(folder);
        GgufFile shard = ggufShard(number);
        const auto pair = shard.pairs.end() - 3 + key;
        if (value < 0) {
            shard.pairs.erase(pair);
        } else {
            pair->value = ggufValue<std::int32_t>(5, value);
        }
        folder.write(shardFile(number, 3, "gguf"), shard.bytes());
        REFUSES(folder / shardFile(number, 3, "gguf"), says.toStdString());
    }

    void refusesIncompleteSplitSets() {
        const Scratch folder;
        writeGgufSet(folder);
        fs::rename(folder / shardFile(2, 3, "gguf"), folder / "other.gguf");
        REFUSES(folder / shardFile(3, 3, "gguf"), "model-00002-of-00003.gguf is missing");
        REFUSES(folder / "other.gguf", "its name does not end in -00001-of-00003.gguf");
        REFUSES(folder.path(), "This folder holds 2 GGUF models");
        QVERIFY(!glanceAt(folder / shardFile(3, 3, "gguf")).openable);
        fs::remove(folder / "other.gguf");

        GgufFile twice = ggufShard(2);
        twice.tensors[0].name = "t3";
        folder.write(shardFile(2, 3, "gguf"), twice.bytes());
        REFUSES(folder.path(), "Tensor t3 stands in an earlier file of the set too");
        GgufFile empty = ggufShard(2);
        empty.tensors.clear();
        folder.write(shardFile(2, 3, "gguf"), empty.bytes());
        REFUSES(folder.path(), "Key split.tensors.count is 2, but the 3 files hold 1 tensors");
    }

    void opensAMergedFileWhateverItsName() {
        const Scratch folder;
        GgufFile merged;
        merged.pairs.push_back({"split.count", ggufValue<std::uint16_t>(2, 0)});
        folder.write(shardFile(1, 3, "gguf"), merged.bytes());
        QCOMPARE(openCheckpoint(folder / shardFile(1, 3, "gguf")).files().size(), std::size_t{1});
    }

    void explainsWhatIsNoCheckpoint_data() {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, std::string_view content, const char* says) {
            QTest::newRow(name) << name << QByteArray(content.data(), static_cast<qsizetype>(content.size())) << says;
        };
        row("tokenizer.model", "\n\x0E\n\x05<unk>", "tokenizer.model cannot be opened on its own");
        row("config.json", "{}", "config.json cannot be opened on its own");
        row("notes.txt", "hello", "notes.txt is neither safetensors nor GGUF");
        row("empty.gguf", "", "The file is empty");
        row("page.safetensors", "<!DOCTYPE html><html>", "This is a web page");
        row("lfs.safetensors", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n",
            "This is a Git LFS pointer");
        row("lfs.gguf", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n", "This is a Git LFS pointer");
        row("pytorch_model.bin", "PK\x03\x04________archive/data.pkl", "is not a valid zip archive");
        row("legacy.bin", "\x80\x02\x8A\x0A\x6C\xFC\x9C\x46", "the container from before version 1.6");
        row("model.zip", "PK\x03\x04________readme", "This is an archive");
        row("old.bin", "tjgg\1\0\0\0", "from before GGUF");
        row("short.gguf", "GG", "short.gguf ends at byte 2, 2 bytes too early, inside the file header");
        row("text.gguf", "hello, world", "not GGUF");
        row("short.safetensors", "\1\2\3", "cut short");
        row("text.safetensors", "hello, world", "The header says at byte 0");
    }

    void explainsWhatIsNoCheckpoint() {
        QFETCH(QString, name);
        QFETCH(QByteArray, content);
        QFETCH(QString, says);
        const Scratch folder;
        const std::string file = name.toStdString();
        folder.write(file, content.toStdString());
        const auto error = errorOf([&] { static_cast<void>(openCheckpoint(folder / file)); });
        QVERIFY(error.has_value());
        QCOMPARE(error->exitCode(), 2);
        QCOMPARE(error->file(), folder / file);
        QVERIFY2(QString(error->what()).contains(says), error->what());
    }

    void explainsFoldersWithoutAModel() {
        const Scratch folder;
        REFUSES(folder.path(), "This folder is empty");
        folder.write("notes.txt", "hello");
        REFUSES(folder.path(), "It holds notes.txt");
        folder.write("tokenizer.json", "{}");
        REFUSES(folder.path(), "The weights are missing");
        folder.write("pytorch_model.bin", "\x80\x02\x8A\x0A\x6C\xFC\x9C\x46");
        REFUSES(folder.path(), "Found pytorch_model.bin");
        folder.write("a.gguf", GgufFile{}.bytes());
        QCOMPARE(openCheckpoint(folder.path()).kind(), ContainerKind::gguf);
        folder.write("b.gguf", GgufFile{}.bytes());
        REFUSES(folder.path(), "Open one of them: a.gguf, b.gguf");
        REFUSES(folder / "nothing", "There is no such file");
        REFUSES(fs::path("/dev/zero"), "not a regular file");
    }

    void glancesWithoutReadingHeaders() {
        const Scratch folder;
        GgufFile broken;
        broken.tensors[0].type = 77; // only a real opening finds this
        folder.write("model.gguf", broken.bytes());
        const Glance glance = glanceAt(folder / "model.gguf");
        QVERIFY(glance.openable);
        QCOMPARE(glance.kind, std::string("GGUF file"));
        QCOMPARE(glance.bytes, static_cast<std::uint64_t>(broken.bytes().size()));
        QVERIFY(glance.reason.empty());
        const Glance no = glanceAt(folder / "none");
        QVERIFY(!no.openable);
        QVERIFY(!no.reason.empty());
    }
};

QTEST_APPLESS_MAIN(TestOpen)
#include "tst_open.moc"
