// SPDX-License-Identifier: GPL-3.0-or-later
// Damages small valid containers in every byte, at every length and in every field: each result must be refused with
// one Error(badInput) or open with all bytes in bounds, without large allocations.
#include "checkpoint/checkpoint.h"
#include "checkpoint/container_files.h"
#include "checkpoint/gguf_header.h"
#include "checkpoint/safetensors_header.h"
#include "checkpoint/tensor_size.h"
#include "support/test_support.h"

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <functional>
#include <new>
#include <QDir>
#include <QTemporaryDir>
#include <QTest>

namespace {
std::atomic<std::size_t> largestAllocation{0};
} // namespace

// The largest single request since it was set to zero; everything else as usual.
void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
    std::size_t seen = largestAllocation.load();
    while (size > seen && !largestAllocation.compare_exchange_weak(seen, size)) {
    }
    return std::malloc(size == 0 ? 1 : size);
}
void* operator new(std::size_t size) {
    if (void* const memory = operator new(size, std::nothrow)) {
        return memory;
    }
    throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
    std::free(memory);
}
void operator delete(void* memory, std::size_t) noexcept {
    std::free(memory);
}

using namespace quantlathe;
using namespace quantlathe::test;

namespace {

constexpr std::size_t allocationLimit = std::size_t{2} << 20U;

/// Parses; tensors with their claimed ranges.
using Parser = std::function<std::vector<TensorInfo>(const Bytes&)>;

std::vector<TensorInfo> parseGguf(const Bytes& bytes) {
    return parseGgufHeader({bytes, bytes.size(), "damaged.gguf"}).tensors;
}

std::vector<TensorInfo> parseSafetensors(const Bytes& bytes) {
    return parseSafetensorsHeader({bytes, bytes.size(), "damaged.safetensors"}).tensors;
}

struct Outcome {
    bool opened = false;
    QString problem; // why this is wrong, empty if all is well
};

Outcome outcomeOf(const Parser& parser, const Bytes& bytes) {
    Outcome outcome;
    largestAllocation = 0;
    try {
        for (const TensorInfo& tensor : parser(bytes)) {
            if (tensor.offset > bytes.size() || tensor.bytes > bytes.size() - tensor.offset ||
                tensorBytes(tensor.type, tensor.shape) != tensor.bytes ||
                tensor.rows() * tensor.columns() != tensor.elements()) {
                outcome.problem = "opened with a tensor out of bounds";
            }
        }
        outcome.opened = true;
    } catch (const Error& error) {
        if (error.exitCode() != 2 || error.title().empty() || error.file().empty() || error.detail().empty()) {
            outcome.problem = QString("incomplete error: %1").arg(error.what());
        }
    } catch (const std::exception& other) {
        outcome.problem = QString("threw something else: %1").arg(other.what());
    }
    if (largestAllocation > allocationLimit) {
        outcome.problem = QString("allocated %1 bytes at once").arg(largestAllocation.load());
    }
    return outcome;
}

struct Subject {
    const char* name;
    Bytes bytes;
    std::size_t headerBytes;
    Parser parser;
};

const std::vector<Subject>& subjects() {
    static const std::vector<Subject> all = [] {
        GgufFile gguf;
        gguf.pairs.push_back({"a.u8", ggufValue<std::uint8_t>(0, 1)});
        gguf.pairs.push_back({"a.f64", ggufValue(12, 0.5)});
        gguf.pairs.push_back({"a.bool", ggufValue<std::uint8_t>(7, 1)});
        gguf.pairs.push_back({"general.alignment", ggufValue<std::uint32_t>(4, 32)});
        gguf.pairs.push_back({"a.ints", ggufArray(5, 2, "12345678")});
        gguf.pairs.push_back({"a.strings", ggufArray(8, 2, std::string_view("\3\0\0\0\0\0\0\0abc\1\0\0\0\0\0\0\0d", 20))});
        const std::string header = R"({"__metadata__":{"format":"pt"},)" + safetensorsEntry("a.weight", "F16", "[2,3]", 0, 12) +
                                   "," + safetensorsEntry("scalar", "F32", "[]", 12, 16) + "," +
                                   safetensorsEntry("none", "I8", "[0]", 16, 16) + "}";
        const Bytes ggufBytes = gguf.bytes();
        const Bytes golden = readAll(dataFile("gguf/tiny-llama-imatrix.gguf"));
        return std::vector<Subject>{
            {"GGUF", ggufBytes, gguf.header().size(), parseGguf},
            {"GGUF of the reference", golden, 2048, parseGguf},
            {"safetensors", safetensorsFile(header, 16), 8 + header.size(), parseSafetensors},
        };
    }();
    return all;
}

} // namespace

class TestCorruption : public QObject {
    Q_OBJECT
private:
    static void addSubjects() {
        QTest::addColumn<int>("number");
        for (std::size_t i = 0; i < subjects().size(); ++i) {
            QTest::newRow(subjects()[i].name) << static_cast<int>(i);
        }
    }
    static const Subject& subject() {
        QFETCH(int, number);
        return subjects()[static_cast<std::size_t>(number)];
    }

private slots:
    void opensUndamaged_data() { addSubjects(); }
    void opensUndamaged() {
        const Outcome outcome = outcomeOf(subject().parser, subject().bytes);
        QVERIFY2(outcome.opened && outcome.problem.isEmpty(), qPrintable(outcome.problem));
    }

