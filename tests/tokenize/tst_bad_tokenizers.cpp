// SPDX-License-Identifier: GPL-3.0-or-later
// What cannot be used is refused with the file, the place and what was expected; what is odd but usable works.
#include "model/pre_tokenizer.h"
#include "model/sentencepiece_model.h"
#include "tokenize/named_words.h"
#include "tokenizer_files.h"

#include <QTemporaryDir>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

using Json = nlohmann::json;
using Ids = std::vector<TokenId>;

Json base() {
    return jsonOf(dataFile("tokenize/byte-level.json"));
}

void refuses(const std::function<void()>& work, const char* part) {
    const auto error = errorOf(work);
    QVERIFY2(error, part);
    QCOMPARE(error->exitCode(), 2);
    QVERIFY2(std::string(error->what()).find(part) != std::string::npos, error->what());
}

TokenizerData pieces() {
    TokenizerData data;
    data.model = "llama";
    data.tokens = {"<unk>", "<s>", "</s>", "▁", "a", "b", "ab", "▁a", "▁ab", "abab", "<0x0A>"};
    using enum TokenType;
    data.types = {unknown, control, control, normal, normal, normal, normal, normal, normal, unused, byte};
    data.scores = {0, 0, 0, -9, -8, -7, -1, -2, -3, -0.5F, 0};
    data.specialIds = {{"bos", 1}, {"eos", 2}, {"unk", 0}};
    return data;
}

/// The bytes of a protocol buffer field that holds bytes.
std::string field(unsigned number, const std::string& bytes) {
    std::string text(1, static_cast<char>(number << 3U | 2U));
    std::size_t length = bytes.size();
    for (; length >= 128; length /= 128) {
        text += static_cast<char>(length % 128 | 128U);
    }
    return text + static_cast<char>(length) + bytes;
}

std::string words(std::initializer_list<std::uint32_t> values) {
    std::string bytes;
    for (const std::uint32_t value : values) {
        for (unsigned i = 0; i < 4; ++i) {
            bytes += static_cast<char>(value >> (8U * i) & 0xFFU);
        }
    }
    return bytes;
}

SentencePieceSettings settingsOf(const std::string& bytes) {
    return parseSentencePieceSettings(std::as_bytes(std::span(bytes)), "tokenizer.model");
}

} // namespace

class BadTokenizersTest : public QObject {
    Q_OBJECT

private slots:
    void partsThatAreNotUnderstoodAreNamed() {
        const auto with = [](const char* section, Json value) {
            return [=] {
                Json tokenizer = base();
                tokenizer[section] = value;
                static_cast<void>(partsFromJson(tokenizer));
            };
        };
        refuses(with("pre_tokenizer", {{"type", "UnicodeScripts"}}), "UnicodeScripts");
        refuses(with("pre_tokenizer", {{"type", "Sequence"}}), "pretokenizers");
        refuses(with("normalizer", {{"type", "Precompiled"}}), "Precompiled");
        refuses(with("post_processor", {{"type", "Odd"}}), "Odd");
        refuses(with("pre_tokenizer", {{"type", "Split"}, {"pattern", {{"Regex", "(a"}}}, {"behavior", "Isolated"}}), "(a");
        refuses(with("pre_tokenizer", {{"type", "Split"}, {"pattern", {{"Regex", "[a&&[^b]]"}}}, {"behavior", "Isolated"}}),
                "inside sets");
        refuses(with("pre_tokenizer", {{"type", "Split"}, {"pattern", {{"Regex", "a"}}}, {"behavior", "Odd"}}), "Odd");
        refuses(with("pre_tokenizer", {{"type", "Split"}}), "pattern");
    }

    void modelsThatAreNotSupportedAreNamed() {
        const auto with = [](const char* member, Json value) {
            return [=] {
                Json tokenizer = base();
                tokenizer["model"][member] = value;
                static_cast<void>(partsFromJson(tokenizer));
            };
        };
        refuses(with("type", "WordPiece"), "WordPiece");
        refuses(with("end_of_word_suffix", "</w>"), "end_of_word_suffix");
        refuses(with("dropout", 0.1), "dropout");
        refuses(with("merges", Json::array({"a nothing"})), "a nothing");
        refuses(
            [] {
                TokenizerData data = pieces();
                data.model = "rwkv";
                static_cast<void>(tokenizerFromData(data, "m.gguf"));
            },
            "\"t5\"");
    }

    void unknownNamesListTheKnownOnes() {
        refuses([] { static_cast<void>(wordsByName("no-such", "m.gguf")); }, "starcoder");
        // Whatever a conversion may write can be read.
        for (const std::string_view name : knownPreTokenizers()) {
            const bool isOfWordPieces = name.starts_with("bert"); // such models make no text, so theirs is never cut here
            const auto error = errorOf([&] { static_cast<void>(wordsByName(name, "m.gguf")); });
            QVERIFY2(error.has_value() == isOfWordPieces, std::string(name).c_str());
        }
    }

    void modelsWithoutTokenizerSaySo() {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.path().toStdString();
        std::filesystem::copy(resourceFile("sample/model.safetensors"), path / "model.safetensors");
        std::filesystem::copy(resourceFile("sample/config.json"), path / "config.json");
        refuses([&] { static_cast<void>(openTokenizer(*openModel(path))); }, "no tokenizer");
    }

