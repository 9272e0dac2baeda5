// SPDX-License-Identifier: GPL-3.0-or-later
// Vocabularies of other kinds than SentencePiece's with merges and byte-level BPE: word pieces, pieces with scores (Unigram),
// tiktoken's ranks; and what single families make of theirs. The lists are those of llama.cpp's converter (of the sources in
// llama-cpp-python 0.3.36) for the same files.
#include "model/hf_folder.h"
#include "model/model.h"
#include "model/tiktoken_ranks.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"
#include "support/test_support.h"

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

using Json = nlohmann::json;
using Ids = std::vector<std::pair<std::string, std::uint32_t>>;
using Flags = std::vector<std::pair<std::string, bool>>;
using Texts = std::vector<std::string>;
using enum TokenType;

const std::string mark = "\xE2\x96\x81"; // what stands for a blank

QJsonObject special(int id, const QString& content) {
    return {{"id", id}, {"content", content}, {"special", true}, {"normalized", false}};
}

QJsonObject wordPieces() {
    const QJsonObject vocabulary{{"[PAD]", 0},     {"[UNK]", 1}, {"[CLS]", 2}, {"[SEP]", 3}, {"[MASK]", 4},
                                 {"[unused0]", 5}, {"a", 6},     {"##b", 7},   {"the", 8},   {"##ing", 9}};
    QJsonArray added;
    for (const auto& [name, id] : std::initializer_list<std::pair<const char*, int>>{
             {"[PAD]", 0}, {"[UNK]", 1}, {"[CLS]", 2}, {"[SEP]", 3}, {"[MASK]", 4}}) {
        added.append(special(id, name));
    }
    const auto token = [](const char* id) { return QJsonObject{{"SpecialToken", QJsonObject{{"id", id}}}}; };
    const auto text = [](const char* id) { return QJsonObject{{"Sequence", QJsonObject{{"id", id}}}}; };
    const QJsonObject frame{{"type", "TemplateProcessing"},
                            {"single", QJsonArray{token("[CLS]"), text("A"), token("[SEP]")}},
                            {"pair", QJsonArray{token("[CLS]"), text("A"), token("[SEP]"), text("B"), token("[SEP]")}}};
    return {{"added_tokens", added},
            {"normalizer", QJsonObject{{"type", "BertNormalizer"}, {"lowercase", true}, {"strip_accents", QJsonValue::Null}}},
            {"post_processor", frame},
            {"model", QJsonObject{{"type", "WordPiece"}, {"vocab", vocabulary}}}};
}

QJsonObject scoredPieces() {
    QJsonArray pieces;
    for (const auto& [text, score] : std::initializer_list<std::pair<std::string, double>>{{"<s>", 0},
                                                                                           {"<pad>", 0},
                                                                                           {"</s>", 0},
                                                                                           {"<unk>", 0},
                                                                                           {",", -3.5},
                                                                                           {mark, -4},
                                                                                           {mark + "the", -5.25},
                                                                                           {"<mask>", 0}}) {
        pieces.append(QJsonArray{QString::fromStdString(text), score});
    }
    return {{"added_tokens",
             QJsonArray{special(0, "<s>"), special(1, "<pad>"), special(2, "</s>"), special(3, "<unk>"), special(7, "<mask>")}},
            {"normalizer", QJsonObject{{"type", "Precompiled"}, {"precompiled_charsmap", "AAQA"}}},
            {"model", QJsonObject{{"type", "Unigram"}, {"unk_id", 3}, {"vocab", pieces}}}};
}

/// Field `number` of a protocol buffer with the given bytes.
QByteArray field(int number, const QByteArray& bytes) {
    return QByteArray(1, static_cast<char>(number << 3 | 2)) + QByteArray(1, static_cast<char>(bytes.size())) + bytes;
}
QByteArray piece(const QByteArray& text, float score, int type) {
    QByteArray scoreBytes(4, '\0');
    std::memcpy(scoreBytes.data(), &score, 4);
    return field(1, field(1, text) + '\x15' + scoreBytes + '\x18' + QByteArray(1, static_cast<char>(type)));
}

