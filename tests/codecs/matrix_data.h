// SPDX-License-Identifier: GPL-3.0-or-later
// Matrices in memory, encoded and decoded part by part: for the tests of matrix encodings.
#pragma once

#include "codecs/matrix_encoding.h"
#include "support/test_support.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <map>
#include <mutex>
#include <thread>

namespace quantlathe::test {

using Bytes = std::vector<std::byte>;

/// A column "index" and a row for each of the entries, which have a `name`.
template <class Entries>
void addRowsByIndex(const Entries& entries) {
    QTest::addColumn<int>("index");
    int index = 0;
    for (const auto& entry : entries) {
        QTest::newRow(entry.name) << index++;
    }
}

/// The tensors of one module, as a file would have them.
struct StoredModule {
    struct Tensor {
        ElementType type = ElementType::U8;
        std::vector<std::uint64_t> shape;
        Bytes bytes;
    };
    std::map<std::string, Tensor, std::less<>> tensors; // by suffix

    [[nodiscard]] PartLookup lookup() const {
        return [this](std::string_view suffix) -> std::optional<StoredPart> {
            const auto found = tensors.find(suffix);
            if (found == tensors.end()) {
                return std::nullopt;
            }
            return StoredPart{found->second.type, found->second.shape, found->second.bytes};
        };
    }
    [[nodiscard]] std::vector<std::span<const std::byte>> spans(std::span<const MatrixPart> parts) const {
        std::vector<std::span<const std::byte>> spans;
        for (const MatrixPart& part : parts) {
            spans.emplace_back(tensors.at(part.suffix).bytes);
        }
        return spans;
    }
    void setText(const std::string& suffix, std::string_view text) {
        const auto bytes = std::as_bytes(std::span(text));
        tensors[suffix] = {ElementType::U8, {text.size()}, Bytes(bytes.begin(), bytes.end())};
    }
    [[nodiscard]] std::string text(const std::string& suffix) const {
        const Bytes& bytes = tensors.at(suffix).bytes;
        return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
    }
};

/// The tensors "<module><suffix>" of a golden file.
inline StoredModule goldenModule(const std::filesystem::path& file, const std::string& module,
                                 std::span<const std::string> suffixes) {
    StoredModule stored;
    for (const std::string& suffix : suffixes) {
        if (const auto tensor = goldenTensor(file, module + suffix)) {
            const auto type = elementTypeFromSafetensors(tensor->dtype);
            stored.tensors[suffix] = {type.value(), tensor->shape, Bytes(tensor->raw().begin(), tensor->raw().end())};
        }
    }
    return stored;
}

/// Encodes with so many threads; one thread takes the tiles backwards.
inline StoredModule encodeModule(const MatrixEncoding& encoding, const MatrixShape& shape, std::span<const float> values,
                                 int threads = 1, double* progress = nullptr, std::span<const float> importance = {}) {
    StoredModule stored;
    std::vector<std::span<std::byte>> spans;
    const std::vector<MatrixPart> parts = encoding.parts(shape);
    for (const MatrixPart& part : parts) {
        auto& tensor = stored.tensors[part.suffix];
        tensor = {part.type, part.shape, Bytes(part.bytes(), std::byte{0xAA})};
        spans.emplace_back(tensor.bytes);
    }
    std::mutex mutex;
    double sum = 0;
    const MatrixTask task{
        .shape = shape,
        .guide = {.importance = importance},
        .read =
            [&](std::uint64_t first, std::span<float> out) {
                std::ranges::copy(values.subspan(static_cast<std::size_t>(first), out.size()), out.begin());
            },
        .forEach =
            [&](std::size_t count, const std::function<void(std::size_t)>& body) {
                if (threads == 1) {
                    for (std::size_t i = count; i-- > 0;) {
                        body(i);
                    }
                    return;
                }
                std::atomic<std::size_t> next = 0;
                std::exception_ptr failure;
                std::vector<std::jthread> workers;
                for (int thread = 0; thread < threads; ++thread) {
                    workers.emplace_back([&] {
                        try {
                            for (std::size_t i = next++; i < count; i = next++) {
                                body(i);
                            }
                        } catch (...) {
                            const std::scoped_lock lock(mutex);
                            failure = std::current_exception();
                        }
                    });
                }
                workers.clear();
                if (failure) {
                    std::rethrow_exception(failure);
                }
            },
        .advance =
            [&](double share) {
                const std::scoped_lock lock(mutex);
                sum += share;
            },
    };
    encoding.encodeMatrix(task, spans);
    if (progress != nullptr) {
        *progress = sum;
    }
    return stored;
}

inline std::vector<float> decodeModule(const MatrixEncoding& encoding, const MatrixShape& shape, const StoredModule& stored,
                                       std::uint64_t first, std::size_t count) {
    std::vector<float> values(count, -77.0F);
    encoding.decodeMatrix(shape, stored.spans(encoding.parts(shape)), first, values);
    return values;
}
inline std::vector<float> decodeModule(const MatrixEncoding& encoding, const MatrixShape& shape, const StoredModule& stored) {
    return decodeModule(encoding, shape, stored, 0, static_cast<std::size_t>(shape.values()));
}

/// "value 17: 3 instead of 4, 2 differ", or nothing. Compares bits.
template <class Value>
std::string firstDifference(std::span<const Value> got, std::span<const Value> expected) {
    if (got.size() != expected.size()) {
        return std::to_string(got.size()) + " values instead of " + std::to_string(expected.size());
    }
    std::size_t differing = 0;
    std::string text;
    for (std::size_t i = 0; i < got.size(); ++i) {
        if (std::memcmp(&got[i], &expected[i], sizeof(Value)) != 0) {
            if (differing++ == 0) {
                const auto show = [](Value value) {
                    if constexpr (std::is_same_v<Value, std::byte>) {
                        return std::to_string(std::to_integer<int>(value));
                    } else {
                        return QByteArray::number(static_cast<double>(value), 'g', 9).toStdString();
                    }
                };
                text = "value " + std::to_string(i) + ": " + show(got[i]) + " instead of " + show(expected[i]);
            }
        }
    }
    return differing == 0 ? std::string() : text + ", " + std::to_string(differing) + " differ";
}
inline std::string firstDifference(const std::vector<float>& got, const std::vector<float>& expected) {
    return firstDifference(std::span<const float>(got), std::span<const float>(expected));
}
inline std::string firstDifference(const Bytes& got, const Bytes& expected) {
    return firstDifference(std::span<const std::byte>(got), std::span<const std::byte>(expected));
}

/// The first tensor in which they differ and how, or nothing.
inline std::string firstDifference(const StoredModule& got, const StoredModule& expected) {
    for (const auto& [suffix, tensor] : expected.tensors) {
        const auto found = got.tensors.find(suffix);
        if (found == got.tensors.end()) {
            return suffix + " is missing";
        }
        if (const std::string text = firstDifference(found->second.bytes, tensor.bytes); !text.empty()) {
            return suffix + ": " + text;
        }
    }
    return got.tensors.size() == expected.tensors.size() ? std::string() : "there are more tensors";
}

} // namespace quantlathe::test
