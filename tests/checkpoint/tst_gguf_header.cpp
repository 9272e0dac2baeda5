// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/container_files.h"
#include "checkpoint/gguf_header.h"
#include "support/test_support.h"

#include <functional>
#include <limits>
#include <QTest>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

GgufHeader parse(const Bytes& bytes) {
    return parseGgufHeader({bytes, bytes.size(), "dir/small.gguf"});
}

using Change = std::function<void(GgufFile&)>;

GgufFile changed(const Change& change) {
    GgufFile file;
    change(file);
    return file;
}

struct BadCase {
    const char* name;
    Change change;
    std::vector<const char*> says;
};

constexpr std::uint64_t big32 = std::uint64_t{1} << 32U;

const std::vector<BadCase>& badCases() {
    static const std::vector<BadCase> cases{
        {"magic", [](GgufFile& f) { f.magic = "GGUX"; }, {"byte 0", "not GGUF"}},
        {"version 0", [](GgufFile& f) { f.version = 0; }, {"byte 4", "expected 2 or 3"}},
        {"version 1", [](GgufFile& f) { f.version = 1; }, {"GGUF version 1 is not supported"}},
        {"version 4", [](GgufFile& f) { f.version = 4; }, {"byte 4", "the version is 4"}},
        {"big-endian", [](GgufFile& f) { f.version = 0x03000000; }, {"Big-endian GGUF files are not supported"}},
        {"negative tensor count", [](GgufFile& f) { f.tensorCount = ~0ULL; }, {"byte 8", "tensors are too many"}},
        {"negative key count", [](GgufFile& f) { f.keyCount = ~0ULL; }, {"byte 16", "keys are too many"}},
        {"tensor count beyond the file", [](GgufFile& f) { f.tensorCount = 1000; }, {"byte 8", "1 000 tensors cannot fit"}},
        {"key count beyond the file", [](GgufFile& f) { f.keyCount = 1000; }, {"byte 16", "1 000 keys cannot fit"}},
        {"empty key", [](GgufFile& f) { f.pairs[1].key = ""; }, {"Key number 2", "expected 1 to 65535"}},
        {"long key", [](GgufFile& f) { f.pairs[1].key.assign(65536, 'k'); }, {"Key number 2", "expected 1 to 65535"}},
        {"key twice", [](GgufFile& f) { f.pairs.push_back(f.pairs[0]); }, {"Key general.architecture", "twice"}},
        {"value type 13",
         [](GgufFile& f) { f.pairs[1].value = ggufValue<std::uint64_t>(13, 0); },
         {"Key general.name", "type 13, expected 0 to 12"}},
        {"negative value type",
         [](GgufFile& f) { f.pairs[1].value = ggufValue<std::uint64_t>(0xFFFFFFFF, 0); },
         {"Key general.name"}},
        {"array of arrays",
         [](GgufFile& f) { f.pairs[1].value = ggufArray(9, 1, "xxxxxxxxxxxx"); },
         {"Key general.name", "elements have type 9"}},
        {"array of unknown", [](GgufFile& f) { f.pairs[1].value = ggufArray(200, 1, "x"); }, {"elements have type 200"}},
        {"array beyond the file",
         [](GgufFile& f) { f.pairs[1].value = ggufArray(12, 1'000'000, ""); },
         {"cut short", "key general.name"}},
        {"array over the limit",
         [](GgufFile& f) { f.pairs[1].value = ggufArray(0, ~0ULL, ""); },
         {"Key general.name", "too long"}},
        {"array of u64 that wraps",
         [](GgufFile& f) { f.pairs[1].value = ggufArray(10, (1ULL << 61U) + 1, "12345678"); },
         {"Key general.name", "too long"}},
        {"strings over the limit", [](GgufFile& f) { f.pairs[1].value = ggufArray(8, (1ULL << 22U) + 1, ""); }, {"too long"}},
        {"strings of two arrays over the limit",
         [](GgufFile& f) {
             f.pairs[0].value = ggufArray(8, 3'000'000, std::string(8 * 3'000'000, '\0'));
             f.pairs[1].value = ggufArray(8, 1'500'000, "");
         },
         {"an array of 1 500 000 elements is too long, the limit is 1 194 304"}},
        {"more keys than any model has", [](GgufFile& f) { f.keyCount = 65'537; }, {"byte 16", "keys are too many"}},
        {"more tensors than any model has", [](GgufFile& f) { f.tensorCount = 262'145; }, {"byte 8", "tensors are too many"}},
        {"string beyond the file",
         [](GgufFile& f) { f.pairs[1].value = ggufValue<std::uint64_t>(8, 100'000); },
         {"cut short", "key general.name"}},
        {"string over the limit",
         [](GgufFile& f) { f.pairs[1].value = ggufValue<std::uint64_t>(8, ~0ULL); },
         {"Key general.name", "too long"}},
        {"alignment 24",
         [](GgufFile& f) {
             f.pairs[1] = {"general.alignment", ggufValue<std::uint32_t>(4, 24)};
         },
         {"Key general.alignment", "power of two"}},
        {"alignment 0",
         [](GgufFile& f) {
             f.pairs[1] = {"general.alignment", ggufValue<std::uint32_t>(4, 0)};
         },
         {"power of two"}},
        {"alignment as u64",
         [](GgufFile& f) {
             f.pairs[1] = {"general.alignment", ggufValue<std::uint64_t>(10, 32)};
         },
         {"u32"}},
        {"alignment that leaves the file",
         [](GgufFile& f) {
             f.pairs[1] = {"general.alignment", ggufValue<std::uint32_t>(4, 1U << 31U)};
             f.tensors.resize(1);
         },
         {"cut short", "padding"}},
        {"tensor name of 64 bytes", [](GgufFile& f) { f.tensors[1].name.assign(64, 't'); }, {"64 bytes, expected at most 63"}},
        {"tensor twice", [](GgufFile& f) { f.tensors[1].name = "a.weight"; }, {"Tensor a.weight", "twice"}},
        {"tensor twice up to a zero byte", [](GgufFile& f) { f.tensors[1].name = std::string("a.weight\0x", 10); }, {"twice"}},
        {"five dimensions",
         [](GgufFile& f) {
             f.tensors[0].dimensions = {1, 1, 1, 1, 64};
         },
         {"Tensor a.weight", "5 dimensions"}},
        {"negative dimension",
         [](GgufFile& f) {
             f.tensors[0].dimensions = {32, 1ULL << 63U};
         },
         {"Tensor a.weight", "63 bits"}},
        // Products that wrap to zero in 64 bits: the reference reader lets them pass.
        {"2^32 x 2^32",
         [](GgufFile& f) {
             f.tensors[0].dimensions = {big32, big32};
         },
         {"Tensor a.weight", "63 bits"}},
        {"2^32 x 2^31 x 2",
         [](GgufFile& f) {
             f.tensors[0].dimensions = {big32, big32 / 2, 2};
         },
         {"Tensor a.weight", "63 bits"}},
        {"zero times more than fits",
         [](GgufFile& f) {
             f.tensors[0].dimensions = {0, big32, big32};
         },
         {"63 bits"}},
        {"bytes over 63 bits", [](GgufFile& f) { f.tensors[0].dimensions = {1ULL << 62U}; }, {"63 bits"}},
        {"2^62 - 1 bytes",
         [](GgufFile& f) {
             f.tensors = {{"a.weight", {(1ULL << 62U) - 1}, 24, 0}};
         },
         {"cut short", "tensor a.weight", "4 611 686 018 427"}},
        {"all tensors together",
         [](GgufFile& f) {
             f.tensors = {{"a", {(1ULL << 62U)}, 24, 0}, {"b", {(1ULL << 62U)}, 24, 1ULL << 62U}};
         },
         {"Tensor b", "63 bits"}},
        {"type 43", [](GgufFile& f) { f.tensors[0].type = 43; }, {"Tensor a.weight", "number 43 is not known"}},
        {"removed type 4", [](GgufFile& f) { f.tensors[0].type = 4; }, {"Q4_2 (number 4) was removed"}},
        {"removed type 33", [](GgufFile& f) { f.tensors[0].type = 33; }, {"Q4_0_8_8 (number 33) was removed"}},
        {"row and block",
         [](GgufFile& f) { f.tensors[1].dimensions = {288}; },
         {"Tensor b.weight", "rows of 288", "blocks of 256 (Q4_K)"}},
        {"scalar and block", [](GgufFile& f) { f.tensors[1].dimensions = {}; }, {"Tensor b.weight", "rows of 1"}},
        {"gap",
         [](GgufFile& f) {
             f.tensors[1].offset = 288;
             f.dataBytes += 32;
         },
         {"Tensor b.weight", "288", "expected 256"}},
        {"overlap", [](GgufFile& f) { f.tensors[1].offset = 224; }, {"Tensor b.weight", "expected 256"}},
        {"unaligned", [](GgufFile& f) { f.tensors[1].offset = 257; }, {"Tensor b.weight", "expected 256"}},
        {"first not at the start", [](GgufFile& f) { f.tensors[0].offset = 32; }, {"Tensor a.weight", "expected 0"}},
        {"data one byte short", [](GgufFile& f) { --f.dataBytes; }, {"cut short", "1 byte too early", "tensor b.weight"}},
        {"no data", [](GgufFile& f) { f.dataBytes = 0; }, {"cut short", "400 bytes too early", "tensor a.weight"}},
        {"control characters are escaped",
         [](GgufFile& f) {
             f.pairs[1] = {"\x1B[2J", ggufValue<std::uint32_t>(99, 0)};
         },
         {"\\x1B[2J"}},
    };
    return cases;
}

} // namespace

class TestGgufHeader : public QObject {
    Q_OBJECT
private slots:
    void readsWhatStandsThere() {
        const GgufHeader header = parse(GgufFile{}.bytes());
        QCOMPARE(header.version, 3U);
        QCOMPARE(header.metadata.string("general.architecture"), std::optional<std::string_view>("llama"));
        QCOMPARE(header.tensors.size(), std::size_t{2});
        QCOMPARE(header.tensors[0].shape, (std::vector<std::uint64_t>{2, 32}));
        QCOMPARE(header.tensors[0].rows(), std::uint64_t{2});
        QCOMPARE(header.tensors[0].columns(), std::uint64_t{32});
        QCOMPARE(header.tensors[0].offset, header.dataOffset);
        QCOMPARE(header.tensors[1].type, ElementType::Q4_K);
        QCOMPARE(header.tensors[1].offset, header.dataOffset + 256);
        QCOMPARE(header.tensors[1].bytes, std::uint64_t{144});
    }

    void acceptsWhatTheReferenceReaderAccepts_data() {
        QTest::addColumn<Bytes>("bytes");
        const auto row = [](const char* name, const Change& change) { QTest::newRow(name) << changed(change).bytes(); };
        row("version 2", [](GgufFile& f) { f.version = 2; });
        row("scalar", [](GgufFile& f) { f.tensors = {{"s", {}, 0, 0}}; });
        row("empty tensor name", [](GgufFile& f) { f.tensors[0].name = ""; });
        row("name of 63 bytes", [](GgufFile& f) { f.tensors[0].name.assign(63, 'n'); });
        row("zero dimension", [](GgufFile& f) { f.tensors = {{"z", {0, 5}, 0, 0}, {"y", {8}, 0, 0}}; });
        row("no tensors, no padding", [](GgufFile& f) {
            f.tensors.clear();
            f.alignment = 1;
            f.dataBytes = 0;
        });
        row("bytes after the last tensor", [](GgufFile& f) { f.dataBytes += 4096; });
        row("alignment 1", [](GgufFile& f) {
            f.pairs.push_back({"general.alignment", ggufValue<std::uint32_t>(4, 1)});
            f.alignment = 1;
        });
        row("Q8_1 as a type", [](GgufFile& f) { f.tensors = {{"q", {32}, 9, 0}}; });
        row("empty string", [](GgufFile& f) { f.pairs[1].value = ggufString(""); });
        row("empty array", [](GgufFile& f) { f.pairs[1].value = ggufArray(8, 0, ""); });
        row("invalid UTF-8", [](GgufFile& f) { f.pairs[1] = {std::string("\xFF\0", 2), ggufString("\xFF\xFE")}; });
        row("bool of 7", [](GgufFile& f) { f.pairs[1].value = ggufValue<std::uint8_t>(7, 7); });
    }

    void acceptsWhatTheReferenceReaderAccepts() {
        QFETCH(Bytes, bytes);
        const auto error = errorOf([&] { static_cast<void>(parse(bytes)); });
        QVERIFY2(!error, error ? error->what() : "");
    }

    void refusesEveryMalformedField_data() {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < badCases().size(); ++i) {
            QTest::newRow(badCases()[i].name) << static_cast<int>(i);
        }
    }

    void refusesEveryMalformedField() {
        QFETCH(int, number);
        const BadCase& badCase = badCases()[static_cast<std::size_t>(number)];
        const Bytes bytes = changed(badCase.change).bytes();
        const auto error = errorOf([&] { static_cast<void>(parse(bytes)); });
        QVERIFY(error.has_value());
        QCOMPARE(error->exitCode(), 2);
        QCOMPARE(error->file(), std::filesystem::path("dir/small.gguf"));
        QVERIFY2(std::string(error->what()).find("byte") != std::string::npos, error->what());
        for (const char* text : badCase.says) {
            QVERIFY2(std::string(error->what()).find(text) != std::string::npos, error->what());
        }
    }

    /// A file that claims a gigantic header is answered before anything of that size is allocated or read.
    void refusesHeadersOverTheLimit() {
        GgufFile file;
        file.pairs[1].value = ggufArray(0, maxGgufHeaderBytes - 64, "");
        Bytes bytes = file.header();
        bytes.resize(maxGgufHeaderBytes + 4096);
        const auto error = errorOf([&] { static_cast<void>(parse(bytes)); });
        QVERIFY(error.has_value());
        QVERIFY2(error->detail().find("the header is longer than") != std::string::npos, error->what());
    }

    void survivesManyTinyKeys() { // quadratic search for duplicates would take long
        GgufFile file;
        file.pairs.clear();
        for (int i = 0; i < 65'536; ++i) {
            file.pairs.push_back({std::to_string(i), ggufValue<std::uint8_t>(0, 1)});
        }
        const Bytes bytes = file.bytes();
        QCOMPARE(parse(bytes).metadata.pairs().size(), std::size_t{65'536});
    }
};

QTEST_APPLESS_MAIN(TestGgufHeader)
#include "tst_gguf_header.moc"
