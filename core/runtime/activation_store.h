// SPDX-License-Identifier: GPL-3.0-or-later
// The stream of activations between two layers: tokens × hidden floats, in memory or, above a limit, in a temporary file.
#pragma once

#include "base/file.h"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

namespace quantlathe {

/// Not thread-safe. The file is created in `folder` (empty: the system's folder for temporary files) without a name of its own:
/// it vanishes with the program, however that ends. Throws NoSpaceError at once when the disk has no room for it.
class ActivationStore {
public:
    ActivationStore(std::size_t rows, std::size_t columns, std::uint64_t memoryLimit, const std::filesystem::path& folder);

    [[nodiscard]] std::size_t rows() const { return rows_; }
    [[nodiscard]] std::size_t columns() const { return columns_; }
    [[nodiscard]] bool isOnDisk() const { return file_.has_value(); }

    /// Rows to read and change, valid until the next call of a function that is not const. close() makes the changes last.
    [[nodiscard]] std::span<float> open(std::size_t firstRow, std::size_t count);
    void close();
    /// Copies rows out.
    void read(std::size_t firstRow, std::span<float> into) const;

private:
    [[nodiscard]] std::uint64_t offset(std::size_t row) const { return std::uint64_t{row} * columns_ * sizeof(float); }

    std::size_t rows_;
    std::size_t columns_;
    std::vector<float> values_; // all rows, or the opened ones of the file
    std::optional<OutputFile> file_;
    std::size_t openedRow_ = 0;
    std::size_t openedCount_ = 0;
};

} // namespace quantlathe
