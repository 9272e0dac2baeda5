// SPDX-License-Identifier: GPL-3.0-or-later
// Ids equal to those of the original libraries, from every kind of source; and the way back.
#include "checkpoint/metadata.h"
#include "model/tokenizer_keys.h"
#include "tokenize/named_words.h"
#include "tokenizer_files.h"

#include <thread>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

using Ids = std::vector<TokenId>;

std::vector<std::string> strings() {
    return goldenIds()["strings"].get<std::vector<std::string>>();
}

std::shared_ptr<const Tokenizer> sample() {
    return openTokenizer(*openModel(resourceFile("sample")));
}

/// The sample's folder without tokenizer.model: its tokenizer.json counts.
Tokenizer sampleFromJson() {
    TokenizerSources sources = readTokenizerSources(resourceFile("sample"));
    sources.pieces.reset();
    return Tokenizer(tokenizerFromJson(sources, makeTokenizer(sources, nlohmann::json::object(), 0)));
}

/// What a GGUF file of the sample holds.
TokenizerData sampleData() {
    Metadata metadata;
    addTokenizerKeys(*openModel(resourceFile("sample"))->tokenizer(), metadata);
    return *tokenizerFromMetadata(metadata);
}

/// byte-level.json with the sections of a golden variant.
nlohmann::json variantJson(const nlohmann::json& variant) {
    nlohmann::json tokenizer = jsonOf(dataFile("tokenize/byte-level.json"));
    for (const char* section : {"pre_tokenizer", "normalizer"}) {
        tokenizer[section] = variant[section];
    }
    tokenizer["model"]["ignore_merges"] = variant["ignore_merges"];
    return tokenizer;
}

void compareAll(const Tokenizer& tokenizer, const nlohmann::json& expected, EncodeOptions options) {
    const auto texts = strings();
    QCOMPARE(expected.size(), texts.size());
    for (std::size_t i = 0; i < texts.size(); ++i) {
        const Ids ids = tokenizer.encode(texts[i], options);
        const auto wanted = expected[i].get<Ids>();
        QVERIFY2(ids == wanted, texts[i].c_str() + QByteArray(": ") + difference(ids, wanted));
    }
}

} // namespace

class TokenizerTest : public QObject {
    Q_OBJECT

private slots:
    void wordPiecesAreThoseOfTheLibrary_data() {
        QTest::addColumn<bool>("lowercases");
        QTest::addColumn<bool>("stripsAccents");
        QTest::newRow("lower") << true << true;
        QTest::newRow("cased") << false << false;
        QTest::newRow("accented") << true << false;
    }
    void wordPiecesAreThoseOfTheLibrary() {
        QFETCH(bool, lowercases);
        QFETCH(bool, stripsAccents);
        const nlohmann::json& golden = goldenIds()["wordPieces"];
        TokenizerData data;
        data.model = "bert";
        for (auto text : golden["vocabulary"].get<std::vector<std::string>>()) {
            const bool isControl = text.starts_with('[') && text.size() > 1;
            data.types.push_back(isControl ? TokenType::control : TokenType::normal);
            data.tokens.push_back(isControl ? text : text.starts_with("##") ? text.substr(2) : std::string(blankMark) + text);
        }
        data.flags = {{"normalizer.lowercase", lowercases}, {"normalizer.strip_accents", stripsAccents}};
        const Tokenizer tokenizer(tokenizerFromData(data, "model.gguf"));
        compareAll(tokenizer, golden["ids"][QTest::currentDataTag()], {.addSpecial = false});
        QCOMPARE(tokenizer.encode("the ferry").size(), std::size_t{4}); // [CLS] and [SEP] around it
        QCOMPARE(tokenizer.encode("the ferry").front(), *tokenizer.bos());
        QCOMPARE(tokenizer.encode("the ferry").back(), *tokenizer.eos());
    }

    /// Of ways to cover a word the one with the best sum of scores; text begins with a mark.
    void unigramTakesTheBestSum() {
        TokenizerData data;
        data.model = "t5";
        data.tokens = {"<s>", "<pad>", "</s>", "<unk>", std::string(blankMark), std::string(blankMark) + "ab", "a", "b", "ab"};
        data.types = {TokenType::control, TokenType::control, TokenType::control, TokenType::unknown, TokenType::normal,
                      TokenType::normal,  TokenType::normal,  TokenType::normal,  TokenType::normal};
        data.scores = {0, 0, 0, 0, -2, -4, -2, -2, -3};
        data.specialIds = {{"bos", 0}, {"eos", 2}};
        data.flags = {{"add_bos_token", true}, {"add_eos_token", true}};
        const Tokenizer tokenizer(tokenizerFromData(data, "model.gguf"));
        QCOMPARE(tokenizer.encode("ab abb"), (Ids{0, 5, 5, 7, 2}));
        QCOMPARE(tokenizer.encode("ab?", {.addSpecial = false}), (Ids{5, 3}));
    }

