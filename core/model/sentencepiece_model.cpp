// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/sentencepiece_model.h"

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "model/limits.h"

#include <bit>
#include <cmath>
#include <fmt/format.h>

namespace quantlathe {
namespace {

// Protocol buffer wire types, and the fields that matter of sentencepiece_model.proto.
enum Wire : unsigned { varint = 0, fixed64 = 1, lengthDelimited = 2, fixed32 = 5 };
constexpr std::uint64_t piecesField = 1; // of the model: repeated message
constexpr std::uint64_t textField = 1;   // of a piece: string
constexpr std::uint64_t scoreField = 2;  // float
constexpr std::uint64_t typeField = 3;   // enumeration, numbered as TokenType

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
                fail(fmt::format("a field of {} bytes reaches beyond the end", length));
            }
            field.offset = start_ + at_;
            field.inner = bytes_.subspan(at_, static_cast<std::size_t>(length));
            at_ += static_cast<std::size_t>(length);
            break;
        }
        default: fail(fmt::format("a field has the unknown wire type {}", field.wire));
        }
        return field;
    }

    [[noreturn]] void fail(const std::string& what) const {
        throw badInput(file_, "This is no valid SentencePiece model", fmt::format("At byte {}: {}.", start_ + at_, what));
    }

private:
    std::uint64_t readVarint() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            if (atEnd()) {
                fail("the file is cut short inside a number");
            }
            const auto byte = static_cast<std::uint64_t>(bytes_[at_++]);
            value |= (byte & 0x7FU) << shift;
            if ((byte & 0x80U) == 0) {
                return value;
            }
        }
        fail("a number is longer than 10 bytes");
    }

    std::uint64_t readFixed(unsigned count) {
        if (bytes_.size() - at_ < count) {
            fail("the file is cut short inside a number");
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
                reader.fail(fmt::format("a piece has the unknown type {}", field.value));
            }
            piece.type = static_cast<TokenType>(field.value);
        }
    }
    if (!isValidUtf8(piece.text)) {
        reader.fail("the text of a piece is no valid UTF-8");
    }
    if (!std::isfinite(piece.score)) {
        reader.fail("the score of a piece is no finite number");
    }
    return piece;
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
            reader.fail(fmt::format("more than {} pieces", maxVocabulary));
        }
        pieces.push_back(pieceFrom(WireReader(field.inner, field.offset, file)));
    }
    if (pieces.empty()) {
        reader.fail("there are no pieces");
    }
    return pieces;
}

std::vector<SentencePiece> readSentencePieces(const std::filesystem::path& file) {
    const std::string text = readTextFile(file, maxTokenizerBytes);
    return parseSentencePieces(std::as_bytes(std::span(text)), file);
}

} // namespace quantlathe
