// SPDX-License-Identifier: GPL-3.0-or-later
// PyTorch files: what torch.save writes is read, nothing is run, and no byte of a broken file does harm.
#include "checkpoint/checkpoint.h"
#include "checkpoint/pytorch_files.h"
#include "checkpoint/pytorch_reader.h"
#include "support/test_support.h"

#include <QTemporaryDir>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;
namespace fs = std::filesystem;

namespace {

FileContents parse(const std::string& file) {
    return parsePyTorchFile({std::as_bytes(std::span(file)), file.size(), "dir/pytorch_model.bin"});
}

std::string archive(const PickleText& pickle, std::vector<ZipMember> storages = {}, bool isWide = false) {
    storages.insert(storages.begin(), {"archive/data.pkl", pickle.done(), 0, 0, {}});
    return zipArchive(storages, isWide);
}

ZipMember storage(const std::string& key, std::size_t bytes) {
    std::string contents(bytes, '\0');
    for (std::size_t i = 0; i < bytes; ++i) {
        contents[i] = static_cast<char>(i);
    }
    return {"archive/data/" + key, contents, 0, 0, {}};
}

/// {"w": a tensor of 2 × 3 floats}
PickleText oneTensor() {
    return PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 6, 0, {2, 3}, {3, 1}).raw("u");
}

QString complaint(const std::string& file) {
    const auto error = errorOf([&] { static_cast<void>(parse(file)); });
    return error && error->exitCode() == 2 ? QString(error->what()) : QString();
}

#define SAYS(file, text)                                                                                                       \
    do {                                                                                                                       \
        const QString said = complaint(file);                                                                                  \
        QVERIFY2(said.contains(QStringLiteral(text)), qPrintable(said));                                                       \
    } while (false)

} // namespace

class TestPyTorch : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsWhatTheSameModelHasAsSafetensors() {
        const auto models = extraData("models");
        if (!models) {
            QSKIP(extraDataHint);
        }
        const Checkpoint pickled = openCheckpoint(*models / "stories260k-pytorch");
        const Checkpoint original = openCheckpoint(*models / "stories260k");
        QCOMPARE(pickled.tensors().size(), original.tensors().size());
        for (const TensorInfo& tensor : original.tensors()) {
            const TensorInfo* const same = pickled.find(tensor.name);
            QVERIFY2(same != nullptr, tensor.name.c_str());
            QCOMPARE(same->type, tensor.type);
            QCOMPARE(same->shape, tensor.shape);
            QVERIFY(std::ranges::equal(pickled.bytes(*same), original.bytes(tensor)));
        }
        QCOMPARE(pickled.aliases().size(), std::size_t{1});
        QCOMPARE(pickled.aliases().at("lm_head.weight"), std::string("model.embed_tokens.weight"));
        QCOMPARE(pickled.find("lm_head.weight"), pickled.find("model.embed_tokens.weight"));

