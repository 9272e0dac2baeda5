// SPDX-License-Identifier: GPL-3.0-or-later
#include "checkpoint/gguf_writer.h"
#include "formats/importance.h"
#include "support/test_support.h"

#include <cmath>
#include <cstring>
#include <limits>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

/// Writes values one after another, as the legacy form stores them.
class Bytes {
public:
    Bytes& number(std::int32_t value) { return raw(&value, sizeof value); }
    Bytes& text(std::string_view text) { return number(static_cast<std::int32_t>(text.size())).raw(text.data(), text.size()); }
    Bytes& floats(std::vector<float> values) {
        number(static_cast<std::int32_t>(values.size()));
        return raw(values.data(), values.size() * sizeof(float));
    }
    Bytes& raw(const void* data, std::size_t size) {
        const auto* first = static_cast<const std::byte*>(data);
        bytes_.insert(bytes_.end(), first, first + size);
        return *this;
    }
    [[nodiscard]] const std::vector<std::byte>& all() const { return bytes_; }

private:
    std::vector<std::byte> bytes_;
};

Bytes legacyFile() {
    Bytes bytes;
    bytes.number(2);
    bytes.text("blk.0.attn_k.weight").number(2).floats({2.0F, 4.0F, 0.0F});
    bytes.text("blk.0.attn_q.weight").number(0).floats({7.0F});
    return bytes.number(5).text("calibration.txt");
}

struct Pair {
    std::string name;
    std::vector<std::uint64_t> shape;
    std::vector<float> values;
};

/// A GGUF file with the given F32 tensors.
std::vector<std::byte> ggufFile(const std::vector<Pair>& pairs, bool complete = true, const std::string& type = "imatrix") {
    Metadata metadata;
    metadata.insert("general.type", type);
    metadata.insert("imatrix.datasets", MetadataArray(std::vector<std::string>{"a.txt", "b.txt"}));
    metadata.insert("imatrix.chunk_count", std::uint32_t{16});
    if (complete) {
        metadata.insert("imatrix.chunk_size", std::uint32_t{512});
    }
    std::vector<GgufTensor> tensors;
    for (const Pair& pair : pairs) {
        tensors.push_back({pair.name, ElementType::F32, pair.shape});
    }
    const GgufLayout layout = layOutGguf(metadata, tensors);
    std::vector<std::byte> bytes(layout.fileBytes);
    std::ranges::copy(layout.header, bytes.begin());
    for (std::size_t i = 0; i < pairs.size(); ++i) {
        std::memcpy(bytes.data() + layout.offsets[i], pairs[i].values.data(), pairs[i].values.size() * sizeof(float));
    }
    return bytes;
}

} // namespace

class TestImportance : public QObject {
    Q_OBJECT

    QTemporaryDir folder_;
    [[nodiscard]] ImportanceMatrix read(const std::vector<std::byte>& bytes) const {
        const auto path = std::filesystem::path(folder_.path().toStdString()) / "imatrix";
        test::writeAll(path, bytes);
        return readImportanceMatrix(path);
    }
    /// The detail of the Error.
    [[nodiscard]] std::string refusal(const std::vector<std::byte>& bytes) const {
        const auto error = test::errorOf([&] { static_cast<void>(read(bytes)); });
        return !error ? "accepted" : error->kind() == ErrorKind::badInput ? error->detail() : "other kind";
    }

private slots:
    void readsTheGgufForm() {
        const ImportanceMatrix matrix = readImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf"));
        QCOMPARE(matrix.columns.size(), std::size_t{14});
        QCOMPARE(matrix.chunks, 16U);
        QCOMPARE(matrix.datasets, std::vector<std::string>{"synthetic-lognormal"});
        QCOMPARE(matrix.of("blk.0.ffn_down.weight").size(), std::size_t{512});
        QCOMPARE(matrix.of("blk.1.attn_q.weight").size(), std::size_t{256});
        QVERIFY(matrix.of("token_embd.weight").empty());
    }

    void dividesSumsByTheCountOfTheirMatrix() {
        const ImportanceMatrix matrix =
            read(ggufFile({{"w.in_sum2", {2, 3}, {2, 4, 6, 5, 5, 5}}, {"w.counts", {2, 1}, {2, 0}}}));
        const auto values = matrix.of("w");
        // The second expert was never used: all its columns count the same.
        QCOMPARE(std::vector<float>(values.begin(), values.end()), (std::vector<float>{1, 2, 3, 1, 1, 1}));
        QCOMPARE(matrix.datasets.size(), std::size_t{2});
    }