TokenizerData read(const HfFolder& folder, TokenizerStyle style, std::uint64_t size, const char* config = "{}") {
    return *readTokenizer(folder.path(), Json::parse(config), style, size);
}

QString complaintOf(const QByteArray& ranks) {
    const auto error = errorOf([&] { static_cast<void>(parseTiktokenRanks(ranks.toStdString(), "tiktoken.model")); });
    return error ? QString::fromStdString(error->detail()) : QString("no error");
}

} // namespace

class TestVocabularies : public QObject {
    Q_OBJECT
private slots:
    void marksWhatBeginsAWord() {
        const HfFolder folder;
        folder.write("tokenizer.json", wordPieces());
        folder.write("tokenizer_config.json", QJsonObject{{"cls_token", "[CLS]"},
                                                          {"sep_token", "[SEP]"},
                                                          {"pad_token", "[PAD]"},
                                                          {"unk_token", "[UNK]"},
                                                          {"mask_token", "[MASK]"}});
        const TokenizerData data = read(folder, TokenizerStyle::wordPieces, 12, R"({"type_vocab_size": 2})");
        QCOMPARE(data.model, std::string("bert"));
        QCOMPARE(data.preTokenizer, std::string("bert-bge"));
        QCOMPARE(data.tokens, (Texts{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", mark + "[unused0]", mark + "a", "b",
                                     mark + "the", "ing", mark + "[PAD10]", mark + "[PAD11]"}));
        QCOMPARE(data.types, (std::vector<TokenType>{control, control, control, control, control, normal, normal, normal,
                                                     normal, normal, unused, unused}));
        QCOMPARE(data.tokenTypes, std::optional<std::uint32_t>(2));
        QVERIFY(std::ranges::find(data.flags, std::pair<std::string, bool>("normalizer.lowercase", true)) != data.flags.end());
        QVERIFY(std::ranges::find(data.specialIds, std::pair<std::string, std::uint32_t>("mask", 4)) != data.specialIds.end());
    }

    void readsTheOldestListOfWordPieces() {
        const HfFolder folder;
        folder.write("vocab.txt", QByteArray("[PAD]\r\n[UNK]\na\n##b\n"));
        const TokenizerData data = read(folder, TokenizerStyle::wordPieces, 4);
        QCOMPARE(data.tokens, (Texts{"[PAD]", "[UNK]", mark + "a", "b"}));
        QCOMPARE(data.types, (std::vector<TokenType>{control, control, normal, normal}));
        QCOMPARE(data.tokenTypes, std::optional<std::uint32_t>(1));
    }

    void keepsScoresOfPieces() {
        const HfFolder folder;
        folder.write("tokenizer.json", scoredPieces());
        const TokenizerData data = read(folder, TokenizerStyle::unigram, 9, R"({"bos_token_id": 0, "type_vocab_size": 1})");
        QCOMPARE(data.model, std::string("t5"));
        QCOMPARE(data.preTokenizer, std::string("default"));
        QCOMPARE(data.tokens, (Texts{"<s>", "<pad>", "</s>", "<unk>", ",", mark, mark + "the", "<mask>", "[PAD8]"}));
        QCOMPARE(data.scores, (std::vector<float>{0, 0, 0, 0, -3.5F, -4, -5.25F, 0, -10000}));
        QCOMPARE(data.types,
                 (std::vector<TokenType>{control, control, control, unknown, normal, normal, normal, control, unused}));
        QCOMPARE(data.charsMap, (std::vector<std::uint8_t>{0, 4, 0}));
        QCOMPARE(data.flags, (Flags{{"add_space_prefix", true}, {"remove_extra_whitespaces", false}}));
        Metadata metadata; // and back
        addTokenizerKeys(data, metadata);
        const auto again = tokenizerFromMetadata(metadata);
        QCOMPARE(again->charsMap, data.charsMap);
        QCOMPARE(again->tokenTypes, data.tokenTypes);
    }

