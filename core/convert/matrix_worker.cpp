// SPDX-License-Identifier: GPL-3.0-or-later
#include "convert/matrix_worker.h"

#include "base/hash.h"
#include "base/text.h"
#include "base/words.h"
#include "codecs/joined_scale.h"
#include "convert/stored_floats.h"
#include "kernels/row_codes.h"
#include "kernels/row_functions.h"
#include "plan/ready_codes.h"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fmt/format.h>
#include <mutex>
#include <oneapi/tbb/parallel_for.h>

namespace quantlathe {
namespace {

constexpr std::size_t ioBytes = 1U << 20U; // written and read back at once: cancelling waits for no more

/// Leaves the loop over the source when a value is no number; what is wrong is found out afterwards, in order.
struct FoundNoNumber {};

std::uint64_t tilesOf(const MatrixShape& shape) {
    return (shape.values() + matrixTileValues - 1) / matrixTileValues;
}

std::uint64_t valuesOfTile(const MatrixShape& shape, std::uint64_t tile) {
    return std::min(matrixTileValues, shape.values() - tile * matrixTileValues);
}

std::uint64_t hashOf(std::span<const std::vector<std::byte>> parts) {
    HashBuilder hash;
    for (const std::vector<std::byte>& part : parts) {
        hash.add(std::span<const std::byte>(part));
    }
    return hash.value();
}

} // namespace

TileResult MatrixWorker::run(const WeightWork& work) {
    parts_.resize(work.parts.size());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts_[i].resize(static_cast<std::size_t>(work.parts[i].bytes));
    }
    TileResult result;
    try {
        if (work.ready != nullptr) {
            take(work);
        } else {
            encode(work);
        }
        write(work);
        readBack(work);
        result.contentHash = hashOf(parts_);
        result.sums = compare(work);
    } catch (const FoundNoNumber&) {
        throw notFinite(work);
    }
    return result;
}

/// The parts that were chosen before.
void MatrixWorker::take(const WeightWork& work) {
    std::uint64_t at = work.readyFirst;
    for (std::vector<std::byte>& part : parts_) {
        cancel_.throwIfCancelled();
        work.ready->read(*work.readyOf, at, part);
        at += part.size();
    }
    progress_.add(work.sourceBytes());
}

void MatrixWorker::read(const WeightWork& work, std::uint64_t first, std::span<float> out) const {
    thread_local std::vector<std::byte> buffer;
    readMatrixValues(source_, work, first, out, buffer);
    if (!allFinite(out)) {
        throw FoundNoNumber();
    }
}

float MatrixWorker::joinedLargest(const WeightWork& work) {
    if (lastJoined_ != work.joined) {
        float largest = 0;
        for (const WeightWork* const each : *work.joined) {
            largest = std::max(largest, largestOf(*each));
        }
        lastJoined_ = work.joined;
        lastLargest_ = largest;
    }
    return lastLargest_;
}

/// Values that are no numbers do not count: they are refused when their own matrix is encoded.
float MatrixWorker::largestOf(const WeightWork& work) const {
    std::mutex mutex;
    float largest = 0;
    arena_.run([&] {
        oneapi::tbb::parallel_for(std::uint64_t{0}, tilesOf(work.shape), [&](std::uint64_t tile) {
            cancel_.throwIfCancelled();
            thread_local std::vector<float> values;
            thread_local std::vector<std::byte> buffer;
            values.resize(static_cast<std::size_t>(valuesOfTile(work.shape, tile)));
            readMatrixValues(source_, work, tile * matrixTileValues, values, buffer);
            const float own = largestMagnitude(values);
            const std::scoped_lock lock(mutex);
            largest = std::isfinite(own) ? std::max(largest, own) : largest;
        });
    });
    return largest;
}

void MatrixWorker::encode(const WeightWork& work) {
    const std::uint64_t sourceBytes = work.sourceBytes();
    std::mutex mutex; // of the next two: shares are small fractions of bytes that must add up
    double share = 0;
    std::uint64_t reported = 0;
    const MatrixTask task{
        .shape = work.shape,
        .guide = {.importance = work.importance},
        .read = [&](std::uint64_t first, std::span<float> out) { read(work, first, out); },
        .forEach =
            [&](std::size_t count, const std::function<void(std::size_t)>& body) {
                arena_.run([&] {
                    oneapi::tbb::parallel_for(std::size_t{0}, count, [&](std::size_t i) {
                        cancel_.throwIfCancelled();
                        body(i);
                    });
                });
            },
        .advance =
            [&](double done) {
                const std::scoped_lock lock(mutex);
                share = std::min(1.0, share + done);
                const auto now = static_cast<std::uint64_t>(share * static_cast<double>(sourceBytes));
                progress_.add(now - reported);
                reported = now;
            },
    };
    std::vector<std::span<std::byte>> spans(parts_.begin(), parts_.end());
    try {
        if (work.joined != nullptr) {
            joinedScaleEncoding(*work.matrix)->encodeJoined(task, joinedLargest(work), spans);
        } else {
            work.matrix->encodeMatrix(task, spans);
        }
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::badInput || !error.file().empty()) {
            throw;
        }
        throw badInput({}, say("{} cannot be stored as {}", escapeForDisplay(work.name), work.encoding->name()),
                       fmt::format("{}. {}", error.title(), error.detail()));
    }
    progress_.add(sourceBytes - reported);
}

