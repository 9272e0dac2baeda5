// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/conversion_forecast.h"

#include "codecs/matrix_encoding.h"
#include "convert/source_files.h"
#include "convert/tuning.h"
#include "measure/duration_forecast.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace quantlathe {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::uint64_t pieceBytes = 4U << 20U;
constexpr std::chrono::milliseconds readingTime{250};

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Bytes a second, from pieces that lie far from each other; 0 for a model that holds nothing.
double readBandwidth(const Checkpoint& checkpoint, const CancelToken& cancel) {
    const SourceFiles source(checkpoint);
    const std::span<const TensorInfo> tensors = checkpoint.tensors();
    constexpr std::size_t pieces = 16;
    std::vector<std::byte> bytes;
    std::uint64_t read = 0;
    const auto start = Clock::now();
    for (std::size_t i = 0; i < pieces && Clock::now() - start < readingTime; ++i) {
        cancel.throwIfCancelled();
        const TensorInfo& tensor = tensors[i * tensors.size() / pieces];
        bytes.resize(std::min(tensor.bytes, pieceBytes));
        source.read(tensor, 0, bytes);
        read += bytes.size();
    }
    return static_cast<double>(read) / std::max(secondsSince(start), 1e-9);
}

} // namespace

double forecastConversion(const Plan& plan, ThreadArena& arena, const CancelToken& cancel) {
    const double working = forecastRoundTrips(plan, arena, cancel);
    const Checkpoint& checkpoint = plan.model->checkpoint();
    if (checkpoint.tensors().empty()) {
        return working;
    }
    const auto moved = static_cast<double>(checkpoint.fileBytes()) + static_cast<double>(plan.fileBytes());
    const double bandwidth = readBandwidth(checkpoint, cancel);
    return std::max(working, bandwidth > 0 ? moved / bandwidth : 0); // disk and processors work at the same time
}

std::uint64_t conversionBytes(const Plan& plan, int threads) {
    constexpr std::uint64_t bytesPerValue = 20; // stored, as float, encoded, read back and decoded
    std::uint64_t tile = JobTuning{}.tileWeights;
    std::uint64_t matrix = 0;
    for (const Choice& choice : plan.choices) {
        const Weight& weight = *choice.weight;
        if (asMatrixEncoding(*choice.encoding) == nullptr) {
            tile = std::max(tile, weight.columns());
            continue;
        }
        const std::uint64_t values = weight.rowsPerMatrix() * weight.columns();
        matrix = std::max(matrix, values * sizeof(float) + choice.encoding->bytes(weight.rowsPerMatrix(), weight.columns()));
    }
    return static_cast<std::uint64_t>(std::max(threads, 1)) * tile * bytesPerValue + matrix;
}

} // namespace quantlathe
