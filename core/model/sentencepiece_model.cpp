// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sentencepiece_model.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "base/words.h"
#include "model/json_file.h"
#include "model/limits.h"

#include <bit>
#include <cmath>

namespace quantlathe {
namespace {

// Protocol buffer wire types, and the fields that matter of sentencepiece_model.proto.
enum Wire : unsigned { varint = 0, fixed64 = 1, lengthDelimited = 2, fixed32 = 5 };
constexpr std::uint64_t piecesField = 1;  // of the model: repeated message
constexpr std::uint64_t textField = 1;    // of a piece: string
constexpr std::uint64_t scoreField = 2;   // float
constexpr std::uint64_t typeField = 3;    // enumeration, numbered as TokenType
constexpr std::uint64_t trainerField = 2; // of the model: message
constexpr std::uint64_t algorithmField = 3;
constexpr std::uint64_t sizeField = 4; // of the vocabulary
constexpr std::uint64_t suffixField = 24;
constexpr std::uint64_t bytesField = 35;       // whether bytes stand in for what has no piece
constexpr std::uint64_t normalizerField = 3;   // of the model: message
constexpr std::uint64_t denormalizerField = 5; // the same for the way back
constexpr std::uint64_t charsMapField = 2;
constexpr std::uint64_t dummyPrefixField = 3;
constexpr std::uint64_t extraSpacesField = 4;
constexpr std::uint64_t escapeField = 5;

/// Walks the fields of one message.
class WireReader {
public:
    WireReader(std::span<const std::byte> bytes, std::size_t start, const std::filesystem::path& file)
        : bytes_(bytes), start_(start), file_(file) {}

    struct Field {
        std::uint64_t number = 0;
        unsigned wire = varint;
        std::uint64_t value = 0;          // varint, fixed32, fixed64
        std::span<const std::byte> inner; // lengthDelimited
        std::size_t offset = 0;           // in the file: of the value or of inner's first byte
    };

    [[nodiscard]] bool atEnd() const { return at_ == bytes_.size(); }

    Field next() {
        const std::uint64_t tag = readVarint();
        Field field;
        field.number = tag >> 3U;
        field.wire = static_cast<unsigned>(tag & 7U);
        field.offset = start_ + at_;
        switch (field.wire) {
        case varint: field.value = readVarint(); break;
        case fixed64: field.value = readFixed(8); break;
        case fixed32: field.value = readFixed(4); break;
        case lengthDelimited: {
            const std::uint64_t length = readVarint();
            if (length > bytes_.size() - at_) {
                fail(say("a field of {} bytes reaches beyond the end", length));
            }
            field.offset = start_ + at_;
            field.inner = bytes_.subspan(at_, static_cast<std::size_t>(length));
            at_ += static_cast<std::size_t>(length);
            break;
        }
        default: fail(say("a field has the unknown wire type {}", field.wire));
        }
        return field;
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw badInput(file_, say("This is no valid SentencePiece model"), say("At byte {}: {}.", start_ + at_, what));
    }

private:
    std::uint64_t readVarint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (atEnd()) {
                fail(say("the file is cut short inside a number"));
            }
            const auto byte = static_cast<std::uint64_t>(bytes_[at_++]);
            value |= (byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) {
                return value;
            }
        }
        fail(say("a number is longer than 10 bytes"));
    }

    std::uint64_t readFixed(unsigned count) {
        if (bytes_.size() - at_ < count) {
            fail(say("the file is cut short inside a number"));
        }
        std::uint64_t value = 0;
        for (unsigned i = 0; i < count; ++i) {
            value |= static_cast<std::uint64_t>(bytes_[at_++]) << (8U * i);
        }
        return value;
    }

    std::span<const std::byte> bytes_;
    std::size_t start_; // of bytes_ in the file
    std::size_t at_ = 0;
    const std::filesystem::path& file_;
};

SentencePiece pieceFrom(WireReader reader) {
    SentencePiece piece;
    while (!reader.atEnd()) {
        const WireReader::Field field = reader.next();
        if (field.number == textField && field.wire == lengthDelimited) {
            piece.text.assign(reinterpret_cast<const char*>(field.inner.data()), field.inner.size());
        } else if (field.number == scoreField && field.wire == fixed32) {
            piece.score = std::bit_cast<float>(static_cast<std::uint32_t>(field.value));
        } else if (field.number == typeField && field.wire == varint) {
            if (field.value < 1 || field.value > 6) {
                reader.fail(say("a piece has the unknown type {}", field.value));
            }
            piece.type = static_cast<TokenType>(field.value);
        }
    }
    if (!isValidUtf8(piece.text)) {
        reader.fail(say("the text of a piece is no valid UTF-8"));
    }
    if (!std::isfinite(piece.score)) {
        reader.fail(say("the score of a piece is no finite number"));
    }
    return piece;
}