    void sentencePieceLibraryGivesItsOwnIds() { compareAll(*sample(), goldenIds()["sample"]["sentencepiece"], {false, false}); }

    void tokenizerJsonGivesTheSameIds() {
        compareAll(sampleFromJson(), goldenIds()["sample"]["sentencepiece"], {false, false});
    }

    void metadataGivesTheSameIds() {
        compareAll(Tokenizer(tokenizerFromData(sampleData(), "sample.gguf")), goldenIds()["sample"]["sentencepiece"],
                   {false, false});
    }

    void specialTokensAreFoundAndAdded() {
        compareAll(sampleFromJson(), goldenIds()["sample"]["special"], {true, true});
        const auto tokenizer = sample();
        QCOMPARE(tokenizer->encode("<s>", {true, true}), (Ids{1, 1}));
        QVERIFY(tokenizer->encode("<s>", {true, false}).size() > 2);
        QCOMPARE(tokenizer->bos(), std::optional<TokenId>(1));
        QCOMPARE(tokenizer->eos(), std::optional<TokenId>(2));
        QCOMPARE(tokenizer->unknown(), std::optional<TokenId>(0));
        QCOMPARE(tokenizer->vocabularySize(), std::size_t{4096});
        QCOMPARE(tokenizer->tokenText(13), std::string("<0x0A>"));
    }

