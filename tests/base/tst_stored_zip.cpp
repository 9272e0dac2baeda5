// SPDX-License-Identifier: GPL-3.0-or-later
// Zip archives and pickles that are written: readers of others' files (checkpoint/) take them, byte for byte where they are
// known.
#include "base/crc32.h"
#include "base/stored_zip.h"
#include "base/torch_pickle.h"
#include "checkpoint/pickle.h"
#include "checkpoint/zip_directory.h"
#include "support/test_support.h"

#include <QtTest>

using namespace quantlathe;

namespace {

std::span<const std::byte> bytesOf(std::string_view text) {
    return std::as_bytes(std::span(text));
}

std::string textOf(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

/// With `gap` bytes before the directory.
std::vector<std::byte> archiveOf(StoredZip& zip, const std::vector<std::string>& contents, std::size_t gap) {
    std::vector<std::byte> file(static_cast<std::size_t>(zip.end() + gap + zip.directoryBytes()));
    const auto put = [&](std::uint64_t at, std::span<const std::byte> bytes) {
        std::ranges::copy(bytes, file.begin() + static_cast<std::ptrdiff_t>(at));
    };
    for (std::size_t i = 0; i < contents.size(); ++i) {
        zip.setChecksum(i, crc32(bytesOf(contents[i])));
        put(zip.items()[i].header, zip.header(i));
        put(zip.items()[i].offset, bytesOf(contents[i]));
    }
    put(zip.end() + gap, zip.directory(zip.end() + gap));
    return file;
}

} // namespace

class TestStoredZip : public QObject {
    Q_OBJECT
private slots:
    void checksums() {
        QCOMPARE(crc32({}), 0U);
        QCOMPARE(crc32(bytesOf("123456789")), 0xCBF43926U); // the check value of the polynomial
        const std::string text = "The quick brown fox jumps over the lazy dog";
        QCOMPARE(crc32(bytesOf(text)), 0x414FA339U);
        for (std::size_t cut = 0; cut <= text.size(); ++cut) {
            QCOMPARE(crc32(bytesOf(text).subspan(cut), crc32(bytesOf(text).first(cut))), 0x414FA339U);
        }
    }

    void isReadBack_data() {
        QTest::addColumn<bool>("isWide");
        QTest::newRow("32 bits") << false;
        QTest::newRow("64 bits") << true;
    }
    void isReadBack() {
        QFETCH(bool, isWide);
        const std::vector<std::string> contents{"first", "", std::string(1000, 'x'), "3\n"};
        StoredZip zip(isWide);
        for (std::size_t i = 0; i < contents.size(); ++i) {
            zip.add("archive/" + std::string(i + 1, 'n'), contents[i].size());
        }
        const std::vector<std::byte> file = archiveOf(zip, contents, 77);
        const ZipDirectory directory = parseZipDirectory({file, file.size(), "archive.pt"});
        QCOMPARE(directory.size(), std::size_t{3}); // the empty one is left out
        for (std::size_t i = 0; i < contents.size(); ++i) {
            const ZipItem& item = zip.items()[i];
            QCOMPARE(item.offset % 64, std::uint64_t{0});
            if (!contents[i].empty()) {
                QCOMPARE(directory.at(item.name).offset, item.offset);
                QCOMPARE(textOf(std::span(file).subspan(item.offset, item.bytes)), contents[i]);
            }
        }
        const auto again = StoredZip::fromHeaders(file);
        QVERIFY(again.has_value());
        QCOMPARE(again->items().size(), contents.size());
        QCOMPARE(again->end(), zip.end());
        QCOMPARE(again->directoryBytes(), zip.directoryBytes());
        QVERIFY(!StoredZip::fromHeaders(std::span(file).subspan(1)));
        QVERIFY(!StoredZip::fromHeaders({}));
    }