    void putsTheLibrarysTokensInFrontOfPieces() {
        const HfFolder folder;
        folder.write("sentencepiece.bpe.model", piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("</s>", 0, 3) +
                                                    piece(",", -1.5F, 1) + piece("a", -2, 1));
        const TokenizerData data = read(folder, TokenizerStyle::unigram, 7);
        QCOMPARE(data.tokens, (Texts{"<s>", "<pad>", "</s>", "<unk>", ",", "a", "[PAD5]"}));
        QCOMPARE(data.scores, (std::vector<float>{0, 0, 0, 0, -1.5F, -2, -10000}));
        QCOMPARE(data.types, (std::vector<TokenType>{control, control, control, unknown, normal, normal, unused}));
        QCOMPARE(data.flags, (Flags{{"add_space_prefix", true}, {"remove_extra_whitespaces", true}}));
    }

    void keepsIdsOfT5() {
        const HfFolder folder;
        folder.write("spiece.model", piece("<pad>", 0, 3) + piece("</s>", 0, 3) + piece("<unk>", 0, 2) + piece(",", -1.5F, 1));
        folder.write("added_tokens.json", QJsonObject{{"<extra_id_0>", 5}, {"beyond", 9}});
        const TokenizerData data = read(folder, TokenizerStyle::t5, 6);
        QCOMPARE(data.model, std::string("t5"));
        QCOMPARE(data.tokens, (Texts{"<pad>", "</s>", "<unk>", ",", "[PAD4]", "<extra_id_0>"}));
        QCOMPARE(data.scores, (std::vector<float>{0, 0, 0, -1.5F, -10000, -1000}));
        QCOMPARE(data.types, (std::vector<TokenType>{control, control, unknown, normal, unused, TokenType::userDefined}));
        QVERIFY(!data.tokenTypes);
        QVERIFY(errorOf([&] { static_cast<void>(read(folder, TokenizerStyle::t5, 3)); }));
    }

    void readsLinesOfPlamo() {
        const HfFolder folder;
        folder.write("tokenizer.jsonl", R"(["<|plamo:unk|>", 0.0, "UNKNOWN", 0]
["<|plamo:bos|>", 0.0, "CONTROL", 0]
["<0x0A>", -1.0, "BYTE", 0]

["a", -2.5, "NORMAL", 0]
["<|plamo:op|>", 0.0, "NORMAL", 0]
)");
        folder.write("tokenizer_config.json", QJsonObject{{"bos_token", "<|plamo:bos|>"}, {"unk_token", "<|plamo:unk|>"}});
        const TokenizerData data = read(folder, TokenizerStyle::plamo, 6);
        QCOMPARE(data.model, std::string("plamo2"));
        QCOMPARE(data.tokens, (Texts{"<|plamo:unk|>", "<|plamo:bos|>", "<0x0A>", "a", "<|plamo:op|>", "[PAD1]"}));
        QCOMPARE(data.types, (std::vector<TokenType>{unknown, control, TokenType::byte, normal, control, unused}));
        using Ids = std::vector<std::pair<std::string, std::uint32_t>>;
        QCOMPARE(data.specialIds, (Ids{{"bos", 1}, {"unk", 0}, {"eot", 4}}));
        folder.write("tokenizer.jsonl", R"({"a": 1})");
        QVERIFY(errorOf([&] { static_cast<void>(read(folder, TokenizerStyle::plamo, 6)); }));
    }

    void refusesPiecesWithoutScores_data() {
        QTest::addColumn<QString>("vocabulary");
        QTest::newRow("no pair") << R"(["a"])";
        QTest::newRow("no score") << R"([["a"]])";
        QTest::newRow("no text") << R"([[1, 2]])";
        QTest::newRow("two scores") << R"([["a", 1, 2]])";
        QTest::newRow("deeper") << R"([["a", [1]]])";
        QTest::newRow("an object") << R"([{"a": 1}])";
    }
    void refusesPiecesWithoutScores() {
        QFETCH(QString, vocabulary);
        const std::string text = R"({"model": {"type": "Unigram", "vocab": )" + vocabulary.toStdString() + "}}";
        const auto error = errorOf([&] { static_cast<void>(parseTokenizerJson(text, "tokenizer.json")); });
        QVERIFY(error && error->kind() == ErrorKind::badInput);
        QVERIFY2(error->detail().find("pair of a text and a score") != std::string::npos, error->detail().c_str());
    }

