// SPDX-License-Identifier: GPL-3.0-or-later
// Tokenizers: lists, special tokens, templates, pre-tokenizers, and what malformed files get. Lists of real SentencePiece
// models are compared with what their own library says.
#include "model/hf_folder.h"
#include "model/model.h"
#include "model/pre_tokenizer.h"
#include "model/tokenizer.h"
#include "model/tokenizer_keys.h"
#include "support/test_support.h"

#include <sentencepiece_processor.h>

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

using Json = nlohmann::json;
using Ids = std::vector<std::pair<std::string, std::uint32_t>>;
using Flags = std::vector<std::pair<std::string, bool>>;

QJsonObject added(int id, const QString& content, bool special) {
    return {{"id", id}, {"content", content}, {"special", special}, {"normalized", false}};
}

/// A byte-level tokenizer.json of eight tokens and two added ones.
QJsonObject byteLevel() {
    const QJsonObject vocabulary{{"a", 0}, {"b", 1}, {"ab", 2}, {"c", 3}, {"abc", 4}, {"d", 5}};
    const QJsonObject model{{"type", "BPE"}, {"vocab", vocabulary}, {"merges", QJsonArray{"a b", "ab c"}}};
    return {{"added_tokens", QJsonArray{added(6, "<|begin|>", true), added(7, QString::fromUtf8("x\xE2\x96\x81y"), false)}},
            {"pre_tokenizer", QJsonObject{{"type", "ByteLevel"}}},
            {"model", model}};
}

QJsonObject changed(QJsonObject tokenizer, const QString& key, const QJsonValue& value) {
    tokenizer.insert(key, value);
    return tokenizer;
}
QJsonObject withModel(QJsonObject tokenizer, const QString& key, const QJsonValue& value) {
    return changed(tokenizer, "model", changed(tokenizer.value("model").toObject(), key, value));
}

std::optional<TokenizerData> read(const HfFolder& folder, std::uint64_t size = 10, const Json& config = Json::object()) {
    return readTokenizer(folder.path(), config, TokenizerStyle::llama, size);
}

Error malformed(const QByteArray& tokenizerJson, std::uint64_t size = 10) {
    const HfFolder folder;
    folder.write("tokenizer.json", tokenizerJson);
    const auto error = errorOf([&] { static_cast<void>(read(folder, size)); });
    return error ? *error : Error(ErrorKind::failed, "no error");
}
Error malformed(const QJsonObject& tokenizerJson, std::uint64_t size = 10) {
    return malformed(QJsonDocument(tokenizerJson).toJson(), size);
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

std::vector<SentencePiece> parsePieces(const QByteArray& bytes) {
    return parseSentencePieces(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))),
                               "tokenizer.model");
}

TokenizerJson splitBy(const QString& pattern, bool ignoreMerges = false) {
    const QJsonObject split{{"type", "Split"}, {"pattern", QJsonObject{{"Regex", pattern}}}, {"behavior", "Isolated"}};
    const QJsonObject bytes{{"type", "ByteLevel"}, {"use_regex", false}};
    const QJsonObject chain{{"type", "Sequence"}, {"pretokenizers", QJsonArray{split, bytes}}};
    const QJsonObject tokenizer = withModel(changed(byteLevel(), "pre_tokenizer", chain), "ignore_merges", ignoreMerges);
    return parseTokenizerJson(QJsonDocument(tokenizer).toJson().toStdString(), "tokenizer.json");
}

const QString llama3Pattern =
    R"((?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+)";

} // namespace

