// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/tokenizer_json.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>

namespace quantlathe {
namespace {

using Json = nlohmann::json;

constexpr std::size_t maxTreeNodes = 1'000'000; // of the rest; the largest seen have some ten thousand
constexpr std::size_t maxMerges = 1U << 21U;    // the largest vocabularies have 2^19

/// Events of the JSON parser: merges and vocabulary into lists, all else into a tree.
class Events : public nlohmann::json_sax<Json> {
public:
    Events(TokenizerJson& result, const std::filesystem::path& file) : result_(result), file_(file) {}

    bool null() override { return add(Json()); }
    bool boolean(bool value) override { return add(value); }
    bool number_integer(number_integer_t value) override {
        return section_ == Section::pieces ? addScore(static_cast<double>(value)) : add(value);
    }
    bool number_float(number_float_t value, const string_t&) override {
        return section_ == Section::pieces ? addScore(value) : add(value);
    }
    bool binary(binary_t&) override { return true; } // JSON has none

    bool number_unsigned(number_unsigned_t value) override {
        if (section_ == Section::pieces) {
            return addScore(static_cast<double>(value));
        }
        if (section_ != Section::vocabulary) {
            return add(value);
        }
        if (value >= maxVocabulary) {
            fail(say("model.vocab has the id {}, ids end before {}", value, maxVocabulary));
        }
        if (result_.vocabulary.size() == maxVocabulary) {
            fail(say("model.vocab has more than {} tokens", maxVocabulary));
        }
        result_.vocabulary.emplace_back(std::move(key_), static_cast<std::uint32_t>(value));
        return true;
    }

    bool string(string_t& value) override {
        if (section_ == Section::merges) {
            addMergeText(value);
            return true;
        }
        if (section_ == Section::pieces && inPair_ && !hasText_) {
            result_.pieces.emplace_back(std::move(value), 0.0F);
            hasText_ = true;
            return true;
        }
        return add(std::move(value));
    }

    bool key(string_t& value) override {
        key_ = std::move(value);
        return true;
    }

    bool start_object(std::size_t) override {
        if (section_ == Section::tree && isMemberOfModel("vocab")) {
            section_ = Section::vocabulary;
            ++depth_;
            return true;
        }
        return open(Json::object());
    }

    bool start_array(std::size_t) override {
        if (section_ == Section::tree && isMemberOfModel("merges")) {
            section_ = Section::merges;
            ++depth_;
            return true;
        }
        if (section_ == Section::tree && isMemberOfModel("vocab")) {
            section_ = Section::pieces; // Unigram keeps pairs of text and score
            ++depth_;
            return true;
        }
        if (section_ == Section::pieces && !inPair_) {
            if (result_.pieces.size() == maxVocabulary) {
                fail(say("model.vocab has more than {} tokens", maxVocabulary));
            }
            inPair_ = true;
            hasText_ = hasScore_ = false;
            ++depth_;
            return true;
        }
        if (section_ == Section::merges && !inPair_) {
            inPair_ = true;
            pair_.clear();
            ++depth_;
            return true;
        }
        return open(Json::array());
    }

    bool end_object() override { return close(); }
    bool end_array() override {
        if (inPair_ && section_ == Section::pieces) {
            if (!hasText_ || !hasScore_) {
                failPiece();
            }
            inPair_ = false;
            --depth_;
            return true;
        }
        if (inPair_) {
            if (pair_.size() != 2) {
                fail(say("a merge joins {} parts, expected 2", pair_.size()));
            }
            addMerge(escapedBlanks(pair_[0]) + ' ' + escapedBlanks(pair_[1]));
            inPair_ = false;
            --depth_;
            return true;
        }
        return close();
    }

    bool parse_error(std::size_t position, const std::string&, const nlohmann::detail::exception&) override {
        throw badInput(file_, say("This is no valid JSON file"), say("The error is near byte {}.", position));
    }

private:
    enum class Section { tree, vocabulary, merges, pieces };

    [[noreturn]] void fail(const std::string& detail) const {
        throw badInput(file_, say("This is no valid tokenizer.json"), detail + ".");
    }

    [[nodiscard]] bool isMemberOfModel(std::string_view name) const {
        return stack_.size() == 2 && stack_.back() == model_ && model_ != nullptr && key_ == name;
    }

