// SPDX-License-Identifier: GPL-3.0-or-later
// HQQ: descriptions of matrices that somebody else wrote: other packings and groups, fewer tensors, broken ones.
#include "codecs/hqq_matrices.h"

using namespace quantlathe;
using namespace quantlathe::test::hqq_matrices;

class TestHqqDescriptions : public QObject {
    Q_OBJECT
private slots:
    void somebodyElsesWeightOfThatName() {
        Stored stored;
        QVERIFY(!hqq().recognise(stored.lookup()));
        stored.set<float>(".W_q", ElementType::F32, {2, 2}, {1, 2, 3, 4});
        QVERIFY(!hqq().recognise(stored.lookup()));
    }

    /// Who reads 1.58 bits and saves again writes nbits = 1: the packing counts.
    void packingDecidesWhatCodesAre() {
        const GoldenFile& golden = *std::ranges::find(goldenFiles, std::string_view("HQQ1.58-G64"), &GoldenFile::encoding);
        Stored stored = goldenLayer(golden);
        stored.set<std::int32_t>(".nbits", ElementType::I32, {}, {1});
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(decode(*found->encoding, found->shape, stored),
                 test::goldenTensor(pathOf(golden), "dequant").value().floats());
        QCOMPARE(found->encoding, hqq().recognise(stored.lookup())->encoding); // one address
    }

    void groupSizesThatAreNotOffered() {
        const MatrixShape shape{20, 96, ElementType::BF16};
        const std::vector<float> w = test::normalValues(shape.values(), 1);
        const MatrixEncoding& rows = encodingNamed("HQQ4-ROW");
        Stored stored = encode(rows, shape, w);
        // The same tensors say "groups of 96" of a matrix with rows of 192.
        stored.set<std::int64_t>(".shape", ElementType::I64, {2}, {10, 192});
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(std::string(found->encoding->name()), std::string("HQQ4-G96"));
        QCOMPARE(decode(*found->encoding, found->shape, stored), decode(rows, shape, encode(rows, shape, w)));
        QCOMPARE(encodingByName("HQQ4-G96"), nullptr); // only read
    }

    void lessDescription() {
        const MatrixShape shape{16, 64, ElementType::F16};
        const MatrixEncoding& encoding = encodingNamed("HQQ2-G32");
        const std::vector<float> w = test::normalValues(shape.values(), 1);
        Stored stored = encode(encoding, shape, w);
        const std::vector<float> expected = decode(encoding, shape, stored);
        for (const char* const suffix : {".optimize", ".round_zero", ".channel_wise", ".offload_meta", ".quant_zero"}) {
            stored.tensors.erase(suffix);
        }
        const auto found = hqq().recognise(stored.lookup());
        QVERIFY(found.has_value());
        QCOMPARE(found->encoding->parts(shape).size(), allSuffixes().size() - 5);
        QCOMPARE(decode(*found->encoding, shape, stored), expected);
        // What it writes has the same tensors again.
        const Stored again = encode(*found->encoding, shape, w);
        QVERIFY(again.tensors == stored.tensors);
    }

