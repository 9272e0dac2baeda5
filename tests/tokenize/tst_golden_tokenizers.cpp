// SPDX-License-Identifier: GPL-3.0-or-later
// Real vocabularies and texts of others, where they are at hand (QUANTLATHE_EXTRA_DATA).
#include "tokenizer_files.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

using Ids = std::vector<TokenId>;

std::vector<std::string> splitAt(std::string_view text, std::string_view separator) {
    std::vector<std::string> parts;
    for (std::size_t at = text.find(separator); at != std::string_view::npos; at = text.find(separator)) {
        parts.emplace_back(text.substr(0, at));
        text.remove_prefix(at + separator.size());
    }
    parts.emplace_back(text);
    return parts;
}

Ids idsIn(const std::string& line) {
    std::istringstream stream(line);
    return {std::istream_iterator<TokenId>(stream), {}};
}

} // namespace

class GoldenTokenizersTest : public QObject {
    Q_OBJECT

private slots:
    void vocabularies_data() {
        QTest::addColumn<QString>("name");
        for (const char* name :
             {"llama-spm", "phi-3", "gpt-2", "falcon", "mpt", "starcoder", "refact", "deepseek-coder", "deepseek-llm"}) {
            QTest::newRow(name) << QString(name);
        }
    }
    void vocabularies() {
        QFETCH(QString, name);
        const std::string base = name.toStdString();
        const auto file = extraData("golden/tokenizers/ggml-vocab-" + base + ".gguf");
        if (!file) {
            QSKIP(extraDataHint);
        }
        const std::filesystem::path folder = file->parent_path();
        const auto tokenizer = openTokenizer(*openModel(*file));
        const auto inputs = splitAt(textOf(file->string() + ".inp"), "\n__ggml_vocab_test__\n");
        const auto outputs = splitAt(textOf(file->string() + ".out"), "\n");
        QVERIFY(inputs.size() > 40 && outputs.size() >= inputs.size());
        for (std::size_t i = 0; i < inputs.size(); ++i) {
            const Ids ids = tokenizer->encode(inputs[i], {false, false});
            QVERIFY2(ids == idsIn(outputs[i]), inputs[i].c_str() + QByteArray(" ") + difference(ids, idsIn(outputs[i])));
        }
        const auto wiki = jsonOf(folder / (base + ".wiki.ids.json")).get<Ids>();
        const Ids wikiIds = tokenizer->encode(textOf(folder / "sample_wiki.txt"), {false, false});
        QVERIFY2(wikiIds == wiki, difference(wikiIds, wiki));
        // The tool that made these ids reads two backslashes as one.
        std::string hardText = textOf(folder / "sample_hard.txt");
        for (std::size_t at = hardText.find("\\\\"); at != std::string::npos; at = hardText.find("\\\\", at + 1)) {
            hardText.erase(at, 1);
        }
        const auto hard = jsonOf(folder / (base + ".hard.ids.json")).get<Ids>();
        const Ids hardIds = tokenizer->encode(hardText, {false, false});
        QVERIFY2(hardIds == hard, difference(hardIds, hard));
        QCOMPARE(tokenizer->decode(wikiIds), textOf(folder / "sample_wiki.txt"));
    }

    /// tokenizer.model by the library, tokenizer.json by merges, metadata by scores: three ways, the same ids.
    void threeWaysAgree_data() {
        QTest::addColumn<QString>("model");
        QTest::newRow("prose-llama-7m") << "prose-llama-7m";
        QTest::newRow("stories260k") << "stories260k";
    }
    void threeWaysAgree() {
        QFETCH(QString, model);
        const auto folder = extraData("models/" + model.toStdString());
        if (!folder) {
            QSKIP(extraDataHint);
        }
        TokenizerSources sources = readTokenizerSources(*folder);
        const TokenizerData data = makeTokenizer(sources, nlohmann::json::object(), 0);
        const Tokenizer library(tokenizerFromSentencePiece(sources, data, textOf(*folder / "tokenizer.model")));
        const Tokenizer merges(tokenizerFromJson(sources, data));
        const Tokenizer scores(tokenizerFromData(data, "model.gguf"));
        for (const char* name :
             {"prose_eval.txt", "tinystories_calib.txt", "wikitext103_calib.txt", "wikitext2_raw_test.txt"}) {
            const auto file = extraData(std::string("text/") + name);
            QVERIFY(file);
            const std::string text = textOf(*file);
            const Ids expected = library.encode(text);
            QVERIFY2(merges.encode(text) == expected, name + difference(merges.encode(text), expected));
            QVERIFY2(scores.encode(text) == expected, name + difference(scores.encode(text), expected));
            QCOMPARE(library.decode(expected), text);
        }
    }
};

QTEST_GUILESS_MAIN(GoldenTokenizersTest)
#include "tst_golden_tokenizers.moc"