    void readsTheLegacyForm() {
        const ImportanceMatrix matrix = read(legacyFile().all());
        const auto keys = matrix.of("blk.0.attn_k.weight");
        QCOMPARE(std::vector<float>(keys.begin(), keys.end()), (std::vector<float>{1, 2, 0})); // divided by two calls
        QCOMPARE(matrix.of("blk.0.attn_q.weight").front(), 7.0F);
        QCOMPARE(matrix.chunks, 5U);
        QCOMPARE(matrix.datasets, std::vector<std::string>{"calibration.txt"});
    }

    void theTrailerOfTheLegacyFormIsOptional() {
        Bytes bytes;
        bytes.number(1).text("w").number(1).floats({1, 2});
        QCOMPARE(read(bytes.all()).chunks, 0U);
    }

    void everyTruncationOfTheLegacyFormIsRefused() {
        const std::vector<std::byte> whole = legacyFile().all();
        const std::size_t withoutTrailer = whole.size() - 4 - 4 - 15;
        for (std::size_t length = 0; length < whole.size(); ++length) {
            if (length != withoutTrailer) {
                QVERIFY2(refusal({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length)}) != "accepted",
                         qPrintable(QString::number(length)));
            }
        }
    }

    void namesWhatIsNoMatrix() {
        const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
        const auto bytes = std::as_bytes(std::span(pointer));
        QVERIFY(refusal({bytes.begin(), bytes.end()}).find("The file itself was not downloaded") != std::string::npos);
    }

    void refusesImpossibleCounts() {
        constexpr std::int32_t huge = std::numeric_limits<std::int32_t>::max();
        QVERIFY(refusal(Bytes().number(huge).all()).find("number of entries") != std::string::npos);
        QVERIFY(refusal(Bytes().number(-1).all()).find("number of entries") != std::string::npos);
        QVERIFY(refusal(Bytes().number(1).number(huge).raw("aaaaaaaaaaaaaaaa", 16).all()).find("length of a name") !=
                std::string::npos);
        QVERIFY(refusal(Bytes().number(1).text("weight").number(1).number(huge).floats({}).all()).find("number of values") !=
                std::string::npos);
        QVERIFY(refusal(legacyFile().number(0).all()).find("follow its end") != std::string::npos);
        Bytes twice;
        twice.number(2).text("w").number(1).floats({1}).text("w").number(1).floats({1});
        QVERIFY(refusal(twice.all()).find("twice") != std::string::npos);
    }

    void refusesValuesThatAreNoMeanSquares() {
        for (const float value : {std::nanf(""), std::numeric_limits<float>::infinity(), -1.0F}) {
            Bytes bytes;
            bytes.number(1).text("w").number(1).floats({1, value});
            QVERIFY(refusal(bytes.all()).find("finite and not negative") != std::string::npos);
            QVERIFY(
                refusal(ggufFile({{"w.in_sum2", {2}, {1, value}}, {"w.counts", {1}, {1}}})).find("finite and not negative") !=
                std::string::npos);
        }
    }

    void refusesValuesThatNoActivationsHave() {
        const auto names = [](const std::string& detail) {
            return detail.find("The values of w hold 1e+37") != std::string::npos &&
                   detail.find("mean square") != std::string::npos;
        };
        Bytes bytes;
        bytes.number(1).text("w").number(1).floats({1, 1e37F});
        QVERIFY(names(refusal(bytes.all())));
        QVERIFY(names(refusal(ggufFile({{"w.in_sum2", {2}, {1, 1e37F}}, {"w.counts", {1}, {1}}}))));
        // Sums over many rows may be larger than their mean.
        QCOMPARE(read(ggufFile({{"w.in_sum2", {1}, {1e33F}}, {"w.counts", {1}, {1e6F}}})).of("w").front(), 1e33F / 1e6F);
    }

    void refusesIncompleteGguf() {
        const Pair sums{"w.in_sum2", {2}, {1, 2}};
        const Pair counts{"w.counts", {1}, {1}};
        QVERIFY(refusal(ggufFile({sums})).find("no counts") != std::string::npos);
        QVERIFY(refusal(ggufFile({counts})).find("no sums") != std::string::npos);
        QVERIFY(refusal(ggufFile({sums, counts, {"other", {1}, {1}}})).find("neither sums nor counts") != std::string::npos);
        QVERIFY(refusal(ggufFile({sums, {"w.counts", {3}, {1, 1, 1}}})).find("must divide") != std::string::npos);
        QVERIFY(refusal(ggufFile({sums, counts}, false)).find("chunk_size") != std::string::npos);
        QVERIFY(refusal(ggufFile({sums, counts}, true, "model")).find("imatrix") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestImportance)
#include "tst_importance.moc"
