// SPDX-License-Identifier: GPL-3.0-or-later
#include "runtime/linear_runner.h"

#include "kernels/convert.h"

#include <algorithm>

namespace quantlathe {
namespace {

// A tile of decoded weights stays in the second-level cache of the thread that multiplies it, more or less.
constexpr std::uint64_t tileWeights = 1U << 20U;
constexpr std::uint64_t fewestTileRows = 64;
constexpr std::size_t fewestTileTokens = 64;
// So that the last ones end at about the same time. Not by the number of threads: on some processors oneDNN rounds products (of
// bfloat16) of another shape differently, and results shall not depend on who computes them.
constexpr std::size_t fewestTiles = 16;

bool wants(const Observer& observer, const Linear& linear, Side side) {
    return observer.wants(*linear.weight, side) && (!linear.expert || observer.wantsExpert(*linear.expert));
}

void notify(const Linear& linear, Side side, RowTokens tokens, const float* data, std::size_t rows, std::size_t columns,
            std::size_t stride, const RunContext& context) {
    for (Observer* const observer : context.observers) {
        if (wants(*observer, linear, side)) {
            observer->observe({*linear.weight, side, linear.expert, tokens, data, rows, columns, stride}, context.arena);
        }
    }
}

} // namespace

double LinearRunner::multiplyAdds(const Linear& linear, std::size_t tokens) {
    return static_cast<double>(linear.rows) * static_cast<double>(linear.columns) * static_cast<double>(tokens);
}

std::vector<LinearRunner::Tile> LinearRunner::tilesOf(std::span<const Linear> linears, std::size_t tokens) {
    std::uint64_t allRows = 0;
    for (const Linear& linear : linears) {
        allRows += linear.rows;
    }
    const std::uint64_t columns = linears.front().columns;
    std::uint64_t rows = std::max(tileWeights / columns, fewestTileRows);
    rows = std::max(std::min(rows, (allRows + fewestTiles - 1) / fewestTiles), fewestTileRows) / 16 * 16;
    const std::uint64_t tiles = (allRows + rows - 1) / rows;
    std::size_t tileTokens = tokens;
    if (tiles < fewestTiles) {
        const std::size_t parts = (fewestTiles + tiles - 1) / tiles;
        tileTokens = std::max((tokens + parts - 1) / parts, fewestTileTokens);
    }
    std::vector<Tile> result;
    std::size_t column = 0;
    for (std::size_t i = 0; i < linears.size(); ++i) {
        for (std::uint64_t row = 0; row < linears[i].rows; row += rows) {
            const std::uint64_t some = std::min(rows, linears[i].rows - row);
            for (std::size_t token = 0; token < tokens; token += tileTokens) {
                result.push_back({i, row, some, column, token, std::min(tileTokens, tokens - token)});
            }
            column += static_cast<std::size_t>(some);
        }
    }
    return result;
}

ConstMatrix LinearRunner::roundedInput(const InputRounding& rounding, ConstMatrix x, std::size_t number,
                                       const RunContext& context) {
    if (rounded_.size() <= number) {
        rounded_.resize(number + 1);
    }
    std::vector<float>& values = rounded_[number];
    values.resize(std::max(values.size(), x.rows * x.columns));
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            roundInput(rounding, {x.data + row * x.stride, x.columns}, std::span(values).subspan(row * x.columns, x.columns));
        }
    });
    return {values.data(), x.rows, x.columns, x.columns};
}

void LinearRunner::makeInputs(std::span<const Linear> linears, ConstMatrix x, const RunContext& context) {
    inputs_.clear();
    std::vector<const InputRounding*> ways;
    std::vector<ConstMatrix> inOneWay;
    for (const Linear& linear : linears) {
        const InputRounding* const rounding = source_.inputRounding(*linear.weight, linear.expert);
        if (rounding == nullptr || !rounding->isKnown) {
            inputs_.push_back({x});
            continue;
        }
        const auto known = std::ranges::find_if(ways, [&](const InputRounding* way) { return *way == *rounding; });
        const auto number = static_cast<std::size_t>(known - ways.begin());
        if (known == ways.end()) {
            ways.push_back(rounding);
            inOneWay.push_back(roundedInput(*rounding, x, number, context));
        }
        inputs_.push_back({inOneWay[number], true});
    }
    const bool needsBf16 =
        compute_ == Compute::bf16 && std::ranges::any_of(inputs_, [](const Input& input) { return !input.isRounded; });
    if (needsBf16) {
        makeBf16Input(x, context);
    }
}