    void makesMergesOfRanks() {
        const Texts tokens{"a", "b", " ", "ab", " a", "abb", "ba", "abab"};
        // "abb" is ab and b; "abab" is ab twice.
        QCOMPARE(mergesOfRanks(tokens), (Texts{"a b", "\xC4\xA0 a", "ab b", "b a", "ab ab"}));
    }

    void readsKimisRanks() {
        const HfFolder folder;
        folder.write("tiktoken.model", QByteArray("YQ== 0\nYg== 1\nIA== 2\nYWI= 3\n"));
        folder.write(
            "tokenizer_config.json",
            QJsonObject{{"added_tokens_decoder", QJsonObject{{"4", QJsonObject{{"content", "[BOS]"}, {"special", true}}}}}});
        const TokenizerData data = read(folder, TokenizerStyle::byteLevel, 6, R"({"bos_token_id": 4, "eos_token_id": 5})");
        QCOMPARE(data.model, std::string("gpt2"));
        QCOMPARE(data.preTokenizer, std::string("kimi-k2"));
        QCOMPARE(data.tokens, (Texts{"a", "b", "\xC4\xA0", "ab", "[BOS]", "<|reserved_token_5|>"}));
        QCOMPARE(data.types, (std::vector<TokenType>{normal, normal, normal, normal, control, control}));
        QCOMPARE(data.merges, (Texts{"a b"}));
        QCOMPARE(data.specialIds, (Ids{{"bos", 4}, {"eos", 5}}));
    }

    void refusesMalformedRanks() {
        QVERIFY(complaintOf("").contains("empty"));
        for (const char* text : {"YQ== 1\n", "YQ==\n", "YQ= 0\n", "Y!== 0\n", "YQ== 0 1\n", "YQ== -0\n", "YQ== 0\nYg== 2\n"}) {
            QVERIFY2(complaintOf(text).startsWith("Line "), text);
        }
        QVERIFY(complaintOf(QByteArray(2000, 'Y') + " 0\n").startsWith("Line 1"));
    }

    void endsTextsWithTurns() {
        const HfFolder folder;
        folder.write("tokenizer.model", piece("<unk>", 0, 2) + piece("</s>", 0, 3) + piece(QByteArray("\0", 1), -1, 1) +
                                            piece("[UNUSED_TOKEN_1]", -2, 1) + piece("<|im_end|>", -3, 1));
        folder.write("tokenizer_config.json",
                     QJsonObject{{"added_tokens_decoder",
                                  QJsonObject{{"4", QJsonObject{{"content", "<|im_end|>"}, {"special", true}}}}}});
        const TokenizerData data = read(folder, TokenizerStyle::internLm2, 5, R"({"eos_token_id": 1})");
        QCOMPARE(data.tokens[2], std::string("\xF0\x9F\x90\x89")); // a zero byte would end a text
        QCOMPARE(data.types, (std::vector<TokenType>{unknown, control, normal, unused, control}));
        QCOMPARE(data.specialIds, (Ids{{"eos", 4}}));
        QCOMPARE(data.flags, (Flags{{"add_space_prefix", true}}));
    }

    void knowsTheEndOfGemmasTurns() {
        const HfFolder folder;
        QByteArray pieces;
        for (int i = 0; i < 108; ++i) {
            pieces += piece("p" + QByteArray::number(i), 0, 1);
        }
        folder.write("tokenizer.model", pieces);
        const TokenizerData data = read(folder, TokenizerStyle::gemma1, 108, R"({"bos_token_id": 2})");
        QCOMPARE(data.specialIds, (Ids{{"bos", 2}, {"eot", 107}}));
        QCOMPARE(data.flags, (Flags{{"add_space_prefix", false}}));
    }
};

QTEST_APPLESS_MAIN(TestVocabularies)
#include "tst_vocabularies.moc"
