// SPDX-License-Identifier: GPL-3.0-or-later
#include "formats/importance_glance.h"
#include "support/test_support.h"

#include <cstring>
#include <QTemporaryDir>

using namespace quantlathe;

namespace {

void append(std::vector<std::byte>& bytes, const void* data, std::size_t size) {
    const auto* first = static_cast<const std::byte*>(data);
    bytes.insert(bytes.end(), first, first + size);
}

std::vector<std::byte> legacy(std::int32_t entries, const std::string& name, std::int32_t calls, std::int32_t values,
                              std::size_t floats) {
    std::vector<std::byte> bytes;
    const auto length = static_cast<std::int32_t>(name.size());
    append(bytes, &entries, 4);
    append(bytes, &length, 4);
    append(bytes, name.data(), name.size());
    append(bytes, &calls, 4);
    append(bytes, &values, 4);
    bytes.resize(bytes.size() + floats * sizeof(float));
    return bytes;
}

} // namespace

class TestImportanceGlance : public QObject {
    Q_OBJECT
private slots:
    void knowsTheGgufFormByWhatItSays() {
        QVERIFY(looksLikeImportanceMatrix(test::dataFile("gguf/tiny-llama-imatrix.gguf")));
        QVERIFY2(!looksLikeImportanceMatrix(test::dataFile("gguf/tiny-llama-f32.gguf")), "a model is none");
    }

    void knowsTheLegacyFormByItsFirstEntryWhateverItsName() {
        QVERIFY(looks(legacy(3, "blk.0.attn_q.weight", 8, 16, 16)));
        QVERIFY2(!looks(legacy(0, "blk.0.attn_q.weight", 8, 16, 16)), "no entries");
        QVERIFY2(!looks(legacy(3, "blk.0.attn_q.bias", 8, 16, 16)), "not the name of a weight");
        QVERIFY2(!looks(legacy(3, std::string("a\0b.weight", 10), 8, 16, 16)), "not the name of anything");
        QVERIFY2(!looks(legacy(3, "blk.0.attn_q.weight", -1, 16, 16)), "a negative count");
        QVERIFY2(!looks(legacy(3, "blk.0.attn_q.weight", 8, 17, 16)), "more values than the file holds");
    }

    void isNotMisledByOtherFiles() {
        QVERIFY(!looks({}));
        QVERIFY(!looks(std::vector<std::byte>(3)));
        QVERIFY(!looks(std::vector<std::byte>(4096, std::byte{0xFF})));
        auto cut = test::readAll(test::dataFile("gguf/tiny-llama-imatrix.gguf"));
        cut.resize(200);
        QVERIFY(!looks(cut));
        QVERIFY(!looksLikeImportanceMatrix(folder_.path().toStdString()));
        QVERIFY(!looksLikeImportanceMatrix(folder_.filePath("missing").toStdString()));
    }

private:
    [[nodiscard]] bool looks(const std::vector<std::byte>& bytes) const {
        const std::filesystem::path file = folder_.filePath("notes.txt").toStdString();
        test::writeAll(file, bytes);
        return looksLikeImportanceMatrix(file);
    }
    QTemporaryDir folder_;
};

QTEST_APPLESS_MAIN(TestImportanceGlance)
#include "tst_importance_glance.moc"