    void brokenDescriptionsAreRefused_data() {
        QTest::addColumn<int>("index");
        for (int i = 0; i < static_cast<int>(faults().size()); ++i) {
            QTest::newRow(faults()[static_cast<std::size_t>(i)].name) << i;
        }
    }
    void brokenDescriptionsAreRefused() {
        QFETCH(int, index);
        const Fault& fault = faults()[static_cast<std::size_t>(index)];
        const MatrixShape shape{16, 64, ElementType::F16};
        Stored stored = encode(encodingNamed("HQQ4-G32"), shape, test::normalValues(shape.values(), 1));
        QVERIFY(hqq().recognise(stored.lookup()));
        fault.make(stored);
        const auto error = test::errorOf([&] { (void)hqq().recognise(stored.lookup()); });
        QVERIFY(error.has_value());
        QVERIFY(error->kind() == ErrorKind::badInput);
        QVERIFY2(std::string(error->what()).find(fault.named) != std::string::npos, error->what());
    }

private:
    struct Fault {
        const char* name;
        const char* named; // what the message must name
        void (*make)(Stored&);
    };
    static const std::vector<Fault>& faults() {
        constexpr auto i32 = ElementType::I32;
        constexpr auto i64 = ElementType::I64;
        static const std::vector<Fault> all{
            {"no scales", ".scale", [](Stored& s) { s.tensors.erase(".scale"); }},
            {"no zero points", ".zero", [](Stored& s) { s.tensors.erase(".zero"); }},
            {"no packing", ".packing", [](Stored& s) { s.tensors.erase(".packing"); }},
            {"no axis", ".axis", [](Stored& s) { s.tensors.erase(".axis"); }},
            {"no group size", ".group_size", [](Stored& s) { s.tensors.erase(".group_size"); }},
            {"no bits", ".nbits", [](Stored& s) { s.tensors.erase(".nbits"); }},
            {"no shape", ".shape", [](Stored& s) { s.tensors.erase(".shape"); }},
            {"unknown packing", ".packing", [](Stored& s) { s.setText(".packing", "7bit_u8"); }},
            {"long packing", ".packing", [](Stored& s) { s.setText(".packing", std::string(10000, 'x')); }},
            {"packing with control characters", "\\x1B", [](Stored& s) { s.setText(".packing", "\x1B[2J"); }},
            {"another packing", ".W_q", [](Stored& s) { s.setText(".packing", "8bit_u8"); }},
            {"numbers of another type", ".axis", [](Stored& s) { s.set<std::int64_t>(".axis", i64, {}, {1}); }},
            {"a vector for a number", ".axis",
             [](Stored& s) {
                 s.set<std::int32_t>(".axis", i32, {2}, {1, 1});
             }},
            {"axis 2", ".axis", [](Stored& s) { s.set<std::int32_t>(".axis", i32, {}, {2}); }},
            {"the other axis", ".scale", [](Stored& s) { s.set<std::int32_t>(".axis", i32, {}, {0}); }},
            {"group size 0", ".group_size", [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {0}); }},
            {"negative group size", ".group_size", [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {-64}); }},
            {"group size that does not divide", ".group_size",
             [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {33}); }},
            {"another group size", ".W_q", [](Stored& s) { s.set<std::int32_t>(".group_size", i32, {}, {64}); }},
            {"one dimension", ".shape", [](Stored& s) { s.set<std::int64_t>(".shape", i64, {1}, {1024}); }},
            {"negative shape", ".shape",
             [](Stored& s) {
                 s.set<std::int64_t>(".shape", i64, {2}, {-16, -64});
             }},
            {"enormous shape", ".shape",
             [](Stored& s) {
                 s.set<std::int64_t>(".shape", i64, {2}, {1LL << 62, 1LL << 62});
             }},
            {"large shape", ".W_q",
             [](Stored& s) {
                 s.set<std::int64_t>(".shape", i64, {2}, {1 << 30, 1 << 30});
             }},
            {"scales of integers", ".scale", [](Stored& s) { s.tensors[".scale"].type = ElementType::U8; }},
            {"zero points of another type", ".zero", [](Stored& s) { s.tensors[".zero"].type = ElementType::BF16; }},
            {"another compute type", ".compute_dtype", [](Stored& s) { s.setText(".compute_dtype", "torch.float32"); }},
            {"quantized scales", ".quant_scale", [](Stored& s) { s.tensors[".quant_scale"].bytes[0] = std::byte{1}; }},
            {"quantized zero points", ".zero_q", [](Stored& s) { s.set<std::uint8_t>(".zero_q", ElementType::U8, {1}, {0}); }},
            {"codes as floats", ".view_as_float", [](Stored& s) { s.tensors[".view_as_float"].bytes[0] = std::byte{1}; }},
            {"one scale for all", ".channel_wise", [](Stored& s) { s.tensors[".channel_wise"].bytes[0] = std::byte{0}; }},
            {"a flag of another type", ".optimize", [](Stored& s) { s.set<std::int32_t>(".optimize", i32, {}, {1}); }},
            {"codes of another shape", ".W_q",
             [](Stored& s) {
                 s.tensors[".W_q"].shape = {32, 16};
             }},
        };
        return all;
    }
};

QTEST_APPLESS_MAIN(TestHqqDescriptions)
#include "tst_hqq_descriptions.moc"