    /// Sizes and places beyond 32 bits, of which only the headers exist.
    void beyondFourGigabytes() {
        constexpr std::uint64_t large = 5'000'000'000;
        QVERIFY(StoredZip::mustBeWide(large) && !StoredZip::mustBeWide(4'000'000'000));
        StoredZip zip(true);
        zip.add("archive/data.pkl", 10);
        zip.add("archive/data/0", large);
        std::vector<std::byte> start(static_cast<std::size_t>(zip.items()[1].offset));
        for (std::size_t i = 0; i < 2; ++i) {
            std::ranges::copy(zip.header(i), start.begin() + static_cast<std::ptrdiff_t>(zip.items()[i].header));
        }
        const auto again = StoredZip::fromHeaders(start);
        QVERIFY(again.has_value());
        QCOMPARE(again->items()[1].bytes, large);
        QCOMPARE(again->end(), zip.end());
    }

    /// As Python's pickletools takes them apart.
    void picklesAreThoseOfPython() {
        TorchPickle pickle;
        pickle.openDict();
        pickle.text("a");
        pickle.integer(300);
        pickle.text("b");
        pickle.boolean(true);
        pickle.text("c");
        pickle.none();
        pickle.text("d");
        pickle.integer(-1);
        pickle.text("e");
        pickle.global("torch float16");
        pickle.text("f");
        pickle.global("torch float16");
        pickle.closeDict();
        const std::string text = textOf(pickle.finish());
        const auto key = [](char letter) { return std::string("X\x01\0\0\0", 5) + letter; };
        const std::string expected = "\x80\x02}(" + key('a') + "M\x2C\x01" + key('b') + "\x88" + key('c') + "N" + key('d') +
                                     "J\xFF\xFF\xFF\xFF" + key('e') + "ctorch\nfloat16\n" + std::string("q\0", 2) + key('f') +
                                     std::string("h\0", 2) + "u.";
        QCOMPARE(QByteArray(text.data(), static_cast<qsizetype>(text.size())),
                 QByteArray(expected.data(), static_cast<qsizetype>(expected.size())));
    }

    /// More values than short numbers of the memo can name, and large numbers.
    void manyStorages() {
        TorchPickle pickle;
        pickle.openList();
        const std::array<std::uint64_t, 2> shape{2, 3};
        for (int i = 0; i < 400; ++i) {
            for (int twice = 0; twice < 2; ++twice) {
                pickle.tensor({.key = std::to_string(i), .type = ElementType::F32, .elements = 70'000'000'000},
                              ElementType::F32, 66'000, shape);
            }
        }
        pickle.closeList();
        const std::vector<std::byte> bytes = pickle.finish();
        const std::array<std::string_view, 3> globals{"torch._utils _rebuild_tensor_v2", "torch FloatStorage",
                                                      "collections OrderedDict"};
        const Pickle read = parsePickle({bytes, bytes.size(), "list.pkl"}, globals);
        const PickleValue& list = read[read.root];
        QCOMPARE(list.items.size(), std::size_t{800});
        for (const std::size_t item : {std::size_t{798}, std::size_t{799}}) {
            const PickleValue& arguments = read[read[list.items[item]].items[1]];
            const PickleValue& id = read[read[arguments.items[0]].items[0]];
            QCOMPARE(read[id.items[2]].text, std::string_view("399"));
            QCOMPARE(read[id.items[4]].number, std::int64_t{70'000'000'000});
            QCOMPARE(read[arguments.items[1]].number, std::int64_t{66'000});
            QCOMPARE(read[read[arguments.items[3]].items[0]].number, std::int64_t{3});
        }
    }

    void typesThatPyTorchDoesNotKnow() {
        TorchPickle pickle;
        const std::array<std::uint64_t, 1> shape{32};
        const auto error = test::errorOf(
            [&] { pickle.tensor({.key = "0", .type = ElementType::Q4_0, .elements = 32}, ElementType::Q4_0, 0, shape); });
        QVERIFY(error.has_value());
        QCOMPARE(error->kind(), ErrorKind::badInput);
    }
};

QTEST_GUILESS_MAIN(TestStoredZip)
#include "tst_stored_zip.moc"
