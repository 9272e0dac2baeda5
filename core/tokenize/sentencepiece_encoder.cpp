// SPDX-License-Identifier: GPL-3.0-or-later
// tokenizer.model through the SentencePiece library. Its memory grows with the text by a hundred times, so that long texts go
// through it in blocks, cut where no piece and no rule reaches across.
#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "model/sentencepiece_model.h"
#include "tokenize/tokenizer_parts.h"

#include <algorithm>
#include <fmt/format.h>
#include <sentencepiece_processor.h>

namespace quantlathe {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t blockBytes = 64U << 10U;
// Of the model: field 3 (how text is normalised), and in it field 3 (add_dummy_prefix) = false. Of a message that is there
// twice, protocol buffers keep the last value of every field.
constexpr std::string_view withoutPrefix("\x1A\x02\x18\x00", 4);

Error refused(const fs::path& file, std::string_view why) {
    return badInput(file, say("The SentencePiece library cannot use this model"), fmt::format("{}.", escapeForDisplay(why)));
}

class SentencePieceEncoder : public TextEncoder {
public:
    SentencePieceEncoder(const std::string& bytes, fs::path file, bool onlyFirstPrefix)
        : file_(std::move(file)), settings_(parseSentencePieceSettings(std::as_bytes(std::span(bytes)), file_)),
          onlyFirstPrefix_(onlyFirstPrefix), joinsBlank_(256) {
        const std::vector<SentencePiece> pieces = parseSentencePieces(std::as_bytes(std::span(bytes)), file_);
        load(processor_, bytes);
        if (settings_.addsDummyPrefix) {
            load(inner_, bytes + std::string(withoutPrefix));
        }
        for (const SentencePiece& piece : pieces) {
            for (std::size_t at = piece.text.find(blankMark, 1); at != std::string::npos;
                 at = piece.text.find(blankMark, at + 1)) {
                joinsBlank_[static_cast<unsigned char>(piece.text[at - 1])] = true;
            }
        }
    }

    void encode(std::string_view text, bool isFirst, Call&, std::vector<TokenId>& ids) const override {
        bool getsPrefix = settings_.addsDummyPrefix && (isFirst || !onlyFirstPrefix_);
        while (!text.empty()) {
            const std::size_t end = blockEnd(text);
            encodeBlock(text.substr(0, end), getsPrefix ? processor_ : withoutDummyPrefix(), ids);
            text.remove_prefix(end);
            if (settings_.removesExtraSpaces && !text.empty()) {
                text.remove_prefix(1); // the blank comes back as the prefix
                getsPrefix = true;
            } else {
                getsPrefix = false;
            }
        }
    }

private:
    void load(sentencepiece::SentencePieceProcessor& processor, const std::string& bytes) const {
        try {
            if (const auto status = processor.LoadFromSerializedProto(bytes); !status.ok()) {
                throw refused(file_, status.message());
            }
        } catch (const Error&) {
            throw;
        } catch (const std::exception& fault) { // its index of pieces throws
            throw refused(file_, fault.what());
        }
    }

    [[nodiscard]] const sentencepiece::SentencePieceProcessor& withoutDummyPrefix() const {
        return settings_.addsDummyPrefix ? inner_ : processor_;
    }

    /// Where the first block of `text` ends: before a single blank between two visible ASCII characters, or at the end.
    [[nodiscard]] std::size_t blockEnd(std::string_view text) const {
        const bool isCuttable = settings_.escapesSpaces && !settings_.spacesAreSuffixes && !settings_.replacesSpaces &&
                                (settings_.addsDummyPrefix || !settings_.removesExtraSpaces);
        const auto isVisible = [](char c) { return c > ' ' && c < '\x7F'; };
        std::size_t at = isCuttable ? text.find(' ', blockBytes) : std::string_view::npos;
        while (at != std::string_view::npos && at + 1 < text.size()) {
            if (isVisible(text[at - 1]) && isVisible(text[at + 1]) && !joinsBlank_[static_cast<unsigned char>(text[at - 1])]) {
                return at;
            }
            at = text.find(' ', at + 1);
        }
        return text.size();
    }

    void encodeBlock(std::string_view text, const sentencepiece::SentencePieceProcessor& processor,
                     std::vector<TokenId>& ids) const {
        std::vector<int> pieces;
        if (const auto status = processor.Encode(text, &pieces); !status.ok()) {
            throw refused(file_, status.message());
        }
        std::transform(pieces.begin(), pieces.end(), std::back_inserter(ids),
                       [](int piece) { return static_cast<TokenId>(piece); });
    }

    fs::path file_;
    SentencePieceSettings settings_;
    bool onlyFirstPrefix_;
    std::vector<bool> joinsBlank_; // by byte: a piece has a blank behind it
    sentencepiece::SentencePieceProcessor processor_;
    sentencepiece::SentencePieceProcessor inner_; // without the prefix; loaded where there is one
};

} // namespace

std::unique_ptr<const TextEncoder> makeSentencePieceEncoder(const std::string& bytes, const fs::path& file,
                                                            bool onlyFirstPrefix) {
    return std::make_unique<SentencePieceEncoder>(bytes, file, onlyFirstPrefix);
}

} // namespace quantlathe
