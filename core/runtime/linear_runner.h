// SPDX-License-Identifier: GPL-3.0-or-later
// Linear layers over many tokens: the weight is decoded tile by tile, each tile multiplied with all tokens and forgotten.
#pragma once

#include "runtime/gemm.h"
#include "runtime/graph.h"
#include "runtime/run_context.h"
#include "runtime/weight_source.h"

#include <cstdint>
#include <oneapi/tbb/enumerable_thread_specific.h>
#include <span>
#include <vector>

namespace quantlathe {

/// Buffers are reused from call to call. Not thread-safe: one call at a time, which uses all threads of the context's arena.
class LinearRunner {
public:
    LinearRunner(const WeightSource& source, Compute compute) : source_(source), compute_(availableCompute(compute)) {}

    /// Outputs of all layers side by side: out.columns is the sum of their rows. Observers see the input and the output of
    /// each. Inputs that the source rounds are multiplied in single precision, whatever `compute` is. Throws what the source
    /// throws.
    void run(std::span<const Linear> linears, ConstMatrix x, Matrix out, RowTokens tokens, const RunContext& context);

    /// Only shows the inputs to the observers.
    static void show(std::span<const Linear> linears, ConstMatrix x, RowTokens tokens, const RunContext& context);
    /// Whether anybody wants to see that.
    [[nodiscard]] static bool isWatched(const Linear& linear, Side side, const RunContext& context);

    [[nodiscard]] Compute compute() const { return compute_; }
    [[nodiscard]] static double multiplyAdds(const Linear& linear, std::size_t tokens);

private:
    struct Tile {
        std::size_t linear;
        std::uint64_t firstRow;
        std::uint64_t rows;
        std::size_t outColumn;
        std::size_t firstToken;
        std::size_t tokens;
    };
    struct ThreadBuffers {
        std::vector<float> weights;
        std::vector<std::uint16_t> bf16;
    };
    [[nodiscard]] static std::vector<Tile> tilesOf(std::span<const Linear> linears, std::size_t tokens);
    /// What a layer multiplies.
    struct Input {
        ConstMatrix x;
        bool isRounded = false; // as its loaders do it
    };
    void makeInputs(std::span<const Linear> linears, ConstMatrix x, const RunContext& context);
    [[nodiscard]] ConstMatrix roundedInput(const InputRounding& rounding, ConstMatrix x, std::size_t number,
                                           const RunContext& context);
    void makeBf16Input(ConstMatrix x, const RunContext& context);
    void runTile(const Tile& tile, std::span<const Linear> linears, Matrix out, const RunContext& context);

    const WeightSource& source_;
    Compute compute_;
    oneapi::tbb::enumerable_thread_specific<ThreadBuffers> buffers_;
    std::vector<Input> inputs_;               // of each layer of this call
    std::vector<std::vector<float>> rounded_; // those that are rounded, each in one way
    std::vector<std::uint16_t> bf16Input_;
    std::vector<std::vector<float>> biases_;
};

} // namespace quantlathe