    /// A part with a blank could not be told from two parts: the blank becomes the letter that stands for it in
    /// byte-level vocabularies.
    static std::string escapedBlanks(const std::string& part) {
        std::string escaped;
        for (const char c : part) {
            if (c == ' ') {
                escaped += "\xC4\xA0";
            } else {
                escaped += c;
            }
        }
        return escaped;
    }

    [[noreturn]] void failPiece() const { fail(say("a token of model.vocab is no pair of a text and a score")); }

    bool addScore(double score) {
        if (!inPair_ || !hasText_ || hasScore_ || !std::isfinite(score)) {
            failPiece();
        }
        result_.pieces.back().second = static_cast<float>(score);
        hasScore_ = true;
        return true;
    }

    void addMerge(std::string merge) {
        if (result_.merges.size() == maxMerges) {
            fail(say("there are more than {} merges", maxMerges));
        }
        result_.merges.push_back(std::move(merge));
    }

    void addMergeText(std::string& text) {
        if (!inPair_) {
            addMerge(std::move(text));
        } else if (pair_.size() < 3) { // one too many is enough to see that it is wrong
            pair_.push_back(std::move(text));
        }
    }

    bool add(Json value) {
        if (section_ == Section::pieces) {
            failPiece();
        }
        if (section_ != Section::tree) {
            fail(section_ == Section::merges
                     ? say("a merge is neither a text nor a pair of texts")
                     : say("the id of the token \"{}\" is no whole number", escapeForDisplay(key_, 40)));
        }
        place(std::move(value));
        return true;
    }

    /// Puts the value where the parser stands and returns its place in the tree.
    Json* place(Json value) {
        if (++nodes_ > maxTreeNodes) {
            fail(say("it has more than {} values beside the vocabulary", maxTreeNodes));
        }
        if (stack_.empty()) {
            result_.rest = std::move(value);
            return &result_.rest;
        }
        Json& parent = *stack_.back();
        if (parent.is_array()) {
            parent.push_back(std::move(value));
            return &parent.back();
        }
        Json& slot = parent[key_];
        slot = std::move(value);
        return &slot;
    }

    bool open(Json empty) {
        if (++depth_ > maxJsonDepth) {
            fail(say("objects and arrays are nested deeper than {} levels", maxJsonDepth));
        }
        if (section_ == Section::pieces) {
            failPiece();
        }
        if (section_ != Section::tree) {
            fail(section_ == Section::merges ? say("a merge is neither a text nor a pair of texts")
                                             : say("an id in model.vocab is no number"));
        }
        const bool isModel = stack_.size() == 1 && key_ == "model" && empty.is_object();
        Json* placed = place(std::move(empty));
        stack_.push_back(placed);
        if (isModel) {
            model_ = placed;
        }
        return true;
    }

    bool close() {
        --depth_;
        if (section_ == Section::tree) {
            stack_.pop_back();
        } else {
            section_ = Section::tree;
        }
        return true;
    }