class TestTokenizer : public QObject {
    Q_OBJECT
private slots:
    void readsSentencePieceModelsLikeTheirLibrary_data() {
        QTest::addColumn<QString>("folder");
        QTest::newRow("sample") << QString::fromStdString(resourceFile("sample").string());
        for (const char* model : {"stories260k", "baby-llama-105", "prose-llama-7m", "qwen2-stories260k"}) {
            if (const auto folder = extraData(std::filesystem::path("models") / model)) {
                QTest::newRow(model) << QString::fromStdString(folder->string());
            }
        }
    }
    void readsSentencePieceModelsLikeTheirLibrary() {
        QFETCH(QString, folder);
        const std::filesystem::path file = std::filesystem::path(folder.toStdString()) / "tokenizer.model";
        sentencepiece::SentencePieceProcessor library;
        QVERIFY(library.Load(file.string()).ok());
        const std::vector<SentencePiece> pieces = readSentencePieces(file);
        QCOMPARE(pieces.size(), static_cast<std::size_t>(library.GetPieceSize()));
        for (int id = 0; id < library.GetPieceSize(); ++id) {
            const SentencePiece& piece = pieces[static_cast<std::size_t>(id)];
            QCOMPARE(piece.text, library.IdToPiece(id));
            QCOMPARE(piece.score, library.GetScore(id));
            QCOMPARE(piece.type == TokenType::control, library.IsControl(id));
            QCOMPARE(piece.type == TokenType::unknown, library.IsUnknown(id));
            QCOMPARE(piece.type == TokenType::byte, library.IsByte(id));
            QCOMPARE(piece.type == TokenType::unused, library.IsUnused(id));
        }
    }

    void readsTheSampleModelsTokenizer() {
        const auto model = openModel(resourceFile("sample"));
        const TokenizerData& data = *model->tokenizer();
        QCOMPARE(data.model, std::string("llama"));
        QCOMPARE(data.preTokenizer, std::string("default"));
        QCOMPARE(data.tokens.size(), std::size_t{4096});
        // tokenizer_config.json lists the first three as special: control tokens, whatever the model file says.
        QCOMPARE(data.tokens[0], std::string("<unk>"));
        QVERIFY(data.types[0] == TokenType::control && data.scores[0] == -1000.0F);
        QVERIFY(data.types[3] == TokenType::byte);
        QCOMPARE(data.specialIds, (Ids{{"bos", 1}, {"eos", 2}, {"unk", 0}}));
        // The template of two texts puts no separator between them.
        QCOMPARE(data.flags, (Flags{{"add_bos_token", true}, {"add_sep_token", false}, {"add_eos_token", false}}));
        // The keys in the metadata give the same data back.
        const auto again = tokenizerFromMetadata(model->ggufMetadata());
        QVERIFY(again && again->tokens == data.tokens && again->types == data.types && again->scores == data.scores);
        QCOMPARE(again->specialIds, data.specialIds);
        QCOMPARE(again->flags, data.flags);
        QVERIFY(!model->tokenizerProblem());
    }

    void buildsASentencePieceList() {
        const HfFolder folder;
        folder.write("tokenizer.model", piece("<unk>", 0, 2) + piece("<s>", 0, 3) + piece("<0x0A>", 0, 6) +
                                            piece("he", -1.5F, 1) + piece("user", -2, 4) + piece("old", -3, 1));
        folder.write("added_tokens.json", QJsonObject{{"<new>", 6}, {"<far>", 99}});
        folder.write(
            "tokenizer_config.json",
            QJsonObject{{"add_prefix_space", false},
                        {"bos_token", QJsonObject{{"content", "<s>"}}},
                        {"added_tokens_decoder",
                         QJsonObject{{"5", QJsonObject{{"content", QString::fromUtf8("a\xE2\x96\x81z")}, {"special", false}}},
                                     {"7", QJsonObject{{"content", "<|im_end|>"}, {"special", false}}},
                                     {"50", QJsonObject{{"content", "far"}}}}}});
        const auto data = read(
            folder, 10, Json::parse(R"({"bos_token_id": 1, "eos_token_id": [7, 8], "pad_token_id": 10, "unk_token_id": 0})"));
        QCOMPARE(data->tokens, (std::vector<std::string>{"<unk>", "<s>", "<0x0A>", "he", "user", "a z", "<new>", "<|im_end|>",
                                                         "[PAD8]", "[PAD9]"}));
        using enum TokenType;
        const std::vector<TokenType> types{unknown,     control,     byte,    normal, normal,
                                           userDefined, userDefined, control, unused, unused};
        QCOMPARE(data->types, types);
        QCOMPARE(data->scores, (std::vector<float>{0, 0, 0, -1.5F, -2, -1000, -1000, -1000, -10000, -10000}));
        QCOMPARE(data->specialIds, (Ids{{"bos", 1}, {"unk", 0}})); // a list of ends says nothing; 10 is beyond the vocabulary
        QCOMPARE(data->flags, (Flags{{"add_space_prefix", false}}));
    }

