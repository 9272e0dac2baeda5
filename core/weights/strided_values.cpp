// SPDX-License-Identifier: GPL-3.0-or-later
#include "weights/strided_values.h"

#include <algorithm>
#include <cstring>
#include <vector>

namespace quantlathe {
namespace {

/// Values of a row this far apart are read together with what lies between them.
constexpr std::uint64_t mostReadThrough = 64;

class StridedReader {
public:
    StridedReader(const TensorInfo& tensor, const ReadBytes& read)
        : tensor_(tensor), read_(read), width_(info(tensor.type).bytesPerBlock), columns_(tensor.columns()) {}

    void run(std::uint64_t first, std::span<std::byte> out) {
        const std::uint64_t end = first + out.size() / width_;
        while (first < end) {
            const std::uint64_t column = first % columns_;
            const std::uint64_t rows = column == 0 ? transposedRows(first / columns_, (end - first) / columns_) : 0;
            const std::uint64_t values = rows != 0 ? rows * columns_ : std::min(end - first, columns_ - column);
            const auto part = out.first(static_cast<std::size_t>(values * width_));
            if (rows != 0) {
                readColumns(first / columns_, rows, part);
            } else {
                readRow(offsetOf(first), values, part);
            }
            out = out.subspan(part.size());
            first += values;
        }
    }

private:
    [[nodiscard]] std::uint64_t columnStride() const { return tensor_.strides.empty() ? 1 : tensor_.strides.back(); }

    /// Stored place of value `index`, in values.
    [[nodiscard]] std::uint64_t offsetOf(std::uint64_t index) const {
        std::uint64_t offset = 0;
        for (std::size_t i = tensor_.shape.size(); i-- > 0;) {
            offset += index % tensor_.shape[i] * tensor_.strides[i];
            index /= tensor_.shape[i];
        }
        return offset;
    }

    /// How many rows from `row` on, at most `most`, are neighbours in the file while their own values lie far apart.
    [[nodiscard]] std::uint64_t transposedRows(std::uint64_t row, std::uint64_t most) const {
        const std::size_t dimensions = tensor_.shape.size();
        if (dimensions < 2 || tensor_.strides[dimensions - 2] != 1 || columnStride() == 1) {
            return 0;
        }
        const std::uint64_t inMatrix = tensor_.shape[dimensions - 2];
        return std::min(most, inMatrix - row % inMatrix);
    }

    void readRow(std::uint64_t offset, std::uint64_t values, std::span<std::byte> out) {
        const std::uint64_t stride = columnStride();
        if (stride == 1) {
            read_(offset * width_, out);
        } else if (stride != 0 && stride <= mostReadThrough) {
            buffer_.resize(static_cast<std::size_t>(((values - 1) * stride + 1) * width_));
            read_(offset * width_, buffer_);
            scatter(buffer_.data(), stride, values, out.data(), 1);
        } else {
            for (std::uint64_t i = 0; i < values; ++i) {
                read_((offset + i * stride) * width_, out.subspan(static_cast<std::size_t>(i * width_), width_));
            }
        }
    }

    void readColumns(std::uint64_t row, std::uint64_t rows, std::span<std::byte> out) {
        buffer_.resize(static_cast<std::size_t>(rows * width_));
        const std::uint64_t offset = offsetOf(row * columns_);
        for (std::uint64_t column = 0; column < columns_; ++column) {
            read_((offset + column * columnStride()) * width_, buffer_);
            scatter(buffer_.data(), 1, rows, out.data() + column * width_, columns_);
        }
    }

    /// Copies `values` values, whose distances are given in values.
    void scatter(const std::byte* from, std::uint64_t fromStride, std::uint64_t values, std::byte* to,
                 std::uint64_t toStride) const {
        for (std::uint64_t i = 0; i < values; ++i) {
            std::memcpy(to + i * toStride * width_, from + i * fromStride * width_, width_);
        }
    }

    const TensorInfo& tensor_;
    const ReadBytes& read_;
    std::size_t width_;
    std::uint64_t columns_;
    std::vector<std::byte> buffer_;
};

} // namespace

void readStrided(const TensorInfo& tensor, std::uint64_t first, std::span<std::byte> out, const ReadBytes& read) {
    if (!out.empty()) {
        StridedReader(tensor, read).run(first, out);
    }
}

} // namespace quantlathe