    void everyPreTokenizerGivesTheIdsOfTheOriginal_data() {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < goldenIds()["variants"].size(); ++i) {
            QTest::newRow(goldenIds()["variants"][i]["name"].get<std::string>().c_str()) << static_cast<int>(i);
        }
    }
    void everyPreTokenizerGivesTheIdsOfTheOriginal() {
        QFETCH(int, index);
        const nlohmann::json& variant = goldenIds()["variants"][static_cast<std::size_t>(index)];
        compareAll(Tokenizer(partsFromJson(variantJson(variant))), variant["ids"], {false, true});
    }

    /// The names of GGUF files stand for the same words as the chains in tokenizer.json.
    void namesStandForTheSameWords() {
        int count = 0;
        const auto names = namesOfWords();
        for (const nlohmann::json& variant : goldenIds()["variants"]) {
            const auto name = variant["name"].get<std::string>();
            if (std::find(names.begin(), names.end(), name) == names.end()) {
                continue;
            }
            ++count;
            TokenizerSources sources;
            sources.folder = "folder";
            sources.tokenizer = parseTokenizerJson(variantJson(variant).dump(), "folder/tokenizer.json");
            TokenizerData data = makeTokenizer(sources, nlohmann::json::object(), 0);
            data.preTokenizer = name;
            const Tokenizer named(tokenizerFromData(data, "model.gguf"));
            const Tokenizer written(tokenizerFromJson(sources, data));
            for (const std::string& text : strings()) {
                // lstrip, rstrip and single_word are nothing that metadata can say.
                if (text.find("<") == std::string::npos && text.find("quay") == std::string::npos) {
                    QVERIFY2(named.encode(text, {false, true}) == written.encode(text, {false, true}),
                             (name + ": " + text).c_str());
                }
            }
        }
        QCOMPARE(count, 17); // all but those that only test one step
    }

    void templatesGoAroundText() {
        const Tokenizer tokenizer(partsFromJson(jsonOf(dataFile("tokenize/byte-level.json"))));
        const Ids plain = tokenizer.encode("a", {false, false});
        QCOMPARE(plain.size(), std::size_t{1});
        QCOMPARE(tokenizer.encode("a"), (Ids{480, plain.front(), 481}));
        QCOMPARE(tokenizer.encode(""), (Ids{480, 481}));
    }

    void decodingGivesTheTextBack() {
        const Tokenizer bytes(partsFromJson(jsonOf(dataFile("tokenize/byte-level.json"))));
        const Tokenizer fromData(tokenizerFromData(sampleData(), "sample.gguf"));
        const auto library = sample();
        for (const std::string& text : strings()) {
            if (text.find("▁") == std::string::npos) { // the mark of a blank comes back as a blank
                QCOMPARE(library->decode(library->encode(text)), text);
                QCOMPARE(fromData.decode(fromData.encode(text)), text);
            }
            if (text.find("<") == std::string::npos) { // these swallow blanks
                QCOMPARE(bytes.decode(bytes.encode(text)), text);
            }
        }
        QCOMPARE(bytes.decode(bytes.encode("a<|start|>", {true, true}), true), std::string("<|start|>a<|start|><|end|>"));
        QCOMPARE(bytes.decode(bytes.encode("a<|start|>", {true, true})), std::string("a"));
    }

    /// Every byte that belongs to no character becomes one U+FFFD.
    void brokenTextIsReplaced() {
        const std::vector<std::pair<std::string, std::string>> cases{
            {"a\x80z", "a\uFFFDz"},
            {"\xC3", "\uFFFD"},
            {"\xE2\x82", "\uFFFD\uFFFD"},
            {"\xC0\xAF", "\uFFFD\uFFFD"},
            {"\xED\xA0\x80", "\uFFFD\uFFFD\uFFFD"},
            {"\xF5\x80é", "\uFFFD\uFFFDé"},
            {"é\xFF", "é\uFFFD"},
        };
        const Tokenizer bytes(partsFromJson(jsonOf(dataFile("tokenize/byte-level.json"))));
        for (const auto& [broken, whole] : cases) {
            QCOMPARE(bytes.encode(broken), bytes.encode(whole));
            QCOMPARE(sample()->encode(broken), sample()->encode(whole));
            QCOMPARE(bytes.decode(bytes.encode(broken)), whole);
        }
    }

    /// The library sees long texts in blocks, and words of long texts are remembered: neither may show.
    void longTextsEqualTheirParts() {
        std::string text;
        for (int i = 0; text.size() < 300'000; ++i) {
            text +=
                strings()[static_cast<std::size_t>(i) % strings().size()] + " word" + std::to_string(i * 7919 % 1000) + " and";
        }
        const auto library = sample();
        const Tokenizer data(tokenizerFromData(sampleData(), "sample.gguf"));
        const Ids whole = library->encode(text, {false, false});
        QVERIFY2(data.encode(text, {false, false}) == whole, difference(data.encode(text, {false, false}), whole));
        QCOMPARE(library->decode(whole), data.decode(whole));
        const Tokenizer bytes(partsFromJson(jsonOf(dataFile("tokenize/byte-level.json"))));
        Ids joined;
        const std::string part = " The ferry left, and nobody had noticed.";
        std::string repeated;
        for (int i = 0; i < 2000; ++i) {
            repeated += part;
            const Ids ids = bytes.encode(part, {false, false});
            joined.insert(joined.end(), ids.begin(), ids.end());
        }
        QCOMPARE(bytes.encode(repeated, {false, false}), joined);
    }

    /// One word of a million letters: the heap gives what the short way gives for its parts, in no time.
    void longWordsAreMergedByTheSameRule() {
        const Tokenizer bytes(partsFromJson(jsonOf(dataFile("tokenize/byte-level.json"))));
        const Ids one = bytes.encode(std::string(1 << 20U, 'q'), {false, false});
        QCOMPARE(one.size(), std::size_t{1 << 20U}); // no token is a run of q
        const std::string text = "theferryleftthequayandnobodyhadnoticedthattheriverwasrising";
        const Ids ids = bytes.encode(text + text, {false, false});
        QCOMPARE(bytes.decode(ids), text + text);
    }

    void manyThreadsGetTheSameIds() {
        const auto tokenizer = sample();
        const Tokenizer bytes(partsFromJson(jsonOf(dataFile("tokenize/byte-level.json"))));
        const auto all = [&] {
            std::vector<Ids> ids;
            for (const std::string& text : strings()) {
                ids.push_back(tokenizer->encode(text));
                ids.push_back(bytes.encode(text));
            }
            return ids;
        };
        const auto expected = all();
        std::vector<std::vector<Ids>> results(4);
        std::vector<std::thread> threads;
        for (auto& result : results) {
            threads.emplace_back([&] { result = all(); });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        for (const auto& result : results) {
            QCOMPARE(result, expected);
        }
    }
};

QTEST_GUILESS_MAIN(TokenizerTest)
#include "tst_tokenizer.moc"