    void buildsAByteLevelList() {
        const HfFolder folder;
        folder.write("tokenizer.json", byteLevel());
        const auto data = read(folder);
        QCOMPARE(data->model, std::string("gpt2"));
        QCOMPARE(data->preTokenizer, std::string("gpt-2"));
        QCOMPARE(data->tokens,
                 (std::vector<std::string>{"a", "b", "ab", "c", "abc", "d", "<|begin|>", "x y", "[PAD8]", "[PAD9]"}));
        using enum TokenType;
        QCOMPARE(data->types, (std::vector<TokenType>{normal, normal, normal, normal, normal, normal, control, userDefined,
                                                      unused, unused}));
        QCOMPARE(data->merges, (std::vector<std::string>{"a b", "ab c"}));
        QVERIFY(data->scores.empty());
        QCOMPARE(read(folder, 0)->tokens.size(), std::size_t{8}); // as many as there are
    }

    void joinsMergesGivenAsPairs() {
        const HfFolder folder;
        folder.write("tokenizer.json",
                     withModel(byteLevel(), "merges", QJsonArray{QJsonArray{"a", "b"}, QJsonArray{"a b", "c"}}));
        QCOMPARE(read(folder)->merges, (std::vector<std::string>{"a b", "a\xC4\xA0"
                                                                        "b c"}));
    }

    void buildsAByteFallbackList() {
        QJsonObject tokenizer = withModel(byteLevel(), "byte_fallback", true);
        tokenizer = withModel(tokenizer, "vocab", QJsonObject{{"<unk>", 0}, {"<s>", 1}, {"</s>", 2}, {"<0x00>", 3}, {"he", 4}});
        tokenizer.insert("decoder", QJsonObject{{"type", "Sequence"}});
        tokenizer.insert("added_tokens", QJsonArray{added(1, "<s>", true), added(5, "<|end|>", true), added(6, "<pad>", true)});
        const HfFolder folder;
        folder.write("tokenizer.json", tokenizer);
        folder.write("tokenizer_config.json", QJsonObject{{"pad_token", "<pad>"}, {"add_bos_token", true}});
        const auto data = read(folder, 8);
        QCOMPARE(data->model, std::string("llama"));
        QCOMPARE(data->tokens,
                 (std::vector<std::string>{"<unk>", "<s>", "</s>", "<0x00>", "he", "<|end|>", "<pad>", "[PAD7]"}));
        using enum TokenType; // only tokens with a named part to play are control tokens
        QCOMPARE(data->types, (std::vector<TokenType>{control, control, control, byte, normal, userDefined, control, unused}));
        QCOMPARE(data->scores, std::vector<float>(8, -1000));
        QVERIFY(data->merges.empty());
        QCOMPARE(data->specialIds, (Ids{{"pad", 6}}));
    }

    void findsFlagsInTemplates() {
        const auto item = [](const char* kind, const char* id) {
            return QJsonObject{{kind, QJsonObject{{"id", id}, {"type_id", 0}}}};
        };
        const QJsonObject processor{
            {"type", "TemplateProcessing"},
            {"single", QJsonArray{item("SpecialToken", "<|begin|>"), item("Sequence", "A"), item("SpecialToken", "d")}},
            {"pair", QJsonArray{}}};
        QJsonObject tokenizer = changed(byteLevel(), "post_processor", processor);
        tokenizer.insert("added_tokens", QJsonArray{added(5, "d", true), added(6, "<|begin|>", true), added(7, "end", true)});
        const HfFolder folder;
        folder.write("tokenizer.json", tokenizer);
        folder.write("tokenizer_config.json", QJsonObject{{"bos_token", "<|begin|>"}, {"eos_token", "end"}});
        const auto data = read(folder);
        // The template ends with another token than the configured one: that one ends a turn from now on.
        QCOMPARE(data->specialIds, (Ids{{"bos", 6}, {"eos", 5}, {"eot", 7}}));
        QCOMPARE(data->flags, (Flags{{"add_bos_token", true}, {"add_eos_token", true}}));
    }