    void cutAtEveryByte_data() { addSubjects(); }
    void cutAtEveryByte() {
        const Subject& whole = subject();
        for (std::size_t length = 0; length < whole.bytes.size(); ++length) {
            const Outcome outcome =
                outcomeOf(whole.parser, Bytes(whole.bytes.begin(), whole.bytes.begin() + static_cast<std::ptrdiff_t>(length)));
            QVERIFY2(outcome.problem.isEmpty(), qPrintable(QString("cut to %1: %2").arg(length).arg(outcome.problem)));
            // Only padding behind the last tensor may be missing.
            QVERIFY2(!outcome.opened || whole.bytes.size() - length < 32,
                     qPrintable(QString("cut to %1 bytes and opened").arg(length)));
        }
    }

    void changedInEveryByte_data() { addSubjects(); }
    void changedInEveryByte() {
        const Subject& whole = subject();
        Bytes bytes = whole.bytes;
        int refused = 0;
        for (std::size_t i = 0; i < whole.headerBytes; ++i) {
            const auto old = std::to_integer<unsigned>(bytes[i]);
            for (const unsigned value : {0U, 1U, 0x7FU, 0x80U, 0xFFU, old ^ 1U, old ^ 0x20U, old ^ 0x80U, old + 1U, old - 1U}) {
                bytes[i] = static_cast<std::byte>(value & 0xFFU);
                const Outcome outcome = outcomeOf(whole.parser, bytes);
                QVERIFY2(outcome.problem.isEmpty(),
                         qPrintable(QString("byte %1 = %2: %3").arg(i).arg(value & 0xFFU).arg(outcome.problem)));
                refused += outcome.opened ? 0 : 1;
            }
            bytes[i] = static_cast<std::byte>(old);
        }
        QVERIFY(refused > static_cast<int>(whole.headerBytes)); // the damage was real
    }

    /// Every place is taken for a number of 4 and of 8 bytes and given the values that break arithmetic.
    void changedInEveryNumber_data() { addSubjects(); }
    void changedInEveryNumber() {
        const Subject& whole = subject();
        constexpr std::uint64_t one = 1;
        for (std::size_t i = 0; i + 8 <= whole.headerBytes; ++i) {
            for (const std::uint64_t value :
                 {std::uint64_t{0}, one, one << 24U, one << 30U, (one << 31U) - 1, one << 31U, one << 32U, one << 40U,
                  one << 61U, (one << 62U) - 1, (one << 63U) - 1, one << 63U, ~one, ~std::uint64_t{0},
                  std::uint64_t{whole.bytes.size()}, std::uint64_t{whole.bytes.size() - i}}) {
                for (const std::size_t width : {std::size_t{4}, std::size_t{8}}) {
                    Bytes bytes = whole.bytes;
                    std::memcpy(bytes.data() + i, &value, width);
                    const Outcome outcome = outcomeOf(whole.parser, bytes);
                    QVERIFY2(outcome.problem.isEmpty(),
                             qPrintable(QString("number %1 at %2: %3").arg(value).arg(i).arg(outcome.problem)));
                }
            }
        }
    }

    /// The seeds of the fuzzers, among them everything that they ever found.
    void corpusOfTheFuzzers() {
        int files = 0;
        for (const auto& [folder, parser] :
             {std::pair<const char*, Parser>{"gguf_header", parseGguf}, {"safetensors_header", parseSafetensors}}) {
            const QDir corpus(QString::fromStdString(dataFile("../fuzz/corpus").string()) + "/" + folder);
            for (const QString& name : corpus.entryList(QDir::Files)) {
                const Outcome outcome = outcomeOf(parser, readAll(corpus.filePath(name).toStdString()));
                QVERIFY2(outcome.problem.isEmpty(), qPrintable(name + ": " + outcome.problem));
                ++files;
            }
        }
        QVERIFY(files > 0);
    }

    /// The same through a real file, mapped: what the user sees is one error with exit code 2.
    void damagedFilesOnDisk_data() { addSubjects(); }
    void damagedFilesOnDisk() {
        const Subject& whole = subject();
        const QTemporaryDir folder;
        const auto path = std::filesystem::path(folder.path().toStdString()) /
                          (QString(whole.name).startsWith("GGUF") ? "damaged.gguf" : "damaged.safetensors");
        const std::size_t step = std::max<std::size_t>(1, whole.headerBytes / 64);
        for (std::size_t length = 0; length < whole.bytes.size() - 32; length += length < whole.headerBytes ? step : 499) {
            writeAll(path, std::span(whole.bytes).first(length));
            const auto error = errorOf([&] { static_cast<void>(openCheckpoint(path)); });
            QVERIFY2(error.has_value(), qPrintable(QString("cut to %1 bytes and opened").arg(length)));
            QCOMPARE(error->exitCode(), 2);
            QCOMPARE(error->file(), path);
        }
    }
};

QTEST_APPLESS_MAIN(TestCorruption)
#include "tst_corruption.moc"