    TokenizerJson& result_;
    const std::filesystem::path& file_;
    Section section_ = Section::tree;
    std::vector<Json*> stack_; // open containers of the tree; stay valid, because only the innermost one grows
    const Json* model_ = nullptr;
    std::string key_;
    std::vector<std::string> pair_;
    bool inPair_ = false;
    int depth_ = 0;
    bool hasText_ = false; // of the piece that is read
    bool hasScore_ = false;
    std::size_t nodes_ = 0;
};

std::vector<AddedToken> addedTokensOf(const Json& rest, const std::filesystem::path& file) {
    std::vector<AddedToken> tokens;
    const Json* list = member(rest, "added_tokens");
    if (list == nullptr) {
        return tokens;
    }
    const auto isToken = [](const Json& entry) {
        const Json* id = member(entry, "id");
        return id != nullptr && id->is_number_unsigned() && id->get<std::uint64_t>() < maxVocabulary &&
               textMember(entry, "content");
    };
    if (!list->is_array() || !std::all_of(list->begin(), list->end(), isToken)) {
        throw badInput(file, say("This is no valid tokenizer.json"),
                       say("added_tokens must be a list of tokens with a content and an id below {}.", maxVocabulary));
    }
    for (const Json& entry : *list) {
        AddedToken token;
        token.id = entry["id"].get<std::uint32_t>();
        token.content = *textMember(entry, "content");
        readAddedTokenFlags(entry, token);
        tokens.push_back(std::move(token));
    }
    return tokens;
}

} // namespace

void readAddedTokenFlags(const Json& entry, AddedToken& token) {
    token.isSpecial = flagMember(entry, "special").value_or(false);
    token.lstrip = flagMember(entry, "lstrip").value_or(false);
    token.rstrip = flagMember(entry, "rstrip").value_or(false);
    token.singleWord = flagMember(entry, "single_word").value_or(false);
    token.normalized = flagMember(entry, "normalized").value_or(!token.isSpecial);
}

TokenizerJson parseTokenizerJson(std::string_view text, const std::filesystem::path& file) {
    refuseForeignText(text, file);
    TokenizerJson result;
    Events events(result, file);
    try {
        Json::sax_parse(text.begin(), text.end(), &events);
    } catch (const Json::exception&) {
        throw badInput(file, say("This is no valid JSON file"), say("A text or a number in it cannot be read."));
    }
    const Json* model = member(result.rest, "model");
    if (model == nullptr || !model->is_object()) {
        throw badInput(file, say("This is no valid tokenizer.json"), say("It has no object \"model\"."));
    }
    result.modelType = textMember(*model, "type").value_or(std::string());
    result.byteFallback = flagMember(*model, "byte_fallback").value_or(false);
    result.ignoreMerges = flagMember(*model, "ignore_merges").value_or(false);
    if (result.modelType.empty() && !result.merges.empty()) {
        result.modelType = "BPE"; // files of the first versions do not say it
    }
    result.addedTokens = addedTokensOf(result.rest, file);
    return result;
}

std::vector<std::string> readMerges(const std::filesystem::path& file) {
    const std::string text = readTextFile(file, maxTokenizerBytes);
    std::vector<std::string> merges;
    std::size_t line = 0;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string merge = text.substr(begin, end - begin);
        begin = end + 1;
        if (merge.ends_with('\r')) {
            merge.pop_back();
        }
        if (++line; merge.empty() || (line == 1 && merge.starts_with('#'))) {
            continue;
        }
        if (std::count(merge.begin(), merge.end(), ' ') != 1 || !isValidUtf8(merge) || merges.size() == maxMerges) {
            throw badInput(
                file, say("This is no valid list of merges"),
                say("Line {} is not two parts with a blank between them, or there are more than {} lines.", line, maxMerges));
        }
        merges.push_back(std::move(merge));
    }
    return merges;
}

TokenizerJson readVocabularyAndMerges(const std::filesystem::path& vocabulary, const std::filesystem::path& merges) {
    // As the part of a tokenizer.json that it is, so that one streaming reader does for both.
    const std::string text = readTextFile(vocabulary, maxTokenizerBytes);
    TokenizerJson result = parseTokenizerJson(R"({"model":{"type":"BPE","vocab":)" + text + "}}", vocabulary);
    if (result.vocabulary.empty()) {
        throw badInput(vocabulary, say("This is no valid vocabulary"), say("Expected an object with the id of every token."));
    }
    result.merges = readMerges(merges);
    return result;
}

TokenizerJson readWordPieces(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 5> control{"[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"};
    const std::string text = readTextFile(file, maxTokenizerBytes);
    refuseForeignText(text, file);
    TokenizerJson result;
    result.modelType = "WordPiece";
    result.rest = Json::object();
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        std::string piece = text.substr(begin, end - begin);
        begin = end + 1;
        if (piece.ends_with('\r')) {
            piece.pop_back();
        }
        const auto id = static_cast<std::uint32_t>(result.vocabulary.size());
        if (id == maxVocabulary || !isValidUtf8(piece)) {
            throw badInput(file, say("This is no valid vocabulary"),
                           say("Line {} is no valid UTF-8, or there are more than {} lines.", id + 1, maxVocabulary));
        }
        if (std::ranges::find(control, piece) != control.end()) {
            AddedToken token;
            token.id = id;
            token.content = piece;
            token.isSpecial = true;
            result.addedTokens.push_back(std::move(token));
        }
        result.vocabulary.emplace_back(std::move(piece), id);
    }
    return result;
}

TokenizerJson readTokenizerJson(const std::filesystem::path& file) {
    return parseTokenizerJson(readTextFile(file, maxTokenizerBytes), file);
}

} // namespace quantlathe
