// SPDX-License-Identifier: GPL-3.0-or-later
// What all tests share: where data lies, golden tensors, SHA-256, scratch folders, expectations on errors.
#pragma once

#include "base/error.h"

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <QByteArray>
#include <QTest>
#include <span>
#include <string>
#include <vector>

namespace quantlathe::test {

/// tests/data/<relative>.
[[nodiscard]] std::filesystem::path dataFile(const std::filesystem::path& relative);
/// resources/<relative>; the sample model is resources/sample.
[[nodiscard]] std::filesystem::path resourceFile(const std::filesystem::path& relative);
/// $QUANTLATHE_EXTRA_DATA/<relative> if the variable is set and the file exists. A test that needs it skips with
/// QSKIP(extraDataHint) otherwise.
[[nodiscard]] std::optional<std::filesystem::path> extraData(const std::filesystem::path& relative);
inline constexpr const char* extraDataHint = "needs QUANTLATHE_EXTRA_DATA (a folder laid out like shared/)";

/// Lower-case hex.
[[nodiscard]] std::string sha256(std::span<const std::byte> bytes);

/// A tensor of a small safetensors file, read by Qt's JSON parser: independent of the reader under test.
struct GoldenTensor {
    std::string dtype;
    std::vector<std::uint64_t> shape;
    QByteArray bytes;
    [[nodiscard]] std::vector<float> floats() const; // F32 only
    [[nodiscard]] std::span<const std::byte> raw() const;
};
/// Fails the test (and returns nothing) when the file or the tensor is missing.
[[nodiscard]] std::optional<GoldenTensor> goldenTensor(const std::filesystem::path& file, const std::string& tensor);

[[nodiscard]] std::vector<std::byte> readAll(const std::filesystem::path& file);
void writeAll(const std::filesystem::path& file, std::span<const std::byte> bytes);

/// The Error that `work` throws, or nothing when it returns normally.
[[nodiscard]] std::optional<Error> errorOf(const std::function<void()>& work);

/// Deterministic values: normal with the given deviation, from a fixed seed; the same on every machine.
[[nodiscard]] std::vector<float> normalValues(std::size_t count, std::uint64_t seed, float deviation = 0.02F);

} // namespace quantlathe::test
