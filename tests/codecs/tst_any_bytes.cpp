// SPDX-License-Identifier: GPL-3.0-or-later
// Files change behind their check, and charts turn single bits: whatever stands in the parts of a matrix, nothing outside of
// them is touched.
#include "base/error.h"
#include "codecs/compressed_tensors/packed_encoding.h"
#include "codecs/gptq/gptq_encoding.h"
#include "support/test_support.h"
#include "weights/block_levels.h"

#include <algorithm>
#include <cstring>
#include <random>
#include <sys/mman.h>
#include <unistd.h>

using namespace quantlathe;

namespace {

/// Memory that ends where a page begins that nobody may read.
class GuardedBytes {
public:
    explicit GuardedBytes(std::size_t size) : size_(size) {
        const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
        room_ = (size + page - 1) / page * page;
        start_ = static_cast<std::byte*>(::mmap(nullptr, room_ + 2 * page, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0));
        pages_ = room_ + 2 * page;
        if (start_ == MAP_FAILED || ::mprotect(start_ + page, room_, PROT_READ | PROT_WRITE) != 0) {
            throw std::bad_alloc();
        }
        bytes_ = start_ + page + (room_ - size);
    }
    ~GuardedBytes() { ::munmap(start_, pages_); }
    GuardedBytes(const GuardedBytes&) = delete;
    GuardedBytes& operator=(const GuardedBytes&) = delete;
    [[nodiscard]] std::span<std::byte> bytes() const { return {bytes_, size_}; }

private:
    std::size_t size_;
    std::size_t room_ = 0;
    std::size_t pages_ = 0;
    std::byte* start_ = nullptr;
    std::byte* bytes_ = nullptr;
};

/// All that is written, and orders of groups that only other programs write.
std::vector<const MatrixEncoding*> encodings() {
    static const gptq::GptqEncoding ordered({.bits = 4, .group = 32, .isOrdered = true});
    static const compressed::PackedEncoding orderedPacked({.bits = 4, .group = 32, .isOrdered = true});
    std::vector<const MatrixEncoding*> all{&ordered, &orderedPacked};
    for (const MatrixFamily* const family : matrixFamilies()) {
        const auto own = family->encodings();
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

} // namespace

class TestAnyBytes : public QObject {
    Q_OBJECT
private slots:
    void decodingStaysInsideItsParts_data() {
        QTest::addColumn<int>("number");
        const auto all = encodings();
        QVERIFY(all.size() > 60);
        for (std::size_t i = 0; i < all.size(); ++i) {
            QTest::newRow(std::string(all[i]->name()).c_str()) << static_cast<int>(i);
        }
    }
    void decodingStaysInsideItsParts() {
        QFETCH(int, number);
        const MatrixEncoding& encoding = *encodings()[static_cast<std::size_t>(number)];
        const MatrixShape shape{64, 1024, ElementType::F16};
        if (encoding.whyNot(shape)) {
            QSKIP("another shape");
        }
        std::vector<std::unique_ptr<GuardedBytes>> memory;
        std::vector<std::span<const std::byte>> parts;
        for (const MatrixPart& part : encoding.parts(shape)) {
            memory.push_back(std::make_unique<GuardedBytes>(static_cast<std::size_t>(part.bytes())));
            parts.emplace_back(memory.back()->bytes());
        }
        std::vector<float> values(static_cast<std::size_t>(shape.values()));
        std::mt19937 random(3);
        for (int round = 0; round < 12; ++round) {
            for (const auto& part : memory) {
                std::ranges::generate(part->bytes(), [&] {
                    return round == 0   ? std::byte{0xFF}
                           : round == 1 ? std::byte{0x80}
                           : round == 2 ? std::byte{0}
                                        : static_cast<std::byte>(random());
                });
            }
            try {
                encoding.decodeMatrix(shape, parts, 0, values);
                encoding.decodeMatrix(shape, parts, 5 * shape.columns + 3, std::span(values).first(shape.columns));
            } catch (const Error& error) { // a description that describes nothing
                QCOMPARE(error.kind(), ErrorKind::badInput);
            }
        }
    }

    void levelsOfCodesTurnBitsOfEveryFamily() {
        std::vector<float> row(256);
        std::mt19937 random(4);
        std::ranges::generate(row, [&] { return std::normal_distribution<float>()(random); });
        int looked = 0;
        for (const MatrixEncoding* const encoding : encodings()) {
            if (encoding->canEncode() && !encoding->whyNot({1, row.size(), ElementType::BF16}) &&
                encoding->bitsPerWeight() < 9) {
                const BlockLevels levels = blockLevels(row, *encoding, {}, 7);
                QVERIFY2(levels.columns > 0, std::string(encoding->name()).c_str());
                ++looked;
            }
        }
        QVERIFY(looked > 20);
    }
};

QTEST_APPLESS_MAIN(TestAnyBytes)
#include "tst_any_bytes.moc"