void LinearRunner::makeBf16Input(ConstMatrix x, const RunContext& context) {
    bf16Input_.resize(std::max(bf16Input_.size(), x.rows * x.columns));
    context.forRows(x.rows, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row) {
            bf16FromFloats({x.data + row * x.stride, x.columns},
                           std::as_writable_bytes(std::span(bf16Input_).subspan(row * x.columns, x.columns)));
        }
    });
}

void LinearRunner::runTile(const Tile& tile, std::span<const Linear> linears, Matrix out, const RunContext& context) {
    const Linear& linear = linears[tile.linear];
    const auto& [x, isRounded] = inputs_[tile.linear];
    const auto rows = static_cast<std::size_t>(tile.rows);
    ThreadBuffers& buffers = buffers_.local();
    buffers.weights.resize(std::max(buffers.weights.size(), rows * x.columns));
    const auto weights = std::span(buffers.weights).first(rows * x.columns);
    source_.rows(*linear.weight, linear.firstRow + tile.firstRow, weights);
    const Matrix target{out.data + tile.firstToken * out.stride + tile.outColumn, tile.tokens, rows, out.stride};
    if (compute_ == Compute::bf16 && !isRounded) {
        buffers.bf16.resize(std::max(buffers.bf16.size(), weights.size()));
        const auto rounded = std::span(buffers.bf16).first(weights.size());
        bf16FromFloats(weights, std::as_writable_bytes(rounded));
        multiplyTransposed({bf16Input_.data() + tile.firstToken * x.columns, tile.tokens, x.columns, x.columns},
                           {rounded.data(), rows, x.columns, x.columns}, target);
    } else {
        multiplyTransposed({x.data + tile.firstToken * x.stride, tile.tokens, x.columns, x.stride},
                           {weights.data(), rows, x.columns, x.columns}, 1.0F, target);
    }
    if (linear.bias != nullptr) {
        const auto bias = std::span(biases_[tile.linear]).subspan(static_cast<std::size_t>(tile.firstRow), rows);
        for (std::size_t token = 0; token < tile.tokens; ++token) {
            addScaled({target.data + token * target.stride, rows}, bias, 1.0F);
        }
    }
    context.progress.add(static_cast<std::uint64_t>(static_cast<double>(tile.rows) * static_cast<double>(x.columns) *
                                                    static_cast<double>(tile.tokens) / multiplyAddsPerUnit));
}

bool LinearRunner::isWatched(const Linear& linear, Side side, const RunContext& context) {
    return std::ranges::any_of(context.observers, [&](const Observer* observer) { return wants(*observer, linear, side); });
}

void LinearRunner::show(std::span<const Linear> linears, ConstMatrix x, RowTokens tokens, const RunContext& context) {
    for (const Linear& linear : linears) {
        notify(linear, Side::input, tokens, x.data, x.rows, x.columns, x.stride, context);
    }
}

void LinearRunner::run(std::span<const Linear> linears, ConstMatrix x, Matrix out, RowTokens tokens,
                       const RunContext& context) {
    if (x.rows == 0) {
        return;
    }
    show(linears, x, tokens, context);
    biases_.assign(linears.size(), {});
    for (std::size_t i = 0; i < linears.size(); ++i) {
        if (linears[i].bias != nullptr) {
            biases_[i].resize(static_cast<std::size_t>(linears[i].rows));
            source_.rows(*linears[i].bias, linears[i].expert.value_or(0), biases_[i]);
        }
    }
    makeInputs(linears, x, context);
    const auto tiles = tilesOf(linears, x.rows);
    context.forEach(tiles.size(), [&](std::size_t i) { runTile(tiles[i], linears, out, context); });
    std::size_t column = 0;
    for (const Linear& linear : linears) {
        notify(linear, Side::output, tokens, out.data + column, x.rows, static_cast<std::size_t>(linear.rows), out.stride,
               context);
        column += static_cast<std::size_t>(linear.rows);
    }
}

} // namespace quantlathe