/// One unit of a double array trie as Darts-clone lays it out (s-yata/darts-clone, include/darts.h).
struct TrieUnit {
    std::uint32_t bits;
    [[nodiscard]] bool hasLeaf() const { return (bits >> 8U & 1U) != 0; }
    [[nodiscard]] std::uint32_t value() const { return bits & 0x7FFFFFFFU; }
    [[nodiscard]] std::uint32_t label() const { return bits & 0x800000FFU; }
    [[nodiscard]] std::uint32_t offset() const { return bits >> 10U << ((bits & 0x200U) >> 6U); }
};

/// A charsmap is the trie's size in bytes, the trie, and texts that end with zeros, to which the trie's values point. Returns
/// whether a blank takes part in a replacement.
bool checkCharsMap(const WireReader::Field& field, const WireReader& reader) {
    const std::span<const std::byte> bytes = field.inner;
    if (bytes.empty()) {
        return false;
    }
    bool replacesSpaces = false;
    const auto wordAt = [&](std::size_t at) {
        std::uint32_t word = 0;
        for (unsigned i = 0; i < 4; ++i) {
            word |= static_cast<std::uint32_t>(bytes[at + i]) << (8U * i);
        }
        return word;
    };
    const std::size_t trieBytes = bytes.size() < 4 ? 0 : wordAt(0);
    if (trieBytes == 0 || trieBytes % 4 != 0 || trieBytes >= bytes.size() - 4) {
        reader.fail(say("the table of characters has no room for its index"));
    }
    const std::size_t texts = bytes.size() - 4 - trieBytes;
    if (bytes.back() != std::byte{0}) {
        reader.fail(say("the table of characters does not end with a zero"));
    }
    const std::size_t units = trieBytes / 4;
    const auto unitAt = [&](std::size_t index) { return TrieUnit{wordAt(4 + 4 * index)}; };
    std::vector<bool> seen(units);
    std::vector<std::size_t> open{0};
    seen[0] = true;
    while (!open.empty()) {
        const std::size_t node = open.back();
        open.pop_back();
        const TrieUnit unit = unitAt(node);
        const std::size_t base = node ^ unit.offset();
        if ((base | 0xFFU) >= units) {
            reader.fail(say("a step in the index of the table of characters leads outside"));
        }
        if (unit.hasLeaf() && unitAt(base).value() >= texts) {
            reader.fail(say("an entry of the table of characters points outside"));
        }
        for (std::size_t label = 0; label < 256; ++label) { // zero, too: text may hold it
            const std::size_t next = base ^ label;
            if (unitAt(next).label() == label && !seen[next]) {
                seen[next] = true;
                open.push_back(next);
                replacesSpaces = replacesSpaces || label == ' ';
            }
        }
    }
    return replacesSpaces;
}

void readTrainer(WireReader reader, SentencePieceSettings& settings) {
    while (!reader.atEnd()) {
        const WireReader::Field field = reader.next();
        if (field.number == algorithmField && field.wire == varint) {
            if (field.value < 1 || field.value > 4) {
                reader.fail(say("the model is of the unknown type {}", field.value));
            }
            settings.algorithm = static_cast<SentencePieceSettings::Algorithm>(field.value);
        } else if (field.number == suffixField && field.wire == varint) {
            settings.spacesAreSuffixes = field.value != 0;
        }
    }
}

void readNormalizer(WireReader reader, SentencePieceSettings& settings) {
    while (!reader.atEnd()) {
        const WireReader::Field field = reader.next();
        if (field.number == charsMapField && field.wire == lengthDelimited) {
            settings.replacesSpaces = checkCharsMap(field, reader);
            settings.charsMap.assign(reinterpret_cast<const char*>(field.inner.data()), field.inner.size());
        } else if (field.number == dummyPrefixField && field.wire == varint) {
            settings.addsDummyPrefix = field.value != 0;
        } else if (field.number == extraSpacesField && field.wire == varint) {
            settings.removesExtraSpaces = field.value != 0;
        } else if (field.number == escapeField && field.wire == varint) {
            settings.escapesSpaces = field.value != 0;
        }
    }
}

} // namespace

