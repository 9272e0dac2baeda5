// SPDX-License-Identifier: GPL-3.0-or-later
#include "codecs/gptq/group_coder.h"

#include "base/error.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/matrix_pieces.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <vector>

namespace quantlathe::gptq {
namespace {

/// One matrix on its way: codedRows rows after the other, of each so many columns as make whole groups.
class Coder {
public:
    Coder(const MatrixTask& task, const GroupedForm& form, const std::function<void(const CodedBlock&)>& pack)
        : task_(task), form_(form), shape_(task.shape), pack_(pack),
          group_(static_cast<std::size_t>(form.group == 0 ? task.shape.columns : form.group)),
          weights_(task.guide.importance.begin(), task.guide.importance.end()) {
        evenOut(weights_, form.group);
    }

    void run() {
        const std::uint64_t blocks = (shape_.rows + codedRows - 1) / codedRows;
        task_.forEach(static_cast<std::size_t>(blocks), [&](std::size_t block) {
            const std::uint64_t firstRow = block * codedRows;
            const std::uint64_t rows = std::min<std::uint64_t>(codedRows, shape_.rows - firstRow);
            codeRows(firstRow, static_cast<std::size_t>(rows), buffers_.local());
            task_.advance(static_cast<double>(rows) / static_cast<double>(shape_.rows));
        });
    }

private:
    struct Buffers {
        std::vector<float> values;       // rows × columns of a step
        std::vector<float> strip;        // a group of stripRows rows
        std::vector<std::uint8_t> codes; // of the rows, all columns of a step
        std::vector<GroupGrid> grids;
    };

    void codeRows(std::uint64_t firstRow, std::size_t rows, Buffers& buffers) const {
        const std::size_t unit = std::lcm(group_, form_.packedColumns);
        const std::size_t step = unit * std::max<std::size_t>(1, matrixPieceValues / unit);
        const auto columns = static_cast<std::size_t>(shape_.columns);
        buffers.strip.resize(group_ * stripRows);
        for (std::size_t column = 0; column < columns; column += step) {
            const std::size_t width = std::min(step, columns - column);
            buffers.values.resize(rows * width);
            for (std::size_t row = 0; row < rows; ++row) {
                task_.read((firstRow + row) * shape_.columns + column, std::span(buffers.values).subspan(row * width, width));
            }
            codeColumns(firstRow, rows, column, width, buffers);
            pack_({.firstRow = firstRow,
                   .rows = rows,
                   .firstColumn = column,
                   .columns = width,
                   .group = group_,
                   .codes = buffers.codes,
                   .grids = buffers.grids});
        }
    }

    void codeColumns(std::uint64_t firstRow, std::size_t rows, std::size_t column, std::size_t width, Buffers& buffers) const {
        const std::size_t groups = width / group_;
        buffers.grids.assign(groups * codedRows, {});
        buffers.codes.resize(width * codedRows);
        for (std::size_t row = 0; row < rows; row += stripRows) {
            const std::size_t count = std::min(stripRows, rows - row);
            for (std::size_t g = 0; g < groups; ++g) {
                const std::size_t first = g * group_;
                stripOfRows(&buffers.values[row * width + first], width, count, group_, buffers.strip.data());
                const std::span<GroupGrid, stripRows> own(&buffers.grids[g * codedRows + row], stripRows);
                choose(firstRow + row, count, column + first, buffers.strip, own);
                codesOfStrip(buffers.strip.data(), group_, own, form_.bits, &buffers.codes[row * width + first * stripRows]);
            }
        }
    }

    void choose(std::uint64_t row, std::size_t rows, std::size_t column, const std::vector<float>& strip,
                std::span<GroupGrid, stripRows> grids) const {
        const bool isFinite = chooseGrids({.strip = strip.data(),
                                           .columns = group_,
                                           .columnWeights = weights_.empty() ? nullptr : &weights_[column],
                                           .bits = form_.bits,
                                           .isSymmetric = form_.isSymmetric,
                                           .scaleType = form_.scaleType,
                                           .leastZero = form_.leastZero},
                                          grids);
        if (!isFinite) {
            for (std::size_t r = 0; r < rows; ++r) {
                refuseIfNotFinite(row + r, column);
            }
        }
        for (std::size_t r = 0; r < rows; ++r) {
            if (!std::isfinite(grids[r].scale)) {
                throw badInput({}, say("Weights are too large for a scale in {}", info(form_.scaleType).name),
                               say("Their group begins in row {}, column {} (counted from 0). Keep this weight in 16 bits.",
                                   groupedDigits(row + r), groupedDigits(column)));
            }
        }
    }

    void refuseIfNotFinite(std::uint64_t row, std::size_t column) const {
        std::vector<float> values(group_);
        task_.read(row * shape_.columns + column, values);
        if (std::ranges::any_of(values, [](float value) { return !std::isfinite(value); })) {
            refuseValues(task_, row * shape_.columns + column, group_, ElementType::F32);
        }
    }

    const MatrixTask& task_;
    const GroupedForm& form_;
    const MatrixShape& shape_;
    const std::function<void(const CodedBlock&)>& pack_;
    std::size_t group_;
    std::vector<float> weights_; // of columns; empty: all alike
    oneapi::tbb::enumerable_thread_specific<Buffers> buffers_;
};

} // namespace

void codeInGroups(const MatrixTask& task, const GroupedForm& form, const std::function<void(const CodedBlock&)>& pack) {
    Coder(task, form, pack).run();
}

} // namespace quantlathe::gptq
