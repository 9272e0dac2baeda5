// SPDX-License-Identifier: GPL-3.0-or-later
// Activations inside of one layer that were computed while inputs were shown, so that what follows need not compute them again.
#pragma once

#include "runtime/activation_store.h"
#include "runtime/gemm.h"

#include <algorithm>
#include <optional>
#include <vector>

namespace quantlathe {

/// Rows of all tokens, batch by batch. Not thread-safe.
class KeptRows {
public:
    /// Makes room for another layer's rows; nothing is kept so far.
    void start(std::size_t tokens, std::size_t columns, std::size_t batches, std::uint64_t memoryLimit,
               const std::filesystem::path& folder) {
        if (!rows_ || rows_->rows() != tokens || rows_->columns() != columns) {
            rows_.emplace(tokens, columns, memoryLimit, folder);
        }
        has_.assign(batches, false);
    }
    /// Nothing is kept, nor wanted.
    void forget() { has_.clear(); }
    [[nodiscard]] bool has(std::size_t batch) const { return batch < has_.size() && has_[batch]; }
    /// Whether start() was called since.
    [[nodiscard]] bool isWanted(std::size_t batch) const { return batch < has_.size(); }

    void write(std::size_t firstToken, ConstMatrix from) {
        const std::span<float> to = rows_->open(firstToken, from.rows);
        for (std::size_t row = 0; row < from.rows; ++row) {
            std::copy_n(from.data + row * from.stride, from.columns, to.data() + row * from.columns);
        }
        rows_->close();
    }
    /// All rows of the batch are there.
    void finish(std::size_t batch) { has_[batch] = true; }
    void read(std::size_t firstToken, Matrix into) const { rows_->read(firstToken, {into.data, into.rows * into.columns}); }

private:
    std::optional<ActivationStore> rows_;
    std::vector<bool> has_;
};

} // namespace quantlathe