std::vector<SentencePiece> parseSentencePieces(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    std::vector<SentencePiece> pieces;
    WireReader reader(bytes, 0, file);
    while (!reader.atEnd()) {
        const WireReader::Field field = reader.next();
        if (field.number != piecesField || field.wire != lengthDelimited) {
            continue; // how it was trained, how it normalises text
        }
        if (pieces.size() == maxVocabulary) {
            reader.fail(say("more than {} pieces", maxVocabulary));
        }
        pieces.push_back(pieceFrom(WireReader(field.inner, field.offset, file)));
    }
    if (pieces.empty()) {
        reader.fail(say("there are no pieces"));
    }
    return pieces;
}

std::vector<SentencePiece> readSentencePieces(const std::filesystem::path& file) {
    const std::string text = readTextFile(file, maxTokenizerBytes);
    refuseForeignText(text, file);
    return parseSentencePieces(std::as_bytes(std::span(text)), file);
}

SentencePieceSettings parseSentencePieceSettings(std::span<const std::byte> bytes, const std::filesystem::path& file) {
    SentencePieceSettings settings;
    SentencePieceSettings wayBack; // only checked
    WireReader reader(bytes, 0, file);
    while (!reader.atEnd()) {
        const WireReader::Field field = reader.next();
        if (field.wire != lengthDelimited) {
            continue;
        }
        const WireReader inner(field.inner, field.offset, file);
        if (field.number == trainerField) {
            readTrainer(inner, settings);
        } else if (field.number == normalizerField) {
            readNormalizer(inner, settings);
        } else if (field.number == denormalizerField) {
            readNormalizer(inner, wayBack);
        }
    }
    return settings;
}

SentencePieceSettings readSentencePieceSettings(const std::filesystem::path& file) {
    const std::string text = readTextFile(file, maxTokenizerBytes);
    return parseSentencePieceSettings(std::as_bytes(std::span(text)), file);
}

namespace {

/// Appends fields of one message.
class WireWriter {
public:
    void add(std::uint64_t field, std::uint64_t value) {
        addVarint(field << 3U | varint);
        addVarint(value);
    }
    void add(std::uint64_t field, float value) {
        addVarint(field << 3U | fixed32);
        const auto bits = std::bit_cast<std::uint32_t>(value);
        for (unsigned shift = 0; shift < 32; shift += 8) {
            text_ += static_cast<char>(bits >> shift & 0xFFU);
        }
    }
    void add(std::uint64_t field, std::string_view inner) {
        addVarint(field << 3U | lengthDelimited);
        addVarint(inner.size());
        text_ += inner;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    void addVarint(std::uint64_t value) {
        for (; value >= 0x80U; value >>= 7U) {
            text_ += static_cast<char>((value & 0x7FU) | 0x80U);
        }
        text_ += static_cast<char>(value);
    }

    std::string text_;
};

} // namespace

std::string sentencePieceModelText(std::span<const SentencePiece> pieces, const SentencePieceSettings& settings,
                                   bool fallsBackToBytes) {
    constexpr std::uint64_t nameField = 1; // of a normalizer
    WireWriter model;
    for (const SentencePiece& piece : pieces) {
        WireWriter one;
        one.add(textField, std::string_view(piece.text));
        one.add(scoreField, piece.score);
        one.add(typeField, static_cast<std::uint64_t>(piece.type));
        model.add(piecesField, std::string_view(one.text()));
    }
    WireWriter trainer;
    trainer.add(algorithmField, static_cast<std::uint64_t>(settings.algorithm));
    trainer.add(sizeField, pieces.size());
    trainer.add(bytesField, std::uint64_t{fallsBackToBytes ? 1U : 0U});
    model.add(trainerField, std::string_view(trainer.text()));
    WireWriter normalizer;
    normalizer.add(nameField, std::string_view("identity"));
    normalizer.add(dummyPrefixField, std::uint64_t{settings.addsDummyPrefix ? 1U : 0U});
    normalizer.add(extraSpacesField, std::uint64_t{settings.removesExtraSpaces ? 1U : 0U});
    normalizer.add(escapeField, std::uint64_t{settings.escapesSpaces ? 1U : 0U});
    model.add(normalizerField, std::string_view(normalizer.text()));
    return model.text();
}

} // namespace quantlathe