        const Checkpoint half = openCheckpoint(*models / "stories260k-pytorch" / "pytorch_model.fp16.bin");
        QCOMPARE(half.tensors().front().type, ElementType::F16);
    }

    void findsTheValuesOfEveryTensor_data() {
        QTest::addColumn<bool>("isWide");
        QTest::newRow("32-bit directory") << false;
        QTest::newRow("64-bit directory") << true;
    }
    void findsTheValuesOfEveryTensor() {
        QFETCH(bool, isWide);
        PickleText pickle;
        pickle.orderedDict().raw("(");
        pickle.text("first").tensor("FloatStorage", "0", 8, 2, {2, 3}, {3, 1});
        pickle.text("bias").tensor("BFloat16Storage", "1", 4, 0, {4}, {1});
        pickle.text("scalar").tensor("LongStorage", "2", 1, 0, {}, {});
        pickle.text("empty").tensor("HalfStorage", "3", 0, 0, {0, 5}, {5, 1});
        pickle.text("row").tensor("FloatStorage", "0", 8, 2, {1, 6}, {77, 1}); // the stride of one row has no say
        pickle.text("steps").raw("K\x07").raw("u");
        pickle.raw("}").text("_metadata").orderedDict().raw("sb"); // what torch sets on a state dict
        const std::string file =
            archive(pickle, {storage("0", 32), storage("1", 8), storage("2", 8), {"archive/version", "3\n", 0, 0, {}}}, isWide);
        const FileContents contents = parse(file);
        QCOMPARE(contents.tensors.size(), std::size_t{5});
        const TensorInfo& first = contents.tensors[0];
        QCOMPARE(first.shape, (std::vector<std::uint64_t>{2, 3}));
        QCOMPARE(first.bytes, std::uint64_t{24});
        QVERIFY(first.strides.empty());
        QCOMPARE(file.substr(first.offset, 3), (std::string{8, 9, 10}));
        QCOMPARE(contents.tensors[1].type, ElementType::BF16);
        QCOMPARE(contents.tensors[2].elements(), std::uint64_t{1});
        QCOMPARE(contents.tensors[3].bytes, std::uint64_t{0});
        QVERIFY(contents.tensors[4].strides.empty());
        QCOMPARE(contents.tensors[4].offset, first.offset);
    }

    void namesNestedTensorsAndTakesTheModelOutOfItsWrapper() {
        PickleText nested;
        nested.raw("}(").text("encoder").raw("}(").text("w").tensor("ByteStorage", "0", 4, 0, {4}, {1});
        nested.integer(3).tensor("ByteStorage", "0", 4, 1, {2}, {1}).raw("uu");
        const FileContents flat = parse(archive(nested, {storage("0", 4)}));
        QCOMPARE(flat.tensors[0].name, std::string("encoder.w"));
        QCOMPARE(flat.tensors[1].name, std::string("encoder.3"));

        PickleText wrapped;
        wrapped.raw("}(").text("epoch").integer(4).text("model").raw("}(").text("w");
        wrapped.tensor("ByteStorage", "0", 4, 0, {4}, {1}).raw("u").text("optimizer").raw("}(").text("m");
        wrapped.tensor("ByteStorage", "1", 4, 0, {4}, {1}).raw("uu");
        const FileContents model = parse(archive(wrapped, {storage("0", 4), storage("1", 4)}));
        QCOMPARE(model.tensors.size(), std::size_t{1});
        QCOMPARE(model.tensors[0].name, std::string("w"));
    }

    void namesThatAddUpToGigabytesAreRefused() {
        using namespace std::string_view_literals;
        PickleText pickle; // one dictionary of 1000 tensors, shared by 20 names behind a long one: 1.2 GB of names in 80 kB
        pickle.raw("}q\x00("sv);
        for (int i = 0; i < 1000; ++i) {
            pickle.text(std::to_string(i));
            i == 0 ? pickle.tensor("ByteStorage", "0", 4, 0, {4}, {1}).raw("q\x01") : pickle.raw("h\x01");
        }
        pickle.raw("u0}q\x02(");
        for (int i = 0; i < 20; ++i) {
            pickle.text(std::to_string(i)).raw("h\x00"sv);
        }
        pickle.raw("u0}(").text(std::string(60'000, 'k')).raw("h\x02u");
        SAYS(archive(pickle, {storage("0", 4)}), "the names of its tensors have more than 64 000 000 bytes");
    }

    void oneDictionaryUnderManyNamesIsLookedAtOnce() {
        using namespace std::string_view_literals;
        constexpr int count = 100'000; // squared, this would take minutes
        PickleText pickle;
        pickle.raw("}q\x00("sv).text("k").raw("q\x01K\x01q\x02"sv);
        for (int i = 1; i < count; ++i) {
            pickle.raw("h\x01h\x02");
        }
        pickle.raw("u0}(").text("model").raw("q\x04h\x00"sv);
        for (int i = 1; i < count; ++i) {
            pickle.raw("h\x04h\x00"sv);
        }
        pickle.raw("u");
        SAYS(archive(pickle), "it names more values than any model needs");
    }

    void unwrapsParametersAndUntypedStorages() {
        PickleText pickle;
        pickle.raw("}(").text("p").global("torch._utils", "_rebuild_parameter").raw("(");
        pickle.tensor("HalfStorage", "0", 2, 0, {2}, {1}).raw("\x88").orderedDict().raw("tR");
        pickle.text("f8").global("torch._utils", "_rebuild_tensor_v3").raw("((").text("storage");
        pickle.global("torch.storage", "UntypedStorage").text("1").text("cpu").integer(3).raw("tQ");
        pickle.integer(1).tuple({2}).tuple({1}).raw("\x89").orderedDict().global("torch", "float8_e4m3fn").raw("tRu");
        const FileContents contents = parse(archive(pickle, {storage("0", 4), storage("1", 3)}));
        QCOMPARE(contents.tensors[0].type, ElementType::F16);
        QCOMPARE(contents.tensors[1].type, ElementType::F8_E4M3);
        QCOMPARE(contents.tensors[1].bytes, std::uint64_t{2});
    }

    void keepsTheStridesOfViews() {
        PickleText pickle;
        pickle.raw("}(").text("t").tensor("FloatStorage", "0", 6, 0, {3, 2}, {1, 3});
        pickle.text("part").tensor("FloatStorage", "0", 6, 1, {2, 2}, {3, 1});
        pickle.text("same").tensor("FloatStorage", "0", 6, 0, {3, 2}, {1, 3});
        pickle.text("wide").tensor("FloatStorage", "0", 6, 5, {4, 1}, {0, 1}).raw("u");
        const FileContents contents = parse(archive(pickle, {storage("0", 24)}));
        QCOMPARE(contents.tensors.size(), std::size_t{3});
        QCOMPARE(contents.tensors[0].strides, (std::vector<std::uint64_t>{1, 3}));
        QCOMPARE(contents.tensors[0].extent(), std::uint64_t{24});
        QCOMPARE(contents.tensors[1].extent(), std::uint64_t{20});
        QCOMPARE(contents.tensors[2].extent(), std::uint64_t{4});
        QCOMPARE(contents.aliases.front(), std::pair(std::string("same"), std::string("t")));
    }

    void namesTheFunctionThatAFileWantsToCall() {
        const PickleText attack = PickleText().global("os", "system").raw("(").text("rm -rf /").raw("tR");
        SAYS(archive(attack), "it asks for os.system");
        SAYS(archive(attack), "nothing that a pickle names is ever run");
        const PickleText hidden = PickleText()
                                      .raw("}(")
                                      .text("w")
                                      .raw("\x8C\x08"
                                           "builtins"
                                           "\x8C\x04"
                                           "eval"
                                           "\x93")
                                      .raw("u");
        SAYS(archive(hidden), "it asks for builtins.eval");
        SAYS(archive(PickleText().global("torch", "FloatStorage").raw("K\x01\x85R")), "not a dictionary of tensors");
        SAYS(archive(PickleText().raw("K\x01K\x02R")), "it calls something that is not a known function");
    }

    void refusesPicklesThatAreNoStateDict_data() {
        QTest::addColumn<QByteArray>("pickle");
        QTest::addColumn<QString>("says");
        const auto row = [](const char* name, const PickleText& pickle, const char* says) {
            const std::string text = pickle.done();
            QTest::newRow(name) << QByteArray(text.data(), static_cast<qsizetype>(text.size())) << says;
        };
        row("a number", PickleText().integer(5), "not a dictionary of tensors");
        row("nothing in it", PickleText().raw("}"), "it holds no tensor");
        row("empty stack", PickleText().raw("0"), "its stack is empty");
        row("no mark", PickleText().raw("t"), "closes a group that was never opened");
        row("below the mark", PickleText().raw("}(s"), "its stack is empty");
        row("unknown opcode", PickleText().raw("I01\n"), "opcode 0x49");
        row("unknown memo", PickleText().raw("h\x05"), "never stored");
        row("newer protocol", PickleText().raw("\x80\x09"), "protocol 9");
        row("long text", PickleText().raw("X").raw(numberBytes(std::uint32_t{0xFFFFFFFFU})), "ends too early");
        row("long number", PickleText().raw("\x8A\x09").raw(std::string(9, 'a')), "more than 64 bits");
        row("odd items", PickleText().raw("}(K\x01u"), "a key has no value");
        row("item of a number", PickleText().raw("K\x01K\x02K\x03s"), "holds no others");
        row("beyond its storage", PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 5, 0, {2, 3}, {3, 1}).raw("u"),
            "Tensor w: it reaches beyond its storage 0 of 5 elements");
        row("offset", PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 6, 1, {2, 3}, {3, 1}).raw("u"),
            "reaches beyond its storage");
        row("stride", PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 6, 0, {2, 3}, {INT64_MAX, 1}).raw("u"),
            "reaches beyond its storage");
        row("negative", PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 6, -1, {2, 3}, {3, 1}).raw("u"),
            "is no count");
        row("huge shape", PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 6, 0, {INT64_MAX, 3}, {0, 0}).raw("u"),
            "its shape is too large");
        row("strides missing", PickleText().raw("}(").text("w").tensor("FloatStorage", "0", 6, 0, {2, 3}, {1}).raw("u"),
            "2 dimensions have 1 strides");
        row("no storage of it", PickleText().raw("}(").text("w").tensor("FloatStorage", "9", 6, 0, {2, 3}, {3, 1}).raw("u"),
            "Storage 9 of tensor w is missing");
        row("storage of another size",
            PickleText().raw("}(").text("w").tensor("DoubleStorage", "0", 6, 0, {2, 3}, {3, 1}).raw("u"),
            "has 24 bytes, 48 are expected");
        row("unknown type", PickleText().raw("}(").text("w").tensor("QInt8Storage", "0", 6, 0, {2, 3}, {3, 1}).raw("u"),
            "it asks for torch.QInt8Storage");
        PickleText deep; // every dictionary holds the next one twice: 2^40 paths
        deep.raw("}q").raw(std::string(1, '\0'));
        for (char i = 1; i < 25; ++i) {
            deep.raw("}(").text("a").raw("h").raw(std::string(1, static_cast<char>(i - 1))).text("b").raw("h");
            deep.raw(std::string(1, static_cast<char>(i - 1))).raw("uq").raw(std::string(1, i));
        }
        row("shared over and over", deep, "the names of its tensors have more than");
        PickleText circle;
        circle.raw("}q").raw(std::string(1, '\0')).raw("(").text("self").raw("h").raw(std::string(1, '\0')).raw("u");
        row("holds itself", circle, "nested too deeply");
    }
    void refusesPicklesThatAreNoStateDict() {
        QFETCH(QByteArray, pickle);
        QFETCH(QString, says);
        const QString said = complaint(zipArchive({{"archive/data.pkl", pickle.toStdString(), 0, 0, {}}, storage("0", 24)}));
        QVERIFY2(said.contains(says), qPrintable(said));
    }

    void refusesArchivesThatAreNotTorchs() {
        const std::string pickle = oneTensor().done();
        SAYS(zipArchive({{"readme", "hello", 0, 0, {}}}), "zip archive without data.pkl");
        SAYS(zipArchive({{"a/data.pkl", pickle, 0, 0, {}}, {"b/data.pkl", pickle, 0, 0, {}}}), "two pickles");
        SAYS(zipArchive({{"a/data.pkl", pickle, 8, 0, {}}}), "is compressed");
        SAYS(zipArchive({{"a/data.pkl", pickle, 0, 1, {}}}), "is encrypted");
        SAYS(zipArchive({{"a/data.pkl", pickle, 0, 0, 5}}), "should start at byte 5");
        SAYS(zipArchive({{"a/data.pkl", pickle, 0, 0, {}}, {"a/data.pkl", pickle, 0, 0, {}}}), "stands there twice");
        SAYS(archive(oneTensor(), {storage("0", 24), {"archive/byteorder", "big", 0, 0, {}}}), "big-endian");
        SAYS(archive(oneTensor(), {storage("0", 24), {"archive/constants.pkl", "x", 0, 0, {}}}), "TorchScript");
    }

    void survivesEveryCutAndEveryChangedByte() {
        for (const bool isWide : {false, true}) {
            const std::string whole = archive(oneTensor(), {storage("0", 24)}, isWide);
            QVERIFY(complaint(whole).isEmpty());
            for (std::size_t length = 0; length < whole.size(); ++length) {
                QVERIFY2(!complaint(whole.substr(0, length)).isEmpty(), qPrintable(QString::number(length)));
            }
            for (std::size_t i = 0; i < whole.size(); ++i) { // an error or a file that still makes sense
                for (const char flip : {'\x01', '\x80', '\xFF'}) {
                    std::string changed = whole;
                    changed[i] = static_cast<char>(changed[i] ^ flip);
                    std::optional<FileContents> contents;
                    static_cast<void>(errorOf([&] { contents = parse(changed); }));
                    for (const TensorInfo& tensor : contents ? contents->tensors : std::vector<TensorInfo>()) {
                        QVERIFY(tensor.offset <= changed.size() && tensor.extent() <= changed.size() - tensor.offset);
                    }
                }
            }
        }
    }

    void readsShardsWithTheirIndex() {
        const QTemporaryDir holder;
        const fs::path folder(holder.path().toStdString());
        const auto write = [&](const char* name, const std::string& text) {
            writeAll(folder / name, std::as_bytes(std::span(text)));
        };
        const auto shard = [](const char* tensor) {
            return archive(PickleText().raw("}(").text(tensor).tensor("FloatStorage", "0", 6, 0, {2, 3}, {3, 1}).raw("u"),
                           {storage("0", 24)});
        };
        write("pytorch_model-00001-of-00002.bin", shard("a"));
        write("pytorch_model-00002-of-00002.bin", shard("b"));
        write("training_args.bin", shard("c"));
        QCOMPARE(openCheckpoint(folder).tensors().size(), std::size_t{2});
        write("pytorch_model.bin.index.json",
              R"({"weight_map": {"a": "pytorch_model-00001-of-00002.bin", "b": "pytorch_model-00002-of-00002.bin"}})");
        for (const fs::path& path :
             {folder, folder / "pytorch_model.bin.index.json", folder / "pytorch_model-00002-of-00002.bin"}) {
            const Checkpoint checkpoint = openCheckpoint(path);
            QCOMPARE(checkpoint.kind(), ContainerKind::pytorch);
            QCOMPARE(checkpoint.files().size(), std::size_t{2});
            QCOMPARE(checkpoint.find("b")->file, std::size_t{1});
        }
        const Glance glance = glanceAt(folder);
        QVERIFY(glance.openable);
        QCOMPARE(glance.kind, std::string("PyTorch folder, 2 files"));
    }
};

QTEST_GUILESS_MAIN(TestPyTorch)
#include "tst_pytorch.moc"