    void keepsChatTemplates() {
        const HfFolder folder;
        folder.write("tokenizer.json", byteLevel());
        const auto templates = [](const char* name, const char* text) {
            return QJsonObject{{"name", name}, {"template", text}};
        };
        folder.write("tokenizer_config.json",
                     QJsonObject{{"chat_template", QJsonArray{templates("default", "D"), templates("tool-use", "T")}}});
        auto data = read(folder);
        QCOMPARE(data->chatTemplate, std::optional<std::string>("D"));
        Metadata metadata;
        addTokenizerKeys(*data, metadata);
        QCOMPARE(metadata.string("tokenizer.chat_template").value_or(""), std::string_view("D"));
        QCOMPARE(metadata.string("tokenizer.chat_template.tool_use").value_or(""), std::string_view("T"));
        QCOMPARE(tokenizerFromMetadata(metadata)->namedChatTemplates, data->namedChatTemplates);

        folder.write("tokenizer_config.json", QJsonObject{});
        folder.write("chat_template.jinja", QByteArray("from a file"));
        QCOMPARE(read(folder)->chatTemplate, std::optional<std::string>("from a file"));
        folder.write("tokenizer_config.json", QJsonObject{{"chat_template", QJsonValue::Null}});
        QVERIFY(!read(folder)->chatTemplate);
    }