    void runawayPatternsAreStopped() {
        Json tokenizer = base();
        tokenizer["pre_tokenizer"] = {{"type", "Split"}, {"pattern", {{"Regex", "(a|aa)+[xy]"}}}, {"behavior", "Isolated"}};
        const Tokenizer runaway(partsFromJson(tokenizer));
        refuses([&] { static_cast<void>(runaway.encode(std::string(60, 'a'))); }, "(a|aa)+[xy]");
    }

    void idsBeyondTheVocabularyAreRefused() {
        const Tokenizer tokenizer(tokenizerFromData(pieces(), "m.gguf"));
        const Ids beyond{11};
        refuses([&] { static_cast<void>(tokenizer.decode(beyond)); }, "11");
    }

    void piecesAreMergedByScore() {
        const Tokenizer tokenizer(tokenizerFromData(pieces(), "m.gguf"));
        const auto plain = [&](std::string_view text) { return tokenizer.encode(text, {false, false}); };
        QCOMPARE(plain("ab"), (Ids{8}));          // "ab" goes before "▁a", then "▁" + "ab"
        QCOMPARE(plain("abab"), (Ids{3, 6, 6}));  // "abab" goes before "▁ab", is unused and is taken apart again
        QCOMPARE(plain("a\nb"), (Ids{7, 10, 5})); // a byte token
        QCOMPARE(plain("éèa"), (Ids{3, 0, 4}));   // no bytes for these: one unknown for both
        QCOMPARE(tokenizer.encode("a"), (Ids{1, 7}));
        QCOMPARE(tokenizer.encode("a</s>b", {false, true}), (Ids{7, 2, 3, 5}));
    }

    void spacesAreTreatedAsTheFlagsSay() {
        TokenizerData data = pieces();
        data.flags = {{"add_space_prefix", false}, {"add_bos_token", false}, {"add_eos_token", true}};
        QCOMPARE(Tokenizer(tokenizerFromData(data, "m.gguf")).encode("a a"), (Ids{4, 7, 2}));
        data.flags = {{"remove_extra_whitespaces", true}, {"add_bos_token", false}};
        QCOMPARE(Tokenizer(tokenizerFromData(data, "m.gguf")).encode("  a   a "), (Ids{7, 7}));
        data.types.clear(); // not even those
        data.scores.clear();
        data.flags.clear();
        data.specialIds.clear();
        QCOMPARE(Tokenizer(tokenizerFromData(data, "m.gguf")).encode("b"), (Ids{3, 5}));
    }

    void mergesWithoutTokensFallApart() {
        TokenizerData data;
        data.model = "gpt2";
        data.preTokenizer = "gpt-2";
        data.tokens = {"a", "b", "c", "abc"};
        data.merges = {"a b", "ab c"};
        const Tokenizer tokenizer(tokenizerFromData(data, "m.gguf"));
        QCOMPARE(tokenizer.encode("abc"), (Ids{3}));
        QCOMPARE(tokenizer.encode("abd"), (Ids{0, 1})); // "ab" is no token, and nothing stands for d
        data.merges = {"ab"};
        refuses([&] { static_cast<void>(tokenizerFromData(data, "m.gguf")); }, "\"ab\"");
        data.merges.clear();
        refuses([&] { static_cast<void>(tokenizerFromData(data, "m.gguf")); }, "no merges");
    }

    void tooLongTokensAreRefused() {
        TokenizerData data = pieces();
        data.tokens[4] = std::string(100'000, 'x');
        refuses([&] { static_cast<void>(tokenizerFromData(data, "m.gguf")); }, "too long");
        Json tokenizer = base();
        tokenizer["added_tokens"][0]["content"] = std::string(5000, 'x');
        refuses([&] { static_cast<void>(partsFromJson(tokenizer)); }, "5000");
    }

    /// The library follows these tables without looking.
    void tablesOfCharactersAreChecked() {
        const auto withMap = [](const std::string& map) { return field(3, field(2, map)); };
        refuses([&] { static_cast<void>(settingsOf(withMap("abc"))); }, "no room");
        refuses([&] { static_cast<void>(settingsOf(withMap(words({400, 0})))); }, "no room");
        std::string map = words({1024});
        map += words({0xFFFFFC00U}); // the root's children would lie far outside
        map += std::string(1020, '\0');
        refuses([&] { static_cast<void>(settingsOf(withMap(map + std::string(4, '\0')))); }, "outside");
        refuses([&] { static_cast<void>(settingsOf(withMap(words({1024}) + std::string(1024, '\0') + "text"))); }, "zero");
        QVERIFY(!settingsOf(withMap(words({1024}) + std::string(1024, '\0') + std::string(4, '\0'))).replacesSpaces);
        const std::string trainer = field(2, std::string("\x18\x02", 2));
        QVERIFY(settingsOf(trainer).algorithm == SentencePieceSettings::Algorithm::bpe);
        QVERIFY(!settingsOf(field(3, std::string("\x18\x00\x20\x00", 4))).addsDummyPrefix);
    }

    void whatTheLibraryRefusesIsAnError() {
        TokenizerSources sources = readTokenizerSources(resourceFile("sample"));
        const TokenizerData data = makeTokenizer(sources, Json::object(), 0);
        const std::string twice = field(1, field(1, "a")) + field(1, field(1, "a"));
        sources.pieces = parseSentencePieces(std::as_bytes(std::span(twice)), "tokenizer.model");
        refuses([&] { static_cast<void>(tokenizerFromSentencePiece(sources, data, twice)); }, "SentencePiece library");
    }
};

QTEST_GUILESS_MAIN(BadTokenizersTest)
#include "tst_bad_tokenizers.moc"