void MatrixWorker::write(const WeightWork& work) {
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        for (std::size_t offset = 0; offset < parts_[i].size(); offset += ioBytes) {
            cancel_.throwIfCancelled();
            output_.write(work.parts[i].file, work.parts[i].offset + offset,
                          std::span<const std::byte>(parts_[i]).subspan(offset, std::min(ioBytes, parts_[i].size() - offset)));
        }
    }
}

void MatrixWorker::readBack(const WeightWork& work) {
    std::vector<std::byte> bytes;
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        for (std::size_t offset = 0; offset < parts_[i].size(); offset += ioBytes) {
            cancel_.throwIfCancelled();
            bytes.resize(std::min(ioBytes, parts_[i].size() - offset));
            output_.readBack(work.parts[i].file, work.parts[i].offset + offset, bytes);
            if (std::memcmp(bytes.data(), parts_[i].data() + offset, bytes.size()) != 0) {
                throw Error(ErrorKind::failed, say("{} reads back differently", escapeForDisplay(work.name)),
                            say("{} bytes at {} are not what was written. The disk or the memory may be faulty.",
                                groupedDigits(bytes.size()), groupedDigits(work.parts[i].offset + offset)));
            }
        }
    }
}

ErrorSums MatrixWorker::compare(const WeightWork& work) {
    const std::uint64_t tiles = tilesOf(work.shape);
    std::vector<ErrorSums> sums(static_cast<std::size_t>(tiles)); // merged in order, for any number of threads
    std::vector<std::span<const std::byte>> spans(parts_.begin(), parts_.end());
    const std::uint64_t width = info(work.weight->storedType).bytesPerBlock;
    arena_.run([&] {
        oneapi::tbb::parallel_for(std::uint64_t{0}, tiles, [&](std::uint64_t tile) {
            cancel_.throwIfCancelled();
            const std::uint64_t values = valuesOfTile(work.shape, tile);
            thread_local std::vector<float> original;
            thread_local std::vector<float> decoded;
            original.resize(static_cast<std::size_t>(values));
            decoded.resize(static_cast<std::size_t>(values));
            read(work, tile * matrixTileValues, original);
            work.matrix->decodeMatrix(work.shape, spans, tile * matrixTileValues, decoded);
            sums[static_cast<std::size_t>(tile)] = errorSums(original, decoded, values);
            progress_.add(values * width);
        });
    });
    ErrorSums all;
    for (const ErrorSums& part : sums) {
        all.merge(part);
    }
    if (all.nonFinite > 0) {
        throw badInput({}, say("{} is too large for {}", escapeForDisplay(work.name), work.encoding->name()),
                       say("{} of its values decode to no number. Leave this weight as it is.", groupedDigits(all.nonFinite)));
    }
    return all;
}

Error MatrixWorker::notFinite(const WeightWork& work) const {
    std::uint64_t nans = 0;
    std::uint64_t infinities = 0;
    std::uint64_t firstBad = 0;
    std::vector<float> values;
    std::vector<std::byte> buffer;
    for (std::uint64_t tile = 0; tile < tilesOf(work.shape); ++tile) {
        cancel_.throwIfCancelled();
        values.resize(static_cast<std::size_t>(valuesOfTile(work.shape, tile)));
        readMatrixValues(source_, work, tile * matrixTileValues, values, buffer);
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (!std::isfinite(values[i])) {
                firstBad = nans + infinities == 0 ? tile * matrixTileValues + i : firstBad;
                ++(std::isnan(values[i]) ? nans : infinities);
            }
        }
    }
    return badInput({}, say("{} holds NaN or infinite values", escapeForDisplay(work.name)),
                    say("{} NaN and {} infinite ones, the first in row {}, column {}. Nothing useful can be made of such "
                        "a weight.",
                        groupedDigits(nans), groupedDigits(infinities), groupedDigits(firstBad / work.shape.columns),
                        groupedDigits(firstBad % work.shape.columns)));
}

std::uint64_t MatrixWorker::hashOfWritten(const WeightWork& work) {
    parts_.resize(work.parts.size());
    for (std::size_t i = 0; i < parts_.size(); ++i) {
        parts_[i].resize(static_cast<std::size_t>(work.parts[i].bytes));
        for (std::size_t offset = 0; offset < parts_[i].size(); offset += ioBytes) {
            cancel_.throwIfCancelled();
            output_.readBack(work.parts[i].file, work.parts[i].offset + offset,
                             std::span(parts_[i]).subspan(offset, std::min(ioBytes, parts_[i].size() - offset)));
        }
    }
    return hashOf(parts_);
}

} // namespace quantlathe