    void tellsPreTokenizersByTheirRules() {
        const auto name = [](const TokenizerJson& tokenizer, std::uint64_t size = 1000) {
            return preTokenizerOf(tokenizer, size, true).value_or("?");
        };
        QCOMPARE(name(splitBy(llama3Pattern, true)), std::string("llama-bpe"));
        QCOMPARE(name(splitBy(llama3Pattern), 128'256), std::string("llama-bpe"));
        QCOMPARE(name(splitBy(llama3Pattern)), std::string("dbrx")); // these rules and nothing else, as for OLMo 2
        QCOMPARE(name(splitBy(QString(llama3Pattern).replace("{1,3}", ""))), std::string("qwen2"));
        QCOMPARE(name(splitBy("\\w+")), std::string("?"));
        const auto chain = [](const QJsonArray& steps) {
            const QJsonObject tokenizer =
                changed(byteLevel(), "pre_tokenizer", QJsonObject{{"type", "Sequence"}, {"pretokenizers", steps}});
            return parseTokenizerJson(QJsonDocument(tokenizer).toJson().toStdString(), "tokenizer.json");
        };
        const TokenizerJson digits =
            chain({QJsonObject{{"type", "Digits"}, {"individual_digits", true}}, QJsonObject{{"type", "ByteLevel"}}});
        QCOMPARE(preTokenizerOf(digits, 1000, true).value_or("?"), std::string("starcoder"));
        QCOMPARE(preTokenizerOf(digits, 1000, false).value_or("?"), std::string("smollm"));
        QCOMPARE(name(chain({})), std::string("?"));
    }

    void asksForAPreTokenizerThatNothingTells() {
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        folder.writeWeights(llamaShapes());
        folder.write("tokenizer.json", changed(byteLevel(), "pre_tokenizer", QJsonObject{{"type", "Whitespace"}}));
        const auto model = openModel(folder.path());
        QVERIFY(model->understood());
        QVERIFY(model->tokenizerProblem());
        QVERIFY(!model->ggufMetadata().contains("tokenizer.ggml.pre"));
        const auto chosen = withPreTokenizer(*model, "qwen2");
        QVERIFY(!chosen->tokenizerProblem());
        const auto& pairs = chosen->ggufMetadata().pairs();
        const auto found =
            std::find_if(pairs.begin(), pairs.end(), [](const MetadataPair& pair) { return pair.key == "tokenizer.ggml.pre"; });
        QVERIFY(found != pairs.end() && std::get<std::string>(found->value) == "qwen2");
        QCOMPARE((found - 1)->key, std::string("tokenizer.ggml.model"));
        QCOMPARE(chosen->tokenizer()->preTokenizer, std::string("qwen2"));
        const auto error = errorOf([&] { static_cast<void>(withPreTokenizer(*model, "qwen9")); });
        QVERIFY(error && QString(error->what()).contains("llama-bpe"));
    }

    void aBrokenTokenizerLeavesTheWeightsToLookAt() {
        const HfFolder folder;
        folder.write("config.json", llamaConfig());
        folder.writeWeights(llamaShapes());
        folder.write("tokenizer.json", QByteArray("{\"model\": {\"vocab\": {\"a\": 0"));
        const auto model = openModel(folder.path());
        QVERIFY(
            QString::fromStdString(model->notUnderstood().value_or("")).contains("tokenizer.json: This is no valid JSON file"));
        QCOMPARE(model->weights().size(), llamaShapes().size());
    }

    void namesPointersOfGitLfs() {
        const QByteArray pointer =
            "version https://git-lfs.github.com/spec/v1\noid sha256:" + QByteArray(64, '9') + "\nsize 499723\n";
        for (const char* file : {"tokenizer.json", "tokenizer.model"}) {
            const HfFolder folder;
            folder.write("config.json", llamaConfig());
            folder.writeWeights(llamaShapes());
            folder.write(file, pointer);
            const std::string reason = openModel(folder.path())->notUnderstood().value_or("");
            QVERIFY2(reason.find("This is a Git LFS pointer") != std::string::npos, reason.c_str());
        }
    }

    void refusesMalformedTokenizerJson() {
        const auto title = [](const Error& error) { return error.title() + "|" + error.detail(); };
        const auto says = [&](const Error& error, const char* part) {
            return error.kind() == ErrorKind::badInput && error.file().filename() == "tokenizer.json" &&
                   title(error).find(part) != std::string::npos;
        };
        QVERIFY(says(malformed(QByteArray("")), "no valid JSON"));
        QVERIFY(says(malformed(QByteArray("{}")), "no object \"model\""));
        QVERIFY(says(malformed(QByteArray("[]")), "no object \"model\""));
        QVERIFY(says(malformed(QByteArray("{\"model\":{}}")), "Its model is \"\""));
        QVERIFY(says(malformed(QByteArray(1'000'000, '[')), "nested deeper than"));
        QVERIFY(says(malformed(QByteArray("{\"a\":").repeated(100)), "nested deeper than"));
        QVERIFY(says(malformed("{\"a\":[" + QByteArray("0,").repeated(1'000'000) + "0]}"), "more than 1000000 values"));
        QVERIFY(says(malformed(QByteArray("{\"a\": 1e999}")), "no valid JSON"));
        QVERIFY(says(malformed(QByteArray("{\"model\":{\"vocab\":{\"\xFF\":1}}}")), "no valid JSON"));
        QVERIFY(says(malformed(withModel(byteLevel(), "vocab", QJsonObject{{"a", -1}})),
                     "id of the token \"a\" is no whole number"));
        QVERIFY(says(malformed(withModel(byteLevel(), "vocab", QJsonObject{{"a", QJsonObject{}}})),
                     "an id in model.vocab is no number"));
        QVERIFY(says(malformed(withModel(byteLevel(), "vocab", QJsonObject{{"a", 99999999}})), "ids end before"));
        QVERIFY(says(malformed(withModel(byteLevel(), "vocab", QJsonObject{{"a", 2097152}})), "ids end before 2097152"));
        QVERIFY(
            says(malformed(R"({"model":{"type":"BPE","vocab":{)" + QByteArray(R"("a":0,)").repeated(2'097'152) + R"("a":0}}})"),
                 "model.vocab has more than 2097152 tokens"));
        QVERIFY(says(
            malformed(R"({"model":{"type":"BPE","merges":[)" + QByteArray(R"("a b",)").repeated(2'097'152) + R"("a b"]}})"),
            "there are more than 2097152 merges"));
        QVERIFY(
            says(malformed(withModel(byteLevel(), "vocab", QJsonObject{{"a", 1}, {"b", 1}})), "Two tokens have the same id"));
        QVERIFY(says(malformed(withModel(byteLevel(), "vocab", QJsonObject{{"a", 10}})), "lies beyond the vocabulary"));
        QVERIFY(says(malformed(changed(byteLevel(), "added_tokens", QJsonArray{added(10, "x", true)})),
                     "lies beyond the vocabulary"));
        QVERIFY(
            says(malformed(changed(byteLevel(), "added_tokens", QJsonArray{added(-1, "x", true)})), "added_tokens must be"));
        QVERIFY(says(malformed(changed(byteLevel(), "added_tokens", 7)), "added_tokens must be"));
        QVERIFY(says(malformed(changed(byteLevel(), "added_tokens", QJsonArray{added(8, "abc", true)})),
                     "A token is listed twice"));
        QVERIFY(says(malformed(withModel(byteLevel(), "merges", QJsonArray{1})), "a merge is neither"));
        QVERIFY(
            says(malformed(withModel(byteLevel(), "merges", QJsonArray{QJsonArray{"a", "b", "c"}})), "a merge joins 3 parts"));
        QVERIFY(says(malformed(withModel(byteLevel(), "merges", QJsonArray{QJsonArray{QJsonArray{}}})), "a merge is neither"));
        QVERIFY(
            says(malformed(withModel(withModel(byteLevel(), "type", "Unigram"), "vocab", QJsonArray{QJsonArray{"a", -1.5}})),
                 "Unigram"));
    }

    void refusesEveryTruncationOfTokenizerJson() {
        const QByteArray whole = QJsonDocument(byteLevel()).toJson(QJsonDocument::Compact);
        for (qsizetype length = 0; length < whole.size(); ++length) {
            QVERIFY(malformed(whole.left(length)).kind() == ErrorKind::badInput);
        }
    }

    void refusesMalformedSentencePieceModels() {
        const QByteArray whole = piece("<unk>", 0, 2) + piece("ab", -1, 1);
        QCOMPARE(parsePieces(whole).size(), std::size_t{2});
        int refused = 0;
        for (qsizetype length = 0; length < whole.size(); ++length) {
            refused += errorOf([&] { static_cast<void>(parsePieces(whole.left(length))); }).has_value() ? 1 : 0;
        }
        QCOMPARE(refused, static_cast<int>(whole.size()) - 1); // the cut between the two pieces leaves a whole message
        const auto error = [](const QByteArray& bytes) {
            const auto found = errorOf([&] { static_cast<void>(parsePieces(bytes)); });
            return found ? found->detail() : std::string();
        };
        QVERIFY(error("").find("there are no pieces") != std::string::npos);
        QVERIFY(error(piece("a", 0, 9)).find("unknown type 9") != std::string::npos);
        QVERIFY(error(piece("\xFF", 0, 1)).find("no valid UTF-8") != std::string::npos);
        QVERIFY(error(piece("a", std::numeric_limits<float>::infinity(), 1)).find("no finite number") != std::string::npos);
        QVERIFY(error(QByteArray("\x0A\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x01", 11)).find("reaches beyond the end") !=
                std::string::npos);
        QVERIFY(error(QByteArray(12, '\xFF')).find("longer than 10 bytes") != std::string::npos);
        QVERIFY(error(QByteArray("\x0B", 1)).find("wire type 3") != std::string::npos);
    }
};

QTEST_APPLESS_MAIN(TestTokenizer)
#include "tst_tokenizer.moc"
